"""Every app for everybody: by keyboard, by screen reader, enlarged, in high contrast.

`test_every_notebook.py` looks at what stands around the apps, with the same `violations`.
"""

import itertools
import re
from pathlib import Path

import pytest
from lab import ask
from test_apps import SETUP, THEME

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CONTRAST = ["color-contrast"]  # what another theme changes
OURS = [".jp-Notebook .jp-OutputArea-output", ".jp-Notebook .jp-RenderedMarkdown"]
# What JupyterLab alone could change: its colours for code that stands in a text, its formulas,
# and that links in a text are not underlined.
NOT_OURS = [".jp-RenderedMarkdown pre > code", "mjx-container"]
NOT_OUR_RULES = ["link-in-text-block"]
# The body of JupyterLab's page has no height, so that axe would take all in it for hidden.
LOOK = """async ([rules, include, exclude, without]) => {
    document.body.style.height = "100vh";
    const off = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
    const options = { runOnly: rules, rules: off, resultTypes: ["violations"] };
    const found = await axe.run({ include, exclude }, options);
    document.body.style.height = "";
    return found.violations.flatMap(({ id, nodes }) => nodes.map(
        ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)} ${failureSummary}`));
}"""

# cell: title of the app, and its controls in the order of the Tab key; those in the picture that
# have one stop of the Tab key come last
APPS = {
    "pixels(digits)": (
        "Pixels are numbers",
        ["slider training image",
         "button the image, 28 by 28 pixels: the arrow keys lead from pixel to pixel",
         "button the numbers around it: press one",
         "slider index in the row"],
    ),
    "neuron(digits)": (
        "One neuron",
        ["slider new image", "combobox template for", "slider bias b", "combobox activation",
         "combobox paint with", "button take my paint away",
         "button the template, to paint on: the arrow keys move the brush, Space paints"],
    ),
    "temperature(digits)": (
        "Scores and temperature",
        ["combobox scores", "slider temperature T", "combobox true class",
         *(f"{control} {k}{more}" for k in range(3) for control, more in
           (("button class", ": say that it is the true one"), ("slider score of class", "")))],
    ),
    "tiny_network('slopes')": (
        "The 2-2-2 network",
        ["button the notebook's numbers again",
         *(f"slider weight W{layer}[{j},{k}]" for layer in (1, 2) for j in (0, 1) for k in (0, 1)),
         "slider input x[0]", "slider input x[1]",
         *(f"button {a}[{k}]: its formula" for a in ("z1", "a1", "z2", "p") for k in (0, 1)),
         *(f"slider bias {b}[{k}]" for b in ("b1", "b2") for k in (0, 1)),
         "button L: its formula", "button label: 1, press for 0"],
    ),
    "descent(digits)": ("Descent", ["slider learning rate", "slider start"]),
    "predictions(network, digits)": (
        "A browser of predictions",
        ["combobox true digit", "combobox read as", "combobox show", "combobox how sure",
         "combobox order", "button previous page", "button next page",
         "button one of the digits"],
    ),
    "committee(networks, digits)": (
        "A committee of networks",
        ["combobox show", "button previous page", "button next page",
         "button trained: leave it out", "button untrained: leave it out",
         "button one of its digits"],
    ),
    "name_the_digit(network, digits.test)": (
        "Name the digit",
        [*(f"button {k}" for k in range(10)), "button one back"],
    ),
    "countries(digits)": (
        "Ten countries",
        ["button play", "button one epoch", "button reset", "slider learning rate",
         "button what does “learning rate” mean?", "slider seed", "slider look back",
         "button the plane: point at a digit, or go there with the arrow keys"],
    ),
    "layers(network, digits)": (
        "Layers",
        ["combobox layer", "button the plane: point at a digit, or go there with the arrow keys"],
    ),
    "class_gallery()": (
        "A class's gallery",
        ["combobox show the digit", "combobox show halves", "slider random splits",
         "button train both ways", "button stop"],
    ),
    "learn_from_me(digits=digits, file='accessible.json')": (
        "Teach it your handwriting",
        ["application sheet to draw a digit on", "button Undo", "button Clear",
         *(f"button keep it as {k}" for k in range(10)),
         "combobox drawings by", "combobox old digits too", "slider steps",
         "slider learning rate", "button train", "button stop"],
    ),
    "drawing_pad(file='accessible.json')": (
        "Drawing pad",
        ["application sheet to draw a digit on", "button Undo", "button Clear",
         *(f"button keep it as {k}" for k in range(10)),
         *(f"radio sample: a handwritten {k}" for k in range(10))],
    ),
    "my_digit()": (
        "Your own digit",
        ["application sheet to draw a digit on", "button Undo", "button Clear",
         *(f"radio sample: a handwritten {k}" for k in range(10)),
         "combobox this is a", "slider learning rate", "combobox compare with"],
    ),
    "bet('06-1', 'How many will it be?', ('few', 'many'))": (
        "Bet 06-1",
        ["button all equal", "button take my bet back", "slider few", "slider many"],
    ),
    "my_bets()": ("Your bets", ["button forget all my bets"]),
    "pg = playground(digits)\npg": (
        "Playground",
        ["button play", "button step", "button reset", "combobox pace",
         "slider hidden neurons", "slider learning rate",
         "button what does “learning rate” mean?", "slider epochs",
         "button what does “epochs” mean?", "combobox batch size",
         "button what does “batch size” mean?", "slider training digits",
         "button what does “training digits” mean?", "slider second layer",
         "combobox activation", "slider momentum", "slider seed", "slider look back",
         "button show other digits",
         *(f"button new digit {k + 1}, {'an' if label == 8 else 'a'} {label}: look closer"
           for k, label in enumerate((5, 9, 3, 5, 5, 9, 4, 3, 8, 4, 1, 6))),
         *(f"button neuron {k}: look closer" for k in range(16)),
         "checkbox show run 1", "textbox name of run 1",
         "button use the settings of run 1 again", "radio run 1 is my final choice",
         "button judge my final choice once", "button copy the table as CSV",
         "button try 72 pairs",
         "button 32 neurons, learning rate 0.01: 90 %. Go to this run.",
         "button 32 neurons, learning rate 0.1: 96 %. Go to this run.",
         "button 2 neurons, learning rate 0.01: 30 %. Go to this run.",
         "button 2 neurons, learning rate 0.1: 51 %. Go to this run."],
    ),
}  # fmt: skip
# Names that depend on what a network has learned; many in a row are told once.
PLAIN = {
    r"^\d read as \d, .*: show all ten$": "one of the digits",
    r"^an? \d, read as \d together, .*": "one of its digits",
    r", [\d.]+ %: leave it out$": ": leave it out",
}
FEW = """
from dig2ai_helpers.interact.playground_app import sweep_map
sweep_map.NEURONS, sweep_map.RATES = (32, 2), (0.01, 0.1)"""
CONTROL = re.compile(r'- \'?(slider|combobox|button|checkbox|textbox|radio|application) "(.*?)"')
# Where the focus is: is it in one of the apps, on what, and how is it to be seen?
FOCUS = """() => {
    const at = document.activeElement, part = at.closest(".jp-OutputArea-output");
    if (!part) return null;
    const name = at.ariaLabel ?? at.labels?.[0]?.firstChild.textContent ?? at.textContent;
    const near = [at, at.parentElement, at.nextElementSibling].filter((one) => one);
    const seen = near.map((one) => getComputedStyle(one)).some(
        (style) => style.outlineStyle === "solid" && parseFloat(style.outlineWidth) >= 2);
    return { name, seen };
}"""
LINE = """() => {
    const light = (name) => {
        const probe = document.createElement("canvas").getContext("2d");
        probe.fillStyle = getComputedStyle(document.body).getPropertyValue(name).trim();
        const [r, g, b] = [1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16))
            .map((v) => ((v / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05;
    };
    const [line, paper] = [light("--jp-brand-color1"), light("--jp-layout-color0")];
    return Math.max(line, paper) / Math.min(line, paper);
}"""
# What sticks out of its cell, is cut off, or has become too small to be read.
TIGHT = """() => {
    const bad = [];
    for (const part of document.querySelectorAll(".jp-OutputArea-output:has([class^=dig2ai])")) {
        const { left, right } = part.getBoundingClientRect();
        const cut = (one) => one.clientWidth && one.scrollWidth > one.clientWidth + 1;
        if (cut(part)) bad.push(`${part.innerText.slice(0, 30)}: wide`);
        for (const one of part.querySelectorAll("button, input, select, summary, label, p, span")) {
            // Pictures and tables scroll within themselves.
            const elsewhere = one.closest(".dig2ai-view, table, .dig2ai-spoken");
            if (elsewhere || !one.checkVisibility()) continue;
            const box = one.getBoundingClientRect(), words = one.ariaLabel ?? one.textContent;
            if (box.left < left - 1 || box.right > right + 1) bad.push(`${words}: sticks out`);
            if (cut(one)) bad.push(`${words}: cut off`);
        }
        for (const picture of part.querySelectorAll(".dig2ai-view")) {
            const full = parseFloat(picture.querySelector("canvas").style.aspectRatio);
            if (picture.firstChild.clientWidth < 0.69 * full) bad.push("a picture: too small");
        }
    }
    return bad;
}"""
ENLARGE = """async (step) => {
    const size = () =>
        getComputedStyle(document.body).getPropertyValue("--jp-content-font-size1");
    for (let i = 0; i < 4; i++) {
        const before = size();
        await window.jupyterapp.commands.execute(
            `apputils:${step}-font-size`, { key: "content-font-size1" });
        for (let wait = 0; wait < 100 && size() === before; wait++) // the next starts from there
            await new Promise((resolve) => setTimeout(resolve, 50));
        await new Promise((resolve) => setTimeout(resolve, 200));
    }
}"""
# Count what a screen reader would be given to say.
LISTEN = """status => {
    window.said = [];
    new MutationObserver(() => window.said.push(status.textContent))
        .observe(status, { childList: true });
}"""
PAPERS = """[".dig2ai-canvas canvas", ".dig2ai-paper"].map(
    (one) => getComputedStyle(document.querySelector(one)).backgroundColor)"""
# The colours of the lines round places in a picture that have the focus: a button's, a slider's.
FRAMES = """[".dig2ai-targets button", ".dig2ai-targets input"].map((one) => {
    document.querySelector(one).focus();
    return getComputedStyle(document.activeElement).outlineColor;
})"""
MOVES = """document.getAnimations()
    .filter(({ effect }) => effect.target.closest("[class^=dig2ai]")).length"""
ACTIVE = "window.jupyterapp.shell.currentWidget.content.activeCellIndex"
TO_CELL = """(index) => {
    const { content } = window.jupyterapp.shell.currentWidget;
    content.activeCellIndex = index;
    content.activeCell.node.focus();
}"""


def violations(page, rules=RULES):
    """What axe-core has to say against our part of the page, a sentence for each place."""
    axe = pytest.importorskip("axe_playwright_python", reason="it brings axe-core")
    if not page.evaluate("'axe' in window"):
        page.evaluate(Path(axe.__file__).with_name("axe.min.js").read_text())
    return page.evaluate(LOOK, [rules, OURS, NOT_OURS, NOT_OUR_RULES])


@pytest.fixture(scope="module")
def apps(lab, page):
    """A notebook with every app, each with all that it can show: folds, table of runs, map."""
    setup = f"{SETUP}\nfrom dig2ai_helpers.interact import *"
    lab.open(page, "accessible.ipynb", [setup, *APPS, "'the end'"])
    for title, _ in APPS.values():
        page.get_by_role("group", name=title).wait_for(timeout=20_000)
    page.get_by_text("more settings").click()
    part(page, "Playground").get_by_role("button", name="play", exact=True).click()
    page.get_by_role("button", name="use the settings of run 1 again").wait_for()
    ask(page, FEW)
    page.get_by_role("button", name="try 72 pairs").click()
    page.get_by_label("A map of 4 of 4 pairs").wait_for()
    return page


def part(page, title):
    """The output that holds an app."""
    outputs = page.locator(".jp-OutputArea-output")
    return outputs.filter(has=page.get_by_role("group", name=title))


def plain(name):
    """A name without what depends on a network."""
    for pattern, words in PLAIN.items():
        name = re.sub(pattern, words, name)
    return name


@pytest.mark.parametrize("title, controls", APPS.values(), ids=APPS)
def test_every_control_has_its_role_and_name(apps, title, controls):
    found = CONTROL.findall(part(apps, title).aria_snapshot())
    names = [f"{role} {plain(name)}" for role, name in found]
    assert [name for name, _ in itertools.groupby(names)] == controls


@pytest.mark.parametrize("title", [title for title, _ in APPS.values()])
def test_every_picture_says_what_it_shows(apps, title):
    pictures = part(apps, title).get_by_role("img").all()
    assert pictures
    for picture in pictures:
        assert len(picture.get_attribute("aria-label").split()) >= 8


def test_every_slider_says_its_value_as_it_is_written_and_moves_alone(apps):
    sliders = apps.locator(".dig2ai-controls").get_by_role("slider").all()
    assert len(sliders) == 18
    for slider in sliders:
        slider.focus()
        before = apps.evaluate(ACTIVE)
        for key in ("ArrowRight", "ArrowLeft", "ArrowLeft", "ArrowRight"):
            slider.press(key)
            written = slider.locator("xpath=ancestor::label/following-sibling::span[1]")
            assert slider.get_attribute("aria-valuetext") == written.text_content()
        assert apps.evaluate(ACTIVE) == before


def stops(page, key, last):
    """Press Tab, or Shift+Tab, up to the control `last`; list what has the focus on the way."""
    found = []
    for _ in range(250):  # more than there are controls
        page.keyboard.press(key)
        if at := page.evaluate(FOCUS):  # between apps, JupyterLab's own buttons have it
            found.append(at)
            if at["name"] == last:
                return found
    raise AssertionError(f"{key} led to {found}, and never to {last}")


def test_tab_leads_through_all_of_it_and_back_and_is_seen(apps):
    one_stop = re.compile(  # of several
        "keep it as [1-9]|sample: .*[1-9]|(32|2) neurons, |untrained|one of its"
        r"|new digit|neuron \d|judge|the numbers around|class [12]:"
        r"|(z1\[1|a1|z2|p|L).*: its formula|label: "
    )
    expected = [name.split(" ", 1)[1] for _, names in APPS.values() for name in names]
    expected = [name for name in expected if not one_stop.match(name)]
    expected.insert(expected.index("epochs"), "more settings")
    expected.insert(expected.index("copy the table as CSV"), "training, validation, test?")
    expected.append("32 neurons, learning rate 0.01: 90\u202f%. Go to this run.")
    apps.evaluate(TO_CELL, 1)
    apps.wait_for_timeout(300)  # for JupyterLab to have brought its buttons there
    there = stops(apps, "Tab", expected[-1])
    assert [stop["name"] for stop in there if not stop["seen"]] == []
    assert [plain(stop["name"]) for stop in there] == expected
    apps.keyboard.press("Tab")  # out, and in again from the other side
    back = stops(apps, "Shift+Tab", expected[0])
    assert [plain(stop["name"]) for stop in back][::-1] == expected


@pytest.mark.parametrize("index, title", list(enumerate((t for t, _ in APPS.values()), 1)))
def test_escape_leads_out_to_the_cell(apps, index, title):
    control = part(apps, title).locator("input[type=range], select, canvas[tabindex], button").first
    control.focus()
    apps.keyboard.press("Escape")
    assert apps.evaluate("document.activeElement.classList.contains('jp-Cell')")
    apps.keyboard.press("ArrowDown")
    assert apps.evaluate(ACTIVE) == index + 1


def test_a_picture_is_put_into_words_once_it_is_at_rest(apps):
    one = part(apps, "Descent")
    one.get_by_role("status").evaluate(LISTEN)
    for _ in range(6):
        one.get_by_role("slider", name="start").press("ArrowRight")
    apps.wait_for_function("window.said.length > 0", timeout=5_000)
    apps.wait_for_timeout(1_000)
    (said,) = apps.evaluate("window.said")
    words = one.get_by_role("img").get_attribute("aria-label")
    assert all(sentence in words for sentence in said.split(". "))
    assert "from" in said and "Drag the start" not in said  # only what is new


def test_a_training_is_put_into_words_at_its_end(apps):
    ask(apps, "pg.set(epochs=200)")
    canvases = part(apps, "Playground").locator(".dig2ai-canvas")
    status = canvases.filter(has=apps.get_by_label("Network")).first
    status.get_by_role("status").evaluate(LISTEN)
    button = part(apps, "Playground").get_by_role("button", name="play", exact=True)
    button.press("Enter")
    apps.get_by_label(re.compile("after 2[02]0 epochs")).wait_for(timeout=20_000)
    apps.wait_for_timeout(1_500)
    said = apps.evaluate("window.said")
    assert len(said) < 3 and re.search("after 2[02]0 epochs: it reads", said[-1]), said


def test_focus_is_not_lost_with_the_button_that_had_it(apps):
    ask(apps, "sweep_map.RATES = tuple(0.01 * k for k in range(1, 40))")
    apps.get_by_role("button", name="try 72 pairs").press("Enter")
    apps.get_by_role("button", name="stop the map").press("Enter")
    apps.get_by_role("button", name="stop the map").wait_for(state="hidden")
    assert apps.evaluate(FOCUS)["name"] == "try 72 pairs"


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_axe_has_nothing_against_the_apps(apps, theme):
    apps.evaluate(THEME, theme)
    apps.set_viewport_size({"width": 1280, "height": 7_000})
    apps.wait_for_timeout(300)
    found = violations(apps)
    apps.set_viewport_size({"width": 1280, "height": 900})
    assert found == []
    assert apps.evaluate(LINE) > 3  # contrast of the line round what has the focus


# JupyterLab's list of files is open: in a window of 944 pixels it leaves as much room as there
# is, with the list closed, in one of 640, which is one of 1280 at 200 %.
@pytest.mark.parametrize("width", [944, 800, 640])
def test_it_fits_where_there_is_little_room(apps, width):
    apps.set_viewport_size({"width": width, "height": 450})
    apps.wait_for_timeout(500)
    found = apps.evaluate(TIGHT)
    apps.set_viewport_size({"width": 1280, "height": 900})
    assert found == []


def test_words_grow_with_jupyterlabs_size_of_text(apps):
    label = apps.get_by_text("learning rate").first
    before = label.bounding_box()["height"]
    apps.evaluate(ENLARGE, "incr")
    apps.wait_for_timeout(300)
    after, found = label.bounding_box()["height"], apps.evaluate(TIGHT)
    apps.evaluate(ENLARGE, "decr")
    assert after > 1.2 * before and found == []


def test_ink_and_the_focus_in_a_picture_are_seen_in_high_contrast(apps):
    """There the system's colours take the place of the page's, but not of what is drawn."""
    apps.keyboard.press("Tab")  # by keyboard
    frames = apps.evaluate(FRAMES)
    apps.emulate_media(forced_colors="active", color_scheme="dark")
    forced = apps.evaluate(FRAMES)
    apps.emulate_media(forced_colors="none", color_scheme="light")
    assert forced == frames  # not white on the picture's white paper
    apps.evaluate(THEME, "JupyterLab Dark")
    apps.emulate_media(forced_colors="active")
    paper, sheet = apps.evaluate(PAPERS)
    apps.emulate_media(forced_colors="none")
    apps.evaluate(THEME, "JupyterLab Light")
    assert paper == "rgb(17, 17, 17)" and sheet == "rgb(20, 23, 27)"


def test_nothing_moves_by_itself(apps):
    assert apps.evaluate(MOVES) == 0


def test_no_error_was_written_to_the_console(apps):
    # JupyterLab takes the screen that it shows while the theme changes off twice.
    assert [error for error in apps.errors if "removeChild" not in error] == []
