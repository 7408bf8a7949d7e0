"""Exercises that ask for a prediction, a design or a repair: what is right, near and wrong."""

import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers import checks
from dig2ai_helpers.checks.designs import GOALS, TEMPLATE
from dig2ai_helpers.checks.display import joined
from dig2ai_helpers.checks.exercise import hint_of
from dig2ai_helpers.checks.given import is_given
from dig2ai_helpers.checks.judge import NOT_YET
from dig2ai_helpers.functions import relu

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


def drawn(rows, columns, background=0.0):
    """A bar at these rows and a leaning stroke below it, from the right column to the left one."""
    template = np.full((28, 28), background)
    template[rows, 7:21] = 1
    for row in range(rows.stop, 25):
        column = round(columns[0] + (columns[1] - columns[0]) * (row - rows.stop) / 14)
        template[row, column - 1 : column + 2] = 1
    return template


def with_forbidden(template, *places):
    template = template.copy()
    for rows, columns in places:
        template[rows, columns] = np.where(template[rows, columns] > 0, 1, -1)
    return template


BAR = np.zeros((28, 28))
BAR[7:11, 7:21] = 1
SEVEN = drawn(slice(7, 10), (19, 12), -0.5)
LEFT, BELOW = (slice(12, 24), slice(3, 11)), (slice(20, 26), slice(16, 24))

RIGHT = [
    (checks.check_shapes, [(784,), (60, 1), (60, 10), (60, 10, 784), (60,)]),
    (checks.check_shapes, [[784], [60, 1], [60, 10], [60, 10, 784], 60]),
    (checks.check_shapes, [np.array([784]), (60, 1), (60, 10), (60, 10, 784), np.zeros(60).shape]),
    (checks.check_surprises, [3.2, 0.69, 0.5, 50]),
    (checks.check_surprises, [3.3, 0.7, 0.5, 50.0]),
    (checks.check_surprises, [np.log(26), [0.69], np.exp(-0.7), np.float32(50)]),
    (checks.check_curves, [0.0003, 1, 0.1, 2]),
    (checks.check_curves, [3e-4, 1.0, 0.1, [2]]),
    (checks.check_table, [0.83, 0.8, 0.36, 0.5]),
    (checks.check_table, [83 / 100, 8 / 10, 8 / 22, 50 / 100]),
    (checks.check_table, [0.83, 0.8, 0.364, 1 / 2]),
    (checks.check_estimates, [266.61, 88.3, 600, 180]),
    (checks.check_estimates, [270, 90, 600, 180]),
    (checks.check_estimates, [271, 88, 600.0, np.int64(180)]),
    (checks.check_xor, [[[1, -1], [-1, 1]], [0, 0], [1, 1], 0]),
    (checks.check_xor, [[[1, 1], [1, 1]], [0, -1], [1, -2], 0]),
    (checks.check_xor, [np.ones((2, 2)), np.array([0, -1]), np.array([[1], [-2]]), np.array([0])]),
    (checks.check_xor, [((2, -3), (-2, 3)), (0, 0), (0.5, 1 / 3), 0.0]),
    (checks.check_xor, [[[-1, 1], [-1, 1]], [1, -1], [-1, -1], 1]),
    (checks.check_template, [SEVEN]),
    (checks.check_template, [SEVEN.ravel()]),
    (checks.check_template, [(100 * SEVEN).tolist()]),
    (checks.check_template, [drawn(slice(7, 10), (19, 12), -1)]),
    (checks.check_template, [with_forbidden(drawn(slice(7, 10), (19, 12)), LEFT)]),
    (checks.check_template, [with_forbidden(drawn(slice(7, 10), (18, 12)), LEFT, BELOW)]),
]

SHAPES = [(784,), (60, 1), (60, 10), (60, 10, 784), (60,)]
COUNT = [[1, 1], [1, 1]]
WRONG = [
    (checks.check_shapes, [(60,), *SHAPES[1:]], "axis=0 is the axis that disappears"),
    (checks.check_shapes, [(1, 784), *SHAPES[1:]], "disappears, unless keepdims"),
    (checks.check_shapes, [(784,), (60,), *SHAPES[2:]], "keepdims=True keeps"),
    (checks.check_shapes, [*SHAPES[:2], (10, 60), *SHAPES[3:]], "images comes first"),
    (checks.check_shapes, [*SHAPES[:3], (60, 1, 784), (60,)], "repeated ten times"),
    (checks.check_shapes, [*SHAPES[:3], (10, 60, 784), (60,)], "None stands in the middle"),
    (checks.check_shapes, [*SHAPES[:4], (60, 10)], "there is no 10 left"),
    (checks.check_shapes, [*SHAPES[:4], (59,)], "shape_e is too small: each step takes"),
    (checks.check_surprises, [2.3, 0.69, 0.5, 50], "for ten classes"),
    (checks.check_surprises, [3.0, 0.69, 0.5, 50], "letters is a little too small"),
    (checks.check_surprises, [3.2, 6.9, 0.5, 50], "of the bad image alone"),
    (checks.check_surprises, [3.2, 0.105, 0.5, 50], "logarithm of each probability first"),
    (checks.check_surprises, [3.2, 0.69, 0.3, 50], "the surprise −ln p would be 1.2"),
    (checks.check_surprises, [3.2, 0.69, 0.7, 50], "0.7 is its surprise"),
    (checks.check_surprises, [3.2, 0.69, 0.5, 0], "if the label were 1"),
    (checks.check_surprises, [3.2, 0.69, 0.5, float("inf")], "tiny, but not 0"),
    (checks.check_surprises, [3.2, 0.69, 0.5, 27.6], "limited to 27.6"),
    (checks.check_surprises, [3.2, 0.69, 0.5, 49], "confident is too"),
    (checks.check_curves, [1, 0.0003, 0.1, 2], "A and B are swapped"),
    (checks.check_curves, [1, 0.0003, 0.1, 1], "and the reason with them"),
    (checks.check_curves, [0.0003, 0.1, 1, 2], "B and C are swapped"),
    (checks.check_curves, [0.1, 1, 0.0003, 2], "would be down by then"),
    (checks.check_curves, [0.0003, 1, 0.1, 1], "can't be 1"),
    (checks.check_curves, [0.0003, 1, 0.1, 3], "can't be 3"),
    (checks.check_curves, [0.0003, 1, 0.1, 4], "can't be 4"),
    (checks.check_table, [83, 80, 36.4, 50], "percentages"),
    (checks.check_table, [0.83, 0.36, 0.8, 0.5], "found and trusted are swapped"),
    (checks.check_table, [0.817, 0.8, 0.36, 0.5], "mean of the three rows"),
    (checks.check_table, [0.83, 0.08, 0.36, 0.5], "divided by all images"),
    (checks.check_table, [0.83, 0.8, 0.64, 0.5], "share of false alarms"),
    (checks.check_table, [0.83, 0.8, 0.36, 0.45], "count their row"),
    (checks.check_table, [0.83, 0.8, 0.36, 1 / 3], "not equally frequent"),
    (checks.check_table, [0.83, 0.8, 0.38, 0.5], "trusted is too large: only the column"),
    (checks.check_estimates, [266_610, 88, 600, 180], "in thousands"),
    (checks.check_estimates, [235.5, 88, 600, 180], "the first layer only"),
    (checks.check_estimates, [250, 88, 600, 180], "784 · 300 alone"),
    (checks.check_estimates, [267, 0.88, 600, 180], "in per cent"),
    (checks.check_estimates, [267, 33, 600, 180], "as if all layers were equal"),
    (checks.check_estimates, [267, 88, 60_000, 180], "number of images"),
    (checks.check_estimates, [267, 88, 600, 9_820], "read correctly"),
    (checks.check_estimates, [267, 88, 600, 18], "too small by a factor of ten"),
    (checks.check_xor, [COUNT, [0, -1], [1, -1], 0], "this is OR"),
    (checks.check_xor, [COUNT, [0, -1], [0, 1], 0], "this is AND"),
    (checks.check_xor, [[[1, 0], [0, 1]], [0, 0], [1, 1], 0], "the number of white pixels"),
    (checks.check_xor, [COUNT, [0, -1], [1, -2], -0.5], "the signs are right"),
    (checks.check_xor, [[[1, -1], [-1, 1]], [0, 0], [2, 2], -1], "the signs are right"),
    (checks.check_xor, [COUNT, [0, 0], [1, -2], 0], "the score is −s"),
    (checks.check_xor, [COUNT, [-2, -2], [1, -2], 0], "every score is 0"),
    (checks.check_xor, [[[1, -1], [-1, 1]], [0, 0], [1, -1], 0], "the score adds both"),
    (checks.check_xor, [[[1, -1], [-1, 1]], [0, 0], [1, 0], 0], "(0, 1) gets 0"),
    (checks.check_xor, [COUNT, [0, -1], [1, -2], 0.1], "every score is 0.1 too large"),
    (checks.check_xor, [COUNT, [0, -1], [1, -3], 0], "(1, 1) gets -1, but should get 0"),
    (checks.check_xor, [[1, 1], [0, -1], [1, -2], 0], "W1 has the shape (2,), but should have"),
    (checks.check_xor, [COUNT, [0, -1], [1, -2], [0, 0]], "should be a single number"),
    (checks.check_xor, [COUNT, [0, -1], [1, -2], float("nan")], "not finite"),
    (checks.check_xor, [COUNT, [0, -1], [1, -2]], "hand over W1, b1, W2 and b2"),
    (checks.check_template, [np.zeros((28, 28))], "all weights are 0"),
    (checks.check_template, [np.full((28, 28), 1.0)], "how much ink"),
    (checks.check_template, [BAR], "loses most often to the 5"),
    (checks.check_template, [-SEVEN], "signs are turned round"),
    (checks.check_template, [SEVEN[:, ::-1]], "mirror image"),
    (checks.check_template, [SEVEN[::-1]], "on its head"),
    (checks.check_template, [np.roll(SEVEN, -5, axis=0)], "Move it down by"),
    (checks.check_template, [np.roll(SEVEN, 5, axis=1)], "Move it to the left by"),
    (checks.check_template, [np.ones((3, 3))], "28 rows and 28 columns"),
    (checks.check_template, [np.full((28, 28), np.nan)], "not finite"),
]


@pytest.mark.parametrize(("check", "answers"), RIGHT)
def test_a_right_answer_is_right(said, check, answers):
    assert said(check, *answers) == f"Right. {check.exercise.praise}\n"


@pytest.mark.parametrize(("check", "answers", "words"), WRONG)
def test_a_wrong_answer_is_rejected_with_what_helps(said, check, answers, words):
    text = said(check, *answers)
    assert text.startswith("Not yet: ") and words in text


def test_xor_untouched_or_half_done_is_told_so(said):
    blank = [[[..., ...], [..., ...]], [..., ...], [..., ...], ...]
    assert said(checks.check_xor, *blank) == f"{NOT_YET}\n"
    assert "still `...`" in said(checks.check_xor, COUNT, [0, -1], [1, ...], 0)


def test_the_template_of_the_solution_is_good_on_mnist_too(said, real_mnist, monkeypatch):
    monkeypatch.setenv("DIG2AI_DATASET", real_mnist.name)
    assert said(checks.check_template, TEMPLATE.right()).startswith("Right.")
    assert said(checks.check_template, SEVEN).startswith("Right.")
    assert f"{100 * GOALS['mnist']:.0f} %" in said(checks.check_template, BAR)
    assert "signs are turned round" in said(checks.check_template, -SEVEN)


# The code of a colleague that stands in a cell: rejected with a recognised mistake, before and
# after one of its bugs is repaired.


def stubs():
    """{name of the check: source of the cell that it stands in}."""
    found = {}
    for path in NOTEBOOKS.glob("*.ipynb"):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            source = "".join(cell["source"])
            if call := re.search(r"^(check_\w+)\(", source, re.MULTILINE):
                found[call[1]] = source
    return found


def run(source, capsys):
    """Run a cell with the names that its notebook has, and give back what it prints."""
    names = {"np": np, "relu": relu} | {name: getattr(checks, name) for name in checks.__all__}
    exec(source, names)
    return capsys.readouterr().out


COLLEAGUES = [
    ("check_layer", "", "", "once for each input"),
    ("check_softmax", "", "", "maximum of the whole batch"),
    ("check_cross_entropy", "", "", "inside the logarithm"),
    ("check_delta", "", "", "[:, labels]"),
    ("check_delta", "", "", "the 1/n?"),
    ("check_delta", "delta[:, labels]", "delta[np.arange(len(labels)), labels]", "the 1/n?"),
    ("check_delta", "return delta", "return delta / len(delta)", "[:, labels] means"),
    ("check_layer_backward", "", "", "db is a mean"),
    ("check_layer_backward", "", "", "always true"),
    ("check_layer_backward", "mean", "sum", "the slope of ReLU is missing"),
    ("check_layer_backward", "a_below >= 0", "z_below > 0", "db is a mean"),
    ("check_step", "", "", "A new name inside the loop"),
    ("check_step", "", "", "is once too often"),
    ("check_step", "parameter = parameter -", "parameter -=", "divided once too often"),
    ("check_step", " / len(gradient)", "", "A new name inside the loop"),
    ("check_batches", "", "", "indices into"),
    ("check_batches", "", "", "smaller batch is missing"),
    ("check_batches", "np.arange(start, start + batch_size)", "order[start:][:batch_size]", "last"),
    ("check_batches", "len(order) // batch_size", "-(-len(order) // batch_size)", "indices into"),
    ("check_confusion", "", "", "np.add.at"),
    ("check_plane", "", "", "mean"),
]


def of_colleagues(half_repaired):
    return [row for row in COLLEAGUES if bool(row[1]) is half_repaired]


@pytest.mark.parametrize(("name", "bug", "repair", "words"), of_colleagues(half_repaired=True))
def test_a_half_repaired_function_is_rejected_with_what_helps(capsys, name, bug, repair, words):
    stub = stubs()[name]
    assert bug in stub
    text = joined(run(stub.replace(bug, repair), capsys))
    assert text.startswith("Not yet: ") and words in text


@pytest.mark.parametrize(("name", "bug", "repair", "words"), of_colleagues(half_repaired=False))
def test_a_colleagues_code_is_rejected_without_its_bug_and_the_hints_name_it(
    capsys, name, bug, repair, words
):
    stub = stubs()[name]
    exercise = getattr(checks, name).exercise
    text = joined(run(stub, capsys))
    assert text == f"Not yet: {exercise.of_given}\n" and words not in text
    assert words not in exercise.hints[0] and words in " ".join(exercise.hints)
    known = {sentence for hint in exercise.mistakes for sentence in re.split(r"(?<=[.?:]) ", hint)}
    assert not any(sentence in text for sentence in known if len(sentence) > 20)


@pytest.mark.parametrize("name", dict.fromkeys(name for name, *_ in COLLEAGUES))
def test_another_function_with_the_same_bug_is_told_which(capsys, name):
    """One more statement makes it the reader's own: it gets the full diagnosis."""
    stub = stubs()[name]
    own = re.sub(r"(def .*:.*\n)", r"\1    tried = 1\n", stub, count=1)
    text = joined(run(own, capsys))
    assert text.startswith("Not yet: ") and getattr(checks, name).exercise.of_given not in text


@pytest.mark.parametrize("name", dict.fromkeys(name for name, *_ in COLLEAGUES))
def test_what_is_handed_out_is_known_beside_an_import(capsys, name):
    """As in a script, or in a cell that begins with %%time: all of it is compiled at once."""
    stub = stubs()[name]
    text = joined(run(f"import numpy as np\n\n{stub}", capsys))
    assert "still as it was" in text


def test_what_is_handed_out_is_known_by_its_steps_and_its_numbers():
    def answer(x):
        return x * 2

    assert is_given(answer, "def f(x):\n    return x * 2  # twice")
    assert not is_given(answer, "def f(x):\n    return x * 2.0")
    assert not is_given(max, "def f(x):\n    return x * 2")

    def inside(x):
        return sorted(x, key=lambda y: y * 2)

    assert is_given(inside, "def f(x):\n    return sorted(x, key=lambda y: y * 2)  # twice")
    assert not is_given(inside, "def f(x):\n    return sorted(x, key=lambda y: y * 3)")


def test_every_check_can_be_imported_and_is_named_in_a_notebook():
    text = "".join(path.read_text(encoding="utf-8") for path in NOTEBOOKS.glob("*.ipynb"))
    for name in checks.__all__:
        assert callable(getattr(checks, name)) and name in text


def solved():
    """Names of the checks below which, or beside which, a solution is folded away."""
    found = set()
    for path in NOTEBOOKS.glob("*.ipynb"):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells]
        for cell, after in pairwise([*texts, ""]):
            named = {name for name in checks.__all__ if f"{name}(" in cell}
            found |= named if "<details>" in cell + after else set()
    return found


def test_the_last_hint_speaks_of_a_folded_solution_only_where_there_is_one():
    folded = solved()
    for name in checks.__all__:
        exercise = getattr(checks, name).exercise
        text = hint_of(exercise, len(exercise.hints) - 1)
        assert ("the folded solution below the cell" in text) == (name in folded), name
    assert {"check_selu", "check_report"}.isdisjoint(folded) and "check_softmax" in folded
