"""Run notebooks on the bundled digits and store them with their outputs, clean.

``python tools/notebooks.py`` runs all of them; or name some: ``… notebooks/01-*.ipynb``.
With ``--clean`` they are cleaned without being run, and those that were not run from top to
bottom, or failed, are named.

``tests/statements/04.py`` holds what notebook 04 says of its results: it runs in the notebook's
own names, after the last cell, and leaves no trace in the notebook.
"""

import argparse
import os
import shutil
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

ROOT = Path(__file__).parents[1]
FOLDER, STATEMENTS = ROOT / "notebooks", ROOT / "tests" / "statements"
# A stored widget is dead; what stays is the still picture beside it.
LIVE = "application/vnd.jupyter.widget-view+json"
METADATA = {
    "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
    # JupyterLab's "Export as Executable Script" asks for the last two.
    "language_info": {"name": "python", "file_extension": ".py", "nbconvert_exporter": "python"},
}


class NotANotebook(Exception):
    """A file that can't be read as a notebook."""


def opened(path):
    """Read a notebook; raise `NotANotebook`, with a sentence, if the file holds none."""
    try:
        return nbformat.reads(path.read_text(encoding="utf-8-sig"), as_version=4)
    except Exception as error:  # of many kinds: anything can be in a file
        first = f"{type(error).__name__}: {error}".splitlines()[0]
        raise NotANotebook(f"{path} can't be read as a notebook ({first})") from None


def store(notebook, path):
    """Write a notebook whole or not at all: what is in the file may be nowhere else."""
    path = path.resolve()  # by hand: the hook of a commit runs this without the package
    unfinished = path.with_name(f".dig2ai-{path.name}")
    text = nbformat.writes(notebook, indent=1) + "\n"
    try:
        unfinished.write_text(text, encoding="utf-8", newline="\n")
        shutil.copymode(path, unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def run(notebook, folder, last=""):
    """Run a notebook from top to bottom, and then some last code that isn't part of it."""
    cells = notebook.cells
    notebook.cells = [*cells, nbformat.v4.new_code_cell(last)]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": folder}}).execute()
    notebook.cells = cells


def statements(path):
    """What must be true of a notebook's results: code, or nothing."""
    file = STATEMENTS / f"{path.name[:2]}.py"
    if not file.exists():
        return ""
    # An error then names this file and its line, not a cell that no notebook has.
    return f"exec(compile({file.read_text(encoding='utf-8')!r}, {str(file)!r}, 'exec'))"


def clean(notebook):
    """Leave no trace of the machine or the hour: only what a reader sees, and cell tags."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        kept = {key: cell.metadata[key] for key in ("tags", "reason") if cell.metadata.get(key)}
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type == "code":
            cell.outputs = list(joined(cell.outputs))


def joined(outputs):
    """Yield the outputs without metadata, with what was printed in one piece, however it came."""
    text = None
    for output in outputs:
        if "metadata" in output:
            output.metadata = nbformat.from_dict({})
        output.get("data", {}).pop(LIVE, None)
        if text is not None and output.get("name") == text.name:
            text.text += output.text
            continue
        text = output if output.output_type == "stream" else None
        yield output


def complaints(notebook):
    """Yield what is wrong with the outputs and would be right after a run."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    if [cell.execution_count for cell in code] != list(range(1, len(code) + 1)):
        yield "its cells were not run once each, from top to bottom"
    for output in (output for cell in code for output in cell.outputs):
        if output.output_type == "error":
            yield f"a cell ended in an error: {output.ename}"
        if output.get("name") == "stderr":
            first, _, _ = output.text.strip().partition("\n")
            yield f"a cell complained: {first}"


def main(words):
    """Run or clean the notebooks, and complain about what needs a look."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clean", action="store_true", help="don't run them")
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all")
    given = parser.parse_args(words)
    os.environ["DIG2AI_DATASET"] = "bundled"  # what is stored shows the bundled digits only
    os.environ["TQDM_DISABLE"] = "1"
    os.environ["DIG2AI_TEST"] = "1"  # widgets finish what they do before their cell ends
    troubles = []
    for path in given.notebooks or sorted(FOLDER.glob("*.ipynb")):
        try:
            notebook = opened(path)
        except NotANotebook as error:
            sys.exit(str(error))
        if not given.clean:
            print(path.name)
            try:
                run(notebook, path.resolve().parent, statements(path))
            except (CellExecutionError, CellTimeoutError, DeadKernelError) as error:
                sys.exit(f"{path.name} was left as it was: it did not run to its end.\n{error}")
        clean(notebook)
        nbformat.validate(notebook)
        store(notebook, path)
        troubles += [f"{path.name}: {trouble}" for trouble in complaints(notebook)]
    if troubles:
        sys.exit("\n".join([*troubles, "Run: make notebooks"]))


if __name__ == "__main__":
    main(sys.argv[1:])
