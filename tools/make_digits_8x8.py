"""Make dig2ai_helpers/data/digits_8x8.npz again from scikit-learn's copy of the digits.

Run it with ``python tools/make_digits_8x8.py``; it needs scikit-learn, which readers don't.
"""

import argparse
from pathlib import Path

import numpy as np
from sklearn.datasets import load_digits

FILE = Path(__file__).parents[1] / "dig2ai_helpers" / "data" / "digits_8x8.npz"
HELD_OUT = 30  # of each digit, in validation and in test

ATTRIBUTION = (
    "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, "
    "UCI Machine Learning Repository, 1998, https://doi.org/10.24432/C50P49, "
    "CC BY 4.0, https://creativecommons.org/licenses/by/4.0/. "
    "The test set, from the copy in scikit-learn. Changed: the order of the images only."
)


def split_order(labels, rng):
    """Return the rows' new order (n,): training, validation, test, each of them mixed."""
    train, validation, test = [], [], []
    for digit in range(10):
        rows = rng.permutation(np.flatnonzero(labels == digit))
        validation.extend(rows[:HELD_OUT])
        test.extend(rows[HELD_OUT : 2 * HELD_OUT])
        train.extend(rows[2 * HELD_OUT :])
    return np.concatenate([rng.permutation(part) for part in (train, validation, test)])


def main():
    """Write the file."""
    digits = load_digits()
    order = split_order(digits.target, np.random.default_rng(0))
    np.savez_compressed(
        FILE,
        counts=digits.images[order].astype(np.uint8),
        labels=digits.target[order].astype(np.uint8),
        attribution=np.array(ATTRIBUTION),
    )


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main()
