"""Each app's picture is what it was when somebody last looked at it.

After a change on purpose: make pictures
"""

import zlib
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import TextPath

pytest.importorskip("anywidget")

from drawn import compare_with_stored, drawn, sketched
from test_interact_class import write
from test_interact_rules import APPS
from test_interact_rules import drawn as draw_a_seven
from test_interact_tiny_network import PLACES, formulas, passes, somewhere

from dig2ai_helpers import Network, interact, load_network
from dig2ai_helpers.digits.made_up import made_up_class
from dig2ai_helpers.interact.bets_app import book
from dig2ai_helpers.interact.bets_app.bets_file import Bet
from dig2ai_helpers.interact.playground_app.sweep_map import NEURONS, RATES
from dig2ai_helpers.interact.small.network_formulas import in_words
from dig2ai_helpers.interact.toolkit.canvas import Canvas
from dig2ai_helpers.interact.toolkit.chart import Chart
from dig2ai_helpers.interact.toolkit.sketch import Sketch
from dig2ai_helpers.interact.toolkit.sketch_as_figure import figure_of

STORED = Path(__file__).with_name("interact_drawn.json")
SLOW = {"class_gallery", "learn_from_me", "my digit, bent"}  # in being drawn again and again


def narrow(app):
    for canvas in [app.canvas, *further(app)]:
        canvas.set_state({"narrow": True})


def wide(app):
    for canvas in [app.canvas, *further(app)]:
        canvas.set_state({"narrow": False})


def touch(*targets):
    """Press places, one after another."""
    return lambda app: [app.canvas._handle_custom_msg({"press": one}, []) for one in targets]


def add_runs(app):
    """As if it had been trained five times more, with other settings, once in vain."""
    run = app.runs[-1]
    others = {"steps": 3, "old_digits": 5, "learning_rate": 0.003, "new_after": 1}
    app.runs += [run, run | others, run, run | others | {"diverged": True}, run]
    app._redraw()


def fill_the_map(app):
    """As if half of the pairs had been trained."""
    app._common = app._now()
    pairs = [(neurons, rate) for neurons in NEURONS for rate in RATES][::2]
    app.found = {pair: 0.1 + 0.9 * place / len(pairs) for place, pair in enumerate(pairs)}
    app.redraw()


# what else a reader may do, step by step
USED = {
    "a class": [lambda app: app.set(splits=2), lambda app: app.train(), narrow],
    "countries": [lambda app: app.press("step"), lambda app: app.press("step")],
    "learn_from_me": [
        lambda app: app.set(whose="made up", old_digits="as many"),
        lambda app: app.train(),
        narrow,
        wide,
        lambda app: app.draw([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]]),
        lambda app: (app.set(steps=1), app.train()),
        lambda app: app.keep(7),
        add_runs,
        lambda app: app.set(whose="mine"),
    ],
    "my_digit": [lambda app: app.set(label=7), lambda app: app.press("step"), narrow],
    "my digit, bent": [
        lambda app: app.press("step"),
        *(touch(name) for name in ("last", "sum:0", "sum:1", "a:0:8", "d:0:5", "d:1:2", "say:3")),
        lambda app: (app.set(rate=0.003), app.press("step"), app.press("step")),
        narrow,
        lambda app: app.clear(),
        wide,
        lambda app: app.draw([[(0.5, 0.2), (0.5, 0.8)]]),
        lambda app: app.press("restart"),
    ],
    "name_the_digit": [
        lambda app: [app.press("digit_4") for _ in range(3)],
        lambda app: [app.press("digit_4") for _ in range(7)],
        narrow,
    ],
    "playground": [
        lambda app: (app.set(epochs=2, neurons=16), app.play()),
        lambda app: app.pick("neuron 3"),
        lambda app: app.pick("digit 5"),
        narrow,
        lambda app: app.pick("neuron 0"),
        wide,
        lambda app: (app.set(learning_rate=0.03), app.play()),
        lambda app: app.look_back(1),
        narrow,
    ],
    "the map": [fill_the_map, narrow],
}


def a_class(digits):
    """Three people's drawings, in files where the test is run."""
    write(Path(), made_up_class(3, 2))
    return interact.class_gallery(".")


def of_a_trained_network(digits):
    """A digit that is read, right or wrong, for good reasons."""
    app = interact.my_digit(load_network("784-128-10"))
    app.draw([[(0.3, 0.2), (0.6, 0.25), (0.35, 0.5), (0.65, 0.7), (0.3, 0.8)]])
    app.set(label=9)
    return app


def of_a_bent_network(digits):
    """A digit and a network whose neurons are never straight."""
    return draw_a_seven(interact.my_digit(Network((784, 12, 8, 10), "tanh")))


def of_ten_yes_or_no(digits):
    """A digit and a network whose outputs are sigmoids, each with a loss of its own."""
    return draw_a_seven(interact.my_digit(Network((784, 9, 10), output="sigmoid")))


def of_settled_bets(digits):
    """The score of good guesses and bad ones."""
    mine = book.own_book()
    for k in range(13):
        percents = (96, 3, 1) if k < 6 else (k, 30, 70 - k)
        mine.put(Bet(f"{10 ** (2 * k)}", "How many?", ("no", "few", "all"), percents, k % 7 // 3))
    mine.put(Bet("open", "Will it hold?", ("yes", "no"), (50, 50)))
    return interact.my_bets()


def of_a_lost_bet(digits):
    """A bet whose result is known, and came as a surprise."""
    app = interact.bet("lost", "Will it hold?", ("yes", "no", "a word or two more"))
    app.set(answer_1=90)
    interact.settle("lost", "yes")
    return app


MORE = {
    "a class": a_class, "bet, lost": of_a_lost_bet, "my bets, settled": of_settled_bets,
    "my digit, bent": of_a_bent_network, "my digit, read": of_a_trained_network,
    "my digit, sigmoids": of_ten_yes_or_no,
}  # fmt: skip


def uses(app):
    """Functions of an app that do what a reader may do, one after another."""
    yield from (narrow, wide)
    settable = app.controls._settable if hasattr(app, "controls") else {}
    for name, control in settable.items():
        yield lambda app, name=name, value=control.values[-1]: app.set(**{name: value})
    targets = [one for canvas in [app.canvas, *further(app)] for one in canvas.targets]
    for target in pressed(targets):
        yield lambda app, target=target: app.canvas._handle_custom_msg({"press": target}, [])
    for name in app.controls.buttons if settable else ():
        if name not in ("play", "fill", "train", "step"):  # they train, with any rate
            yield lambda app, name=name: app.press(name)
    for chosen in ("first", "start") if settable else ():
        values = {
            name: control.values[0] if chosen == "first" else control.start
            for name, control in settable.items()
        }
        yield lambda app, values=values: app.set(**values)


def pressed(targets):
    """What a page says when places are pressed: the last of each kind, and its last cell."""
    kinds = {target["name"].rstrip("0123456789"): target for target in targets}
    for target in kinds.values():
        cell = target["cells"] ** 2 - 1 if "cells" in target else target.get("last")
        yield target["name"] if cell is None else f"{target['name']}:{cell}"


SHOWN = ["shapes", "targets", "alt", "caption", "spoken"]


def further(app):
    """The canvases beside an app's own one, and this one if its still picture shows more."""
    names = ["maps", "forward", "back", "_reading"]
    if isinstance(getattr(type(app), "sketch", None), property):
        names.append("canvas")
    return [each for name in names if isinstance(each := getattr(app, name, None), Canvas)]


def seen(app, still=True):
    """What an app shows: its picture, and which of its controls are of use."""
    canvases, controls = further(app), getattr(app, "controls", None)
    picture = {"words": [], "numbers": []}
    if still or app.canvas not in canvases:
        picture = sketched(app.sketch)
    for canvas in canvases:
        width, height = canvas.size
        sketch = SimpleNamespace(width=width, height=height, **canvas.get_state(SHOWN))
        picture = {kind: [*picture[kind], *more] for kind, more in sketched(sketch).items()}
    if controls:
        use = f"{controls.chosen}, hidden {controls.hidden}, disabled {controls.disabled}"
        picture["words"].append(use)
    return picture


def offered(app):
    """What there is to choose; of long lists the ends, and a number for all of it."""
    told = []
    for spec in app.controls.specs if hasattr(app, "controls") else ():
        for one in spec.get("parts", [spec]):
            texts = one.get("texts", [])
            if len(texts) > 25:
                several = [texts[0], texts[-1], len(texts), zlib.crc32("".join(texts).encode())]
                one = one | {"texts": several}
            told.append(f"{one}")
    return told


@pytest.fixture
def look(digits, tmp_path, monkeypatch):
    """Compare an app, used step by step, with what is stored."""

    def compare(name):
        app = (APPS | MORE)[name](digits)
        actions, found = list(uses(app)), [seen(app)]
        found[0]["words"] += offered(app)
        for action in [*actions[: 4 if name in SLOW else None], *USED.get(name, [])]:
            action(app)
            assert app.canvas.error == ""
            found.append(seen(app, still=False))
        found.append(seen(app))
        compare_with_stored(name, only_news(found), STORED, rel=1e-6, abs=0.02)

    monkeypatch.chdir(tmp_path)
    return compare


# In several tests: tools/package_mutants.py leaves out those that take seconds.
TRAINING = ("learn_from_me", "playground", "the map")
CLASSES = ("a class", "class_gallery")
MY_DIGIT = ("my_digit", "my digit, bent", "my digit, read", "my digit, sigmoids")
BETS = ("bet", "bet, lost", "my_bets", "my bets, settled")
OTHERS = sorted({*APPS, *MORE} - {*TRAINING, *CLASSES, *MY_DIGIT, *BETS})


@pytest.mark.parametrize("name", TRAINING)
def test_an_app_that_trains_draws_what_it_drew(name, look):
    look(name)


@pytest.mark.parametrize("name", CLASSES)
def test_a_class_draws_what_it_drew(name, look):
    look(name)


@pytest.mark.parametrize("name", MY_DIGIT)
def test_my_digit_draws_what_it_drew(name, look):
    look(name)


@pytest.mark.parametrize("name", BETS)
def test_a_bet_draws_what_it_drew(name, look):
    look(name)


@pytest.mark.parametrize("name", OTHERS[::2])
def test_an_app_draws_what_it_drew(name, look):
    look(name)


@pytest.mark.parametrize("name", OTHERS[1::2])
def test_another_app_draws_what_it_drew(name, look):
    look(name)


def only_news(pictures):
    """Pictures, each without the words that were in an earlier one."""
    known, found = set(), []
    for picture in pictures:
        words = [text for text in picture["words"] if text not in known]
        known |= set(words)
        found.append(picture | {"words": words})
    return found


def test_the_formulas_of_the_small_network_are_written_as_they_were():
    found = {}
    for seed in range(9):  # the sign of each z is met
        numbers = somewhere(seed)
        values, slopes = passes(numbers)
        places = {*values, *(f"d{name}" for name in slopes)}
        for touched in PLACES:
            for formula in formulas(touched, values, slopes, numbers["label"], places):
                found[in_words(formula)] = f"{[inside for *_, inside in formula.terms]}"
    words = [f"{text}: {places}" for text, places in found.items()]
    compare_with_stored("formulas", [{"words": words, "numbers": []}], STORED)


def test_a_still_picture_of_a_sketch_draws_what_it_drew():
    shades = np.linspace(0, 1, 784)
    sketch = Sketch(300, 200)
    sketch.alt, sketch.caption = "All kinds.", "What a sketch can hold. " * 9
    sketch.image(shades, 0, 0, 50)
    sketch.ink(shades, 60, 0, 50)
    sketch.signed_image(2 * shades - 1, 60, 10, 56, scale=0.8)
    sketch.signed_image(1 - 2 * shades, 130, 10, 28, scale=0.8, few=True)
    sketch.bars([(120, 0, 10, 50), (135, 5, 10, 45)], "positive", hatch=True)
    sketch.bars([(150, 0, 10, 50)], "negative", strength=0.4)
    sketch.frame(5, 60, 40, 20)
    sketch.line([(0, 90), (290, 90)], "faint", width=3, dashed=True)
    sketch.points([(150, 90), (160, 95)], "positive", radius=9, hollow=True)
    sketch.points([(170, 20)], radius=3)
    sketch.arrow((160, 0), (200, 50), "here")
    sketch.arrow((210, 0), (212, 3))
    for x, align in ((100, "left"), (200, "center"), (290, "right")):
        sketch.text(x, 90, "$a$ word", 12, "muted", align, bold=True, backed=True)
    sketch.texts([(210, 20), (230, 20)], "ab", colour="validation")
    chart = Chart(sketch, (20, 110, 200, 50), (-1, 1), (0, 4))
    chart.axes((-1, 0.5), (0, 2, 4), "x", "y")
    chart.curve([-1, -0.5, 0, 0.5, 1], [5, 3, 1, 3, 5], "positive", 3, dashed=True)
    other = Sketch(10, 10)
    other.paste(sketch, 3, 4)
    found = [drawn(figure_of(sketch)), drawn(figure_of(sketch, "A title", "a note"))]
    found += [sketched(sketch), sketched(other)]
    compare_with_stored("still picture", found, STORED, rel=1e-5, abs=1e-4)


@cache
def room(words, size, bold):
    """How wide words are, in pixels, in a browser whose letters are DejaVu Sans."""
    font = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal")
    return TextPath((0, 0), words, size, prop=font).get_extents().width


def lines(shapes):
    """The words of a picture, and their boxes: left, top, right, bottom."""
    for one in shapes:
        if one["kind"] == "text" and len(one["words"].strip()) > 1:  # not the signs on a picture
            wide, tall = room(one["words"], one["size"], one["bold"]), 0.38 * one["size"]
            left = one["x"] - {"left": 0, "center": wide / 2, "right": wide}[one["align"]]
            yield one["words"], left, one["y"] - tall, left + wide, one["y"] + tall


LONG = ("the loaded one, by over 10 points", "about equal")
LITTLE = {
    "bet": lambda digits: interact.bet("08-1", "Which has learnt more?", LONG),
    "my_digit": of_a_trained_network,
    "neuron": interact.neuron,
    "temperature": interact.temperature,
}


@pytest.mark.parametrize("name", LITTLE)
def test_where_room_is_little_words_stand_apart_and_are_whole(name, digits, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    app = LITTLE[name](digits)
    narrow(app)
    for canvas in {app.canvas, *further(app)}:
        width, height = canvas.size
        found = list(lines(canvas.shapes))
        for k, (words, left, top, right, bottom) in enumerate(found):
            assert left > -2 and right < width + 2 and top > 0 and bottom < height, words
            for other, x0, y0, x1, y1 in found[k + 1 :]:
                beside = right + 4 < x0 or x1 + 4 < left  # as the gap between two words
                assert beside or bottom < y0 or y1 < top, f"{words} | {other}"
