"""How far plain networks get on MNIST, idea by idea: a stored table of long trainings.

`tools/measure_limits.py` makes the table, and says what each idea is.
"""

import csv
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from .inputs import check_name

TABLE = Path(__file__).parent / "data" / "limits.csv"


@dataclass(frozen=True)
class Limit:
    """What an idea came to.

    Attributes
    ----------
    seeds : int
        How many networks, or committees, were measured.
    epochs, seconds : list of float
        At each point of the training: epochs, and seconds of two cores (half of the
        processor's seconds), means over the seeds.
    validation, loss : list of float
        Accuracy and loss on MNIST's 5,000 validation digits there, means over the seeds.
    lowest, highest : float
        The accuracy of the worst seed at the end, and of the best.
    test : float
        Accuracy on MNIST's 10,000 test digits at the end, the mean over the seeds.

    Examples
    --------
    >>> quick = limit("quick")
    >>> quick.seconds[-1] < 2, quick.validation[-1] > 0.97
    (True, True)
    """

    seeds: int
    epochs: list[float]
    seconds: list[float]
    validation: list[float]
    loss: list[float]
    lowest: float
    highest: float
    test: float


def limit(idea: str, kind: str = "network") -> Limit:
    """Return what was measured for an idea.

    Parameters
    ----------
    idea
        A row of notebook 10's ladder: "as published", "quick", "bent" ...
    kind
        "network", the network itself. Some ideas have others, too: "averaged", the average of its
        weights; "16 views" (or 2, 4, 8, 32), its mean probabilities over 16 views; "committee",
        those of all seeds together; "committee, 32 views", both.

    Examples
    --------
    >>> limit("bent").validation[-1] > limit("more neurons").validation[-1]
    True
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    check_name(idea, dict.fromkeys(row["idea"] for row in rows), "idea")
    rows = [row for row in rows if row["idea"] == idea]
    check_name(kind, dict.fromkeys(row["kind"] for row in rows), f"the kind for {idea!r}")
    rows = [row for row in rows if row["kind"] == kind]
    seeds = {row["seed"]: [r for r in rows if r["seed"] == row["seed"]] for row in rows}
    points = list(zip(*seeds.values(), strict=True))

    def means(name):
        return [fmean(float(row[name]) for row in point) for point in points]

    ends = [float(row["validation_accuracy"]) for row in points[-1]]
    tests = [float(row["test_accuracy"] or "nan") for row in points[-1]]
    return Limit(
        len(seeds),
        means("epochs"),
        means("seconds"),
        means("validation_accuracy"),
        means("validation_loss"),
        min(ends),
        max(ends),
        fmean(tests),
    )
