"""The slider below the picture that leads back through the moments of a training."""

import traitlets

from ..toolkit.page_module import page_side
from ..toolkit.part import Part


class Timeline(Part):
    """A slider over moments; its right end is now."""

    _esm, _css = page_side(__file__)

    moments = traitlets.List().tag(sync=True)  # in words, the last one is now
    at = traitlets.Int(-1).tag(sync=True)  # place in the list; -1: now

    def show(self, moments, at):
        """Show these moments, and where the reader is among them."""
        with self.hold_sync():
            self.moments, self.at = moments, at
