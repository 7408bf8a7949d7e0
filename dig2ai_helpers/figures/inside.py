"""Pictures from inside a trained network, and of what it makes of strange images."""

import numpy as np

from .forward import SIGNED, _signed_image
from .picture import BLUE, COLOURS, LINES, MARKERS, ORANGE, Picture

# A colour for each digit; the digit itself is drawn, so that nothing hangs on the colour.
TEN = (*COLOURS, "#000000", "#7F7F7F", "#8C5109", "#5E3C99")
POINTS = 400  # of a crowd: more would only cover one another


def weights_as_images(weights, alt, columns=8, what="weight"):
    """Draw a first layer's weights, or their slopes, as images on one scale, one a neuron.

    Parameters
    ----------
    weights : array (784, neurons)
    alt : str
    columns : whole number
    what : str
        What the numbers are, for the scale.
    """
    neurons = weights.shape[1]
    rows = -(-neurons // columns)
    picture = Picture(alt, width=9.6, height=1.28 * rows)
    reach = np.abs(weights).max()
    grid = picture.subplots(rows, columns, squeeze=False)
    for neuron, axes in enumerate(grid.ravel()):
        if neuron >= neurons:
            axes.axis("off")
            continue
        drawn = _signed(axes, weights[:, neuron], reach)
        axes.set_title(f"{neuron}", fontsize=9, pad=2)
    _bar(picture, drawn, grid, what)
    return picture


def strongest_and_weakest(weights, strongest, weakest, alt):
    """Draw a neuron's weights, and beside them the images to which it says most and least.

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
    _signed_image(axes, weights, np.abs(weights).max())
    _bare(axes)
    axes.set_title("the neuron's weights", fontsize=10)
    grid = right.subplots(2, n)
    for row, name, (images, z) in ((0, "strongest", strongest), (1, "weakest", weakest)):
        for axes, image, value in zip(grid[row], images, z, strict=True):
            _image(axes, image)
            axes.set_xlabel(f"z = {value:.1f}".replace("-", "−"), fontsize=9, labelpad=2)
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
    axes = picture.subplots()
    axes.bar(range(len(values)), values, width=0.7, color=BLUE)
    axes.set(xlabel="digit", xticks=range(len(values)), ylabel=ylabel)
    axes.spines[["top", "right"]].set_visible(False)
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
    left, *panels = picture.subplots(1, 3, width_ratios=[0.8, 1.5, 1.5])
    _image(left, image)
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
        axes.spines[["top", "right"]].set_visible(False)
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
    axes = picture.subplots()
    reach = 1.35 * np.abs(points).max()
    for (name, direction), style, colour in zip(
        directions.items(), ("--", ":"), (ORANGE, BLUE), strict=False
    ):
        ends = np.outer([-1.2 * reach, 1.2 * reach], direction)
        axes.plot(*ends.T, linestyle=style, color=colour, linewidth=2.2, label=name)
    axes.plot(*points.T, "o", color="black", markersize=8)
    for x, y in points:
        label = f"({x:g}, {y:g})".replace("-", "−")
        beside = (8, -13) if x * y > 0 else (8, 6)  # off the line through the point
        axes.annotate(label, (x, y), beside, textcoords="offset points", fontsize=10)
    axes.set(xlim=(-reach, 1.3 * reach), ylim=(-reach, reach), aspect="equal")
    axes.axhline(0, color="gray", linewidth=0.7, zorder=0)
    axes.axvline(0, color="gray", linewidth=0.7, zorder=0)
    axes.set(xlabel="first number", ylabel="second number")
    axes.legend(loc="lower right", fontsize=9, framealpha=1)
    axes.spines[["top", "right"]].set_visible(False)
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
    for axes, (name, points) in zip(picture.subplots(1, len(places)), places.items(), strict=True):
        points, digits = points[:POINTS], labels[:POINTS]
        for digit in np.unique(digits):
            style = {"marker": f"${digit}$", "color": TEN[digit], "linewidths": 0.3}
            axes.scatter(*points[digits == digit].T, s=42, **style)
        axes.set_title(name, fontsize=11)
        axes.set_xlabel("along the first direction", fontsize=9)
        axes.tick_params(labelsize=9)
        axes.spines[["top", "right"]].set_visible(False)
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
    # The square root lifts the rare cases out of the white.
    drawn = axes.imshow(np.sqrt(shares), cmap="Blues", vmin=0, vmax=1)
    for (row, column), count in np.ndenumerate(table):
        if count:
            dark = np.sqrt(shares[row, column]) > 0.55
            style = {"color": "white" if dark else "black", "size": 9.5}
            axes.text(column, row, f"{count}", ha="center", va="center", **style)
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
    _image(first, image)
    first.set_title("the image", fontsize=10, pad=3)
    for axes, values, title in zip(others, slopes, titles, strict=False):
        drawn = _signed(axes, values, reach)
        axes.contour(image.reshape(28, 28), levels=[0.5], colors="black", linewidths=0.7)
        axes.set_title(title, fontsize=10, pad=3)
    for axes in others[len(slopes) :]:
        axes.axis("off")
    _bar(picture, drawn, grid, "slope")
    return picture


def before_and_after(image, changed, captions, alt):
    """Draw an image, what was added to it, and the sum, each with a caption.

    Parameters
    ----------
    image, changed : arrays (784,)
    captions : list of 3 strings
    alt : str
    """
    picture = Picture(alt, width=8.2, height=2.75)
    panels = picture.subplots(1, 3)
    change = changed - image
    _image(panels[0], image)
    drawn = _signed(panels[1], change, np.abs(change).max())
    _bar(picture, drawn, panels[1], None)
    _image(panels[2], changed)
    for axes, caption in zip(panels, captions, strict=True):
        axes.set_title(caption, fontsize=10)
    return picture


def framed_images(images, titles, captions, alt):
    """Draw images in a row, each in a frame (a white one would vanish in the page).

    Parameters
    ----------
    images : array (n, 784)
    titles, captions : lists of n strings, above and below
    alt : str
    """
    picture = Picture(alt, width=1.6 * len(images), height=2.1)
    for axes, image, title, caption in zip(
        picture.subplots(1, len(images)), images, titles, captions, strict=True
    ):
        _image(axes, image)
        axes.spines[:].set_color("black")
        axes.set_title(title, fontsize=10)
        axes.set_xlabel(caption, fontsize=10)
    return picture


def sure_and_right(x, right, sure, xlabel, alt):
    """Draw how many images are read right, and how sure the network is, as x changes.

    Parameters
    ----------
    x, right, sure : arrays (n,); shares from 0 to 1
    xlabel, alt : str
    """
    picture = Picture(alt, width=8, height=3.4)
    axes = picture.subplots()
    axes.plot(x, 100 * right, "o-", color=BLUE, linewidth=2, label="read right")
    style = {"color": ORANGE, "linewidth": 2, "label": "how sure it is, on average"}
    axes.plot(x, 100 * sure, "s--", **style)
    axes.set(xlabel=xlabel, ylabel="per cent", ylim=(-3, 103))
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.98))
    axes.grid(axis="y", color="#dddddd")
    axes.spines[["top", "right"]].set_visible(False)
    return picture


def rays(brightness, shares, alt):
    """Draw how sure a network is of some patterns as they grow brighter from black.

    Parameters
    ----------
    brightness : array (m,)
    shares : dict, {name of the pattern: largest probability (m,)}
    alt : str
    """
    picture = Picture(alt, width=8, height=3.4)
    axes = picture.subplots()
    for place, (name, values) in enumerate(shares.items()):
        style = {"color": COLOURS[place], "linestyle": LINES[place], "marker": MARKERS[place]}
        axes.plot(brightness, 100 * values, label=name, linewidth=2, **style)
    axes.axhline(10, color="black", linewidth=0.8)
    axes.text(brightness[-1], 11, "a plain guess: 10 %", ha="right", va="bottom", fontsize=9)
    axes.set(xlabel="brightness of the pattern", ylabel="largest probability (%)", ylim=(0, 103))
    axes.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), frameon=False)
    axes.spines[["top", "right"]].set_visible(False)
    return picture


def _image(axes, image):
    axes.imshow(image.reshape(28, 28), cmap="gray", vmin=0, vmax=1)
    _bare(axes)


def _signed(axes, values, reach):
    """Signed numbers as an image: orange above zero, blue below, white at it."""
    drawn = axes.imshow(values.reshape(28, 28), cmap=SIGNED, vmin=-reach, vmax=reach)
    _bare(axes)
    return drawn


def _bare(axes):
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_color("#bbbbbb")


def _bar(picture, drawn, axes, label):
    """A scale beside pictures, with its signs written out."""
    bar = picture.colorbar(drawn, ax=axes, fraction=0.03, pad=0.02)
    bar.ax.tick_params(labelsize=9)
    if label:
        bar.set_label(f"{label} (orange: +, blue: −)", fontsize=9)
