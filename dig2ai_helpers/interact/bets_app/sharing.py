"""Whole percents, at least 1 each, that always sum to 100."""

import numpy as np

from ...arrays import Array


def whole_percents(weights: Array, total: int = 100) -> tuple[int, ...]:
    """Divide a total into whole numbers, each at least 1, in proportion to the weights."""
    spare = total - len(weights)
    above_1 = np.maximum(weights / weights.sum() * total - 1, 0)
    exact = above_1 * (spare / max(above_1.sum(), 1e-9))
    whole = np.floor(exact + 1e-6).astype(int)
    largest_rest = np.argsort(whole - exact, kind="stable")
    whole[largest_rest[: spare - whole.sum()]] += 1
    return tuple(int(number) + 1 for number in whole)


def moved(weights: Array, place: int, percent: int) -> tuple[Array, tuple[int, ...]]:
    """Give one of the answers so many percent; the others keep their ratios and share the rest.

    Returns the new weights, which remember the ratios exactly, and the whole percents.
    """
    others = np.delete(weights, place)
    rest = whole_percents(others, 100 - percent)
    weights = np.insert(others / others.sum() * (100 - percent), place, percent)
    return weights, (*rest[:place], percent, *rest[place:])
