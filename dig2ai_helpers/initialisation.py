"""The initial weights: how far they are spread around 0 (notebook 05, section 8)."""

import itertools

import numpy as np

# The standard deviation of a layer's initial weights, from the number of its inputs.
INITIALISATIONS = {
    "he": lambda fan_in: np.sqrt(2 / fan_in),
    "lecun": lambda fan_in: np.sqrt(1 / fan_in),
    "small": lambda fan_in: 0.01,
    "normal": lambda fan_in: 1.0,
}


def initial_parameters(sizes, init, seed, dtype):
    """Return random weights (fan_in, fan_out) and zero biases (fan_out,) for each layer."""
    rng = np.random.default_rng(seed)
    deviation = INITIALISATIONS[init]
    layers = list(itertools.pairwise(sizes))
    try:
        weights = [
            (deviation(fan_in) * rng.standard_normal((fan_in, fan_out))).astype(dtype)
            for fan_in, fan_out in layers
        ]
    except (MemoryError, ValueError):  # more than there is, or than can be counted
        raise ValueError(f"a network of the sizes {sizes} needs too much memory") from None
    return weights, [np.zeros(fan_out, dtype) for _, fan_out in layers]
