"""What a network is given, and what it holds, is checked here before it computes."""

import numpy as np

from .inputs import check_arrays, check_images


def check_parameters(network):
    """Weights may be replaced from outside: see that they still make this network."""
    shapes = list(zip(network.sizes[:-1], network.sizes[1:], strict=True))
    check_arrays(network.weights, shapes, network.dtype, "weights")
    check_arrays(network.biases, [shape[1:] for shape in shapes], network.dtype, "biases")


def usable_images(network, images):
    """Give back images (n, inputs) in the network's dtype."""
    check_parameters(network)
    return check_images(images, network.sizes[0], network.dtype)


def check_range(network, *arrays):
    """See that everything that came out is a finite number."""
    if not all(np.isfinite(array).all() for array in arrays):
        raise ValueError(
            f"the weights are so large that the scores leave the range of {network.dtype}: "
            "build the network anew and train it with a smaller learning rate"
        )
