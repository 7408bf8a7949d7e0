"""The notebooks as files: clean, complete, linked, and true on MNIST as well."""

import re
from pathlib import Path

import nbformat
import pytest
from reading_time import minutes, split_at_exercises

import notebooks
from notebooks import clean, complaints, run, statements

FOLDER = Path(__file__).parents[1] / "notebooks"
PATHS = sorted(FOLDER.glob("[0-9]*.ipynb"))


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return nbformat.read(path, as_version=4)


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def outputs(notebook):
    return [output for cell in code_cells(notebook) for output in cell.outputs]


def prose(notebook):
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")


def test_the_series_is_here():
    numbers = [path.name[:2] for path in PATHS]
    assert numbers and numbers == sorted(set(numbers))


def test_it_is_valid_and_small(path, notebook):
    nbformat.validate(notebook)
    assert path.stat().st_size < 1.5e6


def test_it_is_stored_clean(path, notebook):
    clean(notebook)
    assert nbformat.writes(notebook, indent=1) + "\n" == path.read_text(encoding="utf-8")
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)


def test_it_was_run_from_top_to_bottom_and_no_cell_complained(notebook):
    assert list(complaints(notebook)) == []


def test_what_a_run_would_repair_is_named(notebook):
    first, second = code_cells(notebook)[:2]
    first.execution_count = 7
    first.outputs = [nbformat.v4.new_output("stream", name="stderr", text="careful\nhere")]
    second.outputs = [nbformat.v4.new_output("error", ename="NameError", evalue="", traceback=[])]
    assert list(complaints(notebook)) == [
        "its cells were not run once each, from top to bottom",
        "a cell complained: careful",
        "a cell ended in an error: NameError",
    ]


@pytest.mark.parametrize("text", ["", "[]", "no notebook", '{"cells": [', "{}"])
def test_what_is_no_notebook_is_left_as_it_is(tmp_path, text):
    path = tmp_path / "01-made.ipynb"
    path.write_text(text)
    with pytest.raises(SystemExit, match=r"01-made.ipynb can't be read as a notebook \(.+\)$"):
        notebooks.main(["--clean", str(path)])
    assert path.read_text() == text


def test_a_notebook_that_cannot_be_stored_stays_whole(tmp_path, monkeypatch):
    path = tmp_path / "01-made.ipynb"
    before = nbformat.writes(nbformat.v4.new_notebook())
    path.write_text(before)

    def cut_short(file, text, **_):
        file.write_bytes(text.encode()[:10])
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "write_text", cut_short)
    with pytest.raises(KeyboardInterrupt):
        notebooks.main(["--clean", str(path)])
    assert path.read_text() == before and list(tmp_path.iterdir()) == [path]


def test_a_notebook_that_fails_is_left_as_it_is(tmp_path, monkeypatch):
    monkeypatch.setattr(notebooks.os, "environ", dict(notebooks.os.environ))
    path = tmp_path / "01-made.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("1 / 0")]), path)
    before = path.read_text()
    with pytest.raises(SystemExit, match="was left as it was"):
        notebooks.main([str(path)])
    assert path.read_text() == before


def test_a_cell_that_is_not_compared_says_why(notebook):
    for cell in code_cells(notebook):
        exempt = "NBVAL" in cell.source or cell.metadata.get("tags")
        assert not exempt or cell.metadata.get("reason")


def test_it_names_no_place_on_a_disk(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"/(home|root|tmp|Users|work)/|[A-Z]:\\\\", text)


def test_cells_are_short(notebook):
    spine, _ = split_at_exercises(notebook.cells)
    lengths = [len(cell.source.splitlines()) for cell in spine if cell.cell_type == "code"]
    assert max(lengths, default=0) <= 15
    lengths = [len(cell.source.splitlines()) for cell in code_cells(notebook)]
    assert max(lengths) <= 25
    assert sorted(lengths)[len(lengths) // 2] <= 12


def test_its_time_is_honest(path, notebook):
    told = re.search(r"\*\*Time\*\*: about (\d+) minutes; about (\d+) with", prose(notebook))
    spine, everything = minutes(path)
    assert spine <= 45 and abs(int(told[1]) - spine) <= 5
    assert abs(int(told[2]) - everything) <= 10


def test_every_picture_has_a_text_alternative(notebook):
    for output in outputs(notebook):
        data = output.get("data", {})
        page = data.get("text/html", "")
        if "image/png" in data or "<img" in page:
            assert re.search(r'<img alt="[^"]{20,}"', page)
    assert not re.search(r"!\[\s*\]", prose(notebook))


def test_the_line_of_a_fold_has_no_mark_that_stays_a_mark(notebook):
    cells = [cell.source for cell in notebook.cells if cell.cell_type == "markdown"]
    lines = re.findall(r"<summary>.*</summary>", "\n".join(cells))
    assert not [line for line in lines if re.search(r"[`*]|\]\(", line)]  # HTML, not Markdown


def test_it_tells_what_a_reader_wants_to_know_first(notebook):
    assert re.match(r"# \d\d · ", notebook.cells[0].source)
    text = prose(notebook)
    for part in ("**Time**", "**Builds on**", "## Summary", "## Exercises", "## What comes next"):
        assert part in text
    assert text.count("<details>") == text.count("</details>") >= 2


@pytest.mark.parametrize("where", ["README.md", "notebooks/00-start-here.ipynb"])
def test_the_maps_of_the_series_give_each_notebook_its_time(where, path, notebook):
    if path.stem == Path(where).stem:
        pytest.skip("it is not on its own map")
    page = (FOLDER.parent / where).read_text(encoding="utf-8")
    (told,) = re.findall(rf"{path.name}\).*\| (\d+) min \|", page)
    (minutes,) = re.findall(r"\*\*Time\*\*:? (?:about )?(\d+) minutes", prose(notebook))
    assert told == minutes


@pytest.mark.statements
def test_it_runs_on_mnist_from_top_to_bottom(path, notebook, real_mnist, monkeypatch):
    assert real_mnist.name == "mnist"
    monkeypatch.setenv("DIG2AI_DATASET", "mnist")
    run(notebook, path.parent, statements(path))
    said = "".join(output.get("text", "") for output in outputs(notebook))
    assert "mnist" in said.lower()
