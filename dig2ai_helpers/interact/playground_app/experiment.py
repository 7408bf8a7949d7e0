"""One network being tried out: its settings, how it learns, and what was measured."""

from time import perf_counter

import numpy as np

from ...functions import OUTPUT
from ...history import History
from ...network import Network
from ...training import training_run
from ...training_loop import measure

BATCHES = {"single": 1, "16": 16, "32": 32, "64": 64, "256": 256, "full": None}
# A change of one of these starts a new network; the others apply to the one that is learning.
FIXED = ("neurons", "second", "hidden", "digits", "seed")
TRAIL = 400  # batch losses kept for the picture
MANY = 1_000_000


class Experiment:
    """A network with its settings, which can be trained a little at a time.

    Parameters
    ----------
    digits : Digits
    settings : dict
        "neurons", "second" (neurons of a second hidden layer, or 0), "hidden", "digits" (how
        many to learn from), "seed"; "rate", "batch" (a name in BATCHES), "momentum"; "epochs".

    Attributes
    ----------
    network : Network
    history : History
    start : (loss, accuracy)
        On the validation digits, before training.
    trail : LossTrail
        Losses of single batches.
    used : dict
        The settings of the last update; `settings` are those of the next one.
    changes : list of str
        Settings that were changed on the way, and when.
    """

    def __init__(self, digits, settings):
        self.digits, self.settings, self.used = digits, dict(settings), dict(settings)
        hidden_sizes = [size for size in (settings["neurons"], settings["second"]) if size]
        sizes = (digits.train.pixels, *hidden_sizes, 10)
        self.network = Network(sizes, settings["hidden"], seed=settings["seed"])
        self.split = digits.train.first(settings["digits"])
        self.history, self.trail = History(), LossTrail()
        self.start = measure(self.network, digits.validation)
        self.loss = self.start[0]  # of the last batch
        self.updates, self.seconds, self.epochs = 0, 0.0, 0.0
        self.goal = settings["epochs"]  # when the training is to end
        self.changes = []
        self._run = None

    @property
    def diverged(self):
        return self.history.diverged

    @property
    def done(self):
        """Whether it has been trained as long as it was to be, or can't be trained further."""
        return bool(self.diverged) or self.finished >= self.goal

    @property
    def finished(self):
        """Whole epochs."""
        return len(self.history.loss)

    def suits(self, settings):
        """Whether it can go on with these settings."""
        return all(settings[name] == self.settings[name] for name in FIXED)

    def follow(self, settings):
        """Go on with other settings; a new batch size or momentum begins the epoch again."""
        if any(settings[name] != self.settings[name] for name in ("batch", "momentum")):
            self._run = None  # the rate is asked for before each update
            self.trail.cut(self.finished)
        if settings["epochs"] != self.settings["epochs"]:
            self.goal = max(settings["epochs"], self.finished)
        self.settings = dict(settings)

    @np.errstate(over="ignore", invalid="ignore")
    def outputs(self, images):
        """Probabilities (n, 10) as they are now.

        NaN where the numbers have grown beyond all bounds: the next update will find that the
        training diverged.
        """
        to_outputs, _ = OUTPUT[self.network.output]
        return to_outputs(self.network.propagate(images)[1][-1])

    @np.errstate(over="ignore", invalid="ignore")
    def silent(self):
        """Share of the first hidden layer's neurons that are 0 for every validation digit."""
        images, _ = self.digits.validation.batch(slice(0, 300))  # a few tell enough
        inputs, _ = self.network.propagate(images)
        return float(np.mean((inputs[1] == 0).all(axis=0)))

    def forget(self):
        """Give the memory of the network back; the settings and the figures stay."""
        self.network = self.split = self._run = None

    def train(self, updates=None):
        """Train up to the goal, or for some updates: a generator with a stop after each piece."""
        if self.done:
            return
        end = None if updates is None else self.updates + updates
        while not self.done and self.updates != end:
            before = perf_counter()
            self._piece()
            self.seconds += perf_counter() - before
            yield

    def _piece(self):
        if self.used != self.settings:
            self._note_changes()
        if self._run is None:
            self._run = self._new_run()
        step = next(self._run)
        self.epochs = self._whole + step.images_seen / len(self.split)
        self.loss = step.loss
        if step.updates > self._seen:
            self._seen = step.updates
            self.updates += 1
            self.trail.add(self.epochs, step.loss)
        if step.epoch_done:
            found = step.history
            validation = found.validation_loss[-1], found.validation_accuracy[-1]
            self.history.add(found.loss[-1], found.accuracy[-1], validation)
            self.history.diverged = found.diverged

    def _note_changes(self):
        """Only what an update was made with counts: a slider passes many values on its way."""
        for name in ("rate", "batch", "momentum"):
            before, after = self.used[name], self.settings[name]
            if before != after and self.updates:
                self.changes.append(f"{name} {before} to {after} in epoch {self.finished + 1}")
        self.used = self.settings

    def _new_run(self):
        self._whole, self._seen = self.finished, 0
        return training_run(
            self.network,
            self.split,
            self.digits.validation,
            epochs=MANY,  # the goal may still be moved
            batch_size=BATCHES[self.settings["batch"]],
            learning_rate=lambda epochs: self.settings["rate"],
            momentum=self.settings["momentum"],
            seed=self.settings["seed"] + self.finished,
        )


class LossTrail:
    """Losses of batches over time; where there are many, each point is the mean of several."""

    def __init__(self):
        self.points = []  # (epochs, loss)
        self._each, self._waiting = 1, []

    def add(self, epochs, loss):
        self._waiting.append((epochs, loss))
        if len(self._waiting) < self._each:
            return
        self.points.append(tuple(np.mean(self._waiting, axis=0).tolist()))
        self._waiting = []
        if len(self.points) == TRAIL:
            pairs = np.reshape(self.points, (-1, 2, 2))
            self.points = [tuple(point) for point in pairs.mean(axis=1).tolist()]
            self._each *= 2

    def cut(self, epochs):
        """Forget the part of an epoch that is begun again."""
        self.points = [point for point in self.points if point[0] <= epochs]
        self._waiting = []
