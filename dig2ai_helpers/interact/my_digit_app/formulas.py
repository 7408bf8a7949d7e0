"""The formula behind each number that is shown, with the numbers filled in.

Numbers are named like the arrays in the notebooks: layers from 1, "a1[17]", "W2[17,7]".
"""

import numpy as np

from ...functions import HIDDEN
from ..toolkit.words import a_number, figure, signed
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
        f"The pixel in row {row}, column {column}, both counted from 0, has ink "
        f"{figure(journey.image[j])}. In the flattened row it has the place {SIDE}·{row} + "
        f"{column} = {j}, so that x[{j}] = {figure(journey.image[j])}."
    )


def flattened(journey, j):
    """Say what the row of numbers is."""
    return (
        f"This is what the network is given: {len(journey.image)} numbers, the 28 rows of the "
        f"picture one after the other. The mark shows pixel {j}, in row {j // SIDE}, column "
        f"{j % SIDE}."
    )


def z_sum(network, journey, layer, k):
    """Write a neuron's z as the sum that it is."""
    a, W, b = journey.inputs[layer], network.weights[layer], network.biases[layer]
    name = _input(layer)
    terms = _terms(a, W[:, k], "neuron" if layer else "pixel")
    return (
        f"z{layer + 1}[{k}] = Σ {name}[j]·W{layer + 1}[j,{k}] + b{layer + 1}[{k}] ≈ {terms}"
        f"{_plus(b[k])} ≈ {figure(journey.zs[layer][k])}"
    )


def neuron(network, journey, why, layer, k):
    """Write the activation of a hidden neuron, and what that adds to the lead."""
    number, hidden = layer + 1, ACTIVATIONS[network.hidden]
    a, adds = figure(journey.inputs[number][k]), signed(why.neurons[layer][k])
    if number + 1 == len(network.weights):
        one, other = (figure(network.weights[number][k, digit]) for digit in (why.one, why.other))
        leads = f"{a}·({one} − {_bracketed(other)})"
        how = f"its weight for the {why.one} less that for the {why.other}, {leads}"
    else:
        how = f"the slope of the lead of the {why.one} over the {why.other}"
    return (
        f"Neuron {k} of layer {number} adds up what it is given, times its weights, and its bias: "
        f"{z_sum(network, journey, layer, k)}. Its activation is a{number}[{k}] = "
        f"{hidden.replace('z', f'z{number}[{k}]')} ≈ {a}. Times {how}, this adds ≈ {adds}."
    )


def score(network, journey, k):
    """Write a score (logit)."""
    words = z_sum(network, journey, len(network.weights) - 1, k)
    return f"The score (logit) of the {k} adds up what the neurons count towards it: {words}."


def probability(network, journey, k):
    """Write a probability, from the scores."""
    scores, p = journey.zs[-1], figure(journey.probabilities[k])
    if network.output == "sigmoid":
        return f"Sigmoid: p[{k}] = 1 / (1 + e^−z) with z ≈ {figure(scores[k])}, that is {p}."
    powers = np.exp(scores - scores.max())
    best = int(scores.argmax())
    return (
        f"Softmax makes positive numbers of the scores, which add up to 1: p[{k}] = e^z[{k}] / "
        f"Σ e^z[m]. With the largest score, {figure(scores[best])}, subtracted from all: "
        f"e^{figure(scores[k] - scores[best])} / {figure(powers.sum())} ≈ "
        f"{figure(powers[k])} / {figure(powers.sum())} ≈ {p}."
    )


def loss(network, journey):
    """Write the loss for the label."""
    label, p = journey.label, journey.probabilities
    if network.output == "softmax":
        return (
            f"The loss is the surprise at {a_number(label)}: L = −ln p[{label}] = "
            f"−ln {figure(p[label])} ≈ {figure(journey.loss)}."
        )
    yes = float(np.logaddexp(0, -journey.zs[-1][label]))  # -ln p, also where p rounds to 0
    return (
        f"The loss is the surprise at a yes to the {label} and a no to each other digit m: "
        f"L = −ln p[{label}] − Σ ln(1 − p[m]) ≈ {figure(yes)}{_plus(journey.loss - yes)} "
        f"≈ {figure(journey.loss)}."
    )


def delta(network, journey, layer, k):
    """Write dL/dz of a neuron."""
    number, value = layer + 1, figure(journey.deltas[layer][k])
    if number == len(network.weights):
        p, y = figure(journey.probabilities[k]), int(k == journey.label)
        return (
            f"What the network says of the {k}, less what is right: dL/dz{number}[{k}] = "
            f"p[{k}] − y[{k}] = {p} − {y} ≈ {value}."
        )
    W, later = network.weights[number], journey.deltas[number]
    back = float(W[k] @ later)
    _, slopes = HIDDEN[network.hidden]
    slope = float(slopes(journey.zs[layer][k]))
    return (
        f"How much the loss changes with neuron {k}'s z: the deltas of the next layer, passed back "
        f"through its weights, times the slope of its activation function. δ{number}[{k}] = "
        f"f′(z{number}[{k}]) · Σ δ{number + 1}[m]·W{number + 1}[{k},m] ≈ {figure(slope)} · "
        f"({_terms(later, W[k], _output(network, number))}) ≈ {figure(slope)} · "
        f"{_in_brackets(back)} ≈ {value}."
    )


def weight_slopes(journey, k):
    """Say what the picture of a first neuron's slopes is."""
    return (
        f"How the loss changes with each of neuron {k}'s weights: the pixel's ink times the "
        f"neuron's δ, dL/dW1[j,{k}] = x[j]·δ1[{k}], with δ1[{k}] ≈ {figure(journey.deltas[0][k])}. "
        f"A step moves each weight the other way."
    )


def gradient(journey, layer, j, k):
    """Write an entry of dW, or of db if j is None, by backpropagation."""
    value = figure(computed(journey, layer, j, k))
    name = parameter(layer, j, k)
    if j is None:
        return f"A bias has the slope of its neuron's z: {name} = δ{layer + 1}[{k}] ≈ {value}."
    a, d = journey.inputs[layer][j], journey.deltas[layer][k]
    return (
        f"A weight's slope is its input times its neuron's δ: {name} = {_input(layer)}[{j}]·"
        f"δ{layer + 1}[{k}] ≈ {figure(a)}·{_in_brackets(d)} ≈ {value}."
    )


def difference(network, journey, layer, j, k):
    """Write the same entry as a central difference."""
    up, down = measured(network, journey, layer, j, k)
    return (
        f"The loss with w a little larger, less that with w a little smaller: "
        f"{parameter(layer, j, k)} ≈ (L(w + h) − L(w − h)) / 2h = ({up:.9f} − {down:.9f}) / "
        f"{2 * NUDGE:.5f} ≈ {figure((up - down) / (2 * NUDGE))}."
    )


def apart(network, journey, layer, j, k):
    """Write by how much the two ways differ."""
    up, down = measured(network, journey, layer, j, k)
    gap = abs(computed(journey, layer, j, k) - (up - down) / (2 * NUDGE))
    return (
        f"Backpropagation and measuring differ by ≈ {figure(gap, 1)}. Measuring isn't exact: the "
        f"loss bends a little between w − h and w + h, and a computer rounds its numbers."
    )


def prediction(journey, rate):
    """Write the loss that a step will lead to, if the loss goes on as straight as it starts."""
    squares = journey.squared_gradient
    words = (
        f"If the loss went on falling as steeply as it starts, a step would lead to L − "
        f"η·|gradient|² ≈ {figure(journey.loss)} − {rate:g}·{figure(squares)} ≈ "
        f"{figure(journey.loss - rate * squares)}. η is the learning rate; |gradient|² adds up the "
        f"squares of all dW and db."
    )
    if journey.loss < rate * squares:
        words += " No loss lies below 0: the step goes too far for a straight line."
    return words


def parameter(layer, j, k):
    """Name the slope of the loss with respect to a weight, or to a bias."""
    place = f"b{layer + 1}[{k}]" if j is None else f"W{layer + 1}[{j},{k}]"
    return f"dL/d{place}"


def _input(layer):
    return f"a{layer}" if layer else "x"


def _output(network, layer):
    return "digit" if layer + 1 == len(network.weights) else "neuron"


def _terms(one, other, what):
    """Write the largest products one·other with their places, and what the rest adds up to."""
    products = one * other
    largest = np.argsort(-np.abs(products), kind="stable")[:SHOWN]
    largest = [i for i in largest if products[i] != 0]
    written = " + ".join(
        f"{_in_brackets(one[i])}·{_in_brackets(other[i])} ({what} {i})" for i in largest
    )
    rest = len(products) - len(largest)
    if not rest:
        return written
    left = figure(products.sum() - products[largest].sum()) if largest else "0"
    return f"{written}{' + ' if written else ''}{_bracketed(left)} ({rest} smaller ones)"


def _bracketed(words):
    return f"({words})" if words.startswith("−") else words


def _in_brackets(value):
    return _bracketed(figure(value))


def _plus(value):
    return f" + {figure(value)}" if value >= 0 else f" − {figure(-value)}"
