"""Answers that readers might give in the notebooks 01 to 04, and the words that help them."""

import numpy as np
import pytest

from dig2ai_helpers import checks
from dig2ai_helpers.functions import relu, softmax

BAR, BORDER = np.zeros((28, 28)), np.zeros((28, 28))
BAR[5:8, 7:21] = -1
BORDER[0:2] = 1

SHAPES = [(784,), (60, 1), (60, 10), (60, 10, 784), (60,)]
D2, DW2, D1 = [-0.269, 0.269], [[-0.672, 0.672], [0, 0]], [-0.161, 0]

NUMBERS = [
    (checks.check_xor, [[1, 1, 1, 1], [0, -1], [1, -2], 0], "a row for each pixel"),
    (checks.check_xor, [[[1, 1], [-1, -1]], [0, 0], [1, -1], 0], "cancel each other"),
    (checks.check_xor, [[[0, 0], [0, 0]], [0, 0], [0, 0], 0.5], "two neurons with ReLU"),
    (checks.check_template, [BAR], "weights should be positive there"),
    (checks.check_template, [BORDER], "your weights lie where digits have no ink"),
    (checks.check_template, [np.ones((14, 56))], "the shape (14, 56)"),
    (checks.check_template, [lambda image: image.sum()], "it is a function"),
    (checks.check_shapes, [np.ones(784), *SHAPES[1:]], "shape_a is the array; its shape"),
    (checks.check_shapes, [*SHAPES[:3], (60, None, 784), (60,)], "in shape_d there is a None"),
    (checks.check_shapes, ["(784,)", *SHAPES[1:]], "without quotation marks"),
    (checks.check_shapes, [*SHAPES[:4], ()], "there is one axis"),
    (checks.check_surprises, [(3, 2), 0.69, 0.5, 50], "decimals take a point"),
    (checks.check_surprises, ["3.2", 0.69, 0.5, 50], "quotation marks"),
    (checks.check_surprises, [1.15, 0.69, 0.5, 50], "a quotient is a difference"),
    (checks.check_surprises, [3.2, 1.59, 0.5, 50], "its surprise is 0, not 1"),
    (checks.check_surprises, [3.2, 0.69, 50, 50], "in percent"),
    (checks.check_surprises, [3.2, 0.69, 0.37, 50], "the surprise −ln p would be 1.0."),
    (checks.check_surprises, [3.2, 0.69, 0.5, np.exp(50)], "Its logarithm is needed"),
    (checks.check_temperature, [(0, 72)], "decimals take a point"),
    (checks.check_by_hand, [D2, [-0.672, 0.672, 0, 0], D1], "dW2 has the shape (4,)"),
    (checks.check_by_hand, [[0, 269, 0, 269], DW2, D1], "decimals take a point"),
    (checks.check_by_hand, [D2, DW2, -0.161], "delta1 is a single number"),
    (
        checks.check_by_hand,
        [[-0.269, 0.731], [[-0.672, 1.828], [0, 0]], [-0.254, 0]],
        "begin with delta2, the others follow",
    ),
    (
        checks.check_by_hand,
        [[-0.3, 0.3], [[-0.7, 0.7], [0, 0]], [-0.2, 0]],
        "right up to rounding, but two decimals",
    ),
    (checks.check_by_hand, [D2, [[-0.269, 0.269], [-0.134, 0.134]], D1], "by the inputs x"),
]


@pytest.mark.parametrize(("check", "answers", "words"), NUMBERS)
def test_numbers_get_words_that_help(said, check, answers, words):
    text = said(check, *answers)
    assert text.startswith("Not yet: ") and words in text


def test_one_row_may_stay_flat(said):
    assert said(checks.check_by_hand, [D2], DW2, [D1]).startswith("Right.")


def all_layers(images, weights, biases):
    z, a = [], images
    for W, b in zip(weights, biases, strict=True):
        z.append(a @ W + b)
        a = relu(z[-1])
    return z


def returns_too_early(images, weights, biases):
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        return relu(images @ W + b) @ weights[-1] + biases[-1]


def never_reset(a, W, b):
    result, z = np.zeros((len(a), len(b))), 0
    for i in range(len(a)):
        for k in range(len(b)):
            for j in range(len(W)):
                z += a[i, j] * W[j, k]
            result[i, k] = max(z + b[k], 0)
    return result


def set_to_minus_1(scores, labels):
    delta = softmax(scores)
    delta[np.arange(len(labels)), labels] = -1
    return delta / len(labels)


def whole_rows(scores, labels):
    delta = softmax(scores)
    delta[labels] -= 1
    return delta / len(labels)


def sum_of_digits_in_integers(images, labels):
    means = np.zeros((10, images.shape[1]), dtype=int)
    for k in range(10):
        means[k] = images[labels == k].mean(axis=0)
    return means


def compared_only(labels):
    rows = np.zeros((len(labels), 10))
    for i, label in enumerate(labels):
        rows[i, label] == 1  # noqa: B015
    return rows


def commonest(labels):
    return np.bincount(labels).argmax()


FUNCTIONS = [
    (checks.check_one_hot, compared_only, "`==` only compares"),
    (checks.check_one_hot, lambda labels: labels == np.arange(10), "labels[:, None]"),
    (checks.check_means, sum_of_digits_in_integers, "dtype=int"),
    (checks.check_commonest_accuracy, lambda old, new: 0, "you give 0"),
    (
        checks.check_commonest_accuracy,
        lambda old, new: (new == commonest(old)).sum() // len(new),
        "`//`",
    ),
    (checks.check_commonest_accuracy, lambda old, new: (new == 4).mean() * 0, "you give 0"),
    (
        checks.check_nearest_mean,
        lambda images, means: (images @ means.T - (means**2).sum(axis=1) / 2).argmin(axis=1),
        "the largest, argmax",
    ),
    (checks.check_layer, lambda a, W, b: np.max(a @ W + b, 0), "np.maximum(z, 0)"),
    (checks.check_layer, never_reset, "Set z back"),
    (checks.check_layer, lambda a, W, b: (a @ W + b, relu(a @ W + b)), "two results"),
    (checks.check_scores, all_layers, "a list of several layers"),
    (checks.check_scores, returns_too_early, "Is the `return` inside the loop?"),
    (
        checks.check_selu,
        lambda z: np.where(z > 0, 1.0507 * z, 1.0507 * 1.6733 * np.exp(z) - 1),
        "brackets",
    ),
    (
        checks.check_selu,
        lambda z: np.where(z > 0, 1.0507 * z, 1.0507 * 1.6733 * np.exp(z - 1)),
        "in the exponent",
    ),
    (checks.check_delta, set_to_minus_1, "`-=`"),
    (checks.check_delta, whole_rows, "selects a whole row"),
    (
        checks.check_tanh_backward,
        lambda z, W, delta: -(delta @ W.T) * (1 - np.tanh(z) ** 2),
        "everything has the wrong sign",
    ),
    (
        checks.check_tanh_backward,
        lambda z, W, delta: (np.tanh(z).T @ delta, delta.sum(axis=0), delta @ W.T),
        "only delta counts",
    ),
]


@pytest.mark.parametrize(("check", "function", "words"), FUNCTIONS)
def test_functions_get_words_that_help(said, check, function, words):
    text = said(check, function)
    assert text.startswith("Not yet: ") and words in text
