"""Pictures of gradients and of the way back."""

import numpy as np
from matplotlib.patches import Rectangle

from ..wording import figure, listed, minus
from .curve_labels import course, equal_factors, label_ends
from .image_axes import WHITE, print_peaks, show_grey, show_signed, tile_text, tiles
from .picture import CENTRED, HERE, INK, SMALL, WIDE, Picture, in_style

LOOKS = (("o", "-"), ("o", "--"), ("s", "-"), ("s", "--"))


@in_style
def slope_at_a_point(weights, losses, place, loss, slope, nudge, xlabel):
    """Draw the loss over one weight, with its tangent and with the step of one nudge.

    Parameters
    ----------
    weights, losses : arrays (n,), the curve
    place, loss, slope : numbers, the point on it and the slope there
    nudge : number, how far the weight is moved
    xlabel : str
    """
    above = np.interp(place + nudge, weights, losses)
    picture = Picture(
        f"The loss over {xlabel} {course(weights, losses)}. At {figure(place)} its tangent has the "
        f"slope {figure(slope, 3)}; a nudge of {figure(nudge)} moves the loss by "
        f"{figure(above - loss)}, along the tangent it would be {figure(slope * nudge)}.",
        width=WIDE,
        height=3.6,
    )
    axes = picture.subplots()
    top = losses.max() * 1.05
    axes.set(xlabel=xlabel, ylabel="loss", ylim=(min(0, losses.min()), top))
    axes.plot(weights, losses, color=INK)
    tangent = loss + slope * (weights - place)
    axes.plot(weights, tangent, "--", color=HERE)
    corner = [place, place + nudge, place + nudge], [loss, loss, above]
    axes.plot(*corner, ":", color=INK, linewidth=1.5)
    axes.plot([place, place + nudge], [loss, above], "o", color=INK)
    axes.text(place + nudge / 2, loss - 0.06, f"nudge {nudge:g}", ha="center", va="top")
    words = f"the loss moves\nby {above - loss:.3f}"
    axes.text(place + nudge + 0.03, (loss + above) / 2, words, va="center")
    ends = {"the loss": (weights[-1], losses[-1], INK)}
    ends[f"the tangent:\nslope {slope:.2f}"] = (weights[-1], min(tangent[-1], top), HERE)
    label_ends(axes, ends)
    return picture


@in_style
def slopes_of_scores(images, slopes, labels):
    """Draw each image's slopes p - y as a row of ten cells, beside the image.

    Parameters
    ----------
    images : array (n, 784)
    slopes : array (n, 10)
    labels : array (n,)
    """
    n = len(images)
    at_label = slopes[np.arange(n), labels]
    picture = Picture(
        f"{n} digits, {listed([str(label) for label in labels])}, each beside its ten slopes p − y "
        "as a row of cells. The cell at the label is framed and blue, its number negative, from "
        f"{figure(at_label.min())} to {figure(at_label.max())}; the nine others are positive, and "
        "each row sums to zero.",
        width=WIDE,
        height=0.52 * n + 0.9,
    )
    axes = picture.subplots()
    shades = np.sqrt(np.abs(slopes))  # small ones are seen, too
    colours = np.where(slopes[..., None] > 0, tiles("positive")(shades), tiles("negative")(shades))
    axes.imshow(colours, extent=(-0.5, 9.5, n - 0.5, -0.5))
    for row in range(n):
        show_grey(axes, images[row], extent=(-2.2, -1.2, row + 0.5, row - 0.5))
        for k in range(10):
            weight = "bold" if k == labels[row] else "normal"
            tile_text(axes, k, row, minus(f"{slopes[row, k]:+.2f}"), weight=weight)
        total = round(slopes[row].sum(), 6) + 0.0  # never "-0.00"
        axes.text(10.3, row, f"{total:.2f}", **CENTRED)
        frame = {"fill": False, "edgecolor": WHITE, "linewidth": 2}
        axes.add_patch(Rectangle((labels[row] - 0.46, row - 0.46), 0.92, 0.92, **frame))
    axes.text(10.3, -0.75, "sum", ha="center")
    axes.text(-1.7, -0.75, "image", ha="center")
    axes.set(xlim=(-2.4, 10.8), ylim=(n - 0.45, -0.6), xticks=range(10), yticks=[])
    axes.set_xlabel("class (the label's cell is framed; orange: +, blue: −)")
    axes.spines[:].set_visible(False)
    axes.tick_params(length=0)
    return picture


@in_style
def three_products():
    """Draw the shapes of a layer's three matrix products, and what each sums over."""
    n, fan_in, fan_out = ("n", 4), ("in", 3), ("out", 2)
    products = (
        ("forward: z = a @ W", "inputs", ("a", n, fan_in), ("W", fan_out), "z"),
        ("back: dW = a.T @ delta", "images", ("a.T", fan_in, n), ("delta", fan_out), "dW"),
        ("back: da = delta @ W.T", "outputs", ("delta", n, fan_out), ("W.T", fan_in), "da"),
    )
    picture = Picture(
        "The three matrix products of a layer drawn as grids. Forward, a (n by in) times W (in by "
        "out) sums over the inputs; a.T (in by n) times delta (n by out) sums over the images and "
        "gives dW; delta (n by out) times W.T (out by in) sums over the outputs and gives da.",
        width=WIDE,
        height=6.6,
    )
    for axes, product in zip(picture.subplots(3, 1), products, strict=True):
        title, summed, (name, rows, inner), (other, columns), result = product
        x = _matrix(axes, 0, name, rows, inner, row=0)
        axes.text(x + 0.75, 0, "@", size=14, **CENTRED)
        x = _matrix(axes, x + 2.5, other, inner, columns, column=0)
        axes.text(x + 0.75, 0, "=", size=14, **CENTRED)
        x = _matrix(axes, x + 2.5, result, rows, columns, row=0, column=0)
        axes.set(xlim=(-8.5, 14.0), ylim=(-3.0, 3.0), aspect="equal")
        axes.text(-8.5, 0.4, title, fontsize=11.5, family="monospace", va="bottom")
        axes.text(-8.5, 0, f"sums over the {summed}", va="top", color=HERE)
        axes.axis("off")
    return picture


def _matrix(axes, x, name, rows, columns, row=None, column=None):
    """A matrix as cells, with the cells of one row or one column (or both) shaded."""
    (row_name, height), (column_name, width) = rows, columns
    top = height / 2
    for r, c in np.ndindex(height, width):
        inside = (row is None or r == row) and (column is None or c == column)
        square = Rectangle((x + c, top - r - 1), 1, 1, facecolor="none", edgecolor=INK, linewidth=1)
        if inside:
            square.set(facecolor=HERE, hatch="///")
        axes.add_patch(square)
    middle, size = x + width / 2, {"size": 11, "style": "italic"}
    axes.text(middle, top + 0.2, column_name, ha="center", va="bottom", **size)
    axes.text(x - 0.15, 0, row_name, ha="right", va="center", **size)
    axes.text(middle, -top - 0.2, name, ha="center", va="top", size=11.5, family="monospace")
    return x + width


@in_style
def sum_of_images(images, deltas, shown=5):
    """Draw one neuron's column of dW1 as what it is: the sum of the images, each times its delta.

    Parameters
    ----------
    images : array (n, 784)
    deltas : array (n,)
        The neuron's delta for each image.
    shown : whole number
        How many of the terms are drawn, the largest first.
    """
    order = np.argsort(-np.abs(deltas), kind="stable")[:shown]
    factors = [minus(f"{delta:+.3f}") for delta in deltas[order]]
    total = images.T @ deltas
    picture = Picture(
        f"The {shown} largest of {len(images)} terms, each a digit times its delta, "
        f"{listed(factors)}: orange where delta is positive, blue where it is negative. Beside "
        "them the sum of all terms, in which these digits can be seen on top of each other.",
        width=WIDE,
        height=1.6,
    )
    picture.draw_close()
    row = picture.subplots(1, shown + 1)
    for axes, i, factor in zip(row, order, factors, strict=False):
        show_signed(axes, deltas[i] * images[i], np.abs(total).max())
        axes.set_xlabel(f"× {factor}", fontsize=SMALL)
    show_signed(row[-1], total, np.abs(total).max())
    print_peaks(row[-1], total, np.abs(total).max())
    row[-1].set_xlabel("sum of all", fontsize=SMALL)
    for axes in row[1:]:
        x, sign = (-0.22, "+…=") if axes is row[-1] else (-0.13, "+")
        axes.text(x, 0.5, sign, transform=axes.transAxes, **CENTRED)
    return picture


@in_style
def sizes_of_delta(sizes):
    """Draw how large delta is in each layer of some networks, on a logarithmic axis.

    Parameters
    ----------
    sizes : dict
        {name of the network: mean of |delta| for each layer, the first layer first}.
    """
    told = "; ".join(
        f"{name}: {figure(values[0], 1)} in the first layer, {figure(values[-1], 1)} in the last"
        for name, values in sizes.items()
    )
    picture = Picture(
        "The mean size of delta by layer, on a logarithmic axis, for networks with "
        f"{listed(list(sizes))}. {told}.",
        width=WIDE,
        height=3.6,
    )
    axes = picture.subplots()
    axes.set_yscale("log")
    ends = {}
    for (name, values), (marker, line) in zip(sizes.items(), LOOKS, strict=False):
        layers = np.arange(1, len(values) + 1)
        axes.plot(layers, values, color=HERE, marker=marker, linestyle=line)
        ends[name] = (1, values[0], HERE)
    axes.set(xlabel="layer (the scores are the last)", ylabel="mean size of delta", xticks=layers)
    axes.invert_xaxis()  # the way back, from left to right
    axes.grid(axis="y")
    equal_factors(axes.yaxis)
    label_ends(axes, ends)
    return picture
