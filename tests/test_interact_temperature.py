"""The app of notebook 03: scores, temperature, probabilities, loss."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers.functions import softmax
from dig2ai_helpers.interact import temperature


def bars_drawn(app):
    """Lengths of the probability bars, as shares of a full one."""
    bars = [shape for shape in app.canvas.shapes if shape["kind"] == "bars"]
    return np.array([np.frombuffer(bar["boxes"], "<f4")[2] for bar in bars]) / 180


def test_the_bars_are_the_softmax_of_the_scores_over_the_temperature():
    app = temperature()
    app.set(score_0=1.5, score_1=-0.5, score_2=3.0, temperature=2)
    expected = softmax(np.array([[1.5, -0.5, 3.0]]) / 2)[0]
    np.testing.assert_allclose(bars_drawn(app), expected, rtol=1e-6)
    assert f"class 2 {expected[2]:.1%}" in app.alt


def test_the_loss_is_the_surprise_of_the_true_class():
    app = temperature()
    app.set(score_0=0, score_1=0, score_2=0)
    assert app.alt.endswith("The true class is 0, so the loss is 1.10.")  # ln 3
    app.set(score_1=5, temperature=0.1, label="0")
    assert app.alt.endswith("so the loss is 50.00.")
    assert "so the loss is high" in app.canvas.caption


def test_a_real_image_brings_ten_scores_and_hides_what_it_needs_not(digits):
    app = temperature(digits)
    assert app.controls.hidden == ["image"]
    app.set(scores="of a new digit", image=4)
    assert set(app.controls.hidden) == {"score_0", "score_1", "score_2", "label"}
    shares = bars_drawn(app)
    assert len(shares) == 10 and shares.sum() == pytest.approx(1, abs=0.1)
    assert f"The true class is {digits.validation.labels[4]}" in app.alt
    assert any(shape["kind"] == "image" for shape in app.canvas.shapes)
