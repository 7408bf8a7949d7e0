"""The way back: from p − y to the gradient of every weight, and its check by differences."""

import numpy as np

from ..toolkit.words import figure, minus, signed
from .chain import (
    IMAGE,
    LINE,
    PRESS,
    ROW,
    SHOWN,
    TABLE,
    THUMB,
    Chain,
    draw_digit,
    name_beside,
    promise,
)
from .formulas import parameter
from .journey import NUDGE, computed, measured, strongest

HEADING = "Back, to every weight"


def draw_back(state, narrow=False):
    """Draw the way back from p − y to the gradient of the first weights, and its check."""
    if state.journey is None:
        return promise(HEADING, "From p − y, by the chain rule,", "to the slope of each weight.")
    chain = Chain(state, narrow, HEADING, 52)
    sketch = chain.sketch
    for draw in (_gradient_picture, _deltas, _errors)[:: -1 if narrow else 1]:
        draw(chain)
    end = _check(chain, chain.below + 30 if narrow else chain.top + 6 * ROW + 14)
    sketch.caption = state.formula if state.pressed_in == "back" else PRESS
    sketch.spoken = sketch.caption
    sketch.alt = _in_words(state)
    return chain.finish(end)


def _errors(chain):
    """The scores' delta, p − y, for each digit."""
    journey = chain.state.journey
    left, top = chain.column(len(chain.layers) + 1, 10 * LINE + 14)
    chain.head(left, top, "digit · p − y")
    for k, value in enumerate(journey.deltas[-1]):
        y = top + LINE * (k + 0.5)
        draw_digit(chain, left, y, k)
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
            _slope(chain, f"d:{layer}:{place}", name, signed(value), name_beside(chain, x, y, name))


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


def _in_words(state):
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
