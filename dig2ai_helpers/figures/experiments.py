"""Pictures of settings being tried: by seed, by neurons and rate, by batch size, by heart."""

import numpy as np
from matplotlib.patches import Rectangle

from .picture import BLUE, CENTRED, LINES, MARKERS, ORANGE, RED, Picture, percent


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


def steps_of_batches(losses, alt):
    """Draw the loss on the same digits after each update, a panel for each batch size.

    Parameters
    ----------
    losses : dict
        {name: list of losses, the first before any update}
    alt : str
    """
    picture = Picture(alt, width=10, height=3.2)
    panels = picture.charts(1, len(losses), sharey=True)
    for axes, (name, values) in zip(panels, losses.items(), strict=True):
        axes.plot(range(len(values)), values, color=BLUE, linewidth=1.3)
        axes.set_title(name, fontsize=11)
        axes.set(xlabel="update", ylim=(0, max(map(max, losses.values())) * 1.05))
        axes.grid(axis="y", color="#e5e5e5")
    panels[0].set_ylabel("loss on new digits")
    return picture


def by_heart(histories, alt):
    """Draw training and validation loss of runs side by side, and mark where the latter is lowest.

    Parameters
    ----------
    histories : dict
        {name: History}
    alt : str
    """
    picture = Picture(alt, width=10, height=3.6)
    panels = picture.charts(1, len(histories), sharey=True)
    for axes, (name, history) in zip(panels, histories.items(), strict=True):
        epochs = np.arange(1, len(history.loss) + 1)
        losses = np.array(history.validation_loss)
        axes.plot(epochs, history.loss, "-", color=BLUE, linewidth=2, label="training")
        axes.plot(epochs, losses, "--", color=RED, linewidth=2, label="validation")
        lowest = losses.argmin()
        words = {"textcoords": "offset points", "fontsize": 10, "va": "top"}
        place = epochs[lowest], losses[lowest]
        axes.plot(*place, "v", color="black", markersize=9)
        axes.annotate(f"lowest: epoch {lowest + 1}", place, (4, -8), **words)
        axes.set(xlabel="epoch", ylim=(0, None))
        axes.set_title(name, fontsize=11)
    panels[0].set_ylabel("loss")
    panels[0].legend(fontsize=10, loc="upper right")
    return picture
