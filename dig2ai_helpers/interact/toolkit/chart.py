"""A pair of axes on a sketch."""

import numpy as np

from .words import minus


class Chart:
    """Turns data into places on a sketch, and draws the axes.

    Parameters
    ----------
    sketch : Sketch
    box : x, y, width, height of the plotting area
    x_range, y_range : (lowest, highest)
    """

    def __init__(self, sketch, box, x_range, y_range):
        self.sketch, self.box = sketch, box
        self.x_range, self.y_range = x_range, y_range

    def place(self, x, y):
        """Places (n, 2) on the sketch of data x (n,) and y (n,)."""
        left, top, width, height = self.box
        x, y = np.broadcast_arrays(np.asarray(x, dtype=float), np.asarray(y, dtype=float))
        across = (x - self.x_range[0]) / (self.x_range[1] - self.x_range[0])
        up = (y - self.y_range[0]) / (self.y_range[1] - self.y_range[0])
        return np.stack([left + across * width, top + (1 - up) * height], axis=-1)

    def axes(self, x_ticks, y_ticks, x_label, y_label):
        """Draw the grid, the ticks with their numbers, and the labels."""
        left, top, width, height = self.box
        heights = self.place(self.x_range[0], list(y_ticks))[:, 1].tolist()
        for tick, y in zip(y_ticks, heights, strict=True):
            self.sketch.line([(left, y), (left + width, y)], "faint", width=1)
            self.sketch.text(left - 7, y, minus(f"{tick:g}"), 13, "muted", "right")
        for tick, x in zip(x_ticks, self.place(list(x_ticks), self.y_range[0])[:, 0], strict=True):
            self.sketch.line([(x, top), (x, top + height)], "faint", width=1)
            self.sketch.text(x, top + height + 13, minus(f"{tick:g}"), 13, "muted", "center")
        self.sketch.text(left + width / 2, top + height + 33, x_label, 14, align="center")
        self.sketch.text(left - 7, top - 16, y_label, 14)

    def curve(self, x, y, colour="ink", width=2, dashed=False):
        """Draw y over x, both (n,), where it lies inside the box."""
        y = np.asarray(y, dtype=float)
        low, high = self.y_range
        inside = (y >= low) & (y <= high)
        points = self.place(x, np.clip(y, low, high))
        seen = inside[:-1] | inside[1:]  # of the ways from point to point: those that meet the box
        for way in np.split(np.arange(len(seen)), np.flatnonzero(np.diff(seen)) + 1):
            if seen[way].any():
                self.sketch.line(points[way[0] : way[-1] + 2], colour, width, dashed)
