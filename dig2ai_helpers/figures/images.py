"""Pictures of digits, and of what they are made of."""

import numpy as np
from matplotlib.textpath import TextPath

from .image_axes import show_grey
from .picture import CENTRED, COLOURS, ORANGE, SKY, Picture, open_frame

CAPTION = 9  # points: the size of the text under a digit


def show_digits(images, captions=None, columns=10, alt=None, size=1.0):
    """Draw digits in a grid, each with a caption under it.

    A caption may have several lines. Where captions are wide the digits stand further apart,
    with fewer of them in a row.

    Parameters
    ----------
    images : array (n, 784)
    captions : list of n strings, optional
    columns : whole number
        Digits in a row, at most.
    alt : str, optional
        Text alternative; by default it counts the digits and names their captions.
    size : number
        Inches that a digit takes.
    """
    n = len(images)
    lines = [line for caption in captions or () for line in caption.split("\n")]
    cell = max([size, *(text_width(line) + 0.12 for line in lines)])  # inches
    columns = max(1, min(columns, n, int(10 / cell + 1e-6)))
    rows = -(-n // columns)
    caption_lines = max((caption.count("\n") + 1 for caption in captions or ()), default=0)
    if alt is None:
        names = ", ".join(caption.replace("\n", " ") for caption in captions or ())
        alt = f"{n} handwritten digits" + (f": {names}." if names else ".")
    picture = Picture(alt, width=columns * cell, height=rows * (size + 0.17 * caption_lines))
    for place, axes in enumerate(np.ravel(picture.subplots(rows, columns, squeeze=False))):
        if place < n:
            show_grey(axes, images[place])
            axes.set_frame_on(False)
            axes.set_xlabel(captions[place] if captions else "", fontsize=CAPTION, labelpad=3)
        else:
            axes.axis("off")
    return picture


def text_width(line):
    """Width of a line of caption in inches."""
    return TextPath((0, 0), line, size=CAPTION).get_extents().width / 72 if line.strip() else 0.0


def number_grid(values, alt, white=255, rows="row", columns="column"):
    """Draw an array as a grid, each cell as bright as the number that is printed in it.

    Parameters
    ----------
    values : array (rows, columns)
    alt : str
        Text alternative.
    white : number
        The value that is drawn white; 0 is black.
    rows, columns : str
        What a row and a column stand for: the labels of the two sides.
    """
    height, width = values.shape
    cell = 0.335 if width > 12 else 0.5  # inches: three digits of 9 points fit into the smaller
    picture = Picture(alt, width=cell * width + 0.6, height=cell * height + 0.6)
    axes = picture.subplots()
    axes.imshow(values, cmap="gray", vmin=0, vmax=white)
    for (row, column), value in np.ndenumerate(values):
        _print_in_cell(axes, column, row, value, white)
    axes.set_xticks(range(width), range(width), fontsize=9)
    axes.set_yticks(range(height), range(height), fontsize=9)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.set_xlabel(columns, fontsize=10)
    axes.xaxis.set_label_position("top")
    axes.set_ylabel(rows, fontsize=10)
    return picture


def _print_in_cell(axes, column, row, value, white, size=9):
    """Print a number so that it can be read on its own brightness; zeros are grey."""
    colour = "black" if value > 0.45 * white else "#8c8c8c" if value == 0 else "white"
    axes.text(column, row, f"{value:g}", fontsize=size, color=colour, **CENTRED)


def flattening(image):
    """Draw a small image as a grid, and beside it the same numbers in one row.

    Parameters
    ----------
    image : array (rows, columns), 0 to 1
    """
    height, width = image.shape
    alt = (
        f"An image of {height} by {width} numbers, and beside it the same numbers in one row of "
        f"{image.size}: first the image's row 0, then row 1, and so on."
    )
    picture = Picture(alt, width=10.0, height=3.2)
    picture.set_layout_engine("none")
    cell = 9.0 / (width + image.size)  # inches
    grid, strip = (
        picture.add_axes([left / 10.0, 0.19, columns * cell / 10.0, height * cell / 3.2])
        for left, columns in [(0.5, width), (0.8 + width * cell, image.size)]
    )
    for axes, values in [(grid, image), (strip, image.reshape(1, -1))]:
        axes.imshow(values, cmap="gray", vmin=0, vmax=1)
        for (row, column), value in np.ndenumerate(values):
            _print_in_cell(axes, column, row, value, white=1, size=12)
        axes.set_xticks(range(values.shape[1]))
        axes.tick_params(length=0)
    grid.set_title(f"grid: shape {image.shape}", fontsize=10)
    grid.set_yticks(range(height))
    grid.set(xlabel="column c", ylabel="row r")
    strip.set_title(f"flattened: shape ({image.size},)", fontsize=10, pad=34)
    strip.set_yticks([])
    strip.set_xlabel(f"place j = {width} r + c")
    for row in range(height):
        first, last = row * width - 0.45, (row + 1) * width - 0.55
        strip.plot([first, last], [-0.62, -0.62], color=COLOURS[row], lw=3, clip_on=False)
        strip.text((first + last) / 2, -0.75, f"row {row}", ha="center", va="bottom", fontsize=10)
        grid.plot([-0.45, width - 0.55], [row + 0.42] * 2, color=COLOURS[row], lw=3)
    strip.set(xlim=(-0.5, image.size - 0.5), ylim=(0.5, -0.5))
    grid.set(xlim=(-0.5, width - 0.5), ylim=(height - 0.5, -0.5))
    return picture


def class_shares(parts):
    """Draw how large a share of each part every digit has, as bars side by side.

    Parameters
    ----------
    parts : dict
        {name of the part: its labels (n,)}, three at most
    """
    shares = {
        name: 100 * np.bincount(labels, minlength=10) / len(labels)
        for name, labels in parts.items()
    }
    lowest, highest = (limit(list(shares.values())) for limit in (np.min, np.max))
    alt = (
        f"Bars: the share of each digit in the parts {', '.join(parts)}. All of them lie between "
        f"{lowest:.1f} and {highest:.1f} per cent; a dashed line marks 10."
    )
    picture = Picture(alt, width=9.0, height=3.2)
    axes = picture.charts()
    width = 0.8 / len(parts)
    for place, (name, share) in enumerate(shares.items()):
        left = np.arange(10) + (place - (len(parts) - 1) / 2) * width
        look = {"color": COLOURS[place], "hatch": ("", "//", "..")[place], "edgecolor": "white"}
        axes.bar(left, share, width, label=name, **look)
    axes.axhline(10, color="black", ls="--", lw=1, label="all equally often")
    axes.set(xlabel="digit", xticks=range(10), ylim=(0, 1.35 * highest))
    axes.set_ylabel("share of the part (%)")
    axes.legend(ncols=len(parts) + 1, loc="upper center", frameon=False)
    return picture


def predictions(images, probabilities, labels):
    """Draw each image with the probabilities that it was given beside it; the label is hatched.

    Parameters
    ----------
    images : array (n, 784)
    probabilities : array (n, 10)
    labels : array (n,)
    """
    said = [f"{label} read as {p.argmax()}" for label, p in zip(labels, probabilities, strict=True)]
    alt = f"{len(images)} digits, each beside bars of its ten probabilities: {', '.join(said)}."
    rows = -(-len(images) // 4)
    picture = Picture(alt, width=10, height=2.0 * rows)
    grid = picture.subplots(rows, 8, squeeze=False, width_ratios=[1.0, 1.1] * 4)
    for axes in grid.flat[2 * len(images) :]:
        axes.axis("off")
    for place, (image, p, label) in enumerate(zip(images, probabilities, labels, strict=True)):
        left, right = grid.flat[2 * place : 2 * place + 2]
        show_grey(left, image)
        left.set_frame_on(False)
        left.set_title(said[place], fontsize=10)
        bars = right.barh(range(10), p, color=SKY)
        bars[label].set(facecolor=ORANGE, hatch="////", edgecolor="black")
        right.set(xlim=(0, 1.03), ylim=(9.6, -0.6), xticks=[0, 1], yticks=range(10))
        right.tick_params(labelsize=9, length=0)
        open_frame(right, "bottom")
    for axes in grid[-1, 1::2]:
        axes.set_xlabel("probability", fontsize=9)
    return picture
