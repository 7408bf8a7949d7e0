"""A picture of the 2-2-2 network: its values on the way forward, its slopes on the way back."""

import numpy as np

from ..functions import relu, softmax
from ..wording import minus
from .picture import FAINT, HERE, WIDE, Picture, in_style

HEIGHTS = (1.0, 0.0)  # of the two neurons of a layer


@in_style
def graph_222(image, label, W1, b1, W2, b2):
    """Draw the 2-2-2 network with the value of every part and the loss's slope for it.

    Parameters
    ----------
    image : array (2,)
    label : 0 or 1
    W1, b1, W2, b2 : arrays (2, 2) and (2,)
    """
    values, slopes = _forward_and_back(image, label, W1, b1, W2, b2)
    told = "; ".join(
        f"{name} " + " and ".join(map(_written, slopes[name])) for name in ("scores", "a1", "z1")
    )
    picture = Picture(
        "The 2-2-2 network as a graph from two pixels by way of z1, a1 and the scores to the "
        f"loss of {values['loss']:.3f}; under each value stands the slope of the loss "
        f"for it. Slopes: {told}.",
        width=WIDE,
        height=5.6,
    )
    axes = picture.subplots()
    axes.set(xlim=(-0.7, 11.6), ylim=(-0.68, 1.48))
    axes.axis("off")
    across = {"images": 0.0, "z1": 3.4, "a1": 5.3, "scores": 8.7, "loss": 10.9}
    titles = ("pixels", "z1", "a1", "scores", "loss")
    for x, title in zip(across.values(), titles, strict=True):
        axes.text(x, 1.38, title, ha="center", fontsize=12, weight="bold")
    for start, end, W, b in (("images", "z1", "W1", "b1"), ("a1", "scores", "W2", "b2")):
        left, right = across[start] + 0.56, across[end] - 0.56
        axes.text((left + right) / 2, 1.38, W, ha="center", fontsize=12, weight="bold")
        for place, x, y in _layer(axes, left, right, 0.3, 0.28):
            _pair(axes, x, y, minus(f"{values[W][place]:.1f}"), slopes[W][place])
        for y, bias, slope in zip(HEIGHTS, values[b], slopes[b], strict=True):
            below = across[end], y - 0.16
            axes.text(*below, minus(f"bias {bias:.1f}"), size=11, ha="center", va="top")
            slope_style = {"size": 11, "ha": "center", "va": "top", "color": HERE}
            axes.text(across[end], y - 0.24, _written(slope), style="italic", **slope_style)
    for y, z in zip(HEIGHTS, values["z1"], strict=True):
        _line(axes, (across["z1"] + 0.56, across["a1"] - 0.56), (y, y))
        _line(axes, (across["scores"] + 0.56, across["loss"] - 0.56), (y, 0.5))
        middle = (across["z1"] + across["a1"]) / 2
        axes.text(middle, y + 0.03, "relu:\non" if z > 0 else "relu:\noff", ha="center", size=10)
    for name, x in across.items():
        heights = (0.5,) if name == "loss" else HEIGHTS
        numbers = np.ravel(values[name]), np.ravel(slopes[name])
        for y, value, slope in zip(heights, *numbers, strict=True):
            _node(axes, x, y)
            _pair(axes, x, y, minus(f"{value:.3f}"), slope)
    axes.text(-0.5, -0.5, "upper number: the value, found on the way forward →", size=11)
    back = "← lower number, italic: slope of the loss, found on the way back"
    axes.text(-0.5, -0.62, back, size=11, style="italic", color=HERE)
    return picture


def _forward_and_back(image, label, W1, b1, W2, b2):
    """Return the value of every part by its name, and the slope of the loss (notebook 04)."""
    z1 = image @ W1 + b1
    a1 = relu(z1)
    scores = a1 @ W2 + b2
    p = softmax(scores[None])[0]
    values = {"images": image, "W1": W1, "b1": b1, "z1": z1, "a1": a1, "W2": W2, "b2": b2}
    delta2 = p - np.eye(2)[label]
    da1 = W2 @ delta2
    delta1 = da1 * (z1 > 0)
    slopes = {"images": W1 @ delta1, "W1": np.outer(image, delta1), "b1": delta1, "z1": delta1}
    slopes |= {"a1": da1, "W2": np.outer(a1, delta2), "b2": delta2, "scores": delta2, "loss": 1.0}
    return values | {"scores": scores, "loss": -np.log(p[label])}, slopes


def _node(axes, x, y):
    """Draw the frame of a neuron's number."""
    across, up = np.array([-1, 1, 1, -1]) * 0.52, np.array([-1, -1, 1, 1]) * 0.12
    axes.fill(x + across, y + up, facecolor="none", edgecolor=FAINT, linewidth=1.5)


def _line(axes, x, y):
    axes.plot(x, y, color=FAINT, linewidth=1.2, zorder=1)


def _layer(axes, left, right, share, gap):
    """Draw the lines from two neurons to the next two; yield where each weight is to be written.

    First comes its place in the matrix, then the point at this share of its line from the left.
    A line leaves room for the numbers that stand on it.
    """
    for i, j in np.ndindex(2, 2):
        start, end = HEIGHTS[i], HEIGHTS[j]
        at = np.array([0, share - gap / 2, share + gap / 2, 1])
        x, y = left + at * (right - left), start + at * (end - start)
        _line(axes, x[:2], y[:2])
        _line(axes, x[2:], y[2:])
        yield (i, j), left + share * (right - left), start + share * (end - start)


def _pair(axes, x, y, value, slope):
    """Write a value, and under it, in italics and another colour, its slope."""
    axes.text(x, y + 0.012, value, ha="center", va="bottom", size=12)
    style = {"style": "italic", "color": HERE, "size": 12}
    axes.text(x, y - 0.012, _written(slope), ha="center", va="top", **style)


def _written(slope):
    return minus(f"{np.round(slope, 3) + 0.0:.3f}")  # never "−0.000"
