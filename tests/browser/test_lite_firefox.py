"""The browser edition in Firefox: notebook 00 with a drawing, and notebook 06.

Needs a Firefox: the one that $DIG2AI_FIREFOX names, or one on the PATH; skipped without it.
"""

import nbformat
import pytest
from lab import ROOT
from stored_outputs import differences
from test_lite import LONGEST, RUN, THERE, address  # noqa: F401

SHEET = """(() => {
    const sheet = document.querySelector('.jp-OutputArea-output [role="application"]');
    sheet?.scrollIntoView({ block: "center" });
    const box = sheet?.getBoundingClientRect();
    return box && [box.left, box.top, box.width, box.height];
})()"""
EDITOR = """(() => {
    const box = document.querySelector(".jp-CodeCell .cm-content").getBoundingClientRect();
    return [box.left + 20, box.top + 10];
})()"""
READS = """document.querySelector(".dig2ai-caption")?.textContent.startsWith("It reads a 1")"""


@pytest.fixture(scope="module")
def page(new_firefox):
    return new_firefox


def show(page, address, name):  # noqa: F811
    page.open(f"{address}/lab/index.html?path={name}")
    page.wait_for(f"({THERE})()", 120)


def test_a_digit_is_drawn_and_read(page, address):  # noqa: F811
    show(page, address, "00-start-here.ipynb")
    place = page.evaluate(EDITOR)
    page.drag(place, place)
    page.press("Shift", "Enter")
    page.wait_for(SHEET, 120)
    left, top, width, height = page.evaluate(SHEET)
    x = round(left + width / 2)
    page.drag(*((x, round(top + height * y / 10)) for y in range(2, 9)))
    page.wait_for(READS, 20)


@pytest.mark.parametrize("number", ["00", "06"])
def test_a_notebook_runs_and_shows_what_is_stored(page, address, number):  # noqa: F811
    (path,) = (ROOT / "notebooks").glob(f"{number}-*.ipynb")
    show(page, address, path.name)
    page.evaluate(f"({RUN})()")
    page.wait_for("window.ran", LONGEST)
    shown = nbformat.from_dict(page.evaluate("window.ran"))
    outputs = [output for cell in shown.cells for output in cell.get("outputs", ())]
    assert [o.evalue for o in outputs if o.output_type == "error"] == []
    assert list(differences(nbformat.read(path, as_version=4), shown)) == []


def test_no_other_host_was_asked(page, address):  # noqa: F811
    origin = "/".join(address.split("/")[:3])
    strangers = [url for url in page.asked if not url.startswith((origin, "data:", "blob:"))]
    assert strangers == [] and page.asked
