"""The exercises of notebook 04: what each check says to right answers and to mistakes."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers.checks import (
    check_by_hand,
    check_delta,
    check_layer_backward,
    check_tanh_backward,
)
from dig2ai_helpers.checks.legacy import NOT_YET
from dig2ai_helpers.functions import relu, softmax, softmax_cross_entropy, tanh_slope

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CHECKS_OF_FUNCTIONS = (check_delta, check_layer_backward, check_tanh_backward)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
@pytest.mark.parametrize("nothing", [..., None])
def test_an_untouched_stub_is_told_kindly(said, check, nothing):
    assert said(check, lambda *arguments: nothing) == f"{NOT_YET}\n"


def test_a_stub_that_gives_three_untouched_parts_is_told_kindly(said):
    assert said(check_layer_backward, lambda z_below, W, delta: (..., ..., ...)) == f"{NOT_YET}\n"


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
def test_an_exception_is_told_and_not_raised(said, check):
    assert "it stops with ZeroDivisionError" in said(check, lambda *arguments: 1 / 0)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
def test_an_unknown_mistake_is_told_by_its_shape_or_its_numbers(said, check):
    assert said(check, lambda *arguments: np.ones((1, 1))).startswith("Not yet: ")


# By hand: numbers as a reader writes them, with two or three decimals.

RIGHT = ([-0.269, 0.269], [[-0.672, 0.672], [0, 0]], [-0.161, 0])


@pytest.mark.parametrize(
    "answers",
    [
        RIGHT,
        ([-0.27, 0.27], [[-0.67, 0.67], [0.0, 0.0]], [-0.16, 0.0]),
        ([[-0.26894, 0.26894]], np.array([[-0.67235, 0.67235], [0, 0]]), [[-0.16136, 0]]),
        ((-0.2689, 0.2689), ((-0.6724, 0.6724), (0, 0)), (-0.1614, -0.0)),
    ],
)
def test_the_numbers_by_hand_are_right_with_two_decimals_or_more(said, answers):
    assert said(check_by_hand, *answers).startswith("Right.")


@pytest.mark.parametrize(
    ("answers", "hint"),
    [
        (([0.731, -0.731], [[1.828, -1.828], [0, 0]], [0.439, 0]), "for the label 1"),
        (([0.269, -0.269], [[0.672, -0.672], [0, 0]], [0.161, 0]), "wrong sign"),
        ((*RIGHT[:2], [-0.161, 0.081]), "passes a neuron that is off"),
        ((*RIGHT[:2], [-0.027, 0]), "a row of W2, not a column"),
        ((RIGHT[0], [[-0.672, 0.672], [0.134, -0.134]], RIGHT[2]), "off says 0"),
    ],
)
def test_mistakes_by_hand_are_recognised(said, answers, hint):
    text = said(check_by_hand, *answers)
    assert text.startswith("Not yet: ") and hint in text


def test_untouched_numbers_by_hand_are_told_kindly(said):
    assert said(check_by_hand, ..., ..., ...) == f"{NOT_YET}\n"
    assert said(check_by_hand, [-0.269, 0.269], ..., ...) == f"{NOT_YET}\n"


def test_numbers_by_hand_that_are_no_numbers_are_told_and_not_raised(said):
    assert said(check_by_hand, [0.1, 0.2], [[1], [2, 3]], [0, 0]).startswith("Not yet: it stops")
    assert said(check_by_hand, [0.1], [[1, 2], [3, 4]], [0, 0]).startswith("Not yet: ")


# delta = (p - y) / n


def delta_by_index(scores, labels):
    delta = softmax(scores)
    delta[np.arange(len(labels)), labels] -= 1
    return delta / len(labels)


def delta_by_one_hot(scores, labels):
    powers = np.exp(scores - scores.max(axis=1)[:, None])
    return (powers / powers.sum(axis=1)[:, None] - np.eye(scores.shape[1])[labels]) / len(labels)


def delta_image_by_image(scores, labels):
    rows = []
    for row, label in zip(scores, labels, strict=True):
        powers = np.exp(row - row.max())
        p = powers / powers.sum()
        p[label] -= 1
        rows.append(p / len(labels))
    return np.array(rows)


def delta_in_float32(scores, labels):
    return softmax_cross_entropy(scores.astype("float32"), labels)[1]


@pytest.mark.parametrize(
    "answer", [delta_by_index, delta_by_one_hot, delta_image_by_image, delta_in_float32]
)
def test_delta_is_right_in_several_forms(said, answer):
    assert said(check_delta, answer).startswith("Right.")


def softmax_along_columns(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum(axis=0)


def naive_softmax(scores):
    return np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)


def y(scores, labels):
    return np.eye(scores.shape[1])[labels]


def all_label_columns(scores, labels):
    p = softmax(scores)
    p[:, labels] -= 1
    return p / len(labels)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda s, k: softmax(s) - y(s, k), "that 1/n belongs"),
        (lambda s, k: (y(s, k) - softmax(s)) / len(k), "the sign: raising"),
        (lambda s, k: y(s, k) - softmax(s), "the sign, and the 1/n"),
        (lambda s, k: softmax(s) / len(k), "the labels have no say"),
        (lambda s, k: softmax(s), "the probabilities themselves"),
        (lambda s, k: (softmax(s) - y(s, k)) / s.size, "the number of all scores"),
        (lambda s, k: (softmax(s) - y(s, k)) / s.shape[1], "the number of classes"),
        (lambda s, k: (softmax(s) - k[:, None]) / len(k), "as if they were numbers"),
        (all_label_columns, "takes 1 off all of these columns"),
        (lambda s, k: (s - y(s, k)) / len(k), "softmax comes first"),
        (lambda s, k: (softmax_along_columns(s) - y(s, k)) / len(k), "axis of softmax's sum"),
        (lambda s, k: (naive_softmax(s) - y(s, k)) / len(k), "exponential becomes infinite"),
    ],
)
def test_mistakes_in_delta_are_recognised(said, answer, hint):
    text = said(check_delta, answer)
    assert text.startswith("Not yet: ") and hint in text


# A layer's way back


def layer_in_matrices(z_below, W, delta):
    a = relu(z_below)
    return a.T @ delta, delta.sum(axis=0), (delta @ W.T) * (z_below > 0)


def layer_with_the_slope_from_a(z_below, W, delta):
    a = np.where(z_below > 0, z_below, 0)
    return [np.einsum("ri,rj->ij", a, delta), np.ones(len(a)) @ delta, (W @ delta.T).T * (a > 0)]


def layer_in_float32(z_below, W, delta):
    return layer_in_matrices(*(array.astype("float32") for array in (z_below, W, delta)))


def layer_image_by_image(z_below, W, delta):
    dW, db, delta_below = np.zeros(W.shape), np.zeros(W.shape[1]), []
    for z, d in zip(z_below, delta, strict=True):
        dW += np.outer(relu(z), d)
        db += d
        delta_below.append(np.where(z > 0, W @ d, 0))
    return dW, db, np.array(delta_below)


@pytest.mark.parametrize(
    "answer",
    [
        layer_in_matrices,
        layer_with_the_slope_from_a,
        layer_in_float32,
        layer_image_by_image,
    ],
)
def test_a_layer_is_right_in_several_forms(said, answer):
    assert said(check_layer_backward, answer).startswith("Right.")


@pytest.mark.parametrize(
    ("changes", "hint"),
    [
        ({"dW": lambda z, W, d: d.T @ relu(z)}, "dW is transposed"),
        ({"dW": lambda z, W, d: z.T @ d}, "dW is made with z_below"),
        ({"dW": lambda z, W, d: relu(z).T @ d / len(d)}, "dW is divided by n once more"),
        ({"db": lambda z, W, d: d.mean(axis=0)}, "db is a mean"),
        (
            {
                "dW": lambda z, W, d: relu(z).T @ d / len(d),
                "db": lambda z, W, d: d.mean(axis=0),
            },
            "dW and db are divided by n once more",
        ),
        ({"db": lambda z, W, d: d.sum(axis=1)}, "one bias for each neuron"),
        ({"db": lambda z, W, d: d.sum()}, "one number for the whole layer"),
        ({"db": lambda z, W, d: d}, "still holds a row for each image"),
        ({"below": lambda z, W, d: d @ W * (z > 0)}, "W in place of its transpose. Here"),
        ({"below": lambda z, W, d: d @ W.T}, "slope is missing, or it is 1"),
        ({"below": lambda z, W, d: d @ W.T * (relu(z) >= 0)}, "slope is missing, or it is 1"),
        ({"below": lambda z, W, d: d @ W}, "transpose, and ReLU's slope is missing"),
        ({"below": lambda z, W, d: d @ W.T * relu(z)}, "relu(z_below) itself"),
        ({"below": lambda z, W, d: d @ W.T * (z < 0)}, "lets pass what ReLU stops"),
    ],
)
def test_mistakes_in_a_layer_are_recognised(said, changes, hint):
    parts = {
        "dW": lambda z, W, d: relu(z).T @ d,
        "db": lambda z, W, d: d.sum(axis=0),
        "below": lambda z, W, d: d @ W.T * (z > 0),
    } | changes
    text = said(check_layer_backward, lambda *case: [part(*case) for part in parts.values()])
    assert text.startswith("Not yet: ") and hint in text


def test_a_forgotten_part_of_a_layer_is_told(said):
    text = said(check_layer_backward, lambda *case: layer_in_matrices(*case)[:2])
    assert "2 arrays, but 3 are asked for" in text


# Through tanh


@pytest.mark.parametrize(
    "answer",
    [
        lambda z, W, d: (d @ W.T) * (1 - np.tanh(z) ** 2),
        lambda z, W, d: (d @ W.T) / np.cosh(z) ** 2,
        lambda z, W, d: ((W @ d.T).T * tanh_slope(z)).astype("float32"),
    ],
)
def test_tanh_is_right_in_several_forms(said, answer):
    assert said(check_tanh_backward, answer).startswith("Right.")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda z, W, d: d @ W.T * tanh_slope(np.tanh(z)), "at the wrong place"),
        (lambda z, W, d: d @ W.T * (1 - z**2), "1 - z²"),
        (lambda z, W, d: d @ W.T * (1 - np.tanh(z)), "a square is missing"),
        (lambda z, W, d: d @ W.T * np.tanh(z) * (1 - np.tanh(z)), "the sigmoid's slope"),
        (lambda z, W, d: d @ W.T * (z > 0), "ReLU's slope"),
        (lambda z, W, d: d @ W.T * np.tanh(z), "by tanh(z) itself"),
        (lambda z, W, d: d @ W.T, "tanh's slope is missing"),
        (lambda z, W, d: d @ W * tanh_slope(z), "W_above must be transposed"),
    ],
)
def test_mistakes_with_tanh_are_recognised(said, answer, hint):
    text = said(check_tanh_backward, answer)
    assert text.startswith("Not yet: ") and hint in text


# The solutions that the notebook folds away


@pytest.mark.parametrize(
    ("check", "names"),
    [
        (check_by_hand, ("my_delta2", "my_dW2", "my_delta1")),
        (check_delta, ("my_delta",)),
        (check_layer_backward, ("my_layer_backward",)),
        (check_tanh_backward, ("my_tanh_backward",)),
    ],
)
def test_the_notebooks_own_solutions_are_right(said, check, names):
    notebook = json.loads((NOTEBOOKS / "04-backpropagation.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"]]
    solved = {"np": np}
    for cell in cells:
        for code in re.findall(r"```python\n(.*?)```", cell, re.DOTALL):
            exec(code, solved)
    assert said(check, *(solved[name] for name in names)).startswith("Right.")
