"""What is read: the ten probabilities, to be pressed, and the loss with its fall."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, counted, percent
from .prose import draw_note, paragraph, shows
from .why_words import SMALLEST, a_loss, reading_in_words, step_in_words, too_large

EMPTY = "Draw a digit, and see why it is read so."
ROW = 26  # height of a digit's row
UNBROKEN = "\N{NO-BREAK SPACE}"
BARS = 240  # width of the rows


def draw_verdict(state, narrow=False):
    """Draw a state: what is read, and how far from right that is. Return the Sketch."""
    sketch = Sketch(*((300, 396) if narrow else (420, 272)))
    journey = state.journey
    _bars(sketch, state, np.zeros(10) if journey is None else journey.probabilities)
    if journey is None:
        sketch.alt = sketch.caption = EMPTY
        if state.steps:
            _steps(sketch, 154 if narrow else 266, 270 if narrow else 140, state)
        return sketch
    _loss(sketch, 2 if narrow else 266, 268 if narrow else 4, state)
    _steps(sketch, 156 if narrow else 266, 268 if narrow else 140, state)
    verdict = reading_in_words(state)
    sketch.caption = "It reads along …" if state.moving else verdict.replace(" %", f"{UNBROKEN}%")
    sketch.spoken = f"{verdict} {step_in_words(state)}".strip()
    loss = f"The loss for the {journey.label} is {a_loss(journey.loss)}."
    sketch.alt = " ".join(filter(None, (verdict, loss, step_in_words(state))))
    if shows(sketch, state.pressed):
        draw_note(sketch, state.pressed, state.formula)
    return sketch


def _bars(sketch, state, probabilities):
    """A row for each digit, to be pressed: ▶ is read, ✓ is what the reader says."""
    start, full = 44, 112
    for k, share in enumerate(probabilities):
        y = ROW * (k + 0.5)
        best = bool(share > 0 and k == probabilities.argmax())
        true = state.taught and k == state.journey.label
        colour = "right" if true else "ink" if best else "muted"
        sketch.bars([(start, y - 8, full * share, 16)], colour, hatch=true)
        sketch.text(32, y, f"{k}", 16, colour, align="center", bold=best or true)
        if best:
            sketch.text(12, y, "▶", 13, align="center")
        if state.journey:
            words = percent(share)
            sketch.text(216, y, words, 15, colour, "right", bold=best or true)
            said = "you say so" if true else "press to say that it is this digit"
            sketch.target(2, y - ROW / 2, BARS, ROW, f"say:{k}", f"{k}, {words}: {said}")
        if true:
            sketch.text(220, y, "✓", 16, "right", bold=True)
    sketch.line([(start, 0), (start, 10 * ROW)], "muted", 1)


def _loss(sketch, left, top, state):
    """What to do next, the loss, and what a step promises."""
    journey = state.journey
    hint = ()
    if not state.taught:
        hint = ("Which digit is it?", "Press its row.")
    elif journey.label != journey.reading:
        hint = ("Now let it learn:", "press “one step”.")
    for line, words in enumerate(hint):
        sketch.text(left, top + 8 + 18 * line, words, 14, "here", bold=True)
    value = a_loss(journey.loss)
    words = f"loss for the {journey.label}"
    if not state.taught:
        words = f"loss, if it is {a_number(journey.label)}"
    sketch.text(left, top + 54, words, 14)
    sketch.text(left, top + 78, value, 24, bold=True)
    sketch.target(left, top + 64, 140, 28, "now", f"the loss is {value}")
    if state.taught:
        promise = f"after a step: {'≈ ' if state.predicted >= SMALLEST else ''}"
        promise += a_loss(state.predicted)
        sketch.text(left, top + 106, promise, 13, "muted")
        sketch.target(left, top + 94, 144, 24, "promise", promise)


def _steps(sketch, left, top, state):
    """How often the network has learned, and what the last step predicted and did."""
    last = state.last_step
    if not state.steps:
        return
    steps = counted(state.steps, "step")
    if last is None:
        words = f"This network has taken {steps} on what you drew before."
        paragraph(sketch, left, top, words, 144, 13, "ink")
        return
    sketch.text(left, top + 8, f"after {steps}", 14, bold=True)
    fell = last.after < max(last.before, SMALLEST)
    rows = (("before", last.before), ("predicted", last.predicted), ("happened", last.after))
    for line, (words, value) in enumerate(rows):
        y = top + 28 + 18 * line
        colour = "ink" if line < 2 else "right" if fell else "wrong"
        sketch.text(left, y, words, 13, colour)
        sketch.text(left + 130, y, a_loss(value), 13, colour, "right", bold=line == 2)
    sketch.text(left + 134, y, "✓" if fell else "✗", 13, colour)
    label = "what the last step predicted, and what happened"
    sketch.target(left, top, 144, 74, "last", label)
    paragraph(sketch, left, top + 78, too_large(last), 150, 12, "ink")
