"""The app in one picture, for where widgets don't run: in use, by an example if need be."""

import numpy as np

from ...digits import Split
from ...digits.handwriting import strokes_as_mnist
from ...digits.made_up import ODD_SEVEN, somebodys_drawings
from ..sheet.sheet_app import draw_ink
from ..toolkit.sketch import Sketch
from .fine_tuning import FineTuning, Plan
from .reading import draw_both

SHEET, MARGIN = 380, 24
SEVEN = [0.15 + 0.7 * stroke + (0.1, 0) for stroke in ODD_SEVEN]  # on the sheet


def example_sheet():
    """The sheet with an unusual seven on it, and its image (784,)."""
    sheet = Sketch(SHEET, SHEET)
    draw_ink(sheet, SHEET, SEVEN)
    return sheet, strokes_as_mnist(SEVEN)


def example_trial(network, digits):
    """A run on the drawings that a program made up, from beginning to end."""
    images, labels = zip(*somebodys_drawings(), strict=True)
    split = Split(np.array(images), labels)
    trial = FineTuning(network, split, digits, Plan(100, 0.1, 0))
    for _ in trial.run():
        pass
    return trial


def join(sheet, image, networks, trial_picture):
    """The sheet, what two networks read on it, and the picture of a trial, in one sketch."""
    before, now, trained = networks
    reading = draw_both(image, before, now, trained)
    sketch = Sketch(trial_picture.width, SHEET + MARGIN + trial_picture.height)
    sketch.paste(sheet, 0, 0)
    sketch.paste(reading, SHEET + 2 * MARGIN, 0)
    sketch.paste(trial_picture, 0, SHEET + MARGIN)
    sketch.caption = reading.caption
    sketch.alt = f"{reading.alt} {trial_picture.alt}"
    return sketch
