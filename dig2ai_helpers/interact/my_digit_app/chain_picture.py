"""The long way: forward from 784 numbers to the loss, and back to every weight."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import figure, minus, signed
from .formulas import parameter
from .journey import NUDGE, computed, looked_for, measured, strongest

SHOWN = 6  # neurons of a layer
COLUMN, IMAGE, TABLE = 168, 158, 214  # widths
NARROW, HALF = 300, 150  # width of the picture, and of a neuron's place, in little room
ROW = 50  # height of a neuron's row
THUMB = 44  # side of a neuron's picture
LINE = 25  # height of a digit's row
FORWARD, BACK = "Forward, to the loss", "Back, to every weight"
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
        return left + (place % 2) * HALF, top + ROW * (place // 2)

    @property
    def place(self):
        """The width of a neuron's place."""
        return HALF if self.narrow else COLUMN

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

    def finish(self, end):
        """Cut the picture off below what has been drawn."""
        self.sketch.height = int(end)
        return self.sketch


def shown_layers(network):
    """The hidden layers that are shown: of three or more, the first and the last."""
    hidden = list(range(len(network.weights) - 1))
    return hidden if len(hidden) < 3 else [hidden[0], hidden[-1]]


def draw_forward(state, narrow=False):
    """Draw the way from the drawing to the loss."""
    if state.journey is None:
        return _promise(FORWARD, "The digit, as 784 numbers,", "through each layer to its loss.")
    chain = Chain(state, narrow, FORWARD, 84)
    sketch = chain.sketch
    _flattened(chain)
    _pixels(chain)
    for number, layer in enumerate(chain.layers, start=1):
        _neurons(chain, number, layer)
    _table(chain)
    sketch.caption = state.formula if state.pressed_in == "forward" else PRESS
    sketch.spoken = sketch.caption
    sketch.alt = _forward_in_words(state)
    return chain.finish(chain.below if narrow else chain.top + 6 * ROW + 16)


def draw_back(state, narrow=False):
    """Draw the way back from p − y to the gradient of the first weights, and its check."""
    if state.journey is None:
        return _promise(BACK, "From p − y, by the chain rule,", "to the slope of each weight.")
    chain = Chain(state, narrow, BACK, 52)
    sketch = chain.sketch
    for draw in (_gradient_picture, _deltas, _errors)[:: -1 if narrow else 1]:
        draw(chain)
    end = _check(chain, chain.below + 30 if narrow else chain.top + 6 * ROW + 14)
    sketch.caption = state.formula if state.pressed_in == "back" else PRESS
    sketch.spoken = sketch.caption
    sketch.alt = _back_in_words(state)
    return chain.finish(end)


def _promise(heading, *lines):
    """What will be seen here, while there is no drawing."""
    sketch = Sketch(NARROW, 62)
    sketch.text(0, 12, heading, 18, bold=True)
    for number, line in enumerate(lines):
        sketch.text(0, 36 + 18 * number, line, 14, "muted")
    sketch.alt = f"{heading}. Once there is a drawing: {' '.join(lines)}"
    return sketch


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
    left, top = chain.column(0, IMAGE + 54)
    chain.head(left, top, "784 numbers")
    sketch.image(state.journey.image, left, top, IMAGE)
    row, column = divmod(state.pixel, 28)
    size = IMAGE / 28
    sketch.frame(left + column * size, top + row * size, size, size, "here")
    value = figure(state.journey.image[state.pixel])
    label = f"pixel in row {row}, column {column}: {value}"
    sketch.target(left, top, IMAGE, IMAGE, "pixel", label, 28, state.pixel)
    words = f"x[{state.pixel}] = {value}"
    sketch.text(left, top + IMAGE + 18, words, 15, bold=True)
    sketch.target(left, top + IMAGE + 6, 130, 24, "x", words)
    sketch.text(left, top + IMAGE + 38, "press a pixel", 13, "muted")


def _neurons(chain, number, layer):
    """The neurons that answered most, each with a picture."""
    sketch, state = chain.sketch, chain.state
    size = state.network.sizes[layer + 1]
    left, top = chain.column(number, 3 * ROW + 30)
    chain.head(left, top, f"layer {layer + 1}: {size} neurons")
    words = "picture: slopes, for this ink" if layer else "picture: weights"
    sketch.text(left, top + (3 if chain.narrow else 6) * ROW + 4, words, 13, "muted")
    neurons = strongest(state.journey, layer, SHOWN)
    pictures = looked_for(state.network, state.journey, layer, neurons)  # (6, 784)
    for place, (k, picture) in enumerate(zip(neurons, pictures, strict=True)):
        x, y = chain.cell(place, left, top)
        scale = max(np.quantile(np.abs(picture), 0.99), 1e-9)
        sketch.signed_image(picture, x, y, THUMB, scale, 13, few=True)
        sketch.frame(x, y, THUMB, THUMB, "faint")
        value = figure(state.journey.inputs[layer + 1][k])
        box = _beside(chain, x, y, f"a{layer + 1}[{k}]")
        chain.number(f"a:{layer}:{place}", f"a{layer + 1}[{k}] is {value}", box, value)


def _table(chain):
    """The ten scores, what softmax makes of them, and the loss."""
    sketch, state = chain.sketch, chain.state
    journey, softmax = state.journey, state.network.output
    left, top = chain.column(len(chain.layers) + 1, 10 * LINE + 44)
    chain.head(left, top, f"digit · score z · {softmax} p")
    for k, (z, p) in enumerate(zip(journey.zs[-1], journey.probabilities, strict=True)):
        y = top + LINE * (k + 0.5)
        best = k == journey.reading
        _digit(chain, left, y, k)
        score, share = minus(f"{z:.2f}"), f"{p:.3f}"
        chain.number(f"z:{k}", f"score of {k} is {score}", (left + 118, y, 74), score, bold=best)
        chain.number(f"p:{k}", f"p[{k}] is {share}", (left + TABLE, y, 88), share, bold=best)
    y = top + 10 * LINE + 18
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
    left, top = chain.column(len(chain.layers) + 1, 10 * LINE + 14)
    chain.head(left, top, "digit · p − y")
    for k, value in enumerate(journey.deltas[-1]):
        y = top + LINE * (k + 0.5)
        _digit(chain, left, y, k)
        _bar(chain.sketch, left + 84, y, 28 * value)
        words = minus(f"{value:+.3f}") if abs(value) >= 0.0005 else "0.000"
        name = f"d:{len(journey.deltas) - 1}:{k}"
        _slope(chain, name, f"p − y of {k}", words, (left + TABLE, y, 92))


def _deltas(chain):
    """The deltas of the neurons that are shown above, the last layer first where they stack."""
    state = chain.state
    order = list(enumerate(chain.layers, start=1))
    for number, layer in order[::-1] if chain.narrow else order:
        left, top = chain.column(number, 3 * ROW + 12)
        chain.head(left, top, f"δ{layer + 1} of these neurons")
        scale = np.abs(state.journey.deltas[layer]).max() or 1
        for place, k in enumerate(strongest(state.journey, layer, SHOWN)):
            x, y = chain.cell(place, left, top)
            value, name = state.journey.deltas[layer][k], f"δ{layer + 1}[{k}]"
            _bar(chain.sketch, x + THUMB / 2, y + THUMB / 2, THUMB / 2 * value / scale)
            _slope(chain, f"d:{layer}:{place}", name, signed(value), _beside(chain, x, y, name))


def _beside(chain, x, y, name):
    """Write a neuron's name beside its picture, and say where its number goes."""
    chain.sketch.text(x + THUMB + 6, y + 8, name, 13, "muted")
    return x + min(chain.place, THUMB + 100), y + 30, min(chain.place, THUMB + 100) - THUMB - 4


def _bar(sketch, middle, y, length):
    """A bar to the right for what is positive, and a hatched one to the left for the rest."""
    colour = "positive" if length > 0 else "negative"
    sketch.bars([(middle + min(length, 0), y - 7, abs(length), 14)], colour, bool(length < 0))
    sketch.line([(middle, y - 12.5), (middle, y + 12.5)], "muted", 1)


def _slope(chain, name, what, words, box):
    """A slope, written with its sign."""
    colour = {"+": "positive", "−": "negative"}.get(words[0], "muted")
    chain.number(name, f"{what} is {words}", box, words, 15, colour)


def _gradient_picture(chain):
    """The picture of dL/dW1 for the neuron that answered most: the drawing, times its delta."""
    sketch, journey = chain.sketch, chain.state.journey
    k = strongest(journey, 0, 1)[0]
    left, top = chain.column(0, IMAGE + 50)
    chain.head(left, top, f"dL/dW1[:,{k}]")
    gradient = journey.image * journey.deltas[0][k]
    sketch.signed_image(gradient, left, top, IMAGE, max(np.abs(gradient).max(), 1e-12), 13)
    sketch.frame(left, top, IMAGE, IMAGE, "faint")
    for line, words in enumerate((f"= the drawing × δ1[{k}]", "as dW = inputᵀ · δ")):
        sketch.text(left, top + IMAGE + 18 + 18 * line, words, 13, "muted")


def _check(chain, top):
    """A few slopes by backpropagation, and beside them by nudging the weight; return the end."""
    sketch, state = chain.sketch, chain.state
    sketch.text(0, top, "Is that right? The same slopes by nudging a weight", 15, bold=True)
    sketch.text(0, top + 20, "up and down by h = 0.00001:", 14, "muted")
    ends, line = ((126, 292, 300), 50) if chain.narrow else ((330, 470, 620), 27)
    top += 46
    for end, head in zip(ends, ("backpropagation", "nudged", "they differ by"), strict=True):
        if not (chain.narrow and end == ends[2]):
            sketch.text(end - 5, top, head, 13, "muted", "right")
    for row, (layer, j, k) in enumerate(state.checked):
        y = top + 25 + line * row
        back = computed(state.journey, layer, j, k)
        up, down = measured(state.network, state.journey, layer, j, k)
        nudged, name = (up - down) / (2 * NUDGE), parameter(layer, j, k)
        sketch.text(0, y, name, 14)
        apart = bound(abs(back - nudged))
        words = f"differ by {apart}" if chain.narrow else apart
        sketch.text(ends[2] - 5, y, words, 14, "muted", "right")
        y += 23 if chain.narrow else 0
        for letter, end, value in (("g", ends[0], back), ("n", ends[1], nudged)):
            how = "by backpropagation" if letter == "g" else "by nudging"
            label = f"{name} {how}: {figure(value)}"
            chain.number(f"{letter}:{row}", label, (end, y, 110), figure(value, 4), 15)
    return top + 25 + line * len(state.checked)


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
