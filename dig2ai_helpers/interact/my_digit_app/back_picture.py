"""The way back: from p − y to the gradient of every weight, and its check by differences."""

import numpy as np

from ..toolkit.words import figure, minus, signed
from .chain import IMAGE, LINE, ROW, TABLE, THUMB, Chain, draw_digit, promise
from .formulas import parameter
from .journey import NUDGE, computed, measured
from .prose import paragraph

HEADING = "Back, to every weight"
SLOPES = "From p − y, by the chain rule,", "to the slope of each weight."


def draw_back(state, narrow):
    """Draw the way back from p − y to the gradient of the first weights, and its check."""
    if state.journey is None:
        return promise(HEADING, *SLOPES)
    words = (
        "How does the loss change if a score grows a little? By p − y: what the network says, "
        "less what is right. Passed back through the weights, that gives each neuron its δ "
        "(delta), and each weight its slope. Press a neuron to see its weights' slopes."
    )
    chain = Chain(state, narrow, HEADING, words)
    for draw in (_gradient_picture, _deltas, _errors)[:: -1 if narrow else 1]:
        draw(chain)
    end = _check(chain, chain.below + 20 if narrow else chain.top + 6 * ROW + 10)
    return chain.finish(end, _in_words(state))


def _errors(chain):
    """The scores' delta, p − y, for each digit."""
    journey = chain.state.journey
    left, top = chain.column(len(chain.layers) + 1, 10 * LINE + 14)
    chain.head(left, top, "digit, p − y")
    for k, value in enumerate(journey.deltas[-1]):
        y = top + LINE * (k + 0.5)
        draw_digit(chain, left, y, k)
        _bar(chain.sketch, left + 84, y, 28 * value)
        words = minus(f"{value:+.3f}") if abs(value) >= 0.0005 else "≈ 0"
        name = f"d:{len(journey.deltas) - 1}:{k}"
        _slope(chain, name, f"p − y of {k}", words, (left + TABLE, y, 92))


def _deltas(chain):
    """The deltas of the neurons that are shown above, the last layer first where they stack."""
    sketch, state = chain.sketch, chain.state
    order = list(enumerate(chain.layers, start=1))
    for number, layer in order[::-1] if chain.narrow else order:
        left, top = chain.column(number, 3 * ROW + 12)
        chain.head(left, top, f"layer {layer + 1}: δ (delta)")
        neurons = chain.neurons(layer)
        deltas = state.journey.deltas[layer]
        scale = np.abs(deltas[neurons]).max() or 1
        for place, k in enumerate(neurons):
            x, y = chain.cell(place, left, top)
            _bar(sketch, x + 26, y + THUMB / 2, 25 * deltas[k] / scale)
            if layer == 0 and k == state.neuron:
                sketch.text(x + 149, y + 10, "◀", 11, "here", "right")
            sketch.text(x + 58, y + 10, f"neuron {k}", 13, "muted")
            words = signed(deltas[k])
            sketch.text(x + 58, y + 32, words, 14, _colour(words), bold=True)
            label = f"δ of neuron {k} is {words}"
            sketch.target(x, y, chain.place - 8, THUMB, f"d:{layer}:{k}", label)


def _bar(sketch, middle, y, length):
    """A bar to the right for what is positive, and a hatched one to the left for the rest."""
    colour = "positive" if length > 0 else "negative"
    sketch.bars([(middle + min(length, 0), y - 7, abs(length), 14)], colour, bool(length < 0))
    sketch.line([(middle, y - 12.5), (middle, y + 12.5)], "muted", 1)


def _slope(chain, name, what, words, box):
    """A slope, written with its sign."""
    chain.number(name, f"{what} is {words}", box, words, 15, _colour(words))


def _colour(words):
    return {"+": "positive", "−": "negative"}.get(words[0], "muted")


def _gradient_picture(chain):
    """The slopes of a first neuron's weights, as a picture: the drawing, times its delta."""
    sketch, state = chain.sketch, chain.state
    left, top = chain.column(0, IMAGE + 50)
    chain.head(left, top, f"slopes of neuron {state.neuron}")
    delta = state.journey.deltas[0][state.neuron]
    gradient = state.journey.image * delta
    sketch.signed_image(gradient, left, top, IMAGE, max(np.abs(gradient).max(), 1e-12), 13)
    sketch.frame(left, top, IMAGE, IMAGE, "faint")
    label = f"the slopes of neuron {state.neuron}'s weights"
    sketch.target(left, top, IMAGE, IMAGE, "slopes", label)
    for line, words in enumerate((f"= the drawing × {figure(delta)},", "its δ")):
        sketch.text(left, top + IMAGE + 16 + 17 * line, words, 13, "muted")


def _check(chain, top):
    """A few slopes by backpropagation, and beside them by nudging the weight; return the end."""
    sketch, state, width = chain.sketch, chain.state, chain.width
    words = "Is that right? The same slopes, measured:"
    top = paragraph(sketch, 0, top, words, width, 15, "ink", bold=True)
    words = "each weight is nudged up and down by 0.00001, and the loss computed again."
    top = paragraph(sketch, 0, top, words, width, 13) + 14
    ends = (136, 218, 299) if chain.narrow else (300, 430, 540)
    size = 12 if chain.narrow else 14
    heads = ("by the chain", "measured", "apart") if chain.narrow else (
        "backpropagation", "measured", "they differ by")  # fmt: skip
    for end, head in zip(ends, heads, strict=True):
        sketch.text(end - 5, top, head, size - 1, "muted", "right")
    high = 50 if chain.narrow else 27
    for row, (layer, j, k) in enumerate(state.checked):
        y = top + 25 + high * row
        back = computed(state.journey, layer, j, k)
        up, down = measured(state.network, state.journey, layer, j, k)
        nudged, name = (up - down) / (2 * NUDGE), parameter(layer, j, k)
        sketch.text(0, y, _in_plain_words(state, layer, j, k), 13)
        y += 22 if chain.narrow else 0
        cells = (("g", figure(back, 4)), ("n", figure(nudged, 4)), ("apart", bound(back - nudged)))
        for (letter, words), head, end in zip(cells, heads, ends, strict=True):
            label = f"{name}, {head}: {words}"
            chain.number(f"{letter}:{row}", label, (end, y, 80), words, size, bold=False)
    return top + 22 + high * len(state.checked)


def _in_plain_words(state, layer, j, k):
    """Say which weight, or which bias, is checked."""
    last = len(state.network.weights) - 1
    to = f"digit {k}" if layer == last else f"neuron {k}"
    if j is None:
        return f"bias of {to}"
    return f"pixel {j} → {to}" if layer == 0 else f"layer {layer}, neuron {j} → {to}"


def bound(difference):
    """The power of ten that a difference stays below: its own digits are rounding errors."""
    if abs(difference) < 1e-9:
        return "< 10⁻⁹"
    exponent = int(np.floor(np.log10(abs(difference)))) + 1
    power = f"{exponent}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"< 10{power}"


def _in_words(state):
    journey = state.journey
    errors = journey.deltas[-1]
    pushed = int(np.abs(errors).argmax())
    k = state.neuron
    worst = max(
        abs(computed(journey, *place) - (up - down) / (2 * NUDGE))
        for place in state.checked
        for up, down in [measured(state.network, journey, *place)]
    )
    return (
        f"p − y is largest for {pushed}, {signed(errors[pushed])}. Neuron {k} of the first layer "
        f"has δ = {signed(journey.deltas[0][k])}, and the slopes of its weights are the "
        f"drawing times this. Four slopes by backpropagation and by nudging the weight by "
        f"h = 10⁻⁵ differ by "
        f"{bound(worst).replace('<', 'less than')}."
    )
