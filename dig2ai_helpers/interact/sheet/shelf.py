"""The shelf: the reader's kept drawings, small, by digit; one can be deleted, all can be named."""

import hashlib

import traitlets

from ..toolkit.page_module import page_side
from ..toolkit.part import Part
from ..toolkit.words import counted

ANOTHER = 'To name another, write file="other_drawings.json" in the cell.'
SHOWN = 300  # of the last drawings: more would make each message large


class Shelf(Part):
    """Shows kept drawings. A press selects one, a second button deletes it."""

    _esm, _css = page_side(__file__)

    pixels = traitlets.Bytes().tag(sync=True)  # (n · 784), 0 to 255
    labels = traitlets.List().tag(sync=True)  # (n,)
    codes = traitlets.List().tag(sync=True)  # (n,), a text that stands for each drawing
    words = traitlets.Unicode().tag(sync=True)  # where they are kept, and how many
    problem = traitlets.Unicode().tag(sync=True)  # why they could not be written, or ""
    name = traitlets.Unicode().tag(sync=True)  # who drew
    undo = traitlets.Unicode().tag(sync=True)  # what can be put back: "a 7", or ""

    def show(self, mine, removed, problem, ready_made):
        """Show OwnDrawings, of which some are `ready_made` samples, as they came with the sheet.

        `removed` is a list of (place, drawing) that can be put back.
        """
        shown = mine.stored[-SHOWN:]
        count = counted(len(mine), "drawing")
        where = f"Kept in {mine.path.name}: {count}."
        if not len(mine) and problem:
            where = "What you keep stays in memory until it can be written."
        elif not len(mine):
            where = f"What you keep goes into the file {mine.path.name}. It holds nothing yet."
        elif mine.unsaved:
            where = f"Kept in memory until it can be written: {count}."
        elif len(mine) > SHOWN:
            where = f"{where} Here are the last {SHOWN}."
        if ready_made:
            where += f" {_not_drawn(ready_made, mine.name)}"
        with self.hold_sync():
            self.pixels = b"".join(pixels for _, pixels in shown)
            self.labels = [label for label, _ in shown]
            self.codes = [code_of(drawing) for drawing in shown]
            self.words, self.name = where, mine.name
            self.problem = f"{problem} {ANOTHER}" if problem else ""
            self.undo = f"{removed[-1][1][0]}" if removed else ""


def _not_drawn(ready_made, name):
    """Say that kept samples are somebody else's handwriting, whatever name they go by."""
    those = f"{ready_made} are ready-made samples"
    those = "One is a ready-made sample" if ready_made == 1 else those
    return f"{those}, which {name} did not draw." if name else f"{those}, drawn by somebody else."


def code_of(drawing):
    """A short text that stands for a drawing (label, 784 bytes)."""
    label, pixels = drawing
    return f"{label}-{hashlib.sha1(pixels, usedforsecurity=False).hexdigest()[:16]}"
