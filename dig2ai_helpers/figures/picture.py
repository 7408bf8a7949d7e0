"""A Figure that shows itself with a text alternative, and how the series draws its curves."""

import base64
import html
import io

import numpy as np
from matplotlib.figure import Figure
from PIL import Image

# Okabe and Ito's colours, told apart with every kind of colour vision; styles differ, too.
COLOURS = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00")
BLUE, ORANGE, _, _, SKY, RED = COLOURS
LINES = ("-", "--", "-.", ":", (0, (5, 1, 1, 1, 1, 1)), (0, (1, 1)))
MARKERS = ("o", "s", "^", "D", "v", "P")
CENTRED = {"ha": "center", "va": "center"}


class Picture(Figure):
    """A matplotlib Figure that shows itself as an image with a text alternative.

    It is not made through pyplot, so no hidden list of figures keeps it alive and no cell
    shows it twice.
    """

    def __init__(self, alt: str, width: float, height: float) -> None:
        super().__init__(figsize=(width, height), dpi=100, layout="constrained")
        self.alt = alt

    def __repr__(self):
        return f"<Picture: {self.alt}>"

    def charts(self, rows=1, columns=1, **options):
        """Subplots for curves and bars: their frames are open above and on the right."""
        panels = self.subplots(rows, columns, **options)
        for axes in np.ravel(panels):
            open_frame(axes)
        return panels

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


def open_frame(axes, *others):
    """Leave out the upper and the right side of a chart's frame, and others that are named."""
    axes.spines[["top", "right", *others]].set_visible(False)


def curve_style(place, marked=False):
    """How the curve at this place is drawn: its colour and line, and its marker if `marked`."""
    style = {"color": COLOURS[place], "linestyle": LINES[place]}
    return style | {"marker": MARKERS[place]} if marked else style


def plot_both(axes, x, training, validation, **style):
    """Draw the curves of training and validation, each in its own colour, line and marker."""
    axes.plot(x, training, "o-", color=BLUE, label="training", **style)
    axes.plot(x, validation, "s--", color=RED, label="validation", **style)
    axes.legend(fontsize=9)


def percent(share, _):
    """A tick's label; 0.775 as 77.5%, and not as 78%."""
    return f"{100 * share:.3g}%"


def minus(text):
    """A text with real minus signs, which are as wide as a plus."""
    return text.replace("-", "−")
