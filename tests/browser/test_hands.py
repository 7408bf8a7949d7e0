"""Apps are used in the picture itself, by mouse, finger and keyboard; and how it fits."""

import re

import pytest
from test_accessibility import TIGHT
from test_apps import APPS, SETUP, app, wait_for_other_words

TITLES = {cell: title for cell, (title, *_) in APPS.items()}
TITLES["name_the_digit(network, digits.test)"] = "Name the digit"


@pytest.fixture(scope="module")
def apps(lab, page):
    """A notebook with each app in a cell of its own."""
    names = ", ".join(cell.partition("(")[0] for cell in TITLES)
    setup = f"{SETUP}\nfrom dig2ai_helpers.interact import {names}"
    lab.open(page, "hands.ipynb", [setup, *TITLES])
    for title in TITLES.values():
        page.get_by_role("group", name=title).wait_for(timeout=20_000)
    return page


def middle(box, x=0.5, y=0.5):
    return box["x"] + x * box["width"], box["y"] + y * box["height"]


def test_a_score_is_dragged_by_the_mouse_and_moved_by_keys(apps):
    part, canvas = app(apps, "Scores and temperature")
    score = part.get_by_role("slider", name="score of class 1")
    words, box = canvas.get_attribute("aria-label"), score.bounding_box()
    apps.mouse.move(*middle(box, 0.6))
    apps.mouse.down()
    for x in (0.65, 0.7, 0.8, 0.9):
        apps.mouse.move(*middle(box, x))
    wait_for_other_words(apps, canvas, words)
    apps.mouse.up()
    canvas.and_(apps.get_by_label(re.compile("scores 2.0, 4.0, "))).wait_for()
    assert score.get_attribute("aria-valuetext") == "4.0"
    score.press("ArrowRight")
    canvas.and_(apps.get_by_label(re.compile("scores 2.0, 4.1, "))).wait_for()


def test_a_template_is_painted_on_by_mouse_and_by_keys_and_cleaned(apps):
    part, canvas = app(apps, "One neuron")
    clean = canvas.get_attribute("aria-label")
    template = part.get_by_role("button", name="the template, to paint on")
    box = template.bounding_box()
    apps.mouse.move(*middle(box, 0.1, 0.1))
    apps.mouse.down()
    apps.mouse.move(*middle(box, 0.5, 0.5), steps=4)
    apps.mouse.up()
    canvas.and_(apps.get_by_label(re.compile("painted on by you"))).wait_for()
    apps.wait_for_timeout(600)
    by_mouse = canvas.get_attribute("aria-label")
    template.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowLeft", "Space"):
        apps.keyboard.press(key)
    wait_for_other_words(apps, canvas, by_mouse)
    part.get_by_role("button", name="take my paint away").click()
    canvas.and_(apps.get_by_label(clean, exact=True)).wait_for()


def test_the_mouse_leads_from_pixel_to_pixel_and_so_do_the_keys(apps):
    part, canvas = app(apps, "Pixels are numbers")
    image = part.get_by_role("button", name="the image, 28 by 28 pixels")
    box = image.bounding_box()
    apps.mouse.move(*middle(box, 12.5 / 28, 8.5 / 28), steps=6)
    canvas.and_(apps.get_by_label(re.compile("^Row 8, column 12 "))).wait_for()
    image.focus()
    apps.keyboard.press("ArrowDown")
    apps.keyboard.press("ArrowRight")
    canvas.and_(apps.get_by_label(re.compile("^Row 9, column 13 "))).wait_for()
    row = part.get_by_role("slider", name="index in the row")
    assert row.get_attribute("aria-valuetext") == f"{9 * 28 + 13}"
    row.press("ArrowRight")
    canvas.and_(apps.get_by_label(re.compile("^Row 9, column 14 "))).wait_for()


def test_the_start_of_the_descent_is_dragged(apps):
    part, canvas = app(apps, "Descent")
    start = part.get_by_role("slider", name="start")
    apps.mouse.click(*middle(start.bounding_box(), 0.999))
    canvas.and_(apps.get_by_label(re.compile(r"from \+1.9"))).wait_for()


def test_a_digit_and_a_network_are_pressed(apps):
    part, canvas = app(apps, "A browser of predictions")
    digit = part.get_by_role("button", name=re.compile("show all ten")).nth(7)
    name = digit.get_attribute("aria-label").partition(":")[0]
    digit.press("Enter")
    canvas.and_(apps.get_by_label(re.compile(f"Pressed: {name}"))).wait_for()
    part, canvas = app(apps, "A committee of networks")
    part.get_by_role("button", name=re.compile("^untrained, .*leave it out")).click()
    canvas.and_(apps.get_by_label(re.compile("^One network alone"))).wait_for()


def test_ten_digits_are_named_by_keys_and_then_compared(apps):
    part, canvas = app(apps, "Name the digit")
    four = part.get_by_role("button", name="4", exact=True)
    for place in range(10):
        canvas.and_(apps.get_by_label(re.compile(f"^Digit {place + 1} of 10"))).wait_for()
        four.press("Enter")
    canvas.and_(apps.get_by_label(re.compile("out of 10, the network"))).wait_for()
    assert four.get_attribute("aria-disabled") == "true"
    part.get_by_role("button", name="one back").press("Enter")
    canvas.and_(apps.get_by_label(re.compile("^Digit 10 of 10"))).wait_for()


def test_paging_says_where_it_ends_and_keeps_the_focus(apps):
    part, canvas = app(apps, "A browser of predictions")
    back, on = (part.get_by_role("button", name=f"{way} page") for way in ("previous", "next"))
    assert back.get_attribute("aria-disabled") == "true"
    words = canvas.get_attribute("aria-label")
    on.press("Enter")
    wait_for_other_words(apps, canvas, words)
    assert back.get_attribute("aria-disabled") == "false"
    back.press("Enter")
    canvas.and_(apps.get_by_label(words, exact=True)).wait_for()
    assert back.evaluate("button => button === document.activeElement")


# In JupyterLab a window of 390 pixels leaves 274 for an app, and one of 482 leaves 366.
@pytest.mark.parametrize("width", [390, 436, 482])
def test_nothing_is_cut_where_there_is_little_room(apps, width):
    apps.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    apps.set_viewport_size({"width": width, "height": 844})
    apps.wait_for_function(NARROW, timeout=10_000)
    apps.wait_for_timeout(500)
    found = apps.evaluate(TIGHT) + apps.evaluate(CUT)
    apps.set_viewport_size({"width": 1280, "height": 900})
    apps.wait_for_function(f"() => !({NARROW})()", timeout=10_000)
    assert found == []


@pytest.mark.parametrize("width", [390, 1280])
def test_every_place_is_large_enough_for_a_finger(apps, width):
    apps.set_viewport_size({"width": width, "height": 844})
    apps.wait_for_timeout(1_000)
    small = apps.evaluate(SMALL)
    apps.set_viewport_size({"width": 1280, "height": 900})
    assert small == []


# All pictures have taken the shape for little room.
NARROW = """() => [...document.querySelectorAll(".dig2ai-canvas canvas")]
    .every((one) => parseFloat(one.style.aspectRatio) <= 340)"""
# A picture that is wider than the room for it, or words in it that reach over its edge.
CUT = """() => [...document.querySelectorAll(".dig2ai-view")]
    .filter((one) => one.scrollWidth > one.clientWidth + 1)
    .map((one) => `${one.parentElement.innerText.slice(0, 40)}: wider than the page`)"""
SMALL = """() => [...document.querySelectorAll(".dig2ai-widget :is(button, input, select)")]
    .filter((one) => one.checkVisibility())
    .filter((one) => Math.min(one.offsetWidth, one.offsetHeight) < 23.5)
    .map((one) => `${one.ariaLabel ?? one.textContent}: ${one.offsetWidth} ${one.offsetHeight}`)"""


def test_no_error_was_written_to_the_console(apps):
    assert apps.errors == []
