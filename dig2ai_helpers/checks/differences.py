"""In what way numbers are off: by a factor, a sign, one row, rounding."""

import numpy as np

from .compare import agrees
from .display import number


def difference(pairs):
    """One sentence that is true of all pairs (mine, right), or '' if there is none.

    The first pair is the one that the reader sees. All that are right as they are count, too.
    """
    pairs = [(np.asarray(mine), np.asarray(right)) for mine, right in pairs]
    if pairs and _is_nan(pairs[0][0]) and np.isfinite(pairs[0][1]).all():
        return "NaN comes from 0 / 0, from infinity − infinity, or from a mean of nothing."
    if not pairs or any(
        part.dtype.kind not in "iuf" or not part.size or not np.isfinite(part).all()
        for pair in pairs
        for part in pair
    ):
        return ""
    if any(mine.shape != right.shape for mine, right in pairs):
        turned = all(right.ndim == 2 and agrees(mine, right.T) for mine, right in pairs)
        return "It is transposed." if turned else ""
    kinds = (_sign, _rounded, _factor, _offset, _order, _one_place)
    return next((said for said in (kind(pairs) for kind in kinds) if said), "")


def _is_nan(mine):
    return mine.dtype.kind == "f" and np.isnan(mine).any()


def _all(pairs):
    """'All are', or 'It is' for single numbers."""
    return "All are" if any(mine.size > 1 for mine, _ in pairs) else "It is"


def _sign(pairs):
    if all(mine.dtype.kind != "u" and agrees(-mine, right) for mine, right in pairs):
        return (
            "Everything has the wrong sign." if _all(pairs) == "All are" else "The sign is wrong."
        )
    return ""


def _rounded(pairs):
    whole = all((mine == np.round(mine)).all() for mine, _ in pairs)
    near = all((np.abs(mine - right) < 1).all() for mine, right in pairs)
    broken = sum(int((right != np.round(right)).sum()) for _, right in pairs)
    if not (whole and near and broken > 1):
        return ""
    if not any(mine.any() for mine, _ in pairs):
        return ""  # zeros: not rounded, but nothing computed
    down = all((mine == np.trunc(right)).all() for mine, right in pairs)
    word = "cut" if down else "rounded"
    return f"{_all(pairs)} {word} to whole numbers: is it `//`, or an int array?"


def _factor(pairs):
    """One factor for all pairs, or one of its own for the pair that is shown."""
    said = _of_factor(pairs)
    if said or len(pairs) == 1 or not all(_of_factor([pair]) for pair in pairs):
        return said
    return f"{_of_factor(pairs[:1])[:-1]} here."


def _of_factor(pairs):
    mine, right = (np.concatenate([pair[i].ravel() for pair in pairs]) for i in (0, 1))
    mine, right = mine.astype(float), right.astype(float)
    if len(np.unique(right[right != 0])) < 2:
        return ""
    largest = np.argmax(np.abs(right))
    factor = mine[largest] / right[largest]
    if factor == 0 or not agrees(mine, factor * right):
        return ""
    if factor < 0:
        return f"{_all(pairs)} multiplied by {number(factor, 3)}."
    large = factor > 1
    times = number(factor if large else 1 / factor, 3)
    cent = " Are they in per cent?" if times == "100" and large and right.max() <= 1 else ""
    return f"{_all(pairs)} {times} times too {'large' if large else 'small'}.{cent}"


def _offset(pairs):
    mine, right = (np.concatenate([pair[i].ravel() for pair in pairs]) for i in (0, 1))
    gap = (mine - right.astype(float)).astype(float)
    if len(np.unique(right)) < 2 or not agrees(gap, np.full_like(gap, gap[0])):
        return ""
    return f"{_all(pairs)} {number(abs(gap[0]), 3)} too {'large' if gap[0] > 0 else 'small'}."


def _order(pairs):
    """Transposed, reversed or shifted."""
    if all(right.ndim == 2 and agrees(mine, right.T) for mine, right in pairs):
        return "It is transposed."
    if any(mine.ndim == 0 for mine, _ in pairs) or not any(len(mine) > 2 for mine, _ in pairs):
        return ""
    if all(agrees(mine, right[::-1]) for mine, right in pairs):
        return "The order is reversed."
    if all(agrees(mine[1:], right[:-1]) or agrees(mine[:-1], right[1:]) for mine, right in pairs):
        return "All are shifted by one place."
    return ""


def _one_place(pairs):
    """'Only the last row differs.', if it is the same one in all pairs that have several."""
    for axis, word in ((0, "row"), (-1, "column")):
        chosen = [pair for pair in pairs if pair[1].ndim and pair[1].shape[axis] > 1]
        if not any(pair[1].shape[axis] > 2 for pair in chosen):
            continue
        places = [_places(mine, right, axis) for mine, right in chosen]
        which = set.intersection(*places)
        if which:
            word = word if chosen[0][1].ndim > 1 else "entry"
            return f"Only the {min(which)} {word} differs."
    return ""


def _places(mine, right, axis):
    """{'first'} or {'last'}, if all others are right."""
    mine, right = np.moveaxis(mine, axis, 0), np.moveaxis(right, axis, 0)
    off = [i for i in range(len(right)) if not agrees(mine[i], right[i])]
    return {{0: "first", len(right) - 1: "last"}.get(off[0], "")} - {""} if len(off) == 1 else set()
