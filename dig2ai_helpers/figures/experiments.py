"""Pictures of what came of different settings: by neurons, by learning rate, by both."""

import numpy as np
from matplotlib.patches import Rectangle

from ..wording import figure, listed, percent
from .curve_labels import label_ends, percents
from .image_axes import WHITE, tile_text, tiles
from .picture import FAINT, INK, MUTED, VALIDATION, WIDE, Picture, in_style


@in_style
def accuracy_bars(accuracies, what):
    """Draw accuracies as bars.

    Parameters
    ----------
    accuracies : dict
        {name or number: validation accuracy}
    what : str
        What the names or numbers are.
    """
    told = ", ".join(f"{name}: {percent(share)}" for name, share in accuracies.items())
    alt = f"Bars of the validation accuracy by {what}. {told}."
    picture = Picture(alt, width=WIDE - 1, height=0.7 + 0.27 * len(accuracies))
    axes = picture.subplots()
    names = [str(name) for name in accuracies]
    bars = axes.barh(names, accuracies.values(), color=VALIDATION, height=0.65)
    axes.bar_label(bars, [percent(share) for share in accuracies.values()], padding=5)
    axes.set(xlim=(0, 1.1), xlabel="validation accuracy", ylabel=what, xticks=[])
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[["bottom"]].set_visible(False)
    return picture


@in_style
def by_neurons(accuracies, goal):
    """Draw what several seeds came to, for each number of neurons: points, and their median.

    Parameters
    ----------
    accuracies : dict
        {neurons: list, one validation accuracy a seed}
    goal : number
        An accuracy to be reached, drawn as a line.
    """
    medians = [np.median(values) for values in accuracies.values()]
    ranges = [
        f"{neurons} neurons {percent(min(values))} to {percent(max(values))}"
        for neurons, values in accuracies.items()
    ]
    picture = Picture(
        f"Validation accuracy by hidden neurons, a point for each seed; a line marks "
        f"{percent(goal)}. The seeds reach: {'; '.join(ranges)}.",
        width=WIDE,
        height=3.7,
    )
    axes = picture.subplots()
    places = np.arange(len(accuracies))
    axes.plot(places, medians, "--", color=VALIDATION, linewidth=1.5)
    for place, values in zip(places, accuracies.values(), strict=True):
        aside = np.linspace(-0.16, 0.16, len(values))  # so that equal ones are all seen
        axes.plot(place + aside, values, "o", mfc="none", mec=VALIDATION, mew=1.5)
    axes.axhline(goal, color=INK, linestyle=":", linewidth=1.5)
    axes.text(-0.4, goal + 0.015, percent(goal))
    axes.set_xticks(places, list(accuracies))
    axes.set(xlabel="hidden neurons", ylabel="validation accuracy", ylim=(0, 1.04))
    axes.yaxis.set_major_formatter(percents)
    words = "○ one seed each\n- - their median"
    axes.text(0.98, 0.12, words, ha="right", color=VALIDATION, transform=axes.transAxes)
    return picture


@in_style
def by_rate(training, validation):
    """Draw the accuracies by learning rate: medians of seeds, and each seed on new digits.

    Parameters
    ----------
    training, validation : dicts
        {rate: list, one accuracy for each seed}, the rates in order
    """
    rates = list(training)
    looks = (
        ("training digits", training, MUTED, "-"),
        ("new digits", validation, VALIDATION, "--"),
    )
    medians = {name: [np.median(of[rate]) for rate in rates] for name, of, _, _ in looks}
    told = "; ".join(
        f"{figure(rate)}: {percent(learned)} and {percent(share)}, "
        f"the seeds {percent(min(validation[rate]))} to {percent(max(validation[rate]))}"
        for rate, learned, share in zip(rates, *medians.values(), strict=True)
    )
    picture = Picture(
        "Accuracy by learning rate, on a logarithmic axis; a line marks guessing, "
        f"{percent(0.1)}. Medians on training digits and on new ones, and a point for each "
        f"seed on new ones: {told}.",
        width=WIDE,
        height=3.5,
    )
    axes = picture.subplots()
    axes.axhline(0.1, color=FAINT, linestyle=":", linewidth=1.5)
    axes.text(rates[len(rates) // 2 - 1], 0.12, "guessing")
    axes.text(rates[0], 0.3, "lines: medians\n○ one seed each", color=VALIDATION)
    axes.set(xscale="log", xlabel="learning rate", ylabel="accuracy", ylim=(0, 1.04))
    axes.set_xticks(rates, [f"{rate:g}" for rate in rates], minor=False)
    axes.minorticks_off()
    for name, _, colour, style in looks:
        axes.plot(rates, medians[name], style, color=colour)
    for rate, values in validation.items():
        aside = rate * np.geomspace(0.92, 1.09, len(values))  # so that equal ones are all seen
        axes.plot(aside, values, "o", mfc="none", mec=VALIDATION, mew=1.5)
    ends = {name: (rates[-1], medians[name][-1], colour) for name, _, colour, _ in looks}
    label_ends(axes, ends)
    axes.yaxis.set_major_formatter(percents)
    return picture


@in_style
def heat_map(accuracies, neurons, rates):
    """Draw the accuracy of each pair of neurons and rate: brighter is better, the number says it.

    A star marks the best of all, a frame the best of each row.

    Parameters
    ----------
    accuracies : array (len(neurons), len(rates))
        The first row is drawn at the bottom.
    neurons, rates : lists of numbers
    """
    accuracies = np.asarray(accuracies)
    rows = [
        f"{count} neurons {listed([percent(value) for value in values])}"
        for count, values in zip(neurons, accuracies, strict=True)
    ]
    picture = Picture(
        f"A map of validation accuracies, {len(neurons)} numbers of neurons by {len(rates)} "
        f"learning rates, {listed([f'{rate:g}' for rate in rates])}. {'; '.join(rows)}.",
        width=WIDE,
        height=1.1 + 0.42 * len(neurons),
    )
    axes = picture.subplots()
    # By the logarithm of the errors' share: 88 and 98 % look as different as they are.
    bright = np.log(np.clip(1 - accuracies, 0.02, 1)) / np.log(0.02)
    look = {"cmap": tiles("validation"), "vmin": 0, "vmax": 1, "origin": "lower", "aspect": "auto"}
    axes.imshow(bright, **look)
    best = np.unravel_index(np.argmax(accuracies), accuracies.shape)
    for row, values in enumerate(accuracies):
        for column, value in enumerate(values):
            star = " ★" if (row, column) == best else ""
            tile_text(axes, column, row, percent(value) + star, size=10.5)
        corner = np.argmax(values) - 0.46, row - 0.43
        axes.add_patch(Rectangle(corner, 0.92, 0.86, fill=False, edgecolor=WHITE, linewidth=1.8))
    axes.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    axes.set_yticks(range(len(neurons)), neurons)
    axes.set(xlabel="learning rate", ylabel="hidden neurons")
    axes.set_title("frame: the best of its row · ★: the best of all", fontsize=10)
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return picture
