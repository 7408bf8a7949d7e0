"""Say what may be wrong with numbers that were found on paper, without telling the right ones."""

import numpy as np

from ..wording import listed
from .compare import NUMBERS, agrees

CUT = tuple(f"{verb} cut to whole numbers: is it `//` instead of `/`?" for verb in ("is", "are"))
FACTORS = {10: "ten", 100: "100", 1000: "1,000"}


def explain(wrong, tolerance=0.0, looks=()):
    """Explain the first wrong result, together with those that are wrong in the same way.

    Parameters
    ----------
    wrong : dict
        {name: (mine, right)}, arrays.
    tolerance : float
        How far a number may be off.
    looks : dict
        {name: where to look, if nothing explains the number}.
    """
    cut = len(wrong) > 1 and all(_is_cut(*pair) for pair in wrong.values())
    kinds = {name: CUT if cut else _kind(*pair, tolerance) for name, pair in wrong.items()}
    first = next(iter(wrong))
    alike = [name for name in wrong if kinds[name] and kinds[name] == kinds[first]] or [first]
    if kinds[first]:
        said = f"{listed(alike)} {kinds[first][len(alike) > 1]}"
        said += "" if said.endswith("?") else "."
    else:
        look = _look(dict(looks).get(first), wrong[first][0])
        said = f"{first} {_direction(*wrong[first], tolerance)}{look}"
    others = [name for name in wrong if name not in alike]
    if not others:
        return said
    return f"{said} {listed(others)} {'are' if others[1:] else 'is'} not right yet, either."


def _look(look, mine):
    """': where to look', or a full stop; a function of the number may say it."""
    said = look(mine.item()) if callable(look) else look
    return f": {said}{'' if said.endswith('?') else '.'}" if said else "."


def _kind(mine, right, tolerance):
    """What is wrong, as (of one result, of several), or None."""
    if mine.size != right.size:
        return _of_size(mine.size, right.size, right.ndim == 0)
    if mine.dtype.kind == "c":
        return ("is a complex number", "are complex numbers")
    if mine.dtype.kind not in "iuf":
        return None
    if np.isnan(mine).any():
        return ("is NaN: was 0 divided by 0?", "are NaN: was 0 divided by 0?")
    if np.isinf(mine).any():
        return tuple(f"{verb} infinite: was something divided by 0?" for verb in ("is", "are"))
    mine, right = mine.ravel(), right.ravel()
    if agrees(-mine.astype(float), right, tolerance):
        return "has the wrong sign", "have the wrong sign"
    return _of_digits(mine, right) or _of_factor(mine.astype(float), right, tolerance)


def _of_size(mine, asked, single):
    has = NUMBERS[mine] if mine < len(NUMBERS) else str(mine)
    if single:
        said = f"one number is asked for, and you give {has}"
        return f"is wrong: {said}", f"are wrong: {said}"
    numbers = f"{NUMBERS[asked]} number{'' if asked == 1 else 's'}"
    return f"needs {numbers}, not {has}", f"need {numbers}, not {has}"


def _is_cut(mine, right):
    return (
        mine.dtype.kind in "iu" and mine.size == right.size and not (mine - np.trunc(right)).any()
    )


def _of_digits(mine, right):
    """Numbers that are cut or rounded, or nearly right."""
    if mine.any() and _is_cut(mine, right):
        return CUT
    if mine.any() and any(np.allclose(mine, np.round(right, digits)) for digits in (0, 1)):
        return tuple(f"{verb} rounded too much: give more decimals" for verb in ("is", "are"))
    whole = np.array_equal(right, np.round(right))
    if not whole and np.allclose(mine, right, rtol=0.03, atol=0):
        return tuple(f"{verb} nearly right: compute more exactly" for verb in ("is", "are"))
    return None


def _of_factor(mine, right, tolerance):
    for factor, word in FACTORS.items():
        for large in (True, False):
            scaled = mine / factor if large else mine * factor
            near = np.allclose(scaled, right, rtol=0.1, atol=1e-9)
            if near and agrees(scaled, right, tolerance):
                said = f"{word} times too {'large' if large else 'small'}"
                cent = ": in per cent?" if large and factor == 100 else ""
                return f"is {said}{cent}", f"are {said}{cent}"
    return None


def _direction(mine, right, tolerance):
    """'is too large', or which of several numbers are wrong."""
    if mine.size == 1:
        return f"is too {'large' if mine.item() > right.item() else 'small'}"
    mine = mine.reshape(right.shape)
    places = [
        list(at) for at in np.ndindex(right.shape) if not agrees(mine[at], right[at], tolerance)
    ]
    if len(places) == right.size:
        return "is not right"
    return f"is not right at {listed([f'{place}' for place in places])}"
