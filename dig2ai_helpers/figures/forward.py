"""Pictures of neurons and layers on the way forward."""

from itertools import pairwise

import numpy as np

from .image_axes import print_signs, show_grey, show_signed
from .picture import BLUE, CENTRED, COLOURS, RED, Picture, curve_style, minus


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
        f"are marked with a plus, negative ones with a minus. The sums: {told}.",
        width=9.2,
        height=2.55 * n + 0.3,
    )
    grid = picture.subplots(n, 4, squeeze=False, width_ratios=[1, 1, 1, 0.62])
    for row in range(n):
        image, template, product, total = grid[row]
        show_grey(image, images[row])
        image.set_ylabel(names[row], fontsize=11)
        for axes, values, sign in ((template, weights, "×"), (product, products[row], "=")):
            show_signed(axes, values, reach)
            print_signs(axes, values, reach)
            axes.text(-0.08, 0.5, sign, fontsize=16, transform=axes.transAxes, **CENTRED)
        total.axis("off")
        total.text(0.05, 0.5, minus(f"sum\n{sums[row]:+.1f}"), fontsize=15, va="center")
    for axes, title in zip(grid[0], ("image", "weights", "products", ""), strict=True):
        axes.set_title(title, fontsize=11)
    for axes in grid[:, :3].ravel():
        axes.spines[:].set_color("black")
    return picture


def sums_and_threshold(sums, threshold, alt):
    """Draw histograms of a neuron's sum, one for each group of images.

    Parameters
    ----------
    sums : dict
        {name of the group: its sums (n,)}
    threshold : number
    alt : str
    """
    picture = Picture(alt, width=8.6, height=3.3)
    axes = picture.charts()
    every = np.concatenate(list(sums.values()))
    edges = np.linspace(every.min(), every.max(), 41)
    for place, (name, values) in enumerate(sums.items()):
        shares = np.full(len(values), 100 / len(values))
        style = {"edgecolor": COLOURS[place], "hatch": ("//", "..")[place], "linewidth": 1.5}
        style["facecolor"] = COLOURS[place] + "30"  # nearly transparent
        axes.hist(values, edges, weights=shares, label=name, histtype="stepfilled", **style)
    axes.axvline(threshold, color="black", linestyle="--", label="threshold")
    axes.set(xlabel="sum of the products", ylabel="share of the group (%)")
    axes.legend(frameon=False)
    return picture


def curves(x, values, alt, xlabel, ylabel, log=False, points=False):
    """Draw some curves over the same x, told apart by colour and by line or marker.

    Parameters
    ----------
    x : array (n,)
    values : dict
        {name of the curve: array (n,)}
    alt, xlabel, ylabel : str
    log : bool
        Whether equal steps upwards are equal factors.
    points : bool
        Whether every value is marked; then x is a count, and all of it is on the axis.
    """
    picture = Picture(alt, width=8.6, height=3.6)
    axes = picture.charts()
    for place, (name, heights) in enumerate(values.items()):
        axes.plot(x, heights, label=name, linewidth=2, **curve_style(place, points))
    if log:
        axes.set_yscale("log")
    if points:
        axes.set_xticks(x)
    axes.set(xlabel=xlabel, ylabel=ylabel)
    axes.legend()
    axes.grid(color="#dddddd")
    return picture


def activations_and_slopes(functions):
    """Draw activations side by side, and under each its slope.

    Parameters
    ----------
    functions : dict
        {name: (function, its slope)}
    """
    picture = Picture(
        f"The activations {', '.join(functions)} from z = -4 to 4, and under each its slope. The "
        "slopes of sigmoid and tanh are bells that are nearly 0 far from z = 0; ReLU's jumps from "
        "0 to 1, SELU's from about 1.76 to 1.05, and dies away to the left.",
        width=10,
        height=4.6,
    )
    z = np.linspace(-4, 4, 801)
    grid = picture.charts(2, len(functions), sharex=True, sharey="row")
    for column, (name, (activation, slope)) in zip(grid.T, functions.items(), strict=True):
        slopes = slope(z)
        slopes[1:][np.abs(np.diff(slopes)) > 0.5] = np.nan  # a jump is no part of the curve
        column[0].plot(z, activation(z), color=BLUE, linewidth=2)
        column[1].plot(z, slopes, color=RED, linewidth=2)
        column[0].set_title(name, fontsize=12)
        column[1].set(xlabel="z", xticks=[-4, -2, 0, 2, 4])
    grid[0, 0].set(ylabel="activation f(z)", ylim=(-2.1, 3.1))
    grid[1, 0].set(ylabel="slope of f at z", ylim=(-0.1, 1.95))
    for axes in grid.ravel():
        axes.axhline(0, color="gray", linewidth=0.8)
        axes.axvline(0, color="gray", linewidth=0.8)
        axes.grid(color="#e5e5e5")
    return picture


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
        width=9.8,
        height=2.1 * len(layers),
    )
    axes = picture.subplots()
    axes.set(xlim=(0, 13.6), ylim=(0.45 - 3.1 * len(layers), 0), aspect="equal")
    axes.axis("off")

    def side(size):  # a size as a length: by its number of digits, so that all fit
        return 0.35 + 0.55 * np.log10(size)

    def box(x, y, name, shape, width, height, colour):
        corners = [-width, width, width, -width], [-height, -height, height, height]
        axes.fill(*(np.array(corners) / 2 + [[x], [y]]), facecolor=colour, edgecolor="black")
        sizes = ", ".join(f"{size}" for size in shape) + "," * (len(shape) == 1)
        axes.text(x, y + height / 2 + 0.1, name, ha="center", family="monospace", fontsize=11)
        axes.text(x, y - height / 2 - 0.1, f"({sizes})", ha="center", va="top", fontsize=10.5)

    for layer, (fan_in, fan_out) in enumerate(layers, start=1):
        y = -3.1 * (layer - 1) - 1.45
        last = layer == len(layers)
        tall, wide, narrow = side(n), side(fan_in), side(fan_out)
        given = "images" if layer == 1 else f"a{layer - 1}"
        made = f"z{layer} = scores" if last else f"z{layer}"
        box(1.2, y, given, (n, fan_in), wide, tall, "#cfe6f5")
        box(4.3, y, f"W{layer}", (fan_in, fan_out), narrow, wide, "#f7dfae")
        box(7.0, y, f"b{layer}", (fan_out,), narrow, 0.25, "#f7dfae")
        box(9.8, y, made, (n, fan_out), narrow, tall, "#cfe6f5")
        for x, sign in ((2.75, "@"), (5.65, "+"), (8.4, "=")):
            axes.text(x, y, sign, fontsize=15, **CENTRED)
        if not last:
            axes.text(11.0, y, f"a{layer} = relu(z{layer})", va="center", fontsize=11)
    return picture
