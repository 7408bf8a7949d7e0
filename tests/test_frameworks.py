"""Notebook 09 with and without its frameworks, and the table of what they cost."""

import nbformat
import pytest
from IPython.core.interactiveshell import InteractiveShell
from test_notebooks import FOLDER

from benchmarks import frameworks as measure
from dig2ai_helpers import frameworks
from dig2ai_helpers.framework_table import framework_costs
from notebooks import run

PATH = FOLDER / "09-in-a-framework.ipynb"
HIDE = "import sys\nsys.modules['torch'] = sys.modules['keras'] = None  # as if not installed"


def printed(cell):
    return "".join(output.get("text", "") for output in cell.outputs)


def test_without_the_frameworks_the_notebook_says_so_once_and_goes_on():
    notebook = nbformat.read(PATH, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_code_cell(HIDE))
    run(notebook, FOLDER)
    need = [c for c in notebook.cells if c.source.startswith(frameworks.MARK)]
    assert len(need) > 10
    assert "PyTorch and Keras are not installed" in printed(need[0])
    assert "requirements-frameworks.txt" in printed(need[0])
    assert {printed(cell) for cell in need[1:]} == {"Left out, as above.\n"}
    others = [c for c in notebook.cells[1:] if c.cell_type == "code" and c not in need]
    stored = [c for c in nbformat.read(PATH, as_version=4).cells if c.cell_type == "code"]
    stored = [c for c in stored if not c.source.startswith(frameworks.MARK)]
    assert [printed(cell) for cell in others] == [printed(cell) for cell in stored]


def test_every_cell_that_uses_a_framework_is_marked():
    for cell in nbformat.read(PATH, as_version=4).cells:
        if cell.cell_type == "code" and ("torch." in cell.source or "keras." in cell.source):
            marked = cell.source.startswith(f"{frameworks.MARK}\n")
            assert marked or "frameworks.missing()" in cell.source, cell.source


@pytest.mark.parametrize("here", [True, False])
def test_a_marked_cell_runs_only_with_the_frameworks(here, monkeypatch, capsys):
    shell = InteractiveShell()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    monkeypatch.setattr(frameworks, "missing", lambda: [] if here else ["Keras"])
    frameworks.skip_cells_without_them()
    frameworks.skip_cells_without_them()  # a cell that is run again changes nothing
    assert len(shell.input_transformers_cleanup) == len(set(shell.input_transformers_cleanup))
    assert shell.run_cell(f"{frameworks.MARK}\nx = 3").success
    assert ("x" in shell.user_ns) == here
    assert ("Keras is not installed" in capsys.readouterr().out) != here
    shell.run_cell("y = 4")
    assert shell.user_ns["y"] == 4 and shell.run_cell("").success


def test_what_is_missing_is_told_in_full_once_for_each_notebook(monkeypatch, capsys):
    monkeypatch.setattr(frameworks, "missing", lambda: ["PyTorch", "Keras"])
    monkeypatch.setattr("IPython.get_ipython", InteractiveShell)
    in_full = "PyTorch and Keras are not installed, so the cells that begin with `# needs the"
    for _ in range(2):
        frameworks.skip_cells_without_them()
        frameworks.say_why()
        frameworks.say_why()
        first, *_, last = capsys.readouterr().out.splitlines()
        assert first.startswith(in_full) and last == "Left out, as above."


def test_in_a_script_no_cell_is_left_out(monkeypatch):
    monkeypatch.setattr("IPython.get_ipython", lambda: None)
    frameworks.skip_cells_without_them()


def test_a_missing_framework_is_named(monkeypatch):
    here = {"keras"}
    monkeypatch.setattr(frameworks, "find_spec", lambda name: name if name in here else None)
    assert frameworks.missing() == ["PyTorch"]


def test_the_table_of_costs_is_whole():
    costs = framework_costs()
    for library in measure.LIBRARIES:
        assert costs["import", library] > 0 and costs["memory", library] > 0
        for neurons in measure.NEURONS:
            for batch_size in measure.IMAGES:
                assert costs["epoch", library, str(neurons), str(batch_size)] > 0
    assert costs["batches", "ours"] > 0 and costs["batches", "DataLoader"] > 0
    for neurons in measure.NEURONS:
        for what in ("compile", "compiled"):
            assert costs[what, "PyTorch", str(neurons), "64"] > 0


def test_the_table_is_measured_row_by_row():
    asked = []

    def pretend(function, *arguments):
        asked.append((function.__name__, *arguments))
        return len(asked)

    rows = list(measure.rows(pretend))
    assert {row[:4] for row in rows if row[0] == "epoch"} == {
        ("epoch", name, neurons, batch)
        for name in measure.LIBRARIES
        for neurons in measure.NEURONS
        for batch in measure.IMAGES
    }
    assert len(asked) == measure.ROUNDS * len(rows)
    assert float(rows[0][-1]) == 1  # the least of the first three, 1, 2 and 3
