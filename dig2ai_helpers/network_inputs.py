"""What a network is given, and what it holds, is checked here before it computes."""

from typing import Any

import numpy as np

from .arrays import Array, ArrayLike
from .inputs import check_arrays, check_images


def check_parameters(network):
    """Check that the weights, which may be replaced from outside, still make this network."""
    shapes = list(zip(network.sizes[:-1], network.sizes[1:], strict=True))
    check_arrays(network.weights, shapes, network.dtype, "weights")
    check_arrays(network.biases, [shape[1:] for shape in shapes], network.dtype, "biases")


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
