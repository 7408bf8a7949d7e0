"""A pad to draw digits on, and what a network makes of them while they are drawn."""

import threading

import ipywidgets
import numpy as np

from ...digits import load_digits
from ...digits.handwriting import SIDE, check_strokes, strokes_as_mnist
from ...inputs import check_whole
from ...network import Network
from ...trained import load_network
from ..toolkit.canvas import Canvas
from ..toolkit.close_on_rerun import remember
from ..toolkit.sketch import Sketch
from .drawing_sheet import EMPTY, DrawingSheet, pack, unpack

TITLE = "Drawing pad"


def drawing_pad(network=None):
    """Draw a digit and watch a network read it.

    Parameters
    ----------
    network : Network, optional
        Any with 784 inputs and 10 outputs. Without one, the strong one that comes with the
        package reads.

    Returns
    -------
    DrawingPad
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
    return DrawingPad(network)


class DrawingPad(ipywidgets.VBox):
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

    def __init__(self, network):
        self._lock = threading.RLock()
        self._network = network
        self.kept = []
        self.title = TITLE
        self._samples = _typical(load_digits("bundled").test)
        levels = np.rint(255 * self._samples).astype(np.uint8)
        self.sheet = DrawingSheet(samples=levels.tobytes(), labels=list(range(10)))
        self.canvas = Canvas()
        sides = ipywidgets.Box([self.sheet, self.canvas])
        sides.add_class("dig2ai-pad-sides")  # sheet.css lays them out
        super().__init__([sides])
        self.add_class("dig2ai-pad")
        self.redraw()
        self.sheet.observe(self._on_change, names="state")
        self.sheet.on_msg(self._on_message)
        remember(self)

    @property
    def strokes(self):
        """The strokes on the sheet: a list of arrays (n, 2) of points x, y from 0 to 1."""
        return unpack(self.sheet.state["ink"])

    @property
    def alt(self):
        """What the pad shows now, in words."""
        return self.canvas.alt

    def draw(self, strokes):
        """Draw more strokes, each a list of points (x, y); the sheet goes from 0 to 1."""
        strokes = check_strokes(strokes)
        with self._lock:
            self._put(ink=pack([*self.strokes, *strokes]))

    def undo(self):
        """Take back the last stroke, or the sample that was loaded."""
        with self._lock:
            self._put(ink=pack(self.strokes[:-1]))

    def clear(self):
        """Make the sheet empty."""
        self._put()

    def load(self, sample):
        """Show one of the ready-made samples, by its place in the row, from 0."""
        self._put(sample=check_whole(sample, "sample", 0, len(self._samples) - 1))

    def keep(self, label):
        """Add (image, label) to `kept` and make the sheet empty: the label is the true one."""
        with self._lock:
            self._keep(self.sheet.state, label)
            self.clear()

    def redraw(self):
        """Read what lies on the sheet now, and show it."""
        with self._lock:
            state = self.sheet.state
            self.image = self._image(state)
            self.probabilities = self.reading = None
            if self.image.any():
                self.probabilities = self._network.forward(self.image[None, :])[0]
                self.reading = int(self.probabilities.argmax())
            sketch = Sketch(420, 400)
            _reading(sketch, 0, self.image, self.probabilities)
            if state["moving"]:
                sketch.caption = "It reads along …"
            self.canvas.show(sketch)

    @property
    def sketch(self):
        """The sheet and the reading in one picture, for where widgets don't run."""
        sketch = Sketch(826, 400)
        _sheet(sketch, 380, self.strokes, self.image if self.sheet.state["sample"] >= 0 else None)
        _reading(sketch, 406, self.image, self.probabilities)
        return sketch

    def close(self):
        """Take the pad off the page and out of memory; `kept` stays."""
        for part in (self.sheet, self.canvas, *self.children):
            part.layout.close()
            part.close()
        self.layout.close()
        super().close()

    def _put(self, **changes):
        self.sheet.state = {**EMPTY, **changes}

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

    def _on_change(self, change):
        self._guard(self.redraw)

    def _on_message(self, widget, content, buffers):
        if "keep" not in content:
            return
        self._guard(self._keep_from_page, content, buffers)

    def _keep_from_page(self, content, buffers):
        # The drawing comes with the message: the page may be further on already.
        with self._lock:
            state = {"ink": bytes(buffers[0]), "sample": content["sample"]}
            self._keep(state, content["keep"])

    def _guard(self, callback, *arguments):
        """Run a callback; the notebook would swallow its error, so show it in the widget."""
        try:
            callback(*arguments)
        except Exception as error:
            self.canvas.error = f"{type(error).__name__}: {error}"

    def __repr__(self):
        return f"<{self.title}: {self.alt}>"

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget, and a still picture for where widgets don't run."""
        from ..toolkit.sketch_as_figure import figure_of  # matplotlib, only now

        live = super()._repr_mimebundle_() or {}
        return {**live, **figure_of(self.sketch)._repr_mimebundle_(), "text/plain": repr(self)}


def _typical(split):
    """For each digit the image (784,) that is nearest to the mean of all of them: (10, 784)."""
    groups = [split.images[split.labels == k] for k in range(10)]
    return np.array([g[np.square(g - g.mean(axis=0)).sum(axis=1).argmin()] for g in groups])


def _sheet(sketch, side, strokes, sample):
    """The sheet with the strokes on it, or with a sample (784,)."""
    sketch.bars([(0, 0, side, side)], "ink")
    if sample is not None:
        sketch.image(sample, 0, 0, side)
    for stroke in strokes:
        sketch.points(side * stroke[[0, -1]], "paper", 12)  # the pen is round
        sketch.line(side * stroke, "paper", 25)
    if not strokes and sample is None:
        sketch.text(side / 2, side / 2, "draw a digit here", 22, "faint", "center")


def _reading(sketch, left, image, probabilities):
    """What the network sees, what it reads, and its ten probabilities."""
    middle = left + 290
    sketch.text(left, 12, "what the network sees", 15)
    sketch.image(image, left, 28, 140)
    sketch.frame(left, 28, 140, 140)
    sketch.text(middle, 12, "what it reads", 15, align="center")
    if probabilities is None:
        sketch.text(middle, 100, "?", 110, "faint", "center", bold=True)
        sketch.alt = sketch.caption = "The sheet is empty: there is nothing to read."
        probabilities = np.zeros(10)
    else:
        sketch.text(middle, 102, f"{probabilities.argmax()}", 140, align="center", bold=True)
        sketch.alt = sketch.caption = _words(probabilities)
    _bars(sketch, left, probabilities)


def _bars(sketch, left, probabilities):
    """A row for each digit; the one that is read stands out by a mark and bold figures."""
    start, full = left + 46, 298
    for k, share in enumerate(probabilities):
        y = 198 + 20.5 * k
        best = bool(share > 0 and k == probabilities.argmax())
        sketch.bars([(start, y - 7.5, full * share, 15)], "orange" if best else "blue")
        sketch.text(left + 30, y, f"{k}", 17, align="center", bold=best)
        if best:
            sketch.text(left + 10, y, "▶", 13, "orange", "center")
        if probabilities.any():
            sketch.text(left + 412, y, _percent(share), 16, align="right", bold=best)
    sketch.line([(start, 187), (start, 394)], "muted", 1)
    sketch.line([(start + full, 187), (start + full, 394)], "faint", 1)


def _words(probabilities):
    """The reading in a sentence, and the next best one if it is not far behind."""
    second, best = np.argsort(probabilities)[-2:]
    words = f"It reads {_a(best)} ({_percent(probabilities[best])})"
    if probabilities[second] < 0.05:
        return f"{words}."
    return f"{words}, perhaps {_a(second)} ({_percent(probabilities[second])})."


def _a(digit):
    return f"an {digit}" if digit == 8 else f"a {digit}"


def _percent(share):
    """A share in whole percent; 0 % and 100 % are kept for what is that to a thousandth."""
    if 0.001 <= share < 0.01:
        return "< 1 %"
    if 0.99 < share <= 0.999:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")
