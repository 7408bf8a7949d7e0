"""Writes the page "The package": every public name, as its docstring describes it.

Sphinx's autodoc reads the docstrings. tests/test_examples.py runs the examples in them.
"""

import importlib
import inspect

PREAMBLE = """\
import numpy as np

from dig2ai_helpers import *
from dig2ai_helpers import functions, interact
from dig2ai_helpers.digits.distortions import Distorted, distort
from dig2ai_helpers.digits.handwriting import strokes_as_mnist

digits = load_digits("bundled")
"""

# heading: {module: its names}
SECTIONS = {
    "Digits": {
        "dig2ai_helpers": "load_digits Digits Split one_hot download_mnist",
        "dig2ai_helpers.digits.distortions": "distort Distorted",
        "dig2ai_helpers.digits.handwriting": "strokes_as_mnist",
    },
    "The network": {"dig2ai_helpers": "Network check_gradients load_network about_network"},
    "Training": {"dig2ai_helpers": "train training_run History Step sweep"},
    "Published networks": {"dig2ai_helpers": "recipes", "dig2ai_helpers.recipes": "Recipe"},
    "Apps": {
        "dig2ai_helpers.interact": "drawing_pad playground neuron temperature descent "
        "backprop_steps predictions",
        "dig2ai_helpers.interact.pad.widget": "DrawingPad",
        "dig2ai_helpers.interact.playground_app.widget": "Playground",
        "dig2ai_helpers.interact.toolkit.app": "App",
    },
    "Activation functions and losses": {
        "dig2ai_helpers.functions": "relu relu_slope sigmoid sigmoid_slope tanh tanh_slope selu "
        "selu_slope softmax softmax_cross_entropy sigmoid_cross_entropy"
    },
    "Your machine": {"dig2ai_helpers": "check_setup"},
}

INTRODUCTION = f"""\
# The package

What the notebooks import from `dig2ai_helpers` is there for you, too. Here are its public names,
as their docstrings describe them; `help(train)` shows the same in a notebook. `Array` stands for
a NumPy array of decimal numbers, `Labels` for one of whole numbers, and `ArrayLike` for whatever
NumPy can turn into an array, such as a list. The tests run every example, after these lines:

```python
{PREAMBLE}```
"""


def public_names():
    """Yield each name on the page, as (module, name)."""
    for modules in SECTIONS.values():
        for module, names in modules.items():
            yield from ((module, name) for name in names.split())


def find(module, name):
    """Return what a public name stands for."""
    return getattr(importlib.import_module(module), name)


def package_page():
    """Return the page as Markdown."""
    parts = [INTRODUCTION]
    for heading, modules in SECTIONS.items():
        parts.append(f"## {heading}")
        for module, names in modules.items():
            directives = [directive(name, find(module, name)) for name in names.split()]
            lines = [f".. py:currentmodule:: {module}", *directives]
            parts.append("```{eval-rst}\n" + "\n\n".join(lines) + "\n```")
    return "\n\n".join(parts) + "\n"


def directive(name, thing):
    """Return the line that has autodoc describe one name."""
    if inspect.isclass(thing):
        return f".. autoclass:: {name}" + ("" if issubclass(thing, tuple) else "\n   :members:")
    return (
        f".. autofunction:: {name}" if callable(thing) else f".. autodata:: {name}\n   :no-value:"
    )
