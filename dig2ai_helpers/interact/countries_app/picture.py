"""The picture: a map of ten countries with the digits that live there, and one digit, large."""

from dataclasses import dataclass

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, fixed, percent
from .map import draw_map, mark_digit

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


def draw_countries(plane, images, labels, chosen, moment, narrow):
    """Draw a Plane and its digits; `moment` says when, `chosen` is a pair: row and cell."""
    places = NARROW if narrow else WIDE
    sketch = Sketch(*places.size)
    row, cell = chosen
    right = plane.answers == labels
    words = "→ first hidden number, ↑ second, −1 to 1"
    draw_map(sketch, places.map, plane, labels, words, rings=True)
    mark_digit(sketch, places.map, plane.places[row], labels[row], cell)
    share = percent(right.mean())
    left, top = places.words
    sketch.text(left, top, share, 34, bold=True)
    sketch.text(left, top + 28, f"of {len(labels)} new digits correct", 14)
    sketch.text(left, top + 50, moment, 14, "muted")
    _digit(sketch, places, plane, images[row], int(labels[row]), row)
    _say(sketch, plane, labels, row, share, moment)
    return sketch


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
    shares = np.nan_to_num(probabilities)
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
        "Each small digit is a new image, placed by its two numbers. Everywhere in a country the "
        f"network answers with its large digit; a ring marks a mistake.{missing} Point at a digit."
    )
    sketch.spoken = (
        f"{moment.capitalize()}: {share} of {len(labels)} new digits correct.{missing} {chosen}"
    )
    largest = [k for k in np.argsort(-sizes, kind="stable")[:3] if sizes[k] > 0]
    lands = ", ".join(f"{k} with {percent(sizes[k])}" for k in largest)
    sketch.alt = (
        f"A plane of two hidden numbers, divided among the ten digits. {sketch.spoken} "
        f"The largest countries: {lands} of the plane."
    )
