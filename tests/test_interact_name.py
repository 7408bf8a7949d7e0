"""The app of notebook 10: the reader names the hardest digits, and then compares."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers import Network, Split
from dig2ai_helpers.interact import name_the_digit
from dig2ai_helpers.interact.toolkit.words import times


@pytest.fixture
def app(network, digits):
    return name_the_digit(network, digits.test)


@pytest.fixture(scope="module")
def hardest(network, digits):
    """Labels of the hardest digits, and what the network reads."""
    p = network.forward(digits.test.images)
    own = p[np.arange(len(p)), digits.test.labels]
    rows = sorted(range(len(p)), key=lambda row: own[row])[:10]
    return digits.test.labels[rows], p[rows].argmax(axis=1)


def name_all(app, names):
    for name in names:
        app.press(f"digit_{name}")


def test_no_label_is_told_before_all_are_named(app, hardest):
    assert "Digit 1 of 10" in app.alt and "none so far" in app.alt
    name_all(app, [0] * 9)
    assert "Digit 10 of 10" in app.alt and "digit 9 is a 0" in app.alt
    said = " ".join(shape.get("words", "") for shape in app.sketch.shapes)
    assert "✓" not in said and "label" not in app.alt and "network" not in app.alt


def test_all_named_right_is_told_beside_the_network(app, hardest):
    labels, read = hardest
    name_all(app, labels)
    right = np.sum(labels == read)
    assert f"10 times out of 10, the network {times(right)}" in app.alt
    assert f"a {labels[0]}, you said {labels[0]}, the network {read[0]}" in app.alt
    said = [shape.get("words", "") for shape in app.sketch.shapes]
    assert said.count(f"net {read[0]} ✗") >= 1 and not any("you" in w and "✗" in w for w in said)


def test_a_wrong_name_is_marked_and_can_be_taken_back(app, hardest):
    labels, _ = hardest
    names = [*labels[:9], (labels[9] + 1) % 10]
    name_all(app, names)
    assert "9 times out of 10" in app.alt
    app.press("back")
    assert "Digit 10 of 10" in app.alt
    app.press(f"digit_{labels[9]}")
    assert "10 times out of 10" in app.alt


def test_buttons_that_would_do_nothing_cannot_be_pressed(app):
    assert app.controls.disabled == ["back"]
    app.press("digit_3")
    assert app.controls.disabled == []
    name_all(app, [3] * 9)
    assert app.controls.disabled == [f"digit_{k}" for k in range(10)]


def test_it_names_each_image_once_and_fits_a_narrow_page(network, digits):
    app = name_the_digit(network, digits.test)
    name_all(app, range(10))
    images = [shape for shape in app.sketch.shapes if shape["kind"] == "image"]
    assert len(images) == 10
    app.canvas.narrow = True
    app.redraw()
    assert app.sketch.width == 300
    assert max(shape["x"] + shape["size"] for shape in app.sketch.shapes
               if shape["kind"] == "image") <= 300  # fmt: skip


def test_fewer_digits_than_ten_will_do(network, digits):
    app = name_the_digit(network, digits.test.first(3))
    assert "Digit 1 of 3" in app.alt
    name_all(app, [1, 2, 3])
    assert "out of 3" in app.alt


def test_what_cannot_be_named_is_refused_in_a_sentence(network, digits):
    with pytest.raises(TypeError, match="network must be a Network"):
        name_the_digit("network", digits.test)
    with pytest.raises(ValueError, match=r"784 inputs and 10 outputs.* are \(784, 3\)"):
        name_the_digit(Network((784, 3)), digits.test)
    letters = Split(digits.test.images[:2], [3, 11])
    with pytest.raises(ValueError, match="labels must be whole numbers from 0 to 9"):
        name_the_digit(network, letters)
    with pytest.raises(TypeError, match="like digits"):
        name_the_digit(network, digits)
