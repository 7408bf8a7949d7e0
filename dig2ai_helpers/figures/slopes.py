"""Pictures of gradients and of the way back."""

import numpy as np
from matplotlib.patches import Rectangle

from .image_axes import show_grey
from .picture import BLUE, CENTRED, ORANGE, RED, Picture, curve_style


def slope_at_a_point(weights, losses, place, loss, slope, nudge, alt, xlabel):
    """Draw the loss over one weight, with its tangent and with the step of one nudge.

    Parameters
    ----------
    weights, losses : arrays (n,), the curve
    place, loss, slope : numbers, the point on it and the slope there
    nudge : number, how far the weight is moved
    alt, xlabel : str
    """
    picture = Picture(alt, width=8, height=3.6)
    axes = picture.charts()
    axes.plot(weights, losses, color=BLUE, linewidth=2, label="the loss")
    tangent = loss + slope * (weights - place)
    axes.plot(weights, tangent, "--", color=RED, label=f"the tangent: slope {slope:.2f}")
    above = np.interp(place + nudge, weights, losses)
    corner = [place, place + nudge, place + nudge], [loss, loss, above]
    axes.plot(*corner, ":", color="black", linewidth=1.5)
    axes.plot([place, place + nudge], [loss, above], "o", color="black", markersize=6)
    axes.text(place + nudge / 2, loss - 0.06, f"nudge {nudge:g}", ha="center", va="top")
    words = f"the loss moves\nby {above - loss:.3f}"
    axes.text(place + nudge + 0.02, (loss + above) / 2, words, va="center")
    axes.set(xlabel=xlabel, ylabel="loss", ylim=(min(0, losses.min()), losses.max() * 1.05))
    axes.legend(loc="upper left")
    return picture


def slopes_of_scores(images, slopes, labels):
    """Draw each image's slopes p - y as a row of ten cells, beside the image.

    Parameters
    ----------
    images : array (n, 784)
    slopes : array (n, 10)
    labels : array (n,)
    """
    n = len(images)
    picture = Picture(
        f"{n} digits, each beside its ten slopes p - y as a row of coloured cells: one negative "
        "cell at the label, nine positive cells elsewhere, and each row sums to zero.",
        width=9.6,
        height=0.56 * n + 0.9,
    )
    axes = picture.subplots()
    axes.imshow(slopes, cmap="PuOr_r", vmin=-1, vmax=1, extent=(-0.5, 9.5, n - 0.5, -0.5))
    for row in range(n):
        show_grey(axes, images[row], extent=(-2.2, -1.2, row + 0.5, row - 0.5))
        for k in range(10):
            weight = "bold" if k == labels[row] else "normal"
            shade = "white" if abs(slopes[row, k]) > 0.7 else "black"
            style = {"size": 9, "weight": weight, "color": shade, **CENTRED}
            axes.text(k, row, f"{slopes[row, k]:+.2f}", **style)
        total = round(slopes[row].sum(), 6) + 0.0  # never "-0.00"
        axes.text(10.3, row, f"{total:.2f}", size=10, **CENTRED)
        edges = [labels[row] - 0.5, labels[row] + 0.5, labels[row] + 0.5, labels[row] - 0.5]
        axes.fill(edges, [row - 0.5, row - 0.5, row + 0.5, row + 0.5], fill=False, linewidth=2)
    axes.text(10.3, -0.75, "sum", ha="center")
    axes.text(-1.7, -0.75, "image", ha="center")
    axes.set(xlim=(-2.4, 10.8), ylim=(n - 0.45, -0.6), xticks=range(10), yticks=[])
    axes.set_xlabel("class (the label's cell is framed)")
    axes.spines[:].set_visible(False)
    return picture


def three_products():
    """Draw the shapes of a layer's three matrix products, and what each sums over."""
    n, fan_in, fan_out = ("n", 4), ("in", 3), ("out", 2)
    products = (
        ("forward:  z = a @ W", "inputs", ("a", n, fan_in), ("W", fan_out), "z"),
        ("dW = a.T @ delta", "images", ("a.T", fan_in, n), ("delta", fan_out), "dW"),
        ("da = delta @ W.T", "outputs", ("delta", n, fan_out), ("W.T", fan_in), "da"),
    )
    picture = Picture(
        "The three matrix products of a layer drawn as grids. Forward, a (n by in) times W (in by "
        "out) sums over the inputs; a.T (in by n) times delta (n by out) sums over the images and "
        "gives dW; delta (n by out) times W.T (out by in) sums over the outputs and gives da.",
        width=10,
        height=2.5,
    )
    for axes, product in zip(picture.subplots(1, 3), products, strict=True):
        title, summed, (name, rows, inner), (other, columns), result = product
        x = _matrix(axes, 0, name, rows, inner, row=0)
        axes.text(x + 0.65, 0, "@", size=13, **CENTRED)
        x = _matrix(axes, x + 2.5, other, inner, columns, column=0)
        axes.text(x + 0.65, 0, "=", size=13, **CENTRED)
        x = _matrix(axes, x + 2.5, result, rows, columns, row=0, column=0)
        axes.set(xlim=(-1.6, 14.0), ylim=(-4.4, 3.2), aspect="equal")
        if name != "a":  # a thin line keeps it apart from the product on its left
            axes.axvline(-1.5, color="#bbbbbb", linewidth=1)
        axes.set_title(title, fontsize=11, family="monospace")
        axes.text(6, -4.2, f"sums over the {summed}", ha="center", size=10.5)
        axes.axis("off")
    return picture


def _matrix(axes, x, name, rows, columns, row=None, column=None):
    """A matrix as cells, with the cells of one row or one column (or both) shaded."""
    (row_name, height), (column_name, width) = rows, columns
    top = height / 2
    for r, c in np.ndindex(height, width):
        inside = (row is None or r == row) and (column is None or c == column)
        look = {"facecolor": ORANGE, "hatch": "///"} if inside else {"facecolor": "white"}
        square = Rectangle((x + c, top - r - 1), 1, 1, edgecolor="black", linewidth=0.8, **look)
        axes.add_patch(square)
    middle, size = x + width / 2, {"size": 9.5, "style": "italic"}
    axes.text(middle, top + 0.2, column_name, ha="center", va="bottom", **size)
    axes.text(x - 0.15, 0, row_name, ha="right", va="center", **size)
    axes.text(middle, -top - 0.2, name, ha="center", va="top", size=10.5, family="monospace")
    return x + width


def sizes_of_delta(sizes, alt):
    """Draw how large delta is in each layer of some networks, on a logarithmic axis.

    Parameters
    ----------
    sizes : dict
        {name of the network: mean of |delta| for each layer, the first layer first}.
    alt : str
    """
    picture = Picture(alt, width=8, height=3.6)
    axes = picture.charts()
    for place, (name, values) in enumerate(sizes.items()):
        layers = np.arange(1, len(values) + 1)
        axes.semilogy(layers, values, label=name, **curve_style(place, marked=True))
    axes.set(xlabel="layer (the scores are the last)", ylabel="mean size of delta", xticks=layers)
    axes.legend()
    axes.grid(axis="y", color="#dddddd")
    return picture
