"""Backpropagation to step through: a 2-2-2 network, forward and back, number by number."""

import numpy as np

from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Button, Choice, Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import fixed, minus
from .backprop_network import HEADS, LABEL, PARAMETERS, Narrow, Wide, nudged_loss
from .backprop_network import numbers as all_numbers
from .backprop_words import STEPS

NUDGES = np.round(np.arange(-1, 1.001, 0.05), 2) + 0.0  # no −0.0
NUDGE = Slider("nudge", "nudge", NUDGES, 0.5, "{:+.2f}", in_picture=True)
LAST = len(STEPS) - 1
LOSS_STEP = next(k for k, step in enumerate(STEPS) if "L" in step.shows)


def backprop_steps() -> App:
    """Step through the forward and the backward pass of a 2-2-2 network, and nudge a weight.

    Press a weight or a bias in the picture to choose it, and drag along the chart to nudge it.

    Examples
    --------
    >>> app = interact.backprop_steps()
    >>> app.press("next")
    >>> app.alt
    'Step 1 of 14: First hidden sum, z1 = x @ W1 + b1...
    """
    numbers = all_numbers()
    controls = [
        Button("back", "◀ back", lambda settings: {"step": max(settings["step"] - 1, 0)}),
        Button("next", "next ▶", lambda settings: {"step": min(settings["step"] + 1, LAST)}, True),
        Button("restart", "restart", lambda settings: {"step": 0}),
        Slider("step", "step", range(len(STEPS)), 0, f"{{}} of {LAST}"),
        Choice("parameter", "nudge", PARAMETERS, "W2[0,1]"),
        NUDGE,
    ]

    def at_an_end(settings):
        return {0: ["back", "restart"], LAST: ["next"]}.get(settings["step"], [])

    return App(
        "Backpropagation, step by step",
        controls,
        lambda settings: _draw(settings, numbers),
        disable=at_an_end,
        pick=lambda name: {"parameter": name},
        in_use={"step": 9, "parameter": "W2[0,1]", "nudge": 0.5},
    ).begin()


def _draw(settings, numbers):
    step = STEPS[settings["step"]]
    known = {name for earlier in STEPS[: settings["step"] + 1] for name in earlier.shows}
    picture = _Picture((Narrow if settings["narrow"] else Wide)(), numbers, known, step)
    picture.network(settings["parameter"])
    sketch = picture.sketch
    nudging = _nudge(picture, settings)
    number = f"Step {settings['step']} of {LAST}"
    sketch.alt = f"{number}: {step.words} {minus(_in_words(step, numbers))} {nudging}"
    sketch.caption = f"{number}: {step.words}"
    return sketch


def _in_words(step, numbers):
    """The figures that a step adds, as a sentence."""
    values, slopes = numbers
    said = []
    for name in step.shows:
        if name.startswith("d"):
            said.append(f"dL/d{name[1:]} = {slopes[name[1:]] + 0.0:.3f}")
        else:
            said.append(f"{name} = {values[name]:.3f}")
    return ", ".join(said) + "."


class _Picture:
    """The network with the figures that are known at a step."""

    def __init__(self, places, numbers, known, step):
        self.places, self.known, self.step = places, known, step
        self.values, self.slopes = numbers
        self.sketch = Sketch(*places.size)

    def network(self, chosen):
        """Draw the neurons and all that leads from one to the next; `chosen` can be nudged."""
        places, sketch = self.places, self.sketch
        for column, words in HEADS.items():
            x, y, align = places.head(column)
            sketch.text(x, y, words, 15, align=align)
        for layer, (left, right) in enumerate((("x", "z1"), ("a1", "z2")), start=1):
            for i, j in np.ndindex(2, 2):
                self._edge(f"W{layer}[{i},{j}]", (left, i), (right, j), chosen)
        ahead = places.radius * places.step()
        for left, right in (("z1", "a1"), ("z2", "p")):
            for row in (0, 1):
                start, end = places.at(left, row) + ahead, places.at(right, row) - ahead
                sketch.arrow(start, end, "muted", 1.5)
        for column in places.along:
            for row in (0, 1):
                self._node(column, row)
        for layer, column in ((1, "z1"), (2, "z2")):
            for j in (0, 1):
                self._bias(f"b{layer}[{j}]", column, j, chosen)
        self._loss_and_legend()

    def is_new(self, name):
        """Whether this step adds the value of a place, or its slope."""
        shows = self.step.shows
        return self.step is not STEPS[0] and (name in shows or f"d{name}" in shows)

    def _loss_and_legend(self):
        sketch, (x, y) = self.sketch, self.places.loss
        start = self.places.at("p", 1) + np.array([0, self.places.radius])
        sketch.arrow(start, (x, y - 16), "muted", 1.5)
        here = "L" in self.known
        words = f"loss L = {fixed(self.values['L'], 3)}" if here else "loss L"
        new = "L" in self.step.shows
        colour = ("here" if new else "ink") if here else "muted"
        right = self.places.size[0] - 4
        sketch.text(right, y, words, 18, colour, "right", bold=new)
        left, y = self.places.legend
        sketch.text(left, y, "1.00", 15)
        sketch.text(left + 58, y, "value, going forward", 14, "muted")
        sketch.text(left, y + 21, "∂ 1.00", 15, "here", bold=True)
        sketch.text(left + 58, y + 21, "slope of the loss, going back", 14, "muted")

    def _figure(self, x, y, name, size, backed=False):
        """A value, and its slope under it, as far as they are known at this step."""
        sloped = f"d{name}" in self.known
        y -= size / 2 if sloped else 0
        if name in self.known:
            bold = name in self.step.shows and self.step is not STEPS[0]
            words = fixed(self.values[name])
            self.sketch.text(x, y, words, size, "ink", "center", bold, backed)
        if sloped:
            words, y = f"∂ {fixed(self.slopes[name])}", y + size + 1
            self.sketch.text(x, y, words, size - 1, "here", "center", True, backed)

    def _node(self, column, row):
        places, sketch = self.places, self.sketch
        (x, y), name, radius = places.at(column, row), f"{column}[{row}]", places.radius
        if self.is_new(name):
            sketch.points([(x, y)], "here", radius + 4, hollow=True)
        sketch.points([(x, y)], "ink" if name in self.known else "faint", radius, hollow=True)
        true = column == "p" and row == LABEL[0]
        left, top, align = places.name(x, y, row)
        colour = "right" if true else "muted"
        sketch.text(left, top, f"{name}{' ✓' if true else ''}", 14, colour, align, bold=true)
        self._figure(x, y, name, places.letters)

    def _edge(self, name, start, end, chosen):
        """A weight's line; its figures stand nearer to its start, where lines have parted."""
        places, sketch = self.places, self.sketch
        ahead = places.radius * places.step()
        a, b = places.at(*start) + ahead, places.at(*end) - ahead
        here = self.is_new(name) or name in self.step.uses
        colour = "here" if here else "ink" if name == chosen else "muted"
        sketch.arrow(a, b, colour, 3 if here or name == chosen else 1.5)
        x, y = a + (places.straight if start[1] == end[1] else 0.27) * (b - a)
        self._figure(x, y, name, places.letters - 1, backed=True)
        self._choosable(name, x, y, 62, chosen)

    def _bias(self, name, column, j, chosen):
        places = self.places
        x, y = places.bias(*places.at(column, j), j)
        words, sloped = f"+ b {fixed(self.values[name])}", f"d{name}" in self.known
        here = self.is_new(name)
        size = 13 if places.letters < 16 else 14
        self.sketch.text(x, y, words, size, align="center", backed=True, bold=here)
        if sloped:
            words = f"∂ {fixed(self.slopes[name])}"
            self.sketch.text(x, y + 16, words, size, "here", "center", bold=True, backed=True)
        self._choosable(name, x, y + 8 * sloped, 70, chosen)

    def _choosable(self, name, x, y, width, chosen):
        """A place to press; a frame marks the one that is chosen."""
        height = 40 if f"d{name}" in self.known else 26
        box = (x - width / 2, y - height / 2, width, height)
        if name == chosen:
            self.sketch.frame(*box, "ink")
        value = fixed(self.values[name])
        self.sketch.target(*box, name, f"nudge {name}, which is {value}")


def _nudge(picture, settings):
    """The loss for every nudge of a weight; the straight line of its slope, once it is known."""
    sketch, places, known = picture.sketch, picture.places, picture.known
    name, nudge = settings["parameter"], float(settings["nudge"])
    now, slope = picture.values["L"], picture.slopes[name]
    left, right = places.figures
    if "L" not in known:
        words = "Press a weight or a bias to nudge it:"
        sketch.text(left, places.words, words, 15, "muted")
        more = f"the loss comes with step {LOSS_STEP}."
        sketch.text(left, places.words + 24, more, 15, "muted")
        return f"{name} is chosen to be nudged."
    true, predicted = nudged_loss(name, nudge), now + slope * nudge
    sloped = f"d{name}" in known
    slope_words = f"{fixed(slope, 3, True)} × {fixed(nudge, 2, True)}" if sloped else "?"
    rows = (
        (0, f"Nudge {name} by {fixed(nudge, 2, True)}", "", "ink", True),
        (28, "loss now", fixed(now, 3), "ink", False),
        (54, "+ slope × nudge", slope_words, "here", False),
        (86, "○ predicted", fixed(predicted, 3) if sloped else "?", "here", True),
        (112, "● true new loss", fixed(true, 3), "ink", True),
    )
    for y, words, number, colour, bold in rows:
        sketch.text(left, places.words + y, words, 17, colour, bold=bold)
        sketch.text(right, places.words + y, number, 17, colour, "right", bold=bold)
    _nudge_chart(sketch, places.chart, name, nudge, (now, slope if sloped else None, true))
    told = f"Nudging {name} by {fixed(nudge, 2, True)}: "
    if sloped:
        told += f"the slope predicts a loss of {fixed(predicted, 3)}, "
    return f"{told}the true loss is {fixed(true, 3)}."


def _nudge_chart(sketch, box, name, nudge, losses):
    now, slope, true = losses
    curve = np.array([nudged_loss(name, each) for each in NUDGES])
    line = now + (0 if slope is None else slope) * NUDGES
    top = 0.25 * np.ceil(max(curve.max(), line.max(), 2) / 0.25)
    chart = Chart(sketch, box, (-1, 1), (0, top))
    chart.axes((-1, -0.5, 0, 0.5, 1), np.arange(0, top + 0.01, 1), f"◂ nudge of {name} ▸", "loss")
    chart.curve(NUDGES, curve, width=3)
    if slope is not None:
        chart.curve(NUDGES, line, "here", 2, dashed=True)
        sketch.points(chart.place([nudge], [now + slope * nudge]), "here", 6, hollow=True)
    sketch.points(chart.place([nudge], [true]), "ink", 8)
    sketch.slide(*box, NUDGE, nudge)
