"""A pad to draw digits on, and what a network makes of them while they are drawn."""

from pathlib import Path

import numpy as np

from ...digits.handwriting import strokes_as_mnist
from ...network import Network
from ...trained import reader_of_digits
from ..sheet.keeping_app import KeepingApp
from ..sheet.sheet_app import draw_ink
from ..toolkit.canvas import Canvas
from ..toolkit.sketch import Sketch
from .reading import draw_reading

EXAMPLE = [np.array([(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)])]  # of a drawing


def drawing_pad(network: Network | None = None, file: str | Path | None = None) -> "DrawingPad":
    """Draw a digit and watch a network read it.

    Parameters
    ----------
    network
        Any with 784 inputs and 10 outputs. Without one, the strong one that comes with the
        package reads.
    file
        Where the drawings are kept: a name or a path that ends in .json. Without one, it is
        `my_drawings.json` beside the notebook. Kept drawings are there again when the pad is
        opened again.

    Examples
    --------
    >>> pad = interact.drawing_pad()
    >>> pad.draw([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
    >>> pad.reading
    7
    """
    return DrawingPad(reader_of_digits(network), file).begin()


class DrawingPad(KeepingApp):
    """A sheet to draw on; beside it, what the network sees and how it reads it.

    Attributes
    ----------
    image : float32 array (784,)
        What the network sees: the drawing, made into an image like MNIST's.
    probabilities : array (10,), or None while the sheet is empty
    reading : int, or None while the sheet is empty
    kept : list of (image (784,), label)
        The drawings that the reader kept, with the labels that the reader gave them.
    file : Path
        Where they are kept.
    """

    def __init__(self, network: Network, file: str | Path | None = None) -> None:
        super().__init__("Drawing pad", Canvas(), file)
        self._network = network
        self.children = [self._beside(self.canvas)]

    @property
    def sketch(self) -> Sketch:
        """The sheet and the reading in one picture, for where widgets don't run.

        An empty sheet would show nothing of it: then there is a seven as an example.
        """
        sketch = Sketch(760, 400)
        if self.image.any():
            self._draw_sheet(sketch, 380)
            draw_reading(sketch, 406, self.image, self.probabilities, self.reading)
            return sketch
        draw_ink(sketch, 380, EXAMPLE)
        image = strokes_as_mnist(EXAMPLE)
        draw_reading(sketch, 406, image, *self._read(image))
        sketch.alt = sketch.caption = f"An example: a 7 was drawn. {sketch.alt}"
        return sketch

    def _read(self, image):
        """The ten probabilities, and the digit; of two that round to 1, the higher score's."""
        row = image[None, :]
        return self._network.forward(row)[0], int(self._network.predict(row)[0])

    def _show(self):
        """Read the image, and show what is read."""
        self.probabilities = self.reading = None
        if self.image.any():
            self.probabilities, self.reading = self._read(self.image)
        sketch = Sketch(352, 400)
        draw_reading(sketch, 0, self.image, self.probabilities, self.reading)
        if self.sheet.state["moving"]:
            sketch.caption = "It reads along …"
        self.canvas.show(sketch)
