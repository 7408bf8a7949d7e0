"""The digits: images with their labels, in three parts."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ..inputs import as_array, check_images, check_labels, check_matrix, check_whole


class Split:
    """Images with their labels: one part of the digits, or a selection of it.

    Images can be kept as bytes from 0 to 255, as MNIST's files hold them: then a batch is
    scaled when it is taken, and nobody who trains needs all of them as decimal numbers.

    Parameters
    ----------
    images : array (n, pixels), bytes from 0 to 255 or decimal numbers from 0 to 1
    labels : array (n,), whole numbers from 0
    """

    def __init__(self, images, labels):
        images = as_array(images, "images")
        check_matrix(images)
        if images.dtype != np.uint8:
            images = check_images(images, images.shape[1], "float32")
        self._images = images
        self.labels = check_labels(labels, images, classes=None)

    def __len__(self):
        return len(self.labels)

    @property
    def pixels(self):
        """Number of pixels of an image."""
        return self._images.shape[1]

    def __repr__(self):
        return f"<{len(self):,} images of {self.pixels} pixels, with their labels>"

    @cached_property
    def images(self):
        """All images as float32 (n, pixels) from 0 to 1; made when first asked for.

        They are read-only, since all cells of a notebook share them: write into a `.copy()`.
        """
        images, _ = self.batch(slice(None))
        images.flags.writeable = False
        return images

    def batch(self, rows):
        """Images (b, pixels), float32 from 0 to 1, and labels (b,) of some rows."""
        taken = isinstance(rows, np.ndarray)  # `take` is the faster way for chosen rows
        images = self._images.take(rows, axis=0) if taken else self._images[rows]
        if images.dtype == np.uint8:
            images = images.astype(np.float32)
            images /= 255
        return images, self.labels[rows]

    def __reduce__(self):
        return Split, (self._images, self.labels)  # a copy for another process stays small

    def first(self, n):
        """The first n images with their labels, as a smaller split."""
        n = check_whole(n, "n", most=len(self))
        return Split(self._images[:n], self.labels[:n])


@dataclass(frozen=True)
class Digits:
    """The digits in three parts: to learn from, to choose settings by, to judge at the end."""

    name: str
    train: Split
    validation: Split
    test: Split


def check_digits(digits):
    """See that the digits are what `load_digits` gives."""
    if not isinstance(digits, Digits):
        raise TypeError(f"digits must be what load_digits() gives, but is {digits!r:.80}")
    for name in ("train", "validation", "test"):
        if not isinstance(getattr(digits, name), Split):
            raise TypeError(f"digits.{name} must be a Split, but is {getattr(digits, name)!r:.80}")


def one_hot(labels, classes=10):
    """Turn labels (n,) into rows of zeros with a single 1 at the label: float32 (n, classes)."""
    classes = check_whole(classes, "classes")
    return np.eye(classes, dtype=np.float32)[check_labels(labels, classes=classes)]
