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
from dig2ai_helpers.digits.drawings import Drawings, load_drawings
from dig2ai_helpers.digits.handwriting import ink_on, strokes_as_mnist
from dig2ai_helpers.digits.made_up import made_up_class
from dig2ai_helpers.digits.own_drawings import OwnDrawings

digits = load_digits("bundled")
"""

# heading: names below dig2ai_helpers
SECTIONS = {
    "Digits": "load_digits Digits Split one_hot download_mnist digits.distortions.distort "
    "digits.distortions.Distorted digits.handwriting.strokes_as_mnist digits.handwriting.ink_on "
    "digits.drawings.load_drawings digits.drawings.Drawings digits.own_drawings.OwnDrawings "
    "digits.made_up.made_up_class",
    "The network": "Network check_gradients load_network about_network",
    "Training": "train training_run History Step sweep",
    "Published networks": "recipes recipes.Recipe",
    "Apps": "interact.drawing_pad interact.my_digit interact.learn_from_me "
    "interact.class_gallery interact.playground interact.neuron "
    "interact.temperature interact.descent interact.predictions "
    "interact.pixels interact.committee interact.tiny_network interact.bet interact.settle "
    "interact.my_bets interact.countries interact.layers interact.name_the_digit "
    "interact.pad.widget.DrawingPad interact.my_digit_app.widget.MyDigit "
    "interact.learning_app.widget.LearnFromMe interact.class_app.widget.ClassGallery "
    "interact.playground_app.widget.Playground interact.countries_app.widget.Countries "
    "interact.trial.trial_app.TrialApp interact.toolkit.app.App",
    "Activation functions and losses": "functions.relu functions.relu_slope functions.sigmoid "
    "functions.sigmoid_slope functions.tanh functions.tanh_slope functions.selu "
    "functions.selu_slope functions.softmax functions.softmax_cross_entropy "
    "functions.sigmoid_cross_entropy",
    "Your machine": "check_setup",
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


def package_page():
    """Return the page as Markdown."""
    parts = [INTRODUCTION]
    for heading, names in SECTIONS.items():
        directives = "\n\n".join(directive(name) for name in names.split())
        parts.append(f"## {heading}\n\n```{{eval-rst}}\n{directives}\n```")
    return "\n\n".join(parts) + "\n"


def directive(name):
    """Return the line that has autodoc describe a name."""
    kind, options = "function", ""
    if inspect.isclass(find(name)):
        kind, options = "class", "" if issubclass(find(name), tuple) else "\n   :members:"
    elif not callable(find(name)):
        kind, options = "data", "\n   :no-value:"
    return f".. auto{kind}:: dig2ai_helpers.{name}{options}"


def find(name):
    """Return what a public name stands for."""
    module, _, last = f"dig2ai_helpers.{name}".rpartition(".")
    return getattr(importlib.import_module(module), last)
