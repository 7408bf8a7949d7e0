"""What training makes of a first layer: its weights as images, before and after."""

import numpy as np

from ..wording import percent
from .image_axes import add_scale, print_peaks, show_signed
from .picture import SMALL, WIDE, Picture, in_style


@in_style
def weights_before_and_after(before, after):
    """Draw each neuron's weights before a training, and below them after it, on one scale.

    Parameters
    ----------
    before, after : arrays (784, neurons)
    """
    neurons = before.shape[1]
    reach = np.abs(after).max()
    picture = Picture(
        f"The weights of {neurons} hidden neurons as images of 28 by 28 numbers, on one scale, "
        "before the training and below it after. Of neighbouring weights "
        f"{percent(_same_sign(before))} have the same sign before, and "
        f"{percent(_same_sign(after))} after.",
        width=WIDE + 1,
        height=2.5,
    )
    picture.draw_close()
    grid = picture.subplots(2, neurons, squeeze=False)
    for row, (weights, when) in enumerate(((before, "before"), (after, "after"))):
        for neuron, axes in enumerate(grid[row]):
            drawn = show_signed(axes, weights[:, neuron], reach)
            print_peaks(axes, weights[:, neuron], reach)
            if row == 0:
                axes.set_title(f"{neuron}", fontsize=SMALL, pad=2)
        grid[row][0].set_ylabel(when)
    add_scale(picture, drawn, grid, "weight")
    return picture


def _same_sign(weights):
    """Share of the pairs of neighbouring pixels, side by side, whose weights agree in sign."""
    images = weights.T.reshape(-1, 28, 28)
    return np.mean(images[:, :, 1:] * images[:, :, :-1] > 0)
