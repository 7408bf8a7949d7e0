"""The playground's gallery: new digits as the network reads them, each with ten bars."""

import numpy as np

from ..toolkit.words import a_number
from .evidence import NOTHING

COLUMNS, ROWS = 3, 4
DIGITS_SHOWN = COLUMNS * ROWS
WIDE, HIGH = 104, 88  # of a digit with its bars
SIZE = (COLUMNS * WIDE, ROWS * HIGH)  # width and height of all that is drawn here
IMAGE = 48


def draw_gallery(sketch, shares, answers, images, labels, chosen, corner):
    """Each digit with what is read, what it is, and ten bars of `shares`; all can be pressed."""
    rows, columns = np.divmod(np.arange(len(images)), COLUMNS)
    places = np.stack([corner[0] + columns * WIDE, corner[1] + rows * HIGH], axis=-1)  # (n, 2)
    sketch.frame(*(places[chosen] - np.array([6, 5])), WIDE - 4, HIGH - 4, "here", line=3)
    for k, (left, top) in enumerate(places.tolist()):
        sketch.image(images[k], left, top, IMAGE)
        label = f"new digit {k + 1}, {a_number(labels[k])}: look closer"
        sketch.target(left - 6, top - 5, WIDE - 4, HIGH - 4, f"digit {k}", label)
    _words(sketch, answers, labels, places)
    _bars(sketch, np.nan_to_num(shares), labels, places + np.array([0, 77]))


def _words(sketch, answers, labels, places):
    """What is read, with a mark, and what it is if that is something else."""
    right = answers == labels
    read = ["?" if answer == NOTHING else f"{answer}" for answer in answers]
    sketch.texts(places + np.array([60, 14]), read, 22, bold=True)
    for rows, mark, colour in ((right, "✓", "right"), (~right, "✗", "wrong")):
        sketch.texts(
            places[rows] + np.array([79, 14]), [mark] * int(rows.sum()), 18, colour, bold=True
        )
    sketch.texts(places[~right] + np.array([70, 38]), [f"is {k}" for k in labels[~right]], 14)


def _bars(sketch, shares, labels, bottoms):
    """Ten probabilities (n, 10) under each digit; the true digit's are green and hatched."""
    heights = np.maximum(20 * shares, 1)
    x = bottoms[:, :1] + 9.4 * np.arange(10)  # (n, 10)
    boxes = np.stack([x, bottoms[:, 1:] - heights, np.full(x.shape, 8), heights], axis=-1)
    true = labels[:, None] == np.arange(10)
    sketch.bars(boxes[~true], "muted")
    sketch.bars(boxes[true], "right", hatch=True)
