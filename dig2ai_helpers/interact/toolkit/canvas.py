"""The canvas: shows a sketch in the page, with its words."""

import traitlets

from ...palette import COUNTRIES, PALETTE
from .page_module import page_side
from .part import Part
from .sketch import Sketch


class Canvas(Part):
    """A picture of a fixed size, redrawn in one go whenever it is given a sketch."""

    _esm, _css = page_side(__file__)

    # {name: (on a light page, on a dark one)}
    colours = traitlets.Dict({name: c[:2] for name, c in (PALETTE | COUNTRIES).items()}).tag(
        sync=True
    )
    size = traitlets.Tuple(default_value=(1, 1)).tag(sync=True)  # width, height
    shapes = traitlets.List().tag(sync=True)
    targets = traitlets.List().tag(sync=True)
    picture = traitlets.Int(0).tag(sync=True)  # how many there have been
    alt = traitlets.Unicode().tag(sync=True)
    caption = traitlets.Unicode().tag(sync=True)
    spoken = traitlets.Unicode().tag(sync=True)
    error = traitlets.Unicode().tag(sync=True)
    running = traitlets.Bool(False).tag(sync=True)  # whether a live run is under way
    enough = traitlets.Int(540).tag(sync=True)  # pixels of width; with fewer there is little room
    narrow = traitlets.Bool(False).tag(sync=True)  # whether the page has little room for it

    def show(self, sketch: Sketch) -> None:
        """Show a sketch in place of the last one; everything goes to the page in one message."""
        with self.hold_sync():
            self.picture += 1
            self.size = (sketch.width, sketch.height)
            self.shapes = sketch.shapes
            self.targets = sketch.targets
            self.alt = sketch.alt
            self.caption = sketch.caption
            self.spoken = sketch.spoken or sketch.alt
            self.error = ""
