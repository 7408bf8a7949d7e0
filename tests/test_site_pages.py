"""The site's pages: what becomes of links, outputs and formulas, and the whole site, built.

The tests that need the site's own tools (site/requirements.txt) are skipped where they are not.
"""

import base64
import importlib
import json
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pages
import pytest
import reference

ROOT = Path(__file__).parents[1]
SITE = "https://someone.github.io/somewhere/"
LINKS = pages.Links(
    ROOT, {"README.md", "notebooks/05-training.ipynb"}, "someone/somewhere", SITE, False
)
WAYS = {"Binder": "https://binder/x?a&b"}
PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n" + 8 * b"\0" + b"\0\0\x03\x20\0\0\1\x2c").decode()


def rewritten(text, page="README.md", lite=False):
    return pages.Links(ROOT, LINKS.pages, LINKS.repository, SITE, lite).rewrite(text, page)


def picture_output(words, plain):
    img = f'<img alt="{words}" src="data:image/png;base64,{PNG}">'
    return {
        "output_type": "execute_result",
        "data": {"image/png": PNG, "text/html": img, "text/plain": f"<{plain}: {words}>"},
    }


# Links


def test_a_link_to_a_notebook_leads_to_its_page():
    assert rewritten("[05](notebooks/05-training.ipynb)") == "[05](notebooks/05-training.md)"
    page = "notebooks/04-backpropagation.ipynb"
    assert rewritten("[05](05-training.ipynb)", page) == "[05](05-training.md)"
    assert rewritten("[start](../README.md)", page) == "[start](../index.md)"


def test_an_anchor_in_jupyterlabs_form_leads_to_the_same_heading():
    link = rewritten("[there](notebooks/05-training.ipynb#2.-How-good-is-it?)")
    assert link == "[there](notebooks/05-training.md#2-how-good-is-it)"


def test_a_link_to_any_other_file_leads_to_it_on_github():
    there = "https://github.com/someone/somewhere"
    assert rewritten("[what](requirements.txt)") == f"[what]({there}/blob/HEAD/requirements.txt)"
    assert rewritten("[what](tests)") == f"[what]({there}/tree/HEAD/tests)"
    assert rewritten("[what]: requirements.txt") == f"[what]: {there}/blob/HEAD/requirements.txt"
    assert rewritten('<a href="tests">') == f'<a href="{there}/tree/HEAD/tests">'


def test_a_link_outwards_or_within_a_page_stays():
    text = "[a](https://example.org/x.md) [b](#start) [c]\n\n[c]: https://example.org"
    assert rewritten(text) == text


def test_a_link_to_the_browser_edition_leads_to_the_one_beside_if_it_is_there():
    text = f"[a]({SITE}lite/lab/index.html?path=00.ipynb)"
    assert rewritten(text) == text
    assert rewritten(text, lite=True) == "[a](lite:lite/lab/index.html?path=00.ipynb)"
    page = "docs/classrooms.md"
    assert rewritten(text, page, lite=True) == "[a](lite:../lite/lab/index.html?path=00.ipynb)"


def test_a_link_to_the_site_itself_leads_to_its_pad():
    assert rewritten(f'<a href="{SITE}">Draw</a>') == '<a href="#front">Draw</a>'


def test_a_link_in_code_is_no_link():
    text = "`[a](no.md)`\n\n```sh\n[b](no.md)\n```\n"
    assert rewritten(text) == text


def test_a_link_that_leads_nowhere_ends_the_build():
    with pytest.raises(FileNotFoundError, match=r"README\.md names nowhere\.md"):
        rewritten("[a](nowhere.md)")
    with pytest.raises(FileNotFoundError, match=r"README\.md names nowhere\.png"):
        rewritten("![a](nowhere.png)")


def test_a_picture_of_another_host_becomes_its_words():
    assert rewritten("[![Checked](https://example.org/a.svg)](#a)") == "[Checked](#a)"
    assert rewritten('<img src="https://example.org/a.svg" alt="Checked">') == "Checked"


def test_a_picture_of_our_own_says_how_large_it_is():
    shown = rewritten("![A 2](docs/dig2ai.png)")
    assert re.fullmatch(
        r'<img src="docs/dig2ai\.png" alt="A 2" width="\d+" height="\d+" loading="lazy">', shown
    )


# Notebooks


def page_of(*cells):
    cells = [
        {"cell_type": "code" if outputs is not None else "markdown", "id": f"c{i}",
         "source": [source], "outputs": outputs}
        for i, (source, outputs) in enumerate(cells)
    ]  # fmt: skip
    for cell in cells:
        if cell["outputs"] is None:
            del cell["outputs"]
    return pages.notebook_page({"cells": cells}, "05-training", LINKS, WAYS)


def test_a_page_offers_each_way_and_the_notebook_below_its_title():
    page, _ = page_of(("# A title\n\nAnd words.", None))
    assert page.startswith('# A title\n\n<p class="ways"><a class="open" href="https://binder')
    assert page.count('">Open in ') == 1
    ways = pages.offer("05-training", {"your browser": "../lite/x", **WAYS})
    assert ways.index('"../lite/x">Open in your browser</a>') < ways.index(">Open in Binder</a>")
    assert '<a href="05-training.ipynb" download>' in page
    assert page.endswith("\n\nAnd words.\n")


def test_code_and_what_it_printed_follow_each_other():
    output = {"output_type": "stream", "name": "stdout", "text": ["```\n", "2\n"]}
    page, _ = page_of(("# A title", None), ("print(2)", [output]))
    assert "```{code-block} python\n\nprint(2)\n```" in page
    assert "````{code-block} text\n:class: output\n\n```\n2\n````" in page


def test_a_picture_is_stored_once_and_keeps_its_words():
    page, pictures = page_of(("# A", None), ("draw()", [picture_output("Two bars.", "Picture")]))
    assert pictures == {"notebooks/pictures/05-training-c1-0.png": base64.b64decode(PNG)}
    assert 'src="pictures/05-training-c1-0.png" alt="Two bars." width="800" height="300"' in page
    assert "base64" not in page and "Two bars." not in page.replace('alt="Two bars."', "")


def test_an_app_is_shown_still_and_says_where_it_moves():
    page, _ = page_of(("# A", None), ("play()", [picture_output("A net.", "Playground")]))
    assert '<figure class="picture app"><img' in page
    assert 'href="https://binder/x?a&amp;b">open this notebook in Binder</a>' in page


def test_an_output_that_a_page_cannot_show_ends_the_build():
    output = {"output_type": "execute_result", "data": {"text/html": "<table></table>"}}
    with pytest.raises(ValueError, match="the site can show text and pictures"):
        page_of(("# A", None), ("table", [output]))


def test_a_picture_that_is_sharper_than_the_page_keeps_its_size():
    output = picture_output("Two bars.", "Picture")
    output["data"]["text/html"] = output["data"]["text/html"].replace(" src", ' width="400" src')
    page, _ = page_of(("# A", None), ("draw()", [output]))
    assert 'alt="Two bars." width="400" height="150"' in page


# Formulas


@pytest.fixture(scope="module")
def mathematics():
    pytest.importorskip("latex2mathml", reason="needs site/requirements.txt")
    pytest.importorskip("ziamath.fonts", reason="needs site/requirements.txt")
    import mathematics

    return mathematics


def test_aligned_lines_become_a_table(mathematics):
    text = mathematics.mathml(r"\begin{aligned} a &= b \\ &= c \end{aligned}", block=True)
    assert text.count("<mtr>") == 2 and "&amp;" not in text


def test_a_sign_before_a_number_stands_close_to_it(mathematics):
    for latex, signs in {
        "a - b": 0,
        "-b": 1,
        "a = -b": 1,
        r"(0.8,\ -0.3)": 1,
        "(a) - b": 0,
    }.items():
        assert mathematics.mathml(latex, block=True).count('form="prefix"') == signs, latex


def test_a_logarithm_keeps_its_distance_from_what_it_is_of(mathematics):
    space = '<mspace width="0.1667em"'
    assert mathematics.mathml(r"10 \ln p", block=True).count(space) == 2
    assert mathematics.mathml(r"\ln(p)", block=True).count(space) == 0


def test_a_long_formula_in_a_line_may_break_after_a_relation(mathematics):
    latex = r"L = -\ln 0.5 - \ln 0.8 = 0.693 + 0.223"
    assert mathematics.mathml(latex, block=False).count("<math") == 3
    assert mathematics.mathml(latex, block=True).count("<math") == 1
    assert mathematics.mathml("a = b", block=False).count("<math") == 1


def test_the_letters_that_come_along_are_those_of_the_formulas(mathematics):
    from io import BytesIO

    from fontTools.ttLib import TTFont

    formula = mathematics.mathml(r"\delta = \sqrt{x}", block=True)
    sheet = mathematics.style_sheet([formula])
    data = base64.b64decode(re.search('base64,([^"]+)', sheet)[1])
    letters = set(map(chr, TTFont(BytesIO(data)).getBestCmap()))
    assert set("=√x\N{MATHEMATICAL ITALIC SMALL X}\N{MATHEMATICAL ITALIC SMALL DELTA}") <= letters
    assert "y" not in letters


# The browser edition


@pytest.fixture
def build():
    pytest.importorskip("sphinx", reason="needs site/requirements.txt")
    return importlib.import_module("build")


def test_pages_lead_to_the_browser_edition_that_was_built_before(build, tmp_path):
    out, source = tmp_path / "site", tmp_path / "source"
    lab = out / "lite" / "lab" / "index.html"
    lab.parent.mkdir(parents=True)
    lab.touch()
    (out / "old").mkdir()
    build.clear(out)
    assert [path.name for path in out.iterdir()] == ["lite"]
    build.write_sources(source, out)
    for path in ROOT.glob("notebooks/*.ipynb"):
        page = (source / "notebooks" / f"{path.stem}.md").read_text(encoding="utf-8")
        link = (
            f'<a class="open" href="../lite/lab/index.html?path={path.name}">Open in your browser'
        )
        assert page.count(link) == 1
    start = (source / "index.md").read_text(encoding="utf-8")
    assert "\n[browser]: lite:lite/lab/index.html?path=00-start-here.ipynb\n" in start


def test_a_description_keeps_the_names_and_loses_the_marks(build):
    text = "# Title\n\nWhat `check_setup()` says _about_ **the**\n[package](a.md).\n\nMore."
    assert build.description(text) == "What check_setup() says about the package."


# The whole site


class Page(HTMLParser):
    """The links, anchors, headings, pictures and words of a page."""

    def __init__(self, path):
        super().__init__()
        self.links, self.ids, self.headings, self.pictures, self.fetched = [], [], [], [], []
        self.meta, self.words, self.inside, self.attributes = {}, [], [], {}
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.inside.append(tag)
        self.ids += [attributes["id"]] if "id" in attributes else []
        if tag == "a" and "href" in attributes:
            self.links.append(attributes["href"])
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6") and "site-navigation" not in str(attributes):
            self.headings.append(int(tag[1]))
        if tag == "img":
            self.pictures.append(attributes)
        if tag == "meta" and "name" in attributes:
            self.meta[attributes["name"]] = attributes["content"]
        if tag == "html":
            self.attributes = attributes
        self.fetched += [attributes["src"]] if "src" in attributes else []
        if tag == "link" and attributes.get("rel") in ("stylesheet", "icon", "preload"):
            self.fetched.append(attributes["href"])

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop() != tag:
            pass

    def handle_data(self, words):
        if not {"pre", "code", "script", "style"} & set(self.inside):
            self.words.append(words)


@pytest.fixture(scope="module")
def site(site_folder):
    """The pages of the built site by their paths, and its folder."""
    found = site_folder.rglob("*.html")
    return {path.relative_to(site_folder).as_posix(): Page(path) for path in found}, site_folder


def test_every_notebook_and_every_document_is_a_page(site):
    built, _ = site
    sources = [*ROOT.glob("notebooks/*.ipynb"), *ROOT.glob("docs/**/*.md")]
    wanted = {path.relative_to(ROOT).with_suffix(".html").as_posix() for path in sources}
    assert wanted | {"index.html", "search.html"} <= set(built)


def test_every_public_name_is_described_on_a_page_that_each_page_links_to(site):
    built, _ = site
    names = {f"dig2ai_helpers.{name}" for name in " ".join(reference.SECTIONS.values()).split()}
    assert names <= set(built["package.html"].ids) and len(names) > 30
    others = [page for name, page in built.items() if name != "package.html"]
    assert all(any(link.endswith("package.html") for link in page.links) for page in others)


def test_every_link_within_the_site_leads_to_something(site):
    built, out = site
    for name, page in built.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or link == "#":
                continue
            target = (out / name).parent / unquote(parts.path) if parts.path else out / name
            assert target.is_file(), f"{name}: {link}"
            if parts.fragment and target.suffix == ".html":
                ids = built[target.resolve().relative_to(out.resolve()).as_posix()].ids
                assert unquote(parts.fragment) in ids, f"{name}: {link}"


def test_no_page_fetches_anything_from_another_host(site):
    built, out = site
    fetched = {(name, url) for name, page in built.items() for url in page.fetched}
    assert fetched and not [url for url in fetched if urlsplit(url[1]).netloc]
    for sheet in out.rglob("*.css"):
        for url in re.findall(r"""url\(["']?([^)"']+)""", sheet.read_text(encoding="utf-8")):
            assert not re.match("(https?:)?//", url), f"{sheet.name}: {url}"


def test_every_picture_has_its_words_its_size_and_its_file(site):
    built, out = site
    pictures = [(name, picture) for name, page in built.items() for picture in page.pictures]
    for name, picture in pictures:
        assert picture["alt"].strip() and int(picture["width"]) and int(picture["height"])
        assert ((out / name).parent / picture["src"]).is_file()
    stored = sum(
        "text/html" in output.get("data", {})
        for path in ROOT.glob("notebooks/*.ipynb")
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]
        for output in cell.get("outputs", [])
    )
    assert len(pictures) >= stored > 50
    assert not [name for name in built if "base64" in (out / name).read_text(encoding="utf-8")]


def test_every_page_names_its_language_itself_and_what_it_is_about(site):
    built, _ = site
    described = [page.meta["description"] for name, page in built.items() if name != "search.html"]
    assert all(20 < len(text) < 500 for text in described)
    assert len(set(described)) == len(described)
    assert not re.findall(r"[?!]:|dig2aihelpers", " ".join(described))
    assert {page.attributes["lang"] for page in built.values()} == {"en"}


def test_headings_go_down_one_step_at_a_time(site):
    for name, page in site[0].items():
        levels = page.headings
        assert levels.count(1) == 1, name
        assert all(b - a <= 1 for a, b in pairwise(levels)), (name, levels)


def test_no_formula_is_left_as_latex(site):
    for name, page in site[0].items():
        words = "".join(page.words)
        assert "$$" not in words and not re.search(r"\\(frac|ln|sum|begin|text)\b", words), name


def test_each_notebook_leads_to_binder_to_its_file_and_to_its_neighbours(site):
    built, _ = site
    names = sorted(path.stem for path in ROOT.glob("notebooks/*.ipynb"))
    for i, name in enumerate(names):
        links = built[f"notebooks/{name}.html"].links
        assert f"{name}.ipynb" in links
        binder = [link for link in links if link.startswith("https://mybinder.org/")]
        assert binder and all(link.endswith(f"lab/tree/notebooks/{name}.ipynb") for link in binder)
        for neighbour in names[max(0, i - 1) : i] + names[i + 1 : i + 2]:
            assert f"{neighbour}.html" in links
