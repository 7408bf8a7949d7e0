"""Make the check of an exercise: a function that prints one message."""

from collections import Counter

from .cases import new_seed
from .compare import a, is_blank
from .exercise import always, hint_of
from .judge import NOT_YET, Judge

hints_given: Counter[str] = Counter()  # {name of an exercise: how many}


def make_check(exercise):
    """Make `check_layer` from the record named `layer`."""

    def check(*answers, hint=False, seed=None):
        if hint:
            message = hint_of(exercise, hints_given[exercise.name])
            hints_given[exercise.name] += 1
        elif exercise.paper:
            message = _of_numbers(exercise, answers)
        else:
            message = _of_function(exercise, answers, seed)
        print(message)

    check.__name__ = check.__qualname__ = f"check_{exercise.name}"
    check.__doc__ = f"Notebook {exercise.notebook}: {exercise.statement}"
    check.exercise = exercise
    return check


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
    return Judge(exercise, answer, new_seed() if seed is None else seed).verdict()


def _of_numbers(exercise, answers):
    names = exercise.results or (exercise.name,)
    if len(answers) != len(names):
        return f"Not yet: hand over {len(names)} answers: {', '.join(names)}."
    if is_blank(answers):
        return NOT_YET
    missing = [name for name, value in zip(names, answers, strict=True) if value is None]
    if missing:
        return f"Not yet: {missing[0]} is None, but a number is asked for."
    return Judge(exercise, always(answers if len(names) > 1 else answers[0]), 0).verdict()
