"""Pictures of neurons and layers on the way forward."""

from itertools import pairwise

import numpy as np

from ..wording import figure, listed, minus, percent
from .curve_labels import course, label_ends, percents, zero_lines
from .image_axes import print_signs, show_grey, show_signed
from .picture import CENTRED, HERE, INK, MUTED, WIDE, Picture, in_style

# Curves without a meaning of their own: their names stand at their ends.
LOOKS = ((HERE, "-"), (INK, "--"), (INK, ":"), (INK, "-."))
MARKERS = ("o", "s", "^", "D")


@in_style
def neuron_on_images(images, weights, names):
    """Draw, a row for each image: the image, the weights, their products and the sum of these.

    Parameters
    ----------
    images : array (n, 784)
    weights : array (784,)
    names : list of n strings, what each image is
    """
    products = images * weights
    sums = products.sum(axis=1)
    reach = np.abs(weights).max()
    told = "; ".join(f"{name}: {total:.1f}" for name, total in zip(names, sums, strict=True))
    n = len(images)
    picture = Picture(
        f"{n} rows: an image, times the same template of weights, gives products; positive ones "
        f"are marked with a plus, negative ones with a minus. The sums: {minus(told)}.",
        width=WIDE,
        height=2.3 * n + 0.3,
    )
    grid = picture.subplots(n, 4, squeeze=False, width_ratios=[1, 1, 1, 0.5])
    for row in range(n):
        image, template, product, total = grid[row]
        show_grey(image, images[row])
        image.set_ylabel(names[row])
        for axes, values, sign in ((template, weights, "×"), (product, products[row], "=")):
            show_signed(axes, values, reach)
            print_signs(axes, values, reach)
            axes.text(-0.09, 0.5, sign, fontsize=16, transform=axes.transAxes, **CENTRED)
        total.axis("off")
        total.text(0.05, 0.5, minus(f"sum\n{sums[row]:+.1f}"), fontsize=15, va="center")
    for axes, title in zip(grid[0], ("image", "weights", "products", ""), strict=True):
        axes.set_title(title)
    return picture


@in_style
def sums_and_threshold(sums, threshold):
    """Draw histograms of a neuron's sum, one for each group of images.

    Parameters
    ----------
    sums : dict
        {name of the group: its sums (n,)}; first those that the neuron looks for
    threshold : number
    """
    beyond = [f"{percent(np.mean(values > threshold))} of {name}" for name, values in sums.items()]
    picture = Picture(
        f"Histograms of the sums of {listed(list(sums))}, which overlap. A dashed line marks the "
        f"threshold {figure(threshold)}; above it lie {listed(beyond)}.",
        width=WIDE,
        height=3.3,
    )
    axes = picture.subplots()
    every = np.concatenate(list(sums.values()))
    edges = np.linspace(every.min(), every.max(), 41)
    for (name, values), (colour, hatch) in zip(
        sums.items(), ((HERE, "//"), (MUTED, "..")), strict=True
    ):
        shares = np.full(len(values), 1 / len(values))
        style = {"edgecolor": colour, "hatch": hatch, "facecolor": "none", "linewidth": 1.5}
        heights, *_ = axes.hist(values, edges, weights=shares, histtype="stepfilled", **style)
        peak = edges[heights.argmax() : heights.argmax() + 2].mean(), heights.max()
        axes.annotate(name, peak, (0, 4), textcoords="offset points", color=colour, ha="center")
    axes.axvline(threshold, color=INK, linestyle="--")
    top = axes.get_ylim()[1] * 1.1
    axes.text(threshold, top, " threshold", va="top")
    axes.set(xlabel="sum of the products", ylabel="share of the group", ylim=(0, top))
    axes.yaxis.set_major_formatter(percents)
    return picture


@in_style
def curves(x, values, xlabel, ylabel, log=False, points=False):
    """Draw some curves over the same x, each with its name at its end.

    Parameters
    ----------
    x : array (n,)
    values : dict
        {name of the curve: array (n,)}; the first is drawn most strongly.
    xlabel, ylabel : str
    log : bool
        Whether equal steps upwards are equal factors.
    points : bool
        Whether every value is marked; then x is a count, and all of it is on the axis.
    """
    told = "; ".join(f"{minus(name)} {course(x, heights)}" for name, heights in values.items())
    logarithmic = ", on a logarithmic axis" if log else ""
    picture = Picture(
        f"Curves of {ylabel}{logarithmic}, over {xlabel} from {figure(x[0])} to "
        f"{figure(x[-1])}. {told}.",
        width=WIDE,
        height=3.5,
    )
    axes = picture.subplots()
    ends = {}
    for place, (name, heights) in enumerate(values.items()):
        colour, line = LOOKS[place]
        style = {"marker": MARKERS[place]} if points else {"linewidth": 2.6 - 0.6 * (place > 0)}
        axes.plot(x, heights, color=colour, linestyle=line, **style)
        ends[name] = (x[-1], heights[-1], colour)
    if log:
        axes.set_yscale("log")
    if points:
        axes.set_xticks(x)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.grid()
    label_ends(axes, ends)
    return picture


@in_style
def activations_and_slopes(functions):
    """Draw activations side by side, and under each its slope.

    Parameters
    ----------
    functions : dict
        {name: (function, its slope)}
    """
    z = np.linspace(-4, 4, 801)
    told = [
        f"{name}: the activation {course(z, activation(z))}, its slope {course(z, slope(z))}"
        for name, (activation, slope) in functions.items()
    ]
    picture = Picture(
        "Activations from z = −4 to 4, and under each its slope. " + ". ".join(told) + ".",
        width=WIDE,
        height=4.2,
    )
    grid = picture.subplots(2, len(functions), squeeze=False, sharex=True, sharey="row")
    for column, (name, (activation, slope)) in zip(grid.T, functions.items(), strict=True):
        slopes = slope(z)
        slopes[1:][np.abs(np.diff(slopes)) > 0.5] = np.nan  # a jump is no part of the curve
        column[0].plot(z, activation(z), color=INK)
        column[1].plot(z, slopes, color=HERE)
        column[0].set_title(name)
        column[1].set(xlabel="z", xticks=[-4, -2, 0, 2, 4])
    grid[0, 0].set(ylabel="activation f(z)", ylim=(-2.1, 4.5))
    grid[1, 0].set_ylim(-0.1, 1.95)
    grid[1, 0].set_ylabel("slope of f at z", color=HERE)
    for axes in grid.ravel():
        zero_lines(axes)
        axes.grid()
    return picture


@in_style
def batch_through_layers(sizes, n):
    """Draw the arrays of a forward pass as boxes with their shapes, a layer in a row.

    Parameters
    ----------
    sizes : whole numbers
        Inputs, neurons of each hidden layer, classes.
    n : whole number
        Images in the batch.
    """
    layers = list(pairwise(sizes))
    steps = [f"({n}, {m}) times ({m}, {k}) plus ({k},) gives ({n}, {k})" for m, k in layers]
    picture = Picture(
        f"The arrays of a forward pass of {n} images as boxes with their shapes, a layer in a row: "
        f"{'; then '.join(steps)}. The inner sizes of each product agree.",
        width=WIDE,
        height=1.9 * len(layers),
    )
    axes = picture.subplots()
    axes.set(xlim=(0, 13.2), ylim=(0.45 - 3.1 * len(layers), 0), aspect="equal")
    axes.axis("off")
    for layer, (fan_in, fan_out) in enumerate(layers, start=1):
        y = -3.1 * (layer - 1) - 1.45
        last = layer == len(layers)
        tall, wide, narrow = _side(n), _side(fan_in), _side(fan_out)
        given = "images" if layer == 1 else f"a{layer - 1}"
        made = f"z{layer} = scores" if last else f"z{layer}"
        _box(axes, 1.2, y, given, (n, fan_in), wide, tall, INK)
        _box(axes, 4.3, y, f"W{layer}", (fan_in, fan_out), narrow, wide, HERE)
        _box(axes, 7.0, y, f"b{layer}", (fan_out,), narrow, 0.25, HERE)
        _box(axes, 9.8, y, made, (n, fan_out), narrow, tall, INK)
        for x, sign in ((2.75, "@"), (5.65, "+"), (8.4, "=")):
            axes.text(x, y, sign, fontsize=15, **CENTRED)
        if not last:
            axes.text(11.0, y, f"a{layer} =\nrelu(z{layer})", va="center")
    return picture


def _side(size):
    """A size as a length: by its number of digits, so that all fit."""
    return 0.35 + 0.55 * np.log10(size)


def _box(axes, x, y, name, shape, width, height, colour):
    """An array as a box, its name above and its shape below; hatched if it is learned."""
    corners = [-width, width, width, -width], [-height, -height, height, height]
    hatch = "///" if colour == HERE else None
    look = {"facecolor": "none", "edgecolor": colour, "linewidth": 1.5, "hatch": hatch}
    axes.fill(*(np.array(corners) / 2 + [[x], [y]]), **look)
    sizes = ", ".join(f"{size}" for size in shape) + "," * (len(shape) == 1)
    axes.text(x, y + height / 2 + 0.1, name, ha="center", family="monospace")
    axes.text(x, y - height / 2 - 0.1, f"({sizes})", ha="center", va="top", fontsize=10)
