"""Pictures of scores that become a measure: scores of images, likelihoods and losses."""

import numpy as np

from ..wording import a_number, figure, minus, percent
from .curve_labels import course, equal_factors
from .image_axes import show_grey
from .picture import HERE, INK, MUTED, RIGHT, SMALL, WIDE, WRONG, Picture, in_style

# The smallest numbers above 0.
SMALLEST = {"32-bit": 2.0**-149, "64-bit": 2.0**-1074}


@in_style
def scores_of_images(images, scores, labels):
    """Draw images, each beside the scores of the ten digits.

    Parameters
    ----------
    images : array (n, 784)
    scores : array (n, 10)
    labels : array (n,)
    """
    best = scores.argmax(axis=1)
    told = "; ".join(
        f"{a_number(label)} gets its largest score, {figure(row.max())}, for {k}"
        + (f", and {figure(row[label])} for {label}" if k != label else "")
        for label, row, k in zip(labels, scores, best, strict=True)
    )
    alt = f"{len(labels)} handwritten digits, each beside the scores of the ten digits: {told}."
    picture = Picture(alt, width=WIDE, height=2.3)
    grid = picture.subplots(1, 2 * len(labels), width_ratios=[1, 2] * len(labels))
    for i, label in enumerate(labels):
        show_grey(grid[2 * i], images[i])
        grid[2 * i].set_title(a_number(label))
        _bars(grid[2 * i + 1], scores[i], label, best[i])
    return picture


def _bars(axes, scores, label, best):
    """Ten scores; the true digit has a tick, a wrong favourite a cross."""
    digits = np.arange(len(scores))
    bars = axes.bar(digits, scores, width=0.7, color=MUTED)
    bars[best].set_facecolor(WRONG)
    bars[label].set(facecolor=RIGHT, hatch="//", edgecolor=INK)
    axes.axhline(0, color=INK, linewidth=0.8)
    signs = {best: "✗", label: "✓"}
    axes.set_xticks(digits, [f"{k}\n{signs.get(k, '')}" for k in digits])
    axes.set(ylabel="score", title=f"largest score: {best}")


@in_style
def product_and_sum(probabilities):
    """Draw the product of probabilities, image after image, and minus its logarithm.

    Parameters
    ----------
    probabilities : array (n,), what was given to the labels
    """
    sums = np.cumsum(-np.log(probabilities))
    count, end = len(sums), sums[-1]
    picture = Picture(
        f"After {count} images the product of the probabilities has fallen evenly to 10 to the "
        f"{minus(f'{-end / np.log(10):.0f}')}, on a logarithmic axis; on the scale at the "
        f"right, minus its logarithm has grown evenly to {end:.0f}. Dashed lines mark where the "
        "product becomes 0 in 32-bit and in 64-bit numbers.",
        width=WIDE,
        height=3.4,
    )
    axes = picture.subplots()
    axes.plot(np.arange(count + 1), [0, *sums], color=HERE)
    axes.set(xlim=(0, count), ylim=(1.1 * end, 0))
    for name, smallest in SMALLEST.items():
        floor = np.log(2) - np.log(smallest)  # half of it is rounded to 0
        axes.axhline(floor, color=MUTED, linestyle="--", linewidth=1)
        words = f"below this line: 0 in {name} numbers"
        axes.text(0.4 * count, floor + 0.015 * end, words, va="top", fontsize=SMALL)
    powers = np.arange(0, 1.1 * end / np.log(10), 100)
    axes.set_yticks(powers * np.log(10), ["1", *(f"$10^{{-{power:.0f}}}$" for power in powers[1:])])
    axes.set(xlabel="number of images", ylabel="product of the probabilities")
    axes.secondary_yaxis("right").set_ylabel("sum of −ln p")
    return picture


@in_style
def loss_by_temperature(temperatures, losses, accuracy):
    """Draw the loss over the temperature, with its smallest value marked.

    Parameters
    ----------
    temperatures, losses : arrays (t,)
    accuracy : the same at every temperature
    """
    best = int(np.argmin(losses))
    at, least = temperatures[best], losses[best]
    share = percent(accuracy, 1)
    picture = Picture(
        f"The loss over the temperature T, a logarithmic axis: it "
        f"{course(temperatures, losses, at='at T =')}; the smallest, {figure(least)}, is at "
        f"T = {figure(at, 2)}. The accuracy is {share} at every temperature.",
        width=WIDE,
        height=3.3,
    )
    axes = picture.subplots()
    axes.plot(temperatures, losses, color=INK)
    axes.plot(at, least, "o", color=HERE, markersize=8)
    words = f"T = {figure(at, 2)}: loss {least:.2f}"
    axes.annotate(words, (at, least), (0, -16), textcoords="offset points", ha="center", color=HERE)
    axes.set(xscale="log", xlabel="temperature T", ylabel="mean of −ln p (loss)")
    axes.set(ylim=(0, 1.08 * max(losses)), title=f"accuracy: {share} at every temperature")
    axes.set_xticks([tick for tick in (0.5, 1, 2, 4, 8, 16) if tick <= temperatures[-1]])
    equal_factors(axes.xaxis)
    for x, side, text in ((0.02, "left", "too sure of its mistakes"),
                          (0.98, "right", "not sure enough where it is right")):  # fmt: skip
        axes.text(x, 0.06, text, ha=side, transform=axes.transAxes, fontsize=SMALL)
    return picture
