"""Notebooks as nbconvert writes them, HTML without a kernel: apps are pictures that say so."""

import re

import nbformat
import pytest
from lab import ROOT
from nbconvert import HTMLExporter
from test_every_notebook import NOTEBOOKS, apps_in

SAYS = re.compile("^[^.]+, a picture: run the cell above to use it[.] .")  # and what it shows
# Each picture in an output: its words, whether it can be seen, how far it reaches over the edge.
PICTURES = """async () => {
    const all = [...document.querySelectorAll(".jp-OutputArea-output img")];
    await Promise.all(all.map((one) => one.decode()));
    return all.map((one) => {
        const box = one.getBoundingClientRect();
        const room = one.closest(".jp-OutputArea-output").getBoundingClientRect();
        const inside = box.right <= Math.min(room.right, innerWidth) + 1;
        return { alt: one.alt, seen: box.width > 200 && box.height > 30, inside };
    });
}"""


@pytest.fixture(scope="module")
def converted(tmp_path_factory):
    """A folder with a page for each notebook."""
    folder = tmp_path_factory.mktemp("converted")
    for path in NOTEBOOKS:
        html, _ = HTMLExporter().from_filename(path)
        (folder / f"{path.stem}.html").write_text(html, encoding="utf-8")
    return folder


@pytest.mark.parametrize("width", [1280, 390])
def test_every_app_is_a_picture_with_words_that_say_how_to_use_it(browser, converted, width):
    page, errors = browser.new_page(viewport={"width": width, "height": 900}), []
    page.route(re.compile("^https?:"), lambda it: it.fulfill(body=""))  # MathJax, from a CDN
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        for path in NOTEBOOKS:
            page.goto((converted / f"{path.stem}.html").as_uri())
            pictures = page.evaluate(PICTURES)
            assert [one for one in pictures if not (one["seen"] and one["inside"])] == [], path
            apps = [one for one in pictures if SAYS.search(one["alt"])]
            assert len(apps) == apps_in(path), path
            assert errors == [], path
    finally:
        page.close()


def test_no_notebook_has_the_state_of_a_widget():
    """Else a page like this would ask another host for the widgets' scripts."""
    for path in (ROOT / "notebooks").glob("*.ipynb"):
        assert "widgets" not in nbformat.read(path, as_version=4).metadata
