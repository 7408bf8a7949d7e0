"""Where Python runs: in a browser, or under test."""

import os
import sys


def in_browser() -> bool:
    """Return whether this is Pyodide, Python for browsers: no threads, processes or network."""
    return sys.platform == "emscripten"


def under_test() -> bool:
    """Return whether everything has to be the same each time, and to end before its cell does."""
    return os.environ.get("DIG2AI_TEST", "") not in ("", "0")
