"""A progress bar that suits a terminal and a notebook."""

import importlib.util
import os
import sys
from typing import Any

from .surroundings import in_browser


def progress_bar(total: int, unit: str, description: str, shown: bool = True) -> Any:
    """Make a tqdm bar: text in a terminal, a widget in a notebook, nothing in a log file.

    It disappears when it is full; TQDM_DISABLE=1 in the environment silences all bars.
    """
    if in_notebook():
        from tqdm.notebook import tqdm
    else:
        from tqdm import tqdm

        shown = shown and _is_a_terminal(sys.stderr)
    if os.environ.get("TQDM_DISABLE", "0") != "0":  # tqdm.notebook does not look
        shown = False
    if in_browser():  # where the thread that watches over tqdm's bars can't start
        tqdm.monitor_interval = 0
    return tqdm(
        total=total, unit=unit, unit_scale=True, desc=description, leave=False, disable=not shown
    )


def _is_a_terminal(stream):
    """Whether somebody sees what is written; without a console there may be no stream at all."""
    try:
        return stream.isatty()
    except (AttributeError, ValueError):
        return False


def in_notebook() -> bool:
    """Return whether a notebook's kernel runs this code and can show a widget."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    return hasattr(shell, "kernel") and importlib.util.find_spec("ipywidgets") is not None
