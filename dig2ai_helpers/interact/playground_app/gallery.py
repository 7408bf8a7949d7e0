"""The playground's gallery: new digits as the network reads them, each with ten bars."""

import numpy as np

COLUMNS, ROWS = 3, 4
DIGITS_SHOWN = COLUMNS * ROWS
CELL = 130  # width and height of a digit with its bars
SIZE = (COLUMNS * CELL, 32 + ROWS * CELL)  # width and height of all that is drawn here
NOTHING = -1  # is read where the numbers have grown beyond all bounds


def draw_gallery(sketch, outputs, images, labels, corner):
    """Each digit with what is read, what it is, and ten bars; returns how many are right."""
    readings = np.where(np.isfinite(outputs).all(axis=1), outputs.argmax(axis=1), NOTHING)
    outputs = np.clip(np.nan_to_num(outputs), 0, 1)
    sketch.text(corner[0], corner[1] + 14, "test digits, never learned from", 14, "muted")
    rows, columns = np.divmod(np.arange(len(images)), COLUMNS)
    lefts, tops = corner[0] + columns * CELL, corner[1] + 32 + rows * CELL
    for i in range(len(images)):
        _reading(sketch, images[i], readings[i], labels[i], lefts[i], tops[i])
    _bars(sketch, outputs, labels, lefts, tops + 100)
    return int(np.count_nonzero(readings == labels))


def _reading(sketch, image, reading, label, left, top):
    right = reading == label
    sketch.image(image, int(left), int(top), 60)
    read = "?" if reading == NOTHING else reading
    sketch.text(left + 70, top + 15, f"{read} {'✓' if right else '✗'}", 24, bold=True)
    if not right:
        sketch.frame(left - 2, top - 2, 64, 64, "ink")
        sketch.text(left + 70, top + 44, f"is a {label}", 15)


def _bars(sketch, shares, labels, lefts, bottoms):
    """Ten probabilities (n, 10) under each digit; the true digit's are green and hatched."""
    heights = np.maximum(30 * shares, 1)
    x = lefts[:, None] + 12 * np.arange(10)  # (n, 10)
    y = np.broadcast_to(bottoms[:, None], x.shape)
    true = labels[:, None] == np.arange(10)
    boxes = np.stack([x, y - heights, np.full(x.shape, 10), heights], axis=-1)
    places = np.stack([x + 5, y + 9], axis=-1)
    digits = np.broadcast_to([f"{k}" for k in range(10)], x.shape)
    sketch.bars(boxes[~true], "muted")
    sketch.bars(boxes[true], "right", hatch=True)
    sketch.texts(places[~true], digits[~true].tolist(), 11, "muted")
    sketch.texts(places[true], digits[true].tolist(), 11, bold=True)
