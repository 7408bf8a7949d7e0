"""Pictures from inside a trained network: its weights, its hidden neurons, its mistakes."""

import numpy as np

from ..wording import counted, figure, minus, percent
from .curve_labels import zero_lines
from .image_axes import (
    add_scale,
    print_peaks,
    print_signs,
    show_grey,
    show_signed,
    tile_text,
    tiles,
)
from .picture import INK, NEGATIVE, POSITIVE, SMALL, WIDE, Picture, in_style


@in_style
def weights_as_images(weights, what="weight"):
    """Draw a first layer's weights, or their slopes, as images on one scale, one a neuron.

    Parameters
    ----------
    weights : array (784, neurons)
    what : str
        What the numbers are, for the scale.
    """
    neurons = weights.shape[1]
    rows = -(-neurons // 8)
    reach = np.abs(weights).max()
    sizes = np.abs(weights).mean(axis=1).reshape(28, 28)
    edge = np.ones((28, 28), bool)
    edge[4:-4, 4:-4] = False
    share = sizes[edge].mean() / sizes[~edge].mean()
    picture = Picture(
        f"{neurons} images of 28 by 28 numbers, one for each hidden neuron, the {what} for each "
        f"pixel: orange where it is positive, blue where it is negative, up to "
        f"{figure(reach)} in size. At the edges of the image they are {percent(share)} as large "
        "as in its middle.",
        width=WIDE + 1,
        height=1.2 * rows,
    )
    picture.draw_close()
    grid = picture.subplots(rows, 8, squeeze=False)
    for neuron, axes in enumerate(grid.flat[:neurons]):
        drawn = show_signed(axes, weights[:, neuron], reach)
        print_peaks(axes, weights[:, neuron], reach)
        axes.set_title(f"{neuron}", fontsize=SMALL, pad=2)
    for axes in grid.flat[neurons:]:
        axes.axis("off")
    add_scale(picture, drawn, grid, what)
    return picture


@in_style
def strongest_and_weakest(weights, strongest, weakest):
    """Draw a neuron's weights, and the images for which its z is largest and smallest.

    Parameters
    ----------
    weights : array (784,)
    strongest, weakest : (images (n, 784), z (n,)), the same n
    """
    n = len(strongest[1])
    ranges = [f"{figure(min(z))} to {figure(max(z))}" for _, z in (strongest, weakest)]
    picture = Picture(
        f"The weights of one neuron as an image, and beside them the {n} images for which its z is "
        f"largest, {ranges[0]}, and the {n} for which it is smallest, {ranges[1]}.",
        width=WIDE + 1,
        height=2.7,
    )
    picture.draw_close()
    left, right = picture.subfigures(1, 2, width_ratios=[2.6, n], facecolor="none")
    axes = left.subplots()
    reach = np.abs(weights).max()
    show_signed(axes, weights, reach)
    print_signs(axes, weights, reach)
    axes.set_title("the neuron's weights")
    grid = right.subplots(2, n, squeeze=False)
    for row, name, (images, z) in ((0, "strongest", strongest), (1, "weakest", weakest)):
        for axes, image, value in zip(grid[row], images, z, strict=True):
            show_grey(axes, image)
            axes.set_xlabel(minus(f"z = {value:.1f}"), fontsize=SMALL, labelpad=2)
        grid[row][0].set_ylabel(name)
    return picture


@in_style
def digit_bars(values, ylabel):
    """Draw one bar for each digit.

    Parameters
    ----------
    values : array (10,)
    ylabel : str
    """
    told = ", ".join(f"{digit}: {figure(value)}" for digit, value in enumerate(values))
    picture = Picture(f"Bars: the {ylabel} for each digit. {told}.", width=7, height=2.6)
    axes = picture.subplots()
    axes.bar(range(len(values)), values, width=0.7, color=INK)
    axes.set(xlabel="digit", xticks=range(len(values)), ylabel=ylabel)
    return picture


@in_style
def hidden_of_one(image, hidden, contributions, digit):
    """Draw an image, what each hidden neuron makes of it, and what that does to one score.

    Parameters
    ----------
    image : array (784,)
    hidden, contributions : arrays (neurons,)
    digit : whole number, the one whose score it is
    """
    on, most, least = np.sum(hidden > 0), contributions.argmax(), contributions.argmin()
    picture = Picture(
        f"An image; the activations of the {len(hidden)} hidden neurons, of which {on} are on; and "
        f"their contributions to the score of {digit}: from neuron {most} the largest, "
        f"{figure(contributions[most])}, from neuron {least} the smallest, "
        f"{figure(contributions[least])}.",
        width=WIDE,
        height=4.0,
    )
    left, right = picture.subfigures(1, 2, width_ratios=[1, 2.3], facecolor="none")
    show_grey(left.subplots(), image)
    left.axes[0].set_title("the image")
    panels = right.subplots(2, 1, sharex=True)
    neurons = np.arange(len(hidden))
    panels[0].bar(neurons, hidden, color=INK)
    panels[0].set(title="hidden activations a", ylabel="a")
    for part, colour, hatch in (
        (contributions > 0, POSITIVE, ""), (contributions <= 0, NEGATIVE, "///"),
    ):  # fmt: skip
        look = {"facecolor": "none" if hatch else colour, "edgecolor": colour, "hatch": hatch}
        panels[1].bar(neurons[part], contributions[part], **look)
    zero_lines(panels[1], y=False)
    panels[1].set(title=f"contributions to the score of {digit}", ylabel=f"a × weight to {digit}")
    panels[1].set_xlabel("hidden neuron")
    return picture


@in_style
def confusion(table):
    """Draw a confusion matrix: counts as numbers, shares of the row as shades.

    Green tiles on the diagonal are right, the others wrong.

    Parameters
    ----------
    table : array (classes, classes) of whole numbers; a row for each true class
    """
    classes = len(table)
    table = np.asarray(table)
    right, wrong = np.trace(table), table.sum() - np.trace(table)
    off = table - np.diag(np.diag(table))
    largest = np.argsort(-off, axis=None, kind="stable")[:3]  # of equal ones the first
    pairs = [divmod(int(place), classes) for place in largest]
    most = [f"{k} as {j}, {counted(off[k, j], 'time')}" for k, j in pairs if off[k, j]]
    others = np.count_nonzero(off == off[pairs[-1]]) - sum(off[p] == off[pairs[-1]] for p in pairs)
    if off[pairs[-1]] and others:
        most.append(f"{counted(others, 'other pair')} as often as the last")
    often = f" Most often: {'; '.join(most)}." if most else ""
    picture = Picture(
        f"The confusion matrix, {classes} by {classes} counts, a row for each true digit and a "
        f"column for what it is read as. {right} images stand on the diagonal, {wrong} off "
        f"it.{often}",
        width=6.2,
        height=5.6,
    )
    axes = picture.subplots()
    # Without the square root, the shades of rare cases could not be told from black.
    shares = table / np.maximum(table.sum(axis=1, keepdims=True), 1)
    shades = np.where(table > 0, 0.25 + 0.75 * np.sqrt(shares), 0)
    diagonal = np.eye(classes, dtype=bool)
    colours = np.where(diagonal[..., None], tiles("right")(shades), tiles("wrong")(shades))
    axes.imshow(colours)
    for (row, column), count in np.ndenumerate(table):
        if count:
            tile_text(axes, column, row, f"{count}", weight="bold" if row == column else "normal")
    axes.set(xticks=range(classes), yticks=range(classes))
    axes.set(xlabel="read as", ylabel="true digit")
    axes.text(0.5, -0.05, "diagonal: right ✓ · off it: wrong ✗ · bright: a large share of the "
              "row", transform=axes.transAxes, size=SMALL, ha="center")  # fmt: skip
    axes.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    axes.xaxis.set_label_position("top")
    axes.spines[:].set_visible(False)
    return picture


@in_style
def pixel_slopes(image, slopes, titles, columns=6, size=1.0):
    """Draw an image, and how each of its pixels pushes some numbers.

    Parameters
    ----------
    image : array (784,)
    slopes : array (m, 784)
    titles : list of m strings
    columns : whole number
    size : number
        How large to draw each image; 1 is right for eleven of them.
    """
    rows = -(-(len(slopes) + 1) // columns)
    inked = image > 0.5
    sums = ", ".join(
        f"{title}: {figure(values[inked].sum())}"
        for title, values in zip(titles, slopes, strict=True)
    )
    picture = Picture(
        f"An image, and {counted(len(slopes), 'image')} of slopes with its outline drawn in: "
        "orange where more ink raises the number, blue where it lowers it. Summed over the inked "
        f"pixels: {sums}.",
        width=1.4 * size * columns + 0.7,
        height=1.6 * size * rows,
    )
    grid = picture.subplots(rows, columns, squeeze=False)
    reach = np.abs(slopes).max()
    first, *others = grid.ravel()
    show_grey(first, image)
    first.set_title("the image", fontsize=10, pad=3)
    for axes, values, title in zip(others, slopes, titles, strict=False):
        drawn = show_signed(axes, values, reach)
        print_peaks(axes, values, reach)
        axes.contour(image.reshape(28, 28), levels=[0.5], colors=INK, linewidths=0.9)
        axes.set_title(title, fontsize=10, pad=3)
    for axes in others[len(slopes) :]:
        axes.axis("off")
    add_scale(picture, drawn, grid, "slope")
    return picture
