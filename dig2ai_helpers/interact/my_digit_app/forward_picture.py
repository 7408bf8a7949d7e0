"""The way forward: from 784 numbers through the layers to the scores and the loss."""

import numpy as np

from ..toolkit.words import figure, minus
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
    shown_layers,
)
from .journey import looked_for, strongest

HEADING = "Forward, to the loss"


def draw_forward(state, narrow=False):
    """Draw the way from the drawing to the loss."""
    if state.journey is None:
        return promise(HEADING, "The digit, as 784 numbers,", "through each layer to its loss.")
    chain = Chain(state, narrow, HEADING, 84)
    sketch = chain.sketch
    _flattened(chain)
    _pixels(chain)
    for number, layer in enumerate(chain.layers, start=1):
        _neurons(chain, number, layer)
    _table(chain)
    sketch.caption = state.formula if state.pressed_in == "forward" else PRESS
    sketch.spoken = sketch.caption
    sketch.alt = _in_words(state)
    return chain.finish(chain.below if narrow else chain.top + 6 * ROW + 16)


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
        box = name_beside(chain, x, y, f"a{layer + 1}[{k}]")
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
        draw_digit(chain, left, y, k)
        score, share = minus(f"{z:.2f}"), f"{p:.3f}"
        chain.number(f"z:{k}", f"score of {k} is {score}", (left + 118, y, 74), score, bold=best)
        chain.number(f"p:{k}", f"p[{k}] is {share}", (left + TABLE, y, 88), share, bold=best)
    y = top + 10 * LINE + 18
    value = figure(journey.loss)
    sketch.text(left, y, f"loss L for the {journey.label}", 15)
    chain.number("loss", f"the loss is {value}", (left + TABLE, y, 88), value)


def _in_words(state):
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
