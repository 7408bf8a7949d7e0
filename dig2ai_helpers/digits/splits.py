"""The digits: images with their labels, in three parts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from ..arrays import Array, ArrayLike, Labels
from ..inputs import as_array, check_images, check_labels, check_matrix, check_whole, told


class Split:
    """Images with their labels: one part of the digits, or a selection of it.

    Parameters
    ----------
    images
        (n, pixels), decimal numbers from 0 to 1, or bytes from 0 to 255 as in MNIST's files.
        Bytes stay bytes; each batch is scaled when it is taken, which saves memory. Bytes and
        float32 are not copied: what you change in your array changes the next batches, too.
    labels
        (n,), whole numbers from 0.

    Examples
    --------
    >>> Split(np.zeros((2, 784)), [3, 9])
    <2 images of 784 pixels, with their labels>
    >>> digits.train.first(50).images.shape
    (50, 784)
    """

    def __init__(self, images: ArrayLike, labels: ArrayLike) -> None:
        images = as_array(images, "images")
        check_matrix(images)
        if images.dtype != np.uint8:
            images = check_images(images, images.shape[1], "float32")
        self._images = images
        self.labels = check_labels(labels, images, classes=None).copy()
        self.labels.flags.writeable = False  # those that have been checked stay so

    def __setattr__(self, name: str, value: Any) -> None:
        if name in ("images", "labels") and hasattr(self, "labels"):
            raise TypeError(
                f"the {name} of a Split stay as they are: make a new one, Split(images, labels)"
            )
        super().__setattr__(name, value)

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def pixels(self) -> int:
        """Number of pixels of an image."""
        return self._images.shape[1]

    def __repr__(self) -> str:
        return f"<{len(self):,} images of {self.pixels} pixels, with their labels>"

    @cached_property
    def images(self) -> Array:
        """All images as float32 (n, pixels) from 0 to 1; computed when first used.

        They are read-only, since all cells of a notebook share them: write into a `.copy()`.
        """
        images, _ = self.batch(slice(None))
        images.flags.writeable = False
        return images

    def batch(self, rows: Any) -> tuple[Array, Labels]:
        """Return images (b, pixels), float32 from 0 to 1, and labels (b,) of some rows."""
        # `take` is the faster way for chosen rows; a mask it would read as the rows 0 and 1.
        taken = isinstance(rows, np.ndarray) and rows.dtype.kind in "iu"
        images = self._images.take(rows, axis=0) if taken else self._images[rows]
        if images.dtype == np.uint8:
            images = images.astype(np.float32)
            images /= 255
        return images, self.labels[rows]

    def __getstate__(self):
        return {k: v for k, v in vars(self).items() if k != "images"}  # a copy stays small

    def __setstate__(self, state):
        vars(self).update(state)
        self.labels.flags.writeable = False

    def first(self, n: int) -> Split:
        """Return the first n images with their labels, as a smaller split."""
        n = check_whole(n, "n", most=len(self))
        return Split(self._images[:n], self.labels[:n])


@dataclass(frozen=True)
class Digits:
    """The digits in three parts: for training, for choosing settings, and for the final test.

    Examples
    --------
    >>> digits.name, len(digits.train), len(digits.validation), len(digits.test)
    ('bundled', 1197, 300, 300)
    """

    name: str
    train: Split
    validation: Split
    test: Split


def check_digits(digits: Digits, pixels: int | None = None, ten: bool = False) -> None:
    """Check that the digits are what `load_digits` gives.

    If they must, also that they have so many `pixels`, and labels of `ten` digits at most.
    """
    if not isinstance(digits, Digits):
        raise TypeError(f"digits must be what load_digits() gives, but is {told(digits)}")
    for name in ("train", "validation", "test"):
        part = getattr(digits, name)
        if not isinstance(part, Split):
            raise TypeError(f"digits.{name} must be a Split, but is {told(part)}")
        if pixels not in (None, part.pixels):
            raise ValueError(
                f"digits must be images of {pixels} pixels, but those of digits.{name} have "
                f"{part.pixels}"
            )
        if ten and part.labels.max() > 9:
            raise ValueError(
                f"digits must have labels from 0 to 9, but one of digits.{name} is "
                f"{part.labels.max()}"
            )


def one_hot(labels: ArrayLike, classes: int = 10) -> Array:
    """Turn labels (n,) into rows of zeros with a single 1 at the label: float32 (n, classes).

    Examples
    --------
    >>> one_hot([2, 0], classes=3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    """
    classes = check_whole(classes, "classes")
    labels = check_labels(labels, classes=classes)
    try:
        rows = np.zeros((len(labels), classes), np.float32)
    except (MemoryError, ValueError):  # more than there is, or than can be counted
        raise ValueError(f"{classes} classes need too much memory") from None
    rows[np.arange(len(labels)), labels] = 1
    return rows
