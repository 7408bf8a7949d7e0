"""The playground: choose the neurons and the learning rate, and watch the network learn."""

from dataclasses import asdict, fields, replace
from math import isqrt
from time import perf_counter
from typing import Any

import numpy as np

from ...digits import Digits, check_digits
from ...history import History
from ...network import Network
from ..toolkit.app import App
from ..toolkit.controls import Button, Choice, Folded
from .diagnosis import diagnose
from .experiment import Experiment
from .experiment_picture import draw_experiment
from .gallery import DIGITS_SHOWN
from .runs_table import RunsTable, as_csv
from .settings import CONTROLS, SIZES, Settings
from .sweep_map import SweepMap

FULL_SPEED, SLOW = "full speed", "slow motion"
REST = 0.15  # seconds between two updates in slow motion
# A run that is cut short by another setting is kept in the table if it lasted this long.
WORTH_KEEPING = 1.0  # seconds


def playground(digits: Digits) -> "Playground":
    """Choose settings, press play, and watch a network learn to read digits.

    Examples
    --------
    >>> pg = interact.playground(digits)
    >>> pg.set(neurons=16, learning_rate=0.3)
    >>> pg.network.sizes
    (784, 16, 10)
    """
    check_digits(digits)
    _check_parts(digits)
    return Playground(digits).begin()


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

    def __init__(self, digits: Digits) -> None:
        super().__init__("Playground", self._parts(digits), self._picture, self._follow_settings)
        self.digits = digits
        self.experiment = Experiment(digits, self._wanted(self.settings))
        self._page = 0  # of the gallery
        self._rest = 0  # seconds between two updates
        self._begun = perf_counter()
        self.table = RunsTable()
        self.table.on_msg(lambda table, message, buffers: self.heed(self._obey, message))
        self.map = SweepMap(digits, lambda: self.experiment.settings, self.set).begin()
        self.children = [*self.children, self.table, self.map]

    def _parts(self, digits):
        there = len(digits.train)
        sizes = [*(n for n in SIZES if n < there), there]
        digits_control = replace(CONTROLS["training_digits"], values=sizes, start=there)
        controls = CONTROLS | {"training_digits": digits_control}
        first = [controls.pop("neurons"), controls.pop("learning_rate"), controls.pop("epochs")]
        pace = Choice("speed", "speed", (FULL_SPEED, SLOW), FULL_SPEED)
        return [
            Button("play", "play", lambda settings: self._play(), main=True),
            Button("step", "step", lambda settings: self._step()),
            Button("stop", "stop", lambda settings: self._stop()),
            Button("reset", "reset", lambda settings: self._reset()),
            Button("others", "other digits", lambda settings: self._turn_page()),
            *first[:2],
            Folded("more settings", [first[2], pace, *controls.values()]),
        ]

    @property
    def network(self) -> Network:
        """The network in the picture."""
        return self.experiment.network

    @property
    def history(self) -> History:
        """The history of its training."""
        return self.experiment.history

    @property
    def runs(self) -> list[dict[str, Any]]:
        """Settings and results of the runs in the table, a list of dicts."""
        return self.table.records()

    def csv(self) -> str:
        """The table of runs as a CSV text."""
        return as_csv(self.runs)

    def play(self) -> None:
        """Train to the last epoch; once there, for as many epochs again."""
        self.press("play")

    def step(self) -> None:
        """Train for one update of the weights."""
        self.press("step")

    def stop(self) -> None:
        """Stop the training; `play` goes on with it."""
        self.press("stop")

    def reset(self) -> None:
        """Begin again with an untrained network."""
        self.press("reset")

    def turn_page(self) -> None:
        """Show other test digits."""
        self.press("others")

    def close(self) -> None:
        """Stop the training, and take the playground off the page and out of memory."""
        super().close()
        self.experiment.forget()

    # ---- what the buttons do

    def _play(self):
        self._make_ready()
        if not self.live.running:
            self._begun = perf_counter()
        self.live.start(self._work(self.experiment))

    def _step(self):
        self.live.stop()
        self._make_ready()
        for _ in self.experiment.train(updates=1):
            pass

    def _stop(self):
        self.live.stop()
        self._keep()

    def _reset(self):
        self._renew()
        self.live.stop()

    def _turn_page(self):
        self._page += 1

    def _make_ready(self):
        if self.experiment.diverged:
            self._renew()
        elif self.experiment.done:
            self.experiment.goal += self.experiment.settings.epochs

    def _work(self, experiment):
        for _ in experiment.train():
            yield self._rest
        self._keep()

    def _keep(self):
        if self.experiment.finished:
            self.table.keep(self.experiment)

    def _renew(self):
        """Put an untrained network in the place of the present one."""
        long = self.live.running and perf_counter() - self._begun > WORTH_KEEPING
        if long or self.table.holds(self.experiment):
            self._keep()
        self.experiment.forget()
        self.experiment = Experiment(self.digits, self._wanted(self.settings))

    # ---- what follows the settings

    def _follow_settings(self, settings):
        """Let the experiment go on with the settings as they are now, or begin another one."""
        self._rest = REST if settings["speed"] == SLOW else 0
        wanted, experiment = self._wanted(settings), self.experiment
        if wanted == experiment.settings:
            return
        over = experiment.done and wanted.epochs == experiment.settings.epochs
        if experiment.suits(wanted) and not over:
            experiment.follow(wanted)
            return
        self._renew()
        if self.live.running:
            self._begun = perf_counter()
            self.live.start(self._work(self.experiment))

    def _wanted(self, settings):
        return Settings(**{one.name: settings[one.name] for one in fields(Settings)})

    def _picture(self, settings):
        experiment, there = self.experiment, len(self.digits.test)
        shown = min(DIGITS_SHOWN, there)
        rows = np.arange(self._page * shown, (self._page + 1) * shown) % there
        images, labels = self.digits.test.batch(rows)
        earlier = self.table.shown(but=experiment)
        words = diagnose(experiment, experiment.silent())
        return draw_experiment(experiment, earlier, images, labels, words, self.canvas.narrow)

    def _obey(self, message):
        """Do what was asked for in a row of the table."""
        again = self.table.obey(message)
        self._set(**(asdict(again) if again else {}))
