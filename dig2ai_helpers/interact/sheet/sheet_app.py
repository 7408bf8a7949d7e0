"""What every app with a sheet to draw on shares: strokes, samples, and the image they make."""

from collections.abc import Iterable

import numpy as np

from ...arrays import Array, ArrayLike
from ...digits import load_digits
from ...digits.drawings_file import to_levels
from ...digits.handwriting import check_strokes, ink_on, strokes_as_mnist
from ...inputs import check_whole
from ..toolkit.page_app import PageApp, in_turn
from .drawing_sheet import EMPTY, DrawingSheet, checked, pack, unpack

BLACK = np.zeros(1)  # an image of one pixel
FINEST = 5_000  # points of a stroke in the still picture


class SheetApp(PageApp):
    """An app with a sheet: a subclass shows in `_show` what becomes of the drawing.

    Attributes
    ----------
    sheet : DrawingSheet
        The widget; a subclass places it on the page.
    image : float32 array (784,)
        The drawing, made into an image like MNIST's.
    """

    def __init__(self, title, canvas, **traits):
        super().__init__(title, canvas)
        self._samples = _typical(load_digits("bundled").test)
        self._levels = to_levels(self._samples)
        own = {"title": title, "samples": self._levels.tobytes(), "labels": list(range(10))}
        self.sheet = DrawingSheet(**{**own, **traits})
        self._seen = None  # the state of the sheet that the image was made of
        self._by_hand = False  # whether the reader drew it on the page, not by code

    @property
    def strokes(self) -> list[Array]:
        """The strokes on the sheet: a list of arrays (n, 2) of points x, y from 0 to 1."""
        return unpack(self.sheet.state["ink"])

    @in_turn
    def draw(self, strokes: Iterable[ArrayLike]) -> None:
        """Draw more strokes, each a list of points (x, y); the sheet goes from 0 to 1."""
        ink = pack([*self.strokes, *check_strokes(strokes)])
        checked({"ink": ink})
        self._put(ink=ink, sample=self.sheet.state["sample"])

    @in_turn
    def undo(self) -> None:
        """Take back the last stroke or, when there is none, the sample that was loaded."""
        left = self.strokes[:-1]
        self._put(ink=pack(left), sample=self.sheet.state["sample"] if self.strokes else -1)

    @in_turn
    def clear(self) -> None:
        """Make the sheet empty."""
        self._put()

    @in_turn
    def load(self, sample: int) -> None:
        """Show one of the ready-made samples by its place in the row, from 0, to draw on."""
        if not self.sheet.labels:
            raise ValueError("this app has no samples to load: draw a digit")
        self._put(sample=check_whole(sample, "sample", 0, len(self._samples) - 1))

    @in_turn
    def inherit(self, earlier: "SheetApp") -> None:
        """Go on with what the reader drew on the page; what a cell draws, it draws again."""
        if earlier._by_hand:
            self._put(**{**earlier.sheet.state, "moving": False})
            self._by_hand = True

    def _put(self, **changes):
        self._by_hand = False
        self.sheet.state = {**EMPTY, **changes}
        self._settle()

    def _listen(self):
        self.sheet.when_moved = lambda: self.heed(self._moved)

    def _moved(self):
        """Follow the reader's hand on the page."""
        self._by_hand = True
        self._settle()

    def _settle(self):
        """Make an image of what lies on the sheet now, and show what becomes of it."""
        state = self.sheet.state
        if state is not self._seen:
            self._seen, self.image = state, self._image_of(state)
        self._show()

    def _image_of(self, state):
        strokes = unpack(state["ink"])
        if state["sample"] >= 0:
            return ink_on(self._samples[state["sample"]], strokes)
        return strokes_as_mnist(strokes)

    def _draw_sheet(self, sketch, side):
        """Draw the sheet, with what lies on it, in the upper left corner of a sketch."""
        sample = self.sheet.state["sample"]
        draw_ink(sketch, side, self.strokes, BLACK if sample < 0 else self._samples[sample])
        if not self.image.any():
            sketch.text(side / 2, side / 2, "draw a digit here", 22, "faint", "center")


def draw_ink(sketch, side, strokes, under=BLACK):
    """Draw a sheet whose sides are `side` long: strokes on an image, or on black."""
    sketch.image(under, 0, 0, side)
    for stroke in strokes:
        sketch.points(side * stroke[[0, -1]], "paper", 12)  # the pen is round
        sketch.line(side * stroke[:: 1 + len(stroke) // FINEST], "paper", 25)


def _typical(split):
    """For each digit the image (784,) that is nearest to the mean of all of them: (10, 784)."""
    groups = [split.images[split.labels == k] for k in range(10)]
    return np.array([g[np.square(g - g.mean(axis=0)).sum(axis=1).argmin()] for g in groups])
