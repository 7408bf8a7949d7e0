"""The exercise checks of notebook 02 know right answers of many forms."""

from itertools import pairwise

import numpy as np
import pytest

from dig2ai_helpers import Network, functions
from dig2ai_helpers.checks import check_count_parameters, check_layer, check_scores, check_selu
from dig2ai_helpers.functions import SELU_ALPHA, SELU_SCALE, relu


def scores(images, weights, biases):
    a = images
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = relu(a @ W + b)
    return a @ weights[-1] + biases[-1]


def scores_of_a_network(images, weights, biases):
    net = Network((3,) * (len(weights) + 1), dtype="float64")
    net.weights, net.biases = weights, biases
    return net.propagate(images)[1][-1]


def layer_in_loops(a, W, b):
    result = np.zeros((len(a), len(b)))
    for image in range(len(a)):
        for neuron in range(len(b)):
            z = sum(a[image, i] * W[i, neuron] for i in range(len(W))) + b[neuron]
            result[image, neuron] = max(z, 0)
    return result


def selu_in_place(z):
    a = SELU_SCALE * z
    a[z < 0] = SELU_SCALE * SELU_ALPHA * (np.exp(z[z < 0]) - 1)
    return a


def in_float32(function):
    def rounded(*arguments):
        return function(*(argument.astype("float32") for argument in arguments))

    return rounded


def count_in_a_loop(sizes):
    count = 0
    for layer in range(1, len(sizes)):
        count += (sizes[layer - 1] + 1) * sizes[layer]
    return count


RIGHT = {
    check_selu: [
        functions.selu,
        lambda z: 1.0507 * np.where(z > 0, z, 1.6733 * (np.exp(z) - 1)),
        lambda z: SELU_SCALE * (np.maximum(z, 0) + SELU_ALPHA * np.expm1(np.minimum(z, 0))),
        selu_in_place,
        in_float32(functions.selu),
    ],
    check_layer: [
        lambda a, W, b: relu(a @ W + b),
        lambda a, W, b: np.maximum(np.dot(a, W) + b, 0),
        lambda a, W, b: (W.T @ a.T + b[:, None]).T * (a @ W + b > 0),
        layer_in_loops,
        in_float32(lambda a, W, b: relu(a @ W + b)),
    ],
    check_scores: [
        scores,
        scores_of_a_network,
        lambda images, weights, biases: np.array(
            [scores(image, weights, biases) for image in images]
        ),
    ],
    check_count_parameters: [
        count_in_a_loop,
        lambda sizes: sum(m * n + n for m, n in pairwise(sizes)),
        lambda sizes: sum(array.size for array in _parameters(sizes)),
        lambda sizes: float(count_in_a_loop(sizes)),
    ],
}


def _parameters(sizes):
    net = Network(sizes)
    return net.weights + net.biases


@pytest.mark.parametrize(
    ("check", "answer"),
    [(check, answer) for check, answers in RIGHT.items() for answer in answers],
)
def test_a_right_answer_is_praised(said, check, answer):
    assert said(check, answer).startswith("Right. ")


def test_relu_before_the_first_layer_is_right_and_told_apart(said):
    text = said(check_scores, lambda images, *layers: scores(relu(images), *layers))
    assert text.startswith("Right. The images go through ReLU, too.")
