"""Pictures of frameworks: what they cost, and the graph that a computation leaves behind."""

import numpy as np

from ..wording import listed
from .picture import CENTRED, FAINT, HERE, INK, MUTED, SMALL, VALIDATION, WIDE, Picture, in_style

LOOKS = {"ours": ("NumPy", HERE, "o", "-"), "PyTorch": ("PyTorch", VALIDATION, "s", "--"),
         "Keras": ("Keras", MUTED, "^", ":")}  # fmt: skip


@in_style
def framework_costs(costs):
    """Draw the seconds of an epoch over the batch size, a panel for each number of neurons.

    Parameters
    ----------
    costs : dict
        {("epoch", library, neurons, batch size): seconds}; other keys are left out
    """
    epochs = {key[1:]: seconds for key, seconds in costs.items() if key[0] == "epoch"}
    neurons, batches = (sorted({key[place] for key in epochs}, key=int) for place in (1, 2))
    told = [
        f"{_thousands(n)} neurons, batches of {_thousands(batch)}: "
        + listed([f"{LOOKS[name][0]} {_number(epochs[name, n, batch])} s" for name in LOOKS])
        for n in neurons
        for batch in batches
    ]
    picture = Picture(
        "Seconds for an epoch of 55,000 images over the batch size, on two logarithmic axes, a "
        f"panel for each number of hidden neurons. {'; '.join(told)}.",
        width=WIDE,
        height=3.7,
    )
    panels = picture.subplots(1, len(neurons), sharey=True, squeeze=False)[0]
    for axes, n in zip(panels, neurons, strict=True):
        for library, (name, colour, marker, line) in LOOKS.items():
            seconds = [epochs[library, n, batch] for batch in batches]
            axes.plot(range(len(batches)), seconds, line, marker=marker, color=colour, label=name)
            for place, value in enumerate(seconds):
                where = _aside(epochs, library, n, batches[place])
                style = {"color": colour, "ha": "center", "va": "center", "size": SMALL}
                offset = {"xytext": where, "textcoords": "offset points"}
                axes.annotate(_number(value), (place, value), **offset, **style)
        axes.set_yscale("log")
        axes.set_xticks(range(len(batches)), [_thousands(batch) for batch in batches])
        axes.set(xlim=(-0.3, len(batches) - 0.6), xlabel="images in a batch")
        axes.set_title(f"784-{_thousands(n)}-10")
        axes.margins(y=0.16)
    panels[0].set_ylabel("seconds for an epoch")
    panels[-1].legend()
    return picture


def _aside(epochs, library, neurons, batch):
    """Points from a mark to its number: above, below or beside it, clear of its neighbours."""
    ranked = sorted(LOOKS, key=lambda name: epochs[name, neurons, batch])
    return ((0, -11), (18, 3), (6, 11))[ranked.index(library)]


def _number(value):
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}"


def _thousands(number):
    return f"{int(number):,}"


@in_style
def recorded_graph(tree, told=None):
    """Draw the graph that a computation recorded: values to the right, slopes to the left.

    Parameters
    ----------
    tree : (name, list of trees)
        The last step, and the steps that its inputs came from. The longest way through it is
        drawn as a row; whatever joins it on the way hangs below. A step without a name gets no
        slope.
    told : list of str, optional
        What notebook 04 calls the value of each step of this row, from the left.
    """
    row, hanging = _row(tree)
    told = told or [""] * len(row)
    deepest = max((len(chain) for chains in hanging for chain in chains), default=0)
    picture = Picture(
        f"A row of {len(row)} steps from left to right: {', '.join(row)}. "
        + " ".join(
            f"Into {row[place]} comes {listed([_of(chain) for chain in chains])}."
            for place, chains in enumerate(hanging)
            if chains
        )
        + " Solid arrows show the way forward, dashed ones the slopes on the way back.",
        width=WIDE,
        height=1.4 + 0.85 * deepest,
    )
    axes = picture.subplots()
    axes.set(xlim=(-0.6, len(row) - 0.4), ylim=(-0.45 - 0.85 * deepest, 0.85))
    axes.axis("off")
    for place, (name, value, chains) in enumerate(zip(row, told, hanging, strict=True)):
        _box(axes, place, 0, name, INK)
        axes.text(place, 0.62, value, ha="center", size=11, color=HERE)
        if place:
            _both_ways(axes, (place - 1 + 0.42, 0.08), (place - 0.42, 0.08))
        for number, chain in enumerate(chains):
            aside = place + 0.5 * (number - (len(chains) - 1) / 2)
            for depth, step in enumerate(chain):
                _box(axes, aside, -1 - 0.85 * depth, step, VALIDATION, 0.23)
                start = (place if depth == 0 else aside), -0.85 * depth - 0.22 - 0.15 * (depth > 0)
                _both_ways(axes, (aside, -0.78 - 0.85 * depth), start, back=bool(step))
    return picture


def _row(tree):
    """The names on the way through a tree that branches, first step first, and what joins each."""
    name, inputs = tree
    ahead = next((each for each in inputs if not _is_chain(each)), None)
    row, hanging = _row(ahead) if ahead else ([], [])
    return [*row, name], [*hanging, [_chain(each) for each in inputs if each is not ahead]]


def _is_chain(tree):
    """A leaf, or a step with one input that is a chain itself: a transposed weight matrix."""
    return len(tree[1]) < 2 and all(map(_is_chain, tree[1]))


def _chain(tree):
    name, inputs = tree
    return [name] + (_chain(inputs[0]) if inputs else [])


def _of(chain):
    return " of ".join(step or "something that needs no slope" for step in chain)


def _box(axes, x, y, text, colour, half=0.42):
    across, up = np.array([-1, 1, 1, -1]) * half, np.array([-1, -1, 1, 1]) * 0.22
    style = {"edgecolor": colour, "linewidth": 1.4, "linestyle": "-" if text else ":"}
    axes.fill(x + across, y + up, facecolor="none", **style)
    axes.text(x, y, text or "–", size=SMALL, **CENTRED)


def _both_ways(axes, start, end, back=True):
    """Draw a solid arrow from start to end, and perhaps a dashed one back beside it."""
    aside = np.array([0, -0.16]) if start[1] == end[1] else np.array([0.07, 0])
    arrows = ((start, end, "-", FAINT), (end, start, "--", HERE))
    for one, other, line, colour in arrows if back else arrows[:1]:
        move = aside if line == "--" else 0 * aside
        style = {"arrowstyle": "->", "linestyle": line, "color": colour, "linewidth": 1.4}
        axes.annotate("", other + move, one + move, arrowprops=style)
