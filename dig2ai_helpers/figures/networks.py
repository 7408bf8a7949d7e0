"""Pictures of whole networks: how they are built, how they learned, and which is best."""

from itertools import pairwise, product

import numpy as np

from .picture import BLUE, COLOURS, LINES, MARKERS, RED, SKY, Picture

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
            axes.text(x, 0.5, "⋮", fontsize=20, ha="center", va="center")
        if last and size == len(ys) == 10:
            for digit, y in enumerate(ys):
                axes.text(x, y, digit, color="white", fontsize=9, ha="center", va="center")
        what = "784 = 28 × 28 pixels" if not x and size == 784 else _counted(size, x)
        axes.text(x, 1.16, label, fontsize=11.5, weight="bold", ha="center", va="center")
        axes.text(x, 1.065, what, fontsize=11, ha="center", va="center")
    for layer, ((fan_in, fan_out), count) in enumerate(zip(layers, counts, strict=True)):
        text = f"W{layer + 1} ({fan_in}, {fan_out})\nb{layer + 1} ({fan_out},)"
        shapes = {"family": "monospace", "fontsize": 10.5, "ha": "center", "va": "top"}
        axes.text(layer + 0.5, -0.1, text, linespacing=1.4, **shapes)
        words = {"fontsize": 11, "weight": "bold", "ha": "center", "va": "top"}
        axes.text(layer + 0.5, -0.345, f"{count:,} parameters", **words)
    if len(layers) > 1:
        total = f"{sum(counts):,} parameters in all"
        axes.text(len(layers) / 2, -0.52, total, fontsize=11.5, ha="center", va="center")
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


def training_curves(history, alt):
    """Draw a run's loss and accuracy after each epoch, training beside validation.

    The loss stands on an axis of equal factors where its highest is 50 times its lowest.

    Parameters
    ----------
    history : History
    alt : str
    """
    picture = Picture(alt, width=10, height=3.3)
    epochs = np.arange(1, len(history.loss) + 1)
    panels = (
        ("loss", history.loss, history.validation_loss),
        ("accuracy", history.accuracy, history.validation_accuracy),
    )
    every = max(1, len(epochs) // 20)
    for axes, (what, training, validation) in zip(picture.subplots(1, 2), panels, strict=True):
        style = {"markersize": 5, "markevery": every}
        axes.plot(epochs, training, "o-", color=BLUE, label="training", **style)
        axes.plot(epochs, validation, "s--", color=RED, label="validation", **style)
        axes.set(xlabel="epoch", ylabel=what)
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.spines[["top", "right"]].set_visible(False)
        axes.legend(fontsize=9)
    loss, accuracy = picture.axes
    heights = history.loss + history.validation_loss
    if max(heights) > 50 * min(heights):
        loss.set_yscale("log")
        loss.yaxis.set_major_formatter("{x:g}")
    else:
        loss.set_ylim(bottom=0)
    accuracy.yaxis.set_major_formatter(_percent)
    return picture


def _percent(share, _):
    """A tick's label; 0.775 as 77.5%, and not as 78%."""
    return f"{100 * share:.3g}%"


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
            style = {"color": COLOURS[place], "linestyle": LINES[place], "linewidth": 1.8}
            values = net.weights[layer].ravel()
            weights.hist(values, edges, histtype="step", label=name, **style)
        biases.hist(after.biases[layer], 15, color=SKY, edgecolor=BLUE)
        biases.locator_params(axis="x", nbins=5)
        biases.axvline(0, color=COLOURS[1], linestyle=LINES[1], linewidth=1.8)
        weights.set_title(f"layer {layer + 1}", fontsize=11)
        weights.set_xlabel(f"its {after.weights[layer].size:,} weights")
        biases.set_xlabel(f"its {after.biases[layer].size:,} biases")
    for axes in grid.ravel():
        axes.set_yticks([])
        axes.spines[["top", "right", "left"]].set_visible(False)
    for row in grid:
        row[0].set_ylabel("how many")
    grid[0, 0].legend(fontsize=9, loc="upper left")
    return picture


def by_setting(runs, setting, alt):
    """Draw what a run came to for several values of a setting: accuracies and losses.

    Parameters
    ----------
    runs : dict
        {value: History}; the value stands under its point.
    setting : str
        Name of the setting.
    alt : str
    """
    picture = Picture(alt, width=10, height=3.4)
    panels = (("accuracy", "validation_accuracy"), ("loss", "validation_loss"))
    for axes, names in zip(picture.subplots(1, 2), panels, strict=True):
        for place, (name, words) in enumerate(zip(names, ("training", "validation"), strict=True)):
            heights = [getattr(history, name)[-1] for history in runs.values()]
            style = {"color": (BLUE, RED)[place], "linestyle": LINES[place], "label": words}
            axes.plot(range(len(runs)), heights, marker=MARKERS[place], **style)
        axes.set_xticks(range(len(runs)), [f"{value:g}" for value in runs])
        axes.set(xlabel=setting, ylabel=f"{names[0]} at the end", ylim=(0, None))
        axes.legend(fontsize=9)
        axes.spines[["top", "right"]].set_visible(False)
    picture.axes[0].set_ylim(0, 1.03)
    picture.axes[0].yaxis.set_major_formatter(_percent)
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
    axes.spines[["top", "right", "bottom"]].set_visible(False)
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
        style = {"color": COLOURS[place], "linestyle": LINES[place], "linewidth": 1.8}
        style |= {"marker": MARKERS[place], "markevery": max(1, len(times) // 12), "markersize": 6}
        curves.plot(times, accuracies, label=name, **style)
    curves.set(xscale="log", xlabel="seconds of training on this machine")
    curves.set_ylabel("validation accuracy")
    curves.xaxis.set_major_formatter("{x:g}")
    curves.yaxis.set_major_formatter(_percent)
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
        bars.spines[["top", "right", "bottom"]].set_visible(False)
    curves.spines[["top", "right"]].set_visible(False)
    return picture
