"""Whatever the page sends, in whatever order: the app stays usable, and an error is shown in it."""

import json

import numpy as np
import pytest

pytest.importorskip("hypothesis", reason="fuzzing needs requirements-dev.txt")
pytest.importorskip("anywidget")

from fuzzing import tries
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from ipywidgets import CallbackDispatcher
from traitlets import TraitError

from dig2ai_helpers import Digits, Network, interact, load_digits
from dig2ai_helpers.interact.sheet.drawing_sheet import pack
from dig2ai_helpers.interact.toolkit.canvas import Canvas
from dig2ai_helpers.interact.toolkit.controls import Controls

JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-3, 99), st.sampled_from((2**63, 10**30)),
        st.floats(), st.text(max_size=4),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=5,
)  # fmt: skip
WORDS = (
    "press", "moved", "alive", "keep", "sample", "delete", "undo", "name", "rename", "show",
    "restore", "judge",
)  # fmt: skip
MESSAGES = st.one_of(JSON, st.dictionaries(st.sampled_from(WORDS), JSON, max_size=3))
INK = st.one_of(
    st.binary(max_size=40),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=1, max_size=9).map(
        lambda points: pack([np.array(points)])
    ),
    JSON,
)


def few():
    whole = load_digits("bundled")
    return Digits("few", *(part.first(60) for part in (whole.train, whole.validation, whole.test)))


DIGITS = few()
NET = Network((784, 6, 10))
APPS = {
    "playground": lambda folder: interact.playground(DIGITS),
    "drawing_pad": lambda folder: interact.drawing_pad(NET, folder / "a.json"),
    "my_digit": lambda folder: interact.my_digit(NET),
    "learn_from_me": lambda folder: interact.learn_from_me(NET, DIGITS, folder / "b.json"),
    "neuron": lambda folder: interact.neuron(DIGITS),
    "pixels": lambda folder: interact.pixels(DIGITS),
    "temperature": lambda folder: interact.temperature(DIGITS),
    "tiny_network": lambda folder: interact.tiny_network(),
    "predictions": lambda folder: interact.predictions(NET, DIGITS),
    "committee": lambda folder: interact.committee({"a": NET, "b": NET}, DIGITS),
    "descent": lambda folder: interact.descent(DIGITS),
    "layers": lambda folder: interact.layers(NET, DIGITS),
    "countries": lambda folder: interact.countries(DIGITS),
    "class_gallery": lambda folder: interact.class_gallery(),
    "name_the_digit": lambda folder: interact.name_the_digit(NET, DIGITS.validation),
    "bet": lambda folder: interact.bet("one", "Why?", ("yes", "no")),
}


def test_every_app_is_here():
    assert set(APPS) == set(interact.__all__) - {"settle", "my_bets"}


def parts(widget):
    """All widgets in an app that the page speaks to."""
    for child in getattr(widget, "children", ()):
        yield from parts(child)
    if hasattr(widget, "_esm"):
        yield widget


class Loud(CallbackDispatcher):
    """Lets an error out, which ipywidgets would write where nobody looks."""

    def __call__(self, *arguments, **named):
        for listener in self.callbacks:
            listener(*arguments, **named)


class Reader(RuleBasedStateMachine):
    """A page that sends what a page sends, and what none should; `app` makes the app."""

    make = None  # of a subclass

    def __init__(self):
        super().__init__()
        self.app = type(self).make()
        self.parts = list(parts(self.app))
        for one in self.parts:
            listeners = one._msg_callbacks.callbacks
            one._msg_callbacks = Loud()
            one._msg_callbacks.callbacks = listeners

    def teardown(self):
        self.app.close()

    def take(self, widget, state):
        try:
            widget.set_state(state)
        except TraitError as error:  # refused: ipywidgets says so where the page can't see it
            assert "\n" not in str(error)

    def say(self, widget, content, buffers=()):
        widget._handle_custom_msg(content, list(buffers))

    @rule(which=st.integers(0, 99), name=st.integers(0, 99), value=st.one_of(JSON, INK))
    def change_any_trait(self, which, name, value):
        widget = self.parts[which % len(self.parts)]
        own = sorted(key for key in widget.keys if not key.startswith("_"))
        page_sets = [key for key in own if key in ("chosen", "narrow", "state", "at")]
        if page_sets:
            self.take(widget, {page_sets[name % len(page_sets)]: value})

    @rule(which=st.integers(0, 99), name=st.integers(0, 99), place=st.integers(-1, 9))
    def move_a_control(self, which, name, place):
        all_controls = [one for one in self.parts if isinstance(one, Controls)]
        if all_controls:
            controls = all_controls[which % len(all_controls)]
            if controls.chosen:
                key = sorted(controls.chosen)[name % len(controls.chosen)]
                self.take(controls, {"chosen": {**controls.chosen, key: place}})

    @rule(which=st.integers(0, 99), name=st.integers(0, 99), moved=MESSAGES, sent=st.booleans())
    def press_a_button(self, which, name, moved, sent):
        all_controls = [one for one in self.parts if isinstance(one, Controls) and one.buttons]
        if all_controls:
            controls = all_controls[which % len(all_controls)]
            button = sorted(controls.buttons)[name % len(controls.buttons)]
            self.say(controls, {"press": button, **({"moved": moved} if sent else {})})

    @rule(which=st.integers(0, 99), name=st.integers(0, 99), cell=st.integers(-1, 999))
    def press_a_place(self, which, name, cell):
        canvases = [one for one in self.parts if isinstance(one, Canvas) and one.targets]
        if canvases:
            canvas = canvases[which % len(canvases)]
            target = canvas.targets[name % len(canvas.targets)]
            grid = "cells" in target or "last" in target
            self.say(canvas, {"press": target["name"] + (f":{cell}" if grid else "")})

    @rule(which=st.integers(0, 99), ink=INK, sample=st.integers(-2, 11), rest=JSON)
    def draw(self, which, ink, sample, rest):
        for sheet in self.parts:
            if "state" in sheet.keys:
                state = {"ink": ink, "sample": sample, "moving": rest, "who": rest}
                self.take(sheet, {"state": state})

    @rule(which=st.integers(0, 99), label=st.one_of(st.integers(0, 9), JSON), ink=INK)
    def keep(self, which, label, ink):
        for sheet in self.parts:
            if "state" in sheet.keys:
                self.say(sheet, {"keep": label, "sample": -1}, [ink] if ink else [])

    @rule(which=st.integers(0, 99), content=MESSAGES, buffers=st.lists(INK, max_size=2))
    def say_anything(self, which, content, buffers):
        self.say(self.parts[which % len(self.parts)], content, buffers)

    @invariant()
    def the_app_is_usable(self):
        assert isinstance(self.app.alt, str) and self.app.alt
        assert "\n" not in self.app.canvas.error and len(self.app.canvas.error) < 500
        self.app.heed(self.app._settle)
        assert self.app.canvas.error == "", self.app.canvas.error
        assert not self.app.turn.wanted
        for widget in self.parts:  # nothing that JSON can't carry
            json.dumps({key: f"{value}" for key, value in widget.get_state().items()})


@pytest.mark.parametrize("name", APPS)
def test_any_sequence_of_messages_leaves_an_app_usable(name, tmp_path):
    class Here(Reader):
        make = staticmethod(lambda: APPS[name](tmp_path))

    run_state_machine_as_test(Here, settings=tries(10, stateful_step_count=12))
