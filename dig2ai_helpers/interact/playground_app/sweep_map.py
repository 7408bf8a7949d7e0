"""The map of neurons and learning rates: what each pair of them comes to."""

from dataclasses import asdict, dataclass, replace

import numpy as np

from ..toolkit.app import App
from ..toolkit.controls import Button
from ..toolkit.live import Live
from ..toolkit.sketch import Sketch
from ..toolkit.words import counted
from ..trial.experiment import Experiment
from ..trial.settings import CONTROLS
from .wording import percent

NEURONS = CONTROLS["neurons"].values[7::-1]  # 128 to 1, from top to bottom
RATES = CONTROLS["learning_rate"].values[4::2]  # 0.001, 0.003, 0.01 and so on to 10
EPOCHS = 10
MOST_DIGITS = 2_000  # more would take minutes
TOP, HIGH = 30, 30  # of the cells


@dataclass(frozen=True)
class Grid:
    """Where the cells begin, how wide they are, how large their figures, and how many marks."""

    left: int
    wide: int
    size: int
    marks: int


WIDE, NARROW = Grid(96, 68, 14, 4), Grid(32, 29, 12, 1)
# Colours follow the share of errors, each time as much stronger where it halves, so that 98 % and
# 88 % look as different as 88 % and 28 %; the strongest still leaves words legible.
FEWEST_ERRORS, STRONGEST = 0.01, 0.55
KEY = (0.5, 0.8, 0.9, 0.95, 0.98)  # shares in the legend


def strength(share):
    """How strong the colour of a share of right readings is, from 0 to STRONGEST."""
    errors = max(1 - share, FEWEST_ERRORS)
    return STRONGEST * float(np.log(errors) / np.log(FEWEST_ERRORS))


class SweepMap(App):
    """A heat map that fills in cell by cell, each cell a short training.

    Parameters
    ----------
    digits : Digits
    settings : function
        Gives the Settings that are the same for all cells.
    load : function
        Given the settings of the run whose cell was pressed, by name.
    marks : function
        Gives the marks of the reader's own runs: {(neurons, learning rate): "◆▼"}.
    turn : Turn
        The playground's: either of them changes what the other one shows.
    """

    def __init__(self, digits, settings, load, marks, turn):
        controls = [
            Button("fill", f"try {len(NEURONS) * len(RATES)} pairs", lambda settings: self._fill()),
            Button("stop", "stop the map", lambda settings: self.live.stop()),
        ]
        super().__init__(
            "Map of neurons and learning rates",
            controls,
            lambda settings: self._picture(),
            hide=lambda settings: [] if self.live.running else ["stop"],
            pick=self._choose,
        )
        self.turn, self.live = turn, Live(turn, self._redraw, self.show_error)
        self._digits, self._now, self._load, self._marks = digits, settings, load, marks
        self.found = {}  # (neurons, learning rate): accuracy on the validation digits
        self._common = None

    def fill(self):
        """Train a network for each pair, every second row and column first."""
        self.press("fill")

    def take_over(self, other):
        """Begin with what another map has found; whoever calls this shows the marks afterwards."""
        self.found, self._common = other.found, other._common

    def show_marks(self):
        """Draw again, with the marks as they are now: whoever calls this holds the turn."""
        if self._common is not None:
            self._redraw()

    def _fill(self):
        self.found = {}
        now = self._now()
        fewer = min(now.training_digits, MOST_DIGITS)
        self._common = replace(now, training_digits=fewer, epochs=EPOCHS)
        self.live.start(self._work())

    def _work(self):
        places = [(row, column) for row in range(len(NEURONS)) for column in range(len(RATES))]
        for row, column in sorted(places, key=lambda place: (place[0] % 2 + place[1] % 2, place)):
            neurons, rate = NEURONS[row], RATES[column]
            settings = replace(self._common, neurons=neurons, learning_rate=rate)
            experiment = Experiment(self._digits, settings)
            for _ in experiment.train():
                yield 0
            self.found[neurons, rate] = experiment.history.validation_accuracy[-1]

    def _choose(self, name):
        """Take the reader to the run of a cell: all its settings are the same."""
        neurons, rate = name.split()
        self._load(**asdict(replace(self._common, neurons=int(neurons), learning_rate=float(rate))))

    def _picture(self):
        if self._common is None:
            sketch = Sketch(300 if self.canvas.narrow else 720, 1)
            sketch.alt = sketch.caption = "Neurons and learning rate together: which pair is best?"
            return sketch
        grid = NARROW if self.canvas.narrow else WIDE
        bottom = TOP + HIGH * len(NEURONS)
        sketch = Sketch(grid.left + grid.wide * len(RATES) + 12, bottom + 84)
        best, marks = max(self.found, key=self.found.get, default=None), self._marks()
        for row, neurons in enumerate(NEURONS):
            y = TOP + row * HIGH
            sketch.text(grid.left - 6, y + HIGH / 2, f"{neurons}", grid.size, align="right")
            for column, rate in enumerate(RATES):
                x = grid.left + column * grid.wide
                pair = neurons, rate
                self._cell(sketch, grid, (x, y), pair, pair == best, marks.get(pair, ""))
        for column, rate in enumerate(RATES):
            x = grid.left + (column + 0.5) * grid.wide
            words = f"{rate:g}".removeprefix("0") if self.canvas.narrow else f"{rate:g}"
            sketch.text(x, bottom + 14, words, grid.size, align="center")
        middle = grid.left + grid.wide * len(RATES) / 2
        sketch.text(middle, bottom + 36, "learning rate", 14, align="center")
        sketch.text(0, 12, "neurons", 14)
        _key(sketch, grid, bottom + 66)
        self._say(sketch, best, marks)
        return sketch

    def _cell(self, sketch, grid, corner, pair, best, marks):
        (x, y), (neurons, rate), share = corner, pair, self.found.get(pair)
        box = (x + 1, y + 1, grid.wide - 2, HIGH - 2)
        if share is None:
            sketch.frame(*box, "faint")
        else:
            _swatch(sketch, grid, box, share, best)
            label = f"{counted(neurons, 'neuron')}, learning rate {rate:g}: {percent(share)}."
            label += " Go to this run."
            yours = f" Your own with these: {marks}." if marks else ""
            sketch.target(*box, f"{neurons} {rate}", label + yours)
        sketch.text(x + grid.wide - 3, y + 8, marks[-grid.marks :], 10, "ink", "right", bold=True)

    def _say(self, sketch, best, marks):
        done, total = len(self.found), len(NEURONS) * len(RATES)
        sketch.caption = (
            f"Accuracy on the validation digits after {EPOCHS} epochs with "
            f"{self._common.training_digits:,} training digits. {done} of {total} pairs tried. "
            "Press a cell to go to its run."
        )
        here = [pair for pair in marks if pair[0] in NEURONS and pair[1] in RATES]
        if here:
            sketch.caption += f" {marks[here[-1]][-1]} marks a run of yours, as in the table."
        sketch.alt = f"A map of {done} of {total} pairs of neurons and learning rate."
        if best:
            neurons, rate = best
            pair = f"{counted(neurons, 'neuron')} with rate {rate:g}"
            sketch.alt += f" The best so far: {pair}, {percent(self.found[best])}."


def _swatch(sketch, grid, box, share, best=False):
    """A box in the colour of a share, with the share in figures."""
    x, y, width, height = box
    sketch.bars([box], "validation", strength=strength(share))
    if best:
        sketch.frame(*box, "ink")
    words = percent(share) if grid is WIDE else percent(share)[:-2]
    mark = " ★" if best and grid is WIDE else ""
    sketch.text(x + width / 2, y + height / 2, words + mark, grid.size, "ink", "center", bold=best)


def _key(sketch, grid, y):
    """What the colours mean."""
    sketch.text(0, y, "accuracy" if grid is WIDE else "%", 14)
    for place, share in enumerate(KEY):
        box = (grid.left + grid.wide * place + 1, y - 12, grid.wide - 2, 24)
        _swatch(sketch, grid, box, share)
