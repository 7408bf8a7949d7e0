"""Pictures of digits, and of what they are made of."""

import numpy as np
from matplotlib.textpath import TextPath

from ..inputs import as_array, check_images, check_labels
from ..wording import figure, percent, signs
from .image_axes import NIGHT, WHITE, plain_frame, show_grey
from .picture import CENTRED, HERE, INK, MUTED, RIGHT, SMALL, WIDE, WRONG, Picture, in_style

MOST = 500  # digits in a grid: each takes about 20 ms to draw
GREY = "0.55"  # of the zeros in a grid of numbers: seen on black, but not in the way


@in_style
def show_digits(images, captions=None, columns=10, size=1.0, what="handwritten digits"):
    """Draw digits in a grid, each with a caption under it.

    A caption may have several lines. Where captions are wide the digits stand further apart,
    with fewer of them in a row.

    Parameters
    ----------
    images : array (n, 784)
        500 at most.
    captions : list of n strings, optional
        Or labels (n,).
    columns : whole number
        Digits in a row, at most.
    size : number
        Inches that a digit takes.
    what : str
        What the images are, for the text alternative, which counts them and names their captions.
    """
    images = _that_can_be_seen(images)
    n = len(images)
    captions = _one_for_each(captions, n)
    lines = [line for caption in captions or () for line in caption.split("\n")]
    cell = max([size, *(text_width(line) + 0.12 for line in lines)])  # inches
    columns = max(1, min(columns, n, int((WIDE + 2) / cell + 1e-6)))
    rows = -(-n // columns)
    caption_lines = max((caption.count("\n") + 1 for caption in captions or ()), default=0)
    names = ", ".join(caption.replace("\n", " ") for caption in captions or ())
    alt = f"{n} {what}" + (f": {names}." if names else ".")
    height = rows * (size + 0.19 * caption_lines) + 0.1
    picture = Picture(alt, width=columns * cell + 0.1, height=height)
    picture.draw_close()
    for place, axes in enumerate(np.ravel(picture.subplots(rows, columns, squeeze=False))):
        if place < n:
            show_grey(axes, images[place])
            axes.set_xlabel(captions[place] if captions else "", fontsize=SMALL, labelpad=3)
        else:
            axes.axis("off")
    return picture


def _that_can_be_seen(images):
    """Check that the images are a matrix from 0 to 1, and not too many."""
    images = as_array(images, "images")
    if images.dtype.kind in "biu":  # such as images > 0.5
        images = images.astype("float32")
    if images.ndim == 3:
        images = images.reshape(len(images), images[:1].size)
    images = check_images(images, images.shape[-1] if images.ndim else None, images.dtype)
    if len(images) > MOST:
        raise ValueError(
            f"images must be {MOST} at most, to be seen, but there are {len(images):,}: show some "
            "of them, like images[:20]"
        )
    return images


def _one_for_each(captions, n):
    """Return the captions as n texts, or None if there are none."""
    if captions is None:
        return None
    many = np.iterable(captions) and not isinstance(captions, str)
    captions = [*captions] if many else [captions]
    if len(captions) not in (0, n):
        raise ValueError(
            f"captions must be one for each image, but there are {len(captions)} for {n} images"
        )
    return [signs(str(caption)) for caption in captions] or None


def text_width(line):
    """Width of a line of caption in inches."""
    return TextPath((0, 0), line, size=SMALL).get_extents().width / 72 if line.strip() else 0.0


@in_style
def number_grid(values, what, white=255, rows="row", columns="column"):
    """Draw an array as a grid, each cell as bright as the number that is printed in it.

    Parameters
    ----------
    values : array (rows, columns)
    what : str
        What it is, for the text alternative.
    white : number
        The value that is drawn white; 0 is black.
    rows, columns : str
        What a row and a column stand for: the labels of the two sides.
    """
    height, width = values.shape
    cell = 0.3 if width > 12 else 0.5  # inches: three small digits fit into the smaller
    alt = f"{what}, as a grid of {height} by {width} numbers from 0, black, to {white:g}, white. "
    picture = Picture(
        alt + _where_bright(values, rows, columns), cell * width + 0.6, cell * height + 0.6
    )
    axes = picture.subplots()
    # Squares, and no image: matplotlib needs 25 bytes for each pixel of a page-wide image.
    axes.pcolormesh(range(width), range(height), values, cmap="gray", vmin=0, vmax=white)
    axes.set(aspect="equal")
    axes.invert_yaxis()
    size = 8 if width > 12 else 10
    for (row, column), value in np.ndenumerate(values):
        _print_in_cell(axes, column, row, value, white, size)
    axes.set_xticks(range(width), range(width), fontsize=size)
    axes.set_yticks(range(height), range(height), fontsize=size)
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.set(xlabel=columns, ylabel=rows)
    axes.xaxis.set_label_position("top")
    return picture


def _where_bright(values, rows, columns):
    """Say where numbers above 0 are: one in each row, or in which part."""
    if np.all(np.count_nonzero(values, axis=1) == 1):
        places = [f"{rows} {row}: {columns} {np.argmax(line)}" for row, line in enumerate(values)]
        return f"Each {rows} holds one number above 0: {', '.join(places)}."
    (top, bottom), (left, right) = ((p.min(), p.max()) for p in np.nonzero(values))
    return f"All above 0 stand in {rows}s {top} to {bottom} and {columns}s {left} to {right}."


def _print_in_cell(axes, column, row, value, white, size):
    """Print a number so that it can be read on its own brightness; zeros are grey."""
    colour = NIGHT if value > 0.45 * white else GREY if value == 0 else WHITE
    axes.text(column, row, f"{value:g}", fontsize=size, color=colour, **CENTRED)


@in_style
def flattening(image):
    """Draw a small image as a grid, and beside it the same numbers in one row.

    Parameters
    ----------
    image : array (rows, columns), 0 to 1
    """
    height, width = image.shape
    alt = (
        f"An image of {height} by {width} numbers, and beside it the same numbers in one row of "
        f"{image.size}: "
        + "; then ".join(
            f"row {row}, {', '.join(figure(value) for value in line)}"
            for row, line in enumerate(image)
        )
    )
    full, tall = WIDE + 1.0, 3.0
    picture = Picture(f"{alt}.", width=full, height=tall)
    picture.set_layout_engine("none")
    cell = (full - 1.0) / (width + image.size)  # inches
    grid, strip = (
        picture.add_axes([left / full, 0.22, columns * cell / full, lines * cell / tall])
        for left, columns, lines in [(0.5, width, height), (0.8 + width * cell, image.size, 1)]
    )
    for axes, values in [(grid, image), (strip, image.reshape(1, -1))]:
        axes.imshow(values, cmap="gray", vmin=0, vmax=1)
        plain_frame(axes)
        for (row, column), value in np.ndenumerate(values):
            _print_in_cell(axes, column, row, value, 1, 12)
        axes.set_xticks(range(values.shape[1]))
        axes.tick_params(length=0)
    grid.set_title(f"grid: shape {image.shape}")
    grid.set_yticks(range(height))
    grid.set(xlabel="column c", ylabel="row r")
    strip.set_title(f"flattened: shape ({image.size},)", pad=34)
    strip.set_xlabel(f"index j = {width} r + c")
    for row in range(height):
        first, last = row * width - 0.42, (row + 1) * width - 0.58
        strip.plot([first, last], [-0.62, -0.62], color=HERE, lw=3, clip_on=False)
        strip.text((first + last) / 2, -0.75, f"row {row}", ha="center", va="bottom")
        grid.plot([-0.42, width - 0.58], [row + 0.42] * 2, color=HERE, lw=3)
    strip.set(xlim=(-0.5, image.size - 0.5), ylim=(0.5, -0.5))
    return picture


@in_style
def predictions(images, probabilities, labels):
    """Draw each image with its ten probabilities.

    The true digit has a ✓ and a green bar, the one that was read a ▶.

    Parameters
    ----------
    images : array (n, 784)
    probabilities : array (n, 10)
    labels : array (n,)
    """
    images = _that_can_be_seen(images)
    labels = check_labels(labels, images)
    probabilities = _ten_for_each(probabilities, len(images))
    said = [f"{label} read as {p.argmax()}" for label, p in zip(labels, probabilities, strict=True)]
    told = [
        f"{words}, {percent(p.max())} sure" for words, p in zip(said, probabilities, strict=True)
    ]
    alt = f"{len(images)} digits, each beside bars of its ten probabilities: {'; '.join(told)}."
    rows = -(-len(images) // 4)
    picture = Picture(alt, width=WIDE + 1, height=2.1 * rows)
    picture.draw_close()
    grid = picture.subplots(rows, 8, squeeze=False, width_ratios=[1.1, 1.0] * 4)
    for axes in grid.flat[2 * len(images) :]:
        axes.axis("off")
    for place, (image, p, label) in enumerate(zip(images, probabilities, labels, strict=True)):
        left, right = grid.flat[2 * place : 2 * place + 2]
        show_grey(left, image)
        left.set_title(said[place] + (" ✓" if p.argmax() == label else " ✗"), fontsize=10)
        _bars(right, p, label)
    return picture


def _ten_for_each(probabilities, n):
    """Check that there are ten probabilities for each of the n images."""
    p = as_array(probabilities, "probabilities")
    wanted = f"probabilities must be what network.forward(images) gives, shape ({n}, 10)"
    if p.shape != (n, 10):
        raise ValueError(f"{wanted}, but the shape is {p.shape}")
    if p.dtype.kind not in "biuf" or not (p.min() >= 0 and p.max() <= 1 + 1e-5):
        raise ValueError(f"{wanted}, but these are not all numbers from 0 to 1")
    return p


def _bars(axes, p, label):
    """Draw ten probabilities as bars, with the signs of the true digit and of what was read."""
    read = p.argmax()
    bars = axes.barh(range(10), p, color=MUTED)
    bars[read].set(color=INK if read == label else WRONG)
    bars[label].set(facecolor=RIGHT, hatch="////", edgecolor=INK)
    for k in sorted({read, label}):
        marks = (" ▶" if k == read else "") + (" ✓" if k == label else "")
        colour = RIGHT if k == label else WRONG
        axes.text(p[k], k, marks, va="center", color=colour, fontsize=SMALL)
    axes.set(xlim=(0, 1.3), ylim=(9.6, -0.6), xticks=[])
    axes.set_yticks(range(10), range(10), fontsize=SMALL)
    axes.get_yticklabels()[read].set_fontweight("bold")
    axes.get_yticklabels()[label].set_color(RIGHT)
    axes.tick_params(length=0)
    axes.spines[["bottom"]].set_visible(False)
