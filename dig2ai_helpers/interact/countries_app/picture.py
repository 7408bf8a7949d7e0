"""The picture: a map of ten countries with the digits that live there, and one digit, large."""

from dataclasses import dataclass

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, fixed, percent
from .plane import REACH, STRIPS, strips

CELLS = 42  # of the map, on a side, to point at
SMALLEST = 0.002  # of the map, a country has a name on it
ROW = 19  # pixels from bar to bar


@dataclass(frozen=True)
class Places:
    """Where the parts of the picture are."""

    size: tuple
    map: tuple  # x, y, side
    words: tuple
    digit: tuple
    bars: tuple


WIDE = Places((720, 452), (24, 8, 420), (476, 26), (476, 122), (476, 248))
NARROW = Places((300, 614), (10, 4, 280), (4, 334), (4, 412), (104, 412))


def draw_countries(plane, images, labels, chosen, moment, narrow=False):
    """Draw a Plane and its digits; `moment` says when, `chosen` is a pair: row and cell."""
    places = NARROW if narrow else WIDE
    sketch = Sketch(*places.size)
    row, cell = chosen
    right = plane.answers == labels
    _map(sketch, places.map, plane, labels, right)
    here = _on_map(places.map, plane.places[[row]])
    sketch.points(here, "here", 12, hollow=True)
    sketch.text(*here[0], f"{labels[row]}", 15, f"people {labels[row]}", "center", bold=True)
    words = "the plane: point at a digit, or go there with the arrow keys"
    x, y, side = places.map
    cell = _cell_of(plane.places[row]) if cell is None else cell
    sketch.target(x, y, side, side, "plane", words, cells=CELLS, cell=cell, way="hover")
    share = percent(right.mean())
    left, top = places.words
    sketch.text(left, top, share, 34, bold=True)
    sketch.text(left, top + 28, f"of {len(labels)} new digits correct", 14)
    sketch.text(left, top + 50, moment, 14, "muted")
    _digit(sketch, places, plane, images[row], int(labels[row]), row)
    _say(sketch, plane, labels, row, share, moment)
    return sketch


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


def _map(sketch, box, plane, labels, right):
    left, top, side = box
    step = side / STRIPS
    names = []
    for k in range(10):
        mine = plane.own(k)
        if mine.any():
            column, row, length = strips(mine).T
            # A strip is half a strip too high, so that no line shows between it and the next.
            high = np.minimum(1.5 * step, side - step * row)
            boxes = [left + step * column, top + step * row, step * length, high]
            sketch.bars(np.stack(boxes, axis=1), f"land {k}")
        if mine.mean() > SMALLEST:
            down, across = np.argwhere(mine).mean(axis=0) + 0.5
            names.append((left + step * across, top + step * down, k))
    sketch.frame(left, top, side, side, "muted")
    places = _on_map(box, plane.places)
    if not right.all():
        sketch.points(places[~right], "wrong", 8, hollow=True)
    for k in range(10):
        mine = labels == k
        if mine.any():
            sketch.texts(places[mine], [f"{k}"] * int(mine.sum()), 12, f"people {k}")
    for x, y, k in names:
        sketch.text(x, y, f"{k}", 34, f"people {k}", "center", bold=True)
    words = "→ first hidden number, ↑ second, −1 to 1"
    sketch.text(left + side / 2, top + side + 15, words, 13, "muted", "center")


def _digit(sketch, places, plane, image, label, row):
    """One digit with its two numbers, and the probabilities that they become."""
    (left, top), answer = places.digit, int(plane.answers[row])
    sketch.image(image, left, top, 84)
    right = answer == label
    mark, colour = ("✓", "right") if right else ("✗", "wrong")
    one, other = plane.places[row]
    if places is WIDE:
        sketch.text(left + 96, top + 14, f"▶ {answer}", 26, bold=True)
        sketch.text(left + 156, top + 14, mark, 22, colour, bold=True)
        sketch.text(left + 96, top + 42, "correct" if right else f"it is {a_number(label)}", 14)
        sketch.text(left + 96, top + 68, f"({fixed(one)}, {fixed(other)})", 15, "here", bold=True)
    else:
        sketch.text(left, top + 104, f"▶ {answer} {mark}", 22, colour, bold=True)
        sketch.text(left, top + 130, f"({fixed(one)},", 14, "here", bold=True)
        sketch.text(left, top + 148, f"{fixed(other)})", 14, "here", bold=True)
    _bars(sketch, places.bars, plane.probabilities[row], answer, label)


def _bars(sketch, corner, probabilities, answer, label):
    """Ten horizontal bars, one for each digit."""
    left, top = corner
    shares = np.clip(np.nan_to_num(probabilities), 0, 1)
    for k in range(10):
        y, length = top + ROW * k, max(120 * shares[k], 1)
        colour = "right" if k == label else "muted"
        sketch.bars([(left + 30, y, length, ROW - 5)], colour, hatch=k == label)
        name = f"{'▶ ' if k == answer else ''}{k}"
        sketch.text(left + 20, y + 7, name, 14, align="right", bold=k == answer)
        if shares[k] >= 0.005:
            sketch.text(left + 34 + length, y + 7, percent(shares[k]), 13, bold=k == answer)


def _say(sketch, plane, labels, row, share, moment):
    sizes = plane.sizes()
    without = [f"{k}" for k in range(10) if sizes[k] == 0]
    missing = f" No country on this map: {', '.join(without)}." if without else ""
    answer, label = int(plane.answers[row]), int(labels[row])
    sure = percent(plane.probabilities[row, answer])
    verdict = "correct" if answer == label else "wrong"
    chosen = f"The marked digit is {a_number(label)}, read as {answer} with {sure}: {verdict}."
    sketch.caption = (
        "Each small digit is a new image, at its two hidden numbers. The network reads the large "
        f"digit everywhere in its country; a ring marks a mistake.{missing} Point at a digit."
    )
    sketch.spoken = (
        f"{moment.capitalize()}: {share} of {len(labels)} new digits correct.{missing} {chosen}"
    )
    largest = np.argsort(-sizes, kind="stable")[:3]
    lands = ", ".join(f"{k} with {percent(sizes[k])}" for k in largest)
    sketch.alt = (
        f"A plane of two hidden numbers, divided among the ten digits. {sketch.spoken} "
        f"The largest countries: {lands} of the plane."
    )
