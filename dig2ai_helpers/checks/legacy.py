"""Run an answer beside the right one and the known mistakes, and say a word."""

import numpy as np

NOT_YET = "Not done yet: replace the ... when you like. Nothing below depends on it."
# Ordinary scores with their labels; and confident ones, right and wrong.
ORDINARY = [
    (np.array([[2.0, 0.0, 1.0], [0.5, 0.3, -1.2]]), np.array([2, 0])),
    (np.array([[0.1, 0.4, -0.3], [1.1, 3.0, 2.0], [-1.0, 0.0, 0.7]]), np.array([0, 1, 1])),
]
CONFIDENT = [(np.array([[900.0, 0.0, 1.0], [0.0, 1000.0, -800.0]]), np.array([2, 1]))]


def compare(answer, right, mistakes, cases, praise):
    """Run the reader's function beside the right one and the known mistakes, and say a word.

    Parameters
    ----------
    answer, right : functions
    mistakes : dict
        {hint: function that makes this mistake}; the first that fits is told.
    cases : list of tuples
        Arguments to try; each is a fresh copy for each function.
    praise : str
        What to say when all is right.
    """
    try:
        answers = [_flat(answer(*_copies(case))) for case in cases]
    except Exception as error:
        print(f"Not yet: it stops with {type(error).__name__}: {error}")
        return
    if any(part is None or part is ... for parts in answers for part in parts):
        print(NOT_YET)
        return
    if _agree(answers, _run(right, cases)):
        print(f"Right. {praise}")
        return
    for hint, mistake in mistakes.items():
        if _agree(answers, _run(mistake, cases)):
            print(f"Not yet: {hint}")
            return
    print(f"Not yet: {_difference(answers, _run(right, cases))}")


def compare_value(answer, right, mistakes, praise):
    """Do the same for an answer that is a number or an array; `mistakes` is {hint: value}."""
    functions = {hint: lambda value=value: value for hint, value in mistakes.items()}
    compare(lambda: answer, lambda: right, functions, [()], praise)


def _copies(case):
    return [part.copy() if isinstance(part, np.ndarray) else part for part in case]


def _run(function, cases):
    with np.errstate(all="ignore"):
        return [_flat(function(*_copies(case))) for case in cases]


def _flat(result):
    """A list of the arrays in a result, whether it is one, or lists of them."""
    if isinstance(result, (tuple, list)) and not all(np.isscalar(part) for part in result):
        return [array for part in result for array in _flat(part)]
    return [result if result is None or result is ... else np.asarray(result)]


def _agree(answers, others):
    return all(
        len(mine) == len(theirs)
        and all(
            a.shape == b.shape
            and _is_numeric(a)
            and np.allclose(a, b, rtol=1e-4, atol=1e-7, equal_nan=True)
            for a, b in zip(mine, theirs, strict=True)
        )
        for mine, theirs in zip(answers, others, strict=True)
    )


def _is_numeric(array):
    return array.dtype.kind in "biufc"


def _difference(answers, rights):
    """Say in what way an answer is off, without giving the right one away."""
    for mine, theirs in zip(answers, rights, strict=True):
        if len(mine) != len(theirs):
            return f"it gives back {len(mine)} arrays, but {len(theirs)} are asked for."
        for a, b in zip(mine, theirs, strict=True):
            if a.dtype.kind in "US":
                return "it gives back text, but numbers are asked for."
            if not _is_numeric(a):
                kind = type(a.flat[0]).__name__ if a.size else "list"
                return f"it gives back a {kind}, but numbers are asked for."
            if a.shape != b.shape:
                return f"the result has the shape {a.shape}, but should have {b.shape}."
            if a.dtype.kind in "fc" and not np.isfinite(a).all():
                return "the result holds NaN or infinity: does something overflow?"
    return "the shapes are right, but the numbers are not: try it on a tiny case by hand."


def compare_stages(answer, right, stages, praise):
    """Do the same in stages, a list of (cases, mistakes): the first that goes wrong is told.

    So that an answer which overflows can still be told from one with another mistake: first
    come ordinary scores with most of the mistakes, then large ones.
    """
    answer = _quietly(answer)
    wrong = [stage for stage in stages if not _is_right(answer, right, stage[0])]
    cases, mistakes = (wrong or stages)[0]
    mistakes = {hint: _quietly(mistake) for hint, mistake in mistakes.items()}
    compare(answer, right, mistakes, cases, praise)


def _is_right(answer, right, cases):
    try:
        return _agree(_run(answer, cases), _run(right, cases))
    except Exception:  # `compare` will say which
        return False


def _quietly(function):
    """Run a function without NumPy's warnings, and call all that is not finite NaN."""

    def quiet(*arguments):
        with np.errstate(all="ignore"):
            result = function(*arguments)
        if isinstance(result, (float, np.floating, np.ndarray)):
            return np.where(np.isfinite(result), result, np.nan)
        return result

    return quiet
