"""A pad to draw digits on, and what a network makes of them while they are drawn."""

from collections.abc import Iterable

import ipywidgets
import numpy as np

from ...arrays import Array, ArrayLike
from ...digits import load_digits
from ...digits.handwriting import SIDE, check_strokes, strokes_as_mnist
from ...inputs import check_whole
from ...network import Network
from ...trained import load_network
from ..toolkit.canvas import Canvas
from ..toolkit.page_app import PageApp, in_turn
from ..toolkit.sketch import Sketch
from .drawing_sheet import EMPTY, DrawingSheet, pack, unpack
from .reading import draw_reading, draw_sheet


def drawing_pad(network: Network | None = None) -> "DrawingPad":
    """Draw a digit and watch a network read it.

    Parameters
    ----------
    network
        Any with 784 inputs and 10 outputs. Without one, the strong one that comes with the
        package reads.

    Examples
    --------
    >>> pad = interact.drawing_pad()
    >>> pad.draw([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
    >>> pad.reading
    7
    """
    if network is None:
        network = load_network()
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, but is {network!r:.80}")
    if (network.sizes[0], network.sizes[-1]) != (SIDE * SIDE, 10):
        raise ValueError(
            "network must have 784 inputs and 10 outputs, for the pixels and the digits, "
            f"but its sizes are {network.sizes}"
        )
    return DrawingPad(network).begin()


class DrawingPad(PageApp):
    """A sheet to draw on; beside it, what the network sees and how it reads it.

    Attributes
    ----------
    image : float32 array (784,)
        What the network sees: the drawing, made into an image like MNIST's.
    probabilities : array (10,), or None while the sheet is empty
    reading : int, or None while the sheet is empty
    kept : list of (image (784,), label)
        The drawings that the reader kept, with the labels that the reader gave them.
    """

    def __init__(self, network: Network) -> None:
        super().__init__("Drawing pad", Canvas())
        self._network = network
        self.kept = []
        self._samples = _typical(load_digits("bundled").test)
        levels = np.rint(255 * self._samples).astype(np.uint8)
        self.sheet = DrawingSheet(samples=levels.tobytes(), labels=list(range(10)))
        sides = ipywidgets.Box([self.sheet, self.canvas])
        sides.add_class("dig2ai-pad-sides")  # drawing_sheet.css lays them out
        self.add_class("dig2ai-pad")
        self.children = [sides]

    @property
    def strokes(self) -> list[Array]:
        """The strokes on the sheet: a list of arrays (n, 2) of points x, y from 0 to 1."""
        return unpack(self.sheet.state["ink"])

    @in_turn
    def draw(self, strokes: Iterable[ArrayLike]) -> None:
        """Draw more strokes, each a list of points (x, y); the sheet goes from 0 to 1."""
        self._put(ink=pack([*self.strokes, *check_strokes(strokes)]))

    @in_turn
    def undo(self) -> None:
        """Take back the last stroke, or the sample that was loaded."""
        self._put(ink=pack(self.strokes[:-1]))

    @in_turn
    def clear(self) -> None:
        """Make the sheet empty."""
        self._put()

    @in_turn
    def load(self, sample: int) -> None:
        """Show one of the ready-made samples, by its place in the row, from 0."""
        self._put(sample=check_whole(sample, "sample", 0, len(self._samples) - 1))

    @in_turn
    def keep(self, label: int) -> None:
        """Add (image, label) to `kept` and make the sheet empty: the label is the true one."""
        self._keep(self.sheet.state, label)
        self._put()

    @property
    def sketch(self) -> Sketch:
        """The sheet and the reading in one picture, for where widgets don't run."""
        sketch = Sketch(826, 400)
        sample = self.image if self.sheet.state["sample"] >= 0 else None
        draw_sheet(sketch, 380, self.strokes, sample)
        draw_reading(sketch, 406, self.image, self.probabilities)
        return sketch

    def _put(self, **changes):
        self.sheet.state = {**EMPTY, **changes}
        self._settle()

    def _listen(self):
        self.sheet.when_moved = lambda: self.heed(self._settle)
        self.sheet.on_msg(self._on_message)

    def _settle(self):
        """Read what lies on the sheet now, and show it."""
        state = self.sheet.state
        self.image = self._image(state)
        self.probabilities = self.reading = None
        if self.image.any():
            self.probabilities = self._network.forward(self.image[None, :])[0]
            self.reading = int(self.probabilities.argmax())
        sketch = Sketch(420, 400)
        draw_reading(sketch, 0, self.image, self.probabilities)
        if state["moving"]:
            sketch.caption = "It reads along …"
        self.canvas.show(sketch)

    def _image(self, state):
        if state["sample"] >= 0:
            return self._samples[state["sample"]].copy()
        return strokes_as_mnist(unpack(state["ink"]))

    def _keep(self, state, label):
        label = check_whole(label, "label", 0, 9)
        image = self._image(state)
        if not image.any():
            raise ValueError("the sheet is empty: draw a digit first, then keep it")
        self.kept.append((image, label))
        self.sheet.kept = len(self.kept)

    def _on_message(self, widget, content, buffers):
        if "keep" in content:
            self.heed(self._keep_from_page, content, buffers)

    def _keep_from_page(self, content, buffers):
        # The drawing comes with the message: the page may be further on already.
        state = {"ink": bytes(buffers[0]), "sample": content["sample"]}
        self._keep(state, content["keep"])


def _typical(split):
    """For each digit the image (784,) that is nearest to the mean of all of them: (10, 784)."""
    groups = [split.images[split.labels == k] for k in range(10)]
    return np.array([g[np.square(g - g.mean(axis=0)).sum(axis=1).argmin()] for g in groups])
