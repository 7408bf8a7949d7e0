"""Pictures of what a trained network makes of images that were changed or are no digits."""

import numpy as np

from ..wording import percent, signs
from .curve_labels import course, label_ends, percents
from .image_axes import add_scale, print_peaks, show_grey, show_signed
from .picture import HERE, INK, RIGHT, WIDE, Picture, in_style

LOOKS = ("o-", "s--", "^:", "D-.")


@in_style
def before_and_after(image, changed, captions):
    """Draw an image, what was added to it, and the sum, each with a caption.

    Parameters
    ----------
    image, changed : arrays (784,)
    captions : list of 3 strings
    """
    change = changed - image
    size = np.linalg.norm(change) / np.linalg.norm(image)
    picture = Picture(
        f"Three images: a digit, {captions[0]}; {captions[1]}, a pattern of additions and "
        f"removals {percent(size)} as long as the image; and their sum, {captions[2]}.",
        width=WIDE,
        height=2.75,
    )
    panels = picture.subplots(1, 3)
    show_grey(panels[0], image)
    reach = np.abs(change).max()
    drawn = show_signed(panels[1], change, reach)
    print_peaks(panels[1], change, reach)
    add_scale(picture, drawn, panels[1], "change")
    show_grey(panels[2], changed)
    for axes, caption in zip(panels, captions, strict=True):
        axes.set_title(caption)
    return picture


@in_style
def framed_images(images, titles, captions):
    """Draw images in a row, each in a frame.

    Parameters
    ----------
    images : array (n, 784)
    titles, captions : lists of n strings, above and below
    """
    captions = [signs(caption) for caption in captions]
    told = "; ".join(
        f"{title}, {' '.join(caption.split())}"
        for title, caption in zip(titles, captions, strict=True)
    )
    alt = f"{len(images)} images that are no white digits: {told}."
    picture = Picture(alt, width=1.5 * len(images), height=2.1)
    row = picture.subplots(1, len(images), squeeze=False)[0]
    for axes, image, title, caption in zip(row, images, titles, captions, strict=True):
        show_grey(axes, image)
        axes.set_title(title, fontsize=10)
        axes.set_xlabel(caption, fontsize=10)
    return picture


@in_style
def sure_and_right(x, right, sure, xlabel):
    """Draw how many images are correctly classified, and how sure the network is, as x changes.

    Parameters
    ----------
    x, right, sure : arrays (n,); shares from 0 to 1
    xlabel : str
    """
    picture = Picture(
        f"Two curves over images {xlabel}. The accuracy "
        f"{course(x, right, percent)}; the mean confidence "
        f"{course(x, sure, percent)}.",
        width=WIDE,
        height=3.4,
    )
    axes = picture.subplots()
    axes.set(xlabel=xlabel, ylabel="share", ylim=(0, 1.03))
    axes.plot(x, right, "o-", color=RIGHT)
    axes.plot(x, sure, "s--", color=INK)
    axes.grid(axis="y")
    axes.yaxis.set_major_formatter(percents)
    ends = {"accuracy ✓": (x[-1], right[-1], RIGHT)}
    label_ends(axes, ends | {"mean\nconfidence": (x[-1], sure[-1], INK)})
    return picture


@in_style
def rays(brightness, shares):
    """Draw how sure a network is of some patterns as they grow brighter from black.

    Parameters
    ----------
    brightness : array (m,)
    shares : dict, {name of the pattern: largest probability (m,)}
    """
    told = "; ".join(
        f"{name} {course(brightness, values, percent)}" for name, values in shares.items()
    )
    picture = Picture(
        "The largest probability that the network gives to patterns, as they grow from black to "
        f"full brightness. {told}. A line marks a plain guess, {percent(0.1)}.",
        width=WIDE,
        height=3.4,
    )
    axes = picture.subplots()
    axes.set(xlabel="brightness of the pattern", ylabel="largest probability", ylim=(0, 1.03))
    ends = {}
    for place, ((name, values), look) in enumerate(zip(shares.items(), LOOKS, strict=True)):
        colour = HERE if place % 2 == 0 else INK
        axes.plot(brightness, values, look, color=colour, linewidth=1.7)
        ends[name] = (brightness[-1], values[-1], colour)
    axes.axhline(0.1, color=INK, linewidth=0.8)
    axes.text(brightness[-1], 0.11, f"a plain guess: {percent(0.1)}", ha="right", va="bottom")
    axes.yaxis.set_major_formatter(percents)
    label_ends(axes, ends)
    return picture
