"""A Figure that shows itself with a text alternative, in the one style of the series."""

import base64
import html
import warnings
from functools import wraps

import numpy as np
from matplotlib import rc_context, rcParamsDefault
from matplotlib.backend_bases import FigureCanvasBase
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from ..palette import PALETTE
from .png_file import halved, small_png

# Still pictures stand on light and on dark pages: middle tones on a transparent ground.
INK, MUTED, FAINT, POSITIVE, NEGATIVE, VALIDATION, RIGHT, HERE, WRONG = (
    PALETTE[name][2]
    for name in (
        "ink", "muted", "faint", "positive", "negative", "validation", "right", "here", "wrong",
    )
)  # fmt: skip
WIDE = 8  # inches: 800 pixels of a page
SMALL = 9.5  # points, for what stands in a crowd; all else has the style's size
CENTRED = {"ha": "center", "va": "center"}
STYLE = {
    "font.size": 10.5,
    "axes.titlesize": 11,
    "axes.labelsize": 10.5,
    "xtick.labelsize": 10,
    "ytick.labelsize": 10,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.titlecolor": INK,
    "xtick.labelcolor": INK,
    "ytick.labelcolor": INK,
    "xtick.color": FAINT,
    "ytick.color": FAINT,
    "axes.edgecolor": FAINT,
    "axes.facecolor": "none",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "grid.color": FAINT,
    "grid.alpha": 0.35,
    "grid.linewidth": 0.8,
    "lines.linewidth": 2,
    "lines.markersize": 6,
    "hatch.linewidth": 0.8,
    "legend.frameon": False,
    "figure.constrained_layout.w_pad": 0.1,
    "figure.constrained_layout.h_pad": 0.1,
}
# With matplotlib's own value of everything else: the reader's may turn images upside down.
WHOLE_STYLE = {k: v for k, v in rcParamsDefault.items() if not k.startswith("backend")} | STYLE


def in_style(draw):
    """Let a function draw in the style of the series, whatever the reader's own settings are."""

    @wraps(draw)
    def styled(*given, **named):
        with rc_context(WHOLE_STYLE):
            return draw(*given, **named)

    return styled


class Picture(Figure):
    """A matplotlib Figure that shows itself as an image with a text alternative.

    It is not made through pyplot, so no hidden list of figures keeps it alive and no cell
    shows it twice.
    """

    def __init__(self, alt: str, width: float, height: float) -> None:
        size = (width, height)
        super().__init__(figsize=size, dpi=100, layout="constrained", facecolor="none")
        self.alt = alt

    def __repr__(self):
        return f"<Picture: {self.alt}>"

    __str__ = __repr__

    def draw_close(self):
        """Put many small images closer together than charts stand."""
        self.get_layout_engine().set(w_pad=0.04, h_pad=0.04)

    @in_style
    def pixels(self):
        """Draw the picture on a clear ground, twice as fine as the page."""
        self.dpi *= 2
        canvas = FigureCanvasAgg(self)
        with warnings.catch_warnings():
            # a reader's own words in a script that the font lacks; the text alternative has them
            unknown = "Glyph .* missing from font|Matplotlib currently does not support"
            warnings.filterwarnings("ignore", unknown)
            canvas.draw()
        self.dpi /= 2
        self._let_go()
        return np.asarray(canvas.buffer_rgba())

    def _let_go(self):
        """Forget the canvas that drew it: the figure and its texts keep it, megabytes of pixels."""
        FigureCanvasBase(self)
        for text in self.findobj(Text):
            text._renderer = None

    def png(self):
        """Return the picture as a small PNG file, twice as fine as the page."""
        return small_png(self.pixels())

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The PNG twice: fine, in HTML that tells its text and size; and plain, for GitHub."""
        fine = self.pixels()
        plain, sharp = (base64.b64encode(small_png(p)).decode() for p in (halved(fine), fine))
        alt = html.escape(self.alt, quote=True)
        width = round(self.bbox.width)
        image = f'<img alt="{alt}" width="{width}" src="data:image/png;base64,{sharp}">'
        return {
            "text/plain": repr(self),
            "image/png": plain,
            "text/html": f" \n{image}",  # of a hidden output JupyterLab shows the first line
        }
