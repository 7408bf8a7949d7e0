"""The playground: choose the neurons and the learning rate, and watch the network learn."""

from dataclasses import asdict, replace
from time import perf_counter
from typing import Any

import ipywidgets
import numpy as np

from ...digits import Digits, check_digits
from ..toolkit.page_app import in_turn
from ..trial.experiment import Experiment
from ..trial.settings import Settings
from ..trial.trial_app import TrialApp
from .diagnosis import diagnose
from .experiment_picture import OTHERS, View, draw_example, draw_experiment
from .gallery import DIGITS_SHOWN
from .hidden_neurons import NEURON, SHOWN
from .neuron_look import excited
from .parts import check_parts, controls_for
from .runs_table import RunsTable, as_csv
from .sweep_map import SweepMap

# A run that is cut short, by another setting or by its cell that is run again, is kept in the table
# if it lasted this long.
WORTH_KEEPING = 1.0  # seconds
ENOUGH = 680  # pixels of width for the wide picture
FEW = 1_000  # new digits among which those are found that excite a neuron


def playground(digits: Digits) -> "Playground":
    """Choose settings, press play, and watch a network learn to read digits.

    Examples
    --------
    >>> pg = interact.playground(digits)
    >>> pg.set(neurons=16, learning_rate=0.3)
    >>> pg.network.sizes
    (784, 16, 10)
    """
    check_digits(digits, ten=True)
    check_parts(digits)
    return Playground(digits).begin()


class Playground(TrialApp):
    """Controls, the curves and readings of one network after the other, the table of runs.

    Attributes
    ----------
    runs : list of dicts
        Settings and results of the runs in the table.
    """

    def __init__(self, digits: Digits) -> None:
        buttons = self._play, self._stop, self._step, self._reset
        super().__init__(
            "Playground",
            controls_for(len(digits.train), *buttons),
            self._picture,
            digits,
            Settings(),
        )
        self.canvas.enough = ENOUGH
        self._page = self._chosen = 0  # of the gallery
        self._neuron = None  # that is looked at instead of the chosen digit
        self._news = ""  # whether a digit or a neuron was pressed last
        self.table = RunsTable()
        self.table.on_msg(lambda table, message, buffers: self.heed(self._obey, message))
        self.map = SweepMap(
            digits, lambda: self.experiment.settings, self.take, self.table.marks, self.turn
        ).begin()
        stage = ipywidgets.VBox([self.timeline, self.canvas])
        bench = ipywidgets.Box([self.controls, stage])
        self.children = [bench, self.table, self.map]
        self.add_class("dig2ai-playground")
        bench.add_class("dig2ai-bench")
        stage.add_class("dig2ai-stage")

    @property
    def runs(self) -> list[dict[str, Any]]:
        """Settings and results of the runs in the table, a list of dicts."""
        return self.table.records()

    def csv(self) -> str:
        """The table of runs as a CSV text."""
        return as_csv(self.runs)

    def turn_page(self) -> None:
        """Show other new digits."""
        self.pick(OTHERS)

    @in_turn
    def judge(self, run: int = -1) -> float:
        """Give a run's accuracy on the test digits: its place in the table; only once."""
        return self.table.judge(run, self.digits.test)

    @in_turn
    def take(self, **settings: Any) -> None:
        """Take settings over, train with them, and lead the reader there."""
        before = self.settings
        self._set(**settings)
        if self.experiment.updates:
            self._renew()
        self._press("play", {})
        self.controls.lead_to("stop", [one for one in settings if settings[one] != before[one]])

    @in_turn
    def inherit(self, earlier: "Playground") -> None:
        """Go on with the table of runs and the map, if they are about the same digits."""
        if earlier.digits.name == self.digits.name:
            self.table.take_over(earlier.table)
            self.map.take_over(earlier.map)
            self.map.show_marks()
            self._redraw()

    def close(self) -> None:
        """Stop the training, and leave its run in the table, for the playground that comes."""
        self._keep_what_ends()
        super().close()

    # ---- what the buttons do

    def _press(self, name, moved=None):
        self._news = ""
        super()._press(name, moved)

    def _keep(self):
        if self.experiment.finished:
            self.table.keep(self.experiment)
            self.map.show_marks()

    def _keep_what_ends(self):
        """Keep a run that is cut short, or bring its row up to date."""
        long = self.live.running and perf_counter() - self._begun > WORTH_KEEPING
        if self.network is not None and (long or self.table.holds(self.experiment)):
            self._keep()

    def _renew(self):
        """Put an untrained network in the place of the present one."""
        self._keep_what_ends()
        super()._renew()

    # ---- what the reader presses in the picture, and looks back at

    def _choose(self, name):
        kind, _, number = name.partition(" ")
        if name == OTHERS:
            self._page, self._chosen = self._page + 1, 0
        elif kind == "digit":
            self._chosen = int(number)
        self._neuron = int(number) if kind == NEURON else None
        self._news = kind
        self._redraw()

    def _travel(self):
        self._news = ""
        super()._travel()

    # ---- what follows the settings

    def _follow_settings(self, settings):
        if self._wanted(settings) != self.experiment.settings:
            self._news = ""
        super()._follow_settings(settings)

    def _picture(self, settings):
        experiment, new = self.experiment, self.digits.validation
        shown = min(DIGITS_SHOWN, len(new))
        rows = np.arange(self._page * shown, (self._page + 1) * shown) % len(new)
        seen = View.network_of(experiment, self._moment)
        view = View(
            self.table.shown(but=experiment),
            *new.batch(rows),
            self._chosen % shown,
            self._moment,
            experiment.dead(seen),
            self._excited(seen),
            self.table.mark_of(experiment),
        )
        words = diagnose(experiment, view.dead.mean())
        if self._moment:
            meanwhile = " The training goes on meanwhile." if self.live.running else ""
            back = f"The network as it was. The slider's right end is now.{meanwhile}"
            words = f"{self._moment}", back
        sketch = draw_experiment(experiment, view, words, self.canvas.narrow)
        if not self._news:
            sketch.spoken = f"{sketch.alt} {words[0].capitalize()}: {words[1]}"
        return sketch

    def _excited(self, network):
        """The neuron that is looked at, if this network has so many, with what excites it."""
        if self._neuron is None or self._neuron >= min(network.sizes[1], SHOWN):
            return None
        return excited(network, self._neuron, *self.digits.validation.batch(slice(0, FEW)))

    def _still(self):
        """The picture where widgets don't run: what was trained last, or an example."""
        if self.experiment.updates:
            return self.sketch
        few = min(len(self.digits.train), 1_000)
        settings = replace(self.experiment.settings, neurons=16, epochs=5, training_digits=few)
        return draw_example(Experiment(self.digits, settings), self.digits.validation)

    def _obey(self, message):
        """Do what was asked for in a row of the table."""
        if "judge" in message:
            self.table.judge(message["judge"], self.digits.test)
            return
        again = self.table.obey(message)
        self._set(**(asdict(again) if again else {}))
