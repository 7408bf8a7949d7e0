"""One image on its axes: grey levels, or signed numbers in orange and blue."""

import numpy as np
from matplotlib.colors import LinearSegmentedColormap

from .picture import BLUE, CENTRED, ORANGE

# Blue below zero, white at zero, orange above: the interactive pictures' colours, too.
SIGNED = LinearSegmentedColormap.from_list("signed", [BLUE, "white", ORANGE])


def show_grey(axes, image, **options):
    """Show an image (784,) from 0, black, to 1, white."""
    axes.imshow(image.reshape(28, 28), cmap="gray", vmin=0, vmax=1, **options)
    _plain_frame(axes)


def show_signed(axes, values, reach):
    """Show signed numbers (784,) as an image, from blue at -reach to orange at +reach."""
    drawn = axes.imshow(values.reshape(28, 28), cmap=SIGNED, vmin=-reach, vmax=reach)
    _plain_frame(axes)
    return drawn


def _plain_frame(axes):
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set(visible=True, color="#bbbbbb")


def print_signs(axes, values, reach):
    """Print a plus or a minus over the parts of a signed image that are far from zero."""
    means = values.reshape(7, 4, 7, 4).mean(axis=(1, 3))  # of blocks of 4 by 4 pixels
    for row, column in np.argwhere(np.abs(means) > 0.12 * reach):
        sign = "+" if means[row, column] > 0 else "−"
        axes.text(4 * column + 1.5, 4 * row + 1.5, sign, fontsize=10, **CENTRED)


def add_scale(picture, drawn, axes, label=None):
    """Put a scale beside signed images, with its signs written out."""
    bar = picture.colorbar(drawn, ax=axes, fraction=0.03, pad=0.02)
    bar.ax.tick_params(labelsize=9)
    if label:
        bar.set_label(f"{label} (orange: +, blue: −)", fontsize=9)
