"""Measured figures as lines of text, one under the other."""

from statistics import median

FIGURES = f"{'':16}{'median':>10}{'min':>10}{'max':>10}"
RATIOS = f"   {'× ours':>6}   {'each round':>13}   target"


def comparison(title, rounds, targets=None, decimals=3):
    """Lines of a table with a row for each contender.

    Parameters
    ----------
    title : str
    rounds : dict of lists of lists
        For each contender, ours first, and for each round: the figures measured in it.
    targets : dict, optional
        The ratio to ours that each contender ought to have at least.
    decimals : whole number
        Of the figures.
    """
    lines = [title, FIGURES + RATIOS]
    our_rounds = rounds["ours"]
    for name, their_rounds in rounds.items():
        figures = [figure for part in their_rounds for figure in part]
        middle = median(figures)
        line = f"  {name:14}" + "".join(
            f"{figure:10.{decimals}f}" for figure in (middle, min(figures), max(figures))
        )
        if name != "ours":
            ratio = middle / median(figure for part in our_rounds for figure in part)
            by_round = [
                median(theirs) / median(our)
                for theirs, our in zip(their_rounds, our_rounds, strict=True)
            ]
            line += f"   {ratio:6.2f}   {min(by_round):5.2f} – {max(by_round):5.2f}"
            if targets and name in targets:
                line += f"   ≥ {targets[name]}"
        lines.append(line)
    return [*lines, ""]


def growth(title, points):
    """Lines of a table of our own seconds, {size: rounds}, and their share for each 1,000."""
    lines = [title, f"{FIGURES}{'for each 1,000':>18}"]
    for size, rounds in points.items():
        figures = [figure for part in rounds for figure in part]
        middle = median(figures)
        lines.append(
            f"  {size:<14,}{middle:10.3f}{min(figures):10.3f}{max(figures):10.3f}"
            f"{1000 * middle / size:18.3f}"
        )
    return [*lines, ""]


def parts(measured):
    """Lines that say where a step's time goes; `measured`: what `measure_step` gives, by round."""
    middle = {key: median(part[key] for part in measured) for key in measured[0]}
    step = middle["step"]
    products = {key: middle[f"{key} products"] for key in ("forward", "backward")}
    needed = sum(products.values())
    lines = ["where a step's time goes (microseconds), and its products alone at their best speed"]
    for part in ("batch", "forward", "loss", "backward", "update", "rest"):
        line = f"  {part:14}{1e6 * middle[part]:10.1f}{middle[part] / step:10.1%}"
        if part in products:
            line += f"   products alone {1e6 * products[part]:6.1f}"
        lines.append(line)
    return [
        *lines,
        f"  {'step':14}{1e6 * step:10.1f}{1:10.1%}   products alone {1e6 * needed:6.1f}",
        f"  share of the products' own speed: {needed / step:.0%} "
        f"({middle['flops'] / step / 1e9:.0f} of {middle['flops'] / needed / 1e9:.0f} GFLOP/s; "
        f"large square matrices: {middle['square flops per second'] / 1e9:.0f})",
        "",
    ]
