"""All settled bets: their mean loss, and how often what was called likely came true."""

import itertools

import numpy as np

from ...wording import counted, minus
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Button
from ..toolkit.page_app import in_turn
from ..toolkit.sketch import Sketch
from ..toolkit.words import shortened
from .book import own_book

EDGES = (0, 20, 40, 60, 80, 100)  # percent: the answers are grouped by their probabilities
FEW = 10  # bets, below which a calibration says next to nothing
LISTED = 12  # bets, the last ones
WIDE, NARROW = 720, 300


def my_bets() -> App:
    """Show your settled bets: their mean loss, and whether what you call likely comes true.

    Examples
    --------
    >>> app = interact.my_bets()
    >>> app.alt
    'No bet has been settled yet...
    """
    return ScoreApp().begin()


class ScoreApp(App):
    """The widget with all bets that are settled."""

    def __init__(self):
        self._book, self._forgotten = own_book(), ()
        buttons = [
            Button("forget", "forget all my bets", lambda settings: self._forget()),
            Button("back", "bring them back", lambda settings: self._bring_back()),
        ]
        super().__init__(
            "Your bets", buttons, self._picture,
            disable=lambda settings: [] if self._book.bets else ["forget"],
            hide=lambda settings: [] if self._forgotten else ["back"],
        )  # fmt: skip
        self._book.reload()
        self._book.apps.add(self)

    def close(self) -> None:
        """Take the score off the page; the bets stay in the file."""
        self._book.apps.discard(self)
        super().close()

    @in_turn
    def refresh(self) -> None:
        """Show what has been settled meanwhile."""
        self._redraw()

    @in_turn
    def forget(self) -> None:
        """Forget all bets, as the button does."""
        self._press("forget")

    def _forget(self):
        if self._book.bets:
            self._forgotten = self._book.forget()
            self._tell_others()

    def _bring_back(self):
        self._book.bring_back(self._forgotten)
        self._forgotten = ()
        self._tell_others()

    def _tell_others(self):
        for app in [app for app in self._book.apps if app is not self]:
            app.refresh()

    def _picture(self, settings):
        settled = [bet for bet in self._book.bets if bet.outcome is not None]
        problem = f" {self._book.problem}" if self._book.problem else ""
        words = _in_words(settled)
        if self._forgotten:
            words = f"Your bets are forgotten, but you can still bring them back. {words}"
        if not settled:
            sketch = Sketch(NARROW if settings["narrow"] else WIDE, 40)
            sketch.text(0, 20, "no settled bets", 15, "muted")
        else:
            sketch = _drawn(settled, settings["narrow"])
        sketch.caption = sketch.alt = f"{words}{problem}"
        if settled:
            points, listed = _points_in_words(groups(settled)), _listed_in_words(settled)
            sketch.alt = f"{words} {points} {listed}{problem}"
        return sketch


def groups(settled):
    """Answers that were given similar probabilities: [(mean, came true, count, chance), ...].

    Each bet brings all its answers: those that came true, and those that did not. `chance` is the
    standard deviation of the share that comes true, if the probabilities are right: of a bet's
    answers only one can, and it is one of these with the sum of their probabilities.
    """
    found = []
    for low, high in itertools.pairwise(EDGES):
        here = [[p / 100 for p in bet.percents if low < p <= high] for bet in settled]
        percents = [p for some in here for p in some]
        if percents:
            count, sums = len(percents), np.array([sum(some) for some in here])
            true = sum(low < bet.percents[bet.outcome] <= high for bet in settled) / count
            chance = np.sqrt(np.maximum(sums * (1 - sums), 0).sum()) / count
            found.append((float(np.mean(percents)), true, count, float(chance)))
    return found


def _in_words(settled):
    if not settled:
        return "No bet has been settled yet: there is no score to show."
    loss = np.mean([bet.loss for bet in settled])
    equal = np.mean([bet.equal_loss for bet in settled])
    count = counted(len(settled), "bet")
    words = f"{count} settled: your mean loss is {loss:.2f}, that of equal guesses {equal:.2f}."
    if len(settled) < FEW:
        words += " With so few, much of the difference can be chance."
    return minus(words)


def _points_in_words(found):
    points = "; ".join(
        f"of {count} that were given {p:.0%} on average, {true * count:.0f} came true"
        for p, true, count, _ in found
    )
    return f"Calibration of the answers: {points}.".replace("%", " %")


def _listed_in_words(settled):
    rows = "; ".join(
        f"{bet.name}, p {bet.percents[bet.outcome]} %, loss {bet.loss:.2f}, of equal guesses "
        f"{bet.equal_loss:.2f}"
        for bet in settled[-LISTED:]
    )
    return f"The last bets: {rows}."


def _drawn(settled, narrow):
    rows = settled[-LISTED:]
    beside = 40 + 22 * len(rows)
    size = (NARROW, 380 + beside) if narrow else (WIDE, max(404, beside))
    sketch = Sketch(*size)
    box = (36, 40, 250, 250) if narrow else (44, 40, 280, 280)
    _calibration(sketch, box, groups(settled))
    x, y = (0, 380) if narrow else (390, 12)
    right = x + (290 if narrow else 320)
    places = (right - 120, right - 60, right)
    for place, words in zip(places, ("p", "loss", "equal"), strict=True):
        sketch.text(place, y, words, 14, "muted", "right")
    sketch.text(x, y, "bet", 14, "muted")
    for i, bet in enumerate(rows, 1):
        row = y + 22 * i
        figures = (f"{bet.percents[bet.outcome]} %", f"{bet.loss:.2f}", f"{bet.equal_loss:.2f}")
        sketch.text(x, row, shortened(bet.name, 22), 14)
        for place, words in zip(places, figures, strict=True):
            sketch.text(place, row, words, 14, align="right")
    return sketch


def _calibration(sketch, box, found):
    """Probability against the share that came true; bars show where chance would put a point."""
    chart = Chart(sketch, box, (0, 1), (0, 1))
    ticks = (0, 0.2, 0.4, 0.6, 0.8, 1)
    chart.axes(ticks, ticks, "probability that you gave", "share that came true")
    chart.curve([0, 1], [0, 1], "muted", 1.5, dashed=True)
    for p, true, count, chance in found:
        ends = chart.place([p, p], np.clip([p - 2 * chance, p + 2 * chance], 0, 1))
        sketch.line(ends, "muted", 2)
        (point,) = chart.place([p], [true])
        sketch.points([point], "ink", 6)
        beside, align = (-10, "right") if p > 0.85 else (10, "left")
        above = 11 if true > 0.9 else -11  # below the label of the axis
        sketch.text(point[0] + beside, point[1] + above, f"{count}", 14, "ink", align, bold=True)
    left, top, _, height = box
    notes = "points: answers, with how many", "lines: 2σ of chance, if you are right"
    for line, words in enumerate(notes):
        sketch.text(left - 30, top + height + 56 + 18 * line, words, 13, "muted")
