"""Your own digit in a real JupyterLab: drawn, explained, followed, and taught."""

import re
import statistics
from itertools import pairwise

import pytest
from drawings import drawings
from lab import ask
from test_accessibility import TIGHT, violations
from test_apps import THEME
from test_drawing import Pad

CELL = "from dig2ai_helpers.interact import my_digit\napp = my_digit()\napp"
TOGGLE = "window.jupyterapp.commands.execute('application:toggle-left-area')"
LIKE_A_ONE = [[(0.36, 0.3), (0.5, 0.2), (0.5, 0.85)]]  # this 7 is taken for a 1
EMPTY = "Draw a digit, and see why it is read so."
# From the end of a stroke to the new picture on the screen, in milliseconds.
PEN = """picture => {
    window.lifts = [];
    let lifted = 0;
    addEventListener("pointerdown", () => { lifted = 0; }, true);
    addEventListener("pointerup", () => { lifted = performance.now(); }, true);
    new MutationObserver(() => {
        if (lifted) window.lifts.push(performance.now() - lifted);
        lifted = 0;
    }).observe(picture, { attributeFilter: ["aria-label"] });
}"""
# From a press of the button to the new picture.
STEP = """([button, picture]) => new Promise((resolve) => {
    const start = performance.now(), words = picture.ariaLabel;
    button.click();
    const look = () => picture.ariaLabel === words && performance.now() - start < 30_000
        ? requestAnimationFrame(look)
        : requestAnimationFrame(() => resolve(performance.now() - start));
    requestAnimationFrame(look);
})"""


class MyDigit(Pad):
    """The app in the page, as a reader meets it."""

    def __init__(self, page):
        super().__init__(page)
        self.caption = page.locator(".dig2ai-reading .dig2ai-caption").first
        self.verdict, self.maps, self.forward, self.back = (
            page.locator(".dig2ai-canvas").nth(number) for number in range(4)
        )
        self.canvas = self.verdict.get_by_role("img")

    def why(self):
        return self.maps.get_by_role("img").get_attribute("aria-label")

    def loss(self):
        words = self.canvas.get_attribute("aria-label")
        return float(re.search(r"The loss for the 7 is ([\d.]+)\.", words)[1])

    def say_seven(self):
        self.verdict.get_by_role("button", name=re.compile("^7, ")).click()
        self.says("but you say it is a 7 (")

    def forget(self):
        """Forget the steps, if there are any: without them, the button is not there."""
        if (button := self.page.get_by_role("button", name="forget the steps")).is_visible():
            button.click()
            button.wait_for(state="hidden")


@pytest.fixture(scope="module")
def opened(lab, page):
    lab.open(page, "my-digit.ipynb", [CELL])
    app = MyDigit(page)
    app.sheet.wait_for(timeout=20_000)
    app.sheet.scroll_into_view_if_needed()
    app.maps.get_by_role("img").evaluate(PEN)
    return app


@pytest.fixture
def app(opened):
    """The app with an empty sheet, and the weights as they were."""
    opened.forget()
    opened.press("Clear")
    opened.says(EMPTY)
    return opened


def test_a_drawn_seven_is_followed_through_the_network_and_back(app):
    assert app.forward.get_by_role("button").count() == 0
    app.draw(next(one for one in drawings() if one.label == 7).strokes)
    app.says("It reads a 7 (")
    app.forward.get_by_role("button").first.wait_for()
    words = app.forward.get_by_role("img").get_attribute("aria-label")
    assert words.startswith("784 numbers enter; in hidden layer 1, neuron ")
    words = app.back.get_by_role("img").get_attribute("aria-label")
    assert "by nudging the weight" in words and words.endswith("less than 10⁻⁹.")


def test_one_sentence_at_the_maps_says_why(app):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    words = "The ink at the top counts most towards the 1, that at the top left towards the 7: "
    words += "they cancel out."
    assert app.why().startswith(f"Why 1, and not 7? {words} The biases decide for the 1.")
    assert "Without hidden neurons: also a 1." in app.why()


def test_a_seven_that_is_taken_for_a_one_learns_to_be_a_seven(app):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    assert not app.page.get_by_role("button", name="one step", exact=True).is_visible()
    app.say_seven()
    losses = [app.loss()]
    for number in range(1, 5):
        app.press("one step")
        app.page.get_by_label(f"Step {number}: the loss went from").wait_for(timeout=5_000)
        losses.append(app.loss())
    assert all(after < before for before, after in pairwise(losses)), losses
    app.says("It reads a 7 (")
    app.forget()
    app.says("It reads a 1 (")


def test_a_number_that_is_pressed_is_explained_beside_it_and_nothing_moves(app):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    score = app.forward.get_by_role("button", name=re.compile("^score of 7 is"))
    score.click()
    note = app.forward.get_by_role("button", name="close the explanation")
    note.wait_for(timeout=5_000)
    picture = app.forward.get_by_role("img")
    place = score.bounding_box()["y"] - picture.bounding_box()["y"]
    number, words = score.bounding_box(), note.bounding_box()
    assert 0 <= words["y"] - number["y"] - number["height"] < 12
    app.forward.get_by_text("z2[7] = Σ a1[j]·W2[j,7]").wait_for(state="attached", timeout=5_000)
    app.says("It reads a 1 (")
    app.back.get_by_role("button", name=re.compile(", measured: ")).first.click()
    app.back.get_by_text("(L(w + h) − L(w − h)) / 2h").wait_for(state="attached", timeout=5_000)
    note.wait_for(state="hidden")
    assert score.bounding_box()["y"] - picture.bounding_box()["y"] == place


def test_a_pixel_is_pressed_where_it_is_and_walked_by_keys(app):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    grid = app.forward.get_by_role("button", name=re.compile("^pixel in row"))
    box = grid.bounding_box()
    at = {"x": 10.5 * box["width"] / 28, "y": 7.5 * box["height"] / 28}
    grid.click(position=at)
    said = app.forward.get_by_role("status")
    said.filter(has_text="28·7 + 10 = 206").wait_for(state="attached", timeout=5_000)
    app.page.keyboard.press("ArrowDown")
    said.filter(has_text="28·8 + 10 = 234").wait_for(state="attached", timeout=5_000)


def test_a_sample_brings_its_own_label(app):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    app.say_seven()
    app.page.get_by_role("radio", name="sample: a handwritten 4").check(force=True)
    app.says(re.compile("It reads a 4 .*, as you say"))


def test_all_of_it_works_by_keyboard_alone(app):
    keyboard = app.page.keyboard
    app.sheet.focus()
    for key in (" ", *["ArrowDown"] * 9, " "):
        keyboard.press(key)
    app.says("It reads a 1 (")
    row = app.verdict.get_by_role("button", name=re.compile("^0, "))
    row.focus()
    for _ in range(7):
        keyboard.press("ArrowDown")
    keyboard.press("Enter")
    app.says("but you say it is a 7 (")
    app.page.get_by_role("button", name="one step", exact=True).focus()
    keyboard.press("Enter")
    app.page.get_by_label("Step 1: the loss went from").wait_for(timeout=5_000)
    app.page.get_by_label("compare with").focus()
    keyboard.press("ArrowDown")
    app.page.get_by_label(re.compile("^Why 1, and not 0")).wait_for(timeout=5_000)


@pytest.mark.parametrize("theme", ["JupyterLab Dark", "JupyterLab Light"])
def test_axe_has_nothing_against_it(app, theme):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    app.page.evaluate(THEME, theme)
    app.page.set_viewport_size({"width": 1280, "height": 2_000})
    app.page.wait_for_timeout(500)
    found = violations(app.page)
    app.page.set_viewport_size({"width": 1280, "height": 900})
    assert found == []


def test_it_fits_from_narrow_to_wide_pages_without_scrolling_sideways(app):
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    app.page.evaluate(TOGGLE)
    found = {}
    for width in (390, 600, 760, 1000, 1600):
        app.page.set_viewport_size({"width": width, "height": 900})
        app.page.wait_for_timeout(900)
        scrolled = app.page.evaluate(
            "[...document.querySelectorAll('.dig2ai-view')]"
            ".filter((view) => view.scrollWidth > view.clientWidth + 1).length"
        )
        found[width] = scrolled, app.page.evaluate(TIGHT)
    app.page.set_viewport_size({"width": 1280, "height": 900})
    app.page.evaluate(TOGGLE)
    assert found == dict.fromkeys(found, (0, []))


def test_it_keeps_up_with_the_pen_and_steps_at_once(app):
    """On a quiet machine the medians are far below these bounds."""
    app.page.evaluate("window.lifts.length = 0")
    for _ in range(8):
        app.draw(LIKE_A_ONE)
        app.says("It reads a 1 (")
        app.page.wait_for_timeout(150)
        app.press("Clear")
        app.says(EMPTY)
    lifts = app.page.evaluate("window.lifts")
    app.draw(LIKE_A_ONE)
    app.says("It reads a 1 (")
    app.say_seven()
    button = app.page.get_by_role("button", name="one step", exact=True).element_handle()
    picture = app.canvas.element_handle()
    steps = [app.page.evaluate(STEP, [button, picture]) for _ in range(6)]
    kernel = float(ask(app.page, "import time\nstart = time.perf_counter()\n"
                       "for _ in range(10): app.set(label=7)\n"
                       "print((time.perf_counter() - start) / 10)"))  # fmt: skip
    print(f"pen to picture {statistics.median(lifts):.0f} ms, step {statistics.median(steps):.0f} "
          f"ms, in the kernel {1000 * kernel:.1f} ms")  # fmt: skip
    assert len(lifts) >= 8 and statistics.median(lifts) < 250 and statistics.median(steps) < 400


def test_no_error_was_written_to_the_console(opened):
    assert [error for error in opened.page.errors if "removeChild" not in error] == []
