"""When a cell is run again, the apps that it made before are closed.

Otherwise each run would leave its widgets, and a training under way, in the kernel's memory. What
the reader made in them goes into those that take their places.
"""

import sys

# cell: (the message that ran it, the apps that it made, those of the run before without an heir)
_made = {}


def remember(app):
    """Note that this run of the cell made an app; close those of the cell's earlier runs."""
    cell, run = _where()
    if cell is None:
        return
    earlier_run, apps, left = _made.get(cell, (run, [], []))
    if earlier_run != run:
        apps, left = [], apps
        for earlier in left:
            earlier.close()
    heirless = [earlier for earlier in left if type(earlier) is type(app)]
    for earlier in heirless[:1]:
        app.inherit(earlier)
        left.remove(earlier)
    _made[cell] = (run, [*apps, app], left)


def _where():
    """The cell that is being run, and the message that runs it; None outside a notebook."""
    ipython = sys.modules.get("IPython")
    shell = ipython and ipython.get_ipython()
    if not hasattr(shell, "get_parent"):
        return None, None
    parent = shell.get_parent()
    return parent.get("metadata", {}).get("cellId"), parent.get("header", {}).get("msg_id")
