"""Read what an answer gives back, and compare it with what is right."""

import numpy as np

RELATIVE, ABSOLUTE = 1e-4, 1e-7  # float32 and another order of operations stay within these
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]


class UnreadableError(ValueError):
    """A result that can't be compared; its text is the sentence for the reader."""


def is_blank(value):
    """Whether a result is an untouched `...`, or consists of them alone."""
    if isinstance(value, (tuple, list)) and value:
        return all(part is ... for part in value)
    return value is ...


def read(value, right, names=()):
    """Turn a result into a list of arrays (or of texts) like those of the right one.

    Parameters
    ----------
    value : anything
        What the reader's function gave back.
    right : anything
        What the right one gave back: an array, a number, a string, or a list of arrays.
    names : tuple of str
        If several results are asked for, their names.
    """
    if names:
        return [
            array_of(part, name) for name, part in zip(names, _split(value, names), strict=True)
        ]
    if isinstance(right, str):
        if not isinstance(value, str):
            raise UnreadableError(
                f"it gives back {a(value)}, but a line of text is asked for: use an f-string."
            )
        return [" ".join(value.split())]
    if isinstance(right, list):
        if isinstance(value, np.ndarray) and value.dtype.kind == "O" and value.ndim:
            value = list(value)
        if not isinstance(value, (list, tuple, np.ndarray)) or not _holds_arrays(value):
            culprit = culprit_in(value)
            what = f"a {type(value).__name__} that contains {culprit}" if culprit else a(value)
            if isinstance(value, (list, tuple)) and not culprit:
                what = f"a {type(value).__name__} of numbers"
            raise UnreadableError(f"it gives back {what}, but a list of arrays is asked for.")
        return [array_of(part, "an entry of the list") for part in value]
    return [array_of(value, "it", right)]


def _holds_arrays(values):
    if isinstance(values, np.ndarray):
        return values.ndim > 1
    return all(
        isinstance(v, (list, tuple)) or (isinstance(v, np.ndarray) and v.ndim) for v in values
    )


def _split(value, names):
    many = NUMBERS[len(names)]
    if not isinstance(value, (tuple, list, np.ndarray)) or (
        isinstance(value, np.ndarray) and len(np.atleast_1d(value)) != len(names)
    ):
        one = "a dict" if isinstance(value, dict) else "one result"
        raise UnreadableError(
            f"it gives back {one}, but {many} are asked for: "
            f"`return {', '.join(names)}`. Is the `return` inside a loop?"
        )
    if len(value) != len(names):
        raise UnreadableError(
            f"it gives back {count(len(value))}, but {many} are asked for: {', '.join(names)}."
        )
    return value


def _uneven(value):
    """Words for lists or arrays that no array can hold."""
    if any(isinstance(part, np.ndarray) for part in value):
        what = "arrays" if all(isinstance(part, np.ndarray) for part in value) else "things"
        return f"{a(value)} of {len(value)} {what} with different shapes"
    return "a list whose rows have different lengths"


def array_of(value, what, right=0.0):
    """A numeric array from a number, an array, or lists in lists."""
    asked = "a number is" if np.ndim(right) == 0 and what == "it" else "numbers are"
    if isinstance(right, (bool, np.bool_)):
        asked = "True or False is"
    verb = "gives back" if what == "it" else "is"
    several = _several(value, right) if what == "it" else ""
    if several:
        raise UnreadableError(f"it gives back {several}, but one is asked for.")
    culprit = culprit_in(value)
    try:
        array = np.asarray(value)
    except Exception:
        array = np.asarray(None)
        if isinstance(value, (list, tuple)) and not culprit:
            raise UnreadableError(f"{what} {verb} {_uneven(value)}.") from None
    if array.dtype.kind == "O":
        try:  # fractions, decimals
            array = array.astype(float) if array.size and _are_numbers(array) else array
        except (TypeError, ValueError, OverflowError):
            pass
    if array.dtype.kind not in "biufc":
        if culprit and (what != "it" or np.ndim(right)):
            kind = "an array" if isinstance(value, np.ndarray) else f"a {type(value).__name__}"
            raise UnreadableError(f"{what} {verb} {kind} that contains {culprit}.")
        raise UnreadableError(f"{what} {verb} {a(value)}, but {asked} asked for{_quoted(value)}.")
    return array


def _quoted(value):
    """', so leave the quotation marks away' for a string with a digit in it, else ''."""
    has_digit = isinstance(value, str) and any(sign.isdigit() for sign in value)
    return ", so leave the quotation marks away" if has_digit else ""


def _several(value, right):
    """'three results', if that is clearly more than the one that is asked for, else ''."""
    if type(value) not in (tuple, list) or len(value) < 2:
        return ""
    arrays = [part for part in value if isinstance(part, np.ndarray) and part.ndim]
    nested = any(isinstance(part, (tuple, list)) for part in value)
    as_many = np.shape(right)[:1] == (len(value),)
    if type(value) is tuple and not nested and not as_many and (arrays or np.ndim(right) == 0):
        return "" if culprit_in(value) else count(len(value))
    rows = as_many and all(part.ndim == 1 for part in arrays)
    if not rows and len(arrays) == len(value) and len({part.shape for part in arrays}) > 1:
        return f"a list of {count(len(value)).split()[0]} arrays"
    return ""


def leaves(value, depth=6):
    """All that is in a list, however deep; a list that holds itself has an end."""
    if isinstance(value, (list, tuple)) and depth:
        for part in value:
            yield from leaves(part, depth - 1)
    elif isinstance(value, np.ndarray) and value.dtype.kind in "OUS" and value.ndim:
        yield from leaves(value.tolist(), depth)
    else:
        yield value


def culprit_in(value):
    """'a string', 'None', 'a function': the first thing in a list that is no number, or ''."""
    if not isinstance(value, (list, tuple, np.ndarray)):
        return ""
    for part in leaves(value):
        if part is None or isinstance(part, (str, dict, set)) or callable(part):
            return a(part)
    return ""


def _are_numbers(array):
    return all(hasattr(part, "__float__") and not isinstance(part, str) for part in array.flat)


def agree(mine, theirs, tolerance, flat):
    """Whether two lists of results are the same, up to rounding."""
    return len(mine) == len(theirs) and all(
        agrees(a, b, tolerance, flat) for a, b in zip(mine, theirs, strict=True)
    )


def agrees(mine, theirs, tolerance=0.0, flat=False):
    """Whether two results are the same, up to rounding.

    With `flat`, rows and columns may be laid out in any shape of the same size.
    """
    if isinstance(theirs, str) or isinstance(mine, str):
        return isinstance(mine, str) and isinstance(theirs, str) and mine == theirs
    if mine.shape != theirs.shape:
        if mine.size != theirs.size or not (flat or mine.size == 1):
            return False
        mine, theirs = mine.ravel(), theirs.ravel()
    return np.allclose(mine, theirs, RELATIVE, max(ABSOLUTE, tolerance), equal_nan=True)


def count(n):
    """'one result', 'two results'."""
    word = NUMBERS[n] if n < len(NUMBERS) else str(n)
    return f"{word} result{'' if n == 1 else 's'}"


def a(value):
    """Name a value's kind, with its article: 'a set', 'an array (2, 3)'."""
    if value is None:
        return "None"
    if value is ...:
        return "a `...`"
    if isinstance(value, np.ndarray):
        return f"an array {value.shape}"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, (bool, int, float, np.number)):
        return "a number"
    if isinstance(value, type):
        return f"the class {value.__name__}"
    if isinstance(value, (list, tuple)):
        inside = {type(part).__name__ for part in value}
        kind = type(value).__name__
        only = inside.pop() if len(value) == 1 else ""
        return f"a {kind} with {_with_article(only)} in it" if only else f"a {kind}"
    if callable(value):
        return "a function"
    return _with_article(type(value).__name__)


def _with_article(name):
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"
