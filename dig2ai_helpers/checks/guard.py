"""Run a reader's function, and stop it if it runs away.

A trace function looks at the clock and at the memory before each line of the reader's Python.
That needs no second thread, no signal and no second process, so it works on every system and in
the browser. What it can't stop: a single long operation of NumPy or of a built-in function, like
`sum(itertools.count())`; threads that the function starts; an endless loop within a `try` within
another endless loop, if that `try` has a bare `except`; and a function that swallows its own
RecursionError, because Python takes the trace function away then.
"""

import dis
import os
import sys
import sysconfig
import time
import tracemalloc
from functools import cache
from pathlib import Path

import numpy as np

SECONDS = 2  # of the processor's time: a busy machine is not the reader's fault
ON_THE_CLOCK = 3  # times as long on the clock, for a function that sleeps
MEGABYTES = 300
PATIENCE = 50  # lines, for one that stands outside every `try`
# Frames from here are not the reader's: they are not looked at line by line.
PACKAGE = str(Path(__file__).parents[1]) + os.sep
NOT_THE_READERS = (
    PACKAGE,
    str(Path(np.__file__).parent) + os.sep,
    str(Path(os.__file__).parent) + os.sep,
    *(sysconfig.get_path(name) + os.sep for name in ("purelib", "platlib")),
    "<frozen",
)
worked = getattr(time, "thread_time", time.process_time)  # some systems count no threads


class Runaway(BaseException):
    """Stop a function that takes too long or too much; `except Exception` doesn't catch it."""

    def __init__(self, reason="time", frame=None):
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
    counts_already = tracemalloc.is_tracing()
    try:
        if not counts_already:
            tracemalloc.start()
        return _watched(function, arguments, counts_already)
    finally:
        sys.settrace(None)  # once more: an interrupt may have come just before it
        if not counts_already:
            tracemalloc.stop()


def _watched(function, arguments, counts_always):
    """Call a function with the trace function that stops it."""
    start, imports = _now(), []  # an import's beginning
    stops = []

    def import_begins():
        imports.append(_now())
        if not counts_always:  # an import with all its memory counted takes four times as long
            tracemalloc.stop()

    def import_ends():
        if not counts_always:
            tracemalloc.start()
        _put_off(start, imports.pop())

    def enter(frame, event, _):
        mine = is_readers(frame.f_code)
        if imports:
            if not mine or frame.f_code.co_filename.startswith("<"):  # as dataclasses make code
                return None
            import_ends()  # a module of the reader's counts, from here on
        elif _imports(frame):
            import_begins()
            frame.f_trace_lines = False
            return end_of_import
        if mine and _loops_in_one_line(frame.f_code):
            frame.f_trace_opcodes = True
        look(frame, event, _)
        return look if mine else None

    def look(frame, event, _):  # at each line: what is asked first is what is quick to ask
        seconds = time.monotonic() - start[1]
        if tracemalloc.get_traced_memory()[0] - start[2] > MEGABYTES * 1_000_000:
            stops.append(Runaway("memory", frame))
        elif seconds > SECONDS and (
            worked() - start[0] > SECONDS or seconds > ON_THE_CLOCK * SECONDS
        ):
            stops.append(Runaway("time", frame))
        if stops and (len(stops) > PATIENCE or not _in_a_try(frame)):
            raise stops[-1]
        return look

    def end_of_import(frame, event, _):
        if event == "return" and imports:  # what an import takes is not the reader's fault
            import_ends()
        return end_of_import

    try:
        sys.settrace(enter)
        value = function(*arguments)
    finally:
        sys.settrace(None)
    if stops:  # the function swallowed the error
        raise stops[-1]
    return value


def _now():
    """The time that was worked, the time on the clock, and the memory in use."""
    return [worked(), time.monotonic(), tracemalloc.get_traced_memory()[0]]


def _put_off(start, since):
    """Don't count what was used since then."""
    start[:] = [a + b - c for a, b, c in zip(start, _now(), since, strict=True)]


def _imports(frame):
    """Whether a call is Python's own search for a module."""
    code = frame.f_code
    return code.co_name == "_find_and_load" and code.co_filename.startswith("<frozen importlib")


@cache
def _loops_in_one_line(code):
    """Whether a line is run again and again within itself, as in `while True: pass`.

    Python 3.11 doesn't call a trace function then, unless it is called for each instruction.
    """
    line = {at: n for start, end, n in code.co_lines() for at in range(start, end, 2)}
    name = {step.offset: step.opname for step in dis.get_instructions(code)}
    jumps = [step for step in dis.get_instructions(code) if "JUMP" in step.opname]
    return any(
        step.argval <= step.offset  # backwards
        and line.get(step.argval) == line.get(step.offset)
        and name[step.argval] != "FOR_ITER"  # a `for` ends with what it goes through
        for step in jumps
    )


def _in_a_try(frame):
    """Whether an error in this line of the reader's meets an `except`, here or in a caller.

    A bare `except` would swallow it. Python takes a trace function away that raises, so there
    would be no second error.
    """
    while frame is not None and is_readers(frame.f_code):
        for entry in dis.Bytecode(frame.f_code).exception_entries:  # not documented
            if entry.start <= frame.f_lasti < entry.end:
                return True
        frame = frame.f_back
    return False
