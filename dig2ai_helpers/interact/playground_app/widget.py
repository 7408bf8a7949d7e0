"""The playground: choose the neurons and the learning rate, and watch the network learn."""

from math import isqrt
from time import perf_counter

import numpy as np

from ...digits import check_digits
from ...functions import HIDDEN
from ..toolkit.app import App
from ..toolkit.controls import Button, Choice, Folded, Slider
from .diagnosis import verdict
from .experiment import BATCHES, Experiment
from .experiment_picture import DIGITS, picture
from .runs_table import RunsTable, as_csv
from .sweep_map import SweepMap

RATES = [
    round(digit * 10.0**power, 4) for power in (-4, -3, -2, -1, 0) for digit in (1, 2, 3, 5)
] + [10.0]
EPOCHS = (1, 2, 5, 10, 20, 50, 100, 200, 400)
FULL_SPEED, SLOW = "full speed", "slow motion"
REST = 0.15  # seconds between two updates in slow motion
# A run that is cut short by another setting is kept in the table if it lasted this long.
WORTH_KEEPING = 1.0  # seconds


TRIED = ("neurons", "second", "hidden", "rate", "batch", "momentum", "digits", "seed", "epochs")


def playground(digits):
    """Choose settings, press play, and watch a network learn to read digits.

    Parameters
    ----------
    digits : Digits

    Returns
    -------
    Playground
        A widget; its `.network` is the trained network, and `.runs` tells what was tried.
    """
    check_digits(digits)
    _check_parts(digits)
    return Playground(digits)


def _check_parts(digits):
    """See that the three parts fit together, and can be shown."""
    pixels = digits.train.pixels
    for name in ("train", "validation", "test"):
        part = getattr(digits, name)
        if part.pixels != pixels or isqrt(pixels) ** 2 != pixels:
            raise ValueError(
                "digits must all be squares of as many pixels, but those to train with have "
                f"{pixels} pixels, and those of digits.{name} {part.pixels}"
            )
        if part.labels.max() > 9:
            raise ValueError(
                f"digits must have labels from 0 to 9, but one of digits.{name} is "
                f"{part.labels.max()}"
            )


class Playground(App):
    """Controls, the curves and readings of one network after the other, the table of runs.

    Attributes
    ----------
    network : Network
        The one in the picture.
    history : History
        Of its training.
    runs : list of dicts
        Settings and results of the runs in the table.
    """

    def __init__(self, digits):
        self.digits = digits
        self._experiment = None
        self._page = 0  # of the gallery
        self._slow = False
        self._begun = perf_counter()
        self.table = RunsTable(describe, self._table_changed, self._take_up)
        self.map = SweepMap(digits, self._tried, self._take_up)
        super().__init__("Playground", self._parts(), self._show, below=[self.table, self.map])
        self.table.on_msg(lambda table, message, buffers: self.guard(self._obey, message))

    def _parts(self):
        neurons = tuple(2**k for k in range(10))
        there = len(self.digits.train)
        rounds = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)
        sizes = [*(n for n in rounds if n < there), there]
        second = Slider("second", "second layer", (0, 8, 16, 32, 64, 128), 0, _or_none)
        return [
            Button("play", "play", lambda settings: self.play(), main=True),
            Button("step", "step", lambda settings: self.step()),
            Button("stop", "stop", lambda settings: self.stop()),
            Button("reset", "reset", lambda settings: self.reset()),
            Button("others", "other digits", lambda settings: self.turn_page()),
            Slider("neurons", "hidden neurons", neurons, 4),
            Slider("rate", "learning rate", RATES, 0.1),
            Folded(
                "more settings",
                [
                    Slider("epochs", "epochs", EPOCHS, 20),
                    Choice("speed", "speed", (FULL_SPEED, SLOW), FULL_SPEED),
                    Choice("batch", "batch size", tuple(BATCHES), "32"),
                    Slider("digits", "training digits", sizes, sizes[-1], "{:,}"),
                    second,
                    Choice("hidden", "activation", tuple(HIDDEN), "relu"),
                    Slider("momentum", "momentum", (0, 0.5, 0.8, 0.9, 0.95, 0.99), 0),
                    Slider("seed", "seed", range(10), 0),
                ],
            ),
        ]

    @property
    def network(self):
        return self._experiment.network

    @property
    def history(self):
        return self._experiment.history

    @property
    def runs(self):
        return self.table.records()

    def csv(self):
        """The table of runs as a CSV text."""
        return as_csv(self.runs)

    def play(self):
        """Train to the last epoch; once there, for as many epochs again."""
        with self.turn.for_the_reader():
            self._make_ready()
            if not self.live.running:
                self._begun = perf_counter()
            self.live.start(self._work(self._experiment))
            self.redraw()

    def step(self):
        """Train for one update of the weights."""
        with self.turn.for_the_reader():
            self.live.stop()
            self._make_ready()
            for _ in self._experiment.train(updates=1):
                pass
            self.redraw()

    def stop(self):
        """Stop the training; `play` goes on with it."""
        with self.turn.for_the_reader():
            self.live.stop()
            self._keep()
            self.redraw()

    def reset(self):
        """Begin again with an untrained network."""
        with self.turn.for_the_reader():
            self._renew()
            self.live.stop()
            self.redraw()

    def turn_page(self):
        """Show other test digits."""
        with self.turn.for_the_reader():
            self._page += 1
            self.redraw()

    def close(self):
        super().close()
        self._experiment.forget()

    def _make_ready(self):
        if self._experiment.diverged:
            self._renew()
        elif self._experiment.done:
            self._experiment.goal += self.settings["epochs"]

    def _work(self, experiment):
        for _ in experiment.train():
            yield REST if self._slow else 0
        self._keep()

    def _keep(self):
        if self._experiment.finished:
            self.table.keep(self._experiment)

    def _renew(self):
        """Put an untrained network in the place of the present one."""
        if self._experiment is not None:
            long = self.live.running and perf_counter() - self._begun > WORTH_KEEPING
            if long or self.table.holds(self._experiment):
                self._keep()
            self._experiment.forget()
        self._experiment = Experiment(self.digits, self._tried())

    def _follow(self):
        """Let the experiment go on with the settings as they are now, or begin another one."""
        settings = self._tried()
        experiment = self._experiment
        if experiment is not None and experiment.settings == settings:
            return
        over = (
            experiment is not None
            and experiment.done
            and settings["epochs"] == experiment.settings["epochs"]
        )
        if experiment is None or over or not experiment.suits(settings):
            self._renew()
            if self.live.running:
                self._begun = perf_counter()
                self.live.start(self._work(self._experiment))
        else:
            experiment.follow(settings)

    def _tried(self):
        settings = self.settings
        return {name: settings[name] for name in TRIED}

    def _show(self, settings):
        self._follow()
        self._slow = settings["speed"] == SLOW
        experiment = self._experiment
        shown, there = min(DIGITS, len(self.digits.test)), len(self.digits.test)
        rows = np.arange(self._page * shown, (self._page + 1) * shown) % there
        images, labels = self.digits.test.batch(rows)
        earlier = self.table.shown(but=experiment)
        words = verdict(experiment, experiment.silent())
        return picture(experiment, earlier, images, labels, words, self.canvas.narrow)

    def _table_changed(self):
        with self.turn.for_the_reader():
            self.redraw()

    def _obey(self, message):
        with self.turn.for_the_reader():
            self.table.obey(message)

    def _take_up(self, settings):
        self.set(**settings)


def _or_none(neurons):
    return f"{neurons}" if neurons else "none"


def describe(settings):
    """Say settings in a few words: neurons and rate, and what else is not as it is at first."""
    usual = {"second": 0, "hidden": "relu", "batch": "32", "momentum": 0, "seed": 0}
    words = [f"{settings['neurons']} neurons", f"rate {settings['rate']:g}"]
    words += [
        f"{name} {settings[name]}" for name, value in usual.items() if settings[name] != value
    ]
    return ", ".join([*words, f"{settings['digits']:,} digits"])
