"""The digits that a network found hardest: the reader names them first, and then compares."""

import numpy as np

from ...digits import Split
from ...inputs import check_labels, told
from ...network import Network
from ...trained import check_reader
from ...wording import listed
from ..toolkit.app import App
from ..toolkit.controls import Button
from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, times

MOST = 10  # digits to name


class Wide:
    """Where everything stands on a page with room, in pixels."""

    width, columns, cell, large = 720, 10, 72, 168


class Narrow:
    """The same where there is little room."""

    width, columns, cell, large = 300, 5, 60, 168


def name_the_digit(network: Network, split: Split) -> App:
    """Show the digits that a network finds hardest; the reader names each, and then compares.

    They are the ten to whose label the network gives the lowest probability. The labels, and
    what the network reads, are shown when all are named.

    Examples
    --------
    >>> app = interact.name_the_digit(load_network(), digits.test)
    >>> app.press("digit_4")
    >>> app.alt
    'Digit 2 of 10...
    """
    if not isinstance(split, Split):
        raise TypeError(f"split must be a Split, like digits.test, but is {told(split)}")
    check_reader(network, split.pixels)
    quiz = _Quiz(network, split)
    controls = [
        *(Button(f"digit_{k}", f"{k}", lambda settings, k=k: quiz.name(k)) for k in range(10)),
        Button("back", "one back", lambda settings: quiz.undo()),
    ]
    return App("Name the digit", controls, quiz.draw, disable=quiz.unusable).begin()


class _Quiz:
    """The hardest digits, and what the reader has called them so far."""

    def __init__(self, network, split):
        p = network.forward(split.images)  # (n, 10)
        labels = check_labels(split.labels, p, p.shape[1])
        rows = np.argsort(p[np.arange(len(p)), labels], kind="stable")[:MOST]
        self.images, self.labels = split.images[rows], split.labels[rows]
        self.read = network.predict(self.images)
        self.named = []

    def name(self, digit):
        """Call the digit that is shown this, and go on to the next."""
        if len(self.named) < len(self.labels):
            self.named.append(digit)

    def undo(self):
        """Take the last name back."""
        if self.named:
            self.named.pop()

    def unusable(self, settings):
        """Name the buttons that do nothing now."""
        done = len(self.named) == len(self.labels)
        return [f"digit_{k}" for k in range(10)] * done + ["back"] * (not self.named)

    def draw(self, settings):
        """Draw the next digit large, and under it those that have been named."""
        places = Narrow if settings["narrow"] else Wide
        if len(self.named) == len(self.labels):
            return self._compare(places)
        sketch, at = Sketch(places.width, places.large + 120), len(self.named)
        sketch.image(self.images[at], (places.width - places.large) / 2, 4, places.large)
        each = places.width / len(self.labels)
        for k, named in enumerate(self.named):
            side = each - 6
            sketch.image(self.images[k], each * k + 3, places.large + 22, side)
            sketch.text(each * (k + 0.5), places.large + 36 + side, f"{named}", 14, align="center")
        sketch.caption = f"Digit {at + 1} of {len(self.labels)}: which one is it? Press its button."
        said = [f"digit {k + 1} is {a_number(named)}" for k, named in enumerate(self.named)]
        sketch.alt = f"Digit {at + 1} of {len(self.labels)}, to be named. " + (
            f"You said: {listed(said)}." if said else "You have named none so far."
        )
        sketch.spoken = sketch.caption
        return sketch

    def _compare(self, places):
        lines = -(-len(self.labels) // places.columns)
        high = places.cell + 78
        sketch = Sketch(places.width, high * lines)
        for k, (label, named) in enumerate(zip(self.labels, self.named, strict=True)):
            line, column = divmod(k, places.columns)
            x, top = places.cell * (column + 0.5), high * line
            side = places.cell - 8
            sketch.image(self.images[k], x - side / 2, top + 2, side)
            below = top + places.cell + 8
            sketch.text(x, below, f"✓ {label}", 15, "right", "center", bold=True)
            for row, (who, read) in enumerate((("you", named), ("net", self.read[k]))):
                colour, mark = ("right", "") if read == label else ("wrong", " ✗")
                words = f"{who} {read}{mark}"
                sketch.text(x, below + 22 * (row + 1), words, 13, colour, "center")
        same = np.sum(np.array(self.named) == self.labels)
        right, count = np.sum(self.read == self.labels), len(self.labels)
        sketch.caption = (
            f"You said what the label says {times(same)} out of {count}, the network "
            f"{times(right)}. Under each: the label, you, the network."
        )
        each = "; ".join(
            f"{a_number(label)}, you said {named}, the network {read}"
            for label, named, read in zip(self.labels, self.named, self.read, strict=True)
        )
        sketch.alt = f"{sketch.caption} {each}."
        sketch.spoken = sketch.caption
        return sketch
