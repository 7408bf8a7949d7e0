"""Pictures of gradient descent: its steps, and what learning rate and batch size do to it."""

import numpy as np

from .picture import BLUE, MARKERS, RED, Picture, curve_style, percent


def descents(rates, paths, loss, alt):
    """Draw the way down a curve for several learning rates, a panel each.

    Parameters
    ----------
    rates : list of numbers
    paths : list of arrays, the weight after 0, 1, 2 ... steps
    loss : function of an array of weights
    alt : str
    """
    picture = Picture(alt, width=10, height=3.0)
    weights = np.linspace(-2.6, 8.6, 200)
    panels = picture.charts(1, len(rates), sharey=True)
    for axes, rate, path in zip(panels, rates, paths, strict=True):
        axes.plot(weights, loss(weights), color="gray", linewidth=1.5)
        axes.plot(path, loss(path), "--", color=BLUE, linewidth=1)
        axes.plot(path, loss(path), "o", color=BLUE, markersize=5)
        axes.plot(path[0], loss(path[0]), "s", color=RED, markersize=7)
        axes.annotate("start", (path[0], loss(path[0])), (6, 7), textcoords="offset points")
        axes.set(xlabel="weight", xlim=(-2.8, 8.8), ylim=(-1.5, 32))
        axes.set_title(f"learning rate {rate:g}", fontsize=10)
    panels[0].set_ylabel("loss")
    return picture


def loss_slice(moves, losses, slope, marks, alt, xlabel):
    """Draw the loss along one line through the weights, its tangent at 0, and steps on it.

    Parameters
    ----------
    moves, losses : arrays (n,), the curve; 0 is where we stand
    slope : number, that of the tangent at 0
    marks : dict
        {words: (move, loss)}
    alt, xlabel : str
    """
    picture = Picture(alt, width=8.5, height=3.6)
    axes = picture.charts()
    here = np.interp(0, moves, losses)
    low, high = losses.min(), losses.max()
    axes.plot(moves, losses, color=BLUE, linewidth=2, label="the loss")
    axes.plot(moves, here + slope * moves, "--", color=RED, label=f"the tangent: slope {slope:.2f}")
    axes.plot(0, here, "s", color="black", markersize=8)
    up = 8 if slope > 0 else -8  # where neither the curve nor its tangent is
    style = {"textcoords": "offset points", "ha": "right", "va": "center"}
    axes.annotate("start", (0, here), (-10, up), **style)
    slopes = np.gradient(losses, moves)
    for place, (words, (move, loss)) in enumerate(marks.items()):
        falls = np.interp(move, moves, slopes) < 0
        offset = (9, 3) if falls else (9, -13)
        axes.plot(move, loss, MARKERS[place + 2], color="black", markersize=8)
        axes.annotate(words, (move, loss), offset, textcoords="offset points")
    margin = 0.15 * (high - low)
    axes.set(xlabel=xlabel, ylabel="loss", ylim=(low - 1.5 * margin, high + margin))
    axes.legend(loc="upper center")
    return picture


def budget_curves(runs, alt):
    """Draw the loss of several runs against the images they saw, and against their time.

    Parameters
    ----------
    runs : dict
        {name: (images seen, seconds, losses)}, each a list that begins before the first step
    alt : str
    """
    picture = Picture(alt, width=10, height=3.6)
    by_images, by_time = picture.charts(1, 2, sharey=True)
    for place, (name, (images_seen, seconds, losses)) in enumerate(runs.items()):
        style = curve_style(place, marked=True) | {"linewidth": 2, "markersize": 5}
        style["markevery"] = 4 if place else 1
        by_images.plot(images_seen, losses, label=name, **style)
        by_time.plot(seconds[1:], losses[1:], **style)
    by_images.set(xlabel="images seen", ylabel="loss", yscale="log")
    picture.legend(loc="outside upper center", ncols=len(runs), fontsize=9, frameon=False)
    by_time.set(xlabel="time on this machine (seconds)", xscale="log")
    for axis in (by_images.yaxis, by_time.yaxis, by_time.xaxis):
        axis.set_major_formatter("{x:g}")
    return picture


def learning_rates(losses, accuracies, alt):
    """Draw runs with several learning rates: loss by update, and accuracy at the end by rate.

    Parameters
    ----------
    losses : dict
        {rate: list, the loss of each update's batch}
    accuracies : dict
        {rate: number}
    alt : str
    """
    picture = Picture(alt, width=10, height=4.2)
    by_update, by_rate = picture.charts(1, 2)
    for place, (rate, values) in enumerate(losses.items()):
        width = 4 - 0.5 * place  # where two curves meet, both are seen
        style = {"label": f"{rate:g}", "linewidth": width, **curve_style(place)}
        by_update.plot(range(1, len(values) + 1), values, **style)
    by_update.set(xlabel="update", ylabel="loss of the batch", yscale="log")
    by_update.legend(title="learning rate", fontsize=9, title_fontsize=9)
    by_rate.plot(accuracies.keys(), accuracies.values(), "o-", color=BLUE)
    by_rate.axhline(0.1, color="gray", linestyle=":")
    by_rate.text(0.03, 0.11, "guessing", ha="center", va="bottom", fontsize=9)
    by_rate.set(xlabel="learning rate", ylabel="validation accuracy at the end")
    by_rate.set(xscale="log", ylim=(0, 1.02))
    by_rate.xaxis.set_major_formatter("{x:g}")
    by_rate.yaxis.set_major_formatter(percent)
    return picture
