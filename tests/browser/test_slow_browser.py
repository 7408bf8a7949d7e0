"""In a browser so busy that anywidget gives its widgets up, the apps work all the same."""

from lab import END
from test_apps import SETUP

# anywidget gives a widget two seconds; here they are over before any widget has begun.
HURRY = """
const own = AbortSignal.timeout.bind(AbortSignal);
AbortSignal.timeout = (time) => own(time === 2000 ? 0 : time);"""
CELLS = [f"{SETUP}\nfrom dig2ai_helpers.interact import descent", "descent(digits)"]
SAYS = "words => document.querySelector('.dig2ai-canvas canvas')?.ariaLabel?.includes(words)"


def test_an_app_that_begins_late_is_shown_and_follows_its_slider(lab, browser):
    page = browser.new_page()
    page.add_init_script(HURRY)
    lab.open(page, "slow.ipynb", CELLS)
    page.wait_for_function(SAYS, arg="learning rate 0.1 ", timeout=30_000)
    page.get_by_role("slider", name="learning rate").press("Home")
    page.wait_for_function(SAYS, arg="learning rate 0.001 ", timeout=10_000)
    page.evaluate(END)
    page.close()
