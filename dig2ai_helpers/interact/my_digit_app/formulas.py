"""The formula behind each number that is shown, with the numbers filled in.

Numbers are named like the arrays in the notebooks: layers from 1, "a1[17]", "W2[17,7]".
"""

import numpy as np

from ...functions import HIDDEN
from ..toolkit.words import a_number, figure
from .journey import NUDGE, computed, measured

SHOWN = 3  # terms of a sum that are written out: the largest
SIDE = 28
ACTIVATIONS = {
    "relu": "max(0, z)",
    "sigmoid": "1 / (1 + e^−z)",
    "tanh": "tanh z",
    "selu": "selu(z)",
}


def pixel(journey, j):
    """Say where a pixel stands in the image and in the flattened row."""
    row, column = divmod(j, SIDE)
    return (
        f"x[{j}] = {figure(journey.image[j])}: the pixel in row {row}, column {column}, both "
        f"counted from 0. In the flattened row it has the place {SIDE}·{row} + {column} = {j}."
    )


def z_sum(network, journey, layer, k):
    """Write a neuron's z as the sum that it is."""
    a, W, b = journey.inputs[layer], network.weights[layer], network.biases[layer]
    name = _input(layer)
    terms = _terms(a, W[:, k])
    return (
        f"z{layer + 1}[{k}] = Σ {name}[j]·W{layer + 1}[j,{k}] + b{layer + 1}[{k}] = {terms}"
        f"{_plus(b[k])} = {figure(journey.zs[layer][k])}"
    )


def answer(network, journey, layer, k):
    """Write what a hidden neuron answers."""
    number, hidden = layer + 1, ACTIVATIONS[network.hidden]
    return (
        f"{z_sum(network, journey, layer, k)}, and a{number}[{k}] = "
        f"{hidden.replace('z', f'z{number}[{k}]')} = {figure(journey.inputs[number][k])}."
    )


def score(network, journey, k):
    """Write a score (logit)."""
    return f"{z_sum(network, journey, len(network.weights) - 1, k)}."


def probability(network, journey, k):
    """Write a probability, from the scores."""
    scores, p = journey.zs[-1], figure(journey.probabilities[k])
    if network.output == "sigmoid":
        return f"p[{k}] = 1 / (1 + e^−z) with z = {figure(scores[k])}, that is {p}."
    powers = np.exp(scores - scores.max())
    best = int(scores.argmax())
    return (
        f"Softmax: p[{k}] = e^z[{k}] / Σ e^z[m]. With the largest score, {figure(scores[best])}, "
        f"subtracted from all: e^{figure(scores[k] - scores[best])} / {figure(powers.sum())} = "
        f"{figure(powers[k])} / {figure(powers.sum())} = {p}."
    )


def loss(network, journey):
    """Write the loss for the label."""
    label, p = journey.label, journey.probabilities
    if network.output == "softmax":
        surprise = f"−ln p[{label}] = −ln {figure(p[label])}"
        return f"L = {surprise} = {figure(journey.loss)}: the surprise at {a_number(label)}."
    yes = float(np.logaddexp(0, -journey.zs[-1][label]))  # -ln p, also where p rounds to 0
    return (
        f"L = −ln p[{label}] − Σ ln(1 − p[m]) over the other digits = "
        f"{figure(yes)}{_plus(journey.loss - yes)} = {figure(journey.loss)}."
    )


def delta(network, journey, layer, k):
    """Write dL/dz of a neuron."""
    number, value = layer + 1, figure(journey.deltas[layer][k])
    if number == len(network.weights):
        p, y = figure(journey.probabilities[k]), int(k == journey.label)
        return f"dL/dz{number}[{k}] = p[{k}] − y[{k}] = {p} − {y} = {value}."
    W, later = network.weights[number], journey.deltas[number]
    back = float(W[k] @ later)
    _, slopes = HIDDEN[network.hidden]
    slope = float(slopes(journey.zs[layer][k]))
    return (
        f"δ{number}[{k}] = f′(z{number}[{k}]) · Σ δ{number + 1}[m]·W{number + 1}[{k},m] = "
        f"{figure(slope)} · ({_terms(later, W[k])}) = {figure(slope)} · {_in_brackets(back)} = "
        f"{value}."
    )


def gradient(journey, layer, j, k):
    """Write an entry of dW, or of db if j is None, by backpropagation."""
    value = figure(computed(journey, layer, j, k))
    if j is None:
        return f"{parameter(layer, j, k)} = δ{layer + 1}[{k}] = {value}."
    a, d = journey.inputs[layer][j], journey.deltas[layer][k]
    return (
        f"{parameter(layer, j, k)} = {_input(layer)}[{j}]·δ{layer + 1}[{k}] = "
        f"{figure(a)}·{_in_brackets(d)} = {value}."
    )


def difference(network, journey, layer, j, k):
    """Write the same entry as a central difference."""
    up, down = measured(network, journey, layer, j, k)
    return (
        f"{parameter(layer, j, k)} ≈ (L(w + h) − L(w − h)) / 2h = ({up:.9f} − {down:.9f}) / "
        f"{2 * NUDGE:.5f} = {figure((up - down) / (2 * NUDGE))}."
    )


def prediction(journey, rate):
    """Write the loss that a step will lead to, if the loss goes on as straight as it starts."""
    squares = journey.squared_gradient
    return (
        f"L − η·|gradient|² = {figure(journey.loss)} − {rate:g}·{figure(squares)} = "
        f"{figure(journey.loss - rate * squares)}, with the squares of all dW and db added up."
    )


def parameter(layer, j, k):
    """Name the slope of the loss with respect to a weight, or to a bias."""
    place = f"b{layer + 1}[{k}]" if j is None else f"W{layer + 1}[{j},{k}]"
    return f"dL/d{place}"


def _input(layer):
    return f"a{layer}" if layer else "x"


def _terms(one, other):
    """Write the largest products one·other, and how much the rest adds up to."""
    products = one * other
    largest = np.argsort(-np.abs(products), kind="stable")[:SHOWN]
    largest = [i for i in largest if products[i] != 0]
    written = " + ".join(f"{_in_brackets(one[i])}·{_in_brackets(other[i])}" for i in largest)
    rest = len(products) - len(largest)
    if not rest:
        return written
    left = figure(products.sum() - products[largest].sum()) if largest else "0"
    return f"{written}{' + ' if written else ''}({rest} smaller ones: {left})"


def _in_brackets(value):
    words = figure(value)
    return f"({words})" if value < 0 else words


def _plus(value):
    return f" + {figure(value)}" if value >= 0 else f" − {figure(-value)}"
