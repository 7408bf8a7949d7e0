"""Measured figures as lines of text, one under the other."""

from math import inf
from statistics import median, quantiles

from .noise import QUIET

HEAD = f"{'':16}{'median':>10}{'quartiles':>20}{'× ours':>10}{'quartiles':>16}   target"
# {what: {contender: the least that it takes or needs, as a multiple of ours}}
TARGETS = {
    "standard": {"PyTorch": 1.7, "scikit-learn": 1.8, "Keras": 5, "bare NumPy": 1 / 1.1},
    0.9735: {"PyTorch": 1 / 0.6},
}
MOST_MEMORY = 150  # megabytes of ours
MOST_IMPORT = 0.030  # seconds that ours takes beyond NumPy
BUSY = 2.5  # times as long as on a quiet machine, at most, for ours


def report(results, others):
    """Return the whole table as text, from the figures by (row, contender)."""
    lines = comparison("seconds an epoch, 784-128-10, batches of 64", results, "standard")
    lines += busy(results)
    for goal in sorted({row for row, _ in results if isinstance(row, float)}):
        title = f"seconds of training to {goal:.2%} of the test digits, best settings of each"
        lines += comparison(title, results, goal)
    lines += comparison("megabytes at most, an epoch and a look at the validation digits",
                        results, "memory", decimals=0)  # fmt: skip
    lines += comparison("seconds to import", results, "import")
    lines += limits(results)
    lines += grid(results)
    if measured := results.get(("anatomy", "ours")):
        lines += parts(measured)
    return "\n".join([*lines, trust(others)])


def spread(figures):
    """Return the lower quartile, the median and the upper quartile."""
    if len(figures) == 1 or inf in figures:
        return min(figures), median(figures), max(figures)
    return tuple(quantiles(figures, n=4, method="inclusive"))


def ratios(theirs, ours):
    """Return the ratios within each round; those of the medians where the rounds differ."""
    if len(theirs) != len(ours):
        theirs, ours = [median(theirs)], [median(ours)]
    return [a / b if a < inf or b < inf else inf for a, b in zip(theirs, ours, strict=True)]


def figure(number, decimals):
    """Write a number; a goal that was not reached takes endless seconds."""
    return "never" if number == inf else f"{number:.{decimals}f}"


def verdict(good):
    """Say in a word whether a target is met."""
    return "met" if good else "MISSED"


def comparison(title, results, row, decimals=3):
    """Lines of a table with a row for each contender; none where nothing was measured."""
    contenders = [name for what, name in results if what == row]
    lines = [title, HEAD]
    for name in contenders:
        low, middle, high = (figure(each, decimals) for each in spread(results[row, name]))
        line = f"  {name:14}{middle:>10}{f'{low} – {high}':>20}"
        if name != "ours":
            each = spread(ratios(results[row, name], results[row, "ours"]))
            low, middle, high = (figure(ratio, 2) for ratio in each)
            line += f"{middle:>10}{f'{low} – {high}':>16}"
            if least := TARGETS.get(row, {}).get(name):
                line += f"   ≥ {least:.2f}: {verdict(each[1] >= least)}"
        lines.append(line)
    return [*lines, ""] if contenders else []


def busy(results):
    """Lines that tell how much longer an epoch takes while every processor is busy."""
    lines = ["the same while every processor is busy, × the quiet machine"]
    for name in [name for what, name in results if what == "busy"]:
        quiet = median(results["standard", name])
        low, middle, high = spread([seconds / quiet for seconds in results["busy", name]])
        line = f"  {name:14}{middle:10.2f}{f'{low:.2f} – {high:.2f}':>20}"
        lines.append(line + (f"   ≤ {BUSY}: {verdict(middle <= BUSY)}" if name == "ours" else ""))
    return [*lines, ""] if len(lines) > 1 else []


def limits(results):
    """Lines about what ours needs by itself."""
    lines = []
    if memory := results.get(("memory", "ours")):
        most = max(memory)
        lines.append(f"ours: {most:.0f} MB; ≤ {MOST_MEMORY}: {verdict(most <= MOST_MEMORY)}")
    both = [results.get(("import", name)) for name in ("ours", "bare NumPy")]
    if all(both):
        beyond = median(a - b for a, b in zip(*both, strict=True))
        lines.append(
            f"ours: {1000 * beyond:.0f} ms of import beyond NumPy; "
            f"≤ {1000 * MOST_IMPORT:.0f}: {verdict(beyond <= MOST_IMPORT)}"
        )
    return [*lines, ""] if lines else []


def grid(results):
    """Lines by size of the batch and number of neurons: our seconds, and the others' ratios."""
    rows = [what for what, name in results if name == "ours" and isinstance(what, tuple)]
    names = dict.fromkeys(name for what, name in results if what in rows and name != "ours")
    heads = "".join(f"{name + ' × ours':>28}" for name in names)
    lines = [
        "seconds an epoch, by images in a batch and neurons (targets: batch 1, PyTorch ≥ 1.50)",
        f"{'batch':>7}{'neurons':>9}{'ours':>10}{'quartiles':>20}{heads}",
    ]
    for row in rows:
        low, middle, high = spread(results[row, "ours"])
        line = f"{row[0]:7,}{row[1]:9,}{middle:10.3f}{f'{low:.3f} – {high:.3f}':>20}"
        for name in names:
            low, middle, high = spread(ratios(results[row, name], results[row, "ours"]))
            line += f"{f'{middle:.2f} ({low:.2f} – {high:.2f})':>28}"
        lines.append(line)
    return [*lines, ""] if rows else []


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
    rate = middle["flops"] / step
    return [
        *lines,
        f"  {'step':14}{1e6 * step:10.1f}{1:10.1%}   products alone {1e6 * needed:6.1f}",
        f"  share of the products' own speed: {needed / step:.0%} "
        f"({rate / 1e9:.0f} of {middle['flops'] / needed / 1e9:.0f} GFLOP/s)",
        f"  share of the machine's speed with large square matrices: "
        f"{rate / middle['square flops per second']:.0%} "
        f"(of {middle['square flops per second'] / 1e9:.0f} GFLOP/s)",
        "",
    ]


def trust(others):
    """Say whether the machine was quiet.

    `others`: before each measurement, the share of the machine that others used, and the seconds
    that the measurement took. What others disturb takes longer, so it is time that counts.
    """
    whole = sum(seconds for _, seconds in others)
    loud = sum(seconds for share, seconds in others if share > QUIET) / whole
    used = f"for {loud:.0%} of the time, others used more than {QUIET:.0%} of it"
    if loud > 0.25:
        return f"DO NOT TRUST THESE FIGURES: the machine was busy ({used})."
    return f"The machine was quiet enough: {used}."
