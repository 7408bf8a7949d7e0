"""A Figure that shows itself with a text alternative, and the colours of the series."""

import base64
import html
import io

from matplotlib.figure import Figure
from PIL import Image

# Okabe and Ito's colours, told apart with every kind of colour vision; styles differ, too.
BLUE, ORANGE, GREEN, PINK, SKY, RED = (
    "#0072B2",
    "#E69F00",
    "#009E73",
    "#CC79A7",
    "#56B4E9",
    "#D55E00",
)
COLOURS = (BLUE, ORANGE, GREEN, PINK, SKY, RED)
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P")


class Picture(Figure):
    """A matplotlib Figure that shows itself as an image with a text alternative.

    It is not made through pyplot, so no hidden list of figures keeps it alive and no cell
    shows it twice.
    """

    def __init__(self, alt, width=8.0, height=3.0):
        super().__init__(figsize=(width, height), dpi=100, layout="constrained")
        self.alt = alt

    def __repr__(self):
        return f"<Picture: {self.alt}>"

    def _small_png(self):
        """The picture with a palette of 256 colours: a third of the size, for the same look."""
        drawn, small = io.BytesIO(), io.BytesIO()
        self.savefig(drawn, format="png")
        Image.open(drawn).convert("RGB").quantize(256).save(small, format="png", optimize=True)
        return small.getvalue()

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The PNG twice: alone for GitHub, and in HTML, where it can carry its text."""
        png = base64.b64encode(self._small_png()).decode()
        alt = html.escape(self.alt, quote=True)
        return {
            "text/plain": repr(self),
            "image/png": png,
            "text/html": f'<img alt="{alt}" src="data:image/png;base64,{png}">',
        }
