"""Pictures of whole networks: how they are built, what training did to them, what they cost."""

from itertools import pairwise

import numpy as np

from ..wording import figure, listed, percent
from .curve_labels import course, equal_factors, label_ends, percents
from .picture import FAINT, HERE, INK, MUTED, WIDE, Picture, in_style

MARKERS = ("o", "s", "^", "D", "v")


@in_style
def architectures(networks):
    """Draw networks below each other: a bar for each layer, longer for more neurons.

    Lengths are by the logarithm of the number of neurons. Above the arrow between two layers
    stands the shape of its weights.

    Parameters
    ----------
    networks : dict
        {name: Network}
    """
    told = []
    for name, net in networks.items():
        layers = [f"{net.hidden}, {size} neurons" for size in net.sizes[1:-1]]
        layers.append(f"{net.output}, {net.sizes[-1]} neurons")
        told.append(
            f"{name}: {net.sizes[0]} inputs; {'; '.join(layers)}; {_parameters(net):,} parameters"
        )
    deepest = max(len(net.sizes) for net in networks.values())
    picture = Picture(
        "Networks drawn from left to right, a bar for each layer, longer for more neurons. "
        f"{'. '.join(told)}.",
        width=WIDE,
        height=1.18 * len(networks) + 0.1,
    )
    axes = picture.subplots()
    axes.set(xlim=(-1.15, deepest - 0.05), ylim=(1.18 * (1 - len(networks)) - 0.62, 0.62))
    axes.axis("off")
    for row, (name, net) in enumerate(networks.items()):
        y = -1.18 * row
        axes.text(-1.15, y, name, weight="bold", va="center")
        names = ["inputs"] + [net.hidden] * (len(net.sizes) - 2) + [net.output]
        # The last layers stand below each other.
        xs = np.arange(len(net.sizes)) + deepest - len(net.sizes)
        xs[0] = 0
        for left, right, fan_in, fan_out in zip(
            xs[:-1], xs[1:], net.sizes[:-1], net.sizes[1:], strict=True
        ):
            ends = (right - 0.1, y), (left + 0.1, y)
            axes.annotate("", *ends, arrowprops={"arrowstyle": "->", "color": FAINT, "lw": 1.4})
            shape = f"({fan_in}, {fan_out})"
            axes.text((left + right) / 2, y + 0.06, shape, size=9, family="monospace", ha="center")
        for x, size, what in zip(xs, net.sizes, names, strict=True):
            _layer(axes, x, y, size, what)
        axes.text(deepest - 0.85, y, f"{_parameters(net):,}\nparameters", va="center", color=HERE)
    return picture


def _parameters(net):
    return sum((fan_in + 1) * fan_out for fan_in, fan_out in pairwise(net.sizes))


def _layer(axes, x, y, size, what):
    """A layer as a bar, its number of neurons above, what it computes below."""
    half = 0.06 + 0.1 * np.log10(size)  # 10 neurons: 0.16, 784: 0.35
    look = {"color": MUTED} if what == "inputs" else {"color": HERE}
    axes.fill(
        [x - 0.06, x + 0.06, x + 0.06, x - 0.06], [y - half, y - half, y + half, y + half], **look
    )
    axes.text(x, y + half + 0.03, f"{size}", ha="center", va="bottom", weight="bold")
    axes.text(x, y - half - 0.03, what, ha="center", va="top", size=10)


@in_style
def parameter_histograms(before, after):
    """Draw how a network's weights and biases are spread, a panel a layer, twice.

    Parameters
    ----------
    before, after : Networks of the same sizes, untrained and trained
    """
    layers = range(len(after.weights))
    told = "; ".join(
        f"layer {layer + 1}: the weights' standard deviation goes from "
        f"{figure(before.weights[layer].std())} to {figure(after.weights[layer].std())}, the "
        f"biases, all 0 at first, reach from {figure(after.biases[layer].min())} to "
        f"{figure(after.biases[layer].max())}"
        for layer in layers
    )
    picture = Picture(
        f"Histograms for {len(layers)} layers, the weights above and the biases below, untrained "
        f"and trained. {told}.",
        width=WIDE,
        height=4.6,
    )
    grid = picture.subplots(2, len(layers), squeeze=False)
    for layer in layers:
        weights, biases = grid[:, layer]
        reach = np.abs(after.weights[layer]).max()
        edges = np.linspace(-reach, reach, 41)
        for net, name, colour, line in (
            (before, "at the start", INK, "--"), (after, "trained", HERE, "-"),
        ):  # fmt: skip
            style = {"label": name, "linewidth": 1.8, "color": colour, "linestyle": line}
            weights.hist(net.weights[layer].ravel(), edges, histtype="step", **style)
        biases.hist(after.biases[layer], min(15, 5 + after.biases[layer].size // 10), color=HERE)
        biases.locator_params(axis="x", nbins=4)
        biases.axvline(0, linewidth=1.8, color=INK, linestyle="--")
        weights.set_title(f"layer {layer + 1}")
        weights.set_xlabel(f"its {after.weights[layer].size:,} weights")
        biases.set_xlabel(f"its {after.biases[layer].size:,} biases")
    for axes in grid.ravel():
        axes.set_yticks([])
        axes.spines[["left"]].set_visible(False)
    for row in grid:
        row[0].set_ylabel("how many")
    names = grid[0, 0].get_legend_handles_labels()
    picture.legend(*names, loc="outside upper center", ncols=2, labelcolor="linecolor")
    return picture


@in_style
def times(seconds):
    """Draw how long some things take, as bars.

    Parameters
    ----------
    seconds : dict
        {name: number}
    """
    # Without the figures, since they differ from run to run.
    by_time = listed(sorted(seconds, key=seconds.get, reverse=True))
    alt = f"Bars of the seconds that each takes, the longest first: {by_time}."
    picture = Picture(alt, width=7.5, height=0.6 + 0.36 * len(seconds))
    axes = picture.subplots()
    axes.barh(list(seconds), seconds.values(), color=INK, height=0.65)
    for place, value in enumerate(seconds.values()):
        axes.text(value, place, f" {value:.3f} s", va="center")
    axes.set(xlim=(0, 1.15 * max(seconds.values())), xlabel="seconds", xticks=[])
    axes.invert_yaxis()
    axes.tick_params(length=0)
    axes.spines[["bottom"]].set_visible(False)
    return picture


@in_style
def side_by_side(runs):
    """Draw networks side by side: curves against time, and bars of what they cost and read.

    Parameters
    ----------
    runs : dict
        {name: (parameters, seconds, test accuracy, History)}
    """
    told = "; ".join(
        f"{name}: {parameters:,} parameters, test accuracy {percent(accuracy)}, the validation "
        f"accuracy {course(range(1, len(h.loss) + 1), h.validation_accuracy, percent, 'at epoch')}"
        for name, (parameters, _, accuracy, h) in runs.items()
    )
    picture = Picture(
        "Networks side by side. Above, validation accuracy against the seconds of training on an "
        f"axis of equal factors; below, bars of parameters, seconds and test accuracy. {told}.",
        width=WIDE + 1,
        height=6.2,
    )
    grid = picture.add_gridspec(2, 3, height_ratios=[1.6, 1])
    curves = picture.add_subplot(grid[0, :])
    curves.set(xscale="log", xlabel="seconds of training on this machine", ylim=(0, 1.02))
    curves.set_ylabel("validation accuracy")
    ends = {}
    for place, (name, (_, seconds, _, history)) in enumerate(runs.items()):
        accuracies = history.validation_accuracy
        times = seconds * np.arange(1, len(accuracies) + 1) / len(accuracies)
        style = {"marker": MARKERS[place], "markevery": max(1, len(times) // 8)}
        curves.plot(times, accuracies, color=(HERE, INK)[place % 2], linewidth=1.6, **style)
        ends[f"{name}"] = (times[-1], accuracies[-1], (HERE, INK)[place % 2])
    equal_factors(curves.xaxis)
    curves.yaxis.set_major_formatter(percents)
    curves.grid()
    label_ends(curves, ends)
    titles = ("parameters", "seconds of training", "test accuracy")
    forms = ("{:,}".format, "{:.1f} s".format, lambda share: percent(share, 1))
    for column, (title, form) in enumerate(zip(titles, forms, strict=True)):
        bars = picture.add_subplot(grid[1, column])
        values = [run[column] for run in runs.values()]
        bars.barh(range(len(runs)), values, color=[(HERE, INK)[k % 2] for k in range(len(runs))])
        for place, value in enumerate(values):
            bars.text(value, place, f" {form(value)}", va="center")
        bars.set(xlim=(0, 1.6 * max(values)), ylim=(len(runs) - 0.4, -0.6), xticks=[], title=title)
        bars.set_yticks(range(len(runs)), runs if column == 0 else [""] * len(runs))
        bars.tick_params(length=0)
        bars.spines[["bottom"]].set_visible(False)
    return picture
