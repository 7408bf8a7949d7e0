"""One image on its axes: grey levels, signed numbers in orange and blue, or tiles with text."""

from math import isqrt

import numpy as np
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.patheffects import withStroke
from numpy.lib.stride_tricks import sliding_window_view

from ..palette import PALETTE
from .picture import CENTRED, FAINT, NEGATIVE, POSITIVE, SMALL

# As in the apps, zero shows the page: blue below it, orange above it.
SIGNED = LinearSegmentedColormap.from_list(
    "signed", [(0, NEGATIVE), (0.5, f"{NEGATIVE}00"), (0.5, f"{POSITIVE}00"), (1, POSITIVE)]
)
# Of the largest number: a block of pixels with this mean has a sign printed on it.
FAR, PEAK = 0.12, 0.16
NIGHT, WHITE = PALETTE["paper"][1], PALETTE["paper"][0]


def show_grey(axes, image, **options):
    """Show an image (n·n,) from 0, black, to 1, white."""
    side = isqrt(np.size(image))
    if side**2 != np.size(image):
        raise ValueError(f"an image must be a square of pixels to be shown, but has {image.size}")
    axes.imshow(np.reshape(image, (side, side)), cmap="gray", vmin=0, vmax=1, **options)
    plain_frame(axes)


def show_signed(axes, values, reach):
    """Show signed numbers (784,) as an image, from blue at -reach to orange at +reach."""
    drawn = axes.imshow(values.reshape(28, 28), cmap=SIGNED, vmin=-reach, vmax=reach)
    plain_frame(axes)
    return drawn


def plain_frame(axes):
    """Put a thin frame around an image, without ticks."""
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color=FAINT, linewidth=0.8)


def print_signs(axes, values, reach):
    """Print a plus or a minus over the parts of a signed image that are far from zero."""
    means = values.reshape(7, 4, 7, 4).mean(axis=(1, 3))  # of blocks of 4 by 4 pixels
    for row, column in np.argwhere(np.abs(means) > FAR * reach):
        sign = "+" if means[row, column] > 0 else "−"
        outlined(axes, 4 * column + 1.5, 4 * row + 1.5, sign)


def print_peaks(axes, values, reach):
    """Print a plus where a small signed image is highest, and a minus where it is lowest."""
    means = sliding_window_view(values.reshape(28, 28), (4, 4)).mean(axis=(2, 3))  # (25, 25)
    for sign, heights in (("+", means), ("−", -means)):
        row, column = divmod(int(heights.argmax()), 25)
        if heights[row, column] > PEAK * reach:
            outlined(axes, column + 1.5, row + 1.5, sign)


def outlined(axes, x, y, words):
    """Write white words with a dark outline, which stand out from every ground."""
    edge = [withStroke(linewidth=1.8, foreground=NIGHT)]
    axes.text(x, y, words, size=SMALL, weight="bold", color=WHITE, path_effects=edge, **CENTRED)


def tiles(meaning):
    """Return a map of colours from black to a meaning's: white words can be read on all of it."""
    return LinearSegmentedColormap.from_list(meaning, [NIGHT, PALETTE[meaning][0]])


def tile_text(axes, column, row, words, **style):
    """Write white words on a tile."""
    axes.text(column, row, words, **{"color": WHITE, "size": SMALL, **CENTRED, **style})


def add_scale(picture, drawn, axes, label=None):
    """Put a scale beside signed images, with its signs written out."""
    bar = picture.colorbar(drawn, ax=axes, fraction=0.03, pad=0.02)
    bar.outline.set_edgecolor(FAINT)
    bar.ax.tick_params(labelsize=SMALL)
    if label:
        bar.set_label(f"{label} (orange: +, blue: −)", fontsize=SMALL)
