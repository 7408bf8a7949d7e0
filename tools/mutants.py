"""Mutation test of the exercise checks: a solution that is spoilt in one place is rejected.

    python tools/mutants.py            # all mutants; prints the score and the survivors
    python tools/mutants.py 04         # those of one notebook

A mutant that computes the same as the solution is no mistake: mutants_equivalent.txt lists these,
each with the reason.
"""

import argparse
import contextlib
import io
import json
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
from spoil import mutants

from dig2ai_helpers import checks, functions, one_hot

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAMES = {"np": np, "relu": functions.relu, "softmax": functions.softmax, "one_hot": one_hot}
LEFT_OUT = "check_template"  # what is near to a good template is a good template


def equivalents():
    """{(check, program): reason} of the mutants that are right all the same."""
    text = Path(__file__).with_name("mutants_equivalent.txt").read_text(encoding="utf-8")
    found = re.findall(r"# ([^\n]*)\n--- (\w+)\n(.*?)\n(?:\n|\Z)", text, re.DOTALL)
    return {(check, program): reason for reason, check, program in found}


def solutions():
    """Yield (check's name, source of a folded solution, call of the check) of all notebooks."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells]
        for stub, after in pairwise(texts):
            call = re.search(r"^(check_\w+)\((.*)\)$", stub, re.MULTILINE)
            if call is None or "<details>" not in after:
                continue
            handed = call[2].split(", ")
            for block in re.findall(r"```python\n(.*?)```", after, re.DOTALL):
                if all(re.search(rf"^(def {name}\b|{name} = )", block, re.M) for name in handed):
                    yield path.name[:2], call[1], block, call[0]


def survives(source, call):
    """Whether the check calls this program right (or stops with an error of its own)."""
    names = dict(NAMES)
    said = io.StringIO()
    try:
        with np.errstate(all="ignore"):
            exec(source, names)
    except Exception:
        return False  # it can't even be defined: no answer to check
    names |= {name: getattr(checks, name) for name in checks.__all__}
    with contextlib.redirect_stdout(said), np.errstate(all="ignore"):
        exec(call, names)
    return said.getvalue().startswith("Right.")


def survivors(only="", chosen=lambda mutant: True, listed=False):
    """The number of mutants tried, and [(check, program)] of those that were accepted.

    Those on the list of equivalents are left out; with `listed`, they alone are tried.
    """
    tried, alive, seen, same = 0, [], set(), equivalents()
    for notebook, check, source, call in solutions():
        if check == LEFT_OUT or not notebook.startswith(only):
            continue
        for _, text, _ in mutants(source):
            if (check, text) in seen or ((check, text.strip()) in same) is not listed:
                continue
            seen.add((check, text))
            if chosen((check, text)):
                tried += 1
                if survives(text, call):
                    alive.append((check, text))
    return tried, alive


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", nargs="?", default="", help="of a notebook, like 04")
    tried, alive = survivors(number := parser.parse_args().number)
    if not tried:
        parser.error(f"there are no exercises in a notebook {number}")
    for check, text in alive:
        print(f"--- {check}\n{text}\n")
    print(f"{tried - len(alive)} of {tried} mutants are rejected; {len(alive)} survive.")
