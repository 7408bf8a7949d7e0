"""What is read, and why: two maps of the ink, the ten probabilities, the loss and its fall."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import percent, signed
from .places import strongest_place
from .why_words import a_loss, in_words, reading_in_words, step_in_words

KINDS = ("this network: slope × ink", "a linear one: weight × ink")
EMPTY = "Draw a digit, and see why it is read so."
ROW = 23  # height of a digit's row
BARS = 232  # width of the rows
LOSS = 196  # height of what stands beside the rows, or below them


class Layout:
    """Where things stand; with little room, the maps and the rest stand below each other."""

    def __init__(self, narrow):
        if narrow:
            self.size, self.side = (300, 890), 150
            self.maps = ((0, 52), (0, 242))
            self.words = (158, 10)  # where they begin, from the map's corner
            self.bars, self.loss = (0, 410), (10, 664)
        else:
            self.size, self.side = (420, 574), 200
            self.maps = ((0, 52), (220, 52))
            self.words = (0, 216)
            self.bars, self.loss = (0, 338), (266, 338)
        self.narrow = narrow


def draw_why(state, narrow=False):
    """Draw a state: what is read, why, and how a step went. Return the Sketch."""
    layout = Layout(narrow)
    sketch = Sketch(*layout.size)
    journey, reason = state.journey, state.why
    if journey is None:
        sketch.alt = sketch.caption = EMPTY
        for (x, y), kind in zip(layout.maps, KINDS, strict=True):
            sketch.text(x, y - 14, kind, 14, "muted")
            sketch.frame(x, y, layout.side, layout.side, "faint")
        _bars(sketch, *layout.bars, state, np.zeros(10))
        return sketch
    sketch.text(0, 12, f"Why {reason.one}, and not {reason.other}?", 18, bold=True)
    for number in (0, 1):
        _map(sketch, layout, state, number)
    _bars(sketch, *layout.bars, state, journey.probabilities)
    _loss(sketch, *layout.loss, state)
    words = state.formula if state.pressed_in == "why" else reading_in_words(state)
    sketch.caption = "It reads along …" if state.moving else words
    sketch.spoken = f"{words} {step_in_words(state)}".strip()
    sketch.alt = in_words(state)
    return sketch


def _map(sketch, layout, state, number):
    """The image as the network sees it, its ink coloured by what it speaks for."""
    reason, image = (state.why, state.linear_why)[number], state.journey.image
    (x, y), side = layout.maps[number], layout.side
    sketch.text(x, y - 14, KINDS[number], 14, "muted")
    sketch.ink(image, x, y, side)
    scale = max(np.quantile(np.abs(reason.parts[image > 0]), 0.97), 1e-9)
    sketch.signed_image(reason.parts, x, y, side, scale)
    sketch.frame(x, y, side, side, "faint")
    across, down = layout.words
    looks = (("+", "positive", reason.one, 1), ("−", "negative", reason.other, -1))
    for sign, colour, digit, way in looks:
        place = strongest_place(way * reason.parts, image) or "no ink"
        lines = (f"{sign} for the {digit}: {place}",)
        if layout.narrow:
            lines = (f"{sign} for the {digit}:", place)
        for words in lines:
            sketch.text(x + across, y + down, words, 15, colour, bold=True)
            down += 20
    for words in _sums(reason, number == 1, layout.narrow):
        sketch.text(x + across, y + down, words, 12.5, "muted")
        down += 16
    label = f"what {KINDS[number]} means, and what it adds up to"
    height = side if layout.narrow else down
    sketch.target(x, y, layout.size[0] if layout.narrow else side, height, f"sum:{number}", label)


def _sums(reason, exact, narrow):
    """What the parts add up to, and what the scores differ by: the same only without a bend."""
    total, lead = f"sum {signed(reason.total)}", f"score lead {signed(reason.lead)}"
    if not exact:
        return total, lead
    biases = f"biases {signed(reason.lead - reason.total)}"
    return (total, biases, lead) if narrow else (f"{total}, {biases}", f"{lead}, exactly")


def _bars(sketch, left, top, state, probabilities):
    """A row for each digit, to be pressed: ▶ is read, ✓ is what the reader says."""
    start, full = left + 42, 112
    for k, share in enumerate(probabilities):
        y = top + ROW * (k + 0.5)
        best = bool(share > 0 and k == probabilities.argmax())
        true = state.taught and k == state.journey.label
        colour = "right" if true else "ink" if best else "muted"
        sketch.bars([(start, y - 7, full * share, 14)], colour, hatch=true)
        sketch.text(left + 30, y, f"{k}", 16, colour, align="center", bold=best or true)
        if best:
            sketch.text(left + 10, y, "▶", 13, align="center")
        if probabilities.any():
            sketch.text(left + 210, y, percent(share), 15, colour, "right", bold=best or true)
        if true:
            sketch.text(left + 216, y, "✓", 16, "right", bold=True)
        if state.journey:
            said = "you say so" if true else "press to say that it is this digit"
            sketch.target(
                left, y - ROW / 2, BARS, ROW, f"say:{k}", f"{k}, {percent(share)}: {said}"
            )
    sketch.line([(start, top), (start, top + 10 * ROW)], "muted", 1)


def _loss(sketch, left, top, state):
    """The loss, what a step promises, and what the last one did."""
    journey, last = state.journey, state.last_step
    hint = ()
    if not state.taught:
        hint = ("Is it another digit?", "Press its row.")
    elif journey.label != journey.reading:
        hint = ("Now let it learn:", "press “one step”.")
    for line, words in enumerate(hint):
        sketch.text(left, top + 10 + 18 * line, words, 14, "here", bold=True)
    value = a_loss(journey.loss)
    sketch.text(left, top + 62, f"loss for the {journey.label}", 15)
    sketch.text(left, top + 87, value, 26, bold=True)
    sketch.target(left, top + 73, 140, 28, "now", f"the loss is {value}")
    promise = f"a step: about {a_loss(state.predicted)}"
    sketch.text(left, top + 114, promise, 14, "muted")
    sketch.target(left, top + 102, 140, 24, "promise", promise)
    if last is None:
        return
    sketch.text(left, top + 146, f"step {state.steps}", 15, bold=True)
    sketch.target(
        left, top + 134, 140, 82, "last", "what the last step predicted, and what happened"
    )
    fell = last.after < last.before
    rows = (("before", last.before), ("predicted", last.predicted), ("happened", last.after))
    for line, (words, value) in enumerate(rows):
        y = top + 166 + 19 * line
        colour = "ink" if line < 2 else "right" if fell else "wrong"
        mark = "" if line < 2 else " ✓" if fell else " ✗"
        sketch.text(left, y, words, 14, colour)
        sketch.text(left + 132, y, a_loss(value), 14, colour, "right", bold=line == 2)
        sketch.text(left + 134, y, mark, 14, colour)
