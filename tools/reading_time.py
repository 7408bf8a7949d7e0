"""How long a notebook takes a reader: its spine, and everything with boxes and exercises.

``python tools/reading_time.py`` prints a row for each notebook. A reader takes 150 words a minute,
6 seconds for a line of code, half a minute to guess a result before a cell shows it, and 6 minutes
to solve an exercise.
"""

import argparse
import json
import re
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "notebooks"
WORDS, LINES = 150, 10  # a minute
GUESS, EXERCISE = 0.5, 6  # minutes
FOLDED = r"<details>.*?</details>"
NO_WORDS = r"\$\$.*?\$\$|\$[^$]*\$|<[^>]*>|```.*?```|https?://\S+"


def minutes(path):
    """Return the minutes for the spine, and for everything."""
    found = measure(path)
    return found["spine minutes"], found["all minutes"]


def measure(path):
    """Return what a notebook has for a reader: words, lines, cells, minutes."""
    try:
        cells = json.loads(Path(path).read_text(encoding="utf-8"))["cells"]
    except (OSError, ValueError, TypeError, KeyError):
        raise SystemExit(f"{path} can't be read as a notebook") from None
    spine, exercises = split_at_exercises(cells)
    text, code = parts(spine)
    task_text, task_code = parts(exercises)
    folded = words("".join(re.findall(FOLDED, text + task_text, re.DOTALL)))
    open_words = words(re.sub(FOLDED, " ", text, flags=re.DOTALL))
    guesses = text.count("Before you run the next cell")
    tasks = len(re.findall(r"^### (?:Exercise )?\d", task_text, re.MULTILINE))
    short = open_words / WORDS + code / LINES + GUESS * guesses
    asked = words(re.sub(FOLDED, " ", task_text, flags=re.DOTALL)) / WORDS + task_code / LINES
    return {
        "words on the spine": open_words,
        "folded words": folded,
        "cells": len(cells),
        "lines of code": code + task_code,
        "spine minutes": short,
        "all minutes": short + folded / WORDS + asked + EXERCISE * tasks,
    }


def split_at_exercises(cells):
    """Return the cells before the exercises and after them, and the exercises' cells."""
    heads = ["".join(cell["source"]).startswith("## ") for cell in cells]
    titles = ["".join(cell["source"]).partition("\n")[0] for cell in cells]
    if "## Exercises" not in titles:
        return cells, []
    begin = titles.index("## Exercises")
    end = next((i for i in range(begin + 1, len(cells)) if heads[i]), len(cells))
    return cells[:begin] + cells[end:], cells[begin:end]


def parts(cells):
    """Return the words, one long text, and the number of lines of code."""
    sources = {"markdown": [], "code": []}
    for cell in cells:
        sources.setdefault(cell["cell_type"], []).append("".join(cell["source"]))
    return "\n".join(sources["markdown"]), sum(len(s.splitlines()) for s in sources["code"])


def words(text):
    """Count what is read word by word: no formulas, no marks, no blocks of code."""
    return len(re.sub(NO_WORDS, " ", text, flags=re.DOTALL).split())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all")
    for path in parser.parse_args().notebooks or sorted(FOLDER.glob("[0-9]*.ipynb")):
        row = (f"{name} {value:.0f}" for name, value in measure(path).items())
        print(f"{Path(path).name}: {', '.join(row)}")
