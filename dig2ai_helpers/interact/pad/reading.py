"""What the pad shows: what the network sees of the drawing, and how it reads it."""

import numpy as np

from ..toolkit.words import a_number, percent


def draw_reading(sketch, left, image, probabilities, read):
    """What the network sees, what it reads, and its ten probabilities; None on an empty sheet."""
    middle = left + 252
    sketch.text(left, 12, "what the network sees", 15)
    sketch.image(image, left, 28, 140)
    sketch.frame(left, 28, 140, 140)
    sketch.text(middle, 12, "its pick of the ten", 15, align="center")
    if probabilities is None:
        sketch.text(middle, 100, "?", 110, "faint", "center", bold=True)
        sketch.alt = sketch.caption = "The sheet is empty: there is nothing to read."
        probabilities = np.zeros(10)
    else:
        sketch.text(middle, 102, f"{read}", 140, align="center", bold=True)
        sketch.alt = sketch.caption = _words(probabilities, read)
    _bars(sketch, left, probabilities, read)


def _bars(sketch, left, probabilities, read):
    """A row for each digit; the one that is read stands out by a mark and bold figures."""
    start, full = left + 46, 240
    for k, share in enumerate(probabilities):
        y = 198 + 20.5 * k
        best = k == read
        sketch.bars([(start, y - 7.5, full * share, 15)], "ink" if best else "muted")
        sketch.text(left + 30, y, f"{k}", 17, align="center", bold=best)
        if best:
            sketch.text(left + 10, y, "▶", 13, "ink", "center")
        if read is not None:
            sketch.text(left + 350, y, percent(share), 16, align="right", bold=best)
    sketch.line([(start, 187), (start, 394)], "muted", 1)
    sketch.line([(start + full, 187), (start + full, 394)], "faint", 1)


def _words(probabilities, best):
    """The reading in a sentence, and the next best one if it is not far behind."""
    second = max((k for k in range(10) if k != best), key=lambda k: probabilities[k])
    words = f"It reads {a_number(best)} ({percent(probabilities[best])})"
    if probabilities[second] < 0.05:
        return f"{words}."
    return f"{words}, perhaps {a_number(second)} ({percent(probabilities[second])})."
