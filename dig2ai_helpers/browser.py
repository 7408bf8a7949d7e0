"""Whether Python runs in a browser: there it has no threads, no processes and no network."""

import sys


def in_browser() -> bool:
    """Return whether this is Pyodide, Python for browsers."""
    return sys.platform == "emscripten"
