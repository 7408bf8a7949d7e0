"""Why a network reads a digit as it does: what each hidden neuron adds to the answer's score."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...functions import HIDDEN, OUTPUT
from ...network_inputs import quiet

NOTHING = -1  # is read where the numbers have grown beyond all bounds
STRONGEST, LEAST = 3, 0.05  # neurons that are named; one that adds less is not


@dataclass(frozen=True)
class Reading:
    """How one image is read.

    Attributes
    ----------
    answer : int
    probabilities : (10,)
    evidence : (h,)
        What each neuron of the first layer adds to the answer's score: its output times the
        slope of the score with respect to it. With one hidden layer these add up to the score,
        without its bias.
    slopes : (h, 10)
        Of the ten scores with respect to the output of each neuron of the first layer. With one
        hidden layer they are the weights.
    strongest : list of int
        Neurons that speak most for the answer, the strongest first.
    without : int or None
        What would be read if the strongest neuron answered 0; if none speaks for the answer, if
        all did.
    """

    answer: int
    probabilities: Any
    evidence: Any
    slopes: Any
    strongest: list
    without: int | None


@quiet()
def probabilities(network, images):
    """Probabilities (n, 10), NaN where the numbers have grown beyond all bounds."""
    to_outputs, _ = OUTPUT[network.output]
    return to_outputs(network.propagate(images)[1][-1])


def answers(shares):
    """What is read (n,) by these probabilities (n, 10)."""
    return np.where(np.isfinite(shares).all(axis=1), shares.argmax(axis=1), NOTHING)


@quiet()
def read(network, image):
    """Read an image (784,), and say why: a Reading."""
    shares = probabilities(network, image[None])
    answer = int(answers(shares)[0])
    inputs, zs = network.propagate(image[None])
    said, slopes = inputs[1][0], _slopes(network, zs)  # (h,), (h, 10)
    evidence = np.nan_to_num(said * slopes[:, answer])
    if answer == NOTHING:
        return Reading(answer, shares[0], np.zeros_like(evidence), slopes, [], None)
    order = np.argsort(-evidence, kind="stable")[:STRONGEST]
    strongest = [int(k) for k in order if evidence[k] >= LEAST]
    without = _without(network, said, strongest[0] if strongest else slice(None))
    return Reading(answer, shares[0], evidence, slopes, strongest, without)


def _slopes(network, zs):
    """Slopes (h, 10) of the ten scores with respect to the first layer's outputs."""
    _, slope = HIDDEN[network.hidden]
    slopes = network.weights[-1]
    for layer in range(len(network.weights) - 2, 0, -1):
        slopes = network.weights[layer] @ (slopes * slope(zs[layer][0])[:, None])
    return slopes


def _without(network, said, silent):
    """What is read when a neuron of the first layer, or some of them, are silent."""
    activate, _ = HIDDEN[network.hidden]
    a = said.copy()
    a[silent] = 0
    for W, b in zip(network.weights[1:-1], network.biases[1:-1], strict=True):
        a = activate(a @ W + b)
    return int((a @ network.weights[-1] + network.biases[-1]).argmax())
