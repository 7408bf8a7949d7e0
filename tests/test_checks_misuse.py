"""A check says one sentence, whatever happened in the reader's notebook before it."""

import io
import sys
import threading
import time
import warnings

import numpy as np
import pytest

from dig2ai_helpers import Network, checks
from dig2ai_helpers.checks.check import hints_given
from dig2ai_helpers.functions import softmax

EVERY_CHECK = [getattr(checks, name) for name in checks.__all__]
ON_PAPER = [c for c in EVERY_CHECK if c.exercise.paper]
OF_FUNCTIONS = [c for c in EVERY_CHECK if not c.exercise.paper and not c.exercise.judge]


def name(check):
    return check.__name__


REDEFINED = """
from dig2ai_helpers.checks import {check}
np = sum = softmax = len = print = list = range = 3
def answer(*case):
    {body}
{check}(answer)
"""


@pytest.mark.parametrize("check", OF_FUNCTIONS, ids=name)
def test_names_that_the_reader_redefined_do_no_harm(capsys, check):
    names = {"right": check.exercise.right}
    exec(REDEFINED.format(check=check.__name__, body="return right(*case)"), names)
    assert " ".join(capsys.readouterr().out.split()) == f"Right. {check.exercise.praise}"
    exec(REDEFINED.format(check=check.__name__, body="return sum(case[0])"), names)
    text = " ".join(capsys.readouterr().out.split())
    assert "a value of the type int is called like a function" in text and "Traceback" not in text


@pytest.mark.parametrize("check", EVERY_CHECK, ids=name)
def test_errors_instead_of_warnings_do_no_harm(said, check):
    exercise = check.exercise
    answers = (exercise.right,)
    if exercise.paper:
        answers = exercise.right() if exercise.results else (exercise.right(),)
    before = np.seterr(all="raise")
    try:
        text = said(check, *answers)
        wrong = [m if callable(m) else m[0] for m in [*exercise.mistakes.values()][:2]]
        rejected = [said(check, mistake) for mistake in wrong if not exercise.paper]
    finally:
        np.seterr(**before)
    assert text.startswith("Not yet: `small`" if exercise.judge else "Right. ")
    assert all(words.startswith("Not yet: ") and words.count("\n") == 1 for words in rejected)


@pytest.mark.parametrize("check", OF_FUNCTIONS, ids=name)
def test_a_check_after_a_broken_answer_and_after_a_runaway_is_as_before(said, check):
    def broken(*case):
        for part in case:
            if isinstance(part, np.ndarray):
                part[...] = 0
        np.seterr(all="raise")
        raise SystemExit

    before = np.geterr()
    assert said(check, broken).startswith("Not yet: it stops")
    assert np.geterr() == before
    assert said(check, check.exercise.right) == f"Right. {check.exercise.praise}\n"
    assert said(check, broken).startswith("Not yet: it stops")


class Odd:
    """Not a number, and unwilling."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __eq__(self, other):
        raise RuntimeError("==")

    def __len__(self):
        raise RuntimeError("len")

    __hash__ = None


@pytest.mark.parametrize("check", EVERY_CHECK, ids=name)
def test_an_unwilling_object_is_told_in_a_sentence(said, check):
    for answers in ((Odd(),), (Odd(), Odd()), (Odd(), Odd(), Odd()), (np.ma.masked,)):
        assert said(check, *answers).startswith("Not yet: ")
    if check in OF_FUNCTIONS:
        assert said(check, lambda *case: Odd()).startswith("Not yet: ")
        assert said(check, lambda *case: [Odd()] * 3).startswith("Not yet: ")


@pytest.mark.parametrize("check", ON_PAPER, ids=name)
def test_an_odd_answer_among_right_ones_is_told_in_a_sentence(said, check):
    right = check.exercise.right() if check.exercise.results else (check.exercise.right(),)
    for place in range(len(right)):
        for odd in ((-8) ** (1 / 3), [[1, 2], [3]]):
            answers = (*right[:place], odd, *right[place + 1 :])
            assert said(check, *answers).startswith("Not yet: ")


ENDLESS = []
ENDLESS.append(ENDLESS)


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp437"])
def test_a_console_that_lacks_a_letter_gets_the_rest(monkeypatch, encoding):
    """As on Windows, where what is printed goes into a file."""
    console = io.TextIOWrapper(io.BytesIO(), encoding)
    monkeypatch.setattr(sys, "stdout", console)
    checks.check_surprises(1, 2, 3, 4, hint=True)
    checks.check_rates(0.3, 0.2)
    console.flush()
    said = console.buffer.getvalue().decode(encoding)
    assert "w + 1 by -2" in said and "Hint" in said


def test_checks_in_several_threads_say_what_each_alone_says(capsys):
    """Else they left each other's place to print to behind, and the kernel was silent."""

    def answer(scores):
        time.sleep(0.002)
        return softmax(scores)

    stdout, filters = sys.stdout, warnings.filters[:]
    threads = [threading.Thread(target=checks.check_softmax, args=(answer,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sys.stdout is stdout and warnings.filters == filters
    assert capsys.readouterr().out.count("Right.") == 4


@pytest.mark.parametrize("check", OF_FUNCTIONS, ids=name)
def test_a_list_that_holds_itself_is_told_in_a_sentence(said, check):
    assert said(check, lambda *case: ENDLESS).startswith("Not yet: ")


SMALL = (784, 24, 10)


@pytest.mark.parametrize("which", ["digits", "real_mnist"])
def test_a_small_network_on_both_sets_of_digits(said, request, which):
    digits = request.getfixturevalue(which)
    for handed in (digits, digits.validation):
        text = said(checks.check_small_network, Network(SMALL), handed)
        assert "it fits, but it classifies" in text and "as many as by guessing" in text
    assert "hand over the digits" in said(checks.check_small_network, Network(SMALL))
    assert "hand over the digits" in said(checks.check_small_network, Network(SMALL), 3)
    assert "hand over the digits" in said(checks.check_small_network, Network(SMALL), digits, 1)
    many = said(checks.check_small_network, Network((784, 26, 10)), digits)
    assert "20,680 parameters, and only 20,000 fit" in many
    other = said(checks.check_small_network, Network((64, 10)), digits)
    assert "it must go from 784 pixels to 10 digits" in other


def test_hints_for_a_small_network_say_more_each_time(said):
    hints_given.clear()
    first, second, third = (said(checks.check_small_network, hint=True) for _ in range(3))
    assert first.startswith("Hint 1 of 3") and second.startswith("Hint 2 of 3")
    assert third.startswith("Hint 3 of 3") and "last hint" in third


@pytest.mark.parametrize("long", [[0, 1] * 10_000, [[1], [1, 2]] * 10_000, ["0"] * 20_000])
def test_a_result_that_is_far_too_long_is_told_at_once(said, long):
    """It was compared with each mistake in each case: with a million entries, for two minutes."""
    start = time.process_time()
    text = said(checks.check_cross_entropy, lambda scores, labels: long)
    assert text == (
        "Not yet: it gives back a list of 20,000 entries, far more than are asked for.\n"
    )
    rows = said(checks.check_delta, lambda scores, labels: (long, long))
    assert "a list of 20,000 entries" in rows
    assert time.process_time() - start < 2


class Wordless(BaseException):
    def __str__(self):
        raise RuntimeError("no words")


@pytest.mark.parametrize("error", [Wordless, GeneratorExit])
def test_an_error_of_any_kind_is_told(said, error):
    def answer(scores, labels):
        raise error

    text = said(checks.check_cross_entropy, answer)
    assert text.startswith("Not yet: it stops in line ") and f"{error.__name__}. It was" in text


def test_an_interrupt_ends_a_check():
    def answer(scores, labels):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        checks.check_cross_entropy(answer)
