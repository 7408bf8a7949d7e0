"""The exercise checks of notebook 02 know right answers, and tell mistakes apart."""

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


def stops(*arguments):
    raise ValueError("operands could not be broadcast")


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


A, S = SELU_ALPHA, SELU_SCALE
MISTAKES = [
    (check_selu, lambda z: np.where(z > 0, z, A * np.expm1(z)), "the outer factor of 1.0507"),
    (check_selu, lambda z: np.where(z > 0, S * z, A * np.expm1(z)), "on the negative side the"),
    (check_selu, lambda z: np.where(z > 0, z, S * A * np.expm1(z)), "on the positive side the"),
    (check_selu, lambda z: S * np.where(z > 0, z, np.exp(z) - 1), "the factor of 1.6733"),
    (check_selu, lambda z: S * np.where(z > 0, z, A * np.exp(z)), "is there a -1"),
    (check_selu, lambda z: S * np.where(z > 0, z, A * np.exp(z) - 1), "mind the brackets"),
    (check_selu, lambda z: S * np.where(z < 0, z, A * np.expm1(z)), "changed places"),
    (check_selu, lambda z: S * np.maximum(z, 0), "cut off, as ReLU"),
    (check_selu, lambda z: z, "the numbers are not"),
    (check_layer, lambda a, W, b: relu(a @ W), "the bias is missing"),
    (check_layer, lambda a, W, b: a @ W + b, "ReLU is missing"),
    (check_layer, lambda a, W, b: relu(a @ W) + b, "ReLU comes too early"),
    (check_layer, lambda a, W, b: relu(a @ W.T + b), "W is transposed"),
    (check_layer, lambda a, W, b: relu(W @ a + b), "in the wrong order"),
    (check_layer, lambda a, W, b: relu(a * W + b), "element by element"),
    (check_layer, lambda a, W, b: relu((a * W).sum() + b), "the sums run over everything"),
    (check_layer, lambda a, W, b: relu(a @ W + b.reshape(-1, 1)), "go to the images"),
    (check_layer, lambda a, W, b: relu(a @ W - b), "taken away"),
    (check_layer, lambda a, W, b: a[:, 0] @ W, "the shape (3,)"),
    (check_scores, lambda x, Ws, bs: relu(scores(x, Ws, bs)), "after the last layer, too"),
    (
        check_scores,
        lambda x, Ws, bs: np.linalg.multi_dot([x, *Ws]) + _bias_of_collapsed(Ws, bs),
        "collapse into a single one",
    ),
    (check_scores, lambda x, Ws, bs: scores(x, Ws, [0 * b for b in bs]), "biases are missing"),
    (check_scores, lambda x, Ws, bs: scores(x, Ws[::-1], bs[::-1]), "from the last to the first"),
    (check_scores, lambda x, Ws, bs: x @ Ws[-1] + bs[-1], "each layer is given the images"),
    (check_scores, lambda x, Ws, bs: relu(x @ Ws[0] + bs[0]), "after the first layer"),
    (
        check_scores,
        lambda x, Ws, bs: (
            relu(scores(x, Ws[:-1], bs[:-1])) if len(Ws) > 2 else relu(x @ Ws[0] + bs[0])
        ),
        "before the last layer",
    ),
    (check_scores, lambda x, Ws, bs: scores(x, Ws, bs).argmax(axis=1), "the most probable class"),
    (check_count_parameters, lambda s: count_in_a_loop(s) - sum(s[1:]), "biases are not counted"),
    (check_count_parameters, lambda s: sum(s[1:]), "only the biases"),
    (check_count_parameters, lambda s: count_in_a_loop(s) - s[-1] + s[0], "for each input"),
    (
        check_count_parameters,
        lambda s: count_in_a_loop(s) - sum(s[1:]) + len(s) - 1,
        "not one for each layer",
    ),
    (check_count_parameters, lambda s: count_in_a_loop(s) + s[0], "the images' pixels"),
    (check_count_parameters, lambda s: sum(s), "numbers of neurons"),
    (check_count_parameters, lambda s: np.prod(s), "multiplied with each other"),
    (check_count_parameters, lambda s: count_in_a_loop(s[:-1]), "the last layer is left out"),
    (check_count_parameters, lambda s: count_in_a_loop(s[1:]), "the first layer is left out"),
    (check_count_parameters, lambda s: sum(s[:-1]) + sum(s[1:]), "are added"),
]


def _bias_of_collapsed(weights, biases):
    total = 0
    for W, b in zip(weights, biases, strict=True):
        total = total @ W + b if np.ndim(total) else b
    return total


@pytest.mark.parametrize(
    ("check", "answer"),
    [(check, answer) for check, answers in RIGHT.items() for answer in answers],
)
def test_a_right_answer_is_praised(check, answer, capsys):
    check(answer)
    assert capsys.readouterr().out.startswith("Right. ")


@pytest.mark.parametrize(("check", "answer", "words"), MISTAKES)
def test_a_mistake_is_recognised(check, answer, words, capsys):
    check(answer)
    said = capsys.readouterr().out
    assert said.startswith("Not yet: ")
    assert words in said


@pytest.mark.parametrize("check", RIGHT)
@pytest.mark.parametrize("nothing", [..., None])
def test_a_stub_is_no_mistake(check, nothing, capsys):
    check(lambda *arguments: nothing)
    assert capsys.readouterr().out.startswith("Not done yet")


@pytest.mark.parametrize("check", RIGHT)
def test_an_answer_that_stops_is_told_why(check, capsys):
    check(stops)
    assert "stops with ValueError: operands could not be broadcast" in capsys.readouterr().out
