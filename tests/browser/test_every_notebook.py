"""Every notebook in a real JupyterLab: it runs, shows its pictures and widgets, and looks well.

For people to see: DIG2AI_SCREENSHOTS=1 takes pictures of each, at two widths and in both themes,
in `screenshots/`.
"""

import itertools
import os
import shutil

import nbformat
import pytest
from lab import END, KERNEL, ROOT, RUN_ALL
from test_accessibility import ACTIVE, CONTRAST, RULES, violations
from test_apps import THEME

from dig2ai_helpers.frameworks import MARK, missing

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
SHOTS = ROOT / "screenshots"
# What a reader would stumble over, and what there should be to see.
LOOK = """() => {
    const all = (selector) => [...document.querySelectorAll(`.jp-Notebook ${selector}`)];
    return {
        errors: all('[data-mime-type="application/vnd.jupyter.error"]').map((e) => e.innerText),
        warnings: all('[data-mime-type="application/vnd.jupyter.stderr"]').map((e) => e.innerText),
        alerts: all('[role="alert"]').map((e) => e.innerText).filter((words) => words),
        formulas: all("mjx-merror, .MathJax_Error").length,
        unnamed: all(".jp-OutputArea-output img").filter((e) => !e.alt).length,
        widgets: all(".jp-OutputArea-output canvas[role]").filter((e) => e.clientWidth).length,
        dialogs: document.querySelectorAll(".jp-Dialog").length,
        wide: all(".jp-RenderedHTMLCommon img").filter((e) => e.clientWidth > 1000).length,
    };
}"""
HEIGHT = "() => document.querySelector('.jp-WindowedPanel-outer').scrollHeight"
# These are run with the keyboard, from the first cell to the last.
BY_KEYBOARD = ("00", "06")
BUSY = f"""() => {KERNEL}.status !== "idle" ||
    [...document.querySelectorAll(".jp-InputPrompt")].some((e) => e.innerText === "[*]:")"""
TOP = "() => { document.querySelector('.jp-WindowedPanel-outer').scrollTop = 0; }"


def apps_in(path, frameworks=True):
    """How many of a notebook's cells end in an app: its picture is stored, and its name."""
    cells = nbformat.read(path, as_version=4).cells
    cells = [cell for cell in cells if frameworks or not cell.source.startswith(MARK)]
    outputs = [output for cell in cells for output in cell.get("outputs", [])]
    texts = [output.get("data", {}).get("text/plain", "") for output in outputs]
    return sum(text.startswith("<") and not text.startswith("<Picture") for text in texts)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_it_runs_and_shows_what_it_should(path, lab, browser):
    shutil.copy(path, lab.notebooks)
    page, errors = browser.new_page(viewport={"width": 1280, "height": 1000}), []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    try:
        lab.show(page, path.name)
        if path.stem.startswith(BY_KEYBOARD):
            run_by_keyboard(page)
        else:
            page.evaluate(RUN_ALL)
        shown = f"(least) => ({LOOK})().widgets >= least"
        page.wait_for_function(shown, arg=apps_in(path, not missing()), timeout=20_000)
        seen = page.evaluate(LOOK)
        del seen["widgets"]
        assert not any(seen.values()), seen
        assert errors == []
        if path.stem[0].isdigit():  # the glossary has no exercises
            open_a_solution(page)
        for theme in ("Dark", "Light"):  # as a reader has it, at the end
            show_all(page, 1280, theme)
            assert violations(page, RULES if theme == "Light" else CONTRAST) == []
        if os.environ.get("DIG2AI_SCREENSHOTS"):
            take_pictures(page, SHOTS / path.stem)
    finally:
        page.evaluate(END)
        page.close()


def run_by_keyboard(page):
    """Press Shift+Enter from cell to cell: the focus always goes on to the next one."""
    last = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") - 1
    for cell in range(last):
        assert page.evaluate(ACTIVE) == cell
        page.keyboard.press("Shift+Enter")
    page.keyboard.press("Control+Enter")  # Shift+Enter would add a cell
    page.wait_for_function(f"() => !({BUSY})()", timeout=120_000)
    assert page.evaluate(ACTIVE) == last


def open_a_solution(page):
    """The first folded answer opens by key, and closes again."""
    answer = page.locator(".jp-RenderedMarkdown summary").first
    for key, is_open in (("Enter", True), ("Space", False)):
        answer.press(key)
        assert answer.evaluate("summary => summary.parentElement.open") == is_open


def show_all(page, width, theme):
    """Show the whole notebook in a theme, in a window as high as it is."""
    page.evaluate(THEME, f"JupyterLab {theme}")
    page.set_viewport_size({"width": width, "height": 1000})
    page.wait_for_timeout(300)
    page.set_viewport_size({"width": width, "height": min(page.evaluate(HEIGHT) + 120, 30_000)})
    page.evaluate(TOP)
    page.wait_for_timeout(500)


def take_pictures(page, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for theme, width in itertools.product(("Dark", "Light"), (1280, 800)):
        show_all(page, width, theme)
        page.screenshot(path=folder / f"{width}-{theme.lower()}.png")
