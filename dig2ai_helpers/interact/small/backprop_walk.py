"""Backpropagation to step through: a 2-2-2 network, forward and back, number by number."""

import numpy as np

from ...network import Network
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Button, Choice, Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import minus
from .backprop_words import STEPS

X, LABEL = np.array([[1.0, 0.5]]), np.array([1])
WEIGHTS = [[[1.0, -1.0], [2.0, 1.0]], [[0.4, -0.2], [0.3, 0.6]]]
BIASES = [[0.5, 0.0], [0.0, 0.5]]
NUDGES = np.round(np.arange(-1, 1.001, 0.05), 2)

# Every place in the network is named as in the text: "W1[0,1]" leads from x[0] to z1[1].
PLACES = ("[0,0]", "[0,1]", "[1,0]", "[1,1]")
PARAMETERS = [f"{W}{place}" for W in ("W1", "W2") for place in PLACES]
PARAMETERS += ["b1[0]", "b1[1]", "b2[0]", "b2[1]"]
COLUMNS = {"x": 40, "z1": 228, "a1": 342, "z2": 546, "p": 660}
ROWS = (82, 214)
RADIUS = 34


def backprop_steps() -> App:
    """Step through the forward and the backward pass of a 2-2-2 network, and nudge a weight.

    Examples
    --------
    >>> app = interact.backprop_steps()
    >>> app.press("next")
    >>> app.alt
    'Step 1 of 13: First hidden sum, z1 = x @ W1 + b1...
    """
    numbers = _numbers()
    last = len(STEPS) - 1
    controls = [
        Button("back", "◀ back", lambda settings: {"step": max(settings["step"] - 1, 0)}),
        Button("next", "next ▶", lambda settings: {"step": min(settings["step"] + 1, last)}),
        Button("restart", "restart", lambda settings: {"step": 0}),
        Slider("step", "step", range(len(STEPS)), 0, f"{{}} of {last}"),
        Choice("parameter", "nudge a weight", PARAMETERS, "W2[0,1]"),
        Slider("nudge", "nudge", NUDGES, 0.5, "{:+.2f}"),
    ]
    title = "Backpropagation, step by step"
    return App(title, controls, lambda settings: _draw(settings, numbers)).begin()


def _network():
    net = Network((2, 2, 2), dtype="float64")
    net.weights = [np.array(W) for W in WEIGHTS]
    net.biases = [np.array(b) for b in BIASES]
    return net


def _numbers():
    """Values and gradients of every place, by name: {"z1[0]": 2.5, ...}, {"z1[0]": ..., ...}."""
    net = _network()
    inputs, zs = net.propagate(X)
    loss, delta = net.loss_and_delta(zs[1], LABEL)
    dW, db = net.backpropagate(inputs, zs, delta)
    da = delta @ net.weights[1].T  # (1, 2)
    arrays = {"x": X, "z1": zs[0], "a1": inputs[1], "z2": zs[1], "p": net.forward(X), "L": [[loss]]}
    slopes = {"z2": delta, "a1": da, "z1": da * (zs[0] > 0)}
    for layer in (0, 1):
        arrays |= {f"W{layer + 1}": net.weights[layer], f"b{layer + 1}": [net.biases[layer]]}
        slopes |= {f"W{layer + 1}": dW[layer], f"b{layer + 1}": [db[layer]]}
    return _by_place(arrays), _by_place(slopes)


def _by_place(arrays):
    named = {}
    for name, array in arrays.items():
        for (row, column), value in np.ndenumerate(np.asarray(array)):
            place = f"[{row},{column}]" if name[0] == "W" else f"[{column}]"
            named[name if name == "L" else name + place] = float(value)
    return named


def nudged_loss(parameter, nudge):
    """The true loss with one parameter moved, from a new forward pass."""
    net = _network()
    layer = int(parameter[1]) - 1
    array = (net.weights if parameter[0] == "W" else net.biases)[layer]
    array[tuple(int(digit) for digit in parameter[3:-1].split(","))] += nudge
    _, zs = net.propagate(X)
    return net.loss_and_delta(zs[1], LABEL)[0]


def _draw(settings, numbers):
    step = STEPS[settings["step"]]
    known = {name for earlier in STEPS[: settings["step"] + 1] for name in earlier.shows}
    sketch = Sketch(720, 540)
    _network_picture(sketch, numbers, known, step)
    nudging = _nudge_picture(sketch, settings, numbers)
    number = f"Step {settings['step']} of {len(STEPS) - 1}"
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


def _network_picture(sketch, numbers, known, step):
    heads = ("inputs", "sums", "ReLU", "scores", "softmax")
    for x, words in zip(COLUMNS.values(), heads, strict=True):
        sketch.text(x, 12, words, 15, align="center")
    for layer, (left, right) in enumerate((("x", "z1"), ("a1", "z2")), start=1):
        for i, j in np.ndindex(2, 2):
            _edge(sketch, f"W{layer}[{i},{j}]", (left, i), (right, j), numbers, known, step)
    for left, right in (("z1", "a1"), ("z2", "p")):
        for row in ROWS:
            start, end = COLUMNS[left] + RADIUS, COLUMNS[right] - RADIUS
            sketch.arrow((start, row), (end, row), "muted", 1.5)
    for column in COLUMNS:
        for row in (0, 1):
            _node(sketch, column, row, numbers, known, step)
    for layer, column in ((1, "z1"), (2, "z2")):
        for j in (0, 1):
            _bias(sketch, f"b{layer}[{j}]", column, j, numbers, known, step)
    sketch.arrow((660, ROWS[1] + RADIUS), (660, 284), "muted", 1.5)
    words = f"loss L = {numbers[0]['L']:.3f}" if "L" in known else "loss L"
    colour = "ink" if "L" in known else "muted"
    sketch.text(655, 300, words, 18, colour, "center", bold="L" in step.shows)
    sketch.text(6, 300, "1.00", 16)
    sketch.text(70, 300, "value, going forward", 14, "muted")
    sketch.text(6, 321, "∂ 1.00", 15, "here", bold=True)
    sketch.text(70, 321, "slope of the loss, going back", 14, "muted")


def _figure(sketch, x, y, name, numbers, known, step, size=16, backed=False):
    """A value, and its slope under it, as far as they are known at this step."""
    values, slopes = numbers
    sloped = f"d{name}" in known
    y -= size / 2 if sloped else 0
    if name in known:
        bold = name in step.shows and step is not STEPS[0]
        sketch.text(x, y, _two(values[name]), size, "ink", "center", bold, backed)
    if sloped:
        words = f"∂ {_two(slopes[name])}"
        sketch.text(x, y + size + 1, words, size - 1, "here", "center", True, backed)


def _two(value):
    """A figure with two digits, and no minus before a zero."""
    return minus(f"{round(value, 2) + 0.0:.2f}")


def _node(sketch, column, row, numbers, known, step):
    x, y, name = COLUMNS[column], ROWS[row], f"{column}[{row}]"
    if _is_new(name, step):
        sketch.points([(x, y)], "here", RADIUS + 4)
    sketch.points([(x, y)], "ink" if name in known else "faint", RADIUS, hollow=True)
    true = column == "p" and row == LABEL[0]
    sketch.text(x, y - RADIUS - 12, f"{name}{': true' if true else ''}", 14, "muted", "center")
    _figure(sketch, x, y, name, numbers, known, step)


def _is_new(name, step):
    return step is not STEPS[0] and (name in step.shows or f"d{name}" in step.shows)


def _edge(sketch, name, start, end, numbers, known, step):
    """A weight's line; its figures stand nearer to its start, where lines have parted."""
    a = np.array([COLUMNS[start[0]] + RADIUS, ROWS[start[1]]])
    b = np.array([COLUMNS[end[0]] - RADIUS, ROWS[end[1]]])
    here = _is_new(name, step) or name in step.uses
    sketch.arrow(a, b, "here" if here else "muted", 3 if here else 1.5)
    x, y = a + (0.5 if start[1] == end[1] else 0.27) * (b - a)
    _figure(sketch, x, y, name, numbers, known, step, 15, backed=True)


def _bias(sketch, name, column, j, numbers, known, step):
    x, y = COLUMNS[column], ROWS[j] + RADIUS + 12
    values, slopes = numbers
    sketch.text(x, y, f"+ b {_two(values[name])}", 14, align="center", backed=True)
    if f"d{name}" in known:
        words = f"∂ {_two(slopes[name])}"
        sketch.text(x, y + 16, words, 14, "here", "center", bold=True, backed=True)
        if _is_new(name, step):
            sketch.frame(x - 38, y - 9, 76, 34, "here")


def _nudge_picture(sketch, settings, numbers):
    """The loss for every nudge of a weight, the straight line of its slope, and this nudge."""
    values, slopes = numbers
    name, nudge = settings["parameter"], float(settings["nudge"])
    losses = np.array([nudged_loss(name, step) for step in NUDGES])
    lines = values["L"] + slopes[name] * NUDGES
    predicted, true = values["L"] + slopes[name] * nudge, nudged_loss(name, nudge)
    top = 0.25 * np.ceil(max(losses.max(), lines.max(), 2) / 0.25)
    chart = Chart(sketch, (390, 366, 310, 124), (-1, 1), (0, top))
    chart.axes((-1, -0.5, 0, 0.5, 1), np.arange(0, top + 0.01, 1), f"nudge of {name}", "loss")
    chart.curve(NUDGES, losses, width=3)
    chart.curve(NUDGES, lines, "here", 2, dashed=True)
    sketch.points(chart.place([nudge], [predicted]), "here", 6, hollow=True)
    sketch.points(chart.place([nudge], [true]), "ink", 6)
    rows = (
        (356, f"Nudge {name} by {nudge:+.2f}", "", "ink", True),
        (384, "loss now", f"{values['L']:.3f}", "ink", False),
        (410, "+ slope × nudge", f"{slopes[name]:+.3f} × {nudge:+.2f}", "here", False),
        (448, "○ predicted", f"{predicted:.3f}", "here", True),
        (478, "● true new loss", f"{true:.3f}", "ink", True),
    )
    for y, words, figure, colour, bold in rows:
        sketch.text(6, y, minus(words), 17, colour, bold=bold)
        sketch.text(330, y, minus(figure), 17, colour, "right", bold=bold)
    return minus(
        f"Nudging {name} by {nudge:+.2f}: the slope predicts a loss of {predicted:.3f}, "
        f"the true loss is {true:.3f}."
    )
