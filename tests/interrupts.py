"""Ctrl-C at a chosen moment: after so many lines of the package."""

import linecache
import sys
from pathlib import Path

import dig2ai_helpers

PACKAGE = str(Path(dig2ai_helpers.__file__).parent)


def _at(frame, event):
    """Whether an interrupt can come here: at the end of a `with`, Python lets none in."""
    words = linecache.getline(frame.f_code.co_filename, frame.f_lineno)
    return event == "line" and not words.lstrip().startswith("with ")


def interrupted(action, after):
    """Do something, with an interrupt before one of the package's lines; tell whether it came."""
    left = after

    def lines(frame, event, argument):
        nonlocal left
        if _at(frame, event):
            left -= 1
            if left < 0:
                sys.settrace(None)
                raise KeyboardInterrupt
        return lines

    def calls(frame, event, argument):
        return lines if frame.f_code.co_filename.startswith(PACKAGE) else None

    before = sys.gettrace()
    sys.settrace(calls)
    try:
        action()
    except KeyboardInterrupt:
        return True
    finally:
        sys.settrace(before)
    return False


def count(action):
    """Count the package's lines that an action takes."""
    lines = 0

    def one(frame, event, argument):
        nonlocal lines
        lines += _at(frame, event)
        return one

    before = sys.gettrace()
    sys.settrace(lambda frame, *_: one if frame.f_code.co_filename.startswith(PACKAGE) else None)
    try:
        action()
    finally:
        sys.settrace(before)
    return lines
