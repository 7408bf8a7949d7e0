"""What is read, and why: two maps of the ink, the ten probabilities, the loss and its fall."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, figure, percent, signed
from .places import remark, strongest_place

SIZE = (420, 562)
MAP, GAP = 200, 20  # side of a map, and the room between the two
BARS, ROW = 338, 22  # where the bars begin, and the height of one
KINDS = ("this network: slope × ink", "784-10: weight × ink")
EMPTY = "Draw a digit, and see why the network reads it as it does."


def draw_why(state, left=0, width=SIZE[0]):
    """Draw a state: what is read, why, and how a step went. Return the Sketch."""
    sketch = Sketch(width, SIZE[1])
    journey = state.journey
    if journey is None:
        sketch.alt = sketch.caption = sketch.spoken = EMPTY
        _bars(sketch, left, state, np.zeros(10))
        _empty_maps(sketch, left)
        return sketch
    reason, linear = state.why, state.linear_why
    sketch.text(left, 12, f"Why {a_number(reason.one)}, and not {a_number(reason.other)}?", 17,
                bold=True)  # fmt: skip
    for number, one in enumerate((reason, linear)):
        _map(sketch, left + number * (MAP + GAP), KINDS[number], one, journey.image)
    _sums(sketch, left, reason, linear)
    _bars(sketch, left, state, journey.probabilities)
    _loss(sketch, left + 262, state)
    words = state.formula if state.pressed_in == "why" else reading_in_words(state)
    sketch.caption = "It reads along …" if state.moving else words
    sketch.spoken = f"{words} {step_in_words(state)}".strip()
    sketch.alt = " ".join([
        reading_in_words(state), in_words(reason, journey.image, "Slope times ink"),
        in_words(linear, journey.image, "In a linear reader, weight times ink"),
        f"The loss for {a_number(journey.label)} is {figure(journey.loss)}.", step_in_words(state),
    ]).strip()  # fmt: skip
    return sketch


def reading_in_words(state):
    """Say what is read, what the reader says it is, and what is odd about the drawing."""
    journey = state.journey
    p, read, label = journey.probabilities, journey.reading, journey.label
    words = f"It reads {a_number(read)} ({percent(p[read])})"
    if label != read:
        words += f", but you say {a_number(label)} ({percent(p[label])})"
    elif state.taught and state.steps:
        words += ", as you say"
    elif p[journey.runner_up] >= 0.05:
        words += f", perhaps {a_number(journey.runner_up)} ({percent(p[journey.runner_up])})"
    return f"{words}. {remark(journey.image)}".strip()


def step_in_words(state):
    """Say what the last step has changed, as predicted or not."""
    last = state.last_step
    if last is None:
        return ""
    words = (
        f"Step {state.steps}: the loss went from {figure(last.before)} to {figure(last.after)}; "
        f"predicted was {figure(last.predicted)}."
    )
    return f"{words} {too_large(last)}".strip()


def too_large(last):
    """Say so if a step was too large for the loss to fall as predicted."""
    if last.after >= last.before:
        return "The loss did not fall: the step was too large."
    if last.before - last.after < (last.before - last.predicted) / 2:
        return "It fell less than half as far: the step was large."
    return ""


def in_words(reason, image, kind):
    """Say where the ink speaks for one digit, and where for the other."""
    places = [
        f"the {place} of the drawing speaks most for the {digit}"
        for digit, place in _places(reason, image)
        if place
    ]
    sums = f"its parts add up to {signed(reason.total)}, the scores differ by {signed(reason.lead)}"
    return f"{kind}: {', '.join([*places, sums])}."


def _places(reason, image):
    return (
        (reason.one, strongest_place(reason.parts, image)),
        (reason.other, strongest_place(-reason.parts, image)),
    )


def _map(sketch, left, kind, reason, image):
    sketch.text(left, 38, kind, 14, "muted")
    sketch.ink(image, left, 52, MAP)
    scale = max(np.quantile(np.abs(reason.parts[image > 0]), 0.97), 1e-9)
    sketch.signed_image(reason.parts, left, 52, MAP, scale)
    sketch.frame(left, 52, MAP, MAP, "faint")
    looks = (("+", "positive", 268), ("−", "negative", 288))
    for (sign, colour, y), (digit, place) in zip(looks, _places(reason, image), strict=True):
        words = place or "nothing"
        sketch.text(left, y, f"{sign} for the {digit}: {words}", 15, colour, bold=True)


def _empty_maps(sketch, left):
    for number, kind in enumerate(KINDS):
        at = left + number * (MAP + GAP)
        sketch.text(at, 38, kind, 14, "faint")
        sketch.frame(at, 52, MAP, MAP, "faint")


def _sums(sketch, left, reason, linear):
    """Both sums: those of a linear reader are exact, with its biases; a network bends."""
    biases = signed(linear.lead - linear.total)
    rows = (
        (f"adds up to {signed(reason.total)};", f"the scores differ by {signed(reason.lead)}"),
        (f"adds up to {signed(linear.total)}, biases {biases};",
         f"scores differ by {signed(linear.lead)}, exactly"),
    )  # fmt: skip
    for number, lines in enumerate(rows):
        at = left + number * (MAP + GAP)
        for line, words in enumerate(lines):
            sketch.text(at, 308 + 16 * line, words, 12.5, "muted")
        label = f"what {KINDS[number]} means, and what it adds up to"
        sketch.target(at, 52, MAP, 276, f"sum:{number}", label)


def _bars(sketch, left, state, probabilities):
    """A row for each digit, to be pressed: ▶ is read, ✓ is what the reader says."""
    start, full = left + 40, 120
    label = state.journey.label if state.journey else None
    for k, share in enumerate(probabilities):
        y = BARS + 10 + ROW * (k + 0.5)
        best = bool(share > 0 and k == probabilities.argmax())
        true = state.taught and k == label
        colour = "right" if true else "ink" if best else "muted"
        sketch.bars([(start, y - 7, full * share, 14)], colour, hatch=true)
        sketch.text(left + 30, y, f"{k}", 16, colour, align="center", bold=best or true)
        if best:
            sketch.text(left + 10, y, "▶", 13, align="center")
        if probabilities.any():
            sketch.text(left + 206, y, percent(share), 15, colour, "right", bold=best or true)
        if true:
            sketch.text(left + 216, y, "✓", 16, "right", bold=True)
        said = "you say so" if true else "say that it is this"
        sketch.target(left, y - ROW / 2, 232, ROW, f"say:{k}", f"{k}, {percent(share)}: {said}")
    sketch.line([(start, BARS + 8), (start, BARS + 12 + 10 * ROW)], "muted", 1)


def _loss(sketch, left, state):
    """The loss, what a step promises, and what the last one did."""
    label, last = state.journey.label, state.last_step
    predicted = state.journey.loss - state.rate * state.journey.squared_gradient
    y = BARS + 22
    if not state.taught:
        for line, words in enumerate(("Is it another digit?", "Press the one that it is.")):
            sketch.text(left - 10, y + 18 * line, words, 14, "muted")
    y += 52
    sketch.text(left, y, f"loss for the {label}", 15)
    sketch.text(left, y + 26, figure(state.journey.loss), 26, bold=True)
    sketch.text(left, y + 56, f"a step predicts {figure(predicted)}", 13, "muted")
    sketch.target(left, y + 12, 150, 28, "now", f"the loss is {figure(state.journey.loss)}")
    sketch.target(left, y + 43, 150, 25, "promise", f"a step predicts {figure(predicted)}")
    if last is None:
        return
    went = last.after < last.before
    sketch.text(left, y + 88, f"step {state.steps}", 15, bold=True)
    rows = (("before", last.before), ("predicted", last.predicted), ("happened", last.after))
    for line, (words, value) in enumerate(rows):
        colour = "ink" if line < 2 else "right" if went else "wrong"
        mark = "" if line < 2 else " ✓" if went else " ✗"
        sketch.text(left, y + 107 + 18 * line, words, 14, colour)
        sketch.text(left + 140, y + 107 + 18 * line, f"{figure(value)}{mark}", 14, colour, "right")
