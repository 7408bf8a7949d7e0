"""How the layers of a network pull ten classes apart: the widest projection of each, on one map."""

import numpy as np

from ...digits import Digits, check_digits
from ...network import Network
from ...network_inputs import usable_images
from ...threads import one_thread
from ...trained import check_reader
from ..toolkit.app import App
from ..toolkit.controls import Choice
from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, percent
from .map import draw_map, mark_digit, row_at
from .plane import widest_projection

SHOWN = 300  # digits at most


def layers(network: Network, digits: Digits) -> App:
    """Show new digits as points: as pixels, hidden activations and scores of a network.

    Of each layer's many numbers only two can be drawn: those in which the points spread most.
    Each place belongs to the digit whose mean is nearest.

    Examples
    --------
    >>> app = interact.layers(Network((784, 32, 10)), digits)
    >>> app.set(layer="10 scores")
    >>> app.alt
    'The widest projection of the 10 scores...
    """
    check_digits(digits, ten=True)
    check_reader(network, digits.validation.pixels)
    new = digits.validation.first(min(SHOWN, len(digits.validation)))
    with one_thread(network.weights, len(new)):
        inputs, scores = network.propagate(usable_images(network, new.images))
    points = [*inputs, scores[-1]]
    widths = [one.shape[1] for one in points]
    hidden = len(points) - 2
    which = [f" of layer {k}" if hidden > 1 else "" for k in range(1, hidden + 1)]
    kinds = ["pixels", *(f"hidden activations{one}" for one in which), "scores"]
    names = [f"{width} {kind}" for width, kind in zip(widths, kinds, strict=True)]
    found = [widest_projection(one, new.labels) for one in points]
    planes = dict(zip(names, found, strict=True))
    chosen = {"row": 0, "cell": None}

    def pick(pressed):
        places = planes[app.settings["layer"]].places
        chosen["row"], chosen["cell"] = row_at(pressed, places)
        return {}

    def follow(settings):
        chosen["cell"] = None

    def draw(settings):
        name = settings["layer"]
        return _draw(planes[name], name, new, chosen["row"], chosen["cell"], settings["narrow"])

    control = Choice("layer", "layer", names, names[0])
    in_use = {"layer": names[-1]}
    app = App("Layers", [control], draw, follow=follow, pick=pick, in_use=in_use)
    return app.begin()


def _draw(plane, name, new, row, cell, narrow):
    sketch = Sketch(*((300, 470) if narrow else (720, 452)))
    box = (10, 4, 280) if narrow else (24, 8, 420)
    draw_map(sketch, box, plane, new.labels, "→ widest direction, ↑ second widest")
    label, answer = int(new.labels[row]), int(plane.answers[row])
    mark_digit(sketch, box, plane.places[row], label, cell)
    share = percent(np.mean(plane.answers == new.labels))
    left, top = (104, 336) if narrow else (476, 26)
    sketch.text(left, top, share, 34, bold=True)
    sketch.text(left, top + 30, "lie in the country", 14)
    sketch.text(left, top + 50, "of their own digit", 14)
    x, y = (4, 322) if narrow else (476, 122)
    sketch.image(new.images[row], x, y, 84)
    words = f"{a_number(label)}, in country {answer}"
    sketch.text(x, y + 104, words, 15, "right" if answer == label else "wrong", bold=True)
    sketch.caption = (
        f"{len(new)} new digits by their {name}, of which only two directions are drawn: those "
        "in which the points spread most. Each place belongs to the digit whose mean is nearest."
    )
    sketch.alt = (
        f"The widest projection of the {name}, with {len(new)} new digits: {share} lie in the "
        f"country of their own digit. The marked digit is {words}."
    )
    return sketch
