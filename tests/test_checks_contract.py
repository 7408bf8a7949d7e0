"""What holds for every exercise, whoever wrote its record."""

import array
import collections
import copy
import dataclasses
import functools
import re
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers import checks
from dig2ai_helpers.checks.cases import quiet, run, same
from dig2ai_helpers.checks.check import hints_given, make_check
from dig2ai_helpers.checks.display import WIDTH, in_lines
from dig2ai_helpers.checks.exercise import Exercise
from dig2ai_helpers.checks.judge import LOOP_ASKED, NOT_YET

EVERY_CHECK = [getattr(checks, name) for name in checks.__all__]
CHECKS = [check for check in EVERY_CHECK if check.exercise.judge is None]
ON_PAPER = [check for check in CHECKS if check.exercise.paper]
OF_FUNCTIONS = [check for check in CHECKS if not check.exercise.paper]


def name(value):
    return getattr(value, "__name__", None)


def of_functions(test):
    return pytest.mark.parametrize("check", OF_FUNCTIONS, ids=name)(test)


def of_all(test):
    return pytest.mark.parametrize("check", CHECKS, ids=name)(test)


def of_every(test):
    return pytest.mark.parametrize("check", EVERY_CHECK, ids=name)(test)


def answered(check, function):
    """The arguments that hand over an answer: a function, or the numbers that it gives."""
    if not check.exercise.paper:
        return (function,)
    return function() if check.exercise.results else (function(),)


@of_all
@pytest.mark.parametrize("seed", range(5))
def test_the_right_answer_is_right(said, check, seed):
    answer = answered(check, check.exercise.right)
    assert said(check, *answer, seed=seed) == f"Right. {check.exercise.praise}\n"


@of_every
def test_what_is_printed_is_broken_between_words(capsys, check):
    """JupyterLab would break a longer line anywhere."""
    for hint in range(4):
        check(hint=hint + 1)
        printed = capsys.readouterr().out
        assert max(map(len, printed.splitlines())) <= WIDTH, printed
    hints_given.clear()


def test_a_result_that_is_shown_is_not_broken():
    long, wide = "a-b " * 30, "  epoch 12: " + "loss 0.0813 " * 10
    assert in_lines(f"{long}\n{wide}").split("\n")[-1] == wide
    assert " ".join(in_lines(long).split()) == long.strip()
    assert in_lines("word" * 40) == "word" * 40
    assert in_lines("one\n\ntwo") == "one\n\ntwo"


def lists(value):
    """Arrays as lists of rows, pairs as lists, numbers as Python's own."""
    if isinstance(value, (list, tuple)):
        return [lists(part) for part in value]
    return value.tolist() if isinstance(value, (np.ndarray, np.generic)) else value


def tuples(value):
    value = lists(value)
    return tuple(tuples(part) for part in value) if isinstance(value, list) else value


def float32(value):
    if isinstance(value, (list, tuple)):
        return type(value)(float32(part) for part in value)
    return np.float32(value) if np.asarray(value).dtype == float else value


def zero_dimensional(value):
    return np.asarray(value) if isinstance(value, (int, float, np.number)) else value


class Tensor:
    """As PyTorch's: NumPy takes it once it doesn't learn any more."""

    def __init__(self, array, learns=True):
        self.array, self.learns = array, learns

    def detach(self):
        return Tensor(self.array, learns=False)

    def __array__(self, dtype=None, copy=None):
        if self.learns:
            raise RuntimeError("Can't call numpy() on Tensor that requires grad.")
        return np.asarray(self.array, dtype)


def tensors(value):
    if isinstance(value, (list, tuple)):
        return type(value)(tensors(part) for part in value)
    return Tensor(value) if isinstance(value, np.ndarray) else value


def deques(value):
    """Arrays as what Python's own library has for rows of numbers."""
    if isinstance(value, (list, tuple)):
        return type(value)(deques(part) for part in value)
    if isinstance(value, np.ndarray) and value.ndim == 1 and value.dtype == float:
        return array.array("d", value)
    return collections.deque(value) if isinstance(value, np.ndarray) and value.ndim else value


def array_of_arrays(value):
    if not isinstance(value, list):
        return value
    found = np.empty(len(value), object)
    found[:] = value
    return found


FORMS = [lists, tuples, float32, zero_dimensional, tensors, deques, array_of_arrays]


@of_all
@pytest.mark.parametrize("form", FORMS, ids=name)
def test_a_right_answer_is_right_in_every_form(said, check, form):
    right = check.exercise.right
    answer = answered(check, lambda *case: form(right(*case)))
    assert said(check, *answer).startswith("Right.")


def spoil(value):
    """Change everything that can be changed in place."""
    if isinstance(value, np.ndarray) and value.ndim:
        value[...] = 0
    elif isinstance(value, list):
        for part in value:
            spoil(part)
        value.clear()
    elif isinstance(value, dict):
        value.clear()
    elif hasattr(value, "__dict__") and not isinstance(value, type):
        for part in vars(value).values():
            spoil(part)


@of_functions
def test_a_right_answer_may_change_its_arguments_but_is_told(said, check):
    right, before = check.exercise.right, copy.deepcopy(check.exercise.cases)

    def answer(*case):
        result = copy.deepcopy(right(*case))
        for part in case:
            spoil(part)
        return result

    text = said(check, answer)
    frozen = all(not isinstance(part, (np.ndarray, list, dict)) for part in before[0])
    assert text.startswith("Right. ") if frozen else text.startswith("Right. But it changes `")
    assert said(check, right) == f"Right. {check.exercise.praise}\n"  # and nothing has spread


@of_functions
def test_an_untouched_stub_is_told_kindly(said, check):
    blank = (...,) * len(check.exercise.results)
    for stub in (lambda *case: ..., lambda *case: blank or ...):
        assert said(check, stub) == f"{NOT_YET}\n"
    assert said(check, ...) == f"{NOT_YET}\n"


@pytest.mark.parametrize("check", ON_PAPER, ids=name)
def test_untouched_numbers_are_told_kindly(said, check):
    assert said(check, *(...,) * (len(check.exercise.results) or 1)) == f"{NOT_YET}\n"


@of_functions
def test_a_missing_return_is_told(said, check):
    assert "`return" in said(check, lambda *case: None)
    assert "`return" in said(check, lambda *case: print("the result is", 3))


NO_ANSWERS = [
    (), (None,), (3,), (2.5, 1), ("text",), (np.ones(3),), (dict,), ([...],), ({1: 2},), (np,),
    (None, None, None, None), (float("nan"),), (np.array(None),), ([[1, 2], [3]],), (object(),),
]  # fmt: skip


@of_every
@pytest.mark.parametrize("answers", NO_ANSWERS, ids=map(str, range(len(NO_ANSWERS))))
def test_anything_may_be_handed_over(said, check, answers):
    assert_one_sentence(said(check, *answers))


def assert_one_sentence(text):
    assert text.startswith(("Not yet: ", NOT_YET)) and text.count("\n") == 1


@of_every
def test_any_keyword_may_be_handed_over(said, check):
    answer = answered(check, check.exercise.right)
    for words in ({"foo": 1}, {"seed": "a"}, {"seed": -1}, {"seed": 1.5}, {"foo": 1, "bar": 2}):
        text = said(check, *answer, **words)
        assert_one_sentence(text)
        assert f"`{next(iter(words))}" in text
    for words in ({"hint": np.ones(2)}, {"hint": None}, {"hint": "yes"}):
        assert said(check, ..., **words).startswith("Not")
    assert all(said(check, hint=hint).startswith("Hint") for hint in (True, 1))


RESULTS = [
    np.ones((1, 1)), np.ones((7, 5)), np.float64(3.7), "text", {1: 2}, {1, 2}, [], (),
    [[1], [2, 3]], object(), int, np.array(["a"]), [None], [..., 1], True, 1j, np.array(None),
    np.nan, b"1", [np.ones(2), "a"], [[np.ones(2)], np.ones(3)], np.ones((0, 3)), 10**400,
    (np.ones(2),) * 3,
]  # fmt: skip


@of_functions
@pytest.mark.parametrize("result", RESULTS, ids=map(str, range(len(RESULTS))))
def test_a_function_may_give_back_anything(said, check, result):
    assert said(check, lambda *case: result).startswith(("Not yet: ", "Not done yet: "))


@of_functions
def test_an_error_is_told_with_the_readers_line(said, check):
    def answer(*case):
        return 1 / 0

    text = said(check, answer)
    assert "`return 1 / 0`" in text and "division by zero" in text


@of_functions
def test_a_function_with_other_arguments_is_told(said, check):
    assert ", ".join(check.exercise.arguments) in said(check, lambda: 1)


@of_functions
def test_what_surrounds_a_function_is_not_taken_for_its_arguments(said, check):
    """`@functools.cache` takes no arrays, and then the first line is right as it is."""
    text = said(check, functools.cache(check.exercise.right))
    assert text.startswith("Right.") or "@cache" in text


@of_functions
def test_a_class_and_a_result_are_told_from_a_function(said, check):
    assert "the function itself" in said(check, np.ones(2))
    assert "the function itself" in said(check, dict)


MISTAKES = [
    pytest.param(check, hint, mistake, id=f"{check.__name__}-{hint[:60]}")
    for check in CHECKS
    for hint, mistakes in check.exercise.mistakes.items()
    for mistake in (mistakes if isinstance(mistakes, tuple) else (mistakes,))
]


@pytest.mark.parametrize(("check", "hint", "mistake"), MISTAKES)
def test_each_mistake_gets_its_own_hint(said, check, hint, mistake):
    text = said(check, *answered(check, mistake))  # its own text may have no loop to ask about
    assert text in {f"Not yet: {each}\n" for each in (hint, LOOP_ASKED.sub("", hint))}


PARTS = [
    pytest.param(check, place, hint, mistake, id=f"{check.__name__}-{hint[:60]}")
    for check in CHECKS
    for part, hints in check.exercise.parts.items()
    for hint, mistake in hints.items()
    for place in [check.exercise.results.index(part)]
]


@pytest.mark.parametrize(("check", "place", "hint", "mistake"), PARTS)
def test_each_mistake_in_a_part_gets_its_own_hint(said, check, place, hint, mistake):
    def answer(*case):
        results = list(check.exercise.right(*case))
        results[place] = mistake(*case)
        return results

    text = said(check, *answered(check, answer))
    assert text.startswith("Not yet: ") and text.endswith(f"{hint[1:]}\n")
    assert " right. " in text


@of_every
def test_hints_say_more_each_time_and_then_no_more(said, check):
    hints_given.clear()
    hints = check.exercise.hints
    assert 2 <= len(hints) <= 4 and len(set(hints)) == len(hints)
    for level, hint in enumerate(hints, start=1):
        text = said(check, ..., hint=True)
        assert text.startswith(f"Hint {level} of {len(hints)}: {hint}")
        assert ("last hint" in text) == (level == len(hints))
    assert said(check, hint=True) == text


@of_functions
def test_the_cases_differ_in_shape_and_the_first_can_be_shown(check):
    exercise = check.exercise
    assert len(exercise.cases) > 1
    shapes = {
        str([np.shape(part) for part in case if isinstance(part, np.ndarray)])
        for case in exercise.cases
    }
    arrays = [part for part in exercise.cases[0] if isinstance(part, np.ndarray)]
    assert len(shapes) > 1 or not arrays


@of_functions
def test_right_answers_are_finite_and_leave_the_cases_alone(check):
    exercise = check.exercise
    for case in [*exercise.cases, *exercise.extreme]:
        before = copy.deepcopy(case)
        with quiet():
            outcome = run(exercise.right, case)
        assert outcome.error is None and not outcome.changed
        assert same(before, case)


@of_all
def test_the_words_are_whole_sentences(check):
    exercise = check.exercise
    hints = [*exercise.mistakes, *(hint for part in exercise.parts.values() for hint in part)]
    for text in [*hints, *exercise.hints, exercise.praise, exercise.statement]:
        assert text.rstrip(")")[-1] in ".?!" and "  " not in text
        assert "tiny case" not in text


def test_a_record_can_not_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CHECKS[0].exercise.name = "other"


def test_the_worked_example_of_contributing_works(said):
    text = (Path(__file__).parents[1] / "CONTRIBUTING.md").read_text(encoding="utf-8")
    names = {"np": np, "Exercise": Exercise}
    exec(re.search(r"```python\n(DOUBLE = .*?)```", text, re.DOTALL)[1], names)
    check = make_check(names["DOUBLE"])
    assert said(check, lambda z: z + z) == "Right. One line works for any shape.\n"
    for hint, mistake in check.exercise.mistakes.items():
        assert said(check, mistake) == f"Not yet: {hint}\n"
    assert said(check, lambda z: z + 1).endswith("you give [-2, 1.5]; it should be [-6, 1].\n")


def test_a_mistake_is_recognised_by_its_numbers_though_its_errors_have_other_words(said):
    def sum_of_two(z, words):
        if len(z) > 2:
            raise ValueError(words)
        return z.sum()

    mean = Exercise(
        name="mean",
        notebook="01",
        statement="the mean of z.",
        right=lambda z: z.mean(),
        mistakes={"this is the sum.": lambda z: sum_of_two(z, "only two")},
        praise="",
        hints=(),
        cases=[(np.array([1, 2]),), (np.array([1, 2, 3]),)],
    )
    check = make_check(mean)
    assert said(check, lambda z: sum_of_two(z, "not three")) == "Not yet: this is the sum.\n"
