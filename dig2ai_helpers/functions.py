"""Activations and losses, each beside its slope.

An activation works on one number or on a whole array, element by element, and keeps the
array's dtype. A loss takes the scores, not the probabilities: from the scores it can be
computed without ever meeting a logarithm of zero.
"""

import numpy as np

# The two constants for which SELU keeps mean 0 and variance 1 from layer to layer
# (Klambauer et al., Self-Normalizing Neural Networks, 2017).
SELU_ALPHA = 1.6732632423543772
SELU_SCALE = 1.0507009873554805


def relu(z):
    """Let what is positive pass, and stop the rest."""
    return np.maximum(z, 0)


def relu_slope(z):
    """Slope of ReLU: 1 where z is positive, else 0 (at 0 itself, too)."""
    z = np.asarray(z)
    return (z > 0).astype(z.dtype)


def sigmoid(z):
    """Squeeze every number into 0 to 1: 1 / (1 + e^-z), without overflow on either side."""
    shrunk = np.exp(-np.abs(z))  # never above 1
    return np.where(np.asarray(z) >= 0, 1, shrunk) / (1 + shrunk)


def sigmoid_slope(z):
    """Slope of the sigmoid, a (1 - a): at most 1/4, and nearly 0 far from z = 0."""
    a = sigmoid(z)
    return a * (1 - a)


def tanh(z):
    """Squeeze every number into -1 to 1."""
    return np.tanh(z)


def tanh_slope(z):
    """Slope of tanh, 1 - a²: 1 at z = 0, and nearly 0 far from it."""
    return 1 - np.tanh(z) ** 2


def selu(z):
    """Let what is positive pass, a little enlarged; bend the rest towards a floor of -1.76."""
    below = SELU_ALPHA * np.expm1(np.minimum(z, 0))
    return SELU_SCALE * np.where(np.asarray(z) > 0, z, below)


def selu_slope(z):
    """Slope of SELU: constant where z is positive, dying away exponentially below."""
    below = SELU_ALPHA * np.exp(np.minimum(z, 0))
    return SELU_SCALE * np.where(np.asarray(z) > 0, 1, below)


def softmax(scores):
    """Turn each row of scores into probabilities: positive, summing to 1, order kept.

    Adding a constant to a row changes nothing, so the row's largest score is taken off
    first: then no exponential is above e^0 = 1.

    Parameters
    ----------
    scores : array (n, classes)

    Returns
    -------
    array (n, classes)
    """
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax_cross_entropy(scores, labels):
    """Mean surprise -ln p(label) of the softmax of the scores, and its slope.

    Parameters
    ----------
    scores : array (n, classes)
    labels : array (n,) of whole numbers

    Returns
    -------
    loss : float
    delta : array (n, classes)
        dL/dscores = (p - y) / n.
    """
    shifted = scores - scores.max(axis=1, keepdims=True)
    powers = np.exp(shifted)
    totals = powers.sum(axis=1, keepdims=True)  # 1 at the least: ln never meets 0
    surprise = np.log(totals[:, 0]) - shifted[np.arange(len(labels)), labels]
    powers /= totals
    return float(surprise.sum() / len(labels)), _mean_distance(powers, labels)


def sigmoid_cross_entropy(scores, labels):
    """Mean over the images of the summed surprise of one yes/no for each class, and its slope.

    The answer to "is it class k?" is yes with probability sigmoid(z). A no costs
    ln(1 + e^z); a yes costs ln(1 + e^-z), which is z less.

    Parameters
    ----------
    scores : array (n, classes)
    labels : array (n,) of whole numbers

    Returns
    -------
    loss : float
    delta : array (n, classes)
        dL/dscores = (p - y) / n: the same as for softmax.
    """
    no = np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores)))  # ln(1 + e^z)
    surprise = no.sum(axis=1) - scores[np.arange(len(labels)), labels]
    return float(surprise.sum() / len(labels)), _mean_distance(sigmoid(scores), labels)


def _mean_distance(outputs, labels):
    """(p - y) / n, where y is 1 at the label and 0 elsewhere; writes over the outputs."""
    outputs[np.arange(len(labels)), labels] -= 1
    outputs /= len(labels)
    return outputs


# name: (function, slope)
HIDDEN = {
    "relu": (relu, relu_slope),
    "sigmoid": (sigmoid, sigmoid_slope),
    "selu": (selu, selu_slope),
    "tanh": (tanh, tanh_slope),
}

# name: (function, loss with its slope for the scores)
OUTPUT = {
    "softmax": (softmax, softmax_cross_entropy),
    "sigmoid": (sigmoid, sigmoid_cross_entropy),
}
