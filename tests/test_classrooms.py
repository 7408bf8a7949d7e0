"""What docs/classrooms.md says of the notebooks, of the code and of the figures is so."""

import ast
import math
import re
import shutil
import sys
from pathlib import Path

import footprint
import nbformat
import pytest
from test_notebooks import prose

from dig2ai_helpers.digits.mnist import MNIST_FILES

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "classrooms.md").read_text(encoding="utf-8")
PACKAGE = ROOT / "dig2ai_helpers"
CODE = sorted(path for kind in ("*.py", "*.js", "*.css") for path in PACKAGE.rglob(kind))
LINK = r"\[(\d\d)\]\(\.\./notebooks/([^)]+\.ipynb)\)"
OF_A_HEADING = r"(?<!\*)\*([^*]+)\*(?!\*)"  # in *italics*, beside the link of its notebook


def part(title):
    """The page from one heading to the next of its size."""
    size = re.search(rf"^(#+) {re.escape(title)}$", PAGE, re.MULTILINE)[1]
    return re.split(rf"^#{{1,{len(size)}}} ", PAGE.split(f"{size} {title}\n")[1], flags=re.M)[0]


def table(text):
    """The rows of a Markdown table without its head, as lists of cells."""
    rows = [line.strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in row] for row in rows]
    ends = [row for row, line in enumerate(cells) if set("".join(line)) <= set("-:")]
    heads = {row for end in ends for row in (end, end - 1)}
    return [line for row, line in enumerate(cells) if row not in heads]


def notebook(name):
    return prose(nbformat.read(ROOT / "notebooks" / name, as_version=4))


def passages():
    """Every row or paragraph that names sections beside the link of one notebook."""
    for text in re.split(r"\n\n|\n(?=\|)", PAGE):
        found = re.findall(LINK, text)
        if len(found) == 1 and re.search(OF_A_HEADING, text):
            yield pytest.param(found[0][1], text, id=f"{found[0][0]}: {text[:24]}")


@pytest.mark.parametrize(("name", "text"), list(passages()))
def test_a_section_that_the_page_names_is_in_its_notebook(name, text):
    headings = re.findall(r"^#{2,3} (.+)$", notebook(name), re.MULTILINE)
    for title in re.findall(OF_A_HEADING, text):
        assert " ".join(title.split()) in headings


def test_the_plans_name_sections():
    assert len(list(passages())) > 30


def test_each_session_fills_its_ninety_minutes():
    first, second = part("Two sessions of 90 minutes").split("**Second session")
    for session in (first, second):
        assert sum(int(row[0]) for row in table(session)) == 90


def test_the_times_are_those_of_the_notebooks():
    rows = table(part("Where each notebook pauses"))
    named = [re.search(LINK, row[0])[2] for row in rows]
    assert named == [path.name for path in sorted((ROOT / "notebooks").glob("[01]*.ipynb"))]
    for name, row in zip(named, rows, strict=True):
        (minutes,) = re.findall(r"\*\*Time\*\*:? (?:about )?(\d+) minutes", notebook(name))
        assert row[1] == minutes, name


def test_the_lessons_of_half_a_term_follow_the_series():
    rows = table(part("Half a term"))
    assert [int(row[0]) for row in rows] == list(range(1, 13))
    order = [re.search(LINK, row[1])[1] for row in rows]
    assert order == sorted(order)


def test_what_is_left_out_exists():
    told = re.search(r"What can be left out without a gap: (.+?)\n\n", PAGE, re.DOTALL)[1]
    for sections, number in re.findall(r"sections ([\d ,and to]+) of (\d\d)", told):
        (path,) = (ROOT / "notebooks").glob(f"{number}-*.ipynb")
        for section in re.findall(r"\d", sections):
            assert f"\n## {section}. " in notebook(path.name), f"{number}, {section}"


def imported(path):
    """The libraries that a Python file imports, at whatever place."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            yield node.module.split(".")[0]


def test_only_the_download_of_mnist_speaks_to_the_network():
    speakers = {"requests", "urllib", "urllib3", "http", "socket", "ftplib", "smtplib"}
    found = {path.name for path in CODE if path.suffix == ".py" and speakers & {*imported(path)}}
    assert found == {"download.py"}
    for path in CODE:
        if path.suffix != ".py":
            text = path.read_text(encoding="utf-8")
            assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|sendBeacon|EventSource", text)
            assert not re.search(r"https?:/?/", text), path.name


def test_the_names_of_settings_are_those_that_the_code_reads():
    code = "\n".join(path.read_text(encoding="utf-8") for path in CODE)
    names = set(re.findall(r"\b[A-Z0-9]+_[A-Z_]+\b", PAGE))
    assert {"DIG2AI_DATA_DIR", "DIG2AI_DATASET", "OPENBLAS_NUM_THREADS"} <= names
    for name in names:
        assert name in code, name


def test_the_tables_of_figures_are_those_that_the_tool_prints():
    for name in re.findall(r"python tools/footprint\.py (\w+)", PAGE):
        assert name in footprint.PARTS
    heads = re.findall(
        r'print\("(\| learners [^"]+)"\)', Path(footprint.__file__).read_text(encoding="utf-8")
    )
    assert heads and all(head in PAGE for head in heads)


def costs():
    """The measured figures: {row: numbers}."""
    rows = table(part("What a learner costs"))
    return {row[0]: [float(cell) if cell else None for cell in row[1:]] for row in rows}


@pytest.mark.parametrize(("digits", "column"), [("bundled", 0), ("mnist", 3)])
def test_the_arithmetic_follows_from_what_was_measured(digits, column):
    measured = costs()
    kernels = [row[column] for name, row in measured.items() if name.isdigit()]
    assert len(kernels) == 11
    needed = measured["JupyterLab"][column] + sum(sorted(kernels)[-2:])  # MB
    text = part("The arithmetic")
    assert f"= {needed:,.0f} MB" in text

    (row,) = [row for row in table(text) if row[0] == digits]
    planned = float(row[1].removesuffix(" GB"))
    assert needed / 1000 < planned < 1.15 * needed / 1000
    learners = math.floor((16 - 2) / planned)
    assert int(row[2]) == learners
    assert [int(cell) for cell in row[3:]] == [
        math.ceil(n / learners) for n in (30, 100, 300, 1000)
    ]
    assert f"{round(2 + 30 * planned)} GB" in text
    guaranteed = re.search(r"guarantee: (\d+)M, .* with MNIST: (\d+)M", PAGE).groups()
    assert int(guaranteed[digits == "mnist"]) == 1000 * planned


def test_the_limits_leave_room_for_the_most_that_was_seen():
    measured = costs()
    bundled, mnist = re.search(r"limits\.memory (\d+)G +# (\d+)M with MNIST", PAGE).groups()
    for column, limit in ((0, 1000 * int(bundled)), (3, int(mnist))):  # MB
        kernels = [row for name, row in measured.items() if name.isdigit()]
        most = max(row[column + 1] for row in kernels) + max(row[column] for row in kernels)
        assert measured["JupyterLab"][column] + most < limit


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the tool reads /proc")
def test_notebook_01_takes_little_memory_with_mnist(real_mnist, tmp_path):
    folder = tmp_path / "mnist"  # where the images can be unpacked beside the files
    folder.mkdir()
    for name in MNIST_FILES:
        shutil.copyfile(footprint.mnist_folder() / name, folder / name)
    settings = {"DIG2AI_DATASET": "mnist", "DIG2AI_DATA_DIR": f"{folder}"}
    with footprint.learner(tmp_path, OPENBLAS_NUM_THREADS="1", **settings) as server:
        neighbour, _ = server.open("notebooks/other.ipynb")
        footprint.execute(neighbour, footprint.EVERYTHING)
        _, most, _ = footprint.of_notebook(server, footprint.NOTEBOOKS[1])
    assert most <= 250  # MB


def test_elsewhere_than_on_linux_the_tool_says_so_kindly(monkeypatch):
    monkeypatch.setattr(footprint.sys, "platform", "darwin")
    with pytest.raises(SystemExit, match="only Linux has"):
        footprint.main([])
