"""The 2-2-2 network to touch: every number can be changed, and all that follows from it moves."""

from typing import ClassVar

import numpy as np

from ...inputs import check_name
from ..toolkit.app import App
from ..toolkit.controls import Button, Slider
from ..toolkit.words import fixed, minus, percent
from . import backprop_network as net
from .network_drawing import Drawing
from .network_formulas import formulas, in_words, said

KINDS = {"x": "input", "W": "weight", "b": "bias"}
RANGES = {
    "x": np.round(np.arange(0, 1.001, 0.05), 2),
    "W": np.round(np.arange(-3, 3.001, 0.1), 1) + 0.0,  # no −0.0
    "b": np.round(np.arange(-3, 3.001, 0.1), 1) + 0.0,
}
DRAGGED = {
    name: Slider(name, f"{KINDS[name[0]]} {name}", RANGES[name[0]], start, "{:.2f}", True)
    for name, start in net.NUMBERS.items()
    if name != "label"
}
FORWARD = [f"{column}[{row}]" for column in net.HEADS for row in (0, 1)]
FLIP, LETTER = "flip", 0.56  # a place to press; of a letter's size is its width
PLACES = [*dict.fromkeys([*FORWARD, *net.PARAMETERS, "L", "label"])]
# What a notebook shows: its columns, and what is touched first.
SHOWS = {"scores": ("x z1 a1 z2", "z1[0]"), "loss": ("x z1 a1 z2 p", "p[1]")}
SHOWS["slopes"] = (SHOWS["loss"][0], "W2[0,1]")


class Wide(net.Wide):
    """From left to right, with the formulas below."""

    chip, hint, formulas, letter = (388, 302, 110, 28), (4, 386), 416, 15
    size = (720, 574)


class Narrow(net.Narrow):
    """From top to bottom, the same."""

    chip, hint, formulas, letter = (4, 556, 92, 26), (0, 648), 676, 12
    size = (300, 948)


class WideLoss(Wide):
    """With fewer formulas to write at once."""

    size = (720, 526)


class NarrowLoss(Narrow):
    """The same, from top to bottom."""

    hint, formulas, size = (0, 608), 636, (300, 848)


class WideScores(Wide):
    """With more room, where the scores are the end."""

    along: ClassVar = {"x": 44, "z1": 254, "a1": 388, "z2": 600}
    hint, formulas, size = (4, 316), 346, (720, 440)


class NarrowScores(Narrow):
    """The same, from top to bottom."""

    hint, formulas, size = (0, 522), 550, (300, 728)


class TinyNetwork(App):
    """An app that remembers which number was touched last."""

    def _press_place(self, name):
        place = name.partition(":")[0]
        self.controls.set({"touched": PLACES.index("label" if place == FLIP else place)})
        super()._press_place(name)

    def _set(self, **settings):
        for name in settings:
            if name in PLACES:
                settings = {**settings, "touched": PLACES.index(name)}
        super()._set(**settings)


def tiny_network(show: str = "scores") -> App:
    """Show the 2-2-2 network with every number to touch: drag it, and what follows from it moves.

    Inputs, weights and biases are dragged up and down, or moved by the arrow keys. Pressing
    any number shows the formula that it comes from.

    Parameters
    ----------
    show
        How far it goes: to the "scores", to the "loss", or back again, with the "slopes".

    Examples
    --------
    >>> app = interact.tiny_network("loss")
    >>> app.set(**{"W2[0,1]": 0.3, "label": 0})
    >>> app.alt
    'The 2-2-2 network...
    """
    check_name(show, SHOWS, "show")
    sliders = [*DRAGGED.values()]
    if show != "scores":
        sliders.append(Slider("label", "label", (0, 1), net.NUMBERS["label"], in_picture=True))
    start = {slider.name: slider.start for slider in sliders}
    first = PLACES.index(SHOWS[show][1])
    sliders.append(Slider("touched", "touched", range(len(PLACES)), first, in_picture=True))

    def unchanged(settings):
        return ["again"] if all(settings[name] == value for name, value in start.items()) else []

    def pick(name):
        return {"label": 1 - app.settings["label"]} if name == FLIP else {}

    app = TinyNetwork(
        "The 2-2-2 network",
        [*sliders, Button("again", "the notebook's numbers again", lambda settings: start)],
        lambda settings: _draw(settings, show),
        disable=unchanged,
        pick=pick,
    )
    return app.begin()


def _draw(settings, show):
    places = _places(settings["narrow"], show)
    numbers = {name: float(settings[name]) for name in DRAGGED} | {
        "label": int(settings.get("label", 1))
    }
    values, slopes = net.passes(numbers)
    label, touched = numbers["label"], PLACES[settings["touched"]]
    columns = SHOWS[show][0].split()
    known = {*net.PARAMETERS, *(name for name in FORWARD if name.split("[")[0] in columns)}
    known |= {"L"} if show != "scores" else set()
    known |= {f"d{name}" for name in slopes} if show == "slopes" else set()
    found = formulas(touched, values, slopes, label, known)
    drawing = Drawing(
        places, values, slopes, known, touched, _touch(settings),
        label if show != "scores" else None,
    )  # fmt: skip
    inside = {name for formula in found for _, _, names in formula.terms for name in names}
    drawing.network(columns, lit=inside & set(net.PARAMETERS))
    sketch = drawing.sketch
    if show == "scores":
        _leader(sketch, places, values)
    else:
        drawing.loss()
        _chip(sketch, places, label, touched)
    if show == "slopes":
        drawing.legend()
    _write(sketch, places, found, touched, settings["narrow"])
    sketch.caption = _sentence(values, label, show)
    told = [f"{name} = {fixed(values[name])}" for name in FORWARD if name in known]
    told += [f"L = {fixed(values['L'], 3)}"] if show != "scores" else []
    if show == "slopes":
        told += [f"dL/d{name} = {fixed(value)}" for name, value in slopes.items()]
    about = "; ".join(in_words(formula) for formula in found)
    sketch.alt = (
        f"The 2-2-2 network: {minus(', '.join(told))}. {sketch.caption} {touched} was touched "
        f"last: {about}."
    )
    return sketch


def _places(narrow, show):
    wide_and_narrow = {"scores": (WideScores, NarrowScores), "loss": (WideLoss, NarrowLoss)}
    return wide_and_narrow.get(show, (Wide, Narrow))[narrow]()


def _touch(settings):
    """What makes a number of the drawing touchable: a slide, or a button."""

    def touch(sketch, name, box, level):
        if name not in DRAGGED:
            sketch.target(*box, name, f"{name}: its formula")
            return
        x, _, width, _ = box
        middle = x + width / 2 + 12 * (name[0] == "b")  # of the number behind "+ b"
        sketch.line([(middle - 15, level + 9), (middle + 15, level + 9)], "muted", 1)
        sketch.slide(*box, DRAGGED[name], settings[name], way="up")

    return touch


def _leader(sketch, places, values):
    """Mark the class with the larger score."""
    scores = [values[f"z2[{k}]"] for k in (0, 1)]
    if scores[0] == scores[1]:
        return
    k = int(scores[1] > scores[0])
    beside = places.step()[0] == 1
    x, y = places.at("z2", k) + (places.radius + (8 if beside else 26)) * places.step()
    sketch.text(x, y, f"▶ class {k}", 15, "ink", "left" if beside else "center", bold=True)


def _chip(sketch, places, label, touched):
    """Show the label, to be pressed for the other one."""
    x, y, width, height = box = places.chip
    sketch.frame(*box, "here" if touched == "label" else "muted")
    sketch.text(x + width / 2, y + height / 2, f"label: {label} ✓", 15, "right", "center", True)
    sketch.target(*box, FLIP, f"label: {label}, press for {1 - label}")


def _write(sketch, places, found, touched, narrow):
    """Write the formulas, term by term, with the numbers under the symbols or beside them."""
    x, y = places.hint
    if narrow:
        sketch.text(x, y, "Drag what is underlined, press any number.", 13, "muted")
    else:
        words = "Drag an underlined number, or use the arrow keys. "
        sketch.text(x, y, words + "Press any number to see its formula.", 14, "muted")
    y = places.formulas
    for formula in found:
        write = _in_lines if narrow else _in_a_row
        y = write(sketch, places, formula, touched, y)


def _in_a_row(sketch, places, formula, touched, y):
    size = places.letter
    columns = [(said(formula.name), "", False)]
    for i, (symbols, numbers, names) in enumerate(formula.terms):
        if i == 0:
            columns.append(("=", "=", False))
        columns.append((symbols, numbers, touched in names))
    columns += [("", formula.sign, False), ("", formula.result, False)]
    left = 4
    for above, below, lit in columns:
        width = LETTER * size * max(len(above), len(below))
        for line, words in ((0, above), (22, below)):
            colour = "here" if lit else "ink" if line else "muted"
            sketch.text(left + width / 2, y + line, words, size, colour, "center", bold=lit)
        left += width + 10
    return y + 52


def _in_lines(sketch, places, formula, touched, y):
    size = places.letter
    sketch.text(4, y, f"{said(formula.name)} =", size, bold=True)
    sketch.text(296, y, formula.result, size, align="right", bold=True)
    for symbols, numbers, names in formula.terms:
        y += 19
        lit = touched in names
        sketch.text(14, y, symbols, size, "here" if lit else "muted", bold=lit)
        sketch.text(296, y, numbers, size, "here" if lit else "muted", "right", bold=lit)
    return y + 28


def _sentence(values, label, show):
    """Say what the network makes of its input."""
    silent = [k for k in (0, 1) if values[f"z1[{k}]"] <= 0]
    words = "Both hidden neurons are on."
    if silent:
        words = f"Hidden neuron {silent[0]} is off: its z is not above 0."
        words = "Both hidden neurons are off." if len(silent) == 2 else words
    if show != "scores":
        share, loss = percent(values[f"p[{label}]"]), fixed(values["L"], 3)
        return f"{words} The label, class {label}, gets {share}, so the loss is {loss}."
    first, second = (values[f"z2[{k}]"] for k in (0, 1))
    if first == second:
        return f"{words} Both scores are equal."
    return f"{words} Class {int(second > first)} has the larger score."
