"""The way forward: from 784 numbers through the layers to the scores and the loss."""

import numpy as np

from ..toolkit.words import figure, short
from .chain import COLUMN, IMAGE, LINE, ROW, TABLE, THUMB, Chain, draw_digit, promise, shown_layers
from .journey import looked_for
from .why_words import part

HEADING = "Forward, to the loss"


def draw_forward(state, narrow=False):
    """Draw the way from the drawing to the loss."""
    if state.journey is None:
        return promise(HEADING, "The digit, as 784 numbers,", "through each layer to its loss.")
    reason = state.why
    words = (
        f"The numbers reach every hidden neuron. Here are the ones that matter most for "
        f"{reason.one} or {reason.other}: each one's activation, and what it adds for the "
        f"{reason.one} (+) or the {reason.other} (−). Press a number or a picture to see "
        f"where it comes from."
    )
    chain = Chain(state, narrow, HEADING, words, 46)
    _flattened(chain)
    _pixels(chain)
    for number, layer in enumerate(chain.layers, start=1):
        _neurons(chain, number, layer)
    _table(chain)
    end = chain.below if narrow else chain.top + 6 * ROW + 16
    return chain.finish(end, _in_words(state))


def _flattened(chain):
    """The 784 numbers in one row, as they enter the network, and the place of the chosen one."""
    sketch, state = chain.sketch, chain.state
    top, step = chain.start + 28, chain.width / 784
    sketch.text(0, top - 11, "the picture's 28 rows, one after the other", 13, "muted")
    levels = np.ceil(4 * state.journey.image)  # 0 to 4
    for level in range(1, 5):
        places = np.flatnonzero(levels == level)
        if len(places):
            boxes = [(step * j, top, step, 14) for j in places]
            sketch.bars(boxes, "ink", strength=level / 4)
    sketch.frame(0, top, chain.width, 14, "faint")
    at = step * (state.pixel + 0.5)
    sketch.line([(at, top - 4), (at, top + 18)], "here", 3)
    sketch.target(0, top - 4, chain.width, 22, "row", "the 784 numbers in one row")


def _pixels(chain):
    sketch, state = chain.sketch, chain.state
    left, top = chain.column(0, IMAGE + 34)
    chain.head(left, top, "784 numbers")
    sketch.image(state.journey.image, left, top, IMAGE)
    row, column = divmod(state.pixel, 28)
    size = IMAGE / 28
    sketch.frame(left + column * size, top + row * size, size, size, "here")
    value = figure(state.journey.image[state.pixel])
    label = f"pixel in row {row}, column {column}: {value}"
    sketch.target(left, top, IMAGE, IMAGE, "pixel", label, 28, state.pixel)
    words = f"pixel {state.pixel}: {value}"
    sketch.text(left, top + IMAGE + 18, words, 15, bold=True)
    sketch.target(left, top + IMAGE + 6, 130, 24, "x", words)


def _neurons(chain, number, layer):
    """The neurons that matter most, each with a picture, its activation, and what that adds."""
    sketch, state = chain.sketch, chain.state
    left, top = chain.column(number, 3 * ROW + 30)
    words = "picture: slopes, for this ink" if layer else "picture: weights"
    sketch.text(left, top + (3 if chain.narrow else 6) * ROW + 4, words, 13, "muted")
    neurons = chain.neurons(layer)
    size = state.network.sizes[layer + 1]
    chain.head(left, top, f"layer {layer + 1}: {len(neurons)} of {size} neurons")
    pictures = looked_for(state.network, state.journey, layer, neurons)  # (6, 784)
    for place, (k, picture) in enumerate(zip(neurons, pictures, strict=True)):
        x, y = chain.cell(place, left, top)
        scale = max(np.quantile(np.abs(picture), 0.99), 1e-9)
        sketch.signed_image(picture, x, y, THUMB, scale, 13, few=True)
        sketch.frame(x, y, THUMB, THUMB, "faint")
        value, adds = state.journey.inputs[layer + 1][k], state.why.neurons[layer][k]
        beside, end = x + THUMB + 7, x + min(chain.place, COLUMN) - 8
        sketch.text(beside, y + 10, f"neuron {k}", 13, "muted")
        sketch.text(beside, y + 32, short(value), 15, bold=True)
        colour = "positive" if adds > 0 else "negative"
        sketch.text(end, y + 32, part(adds), 14, colour, "right", bold=True)
        label = f"neuron {k}: activation {figure(value)}, which adds {part(adds)}"
        sketch.target(x, y, end - x + 4, THUMB, f"a:{layer}:{k}", label)


def _table(chain):
    """The ten scores, what softmax makes of them, and the loss."""
    sketch, state = chain.sketch, chain.state
    journey, softmax = state.journey, state.network.output
    left, top = chain.column(len(chain.layers) + 1, 10 * LINE + 44)
    chain.head(left, top, f"digit, score, {softmax}")
    for k, (z, p) in enumerate(zip(journey.zs[-1], journey.probabilities, strict=True)):
        y = top + LINE * (k + 0.5)
        best = k == journey.reading
        draw_digit(chain, left, y, k)
        score, share = short(z), _share(p)
        chain.number(f"z:{k}", f"score of {k} is {score}", (left + 118, y, 74), score, bold=best)
        chain.number(f"p:{k}", f"p[{k}] is {share}", (left + TABLE, y, 88), share, bold=best)
    y = top + 10 * LINE + 18
    value = figure(journey.loss)
    sketch.text(left, y, f"loss for the {journey.label}", 15)
    chain.number("loss", f"the loss is {value}", (left + TABLE, y, 88), value)


def _share(p):
    """Write a probability as a number; of a tiny one no digit matters."""
    return "< 0.001" if p < 0.001 else f"{p:.3f}"


def _in_words(state):
    journey = state.journey
    layers = [
        f"in hidden layer {layer + 1}, neuron {k} matters most: it has the "
        f"activation {figure(journey.inputs[layer + 1][k])} and adds "
        f"{part(state.why.neurons[layer][k])}"
        for layer in shown_layers(state.network)
        for k in state.why.deciding(layer, 1)
    ]
    z, p = journey.zs[-1], journey.probabilities
    best, next_best = journey.reading, journey.runner_up
    return (
        f"784 numbers enter; {'; '.join(layers)}. The largest scores are {figure(z[best])} for "
        f"{best} and {figure(z[next_best])} for {next_best}; {state.network.output} makes "
        f"{figure(p[best])} and {figure(p[next_best])} of them. The loss for the "
        f"{journey.label} is {figure(journey.loss)}."
    )
