"""Sentences in a picture: broken into lines, and a note beside the number that it explains."""

import textwrap

WIDE = 0.55  # of a font's size: how wide a character is on average, with some to spare
HIGH = 1.36  # of a font's size: from line to line
NOTE, SIZE, MARGIN = 400, 14, 10  # a note's largest width, its font's size, its margin


def paragraph(sketch, left, top, words, width, size=14, colour="muted", bold=False):
    """Write words in lines of a width; return where the next line would begin."""
    for line in lines_of(words, width, size):
        sketch.text(left, top + HIGH * size / 2, line, size, colour, bold=bold)
        top += HIGH * size
    return top


def draw_note(sketch, pressed, words):
    """Lay a note under, or else above, the place that was pressed; a press on it closes it.

    The picture stays as large as it is, so that nothing moves on the page.
    """
    x, y, width, height = _place(sketch, pressed)
    sketch.frame(x, y, width, height, "here")
    wide = min(NOTE, sketch.width - 2)
    high = HIGH * SIZE * len(lines_of(words, wide - 3 * MARGIN, SIZE)) + 2 * MARGIN
    left = min(max(x - MARGIN, 1), sketch.width - 1 - wide)
    top = y + height + 4
    if top + high > sketch.height:
        top = y - 4 - high
    top = max(min(top, sketch.height - high - 1), 1)
    sketch.bars([(left, top, wide, high)], "paper")
    sketch.frame(left, top, wide, high, "here")
    paragraph(sketch, left + MARGIN, top + MARGIN, words, wide - 3 * MARGIN, SIZE, "ink")
    sketch.text(left + wide - MARGIN, top + MARGIN + 2, "×", 16, "here", "center", bold=True)
    sketch.target(left, top, wide, high, "close", "close the explanation")
    sketch.spoken = words


def shows(sketch, pressed):
    """Say whether the place that was pressed is one of this picture's."""
    return bool(pressed) and any(_is(target, pressed) for target in sketch.targets)


def lines_of(words, width, size=14):
    """Break words into lines that fit a width."""
    return textwrap.wrap(words, int(width / (WIDE * size)), break_on_hyphens=False)


def _is(target, pressed):
    name = pressed.partition(":")[0] if "cells" in target else pressed
    return target["name"] == name


def _place(sketch, pressed):
    """The box that was pressed; in a grid, that of its cell."""
    target = next(target for target in sketch.targets if _is(target, pressed))
    x, y, width, height = (target[name] for name in ("x", "y", "width", "height"))
    if "cells" not in target:
        return x, y, width, height
    cells = target["cells"]
    row, column = divmod(target["cell"], cells)
    return x + column * width / cells, y + row * height / cells, width / cells, height / cells
