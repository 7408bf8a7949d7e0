"""What the ways forward and back have in common: columns, names, numbers to press."""

import numpy as np

from ..toolkit.sketch import Sketch

SHOWN = 6  # neurons of a layer
COLUMN, IMAGE, TABLE = 168, 158, 214  # widths
NARROW, HALF = 300, 150  # width of the picture, and of a neuron's place, in little room
ROW = 50  # height of a neuron's row
THUMB = 44  # side of a neuron's picture
LINE = 25  # height of a digit's row
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
    true = k == journey.label
    colour = "right" if true else "ink"
    chain.sketch.text(left + 20, y, f"{k}{' ✓' if true else ''}", 15, colour, bold=true)


def name_beside(chain, x, y, name):
    """Write a neuron's name beside its picture, and say where its number goes."""
    chain.sketch.text(x + THUMB + 6, y + 8, name, 13, "muted")
    return x + min(chain.place, THUMB + 100), y + 30, min(chain.place, THUMB + 100) - THUMB - 4
