"""Every link inside the project leads somewhere, on GitHub as well as in JupyterLab."""

import fnmatch
import html
import json
import os
import re
from pathlib import Path
from urllib.parse import unquote

import pytest
from addresses import repository, site
from pages import anchor_of

ROOT = Path(__file__).parents[1]

PAGES = sorted(
    [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob(".github/**/*.md"),
     *ROOT.glob("dig2ai_helpers/**/*.md"), *ROOT.glob("notebooks/*.ipynb")]
)  # fmt: skip

BLOCKS_OF_CODE = r"^ *(`{3,}|~{3,}).*?^ *\1[^\n]*$|<!--.*?-->"
CODE = r"(`+)(?!`).*?(?<!`)\1(?!`)"
MATHEMATICS = r"\$\$.*?\$\$|(?<![\\$])\$[^$\n]+\$"
LINK = r"\]\(\s*<?([^()\s<>]*(?:\([^()\s]*\)[^()\s<>]*)*)>?(?:\s+[\"'(][^)]*)?\s*\)"
ATTRIBUTE = r"<[a-z][^<>]*?\s(?:href|src)\s*=\s*[\"']([^\"']*)[\"']"
DEFINITION = r"^ {0,3}\[([^\]^]+)\]:\s*<?(\S+?)>?(?:\s+[\"'(].*)?$"
LINKED = r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])|<[^>]*>|[*`]"  # what is not a heading's words
HEADING = r"^ {0,3}#{1,6}\s+(.*?)\s*#*\s*$"
ID = r"<[a-z][^<>]*?\s(?:id|name)\s*=\s*[\"']([^\"']*)[\"']"
OUTSIDE = re.compile(r"[a-z][a-z0-9+.-]+:|//", re.IGNORECASE)


def files():
    """Yield every file of the project: what git would not ignore, found without git."""
    list_of_git = ROOT / ".gitignore"
    lines = list_of_git.read_text(encoding="utf-8").split() if list_of_git.exists() else []
    ignored = [".git", *(line.strip("/") for line in lines)]

    def ours(name):
        return not any(fnmatch.fnmatch(name, pattern) for pattern in ignored)

    for folder, folders, names in os.walk(ROOT):
        here = Path(folder)
        folders[:] = [f for f in folders if ours(f) and not (here / f / "pyvenv.cfg").exists()]
        yield from (here / name for name in names if ours(name))


def prose(path):
    """What a page says, without blocks of code, which may hold brackets of every kind."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".ipynb":
        cells = [cell for cell in json.loads(text)["cells"] if cell["cell_type"] == "markdown"]
        text = "\n\n".join("".join(cell["source"]) for cell in cells)
    return re.sub(BLOCKS_OF_CODE, "", text, flags=re.DOTALL | re.MULTILINE)


def words(path):
    """What a page says, also without the code and the mathematics within its sentences."""
    text = re.sub(CODE, "code", prose(path), flags=re.DOTALL)
    return re.sub(MATHEMATICS, "mathematics", text, flags=re.DOTALL)


def links(path):
    """All targets of a page's links and pictures, however they are written."""
    text = words(path)
    definitions = [target for _, target in re.findall(DEFINITION, text, re.MULTILINE)]
    found = [*re.findall(LINK, text), *re.findall(ATTRIBUTE, text), *definitions]
    return [html.unescape(target) for target in found]


def as_jupyterlab_says(heading):
    """The anchor that JupyterLab gives to a heading: only its spaces become dashes."""
    return heading.replace(" ", "-")


def anchors(path):
    """The anchors of a page: ids that it gives itself, and those made from its headings.

    Notebooks are read in JupyterLab and on the web: there, only what is the same in both counts.
    """
    text = prose(path)
    headings = [
        html.unescape(re.sub(LINKED, r"\1", heading))
        for heading in re.findall(HEADING, text, re.MULTILINE)
    ]
    made = {}
    for heading in headings:
        anchor = anchor_of(heading)
        times = made[anchor] = made.get(anchor, -1) + 1
        if times:  # GitHub numbers headings of the same words
            made[f"{anchor}-{times}"] = 0
    if path.suffix == ".ipynb":
        made = set(made) & {as_jupyterlab_says(heading) for heading in headings}
    return {*made, *re.findall(ID, text)}


def name(path):
    return path.relative_to(ROOT).as_posix()


@pytest.fixture(params=PAGES, ids=name)
def page(request):
    return request.param


def test_the_pages_that_are_read_have_links():
    assert sum(len(links(page)) for page in PAGES) > 50
    assert {"README.md", "notebooks/00-start-here.ipynb"} <= {name(page) for page in PAGES}


def lost(link, page, ours):
    """Why a link leads nowhere; None if it leads to a file of ours, and to its heading."""
    target, _, anchor = unquote(link).partition("#")
    goal = Path(os.path.normpath(page.parent / target)) if target else page
    if goal not in ours:
        return f"{link}: no such file"
    if anchor and anchor not in anchors(goal):
        return f"{link}: the anchors there are {sorted(anchors(goal))}"


def test_every_link_leads_to_a_file_and_a_heading(page):
    ours = set(files())
    ours |= {folder for file in ours for folder in file.parents if folder.is_relative_to(ROOT)}
    inside = [link for link in links(page) if not OUTSIDE.match(link)]
    assert not list(filter(None, [lost(link, page, ours) for link in inside]))


def test_every_script_that_a_page_names_is_there():
    """A file that was moved or renamed lived on in the maps of the rooms."""
    ours = {}  # {name: the texts of all files of this name}
    for file in files():
        if file.suffix in (".py", ".js", ".css"):
            ours[file.name] = ours.get(file.name, "") + file.read_text(encoding="utf-8")
    for page in (page for page in PAGES if page.suffix == ".md"):
        text = page.read_text(encoding="utf-8")
        named = set(re.findall(r"`(?:[\w./]*/)?(\w[\w.]*\.(?:py|js|css))`", text))
        assert named - {"my_network.py", "dig2ai.py"} <= {*ours, "test_checks_NN.py"}, name(page)
        for function, file in re.findall(r"`(\w+)` in `(?:\w+/)*(\w+\.(?:py|js))`", text):
            assert function in ours[file], f"{function} in {file}"


def test_no_link_of_a_notebook_leaves_its_folder():
    """JupyterLab, opened on a notebook, serves the notebook's folder and nothing above it."""
    for page in PAGES:
        if page.suffix == ".ipynb":
            assert not [link for link in links(page) if link.startswith(("../", "/"))], name(page)


def test_every_notebook_links_to_another_one():
    for page in PAGES:
        if page.suffix == ".ipynb":
            others = [Path(link).name for link in links(page) if link.endswith(".ipynb")]
            assert set(others) - {page.name}, name(page)


def test_every_reference_is_defined_and_every_definition_is_used(page):
    text = words(page)
    defined = {label.lower() for label, _ in re.findall(DEFINITION, text, re.MULTILINE)}
    text = re.sub(DEFINITION, "", text, flags=re.MULTILINE)
    asked = {label.lower() for label in re.findall(r"\]\[([^\]]+)\]", text)}
    in_brackets = {label.lower() for label in re.findall(r"\[([^\[\]]+)\]", text)}
    assert asked <= defined, f"not defined: {asked - defined}"
    assert defined <= in_brackets, f"never used: {defined - in_brackets}"


def test_every_picture_of_a_page_says_what_it_shows(page):
    text = words(page)
    assert not re.search(r"!\[\s*\]", text)
    for picture in re.findall(r"<img\b[^>]*>", text):
        assert re.search(r"\balt\s*=\s*[\"'][^\"']+[\"']", picture), picture


def test_the_address_of_the_project_stands_where_it_is_expected():
    readme, elsewhere = "README.md", "docs/elsewhere.md"  # which has a line to be copied
    places = {repository(): {readme, elsewhere}, site().removeprefix("https://"): {readme}}
    for address, wanted in places.items():
        assert {name(file) for file in files() if address.encode() in file.read_bytes()} == wanted
    line = f"%pip install -q anywidget git+https://github.com/{repository()}\n"
    assert line in (ROOT / elsewhere).read_text(encoding="utf-8")


def test_links_and_anchors_are_found_however_they_are_written(tmp_path):
    page = tmp_path / "page.md"
    page.write_text(
        "# A heading, with `code` & more\n## Same\n## Same\n"
        "[a](one.md) ![b](two.png \"words\") [c](<three.md>) [d](four_(x).md)\n"
        "<a href='five'>e</a> "
        '<img alt="f" src="six.svg"> [g][seven] and `[no](code.md)` and $x[i](t)$\n'
        "```md\n[no](fence.md)\n```\n<!-- [no](comment.md) -->\n<a id=\"own\"></a>\n\n"
        "[seven]: seven.md#part\n",
        encoding="utf-8",
    )  # fmt: skip
    found = ["one.md", "two.png", "three.md", "four_(x).md", "five", "six.svg", "seven.md#part"]
    assert sorted(links(page)) == sorted(found)
    assert anchors(page) == {"a-heading-with-code--more", "same", "same-1", "own"}


def test_an_anchor_of_a_notebook_must_be_the_same_everywhere(tmp_path):
    notebook = tmp_path / "page.ipynb"
    cell = {"cell_type": "markdown", "source": ["# Two Words\n", '<h2 id="mine">y</h2>\n', "## y"]}
    notebook.write_text(json.dumps({"cells": [cell]}), encoding="utf-8")
    assert anchors(notebook) == {"y", "mine"}
