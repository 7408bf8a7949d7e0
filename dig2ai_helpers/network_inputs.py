"""What a network is given, and what it holds, is checked here before it computes."""

from functools import partial
from typing import Any

import numpy as np

from .arrays import Array, ArrayLike
from .functions import HIDDEN, OUTPUT
from .inputs import check_arrays, check_images, check_name

# No warning, and no error where the reader asked NumPy for errors: what leaves the range is told
# in one sentence, and what becomes too small for it is 0.
quiet = partial(np.errstate, over="ignore", invalid="ignore", under="ignore")


def check_parameters(network):
    """Check that what may be replaced from outside still makes a network of these sizes."""
    check_name(network.hidden, HIDDEN, "hidden")
    check_name(network.output, OUTPUT, "output")
    shapes = list(zip(network.sizes[:-1], network.sizes[1:], strict=True))
    check_arrays(network.weights, shapes, network.dtype, "weights")
    check_arrays(network.biases, [shape[1:] for shape in shapes], network.dtype, "biases")


def check_learner(network):
    """Check that a training can change the weights."""
    check_parameters(network)
    for name in ("weights", "biases"):
        for layer, array in enumerate(getattr(network, name)):
            if not array.flags.writeable:
                culprit = f"{name}[{layer}]"
                raise ValueError(
                    f"{culprit} is read-only, so it can't learn: put {culprit}.copy() in its place"
                )


def usable_images(network: Any, images: ArrayLike) -> Array:
    """Return images (n, inputs) in the network's dtype."""
    check_parameters(network)
    return check_images(images, network.sizes[0], network.dtype)


def check_range(network, *arrays):
    """Check that everything that came out is a finite number."""
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError(
            f"the weights are so large that the scores leave the range of {network.dtype}: "
            "build a new network and train it with a smaller learning rate"
        )
