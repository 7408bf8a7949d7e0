"""What happens to the apps that train, all of them training at once: the kernel is restarted, all
cells are run anew, the page is closed and opened again, or shown in a second tab."""

import json

import pytest
from every_app import SCRIPT, Mouse, call
from lab import READY, RUN_ALL, ask
from test_apps import SETUP
from test_playground import SAVE

# title: a cell that shows an app with much to do, and its buttons to start and to stop
APPS = {
    "Playground": (
        "pg = playground(digits)\npg.set(epochs=400, neurons=512, batch_size=1)\npg",
        "play", "pause",
    ),
    "Ten countries": ("countries(digits)", "play", "pause"),
    "Teach it your handwriting": (
        "app = learn_from_me(digits=digits, file='training.json')\n"
        "app.set(whose='made up', steps=500)\napp",
        "train", "stop",
    ),
    "A class's gallery": (
        "gallery = class_gallery()\ngallery.set(splits=50)\ngallery", "train both ways", "stop",
    ),
}  # fmt: skip
CELLS = [f"{SETUP}\nfrom dig2ai_helpers.interact import *", *(cell for cell, *_ in APPS.values())]
RESTART = "() => { window.jupyterapp.commands.execute('kernelmenu:restart'); }"
RESTART_AND_RUN = """async () =>
    await window.jupyterapp.commands.execute("runmenu:restart-and-run-all")"""
TASKS = """import asyncio
print(sum("_go_on" in repr(task) for task in asyncio.all_tasks(pg.live._loop)))"""
LOST = "document.querySelectorAll('.dig2ai-lost').length"


def button(title, name):
    """An expression: a button that can be pressed now."""
    return f"window.apps.button({json.dumps(title)}, {json.dumps(name)})"


def wait_until_alive(tab):
    """Wait until each app shows a picture and a button to start or to stop, and none is lost."""
    tab.evaluate(SCRIPT)
    for title, (_, start, stop) in APPS.items():
        tab.wait_for(f"window.apps.words({json.dumps(title)})", 60)
        tab.wait_for(f"{button(title, start)} || {button(title, stop)}", 20)
    tab.wait_for(f"{LOST} === 0", 20)


def start(tab, title):
    """Start an app that is not under way."""
    _, go, stop = APPS[title]
    tab.evaluate(f"{button(title, go)}?.click()")
    tab.wait_for(button(title, stop), 20)


def start_all(tab):
    """Start those that are not under way, and see each picture change by itself."""
    for title in APPS:
        start(tab, title)
    for title, (_, go, _) in APPS.items():
        follows = f"window.apps.follows({json.dumps(title)})"
        call(tab, "note", title)
        tab.wait_for(f"{follows} || {button(title, go)}", 60)
        if not tab.page.evaluate(f"Boolean({follows})"):  # it was under way, and came to its end
            start(tab, title)
            call(tab, "note", title)
            tab.wait_for(follows, 60)


def stop_all(tab):
    """Stop those that are under way; then each can be started again."""
    for title, (_, start, stop) in APPS.items():
        tab.evaluate(f"{button(title, stop)}?.click()")
        tab.wait_for(button(title, start), 20)


@pytest.fixture(scope="module")
def opened(lab, page):
    lab.open(page, "training.ipynb", CELLS)
    return Mouse(page)


@pytest.fixture
def tab(opened):
    """The page with all apps training."""
    wait_until_alive(opened)
    start_all(opened)
    return opened


def test_a_restarted_kernel_is_told_by_each_and_a_run_of_all_brings_them_back(tab):
    tab.evaluate(RESTART)
    tab.wait_for(f"{LOST} === {len(APPS)}", 20)
    assert [words for words in call(tab, "alerts") if "run the cells above" not in words] == []
    tab.wait_for(f"({READY})()", 60)
    tab.evaluate(f"({RUN_ALL})()")
    wait_until_alive(tab)
    start_all(tab)


def test_restart_and_run_all_leaves_them_ready_to_start(tab):
    ask(tab.page, "before = True")
    tab.evaluate(f"({RESTART_AND_RUN})()")
    wait_until_alive(tab)
    assert ask(tab.page, "print('before' in globals())").strip() == "False"
    start_all(tab)


def test_a_page_that_is_opened_again_shows_the_same_trainings_and_stops_them(tab, lab):
    tab.evaluate(f"({SAVE})()")
    tab.page.goto(f"{lab.url}/tree/training.ipynb?token={lab.token}")
    wait_until_alive(tab)
    stop_all(tab)
    start_all(tab)


def test_a_second_tab_shows_and_stops_what_the_first_started(tab, lab, browser):
    tab.evaluate(f"({SAVE})()")
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    try:
        page.goto(f"{lab.url}/workspaces/second/tree/training.ipynb?token={lab.token}")
        other = Mouse(page)
        wait_until_alive(other)
        stop_all(other)
        for title, (_, start, _) in APPS.items():
            tab.wait_for(button(title, start), 20)
            assert call(tab, "words", title) == call(other, "words", title)
        start_all(tab)
    finally:
        page.close()


def test_nothing_goes_on_in_secret(tab):
    """Only the apps that are shown are training."""
    stop_all(tab)
    assert ask(tab.page, TASKS).strip() == "0"
    assert call(tab, "alerts") == []
