"""Is the gradient right? Nudge a parameter, and see by how much the loss changes."""

from __future__ import annotations

from copy import deepcopy

import numpy as np

from .arrays import ArrayLike
from .network import Network
from .network_inputs import quiet

NUDGE, SMALLER_NUDGE = 1e-5, 1e-7
NEAR = 1e-6  # what is off by more, relative to the largest entry, is measured again
CHECKED = 200  # parameters of each array that are nudged; in a smaller array, all of them
TINY = 1e-7  # gradients below this are lost in the rounding of the loss


def check_gradients(net: Network, images: ArrayLike, labels: ArrayLike) -> float:
    """Compare a network's gradients with central differences, (L(w + h) - L(w - h)) / 2h.

    The differences are computed in float64, whatever the network's dtype, for every parameter
    of a small array and for 200 of a large one. A correct gradient gives about 1e-9 in a
    float64 network and 1e-6 in a float32 one; a wrong one gives 0.01 or far more. ReLU and SELU
    have a kink at z = 0: take images and biases that are not all zeros. Where a nudge may have
    crossed a kink, a smaller one is tried as well.

    Parameters
    ----------
    net
    images
        (n, inputs). A few are enough: the loss is computed twice for each parameter.
    labels
        (n,)

    Returns
    -------
    float
        The largest difference between the two gradients, relative to the largest entry of
        the same array.

    Examples
    --------
    >>> net = Network((784, 8, 10), hidden="tanh", dtype="float64")
    >>> check_gradients(net, digits.train.images[:5], digits.train.labels[:5]) < 1e-6
    True
    """
    if not isinstance(net, Network):
        raise TypeError(f"net must be a Network, but a {type(net).__name__} was given")
    _, dW, db = net.gradients(images, labels)
    exact = exact_copy(net)
    images = np.asarray(images, dtype="float64")
    rng = np.random.default_rng(0)
    errors = []
    for parameter, gradient in zip([*exact.weights, *exact.biases], [*dW, *db], strict=True):
        places = rng.permutation(parameter.size)[:CHECKED]
        computed = gradient.ravel()[places]

        def difference(place, nudge, of=parameter):
            return _central_difference(exact, images, labels, of, place, nudge)

        measured = np.array([difference(place, NUDGE) for place in places])
        scale = max(np.abs(measured).max(), np.abs(computed).max(), TINY)
        off = np.abs(measured - computed)  # (places,)
        for k in np.flatnonzero(off > NEAR * scale):
            off[k] = min(off[k], abs(difference(places[k], SMALLER_NUDGE) - computed[k]))
        with quiet():  # an endless gradient is endlessly wrong
            errors.append(off.max() / scale)
    return float(np.max(errors))


def exact_copy(net: Network) -> Network:
    """Return a copy of a network in float64."""
    copy = deepcopy(net)
    copy.dtype = np.dtype("float64")
    copy.weights = [W.astype("float64") for W in net.weights]
    copy.biases = [b.astype("float64") for b in net.biases]
    return copy


def _central_difference(net, images, labels, parameter, place, nudge):
    value = parameter.flat[place]
    parameter.flat[place] = value + nudge
    above = net.loss(images, labels)
    parameter.flat[place] = value - nudge
    below = net.loss(images, labels)
    parameter.flat[place] = value
    return (above - below) / (2 * nudge)
