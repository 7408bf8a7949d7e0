"""Handwriting, made into images like MNIST's.

MNIST's makers cropped each digit, scaled it until it just filled a box of 20x20 pixels, and
placed that box in 28x28 pixels so that the digit's centre of mass was in the middle. Here the
path of a pen is scaled before its ink is drawn, so the ink is as thick as MNIST's, however
large or small the digit was written.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from ..arrays import Array, ArrayLike
from ..inputs import as_array, told

SIDE = 28  # pixels on a side of an image
BOX = 20  # pixels on a side of the box that a digit fills
MIDDLE = 14  # the pixel, 0 to 27, for the centre of mass

# The pen, in pixels of the image. Its width and the softness of its edge are chosen to give
# strokes the median thickness of MNIST's, and the same share of grey.
PEN = 2.5
EDGE = 1.0
SPACING = 0.25  # pixels between two dabs of the pen
MOST_DABS = 200_000  # of a stroke: one that is longer has been everywhere many times

# A path shorter than this share of the sheet stays small: a dot must not become a blot.
SMALLEST = 0.06


def strokes_as_mnist(strokes: Iterable[ArrayLike]) -> Array:
    """Scale the path of a pen, draw its ink, and centre it, as MNIST's makers did.

    Each stroke has points x, y (n, 2) on a sheet from 0 to 1, y downwards. The image (784,) is
    all 0 if there is no stroke.

    Examples
    --------
    >>> seven = strokes_as_mnist([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
    >>> load_network().predict(seven[None, :])
    array([7])
    """
    strokes = check_strokes(strokes)
    if not strokes:
        return np.zeros(SIDE * SIDE, np.float32)
    points = np.concatenate(strokes)
    low, extent = points.min(axis=0), np.ptp(points, axis=0)
    scale = (BOX - PEN) / max(*extent, SMALLEST)
    dabs = np.concatenate([_dabs((stroke - low) * scale) for stroke in strokes])
    width, height = np.ceil(extent * scale + PEN - 1e-6).astype(int)
    return _centred(_inked(dabs + PEN / 2, height, width))


def ink_on(image: Array, strokes: Iterable[ArrayLike]) -> Array:
    """Draw strokes on an image (784,) that fills the sheet, as on paper: nothing is scaled.

    Examples
    --------
    >>> one = digits.test.images[0]
    >>> bool((ink_on(one, [[(0.1, 0.5), (0.9, 0.5)]]) >= one).all())
    True
    """
    strokes = check_strokes(strokes)
    if not strokes:
        return image.copy()
    last = SIDE - 1 / 8  # a dab on the far edge lies on the last pixel
    dabs = np.concatenate([_dabs(np.minimum(SIDE * stroke, last)) for stroke in strokes])
    return np.maximum(image, _inked(dabs, SIDE, SIDE).reshape(-1).astype(np.float32))


def check_strokes(strokes: Any) -> list[Array]:
    """Return the strokes as a list of arrays (n, 2), without those that have no point."""
    wanted = "strokes must be a list of strokes, each with points x, y from 0 to 1"
    if not np.iterable(strokes) or isinstance(strokes, (str, bytes, dict)):
        raise TypeError(f"{wanted}, but is {told(strokes)}")
    checked = []
    for number, stroke in enumerate(strokes):
        points = as_array(stroke, f"stroke {number}")
        if points.size == 0:
            continue
        if points.dtype.kind not in "iuf" or points.ndim != 2 or points.shape[1] != 2:
            raise ValueError(f"{wanted}; stroke {number} has the shape {points.shape}, not (n, 2)")
        if not ((points >= 0) & (points <= 1)).all():  # NaN fails here, too
            raise ValueError(f"{wanted}; stroke {number} leaves the sheet")
        checked.append(points.astype(float))
    return checked


def _centred(picture):
    """Place a picture, at most 20x20, with its centre of mass in the middle of 28x28 pixels.

    It is moved by whole pixels, as MNIST's were, and never beyond the edge.
    """
    image = np.zeros((SIDE, SIDE), np.float32)
    place = []
    for axis, n in enumerate(picture.shape):
        profile = picture.sum(axis=1 - axis)  # the ink in each row, or column
        centre = profile @ np.arange(n) / profile.sum()
        # A symmetric digit's centre lies between two pixels: the last bits must not choose one.
        first = np.rint(np.round(MIDDLE - centre, 6))
        place.append(int(np.clip(first, 0, SIDE - n)))
    top, left = place
    image[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return image.reshape(-1)


def _dabs(path):
    """Return points (m, 2) at even, small distances along the path (n, 2) of a pen."""
    steps = np.sqrt((np.diff(path, axis=0) ** 2).sum(axis=1))
    along = np.concatenate([[0], np.cumsum(steps)])
    places = np.linspace(0, along[-1], min(int(along[-1] / SPACING) + 2, MOST_DABS))
    dabs = np.stack([np.interp(places, along, values) for values in path.T], axis=1)
    # On a grid of eighths of a pixel: a scribble can't have more dabs than there are places.
    places = np.zeros((8 * SIDE, 8 * SIDE), bool)
    places[tuple(np.rint(8 * dabs).astype(int).T)] = True
    return np.argwhere(places) / 8


def _inked(dabs, height, width):
    """Return the ink (height, width) that a round pen leaves on each pixel.

    A pixel's ink follows from its distance to the nearest dab (m, 2).
    """
    reach = int(np.ceil(PEN / 2 + EDGE / 2))
    offsets = np.arange(-reach, reach + 1)
    columns, rows = np.floor(dabs).astype(int).T[:, :, None] + offsets  # (m, 2·reach+1) each
    across = (columns + 0.5 - dabs[:, :1]) ** 2
    down = (rows + 0.5 - dabs[:, 1:]) ** 2
    square = down[:, :, None] + across[:, None, :]
    nearest = np.full((height + 2 * reach, width + 2 * reach), np.inf)
    np.minimum.at(nearest, (rows[:, :, None] + reach, columns[:, None, :] + reach), square)
    distance = np.sqrt(nearest[reach : reach + height, reach : reach + width])
    return np.clip((PEN / 2 - distance) / EDGE + 0.5, 0, 1)
