"""Pictures of probabilities and losses."""

import numpy as np

from ..wording import figure, minus
from .curve_labels import course, label_ends, zero_lines
from .picture import HERE, INK, MUTED, RIGHT, SMALL, WIDE, Picture, in_style

LOOKS = ((HERE, "-"), (INK, "--"), (INK, ":"))  # of classes or losses, in their order


@in_style
def softmax_steps(scores, exponentials, probabilities):
    """Draw three steps side by side, as bars: scores, their exponentials, probabilities.

    Parameters
    ----------
    scores, exponentials, probabilities : arrays (classes,)
    """
    steps = {
        "scores z": scores,
        "exponentials $e^z$": exponentials,
        "probabilities p": probabilities,
    }
    alt = "Three groups of bars, one bar a class: " + "; ".join(
        f"{name.rsplit(' ', 1)[0]} {', '.join(figure(value, 3) for value in values)}"
        for name, values in steps.items()
    )
    picture = Picture(f"{alt}. The order of the bars stays the same.", width=WIDE, height=2.6)
    panels = picture.subplots(1, 3)
    for axes, (name, values) in zip(panels, steps.items(), strict=True):
        last = values is probabilities
        bars = axes.bar(np.arange(len(values)), values, width=0.6, color=HERE if last else INK)
        axes.bar_label(bars, [figure(value, 3) for value in values], padding=2)
        axes.set(title=name, xlabel="class", xticks=np.arange(len(values)))
        axes.margins(y=0.18)
        zero_lines(axes, y=False)
    panels[0].set_ylabel("value")
    return picture


@in_style
def temperature_curves(temperatures, probabilities, scores):
    """Draw how the probability of each class changes with the temperature.

    Parameters
    ----------
    temperatures : array (t,)
    probabilities : array (t, classes)
    scores : array (classes,)
    """
    told = "; ".join(
        f"class {k}, score {figure(score)}, {course(temperatures, heights, at='at T =')}"
        for k, (score, heights) in enumerate(zip(scores, probabilities.T, strict=True))
    )
    picture = Picture(
        f"The probability of each class as the temperature T rises from "
        f"{figure(temperatures[0])} to {figure(temperatures[-1])}: {told}. A line marks "
        f"1/{len(scores)}.",
        width=WIDE,
        height=3.6,
    )
    axes = picture.subplots()
    first, last = temperatures[[0, -1]]
    axes.set(xscale="log", xlim=(first, last), ylim=(-0.02, 1.04))
    axes.set(xlabel="temperature T", ylabel="probability")
    ends = {}
    for k, (score, (colour, line)) in enumerate(zip(scores, LOOKS, strict=True)):
        axes.plot(temperatures, probabilities[:, k], color=colour, linestyle=line)
        ends[minus(f"class {k}, score {score:g}")] = (last, probabilities[-1, k], colour)
    axes.axhline(1 / len(scores), color=MUTED, linewidth=0.8)
    axes.axvline(1, color=MUTED, linewidth=0.8)
    axes.text(1.03, 0.96, "T = 1")
    axes.text(1.04 * first, 1 / len(scores) + 0.02, f"1/{len(scores)}")
    ticks = [tick for tick in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100) if first <= tick <= last]
    axes.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axes.minorticks_off()
    label_ends(axes, ends)
    return picture


@in_style
def range_of_exp():
    """Draw for which z a computer's e^z is 0, a number, or infinite."""
    ends = {}
    for dtype in (np.float32, np.float64):
        with np.errstate(under="ignore"):  # whatever the reader has set
            smallest = np.log(np.float64(np.nextafter(dtype(0), dtype(1))))
        largest = np.log(np.float64(np.finfo(dtype).max))
        ends[dtype.__name__] = (smallest - np.log(2), largest)  # less than half of it becomes 0
    told = "; ".join(
        f"in {dtype} e^z is a number from z = {minus(f'{low:.0f}')} to {high:.1f}"
        for dtype, (low, high) in ends.items()
    )
    picture = Picture(
        f"Bands on a line of z: {told}. Below it is rounded to 0, above it is infinite. Shifted "
        "scores lie at 0 and below.",
        width=WIDE,
        height=2.7,
    )
    axes = picture.subplots()
    edge = 1000
    for row, (low, high) in enumerate(ends.values()):
        _band(axes, row, low, high, edge)
    axes.annotate("", (-edge, 2), (0, 2), arrowprops={"arrowstyle": "->", "lw": 2, "color": HERE})
    axes.plot(0, 2, "o", color=HERE)
    axes.text(20, 2, "the largest of each row is 0", va="center", color=HERE)
    axes.axvline(0, color=INK, linewidth=0.8, zorder=0)
    axes.set_yticks(range(3), [f"$e^z$ in {name}" for name in ends] + ["shifted scores"])
    axes.set(xlim=(-edge, edge), ylim=(2.5, -0.75), xlabel="z")
    axes.spines[["left"]].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return picture


def _band(axes, row, low, high, edge):
    """A number format's three parts of the line: 0, a number, infinity."""
    look = {"facecolor": "none", "edgecolor": INK}
    axes.barh(row, low + edge, 0.56, -edge, hatch="..", **look)
    axes.barh(row, high - low, 0.56, low, color=HERE)
    axes.barh(row, edge - high, 0.56, high, hatch="//", **look)
    for x, words in (((low - edge) / 2, "0"), ((high + edge) / 2, "infinity")):
        axes.text(x, row - 0.3, words, va="bottom", ha="center")
    axes.text((low + high) / 2, row, "a number", size=8.5, va="center", ha="center", color="white")
    for end, text in ((low, minus(f"{low:.0f}")), (high, f"{high:.1f}")):
        axes.text(end, row - 0.3, text, va="bottom", ha="center", fontsize=SMALL)


@in_style
def probability_bars(panels, label, dashed=None):
    """Draw probabilities of the classes as bars, a panel each; the right class is hatched.

    Parameters
    ----------
    panels : dict
        {title: array (classes,)}
    label : whole number
        The right class.
    dashed : number, optional
        Height of a dashed line.
    """
    told = "; ".join(
        f"{title}: the largest is {figure(p.max())} for {p.argmax()}, the right class has "
        f"{figure(p[label])}"
        for title, p in panels.items()
    )
    line = f" A dashed line marks {dashed:g}." if dashed is not None else ""
    picture = Picture(
        f"{len(panels)} panels with the probabilities of {len(next(iter(panels.values())))} "
        f"classes; the right class is {label}. {told}.{line}",
        width=min(WIDE, 2.7 * len(panels)),
        height=2.7,
    )
    grid = picture.subplots(1, len(panels), sharey=True, squeeze=False)[0]
    for axes, (title, probabilities) in zip(grid, panels.items(), strict=True):
        axes.bar(range(len(probabilities)), probabilities, color=INK)
        axes.bar(label, probabilities[label], color=RIGHT, hatch="//", ec=INK)
        if dashed is not None:
            axes.axhline(dashed, color=INK, ls="--", lw=1)
            axes.text(9.5, dashed + 0.02, f"{dashed:g}", ha="right")
        marks = [f"{k}\n✓" if k == label else f"{k}" for k in range(len(probabilities))]
        axes.set_xticks(range(len(probabilities)), marks)
        axes.get_xticklabels()[label].set(color=RIGHT, fontweight="bold")
        axes.set(ylim=(0, 1.05), title=title)
    grid[0].set_ylabel("probability")
    grid[len(grid) // 2].set_xlabel("class (✓: the right one)")
    return picture


@in_style
def surprise_curve(probabilities):
    """Draw the surprise -ln p against p, with some points of it marked.

    Parameters
    ----------
    probabilities : list of numbers above 0, to 1
    """
    marks = ", ".join(f"{-np.log(p) + 0:.2f} at {p:g}" for p in probabilities)
    alt = f"The curve of −ln p falls from far up at p = 0 to 0 at p = 1: {marks}."
    picture = Picture(alt, width=WIDE, height=3.4)
    axes = picture.subplots()
    p = np.linspace(0.003, 1, 500)
    axes.plot(p, -np.log(p), color=INK)
    for mark in probabilities:
        axes.plot(mark, -np.log(mark), "o", color=HERE, markersize=8)
        text = f"p = {mark:g}: {-np.log(mark) + 0:.2f}"
        beside, ha = ((8, 8), "left") if mark < 0.9 else ((2, 9), "right")
        style = {"textcoords": "offset points", "ha": ha, "color": HERE}
        axes.annotate(text, (mark, -np.log(mark)), beside, **style)
    axes.set(xlabel="probability p that was given to the label", ylabel="surprise −ln p")
    axes.set(xlim=(0, 1.02), ylim=(-0.1, 6))
    return picture


@in_style
def loss_and_slope(scores, losses, slopes):
    """Draw losses of the score of the right class, and beside them their slopes.

    Parameters
    ----------
    scores : array (m,)
    losses, slopes : dicts
        {name of the loss: array (m,)}
    """
    far = scores[0]
    told = "; ".join(
        f"{name}: the loss {course(scores, losses[name])}, the slope is "
        f"{figure(round(slopes[name][0], 4))} at a score of {figure(far)}"
        for name in losses
    )
    alt = f"Two panels over the score of the right class, with losses and their slopes. {told}."
    picture = Picture(alt, width=WIDE, height=3.7)
    panels = picture.subplots(1, 2)
    for axes, curves, what in zip(panels, (losses, slopes), ("loss", "slope"), strict=True):
        for (name, values), (colour, line) in zip(curves.items(), LOOKS, strict=False):
            axes.plot(scores, values, line, color=colour, label=name)
        zero_lines(axes)
        axes.set(xlabel="score of the right class\n(the other's is 0)", ylabel=what)
    panels[0].legend(loc="upper right", labelcolor="linecolor")
    for x, words, ha in ((0, "confident and wrong", "left"), (1, "confident and right", "right")):
        panels[1].text(x, 1.02, words, ha=ha, fontsize=SMALL, transform=panels[1].transAxes)
    return picture


@in_style
def softmax_beside_sigmoids(scores, one_choice, yes_or_no):
    """Draw both kinds of outputs for some rows of logits (scores), a panel each.

    Parameters
    ----------
    scores, one_choice, yes_or_no : arrays (rows, classes)
        Scores, their softmax, and their sigmoids.
    """

    def written(values, digits):
        return minus(", ".join(f"{value:{digits}}" for value in values))

    panels = [
        f"for logits {written(row, 'g')} softmax gives {written(choice, '.2f')} and the sigmoids "
        f"{written(yes, '.2f')}"
        for row, choice, yes in zip(scores, one_choice, yes_or_no, strict=True)
    ]
    picture = Picture(f"Pairs of bars: {'; '.join(panels)}.", width=WIDE, height=3.1)
    grid = picture.subplots(1, len(scores), sharey=True, squeeze=False)[0]
    classes = np.arange(scores.shape[1])
    for axes, row, choice, yes in zip(grid, scores, one_choice, yes_or_no, strict=True):
        for left, values, name, look in (
            (-0.2, choice, "softmax", {"color": HERE}),
            (0.2, yes, "sigmoids", {"facecolor": "none", "hatch": "//", "ec": INK}),
        ):
            bars = axes.bar(classes + left, values, 0.38, label=name, **look)
            axes.bar_label(bars, [f"{value:.2f}" for value in values], padding=1, fontsize=SMALL)
        axes.set_title(f"logits ({written(row, 'g')})", fontsize=10.5)
        axes.set(xlabel="class", xticks=classes, ylim=(0, 1.12))
    grid[0].set_ylabel("probability")
    picture.legend(*grid[0].get_legend_handles_labels(), loc="outside upper center", ncols=2)
    return picture
