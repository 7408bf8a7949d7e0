"""A sketch: a picture as a short list of shapes, to be drawn by a browser or by matplotlib.

Places and sizes are in pixels of the sketch, from its upper left corner. Numbers travel as
bytes, so that a picture of many of them stays small and fast.
"""

from math import isqrt

import numpy as np


class Sketch:
    """Shapes to draw, the words that stand for them, and the sentence above them.

    Attributes
    ----------
    targets : list of dicts
        Places that can be pressed like buttons.
    alt : str
        Text alternative: what a reader learns from the picture.
    caption : str
        Shown above the picture.
    spoken : str
        What a screen reader says once the picture has come to rest; if empty, the alt.
    """

    def __init__(self, width, height):
        self.width, self.height = width, height
        self.shapes, self.targets = [], []
        self.alt = self.caption = self.spoken = ""

    def image(self, pixels, x, y, size):
        """Draw pixels (n·n,) from 0 (black) to 1 (white) as a square with sides of `size`."""
        _check_square(pixels)
        levels = np.rint(255 * np.clip(pixels, 0, 1)).astype(np.uint8)
        self._add("image", x=x, y=y, size=size, levels=levels.tobytes())

    def ink(self, pixels, x, y, size):
        """Draw pixels (n·n,) from 0 (nothing) to 1 as pale ink, to lie under a signed image."""
        levels = np.rint(255 * np.clip(pixels, 0, 1)).astype(np.uint8)
        self._add("ink", x=x, y=y, size=size, levels=levels.tobytes())

    def signed_image(self, pixels, x, y, size, scale, signs=17, few=False):
        """Draw pixels (n·n,) as a square: positive above 0, negative below, full at ±scale.

        Where a block of pixels has a clear sign, a + or a − of size `signs` says so without
        colour; if only a `few` are wanted, on the strongest block of each sign. Where pixels are
        0, what was drawn before shows through. With `signs` 0 they are left to the app.
        """
        pixels = np.asarray(pixels, dtype=float)
        _check_square(pixels)
        levels = np.rint(127 * np.clip(pixels / (scale or 1), -1, 1)).astype(np.int8)
        self._add("signed", x=x, y=y, size=size, levels=levels.tobytes())
        if not signs:
            return
        side = int(np.sqrt(pixels.size))
        block = side // 7
        blocks = pixels.reshape(7, block, 7, block).swapaxes(1, 2)  # (7, 7, block, block)
        means = blocks.mean(axis=(2, 3))  # (7, 7)
        clear = np.abs(means) > 0.12 * scale
        if few:
            clear &= (means == means.max()) | (means == means.min())
        for row, column in np.argwhere(clear):
            mean, cell = means[row, column], size / 7
            sign = "+" if mean > 0 else "−"
            colour = "paper" if abs(mean) > 0.45 * scale else "ink"
            weights = np.abs(blocks[row, column])
            within = np.arange(block) + 0.5
            down, across = (weights.sum(axis=a) @ within / weights.sum() / block for a in (1, 0))
            place = x + (column + across) * cell, y + (row + down) * cell
            self.text(*place, sign, signs, colour, "center", bold=True)

    def bars(self, boxes, colour, hatch=False, strength=1.0):
        """Fill boxes (n, 4): x, y, width, height of each; `strength` 0 leaves the paper."""
        self._add("bars", colour=colour, hatch=hatch, strength=strength, boxes=_bytes(boxes))

    def frame(self, x, y, width, height, colour="muted", line=1):
        """Draw the outline of a box."""
        corners = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
        self.line(corners, colour, width=line)

    def line(self, points, colour="ink", width=2, dashed=False):
        """Draw a line through points (n, 2)."""
        self._add("line", colour=colour, width=width, dashed=dashed, points=_bytes(points))

    def points(self, points, colour="ink", radius=5, hollow=False):
        """Draw a disc, or a circle filled with paper, at each of the points (n, 2)."""
        self._add("points", colour=colour, radius=radius, hollow=hollow, points=_bytes(points))

    def arrow(self, start, end, colour="ink", width=2):
        """Draw a line with a head at its end."""
        self._add("arrow", colour=colour, width=width, points=_bytes([start, end]))

    def text(self, x, y, words, size=15, colour="ink", align="left", bold=False, backed=False):
        """Write words, their middle at height y; `backed` puts paper under them."""
        self._add(
            "text", x=float(x), y=float(y), words=words, size=size, colour=colour, align=align,
            bold=bool(bold), backed=backed,
        )  # fmt: skip

    def texts(self, points, words, size=15, colour="ink", bold=False):
        """Write each of the words centred on one of the points (n, 2)."""
        style = {"size": size, "colour": colour, "bold": bold}
        self._add("texts", points=_bytes(points), words=list(words), **style)

    def paste(self, other, x, y):
        """Draw the shapes of another sketch with its upper left corner at x, y."""
        for shape in other.shapes:
            moved = dict(shape)
            if "x" in shape:
                moved |= {"x": shape["x"] + x, "y": shape["y"] + y}
            for name, shift in (("points", (x, y)), ("boxes", (x, y, 0, 0))):
                if name in shape:
                    numbers = np.frombuffer(shape[name], "<f4").reshape(-1, len(shift))
                    moved[name] = _bytes(numbers + shift)
            self.shapes.append(moved)

    def target(self, x, y, width, height, name, label, cells=0, cell=0, way=""):
        """Make a box that can be pressed, by mouse or by keyboard: the app is given its name.

        In a box of `cells` times `cells` small ones, one is chosen, `cell`. The arrow keys move
        from one to the next, and the app is given "name:cell". The way "hover" tells it as well
        where the mouse is; with "paint" the arrow keys only move, and the app is given all cells
        that the mouse draws over, "name:cell,cell,...".
        """
        grid = {"cells": int(cells), "cell": int(cell)} if cells else {}
        grid |= {"way": way} if way else {}
        self.targets.append({**_box(x, y, width, height), **grid, "name": name, "label": label})

    def slide(self, x, y, width, height, slider, value, way=""):
        """Make a box in which a Slider is dragged, from its first value to its last.

        With the way "up" the box may be small: its number is dragged up and down from where it is.
        """
        place = slider.place(value)
        way = {"way": way} if way else {}
        self.targets.append({
            **_box(x, y, width, height), **way, "name": slider.name, "label": slider.label,
            "last": len(slider.values) - 1, "at": place, "says": slider.text(slider.values[place]),
        })  # fmt: skip

    def _add(self, kind, **shape):
        self.shapes.append({"kind": kind, **shape})


def _box(x, y, width, height):
    return {"x": float(x), "y": float(y), "width": float(width), "height": float(height)}


@np.errstate(over="ignore", under="ignore")  # a picture needs no more than float32 holds
def _bytes(numbers):
    return np.asarray(numbers, dtype="<f4").tobytes()


def _check_square(pixels):
    if isqrt(len(pixels)) ** 2 != len(pixels):
        raise ValueError(f"an image must be a square of pixels to be drawn, but has {len(pixels)}")
