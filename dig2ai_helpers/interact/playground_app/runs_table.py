"""The table of kept runs: their settings and what came of them."""

import csv
import io
from dataclasses import asdict, dataclass
from typing import Any

import traitlets

from ...training_loop import measure
from ..toolkit.page_module import page_side
from ..toolkit.part import Part
from ..trial.experiment import Experiment
from ..trial.settings import Settings
from .wording import duration, percent

# What tells the runs apart in curves, table and map, without colour. ★ is the best cell of the map,
# ▲ a loss above its chart, ▶ what is read.
MARKS = "◆▼✚◇▽◎◈◐"


@dataclass
class KeptRun:
    """A row of the table: an experiment, and what was measured when it was kept."""

    experiment: Experiment
    mark: str
    name: str
    settings: Settings
    found: dict
    network: Any = None  # until a final choice has been judged
    shown: bool = True


class RunsTable(Part):
    """A table in which runs can be named, hidden from the picture, and taken up again.

    One of them, the final choice, is judged by the test digits, once.
    """

    _esm, _css = page_side(__file__)

    rows = traitlets.List().tag(sync=True)
    csv = traitlets.Unicode().tag(sync=True)
    verdict = traitlets.Unicode().tag(sync=True)  # on the final choice; empty before

    def __init__(self):
        super().__init__()
        self._kept = []

    def keep(self, experiment):
        """Put an experiment into the table, or bring its row up to date."""
        row = next((row for row in self._kept if row.experiment is experiment), None)
        if row is None:
            place = len(self._kept)
            mark = MARKS[place % len(MARKS)]
            row = KeptRun(experiment, mark, f"{place + 1}", experiment.used, {})
            self._kept.append(row)
        row.settings, row.found = experiment.used, _found(experiment)
        row.network = None if self.verdict else experiment.network
        self._update()

    def take_over(self, other):
        """Begin with the rows of another table, and with its verdict."""
        self._kept, self.verdict = other._kept, other.verdict
        self._update()

    def holds(self, experiment):
        """Whether an experiment is in the table."""
        return any(row.experiment is experiment for row in self._kept)

    def shown(self, but):
        """The runs to be seen in the picture, except for one: a list of KeptRun."""
        return [row for row in self._kept if row.shown and row.experiment is not but]

    def mark_of(self, experiment):
        """The mark and the name of an experiment in the table; "" if it is not there."""
        rows = (row for row in self._kept if row.experiment is experiment)
        return next((f"{row.mark} {row.name}" for row in rows), "")

    def marks(self):
        """{(neurons, learning rate): the marks of the runs with them}."""
        found = {}
        for row in self._kept:
            pair = row.settings.neurons, row.settings.learning_rate
            found[pair] = found.get(pair, "") + row.mark
        return found

    def records(self):
        """The table as a list of dicts."""
        return [{"name": row.name, **asdict(row.settings), **row.found} for row in self._kept]

    def obey(self, message):
        """Rename or show a row, as the page asks; give back the settings that it wants again."""
        if "rename" in message:
            place, name = message["rename"]
            printable = "".join(letter for letter in str(name) if letter.isprintable())
            self._kept[place].name = printable.strip()[:30] or f"{place + 1}"
        elif "show" in message:
            place, shown = message["show"]
            self._kept[place].shown = bool(shown)
        elif "restore" in message:
            return self._kept[message["restore"]].settings
        self._update()
        return None

    def judge(self, place, test):
        """Measure a run on the test digits, and forget the networks: there is no second time."""
        if self.verdict:
            raise ValueError(f"the test digits have been used. {self.verdict}")
        if not -len(self._kept) <= place < len(self._kept):
            raise ValueError("there is no such run in the table: train one first")
        row = self._kept[place]
        share = float(measure(row.network, test)[1])
        self.verdict = (
            f"Your final choice, run {row.name}, reads {percent(share, 1)} of the {len(test):,} "
            "test digits. They have been used: whatever you choose after seeing this figure, "
            "they can no longer judge it fairly."
        )
        for kept in self._kept:
            kept.network = None
        return share

    def _update(self):
        with self.hold_sync():
            self.rows = [
                {
                    "mark": row.mark,
                    "name": row.name,
                    "shown": row.shown,
                    "cells": [str(row.settings), *_figures(row.found)],
                }
                for row in self._kept
            ]
            self.csv = as_csv(self.records())


def _found(experiment):
    history = experiment.history
    return {
        "changes": "; ".join(experiment.changes),
        "epochs": experiment.finished,
        "seconds": round(experiment.seconds, 3),
        "training_accuracy": history.accuracy[-1] if history.loss else None,
        "validation_accuracy": history.validation_accuracy[-1] if history.loss else None,
        "diverged": experiment.diverged is not None,
    }


def _figures(found):
    shares = [found[f"{part}_accuracy"] for part in ("training", "validation")]
    epochs = f"{found['epochs']}" + (" (diverged)" if found["diverged"] else "")
    shown = ["–" if share is None else percent(share, 1) for share in shares]
    return [epochs, duration(found["seconds"]), *shown]


def as_csv(records):
    """A list of dicts as a CSV text."""
    if not records:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\n")
    writer.writeheader()
    for record in records:
        # A spreadsheet computes a name that begins like this; as a text it is what was typed.
        risky = record["name"].startswith(("=", "+", "-", "@"))
        writer.writerow(record | ({"name": f"'{record['name']}"} if risky else {}))
    return text.getvalue()
