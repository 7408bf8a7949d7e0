"""The map: ten countries as grounds with their numbers, and the digits that live there."""

import numpy as np

from .plane import REACH, STRIPS, nearest, strips

CELLS = 42  # of the map, on a side, to point at
SMALLEST = 0.002  # of the map, a country has a name on it


def place_in(cell):
    """The place (2,) in the plane at the middle of a cell."""
    down, across = divmod(cell, CELLS)
    return REACH * (2 * (np.array([across, CELLS - 1 - down]) + 0.5) / CELLS - 1)


def _cell_of(place):
    across, up = np.clip((place / REACH + 1) / 2 * CELLS, 0, CELLS - 1).astype(int)
    return int((CELLS - 1 - up) * CELLS + across)


def _on_map(box, places):
    """Places (n, 2) on the sketch of places in the plane."""
    left, top, side = box
    across = left + side * (places[:, 0] / REACH + 1) / 2
    return np.stack([across, top + side * (1 - places[:, 1] / REACH) / 2], axis=1)


def _outline(column, row, length):
    """The corners (n, 2) of a country that is convex: down its left side, and up its right one."""
    middle = row + 0.5
    down = np.concatenate([row[:1], middle, row[-1:] + 1])
    first, last = (np.concatenate([at[:1], at, at[-1:]]) for at in (column, column + length))
    across = np.concatenate([first, last[::-1], first[:1]])
    return np.stack([across, np.concatenate([down, down[::-1], down[:1]])], axis=1)


def draw_map(sketch, box, plane, labels, words, rings=False):
    """Draw a Plane in a box (x, y, side), with words below it; `rings` mark wrong answers."""
    left, top, side = box
    step = side / STRIPS
    names, borders = [], []
    for k in range(10):
        mine = plane.own(k)
        if mine.any():
            column, row, length = strips(mine).T
            # A strip is half a strip too high, so that no line shows between it and the next.
            high = np.minimum(1.5 * step, side - step * row)
            boxes = [left + step * column, top + step * row, step * length, high]
            sketch.bars(np.stack(boxes, axis=1), f"land {k}")
            borders.append(_outline(column, row, length) * step + (left, top))
        if mine.mean() > SMALLEST:
            down, across = np.argwhere(mine).mean(axis=0) + 0.5
            names.append((left + step * across, top + step * down, k))
    for points in borders:  # not by colour alone
        sketch.line(points, "muted", 1)
    sketch.frame(left, top, side, side, "muted")
    places = _on_map(box, plane.places)
    wrong = plane.answers != labels
    if rings and wrong.any():
        sketch.points(places[wrong], "wrong", 8, hollow=True)
    for k in range(10):
        mine = labels == k
        if mine.any():
            sketch.texts(places[mine], [f"{k}"] * int(mine.sum()), 12, f"people {k}")
    for x, y, k in names:
        sketch.text(x, y, f"{k}", 34, f"people {k}", "center", bold=True)
    sketch.text(left + side / 2, top + side + 15, words, 13, "muted", "center")


def mark_digit(sketch, box, place, label, cell):
    """Mark one digit, and let the reader point at others; `cell` is where it was pointed at."""
    here = _on_map(box, place[None, :])
    sketch.points(here, "here", 12, hollow=True)
    sketch.text(*here[0], f"{label}", 15, f"people {label}", "center", bold=True)
    words = "the plane: point at a digit, or go there with the arrow keys"
    cell = _cell_of(place) if cell is None else cell
    left, top, side = box
    sketch.target(left, top, side, side, "plane", words, cells=CELLS, cell=cell, way="hover")


def row_at(pressed, places):
    """The row of the digit nearest to what was pressed, "plane:cell", and the cell."""
    cell = int(pressed.partition(":")[2])
    if not 0 <= cell < CELLS**2:
        raise ValueError(f"there are places 0 to {CELLS**2 - 1}, but no {cell}")
    return nearest(places, place_in(cell)), cell
