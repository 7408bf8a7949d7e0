"""A browser of predictions: new digits with what a network reads, filtered and sorted."""

import numpy as np

from ...digits import Digits, check_digits
from ...network import Network
from ..toolkit.app import App
from ..toolkit.controls import Button, Choice
from ..toolkit.sketch import Sketch

COLUMNS, ROWS = 8, 3
PAGE = COLUMNS * ROWS  # digits shown at once
CELL, SIDE = (90, 118), 70  # width and height of a digit's place; side of its image
ANY = "any"
DIGITS = (ANY, *"0123456789")
SHOWN = {"right and wrong": (True, False), "right": (True,), "wrong": (False,)}
SURENESS = {
    ANY: (0, 2),
    "below 50 %": (0, 0.5),
    "50 % to 90 %": (0.5, 0.9),
    "90 % or more": (0.9, 2),
}
SUREST, LEAST, FIRST = "most sure first", "least sure first", "as they come"


def predictions(network: Network, digits: Digits) -> App:
    """Browse through the test digits and what a network reads in them.

    The network, a trained one, reads the test split once, when the browser opens.

    Examples
    --------
    >>> app = interact.predictions(load_network(), digits)
    >>> app.set(truth="3")
    >>> app.alt
    '30 of 300 test digits match, page 1 of 2...
    """
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, but a {type(network).__name__} was given")
    check_digits(digits)
    browser = _Browser(digits.test.images, digits.test.labels, network.forward(digits.test.images))
    controls = [
        Choice("truth", "true digit", DIGITS, ANY),
        Choice("read", "read as", DIGITS, ANY),
        Choice("shown", "show", tuple(SHOWN), "right and wrong"),
        Choice("sure", "how sure", tuple(SURENESS), ANY),
        Choice("order", "order", (LEAST, SUREST, FIRST), LEAST),
        Button("back", "previous page", lambda settings: browser.turn(settings, -1)),
        Button("on", "next page", lambda settings: browser.turn(settings, +1)),
    ]
    return App("A browser of predictions", controls, browser.draw, browser.follow).begin()


class _Browser:
    """The digits, the page that is open, and how it is drawn."""

    def __init__(self, images, labels, probabilities):
        self.images, self.labels = images, labels
        self.read, self.sure = probabilities.argmax(axis=1), probabilities.max(axis=1)
        self.right = self.read == labels
        self.page, self.settings = 0, None

    def follow(self, settings):
        """After any other choice, open the first page again."""
        if settings != self.settings:
            self.page, self.settings = 0, settings

    def turn(self, settings, pages):
        """Go on or back by some pages, as far as there are any."""
        last = self.pages(self.matching(settings)) - 1
        self.page = min(max(self.page + pages, 0), last)

    def pages(self, rows):
        """How many pages the digits fill; an empty one, if there are none."""
        return max(1, -(-len(rows) // PAGE))

    def matching(self, settings):
        """Rows of the digits that pass every filter, in the order asked for."""
        least, below = SURENESS[settings["sure"]]
        passes = np.isin(self.right, SHOWN[settings["shown"]])
        passes &= (self.sure >= least) & (self.sure < below)
        for name, values in (("truth", self.labels), ("read", self.read)):
            if settings[name] != ANY:
                passes &= values == int(settings[name])
        rows = np.flatnonzero(passes)
        sign = {SUREST: -1, LEAST: 1, FIRST: 0}[settings["order"]]
        return rows[np.argsort(sign * self.sure[rows], kind="stable")]

    def draw(self, settings):
        """Draw the open page."""
        rows = self.matching(settings)
        pages = self.pages(rows)
        here = rows[self.page * PAGE : (self.page + 1) * PAGE]
        sketch = Sketch(COLUMNS * CELL[0], ROWS * CELL[1])
        for place, row in enumerate(here):
            self._digit(sketch, row, CELL[0] * (place % COLUMNS), CELL[1] * (place // COLUMNS))
        match = f"{len(rows):,} of {len(self.labels):,} test digits match"
        if not len(rows):
            sketch.text(360, 150, "No test digit matches these choices.", 20, align="center")
            sketch.text(360, 185, "Set one of them back to “any”.", 16, "muted", "center")
            sketch.caption = sketch.alt = f"{match}: none to show."
            return sketch
        sketch.caption = (
            f"{match}, page {self.page + 1} of {pages}. "
            "True digit → read as; ✓ right, ✗ wrong; probability."
        )
        sketch.spoken = sketch.caption  # the whole page would take a minute
        listed = "; ".join(self._words(row) for row in here)
        sketch.alt = f"{match}, page {self.page + 1} of {pages}: {listed}."
        return sketch

    def _digit(self, sketch, row, left, top):
        """An image with two lines under it; a wrong one has a thick frame, too."""
        right = bool(self.right[row])
        middle, colour = left + CELL[0] / 2, "right" if right else "wrong"
        x, y = middle - SIDE / 2, top + 4
        sketch.image(self.images[row], x, y, SIDE)
        if not right:
            corners = [(x, y), (x + SIDE, y), (x + SIDE, y + SIDE), (x, y + SIDE), (x, y)]
            sketch.line(corners, colour, width=4)
        words = f"{self.labels[row]} → {self.read[row]} {'✓' if right else '✗'}"
        sketch.text(middle, top + 86, words, 16, colour, "center", bold=not right)
        sketch.text(middle, top + 104, _share(self.sure[row]), 14, "ink", "center")

    def _words(self, row):
        judged = "right" if self.right[row] else "wrong"
        return f"{self.labels[row]} read as {self.read[row]}, {judged}, {_share(self.sure[row])}"


def _share(probability):
    """A probability in per cent; one that is nearly 1 is not called certain."""
    return "over 99 %" if probability > 0.99 else f"{100 * probability:.0f} %"
