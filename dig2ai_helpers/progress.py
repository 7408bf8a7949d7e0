"""A progress bar that suits a terminal and a notebook."""

import importlib.util
import os
import sys


def progress_bar(total, unit, description, shown=True):
    """Make a tqdm bar: text in a terminal, a widget in a notebook, nothing in a log file.

    It goes away when it is full, and TQDM_DISABLE=1 in the environment silences all bars.
    """
    if in_notebook():
        from tqdm.notebook import tqdm
    else:
        from tqdm import tqdm

        shown = shown and sys.stderr.isatty()
    if os.environ.get("TQDM_DISABLE", "0") != "0":  # a notebook's bar would overlook it
        shown = False
    return tqdm(
        total=total, unit=unit, unit_scale=True, desc=description, leave=False, disable=not shown
    )


def in_notebook():
    """Say whether a notebook's kernel runs this code and can show a widget."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    return hasattr(shell, "kernel") and importlib.util.find_spec("ipywidgets") is not None
