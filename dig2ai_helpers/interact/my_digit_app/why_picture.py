"""Why it is read so: two maps of the ink, and the sums that they are part of."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number
from .prose import draw_note, paragraph, shows
from .why_words import answer, part, sum_in_words

ROW = 21  # height of a row of the sum
SIZE, LINES, MORE = 15, 3, 5  # of the answer: its font, and the lines that there is room for


class Layout:
    """Where things stand; with little room, a sum stands beside its map, else below it."""

    def __init__(self, narrow, rows):
        self.narrow, self.width, self.side = narrow, 300 if narrow else 420, 200
        top = 28 + 20 * (MORE if narrow else LINES) + 30
        if narrow:
            self.side = 118
            self.maps = ((5, top), (5, top + 176))
            self.sums, self.wide = (128, 2), 162
            self.height = top + 316
        else:
            self.maps = ((5, top), (219, top))
            self.sums, self.wide = (0, 206), 196
            self.height = top + 216 + ROW * rows


def draw_why(state, narrow=False):
    """Draw why a drawing is read so."""
    rows = 4 + (state.network.hidden != "relu")
    layout = Layout(narrow, rows)
    sketch = Sketch(layout.width, layout.height)
    if state.journey is None:
        sketch.text(5, 12, "Why does it say that?", 18, bold=True)
        sketch.alt = "Once there is a drawing: which ink counts towards the digit that is read."
        for x, y in layout.maps:
            sketch.frame(x, y, layout.side, layout.side, "faint")
        return sketch
    reason, image = state.why, state.journey.image
    question = f"Why {reason.one}, and not {reason.other}?"
    if state.same_rival:  # a digit is not compared with itself
        question = f"It reads {reason.one}. Why not {reason.other}?"
    sketch.text(5, 12, question, 18, bold=True)
    words = answer(reason, image)
    paragraph(sketch, 5, 28, words, layout.width - 6, SIZE, "ink")
    for number in (0, 1):
        _map(sketch, layout, state, number)
    sketch.spoken = words
    sketch.alt = (
        f"{question} {words} {sum_in_words(reason)} "
        f"{_title(state, 1)}. {sum_in_words(state.linear_why)}"
    )
    if shows(sketch, state.pressed):
        draw_note(sketch, state.pressed, state.formula)
    return sketch


def _title(state, number):
    """What a map is of, and what that network reads."""
    if number == 0:
        return f"This network: {a_number(state.why.reading)}"
    read = state.linear_why.reading
    also = "also " if read == state.why.reading else ""
    return f"Without hidden neurons: {also}{a_number(read)}"


def _map(sketch, layout, state, number):
    """The image as the network sees it, its ink coloured by what it counts towards."""
    reason, image = (state.why, state.linear_why)[number], state.journey.image
    (x, y), side = layout.maps[number], layout.side
    # The second one may be longer than its map is wide.
    beside = number == 1 and not layout.narrow
    start, align = (x + side, "right") if beside else (x, "left")
    sketch.text(start, y - 14, _title(state, number), 13, "muted", align)
    sketch.ink(image, x, y, side)
    scale = max(np.quantile(np.abs(reason.parts[image > 0]), 0.97), 1e-9)
    sketch.signed_image(reason.parts, x, y, side, scale)
    sketch.frame(x, y, side, side, "faint")
    sketch.target(x, y, side, side, f"map:{number}", "what the colours mean")
    across, down = layout.sums
    _sum(sketch, x + across, y + down, layout.wide, reason, state.network.hidden, number)


def _sum(sketch, left, top, width, reason, hidden, number):
    """What the ink and the rest add up to: the lead."""
    mine, others = reason.ink
    rows = [(f"ink for the {reason.one}", mine), (f"ink for the {reason.other}", others)]
    rows.append(("biases", reason.biases))
    if number == 0 and hidden != "relu":
        rows.append(("bends", reason.bends))
    for place, (words, value) in enumerate(rows):
        y = top + ROW * (place + 0.5)
        colour = "positive" if value > 0 else "negative"
        sketch.text(left, y, words, 14, colour if place < 2 else "ink")
        sketch.text(left + width, y, part(value), 14, colour, "right", bold=True)
    end = top + ROW * len(rows)
    sketch.line([(left, end + 1), (left + width, end + 1)], "muted", 1)
    sketch.text(left, end + 4 + ROW / 2, f"lead of the {reason.one}", 14, bold=True)
    lead = part(reason.lead)
    sketch.text(left + width, end + 4 + ROW / 2, lead, 14, align="right", bold=True)
    label = f"how the lead of the {reason.one}, {lead}, adds up"
    sketch.target(left - 4, top - 2, width + 8, ROW * (len(rows) + 1) + 8, f"sum:{number}", label)
