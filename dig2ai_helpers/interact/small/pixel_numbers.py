"""An image is numbers: touch a pixel, and see its number and its index in the flattened row."""

import numpy as np

from ...digits import Digits, check_digits
from ..toolkit.app import App
from ..toolkit.controls import Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number

IMAGES = 40  # to choose from
SIDE, SHOWN = 28, 5  # pixels of the image each way, and of those shown as numbers
PIXEL = Slider("pixel", "index in the row", range(SIDE**2), 10 * SIDE + 14, "{}", in_picture=True)


class Wide:
    """Where everything stands on a page with room, in pixels."""

    size, image = (720, 566), (0, 30, 336)
    around, cell = (388, 56), (66, 34)
    words = (388, 262)
    strip, zoom, beside = (0, 424, 720, 54), (0, 506, 720), 5


class Narrow:
    """The same where there is little room."""

    size, image = (300, 860), (0, 30, 300)
    around, cell = (34, 512), (53, 30)
    words = (0, 358)
    strip, zoom, beside = (0, 708, 300, 54), (0, 792, 300), 2


def pixels(digits: Digits) -> App:
    """Show which number stands for a pixel, and where it lies in the flattened row.

    Point at a pixel, press it, or move from one to the next with the arrow keys; or drag along
    the row.

    Examples
    --------
    >>> app = interact.pixels(digits)
    >>> app.set(pixel=344)
    >>> app.alt
    'Row 12, column 8 of image 0, a...
    """
    check_digits(digits, pixels=784, ten=True)
    images, labels = digits.train.first(min(IMAGES, len(digits.train))).batch(slice(None))
    controls = [Slider("image", "training image", range(len(images)), 0, "no. {}"), PIXEL]

    def draw(settings):
        i = settings["image"]
        places = Narrow if settings["narrow"] else Wide
        return _draw(places, images[i], labels[i], i, settings["pixel"])

    return App("Pixels are numbers", controls, draw, pick=_pick, in_use=_inked(images[0])).begin()


def _pick(pressed):
    """Choose a pixel: "cell:344" in the image, "from 238:7" in the table that begins there."""
    name, _, at = pressed.partition(":")
    cell = int(at)
    if name.startswith("from "):
        row, column = divmod(cell, SHOWN)
        cell = int(name.removeprefix("from ")) + SIDE * row + column
    if not 0 <= cell < SIDE**2:
        raise ValueError(f"there are pixels 0 to {SIDE**2 - 1}, but no {cell}")
    return {"pixel": cell}


def _inked(image):
    """For the still picture a pixel at the edge of the ink, between black and white."""
    return {"image": 0, "pixel": int(np.abs(image - 0.6).argmin())}


def _draw(places, image, label, number, pixel):
    row, column = divmod(pixel, SIDE)
    sketch = Sketch(*places.size)
    x, y, side = places.image
    sketch.text(x, 14, f"the image: {a_number(label)}, {SIDE} rows of {SIDE} pixels", 15)
    sketch.image(image, x, y, side)
    cell = side / SIDE
    first_row, first_column = _patch(row, column)
    patch = x + cell * first_column, y + cell * first_row, cell * SHOWN, cell * SHOWN
    sketch.frame(*patch, "muted")
    for more in (1, 2):  # a line of two pixels, around the pixel
        box = x + cell * column - more, y + cell * row - more, cell + 2 * more, cell + 2 * more
        sketch.frame(*box, "here")
    words = f"the image, {SIDE} by {SIDE} pixels: the arrow keys lead from pixel to pixel"
    sketch.target(x, y, side, side, "cell", words, cells=SIDE, cell=pixel, way="hover")
    _around(sketch, places, image, row, column)
    left, top = places.words
    ink = _figure(image[pixel])
    sketch.text(left, top, f"row {row}, column {column}", 19)
    sketch.text(left, top + 34, f"ink {ink}", 28, "here", bold=True)
    sketch.text(left + 142, top + 34, "0 is black, 1 is white", 14, "muted")
    sketch.text(left, top + 72, f"{SIDE} × {row} + {column} = {pixel}", 19)
    _strip(sketch, places, image, row, pixel)
    sketch.alt = (
        f"Row {row}, column {column} of image {number}, {a_number(label)}: the ink is {ink}. "
        f"In the flattened row of {SIDE**2} numbers it is number {SIDE} × {row} + {column} = "
        f"{pixel}, counted from 0."
    )
    sketch.caption = (
        "Point at a pixel, press one of the numbers around it, or drag along the row: you see the "
        "pixel's number, and its index when all rows are laid one after the other. Rows, columns "
        "and indices count from 0."
    )
    sketch.spoken = (
        f"Image {number} is {a_number(label)}. "
        f"Row {row}, column {column}: {ink}, number {pixel} of the flattened row."
    )
    return sketch


def _around(sketch, places, image, row, column):
    """The numbers of the pixels around one, as a piece of the matrix."""
    (left, top), (wide, high) = places.around, places.cell
    first_row, first_column = _patch(row, column)
    sketch.text(left, top - 42, "its number, and those around it", 15)
    for k in range(SHOWN):
        x, y = left + (k + 0.5) * wide, top + (k + 0.5) * high
        sketch.text(x, top - 14, f"{first_column + k}", 13, "muted", "center")
        sketch.text(left - 8, y, f"{first_row + k}", 13, "muted", "right")
    for i, j in np.ndindex(SHOWN, SHOWN):
        x, y = left + j * wide, top + i * high
        place = SIDE * (first_row + i) + first_column + j
        _number(sketch, (x, y, wide, high), image[place], place == SIDE * row + column)
    at, box = SIDE * first_row + first_column, (left, top, SHOWN * wide, SHOWN * high)
    here = SHOWN * (row - first_row) + column - first_column
    words = "the numbers around it: press one"
    sketch.target(*box, f"from {at}", words, cells=SHOWN, cell=here)


def _patch(row, column):
    """The first row and column of the numbers that are shown."""
    return [min(max(at - SHOWN // 2, 0), SIDE - SHOWN) for at in (row, column)]


def _figure(value):
    """An ink with two decimals; what is nearly nothing is not called 0."""
    return "< .01" if 0 < value < 0.005 else f"{value:.2f}"


def _number(sketch, box, value, here):
    """A pixel's number in its box."""
    x, y, wide, high = box
    sketch.frame(x, y, wide, high, "faint")
    if here:
        sketch.frame(x + 1, y + 1, wide - 2, high - 2, "here")
        sketch.frame(x + 2, y + 2, wide - 4, high - 4, "here")
    colour = "here" if here else "ink" if value > 0 else "muted"
    sketch.text(x + wide / 2, y + high / 2, _figure(value), 15, colour, "center", bold=here)


def _strip(sketch, places, image, row, pixel):
    """The flattened row: each number as a bar, and the numbers next to this one."""
    left, top, width, height = places.strip
    each = width / SIDE**2
    sketch.text(left, top - 16, f"the flattened row: numbers 0 to {SIDE**2 - 1}", 15)
    x, align = left + each * SIDE * row, "left" if row < SIDE / 2 else "right"
    sketch.bars([(x, top, each * SIDE, height)], "here", strength=0.25)
    sketch.text(x if align == "left" else x + each * SIDE, top + height + 10, f"row {row}", 13,
                "here", align)  # fmt: skip
    for boundary in range(0, SIDE + 1, 4):
        x = left + each * SIDE * boundary
        sketch.line([(x, top), (x, top + height)], "faint", 1)
    x = left + each * np.arange(SIDE**2)
    tall = height * image
    boxes = np.stack([x, top + height - tall, np.full(SIDE**2, each), tall], axis=1)
    sketch.bars(boxes[image > 0], "ink")
    here = left + each * (pixel + 0.5)
    sketch.line([(here, top - 4), (here, top + height + 4)], "here", 2)
    sketch.slide(left, top, width, height, PIXEL, pixel)
    left, top, width = places.zoom
    count = 2 * places.beside + 1
    first = min(max(pixel - places.beside, 0), SIDE**2 - count)
    wide = width / count
    for k in range(count):
        place = first + k
        box = (left + k * wide, top, wide, 30)
        _number(sketch, box, image[place], place == pixel)
        colour, bold = ("here", True) if place == pixel else ("muted", False)
        x = left + (k + 0.5) * wide
        sketch.text(x, top + 44, f"{place}", 13, colour, "center", bold=bold)
