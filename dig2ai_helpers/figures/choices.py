"""Pictures of what choices are worth: the range of accuracies, and one setting beside another."""

import numpy as np

from ..wording import counted, listed, percent
from .curve_labels import percents
from .picture import FAINT, HERE, INK, VALIDATION, WIDE, Picture, in_style


@in_style
def ranges_of_choices(medians, ours):
    """Draw, a row a network, the accuracy of each way to fill in its description.

    Parameters
    ----------
    medians : dict
        {name: list, one validation accuracy for each way}
    ours : dict
        {name: list, the accuracies of the way that we chose, one a seed}
    """
    ways = {name: counted(len(values), "way") for name, values in medians.items()}
    told = [
        f"{name}: {ways[name]} {_span(values)}, ours {percent(np.median(ours[name]), 1)}"
        for name, values in medians.items()
    ]
    picture = Picture(
        "Validation accuracies on an axis from 0 to 100 %, a row for each network: a circle for "
        "each way to fill in what its description leaves open, a diamond for our way, with a "
        f"line from its worst seed to its best. {'; '.join(told)}.",
        width=WIDE,
        height=0.9 + 0.72 * len(medians),
    )
    axes = picture.subplots()
    rows = range(len(medians))
    for row, (name, values) in zip(rows, medians.items(), strict=True):
        aside = 0.26 * _scatter(len(values))
        axes.plot(values, row + aside, "o", mfc="none", mec=VALIDATION, mew=1.3)
        chosen = ours[name]
        axes.plot([min(chosen), max(chosen)], [row, row], color=INK, linewidth=2.5)
        axes.plot(np.median(chosen), row, "D", color=HERE, markersize=8)
    axes.axvline(0.1, color=FAINT, linestyle=":", linewidth=1.5)
    axes.text(0.105, -0.6, "guessing", va="center")
    axes.set_yticks(rows, [f"{name}\n{count}" for name, count in ways.items()])
    axes.set(xlim=(0, 1.02), ylim=(len(medians) - 0.5, -0.8), xlabel="validation accuracy")
    axes.xaxis.set_major_formatter(percents)
    axes.set_title("○ one way to fill the gaps · ◆ ours, all seeds", fontsize=10.5)
    axes.tick_params(axis="y", length=0)
    return picture


@in_style
def by_choice(groups):
    """Draw, a panel a setting, the accuracies of all ways that share a value of it.

    Parameters
    ----------
    groups : dict
        {setting: {value: list of accuracies}}; a short line marks the median.
    """
    told = [
        f"{setting}: "
        + listed([f"{value} {_span(list_)} (median {percent(np.median(list_))})"
                  for value, list_ in values.items()])
        for setting, values in groups.items()
    ]  # fmt: skip
    picture = Picture(
        "Validation accuracy, a panel for each setting, a circle for each way to fill in the "
        f"description, a line for the median. {'; '.join(told)}.",
        width=WIDE,
        height=3.3,
    )
    panels = picture.subplots(1, len(groups), sharey=True, squeeze=False)[0]
    for axes, (setting, values) in zip(panels, groups.items(), strict=True):
        for place, accuracies in enumerate(values.values()):
            aside = 0.3 * _scatter(len(accuracies))
            axes.plot(place + aside, accuracies, "o", mfc="none", mec=VALIDATION, mew=1.3)
            middle = np.median(accuracies)
            axes.plot([place - 0.38, place + 0.38], [middle, middle], color=HERE, linewidth=2.5)
        axes.axhline(0.1, color=FAINT, linestyle=":", linewidth=1.5)
        axes.set_xticks(range(len(values)), list(values))
        axes.set(xlim=(-0.6, len(values) - 0.4), ylim=(0, 1.03), title=setting)
        axes.tick_params(axis="x", length=0)
    panels[0].set_ylabel("validation accuracy")
    panels[0].yaxis.set_major_formatter(percents)
    return picture


def _scatter(n):
    """Places from −1 to 1 for n points, so that those with the same value are all seen."""
    return 2 * (np.arange(n) * 0.618 % 1) - 1 if n > 1 else np.zeros(1)


def _span(values):
    low, high = percent(min(values)), percent(max(values))
    return low if low == high else f"{low} to {high}"
