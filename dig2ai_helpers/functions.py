"""Activation functions and losses, each beside its derivative.

An activation function works on one number or on a whole array, element by element, and keeps
the array's dtype. A loss takes the scores (logits), not the probabilities: computed from the
scores, it never meets the logarithm of zero.
"""

from __future__ import annotations

import numpy as np

from .arrays import Array, ArrayLike, Labels

# The two constants for which SELU keeps mean 0 and variance 1 from layer to layer
# (Klambauer et al., Self-Normalizing Neural Networks, 2017).
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def relu(z: ArrayLike) -> Array:
    """Keep what is positive, and set the rest to 0."""
    return np.maximum(z, 0)


def relu_slope(z: ArrayLike) -> Array:
    """Return the slope of ReLU: 1 where z is positive, else 0 (also at 0 itself)."""
    z = np.asarray(z)
    return (z > 0).astype(z.dtype)


def sigmoid(z: ArrayLike) -> Array:
    """Squeeze every number into 0 to 1: 1 / (1 + e^-z), without overflow on either side."""
    z = np.asarray(z) * 1.0  # bytes have no minus
    shrunk = np.exp(-np.abs(z))  # never above 1
    return np.where(z >= 0, 1, shrunk) / (1 + shrunk)


def sigmoid_slope(z: ArrayLike) -> Array:
    """Return the slope of the sigmoid, a (1 - a): at most 1/4, and nearly 0 far from z = 0."""
    a = sigmoid(z)
    return a * (1 - a)


def tanh(z: ArrayLike) -> Array:
    """Squeeze every number into -1 to 1."""
    return np.tanh(z)


def tanh_slope(z: ArrayLike) -> Array:
    """Return the slope of tanh, 1 - a²: 1 at z = 0, and nearly 0 far from it."""
    return 1 - np.tanh(z) ** 2


def selu(z: ArrayLike) -> Array:
    """Enlarge what is positive by 5 %, and bend the rest towards a floor of -1.76."""
    below = SELU_ALPHA * np.expm1(np.minimum(z, 0))
    return SELU_SCALE * np.where(np.asarray(z) > 0, z, below)


def selu_slope(z: ArrayLike) -> Array:
    """Return the slope of SELU: constant where z is positive, decaying exponentially below."""
    below = SELU_ALPHA * np.exp(np.minimum(z, 0))
    return SELU_SCALE * np.where(np.asarray(z) > 0, 1, below)


def softmax(scores: Array) -> Array:
    """Turn each row of scores (n, classes) into probabilities: positive, with the sum 1.

    Adding a constant to a row changes nothing, so the row's maximum is subtracted first:
    then no exponential is above e^0 = 1.
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax_cross_entropy(scores: Array, labels: Labels) -> tuple[float, Array]:
    """Return the mean surprise -ln p(label), with p the softmax of the scores, and its gradient.

    The gradient is dL/dscores = (p - y) / n; it has the shape of the scores, (n, classes).
    """
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    totals = powers.sum(axis=1, keepdims=True)  # 1 or more: no logarithm of 0
    surprise = np.log(totals[:, 0]) - shifted[np.arange(len(labels)), labels]
    return float(surprise.sum() / len(labels)), _delta(powers / totals, labels)


def sigmoid_cross_entropy(scores: Array, labels: Labels) -> tuple[float, Array]:
    """Return the mean surprise of one yes/no for each class, summed over them, and its gradient.

    The answer to "is it class k?" is yes with probability sigmoid(z). A no costs
    ln(1 + e^z); a yes costs ln(1 + e^-z), which is z less. The gradient is dL/dscores =
    (p - y) / n, the same as for softmax.
    """
    no = np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores)))  # ln(1 + e^z)
    surprise = no.sum(axis=1) - scores[np.arange(len(labels)), labels]
    return float(surprise.sum() / len(labels)), _delta(sigmoid(scores), labels)


def _delta(p, labels):
    """Turn p, in place, into dL/dscores of both losses: (p - y) / n, with y the one-hot labels."""
    p[np.arange(len(labels)), labels] -= 1
    p /= len(labels)
    return p


# name: (function, slope)
HIDDEN = {
    "relu": (relu, relu_slope),
    "sigmoid": (sigmoid, sigmoid_slope),
    "selu": (selu, selu_slope),
    "tanh": (tanh, tanh_slope),
}

# name: (function, loss with its gradient)
OUTPUT = {
    "softmax": (softmax, softmax_cross_entropy),
    "sigmoid": (sigmoid, sigmoid_cross_entropy),
}
