"""A reader solves the exercises from notebook 02 to 08, keeps them, and gets a network."""

import ast
import re
from pathlib import Path

import nbformat
import pytest

from dig2ai_helpers.keeping.parts import PARTS
from notebooks import run

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
PLACE = re.compile(r"^### (?:Exercise )?(\d+)", re.MULTILINE)


def notebook(number):
    [path] = NOTEBOOKS.glob(f"{number}-*.ipynb")
    return nbformat.read(path, as_version=4)


def exercise_cells(cells):
    """The index of each cell that checks a part: {part: index}."""
    found = {}
    for index, cell in enumerate(cells):
        if cell.cell_type == "code":
            for part in re.findall(r"^check_(\w+)\(\w+\)$", cell.source, re.MULTILINE):
                found |= {part: index} if part in PARTS else {}
    return found


def solution(cells, index):
    """The code of the first folded solution below a cell."""
    below = (cell.source for cell in cells[index:] if "<summary>" in cell.source)
    return re.search(r"```python\n(.*?)```", next(below), re.DOTALL)[1]


def definitions(source):
    """The imports and functions of a cell, without what it does with them."""
    kept = [
        ast.unparse(node)
        for node in ast.parse(source).body
        if isinstance(node, (ast.Import, ast.ImportFrom, ast.FunctionDef))
    ]
    return "\n".join(kept)


def solved(number):
    """A notebook with its definitions, the solutions of its parts, and a `keep` for each."""
    cells = notebook(number).cells
    parts = exercise_cells(cells)
    first = min(parts.values())
    sources = [definitions(cell.source) for cell in cells[:first] if cell.cell_type == "code"]
    sources.append("from dig2ai_helpers.keeping import keep, my_network")
    for part, index in parts.items():
        sources += [solution(cells, index), f"keep(my_{part})"]
    return nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(s) for s in sources if s])


def own_cells(number, *begin):
    """The cells of a notebook that begin with these lines, as they stand in it."""
    cells = [cell for cell in notebook(number).cells if cell.cell_type == "code"]
    found = [cell for line in begin for cell in cells if line in cell.source.splitlines()]
    if len(found) < len(begin):
        pytest.skip(f"notebook {number} doesn't have the cells of one's own network yet")
    return found


def printed(notebook):
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    assert not [output for output in outputs if output.output_type == "error"]
    return "".join(output.get("text", "") for output in outputs)


def solve(pages, folder):
    """Run a notebook in a folder, as a reader's kernel does, and give back what it prints."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DIG2AI_TEST", "0")
        run(pages, folder)
    return printed(pages)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Where the notebooks are solved, one after the other, each in a kernel of its own."""
    return tmp_path_factory.mktemp("series")


@pytest.fixture(scope="module")
def nine_parts(folder):
    """What the notebooks 02 to 05 print when all folded solutions are kept, and the file then."""
    said = [solve(solved(number), folder) for number in ("02", "03", "04", "05")]
    return said, (folder / "my_network.py").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ten_parts(nine_parts, folder):
    """What is printed when the loop of notebook 05 is kept, too, and trains the network."""
    begin = (
        "mine = my_network()",
        "def loss_and_gradients(parameters, images, labels):",
        "keep(train_network)",
        'mine = my_network("train_network", "scores")',
    )
    pages = solved("05")
    pages.cells[-6:] = own_cells("05", *begin)
    load = "from dig2ai_helpers.keeping import keep, my_network\ndigits = load_digits('bundled')"
    pages.cells.insert(-4, nbformat.v4.new_code_cell(load))
    return solve(pages, folder)


def test_the_places_of_the_parts_are_those_of_the_notebooks():
    for number in ("02", "03", "04", "05"):
        cells = notebook(number).cells
        for part, index in exercise_cells(cells).items():
            above = "\n".join(cell.source for cell in cells[:index])
            exercise = PLACE.findall(above)[-1]
            assert PARTS[part] == f"notebook {number}, exercise {exercise}"


def test_every_part_has_its_exercise():
    checked = [part for n in ("02", "03", "04", "05") for part in exercise_cells(notebook(n).cells)]
    assert checked == list(PARTS)[:-1]


def test_the_file_grows_from_notebook_to_notebook(nine_parts):
    said, text = nine_parts
    assert [int(k) for k in re.findall(r"It has (\d+)", "".join(said))] == list(range(1, 10))
    defined = [node.name for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
    assert defined == ["relu", *list(PARTS)[:-1]]


def test_in_notebook_05_it_trains_a_network_that_reads_digits(ten_parts):
    said = " ".join(ten_parts.split())
    kept = "Kept `train_network` in my_network.py with `loss_and_gradients`, which it needs."
    assert f"{kept} It has all 10 parts." in said
    [share] = re.findall(r"your own network reads ([\d.]+)%", said)
    assert float(share) > 95


def test_in_notebook_08_it_is_one_of_the_five(ten_parts, folder):
    begin = ('run("dig2ai")', 'mine = my_network("train_network")')
    cells = [cell for cell in notebook("08").cells if cell.cell_type == "code"]
    upto = next(i for i, cell in enumerate(cells) if "def run(name, " in cell.source)
    pages = nbformat.v4.new_notebook(cells=[*cells[: upto + 1], *own_cells("08", *begin)])
    said = solve(pages, folder)
    pairs = re.findall(r"your loss (\S+), the package's loss (\S+)", said)
    assert len(pairs) == 5 and all(own == theirs for own, theirs in pairs)
