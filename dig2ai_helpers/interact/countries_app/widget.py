"""Ten countries: watch a network divide a plane among the ten digits while it learns."""

import numpy as np

from ...digits import Digits, check_digits
from ..toolkit.controls import Button
from ..trial.experiment import Experiment
from ..trial.settings import CONTROLS, Settings
from ..trial.trial_app import TrialApp
from .map import row_at
from .picture import draw_countries
from .plane import plane_of

LEARNED, SHOWN = 5_000, 300  # at most so many digits
BATCH, UPDATES = 32, 5_700  # of a run, about


def countries(digits: Digits) -> "Countries":
    """Train a network 784-32-2-10 and watch its last two hidden numbers, a plane.

    Each of the ten digits gets a country there: the places that the last layer reads as this
    digit. New digits lie where their two numbers are.

    Examples
    --------
    >>> app = interact.countries(digits)
    >>> app.play()
    >>> app.network.sizes
    (784, 32, 2, 10)
    """
    check_digits(digits, ten=True)
    return Countries(digits).begin()


class Countries(TrialApp):
    """Controls, and a map of the plane while the network learns."""

    def __init__(self, digits: Digits) -> None:
        learned = digits.train.first(min(LEARNED, len(digits.train)))
        shown = digits.validation.first(min(SHOWN, len(digits.validation)))
        fixed = Settings(
            neurons=32,
            second_layer=2,
            hidden="tanh",
            training_digits=len(learned),
            batch_size=BATCH,
            epochs=max(1, UPDATES // _updates_of(learned)),
        )
        self._row, self._cell = 0, None  # the digit that is looked at, and where it was pointed at
        controls = [
            Button("play", "play", lambda settings: self._play(), main=True),
            Button("stop", "pause", lambda settings: self._stop(), main=True),
            Button("step", "one epoch", lambda settings: self._step()),
            Button("reset", "reset", lambda settings: self._reset()),
            CONTROLS["learning_rate"],
            CONTROLS["seed"],
        ]
        part = Digits(digits.name, learned, shown, digits.test)
        super().__init__("Ten countries", controls, self._picture, part, fixed)
        self.children = [self.controls, self.timeline, self.canvas]

    def _step(self, updates=None):
        """Train to the end of the epoch."""
        each = _updates_of(self.experiment.split)
        super()._step(each - self.experiment.updates % each)

    def _choose(self, name):
        places = plane_of(self._network_shown(), self.digits.validation.images).places
        self._row, self._cell = row_at(name, places)
        self._redraw()

    def _network_shown(self):
        return self._moment.network(self.network) if self._moment else self.network

    def _picture(self, settings):
        moment = f"{self._moment}" if self._moment else _when(self.experiment)
        return self._map_of(self._network_shown(), moment, settings["narrow"])

    def _map_of(self, network, moment, narrow):
        new = self.digits.validation
        plane = plane_of(network, new.images)
        chosen = self._row, self._cell
        sketch = draw_countries(plane, new.images, new.labels, chosen, moment, narrow)
        if self.experiment.diverged:
            sketch.caption = f"{self.experiment.diverged} Reset it."
        return sketch

    def _still(self):
        """The picture where widgets don't run: what was trained last, or an example."""
        if self.experiment.updates:
            return self.sketch
        example = Experiment(self.digits, self.experiment.settings)
        for _ in example.train():
            pass
        return self._map_of(example.network, _when(example), narrow=False)


def _updates_of(split):
    """The updates in an epoch."""
    return -(-len(split) // BATCH)


def _when(experiment):
    if not experiment.updates:
        return "untrained"
    epochs = np.floor(10 * experiment.epochs) / 10
    return f"after {epochs:g} {'epoch' if epochs == 1 else 'epochs'}"
