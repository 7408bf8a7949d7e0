"""The pad of the site's start page, in a real browser: alive at once, and what it computes."""

import base64
import json
import math

import numpy as np
import pytest

from dig2ai_helpers import load_network
from dig2ai_helpers.digits.handwriting import strokes_as_mnist

SEVEN = [(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]
FIRST_READING = 1000  # milliseconds after the page was asked for
BARS = """() => [...document.querySelectorAll(".front-bars li")].map(
    (row) => parseFloat(row.querySelector(".front-bar").style.width) / 100)"""
SEEN = """() => {
    const canvas = document.querySelector("figure canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, 28, 28);
    return [...data].filter((_, i) => i % 4 === 0);
}"""
# Draws as soon as there is a sheet, and notes when the sentence first speaks of a reading.
FIRST = """() => {
    const stroke = [[0.3, 0.2], [0.7, 0.2], [0.45, 0.8]];
    let drawn = false;
    new MutationObserver(() => {
        const canvas = document.querySelector(".dig2ai-paper canvas");
        const words = document.querySelector(".front-words")?.textContent ?? "";
        if (canvas && !drawn) {
            drawn = true;
            globalThis.sheetThere = performance.now();
            canvas.setPointerCapture = () => {}; // there is no such pointer
            const box = canvas.getBoundingClientRect();
            for (const [i, [x, y]] of [...stroke, stroke[2]].entries()) {
                const type = ["pointerdown", "pointermove", "pointermove", "pointerup"][i];
                const [clientX, clientY] = [box.left + x * box.width, box.top + y * box.height];
                canvas.dispatchEvent(new PointerEvent(type, { pointerId: 1, clientX, clientY }));
            }
        }
        if (words.startsWith("It reads a 7")) globalThis.firstReading ??= performance.now();
    }).observe(document, { childList: true, subtree: true, characterData: true });
}"""


def draw(page, *strokes):
    """Draw strokes, points from 0 to 1, with a mouse."""
    box = page.locator(".dig2ai-paper canvas").bounding_box()
    for stroke in strokes:
        points = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*points[0])
        page.mouse.down()
        for point in points[1:]:
            page.mouse.move(*point, steps=8)
        page.mouse.up()


def words(page):
    return page.locator(".front-words").text_content()


@pytest.fixture
def still(visit):
    """Return a function that opens the start page without the pad's own demonstration."""

    def see(**options):
        page = visit("index.html", reduced_motion="reduce", **options)
        page.locator(".front-words", has_text="It reads while").wait_for()
        return page

    return see


@pytest.mark.parametrize(("width", "theme"), [(1280, "light"), (390, "dark")])
def test_a_digit_is_drawn_and_read(still, width, theme):
    page = still(width=width, theme=theme)
    draw(page, SEVEN)
    assert words(page) == "It reads a 7 (> 99 %)."
    assert page.locator(".front-best").text_content() == "7> 99 %"
    page.get_by_role("button", name="Clear").click()
    assert words(page).startswith("It reads while")
    assert max(page.evaluate(BARS)) == 0


def test_the_pad_reads_from_a_folder_too(visit, site_folder):
    page = visit("index.html", base=site_folder.as_uri(), reduced_motion="reduce")
    page.locator(".front-words", has_text="It reads while").wait_for()
    draw(page, SEVEN)
    assert words(page).startswith("It reads a 7")


def test_what_is_shown_is_what_the_package_computes(still):
    page = still()
    page.evaluate(
        """() => {
            globalThis.points = [];
            const canvas = document.querySelector(".dig2ai-paper canvas");
            const box = canvas.getBoundingClientRect();
            const note = ({ clientX, clientY }) => points.push(
                [(clientX - box.left) / box.width, (clientY - box.top) / box.height]);
            canvas.addEventListener("pointerdown", note);
            canvas.addEventListener("pointermove", (event) => {
                if (event.buttons) for (const part of event.getCoalescedEvents()) note(part);
            });
        }"""
    )
    draw(page, [(0.3, 0.3), (0.5, 0.15), (0.7, 0.35), (0.3, 0.8), (0.72, 0.8)])
    stroke = np.array(page.evaluate("points"), np.float32)
    image = strokes_as_mnist([stroke])
    assert np.abs(np.array(page.evaluate(SEEN)) - 255 * image).max() <= 0.5 + 1e-3
    probabilities = load_network("784-128-10").forward(image[None, :])[0]
    assert np.abs(np.array(page.evaluate(BARS)) - probabilities).max() < 1e-4


def test_the_keyboard_draws_undoes_and_clears_and_leaves(still):
    page = still()
    page.locator(".dig2ai-paper canvas").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Space")
    for _ in range(8):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    page.wait_for_function("document.querySelector('.front-words').textContent.includes('a 1 ')")
    page.keyboard.press("Backspace")
    assert words(page).startswith("It reads while")
    page.keyboard.press("Space")
    page.keyboard.press("Delete")
    assert words(page).startswith("It reads while")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Undo"


def test_a_screen_reader_is_told_once_the_drawing_has_come_to_rest(still):
    page = still()
    status = page.locator(".front-reading [role=status]")
    draw(page, SEVEN)
    assert status.text_content() == ""
    page.wait_for_timeout(900)
    assert status.text_content() == "It reads a 7 (> 99 %)."


def test_the_pad_writes_one_digit_by_itself_and_then_invites(visit):
    page = visit("index.html")
    page.get_by_text("It reads a 3").wait_for()
    page.get_by_text("now you: draw a digit").wait_for()
    assert words(page).startswith("It reads while")


def test_whoever_draws_has_the_sheet_at_once(visit):
    page = visit("index.html")
    page.wait_for_function("document.querySelector('.front-words').textContent.includes('reads')")
    draw(page, SEVEN)
    assert words(page) == "It reads a 7 (> 99 %)."
    page.wait_for_timeout(300)
    assert words(page) == "It reads a 7 (> 99 %)."


def test_the_first_stroke_is_read_within_a_second(browser, address):
    """Of at most eight tries: what it takes is of interest, not what else this machine does."""
    times = [(math.inf, math.inf)]
    while min(times)[0] >= FIRST_READING and len(times) <= 8:
        context = browser.new_context(reduced_motion="reduce")
        page = context.new_page()
        page.add_init_script(f"({FIRST})()")
        page.goto(f"{address}/index.html")
        page.wait_for_function("globalThis.firstReading !== undefined")
        times.append(tuple(page.evaluate("[firstReading, sheetThere]")))
        context.close()
    first, sheet = min(times)
    print(f"\nthe sheet was there after {sheet:.0f} ms, the first stroke read after {first:.0f} ms")
    assert first < FIRST_READING


def test_without_scripts_there_is_a_still_picture(visit):
    page = visit("index.html", java_script_enabled=False)
    picture = page.locator(".front noscript img, .front img").first
    assert picture.get_attribute("alt").startswith("Drawing pad")
    assert picture.bounding_box()["width"] > 300


def test_a_network_that_does_not_arrive_is_told(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.route("**/front-network.js*", lambda route: route.abort())
    page.goto(f"{address}/index.html")
    page.get_by_text("could not be loaded").wait_for()
    draw(page, SEVEN)
    assert "could not be loaded" in words(page)
    context.close()


def test_the_weights_in_the_page_are_those_of_the_package(site_folder):
    script = (site_folder / "_static" / "front-network.js").read_text(encoding="utf-8")
    data = base64.b64decode(json.loads(script.removeprefix("dig2aiNetwork(").rstrip(";\n)")))
    weights = np.frombuffer(data[: 2 * 784 * 128], "<f2").reshape(784, 128)
    assert (weights.astype("float32") == load_network("784-128-10").weights[0]).all()
