"""Digits that are moved, rotated, bent and drawn thicker or thinner, differently each epoch.

For every pixel of the new image, the place in the old image is computed from which its ink
comes. That place mostly lies between four pixels, and the new pixel is a mean of the four,
weighted by how near they are: bilinear resampling.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..arrays import Array, ArrayLike, Labels
from ..inputs import check_images, check_number, check_whole, told
from .splits import Split

SIDE = 28  # pixels on a side of an image
MIDDLE = (SIDE - 1) / 2  # digits turn and grow about the middle of the image
PIECE = 32  # images at a time: few enough to stay in the processor's cache

# Settings must be below these.
LIMITS = dict(shift=SIDE, scale=1, shear=SIDE, rotation=361, elastic=SIDE, thickness=1)

# Rows and columns, counted from the middle
FROM_MIDDLE = np.arange(SIDE, dtype=np.float32) - np.float32(MIDDLE)

# An elastic distortion pushes the image at 6 x 6 knots. A push is strongest at its knot and
# falls off like a Gaussian; the sum of random pushes is smooth, with standard deviation 1.
KNOTS = np.linspace(0, SIDE - 1, 6)
BELLS = np.exp(-(((np.arange(SIDE) - KNOTS[:, None]) / 4.5) ** 2) / 2)  # (6, 28)
ELASTIC = np.kron(BELLS, BELLS)  # (36, 784): each bell down times each bell across
ELASTIC = ELASTIC / np.sqrt((ELASTIC**2).sum(axis=0))

# A push is a sum of products. With factors of so few binary digits, a sum below 64 pixels is
# exact in float32: whatever its order on a processor, every computer bends a digit alike.
STEP = 2.0**-9
ELASTIC = (np.rint(ELASTIC / STEP) * STEP).astype(np.float32)


def distort(
    images: ArrayLike,
    rng: np.random.Generator,
    shift: float = 1.5,
    scale: float = 0.12,
    shear: float = 0.15,
    rotation: float = 12,
    elastic: float = 1.0,
    thickness: float = 0.4,
) -> Array:
    """Distort every image in a random way of its own.

    Parameters
    ----------
    images
        (n, 784), from 0 to 1.
    rng
        `np.random.default_rng(seed)`: the same seed gives the same distortions.
    shift, scale, shear, rotation
        The most by which to move (pixels), grow or shrink (a share of height and of width),
        lean (pixels for each pixel of height) and rotate (degrees).
    elastic
        Pixels by which each part is pushed in a direction of its own (standard deviation).
    thickness
        How much thicker or thinner to draw strokes at most, see `redraw`.

    Returns
    -------
    Array
        (n, 784), float32, from 0 to 1.

    Examples
    --------
    >>> rng = np.random.default_rng(0)
    >>> distort(digits.train.images[:5], rng, rotation=20).shape
    (5, 784)
    """
    images = check_images(images, SIDE * SIDE, "float32")
    if not isinstance(rng, np.random.Generator):
        raise TypeError(f"rng must be np.random.default_rng(seed), but is {told(rng)}")
    given = (shift, scale, shear, rotation, elastic, thickness)
    shift, scale, shear, rotation, elastic, thickness = map(_checked, LIMITS, given)
    down, across, height, width, slant, turn, thicker = rng.uniform(-1, 1, (7, len(images)))
    pushes = rng.standard_normal((2, len(images), len(ELASTIC)), dtype=np.float32)
    distorted = np.empty_like(images)
    for rows in (slice(start, start + PIECE) for start in range(0, len(images), PIECE)):
        warped = warp(
            images[rows],
            down=shift * down[rows],
            across=shift * across[rows],
            height=1 + scale * height[rows],
            width=1 + scale * width[rows],
            slant=shear * slant[rows],
            turn=rotation * turn[rows],
            pushes=elastic * pushes[:, rows],
        )
        distorted[rows] = redraw(warped, thickness * thicker[rows])
    return distorted


def _checked(name, value):
    return check_number(value, name, least=0, below=LIMITS[name])


def warp(
    images: Array,
    down: ArrayLike = 0,
    across: ArrayLike = 0,
    height: ArrayLike = 1,
    width: ArrayLike = 1,
    slant: ArrayLike = 0,
    turn: ArrayLike = 0,
    pushes: ArrayLike = 0,
) -> Array:
    """Stretch, shear, rotate and move images, in this order, and push their parts about.

    Nothing is checked here: `distort` does that. All but `images` (n, 784) and `pushes` are
    numbers, or arrays (n,): pixels to move; factors for height and width; pixels to lean to the
    right for each pixel of height; degrees anticlockwise. `pushes` (2, n, 36) are the pixels to
    push up, and those to push to the left, at each knot.
    """
    settings = down, across, height, width, slant, np.radians(turn)
    columns = [np.broadcast_to(setting, len(images))[:, None] for setting in settings]
    down, across, height, width, slant, turn = columns  # (n, 1) each
    # The way back, from a pixel's new place to its old one. The place is a weighted sum of 1, the
    # pixel's row and its column, and so is whatever a step makes of it: (n, 3) weights.
    y, x = [0, 1, 0] - down * [1, 0, 0], [0, 0, 1] - across * [1, 0, 0]
    y, x = np.cos(turn) * y + np.sin(turn) * x, np.cos(turn) * x - np.sin(turn) * y
    y, x = y / height + [MIDDLE, 0, 0], (x + slant * y) / width + [MIDDLE, 0, 0]
    weights = np.stack([y, x]).astype(np.float32)[..., None]  # (2, n, 3, 1)
    pushes = (np.rint(np.divide(pushes, STEP)) * STEP).astype(np.float32)
    places = np.broadcast_to(pushes, (2, len(images), len(ELASTIC))) @ ELASTIC
    squares = places.reshape(2, -1, SIDE, SIDE)
    squares += weights[:, :, :1] + weights[:, :, 1:2] * FROM_MIDDLE[:, None]
    squares += weights[:, :, 2:] * FROM_MIDDLE
    return look_up(images, *places)


def look_up(images: Array, rows: Array, columns: Array) -> Array:
    """Read each image's ink at places (n, 784) between its pixels; around it there is none."""
    wide = SIDE + 2
    framed = np.zeros((len(images), wide, wide), np.float32)  # an empty pixel on each side
    framed[:, 1:-1, 1:-1] = images.reshape(-1, SIDE, SIDE)
    ink = framed.reshape(-1)

    most = np.nextafter(np.float32(wide - 1), np.float32(0))  # there is a pixel after it
    rows, columns = np.clip(rows + 1, 0, most), np.clip(columns + 1, 0, most)
    top, left = np.floor(rows), np.floor(columns)
    rows -= top  # from that pixel to the place: 0 to 1
    columns -= left
    first = (top * wide + left).astype(np.intp)  # the upper left one of the four pixels
    first += np.arange(0, ink.size, wide * wide)[:, None]  # counted through all images
    upper = _between(ink.take(first), ink[1:].take(first), columns)
    lower = _between(ink[wide:].take(first), ink[wide + 1 :].take(first), columns)
    return _between(upper, lower, rows)


def _between(start, end, share):
    """Interpolate linearly between two arrays; in place, which is faster than a formula."""
    end -= start
    end *= share
    start += end
    return start


def redraw(images: Array, thickness: Array) -> Array:
    """Draw strokes thicker or thinner, by a share (n,) from -1 to 1 for each image.

    Thicker: each pixel goes that share of the way to the lightest of its four neighbours.
    Thinner: ink below the share fades away, and what is left is stretched to 0 to 1.
    """
    share = np.abs(thickness).astype(np.float32)[:, None]
    redrawn = np.maximum(images - share, 0)
    redrawn /= 1 - share

    thicker = np.flatnonzero(thickness > 0)
    squares = images[thicker].reshape(-1, SIDE, SIDE)
    lightest = squares.copy()
    for line, lighter in ((squares, lightest), (squares.swapaxes(1, 2), lightest.swapaxes(1, 2))):
        np.maximum(lighter[:, 1:], line[:, :-1], out=lighter[:, 1:])
        np.maximum(lighter[:, :-1], line[:, 1:], out=lighter[:, :-1])
    redrawn[thicker] = _between(squares, lightest, share[thicker, :, None]).reshape(-1, SIDE**2)
    return redrawn


class Distorted:
    """A split whose images are distorted differently each time that they are taken.

    `train(net, Distorted(digits.train), ...)` never shows the network the same image twice.
    `settings` are those of `distort`.

    Examples
    --------
    >>> moving = Distorted(digits.train, elastic=0, thickness=0)
    >>> bool((moving.batch([0])[0] == moving.batch([0])[0]).all())
    False
    """

    def __init__(self, split: Split, seed: int = 0, **settings: float) -> None:
        if not isinstance(split, Split):
            raise TypeError(f"split must be a Split, like digits.train, but is {told(split)}")
        self._split, self._settings = split, settings
        self._rng = np.random.default_rng(check_whole(seed, "seed", least=0))
        self.labels, self.pixels = split.labels, split.pixels
        distort(split.batch(slice(0, 1))[0], np.random.default_rng(0), **settings)  # checks

    def __len__(self) -> int:
        return len(self.labels)

    def batch(self, rows: Any) -> tuple[Array, Labels]:
        """Return newly distorted images (b, 784), and the labels (b,), of some rows."""
        images, labels = self._split.batch(rows)
        return distort(images, self._rng, **self._settings), labels
