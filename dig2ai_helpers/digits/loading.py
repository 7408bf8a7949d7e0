"""Which digits there are, and how each set is divided into its three parts."""

import os

import numpy as np

from ..inputs import check_name
from . import bundled, mnist
from .splits import Digits, Split


def load_digits(name: str | None = None) -> Digits:
    """Load handwritten digits.

    Parameters
    ----------
    name
        `"bundled"`: the 1,797 digits that come with the package (1,197 / 300 / 300).
        `"mnist"`: MNIST's 70,000 (55,000 / 5,000 / 10,000). None: what `$DIG2AI_DATASET` says
        if it is set, else MNIST if it is on this machine, else the bundled digits.

    Returns
    -------
    Digits
        Three splits, `digits.train`, `digits.validation` and `digits.test`, each with `images`
        (n, 784), float32 from 0 to 1, and `labels` (n,), whole numbers from 0 to 9; and
        `digits.name`.

    Examples
    --------
    >>> digits = load_digits("bundled")
    >>> digits.train
    <1,197 images of 784 pixels, with their labels>
    """
    what = "the name of the digits"
    if name is None and os.environ.get("DIG2AI_DATASET"):
        name, what = os.environ["DIG2AI_DATASET"], "the environment variable DIG2AI_DATASET"
    if name is None:
        name = "mnist" if mnist.mnist_is_here(mnist.mnist_folder()) else "bundled"
    if check_name(name, ("bundled", "mnist"), what) == "mnist":
        pixels, labels = mnist.read_mnist(mnist.mnist_folder())
        # MNIST's own test images come last; the first 5,000 of the others are held out.
        bounds = {"validation": (0, 5_000), "train": (5_000, 60_000), "test": (60_000, 70_000)}
    else:
        pixels, labels = bundled.read_bundled()
        ends = np.cumsum([bundled.TRAIN_SIZE, bundled.VALIDATION_SIZE, bundled.TEST_SIZE])
        bounds = {
            "train": (0, ends[0]),
            "validation": (ends[0], ends[1]),
            "test": (ends[1], ends[2]),
        }
    parts = {part: Split(pixels[a:b], labels[a:b]) for part, (a, b) in bounds.items()}
    return Digits(name, **parts)
