"""A pad to draw digits on, and what a network makes of them while they are drawn."""

import ipywidgets

from ...digits.handwriting import SIDE
from ...inputs import check_whole
from ...network import Network
from ...trained import load_network
from ..sheet.sheet_app import SheetApp
from ..toolkit.canvas import Canvas
from ..toolkit.page_app import in_turn
from ..toolkit.sketch import Sketch
from .reading import draw_reading


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


class DrawingPad(SheetApp):
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
        super().__init__("Drawing pad", Canvas(), keeps=True)
        self._network = network
        self.kept = []
        sides = ipywidgets.Box([self.sheet, self.canvas])
        sides.add_class("dig2ai-pad-sides")  # drawing_sheet.css lays them out
        self.add_class("dig2ai-pad")
        self.children = [sides]

    @in_turn
    def keep(self, label: int) -> None:
        """Add (image, label) to `kept` and make the sheet empty: the label is the true one."""
        self._keep(self.sheet.state, label)
        self._put()

    @property
    def sketch(self) -> Sketch:
        """The sheet and the reading in one picture, for where widgets don't run."""
        sketch = Sketch(826, 400)
        self._draw_sheet(sketch, 380)
        draw_reading(sketch, 406, self.image, self.probabilities)
        return sketch

    def _listen(self):
        super()._listen()
        self.sheet.on_msg(self._on_message)

    def _show(self):
        """Read the image, and show what is read."""
        self.probabilities = self.reading = None
        if self.image.any():
            self.probabilities = self._network.forward(self.image[None, :])[0]
            self.reading = int(self.probabilities.argmax())
        sketch = Sketch(420, 400)
        draw_reading(sketch, 0, self.image, self.probabilities)
        if self.sheet.state["moving"]:
            sketch.caption = "It reads along …"
        self.canvas.show(sketch)

    def _keep(self, state, label):
        label = check_whole(label, "label", 0, 9)
        image = self._image_of(state)
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
