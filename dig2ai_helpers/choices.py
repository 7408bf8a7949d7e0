"""What the choices that an author left open are worth: a stored table of trainings.

`tools/measure_choices.py` makes the table, and says what is in it.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from .inputs import check_name
from .recipes import recipes

TABLE = Path(__file__).parent / "data" / "choices.csv"
MEASURED = ("accuracy", "validation_accuracy", "validation_loss", "lowest_loss")


@dataclass
class Filling:
    """One way to fill in what a description leaves open, and what each seed came to.

    Attributes
    ----------
    settings : dict
        "neurons", "init", "cost", "batch_size", "learning_rate" and "epochs", as text.
    measured : dict of lists
        "accuracy" on the training digits, "validation_accuracy", "validation_loss" and
        "lowest_loss", the lowest validation loss on the way: one number a seed.
    """

    settings: dict[str, str]
    measured: dict[str, list[float]] = field(default_factory=dict)

    def median(self, what: str = "validation_accuracy") -> float:
        """Return the median over the seeds."""
        return median(self.measured[what])


def fillings(question: str, network: str, digits: str) -> list[Filling]:
    """Return what was measured for a question, on the digits of this name.

    Parameters
    ----------
    question
        "range" (all reasonable settings), "ours" (the recipe's, if they are not among these),
        "cost", "batches", "size", "neurons", "rate" or "depth". Only the first was asked of each
        network; what was not asked gives an empty list.
    network
        A name in `recipes`.
    digits
        "bundled" or "mnist".

    Examples
    --------
    >>> found = fillings("range", "full-batch-128", "bundled")
    >>> len(found), len(found[0].measured["validation_accuracy"])
    (1, 5)
    """
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    check_name(question, dict.fromkeys(row["question"] for row in rows), "question")
    check_name(network, recipes, "network")
    check_name(digits, ("bundled", "mnist"), "digits")
    found: dict[tuple[str, ...], Filling] = {}
    for row in rows:
        if (row["question"], row["network"], row["digits"]) != (question, network, digits):
            continue
        numbers = {name: float(row.pop(name)) for name in MEASURED}
        for name in ("question", "network", "digits", "seed"):
            del row[name]
        filling = found.setdefault(tuple(row.values()), Filling(row))
        for name, number in numbers.items():
            filling.measured.setdefault(name, []).append(number)
    return list(found.values())


def by_setting(found: list[Filling], setting: str) -> dict[str, list[float]]:
    """Sort the median accuracies by the value of one setting.

    Examples
    --------
    >>> list(by_setting(fillings("range", "relu-128-64", "bundled"), "learning_rate"))
    ['0.001', '0.01', '0.1']
    """
    groups: dict[str, list[float]] = {}
    for filling in found:
        groups.setdefault(filling.settings[setting], []).append(filling.median())
    return groups


def ours(name: str, digits: str) -> Filling:
    """Return the filling that a recipe has chosen (on MNIST, some have fewer epochs)."""
    found = [*fillings("ours", name, digits), *fillings("range", name, digits)]
    training: dict[str, Any] = recipes[name].training
    wanted = {
        "neurons": "-".join(str(size) for size in recipes[name].sizes[1:-1]),
        "init": "0.01" if recipes[name].init == "small" else recipes[name].init,
        "batch_size": str(training["batch_size"] or "all"),
        "learning_rate": str(training["learning_rate"]),
    }
    # The table has the fewest epochs first: those of the recipe.
    return next(each for each in found if wanted.items() <= each.settings.items())
