"""One network being tried out: its settings, how it learns, and what was measured."""

from time import perf_counter

import numpy as np

from ...history import History
from ...network import Network
from ...network_inputs import quiet
from ...training import training_run
from ...training_loop import measure
from .records import Records
from .settings import NEW_NETWORK, NEXT_UPDATE

MOST_POINTS = 400  # of the trail of batches, kept for the picture
FEW = 1_000  # digits tell how an untrained network guesses; more would keep the slider waiting
NO_END = 1_000_000  # epochs: the goal may still be moved


class Experiment:
    """A network with its settings, which can be trained a little at a time.

    Parameters
    ----------
    digits : Digits
    settings : Settings

    Attributes
    ----------
    network : Network
    history : History
    start : (loss, accuracy)
        On the validation digits, or the first thousand of them, before training.
    trail : BatchTrail
        Losses and accuracies of single batches.
    records : Records
        Moments to look back at.
    used : Settings
        Those of the last update; `settings` are those of the next one.
    changes : list of str
        Settings that were changed on the way, and when.
    """

    def __init__(self, digits, settings):
        self.digits, self.settings, self.used = digits, settings, settings
        hidden_sizes = [size for size in (settings.neurons, settings.second_layer) if size]
        sizes = (digits.train.pixels, *hidden_sizes, 10)
        self.network = Network(sizes, settings.hidden, seed=settings.seed)
        self.split = digits.train.first(settings.training_digits)
        self.history, self.trail = History(), BatchTrail()
        new = digits.validation
        self.start = measure(self.network, new.first(min(len(new), FEW)))
        self.updates, self.seconds, self.epochs = 0, 0.0, 0.0
        self.begun, self.goal = 0, settings.epochs  # epochs when it is played from, and to
        self.changes = []
        self._run = None  # begins anew with another batch size or momentum
        self._epochs_before_run = self._updates_of_run = 0
        self.records = Records()

    @property
    def diverged(self):
        """The sentence that says when the training diverged, or None."""
        return self.history.diverged

    @property
    def done(self):
        """Whether it has been trained as long as it was to be, or can't be trained further."""
        return bool(self.diverged) or self.finished >= self.goal

    @property
    def finished(self):
        """Whole epochs."""
        return len(self.history.validation_accuracy)  # the last figure to be noted

    @property
    def share_done(self):
        """How much of the way to the goal is done, from 0 to 1."""
        way = self.goal - self.begun
        return min(max((self.epochs - self.begun) / way, 0), 1) if way > 0 else 1

    def carry_on(self):
        """Move the goal: as many epochs again."""
        self.begun, self.goal = self.finished, self.goal + self.settings.epochs

    def suits(self, settings):
        """Whether it can go on with these settings."""
        return not self.settings.changed(settings, NEW_NETWORK)

    def follow(self, settings):
        """Go on with other settings; a new batch size or momentum begins the epoch again."""
        changed = self.settings.changed(settings, NEXT_UPDATE)
        if changed and changed != ["learning_rate"]:  # the rate is asked for before each update
            self._begin_the_epoch_again()
        if settings.epochs != self.settings.epochs:
            self.goal = max(settings.epochs, self.finished)
        self.settings = settings

    @quiet()
    def dead(self, network):
        """Which of its network's first hidden neurons (h,) are 0 for every validation digit."""
        images, _ = self.digits.validation.batch(slice(0, 300))  # a few tell enough
        inputs, _ = network.propagate(images)
        return (inputs[1] == 0).all(axis=0)

    def forget(self):
        """Give the memory of the network back; the settings and the figures stay."""
        self.network = self.split = self._run = self.records = None

    def train(self, updates=None):
        """Train up to the goal, or for some updates: a generator with a stop after each piece."""
        if self.done:
            return
        end = None if updates is None else self.updates + updates
        while not self.done and self.updates != end:
            before = perf_counter()
            try:
                self._piece()
            except BaseException:  # an interrupt ends the run's generator for good
                self._begin_the_epoch_again()
                raise
            self.seconds += perf_counter() - before
            yield

    def _piece(self):
        if self.used != self.settings:
            self._note_changes()
        if self._run is None:
            self._run = self._new_run()
        if not self.records.moments:
            self.records.note(self, False)
        step = next(self._run)
        self.epochs = self._epochs_before_run + step.images_seen / len(self.split)
        if step.updates > self._updates_of_run:
            self._updates_of_run = step.updates
            self.updates += 1
            self.trail.add(self.epochs, step.loss, step.accuracy)
        if step.epoch_done:
            found = step.history
            validation = found.validation_loss[-1], found.validation_accuracy[-1]
            self.history.add(found.loss[-1], found.accuracy[-1], validation)
            self.history.diverged = found.diverged
        if not self.diverged and self.updates:
            self.records.note(self, step.epoch_done)

    def _begin_the_epoch_again(self):
        self._run = None
        self.history.cut(self.finished)
        self.trail.cut(self.finished)

    def _note_changes(self):
        """Only what an update was made with counts: a slider passes many values on its way."""
        for name in self.used.changed(self.settings, NEXT_UPDATE) if self.updates else ():
            before, after = getattr(self.used, name), getattr(self.settings, name)
            self.changes.append(f"{name} {before} to {after} in epoch {self.finished + 1}")
        self.used = self.settings

    def _new_run(self):
        self._epochs_before_run, self._updates_of_run = self.finished, 0
        return training_run(
            self.network,
            self.split,
            self.digits.validation,
            epochs=NO_END,
            batch_size=self.settings.batch_size,
            learning_rate=lambda epochs: self.settings.learning_rate,
            momentum=self.settings.momentum,
            seed=self.settings.seed + self.finished,
        )


class BatchTrail:
    """Figures of batches over time; where there are many, each point is the mean of several."""

    def __init__(self):
        self.points = []  # (epochs, loss, accuracy)
        self._each, self._waiting = 1, []

    def add(self, epochs, loss, accuracy):
        """Note the loss and the accuracy at this number of epochs."""
        self._waiting.append((epochs, loss, accuracy))
        if len(self._waiting) < self._each:
            return
        self.points.append(tuple(np.mean(self._waiting, axis=0).tolist()))
        self._waiting = []
        if len(self.points) == MOST_POINTS:
            pairs = np.reshape(self.points, (-1, 2, 3))
            self.points = [tuple(point) for point in pairs.mean(axis=1).tolist()]
            self._each *= 2

    def cut(self, epochs):
        """Forget the part of an epoch that is begun again."""
        self.points = [point for point in self.points if point[0] <= epochs]
        self._waiting = []
