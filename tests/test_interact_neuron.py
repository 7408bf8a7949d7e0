"""The app of notebook 02: one neuron, its template, its sum."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers import Digits, Split
from dig2ai_helpers.functions import HIDDEN
from dig2ai_helpers.interact import neuron
from dig2ai_helpers.interact.small import one_neuron
from dig2ai_helpers.interact.small.neuron_template import PLUS, Template


@pytest.mark.parametrize("activation", HIDDEN)
def test_the_figures_are_those_of_a_neuron(digits, activation):
    app = neuron(digits)
    app.set(image=7, template="3", bias=-4, activation=activation)
    train = digits.train
    weights = train.images[train.labels == 3].mean(axis=0) - train.images.mean(axis=0)
    total = float(digits.validation.images[7] @ weights)
    a = float(HIDDEN[activation][0](total - 4))
    words = (
        f"An image of a {digits.validation.labels[7]}, times the template for 3, sums to "
        f"{total:+.2f}. With the bias -4, z is {total - 4:+.2f}, and {activation} of it is {a:.2f}."
    )
    assert app.alt.startswith(words.replace("-", "−"))


def test_a_digit_that_nobody_drew_has_no_template(digits):
    kept = digits.train.labels != 3
    some = Split(digits.train.images[kept], digits.train.labels[kept])
    with pytest.raises(ValueError, match="there is no digit 3 to make a template of"):
        neuron(Digits("some", some, digits.validation, digits.test))


def test_the_pictures_are_the_image_the_template_and_their_product(digits):
    app = neuron(digits)
    image, template, product = [s for s in app.canvas.shapes if s["kind"] in ("image", "signed")]
    image = np.frombuffer(image["levels"], np.uint8) / 255
    template = np.frombuffer(template["levels"], np.int8) / 127
    product = np.frombuffer(product["levels"], np.int8) / 127
    np.testing.assert_allclose(image, digits.validation.images[0], atol=0.01)
    np.testing.assert_allclose(product, image * template, atol=0.02)
    assert np.abs(template).max() == 1


def test_the_words_follow_the_sum(digits):
    app = neuron(digits)
    app.set(image=0, template=str(digits.validation.labels[0]))
    assert "it fits" in app.canvas.caption and "passes" in app.canvas.caption
    app.set(bias=-30)
    assert "The bias pulls z below 0." in app.canvas.caption
    app.set(activation="tanh")
    assert "flat" in app.canvas.caption


def test_every_image_template_and_activation_can_be_drawn(digits):
    app = neuron(digits)
    for image in range(60):
        app.set(image=image, template=str(image % 10), activation=list(HIDDEN)[image % 4])
        assert app.canvas.error == ""


def test_the_sign_of_the_template_is_written_in_it(digits):
    words = [s["words"] for s in neuron(digits).canvas.shapes if s["kind"] == "text"]
    assert words.count("+") > 5 and words.count("−") > 2


def test_what_is_not_digits_is_refused():
    with pytest.raises(TypeError, match="load_digits"):
        neuron(np.zeros((5, 784)))


def test_every_activation_function_has_a_range_to_be_drawn_in():
    assert set(one_neuron.Y_RANGES) == set(one_neuron.Y_TICKS) == set(HIDDEN)


def paint(app, *cells):
    """Paint as the page does."""
    app.canvas._handle_custom_msg({"press": f"paint:{','.join(map(str, cells))}"}, [])


def test_a_template_is_painted_on_and_everything_follows(digits):
    app = neuron(digits)
    image = digits.validation.images[0]
    inked, before = int(image.argmax()), app.alt
    app.set(brush="− this ink doesn't")
    paint(app, inked)
    assert app.canvas.error == "" and app.alt != before and "painted on by you" in app.alt
    (template,) = [s for s in app.canvas.shapes if s["kind"] == "signed"][:1]
    assert np.frombuffer(template["levels"], np.int8)[inked] == round(-0.7 * 127)
    assert app.controls.disabled == []
    app.press("anew")
    assert app.alt == before and app.controls.disabled == ["anew"]


@pytest.mark.parametrize("cell, rows, columns", [(405, 3, 3), (0, 2, 2), (783, 2, 2), (755, 3, 2)])
def test_paint_also_reaches_the_pixels_beside(digits, cell, rows, columns):
    template = Template(digits.train)
    template.follow({"brush": PLUS, "template": "3"})
    before = template.weights.reshape(28, 28).copy()
    template.paint(f"paint:{cell}")
    changed = np.argwhere(template.weights.reshape(28, 28) != before)
    low, high = changed.min(axis=0), changed.max(axis=0)
    row, column = divmod(cell, 28)
    assert (high - low + 1).tolist() == [rows, columns] and len(changed) == rows * columns
    assert low.tolist() == [max(row - 1, 0), max(column - 1, 0)]
    beside = template.weights[cell - 1 if column else cell + 1]
    assert template.weights[cell] == pytest.approx(0.7 * template.scale)
    place = divmod(cell - 1 if column else cell + 1, 28)
    assert beside == pytest.approx((before[place] + 0.7 * template.scale) / 2)


def test_another_digits_template_comes_without_paint(digits):
    app = neuron(digits)
    app.set(template="3")
    clean = app.alt
    paint(app, 400, 401, 402)
    app.set(bias=3, activation="tanh")
    assert "painted" in app.alt
    app.set(template="4", bias=0, activation="relu")
    app.set(template="3")
    assert app.alt == clean


@pytest.mark.parametrize("cells", ["784", "-1", "x", "", "1,,2", "nan"])
def test_a_place_off_the_template_is_refused(digits, cells):
    app = neuron(digits)
    before = app.alt
    app.canvas._handle_custom_msg({"press": f"paint:{cells}"}, [])
    assert app.canvas.error and app.alt == before


def test_every_new_digit_is_scored(digits):
    app = neuron(digits)
    app.set(template="3", bias=-4)
    train, new = digits.train, digits.validation
    weights = train.images[train.labels == 3].mean(axis=0) - train.images.mean(axis=0)
    above = new.images @ weights - 4 > 0
    own = new.labels == 3
    assert f"Of the new digits 3, {above[own].sum()} of {own.sum()} have z above 0" in app.alt
    assert app.alt.endswith(f"of all others, {above[~own].sum()} of {(~own).sum()}.")
