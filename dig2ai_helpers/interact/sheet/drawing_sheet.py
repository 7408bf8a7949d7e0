"""The sheet: where a reader draws a digit with a mouse, a finger, a pen or the keyboard.

The page owns the drawing, so that ink follows the hand whatever the kernel is doing. It tells
the kernel all that lies on the sheet, at most ten times a second and when the pen is lifted.
"""

from typing import Any

import numpy as np
import traitlets

from ..toolkit.page_module import page_side
from ..toolkit.part import Part

EMPTY: dict[str, Any] = {"ink": b"", "sample": -1, "moving": False, "who": ""}
MOST = 200_000  # points on a sheet, and gaps between strokes; the page lets a hand draw fewer


class DrawingSheet(Part):
    """A sheet to draw on, with buttons and a row of ready-made samples."""

    _esm, _css = page_side(__file__)

    # ink: points x, y of all strokes as float32, NaN, NaN between two strokes;
    # sample: the place of the one that is shown, or -1; moving: the pen has not been lifted;
    # who: the view that it was drawn in; all others show what the kernel echoes
    state = traitlets.Dict(EMPTY).tag(sync=True)
    samples = traitlets.Bytes().tag(sync=True)  # (n · 784), 0 to 255
    labels = traitlets.List().tag(sync=True)  # (n,), of the samples
    title = traitlets.Unicode().tag(sync=True)  # of the app, for a screen reader
    keeps = traitlets.Bool(False).tag(sync=True)  # whether there are buttons to keep a drawing
    kept = traitlets.Int().tag(sync=True)  # number of drawings kept

    @traitlets.validate("state")
    def _check(self, proposal):
        try:
            return checked(proposal["value"], len(self.labels))
        except ValueError as error:
            raise traitlets.TraitError(str(error)) from None


def checked(state, samples=10):
    """Return a state of the sheet as the apps use it, if it is one."""
    ink, sample, moving, who = ({**EMPTY, **state}[name] for name in EMPTY)
    if not isinstance(ink, (bytes, bytearray, memoryview)) or len(ink) % 8:
        raise ValueError("ink must be the bytes of pairs of float32")
    if len(ink) > 8 * MOST:
        raise ValueError(f"the sheet is full: it holds {MOST:,} points. Clear it")
    if not all(((stroke >= 0) & (stroke <= 1)).all() for stroke in unpack(ink)):
        raise ValueError("the ink leaves the sheet: it goes from 0 to 1")
    if isinstance(sample, bool) or sample not in range(-1, samples):
        raise ValueError(f"sample must be a place from 0 to {samples - 1}, or -1 for none")
    return {"ink": bytes(ink), "sample": int(sample), "moving": moving, "who": who}


def pack(strokes):
    """Write strokes, arrays (n, 2), as the bytes of `ink`."""
    gap = np.full((1, 2), np.nan)
    parts = [part for stroke in strokes for part in (gap, stroke)][1:]
    return np.concatenate(parts).astype("<f4").tobytes() if parts else b""


def unpack(ink):
    """Read the strokes, a list of arrays (n, 2), from the bytes of `ink`."""
    points = np.frombuffer(ink, "<f4").reshape(-1, 2)
    parts = np.split(points, np.flatnonzero(np.isnan(points[:, 0])))
    strokes = [part[~np.isnan(part[:, 0])] for part in parts]
    return [stroke for stroke in strokes if len(stroke)]
