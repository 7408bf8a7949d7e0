"""The page's side of the widgets: its texts, its style sheets, and what it tells the kernel."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

pytest.importorskip("anywidget")

import anywidget

from dig2ai_helpers.interact.playground_app.runs_table import RunsTable
from dig2ai_helpers.interact.sheet.drawing_sheet import DrawingSheet
from dig2ai_helpers.interact.sheet.shelf import Shelf
from dig2ai_helpers.interact.toolkit.canvas import Canvas
from dig2ai_helpers.interact.toolkit.controls import Controls
from dig2ai_helpers.interact.toolkit.page_module import page_side
from dig2ai_helpers.interact.toolkit.sketch_as_figure import DRAW
from dig2ai_helpers.interact.trial.timeline import Timeline

ROOT = Path(__file__).parents[1]
INTERACT = ROOT / "dig2ai_helpers" / "interact"
ALL = (Canvas, Controls, DrawingSheet, RunsTable, Shelf, Timeline)
WIDGETS = {widget.__name__: widget for widget in ALL}
STYLES = sorted(INTERACT.rglob("*.css"))
SHARED = ".dig2ai-widget"


def text(pattern, folder=INTERACT):
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(folder.rglob(pattern)))


# ---- one text from several files


def test_a_script_and_a_style_sheet_are_joined_with_what_they_import_each_once(tmp_path):
    (tmp_path / "shared.js").write_text("export const a = 1;\n")
    (tmp_path / "part.js").write_text('import { a } from "./shared.js";\nexport function b() {}\n')
    imports = 'import {\n  a,\n} from "./shared.js";\nimport { b } from "./part.js";\n'
    (tmp_path / "widget.js").write_text(f"{imports}export default b;\n")
    (tmp_path / "shared.css").write_text(".shared {}\n")
    (tmp_path / "widget.css").write_text('@import "./shared.css";\n.own {}\n')
    assert page_side(tmp_path / "widget.py") == (
        "const a = 1;\nfunction b() {}\nexport default b;\n",
        ".shared {}\n.own {}\n",
    )


@pytest.mark.parametrize("name", WIDGETS)
def test_each_widget_is_given_one_text_that_a_browser_can_read(name, tmp_path):
    script = f"{WIDGETS[name]._esm}"
    assert re.findall(r"^(?:import|export)\b.*", script, re.MULTILINE) == [
        "export default { render };"
    ]
    assert "@import" not in f"{WIDGETS[name]._css}"
    names = re.findall(r"^(?:async )?(?:function\*?|class|const|let) (\w+)", script, re.MULTILINE)
    assert names and len(set(names)) == len(names)  # all files share one scope
    if (node := shutil.which("node")) is None:
        pytest.skip("node, which would read the script, is not installed")
    (tmp_path / "widget.mjs").write_text(script, encoding="utf-8")
    subprocess.run([node, "--check", tmp_path / "widget.mjs"], check=True)


# ---- style sheets


def outermost(style):
    """The selectors of the rules that stand below no other, also those within @media."""
    style, depth, found = re.sub(r"/\*.*?\*/|@import.*?;", "", style, flags=re.DOTALL), 0, []
    for words, bracket in re.findall(r"([^{};]*)([{};])", style):
        if bracket == "{":
            if depth == 0 and not words.strip().startswith("@"):
                found += [one.strip() for one in words.split(",")]
            depth += not words.strip().startswith("@") or depth > 0
        elif bracket == "}":
            depth -= depth > 0
    return found


def test_the_outermost_selectors_are_found():
    style = "/* .no {} */ .a, .b { x: y; & .c { } }\n@media (print) { .d { & e { } } .f {} }"
    assert outermost(style) == [".a", ".b", ".d", ".f"]


def test_each_rule_stands_below_the_root_of_a_widget_that_only_one_style_sheet_has():
    roots = {f"{SHARED}.{name}" for name in re.findall(r'makeRoot\(el, "(.*?)"', text("*.js"))}
    roots |= {f".{name}" for name in re.findall(r'add_class\("(.*?)"\)', text("*.py"))}
    assert len(roots) == 17
    owner = {SHARED: INTERACT / "toolkit" / "page.css"}
    for path in STYLES:
        for selector in outermost(path.read_text(encoding="utf-8")):
            # What JupyterLab puts around a widget is known by the widget that it holds.
            root = re.match(r"(?:\.jp-[\w-]+:has\()?([.\w-]+)", selector)[1]
            # A widget's rules have both of its classes: they weigh more than those that are
            # shared, whichever come last on the page.
            assert root in roots or path == owner[SHARED], f"{path.name}: {selector}"
            assert owner.setdefault(root, path) == path, f"{path.name}: {selector}"


def test_scripts_and_style_sheets_fit_the_window():
    for path in [*INTERACT.rglob("*.js"), *STYLES]:
        long = [line for line in path.read_text(encoding="utf-8").splitlines() if len(line) > 100]
        assert long == [], path.name


# ---- kinds of shapes, traits and messages


def table(heading, kind):
    """The first column of the tables under a heading of the protocol whose head is `kind`."""
    page = (ROOT / "docs" / "protocol.md").read_text(encoding="utf-8")
    section = re.search(rf"^##+ {heading}\n(.*?)(?=^## |\Z)", page, re.DOTALL | re.MULTILINE)[1]
    rows = []
    for lines in re.findall(rf"^\| {kind} \|.*\n\|[-|]+\n((?:\|.*\n)+)", section, re.MULTILINE):
        rows += re.findall(r"^\| `(.*?)` \|", lines, re.MULTILINE)
    return rows


def test_the_sketch_the_canvas_the_still_picture_and_the_protocol_know_the_same_kinds():
    sketch = (INTERACT / "toolkit" / "sketch.py").read_text(encoding="utf-8")
    shapes = (INTERACT / "toolkit" / "shapes.js").read_text(encoding="utf-8")
    made = re.findall(r'_add\(\s*"(\w+)"', sketch)
    drawn = re.findall(r"^  (\w+)\(context", shapes.partition("const DRAW = {")[2], re.MULTILINE)
    assert len(made) == 9
    assert sorted(made) == sorted(drawn) == sorted(DRAW) == sorted(table("The shapes", "kind"))


@pytest.mark.parametrize("name", WIDGETS)
def test_the_protocol_names_the_traits_of_each_widget(name):
    common = set(anywidget.AnyWidget.class_trait_names(sync=True)) | {"_esm", "_css"}
    traits = set(WIDGETS[name].class_trait_names(sync=True)) - common
    assert traits and traits == {one for one in table(name, "trait") if not one.startswith("_")}


def keys(written):
    """The names in an object as it is written: {press: name, moved: {…}} gives press, moved."""
    return tuple(re.findall(r"\w+", re.sub(r":\s*(\[.*?\]|\{.*?\}|[^,}\s]+)", "", written)))


def test_the_protocol_names_the_messages_of_the_page_and_the_kernel_hears_them():
    sent = {keys(one) for one in re.findall(r"model\.send\((\{.*?\})", text("*.js"))}
    from_kernel = {keys(one) for one in re.findall(r"self\.send\((\{.*?\})", text("*.py"))}
    documented = {keys(one) for name in WIDGETS for one in table(name, "message")}
    assert from_kernel == {("lead", "mark")}
    assert sent | from_kernel == documented and ("press", "moved") in sent
    taken = r'"(\w+)" in (?:content|message)\b|\b(?:content|message)(?:\[|\.get\()"(\w+)"'
    heard = {one or other for one, other in re.findall(taken, text("*.py"))}
    assert heard == {key for one in sent for key in one}
