"""What a reader sees first: notebook 00, ready, and nothing that asks for anything.

JupyterLab is started by the README's command with an empty home and a reader's settings, which
come with the helper package (see pyproject.toml); or $DIG2AI_LAB names one that runs already:
then it is entered as Binder does it, by the path in the README's link.
"""

import html
import itertools
import os
import re
import sys
import sysconfig
import time
from importlib.metadata import distributions
from shutil import copytree
from urllib.parse import parse_qs, urlsplit

import lab_server
import nbformat
import pytest
from addresses import START, binder_link
from lab import ROOT

SHOTS = ROOT / "screenshots"
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
ASKS = ".jp-Dialog, .Toastify__toast, .jp-NotificationPanel"
IDLE = "Python 3 (ipykernel) | Idle"  # in the bar below; before there is a kernel, it says less


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """The address at which a reader enters."""
    if description := os.environ.get("DIG2AI_LAB"):
        url, token = lab_server.address(description)
        (path,) = parse_qs(urlsplit(binder_link()).query)["urlpath"]
        yield f"{url}{path}?token={token}"
        return
    if not list(distributions(name="dig2ai-helpers", path=[sysconfig.get_path("purelib")])):
        pytest.skip("the package is not installed, nor are the settings that come with it")
    folder = tmp_path_factory.mktemp("reader")
    copytree(ROOT / "notebooks", folder / "notebooks")
    (folder / "home").mkdir()
    own = ("JUPYTER", "IPYTHON", "XDG", "DIG2AI_TEST")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    environment |= {"HOME": str(folder / "home"), "JUPYTER_RUNTIME_DIR": str(folder / "runtime")}
    command = [sys.executable, "-m", "jupyter", "lab", START, "--no-browser", "--allow-root",
               f"--port={lab_server.free_port()}"]  # fmt: skip
    with lab_server.running(command, folder, "runtime", cwd=folder, env=environment):
        # the page that JupyterLab writes for the browser leads there
        (page,) = (folder / "runtime").glob("jpserver-file-to-run-*.html")
        yield html.unescape(re.search('href="(http[^"]+)"', page.read_text())[1])


@pytest.fixture(scope="module")
def first(door, browser):
    """The page as it is when notebook 00 has been opened and its kernel is ready."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    start = time.monotonic()
    page.goto(door)
    page.get_by_text(IDLE).wait_for(timeout=60_000)
    page.opened = time.monotonic() - start
    yield page
    page.close()


def test_nothing_asks_and_nothing_announces(first):
    first.wait_for_timeout(3000)  # the question about news comes a little after the kernel
    SHOTS.mkdir(exist_ok=True)
    first.screenshot(path=SHOTS / "first-sight.png")
    assert first.locator(ASKS).all_inner_texts() == []


def test_notebook_00_is_open_and_its_first_cell_does_what_it_says(first):
    start = time.monotonic()
    assert first.locator(".jp-Notebook h1").first.inner_text().startswith("00 ")
    assert first.locator("#jp-main-dock-panel .lm-TabBar-tab").count() == 1
    first.locator(".jp-CodeCell .cm-content").first.click()
    first.keyboard.press("Shift+Enter")
    first.get_by_role("group", name="Drawing pad").locator("canvas[role]").first.wait_for()
    print(f"\nready {first.opened:.1f} s after the address was entered, "
          f"the drawing pad {time.monotonic() - start:.1f} s after Shift+Enter")  # fmt: skip
    assert first.locator(ASKS).all_inner_texts() == []


def test_the_table_of_contents_lists_the_notebook(first):
    first.get_by_role("tab", name="Table of Contents").click()
    panel = first.locator("#table-of-contents")
    panel.locator(".jp-tocItem").first.wait_for()
    first.screenshot(path=SHOTS / "table-of-contents.png")
    shown = panel.locator(".jp-tocItem-content").all_inner_texts()
    assert [title.strip() for title in shown] == [words for _, words in headings(NOTEBOOKS[0])]


def headings(path):
    """Return a notebook's headings in order, each with its level, as the reader sees them."""
    cells = nbformat.read(path, as_version=4).cells
    text = "\n\n".join(cell.source for cell in cells if cell.cell_type == "markdown")
    text = re.sub(r"^```.*?^```", "", text, flags=re.M | re.S)
    found = re.findall(r"^(#{1,6}) +(.+?)\s*$", text, re.M)
    return [(len(marks), re.sub(r"[*`]", "", words)) for marks, words in found]


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_its_table_of_contents_is_useful(path):
    """One title, then a list that fits the eye: no heading twice, and no level left out."""
    levels, words = zip(*headings(path), strict=True)
    assert levels.count(1) == 1 == levels[0]
    assert 5 <= levels.count(2) <= 16
    assert len(words) <= 45 or path.stem == "glossary"  # there, the list of terms is an index
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels)), levels
    assert [title for title in words if words.count(title) > 1] == []
    assert [title for title in words if "$" in title] == []  # the panel shows no formulas
