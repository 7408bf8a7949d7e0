"""The map of neurons and learning rates: what each pair of them comes to."""

from dataclasses import asdict, replace

import numpy as np

from ..toolkit.app import App
from ..toolkit.controls import Button
from ..toolkit.sketch import Sketch
from .experiment import Experiment
from .settings import CONTROLS
from .wording import percent

NEURONS = CONTROLS["neurons"].values[7::-1]  # 128 to 1, from top to bottom
RATES = CONTROLS["learning_rate"].values[4::2]  # 0.001, 0.003, 0.01 and so on to 10
EPOCHS = 10
MOST_DIGITS = 2_000  # more would take minutes
LEFT, TOP, WIDE, HIGH = 96, 30, 68, 30  # of the cells
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
    """

    def __init__(self, digits, settings, load):
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
        self._digits, self._now, self._load = digits, settings, load
        self.found = {}  # (neurons, learning rate): accuracy on the validation digits
        self._common = None

    def fill(self):
        """Train a network for each pair, every second row and column first."""
        self.press("fill")

    def halt(self):
        """Leave the map as it is."""
        self.press("stop")

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
            sketch = Sketch(720, 1)
            sketch.alt = sketch.caption = "Neurons and learning rate together: which pair is best?"
            return sketch
        sketch = Sketch(720, TOP + HIGH * len(NEURONS) + 84)
        best = max(self.found, key=self.found.get, default=None)
        for row, neurons in enumerate(NEURONS):
            sketch.text(LEFT - 10, TOP + (row + 0.5) * HIGH, f"{neurons}", 14, align="right")
            for column, rate in enumerate(RATES):
                x, y = LEFT + column * WIDE, TOP + row * HIGH
                self._cell(sketch, x, y, neurons, rate, (neurons, rate) == best)
        bottom = TOP + HIGH * len(NEURONS)
        for column, rate in enumerate(RATES):
            sketch.text(LEFT + (column + 0.5) * WIDE, bottom + 14, f"{rate:g}", 14, align="center")
        sketch.text(LEFT + WIDE * len(RATES) / 2, bottom + 36, "learning rate", 14, align="center")
        sketch.text(0, 12, "neurons", 14)
        self._key(sketch, bottom + 66)
        self._say(sketch, best)
        return sketch

    def _cell(self, sketch, x, y, neurons, rate, best):
        share = self.found.get((neurons, rate))
        box = (x + 1, y + 1, WIDE - 2, HIGH - 2)
        if share is None:
            sketch.frame(*box, "faint")
            return
        sketch.bars([box], "validation", strength=strength(share))
        words = percent(share) + (" ★" if best else "")
        centre = x + WIDE / 2, y + HIGH / 2
        sketch.text(*centre, words, 14, align="center", bold=best)
        label = f"{neurons} neurons, learning rate {rate:g}: {percent(share)}. Go to this run."
        sketch.target(*box, f"{neurons} {rate}", label)

    def _key(self, sketch, y):
        """What the colours mean."""
        sketch.text(LEFT - 10, y, "read right", 14, align="right")
        for place, share in enumerate(KEY):
            x = LEFT + WIDE * place
            sketch.bars([(x + 1, y - 12, WIDE - 2, 24)], "validation", strength=strength(share))
            sketch.text(x + WIDE / 2, y, percent(share), 14, align="center")

    def _say(self, sketch, best):
        done, total = len(self.found), len(NEURONS) * len(RATES)
        sketch.caption = (
            f"Share of the validation digits read right after {EPOCHS} epochs with "
            f"{self._common.training_digits:,} training digits. {done} of {total} pairs tried. "
            "Press a cell to go to its run."
        )
        sketch.alt = f"A map of {done} of {total} pairs of neurons and learning rate."
        if best:
            neurons, rate = best
            share = percent(self.found[best])
            sketch.alt += f" The best so far: {neurons} neurons with rate {rate:g}, {share}."
