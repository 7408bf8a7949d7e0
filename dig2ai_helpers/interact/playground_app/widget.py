"""The playground: choose the neurons and the learning rate, and watch the network learn."""

from dataclasses import asdict, fields, replace
from time import perf_counter
from typing import Any

import ipywidgets
import numpy as np

from ...digits import Digits, check_digits
from ...history import History
from ...network import Network
from ..toolkit.app import App
from ..toolkit.page_app import in_turn
from .diagnosis import diagnose
from .experiment import Experiment
from .experiment_picture import OTHERS, View, draw_example, draw_experiment
from .gallery import DIGITS_SHOWN
from .pace import FAST, played
from .parts import check_parts, controls_for
from .runs_table import RunsTable, as_csv
from .settings import Settings
from .sweep_map import SweepMap
from .timeline import Timeline

# A run that is cut short by another setting is kept in the table if it lasted this long.
WORTH_KEEPING = 1.0  # seconds
ENOUGH = 680  # pixels of width for the wide picture


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
    check_parts(digits)
    return Playground(digits).begin()


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
        buttons = self._play, self._stop, self._step, self._reset
        super().__init__(
            "Playground",
            controls_for(len(digits.train), *buttons),
            self._picture,
            self._follow_settings,
            hide=lambda settings: ["play"] if self.live.running else ["stop"],
            pick=self._choose,
        )
        self.canvas.enough = ENOUGH
        self.digits = digits
        self.experiment = Experiment(digits, self._wanted(self.settings))
        self._page = self._chosen = 0  # of the gallery
        self._moment = None  # that is looked back at
        self._by_code = False  # what code asks for needs no show
        self._chosen_pace = self.settings["pace"]
        self._news = ""  # whether a digit was pressed last
        self._begun = perf_counter()
        self.table, self.timeline = RunsTable(), Timeline()
        self.table.on_msg(lambda table, message, buffers: self.heed(self._obey, message))
        self.map = SweepMap(digits, lambda: self.experiment.settings, self.take).begin()
        stage = ipywidgets.VBox([self.timeline, self.canvas])
        bench = ipywidgets.Box([self.controls, stage])
        self.children = [bench, self.table, self.map]
        self.add_class("dig2ai-playground")
        bench.add_class("dig2ai-bench")
        stage.add_class("dig2ai-stage")

    def _listen(self):
        super()._listen()
        self.timeline.when_moved = lambda: self.heed(self._travel)

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
        """Train to the last epoch, as fast as it can; once there, for as many epochs again."""
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
        """Show other new digits."""
        self.pick(OTHERS)

    @in_turn
    def look_back(self, epochs: float | None = None) -> None:
        """Show the network as it was after so many epochs, or, without a number, as it is now."""
        moments = self._moments()
        self._moment = None
        if epochs is not None and moments:
            self._moment = min(moments, key=lambda moment: abs(moment.epochs - epochs))
        self._redraw()

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

    def close(self) -> None:
        """Stop the training, and take the playground off the page and out of memory."""
        super().close()
        self.experiment.forget()

    # ---- what the buttons do

    def _press(self, name, moved=None):
        self._by_code, self._news = moved is None, ""
        super()._press(name, moved)

    def _pace(self):  # asked for after each update
        return FAST if self._by_code else self._chosen_pace

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

    def _make_ready(self):
        self._moment = None
        if self.experiment.diverged:
            self._renew()
        elif self.experiment.done:
            self.experiment.carry_on()

    def _work(self, experiment):
        yield from played(experiment, self._pace)
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
        self.experiment, self._moment = Experiment(self.digits, self._wanted(self.settings)), None

    # ---- what the reader presses in the picture, and looks back at

    def _choose(self, name):
        if name == OTHERS:
            self._page, self._chosen = self._page + 1, 0
        else:
            self._chosen = int(name.removeprefix("digit "))
        self._news = "digit"
        self._redraw()

    def _travel(self):
        at, moments = self.timeline.at, self._moments()
        self._moment = moments[at] if 0 <= at < len(moments) else None
        self._news = ""
        self._redraw()

    def _moments(self):
        """Those before now."""
        records = self.experiment.records.moments
        return [one for one in records if one.updates < self.experiment.updates]

    # ---- what follows the settings

    def _follow_settings(self, settings):
        """Let the experiment go on with the settings as they are now, or begin another one."""
        self._chosen_pace = settings["pace"]
        wanted, experiment = self._wanted(settings), self.experiment
        if wanted == experiment.settings:
            return
        self._news = ""
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

    def _still(self):
        """The picture where widgets don't run: what was trained last, or an example."""
        if self.experiment.updates:
            return self.sketch
        settings = replace(
            self.experiment.settings,
            **{"neurons": 16, "epochs": 5, "training_digits": min(len(self.digits.train), 1_000)},
        )
        return draw_example(Experiment(self.digits, settings), self.digits.validation)

    def _redraw(self):
        super()._redraw()
        moments, at = self._moments(), -1
        if self._moment:  # it may have been forgotten since
            at = sum(one.updates <= self._moment.updates for one in moments) - 1
        self.timeline.show([*(f"{one}" for one in moments), "now"], at)

    def _obey(self, message):
        """Do what was asked for in a row of the table."""
        if "judge" in message:
            self.table.judge(message["judge"], self.digits.test)
            return
        again = self.table.obey(message)
        self._set(**(asdict(again) if again else {}))
