"""A picture of whole networks: how they are built."""

from itertools import pairwise

import numpy as np

from .picture import FAINT, HERE, MUTED, WIDE, Picture, in_style


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
