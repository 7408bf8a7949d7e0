"""Grade the notebooks that learners handed in, with otter-grader on this machine.

``python tools/marks.py 04 handed-in`` grades every notebook in the folder handed-in as an
assignment 04, and writes handed-in/marks-04.csv: a row for each, with its points and what the
checks said. ``make assignments`` has to come first.

A notebook is a program: it can do on your machine whatever you can do. Grade your own learners.
"""

import argparse
import csv
import io
import json
import os
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
from assignments import OUT

from dig2ai_helpers.own_files import write_whole
from dig2ai_helpers.wording import one_line
from notebooks import METADATA, NotANotebook, opened

SECONDS = 300  # for one notebook; a loop without end stops here


def grade(submission, autograder, seconds=SECONDS):
    """{exercise: (points, possible points, what the check said)}; raise `RuntimeError` if none."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "otter", "run", "--no-logo"]
        command += ["-a", autograder, "-o", folder, for_this_kernel(submission, folder)]
        try:
            # What a learner's program writes need not be text.
            options = {"encoding": "utf-8", "errors": "replace", "timeout": seconds}
            done = subprocess.run(command, capture_output=True, **options)
        except subprocess.TimeoutExpired:
            raise RuntimeError(f"it was stopped after {seconds} seconds") from None
        results = Path(folder, "results.json")
        if done.returncode or not results.exists():
            raise RuntimeError(last_line(done.stderr))
        tests = json.loads(results.read_text(encoding="utf-8"))["tests"]
    marks = {t["name"]: (t["score"], t["max_score"], said(t)) for t in tests if "max_score" in t}
    if not marks:
        raise RuntimeError(last_line("\n".join(test["output"] for test in tests)))
    return marks


def for_this_kernel(submission, folder):
    """Copy a notebook into a folder, as one for our kernel; the learner's may have another name."""
    try:
        notebook = opened(submission)
    except NotANotebook as error:
        raise RuntimeError(str(error)) from None
    notebook.metadata |= METADATA
    copy = Path(folder, "handed-in.ipynb")
    nbformat.write(notebook, copy)
    return copy


def last_line(text):
    """The last line of what otter said."""
    return (text.strip().splitlines() or ["otter gave no result"])[-1]


def said(test):
    """What the check said if it was not "Right.", in one line."""
    _, found, message = test["output"].partition("AssertionError: ")
    if found:
        return one_line(message)
    return "" if test["score"] == test["max_score"] else one_line(last_line(test["output"]))


def rows(number, folder):
    """A row for each notebook of a folder: name, points, those of each exercise, what was said."""
    # A teacher may have made it anew: otter puts the time into its name.
    autograder = next((OUT / number / "autograder").glob("*.zip"), None)
    if autograder is None:
        sys.exit(f"There is no {number}-autograder.zip in {OUT / number}: run make assignments.")
    handed_in = sorted(folder.glob("[!.]*.ipynb"))  # macOS adds ._ files on a memory stick
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        yield from pool.map(lambda path: row(path, autograder), handed_in)


def row(path, autograder):
    """A row for a notebook."""
    # A zip of another system unpacks any name, and a terminal obeys what is in some.
    name = one_line(os.fsencode(path.name).decode("utf-8", "replace")) or "(no name)"
    if name[0] in "=+-@":  # a spreadsheet would compute a name that begins like a formula
        name = f"'{name}"
    try:
        marks = grade(path, autograder)
    except RuntimeError as error:
        return {"notebook": name, "said": one_line(f"Not graded: {error}")}
    points = {exercise: score for exercise, (score, _, _) in marks.items()}
    words = [f"{exercise}: {text}" for exercise, (_, _, text) in marks.items() if text]
    total = {"notebook": name, "points": sum(points.values())}
    return total | points | {"said": " | ".join(words)}


def main(words):
    """Grade a folder and write its table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("number", help="the notebook's number, like 04")
    parser.add_argument("folder", type=Path, help="where the notebooks are")
    given = parser.parse_args(words)
    given.number = given.number.zfill(2)  # 4 is 04
    graded, file = [], given.folder / f"marks-{given.number}.csv"
    if file.is_symlink():  # it may have come with what was handed in
        sys.exit(f"{file} is a link to another place: remove it.")
    try:
        for found in rows(given.number, given.folder):
            graded.append(found)
            write_table(graded, file)  # each time: whatever ends this, ends it with a table
            print(f"{found['notebook']}: {found.get('points', found['said'])}", flush=True)
    except KeyboardInterrupt:
        print("Stopped. The table has the notebooks that were graded until now.")
    except OSError as error:
        sys.exit(f"{file} can't be written ({error.strerror}); is it open in another program?")
    if not graded:
        sys.exit(f"There is no notebook in {given.folder}.")
    print(f"Written to {file}")


def write_table(graded, file):
    """Write the table of marks, whole or not at all."""
    columns = dict.fromkeys(name for found in graded for name in found if name != "said")
    text = io.StringIO(newline="")
    table = csv.DictWriter(text, [*columns, "said"], restval="")
    table.writeheader()
    table.writerows(graded)
    write_whole(file, text.getvalue().encode(), like=file)


if __name__ == "__main__":
    main(sys.argv[1:])
