"""Where on the drawing the ink is that counts most, in words, and what is odd about a drawing."""

import numpy as np

SIDE = 28
ROWS, COLUMNS = ("top", "", "bottom"), ("left", "", "right")
FEWEST = 5  # pixels: what is narrower has no left and right, what is lower no top and bottom
LITTLE, MUCH = 14, 220  # ink of a dot, and of a scribble; of MNIST's digits, 0.1 % have more
GAP, SHARE = 3, 0.2  # columns without ink, and the ink on either side, that make two digits


def strongest_place(parts, image):
    """Name the ninth of the drawing whose positive parts (784,) add up to most; None if none do.

    Take `-parts` for the negative ones.
    """
    parts = np.clip(parts, 0, None).reshape(SIDE, SIDE)
    ink = image.reshape(SIDE, SIDE) > 0
    rows, columns = (_thirds(ink.any(axis=axis)) for axis in (1, 0))
    sums = {
        _name(down, across): parts[np.ix_(rows == down, columns == across)].sum()
        for down in range(3)
        for across in range(3)
    }
    best = max(sums, key=sums.get)
    return best if sums[best] > 0 else None


def remark(image):
    """Say in a sentence what is odd about a drawing; nothing if nothing is."""
    ink = image.sum()
    profile = image.reshape(SIDE, SIDE).sum(axis=0)  # of each column
    if 0 < ink < LITTLE:
        return "This is hardly more than a dot: draw a whole digit."
    if ink > MUCH:
        return "There is so much ink that hardly a digit stands out: clear the sheet, draw one."
    for first in range(1, SIDE - GAP):
        left, right = profile[:first].sum(), profile[first + GAP :].sum()
        if not profile[first : first + GAP].any() and min(left, right) > SHARE * ink:
            return "These may be two digits: the network takes all ink for one."
    return ""


def _thirds(inked):
    """For each row, or column, the third of the drawing it is in: 0, 1 or 2."""
    first, last = np.flatnonzero(inked)[[0, -1]]
    if last - first + 1 < FEWEST:
        return np.ones(SIDE, int)
    return np.clip(3 * (np.arange(SIDE) - first) // (last - first + 1), 0, 2)


def _name(down, across):
    return f"{ROWS[down]} {COLUMNS[across]}".strip() or "middle"
