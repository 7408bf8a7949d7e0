"""Every app by finger, in a window as narrow as a phone's."""

import json

import pytest
from every_app import APPS, CELLS, Finger, call, moves_by_hand, wait_until_there

# The sheet of the notebook that scrolls, and by how much it could do so sideways.
SCROLLER = "document.querySelector('.jp-WindowedPanel-outer')"
SIDEWAYS = f"""[document.scrollingElement, {SCROLLER}].map(
    (one) => one.scrollWidth - one.clientWidth)"""


@pytest.fixture(scope="module")
def tab(lab, browser):
    page = browser.new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    page.errors = []
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.on("console", lambda it: page.errors.append(it.text) if it.type == "error" else None)
    lab.open(page, "touch.ipynb", CELLS)
    page.evaluate("() => window.jupyterapp.shell.collapseLeft()")
    tab = Finger(page)
    wait_until_there(tab)
    page.wait_for_timeout(1_000)  # for the kernel's pictures for little room
    yield tab
    page.evaluate(
        "async () => await window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()"
    )
    page.close()


@pytest.mark.parametrize("app", APPS.values(), ids=lambda app: app[0])
def test_the_picture_follows_a_finger(tab, app):
    moves_by_hand(tab, app)


def scrolled(tab):
    return tab.evaluate(f"{SCROLLER}.scrollTop")


def swipe(tab, title, control, dx, dy):
    """Draw a finger from a control's middle, and give back how far the page has scrolled."""
    left, top, width, height = call(tab, "place", title, control)
    x, y = round(left + width / 2), round(top + height / 2)
    before = scrolled(tab)
    tab.drag((x, y), (x + dx, y + dy))
    tab.page.wait_for_timeout(300)
    return scrolled(tab) - before


def test_a_finger_scrolls_the_page_up_and_down_and_never_sideways(tab):
    """On the sheet it draws; on a slider it scrolls, unless it moves the slider."""
    assert tab.evaluate(SIDEWAYS) == [0, 0]
    assert swipe(tab, "Drawing pad", "sheet to draw", 20, -80) == 0
    value = f"window.apps.control('Descent', {json.dumps('start')}).value"
    assert swipe(tab, "Descent", "start", 10, -120) > 50
    before = tab.evaluate(value)
    assert swipe(tab, "Descent", "start", -60, 0) == 0
    assert tab.evaluate(value) != before
    assert tab.evaluate(f"{SCROLLER}.scrollLeft") == 0


def test_a_finger_on_a_number_chooses_it_and_leaves_it_as_it_is(tab):
    title, number = "The 2-2-2 network", "b1[0]"
    value = f"window.apps.control({json.dumps(title)}, {json.dumps(number)}).value"
    left, top, width, height = call(tab, "place", title, number)
    before = tab.evaluate(value)
    for x in (0.1, 0.9):
        tab.drag((round(left + x * width), round(top + height / 2)))
        tab.page.wait_for_timeout(300)
        assert tab.evaluate(value) == before


def test_nothing_went_wrong(tab):
    assert call(tab, "alerts") == []
    assert tab.page.errors == []
