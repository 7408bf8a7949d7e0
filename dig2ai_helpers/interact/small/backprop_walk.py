"""Backpropagation to step through: a 2-2-2 network, forward and back, number by number."""

import numpy as np

from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Button, Choice, Slider
from ..toolkit.words import fixed, minus
from .backprop_network import NUMBERS, PARAMETERS, Narrow, Wide, nudged_loss, passes
from .backprop_words import STEPS
from .network_drawing import Drawing

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
    numbers = passes(NUMBERS)
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
    new = set(step.shows) if step is not STEPS[0] else set()

    def touch(sketch, name, box, level):
        if name == settings["parameter"]:
            sketch.frame(*box, "ink")
        if name in PARAMETERS:
            sketch.target(*box, name, f"nudge {name}, which is {fixed(numbers[0][name])}")

    places = (Narrow if settings["narrow"] else Wide)()
    picture = Drawing(places, *numbers, known, new, touch, NUMBERS["label"])
    picture.network(strong=[settings["parameter"]], lit=step.uses)
    picture.loss()
    picture.legend()
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
