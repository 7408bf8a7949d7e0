"""The app of notebook 04: the 2-2-2 network, forward and back."""

import re

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers import Network
from dig2ai_helpers.functions import softmax
from dig2ai_helpers.interact import backprop_steps
from dig2ai_helpers.interact.small.backprop_network import NUMBERS, PARAMETERS, nudged_loss, passes
from dig2ai_helpers.interact.small.backprop_words import STEPS


def test_the_values_are_those_of_the_network_by_hand():
    values, _ = passes(NUMBERS)
    assert (values["z1[0]"], values["z1[1]"]) == (2.5, -0.5)
    assert (values["a1[0]"], values["a1[1]"]) == (2.5, 0.0)
    np.testing.assert_allclose((values["z2[0]"], values["z2[1]"]), (1, 0), atol=1e-12)
    p = softmax(np.array([[1.0, 0.0]]))[0]
    np.testing.assert_allclose((values["p[0]"], values["p[1]"]), p)
    assert values["L"] == pytest.approx(-np.log(p[1]))


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_slope_is_that_of_the_network_and_of_a_small_nudge(name):
    _, slopes = passes(NUMBERS)
    measured = (nudged_loss(name, 1e-6) - nudged_loss(name, -1e-6)) / 2e-6
    assert slopes[name] == pytest.approx(measured, abs=1e-8)


def test_the_slopes_agree_with_the_package():
    net = Network((2, 2, 2), dtype="float64")
    net.weights = [np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[0.4, -0.2], [0.3, 0.6]])]
    net.biases = [np.array([0.5, 0.0]), np.array([0.0, 0.5])]
    loss, dW, db = net.gradients(np.array([[1.0, 0.5]]), np.array([1]))
    values, slopes = passes(NUMBERS)
    assert values["L"] == loss
    for layer in (0, 1):
        for (i, j), slope in np.ndenumerate(dW[layer]):
            assert slopes[f"W{layer + 1}[{i},{j}]"] == slope
        assert [slopes[f"b{layer + 1}[{j}]"] for j in (0, 1)] == db[layer].tolist()


def test_every_sum_in_the_words_is_right():
    checked = 0
    for step in STEPS:
        words = step.words.replace("−", "-").replace("×", "*")
        for left, right in re.findall(
            r"((?:\(?-?\d+(?:\.\d+)?\)? [*+] )+\(?-?[\d.]+\)?) = (-?\d+\.\d+)", words
        ):
            assert eval(left) == pytest.approx(float(right), abs=0.006), step.words
            checked += 1
    assert checked == 8


def test_every_figure_is_shown_once_on_the_way():
    values, slopes = passes(NUMBERS)
    shown = [name for step in STEPS for name in step.shows]
    assert sorted(shown) == sorted([*values, *("d" + name for name in slopes)])


def test_next_back_and_restart():
    app = backprop_steps()
    for _ in range(6):
        app.press("next")
    assert app.settings["step"] == 6 and "L = 1.313" in app.alt
    app.press("back")
    assert app.settings["step"] == 5 and "L = 1.313" not in app.alt
    app.press("restart")
    app.press("back")
    assert app.settings["step"] == 0
    for _ in range(len(STEPS) + 3):
        app.press("next")
    assert app.settings["step"] == len(STEPS) - 1


def test_each_step_adds_its_figures_to_the_picture():
    app = backprop_steps()
    before = ""
    for step in range(1, len(STEPS)):
        app.set(step=step)
        now = " ".join(shape["words"] for shape in app.canvas.shapes if shape["kind"] == "text")
        assert now != before and app.canvas.caption.startswith(f"Step {step} of 14: ")
        before = now


def test_a_nudge_shows_the_predicted_and_the_true_loss():
    app = backprop_steps()
    app.set(parameter="W1[1,0]", nudge=-0.4, step=14)
    values, slopes = passes(NUMBERS)
    predicted = values["L"] + slopes["W1[1,0]"] * -0.4
    true = nudged_loss("W1[1,0]", -0.4)
    assert f"predicts a loss of {predicted:.3f}, the true loss is {true:.3f}" in app.alt
    assert abs(true - predicted) < 0.05


def words(app):
    return " ".join(shape["words"] for shape in app.canvas.shapes if shape["kind"] == "text")


@pytest.mark.parametrize("name", PARAMETERS)
def test_nothing_is_given_away_before_its_step(name):
    """Neither the loss nor a slope, in the picture or in its words, whatever is nudged."""
    app = backprop_steps()
    app.set(parameter=name, nudge=0.35)
    loss_step = next(k for k, step in enumerate(STEPS) if "L" in step.shows)
    slope_step = next(k for k, step in enumerate(STEPS) if f"d{name}" in step.shows)
    for step in range(len(STEPS)):
        app.set(step=step)
        told = words(app) + app.alt
        assert ("true new loss" in told) == (step >= loss_step)
        assert (f"{nudged_loss(name, 0.35):.3f}" in told) == (step >= loss_step)
        assert ("predicts" in told) == (step >= slope_step)
        dashed = [s for s in app.canvas.shapes if s["kind"] == "line" and s["dashed"]]
        assert bool(dashed) == (step >= slope_step)


def test_a_weight_is_chosen_by_pressing_its_edge_and_nudged_along_the_chart():
    app = backprop_steps()
    app.set(step=14)
    assert {t["name"] for t in app.canvas.targets} == {*PARAMETERS, "nudge"}
    app.canvas._handle_custom_msg({"press": "W1[0,1]"}, [])
    app.canvas._handle_custom_msg({"press": "nudge:40"}, [])
    assert app.settings["parameter"] == "W1[0,1]" and app.settings["nudge"] == 1
    assert "Nudging W1[0,1] by +1.00" in app.alt and app.canvas.error == ""
    app.canvas._handle_custom_msg({"press": "W3[0,1]"}, [])
    assert app.canvas.error and app.settings["parameter"] == "W1[0,1]"


def test_the_slopes_of_the_pixels_are_those_of_a_nudged_pixel():
    _, slopes = passes(NUMBERS)
    net = Network((2, 2, 2), dtype="float64")
    net.weights = [np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[0.4, -0.2], [0.3, 0.6]])]
    net.biases = [np.array([0.5, 0.0]), np.array([0.0, 0.5])]
    for i in (0, 1):
        nudge = 1e-6 * np.eye(2)[[i]]
        up, down = (net.loss(np.array([[1.0, 0.5]]) + k * nudge, np.array([1])) for k in (1, -1))
        assert slopes[f"x[{i}]"] == pytest.approx((up - down) / 2e-6, abs=1e-8)


@pytest.mark.parametrize("narrow", [False, True])
def test_every_figure_stays_inside_its_circle_and_the_picture(narrow):
    """A letter of the page's font is about 0.56 of its size wide."""
    app = backprop_steps()
    app.canvas.set_state({"narrow": narrow})
    app.set(step=14)
    width, height = app.canvas.size
    circles = [s for s in app.canvas.shapes if s["kind"] == "points" and s["radius"] > 20]
    centres = {tuple(np.frombuffer(s["points"], "<f4")): s["radius"] for s in circles}
    inside = 0
    for shape in app.canvas.shapes:
        if shape["kind"] != "text":
            continue
        wide = 0.56 * shape["size"] * len(shape["words"])
        left = shape["x"] - {"left": 0, "center": wide / 2, "right": wide}[shape["align"]]
        assert left > -4 and left + wide < width + 6, shape["words"]
        assert 0 < shape["y"] < height
        for (x, y), radius in centres.items():
            if shape["align"] == "center" and x == shape["x"] and abs(y - shape["y"]) < radius:
                inside += 1
                assert np.hypot(wide / 2, abs(y - shape["y"])) < radius, shape["words"]
    assert inside == 18  # ten values, eight slopes
