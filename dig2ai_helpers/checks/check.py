"""Make the check of an exercise: a function that prints one message."""

from collections import Counter

import numpy as np

from ..wording import listed
from .cases import new_seed, quiet
from .compare import NUMBERS, a, is_blank, leaves
from .display import say
from .exercise import always, hint_of
from .given import is_given
from .judge import NOT_YET, Judge

hints_given: Counter[str] = Counter()  # {name of an exercise: how many}


def make_check(exercise):
    """Make `check_layer` from the record named `layer`."""

    def check(*answers, hint=False, seed=None, **others):
        with quiet():
            say(_message(exercise, answers, hint, seed, others))

    check.__name__ = check.__qualname__ = f"check_{exercise.name}"
    check.__doc__ = f"Notebook {exercise.notebook}: {exercise.statement}"
    check.exercise = exercise
    return check


def asks_for(hint):
    """Whether a reader asks for a hint: with `hint=True`, or with `hint=1`."""
    return isinstance(hint, (bool, int)) and bool(hint)


def _message(exercise, answers, hint, seed, others):
    if others:
        said = listed([f"`{name}=`" for name in others])
        return f"Not yet: check_{exercise.name} knows `hint=True` and `seed=`, but not {said}."
    if seed is not None and not (isinstance(seed, (int, np.integer)) and seed >= 0):
        return f"Not yet: `seed` should be a whole number, 0 or larger, but is {a(seed)}."
    if asks_for(hint):
        hints_given[exercise.name] += 1
        return hint_of(exercise, hints_given[exercise.name] - 1)
    if exercise.judge is not None:
        return exercise.judge(*answers)
    return (_of_numbers if exercise.paper else _of_function)(exercise, answers, seed)


def _of_function(exercise, answers, seed):
    call = f"`check_{exercise.name}(my_function)`"
    if len(answers) != 1:
        return f"Not yet: hand over your function, and nothing else: {call}."
    [answer] = answers
    if answer is ...:
        return NOT_YET
    if not callable(answer) or isinstance(answer, type):
        return (
            f"Not yet: this is {a(answer)}. Hand over the function itself, "
            f"without brackets after its name: {call}."
        )
    if exercise.given and is_given(answer, exercise.given):
        return f"Not yet: {exercise.of_given}"
    return Judge(exercise, answer, new_seed() if seed is None else seed).verdict()


def _of_numbers(exercise, answers, _):
    names = exercise.results or (exercise.name,)
    commas = _decimal_commas(exercise, names, answers)
    if commas:
        return f"Not yet: {commas}: decimals take a point."
    if len(answers) != len(names):
        return f"Not yet: hand over {len(names)} answers: {', '.join(names)}."
    if is_blank(answers):
        return NOT_YET
    missing = [name for name, value in zip(names, answers, strict=True) if value is None]
    if missing:
        return f"Not yet: {missing[0]} is None: replace it by your answer."
    return Judge(exercise, always(answers if len(names) > 1 else answers[0]), 0).verdict()


def _decimal_commas(exercise, names, answers):
    """Say 'this is two numbers (0, 72)', where a decimal comma made two numbers of one; or ''."""
    if len(names) == 1 < len(answers):
        answers = (answers,)
    rights = exercise.right() if len(names) > 1 else (exercise.right(),)
    if len(answers) != len(names) or any(isinstance(right, tuple) for right in rights):
        return ""
    for name, value, right in zip(names, answers, rights, strict=True):
        kinds = (list, tuple) if isinstance(right, (list, np.ndarray)) else tuple
        parts = list(leaves(value)) if isinstance(value, kinds) else []
        whole = all(isinstance(part, int) and not isinstance(part, bool) for part in parts)
        asked = sum(np.size(part) for part in leaves(right))
        if whole and asked < len(parts) <= 2 * asked:
            many = NUMBERS[len(parts)] if len(parts) < len(NUMBERS) else len(parts)
            this = "this" if len(names) == 1 else name
            return f"{this} is {many} numbers ({', '.join(map(str, parts))})"
    return ""
