"""When the kernel is restarted or stopped, an app says so instead of playing dead."""

import pytest
from lab import READY
from test_apps import SETUP

CELLS = [f"{SETUP}\nfrom dig2ai_helpers.interact import descent, drawing_pad, my_digit",
         "descent(digits)", "drawing_pad()", "my_digit()"]  # fmt: skip
GONE = {
    "restart": "() => { window.jupyterapp.commands.execute('kernelmenu:restart'); }",
    "shutdown": """() => {
        window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown();
    }""",
}
# How opaque buttons, sheets and pictures are, each once.
OPAQUE = """[...new Set([...document.querySelectorAll(
    "[class^=dig2ai-] :is(button, canvas)")].filter((one) => one.checkVisibility()).map((one) => {
    let share = 1;
    for (let part = one; part; part = part.parentElement) {
        const { display, opacity } = getComputedStyle(part);
        if (display !== "contents") share *= opacity;
    }
    return Math.round(100 * share);
}))]"""


@pytest.mark.parametrize("way", GONE)
def test_controls_grey_out_and_say_what_to_do(lab, page, way):
    lab.open(page, f"lost-{way}.ipynb", CELLS)
    slider = page.get_by_role("slider", name="learning rate").first
    slider.wait_for(timeout=20_000)
    page.get_by_role("group", name="Drawing pad").wait_for(timeout=20_000)
    page.get_by_role("group", name="Your own digit").wait_for(timeout=20_000)
    page.errors.clear()
    page.evaluate(GONE[way])
    page.wait_for_function("document.querySelectorAll('.dig2ai-lost').length === 3")
    notes = page.get_by_role("alert").filter(has_text="run the cells above and this one")
    assert notes.count() == 3
    assert page.evaluate(OPAQUE) == [45]
    assert not slider.is_visible() or slider.evaluate("one => !!one.closest('[inert]')")
    page.set_viewport_size({"width": 500, "height": 800})  # nothing is sent for that, either
    page.wait_for_timeout(1_000)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert [error for error in page.errors if "Cannot send" in error] == []
    if way == "restart":
        page.wait_for_function(READY, timeout=60_000)
        page.evaluate("() => window.jupyterapp.commands.execute('notebook:run-all-cells')")
        page.get_by_role("slider", name="learning rate").first.wait_for(timeout=20_000)
        assert page.locator(".dig2ai-lost, .dig2ai-widget[inert]").count() == 0


def test_a_hidden_output_shows_no_raw_picture(lab, page):
    """JupyterLab shows the first line of the HTML beside its three dots."""
    lab.open(page, "hidden.ipynb", CELLS[:2])
    page.get_by_role("slider", name="learning rate").first.wait_for(timeout=20_000)
    page.evaluate("() => window.jupyterapp.commands.execute('notebook:hide-all-cell-outputs')")
    hidden = page.locator(".jp-OutputPlaceholder, .jp-Placeholder").last
    hidden.wait_for()
    assert "<" not in hidden.inner_text() and "base64" not in hidden.inner_text()
