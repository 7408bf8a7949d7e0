"""The exercises of notebook 04: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers.checks import (
    check_by_hand,
    check_delta,
    check_layer_backward,
    check_tanh_backward,
)
from dig2ai_helpers.functions import relu, softmax, softmax_cross_entropy, tanh_slope

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
    [layer_in_matrices, layer_with_the_slope_from_a, layer_in_float32, layer_image_by_image],
)
def test_a_layer_is_right_in_several_forms(said, answer):
    assert said(check_layer_backward, answer).startswith("Right.")


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


def test_a_way_back_through_the_whole_softmax_is_told_of_its_division(said):
    def delta(scores, labels):
        rows = []
        for p, label in zip(softmax(scores), labels, strict=True):
            slopes = np.where(np.arange(scores.shape[1]) == label, -1, 0) / p
            rows.append(slopes @ (np.diag(p) - np.outer(p, p)))
        return np.array(rows) / len(labels)

    text = " ".join(said(check_delta, delta).split())
    assert "a probability that you divide by becomes 0" in text
