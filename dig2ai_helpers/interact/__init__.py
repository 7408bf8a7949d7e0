"""The series' interactive apps: each a function that returns one widget."""

from .descent import descent
from .drawing import drawing_pad
from .neuron import neuron
from .playground import playground
from .predictions import predictions
from .steps import backprop_steps
from .temperature import temperature

__all__ = [
    "backprop_steps",
    "descent",
    "drawing_pad",
    "neuron",
    "playground",
    "predictions",
    "temperature",
]
