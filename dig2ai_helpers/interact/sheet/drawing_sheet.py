"""The sheet: where a reader draws a digit with a mouse, a finger, a pen or the keyboard.

The page owns the drawing, so that ink follows the hand whatever the kernel is doing. It tells
the kernel all that lies on the sheet, at most ten times a second and when the pen is lifted.
"""

from typing import Any

import numpy as np
import traitlets

from ..toolkit.page_module import page_side
from ..toolkit.part import Part

EMPTY: dict[str, Any] = {"ink": b"", "sample": -1, "moving": False}


class DrawingSheet(Part):
    """A sheet to draw on, with buttons and a row of ready-made samples."""

    _esm, _css = page_side(__file__)

    # ink: points x, y of all strokes as float32, NaN, NaN between two strokes;
    # sample: the place of the one that is shown, or -1; moving: the pen has not been lifted
    state = traitlets.Dict(EMPTY).tag(sync=True, echo_update=False)
    samples = traitlets.Bytes().tag(sync=True)  # (n · 784), 0 to 255
    labels = traitlets.List().tag(sync=True)  # (n,), of the samples
    title = traitlets.Unicode().tag(sync=True)  # of the app, for a screen reader
    keeps = traitlets.Bool(False).tag(sync=True)  # whether there are buttons to keep a drawing
    kept = traitlets.Int().tag(sync=True)  # number of drawings kept


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
