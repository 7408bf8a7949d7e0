"""Two ways to split a class's drawings into halves, and what a test says after each.

By person: all drawings of one half of the people are learned from, those of the others are for
the test. By drawing: of everybody, some drawings are learned from and some are for the test.
Both have exactly as many drawings to learn from, and as many to test with.
"""

from collections.abc import Iterator

import numpy as np

from ...digits import Split
from ...digits.drawings import Drawings
from ...network import Network
from ...training import training_run
from ...training_loop import measure

PERSON, DRAWING = "by person", "by drawing"
WAYS = (PERSON, DRAWING)
NEURONS, EPOCHS, BATCH, RATE, MOMENTUM = 32, 40, 16, 0.05, 0.9


def split_rows(people, way, seed):
    """Return the rows to learn from and those to test with: two arrays."""
    rng = np.random.default_rng(seed)
    names = rng.permutation(np.unique(people))
    learn = np.isin(people, names[: (len(names) + 1) // 2])
    if way == DRAWING:  # as many rows, but no matter whose
        learn = np.isin(np.arange(len(people)), rng.permutation(len(people))[: learn.sum()])
    return np.flatnonzero(learn), np.flatnonzero(~learn)


class TwoSplits:
    """Networks trained on halves of a class, for several random splits, each of them both ways.

    Attributes
    ----------
    accuracies : dict of lists
        For each way the share of test drawings that were read correctly, a number for each
        split that is done.
    """

    def __init__(self, drawings: Drawings, splits: int) -> None:
        if len(np.unique(drawings.people)) < 2:
            raise ValueError(
                "a split by person needs the drawings of at least two people, but there "
                "are those of one only"
            )
        self.drawings, self.splits = drawings, splits
        self.accuracies: dict[str, list[float]] = {way: [] for way in WAYS}

    @property
    def done(self) -> int:
        """How many splits were tried both ways."""
        return len(self.accuracies[DRAWING])

    def run(self) -> Iterator[bool]:
        """Train all networks: a generator that says after each update if one is finished."""
        everything = self.drawings.split()
        for seed in range(self.done, self.splits):
            for way in WAYS:
                learn, test = (
                    Split(*everything.batch(rows))
                    for rows in split_rows(self.drawings.people, way, seed)
                )
                net = Network((learn.pixels, NEURONS, 10), seed=seed)
                for _ in training_run(net, learn, None, EPOCHS, BATCH, RATE, MOMENTUM, seed):
                    yield False
                self.accuracies[way].append(float(measure(net, test)[1]))
                yield True
