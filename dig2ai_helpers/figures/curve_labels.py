"""Curves: their names at their ends, and their course in words."""

import numpy as np
from matplotlib.ticker import FuncFormatter, NullFormatter
from matplotlib.transforms import ScaledTranslation

from ..wording import figure, percent
from .picture import INK, MUTED, VALIDATION

SIZE, LINE = 10, 13  # points: of a label, and from one label to the next
percents = FuncFormatter(
    lambda share, _: percent(share, 0 if round(100 * share, 6) % 1 == 0 else 1)
)


def label_ends(axes, ends):
    """Write names at the right ends of curves, apart from each other.

    Call it when the limits and scales of the axes are set.

    Parameters
    ----------
    ends : dict
        {name: (x, y of the curve's last point, colour)}
    """
    axes.get_xlim(), axes.get_ylim()  # the scales are found when they are asked for
    height = axes.get_position().height * axes.figure.get_figheight() * 72  # points
    apart = LINE / height
    to_axes = axes.transData + axes.transAxes.inverted()
    heights = {name: to_axes.transform((x, y))[1] for name, (x, y, _) in ends.items()}
    names = sorted(ends, key=heights.get)
    places = np.clip([heights[name] for name in names], 0, 1)
    for _ in range(20 * len(names)):  # neighbours that are too close push each other apart
        for k in range(len(names) - 1):
            missing = apart - (places[k + 1] - places[k])
            if missing > 0:
                places[k] -= missing / 2
                places[k + 1] += missing / 2
        places += max(0, -places[0])
    right = ScaledTranslation(8 / 72, 0, axes.figure.dpi_scale_trans)  # 8 points off the curve
    for name, place in zip(names, places, strict=True):
        x, y, colour = ends[name]
        across = to_axes.transform((x, y))[0]
        style = {"color": colour, "fontsize": SIZE, "va": "center"}
        axes.text(across, place, name, transform=axes.transAxes + right, **style)


def plot_both(axes, x, training, validation, name=True, **style):
    """Draw the curves of training and validation, each in its own colour, line and marker."""
    axes.plot(x, training, "o-", color=MUTED, **style)
    axes.plot(x, validation, "s--", color=VALIDATION, **style)
    if name:
        ends = {"training": (x[-1], training[-1], MUTED)}
        ends["validation"] = (x[-1], validation[-1], VALIDATION)
        label_ends(axes, ends)


def course(x, y, write=figure, at="at"):
    """Say how a measured curve runs: from where to where, and by way of which turning point."""
    x, y = np.asarray(x, float), np.asarray(y, float)
    kept = np.isfinite(y)
    x, y = x[kept], y[kept]
    if not len(y):
        return "is not a number"
    span = np.ptp(y)
    end = "at the end" if kept[-1] else "before it is no longer finite"
    if span <= 0.04 * np.abs(y).max():
        return f"stays near {write(y.mean())}{'' if kept[-1] else f' {end}'}"
    ends = sorted((y[0], y[-1]))
    turns = [k for k in (y.argmin(), y.argmax())
             if y[k] < ends[0] - 0.2 * span or y[k] > ends[1] + 0.2 * span]  # fmt: skip
    words, last = f"starts at {write(y[0])}", y[0]
    for k in sorted(turns):
        verb = "falls" if y[k] < last else "rises"
        words += f", {verb} to {write(y[k])} {at} {figure(x[k])}"
        last = y[k]
    verb = "falls" if y[-1] < last else "rises"
    return f"{words}{' and' if turns else ', and'} {verb} to {write(y[-1])} {end}"


def equal_factors(axis):
    """Write plain numbers at a logarithmic axis, and only at its main ticks."""
    axis.set_major_formatter("{x:g}")
    axis.set_minor_formatter(NullFormatter())


def zero_lines(axes, y=True):
    """Draw the axes through zero."""
    axes.axhline(0, color=INK, linewidth=0.8, zorder=0.5)
    if y:
        axes.axvline(0, color=INK, linewidth=0.8, zorder=0.5)
