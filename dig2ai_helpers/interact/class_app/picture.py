"""The picture: everybody's drawings of one digit, and what the two kinds of test say."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, counted, percent, shortened
from .two_splits import DRAWING, PERSON, WAYS, split_rows

WIDE, NARROW = 770, 352  # width of the picture
EACH, SIDE, STEP = 3, 34, 37  # drawings of a person; side of an image; from one to the next
CELL = (112, 68)  # a person's place
MOST = 60  # people shown
TITLE = 30  # height
NONE = "no"
HEADS = {
    PERSON: ("by person", "new people"),
    DRAWING: ("by drawing", "new drawings of known people"),
}
MARK = {PERSON: False, DRAWING: True}  # whether the points are hollow


def draw_class(drawings, settings, trial, words, title, narrow):
    """Draw a class's drawings of a digit and, below them, the accuracies of a TwoSplits."""
    width, digit = NARROW if narrow else WIDE, int(settings["digit"])
    sketch = Sketch(width, 0)
    sketch.text(0, 10, title, 13 if narrow else 15)
    tested = np.zeros(len(drawings), bool)
    if settings["halves"] != NONE:
        tested[split_rows(drawings.people, settings["halves"], 0)[1]] = True
    rows = drawings.labels == digit
    gallery, bottom = _gallery(sketch, drawings.take(rows), tested[rows], digit)
    if tested.any():
        frames = "Framed: to test with, in the first split; the others are learned from."
        sketch.text(0, bottom + 6, frames if width == WIDE else frames[:40] + ".", 13, "muted")
        gallery, bottom = f"{gallery} {frames}", bottom + 20
    sketch.height = _accuracies(sketch, bottom + 4, width, trial)
    sketch.caption, sketch.spoken = words, f"{words} {gallery}"
    sketch.alt = f"{title}. {sketch.spoken}"
    return sketch


def _gallery(sketch, drawings, tested, digit):
    """Everybody's drawings of the digit, with names; returns words and where they end."""
    width, people = sketch.width, list(dict.fromkeys(drawings.people.tolist()))
    if not people:
        words = f"Nobody has drawn {a_number(digit)} yet."
        sketch.text(width / 2, 70, words, 18, "muted", "center")
        return words, 100
    across = width // CELL[0]
    gap = (width - across * CELL[0]) / max(across - 1, 1)
    for place, person in enumerate(people[:MOST]):
        left = (CELL[0] + gap) * (place % across)
        top = TITLE + CELL[1] * (place // across)
        own = np.flatnonzero(drawings.people == person)
        for i, row in enumerate(own[:EACH]):
            sketch.image(drawings.images[row], left + STEP * i, top, SIDE)
            if tested[row]:
                frame = left + STEP * i + 1.5, top + 1.5, SIDE - 3, SIDE - 3
                sketch.frame(*frame, "validation", line=3)
        more = f" +{len(own) - EACH}" if len(own) > EACH else ""
        sketch.text(left, top + SIDE + 12, f"{shortened(person, 12)}{more}", 13, "muted")
    bottom = TITLE + CELL[1] * -(-min(len(people), MOST) // across)
    words = (
        f"{counted(len(drawings), 'drawing')} of {a_number(digit)} by "
        f"{counted(len(people), 'person', 'people')}, side by side."
    )
    if len(people) > MOST:
        sketch.text(0, bottom + 4, f"and {len(people) - MOST} more people", 13, "muted")
        bottom += 18
    return words, bottom


def _accuracies(sketch, top, width, trial):
    """A row for each way to split: a point for each network, a line at their mean."""
    left, right = (20, width - 64) if width == NARROW else (286, width - 90)
    for row, way in enumerate(WAYS):
        y = top + 40 + 62 * row
        name, meaning = HEADS[way]
        if width == NARROW:
            sketch.text(0, y - 22, name, 14, bold=True)
            sketch.text(98, y - 22, meaning, 13, "muted")
        else:
            sketch.text(0, y - 9, name, 15, bold=True)
            sketch.text(0, y + 10, meaning, 13, "muted")
        sketch.line([(left, y), (right, y)], "faint", 1)
        shares = trial.accuracies[way][: trial.done] if trial else []  # of splits tried both ways
        if not shares:
            continue
        x = left + np.array(shares) * (right - left)
        sketch.points(np.stack([x, np.full(len(x), y)], axis=1), "validation", 5, MARK[way])
        middle = left + np.mean(shares) * (right - left)
        sketch.line([(middle, y - 14), (middle, y + 14)], "ink", 3)
        sketch.text(right + 8, y, percent(np.mean(shares)), 17, bold=True)
    y = top + 40 + 62 + 34
    for share in (0, 0.25, 0.5, 0.75, 1):
        x = left + share * (right - left)
        sketch.line([(x, y - 12), (x, y - 6)], "muted", 1)
        sketch.text(x, y + 4, f"{share:.0%}".replace("%", " %"), 13, "muted", "center")
    middle = (left + right) / 2
    words = "test drawings read correctly: a point for each network, a line for their mean"
    if width == NARROW:
        words = "a point for each network, a line for their mean"
    sketch.text(middle, y + 26, words, 13, "muted", "center")
    return y + 40
