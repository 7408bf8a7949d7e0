"""A browser of predictions: new digits with what a network reads, filtered and sorted."""

import numpy as np

from ...digits import Digits, check_digits
from ...network import Network
from ...trained import check_reader
from ..toolkit.app import App
from ..toolkit.controls import Button, Choice
from ..toolkit.sketch import Sketch
from ..toolkit.words import percent

PAGE = 24  # digits shown at once
CELL, SIDE = (75, 106), 64  # width and height of a digit's place; side of its image
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


class Wide:
    """Where everything stands on a page with room: the digit that was pressed on the right."""

    columns, corner, size = 6, (0, 0), (720, 430)
    large, words, bars, long = (548, 2, 120), (608, 140), (548, 166), 92


class Narrow:
    """The same where there is little room: the digit that was pressed is above."""

    columns, corner, size = 4, (0, 262), (300, 262 + 6 * CELL[1])
    large, words, bars, long = (0, 20, 104), (52, 142), (126, 12), 104


def predictions(network: Network, digits: Digits) -> App:
    """Browse through the test digits and what a network reads in them.

    A digit that is pressed shows its ten probabilities.

    The network, a trained one, reads the test split once, when the browser opens.

    Examples
    --------
    >>> app = interact.predictions(load_network(), digits)
    >>> app.set(truth="3")
    >>> app.alt
    '30 of 300 test digits match, page 1 of 2...
    """
    check_digits(digits)
    check_reader(network, digits.test.pixels)
    images, labels = digits.test.images, digits.test.labels
    browser = _Browser(images, labels, network.forward(images), network.predict(images))
    controls = [
        Choice("truth", "true digit", DIGITS, ANY),
        Choice("read", "read as", DIGITS, ANY),
        Choice("shown", "show", tuple(SHOWN), "right and wrong"),
        Choice("sure", "how sure", tuple(SURENESS), ANY),
        Choice("order", "order", (LEAST, SUREST, FIRST), LEAST),
        Button("back", "previous page", lambda settings: browser.turn(settings, -1)),
        Button("on", "next page", lambda settings: browser.turn(settings, +1)),
    ]
    return App(
        "A browser of predictions",
        controls,
        browser.draw,
        browser.follow,
        disable=browser.ends,
        pick=browser.pick,
        in_use={"shown": "wrong", "order": SUREST},
    ).begin()


class _Browser:
    """The digits, the page that is open, and how it is drawn."""

    def __init__(self, images, labels, probabilities, read):
        self.images, self.labels, self.probabilities = images, labels, probabilities
        self.read, self.sure = read, probabilities.max(axis=1)
        self.right = self.read == labels
        self.page, self.settings, self.picked = 0, None, None

    def follow(self, settings):
        """After any other choice, open the first page again."""
        if settings != self.settings:
            self.page, self.settings = 0, settings

    def turn(self, settings, pages):
        """Go on or back by some pages, as far as there are any."""
        last = self.pages(self.matching(settings)) - 1
        self.page = min(max(self.page + pages, 0), last)

    def ends(self, settings):
        """Name the buttons that lead past the first or the last page."""
        last = self.pages(self.matching(settings)) - 1
        return ["back"] * (self.page == 0) + ["on"] * (self.page >= last)

    def pick(self, name):
        """Show one digit, named by its row, large; no setting changes."""
        row = int(name)
        if not 0 <= row < len(self.labels):
            raise ValueError(f"there are digits 0 to {len(self.labels) - 1}, but no {row}")
        self.picked = row
        return {}

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
        """Draw the open page, and one of its digits large."""
        places = Narrow if settings["narrow"] else Wide
        rows = self.matching(settings)
        pages = self.pages(rows)
        page = min(self.page, pages - 1)  # the still picture makes other choices
        here = rows[page * PAGE : (page + 1) * PAGE]
        sketch = Sketch(*places.size)
        match = "matches" if len(rows) == 1 else "match"
        match = f"{len(rows):,} of {len(self.labels):,} test digits {match}"
        if not len(rows):
            middle = places.size[0] / 2
            sketch.text(middle, 150, "No test digit matches these choices.", 15, align="center")
            words = "Choose “any” or “right and wrong”", "for one of them."
            lines = words if places is Narrow else [" ".join(words)]
            for line, part in enumerate(lines):
                sketch.text(middle, 185 + 22 * line, part, 15, "muted", "center")
            sketch.caption = sketch.alt = f"{match}: none to show."
            return sketch
        picked = self.picked if self.picked in here else here[0]
        left, top = places.corner
        for place, row in enumerate(here):
            down, across = divmod(place, places.columns)
            self._digit(sketch, row, left + CELL[0] * across, top + CELL[1] * down, row == picked)
        self._large(sketch, places, picked)
        sketch.caption = (
            f"{match}, page {page + 1} of {pages}. "
            "Under each: the true digit → what the network reads, and its probability. "
            "Press a digit to see all ten."
        )
        chosen = f"Pressed: {self._words(picked)}: {self._ten(picked)}."
        sketch.spoken = f"{sketch.caption} {chosen}"  # the whole page would take a minute
        listed = "; ".join(self._words(row) for row in here)
        sketch.alt = f"{match}, page {page + 1} of {pages}: {listed}. {chosen}"
        return sketch

    def _digit(self, sketch, row, left, top, picked):
        """An image with two lines under it; a wrong one has a thick frame, too."""
        right = bool(self.right[row])
        middle, colour = left + CELL[0] / 2, "right" if right else "wrong"
        x, y = middle - SIDE / 2, top + 4
        sketch.image(self.images[row], x, y, SIDE)
        if not right:
            sketch.frame(x, y, SIDE, SIDE, colour, line=4)
        words = f"{self.labels[row]} → {self.read[row]} {'✓' if right else '✗'}"
        sketch.text(middle, top + 79, words, 15, colour, "center", bold=not right)
        sketch.text(middle, top + 96, percent(self.sure[row]), 13, "ink", "center")
        box = (left + 1, top + 1, CELL[0] - 2, CELL[1] - 2)
        if picked:
            sketch.frame(*box, "here")
        sketch.target(*box, f"{row}", f"{self._words(row)}: show all ten")

    def _large(self, sketch, places, row):
        """One digit with a bar for each of the ten probabilities."""
        x, y, side = places.large
        sketch.image(self.images[row], x, y, side)
        true, read = int(self.labels[row]), int(self.read[row])
        verdict = "✓ right" if true == read else f"✗ true: {true}"
        colour = "right" if true == read else "wrong"
        sketch.text(*places.words, verdict, 16, colour, "center", bold=True)
        left, top = places.bars
        for k, share in enumerate(self.probabilities[row]):
            middle = top + 25 * k + 8
            colour = "ink" if k == read else "right" if k == true else "muted"
            mark = "▶" if k == read else "✓" if k == true else ""
            sketch.text(left - 2, middle, mark, 13, colour, "right")
            sketch.text(left + 9, middle, f"{k}", 15, colour, "center", bold=k in (read, true))
            box = [(left + 20, middle - 8, max(places.long * share, 1), 16)]
            sketch.bars(box, colour, hatch=k == true != read)
            if share >= 0.005:
                words = percent(share)
                x = left + 24 + places.long * share
                sketch.text(x, middle, words, 13, bold=k == read)

    def _ten(self, row):
        """The largest of the ten probabilities, in words."""
        p = self.probabilities[row]
        largest = [k for k in np.argsort(-p, kind="stable")[:3] if p[k] >= 0.005]
        return ", ".join(f"{k} with {percent(p[k])}" for k in largest) or "all ten below 1 %"

    def _words(self, row):
        judged = "right" if self.right[row] else "wrong"
        return f"{self.labels[row]} read as {self.read[row]}, {judged}, {percent(self.sure[row])}"
