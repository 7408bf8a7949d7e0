"""When a cell is run again, the apps that it made before are closed.

Otherwise each run would leave its widgets, and a training under way, in the kernel's memory.
"""

import sys

_made = {}  # cell: (the message that ran it, the apps that it made)


def remember(app):
    """Note that this run of the cell made an app; close those of the cell's earlier runs."""
    cell, run = _where()
    if cell is None:
        return
    earlier_run, apps = _made.get(cell, (run, []))
    if earlier_run != run:
        for earlier in apps:
            earlier.close()
        apps = []
    _made[cell] = (run, [*apps, app])


def _where():
    """The cell that is being run, and the message that runs it; None outside a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if not hasattr(shell, "get_parent"):
        return None, None
    parent = shell.get_parent()
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
