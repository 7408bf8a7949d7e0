"""The series' interactive apps: each a function that returns one widget."""

from .class_app.widget import class_gallery
from .countries_app.layers_app import layers
from .countries_app.widget import countries
from .learning_app.widget import learn_from_me
from .my_digit_app.widget import my_digit
from .pad.widget import drawing_pad
from .playground_app.widget import playground
from .small.backprop_walk import backprop_steps
from .small.descent_path import descent
from .small.network_votes import committee
from .small.one_neuron import neuron
from .small.pixel_numbers import pixels
from .small.predictions_browser import predictions
from .small.scores_and_temperature import temperature

__all__ = [
    "backprop_steps",
    "class_gallery",
    "committee",
    "countries",
    "descent",
    "drawing_pad",
    "layers",
    "learn_from_me",
    "my_digit",
    "neuron",
    "pixels",
    "playground",
    "predictions",
    "temperature",
]
