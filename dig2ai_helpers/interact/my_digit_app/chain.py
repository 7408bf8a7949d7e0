"""What the ways forward and back have in common: columns, names, numbers to press."""

import numpy as np

from ..toolkit.sketch import Sketch
from .prose import draw_note, paragraph, shows

SHOWN = 6  # neurons of a layer
COLUMN, IMAGE, TABLE = 168, 158, 214  # widths
NARROW, HALF = 300, 150  # width of the picture, and of a neuron's place, in little room
ROW = 52  # height of a neuron's row
THUMB = 44  # side of a neuron's picture
LINE = 25  # height of a digit's row


class Chain:
    """One of the two pictures: its columns, side by side or below each other."""

    def __init__(self, state, narrow, heading, words, room=0):
        self.state, self.narrow = state, narrow
        self.layers = shown_layers(state.network)
        widths = [IMAGE, *[COLUMN] * len(self.layers), TABLE]
        self.width = NARROW if narrow else sum(widths) + 24 * (len(widths) - 1)
        self.lefts = np.cumsum([0, *(width + 24 for width in widths[:-1])])
        self.sketch = Sketch(self.width, 400)
        self.sketch.text(0, 12, heading, 18, bold=True)
        self.start = paragraph(self.sketch, 0, 28, words, self.width - 4) + 4
        self.below = self.start + room  # where the next column begins, one below the other
        self.top = self.below + 34

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

    def neurons(self, layer):
        """Number the neurons of a layer that are shown."""
        return self.state.why.deciding(layer, SHOWN)

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
        self.sketch.target(*here, name, label)

    def finish(self, end, alt):
        """Cut the picture off below what has been drawn, and explain what was pressed."""
        sketch, state = self.sketch, self.state
        sketch.height, sketch.alt = int(end), alt
        if shows(sketch, state.pressed):
            draw_note(sketch, state.pressed, state.formula)
        return sketch


def shown_layers(network):
    """The hidden layers that are shown: of three or more, the first and the last."""
    hidden = list(range(len(network.weights) - 1))
    return hidden if len(hidden) < 3 else [hidden[0], hidden[-1]]


def promise(heading, *lines):
    """What will be seen here, while there is no drawing."""
    sketch = Sketch(NARROW, 62)
    sketch.text(0, 12, heading, 18, bold=True)
    for number, line in enumerate(lines):
        sketch.text(0, 36 + 18 * number, line, 14, "muted")
    sketch.alt = f"{heading}. Once there is a drawing: {' '.join(lines)}"
    return sketch


def draw_digit(chain, left, y, k):
    """A digit with its marks: ▶ is read, ✓ is the label."""
    journey = chain.state.journey
    if k == journey.reading:
        chain.sketch.text(left, y, "▶", 11)
    true = chain.state.taught and k == journey.label
    colour = "right" if true else "ink"
    chain.sketch.text(left + 20, y, f"{k}{' ✓' if true else ''}", 15, colour, bold=true)
