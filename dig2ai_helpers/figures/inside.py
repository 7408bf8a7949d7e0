"""Pictures from inside a trained network: its weights, its hidden neurons, its mistakes."""

import numpy as np

from .image_axes import add_scale, print_signs, show_grey, show_signed
from .picture import BLUE, CENTRED, COLOURS, ORANGE, Picture, minus

# A colour for each digit; each point is drawn as its digit, so nothing depends on the colour.
TEN = (*COLOURS, "#000000", "#7F7F7F", "#8C5109", "#5E3C99")
POINTS = 400  # in a plane: more would only cover one another


def weights_as_images(weights, alt, what="weight"):
    """Draw a first layer's weights, or their slopes, as images on one scale, one a neuron.

    Parameters
    ----------
    weights : array (784, neurons)
    alt : str
    what : str
        What the numbers are, for the scale.
    """
    neurons = weights.shape[1]
    rows = -(-neurons // 8)
    picture = Picture(alt, width=9.6, height=1.28 * rows)
    reach = np.abs(weights).max()
    grid = picture.subplots(rows, 8, squeeze=False)
    for neuron, axes in enumerate(grid.flat[:neurons]):
        drawn = show_signed(axes, weights[:, neuron], reach)
        axes.set_title(f"{neuron}", fontsize=9, pad=2)
    for axes in grid.flat[neurons:]:
        axes.axis("off")
    add_scale(picture, drawn, grid, what)
    return picture


def strongest_and_weakest(weights, strongest, weakest, alt):
    """Draw a neuron's weights, and the images for which its z is largest and smallest.

    Parameters
    ----------
    weights : array (784,)
    strongest, weakest : (images (n, 784), z (n,)), the same n
    alt : str
    """
    n = len(strongest[1])
    picture = Picture(alt, width=9.6, height=2.75)
    left, right = picture.subfigures(1, 2, width_ratios=[2.6, n])
    axes = left.subplots()
    reach = np.abs(weights).max()
    show_signed(axes, weights, reach)
    print_signs(axes, weights, reach)
    axes.set_title("the neuron's weights", fontsize=10)
    grid = right.subplots(2, n)
    for row, name, (images, z) in ((0, "strongest", strongest), (1, "weakest", weakest)):
        for axes, image, value in zip(grid[row], images, z, strict=True):
            show_grey(axes, image)
            axes.set_xlabel(minus(f"z = {value:.1f}"), fontsize=9, labelpad=2)
        grid[row][0].set_ylabel(name, fontsize=10)
    return picture


def digit_bars(values, ylabel, alt):
    """Draw one bar for each digit.

    Parameters
    ----------
    values : array (10,)
    ylabel, alt : str
    """
    picture = Picture(alt, width=7, height=2.6)
    axes = picture.charts()
    axes.bar(range(len(values)), values, width=0.7, color=BLUE)
    axes.set(xlabel="digit", xticks=range(len(values)), ylabel=ylabel)
    return picture


def hidden_of_one(image, hidden, contributions, digit, alt):
    """Draw an image, what each hidden neuron makes of it, and what that does to one score.

    Parameters
    ----------
    image : array (784,)
    hidden, contributions : arrays (neurons,)
    digit : whole number, the one whose score it is
    alt : str
    """
    picture = Picture(alt, width=10, height=3.3)
    left, *panels = picture.charts(1, 3, width_ratios=[0.8, 1.5, 1.5])
    show_grey(left, image)
    left.set_title("the image", fontsize=10)
    neurons = np.arange(len(hidden))
    panels[0].bar(neurons, hidden, color=BLUE)
    panels[0].set(title="hidden activations a", ylabel="a")
    for part, colour, hatch in ((contributions > 0, ORANGE, ""), (contributions <= 0, BLUE, "///")):
        style = {"color": colour, "hatch": hatch, "edgecolor": "white", "linewidth": 0}
        panels[1].bar(neurons[part], contributions[part], **style)
    panels[1].axhline(0, color="black", linewidth=0.8)
    panels[1].set(title=f"contributions to the score of {digit}", ylabel=f"a × weight to {digit}")
    for axes in panels:
        axes.title.set_size(10)
        axes.set_xlabel("hidden neuron")
    return picture


def shadows(points, directions, alt):
    """Draw points in the plane, and lines through 0 in some directions.

    Parameters
    ----------
    points : array (n, 2)
    directions : dict, {name: array (2,)}
    alt : str
    """
    picture = Picture(alt, width=4.4, height=3.6)
    axes = picture.charts()
    reach = 1.35 * np.abs(points).max()
    looks = (("--", ORANGE), (":", BLUE))
    for (name, direction), (style, colour) in zip(directions.items(), looks, strict=True):
        ends = np.outer([-1.2 * reach, 1.2 * reach], direction)
        axes.plot(*ends.T, linestyle=style, color=colour, linewidth=2.2, label=name)
    axes.plot(*points.T, "o", color="black", markersize=8)
    for x, y in points:
        beside = (8, -13) if x * y > 0 else (8, 6)  # off the line through the point
        style = {"textcoords": "offset points", "fontsize": 10}
        axes.annotate(minus(f"({x:g}, {y:g})"), (x, y), beside, **style)
    axes.set(xlim=(-reach, 1.3 * reach), ylim=(-reach, reach), aspect="equal")
    axes.axhline(0, color="gray", linewidth=0.7, zorder=0)
    axes.axvline(0, color="gray", linewidth=0.7, zorder=0)
    axes.set(xlabel="first number", ylabel="second number")
    axes.legend(loc="lower right", fontsize=9, framealpha=1)
    return picture


def planes(places, labels, alt):
    """Draw, for each layer, where images lie in a plane; each is drawn as its digit.

    Parameters
    ----------
    places : dict, {name of the layer: array (n, 2)}
    labels : array (n,)
    alt : str
    """
    picture = Picture(alt, width=10.5, height=3.9)
    for axes, (name, points) in zip(picture.charts(1, len(places)), places.items(), strict=True):
        points, digits = points[:POINTS], labels[:POINTS]
        for digit in np.unique(digits):
            style = {"marker": f"${digit}$", "color": TEN[digit], "linewidths": 0.3}
            axes.scatter(*points[digits == digit].T, s=42, **style)
        axes.set_title(name, fontsize=11)
        axes.set_xlabel("along the first direction", fontsize=9)
        axes.tick_params(labelsize=9)
    picture.axes[0].set_ylabel("along the second direction", fontsize=9)
    return picture


def confusion(table, alt):
    """Draw a confusion matrix: counts as numbers, shares of the row as shades.

    Parameters
    ----------
    table : array (classes, classes) of whole numbers; a row for each true class
    alt : str
    """
    classes = len(table)
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    picture = Picture(alt, width=6.4, height=5.2)
    axes = picture.subplots()
    # Without the square root, the shades of rare cases could not be told from white.
    drawn = axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(table):
        if count:
            colour = "white" if np.sqrt(shares[row, column]) > 0.55 else "black"
            axes.text(column, row, f"{count}", color=colour, size=9.5, **CENTRED)
    ticks = [0, 0.01, 0.05, 0.2, 0.5, 1]
    bar = picture.colorbar(drawn, ax=axes, ticks=np.sqrt(ticks))
    bar.ax.set_yticklabels([f"{100 * tick:g} %" for tick in ticks], fontsize=9)
    bar.set_label("share of the row", fontsize=10)
    axes.set(xticks=range(classes), yticks=range(classes))
    axes.set(xlabel="read as", ylabel="true digit")
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.xaxis.set_label_position("top")
    return picture


def pixel_slopes(image, slopes, titles, alt, columns=6, size=1.0):
    """Draw an image, and how each of its pixels pushes some numbers.

    Parameters
    ----------
    image : array (784,)
    slopes : array (m, 784)
    titles : list of m strings
    alt : str
    columns : whole number
    size : number
        How large to draw each image; 1 is right for eleven of them.
    """
    rows = -(-(len(slopes) + 1) // columns)
    picture = Picture(alt, width=1.55 * size * columns + 0.9, height=1.75 * size * rows)
    grid = picture.subplots(rows, columns, squeeze=False)
    reach = np.abs(slopes).max()
    first, *others = grid.ravel()
    show_grey(first, image)
    first.set_title("the image", fontsize=10, pad=3)
    for axes, values, title in zip(others, slopes, titles, strict=False):
        drawn = show_signed(axes, values, reach)
        axes.contour(image.reshape(28, 28), levels=[0.5], colors="black", linewidths=0.7)
        axes.set_title(title, fontsize=10, pad=3)
    for axes in others[len(slopes) :]:
        axes.axis("off")
    add_scale(picture, drawn, grid, "slope")
    return picture
