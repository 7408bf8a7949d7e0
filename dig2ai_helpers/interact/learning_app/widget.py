"""Teach it your handwriting: a network is trained on half of your drawings, and compared."""

from copy import deepcopy
from pathlib import Path

import numpy as np

from ...digits import Digits, Split, check_digits, load_digits
from ...digits.made_up import somebodys_drawings
from ...network import Network
from ...trained import reader_of_digits
from ..sheet.keeping_app import KeepingApp
from ..sheet.sheet_app import SheetApp
from ..toolkit.canvas import Canvas
from ..toolkit.controls import Button, Choice, Controls, Slider
from ..toolkit.live import Live
from ..toolkit.sketch import Sketch
from ..toolkit.with_controls import WithControls
from . import still
from .fine_tuning import FineTuning, Plan
from .picture import draw_trial
from .reading import draw_both
from .words import say

MINE, MADE_UP = "mine", "made up"
WHOSE = {MINE: "me", MADE_UP: "a program"}
MIXES = {"none": 0, "as many": 1, "5 times as many": 5}
STEPS = (1, 5, 10, 20, 50, 100, 200, 500)
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3)
ROOM = 580  # pixels of width that the wide picture needs
REST = 0.03  # seconds between two pictures of a training: slow enough to be watched


def learn_from_me(
    network: Network | None = None,
    digits: Digits | None = None,
    file: str | Path | None = None,
) -> "LearnFromMe":
    """Train a network further on your own drawings, and see what it gains and what it forgets.

    Parameters
    ----------
    network
        Any with 784 inputs and 10 outputs; it stays as it is, a copy learns. Without one, the
        package's 784-128-10.
    digits
        Old digits to mix in, and validation digits by other people; `load_digits()` if not given.
    file
        Where your drawings are kept, as for `drawing_pad`.

    Examples
    --------
    >>> app = interact.learn_from_me(digits=digits)
    >>> app.set(whose="made up", steps=50)
    >>> app.train()
    >>> app.runs[0]["new_after"] > app.runs[0]["new_before"]
    True
    """
    network = reader_of_digits(network, "784-128-10")
    digits = load_digits() if digits is None else digits
    check_digits(digits, 784, ten=True)
    return LearnFromMe(network, digits, file).begin()


class LearnFromMe(WithControls, KeepingApp):
    """A sheet and the drawings kept from it; below, a training on half of them.

    Attributes
    ----------
    network : Network
        The copy that was trained last.
    runs : list of dicts
        The settings of each run, and what came of it.
    kept : list of (image (784,), label)
    """

    def __init__(self, network: Network, digits: Digits, file: str | Path | None = None) -> None:
        # What somebody else wrote would not be the reader's hand: no samples.
        canvas = Canvas(enough=ROOM)
        super().__init__("Teach it your handwriting", canvas, file, samples=b"", labels=[])
        self._original, self._digits = deepcopy(network), digits
        self._reading = Canvas()  # beside the sheet
        self.network, self.runs = deepcopy(network), []
        self.controls = Controls("Training", self._parts())
        self.live = Live(self.turn, self._redraw, self.show_error)
        self._trial, self._whose = None, MINE
        self._renew()
        self.children = [self._beside(self._reading), self.controls, self.canvas]

    def train(self) -> None:
        """Train a fresh copy of the network with the settings as they are."""
        self.press("train")

    def stop(self) -> None:
        """Stop the training; the copy keeps what it has learned."""
        self.press("stop")

    def close(self) -> None:
        """Stop the training, and take the app off the page and out of memory."""
        self.live.stop()
        self._reading.close()
        super().close()

    @property
    def sketch(self) -> Sketch:
        """The app in one picture, for where widgets don't run: in use, by an example if need be."""
        if self._trial is not None:
            sheet = Sketch(still.SHEET, still.SHEET)
            self._draw_sheet(sheet, still.SHEET)
            networks = self._original, self.network, self._trained
            return still.join(sheet, self.image, networks, self._picture())
        trial = still.example_trial(self._original, self._digits)
        picture = draw_trial(trial, [trial.record()], say(trial, made_up=True), False)
        sheet, image = still.example_sheet()
        return still.join(sheet, image, (self._original, trial.network, True), picture)

    def _parts(self):
        return [
            Choice("whose", "drawings by", (MINE, MADE_UP), MINE, WHOSE.get),
            Choice("old_digits", "old digits too", tuple(MIXES), "none"),
            Slider("steps", "steps", STEPS, 100),
            Slider("learning_rate", "learning rate", RATES, 0.1),
            Button("train", "train", lambda settings: self._train(settings), main=True),
            Button("stop", "stop", lambda settings: self._stop()),
        ]

    # ---- training

    def _train(self, settings):
        if self.live.running:  # pressed twice
            return
        self._reload()  # the pad of another cell may have kept some
        self._renew(settings)
        if not self._ready:
            raise ValueError("there is nothing to test with: keep two drawings of a digit first")
        self.live.start(self._work(self._trial))

    def _work(self, trial):
        for news in trial.run():
            self.network = trial.network
            yield REST if news else 0
        self._note(trial)

    def _stop(self):
        if self.live.running:
            self.live.stop()
            self._trial.come_to_rest()
            self._note(self._trial)

    def _note(self, trial):
        """Put a run into the list, and show what its network makes of the sheet."""
        self.network = trial.network
        if trial.done or trial.diverged:
            self.runs.append({"drawings": self._whose, **trial.record()})
        self._show()

    @property
    def _ready(self):
        """Whether there are drawings to learn from and others to test with."""
        return self._trial is not None and len(self._trial.test) > 0

    @property
    def _trained(self):
        """Whether there is a run whose result is to be seen."""
        return self._trial is not None and self._trial.done > 0

    def _renew(self, settings=None):
        """Begin again with a fresh copy of the network and the drawings as they are now."""
        settings, self._used = settings or self.settings, self._mine.stored
        drawings = somebodys_drawings() if settings["whose"] == MADE_UP else self.kept
        mix = MIXES[settings["old_digits"]]
        plan = Plan(settings["steps"], settings["learning_rate"], mix)
        self._trial, self._whose = None, settings["whose"]
        if drawings:
            split = Split(np.array([image for image, _ in drawings]), [one for _, one in drawings])
            self._trial = FineTuning(self._original, split, self._digits, plan)

    # ---- what is shown

    def _listen(self):
        super()._listen()
        self._listen_to_controls()
        self.live.listen_to(self.canvas)
        # While the pen moves, only what is beside the sheet is drawn again.
        self.sheet.when_moved = lambda: self.heed(SheetApp._settle, self)
        self.canvas.when_moved = lambda: self.heed(self._redraw)

    def _settle(self):
        super()._settle()
        self._follow(self.settings)
        self._redraw()

    def _follow(self, settings):
        if settings["whose"] != self._whose:
            self._stop()
            self._renew(settings)
            self._show()

    def _kept_changed(self):
        """Show the drawings as they are now, but leave a result on the page until the next run."""
        if not (self._trained or self.live.running):
            self._renew()
        self._redraw()

    def _show(self):
        self._reading.show(draw_both(self.image, self._original, self.network, self._trained))

    def _redraw(self):
        self.canvas.running = running = self.live.running
        can_train = not running and (self._ready or self._stale)
        self.controls.disabled = [
            name for name, useful in (("train", can_train), ("stop", running)) if not useful
        ]
        self.canvas.show(self._picture(self.canvas.narrow))

    @property
    def _stale(self):
        """Whether other drawings are kept now than those that the picture shows."""
        return self._whose == MINE and self._mine.stored != self._used

    def _picture(self, narrow=False):
        words = say(self._trial, self._whose == MADE_UP, self.live.running, self._stale)
        return draw_trial(self._trial, self.runs, words, narrow)
