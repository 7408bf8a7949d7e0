"""Each check tries the cases, knows the mistakes and says the sentences that were last looked at.

After a change on purpose: make pictures
"""

import copy
import numbers
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from drawn import compare_with_stored, short, weighed
from test_checks_contract import CHECKS, OF_FUNCTIONS, ON_PAPER, name

from dig2ai_helpers.checks.cases import run_ours
from dig2ai_helpers.checks.display import joined

STORED = Path(__file__).with_name("checks_said.json")

# Which of two equal counts comes last, and which sign a direction has, differ between machines.
OF_THE_MACHINE = (
    "the digit is the second commonest",
    "the columns are divided by their standard",
    "it is transposed: one row for each point",
    "np.linalg.eig gives its directions in any order",
)


def numbers_in(value):
    """All numbers of a result, however deep, with the sizes of its arrays and lists."""
    if isinstance(value, (list, tuple)):
        return [len(value), *(number for part in value for number in numbers_in(part))]
    if isinstance(value, dict):
        return numbers_in(list(value.values()))
    if isinstance(value, str):
        return [len(value), *map(ord, value)]
    if isinstance(value, np.ndarray):
        return [*value.shape, *value.ravel().astype(float)]
    if isinstance(value, numbers.Real):
        return [float(value)]
    return numbers_in(vars(value) if hasattr(value, "__dict__") else f"{value}")


def made(function, cases, like):
    """One number for all that a function makes of some cases, and the errors that it meets."""
    outcomes = [run_ours(lambda *case: like(function(*case)), case) for case in cases]
    found = [numbers_in(outcome.value) for outcome in outcomes if outcome.value is not None]
    errors = [type(outcome.error).__name__ for outcome in outcomes if outcome.error is not None]
    return errors, weighed([number for numbers in found for number in numbers])


def functions_of(exercise):
    """The right answer and all mistakes, in the record's order."""
    known = [exercise.right]
    for hint, mistake in exercise.mistakes.items():
        if not hint.startswith(OF_THE_MACHINE):
            known += mistake if isinstance(mistake, tuple) else (mistake,)
    return known + [each for hints in exercise.parts.values() for each in hints.values()]


@pytest.mark.parametrize("check", CHECKS, ids=name)
def test_a_check_knows_the_answers_that_it_knew(monkeypatch, check):
    monkeypatch.setenv("DIG2AI_DATASET", "bundled")
    exercise, random = check.exercise, np.random.default_rng(0)
    fresh = [exercise.fresh(random)] if exercise.fresh else []
    cases = [*exercise.cases, *fresh, *exercise.extreme]
    like = exercise.like or (lambda value: value)  # where several forms are right
    found = [made(function, cases, like) for function in functions_of(exercise)]
    words = [f"{place}: {errors}" for place, (errors, _) in enumerate(found) if errors]
    settings = exercise.notebook, exercise.tolerance, exercise.flat, exercise.solved
    words += [f"{settings} {exercise.results} {[hint[:12] for hint in exercise.hints]}"]
    sums = [number for _, number in found] + [weighed(numbers_in(list(cases)))]
    if exercise.paper:
        sums.append(weighed(numbers_in(exercise.right())))
    known = [{"words": words, "numbers": short(sums)}]
    compare_with_stored(f"{check.__name__} knows", known, STORED, rel=1e-6, abs=1e-6)


def off(value):
    """A result that is wrong in its last place."""
    if isinstance(value, str):
        return f"{value}?"
    if isinstance(value, (list, tuple)) and value:
        return type(value)([*value[:-1], off(value[-1])])
    if isinstance(value, np.ndarray) and value.ndim and value.size:
        wrong = value.astype(float)
        wrong[(-1,) * value.ndim] += 1.25
        return wrong
    return not value if isinstance(value, (bool, np.bool_)) else value + 1.25


def times(factor, value):
    """A result that is too large, or has the wrong sign."""
    if isinstance(value, (list, tuple)):
        return type(value)(times(factor, part) for part in value)
    return factor * value


class WrongIn:
    """The right answer, but not in one case: it counts the calls."""

    def __init__(self, exercise, place):
        self.right, self.place, self.calls = exercise.right, place, 0

    def __call__(self, *case):
        self.calls += 1
        result = copy.deepcopy(self.right(*case))
        return off(result) if self.calls == self.place + 1 else result


@pytest.mark.parametrize("check", OF_FUNCTIONS, ids=name)
def test_a_check_says_what_it_said_of_a_case_that_is_wrong(capsys, check):
    exercise = check.exercise
    last = len(exercise.cases) - (0 if exercise.fresh else 1)  # a random one, if there are any
    said = []
    for place in sorted({*range(min(4, last)), last}):
        check(WrongIn(exercise, place), seed=0)
        said.append(joined(capsys.readouterr().out))
    compare_with_stored(f"{check.__name__} says", [{"words": said, "numbers": []}], STORED)


@pytest.mark.parametrize("check", ON_PAPER, ids=name)
def test_a_check_says_what_it_said_of_a_number_that_is_wrong(capsys, monkeypatch, check):
    monkeypatch.setenv("DIG2AI_DATASET", "bundled")
    right, names, said = check.exercise.right(), check.exercise.results, []
    for change in (off, partial(times, -1), partial(times, 10)):
        wrong = [(change(right),)]
        if names:
            wrong = [(*right[:k], change(right[k]), *right[k + 1 :]) for k in range(len(names))]
        for answers in wrong:
            check(*answers)
            said.append(joined(capsys.readouterr().out))
    compare_with_stored(f"{check.__name__} says", [{"words": said, "numbers": []}], STORED)
