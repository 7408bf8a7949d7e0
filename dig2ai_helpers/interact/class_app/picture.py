"""The picture: everybody's drawings of one digit, and what the two kinds of test say."""

import numpy as np

from ..toolkit.sketch import Sketch
from .two_splits import DRAWING, PERSON, WAYS

WIDE, NARROW = 770, 384  # width of the picture
EACH, SIDE, STEP = 3, 38, 41  # drawings of a person; side of an image; from one to the next
CELL = (126, 76)  # a person's place
MOST = 60  # people shown
MARK = {PERSON: False, DRAWING: True}  # whether the points are hollow


def draw_class(drawings, digit, trial, made_up, running, narrow):
    """Draw a class's drawings of a digit and, below them, the accuracies of a TwoSplits."""
    width = NARROW if narrow else WIDE
    sketch = Sketch(width, 0)
    gallery, bottom = _gallery(sketch, drawings.of(digit), digit, width)
    result = say(trial, running)
    sketch.height = _accuracies(sketch, bottom + 4, width, trial)
    people, n = len(np.unique(drawings.people)), len(drawings)
    whole = f"{n:,} drawings by {people} {'person' if people == 1 else 'people'}"
    by_program = ", made up by a program" if made_up else ""
    sketch.caption = f"{whole}{by_program}. {result}"
    sketch.alt = f"{sketch.caption} {gallery}"
    sketch.spoken = sketch.caption
    return sketch


def say(trial, running):
    """What the two tests say, in sentences."""
    if trial is None:
        return (
            "Which test will say more: one with drawings of new people, or one with new drawings "
            "of the same people? Write your bet down, then train both ways."
        )
    if not trial.done:
        return "The first networks are being trained."
    person, drawing = (100 * np.mean(trial.accuracies[way][: trial.done]) for way in WAYS)
    learn, test = trial.sizes
    splits = f"{trial.done} random split{'' if trial.done == 1 else 's'}"
    if running:
        splits += f" of {trial.splits}"
    result = (
        f"{splits}, both ways: {learn} drawings to learn from, {test} to test with. New people: "
        f"{person:.0f} % correct{_spread(trial, PERSON)}; new drawings of the same people: "
        f"{drawing:.0f} %{_spread(trial, DRAWING)}."
    )
    gap = drawing - person
    if abs(gap) < 1:
        return f"{result} Here the two hardly differ."
    if gap < 0:
        return f"{result} Here the people's hands are alike: the split by drawing is no easier."
    return (
        f"{result} The second test promises {gap:.0f} points too much for new people: it asks for "
        "hands that the network has seen."
    )


def _spread(trial, way):
    """From the lowest to the highest result, once there are several."""
    shares = trial.accuracies[way][: trial.done]
    return f" ({100 * min(shares):.0f} to {100 * max(shares):.0f})" if trial.done > 1 else ""


def _gallery(sketch, drawings, digit, width):
    """Everybody's drawings of the digit, with names; returns words and where they end."""
    people = list(dict.fromkeys(drawings.people.tolist()))
    if not people:
        sketch.text(width / 2, 40, f"Nobody has drawn a {digit} yet.", 18, "muted", "center")
        return f"Nobody has drawn a {digit} yet.", 70
    across = width // CELL[0]
    gap = (width - across * CELL[0]) / max(across - 1, 1)
    for place, person in enumerate(people[:MOST]):
        left = (CELL[0] + gap) * (place % across)
        top = CELL[1] * (place // across)
        own = drawings.images[drawings.people == person]
        for i, image in enumerate(own[:EACH]):
            sketch.image(image, left + STEP * i, top, SIDE)
        more = f" +{len(own) - EACH}" if len(own) > EACH else ""
        sketch.text(left, top + SIDE + 12, f"{_short(person)}{more}", 13, "muted")
    bottom = CELL[1] * -(-min(len(people), MOST) // across)
    words = f"{len(drawings)} drawings of a {digit} by {len(people)} people, side by side."
    if len(people) > MOST:
        sketch.text(0, bottom + 4, f"and {len(people) - MOST} more people", 13, "muted")
        bottom += 18
    return words, bottom


def _short(name):
    return name if len(name) <= 12 else f"{name[:11]}…"


def _accuracies(sketch, top, width, trial):
    """A row for each way to split: a point for each network, a line at their mean."""
    left, right = (20, width - 64) if width == NARROW else (276, width - 90)
    heads = {PERSON: "tested with new people", DRAWING: "tested with new drawings only"}
    for row, way in enumerate(WAYS):
        y = top + 40 + 62 * row
        if width == NARROW:
            sketch.text(0, y - 22, heads[way], 14, bold=True)
        else:
            sketch.text(0, y, heads[way], 15, bold=True)
        sketch.line([(left, y), (right, y)], "faint", 1)
        shares = trial.accuracies[way] if trial else []
        if not shares:
            continue
        x = left + np.array(shares) * (right - left)
        sketch.points(np.stack([x, np.full(len(x), y)], axis=1), "validation", 5, MARK[way])
        middle = left + np.mean(shares) * (right - left)
        sketch.line([(middle, y - 14), (middle, y + 14)], "ink", 3)
        sketch.text(right + 8, y, f"{np.mean(shares):.0%}".replace("%", " %"), 17, bold=True)
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
