"""Several networks read the same digits: where they disagree, and what they read together."""

import numpy as np

from ...digits import Digits, check_digits
from ...network import Network
from ..toolkit.app import App
from ..toolkit.controls import Button, Choice
from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, counted, percent

DIVIDED, WRONG, ALL = "they disagree", "together, they are wrong", "all digits"
KINDS = {DIVIDED: "disputed digit", WRONG: "misclassified digit", ALL: "digit"}
MOST = 8  # networks that there is room for
BAR_ROW, LEAST = 40, 0.05  # height of a row of bars; a smaller probability has no number


class Wide:
    """Where everything stands on a page with room, in pixels."""

    width, columns, first, each, row = 720, 10, 236, 48, 30
    accuracy, below = (222, 0), 0  # of the name: to the right of it
    bars = (236, 48)


class Narrow:
    """The same where there is little room."""

    width, columns, first, each, row = 300, 4, 128, 43, 40
    accuracy, below = (20, 15), 8  # of the name: under it
    bars = (128, 17)


def committee(networks: dict[str, Network], digits: Digits) -> App:
    """Show where networks disagree on the validation digits, and what they read together.

    Together they read the digit with the highest mean of their probabilities. Press a network's
    name to leave it out or take it in again, and a digit to see all probabilities.

    Parameters
    ----------
    networks : dict
        Name and Network of each, two to eight.
    digits : Digits

    Examples
    --------
    >>> networks = {"strong": load_network(), "small": Network((784, 10))}
    >>> app = interact.committee(networks, digits)
    >>> app.pick("member:small")
    >>> app.alt
    'One network alone, strong, classifies...
    """
    _check(networks)
    check_digits(digits)
    votes = _Votes(networks, digits.validation)
    controls = [
        Choice("show", "show", (DIVIDED, WRONG, ALL), DIVIDED),
        Button("back", "previous page", lambda settings: votes.turn(settings, -1)),
        Button("on", "next page", lambda settings: votes.turn(settings, +1)),
    ]
    return App(
        "A committee of networks",
        controls,
        votes.draw,
        votes.follow,
        disable=votes.ends,
        pick=votes.pick,
    ).begin()


def _check(networks):
    if not isinstance(networks, dict) or not 2 <= len(networks) <= MOST:
        raise TypeError(
            f"networks must be a dict of 2 to {MOST} names and Networks, "
            'like {"one": first, "two": second}'
        )
    for name, network in networks.items():
        if not isinstance(network, Network):
            raise TypeError(f"networks[{name!r}] must be a Network, not a {type(network).__name__}")
        if len(network.biases[-1]) != 10:
            raise ValueError(f"networks[{name!r}] must have 10 outputs, one for each digit")


class _Votes:
    """What each network reads, who is a member, and how it is drawn."""

    def __init__(self, networks, split):
        self.names, self.images, self.labels = list(networks), split.images, split.labels
        outputs = [network.forward(split.images) for network in networks.values()]
        self.probabilities = np.array(outputs)  # (networks, n, 10)
        # (networks, n): sigmoids that a computer rounds to 1 would not tell the largest
        self.read = np.array([network.predict(split.images) for network in networks.values()])
        self.members = list(self.names)
        self.page, self.settings, self.picked = 0, None, None
        self.kept = False  # whether the last member was to be left out, and stays
        self._count()

    def _count(self):
        rows = [self.names.index(name) for name in self.members]
        self.together = self.probabilities[rows].mean(axis=0)  # (n, 10)
        self.answer = self.together.argmax(axis=1)
        self.divided = (self.read[rows] != self.read[rows[0]]).any(axis=0)

    def follow(self, settings):
        """After another choice, open the first page again."""
        if settings != self.settings:
            self.page, self.settings = 0, settings

    def turn(self, settings, pages):
        """Go on or back by some pages, as far as there are any."""
        self.page = min(max(self.page + pages, 0), self._pages(settings) - 1)

    def ends(self, settings):
        """Name the buttons that lead past the first or the last page."""
        last = self._pages(settings) - 1
        return ["back"] * (self.page == 0) + ["on"] * (self.page >= last)

    def pick(self, pressed):
        """Take a network in or leave it out, or show one digit's probabilities."""
        kind, _, name = pressed.partition(":")
        if kind == "member" and name in self.names:
            chosen = [one for one in self.names if (one in self.members) != (one == name)]
            self.members, self.kept = chosen or self.members, not chosen
            self.page = 0
            self._count()
        elif kind == "digit" and name.isdigit() and int(name) < len(self.labels):
            self.picked = int(name)
        else:
            raise ValueError(f"there is no {pressed!r} to press")
        return {}

    def _matching(self, settings):
        wanted = {DIVIDED: self.divided, WRONG: self.answer != self.labels}
        return np.flatnonzero(wanted.get(settings["show"], np.ones(len(self.labels), bool)))

    def _pages(self, settings):
        return max(1, -(-len(self._matching(settings)) // Wide.columns))

    def draw(self, settings):
        """Draw a table: a row for each network, a column for each digit."""
        places = Narrow if settings["narrow"] else Wide
        rows = self._matching(settings)
        start = self.page * Wide.columns
        here = rows[start : start + Wide.columns]
        lines = -(-Wide.columns // places.columns)  # of digits, where few stand side by side
        high = _height(places, self.names) + 14
        details = high * lines + 16
        size = details + 30 + BAR_ROW * (len(self.names) + 1)
        sketch = Sketch(places.width, size)
        picked = self.picked if self.picked in here else here[0] if len(here) else None
        for line in range(lines):
            some = here[line * places.columns : (line + 1) * places.columns]
            if len(some) or line == 0:
                self._table(sketch, places, high * line, some, picked, line == 0)
        if picked is None:
            middle = (places.first + places.width) / 2
            sketch.text(middle, 30, "No digit to show.", 15, "muted", "center")
        else:
            self._detail(sketch, places, details, picked)
        self._say(sketch, settings, rows, here, picked)
        return sketch

    def _table(self, sketch, places, top, here, picked, pressed):
        first_row = top + 78
        if len(here):
            sketch.text(20, top + 60, "true digit", 13, "muted")
        for k, name in enumerate([*self.names, None]):
            self._name(sketch, places, first_row + places.row * (k + 0.5), name, pressed)
        for place, row in enumerate(here):
            x = places.first + places.each * (place + 0.5)
            side = places.each - 6
            sketch.image(self.images[row], x - side / 2, top + 2, side)
            sketch.text(x, top + 60, f"✓ {self.labels[row]}", 15, "right", "center", bold=True)
            for k, name in enumerate([*self.names, None]):
                y = first_row + places.row * (k + 0.5)
                read = self.answer[row] if name is None else self.read[k, row]
                self._vote(sketch, x, y, int(read), row, name)
            box = (x - places.each / 2 + 1, top, places.each - 2, _height(places, self.names))
            if row == picked:
                sketch.frame(*box, "here")
            sketch.target(*box, f"digit:{row}", f"{self._words(row)}: show all probabilities")
        y = first_row + places.row * len(self.names)
        sketch.line([(0, y), (places.width, y)], "muted", 1)

    def _name(self, sketch, places, y, name, pressed):
        """The name of a network, with a mark for whether it is a member, and its accuracy."""
        member = name is None or name in self.members
        mark = "=" if name is None else "☑" if member else "☐"
        size = 15 if places is Wide else 13
        words = "together" if name is None else name
        read = self.answer if name is None else self.read[self.names.index(name)]
        share = percent(np.mean(read == self.labels), 1)
        colour, bold = "ink" if member else "muted", name is None
        sketch.text(8, y - places.below, mark, size, colour, "center", bold)
        sketch.text(20, y - places.below, words, size, colour, bold=bold)
        x, down = places.accuracy
        align = "right" if places is Wide else "left"
        sketch.text(x, y - places.below + down, share, 13, colour, align, bold)
        if name is not None and pressed:
            doing = "leave it out" if member else "take it in"
            box = (0, y - places.row / 2, places.first - 8, places.row)
            sketch.target(*box, f"member:{name}", f"{name}, {share}: {doing}")

    def _vote(self, sketch, x, y, read, row, name):
        right, out = read == self.labels[row], name is not None and name not in self.members
        colour = "muted" if out else "right" if right else "wrong"
        words = f"{read}" if right else f"{read} ✗"
        sketch.text(x, y, words, 15, colour, "center", bold=not right and not out)

    def _detail(self, sketch, places, top, row):
        """All networks' probabilities for one digit, as bars, and their mean."""
        left, each = places.bars
        sketch.text(0, top + 4, "probability in %", 14, "muted")
        for k in range(10):
            colour = "right" if k == self.labels[row] else "ink"
            words = f"✓{k}" if k == self.labels[row] and places is Wide else f"{k}"
            x = left + each * (k + 0.5)
            sketch.text(x, top + 4, words, 15, colour, "center", bold=colour == "right")
        outputs = [*self.probabilities[:, row], self.together[row]]
        for line, (name, p) in enumerate(zip([*self.names, None], outputs, strict=True)):
            bottom = top + 22 + BAR_ROW * (line + 1)
            member = name is None or name in self.members
            words = "mean" if name is None else name
            colour = "ink" if member else "muted"
            size = 14 if places is Wide else 13
            sketch.text(20, bottom - 9, words, size, colour, bold=name is None)
            sketch.line([(left, bottom), (left + 10 * each, bottom)], "faint", 1)
            tall = (BAR_ROW - 16) * p
            x = left + each * np.arange(10) + 2
            boxes = np.stack([x, bottom - tall, np.full(10, each - 4), tall], axis=1)
            strength = 1 if member else 0.4
            sketch.bars(boxes, "ink" if name is None else "muted", strength=strength)
            for k in np.flatnonzero(p >= LEAST):
                middle = left + each * (k + 0.5)
                words = f"{100 * min(p[k], 0.99):.0f}"
                sketch.text(middle, bottom - tall[k] - 7, words, 11, colour, "center")

    def _words(self, row):
        said = [f"{name} {self.read[k, row]}" for k, name in enumerate(self.names)]
        digit = a_number(self.labels[row])
        return f"{digit}, read as {self.answer[row]} together, {', '.join(said)}"

    def _say(self, sketch, settings, rows, here, picked):
        count, all_digits = len(self.members), f"{len(self.labels):,} validation digits"
        share = percent(np.mean(self.answer == self.labels), 1)
        alone = {n: np.mean(self.read[self.names.index(n)] == self.labels) for n in self.members}
        best = max(alone, key=alone.get)
        head = (
            f"Together, {count} networks classify {share} of {all_digits} correctly; the best "
            f"alone, {best}, {percent(alone[best], 1)}."
            if count > 1
            else f"One network alone, {best}, classifies {share} of {all_digits} correctly."
        )
        found = counted(len(rows), KINDS[settings["show"]])
        page = f"{found}, page {self.page + 1} of {self._pages(settings)}."
        if self.kept:
            press = "One network has to stay. Press another name to take it in."
        elif count == 1 and settings["show"] == DIVIDED:
            press = "One network alone can't disagree. Press a name to take another in."
        else:
            press = (
                "Press a name to leave it out or put it back, or a digit to see all probabilities."
            )
        # two lines, whatever is shown: a third would push the picture down
        sketch.caption = f"{head} {page} {press}"
        listed = "; ".join(self._words(row) for row in here) or "none"
        sketch.alt = f"{head} {page} {listed}."
        if picked is not None:
            p = self.together[picked]
            largest = [k for k in np.argsort(-p, kind="stable")[:3] if p[k] >= 0.005]
            means = ", ".join(f"{k} {percent(p[k])}" for k in largest) or "all below 1 %"
            chosen = f"Pressed: {a_number(self.labels[picked])}, mean probabilities {means}."
            sketch.alt += f" {chosen}"
            sketch.spoken = f"{head} {page} {chosen}"


def _height(places, names):
    """How high a column of the table is."""
    return 78 + places.row * (len(names) + 1) + 2
