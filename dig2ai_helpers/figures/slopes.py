"""Pictures of gradients and of the way back."""

import numpy as np

from .picture import BLUE, COLOURS, LINES, MARKERS, ORANGE, RED, Picture


def slope_at_a_point(weights, losses, place, loss, slope, nudge, alt, xlabel="weight"):
    """Draw the loss over one weight, with its tangent and with the step of one nudge.

    Parameters
    ----------
    weights, losses : arrays (n,), the curve
    place, loss, slope : numbers, the point on it and the slope there
    nudge : number, how far the weight is moved
    alt : str
    xlabel : str
    """
    picture = Picture(alt, width=8, height=3.6)
    axes = picture.subplots()
    axes.plot(weights, losses, color=BLUE, linewidth=2, label="the loss")
    tangent = loss + slope * (weights - place)
    axes.plot(weights, tangent, "--", color=RED, label=f"the tangent: slope {slope:.2f}")
    above = np.interp(place + nudge, weights, losses)
    corner = [place, place + nudge, place + nudge], [loss, loss, above]
    axes.plot(*corner, ":", color="black", linewidth=1.5)
    axes.plot([place, place + nudge], [loss, above], "o", color="black", markersize=6)
    axes.text(place + nudge / 2, loss - 0.06, f"nudge {nudge:g}", ha="center", va="top")
    axes.text(
        place + nudge + 0.02,
        (loss + above) / 2,
        f"the loss moves\nby {above - loss:.3f}",
        va="center",
    )
    axes.set(xlabel=xlabel, ylabel="loss", ylim=(min(0, losses.min()), losses.max() * 1.05))
    axes.legend(loc="upper left")
    axes.spines[["top", "right"]].set_visible(False)
    return picture


def graph_222(values, slopes):
    """Draw the 2-2-2 network with the value of every part and the loss's slope for it.

    Parameters
    ----------
    values, slopes : dicts of arrays
        Under "images" (1, 2), "W1", "b1", "z1", "a1", "W2", "b2", "scores" and "loss".
    """

    def written(slope):
        return f"{np.round(slope, 3) + 0.0:.3f}"  # never "-0.000"

    listed = "; ".join(
        f"{name} " + " and ".join(written(slope) for slope in slopes[name][0])
        for name in ("scores", "a1", "z1")
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
    titles = {"images": "pixels", "z1": "z1", "a1": "relu → a1", "scores": "scores", "loss": "loss"}
    for name, x in across.items():
        axes.text(x, 1.36, titles[name], ha="center", fontsize=11, weight="bold")
    for name, start, end in (("W1", "images", "z1"), ("W2", "a1", "scores")):
        axes.text((across[start] + across[end]) / 2, 1.36, name, ha="center", fontsize=11)

    def pair(x, y, value, slope, size=10.5, frame=None):
        """A value, and under it, in italics and another colour, its slope."""
        box = frame or {"boxstyle": "square,pad=0.1", "facecolor": "white", "edgecolor": "none"}
        blank = f"{'0' * 6}\n{'0' * 6}"  # the two lines share one box, drawn first
        axes.text(
            x, y, blank, ha="center", va="center", size=size, color="none", bbox=box, zorder=3
        )
        axes.text(x, y + 0.015, value, ha="center", va="bottom", size=size, zorder=4)
        axes.text(
            x,
            y - 0.015,
            slope,
            ha="center",
            va="top",
            size=size,
            zorder=4,
            color=RED,
            style="italic",
        )

    def edge(start, end, y_start, y_end):
        arrow = {"arrowstyle": "-", "color": "#999999", "shrinkA": 0, "shrinkB": 0}
        axes.annotate(
            "", (across[end], y_end), (across[start], y_start), arrowprops=arrow, zorder=1
        )

    ys = (1.0, 0.0)
    for start, end, weights in (("images", "z1", "W1"), ("a1", "scores", "W2")):
        for i in range(2):
            for j in range(2):
                edge(start, end, ys[i], ys[j])
                x = across[start] + 0.36 * (across[end] - across[start])
                y = ys[i] + 0.36 * (ys[j] - ys[i])
                pair(x, y, f"{values[weights][i, j]:.1f}", written(slopes[weights][i, j]), size=9.5)
    for j in range(2):
        edge("z1", "a1", ys[j], ys[j])
        state = "on" if values["z1"][0, j] > 0 else "off"
        axes.text((across["z1"] + across["a1"]) / 2, ys[j] + 0.03, state, ha="center", size=10)
        edge("scores", "loss", ys[j], 0.5)
    frame = {"boxstyle": "round,pad=0.35", "facecolor": "#eef4fa", "edgecolor": BLUE}
    for name, x in across.items():
        if name == "loss":
            pair(x, 0.5, f"{float(values[name]):.3f}", written(float(slopes[name])), frame=frame)
        else:
            for j in range(2):
                value, slope = values[name][0, j], slopes[name][0, j]
                pair(x, ys[j], f"{value:.3f}", written(slope), frame=frame)
    for name, bias in (("z1", "b1"), ("scores", "b2")):
        for j in range(2):
            x, y = across[name], ys[j] - 0.27
            axes.text(x - 0.06, y, f"bias {values[bias][j]:.1f}", ha="right", size=9.5)
            axes.text(x + 0.06, y, written(slopes[bias][j]), size=9.5, color=RED, style="italic")
    axes.text(0, -0.65, "upper number: the value, found on the way forward →", size=10.5)
    axes.text(
        11.5,
        -0.65,
        "← lower number, italic: slope of the loss, found on the way back",
        size=10.5,
        ha="right",
        color=RED,
        style="italic",
    )
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
        place = (-2.2, -1.2, row + 0.5, row - 0.5)
        axes.imshow(images[row].reshape(28, 28), cmap="gray", vmin=0, vmax=1, extent=place)
        for k in range(10):
            weight = "bold" if k == labels[row] else "normal"
            shade = "white" if abs(slopes[row, k]) > 0.7 else "black"
            text = f"{slopes[row, k]:+.2f}"
            axes.text(k, row, text, ha="center", va="center", size=9, weight=weight, color=shade)
        total = round(slopes[row].sum(), 6) + 0.0  # never "-0.00"
        axes.text(10.3, row, f"{total:.2f}", ha="center", va="center", size=10)
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
        (
            "forward:  z = a @ W",
            "sums over the inputs",
            ("a", n, fan_in),
            ("W", fan_in, fan_out),
            "z",
        ),
        (
            "dW = a.T @ delta",
            "sums over the images",
            ("a.T", fan_in, n),
            ("delta", n, fan_out),
            "dW",
        ),
        (
            "da = delta @ W.T",
            "sums over the outputs",
            ("delta", n, fan_out),
            ("W.T", fan_out, fan_in),
            "da",
        ),
    )
    picture = Picture(
        "The three matrix products of a layer drawn as grids. Forward, a (n by in) times W (in by "
        "out) sums over the inputs; a.T (in by n) times delta (n by out) sums over the images and "
        "gives dW; delta (n by out) times W.T (out by in) sums over the outputs and gives da.",
        width=10,
        height=2.5,
    )
    for axes, (title, says, left, right, result) in zip(
        picture.subplots(1, 3), products, strict=True
    ):
        name, rows, inner = left
        _, _, columns = right
        x = _matrix(axes, 0, name, rows, inner, row=0)
        axes.text(x + 0.65, 0, "@", ha="center", va="center", size=13)
        x = _matrix(axes, x + 2.5, right[0], inner, columns, column=0)
        axes.text(x + 0.65, 0, "=", ha="center", va="center", size=13)
        x = _matrix(axes, x + 2.5, result, rows, columns, row=0, column=0)
        axes.set(xlim=(-1.6, 14.0), ylim=(-4.4, 3.2), aspect="equal")
        if name != "a":  # a thin line keeps it apart from the product on its left
            axes.axvline(-1.5, color="#bbbbbb", linewidth=1)
        axes.set_title(title, fontsize=11, family="monospace")
        axes.text(6, -4.2, says, ha="center", size=10.5)
        axes.axis("off")
    return picture


def _matrix(axes, x, name, rows, columns, row=None, column=None):
    """A matrix as cells, with the cells of one row or one column (or both) shaded."""
    (row_name, height), (column_name, width) = rows, columns
    top = height / 2
    for r in range(height):
        for c in range(width):
            inside = (row is None or r == row) and (column is None or c == column)
            left, upper = x + c, top - r
            axes.fill(
                [left, left + 1, left + 1, left],
                [upper, upper, upper - 1, upper - 1],
                facecolor=ORANGE if inside else "white",
                edgecolor="black",
                hatch="///" if inside else None,
                linewidth=0.8,
            )
    axes.text(
        x + width / 2, top + 0.2, column_name, ha="center", va="bottom", size=9.5, style="italic"
    )
    axes.text(x - 0.15, 0, row_name, ha="right", va="center", size=9.5, style="italic")
    axes.text(x + width / 2, -top - 0.2, name, ha="center", va="top", size=10.5, family="monospace")
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
    axes = picture.subplots()
    for place, (name, values) in enumerate(sizes.items()):
        style = {"color": COLOURS[place], "linestyle": LINES[place], "marker": MARKERS[place]}
        layers = np.arange(1, len(values) + 1)
        axes.semilogy(layers, values, label=name, **style)
    axes.set(xlabel="layer (the scores are the last)", ylabel="mean size of delta", xticks=layers)
    axes.legend()
    axes.grid(axis="y", color="#dddddd")
    axes.spines[["top", "right"]].set_visible(False)
    return picture
