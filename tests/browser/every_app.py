"""Every app, what a hand does in it, and hands for it: a mouse, a finger, keys.

A tab is a page in any browser: `evaluate`, `wait_for`, `drag`, `press`, as in bidi.py.
"""

import itertools
import json
import time

from test_apps import SETUP

# cell: the app's title; a control and the key pressed on it; a control (or several words of its
# name), and where a hand goes in it, as parts of its width and height: one place is pressed
APPS = {
    "pixels(digits)": (
        "Pixels are numbers", "training image", "ArrowRight", "the image, 28", [(0.45, 0.3)],
    ),
    "neuron(digits)": (
        "One neuron", "new image", "ArrowRight",
        "the template, to paint on", [(0.1, 0.1), (0.3, 0.4), (0.5, 0.5)],
    ),
    "temperature(digits)": (
        "Scores and temperature", "temperature T", "ArrowRight",
        "score of class 1", [(0.6, 0.5), (0.75, 0.5), (0.9, 0.5)],
    ),
    "tiny_network('slopes')": (
        "The 2-2-2 network", "weight W1[0,0]", "ArrowRight", "z1[0]: its formula", [(0.5, 0.5)],
    ),
    "descent(digits)": (
        "Descent", "learning rate", "ArrowRight", "start", [(0.5, 0.5), (0.8, 0.5), (0.99, 0.5)],
    ),
    "predictions(network, digits)": (
        "A browser of predictions", "true digit", "ArrowDown", "next page", [(0.5, 0.5)],
    ),
    "committee(networks, digits)": (
        "A committee of networks", "show", "ArrowDown", "untrained,", [(0.5, 0.5)],
    ),
    "name_the_digit(network, digits.test)": (
        "Name the digit", "4", "Enter", "5", [(0.5, 0.5)],
    ),
    "countries(digits)": ("Ten countries", "seed", "ArrowRight", "one epoch", [(0.5, 0.5)]),
    "layers(network, digits)": ("Layers", "layer", "ArrowDown", "the plane:", [(0.4, 0.6)]),
    "app = class_gallery()\napp.set(splits=1)\napp": (
        "A class's gallery", "show the digit", "ArrowDown", "train both ways", [(0.5, 0.5)],
    ),
    "learn_from_me(digits=digits, file='hands.json')": (
        "Teach it your handwriting", "drawings by", "ArrowDown",
        "sheet to draw", [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)],
    ),
    "drawing_pad(file='hands.json')": (
        "Drawing pad", "sample: a handwritten 7", "Space",
        "sheet to draw", [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)],
    ),
    "my_digit()": (
        "Your own digit", "sample: a handwritten 7", "Space",
        "sheet to draw", [(0.5, 0.2), (0.5, 0.5), (0.5, 0.8)],
    ),
    "bet('06-1', 'How many will it be?', ('few', 'many'))": (
        "Bet 06-1", "few", "ArrowRight", "many", [(0.5, 0.5), (0.7, 0.5), (0.9, 0.5)],
    ),
    "playground(digits)": (
        "Playground", "hidden neurons", "ArrowRight", "play", [(0.5, 0.5)],
    ),
}  # fmt: skip
CELLS = [f"{SETUP}\nfrom dig2ai_helpers.interact import *", *APPS]

# What a page needs for it, as `window.apps`.
SCRIPT = """window.apps = {
    part(title) {
        return [...document.querySelectorAll(".jp-OutputArea-output")].find((one) =>
            one.querySelector(`[role="group"][aria-label="${title}"]`));
    },
    control(title, words) {
        const name = (one) => one.ariaLabel ?? one.labels?.[0]?.firstChild.textContent
            ?? one.textContent;
        const all = this.part(title)?.querySelectorAll("button, input, select, [role=application]");
        const seen = [...all ?? []].filter((one) => one.checkVisibility());
        return seen.find((one) => name(one).trim() === words)
            ?? seen.find((one) => name(one).includes(words));
    },
    // A button that can be pressed now.
    button(title, name) {
        const one = this.control(title, name);
        const works = one?.textContent === name && one.ariaDisabled !== "true";
        return works && !one.closest("[inert]") ? one : null;
    },
    // All that the pictures of an app say; nothing before they are there.
    words(title) {
        const pictures = [...this.part(title)?.querySelectorAll("canvas[role=img]") ?? []];
        return pictures.every((one) => one.ariaLabel && one.width > 1) &&
            pictures.map((one) => one.ariaLabel).join(" ");
    },
    pixels(title) {
        const pictures = [...this.part(title).querySelectorAll("canvas[role=img]")];
        return pictures.map((one) => one.toDataURL()).join(" ");
    },
    // Where a control is, once it is in the middle of the window.
    place(title, words) {
        const one = this.control(title, words);
        one.scrollIntoView({ block: "center" });
        const { left, top, width, height } = one.getBoundingClientRect();
        return [left, top, width, height];
    },
    focus(title, words) {
        this.place(title, words);
        this.control(title, words).focus({ preventScroll: true });
    },
    // The words and pixels before, so that one sees whether they become others.
    note(title) { this.noted = [this.words(title), this.pixels(title)]; },
    follows(title) {
        return this.words(title) && this.words(title) !== this.noted[0] &&
            this.pixels(title) !== this.noted[1];
    },
    alerts() {
        const all = document.querySelectorAll(".jp-OutputArea-output [role=alert]");
        return [...all].map((one) => one.textContent).filter((words) => words);
    },
}"""


def call(tab, name, *words):
    """Call one of the page's functions above."""
    return tab.evaluate(f"window.apps.{name}({', '.join(map(json.dumps, words))})")


def wait_until_there(tab):
    """Wait until every app shows its pictures."""
    tab.evaluate(SCRIPT)
    for title, *_ in APPS.values():
        tab.wait_for(f"window.apps.words({json.dumps(title)})", 60)


def moves_by_key(tab, app):
    """Press an app's key on its control: words and pixels of the picture follow."""
    title, control, key, *_ = app
    call(tab, "focus", title, control)
    call(tab, "note", title)
    tab.press(key)
    tab.wait_for(f"window.apps.follows({json.dumps(title)})", 10)


def moves_by_hand(tab, app):
    """Press or drag another control: words and pixels of the picture follow."""
    title, _, _, control, way = app
    call(tab, "note", title)
    left, top, width, height = call(tab, "place", title, control)
    tab.drag(*((round(left + x * width), round(top + y * height)) for x, y in way))
    tab.wait_for(f"window.apps.follows({json.dumps(title)})", 10)


class Mouse:
    """A page of Playwright's as a tab, with a mouse."""

    def __init__(self, page):
        self.page = page
        self.evaluate = page.evaluate

    def wait_for(self, expression, seconds):
        """Wait until an expression is true."""
        self.page.wait_for_function(f"Boolean({expression})", timeout=1000 * seconds)

    def drag(self, *places):
        """Press the mouse at the first place, and draw it along the others."""
        self.page.mouse.move(*places[0])
        self.page.mouse.down()
        for place in places[1:]:
            self.page.mouse.move(*place, steps=4)
        self.page.mouse.up()

    def press(self, key):
        """Press a key."""
        self.page.keyboard.press(key)


class Finger(Mouse):
    """The same with a finger."""

    def __init__(self, page):
        super().__init__(page)
        self._session = page.context.new_cdp_session(page)

    def drag(self, *places):
        """Put the finger down at the first place, and draw it along the others."""
        if len(places) == 1:
            self.page.touchscreen.tap(*places[0])
            return
        for kind, between in (("touchStart", places[:1]), ("touchMove", steps(places))):
            for x, y in between:
                self._touch(kind, [{"x": x, "y": y}])
        self._touch("touchEnd", [])

    def _touch(self, kind, points):
        self._session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})
        time.sleep(0.016)  # a finger's events come once a frame


def steps(places, each=5):
    """Return places along a way, so many between two."""
    for (x0, y0), (x1, y1) in itertools.pairwise(places):
        for k in range(1, each + 1):
            yield x0 + (x1 - x0) * k / each, y0 + (y1 - y0) * k / each
