"""A network is trained a little further on somebody's drawings, by plain gradient descent.

Of each digit's drawings, the first, third, fifth ... are learned from, the others are kept
apart to test with. What it costs is measured on validation digits, by other people.
"""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ...digits import Digits, Split
from ...network import Network
from ...network_inputs import quiet
from ...threads import one_thread
from ...training_loop import measure

POINTS = 40  # of the curves: as often is measured on the way
BATCH = 64  # drawings in a step: all of them if there are fewer
MEASURED = 1000  # validation digits: enough to see forgetting, few enough to be quick


@dataclass(frozen=True)
class Plan:
    """How to train: the settings of one run."""

    steps: int
    rate: float
    mix: int  # old digits for each drawing, in every step


@dataclass
class Found:
    """What was measured on the way: a share for each of the `steps`."""

    steps: list[int] = field(default_factory=list)
    new: list[float] = field(default_factory=list)  # drawings that are kept apart
    learned: list[float] = field(default_factory=list)  # drawings that are learned from
    others: list[float] = field(default_factory=list)  # validation digits


def halves(labels):
    """Return the rows to learn from and those to test with: of each digit in turns.

    A later drawing changes nothing for the earlier ones.
    """
    turn = np.array([np.count_nonzero(labels[:i] == label) for i, label in enumerate(labels)], int)
    return np.flatnonzero(turn % 2 == 0), np.flatnonzero(turn % 2 == 1)


class FineTuning:
    """One run: `network` is a copy that learns, the one that was given stays as it is.

    Parameters
    ----------
    network : Network
    drawings : Split
        All of somebody's drawings.
    digits : Digits
        Old digits come from `digits.train`; `digits.validation` shows what is forgotten.
    plan : Plan
    """

    def __init__(self, network: Network, drawings: Split, digits: Digits, plan: Plan) -> None:
        self.network, self.plan, self.drawings = deepcopy(network), plan, drawings
        self.learn, self.test = halves(drawings.labels)
        self.before = network.predict(drawings.images)
        self.read, self.found = self.before, Found()
        self.diverged = False
        self.done = 0  # steps
        self._old = digits.train
        self._validation = Split(*digits.validation.batch(slice(0, MEASURED)))
        self._rng = np.random.default_rng(0)

    @property
    def lonely(self) -> list[int]:
        """Digits with one drawing only: it is learned from, and there is none to test with."""
        counts = np.bincount(self.drawings.labels, minlength=10)
        return np.flatnonzero(counts == 1).tolist()

    def hits(self, rows, read):
        """How many of these drawings are read correctly."""
        return int(np.count_nonzero(read[rows] == self.drawings.labels[rows]))

    def record(self) -> dict[str, Any]:
        """Return the settings and the results, for a table of runs."""
        found, plan = self.found, self.plan
        return {
            "steps": self.done,
            "planned": plan.steps,
            "learning_rate": plan.rate,
            "old_digits": plan.mix,  # for each drawing
            "learned": len(self.learn),
            "tested": len(self.test),
            "new_before": self.hits(self.test, self.before),
            "new_after": self.hits(self.test, self.read),
            "learned_before": self.hits(self.learn, self.before),
            "learned_after": self.hits(self.learn, self.read),
            "others_before": found.others[0],
            "others_after": found.others[-1],
            "diverged": self.diverged,
        }

    def run(self) -> Iterator[bool]:
        """Train to the end: a generator that says after each step whether there is news.

        If the numbers grow beyond all bounds, the weights from the start are put back.
        """
        start = deepcopy(self.network)
        self._measure()
        every = max(1, self.plan.steps // POINTS)
        dW, db = self.network.like_parameters()
        while self.done < self.plan.steps and not self.diverged:
            self._step((dW, db))
            news = self.done % every == 0 or self.done == self.plan.steps or self.diverged
            if self.diverged:
                self.network = start
            if news:
                self._measure()
            yield news

    def come_to_rest(self) -> None:
        """Measure the network at the step at which it was stopped."""
        if self.found.steps and self.found.steps[-1] != self.done:
            self._measure()

    @quiet()
    def _step(self, into):
        """One step of gradient descent on drawings to learn from, with old digits mixed in."""
        net = self.network
        chosen = self.learn
        if len(chosen) > BATCH:
            chosen = self._rng.choice(chosen, BATCH, replace=False)
        images, labels = self.drawings.batch(chosen)
        if self.plan.mix:
            rows = self._rng.integers(len(self._old), size=self.plan.mix * len(labels))
            old_images, old_labels = self._old.batch(rows)
            images, labels = np.concatenate([images, old_images]), np.append(labels, old_labels)
        with one_thread(net.weights, len(images)):
            inputs, zs = net.propagate(images.astype(net.dtype, copy=False))
            loss, delta = net.loss_and_delta(zs[-1], labels)
            dW, db = net.backpropagate(inputs, zs, delta, into)
        self.diverged = not np.isfinite(loss)
        if not self.diverged:
            for parameter, slope in zip(net.weights + net.biases, dW + db, strict=True):
                parameter -= self.plan.rate * slope
            self.done += 1

    @quiet()
    def _measure(self):
        images = self.drawings.images.astype(self.network.dtype, copy=False)
        with one_thread(self.network.weights, len(images)):
            self.read = self.network.propagate(images)[1][-1].argmax(axis=1)
        found = self.found
        found.steps.append(self.done)
        for rows, shares in ((self.test, found.new), (self.learn, found.learned)):
            shares.append(self.hits(rows, self.read) / len(rows) if len(rows) else np.nan)
        found.others.append(float(measure(self.network, self._validation)[1]))
