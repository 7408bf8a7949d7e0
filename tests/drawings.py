"""Digits as people draw them: strokes, not pixels, in many styles and manners.

A style is the path of the pen for one digit: a crossed seven, an open four. A manner is how it
is written: slanting, tiny, shaky. Each drawing's points are moved a little at random, from a
seed. Nothing here was fitted to what a network reads.
"""

from dataclasses import dataclass

import numpy as np

from dig2ai_helpers.digits.pen_paths import STYLES, drawn


@dataclass(frozen=True)
class Drawing:
    """A drawn digit: strokes, arrays (n, 2) of points x, y from 0 to 1, y downwards."""

    label: int
    style: str
    manner: str
    strokes: list


def angular(strokes):
    """What a quick mouse leaves of a curve: a few points, with straight lines between them."""
    return [stroke[np.unique(np.linspace(0, len(stroke) - 1, 9).astype(int))] for stroke in strokes]


def retraced(strokes):
    """Drawn a second time, for more weight: not quite on the first."""
    aside = np.array([0.022, 0.008])
    return [*strokes, *(np.clip(stroke + aside, 0.01, 0.99) for stroke in strokes)]


MANNERS = {
    "upright": {},
    "italic": {"slant": 0.3},
    "leaning back": {"slant": -0.2},
    "turned": {"turn": 10},
    "tiny": {"size": 0.13, "place": (0.3, 0.65)},
    "huge": {"size": 0.86},
    "in a corner": {"size": 0.34, "place": (0.78, 0.22)},
    "shaky": {"shake": 0.022},
    "wide": {"width": 1.35},
    "narrow": {"width": 0.72},
    "angular": {},
    "retraced": {},
}
REDRAWN = {"angular": angular, "retraced": retraced}


def drawings(seed=0):
    """Every style of every digit in every manner: a list of Drawing."""
    rng = np.random.default_rng(seed)
    made = []
    for label, styles in STYLES.items():
        for style, path in styles.items():
            for manner, settings in MANNERS.items():
                strokes = drawn(path, rng, **settings)
                strokes = REDRAWN.get(manner, lambda same: same)(strokes)
                made.append(Drawing(label, style, manner, strokes))
    return made
