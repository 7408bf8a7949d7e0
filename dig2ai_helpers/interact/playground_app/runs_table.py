"""The table of kept runs: their settings and what came of them."""

import csv
import io
from pathlib import Path

import anywidget
import traitlets

from ...training_loop import measure


class RunsTable(anywidget.AnyWidget):
    """A table in which runs can be named, hidden from the picture, and taken up again.

    Parameters
    ----------
    describe : function
        Given settings, it says in a few words what is to be known of them.
    changed : function
        Called when the reader has renamed, hidden or shown a run.
    restore : function
        Given the settings of the run that is to be taken up again.
    """

    _esm = Path(__file__).parent / "runs_table.js"
    _css = Path(__file__).parent / "runs_table.css"

    rows = traitlets.List().tag(sync=True)
    csv = traitlets.Unicode().tag(sync=True)

    def __init__(self, describe, changed, restore):
        super().__init__()
        self._describe, self._changed, self._restore = describe, changed, restore
        self._kept = []  # dicts: experiment, name, shown, settings, found (what was measured)

    def keep(self, experiment):
        """Put a experiment into the table, or bring its row up to date."""
        for kept in self._kept:
            if kept["experiment"] is experiment:
                break
        else:
            kept = {"experiment": experiment, "name": f"{len(self._kept) + 1}", "shown": True}
            self._kept.append(kept)
        kept["settings"], kept["found"] = experiment.used, _found(experiment)
        self._update()

    def holds(self, experiment):
        """Whether a experiment is in the table."""
        return any(kept["experiment"] is experiment for kept in self._kept)

    def shown(self, but):
        """Names and trials of the runs to be seen in the picture, except for one."""
        return [
            (kept["name"], kept["experiment"])
            for kept in self._kept
            if kept["shown"] and kept["experiment"] is not but
        ]

    def records(self):
        """The table as a list of dicts."""
        return [{"name": kept["name"], **kept["settings"], **kept["found"]} for kept in self._kept]

    def obey(self, message):
        """Do what the page asks: rename or show a row, a pair; or restore it, a number."""
        if "rename" in message:
            row, name = message["rename"]
            self._kept[row]["name"] = str(name).strip()[:30] or f"{row + 1}"
        elif "show" in message:
            row, shown = message["show"]
            self._kept[row]["shown"] = bool(shown)
        elif "restore" in message:
            return self._restore(self._kept[message["restore"]]["settings"])
        self._update()
        self._changed()

    def _update(self):
        with self.hold_sync():
            self.rows = [
                {
                    "name": kept["name"],
                    "shown": kept["shown"],
                    "cells": [self._describe(kept["settings"]), *_figures(kept["found"])],
                }
                for kept in self._kept
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
        "test_accuracy": float(measure(experiment.network, experiment.digits.test)[1]),
        "diverged": experiment.diverged is not None,
    }


def _figures(found):
    shares = [found[f"{part}_accuracy"] for part in ("training", "validation", "test")]
    epochs = f"{found['epochs']}" + (" (diverged)" if found["diverged"] else "")
    percent = ["–" if share is None else f"{share:.1%}" for share in shares]
    return [epochs, f"{found['seconds']:.1f} s", *percent]


def as_csv(records):
    """A list of dicts as a CSV text."""
    if not records:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(records[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(records)
    return text.getvalue()
