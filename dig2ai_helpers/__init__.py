"""Dig2AI: a neural network that reads handwritten digits, from scratch, in NumPy."""

from .digits import Digits, Split, load_digits, one_hot
from .digits.download import download_mnist
from .gradient_check import check_gradients
from .history import History, Step
from .network import Network
from .recipes import recipes
from .setup_check import check_setup
from .sweep import sweep
from .trained import about_network, load_network
from .training import train, training_run

__all__ = [
    "Digits",
    "History",
    "Network",
    "Split",
    "Step",
    "about_network",
    "check_gradients",
    "check_setup",
    "download_mnist",
    "load_digits",
    "load_network",
    "one_hot",
    "recipes",
    "sweep",
    "train",
    "training_run",
]
