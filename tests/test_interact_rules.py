"""What holds for every app: drawing only draws, one door, one base, each setting once."""

import dataclasses
import functools
import inspect
import re
import threading
from pathlib import Path

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties, findfont, get_font

pytest.importorskip("anywidget")

from dig2ai_helpers import Network, interact, load_network
from dig2ai_helpers.interact.playground_app.sweep_map import NEURONS, RATES
from dig2ai_helpers.interact.toolkit.canvas import Canvas
from dig2ai_helpers.interact.toolkit.controls import Choice
from dig2ai_helpers.interact.toolkit.page_app import PageApp
from dig2ai_helpers.interact.trial.settings import CONTROLS, Settings
from dig2ai_helpers.sweep import NETWORK_SETTINGS, TRAINING_SETTINGS
from dig2ai_helpers.training import train


def drawn(app):
    """An app with a digit on its sheet, and its label: without them, there is no step."""
    app.draw([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
    app.set(label=7)
    return app


TWO = {"one": Network((784, 10)), "two": Network((784, 10), seed=1)}
APPS = {
    "bet": lambda digits: interact.bet("rules", "Will it hold?", ("yes", "no", "now and then")),
    "class_gallery": lambda digits: interact.class_gallery(),
    "committee": lambda digits: interact.committee(TWO, digits),
    "countries": interact.countries,
    "descent": interact.descent,
    "drawing_pad": lambda digits: interact.drawing_pad(Network((784, 10))),
    "layers": lambda digits: interact.layers(Network((784, 16, 10)), digits),
    "learn_from_me": lambda digits: interact.learn_from_me(Network((784, 10)), digits),
    "my_bets": lambda digits: interact.my_bets(),
    "my_digit": lambda digits: drawn(interact.my_digit(Network((784, 16, 10)))),
    "name_the_digit": lambda digits: interact.name_the_digit(Network((784, 10)), digits.test),
    "neuron": interact.neuron,
    "pixels": interact.pixels,
    "playground": interact.playground,
    "the map": lambda digits: interact.playground(digits).map,
    "predictions": lambda digits: interact.predictions(Network((784, 10)), digits),
    "temperature": interact.temperature,
    "tiny_network": lambda digits: interact.tiny_network("slopes"),
}


@pytest.fixture(params=APPS)
def app(request, digits):
    return APPS[request.param](digits)


def test_of_two_probabilities_that_round_to_1_the_higher_score_is_read(digits, tmp_path):
    network = Network((784, 10), output="sigmoid")
    network.biases[0][[1, 2]] = 100, 200
    image = digits.test.images[0]
    assert (network.forward([image])[0, [1, 2]] == 1).all() and network.predict([image]) == 2
    pad = interact.drawing_pad(network, tmp_path / "pad.json")
    mine = interact.learn_from_me(network, digits, tmp_path / "mine.json")
    for app in (pad, mine):
        app.draw([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
    assert pad.reading == 2 and pad.alt.startswith("It reads a 2 (100 %), perhaps a 1")
    assert mine._reading.alt == "It reads a 2 (100 %)."
    assert " read as 2, " in interact.predictions(network, digits).alt
    together = interact.committee({"one": network, "two": network}, digits)
    together.set(show="all digits")
    assert "one 2, two 2" in together.alt
    quiz = interact.name_the_digit(network, digits.test)
    for _ in range(10):
        quiz.press("digit_2")
    assert quiz.alt.count("the network 2") == 10


def picture(app):
    return app.sketch.shapes, app.sketch.targets, app.alt


def state(thing):
    """Everything that an app remembers, but for the picture and its widgets' traits."""
    return {
        name: value
        for name, value in vars(thing).items()
        if name not in ("sketch", "_trait_values")
    }


def test_every_app_has_a_test_here():
    no_apps = {"settle"}
    assert set(APPS) - {"the map"} == set(interact.__all__) - no_apps


@pytest.mark.parametrize("file", ["test_pictures", "every_app", "test_accessibility"])
def test_every_app_is_tried_in_a_browser(file):
    text = (Path(__file__).parent / "browser" / f"{file}.py").read_text(encoding="utf-8")
    cells = re.search(r"^APPS = \{$(.*?)^\}", text, re.M | re.S)[1]
    named = {"RUNS": "playground(", "LEARNT": "learn_from_me("}  # cells above the list
    cells += "".join(app for cell, app in named.items() if cell in cells)
    assert {app for app in interact.__all__ if f"{app}(" not in cells} <= {"settle", "my_bets"}


def words_of(app):
    """All that an app says: aloud, in its picture, and of what can be pressed there."""
    sketch = app.sketch
    for shape in sketch.shapes:
        words = shape.get("words", "")
        yield from [words] if isinstance(words, str) else words
    yield from (target["label"] for target in sketch.targets)
    yield from (sketch.alt, sketch.caption, sketch.spoken)


def test_an_8_and_a_single_thing_are_told_as_one_says_them(app):
    things = "digits|drawings|epochs|neurons|people|times|updates"
    wrong = re.compile(rf"\b[Aa] 8\b|\b1 ({things})\b|\b1 of [^.]*digits (are|match)\b")
    settable = app.controls._settable.values() if hasattr(app, "controls") else ()
    choices = [one for one in settable if isinstance(one, Choice)]
    for name, value in [("", None), *((one.name, v) for one in choices for v in one.values)]:
        if name:
            app.set(**{name: value})
        assert not [words for words in words_of(app) if wrong.search(words)]


@pytest.fixture(scope="module")
def width_of():
    """Return a function: the width of words in DejaVu Sans, the widest of the apps' fonts."""
    faces = {}
    for weight in ("normal", "bold"):
        face = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight)))
        face.set_size(100, 72)
        faces[weight] = face

    @functools.cache
    def width(words, size, bold):
        face = faces["bold" if bold else "normal"]
        face.set_text(words)
        return face.get_width_height()[0] / 64 * size / 100

    return width


def words_beside(canvas, width_of):
    """Words that reach over the left or the right edge of a canvas."""
    for shape in canvas.shapes:
        if shape["kind"] != "text" or shape["words"] in "+−":  # signs on an image's edge
            continue
        width = width_of(shape["words"], shape["size"], shape["bold"])
        left = shape["x"] - width * {"left": 0, "center": 0.5, "right": 1}[shape["align"]]
        if left < -2 or left + width > canvas.size[0] + 2:
            yield shape["words"]


@pytest.mark.parametrize("narrow", [True, False])
def test_no_words_are_cut_off(app, narrow, width_of):
    canvases = [one for one in vars(app).values() if isinstance(one, Canvas)]
    for canvas in canvases:
        canvas.set_state({"narrow": narrow})
    settable = app.controls._settable.values() if hasattr(app, "controls") else ()
    for one in settable:
        for value in (one.values[0], one.values[len(one.values) // 2], one.values[-1]):
            app.set(**{one.name: value})
            assert [w for canvas in canvases for w in words_beside(canvas, width_of)] == []


def test_drawing_again_gives_the_same_picture_and_changes_nothing(app):
    before, remembered = picture(app), state(app)
    if hasattr(app, "redraw"):
        app.redraw()
        app.redraw()
    assert picture(app) == before and state(app) == remembered


def test_a_narrow_page_and_back_changes_nothing_and_starts_nothing(app):
    before, remembered = picture(app), state(app)
    app.canvas.set_state({"narrow": True})
    app.canvas.set_state({"narrow": False})
    assert picture(app) == before and state(app) == remembered and app.canvas.error == ""


def test_a_narrow_page_keeps_the_experiment_the_runs_and_the_page(digits):
    pg = interact.playground(digits)
    pg.set(epochs=1)
    pg.play()
    pg.turn_page()
    experiment, runs, weights = pg.experiment, pg.runs, pg.network.weights[0].copy()
    pg.canvas.set_state({"narrow": True})
    assert pg.experiment is experiment and pg.runs == runs and pg._page == 1
    assert (pg.network.weights[0] == weights).all() and not pg.live.running


def test_a_page_of_predictions_stays_open_when_it_is_drawn_again(digits):
    app = interact.predictions(Network((784, 10)), digits)
    app.press("on")
    before = app.alt
    app.redraw()
    app.canvas.set_state({"narrow": True})
    assert app.alt == before and "page 2 of" in before


@pytest.mark.parametrize("name", APPS)
def test_a_reader_who_has_numpy_raise_errors_can_use_it(name, digits):
    with np.errstate(all="raise"):
        app = APPS[name](digits)
        for one in app.controls._settable.values() if hasattr(app, "controls") else ():
            for value in (one.values[0], one.values[-1]):
                app.set(**{one.name: value})
        for target in app.sketch.targets:
            app.canvas._handle_custom_msg({"press": target["name"]}, [])
            assert "FloatingPointError" not in app.canvas.error


def test_a_reader_who_has_numpy_raise_errors_can_use_trained_networks(digits, tmp_path):
    """Their probabilities lie closer to 0 than float32 holds."""
    with np.errstate(all="raise"):
        network = load_network()
        interact.layers(network, digits)
        mine = drawn(interact.my_digit(network))
        mine.set(rate=1.0)
        mine.press("step")
        mine.press("step")
        taught = interact.learn_from_me(network, digits, tmp_path / "mine.json")
        taught.set(whose="made up", learning_rate=3.0)
        taught.train()
        gallery = interact.class_gallery()
        gallery.set(splits=1)
        gallery.train()
    assert [app.canvas.error for app in (mine, taught, gallery)] == ["", "", ""]


class OnceOnly:
    """A lock that refuses to be taken again by the thread that has it."""

    def __init__(self):
        self._lock, self._owner = threading.Lock(), None

    def acquire(self):
        assert self._owner != threading.get_ident(), "a door was opened from inside"
        self._lock.acquire()
        self._owner = threading.get_ident()

    def release(self):
        self._owner = None
        self._lock.release()

    __enter__ = acquire

    def __exit__(self, *error):
        self.release()


def test_each_door_takes_the_turn_once(app):
    """Public methods and the page's messages; what they call inside takes no turn."""
    app.turn._lock = OnceOnly()
    if hasattr(app, "controls"):
        app.set(**app.settings)
        app.controls.set_state({"chosen": app.controls.chosen})
        for name in app.controls.buttons:
            if name not in ("play", "fill", "train"):  # they train
                app.press(name)
                app.controls._handle_custom_msg({"press": name, "moved": {}}, [])
        for target in app.sketch.targets:
            app.canvas._handle_custom_msg({"press": target["name"]}, [])
    if hasattr(app, "sheet"):
        app.draw([[(0.5, 0.2), (0.5, 0.8)]])
        app.sheet.set_state({"state": app.sheet.state})
        if hasattr(app, "shelf"):
            app.keep(1)
            app.delete(0)
            app.put_back()
            app.rename("Ada")
            app.shelf._handle_custom_msg({"name": ""}, [])
        if app.sheet.labels:
            app.load(3)
        app.undo()
        app.clear()
    app.canvas.set_state({"narrow": True})
    assert app.canvas.error == ""


def test_training_takes_no_turn_of_its_own(digits):
    pg = interact.playground(digits)
    pg.turn._lock = pg.map.turn._lock = OnceOnly()
    pg.set(epochs=1)
    pg.play()
    pg.table._handle_custom_msg({"rename": [0, "mine"]}, [])
    pg.table._handle_custom_msg({"restore": 0}, [])
    assert pg.runs[0]["name"] == "mine" and pg.canvas.error == ""
    mine, gallery = interact.learn_from_me(Network((784, 10)), digits), interact.class_gallery()
    for app, settings in ((mine, {"whose": "made up"}), (gallery, {"splits": 1})):
        app.turn._lock = OnceOnly()
        app.set(**settings)
        app.train()
        assert app.canvas.error == ""


def on_the_page(widget):
    for part in getattr(widget, "children", ()):
        yield part
        yield from on_the_page(part)


def test_every_app_is_shown_and_closed_with_all_that_belongs_to_it(app):
    names = "canvas", "controls", "sheet", "shelf", "timeline", "table", "map"
    own = {getattr(app, name) for name in names if hasattr(app, name)}
    assert own <= set(on_the_page(app))
    parts = [app, app.layout, *app.children, *own]
    app.close()
    assert [part for part in parts if part.comm is not None] == []


def test_all_apps_stand_on_one_base(app):
    own = {name for kind in type(app).__mro__ if issubclass(kind, PageApp) for name in vars(kind)}
    assert isinstance(app, PageApp)
    for kind in type(app).__mro__[: type(app).__mro__.index(PageApp)]:
        assert not {"heed", "begin", "__repr__", "_repr_mimebundle_", "alt"} & set(vars(kind))
    assert {"heed", "begin", "_settle", "_listen"} <= own


def test_settings_have_the_names_of_train_and_sweep():
    known = {"neurons", *NETWORK_SETTINGS, *TRAINING_SETTINGS}
    assert known <= set(inspect.signature(train).parameters) | set(
        inspect.signature(Network).parameters
    ) | {"neurons"}
    ours = {one.name for one in dataclasses.fields(Settings)}
    assert ours - known == {"training_digits", "second_layer"}


def test_every_list_of_settings_derives_from_the_one(digits):
    pg = interact.playground(digits)
    names = [one.name for one in dataclasses.fields(Settings)]
    assert set(names) == set(CONTROLS) == set(pg.settings) - {"pace"}
    pg.set(epochs=1)
    pg.play()
    assert set(names) <= set(pg.runs[0])
    header = pg.csv().splitlines()[0].split(",")
    assert header == list(pg.runs[0]) and header[1 : 1 + len(names)] == names
    assert set(NEURONS) <= set(CONTROLS["neurons"].values)
    assert list(RATES) == [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10]
