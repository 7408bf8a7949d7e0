"""The app of notebook 04: the 2-2-2 network, forward and back."""

import re

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers import Network
from dig2ai_helpers.functions import softmax
from dig2ai_helpers.interact import backprop_steps
from dig2ai_helpers.interact.small.backprop_walk import PARAMETERS, _numbers, nudged_loss
from dig2ai_helpers.interact.small.backprop_words import STEPS


def test_the_values_are_those_of_the_network_by_hand():
    values, _ = _numbers()
    assert (values["z1[0]"], values["z1[1]"]) == (2.5, -0.5)
    assert (values["a1[0]"], values["a1[1]"]) == (2.5, 0.0)
    np.testing.assert_allclose((values["z2[0]"], values["z2[1]"]), (1, 0), atol=1e-12)
    p = softmax(np.array([[1.0, 0.0]]))[0]
    np.testing.assert_allclose((values["p[0]"], values["p[1]"]), p)
    assert values["L"] == pytest.approx(-np.log(p[1]))


@pytest.mark.parametrize("name", PARAMETERS)
def test_each_slope_is_that_of_the_network_and_of_a_small_nudge(name):
    _, slopes = _numbers()
    measured = (nudged_loss(name, 1e-6) - nudged_loss(name, -1e-6)) / 2e-6
    assert slopes[name] == pytest.approx(measured, abs=1e-8)


def test_the_slopes_agree_with_the_package():
    net = Network((2, 2, 2), dtype="float64")
    net.weights = [np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[0.4, -0.2], [0.3, 0.6]])]
    net.biases = [np.array([0.5, 0.0]), np.array([0.0, 0.5])]
    loss, dW, db = net.gradients(np.array([[1.0, 0.5]]), np.array([1]))
    values, slopes = _numbers()
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
    assert checked == 6


def test_every_figure_is_shown_once_on_the_way():
    values, slopes = _numbers()
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
        assert now != before and app.canvas.caption.startswith(f"Step {step} of 13: ")
        before = now


def test_a_nudge_shows_the_predicted_and_the_true_loss():
    app = backprop_steps()
    app.set(parameter="W1[1,0]", nudge=-0.4)
    values, slopes = _numbers()
    predicted = values["L"] + slopes["W1[1,0]"] * -0.4
    true = nudged_loss("W1[1,0]", -0.4)
    assert f"predicts a loss of {predicted:.3f}, the true loss is {true:.3f}" in app.alt
    assert abs(true - predicted) < 0.05
