"""Every app in a real JupyterLab: found by name, moved by keyboard, seen to change."""

import statistics

import pytest

SETUP = """
from dig2ai_helpers import Network, load_digits, train
digits = load_digits("bundled")
network = Network((784, 16, 10))
train(network, digits.train, epochs=3, progress=False)
networks = {"trained": network, "untrained": Network((784, 10))}"""

# cell: title of the group of controls, role and name of a control, key to press
APPS = {
    "pixels(digits)": ("Pixels are numbers", "slider", "training image", "ArrowRight"),
    "neuron(digits)": ("One neuron", "slider", "new image", "ArrowRight"),
    "temperature(digits)": ("Scores and temperature", "slider", "temperature T", "ArrowRight"),
    "tiny_network('slopes')": ("The 2-2-2 network", "slider", "weight W1[0,0]", "ArrowRight"),
    "descent(digits)": ("Descent", "slider", "learning rate", "ArrowRight"),
    "predictions(network, digits)": (
        "A browser of predictions",
        "combobox",
        "true digit",
        "ArrowDown",
    ),
    "committee(networks, digits)": ("A committee of networks", "combobox", "show", "ArrowDown"),
}
BROKEN = """
from dig2ai_helpers.interact.toolkit.app import App
from dig2ai_helpers.interact.toolkit.controls import Slider
from dig2ai_helpers.interact.toolkit.sketch import Sketch

def draw(settings):
    [0][settings["place"]]
    return Sketch(100, 100)

App("A broken app", [Slider("place", "place", (0, 1), 0)], draw).begin()"""
COUNTER = """
from dig2ai_helpers.interact.toolkit.app import App
from dig2ai_helpers.interact.toolkit.controls import Button, Choice, Slider
from dig2ai_helpers.interact.toolkit.sketch import Sketch

def draw(settings):
    sketch = Sketch(100, 100)
    sketch.alt = f"At place {settings['place']}, in steps of {settings['by']}."
    return sketch

def go_on(settings):
    return {"place": settings["place"] + settings["by"]}

App("A counter", [
    Button("next", "next", go_on), Button("restart", "restart", lambda settings: {"place": 0}),
    Slider("place", "place", range(15), 0), Choice("by", "by", (1, 2), 1),
], draw).begin()"""
THEME = "theme => window.jupyterapp.commands.execute('apputils:change-theme', { theme })"

# Look at the picture before each frame: is it blank, has it moved?
WATCH = """canvas => {
    const blank = () => !canvas.getContext("2d")
        .getImageData(0, 0, canvas.width, canvas.height).data.some((value) => value);
    const seen = window.seen = { blanks: 0, sizes: new Set(), frames: 0 };
    const look = () => {
        seen.frames += 1;
        seen.blanks += blank();
        const { top, width, height } = canvas.getBoundingClientRect();
        seen.sizes.add(`${top} ${width} ${height}`);
        if (!seen.done) requestAnimationFrame(look);
    };
    requestAnimationFrame(look);
}"""
SEEN = "() => (window.seen.done = true, { ...window.seen, sizes: [...window.seen.sizes] })"
# Move the slider that has the focus, and measure until the new picture is on the screen.
TIME = """canvas => new Promise((resolve) => {
    const input = document.activeElement, start = performance.now();
    const up = input.valueAsNumber < input.max;
    up ? input.stepUp() : input.value = 0;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    const words = canvas.ariaLabel;
    const look = () => canvas.ariaLabel === words && performance.now() - start < 30_000
        ? requestAnimationFrame(look)
        : requestAnimationFrame(() => resolve(performance.now() - start)); // it is on the screen
    requestAnimationFrame(look);
})"""

# Move sliders so many times, forth and back, a move of each in a frame.
MOVES = """async ([inputs, moves]) => {
    for (let i = 0; i < moves; i++) {
        for (const input of inputs) {
            input.value = i % (Number(input.max) + 1);
            input.dispatchEvent(new Event("input", { bubbles: true }));
        }
        await new Promise(requestAnimationFrame);
    }
}"""

# Contrast of the most opaque grey of the picture's words with the page behind it.
CONTRAST = """canvas => {
    const light = (rgb) => {
        const [r, g, b] = rgb.map((v) => ((v / 255 + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const data = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
    const probe = document.createElement("canvas").getContext("2d");
    probe.fillStyle = getComputedStyle(canvas).getPropertyValue("--jp-layout-color0").trim();
    const paper = light([1, 3, 5].map((at) => parseInt(probe.fillStyle.slice(at, at + 2), 16)));
    let best = 1;
    for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] < 255 || data[i] !== data[i + 1] || data[i] !== data[i + 2]) continue;
        const ink = light(data.subarray(i, i + 3).values().toArray());
        best = Math.max(best, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05));
    }
    return best;
}"""
UNSAVED = "window.jupyterapp.shell.currentWidget.context.model.dirty"
PIXELS = "canvas => canvas.toDataURL()"


@pytest.fixture(scope="module")
def apps(lab, page):
    """A notebook with each app in a cell of its own."""
    names = ", ".join(cell.partition("(")[0] for cell in APPS)
    cells = [f"{SETUP}\nfrom dig2ai_helpers.interact import {names}", *APPS, BROKEN, COUNTER]
    lab.open(page, "apps.ipynb", cells)
    for title, *_ in APPS.values():
        page.get_by_role("group", name=title).wait_for(timeout=20_000)
    return page


def app(page, title):
    """The app's own part of the page, with its picture scrolled into view."""
    outputs = page.locator(".jp-OutputArea-output")
    part = outputs.filter(has=page.get_by_role("group", name=title))
    part.scroll_into_view_if_needed()
    return part, part.get_by_role("img")


def wait_for_other_words(page, canvas, words):
    page.wait_for_function(
        "([canvas, words]) => canvas.ariaLabel !== words", arg=[canvas.element_handle(), words],
        polling="raf", timeout=5_000,
    )  # fmt: skip


@pytest.mark.parametrize("title, role, name, key", APPS.values(), ids=APPS)
def test_a_control_moves_by_keyboard_and_the_picture_follows(apps, title, role, name, key):
    part, canvas = app(apps, title)
    control = part.get_by_role(role, name=name, exact=True)
    words, pixels = canvas.get_attribute("aria-label"), canvas.evaluate(PIXELS)
    assert words
    control.focus()
    apps.keyboard.press(key)
    wait_for_other_words(apps, canvas, words)
    assert canvas.evaluate(PIXELS) != pixels
    assert part.get_by_role("alert").count() == 0


def test_buttons_and_lists_work_by_keyboard(apps):
    part, canvas = app(apps, "A counter")
    part.get_by_role("button", name="next").focus()
    apps.keyboard.press("Space")
    canvas.and_(apps.get_by_label("At place 1, in steps of 1.")).wait_for()
    part.get_by_role("combobox", name="by").focus()
    apps.keyboard.press("ArrowDown")
    canvas.and_(apps.get_by_label("At place 1, in steps of 2.")).wait_for()
    part.get_by_role("button", name="next").press("Enter")
    canvas.and_(apps.get_by_label("At place 3, in steps of 2.")).wait_for()


def test_the_notebook_is_saved_by_its_keys_from_inside_an_app(apps):
    part, _ = app(apps, "A counter")
    assert apps.evaluate(UNSAVED)
    slider = part.get_by_role("slider", name="place")
    slider.press("ControlOrMeta+s")
    apps.wait_for_function(f"!({UNSAVED})", timeout=5_000)
    assert slider.evaluate("slider => slider === document.activeElement")


def test_quick_presses_of_a_button_all_count(apps):
    part, canvas = app(apps, "A counter")
    part.get_by_role("combobox", name="by").select_option("1")
    part.get_by_role("button", name="restart").click()
    canvas.and_(apps.get_by_label("At place 0, in steps of 1.")).wait_for()
    part.get_by_role("button", name="next").evaluate(
        "b => { for (let i = 0; i < 9; i++) b.click(); }"
    )
    canvas.and_(apps.get_by_label("At place 9, in steps of 1.")).wait_for()
    assert part.get_by_role("slider", name="place").input_value() == "9"


def test_a_control_without_use_is_not_shown(apps):
    part, canvas = app(apps, "Scores and temperature")
    words = canvas.get_attribute("aria-label")
    part.get_by_role("combobox", name="scores").select_option("of a new digit")
    wait_for_other_words(apps, canvas, words)
    part.get_by_role("slider", name="new digit").wait_for()
    assert part.get_by_role("slider", name="score of class 0").count() == 0


def test_an_error_in_a_callback_is_shown(apps):
    part, _ = app(apps, "A broken app")
    part.get_by_role("slider", name="place").press("ArrowRight")
    part.get_by_role("alert").wait_for()
    assert part.get_by_role("alert").text_content() == "IndexError: list index out of range"


@pytest.mark.parametrize("title, role, name, key", APPS.values(), ids=APPS)
def test_fifty_moves_leave_no_blank_frame_and_no_other_size(apps, title, role, name, key):
    part, canvas = app(apps, title)
    part.get_by_role(role, name=name, exact=True).focus()
    canvas.evaluate(WATCH)
    back = {"ArrowRight": "ArrowLeft"}.get(key, key)
    for move in range(50):
        apps.keyboard.press(key if move % 10 < 5 else back)
    apps.wait_for_timeout(200)
    seen = apps.evaluate(SEEN)
    assert seen["blanks"] == 0 and len(seen["sizes"]) == 1 and seen["frames"] > 10, seen


SLIDERS = {title: name for title, role, name, _ in APPS.values() if role == "slider"}


@pytest.mark.parametrize("title, name", SLIDERS.items())
def test_the_picture_follows_the_hand_at_once(apps, title, name):
    part, canvas = app(apps, title)
    part.get_by_role("slider", name=name, exact=True).focus()
    times = sorted(canvas.evaluate(TIME) for _ in range(40))
    median = statistics.median(times)
    print(f"\n{title}: key to picture: median {median:.0f} ms, p95 {times[37]:.0f} ms")
    assert median < 1000


def test_the_page_forgets_old_pictures(apps):
    """After 300 moves in each app the page's own memory is what it was after the first ones."""
    sliders = [
        app(apps, title)[0].get_by_role("slider", name=name, exact=True).element_handle()
        for title, name in SLIDERS.items()
    ]
    session = apps.context.new_cdp_session(apps)
    session.send("Performance.enable")

    def megabytes_after(moves):
        apps.evaluate(MOVES, [sliders, moves])
        apps.wait_for_timeout(1_000)
        session.send("HeapProfiler.collectGarbage")
        found = session.send("Performance.getMetrics")["metrics"]
        return next(one["value"] for one in found if one["name"] == "JSHeapUsedSize") / 1e6

    before = megabytes_after(30)
    after = megabytes_after(300)
    print(f"\n{before:.1f} MB, after 300 moves in each app {after:.1f} MB")
    assert after < before + 4


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
@pytest.mark.parametrize("title", [title for title, *_ in APPS.values()])
def test_the_picture_is_legible_in_both_themes(apps, tmp_path, title, theme):
    part, canvas = app(apps, title)
    apps.evaluate(THEME, theme)
    apps.wait_for_timeout(300)
    part.screenshot(path=tmp_path / "app.png")
    assert canvas.evaluate(CONTRAST) > 7


def test_no_error_was_written_to_the_console(apps):
    assert apps.errors == []
