"""Pictures of what came of different settings: by neurons, by learning rate, by both."""

import numpy as np
from matplotlib.patches import Rectangle

from .picture import BLUE, CENTRED, LINES, MARKERS, ORANGE, RED, Picture, percent, plot_both


def by_neurons(accuracies, goal, alt):
    """Draw what several seeds came to, for each number of neurons: points, and their median.

    Parameters
    ----------
    accuracies : dict
        {neurons: list, one accuracy a seed}
    goal : number
        An accuracy to be reached, drawn as a line.
    alt : str
    """
    picture = Picture(alt, width=9, height=3.8)
    axes = picture.charts()
    places = np.arange(len(accuracies))
    medians = [np.median(values) for values in accuracies.values()]
    axes.plot(places, medians, "--", color=BLUE, linewidth=1.5, label="median of the seeds")
    for place, values in zip(places, accuracies.values(), strict=True):
        aside = np.linspace(-0.14, 0.14, len(values))  # so that equal ones are all seen
        label = "one seed each" if place == 0 else None
        axes.plot(place + aside, values, "o", mfc="white", mec=RED, markersize=6, label=label)
    axes.axhline(goal, color="gray", linestyle=":", linewidth=1.5)
    axes.text(-0.4, goal + 0.015, f"{goal:.0%}", fontsize=10, color="#555555")
    axes.set_xticks(places, list(accuracies))
    axes.set(xlabel="hidden neurons", ylabel="validation accuracy", ylim=(0, 1.04))
    axes.yaxis.set_major_formatter(percent)
    axes.legend(loc="lower right", fontsize=10)
    return picture


def by_rate(runs, alt):
    """Draw accuracies by learning rate, a curve for each name.

    Parameters
    ----------
    runs : dict
        {name: {rate: accuracy}}, one or two
    alt : str
    """
    picture = Picture(alt, width=9, height=3.4)
    axes = picture.charts()
    for place, (name, accuracies) in enumerate(runs.items()):
        colour = (BLUE, RED)[place]
        style = {"color": colour, "linestyle": LINES[place], "marker": MARKERS[place]}
        axes.plot(list(accuracies), list(accuracies.values()), label=name, linewidth=2, **style)
    axes.axhline(0.1, color="gray", linestyle=":")
    axes.annotate("guessing", (0.3, 0.1), (0, 4), ("axes fraction", "data"), "offset points")
    axes.set(xscale="log", xlabel="learning rate", ylabel="accuracy", ylim=(0, 1.04))
    axes.xaxis.set_major_formatter("{x:g}")
    axes.yaxis.set_major_formatter(percent)
    axes.legend(fontsize=10)
    return picture


def by_setting(runs, setting, alt):
    """Draw what a run came to for several values of a setting: accuracies and losses.

    Parameters
    ----------
    runs : dict
        {value: History}; the value stands under its point.
    setting : str
        Name of the setting.
    alt : str
    """
    picture = Picture(alt, width=10, height=3.4)
    for axes, what in zip(picture.charts(1, 2), ("accuracy", "loss"), strict=True):
        ends = [(vars(run)[what][-1], vars(run)[f"validation_{what}"][-1]) for run in runs.values()]
        plot_both(axes, range(len(runs)), *zip(*ends, strict=True))
        axes.set_xticks(range(len(runs)), [f"{value:g}" for value in runs])
        axes.set(xlabel=setting, ylabel=f"{what} at the end", ylim=(0, None))
    picture.axes[0].set_ylim(0, 1.03)
    picture.axes[0].yaxis.set_major_formatter(percent)
    return picture


def heat_map(accuracies, neurons, rates, alt):
    """Draw the accuracy of each pair of neurons and rate: darker is better, the number says it.

    A star marks the best of all, a frame the best of each row.

    Parameters
    ----------
    accuracies : array (len(neurons), len(rates))
        The first row is drawn at the bottom.
    neurons, rates : lists of numbers
    alt : str
    """
    picture = Picture(alt, width=9, height=1.3 + 0.42 * len(neurons))
    axes = picture.subplots()
    axes.imshow(accuracies, cmap="Blues", vmin=0, vmax=1.15, origin="lower", aspect="auto")
    best = np.unravel_index(np.argmax(accuracies), np.shape(accuracies))
    for row, values in enumerate(accuracies):
        for column, value in enumerate(values):
            star = " ★" if (row, column) == best else ""
            colour = "white" if value > 0.75 else "black"
            axes.text(column, row, f"{value:.0%}{star}", color=colour, fontsize=11, **CENTRED)
        corner = np.argmax(values) - 0.47, row - 0.45
        frame = {"fill": False, "edgecolor": ORANGE, "linewidth": 2.5}
        axes.add_patch(Rectangle(corner, 0.94, 0.9, **frame))
    axes.set_xticks(range(len(rates)), [f"{rate:g}" for rate in rates])
    axes.set_yticks(range(len(neurons)), neurons)
    axes.set(xlabel="learning rate", ylabel="hidden neurons")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    return picture
