"""The picture: the drawings as they are read, accuracy over the steps, and the runs so far."""

import numpy as np

from ..toolkit.chart import Chart
from ..toolkit.sketch import Sketch

COLUMN, GAP = 352, 56  # width of a column; between two
CELL, SIDE = (47, 70), 40  # of a drawing: its place, and the side of its image
LABEL = 20  # room for the true digit in front of its drawings
MOST = 24  # drawings shown in each of the two groups
RUNS = 6  # in the table
HEADS = ("steps · rate · old digits", "new drawings", "other people")


def draw_trial(trial, runs, words, narrow):
    """Draw a FineTuning, or an empty chart, and the table of earlier runs; `words` go above."""
    sketch = Sketch(COLUMN if narrow else 2 * COLUMN + GAP, 0)
    sketch.caption = sketch.spoken = words
    low = 0
    if trial is not None:
        low = _group(sketch, 0, trial, trial.test, "to test with")
        low = _group(
            sketch, low, trial, trial.learn, "learned from" if trial.done else "to learn from"
        )
    one_column = narrow or trial is None
    left, top = (0, low) if one_column else (COLUMN + GAP, 0)
    bottom = _curves(sketch, (left, top), trial)
    if runs:
        bottom = _table(sketch, (left, bottom + 24), runs)
    sketch.height = max(low, bottom) + 6
    sketch.alt = _alt(trial, sketch.caption)
    return sketch


def _group(sketch, top, trial, rows, title):
    """The drawings of some rows, each with what is read in it; returns where they end."""
    hits, n = trial.hits(rows, trial.read), len(rows)
    if n == 0:
        return top
    now = f"{hits} of {n} correct"
    if trial.done:
        now = f"{trial.hits(rows, trial.before)} → {hits} of {n} correct"
    sketch.text(0, top + 10, title, 15, bold=True)
    sketch.text(COLUMN, top + 10, now, 15, align="right", bold=True)
    labels = trial.drawings.labels
    x, y, last = 0, top + 26, None
    for row in _in_order(trial, rows):
        new = labels[row] != last  # a digit that has not been named yet
        if x + LABEL * new + CELL[0] > COLUMN:
            x, y = 0 if new else LABEL, y + CELL[1]
        if new:
            sketch.text(
                x + LABEL / 2 - 2, y + SIDE / 2, f"{labels[row]}", 16, "ink", "center", True
            )
            x, last = x + LABEL, labels[row]
        _drawing(sketch, x, y, trial, row)
        x += CELL[0]
    bottom = y + CELL[1] + 14
    if n > MOST:
        sketch.text(0, bottom + 8, f"and {n - MOST} more", 13, "muted")
        bottom += 20
    return bottom


def _in_order(trial, rows):
    """The rows that are shown: by their true digit."""
    return rows[np.argsort(trial.drawings.labels[rows], kind="stable")][:MOST]


def _drawing(sketch, x, y, trial, row):
    """One drawing in a frame, with what was read and is read now."""
    read, before, label = trial.read[row], trial.before[row], trial.drawings.labels[row]
    right = bool(read == label)
    colour = "right" if right else "wrong"
    sketch.image(trial.drawings.images[row], x, y, SIDE)
    sketch.frame(x, y, SIDE, SIDE, colour, line=2 if right else 4)
    words = f"{before}→{read}" if trial.done else f"{read}"
    mark = "✓" if right else "✗"
    sketch.text(x + SIDE / 2, y + SIDE + 12, f"{words} {mark}", 13, colour, "center", not right)


def _curves(sketch, corner, trial):
    """Shares that are read correctly over the steps; returns where the chart ends."""
    left, top = corner
    found = None if trial is None else trial.found
    steps = 100 if trial is None else trial.plan.steps
    chart = Chart(sketch, (left + 34, top + 30, COLUMN - 46, 170), (0, steps), (0, 100))
    ticks = [round(steps * k / 5) for k in range(6)] if steps >= 10 else range(steps + 1)
    chart.axes(ticks, (0, 50, 100), "steps", "accuracy, %")
    if found and found.steps:
        for shares, colour, width, dashed in (
            (found.others, "validation", 2.5, True),
            (found.learned, "muted", 1, False),
            (found.new, "ink", 4, False),
        ):
            if not np.isnan(shares).any():
                percent = 100 * np.array(shares)
                chart.curve(found.steps, percent, colour, width, dashed)
                ends = chart.place(found.steps[-1:], percent[-1:])
                sketch.points(ends, colour, 3 + width / 2, hollow=dashed)
    y = top + 262
    for x, colour, width, words in (
        (0, "ink", 4, "new drawings"),
        (121, "muted", 1, "learned from"),
        (236, "validation", 2.5, "other people"),
    ):
        sketch.line([(left + x, y), (left + x + 16, y)], colour, width, colour == "validation")
        sketch.text(left + x + 22, y, words, 13)
    return y + 10


def _table(sketch, corner, runs):
    """The last runs, a line for each; returns where the table ends."""
    left, y = corner
    columns = (0, 166, COLUMN)
    aligns = ("left", "left", "right")
    for row, cells in enumerate([HEADS, *(_cells(run) for run in runs[-RUNS:])]):
        for x, cell, align in zip(columns, cells, aligns, strict=True):
            sketch.text(left + x, y + 10, cell, 13, "ink" if row else "muted", align)
        y += 21
        sketch.line([(left, y), (left + COLUMN, y)], "faint", 1)
    return y


def _cells(run):
    mix = f"× {run['old_digits']}" if run["old_digits"] else "none"
    stopped = run["steps"] < run["planned"] and not run["diverged"]
    steps = f"{run['steps']} of {run['planned']}" if stopped else run["steps"]
    settings = f"{steps} · {run['learning_rate']:g} · {mix}"
    mine = f"{run['new_before']} → {run['new_after']} of {run['tested']}"
    if run["diverged"]:
        return settings, "diverged", ""
    return settings, mine, f"{100 * run['others_before']:.1f} → {100 * run['others_after']:.1f} %"


def _alt(trial, caption):
    """The caption, and how the drawings to test with are read."""
    if trial is None:
        return f"An empty chart. {caption}"
    labels = trial.drawings.labels
    listed = [
        f"{labels[row]} read as {trial.before[row]}"
        + (f", now as {trial.read[row]}" if trial.done else "")
        + (" ✓" if trial.read[row] == labels[row] else " ✗")
        for row in _in_order(trial, trial.test)
    ]
    return f"{caption} Kept apart: {'; '.join(listed)}." if listed else caption
