"""Exercises of notebook 02: forward propagation."""

from itertools import pairwise

import numpy as np

from .. import functions
from .compare import compare

# All arrays of the two checks below are square: so every mistake runs to its end, and what it
# computes can be told from the rest. A transposed W would otherwise only meet an error.
SQUARE = [
    np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.4], [-0.2, 0.8, 1.0]]),
    np.array([[1.0, -0.5, 0.2], [0.4, 0.9, -1.1], [-0.3, 0.6, 0.7]]),
    np.array([[0.3, 1.2, -0.8], [-0.6, 0.5, 0.1], [0.9, -0.7, 0.4]]),
    np.array([[-0.4, 0.8, 0.6], [1.1, -0.2, 0.3], [0.2, 0.5, -0.9]]),
]
BIASES = [np.array([0.3, -0.6, 0.1]), np.array([-0.2, 0.4, 0.5]), np.array([0.1, 0.7, -0.3])]


def check_selu(answer):
    """Notebook 02: SELU of every number of an array."""
    alpha, scale = functions.SELU_ALPHA, functions.SELU_SCALE

    def with_below(below, scale=scale):
        return lambda z: scale * np.where(z > 0, z, below(z))

    mistakes = {
        "the outer factor of 1.0507 is missing: on the positive side the slope should be a little "
        "more than 1.": with_below(lambda z: alpha * np.expm1(z), scale=1),
        "on the positive side all is right, but on the negative side the outer factor of 1.0507 "
        "is missing: it stands in front of both.": with_below(
            lambda z: alpha * np.expm1(z) / scale
        ),
        "on the negative side all is right, but on the positive side the outer factor of 1.0507 "
        "is missing: it stands in front of both.": lambda z: np.where(
            z > 0, z, scale * alpha * np.expm1(z)
        ),
        "the factor of 1.6733 is missing on the negative side: far to the left the curve should "
        "lie near -1.76.": with_below(np.expm1),
        "the curve jumps at z = 0: is there a -1 beside the e^z?": with_below(
            lambda z: alpha * np.exp(z)
        ),
        "the curve jumps at z = 0: the factor of 1.6733 multiplies the whole of (e^z - 1), so mind "
        "the brackets.": with_below(lambda z: alpha * np.exp(z) - 1),
        "the two sides have changed places: which of the two formulas is for positive z?": (
            lambda z: scale * np.where(z > 0, alpha * np.expm1(z), z)
        ),
        "the negative side is cut off, as ReLU does it: SELU bends it.": with_below(
            lambda z: 0 * z
        ),
    }
    cases = [(np.array([[-3.0, -0.5, 0.0], [0.2, 1.0, 2.5]]),), (np.linspace(-5, 5, 9),)]
    praise = "It goes straight on the positive side and bends to a floor on the negative side."
    compare(answer, functions.selu, mistakes, cases, praise)


def check_layer(answer):
    """Notebook 02: relu(a @ W + b) of a batch a (n, fan_in)."""
    relu = functions.relu
    mistakes = {
        "the bias is missing: every neuron adds its own number to the sum.": (
            lambda a, W, b: relu(a @ W)
        ),
        "ReLU is missing: the result still holds negative numbers.": lambda a, W, b: a @ W + b,
        "ReLU comes too early: the bias belongs to z, so it is added first, and then comes the "
        "bend.": lambda a, W, b: relu(a @ W) + b,
        "W is transposed: its shape is (fan_in, fan_out), so it can stand behind a as it "
        "is.": lambda a, W, b: relu(a @ W.T + b),
        "a and W stand in the wrong order: one image is a row of a, so a stands in front.": (
            lambda a, W, b: relu(W @ a + b)
        ),
        "numbers are multiplied one by one and never summed: * works element by element, the "
        "matrix product is another sign.": lambda a, W, b: relu(a * W + b),
        "the sums run over everything, but each neuron needs its own sum for each image.": (
            lambda a, W, b: relu(np.sum(a * W) + b)
        ),
        "the biases go to the images, one each, instead of to the neurons: b of shape (fan_out,) "
        "already lies along the rows.": lambda a, W, b: relu(a @ W + b[:, None]),
        "the bias is taken away instead of added.": lambda a, W, b: relu(a @ W - b),
    }
    cases = [(SQUARE[0], SQUARE[1], BIASES[0]), (SQUARE[3], SQUARE[2], BIASES[1])]
    praise = "One product for the whole batch, then the bias, then the bend."
    compare(answer, lambda a, W, b: relu(a @ W + b), mistakes, cases, praise)


def check_scores(answer):
    """Notebook 02: the scores of images after any number of layers, ReLU between them."""
    relu = functions.relu

    def scores_with(between=relu, last=lambda z: z, bias=1, order=1):
        def scores(images, weights, biases):
            a = images
            layers = list(zip(weights, biases, strict=True))[::order]
            for W, b in layers[:-1]:
                a = between(a @ W + bias * b)
            W, b = layers[-1]
            return last(a @ W + bias * b)

        return scores

    mistakes = {
        "ReLU comes after the last layer, too: a score may be negative, so the last z stays as it "
        "is.": scores_with(last=relu),
        "there is no ReLU between the layers: so they collapse into a single one.": scores_with(
            between=lambda z: z
        ),
        "the biases are missing.": scores_with(bias=0),
        "the layers are taken from the last to the first.": scores_with(order=-1),
        "each layer is given the images: the second needs what the first has made of them.": (
            lambda images, weights, biases: images @ weights[-1] + biases[-1]
        ),
        "it ends after the first layer: is a return inside the loop?": (
            lambda images, weights, biases: relu(images @ weights[0] + biases[0])
        ),
        "it stops before the last layer.": lambda images, weights, biases: scores_with(last=relu)(
            images, weights[:-1], biases[:-1]
        ),
        "that is the most probable class of each image; the scores themselves are asked for.": (
            lambda *arguments: scores_with()(*arguments).argmax(axis=1)
        ),
    }
    cases = [(SQUARE[0], SQUARE[1:], BIASES), (SQUARE[1], [SQUARE[0], SQUARE[3]], BIASES[:2])]
    praise = "This is the whole forward pass, for any number of layers."
    compare(answer, scores_with(), mistakes, cases, praise)


def check_count_parameters(answer):
    """Notebook 02: the number of weights and biases of a network with these sizes."""

    def counted(layer):
        return lambda sizes: sum(layer(m, n) for m, n in pairwise(sizes))

    right = counted(lambda fan_in, fan_out: fan_in * fan_out + fan_out)
    mistakes = {
        "the biases are not counted: every neuron has one.": counted(lambda m, n: m * n),
        "only the biases are counted: every neuron also has a weight for each of its inputs.": (
            counted(lambda m, n: n)
        ),
        "there is one bias for each neuron, that is for each output of a layer; you counted one "
        "for each input.": counted(lambda m, n: m * n + m),
        "there is one bias for each neuron, not one for each layer.": counted(
            lambda m, n: m * n + 1
        ),
        "there are biases for the images' pixels, too: pixels are inputs and compute nothing.": (
            lambda sizes: right(sizes) + sizes[0]
        ),
        "those are the numbers of neurons, not of weights and biases.": sum,
        "all sizes are multiplied with each other: only neighbouring layers are connected.": (
            lambda sizes: int(np.prod(sizes))
        ),
        "the last layer is left out.": lambda sizes: right(sizes[:-1]),
        "the first layer is left out.": lambda sizes: right(sizes[1:]),
        "a layer's inputs and outputs are added; every input meets every output.": counted(
            lambda m, n: m + n
        ),
    }
    cases = [((784, 128, 10),), ((2, 3, 5, 7),), ((784, 300, 100, 10),)]
    praise = "You can count any network of this series now."
    compare(answer, right, mistakes, cases, praise)
