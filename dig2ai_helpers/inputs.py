"""What comes in from the reader is checked here.

Each check returns the value in the form that the package works with, or raises an error of
one sentence: what is wrong, and what would be right.
"""

import math
import numbers
from collections.abc import Callable, Collection, Sequence, Sized
from typing import Any

import numpy as np
import numpy.typing as npt

from .arrays import Array, ArrayLike, Labels

# Pixels lie in 0 to 1. Images that were standardised to mean 0 and standard deviation 1, as
# some courses do, reach about 3; counts from 0 to 16 or 255 lie far above this bound.
FARTHEST_PIXEL = 5
KINDS = {"images": "decimal numbers from 0 to 1", "labels": "whole numbers from 0 on"}


def check_images(images: ArrayLike, width: int, dtype: npt.DTypeLike) -> Array:
    """Return the images as a matrix (n, width) of the dtype."""
    images = as_array(images, "images")
    check_matrix(images, width)
    if images.dtype == np.uint8:
        raise ValueError(
            "images must be decimal numbers from 0 to 1, but these are bytes from 0 to 255: "
            "divide them by 255"
        )
    if images.dtype.kind != "f":
        raise TypeError(
            "images must be decimal numbers (float32 or float64) from 0 to 1, but these are "
            f"{images.dtype}: try np.asarray(images, dtype='float32')"
        )
    lowest, highest = images.min(), images.max()  # NaN, if any pixel is NaN
    if not (np.isfinite(lowest) and np.isfinite(highest)):
        row = int(np.argmin(np.isfinite(images).all(axis=1)))
        raise ValueError(
            f"images must be numbers from 0 to 1, but row {row} holds NaN or infinity: "
            "leave that image out or correct it"
        )
    if max(-lowest, highest) > FARTHEST_PIXEL:
        remedy = "divide them by 255" if lowest >= 0 and highest <= 255 else "scale them first"
        raise ValueError(
            f"images must lie between 0 and 1, but these range from {lowest:g} to {highest:g}: "
            f"{remedy}"
        )
    return np.asarray(images, dtype)


def check_matrix(images: npt.NDArray[Any], width: int | None = None) -> None:
    """Check that the images are a matrix with one image per row, of this width if it is given."""
    n_width = "(n, pixels)" if width is None else f"(n, {width})"
    if images.ndim != 2 or width not in (None, images.shape[1]):
        hint = ""
        if images.ndim == 1 and len(images) == width:
            hint = ": for a single image write images[None, :]"
        if images.ndim == 3 and width in (None, math.prod(images.shape[1:])):
            hint = ": flatten them with images.reshape(len(images), -1)"
        raise ValueError(
            f"images must be a matrix with one image per row, shape {n_width}, but the shape is "
            f"{images.shape}{hint}"
        )
    if images.size == 0:
        raise ValueError("images must hold at least one image, but there is none")


def as_array(values: ArrayLike, name: str) -> npt.NDArray[Any]:
    """Return the values as an array."""
    if np.ma.is_masked(values):
        raise ValueError(f"{name} must be an array without a mask: fill its gaps, with .filled(0)")
    try:
        array = np.asarray(values)
    except (ValueError, TypeError, RuntimeError, OverflowError) as error:
        why = told(error, str)
        raise ValueError(
            f"{name} must be an array of numbers, but NumPy can't make one of it: {why}"
        ) from None
    if name in KINDS and array.ndim == 0 and array.dtype.kind in "OUS":  # a Split, a generator
        raise TypeError(
            f"{name} must be {KINDS[name]} in an array, like digits.train.{name}, but a "
            f"{type(values).__name__} was given"
        )
    return array


def check_labels(
    labels: ArrayLike, images: Sized | None = None, classes: int | None = 10
) -> Labels:
    """Return the labels as whole numbers (n,), one for each of the images if they are given.

    With `classes=None` there is no highest label.
    """
    labels = as_array(labels, "labels")
    highest = np.iinfo(np.intp).max if classes is None else classes - 1
    upwards = "on" if classes is None else f"to {highest}"
    wanted = f"labels must be whole numbers from 0 {upwards}, one for each image"
    if labels.ndim == 2 and labels.shape[1] > 1 and _one_hot(labels):
        raise ValueError(f"{wanted}, but these look one-hot: use labels.argmax(axis=1)")
    if labels.ndim != 1:
        raise ValueError(f"{wanted}, shape (n,), but the shape is {labels.shape}")
    if len(labels) == 0:
        raise ValueError(f"{wanted}, but there is none")
    if labels.dtype.kind not in "iu":
        raise TypeError(f"{wanted}, but these are {labels.dtype}: try np.array(labels, int)")
    if images is not None and len(labels) != len(images):
        raise ValueError(f"{wanted}, but there are {len(labels)} labels for {len(images)} images")
    outside = (labels < 0) | (labels > highest)
    if outside.any():
        row = int(outside.argmax())
        raise ValueError(f"{wanted}; row {row} holds {labels[row]}")
    return np.asarray(labels, np.intp)


def _one_hot(rows):
    """Whether each row holds a single 1 among zeros; the largest of other rows is no label."""
    return bool((((rows == 0) | (rows == 1)).all(axis=1) & ((rows == 1).sum(axis=1) == 1)).all())


def check_sizes(sizes: Any) -> tuple[int, ...]:
    """Return the layer sizes as a tuple of two or more whole numbers from 1."""
    if isinstance(sizes, (set, frozenset)):
        raise TypeError("sizes must be in an order, like (784, 128, 10), but a set has none")
    sizes = tuple(sizes) if np.iterable(sizes) else (sizes,)
    if len(sizes) < 2:
        raise ValueError(
            "sizes must name at least the inputs and the outputs, like (784, 128, 10), "
            f"but it is {told(sizes)}"
        )
    return tuple(check_whole(size, "each of the layer sizes") for size in sizes)


def check_whole(value: Any, name: str, least: int = 1, most: float = math.inf) -> int:
    """Return a whole number from `least` to `most`."""
    range_ = f"{least} or more" if most == math.inf else f"from {least} to {most}"
    wanted = f"{name} must be a whole number, {range_}"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{wanted}, but is {told(value)}")
    if not least <= int(value) <= most:
        raise ValueError(f"{wanted}, but is {told(value, str)}")
    return int(value)


def check_number(
    value: Any,
    name: str,
    above: float | None = None,
    least: float = -math.inf,
    below: float = math.inf,
) -> float:
    """Return a finite decimal number above (or at least) one bound and below another."""
    wanted = f"{name} must be a number " + (f"from {least}" if above is None else f"above {above}")
    wanted += "" if below == math.inf else f" and below {below}"
    if isinstance(value, (bool, np.bool_)) or not isinstance(value, numbers.Real):
        raise TypeError(f"{wanted}, but is {told(value)}")
    try:
        number = float(value)
    except OverflowError:  # a whole number beyond all decimal ones
        number = math.inf
    low_enough = number >= least if above is None else number > above
    if not (low_enough and number < below):  # NaN fails here, too
        raise ValueError(f"{wanted}, but is {told(value, str)}")
    return number


def check_name(value: Any, names: Collection[str], what: str) -> str:
    """Return a name that is one of `names`; suggest the nearest one otherwise."""
    if isinstance(value, str) and value in names:
        return value
    import difflib

    text = value[:80] if isinstance(value, str) else told(value, str)
    near = difflib.get_close_matches(text.lower(), list(names), n=1, cutoff=0.5)
    hint = f" (did you mean {near[0]!r}?)" if near else ""
    kind = ValueError if isinstance(value, str) else TypeError
    raise kind(f"{what} must be one of {', '.join(names)}, but is {told(value)}{hint}")


def told(value: Any, written: Callable[[Any], str] = repr) -> str:
    """Write a value into a sentence: in one line, and cut short."""
    try:
        text = written(value[:80] if isinstance(value, str) else value)
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number of thousands of digits"
    return " ".join(text.split())[:80]


def check_arrays(
    arrays: Sequence[Any], shapes: Sequence[tuple[int, ...]], dtype: np.dtype[Any], name: str
) -> None:
    """Check that a list holds one finite array of the dtype for each of the shapes."""
    if not isinstance(arrays, (list, tuple)):
        raise TypeError(f"{name} must be a list of arrays, but is {told(arrays)}")
    if len(arrays) != len(shapes):
        raise ValueError(f"{name} must hold {len(shapes)} arrays, but there are {len(arrays)}")
    for layer, (array, shape) in enumerate(zip(arrays, shapes, strict=True)):
        culprit = f"{name}[{layer}]"
        plain = type(array) in (np.ndarray, np.memmap)  # others compute in another way
        if not plain or array.dtype != dtype:
            kind = array.dtype if plain else type(array).__name__
            raise TypeError(
                f"{culprit} must be a {dtype} array, but is {kind}: try np.array(..., '{dtype}')"
            )
        if array.shape != shape:
            raise ValueError(f"{culprit} must have the shape {shape}, but has {array.shape}")
        if not np.isfinite(array).all():
            raise ValueError(f"{culprit} holds NaN or infinity: build a new network")
