"""Pictures of probabilities and losses."""

import numpy as np

from .picture import BLUE, COLOURS, ORANGE, RED, SKY, Picture, curve_style, open_frame


def softmax_steps(scores, powers, probabilities):
    """Draw three steps side by side, as bars: scores, their exponentials, probabilities.

    Parameters
    ----------
    scores, powers, probabilities : arrays (classes,)
    """
    steps = {"scores z": scores, "powers e^z": powers, "probabilities p": probabilities}
    alt = "Three groups of bars, one bar a class: " + "; ".join(
        f"{name.rsplit(' ', 1)[0]} {', '.join(f'{value:.3g}' for value in values)}"
        for name, values in steps.items()
    )
    picture = Picture(f"{alt}. The order of the bars stays the same.", width=9, height=2.6)
    panels = picture.charts(1, 3)
    for axes, (name, values), colour in zip(panels, steps.items(), COLOURS[:3], strict=True):
        bars = axes.bar(np.arange(len(values)), values, width=0.6, color=colour)
        axes.bar_label(bars, [f"{value:.3g}" for value in values], padding=2, fontsize=10)
        axes.set(title=name, xlabel="class", xticks=np.arange(len(values)), ylabel="value")
        axes.margins(y=0.18)
        axes.axhline(0, color="black", linewidth=0.8)
    return picture


def temperature_curves(temperatures, probabilities, scores):
    """Draw how the probability of each class changes with the temperature.

    Parameters
    ----------
    temperatures : array (t,)
    probabilities : array (t, classes)
    scores : array (classes,)
    """
    alt = (
        "Curves of the probabilities against the temperature. On the left, where it is low, the "
        "class with the largest score has nearly 1 and the others nearly 0; to the right the "
        f"curves close in on 1/{len(scores)} and never cross."
    )
    picture = Picture(alt, width=8, height=3.6)
    axes = picture.charts()
    for k, score in enumerate(scores):
        style = {"label": f"class {k}, score {score:g}", "linewidth": 2, **curve_style(k)}
        axes.semilogx(temperatures, probabilities[:, k], **style)
    axes.axhline(1 / len(scores), color="gray", linewidth=0.8)
    axes.axvline(1, color="gray", linewidth=0.8)
    axes.text(1.03, 0.96, "T = 1", fontsize=10)
    ends = temperatures[[0, -1]]
    axes.text(1.04 * ends[0], 1 / len(scores) + 0.02, f"1/{len(scores)}", fontsize=10)
    ticks = [tick for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if ends[0] <= tick]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.set(xlim=ends, xlabel="temperature T", ylabel="probability", ylim=(-0.02, 1.04))
    axes.minorticks_off()
    axes.legend(loc="upper right", bbox_to_anchor=(1, 0.9))
    return picture


def range_of_exp():
    """Draw for which z a computer's e^z is 0, a number, or infinite."""
    ends = {}
    for dtype in (np.float32, np.float64):
        smallest = np.log(np.float64(np.nextafter(dtype(0), dtype(1))))
        largest = np.log(np.float64(np.finfo(dtype).max))
        ends[dtype.__name__] = (smallest - np.log(2), largest)  # less than half of it becomes 0
    alt = "Bands on a line of z: " + "; ".join(
        f"in {dtype} e^z is a number from z = {low:.0f} to {high:.1f}"
        for dtype, (low, high) in ends.items()
    )
    alt += ". Below it is rounded to 0, above it is infinite. Shifted scores lie at 0 and below."
    picture = Picture(alt, width=9, height=2.6)
    axes = picture.subplots()
    edge, names = 1000, [*ends, "shifted scores"]
    for row, (low, high) in enumerate(ends.values()):
        axes.barh(row, low + edge, 0.56, -edge, color="white", edgecolor="gray", hatch="..")
        axes.barh(row, high - low, 0.56, low, color=SKY, edgecolor="gray")
        axes.barh(row, edge - high, 0.56, high, color=ORANGE, edgecolor="gray", hatch="//")
        blank = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}
        style = {"va": "center", "ha": "center", "fontsize": 10}
        axes.text((low - edge) / 2, row, "0", bbox=blank, **style)
        axes.text((low + high) / 2, row, "a number", **{**style, "fontsize": 8.5})
        axes.text((high + edge) / 2, row, "infinity", bbox=blank, **style)
        for end, text in ((low, f"−{-low:.0f}"), (high, f"{high:.1f}")):
            axes.text(end, row - 0.3, text, va="bottom", ha="center", fontsize=9)
    axes.annotate("", (-edge, 2), (0, 2), arrowprops={"arrowstyle": "->", "lw": 2, "color": BLUE})
    axes.plot(0, 2, "o", color=BLUE)
    axes.text(20, 2, "the largest of each row is 0", va="center", fontsize=10)
    axes.axvline(0, color="black", linewidth=0.8, zorder=0)
    axes.set_yticks(range(3), [f"e^z in {name}" for name in ends] + names[2:], fontsize=10)
    axes.set(xlim=(-edge, edge), ylim=(2.5, -0.6), xlabel="z")
    open_frame(axes, "left")
    axes.tick_params(axis="y", length=0)
    return picture


def probability_bars(panels, label, alt, dashed=None):
    """Draw probabilities of the classes as bars, a panel each; the right class is hatched.

    Parameters
    ----------
    panels : dict
        {title: array (classes,)}
    label : whole number
        The right class.
    alt : str
        Text alternative.
    dashed : number, optional
        Height of a dashed line.
    """
    picture = Picture(alt, width=min(10, 3.4 * len(panels)), height=2.8)
    grid = picture.charts(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, probabilities) in zip(grid, panels.items(), strict=True):
        axes.bar(range(len(probabilities)), probabilities, color=SKY)
        style = {"color": ORANGE, "hatch": "//", "ec": "black", "label": "the right class"}
        axes.bar(label, probabilities[label], **style)
        if dashed is not None:
            axes.axhline(dashed, color="black", ls="--", lw=1, label=f"{dashed:g}")
        axes.set(xlabel="class", xticks=range(len(probabilities)), ylim=(0, 1.05))
        axes.set_title(title, fontsize=10)
    grid[0].set_ylabel("probability")
    picture.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return picture


def surprise_curve(probabilities):
    """Draw the surprise -ln p against p, with some points of it marked.

    Parameters
    ----------
    probabilities : list of numbers above 0, to 1
    """
    marks = ", ".join(f"{-np.log(p) + 0:.2f} at {p:g}" for p in probabilities)
    alt = f"The curve of -ln p falls from far up at p = 0 to 0 at p = 1: {marks}."
    picture = Picture(alt, width=8, height=3.4)
    axes = picture.charts()
    p = np.linspace(0.003, 1, 500)
    axes.plot(p, -np.log(p), color=BLUE, linewidth=2)
    for mark in probabilities:
        axes.plot(mark, -np.log(mark), "o", color=RED)
        text = f"p = {mark:g}: {-np.log(mark) + 0:.2f}"
        beside, ha = ((6, 8), "left") if mark < 0.9 else ((2, 8), "right")
        style = {"textcoords": "offset points", "fontsize": 10, "ha": ha}
        axes.annotate(text, (mark, -np.log(mark)), beside, **style)
    axes.set(xlabel="probability p that was given to the label", ylabel="surprise -ln p")
    axes.set(xlim=(0, 1.02), ylim=(-0.1, 6))
    return picture


def loss_and_slope(scores, losses, slopes):
    """Draw losses of the score of the right class, and beside them their slopes.

    Parameters
    ----------
    scores : array (m,)
    losses, slopes : dicts
        {name of the loss: array (m,)}
    """
    far = scores[0]
    left = ", ".join(f"{slopes[name][0] + 0:.2f} for {name}" for name in slopes)
    alt = (
        f"Two panels over the score of the right class. The losses: {' and '.join(losses)} both "
        f"fall towards the right. Their slopes: at a score of {far:g} it is {left}."
    )
    picture = Picture(alt.replace("-0.00", "0.00"), width=9.5, height=3.4)
    panels = picture.charts(1, 2)
    for axes, curves, what in zip(panels, (losses, slopes), ("loss", "slope"), strict=True):
        for place, (name, values) in enumerate(curves.items()):
            axes.plot(scores, values, label=name, linewidth=2, **curve_style(place))
        axes.axvline(0, color="gray", linewidth=0.8)
        axes.axhline(0, color="gray", linewidth=0.8)
        axes.set(xlabel="score of the right class (the other's is 0)", ylabel=what)
    panels[0].legend(loc="upper right")
    bottom, top = panels[1].get_ylim()
    for x, words, ha in ((far, " confident and wrong", "left"),
                         (scores[-1], "confident and right ", "right")):  # fmt: skip
        panels[1].text(x, top + 0.02, words, ha=ha, va="bottom", fontsize=9)
    panels[1].set_ylim(bottom, top)
    return picture


def softmax_beside_sigmoids(scores, one_choice, yes_or_no):
    """Draw both kinds of outputs for some rows of scores, a panel each.

    Parameters
    ----------
    scores, one_choice, yes_or_no : arrays (rows, classes)
        Scores, their softmax, and their sigmoids.
    """

    def listed(values, digits):
        return ", ".join(f"{value:{digits}}" for value in values)

    panels = [
        f"for scores {listed(row, 'g')} softmax gives {listed(choice, '.2f')} and the sigmoids "
        f"{listed(yes, '.2f')}"
        for row, choice, yes in zip(scores, one_choice, yes_or_no, strict=True)
    ]
    picture = Picture(f"Pairs of bars: {'; '.join(panels)}.", width=9.5, height=3.0)
    grid = picture.charts(1, len(scores), sharey=True)
    classes = np.arange(scores.shape[1])
    for axes, row, choice, yes in zip(grid, scores, one_choice, yes_or_no, strict=True):
        for left, values, name, colour, hatch in (
            (-0.2, choice, "softmax", BLUE, ""),
            (0.2, yes, "sigmoids", ORANGE, "//"),
        ):
            style = {"label": name, "color": colour, "hatch": hatch, "ec": "white"}
            bars = axes.bar(classes + left, values, 0.38, **style)
            axes.bar_label(bars, [f"{value:.2f}" for value in values], padding=1, fontsize=9)
        axes.set_title(f"scores ({listed(row, 'g')})", fontsize=10)
        axes.set(xlabel="class", xticks=classes, ylim=(0, 1.12))
    grid[0].set_ylabel("probability")
    picture.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return picture
