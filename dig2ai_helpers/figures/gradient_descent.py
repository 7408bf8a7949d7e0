"""Pictures of gradient descent: steps on the loss of one weight, or along one direction."""

import numpy as np

from .picture import BLUE, MARKERS, RED, Picture


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
