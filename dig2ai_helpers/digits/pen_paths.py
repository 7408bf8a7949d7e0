"""Digits as a pen writes them: the path of each style, in a box about 0.6 wide and 1 tall.

The styles are our own, thought up and not copied from anybody's handwriting, and nothing here
was fitted to what a network reads. Angles are in degrees, 0 to the right and 90 downwards.
"""

from itertools import pairwise

import numpy as np


def curve(*points):
    """A smooth path through points (Catmull and Rom's)."""
    p = np.array([points[0], *points, points[-1]], dtype=float)
    p[0], p[-1] = 2 * p[1] - p[2], 2 * p[-2] - p[-3]
    t = np.linspace(0, 1, 12, endpoint=False)[:, None]
    pieces = [
        b + t * (c - a) / 2 + t**2 * (a - 2.5 * b + 2 * c - d / 2)
        + t**3 * (1.5 * b - 1.5 * c + d / 2 - a / 2)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]  # fmt: skip
    return np.concatenate([*pieces, p[-2:-1]])


def line(*points):
    """A path straight from point to point."""
    p = np.array(points, dtype=float)
    t = np.linspace(0, 1, 12, endpoint=False)[:, None]
    pieces = [a + t * (b - a) for a, b in pairwise(p)]
    return np.concatenate([*pieces, p[-1:]])


def joined(*paths):
    """Several paths in one stroke."""
    return np.concatenate(paths)


def ring(x, y, across, down, start, end):
    """A part of an ellipse; angles in degrees, 0 to the right and 90 downwards."""
    angle = np.radians(np.linspace(start, end, 48))
    return np.stack([x + across * np.cos(angle), y + down * np.sin(angle)], axis=1)


STYLES = {
    0: {
        "round": [ring(0.3, 0.5, 0.34, 0.5, -80, -450)],
        "narrow": [ring(0.3, 0.5, 0.22, 0.5, -70, -430)],
        "open": [ring(0.3, 0.5, 0.32, 0.5, -60, -400)],
        "overlapping": [ring(0.3, 0.5, 0.36, 0.48, -100, 300)],
    },
    1: {
        "bare": [line((0.3, 0), (0.3, 1))],
        "short flag": [line((0.15, 0.2), (0.3, 0), (0.3, 1))],
        "long flag": [line((0.02, 0.42), (0.34, 0), (0.34, 1))],
        "flag and foot": [line((0.12, 0.22), (0.3, 0), (0.3, 1)), line((0.08, 1), (0.52, 1))],
    },
    2: {
        "plain": [joined(curve((0.05, 0.25), (0.15, 0.05), (0.38, 0), (0.55, 0.17), (0.5, 0.42),
                               (0.25, 0.75), (0.03, 1)), line((0.05, 1), (0.6, 0.98)))],
        "looped": [curve((0.06, 0.22), (0.2, 0.03), (0.42, 0.03), (0.54, 0.22), (0.42, 0.55),
                         (0.18, 0.92), (0.05, 0.98), (0.02, 0.86), (0.14, 0.8), (0.34, 0.95),
                         (0.62, 0.93))],
        "angular": [line((0.05, 0.12), (0.3, 0), (0.52, 0.14), (0.5, 0.38), (0.02, 1),
                         (0.58, 1))],
    },
    3: {
        "round": [joined(curve((0.06, 0.12), (0.28, 0), (0.5, 0.12), (0.48, 0.34), (0.22, 0.46)),
                         curve((0.22, 0.46), (0.5, 0.56), (0.56, 0.78), (0.34, 1),
                               (0.03, 0.88)))],
        "flat top": [joined(line((0.05, 0), (0.54, 0), (0.26, 0.38)),
                            curve((0.26, 0.38), (0.52, 0.48), (0.56, 0.78), (0.32, 1),
                                  (0.02, 0.9)))],
        "waved": [curve((0.08, 0.1), (0.32, 0), (0.48, 0.18), (0.34, 0.42), (0.26, 0.46),
                        (0.4, 0.5), (0.54, 0.72), (0.36, 0.98), (0.06, 0.92))],
    },
    4: {
        "open": [line((0.08, 0), (0.04, 0.52), (0.6, 0.5)), line((0.46, 0.05), (0.44, 1))],
        "closed": [line((0.42, 1), (0.42, 0), (0, 0.66), (0.62, 0.66))],
        "closed in two": [line((0.4, 0), (0, 0.64), (0.62, 0.64)), line((0.42, 0.02), (0.42, 1))],
        "cup": [curve((0.06, 0.02), (0.04, 0.3), (0.12, 0.5), (0.34, 0.5), (0.5, 0.38)),
                line((0.52, 0), (0.48, 1))],
    },
    5: {
        "hat last": [joined(line((0.12, 0.02), (0.08, 0.42)),
                            curve((0.08, 0.42), (0.34, 0.36), (0.56, 0.58), (0.46, 0.88),
                                  (0.2, 1), (0.02, 0.9))), line((0.12, 0.02), (0.56, 0))],
        "one stroke": [joined(line((0.56, 0), (0.14, 0.02), (0.1, 0.44)),
                              curve((0.1, 0.44), (0.36, 0.38), (0.55, 0.6), (0.42, 0.92),
                                    (0.02, 0.94)))],
        "like an S": [curve((0.54, 0.04), (0.28, 0), (0.12, 0.18), (0.24, 0.42), (0.46, 0.56),
                            (0.5, 0.82), (0.28, 1), (0.04, 0.9))],
    },
    6: {
        "curved": [curve((0.48, 0), (0.22, 0.22), (0.05, 0.6), (0.12, 0.92), (0.34, 1),
                         (0.52, 0.84), (0.48, 0.6), (0.28, 0.54), (0.08, 0.68))],
        "straight stem": [joined(line((0.4, 0), (0.06, 0.62)),
                                 curve((0.06, 0.62), (0.08, 0.9), (0.3, 1), (0.52, 0.86),
                                       (0.48, 0.64), (0.26, 0.56), (0.08, 0.72)))],
        "upright": [joined(line((0.08, 0), (0.06, 0.7)),
                           curve((0.06, 0.7), (0.14, 0.96), (0.36, 0.98), (0.52, 0.8),
                                 (0.4, 0.58), (0.18, 0.6), (0.07, 0.76)))],
    },
    7: {
        "plain": [line((0.02, 0), (0.56, 0), (0.22, 1))],
        "crossed": [line((0.02, 0.02), (0.56, 0), (0.22, 1)), line((0.14, 0.5), (0.56, 0.48))],
        "curved": [joined(line((0.02, 0.04), (0.56, 0)),
                          curve((0.56, 0), (0.36, 0.34), (0.24, 0.7), (0.22, 1)))],
        "hooked": [line((0.04, 0.18), (0.06, 0), (0.58, 0.02), (0.26, 1))],
    },
    8: {
        "one stroke": [curve((0.5, 0.14), (0.3, 0), (0.1, 0.16), (0.22, 0.42), (0.46, 0.62),
                             (0.5, 0.86), (0.28, 1), (0.06, 0.86), (0.12, 0.62), (0.36, 0.42),
                             (0.5, 0.18))],
        "two rings": [ring(0.3, 0.24, 0.22, 0.24, -90, 270), ring(0.3, 0.74, 0.27, 0.27, -90, 270)],
        "from the middle": [curve((0.3, 0.46), (0.08, 0.28), (0.28, 0), (0.5, 0.22), (0.3, 0.46),
                                  (0.06, 0.74), (0.28, 1), (0.54, 0.78), (0.32, 0.48))],
    },
    9: {
        "straight stem": [joined(curve((0.5, 0.14), (0.28, 0), (0.06, 0.2), (0.14, 0.44),
                                       (0.36, 0.44), (0.5, 0.18)), line((0.5, 0.18), (0.46, 1)))],
        "curved stem": [joined(curve((0.5, 0.12), (0.28, 0), (0.06, 0.22), (0.2, 0.46),
                                     (0.46, 0.34), (0.52, 0.14)),
                               curve((0.52, 0.14), (0.54, 0.5), (0.4, 0.88), (0.12, 1)))],
        "ring and stick": [ring(0.26, 0.26, 0.24, 0.26, 0, -360), line((0.5, 0.1), (0.5, 1))],
    },
}  # fmt: skip


def drawn(path, rng, size=0.62, place=None, slant=0.0, turn=0.0, width=1.0, shake=0.0):
    """Write the strokes of a style on the sheet, each time a little differently."""
    slant = slant + rng.normal(0, 0.06)
    turn = np.radians(turn + rng.normal(0, 3))
    width = width * rng.uniform(0.9, 1.1)
    turned = np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    bent = 0.035 * rng.standard_normal((4, 2))  # slow waves across the digit
    strokes = []
    for stroke in path:
        x, y = (stroke - (0.3, 0.5)).T
        waves = np.sin(np.outer(y, (3, 6)) + rng.normal(0, 1, 2))  # (n, 2)
        points = np.stack([x * width - slant * y, y], axis=1) @ turned + waves @ bent[:2]
        noise = rng.standard_normal((len(points), 2))
        if shake:
            kernel = np.ones(3) / 3
            noise = np.stack([np.convolve(column, kernel, "same") for column in noise.T], axis=1)
        strokes.append(points + max(shake, 0.004) * noise + rng.normal(0, 0.012, 2))
    centre = np.array(place or (0.5, 0.5)) + rng.normal(0, 0.03, 2)
    low = np.concatenate(strokes).min(axis=0)
    high = np.concatenate(strokes).max(axis=0)
    scale = size * rng.uniform(0.9, 1.1) / max(high - low)
    return [np.clip((points - (low + high) / 2) * scale + centre, 0.01, 0.99) for points in strokes]
