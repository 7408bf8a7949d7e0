"""What a hidden layer is for: planes that one neuron can't split, and neurons on a real digit."""

import numpy as np

from ..wording import figure, listed, minus
from .image_axes import print_signs, show_grey, show_signed
from .picture import HERE, INK, NEGATIVE, POSITIVE, SMALL, WIDE, Picture, in_style


@in_style
def split_planes(planes, wanted):
    """Draw points in planes, and on which side of zero each plane's function puts them.

    Parameters
    ----------
    planes : dict
        {title: (points (n, 2), their names, function of an array (m, 2))}. The names of the two
        axes are a pair of strings.
    wanted : array (n,) of booleans
        For which points the function should be positive.
    """
    told = []
    for title, (points, _, function) in planes.items():
        right = np.sum((function(points) > 0) == wanted)
        told.append(f"{title}: {right} of {len(points)} points on the side that they should be on")
    picture = Picture(
        f"{len(planes)} planes, each with {len(wanted)} points: filled circles should be where "
        "the function is positive (shaded), empty ones where it is negative. "
        f"{minus('; '.join(told))}.",
        width=WIDE,
        height=3.0,
    )
    panels = picture.subplots(1, len(planes), squeeze=False)[0]
    for axes, (title, plane) in zip(panels, planes.items(), strict=True):
        _split(axes, *plane, wanted)
        axes.set_title(title)
    return picture


def _split(axes, points, names, function, wanted):
    """One plane: shaded where the function is positive, its points, and a mark at wrong ones."""
    low, high = points.min() - 0.5, points.max() + 0.5
    steps = np.linspace(low, high, 201)
    grid = np.stack(np.meshgrid(steps, steps), axis=-1)  # (201, 201, 2)
    values = function(grid.reshape(-1, 2)).reshape(201, 201)
    axes.contourf(steps, steps, values > 0, levels=[0.5, 1.5], colors=[POSITIVE], alpha=0.3)
    axes.contour(steps, steps, values, levels=[0], colors=[INK], linestyles="dashed")
    right = (function(points) > 0) == wanted
    for point, filled, there in zip(points, wanted, right, strict=True):
        look = {"markerfacecolor": HERE if filled else "none", "markeredgewidth": 2}
        axes.plot(*point, "o", color=HERE, markersize=10, **look)
        words = minus(f"({point[0]:g}, {point[1]:g})") + ("" if there else " ✗")
        twice = ", twice" if (points == point).all(axis=1).sum() > 1 else ""
        place = (0, -18) if filled else (0, 9)
        style = {"textcoords": "offset points", "ha": "center", "size": SMALL}
        axes.annotate(words + twice, point, place, **style)
    axes.set(xlim=(low, high), ylim=(low, high), aspect="equal")
    axes.set(xlabel=names[0], ylabel=names[1], xticks=(0, 1, 2)[: int(high) + 1])
    axes.set_yticks(axes.get_xticks())


@in_style
def answering_neurons(image, weights, activations, votes, neurons):
    """Draw what hidden neurons compare with an image, and what each then adds to the scores.

    Parameters
    ----------
    image : array (784,)
    weights : array (784, n)
        A column for each neuron.
    activations : array (n,)
    votes : array (n, 10)
        What each neuron adds to each digit's score: its activation times its weights.
    neurons : list of n whole numbers, their indices in the layer
    """
    n = len(neurons)
    told = [
        f"neuron {neuron} (a = {figure(a)}) adds most to the {row.argmax()}, {figure(row.max())}, "
        f"and subtracts most from the {row.argmin()}, {figure(-row.min())}"
        for neuron, a, row in zip(neurons, activations, votes, strict=True)
    ]
    picture = Picture(
        f"An image, and {n} hidden neurons with large activations: the weights of each, their "
        f"products with the image, and what it adds to each score. {listed(told)}.",
        width=WIDE,
        height=4.4,
    )
    picture.draw_close()
    grid = picture.subplots(3, n + 1, height_ratios=[1, 1, 0.9])
    show_grey(grid[0, 0], image)
    grid[0, 0].set_title("the image")
    for axes, words in zip(
        grid[1:, 0], ("weights\n× image", "added to the\nten scores"), strict=True
    ):
        axes.axis("off")
        axes.text(1, 0.5, words, ha="right", va="center")
    most = 1.15 * np.abs(votes).max()
    for k, (template, product, added) in enumerate(grid[:, 1:].T):
        largest = np.abs(weights[:, k]).max()
        for axes, values in ((template, weights[:, k]), (product, image * weights[:, k])):
            show_signed(axes, values, 0.6 * largest)  # full colour from there on
            print_signs(axes, values, largest)
        template.set_title(f"neuron {neurons[k]}\na = {activations[k]:.1f}", fontsize=10)
        _votes(added, votes[k], most)
    return picture


def _votes(axes, votes, most):
    """Bars up for digits whose scores a neuron raises, and hatched ones down for the others."""
    digits = np.arange(len(votes))
    up = votes > 0
    axes.bar(digits[up], votes[up], color=POSITIVE)
    look = {"facecolor": "none", "edgecolor": NEGATIVE, "hatch": "////"}
    axes.bar(digits[~up], votes[~up], **look)
    axes.axhline(0, color=INK, linewidth=0.8)
    axes.set(ylim=(-most, most), xticks=digits, yticks=[])
    axes.tick_params(labelsize=8, length=0, pad=1)
    axes.spines[:].set_visible(False)
