"""Pictures of how far a network gets: against time, by idea, and how a digit can vary."""

import numpy as np
from matplotlib.ticker import LogLocator

from ..wording import figure, minus, percent
from .curve_labels import label_ends
from .image_axes import show_grey
from .picture import CENTRED, FAINT, HERE, INK, MUTED, SMALL, VALIDATION, WIDE, Picture, in_style

LOOKS = ((HERE, "-"), (INK, "--"), (HERE, "--"), (INK, "-"), (HERE, ":"), (INK, ":"))
# Shares of wrong digits that have a tick on the axis.
SHARES = (0.1, 0.07, 0.05, 0.03, 0.02, 0.015, 0.01, 0.007, 0.005, 0.003)
ACROSS = 8  # images in a row


@in_style
def accuracy_by_seconds(limits):
    """Draw accuracies against seconds of training; equal steps up are equal factors of errors.

    Parameters
    ----------
    limits : dict
        {name: Limit}
    """
    told = "; ".join(
        f"{name} reaches {percent(one.validation[0], 1)} after {figure(one.seconds[0])} s and "
        f"{percent(one.validation[-1], 2)} after {figure(one.seconds[-1])} s"
        for name, one in limits.items()
    )
    picture = Picture(
        "Validation accuracy on MNIST against seconds of two cores, on logarithmic axes of the "
        "seconds and of the share of mistakes, "
        f"a curve for each network. {told}.",
        width=WIDE,
        height=4.2,
    )
    axes = picture.subplots()
    ends = {}
    for (colour, style), (name, one) in zip(LOOKS, limits.items(), strict=False):
        wrong = 1 - np.array(one.validation)
        axes.plot(one.seconds, wrong, style, color=colour)
        ends[name] = (one.seconds[-1], wrong[-1], colour)
    worst = max(1 - one.validation[0] for one in limits.values())
    best = min(1 - one.validation[-1] for one in limits.values())
    axes.set(xscale="log", yscale="log")
    axes.set_yticks(SHARES, [percent(1 - share, 1) for share in SHARES], minor=False)
    axes.minorticks_off()
    axes.xaxis.set(major_locator=LogLocator(subs=(1, 2, 5)), major_formatter="{x:g}")
    axes.set(xlabel="seconds of two cores", ylabel="validation accuracy")
    axes.set_ylim(min(worst, 0.12) * 1.1, best * 0.8)
    axes.grid()
    label_ends(axes, ends)
    return picture


@in_style
def gains(found):
    """Draw what each idea gains: a point for each seed, the mean, and its double standard error.

    Parameters
    ----------
    found : dict
        {idea: gains, one a seed, in percentage points}
    """
    places = np.arange(len(found))
    means = [np.mean(values).round(3) + 0.0 for values in found.values()]  # no −0.0
    margins = [2 * np.std(values, ddof=1) / np.sqrt(len(values)) for values in found.values()]
    told = "; ".join(
        f"{idea} {minus(f'{mean:+.1f}')}, from {minus(f'{mean - margin:+.1f}')} to "
        f"{minus(f'{mean + margin:+.1f}')}"
        for idea, mean, margin in zip(found, means, margins, strict=True)
    )
    picture = Picture(
        "Gains in percentage points, a row for each idea, a circle for each seed, and a line of "
        f"two standard errors on each side of the mean; zero is marked. {told}.",
        width=WIDE,
        height=1.0 + 0.42 * len(found),
    )
    axes = picture.subplots()
    axes.axvline(0, color=INK, linewidth=1)
    for place, values, mean, margin in zip(places, found.values(), means, margins, strict=True):
        aside = place + np.linspace(-0.2, 0.2, len(values))  # so that equal ones are all seen
        axes.plot(values, aside, "o", mfc="none", mec=VALIDATION, mew=1.3)
        axes.plot([mean - margin, mean + margin], [place, place], color=HERE, linewidth=3)
        axes.plot(mean, place, "D", color=HERE, markersize=7)
    axes.set_yticks(places, list(found))
    axes.set(ylim=(len(found) - 0.5, -0.5), xlabel="gain in percentage points")
    axes.grid(axis="x")
    axes.tick_params(axis="y", length=0)
    axes.set_title("○ one seed · ◆ mean, with two standard errors on each side", fontsize=10.5)
    return picture


@in_style
def ways_to_vary(image, versions):
    """Draw an image and, under each name, versions of it.

    Parameters
    ----------
    image : array (784,)
    versions : dict
        {name: images (n, 784)}
    """
    told = "; ".join(f"{len(images)} {name}" for name, images in versions.items())
    picture = Picture(
        f"A digit, and versions of it with the same label: {told}.",
        width=WIDE,
        height=0.95 * len(versions),
    )
    picture.draw_close()
    grid = picture.subplots(len(versions), ACROSS + 1, squeeze=False)
    for row, (name, images) in zip(grid, versions.items(), strict=True):
        row[0].axis("off")
        row[0].text(0.5, 0.5, name, **CENTRED)
        for axes, shown in zip(row[1:], [image, *images], strict=False):
            show_grey(axes, shown)
    grid[0, 1].set_title("as it is", fontsize=SMALL, color=MUTED)
    return picture


@in_style
def slow_average(path, averages):
    """Draw a restless path of numbers, and averages of it.

    Parameters
    ----------
    path : array (n,)
    averages : dict
        {name: array (n,)}
    """
    steps = np.arange(len(path))
    late = slice(len(path) // 2, None)
    told = "; ".join(
        f"{name} stays within {figure(np.abs(values[late]).max())} of it"
        for name, values in {"the path": path, **averages}.items()
    )
    picture = Picture(
        "A weight by update, on its way to the bottom at 0, and averages of it. In the second "
        f"half, {told}.",
        width=WIDE,
        height=3.3,
    )
    axes = picture.subplots()
    axes.axhline(0, color=INK, linewidth=1)
    axes.plot(steps, path, color=FAINT, linewidth=1.2)
    ends = {"the weight": (steps[-1], path[-1], MUTED)}
    for (name, values), (colour, style) in zip(averages.items(), LOOKS, strict=False):
        axes.plot(steps, values, style, color=colour)
        ends[name] = (steps[-1], values[-1], colour)
    axes.set(xlabel="update", ylabel="weight")
    label_ends(axes, ends)
    return picture
