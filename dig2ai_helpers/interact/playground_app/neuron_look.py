"""A hidden neuron, looked at more closely: which digits excite it, and where its answer goes."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...functions import HIDDEN
from ...network_inputs import quiet
from ..toolkit.words import figure, signed
from .hidden_neurons import pixels_of

SHOWN, COLUMNS = 8, 4  # digits that excite it most
IMAGE, WIDE, HIGH = 38, 46, 57  # pixels: of a digit, and from one to the next
CLOSE = "close"  # the name of the place that leads back; Escape presses it, too


@dataclass(frozen=True)
class Excited:
    """What a neuron of the first hidden layer answers to some digits.

    Attributes
    ----------
    neuron : int
        Its place, from 0.
    asked : int
        How many digits it was shown.
    images, outputs, labels : (n, 784), (n,), (n,)
        Those to which it answers most, the strongest first; none if it answers 0 or less to all.
    highest : float
        The largest of all its answers.
    """

    neuron: int
    asked: int
    images: Any
    outputs: Any
    labels: Any
    highest: float


@quiet()
def excited(network, neuron, images, labels):
    """Show a neuron some digits (n, 784): Excited."""
    activate, _ = HIDDEN[network.hidden]
    outputs = np.nan_to_num(
        activate(images @ network.weights[0][:, neuron] + network.biases[0][neuron])
    )
    order = np.argsort(-outputs, kind="stable")[:SHOWN]
    order, highest = order[outputs[order] > 0], float(outputs.max())
    return Excited(neuron, len(images), images[order], outputs[order], labels[order], highest)


def draw_neuron_look(sketch, found, reading, network, scale, corner):
    """Draw a neuron's weights large, the digits that excite it, and its weights to the scores."""
    left, top = corner
    sketch.signed_image(pixels_of(network, found.neuron), left, top, 96, scale)
    sketch.frame(left - 2, top - 2, 100, 100, "here")
    sketch.text(left + 108, top + 14, "neuron", 14, "muted")
    sketch.text(left + 108, top + 42, f"{found.neuron}", 28, bold=True)
    sketch.text(left + 106, top + 84, "◂ back", 14, "here", bold=True)
    sketch.target(left + 102, top + 70, 76, 28, CLOSE, "back to the digit")
    none = "it answers 0 to all." if found.highest == 0 else "it stays below 0."
    words = "it answers most to:" if len(found.outputs) else none
    sketch.text(left, top + 116, words, 14, "muted")
    for place, (image, output) in enumerate(zip(found.images, found.outputs, strict=True)):
        row, column = divmod(place, COLUMNS)
        x, y = left + WIDE * column, top + 129 + HIGH * row
        sketch.image(image, x, y, IMAGE)
        sketch.text(x + IMAGE / 2, y + IMAGE + 8, figure(output, 2), 12, "muted", "center")
    sketch.text(left, top + 250, f"{_what(network)}:", 14, "muted")
    _bars(sketch, reading.slopes[found.neuron], left, top + 300)


def _what(network):
    """What the ten bars are: with a second layer in between, the way depends on the digit."""
    return "weights to the scores" if len(network.weights) == 2 else "slopes of the scores"


def _bars(sketch, slopes, left, middle):
    """Ten bars from a line, up for the digits that it speaks for, down for the others."""
    slopes = np.nan_to_num(slopes)
    lengths = 34 * slopes / (np.abs(slopes).max() or 1)
    x = left + 17.6 * np.arange(10)
    boxes = np.stack([x, middle - np.maximum(lengths, 0), np.full(10, 13.0), np.abs(lengths)], -1)
    sketch.bars(boxes[lengths > 0], "positive")
    sketch.bars(boxes[lengths < 0], "negative")
    sketch.line([(left - 2, middle), (left + 175, middle)], "muted", 1)
    most = int(slopes.argmax())
    for k in range(10):
        sketch.text(x[k] + 6.5, middle + 45, f"{k}", 13, align="center", bold=k == most)


def in_words(found, reading, network):
    """Say what excites a neuron, and what it speaks for."""
    name = f"Neuron {found.neuron}"
    if found.highest < 0:  # as tanh and SELU can
        most = figure(found.highest)
        return f"{name} stays below 0 for all of {found.asked} new digits: at most {most}."
    if not len(found.outputs):
        return f"{name} answers 0 to all of {found.asked} new digits."
    slopes = np.nan_to_num(reading.slopes[found.neuron])
    most, least = int(slopes.argmax()), int(slopes.argmin())
    listed = ", ".join(f"{label}" for label in found.labels)
    return (
        f"{name}: of {found.asked} new digits these excite it most: {listed}. Of its "
        f"{_what(network)}, that of {most} is the largest, {signed(slopes[most])}, and that of "
        f"{least} the lowest, {signed(slopes[least])}."
    )
