"""The base of the apps that train one network: play, pause, step, and look back."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from time import perf_counter
from typing import Any

from ...digits import Digits
from ...history import History
from ...network import Network
from ..toolkit.app import App
from ..toolkit.page_app import in_turn
from ..toolkit.sketch import Sketch
from .experiment import Experiment
from .pace import FAST, SHOW, played
from .settings import Settings
from .timeline import Timeline


class TrialApp(App):
    """Controls and the picture of one network that learns, with a slider that leads back.

    Its buttons are called play, stop, step and reset, and do `_play` and so on. Of the experiment's
    settings, those that have no control stay as in `fixed`.

    Attributes
    ----------
    network : Network
        The one in the picture.
    history : History
        Of its training.
    """

    def __init__(
        self,
        title: str,
        controls: Iterable[Any],
        draw: Callable[[dict[str, Any]], Sketch],
        digits: Digits,
        fixed: Settings,
    ) -> None:
        super().__init__(
            title,
            controls,
            draw,
            self._follow_settings,
            hide=lambda settings: ["play"] if self.live.running else ["stop"],
            pick=self._choose,
        )
        self.digits, self._fixed = digits, fixed
        self.experiment = Experiment(digits, self._wanted(self.settings))
        self._moment = None  # that is looked back at
        self._by_code = False  # what code asks for needs no show
        self._begun = perf_counter()
        self.timeline = Timeline()

    @property
    def network(self) -> Network:
        """The network in the picture."""
        return self.experiment.network

    @property
    def history(self) -> History:
        """The history of its training."""
        return self.experiment.history

    def play(self) -> None:
        """Train to the last epoch, as fast as it can; once there, for as many epochs again."""
        self.press("play")

    def step(self) -> None:
        """Train for one step."""
        self.press("step")

    def stop(self) -> None:
        """Stop the training; `play` goes on with it."""
        self.press("stop")

    def reset(self) -> None:
        """Begin again with an untrained network."""
        self.press("reset")

    @in_turn
    def look_back(self, epochs: float | None = None) -> None:
        """Show the network as it was after so many epochs, or, without a number, as it is now."""
        moments = self._moments()
        self._moment = None
        if epochs is not None and moments:
            self._moment = min(moments, key=lambda moment: abs(moment.epochs - epochs))
        self._redraw()

    def close(self) -> None:
        """Stop the training, and take the app off the page and out of memory."""
        super().close()
        self.experiment.forget()

    def _listen(self):
        super()._listen()
        self.timeline.when_moved = lambda: self.heed(self._travel)

    # ---- what an app of its own does

    def _choose(self, name):
        """A place in the picture was pressed."""

    def _keep(self):
        """The run is over, or stopped."""

    def _renew(self):
        """Put an untrained network in the place of the present one.

        There is a whole one at every moment, for an interrupt and for other threads.
        """
        before, new = self.experiment, Experiment(self.digits, self._wanted(self.settings))
        self.experiment, self._moment = new, None
        before.forget()

    # ---- what the buttons do

    def _press(self, name, moved=None):
        self._by_code = moved is None
        super()._press(name, moved)

    def _pace(self):  # asked for after each update
        return FAST if self._by_code else self.settings.get("pace", SHOW)

    def _play(self):
        self._make_ready()
        if not self.live.running:
            self._begun = perf_counter()
        self.live.start(self._work(self.experiment))

    def _step(self, updates=1):
        self.live.stop()
        self._make_ready()
        for _ in self.experiment.train(updates):
            pass

    def _stop(self):
        self.live.stop()
        self._keep()

    def _reset(self):
        self._renew()
        self.live.stop()

    def _make_ready(self):
        self._follow_settings(self.settings)  # an interrupt may have come before
        self._moment = None
        if self.experiment.diverged:
            self._renew()
        elif self.experiment.done:
            self.experiment.carry_on()

    def _work(self, experiment):
        yield from played(experiment, self._pace)
        self._keep()

    # ---- moments to look back at

    def _travel(self):
        at, moments = self.timeline.at, self._moments()
        self._moment = moments[at] if 0 <= at < len(moments) else None
        self._redraw()

    def _moments(self):
        """Those before now."""
        records = self.experiment.records.moments
        return [one for one in records if one.updates < self.experiment.updates]

    def _redraw(self):
        super()._redraw()
        moments, at = self._moments(), -1
        if self._moment:  # it may have been forgotten since
            at = sum(one.updates <= self._moment.updates for one in moments) - 1
        self.timeline.show([*(f"{one}" for one in moments), "now"], at)

    # ---- what follows the settings

    def _follow_settings(self, settings):
        """Let the experiment go on with the settings as they are now, or begin another one."""
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
        names = {one.name for one in fields(Settings)} & set(settings)
        return replace(self._fixed, **{name: settings[name] for name in names})
