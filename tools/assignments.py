"""Export the exercises of notebooks 01 to 10 as assignments for otter-grader.

``python tools/assignments.py`` writes all of them to build/assignments; or name some:
``… notebooks/04-*.ipynb``. For each notebook there are, in build/assignments/04:

- 04-exercises.ipynb, which otter makes the rest of: statements, stubs, solutions, tests, points
- student/04-exercises.ipynb for learners
- autograder/04-exercises.ipynb, the solutions
- autograder/04-autograder.zip, which grades what learners hand in: see tools/marks.py

otter runs the tests on the solutions and complains if one does not get its point.
"""

import argparse
import ast
import filecmp
import inspect
import itertools
import json
import os
import shutil
import sys
import tempfile
import warnings
from pathlib import Path
from textwrap import indent

import nbformat
from exercises import read_exercises
from names import FormError
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_raw_cell

from dig2ai_helpers import checks
from notebooks import METADATA, opened

ROOT = Path(__file__).parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("[01][0-9]-*.ipynb"))[1:]  # 00 has none
OUT = ROOT / "build" / "assignments"
POINTS = 1  # for an exercise
SEEDS = (1, 2, 3)  # of the random cases in a grading: every learner is given the same
CONFIG = {
    "init_cell": False,  # a learner's notebook needs no otter: the checks are the series' own
    "export_cell": False,
    "show_question_points": True,
    "tests": {"ok_format": False},
}
WELCOME = """# The exercises of notebook {number}

The notebook *{title}* explains what you need for them; its sections are meant where a section is \
named here. Fill in each exercise and run its cell, then the check below it: it says whether your \
answer is right, or what to look at. At the end, save this notebook and hand it in."""
# otter leaves the solution out for learners, and gives them the text between the quotes.
ANSWER = """# BEGIN SOLUTION NO PROMPT
{solution}
# END SOLUTION
r{quotes} # BEGIN PROMPT
{stub}
{quotes}; # END PROMPT"""
TEST = """def test_{name}({asked}):
    import contextlib
    import io

{fresh}

    for seed in {seeds}:
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            {call}
        if not said.getvalue().startswith("Right."):  # an assert could be switched off
            raise AssertionError(said.getvalue())
"""


def master(path):
    """The notebook from which otter makes all others."""
    exercises = read_exercises(path)
    number = path.name[:2]
    title = opened(path).cells[0].source.splitlines()[0].lstrip("# ")
    config = {"name": f"dig2ai-{number}", **CONFIG}
    cells = [
        _raw("ASSIGNMENT CONFIG", config),
        new_markdown_cell(WELCOME.format(number=number, title=title)),
        new_code_cell(merged([line for exercise in exercises for line in exercise.imports])),
    ]
    for exercise in exercises:
        cells += [new_code_cell(text) for text in exercise.above]
        cells += question(exercise)
    for place, cell in enumerate(cells):
        cell.id = f"cell-{place}"  # the same in each export
    return new_notebook(cells=cells, metadata=METADATA)


def question(exercise):
    """The cells of an exercise, with otter's marks between them."""
    quotes = "'''" if '"""' in exercise.stub else '"""'
    return [
        _raw("BEGIN QUESTION", {"name": f"exercise_{exercise.number}", "points": POINTS}, False),
        *exercise.cells,
        _raw("BEGIN SOLUTION"),
        new_code_cell(ANSWER.format(quotes=quotes, **vars(exercise))),
        _raw("END SOLUTION"),
        new_code_cell(exercise.call),
        _raw("BEGIN TESTS"),
        new_code_cell(f"# HIDDEN\n{grading_test(exercise)}"),
        _raw("END TESTS"),
        _raw("END QUESTION"),
    ]


def _raw(mark, config=None, check_cell=None):
    """A raw cell for otter; its settings are YAML, which JSON is a part of."""
    config = dict(config or {}) | ({} if check_cell is None else {"check_cell": check_cell})
    lines = [f"{key}: {json.dumps(value)}" for key, value in config.items()]
    return new_raw_cell("\n".join([f"# {mark}", *lines]))


def grading_test(exercise):
    """A test that passes if the check says "Right.", with random cases the same for everybody."""
    call = ast.parse(exercise.call, mode="eval").body
    seeds = SEEDS[:1]
    if "seed" in inspect.signature(getattr(checks, exercise.check)).parameters:
        call.keywords.append(ast.keyword("seed", ast.Name("seed")))
        seeds = SEEDS
    return TEST.format(
        name=exercise.check.removeprefix("check_"),
        asked=", ".join(exercise.asked),
        fresh=indent(exercise.fresh, "    "),
        seeds=seeds,
        call=ast.unparse(call),
    )


def merged(imports):
    """Lines that import, with one line for each module."""
    lines, modules = set(), {}
    for line in imports:
        [node] = ast.parse(line).body
        if isinstance(node, ast.Import):
            lines.add(line)
        else:
            modules.setdefault(node.module, set()).update(map(ast.unparse, node.names))
    for module, names in modules.items():
        line = f"from {module} import {', '.join(sorted(names))}"
        if len(line) > 88:
            listed = "".join(f"    {name},\n" for name in sorted(names))
            line = f"from {module} import (\n{listed})"
        lines.add(line)
    return "\n".join(sorted(lines, key=lambda line: ("dig2ai" in line, line)))


def export(path, out=OUT, prove=True):
    """Write the assignment of a notebook; `prove` runs the tests on its solutions."""
    number = path.name[:2]
    if not number.isdecimal():
        raise FormError(f"{path.name}: its name must begin with two digits, as 04-….ipynb does")
    made_of = master(path)
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out) as place:
        folder = Path(place) / number
        folder.mkdir()
        file = folder / f"{number}-exercises.ipynb"
        nbformat.write(made_of, file)
        _assign(path, file, folder, prove)
        [made] = folder.glob("autograder/*.zip")  # otter puts the time into its name
        made.rename(made.with_name(f"{number}-autograder.zip"))
        make_room(out / number, folder)  # the old one stays until the new one is whole
        return folder.replace(out / number)


def _assign(path, file, folder, prove):
    """Let otter make all that it makes of a notebook."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what otter stands on is its own affair
        from otter.assign import main as assign

        try:
            assign(str(file), str(folder), no_pdfs=True, no_run_tests=not prove)
        except Exception as error:
            raise FormError(f"{path.name}: otter refused its exercises: {error}") from error


def make_room(old, new):
    """Remove an earlier export, or put it aside if a teacher changed it or keeps things in it."""
    if not old.exists():
        return
    names = {path.name for path in new.iterdir()}
    file = f"{new.name}-exercises.ipynb"
    ours = {path.name for path in old.iterdir()} <= names
    if ours and (not (old / file).exists() or filecmp.cmp(old / file, new / file, shallow=False)):
        shutil.rmtree(old)
        return
    asides = (old.with_name(f"{old.name}-earlier-{count}") for count in itertools.count(1))
    aside = old.rename(next(path for path in asides if not path.exists()))
    print(f"{os.path.relpath(old)} held other things than this export: they are in {aside.name}")


def main(words):
    """Export the notebooks that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: 01 to 10")
    try:
        for path in parser.parse_args(words).notebooks or NOTEBOOKS:
            print(f"{path.name} → {os.path.relpath(export(path))}", flush=True)
    except FormError as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main(sys.argv[1:])
