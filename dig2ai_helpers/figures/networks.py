"""Pictures of whole networks: how they are built, what training did to them, what they cost."""

from itertools import pairwise, product

import numpy as np

from .picture import BLUE, CENTRED, COLOURS, SKY, Picture, curve_style, open_frame, percent

SHOWN = 6  # circles in a column; of a larger layer the first and the last three are drawn


def architecture(net):
    """Draw a network's layers with their sizes, shapes and numbers of parameters.

    Parameters
    ----------
    net : Network
    """
    layers = list(pairwise(net.sizes))
    names = [net.hidden] * (len(layers) - 1) + [net.output]
    counts = [(fan_in + 1) * fan_out for fan_in, fan_out in layers]
    told = "; then ".join(
        f"layer {number}, {name}, {fan_out} neurons, weights ({fan_in}, {fan_out}), "
        f"{count:,} parameters"
        for number, (name, (fan_in, fan_out), count) in enumerate(
            zip(names, layers, counts, strict=True), start=1
        )
    )
    picture = Picture(
        f"The network {'-'.join(map(str, net.sizes))} from left to right: {net.sizes[0]} inputs; "
        f"{told}. {sum(counts):,} parameters in all.",
        width=2.6 + 2.45 * len(layers),
        height=4.3,
    )
    axes = picture.subplots()
    axes.set(xlim=(-0.55, len(layers) + 0.55), ylim=(-0.62, 1.2))
    axes.axis("off")
    columns = [_places(size) for size in net.sizes]
    # Without antialiasing: its many greys would make the file three times as large.
    line = {"color": "#c4c4c4", "linewidth": 0.6, "antialiased": False, "zorder": 1}
    for layer, (left, right) in enumerate(pairwise(columns)):
        for y, other in product(left, right):
            axes.plot((layer, layer + 1), (y, other), **line)
    labels = ["inputs"] + [f"layer {n} · {name}" for n, name in enumerate(names, start=1)]
    for x, (size, ys, label) in enumerate(zip(net.sizes, columns, labels, strict=True)):
        last = x == len(layers)
        style = {"color": BLUE if x else "#555555", "marker": "o" if x else "s", "zorder": 2}
        axes.plot([x] * len(ys), ys, linestyle="", markersize=11 if x else 7, **style)
        if len(ys) < size:
            axes.text(x, 0.5, "⋮", fontsize=20, **CENTRED)
        if last and size == len(ys) == 10:
            for digit, y in enumerate(ys):
                axes.text(x, y, digit, color="white", fontsize=9, **CENTRED)
        what = "784 = 28 × 28 pixels" if not x and size == 784 else _counted(size, x)
        axes.text(x, 1.16, label, fontsize=11.5, weight="bold", **CENTRED)
        axes.text(x, 1.065, what, fontsize=11, **CENTRED)
    for layer, ((fan_in, fan_out), count) in enumerate(zip(layers, counts, strict=True)):
        text = f"W{layer + 1} ({fan_in}, {fan_out})\nb{layer + 1} ({fan_out},)"
        shapes = {"family": "monospace", "fontsize": 10.5, "ha": "center", "va": "top"}
        axes.text(layer + 0.5, -0.1, text, linespacing=1.4, **shapes)
        words = {"fontsize": 11, "weight": "bold", "ha": "center", "va": "top"}
        axes.text(layer + 0.5, -0.345, f"{count:,} parameters", **words)
    if len(layers) > 1:
        total = f"{sum(counts):,} parameters in all"
        axes.text(len(layers) / 2, -0.52, total, fontsize=11.5, **CENTRED)
    return picture


def _counted(size, layer):
    return f"{size} {'neuron' if layer else 'input'}{'s' if size != 1 else ''}"


def _places(size):
    """Heights of a layer's circles, from the top down: all of a small one, else the outer ones."""
    if size <= 10:
        step = min(0.25, 0.92 / max(size - 1, 1))
        return 0.5 + (np.arange(size)[::-1] - (size - 1) / 2) * step
    half = np.arange(SHOWN // 2) * 0.12
    return np.concatenate([0.96 - half, 0.04 + half[::-1]])


def parameter_histograms(before, after):
    """Draw how a network's weights and biases are spread, a panel a layer, twice.

    Parameters
    ----------
    before, after : Networks of the same sizes, untrained and trained
    """
    layers = range(len(after.weights))
    picture = Picture(
        f"Histograms for {len(layers)} layers, the weights above and the biases below. The "
        "weights of the first layer are spread nearly as before the training, those of the last "
        "a little more widely; the biases, all 0 at the start, have moved to both sides.",
        width=10,
        height=4.6,
    )
    grid = picture.subplots(2, len(layers), squeeze=False)
    for layer in layers:
        weights, biases = grid[:, layer]
        reach = np.abs(after.weights[layer]).max()
        edges = np.linspace(-reach, reach, 41)
        for net, name, place in ((before, "at the start", 1), (after, "trained", 0)):
            style = {"label": name, "linewidth": 1.8, **curve_style(place)}
            weights.hist(net.weights[layer].ravel(), edges, histtype="step", **style)
        biases.hist(after.biases[layer], 15, color=SKY, edgecolor=BLUE)
        biases.locator_params(axis="x", nbins=5)
        biases.axvline(0, linewidth=1.8, **curve_style(1))
        weights.set_title(f"layer {layer + 1}", fontsize=11)
        weights.set_xlabel(f"its {after.weights[layer].size:,} weights")
        biases.set_xlabel(f"its {after.biases[layer].size:,} biases")
    for axes in grid.ravel():
        axes.set_yticks([])
        open_frame(axes, "left")
    for row in grid:
        row[0].set_ylabel("how many")
    grid[0, 0].legend(fontsize=9, loc="upper left")
    return picture


def times(seconds, alt):
    """Draw how long some things take, as bars.

    Parameters
    ----------
    seconds : dict
        {name: number}
    alt : str
        Without the figures, since they differ from run to run.
    """
    picture = Picture(alt, width=7.5, height=0.6 + 0.36 * len(seconds))
    axes = picture.subplots()
    axes.barh(list(seconds), seconds.values(), color=SKY, edgecolor=BLUE, height=0.7)
    for place, value in enumerate(seconds.values()):
        axes.text(value, place, f" {value:.3f} s", va="center", fontsize=10)
    axes.set(xlim=(0, 1.15 * max(seconds.values())), xlabel="seconds", xticks=[])
    axes.invert_yaxis()
    axes.tick_params(length=0)
    open_frame(axes, "bottom")
    return picture


def side_by_side(runs, alt):
    """Draw networks side by side: curves against time, and bars of what they cost and read.

    Parameters
    ----------
    runs : dict
        {name: (parameters, seconds, test accuracy, History)}
    alt : str
    """
    picture = Picture(alt, width=10, height=6.2)
    grid = picture.add_gridspec(2, 3, height_ratios=[1.5, 1])
    curves = picture.add_subplot(grid[0, :])
    for place, (name, (_, seconds, _, history)) in enumerate(runs.items()):
        accuracies = history.validation_accuracy
        times = seconds * np.arange(1, len(accuracies) + 1) / len(accuracies)
        style = curve_style(place, marked=True) | {"linewidth": 1.8, "markersize": 6}
        curves.plot(times, accuracies, label=name, markevery=max(1, len(times) // 12), **style)
    curves.set(xscale="log", xlabel="seconds of training on this machine")
    curves.set_ylabel("validation accuracy")
    curves.xaxis.set_major_formatter("{x:g}")
    curves.yaxis.set_major_formatter(percent)
    curves.grid(color="#e5e5e5")
    curves.legend(fontsize=9.5, loc="lower right")
    titles = ("parameters", "seconds of training", "test accuracy")
    forms = ("{:,}".format, "{:.1f} s".format, "{:.1%}".format)
    for column, (title, form) in enumerate(zip(titles, forms, strict=True)):
        bars = picture.add_subplot(grid[1, column])
        values = [run[column] for run in runs.values()]
        bars.barh(range(len(runs)), values, color=COLOURS[: len(runs)], height=0.7)
        for place, value in enumerate(values):
            bars.text(value, place, f" {form(value)}", va="center", fontsize=9.5)
        bars.set(xlim=(0, 1.5 * max(values)), ylim=(len(runs) - 0.4, -0.6), xticks=[])
        bars.set_yticks(range(len(runs)), runs if column == 0 else [""] * len(runs), fontsize=9.5)
        bars.tick_params(length=0)
        bars.set_title(title, fontsize=10.5)
        open_frame(bars, "bottom")
    open_frame(curves)
    return picture
