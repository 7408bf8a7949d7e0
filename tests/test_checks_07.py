"""The exercises of notebook 07: what each check says to right answers and to mistakes."""

import json
import re
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers.checks import (
    check_confusion,
    check_pixel_slopes,
    check_pixels_by_hand,
    check_plane,
)
from dig2ai_helpers.checks.legacy import NOT_YET
from dig2ai_helpers.functions import relu

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
CHECKS_OF_FUNCTIONS = (check_confusion, check_pixel_slopes, check_plane)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
@pytest.mark.parametrize("nothing", [..., None])
def test_an_untouched_stub_is_told_kindly(said, check, nothing):
    assert said(check, lambda *arguments: nothing) == f"{NOT_YET}\n"


@pytest.mark.parametrize("answers", [(..., ...), ([0.1, 1.1], ...), (None, None)])
def test_untouched_numbers_are_told_kindly(said, answers):
    assert said(check_pixels_by_hand, *answers) == f"{NOT_YET}\n"


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
def test_an_exception_is_told_and_not_raised(said, check):
    assert "it stops with ZeroDivisionError" in said(check, lambda *arguments: 1 / 0)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
def test_an_unknown_mistake_is_told_by_its_shape_or_its_numbers(said, check):
    assert "has the shape (1, 1)" in said(check, lambda *arguments: np.ones((1, 1)))


# By hand


@pytest.mark.parametrize(
    "answers",
    [
        ([0.1, 1.1], [-0.8, 0.2]),
        ((0.1, 1.1), np.array([[-0.8, 0.2]])),
        ([0.1000001, 1.1], [-0.8, 0.2]),
    ],
)
def test_the_numbers_by_hand_are_right_however_they_are_written(said, answers):
    assert said(check_pixels_by_hand, *answers).startswith("Right.")


@pytest.mark.parametrize(
    ("answers", "hint"),
    [
        (([0.4, 0.8], [-0.2, -0.4]), "taken to be off"),
        (([-0.8, 0.2], [0.1, 1.1]), "are swapped"),
        (([0.6, 0.6], [-0.3, 1.2]), "takes a row of W2"),
        (([1.0, -0.1], [1.0, 0.8]), "takes a column of W1"),
        (([0.05, 1.1], [-0.4, 0.2]), "multiplied by its pixel"),
        (([0.4, 0.3], [-0.2, 0.6]), "slopes for the hidden neurons"),
        (([7, 7], [7, 7]), "the numbers are not"),
        ((0.1, [-0.8, 0.2]), "shape (1,), but should have (2,)"),
        ((["a", "b"], [0, 0]), "it stops with ValueError"),
    ],
)
def test_mistakes_by_hand_are_recognised(said, answers, hint):
    text = said(check_pixels_by_hand, *answers)
    assert text.startswith("Not yet: ") and hint in text


def test_the_numbers_by_hand_are_the_slopes_of_the_network():
    W1, b1 = np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([0.5, 0.0])
    W2, b2 = np.array([[0.4, -0.2], [0.3, 0.6]]), np.array([0.0, 0.5])

    def scores(image):
        return relu(image @ W1 + b1) @ W2 + b2

    image, steps = np.array([0.5, 1.0]), 1e-5 * np.eye(2)
    measured = [(scores(image + step) - scores(image - step)) / 2e-5 for step in steps]
    np.testing.assert_allclose(np.transpose(measured), [[0.1, 1.1], [-0.8, 0.2]], atol=1e-8)


# The confusion matrix


def table_by_loop(labels, predictions, classes):
    table = [[0] * classes for _ in range(classes)]
    for label, prediction in zip(labels, predictions, strict=True):
        table[label][prediction] += 1
    return np.array(table)


def table_by_at(labels, predictions, classes):
    table = np.zeros((classes, classes))
    np.add.at(table, (labels, predictions), 1)
    return table


def table_by_bincount(labels, predictions, classes):
    places = classes * labels + predictions
    return np.bincount(places, minlength=classes**2).reshape(classes, classes)


def table_by_one_hot(labels, predictions, classes):
    return np.eye(classes)[labels].T @ np.eye(classes)[predictions]


def table_by_buffer(labels, predictions, classes):
    table = np.zeros((classes, classes))
    table[labels, predictions] += 1
    return table


@pytest.mark.parametrize(
    "answer", [table_by_loop, table_by_at, table_by_bincount, table_by_one_hot]
)
def test_a_confusion_matrix_is_right_in_several_forms(said, answer):
    assert said(check_confusion, answer).startswith("Right.")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda *case: table_by_at(*case).T, "it is transposed"),
        (table_by_buffer, "no place is above 1"),
        (lambda *case: table_by_buffer(*case).T, "the same, and transposed"),
        (
            lambda *case: table_by_at(*case) / table_by_at(*case).sum(axis=1)[:, None],
            "shares of each row",
        ),
        (lambda *case: table_by_at(*case) / len(case[0]), "shares of all images"),
        (lambda *case: table_by_at(*case) * np.eye(case[2]), "the mistakes are missing"),
        (lambda *case: table_by_at(*case) * (1 - np.eye(case[2])), "the diagonal is empty"),
        (lambda *case: table_by_at(*case).ravel(), "has the shape (9,)"),
    ],
)
def test_mistakes_in_a_confusion_matrix_are_recognised(said, answer, hint):
    text = said(check_confusion, answer)
    assert text.startswith("Not yet: ") and hint in text


# The slope for the pixels


def one_step_back(image, W1, b1, W2, digit):
    on = image @ W1 + b1 > 0
    return (W2[:, digit] * on) @ W1.T


def by_central_differences(image, W1, b1, W2, digit):
    def score(image):
        return relu(image @ W1 + b1) @ W2[:, digit]

    steps = 1e-5 * np.eye(len(image))
    return np.array([(score(image + step) - score(image - step)) / 2e-5 for step in steps])


def over_the_neurons_that_are_on(image, W1, b1, W2, digit):
    on = image @ W1 + b1 > 0
    return W1[:, on] @ W2[on, digit]


@pytest.mark.parametrize(
    "answer", [one_step_back, by_central_differences, over_the_neurons_that_are_on]
)
def test_slopes_for_pixels_are_right_in_several_forms(said, answer):
    assert said(check_pixel_slopes, answer).startswith("Right.")


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda x, W1, b1, W2, k: W2[:, k] @ W1.T, "ReLU's slope is missing"),
        (lambda x, W1, b1, W2, k: (W2[:, k] * relu(x @ W1 + b1)) @ W1.T, "hidden activations"),
        (lambda x, W1, b1, W2, k: (W2[:, k] * (x @ W1 + b1)) @ W1.T, "multiplied by z1"),
        (lambda x, W1, b1, W2, k: (W2[:, k] * (x @ W1 + b1 < 0)) @ W1.T, "pass what ReLU stops"),
        (lambda x, W1, b1, W2, k: (W2[:, k] * (x @ W1 > 0)) @ W1.T, "biases are forgotten"),
        (lambda x, W1, b1, W2, k: (W2[k] * (x @ W1 + b1 > 0)) @ W1.T, "a row of W2"),
        (lambda x, W1, b1, W2, k: (W2[:, k] * (x @ W1 + b1 > 0)) @ W1, "transpose of W1"),
        (lambda x, *rest: x * one_step_back(x, *rest), "multiplied by its pixel"),
    ],
)
def test_mistakes_in_the_slopes_for_pixels_are_recognised(said, answer, hint):
    text = said(check_pixel_slopes, answer)
    assert text.startswith("Not yet: ") and hint in text


# The plane


def by_svd(points):
    U, S, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    return (U * S)[:, :2]


def by_directions(points):
    centred = points - points.mean(axis=0)
    return centred @ np.linalg.svd(centred)[2][:2].T


def by_eigenvectors(points):
    centred = points - points.mean(axis=0)
    return centred @ np.linalg.eigh(centred.T @ centred)[1][:, [-1, -2]]


@pytest.mark.parametrize(
    "answer", [by_svd, by_directions, by_eigenvectors, lambda points: -by_svd(points)]
)
def test_the_plane_is_right_in_several_forms_and_with_either_sign(said, answer):
    assert said(check_plane, answer).startswith("Right.")


def svd(points):
    return np.linalg.svd(points, full_matrices=False)


def centred(points):
    return points - points.mean(axis=0)


@pytest.mark.parametrize(
    ("answer", "hint"),
    [
        (lambda points: points @ svd(points)[2][:2].T, "the mean is not taken off"),
        (
            lambda points: by_directions(points - points.mean(axis=1, keepdims=True)),
            "the numbers are not",
        ),
        (
            lambda points: (
                (points - points.mean(axis=1, keepdims=True))
                @ svd(points - points.mean(axis=1, keepdims=True))[2][:2].T
            ),
            "look at the axis",
        ),
        (lambda points: svd(centred(points))[0][:, :2], "columns of U alone"),
        (lambda points: centred(points) @ svd(centred(points))[2][:, :2], "columns of Vt"),
        (lambda points: svd(centred(points))[2][:2], "the directions themselves"),
        (lambda points: centred(points) @ svd(centred(points))[2][-2:].T, "least spread"),
        (lambda points: centred(points) @ svd(centred(points))[2].T, "the plane has two"),
    ],
)
def test_mistakes_with_the_plane_are_recognised(said, answer, hint):
    text = said(check_plane, answer)
    assert text.startswith("Not yet: ") and hint in text


# The solutions that the notebook folds away


@pytest.mark.parametrize(
    ("check", "names"),
    [
        (check_pixels_by_hand, ("my_slopes_0", "my_slopes_1")),
        (check_confusion, ("my_confusion",)),
        (check_pixel_slopes, ("my_pixel_slopes",)),
        (check_plane, ("my_plane",)),
    ],
)
def test_the_notebooks_own_solutions_are_right(said, check, names):
    notebook = json.loads((NOTEBOOKS / "07-inside-the-network.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"]]
    solved = {"np": np}
    for cell in cells:
        for code in re.findall(r"```python\n(.*?)```", cell, re.DOTALL):
            exec(code, solved)
    assert said(check, *(solved[name] for name in names)).startswith("Right.")
