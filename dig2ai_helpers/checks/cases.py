"""Cases: what an answer is called with, what it does with them, and fresh ones by chance."""

import array
import collections
import contextlib
import copy
import io
import itertools
import random
import sys
import threading
import types
import warnings
from collections.abc import Iterator, KeysView, ValuesView
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..surroundings import under_test
from .guard import guarded

FRESH = 3  # random cases that each check adds to its fixed ones
PATIENCE = 10  # seconds: how long a check waits for one in another thread
# Entries of a result at most, which in the series are hundreds. No more are taken from an iterator:
# the guard can't stop one of Python's own, like count().
ENTRIES = 10_000

# Scores with their labels: one image, ordinary batches, and some that let a careless exponential
# overflow or a careless logarithm meet 0. The numbers of images and of classes differ, some
# classes are missing from the labels, and the rows are of very different size.
ORDINARY = (
    (np.array([[2.0, 0.0, 1.0]]), np.array([2])),
    (np.array([[2.0, 0.0, 1.0, -0.7], [0.5, 0.3, -1.2, 0.9]]), np.array([2, 0])),
    (np.array([[0.1, 0.4, -0.3], [1.1, 3.0, 2.0], [-1.0, 0.0, 0.7]]), np.array([0, 1, 1])),
    (
        np.array(
            [
                [0.1, 0.4, -0.3, 2.2, 0.8],
                [1.1, 3.0, 2.0, -1.6, 0.2],
                [-1.0, 0.0, 0.7, 0.35, -2.1],
            ]
        ),
        np.array([0, 4, 1]),
    ),
)
HUGE = (
    (np.array([[0.0, 1000.0]]), np.array([0])),
    (np.array([[900.0, 0.0, 1.0], [0.0, 1000.0, -800.0]]), np.array([2, 1])),
    (np.array([[0.0, 1.0, 2.0], [1000.0, 0.0, 3.0]]), np.array([1, 2])),
    (np.array([[-1000.0, -1003.0, -1001.0, -5000.0], [4000.0, 0.0, 1.0, 2.0]]), np.array([1, 0])),
)


def fresh_scores(rng):
    """Scores (n, classes) and labels (n,) of random size, all three numbers different."""
    n, classes = rng.choice(np.arange(2, 8), size=2, replace=False)
    return rng.normal(0, 2, size=(n, classes)), rng.integers(0, classes, size=n)


_one_thread = threading.RLock()


class TooLongError(ValueError):
    """A result that can't be right; its text is the sentence for the reader."""


@dataclass
class Outcome:
    """What an answer made of one case: a value, or an error; and what it did besides."""

    case: tuple
    value: Any = None
    error: BaseException | None = None
    changed: tuple = ()  # places of the arguments that it changed
    printed: bool = False
    generator: bool = False  # the function has a `yield`
    kind: str = "fixed"  # or "fresh", or "extreme"
    right: Any = None  # what the right answer makes of the case


def run(function, case):
    """Call a reader's function on deep copies of a case, quietly and guarded."""
    before, given = copy.deepcopy(case), copy.deepcopy(case)
    printed, stdout = _Sink(), sys.stdout
    outcome = Outcome(before)
    try:
        with quiet(), contextlib.redirect_stdout(printed):
            outcome.value, outcome.generator = guarded(_finished, function, given)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        outcome.error = _told_in_words(error)
    finally:
        if sys.stdout is printed:  # an interrupt may have come just as it was to be set back
            sys.stdout = stdout
    outcome.printed = printed.used
    outcome.changed = tuple(
        place
        for place, (old, new) in enumerate(zip(before, given, strict=True))
        if not same(old, new)
    )
    return outcome


def _told_in_words(error):
    """An error, or if it can't say what it is, one that tells its name."""
    try:
        str(error)
    except Exception:
        return RuntimeError(type(error).__name__).with_traceback(error.__traceback__)
    return error


def run_ours(function, case):
    """Call one of our own functions on a deep copy of a case: all that counts is what it gives."""
    outcome = Outcome(case)
    try:
        with quiet():
            outcome.value, _ = _finished(function, copy.deepcopy(case))
    except Exception as error:
        outcome.error = error
    return outcome


@contextlib.contextmanager
def quiet():
    """No warnings: an overflow is part of what a check looks at. One thread at a time.

    Python has one list of warnings and one place to print to for all threads: two checks in two
    threads would set them back in the wrong order, and nothing would be printed any more.
    """
    mine = False
    try:
        mine = _one_thread.acquire(timeout=PATIENCE)
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    finally:
        if mine:
            _one_thread.release()


class _Sink(io.TextIOBase):
    """Swallow what is printed, and remember that there was something."""

    used = False

    def write(self, text):
        self.used = True
        return len(text)


def _finished(function, case):
    """Call a function, let a generator run to its end, and tell whether it was one."""
    value = function(*case)
    generator = isinstance(value, types.GeneratorType)
    if isinstance(value, (Iterator, range, KeysView, ValuesView)):
        value = list(itertools.islice(value, None if generator else ENTRIES))
    _refuse_what_is_too_long(value)
    if type(value) in (list, tuple):
        if {type(part).__module__ for part in value} <= {"builtins", "numpy"}:  # nearly always
            return value, generator
        return type(value)(map(_in_numpy, value)), generator
    return _in_numpy(value), generator


def _refuse_what_is_too_long(value):
    """Refuse a list or a string that nothing right comes near: to compare it would take minutes."""
    for part in (value, *value) if type(value) in (list, tuple) else (value,):
        if type(part) in (list, tuple, str) and len(part) > ENTRIES:
            inside = "letters" if type(part) is str else "entries"
            kind = "text" if type(part) is str else type(part).__name__
            raise TooLongError(
                f"it gives back a {kind} of {len(part):,} {inside}, far more than are asked for."
            )


def _in_numpy(value):
    """An array of another library, a tensor or a table, as NumPy's; a deque as a list."""
    with contextlib.suppress(Exception):  # it stays what it is; compare.py says so
        if isinstance(value, (collections.deque, array.array)):
            return list(value)
        if hasattr(value, "__array__") and not isinstance(value, (np.ndarray, np.generic)):
            return np.asarray(value.detach() if hasattr(value, "detach") else value)
    return value


def same(old, new):
    """Whether two values are the same all through: arrays, lists, dicts, networks."""
    if type(old) is not type(new):
        return False
    if isinstance(old, np.ndarray):
        return old.dtype == new.dtype and np.array_equal(old, new, equal_nan=old.dtype.kind in "fc")
    if isinstance(old, (list, tuple)):
        return len(old) == len(new) and all(map(same, old, new))
    if isinstance(old, dict):
        return old.keys() == new.keys() and all(same(old[key], new[key]) for key in old)
    if isinstance(old, float):
        return old == new or (old != old and new != new)  # NaN is the same as NaN
    if isinstance(old, (type, types.FunctionType, np.dtype)) or not hasattr(old, "__dict__"):
        return old == new
    return same(vars(old), vars(new))


def new_seed():
    """The seed of a check's random cases: always the same under test."""
    return 0 if under_test() else random.SystemRandom().randrange(10**6)
