"""Pictures of the 2-2-2 network: its values on the way forward, its slopes on the way back."""

import numpy as np

from .picture import BLUE, CENTRED, RED, Picture, minus

HEIGHTS = (1.0, 0.0)  # of the two neurons of a layer
LINE = {"color": "#999999", "zorder": 1}
PLAIN = {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
FRAME = {"facecolor": "#eef4fa", "edgecolor": BLUE}
SLOPE = {"color": RED, "style": "italic"}


def forward_222(values):
    """Draw the 2-2-2 network with the value of every part on the way forward.

    Parameters
    ----------
    values : dict of arrays
        Under "x" (2,), "W1", "b1", "z1", "a1", "W2", "b2" and "z2".
    """
    told = "; ".join(
        f"{name} = ({values[name][0]:.1f}, {values[name][1]:.1f})"
        for name in ("x", "z1", "a1", "z2")
    )
    picture = Picture(
        f"The 2-2-2 network as a graph, two pixels on the left, two scores on the right: {told}. "
        "The weights stand on the lines, the biases under the sums.",
        width=9.6,
        height=3.6,
    )
    axes = picture.subplots()
    axes.set(xlim=(-0.8, 9.8), ylim=(-0.3, 1.45))
    axes.axis("off")
    across = {"x": 0.0, "z1": 3.4, "a1": 5.3, "z2": 9.0}
    titles = ("pixels x", "sums z1", "a1 = relu(z1)", "scores z2")
    frame = {"boxstyle": "round,pad=0.4", **FRAME}
    for (name, x), title in zip(across.items(), titles, strict=True):
        axes.text(x, 1.36, title, fontsize=11, weight="bold", **CENTRED)
        for y, value in zip(HEIGHTS, values[name], strict=True):
            axes.text(x, y, minus(f"{value:.1f}"), fontsize=13, bbox=frame, zorder=4, **CENTRED)
    for start, end, W, b in (("x", "z1", "W1", "b1"), ("a1", "z2", "W2", "b2")):
        for place, x, y in _layer(axes, across[start], across[end], 0.33, linewidth=1.5):
            text = minus(f"× {values[W][place]:.1f}")
            axes.text(x, y, text, fontsize=11, bbox=PLAIN, zorder=3, **CENTRED)
        for y, bias in zip(HEIGHTS, values[b], strict=True):
            axes.text(across[end], y - 0.2, f"bias {bias:.1f}", fontsize=10, **CENTRED)
    for y in HEIGHTS:
        ends = (across["a1"] - 0.45, y), (across["z1"] + 0.45, y)
        axes.annotate("", *ends, arrowprops={"arrowstyle": "->"})
    return picture


def graph_222(values, slopes):
    """Draw the 2-2-2 network with the value of every part and the loss's slope for it.

    Parameters
    ----------
    values, slopes : dicts of arrays
        Under "images" (1, 2), "W1", "b1", "z1", "a1", "W2", "b2", "scores" and "loss".
    """
    listed = "; ".join(
        f"{name} " + " and ".join(map(_written, slopes[name][0])) for name in ("scores", "a1", "z1")
    )
    picture = Picture(
        "The 2-2-2 network as a graph from two pixels by way of z1, a1 and the scores to the "
        f"loss of {float(values['loss']):.3f}; under each value stands the slope of the loss "
        f"for it. Slopes: {listed}.",
        width=10,
        height=5,
    )
    axes = picture.subplots()
    axes.set(xlim=(-0.75, 11.6), ylim=(-0.75, 1.5))
    axes.axis("off")
    across = {"images": 0.0, "z1": 3.4, "a1": 5.3, "scores": 8.7, "loss": 10.9}
    for x, title in zip(
        across.values(), ("pixels", "z1", "relu → a1", "scores", "loss"), strict=True
    ):
        axes.text(x, 1.36, title, ha="center", fontsize=11, weight="bold")
    for start, end, W, b in (("images", "z1", "W1", "b1"), ("a1", "scores", "W2", "b2")):
        left, right = across[start], across[end]
        axes.text((left + right) / 2, 1.36, W, ha="center", fontsize=11)
        for place, x, y in _layer(axes, left, right, 0.36, linewidth=1):
            _pair(axes, x, y, f"{values[W][place]:.1f}", slopes[W][place], 9.5, PLAIN)
        for y, bias, slope in zip(HEIGHTS, values[b], slopes[b], strict=True):
            axes.text(right - 0.06, y - 0.27, f"bias {bias:.1f}", ha="right", size=9.5)
            axes.text(right + 0.06, y - 0.27, _written(slope), size=9.5, **SLOPE)
    for y, z in zip(HEIGHTS, values["z1"][0], strict=True):
        axes.plot((across["z1"], across["a1"]), (y, y), linewidth=1, **LINE)
        axes.plot((across["scores"], across["loss"]), (y, 0.5), linewidth=1, **LINE)
        middle = (across["z1"] + across["a1"]) / 2
        axes.text(middle, y + 0.03, "on" if z > 0 else "off", ha="center", size=10)
    for name, x in across.items():
        heights = (0.5,) if name == "loss" else HEIGHTS
        numbers = np.ravel(values[name]), np.ravel(slopes[name])
        for y, value, slope in zip(heights, *numbers, strict=True):
            _pair(axes, x, y, f"{value:.3f}", slope, 10.5, {"boxstyle": "round,pad=0.35", **FRAME})
    axes.text(0, -0.65, "upper number: the value, found on the way forward →", size=10.5)
    back = "← lower number, italic: slope of the loss, found on the way back"
    axes.text(11.5, -0.65, back, size=10.5, ha="right", **SLOPE)
    return picture


def _layer(axes, left, right, share, linewidth):
    """Draw the lines from two neurons to the next two; yield where each weight is to be written.

    First comes its place in the matrix, then the point at this share of its line from the left.
    """
    for i, j in np.ndindex(2, 2):
        start, end = HEIGHTS[i], HEIGHTS[j]
        axes.plot((left, right), (start, end), linewidth=linewidth, **LINE)
        yield (i, j), left + share * (right - left), start + share * (end - start)


def _pair(axes, x, y, value, slope, size, frame):
    """Write a value, and under it, in italics and another colour, its slope."""
    blank = f"{'0' * 6}\n{'0' * 6}"  # the two lines share one box, drawn first
    axes.text(x, y, blank, size=size, color="none", bbox=frame, zorder=3, **CENTRED)
    axes.text(x, y + 0.015, value, ha="center", va="bottom", size=size, zorder=4)
    axes.text(x, y - 0.015, _written(slope), ha="center", va="top", size=size, zorder=4, **SLOPE)


def _written(slope):
    return f"{np.round(slope, 3) + 0.0:.3f}"  # never "-0.000"
