"""The exercises of notebook 07: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers.checks import (
    check_confusion,
    check_pixel_slopes,
    check_pixels_by_hand,
    check_plane,
)
from dig2ai_helpers.functions import relu

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


@pytest.mark.parametrize(
    "answer", [table_by_loop, table_by_at, table_by_bincount, table_by_one_hot]
)
def test_a_confusion_matrix_is_right_in_several_forms(said, answer):
    assert said(check_confusion, answer).startswith("Right.")


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


def with_float32(points):
    return by_svd(points.astype(np.float32))


@pytest.mark.parametrize(
    "answer", [by_svd, by_directions, by_eigenvectors, with_float32, lambda points: -by_svd(points)]
)
def test_the_plane_is_right_in_several_forms_and_with_either_sign(said, answer):
    assert said(check_plane, answer).startswith("Right.")
