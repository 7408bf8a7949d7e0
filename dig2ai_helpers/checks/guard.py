"""Run a reader's function, and stop it if it runs away.

A trace function looks at the clock and at the memory before each line of the reader's Python.
That needs no thread, no signal and no second process, so it also works in the browser. It can't
look inside a single long operation of NumPy.
"""

import os
import sys
import time
import tracemalloc
from pathlib import Path

import numpy as np

SECONDS = 2
MEGABYTES = 300
# Frames from here are not the reader's: they are not looked at line by line.
PACKAGE = str(Path(__file__).parents[1]) + os.sep
NOT_THE_READERS = (
    PACKAGE,
    str(Path(np.__file__).parent) + os.sep,
    str(Path(os.__file__).parent) + os.sep,
    "<frozen",
)


class Runaway(BaseException):
    """Stop a function that takes too long or too much; `except Exception` doesn't catch it."""

    def __init__(self, reason, frame):
        super().__init__(reason)
        self.frame = frame


def is_readers(code):
    """Whether a code object was written by the reader."""
    return not code.co_filename.startswith(NOT_THE_READERS)


def guarded(function, *arguments):
    """Call a function; raise `Runaway` if it exceeds `SECONDS` or `MEGABYTES`.

    If somebody traces already (a debugger, a measurement of coverage), they go first, and
    nothing is stopped.
    """
    if sys.gettrace() is not None:
        return function(*arguments)
    deadline = time.monotonic() + SECONDS
    counts_already = tracemalloc.is_tracing()
    if not counts_already:
        tracemalloc.start()
    limit = tracemalloc.get_traced_memory()[0] + MEGABYTES * 1_000_000

    def look(frame, event, _):
        if tracemalloc.get_traced_memory()[0] > limit:
            raise Runaway("memory", frame)
        if time.monotonic() > deadline:
            raise Runaway("time", frame)
        return look if event != "call" or is_readers(frame.f_code) else None

    sys.settrace(look)
    try:
        return function(*arguments)
    finally:
        sys.settrace(None)
        if not counts_already:
            tracemalloc.stop()
