"""The machine and the libraries that a table was made with."""

import os
import platform
from importlib.metadata import version

import numpy as np

from .contenders import keras_backend
from .jobs import LEARNING_RATE, MOMENTUM

DISTRIBUTIONS = {"PyTorch": "torch", "Keras": "keras", "scikit-learn": "scikit-learn"}


def describe_machine(names):
    """Lines that say what was measured, and on what."""
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    others = [f"{name} {version(DISTRIBUTIONS[name])}" for name in names if name in DISTRIBUTIONS]
    others = [f"{text} (on {keras_backend()})" if "Keras" in text else text for text in others]
    return (
        f"MNIST, 784-128-10, ReLU and softmax, SGD with rate {LEARNING_RATE} and momentum "
        f"{MOMENTUM}, float32\n"
        f"{os.cpu_count()} processors ({platform.machine()}), {_load()}; "
        f"Python {platform.python_version()}, NumPy {np.__version__}, "
        f"{blas['name']} {blas['version']}; {', '.join(others)}"
    )


def _load():
    """How busy the machine was before the first measurement."""
    if not hasattr(os, "getloadavg"):  # on Windows
        return "load unknown"
    return f"load {os.getloadavg()[0]:.1f} at the start"
