"""Pictures of gradient descent: steps on the loss of one weight, or along one direction."""

import numpy as np

from ..wording import counted, figure, minus
from .curve_labels import course
from .picture import FAINT, HERE, INK, WIDE, Picture, in_style

MARKERS = ("^", "D", "v")


@in_style
def descents(rates, paths, loss):
    """Draw the way down a curve for several learning rates, a panel each.

    Parameters
    ----------
    rates : list of numbers
    paths : list of arrays, the weight after 0, 1, 2 ... steps
    loss : function of an array of weights
    """
    weights = np.linspace(-2.6, 8.6, 561)
    bottom = weights[np.argmin(loss(weights))]
    told = [
        f"with rate {rate:g} {_way(path, bottom)}" for rate, path in zip(rates, paths, strict=True)
    ]
    picture = Picture(
        f"{len(paths[0]) - 1} steps in a valley, from the weight {figure(paths[0][0])} towards the "
        f"bottom at {figure(bottom)}: {'; '.join(told)}.",
        width=WIDE,
        height=2.8,
    )
    panels = picture.subplots(1, len(rates), sharey=True, squeeze=False)[0]
    for axes, rate, path in zip(panels, rates, paths, strict=True):
        axes.plot(weights, loss(weights), color=INK, linewidth=1.5)
        axes.plot(path, loss(path), "--", color=HERE, linewidth=1)
        axes.plot(path, loss(path), "o", color=HERE, markersize=5)
        axes.plot(path[0], loss(path[0]), "s", color=INK, markersize=7)
        axes.annotate("start", (path[0], loss(path[0])), (6, 7), textcoords="offset points")
        axes.set(xlabel="weight", xlim=(-2.8, 8.8), ylim=(-1.5, 32))
        axes.set_title(f"learning rate {rate:g}")
    panels[0].set_ylabel("loss")
    return picture


def _way(path, bottom):
    """Say where steps lead, and how often they cross the bottom."""
    sides = np.sign(np.round(path - bottom, 6))
    crossed = int(np.sum(sides[1:] * sides[:-1] < 0))
    end = f"it ends {figure(abs(path[-1] - bottom))} away"
    if abs(path[-1] - bottom) > abs(path[0] - bottom):
        end = f"it climbs out, to {figure(abs(path[-1] - bottom))} away"
    return f"{end}, having crossed the bottom {counted(crossed, 'time')}" if crossed else end


@in_style
def loss_slice(moves, losses, slope, marks, xlabel):
    """Draw the loss along one line through the weights, its tangent at 0, and steps on it.

    Parameters
    ----------
    moves, losses : arrays (n,), the curve; 0 is where we stand
    slope : number, that of the tangent at 0
    marks : dict
        {words: (move, loss)}
    xlabel : str
    """
    here = np.interp(0, moves, losses)
    steps = [
        f"{words} ends at the loss {figure(loss)}, {'lower' if loss < here else 'higher'}"
        for words, (_, loss) in marks.items()
    ]
    picture = Picture(
        f"The loss over the {xlabel} {course(moves, losses)}. At the start, 0, it is "
        f"{figure(here)}, and its tangent has the slope {figure(slope)}. {'; '.join(steps)}.",
        width=WIDE,
        height=3.6,
    )
    axes = picture.subplots()
    low, high = losses.min(), losses.max()
    margin = 0.15 * (high - low)
    axes.set(xlabel=xlabel, ylabel="loss", ylim=(low - 1.5 * margin, high + margin))
    axes.plot(moves, losses, color=INK)
    left, right = moves[0], moves[-1]
    reach = np.clip(
        ((high + 0.5 * margin - here) / slope, (low - margin - here) / slope), left, right
    )
    axes.plot(reach, here + slope * reach, "--", color=HERE)
    tip = max(reach) if slope < 0 else min(reach)  # the lower end, where no curve is
    words = minus(f"tangent: slope {slope:.2f}")
    beside = {"textcoords": "offset points", "color": HERE, "va": "top"}
    ha, offset = ("left", (4, 2)) if slope < 0 else ("right", (-4, 8))
    axes.annotate(words, (tip, here + slope * tip), offset, ha=ha, **beside)
    axes.plot(0, here, "s", color=INK, markersize=8)
    up = 8 if slope > 0 else -8  # where neither the curve nor its tangent is
    style = {"textcoords": "offset points", "ha": "right", "va": "center"}
    axes.annotate("start", (0, here), (-10, up), **style)
    slopes = np.gradient(losses, moves)
    for marker, (words, (move, loss)) in zip(MARKERS, marks.items(), strict=False):
        falls = np.interp(move, moves, slopes) < 0
        offset = (9, 3) if falls else (9, -13)
        axes.plot(move, loss, marker, color=HERE, markersize=9)
        axes.annotate(words, (move, loss), offset, textcoords="offset points")
    return picture


@in_style
def ravine(steepness, ways, steps=20):
    """Draw gradient descent in a valley that is steep across and flat along, a panel for each way.

    The loss is (w[0]² + steepness · w[1]²) / 2.

    Parameters
    ----------
    steepness : number
    ways : list of pairs
        (learning rate, momentum)
    steps : int
        How many each way takes.
    """
    curvature, start = np.array([1, steepness]), np.array([-10.0, 1.0])
    paths = {
        f"rate {rate:g}, momentum {momentum:g}": _roll(start, curvature, rate, momentum, steps)
        for rate, momentum in ways
    }
    told = []
    for name, path in paths.items():
        crossed = np.sum(np.round(path[1:, 1], 6) * np.round(path[:-1, 1], 6) < 0)
        loss = (path[-1] ** 2 @ curvature) / 2
        told.append(
            f"with {name} they end {figure(np.linalg.norm(path[-1]))} away, at the loss "
            f"{figure(loss)}, having crossed the ravine {counted(crossed, 'time')}"
        )
    picture = Picture(
        f"{steps} steps in a ravine from w[0] = −10, w[1] = 1 towards its lowest point in the "
        f"middle: {'; '.join(told)}.",
        width=WIDE,
        height=0.4 + 1.45 * len(paths),
    )
    along, across = np.meshgrid(np.linspace(-11.5, 4, 78), np.linspace(-1.6, 1.6, 41))
    heights = (along**2 + steepness * across**2) / 2
    panels = picture.subplots(len(paths), 1, sharex=True, squeeze=False)[:, 0]
    for axes, (name, path) in zip(panels, paths.items(), strict=True):
        axes.contour(along, across, heights, [0.5, 4, 14, 34, 60], colors=FAINT, linewidths=0.8)
        axes.plot(*path.T, "o-", color=HERE, markersize=4, linewidth=1.3)
        axes.plot(*start, "s", color=INK, markersize=7)
        axes.plot(0, 0, "+", color=INK, markersize=12, markeredgewidth=2)
        axes.set(ylabel="w[1]", yticks=(-1, 0, 1))
        axes.set_title(name)
    panels[-1].set_xlabel("w[0]   (■ start, + lowest point)")
    return picture


def _roll(place, curvature, rate, momentum, steps):
    """Return the places (steps + 1, 2) of gradient descent with momentum."""
    path, velocity = [place], 0
    for _ in range(steps):
        velocity = momentum * velocity - rate * curvature * path[-1]
        path.append(path[-1] + velocity)
    return np.array(path)
