"""The site in a real browser, as GitHub Pages would serve it: below a path of its own.

Needs the site's own tools (site/requirements.txt), and axe for one test; skipped without them.
"""

import io
import unicodedata

import pytest
from lab import ROOT
from pages import offer

# What stands beyond the right edge, but for what scrolls inside itself.
WIDE = """() => [...document.querySelectorAll("body *")].filter((part) => {
    if (part.closest("pre, .formula, .pst-scrollable-table-container, dialog")) return false;
    const box = part.getBoundingClientRect();
    return box.width && box.left >= 0 && box.right > innerWidth + 1;
}).map((part) => part.outerHTML.slice(0, 100))"""
PICTURES = """async () => {
    const pictures = [...document.images];
    for (const picture of pictures) picture.loading = "eager";
    await Promise.all(pictures.map((picture) => picture.decode()));
    return pictures.length;
}"""
FORMULAS = """async () => {
    await document.fonts.ready;
    const formulas = [...document.querySelectorAll("article math")];
    const broken = formulas.filter((each) => {
        const box = each.getBoundingClientRect();
        const folded = each.closest("details:not([open])");
        return !folded && !(box.width > 2 && box.height > 5);
    });
    return [formulas.length, broken.length, document.fonts.check('16px "Site Math"')];
}"""
SHIFTS = """() => new Promise((done) => {
    let total = 0;
    const watch = new PerformanceObserver((list) => {
        for (const shift of list.getEntries()) total += shift.value;
    });
    watch.observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(total), 100);
})"""

GROUND = "getComputedStyle(document.body).backgroundColor"
LAST_WORDS = """article => [...article.querySelectorAll("p:not(td *, th *)")]
    .map((it) => it.innerText.trim())
    .filter((words) => words.length > 20 && !words.includes("\\n")).slice(-5)"""

# The insides of formulas are left to the browser; there are 11,000 of them.
FORMULA = {"exclude": [["math"]]}
# Of a program's thousands of coloured words, axe sees the first of each colour.
OPEN_WITH_FEWER_WORDS = """() => {
    const seen = new Set();
    for (const word of document.querySelectorAll("pre span:not(:has(span))")) {
        const kind = word.closest("div").className + getComputedStyle(word).color;
        if (seen.has(kind)) word.replaceWith(word.textContent);
        seen.add(kind);
    }
    document.querySelectorAll("details").forEach((each) => { each.open = true; });
}"""
# Without preload: axe would fetch style sheets by itself, and look for some in the wrong place.
VIOLATIONS = {"resultTypes": ["violations"], "preload": False}


def pages(site_folder):
    return sorted(path.relative_to(site_folder).as_posix() for path in site_folder.rglob("*.html"))


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (360, "dark")])
def test_every_page_stands_still_within_its_width_with_pictures_and_formulas(
    visit, site_folder, width, theme
):
    seen = {"pictures": 0, "formulas": 0}
    for path in pages(site_folder):
        page = visit(path, width, theme)
        assert page.locator("html").get_attribute("data-theme") == theme
        assert page.evaluate(SHIFTS) < 0.1, path  # the limit of what web.dev calls good
        formulas, broken, has_font = page.evaluate(FORMULAS)
        assert broken == 0 and (has_font or not formulas), path
        seen["formulas"] += formulas
        seen["pictures"] += page.evaluate(PICTURES)  # raises where one can't be read
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        assert page.evaluate(WIDE) == [], path
        page.close()
    assert seen["pictures"] > 90 and seen["formulas"] > 900


def serious(page, path):
    """Return what axe holds to be serious, with every solution open."""
    api = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    page.evaluate(OPEN_WITH_FEWER_WORDS)
    found = api.Axe().run(page, FORMULA, VIOLATIONS).response
    return [
        (path, each["id"], each["nodes"][0]["html"])
        for each in found["violations"]
        if each["impact"] in ("serious", "critical")
    ]


def test_axe_finds_nothing_serious_on_any_page(visit, site_folder):
    for path in pages(site_folder):
        page = visit(path, 1280, "dark")
        assert serious(page, path) == []
        page.close()


def test_axe_finds_nothing_serious_in_either_theme_nor_on_a_phone(visit):
    for path in ("index.html", "search.html", "notebooks/00-start-here.html"):
        for width, theme in ((1280, "light"), (360, "light"), (360, "dark")):
            assert serious(visit(path, width, theme), path) == []


def results(page):
    page.locator("#search-results li a").first.wait_for()
    return page.locator("#search-results li > a")


def test_the_search_is_reached_by_keyboard_and_finds_words(visit):
    page = visit("index.html")
    page.keyboard.press("Control+k")
    page.keyboard.type("cross-entropy")
    page.keyboard.press("Enter")
    first = results(page).first
    assert first.text_content().startswith("03 ·")
    first.press("Enter")
    page.wait_for_url("**/notebooks/03-softmax-and-cross-entropy.html*")


def test_the_search_finds_words_of_code_and_of_the_readme(visit):
    assert "05 ·" in results(visit("search.html?q=learning_rate")).first.text_content()
    results(visit("search.html?q=MNIST")).nth(5).wait_for()


def test_the_site_and_its_search_work_from_a_folder(visit, site_folder):
    page = visit("index.html", base=site_folder.as_uri())
    page.get_by_role("link", name="Softmax and cross-entropy", exact=True).first.click()
    page.wait_for_url("**/03-softmax-and-cross-entropy.html")
    assert page.evaluate(FORMULAS)[1:] == [0, True]
    assert page.evaluate(PICTURES) > 5
    page = visit("search.html?q=cross-entropy", base=site_folder.as_uri())
    assert results(page).first.text_content().startswith("03 ·")


def test_from_a_folder_a_link_to_the_browser_edition_says_what_it_needs(visit, tmp_path):
    script = (ROOT / "site" / "static" / "site.js").read_text()
    ways = offer("05-training", {"your browser": "../lite/lab/index.html?path=x", "Binder": "#"})
    words = f"<script>const DOCUMENTATION_OPTIONS = {{}};\n{script}</script>{ways}"
    words = f'<!doctype html><link rel="icon" href="data:,">{words}'
    (tmp_path / "page.html").write_text(words)
    page = visit("page.html", base=tmp_path.as_uri())
    said = "Open in your browser (this needs a web server, not a folder)"
    page.get_by_text(said).wait_for()
    assert page.get_by_role("link").all_inner_texts() == ["Open in Binder", "Download the notebook"]
    page = visit("search.html")
    page.route(page.url, lambda it: it.fulfill(body=words, content_type="text/html"))
    page.reload()
    assert page.get_by_role("link", name="Open in your browser", exact=True).count() == 1


def test_the_theme_can_be_chosen_and_stays_chosen(visit):
    page = visit("index.html")
    light = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Color mode").first.press("Enter")
    page.get_by_role("button", name="Dark").or_(
        page.get_by_role("menuitem", name="Dark")
    ).first.press("Enter")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != light
    page.goto(page.url.replace("index.html", "notebooks/05-training.html"))
    assert page.locator("html").get_attribute("data-theme") == "dark"


def test_the_first_stop_of_the_keyboard_leads_past_the_header(visit):
    page = visit("notebooks/04-backpropagation.html")
    page.keyboard.press("Tab")
    assert "Skip to main content" in page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#main-content"


def test_the_menu_of_a_phone_opens_by_keyboard(visit):
    page = visit("notebooks/04-backpropagation.html", width=360)
    assert not page.locator(".series").first.is_visible()
    page.locator("button.primary-toggle").press("Enter")
    link = page.locator("dialog[open]").get_by_role("link", name="05 · Training")
    link.press("Enter")
    page.wait_for_url("**/05-training.html")


def test_a_folded_solution_opens_and_its_code_is_highlighted(visit):
    page = visit("notebooks/03-softmax-and-cross-entropy.html")
    solution = page.locator("details").filter(has_text="my_softmax").first
    assert not solution.locator("pre").first.is_visible()
    solution.locator("summary").press("Enter")
    assert solution.locator("pre").first.is_visible()
    assert solution.locator("pre span.k").count() > 1  # keywords


def test_a_wide_formula_scrolls_inside_itself_from_its_left_end(visit):
    page = visit("notebooks/04-backpropagation.html", width=360)
    wide = page.locator(".formula[tabindex]").first
    left, right = wide.evaluate("(it) => [it.scrollLeft, it.scrollWidth - it.clientWidth]")
    assert left == 0 and right > 0
    wide.press("ArrowRight")
    page.wait_for_function("(it) => it.scrollLeft > 0", arg=wide.element_handle())


def letters(words):
    """Words without what stands between them, and with letters that were drawn as one."""
    return "".join(unicodedata.normalize("NFKC", words).split())


@pytest.mark.parametrize(
    "path", ["index.html", "notebooks/07-inside-the-network.html", "docs/classrooms.html"]
)
def test_on_paper_a_page_is_there_to_its_end(visit, path):
    pypdf = pytest.importorskip("pypdf", reason="pypdf is not installed")
    page = visit(path)
    paper = page.pdf(format="A4", margin=dict.fromkeys(("top", "right", "bottom", "left"), "1cm"))
    leaves = pypdf.PdfReader(io.BytesIO(paper)).pages
    printed = letters("".join(leaf.extract_text() for leaf in leaves))
    said = page.locator("article").evaluate(LAST_WORDS)
    assert len(said) == 5 and all(letters(words) in printed for words in said)


@pytest.mark.parametrize("path", ["index.html", "notebooks/08-five-networks.html"])
def test_on_paper_no_table_is_cut(visit, path):
    page = visit(path, 684)  # A4 less a centimetre at each side, as browsers print it
    page.emulate_media(media="print")
    tables = page.locator(".pst-scrollable-table-container")
    assert tables.count()
    assert all(tables.evaluate_all("all => all.map((it) => it.scrollWidth <= it.clientWidth)"))


def test_paper_is_white_and_a_dark_page_is_dark_again(visit):
    page = visit("notebooks/03-softmax-and-cross-entropy.html", theme="dark")
    dark = page.evaluate(GROUND)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate(GROUND) == "rgb(255, 255, 255)" != dark
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.evaluate(GROUND) == dark


def test_on_paper_only_the_page_itself_is_left(visit):
    page = visit("notebooks/02-forward-propagation.html")
    page.emulate_media(media="print")
    assert page.locator("article h1").is_visible()
    for part in (".bd-header", ".bd-sidebar-primary", ".bd-sidebar-secondary", ".ways"):
        assert not page.locator(part).first.is_visible(), part
