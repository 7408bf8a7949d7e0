"""The series' interactive apps: each a function that returns one widget."""

from .bets_app.score import my_bets
from .bets_app.settling import settle
from .bets_app.widget import bet
from .class_app.widget import class_gallery
from .countries_app.layers_app import layers
from .countries_app.widget import countries
from .learning_app.widget import learn_from_me
from .my_digit_app.widget import my_digit
from .pad.widget import drawing_pad
from .playground_app.widget import playground
from .small.descent_path import descent
from .small.digits_to_name import name_the_digit
from .small.network_votes import committee
from .small.one_neuron import neuron
from .small.pixel_numbers import pixels
from .small.predictions_browser import predictions
from .small.scores_and_temperature import temperature
from .small.touchable_network import tiny_network

__all__ = [
    "bet",
    "class_gallery",
    "committee",
    "countries",
    "descent",
    "drawing_pad",
    "layers",
    "learn_from_me",
    "my_bets",
    "my_digit",
    "name_the_digit",
    "neuron",
    "pixels",
    "playground",
    "predictions",
    "settle",
    "temperature",
    "tiny_network",
]
