"""The app of notebook 03: scores, temperature, probabilities, loss."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from app_page import press, words

from dig2ai_helpers.functions import softmax
from dig2ai_helpers.interact import temperature
from dig2ai_helpers.interact.small.scores_and_temperature import Wide


def shares_drawn(app):
    """Lengths of the probability bars, as shares of a full one."""
    left, full = Wide.bar
    boxes = [np.frombuffer(s["boxes"], "<f4") for s in app.canvas.shapes if s["kind"] == "bars"]
    return np.array([width for x, _, width, _ in boxes if x == left]) / full


def test_the_bars_are_the_softmax_of_the_scores_over_the_temperature():
    app = temperature()
    app.set(score_0=1.5, score_1=-0.5, score_2=3.0, temperature=2)
    expected = softmax(np.array([[1.5, -0.5, 3.0]]) / 2)[0]
    np.testing.assert_allclose(shares_drawn(app), expected, rtol=1e-6)
    assert f"class 2 {100 * expected[2]:.1f} %" in app.alt


def test_the_loss_is_the_surprise_of_the_true_class():
    app = temperature()
    app.set(score_0=0, score_1=0, score_2=0)
    assert app.alt.endswith("The true class is 0, so the loss is 1.10.")  # ln 3
    app.set(score_1=5, temperature=0.1, label="0")
    assert app.alt.endswith("so the loss is 50.00.")
    assert "so the loss is high" in app.canvas.caption


def test_what_is_nearly_all_is_not_called_all():
    app = temperature()
    app.set(temperature=0.1)  # the true class has all but 0.00005
    assert "> 99.9 %" in words(app) and "< 0.1 %" in words(app)
    assert app.alt.endswith("so the loss is 0.00005.")
    assert "nearly all" in app.canvas.caption and "would be 0" not in app.canvas.caption


def test_no_minus_stands_before_a_zero(digits):
    app = temperature(digits)
    app.set(score_0=0, score_1=-0.1, temperature=10)
    assert "−0.0" not in words(app) + app.alt.split(" ")


def test_a_score_is_dragged_in_the_picture():
    app = temperature()
    targets = {target["name"]: target for target in app.canvas.targets}
    assert targets["score_1"]["says"] == "1.0" and targets["score_1"]["last"] == 100
    press(app, "score_1:100")
    assert app.settings["score_1"] == 5 and "2.0, 5.0, −1.0" in app.alt
    box = [s for s in app.canvas.shapes if s["kind"] == "points"][1]
    left, width = targets["score_1"]["x"], targets["score_1"]["width"]
    assert np.frombuffer(box["points"], "<f4")[0] == left + width  # the knob is under the hand


def test_the_true_class_is_chosen_by_a_press_of_its_name():
    app = temperature()
    app.pick("class:2")
    assert app.settings["label"] == "2" and "The true class is 2" in app.alt
    press(app, "class:7", refused=True)
    assert app.settings["label"] == "2"


def test_classes_with_the_same_share_are_no_winners():
    app = temperature()
    app.set(score_0=0, score_1=0, score_2=0, label="2")
    assert app.canvas.caption.endswith("Classes 0, 1 and 2 have the same share.")


def test_a_place_that_is_none_is_told():
    app = temperature()
    for place in ("101", "-1", "x", ""):
        press(app, f"score_1:{place}", refused=True)
        assert app.settings["score_1"] == 1


def test_a_real_image_brings_ten_scores_and_hides_what_it_needs_not(digits):
    app = temperature(digits)
    assert app.controls.hidden == ["image"] and len(app.canvas.targets) == 6
    app.set(scores="of a new digit", image=4)
    assert app.controls.hidden == ["label"] and app.canvas.targets == []
    shares = shares_drawn(app)
    assert len(shares) == 10 and shares.sum() == pytest.approx(1, abs=0.2)
    assert f"The true class is {digits.validation.labels[4]}" in app.alt
    assert any(shape["kind"] == "image" for shape in app.canvas.shapes)
