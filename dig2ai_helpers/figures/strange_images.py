"""Pictures of what a trained network makes of images that were changed or are no digits."""

import numpy as np

from .image_axes import add_scale, show_grey, show_signed
from .picture import BLUE, ORANGE, Picture, curve_style


def before_and_after(image, changed, captions, alt):
    """Draw an image, what was added to it, and the sum, each with a caption.

    Parameters
    ----------
    image, changed : arrays (784,)
    captions : list of 3 strings
    alt : str
    """
    picture = Picture(alt, width=8.2, height=2.75)
    panels = picture.subplots(1, 3)
    change = changed - image
    show_grey(panels[0], image)
    drawn = show_signed(panels[1], change, np.abs(change).max())
    add_scale(picture, drawn, panels[1])
    show_grey(panels[2], changed)
    for axes, caption in zip(panels, captions, strict=True):
        axes.set_title(caption, fontsize=10)
    return picture


def framed_images(images, titles, captions, alt):
    """Draw images in a row, each in a frame (a white one would vanish in the page).

    Parameters
    ----------
    images : array (n, 784)
    titles, captions : lists of n strings, above and below
    alt : str
    """
    picture = Picture(alt, width=1.6 * len(images), height=2.1)
    row = picture.subplots(1, len(images))
    for axes, image, title, caption in zip(row, images, titles, captions, strict=True):
        show_grey(axes, image)
        axes.spines[:].set_color("black")
        axes.set_title(title, fontsize=10)
        axes.set_xlabel(caption, fontsize=10)
    return picture


def sure_and_right(x, right, sure, xlabel, alt):
    """Draw how many images are read right, and how sure the network is, as x changes.

    Parameters
    ----------
    x, right, sure : arrays (n,); shares from 0 to 1
    xlabel, alt : str
    """
    picture = Picture(alt, width=8, height=3.4)
    axes = picture.charts()
    axes.plot(x, 100 * right, "o-", color=BLUE, linewidth=2, label="read right")
    style = {"color": ORANGE, "linewidth": 2, "label": "how sure it is, on average"}
    axes.plot(x, 100 * sure, "s--", **style)
    axes.set(xlabel=xlabel, ylabel="per cent", ylim=(-3, 103))
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.98))
    axes.grid(axis="y", color="#dddddd")
    return picture


def rays(brightness, shares, alt):
    """Draw how sure a network is of some patterns as they grow brighter from black.

    Parameters
    ----------
    brightness : array (m,)
    shares : dict, {name of the pattern: largest probability (m,)}
    alt : str
    """
    picture = Picture(alt, width=8, height=3.4)
    axes = picture.charts()
    for place, (name, values) in enumerate(shares.items()):
        style = {"label": name, "linewidth": 2, **curve_style(place, marked=True)}
        axes.plot(brightness, 100 * values, **style)
    axes.axhline(10, color="black", linewidth=0.8)
    axes.text(brightness[-1], 11, "a plain guess: 10 %", ha="right", va="bottom", fontsize=9)
    axes.set(xlabel="brightness of the pattern", ylabel="largest probability (%)", ylim=(0, 103))
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    return picture
