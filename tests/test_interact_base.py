"""The base of the apps: sketches, controls, the app that joins them, the still picture."""

import re
import subprocess
import sys
import threading
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("anywidget")

from traitlets import TraitError

from dig2ai_helpers.interact.playground_app.runs_table import RunsTable
from dig2ai_helpers.interact.sheet.drawing_sheet import DrawingSheet
from dig2ai_helpers.interact.sheet.shelf import Shelf
from dig2ai_helpers.interact.toolkit import page_app, words
from dig2ai_helpers.interact.toolkit.app import App
from dig2ai_helpers.interact.toolkit.canvas import Canvas
from dig2ai_helpers.interact.toolkit.chart import Chart
from dig2ai_helpers.interact.toolkit.close_on_rerun import remember
from dig2ai_helpers.interact.toolkit.controls import Button, Choice, Controls, Folded, Slider
from dig2ai_helpers.interact.toolkit.part import Part
from dig2ai_helpers.interact.toolkit.sketch import Sketch
from dig2ai_helpers.interact.trial.timeline import Timeline
from dig2ai_helpers.palette import COUNTRIES, PALETTE


def draw_a_bar(settings):
    """A picture whose bar is as long as the slider says; it fails at 9."""
    if settings["length"] == 9:
        raise ValueError("nine is too long")
    sketch = Sketch(200, 100)
    sketch.bars([(0, 0, 10 * settings["length"], 20)], "negative")
    sketch.alt = f"A {settings['manner']} bar, {settings['length']} long."
    return sketch


@pytest.fixture
def app():
    def longer(settings):
        return {"length": settings["length"] + 1}

    controls = [
        Slider("length", "length", range(11), 3),
        Choice("manner", "manner", ("plain", "fancy"), "plain"),
        Button("longer", "longer", longer),
    ]
    return App("A bar", controls, draw_a_bar).begin()


@pytest.mark.parametrize("widget", [Canvas, Controls, DrawingSheet, RunsTable, Shelf, Timeline])
def test_all_that_a_page_asks_of_a_widget_is_sent_to_it(widget):
    asked = set(re.findall(r'(?:model\.[gs]et\("|"change:)(\w+)"', str(widget._esm)))
    if widget is not Canvas:  # only a canvas is asked for these by the script that all share
        asked -= {"picture", "running"}
    assert asked and asked <= set(widget.class_traits(sync=True))


def test_the_page_is_given_the_controls_above_the_picture(app):
    assert app.children == (app.controls, app.canvas)
    slider, choice, button = app.controls.specs
    assert slider == {
        "kind": "slider", "name": "length", "label": "length", "texts": [f"{k}" for k in range(11)]
    }  # fmt: skip
    assert choice["kind"] == "choice" and choice["texts"] == ["plain", "fancy"]
    assert button == {"kind": "button", "name": "longer", "label": "longer", "main": False}


def test_controls_may_be_folded_explained_and_moved_in_the_picture():
    rate = Slider("rate", "rate", (-1, 0.5), 0.5, "{:.1f}", means="How far.")
    hand = Slider("hand", "hand", (0, 1), 0, in_picture=True)
    controls = Controls("Some", [Folded("more", [rate]), hand])
    explained = {"kind": "slider", "name": "rate", "label": "rate", "texts": ["−1.0", "0.5"]}
    assert controls.specs == [
        {"kind": "folded", "label": "more", "parts": [explained | {"means": "How far."}]}
    ]
    assert controls.settings() == {"rate": 0.5, "hand": 0}
    assert controls.dragged("hand:1") and not controls.dragged("digit 3")
    assert controls.settings() == {"rate": 0.5, "hand": 1}
    for place in (2, -1, 0.5):
        with pytest.raises(TraitError, match="not a place from 0 to 1"):
            controls.set_state({"chosen": {"rate": 0, "hand": place}})


def test_a_cell_that_is_run_again_closes_the_apps_of_its_earlier_run_and_each_has_an_heir(
    monkeypatch,
):
    parent = {"metadata": {"cellId": "a"}, "header": {"msg_id": 1}}
    shell = SimpleNamespace(get_parent=lambda: parent)
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    closed, inherited = [], []
    apps = [
        SimpleNamespace(
            name=name,
            close=partial(closed.append, name),
            inherit=lambda earlier, name=name: inherited.append((name, earlier.name)),
        )
        for name in range(6)
    ]
    remember(apps[0])
    remember(apps[1])  # made by the same run
    parent = {"metadata": {"cellId": "b"}, "header": {"msg_id": 2}}
    remember(apps[2])  # by another cell
    assert closed == inherited == []
    parent = {"metadata": {"cellId": "a"}, "header": {"msg_id": 3}}
    remember(apps[3])
    assert closed == [0, 1] and inherited == [(3, 0)]
    remember(apps[4])
    remember(apps[5])  # one more than there were
    assert closed == [0, 1] and inherited == [(3, 0), (4, 1)]
    shell = object()  # IPython in a terminal knows no cells
    remember(apps[3])
    assert closed == [0, 1]


def test_in_a_browsers_own_python_there_is_no_still_picture(app, monkeypatch):
    monkeypatch.setattr(page_app, "in_browser", lambda: True)
    bundle = app._repr_mimebundle_()
    assert "text/html" not in bundle and bundle["text/plain"] == "<A bar: A plain bar, 3 long.>"
    assert "application/vnd.jupyter.widget-view+json" in bundle


def length_drawn(app):
    (bar,) = app.canvas.shapes
    return np.frombuffer(bar["boxes"], "<f4")[2]


def test_a_control_moved_in_python_changes_the_picture_and_its_words(app):
    assert app.alt == "A plain bar, 3 long." and length_drawn(app) == 30
    app.set(length=7, manner="fancy")
    assert app.alt == "A fancy bar, 7 long." and length_drawn(app) == 70


def test_a_control_moved_in_the_page_does_the_same(app):
    app.controls.set_state({"chosen": {"length": 5, "manner": 1}})
    assert app.alt == "A fancy bar, 5 long." and length_drawn(app) == 50


def test_a_button_changes_settings_from_python_and_from_the_page(app):
    app.press("longer")
    app.controls._handle_custom_msg({"press": "longer"}, [])
    assert app.settings["length"] == 5 and length_drawn(app) == 50


def test_an_error_in_a_callback_is_shown_and_goes_when_it_is_over(app):
    app.controls.set_state({"chosen": {"length": 9, "manner": 0}})
    assert app.canvas.error == "ValueError: nine is too long"
    assert length_drawn(app) == 30  # the last good picture stays
    app.set(length=4)
    assert app.canvas.error == "" and length_drawn(app) == 40


def test_an_error_in_the_first_picture_is_raised():
    with pytest.raises(ValueError, match="nine"):
        App("A bar", [Slider("length", "length", range(11), 9)], draw_a_bar).begin()


def test_settings_that_do_not_exist_are_refused(app):
    with pytest.raises(ValueError, match="no setting 'width'"):
        app.set(width=3)
    with pytest.raises(ValueError, match="plain, fancy"):
        app.set(manner="bold")
    assert app.settings == {"length": 3, "manner": "plain"}


def test_a_slider_takes_the_nearest_of_its_values():
    slider = Slider("rate", "rate", (0.01, 0.1, 1.0), 0.1)
    app = App("A rate", [slider], lambda settings: Sketch(10, 10)).begin()
    app.set(rate=0.8)
    assert app.settings == {"rate": 1.0}


def test_callbacks_on_two_threads_leave_the_last_setting_on_show(app):
    def move(lengths):
        for length in lengths:
            app.set(length=length)

    threads = [threading.Thread(target=move, args=([k, 8, 2] * 30,)) for k in (1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert app.settings["length"] == 2 and length_drawn(app) == 20 and not app.canvas.error


def test_everything_about_a_picture_goes_to_the_page_in_one_message(app, monkeypatch):
    sent = []
    monkeypatch.setattr(app.canvas, "_send", lambda message, buffers=None: sent.append(message))
    app.set(length=8)
    (message,) = sent
    assert {"shapes", "alt"} <= set(message["state"])


def test_the_output_of_a_cell_is_the_same_each_time_and_has_words(app):
    first, second = app._repr_mimebundle_(), app._repr_mimebundle_()
    words = "A bar, a picture: run the cell above to use it. A plain bar, 3 long."
    assert first["text/plain"] == f"<{words}>"
    assert f'<img alt="{words}"' in first["text/html"]
    assert first["text/html"] == second["text/html"]


def test_in_a_terminal_an_app_says_where_it_can_be_used(app, monkeypatch):
    shell = SimpleNamespace()
    monkeypatch.setattr(page_app.IPython, "get_ipython", lambda: shell)
    words = "<A bar: it can be used in a notebook, not in a terminal; `jupyter lab` opens one. "
    assert app._repr_mimebundle_() == {"text/plain": f"{words}A plain bar, 3 long.>"}
    shell.kernel = "a notebook's"
    assert "run the cell above" in app._repr_mimebundle_()["text/plain"]


def test_the_stored_picture_shows_the_app_in_use_and_says_that_it_is_a_picture(monkeypatch):
    from matplotlib.axes import Axes

    from dig2ai_helpers.interact.toolkit import sketch_as_figure

    written = []
    write = Axes.text

    def note(axes, x, y, words, **style):
        written.append(words)
        return write(axes, x, y, words, **style)

    monkeypatch.setattr(Axes, "text", note)
    controls = [Slider("length", "length", range(11), 0)]
    app = App("A bar", controls, _draw_with_a_caption, in_use={"length": 6}).begin()
    bundle = app._repr_mimebundle_()
    assert "A bar" in written and "▷ a picture: run the cell above to use it" in written
    assert "It is 6 long." in written and "6 long" in bundle["text/plain"]
    assert app.alt == "0 long." and app.settings == {"length": 0}  # the app itself is as it was
    assert sketch_as_figure.figure_of(app.sketch).alt == "0 long."


def _draw_with_a_caption(settings):
    sketch = Sketch(200, 100)
    sketch.alt, sketch.caption = (
        f"{settings['length']} long.",
        f"It is {settings['length']} long.",
    )
    return sketch


def test_in_a_still_picture_a_line_is_cut_where_a_page_lays_paper_on_it():
    from dig2ai_helpers.interact.toolkit.sketch_as_figure import figure_of

    sketch = Sketch(100, 100)
    sketch.line([(0, 50), (100, 50)])
    sketch.points([(50, 50)], radius=20, hollow=True)
    (axes,) = figure_of(sketch).axes
    x = axes.lines[0].get_xdata()
    hidden = np.isnan(x)
    assert hidden.any() and np.nanmin(x) == 0 and np.nanmax(x) == 100
    assert not ((x > 36) & (x < 64)).any()


def test_every_kind_of_shape_has_a_still_picture():
    from dig2ai_helpers.interact.toolkit.sketch_as_figure import DRAW, figure_of

    sketch = Sketch(300, 200)
    sketch.image(np.linspace(0, 1, 784), 0, 0, 50)
    sketch.ink(np.linspace(0, 1, 784), 60, 0, 50)
    sketch.signed_image(np.linspace(-1, 1, 784), 60, 0, 50, scale=1)
    sketch.bars([(120, 0, 10, 50)], "positive", hatch=True)
    sketch.points([(150, 20)], "positive", hollow=True)
    sketch.arrow((160, 0), (200, 50))
    sketch.texts([(210, 20), (230, 20)], "ab")
    Chart(sketch, (20, 100, 200, 50), (0, 1), (0, 1)).axes((0, 1), (0, 1), "x", "y")
    assert {shape["kind"] for shape in sketch.shapes} == set(DRAW)
    figure_of(sketch)._repr_mimebundle_()


def test_a_signed_picture_says_its_signs_without_colour():
    sketch = Sketch(60, 60)
    sketch.signed_image(np.repeat([0.8, 0.0, -0.8], [280, 224, 280]), 0, 0, 56, scale=1)
    signs = [shape["words"] for shape in sketch.shapes if shape["kind"] == "text"]
    assert signs.count("+") > 10 and signs.count("−") > 10 and len(signs) < 49


def test_a_sign_stands_where_its_pixels_are():
    sketch, pixels = Sketch(60, 60), np.zeros((28, 28))
    pixels[9, 14:16] = 1
    sketch.signed_image(pixels.ravel(), 2, 1, 56, scale=0.5)
    (sign,) = (shape for shape in sketch.shapes if shape["kind"] == "text")
    assert (sign["words"], sign["x"], sign["y"]) == ("+", 2 + 2 * 15, 1 + 2 * 9.5)


@pytest.mark.parametrize(
    ("write", "written"),
    [
        (words.a_number, {7: "a 7", 8: "an 8", 0: "a 0"}),
        (words.percent, {
            0: "0 %", 1e-30: "< 1 %", 0.0049: "< 1 %", 0.0051: "1 %", 0.5: "50 %",
            0.9949: "99 %", 0.9951: "> 99 %", 1 - 1e-9: "> 99 %", 1: "100 %", -0.03: "−3 %",
        }),
        (words.figure, {
            -0.0: "0", np.inf: "inf", -np.inf: "−inf", 4.2149: "4.21", 0.033: "0.0330",
            9.996: "10.0", 0.0001: "0.000100", 0.00009: "9.00·10⁻⁵", 99_940: "99940",
            99_960: "1.00·10⁵", 1.2e-7: "1.20·10⁻⁷", -123.4: "−123", 2.5e12: "2.50·10¹²",
        }),
        (words.signed, {2.0: "+2.00", -2.0: "−2.00", 0: "0"}),
        (partial(words.percent, digits=1), {
            0: "0.0 %", 0.0004: "< 0.1 %", 0.0006: "0.1 %", 0.5: "50.0 %", 0.9994: "99.9 %",
            0.9996: "> 99.9 %", 1: "100.0 %",
        }),
        (words.fixed, {1.005: "1.00", 2: "2.00", -0.001: "0.00", -0.5: "−0.50"}),
        (partial(words.fixed, decimals=1, sign=True), {2: "+2.0", -0.01: "+0.0", -3.14: "−3.1"}),
    ],
)  # fmt: skip
def test_numbers_are_written_as_a_reader_says_them(write, written):
    assert {value: write(value) for value in written} == written


def test_a_canvas_tells_the_page_all_of_a_sketch():
    canvas, sketch = Canvas(), Sketch(30, 20)
    before = canvas.get_state()
    assert (before["size"], before["enough"]) == ((1, 1), 540)
    assert (before["running"], before["narrow"]) == (False, False)
    assert canvas.colours["ink"] == PALETTE["ink"][:2]
    assert set(canvas.colours) == {*PALETTE, *COUNTRIES}
    sketch.alt, sketch.caption = "A line.", "Look."
    sketch.line([(0, 0), (1, 1)])
    sketch.target(0, 0, 1, 1, "here", "press")
    canvas.error = "before"
    canvas.show(sketch)
    assert (canvas.size, canvas.alt, canvas.caption) == ((30, 20), "A line.", "Look.")
    assert (canvas.shapes, canvas.targets) == (sketch.shapes, sketch.targets)
    assert (canvas.spoken, canvas.error) == ("A line.", "")
    sketch.spoken = "More."
    canvas.show(sketch)
    assert canvas.spoken == "More."


# What the page and the kernel tell each other, and what it is at first.
TOLD = {
    Canvas: {
        "alt": "", "caption": "", "enough": 540, "error": "", "narrow": False, "picture": 0,
        "running": False, "shapes": [], "size": (1, 1), "spoken": "", "targets": [],
    },
    Controls: {"chosen": {}, "disabled": [], "hidden": [], "specs": [], "title": ""},
    Timeline: {"at": -1, "moments": []},
    DrawingSheet: {
        "keeps": False, "kept": 0, "labels": [], "samples": b"", "title": "",
        "state": {"ink": b"", "sample": -1, "moving": False, "who": ""},
    },
    Shelf: {
        "codes": [], "labels": [], "name": "", "pixels": b"", "problem": "", "undo": "",
        "words": "",
    },
    RunsTable: {"csv": "", "rows": [], "verdict": ""},
}  # fmt: skip


@pytest.mark.parametrize("kind", TOLD)
def test_a_part_and_its_page_tell_each_other_all_of_this(kind):
    own = set(kind.class_traits(sync=True)) - set(Part.class_traits()) - {"colours"}
    plain = kind("", []) if kind is Controls else kind.__new__(kind)
    assert {name: getattr(plain, name) for name in own} == TOLD[kind]
    assert set(Part.__subclasses__()) == set(TOLD)
    assert "export default" in kind._esm and "export" not in kind._css


def test_a_timeline_stands_at_its_end_until_it_is_moved():
    timeline = Timeline()
    assert (timeline.moments, timeline.at) == ([], -1)
    timeline.show(["start", "now"], 0)
    assert (timeline.moments, timeline.at) == (["start", "now"], 0)


def test_a_slider_takes_the_nearest_and_a_choice_only_its_own():
    slider = Slider("rate", "rate", (0.01, 0.1, 1.0), 0.1)
    assert [slider.place(value) for value in (0, 0.05, 0.06, 0.5, 0.6, 9)] == [0, 0, 1, 1, 2, 2]
    for value in (np.nan, np.inf, -np.inf, True, "1", None):
        with pytest.raises(ValueError, match="rate must be a number"):
            slider.place(value)
    choice = Choice("size", "size", (1, 2, True), 1)
    assert [choice.place(value) for value in (1, 2, True)] == [0, 1, 2]
    for value in (1.0, False, "1"):
        with pytest.raises(ValueError, match="size must be one of 1, 2, True, not"):
            choice.place(value)


def test_a_frame_goes_once_round_its_box():
    sketch = Sketch(60, 60)
    sketch.frame(10, 20, 30, 5)
    corners = np.frombuffer(sketch.shapes[0]["points"], "<f4").reshape(-1, 2)
    assert corners.tolist() == [[10, 20], [40, 20], [40, 25], [10, 25], [10, 20]]


def test_a_chart_puts_data_in_its_place():
    chart = Chart(Sketch(100, 100), (10, 20, 50, 40), (0, 10), (-1, 1))
    np.testing.assert_allclose(chart.place([0, 5, 10], [-1, 0, 1]), [(10, 60), (35, 40), (60, 20)])


def test_a_curve_is_drawn_to_the_edge_of_its_box_and_not_beyond():
    sketch = Sketch(100, 100)
    chart = Chart(sketch, (10, 20, 50, 40), (0, 4), (0, 1))
    chart.curve([0, 1, 2, 3, 4], [3, 0.5, 0.5, 2, 3])
    chart.curve([0, 1], [5, 6])
    (line,) = sketch.shapes
    points = np.frombuffer(line["points"], "<f4").reshape(-1, 2)
    np.testing.assert_allclose(points, [(10, 20), (22.5, 40), (35, 40), (47.5, 20)])


def test_a_curve_that_leaves_its_box_and_comes_back_is_not_drawn_meanwhile():
    sketch = Sketch(100, 100)
    chart = Chart(sketch, (10, 20, 50, 40), (0, 5), (0, 1))
    chart.curve([0, 1, 2, 3, 4, 5], [0.5, 2, 3, 3, 2, 0.5])
    drawn = [np.frombuffer(line["points"], "<f4").reshape(-1, 2) for line in sketch.shapes]
    np.testing.assert_allclose(drawn, [[(10, 40), (20, 20)], [(50, 20), (60, 40)]])


def test_axes_have_a_number_at_each_tick_and_their_labels():
    sketch = Sketch(100, 100)
    Chart(sketch, (10, 20, 50, 40), (-1, 1), (0, 1)).axes((-1, 0.5), (0, 1), "z", "a")
    texts = [shape for shape in sketch.shapes if shape["kind"] == "text"]
    assert [one["words"] for one in texts] == ["0", "1", "−1", "0.5", "z", "a"]
    assert sum(shape["kind"] == "line" for shape in sketch.shapes) == 4


def test_the_package_alone_imports_neither_widgets_nor_matplotlib():
    code = "import dig2ai_helpers, sys; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"matplotlib", "anywidget", "ipywidgets", "IPython"} & set(done.stdout.split())
