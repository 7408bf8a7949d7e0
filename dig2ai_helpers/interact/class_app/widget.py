"""A class's gallery: everybody's drawings of a digit, and a network tested in two ways."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np

from ...digits.drawings import Drawings, load_drawings
from ...digits.made_up import made_up_class
from ...inputs import told
from ..toolkit.app import App
from ..toolkit.controls import Button, Choice, Slider
from ..toolkit.words import counted
from .picture import NONE, draw_class
from .two_splits import WAYS, TwoSplits
from .words import say

DIGITS = tuple("0123456789")
SPLITS = (1, 2, 5, 10, 20, 50)
ALONE = "To test with new people it takes the drawings of at least two."


def class_gallery(
    files: str | Path | Sequence[str | Path] | None = None, names: bool = True
) -> "ClassGallery":
    """Show a class's drawings side by side, and test a network on new people or new drawings.

    Parameters
    ----------
    files
        A folder of files that the drawing pad kept, or several files, one for each person.
        Without any, a program makes a class up.
    names
        Whether to show the names in the files; without, everybody is "person 1" and so on.

    Examples
    --------
    >>> app = interact.class_gallery()
    >>> app.set(digit="7", splits=1)
    >>> app.train()
    >>> app.accuracies["by person"][0] < app.accuracies["by drawing"][0]
    True
    """
    if not isinstance(names, bool):
        raise TypeError(f"names must be True or False, but is {told(names)}")
    if files is None:
        everybody = _a_made_up_class().take(slice(None))  # a copy: what is kept stays as it is
        return ClassGallery(everybody, made_up=True).begin()
    several = [files] if isinstance(files, (str, Path)) else files
    several = list(several) if np.iterable(several) else []  # Path.glob gives its paths once
    if not several:
        raise ValueError(f"files must name a folder or at least one file, but is {told(files)}")
    return ClassGallery(load_drawings(*several, names=names), made_up=False).begin()


@cache
def _a_made_up_class():
    """Make a class up: half a second the first time, and none when a cell is run again."""
    return made_up_class()


class ClassGallery(App):
    """A digit to choose, everybody's drawings of it, and two ways to split them.

    Attributes
    ----------
    drawings : Drawings
    accuracies : dict of lists
        For "by person" and "by drawing", the share of test drawings that were read correctly
        after each of the splits.
    """

    def __init__(self, drawings: Drawings, made_up: bool) -> None:
        controls = [
            Choice("digit", "show the digit", DIGITS, "7"),
            Choice("halves", "show halves", (NONE, *WAYS), NONE),
            Slider("splits", "random splits", SPLITS, 10),
            Button("train", "train both ways", lambda settings: self._train(settings), main=True),
            Button("stop", "stop", lambda settings: self.live.stop()),
        ]
        super().__init__("A class's gallery", controls, self._picture, disable=self._useless)
        self.drawings, self._made_up = drawings, made_up
        self._trial: TwoSplits | None = None

    @property
    def accuracies(self) -> dict[str, list[float]]:
        """What the tests said, for each way to split; empty lists before the training."""
        return self._trial.accuracies if self._trial else {"by person": [], "by drawing": []}

    def train(self) -> None:
        """Train a network on each half of each random split."""
        self.press("train")

    def stop(self) -> None:
        """Stop after the network under way."""
        self.press("stop")

    @property
    def _people(self):
        return len(np.unique(self.drawings.people))

    def _useless(self, settings):
        """The button that can't be pressed just now."""
        return ["train" if self.live.running or self._people < 2 else "stop"]

    def _train(self, settings):
        if self.live.running:  # pressed twice
            return
        self._trial = TwoSplits(self.drawings, settings["splits"])
        self.live.start(0 for _ in self._trial.run())

    def _picture(self, settings):
        people = counted(self._people, "person", "people")
        title = f"{counted(len(self.drawings), 'drawing')} by {people}"
        title += ", made up by a program" if self._made_up else ""
        words = say(self._trial, self._made_up, self.live.running)
        if self._people < 2:
            words = ALONE
        return draw_class(self.drawings, settings, self._trial, words, title, settings["narrow"])
