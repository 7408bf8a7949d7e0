"""A digit of the gallery, looked at more closely: its ten bars, its strongest neurons, and why."""

import numpy as np

from ..toolkit.words import a_number, minus
from .evidence import NOTHING
from .wording import percent

ROW = 17  # pixels from bar to bar
NEURON = 48  # pixels: side of a neuron's picture


def draw_closer_look(sketch, reading, network, scale, image, label, corner):
    """Draw a digit large, its ten bars, and the neurons that speak most for the answer."""
    left, top = corner
    sketch.image(image, left, top, 68)
    answer = "?" if reading.answer == NOTHING else reading.answer
    right = reading.answer == label
    mark, colour = ("✓", "right") if right else ("✗", "wrong")
    sketch.text(left + 78, top + 16, f"▶ {answer}", 28, bold=True)
    sketch.text(left + 138, top + 16, mark, 24, colour, bold=True)
    sketch.text(left + 78, top + 46, "right" if right else f"it is {a_number(label)}", 14)
    _bars(sketch, reading, label, left, top + 80)
    sketch.text(left, top + 266, "strongest neurons:" if reading.strongest else "", 14, "muted")
    for place, k in enumerate(reading.strongest):
        x = left + 62 * place
        sketch.signed_image(network.weights[0][:, k], x, top + 278, NEURON, scale, signs=0)
        sketch.frame(x - 2, top + 276, NEURON + 4, NEURON + 4, "here")
        words = f"{k}: {reading.evidence[k]:+.1f}"
        sketch.text(x + NEURON / 2, top + 341, words, 12, align="center")


def _bars(sketch, reading, label, left, top):
    """Ten horizontal bars, one for each digit."""
    shares = np.nan_to_num(reading.probabilities)
    y = top + ROW * np.arange(10.0)
    lengths = np.maximum(96 * shares, 1)
    boxes = np.stack([np.full(10, left + 32.0), y, lengths, np.full(10, ROW - 4.0)], axis=-1)
    true = np.arange(10) == label
    sketch.bars(boxes[~true], "muted")
    sketch.bars(boxes[true], "right", hatch=True)
    for k in range(10):
        read = k == reading.answer
        middle = y[k] + (ROW - 4) / 2
        sketch.text(left + 20, middle, f"{'▶ ' if read else ''}{k}", 14, align="right", bold=read)
        if shares[k] >= 0.01:
            sketch.text(left + 36 + lengths[k], middle, percent(shares[k]), 13, bold=read)


def in_words(reading, label):
    """Say what is read, and why."""
    if reading.answer == NOTHING:
        return "The chosen digit: its numbers have grown beyond all bounds."
    share = percent(reading.probabilities[reading.answer])
    right = "right" if reading.answer == label else f"wrong, it is {a_number(label)}"
    return f"The chosen digit is read as {reading.answer} with {share}: {right}. {why(reading)}"


def why(reading):
    """A sentence on the strongest neuron of the first hidden layer."""
    if reading.answer == NOTHING:
        return ""
    if not reading.strongest:
        none = f"No hidden neuron speaks for {a_number(reading.answer)}"
        if reading.without == reading.answer:
            return f"{none}: the biases alone decide."
        other = a_number(reading.without)
        return f"{none}. With all of them silent, the network would read {other}."
    k = reading.strongest[0]
    still = "still " if reading.without == reading.answer else ""
    return minus(
        f"Neuron {k} speaks most for {a_number(reading.answer)}: it adds "
        f"{reading.evidence[k]:.1f} to its score. Without it, the network would {still}read "
        f"{a_number(reading.without)}."
    )
