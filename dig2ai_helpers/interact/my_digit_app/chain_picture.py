"""The long way: forward from 784 numbers to the loss, and back to every weight."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import figure, signed
from .formulas import parameter
from .journey import NUDGE, computed, looked_for, measured, strongest

SHOWN = 6  # neurons of a layer
COLUMN, IMAGE, TABLE = 152, 152, 214  # widths
ROW = 46  # height of a neuron's row
NARROW = 400  # pixels: width where there is little room
PRESS = "Press any number to see where it comes from."


class Chain:
    """One of the two pictures: its columns, side by side or below each other."""

    def __init__(self, state, narrow, heading, top):
        self.state, self.narrow = state, narrow
        self.layers = shown_layers(state.network)
        widths = [IMAGE, *[COLUMN] * len(self.layers), TABLE]
        self.width = NARROW if narrow else sum(widths) + 24 * (len(widths) - 1)
        self.lefts = np.cumsum([0, *(width + 24 for width in widths[:-1])])
        self.sketch, self.top = Sketch(self.width, 400), top
        self.sketch.text(0, 12, heading, 18, bold=True)
        self.below = top - 26  # where the next column begins if they stand below each other
        self.pressed = state.pressed

    def column(self, number, height):
        """Where a column begins: (left, top)."""
        if not self.narrow:
            return float(self.lefts[number]), self.top
        top = self.below + 26
        self.below = top + height
        return 0.0, top

    def cell(self, place, left, top):
        """Where the neuron of a place in its column stands."""
        if not self.narrow:
            return left, top + ROW * place
        return left + (place % 2) * 200, top + ROW * (place // 2)

    def head(self, left, top, words):
        """Write what a column shows."""
        self.sketch.text(left, top - 14, words, 14, "muted")

    def number(self, name, label, box, words, size=16, colour="ink", bold=True):
        """Write a number that can be pressed; box: x of its right end, y, width."""
        right, y, width = box
        self.sketch.text(right - 5, y, words, size, colour, "right", bold)
        here = (right - width, y - 12, width, 24)
        if name == self.pressed:
            self.sketch.frame(*here, "here")
        self.sketch.target(*here, name, label)

    def finish(self, height):
        """Cut the picture off below what has been drawn; give it its words."""
        self.sketch.height = int(self.below + 14 if self.narrow else height)
        return self.sketch


def shown_layers(network):
    """The hidden layers that are shown: of three or more, the first and the last."""
    hidden = list(range(len(network.weights) - 1))
    return hidden if len(hidden) < 3 else [hidden[0], hidden[-1]]


def draw_forward(state, narrow):
    """Draw the way from the drawing to the loss."""
    chain = Chain(state, narrow, "Forward: from 784 numbers to the loss", 84)
    sketch = chain.sketch
    _flattened(chain)
    _pixels(chain)
    for number, layer in enumerate(chain.layers, start=1):
        _neurons(chain, number, layer)
    _table(chain)
    sketch.caption = state.formula if state.pressed_in == "forward" else PRESS
    sketch.spoken = sketch.caption
    sketch.alt = _forward_in_words(state)
    return chain.finish(chain.top + 10 * 25 + 40)


def draw_back(state, narrow):
    """Draw the way back from p − y to the gradient of the first weights, and its check."""
    chain = Chain(state, narrow, "Back: from p − y to the gradient of every weight", 52)
    sketch = chain.sketch
    for draw in (_gradient_picture, _deltas, _errors)[:: -1 if narrow else 1]:
        draw(chain)
    top = chain.below + 30 if narrow else chain.top + 10 * 25 + 34
    _check(chain, top)
    chain.below = top + 5 * 26 + (20 if narrow else 0)
    sketch.caption = state.formula if state.pressed_in == "back" else PRESS
    sketch.spoken = sketch.caption
    sketch.alt = _back_in_words(state)
    return chain.finish(chain.below)


def _flattened(chain):
    """The 784 numbers in one row, as they enter the network, and the place of the pressed one."""
    sketch, journey = chain.sketch, chain.state.journey
    step = chain.width / 784
    levels = np.ceil(4 * journey.image)  # 0 to 4
    for level in range(1, 5):
        places = np.flatnonzero(levels == level)
        if len(places):
            boxes = [(step * j, 30, step, 14) for j in places]
            sketch.bars(boxes, "ink", strength=level / 4)
    sketch.frame(0, 30, chain.width, 14, "faint")
    at = step * (chain.state.pixel + 0.5)
    sketch.line([(at, 25), (at, 50)], "here", 3)


def _pixels(chain):
    sketch, state = chain.sketch, chain.state
    left, top = chain.column(0, IMAGE + 40)
    chain.head(left, top, "784 numbers")
    sketch.image(state.journey.image, left, top, IMAGE)
    row, column = divmod(state.pixel, 28)
    size = IMAGE / 28
    sketch.frame(left + column * size, top + row * size, size, size, "here")
    value = figure(state.journey.image[state.pixel])
    label = f"pixel in row {row}, column {column}: {value}"
    sketch.target(left, top, IMAGE, IMAGE, "pixel", label, 28, state.pixel)
    sketch.text(left, top + IMAGE + 18, f"x[{state.pixel}] = {value}", 15, bold=True)
    sketch.text(left + (160 if chain.narrow else 0), top + IMAGE + (18 if chain.narrow else 38),
                "press a pixel", 13, "muted")  # fmt: skip


def _neurons(chain, number, layer):
    """The neurons that answered most, each with a picture."""
    sketch, state = chain.sketch, chain.state
    size = state.network.sizes[layer + 1]
    left, top = chain.column(number, 3 * ROW + 14)
    chain.head(left, top, f"layer {layer + 1}: {size} neurons")
    neurons = strongest(state.journey, layer, SHOWN)
    pictures = looked_for(state.network, state.journey, layer, neurons)  # (6, 784)
    for place, (k, picture) in enumerate(zip(neurons, pictures, strict=True)):
        x, y = chain.cell(place, left, top)
        scale = max(np.quantile(np.abs(picture), 0.99), 1e-9)
        sketch.signed_image(picture, x, y, 40, scale, 9)
        sketch.frame(x, y, 40, 40, "faint")
        value = figure(state.journey.inputs[layer + 1][k])
        sketch.text(x + 46, y + 20, f"a{layer + 1}[{k}]", 13, "muted")
        name = f"a:{layer}:{place}"
        chain.number(name, f"a{layer + 1}[{k}] is {value}", (x + COLUMN, y + 20, 56), value)


def _table(chain):
    """The ten scores, what softmax makes of them, and the loss."""
    sketch, state = chain.sketch, chain.state
    journey, softmax = state.journey, state.network.output
    left, top = chain.column(len(chain.layers) + 1, 10 * 25 + 44)
    chain.head(left, top, f"digit · score z · {softmax} p")
    for k, (z, p) in enumerate(zip(journey.zs[-1], journey.probabilities, strict=True)):
        y = top + 25 * (k + 0.5)
        best = k == journey.reading
        _digit(chain, left, y, k)
        score, share = figure(z), figure(p)
        chain.number(f"z:{k}", f"score of {k} is {score}", (left + 118, y, 74), score, bold=best)
        chain.number(f"p:{k}", f"p[{k}] is {share}", (left + TABLE, y, 88), share, bold=best)
    y = top + 10 * 25 + 18
    value = figure(journey.loss)
    sketch.text(left, y, f"loss L for the {journey.label}", 15)
    chain.number("loss", f"the loss is {value}", (left + TABLE, y, 88), value)


def _digit(chain, left, y, k):
    """A digit with its marks: ▶ is read, ✓ is the label."""
    journey = chain.state.journey
    if k == journey.reading:
        chain.sketch.text(left, y, "▶", 11)
    true = k == journey.label
    colour = "right" if true else "ink"
    chain.sketch.text(left + 20, y, f"{k}{' ✓' if true else ''}", 15, colour, bold=true)


def _errors(chain):
    """The scores' delta, p − y, for each digit."""
    journey = chain.state.journey
    left, top = chain.column(len(chain.layers) + 1, 10 * 25 + 14)
    chain.head(left, top, "digit · p − y")
    for k, value in enumerate(journey.deltas[-1]):
        y = top + 25 * (k + 0.5)
        _digit(chain, left, y, k)
        _delta(chain, f"d:{len(journey.deltas) - 1}:{k}", f"p − y of {k}", value,
               (left + TABLE, y), left + 92)  # fmt: skip


def _deltas(chain):
    """The deltas of the neurons that are shown above, the last layer first where they stack."""
    state = chain.state
    order = list(enumerate(chain.layers, start=1))
    for number, layer in order[::-1] if chain.narrow else order:
        left, top = chain.column(number, 3 * ROW + 14)
        chain.head(left, top, f"δ{layer + 1} of these neurons")
        scale = np.abs(state.journey.deltas[layer]).max() or 1
        for place, k in enumerate(strongest(state.journey, layer, SHOWN)):
            x, y = chain.cell(place, left, top)
            value = state.journey.deltas[layer][k]
            chain.sketch.text(x, y + 20, f"δ{layer + 1}[{k}]", 13, "muted")
            _delta(chain, f"d:{layer}:{place}", f"δ{layer + 1}[{k}]", value,
                   (x + COLUMN, y + 20), x + 68, scale)  # fmt: skip


def _delta(chain, name, what, value, place, middle, scale=1.0):
    """A slope: a bar to the right if it is positive, to the left if negative, and its number."""
    colour = "positive" if value > 0 else "negative"
    length = 16 * float(np.clip(value / scale, -1, 1))
    x, y = place
    chain.sketch.bars([(middle + min(length, 0), y - 6, abs(length), 12)], colour, value < 0)
    words = signed(value)
    chain.number(name, f"{what} is {words}", (x, y, 66), words, 14, colour)


def _gradient_picture(chain):
    """The picture of dL/dW1 for the neuron that answered most: the drawing, times its delta."""
    sketch, journey = chain.sketch, chain.state.journey
    k = strongest(journey, 0, 1)[0]
    left, top = chain.column(0, IMAGE + 44)
    chain.head(left, top, f"dL/dW1[:,{k}], a picture")
    gradient = journey.image * journey.deltas[0][k]
    sketch.signed_image(gradient, left, top, IMAGE, max(np.abs(gradient).max(), 1e-12), 13)
    sketch.frame(left, top, IMAGE, IMAGE, "faint")
    for line, words in enumerate((f"= the drawing × δ1[{k}]", "as dW = inputᵀ · δ")):
        sketch.text(left, top + IMAGE + 18 + 18 * line, words, 13, "muted")


def _check(chain, top):
    """A few slopes by backpropagation, and beside them by nudging a weight."""
    sketch, state = chain.sketch, chain.state
    columns = (0, 200, 296, 400) if chain.narrow else (0, 320, 500, 640)
    heads = ("slope", "by backprop", "by nudging", "they differ by")
    if chain.narrow:
        heads = ("slope", "backprop", "nudged", "differ by")
    for x, head in zip(columns, heads, strict=True):
        sketch.text(x, top, head, 13, "muted", "right" if x else "left")
    for row, (layer, j, k) in enumerate(state.checked):
        y = top + 26 * (row + 1)
        back = computed(state.journey, layer, j, k)
        up, down = measured(state.network, state.journey, layer, j, k)
        nudged = (up - down) / (2 * NUDGE)
        name = parameter(layer, j, k)
        sketch.text(0, y, name, 14 if not chain.narrow else 13)
        width = 92
        chain.number(f"g:{row}", f"{name} by backpropagation: {figure(back)}",
                     (columns[1] + 5, y, width), figure(back, 4), 14)  # fmt: skip
        chain.number(f"n:{row}", f"{name} by nudging: {figure(nudged)}",
                     (columns[2] + 5, y, width), figure(nudged, 4), 14)  # fmt: skip
        sketch.text(columns[3], y, bound(abs(back - nudged)), 14, "muted", "right")


def bound(difference):
    """The power of ten that a difference stays below: its own digits are rounding errors."""
    if difference < 1e-9:
        return "< 10⁻⁹"
    exponent = int(np.floor(np.log10(difference))) + 1
    power = f"{exponent}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"< 10{power}"


def _forward_in_words(state):
    journey = state.journey
    layers = [
        f"in hidden layer {layer + 1}, neuron {k} answers most, with {figure(a[k])}"
        for layer in shown_layers(state.network)
        for a in [journey.inputs[layer + 1]]
        for k in strongest(journey, layer, 1)
    ]
    z, p = journey.zs[-1], journey.probabilities
    best, next_best = journey.reading, journey.runner_up
    return (
        f"784 numbers enter; {'; '.join(layers)}. The largest scores are {figure(z[best])} for "
        f"{best} and {figure(z[next_best])} for {next_best}; {state.network.output} makes "
        f"{figure(p[best])} and {figure(p[next_best])} of them. The loss for the "
        f"{journey.label} is {figure(journey.loss)}."
    )


def _back_in_words(state):
    journey = state.journey
    errors = journey.deltas[-1]
    pushed = int(np.abs(errors).argmax())
    k = strongest(journey, 0, 1)[0]
    worst = max(
        abs(computed(journey, *place) - (up - down) / (2 * NUDGE))
        for place in state.checked
        for up, down in [measured(state.network, journey, *place)]
    )
    return (
        f"p − y is largest for {pushed}, {signed(errors[pushed])}. Neuron {k} of the first layer "
        f"has δ = {signed(journey.deltas[0][k])}, and its dL/dW1 is the drawing times this. Four "
        f"slopes by backpropagation and by nudging the weight by h = 10⁻⁵ differ by "
        f"{bound(worst).replace('<', 'less than')}."
    )
