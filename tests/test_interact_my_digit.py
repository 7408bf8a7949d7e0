"""Your own digit, from the kernel's side: the mathematics, the words, presses and steps."""

import re

import numpy as np
import pytest

pytest.importorskip("anywidget")

from drawings import drawings

from dig2ai_helpers import Network, check_gradients, load_network, train
from dig2ai_helpers.digits.handwriting import strokes_as_mnist
from dig2ai_helpers.functions import HIDDEN
from dig2ai_helpers.gradient_check import exact_copy
from dig2ai_helpers.interact import my_digit
from dig2ai_helpers.interact.my_digit_app import formulas
from dig2ai_helpers.interact.my_digit_app import journey as maths
from dig2ai_helpers.interact.my_digit_app.back_picture import bound
from dig2ai_helpers.interact.my_digit_app.places import remark, strongest_place
from dig2ai_helpers.interact.my_digit_app.prose import lines_of
from dig2ai_helpers.interact.my_digit_app.why_words import a_loss, answer, part
from dig2ai_helpers.interact.sheet.drawing_sheet import pack
from dig2ai_helpers.interact.toolkit.words import figure, signed

SEVEN = [[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]]
LIKE_A_ONE = [[(0.36, 0.3), (0.5, 0.2), (0.5, 0.85)]]  # 784-128-10 takes this 7 for a 1
NETWORKS = {
    "relu": Network((784, 16, 10)),
    "deep": Network((784, 12, 11, 10), hidden="tanh"),
    "selu": Network((784, 9, 8, 7, 10), hidden="selu", init="lecun"),
    "sigmoid": Network((784, 14, 10), hidden="sigmoid", output="sigmoid", dtype="float64"),
}


@pytest.fixture(params=NETWORKS)
def net(request):
    """A network of float64 with biases that are not zero, which would hide mistakes."""
    net = exact_copy(NETWORKS[request.param])
    rng = np.random.default_rng(3)
    for b in net.biases:
        b += 0.1 * rng.standard_normal(b.shape)
    return net


@pytest.fixture(scope="module")
def image():
    return strokes_as_mnist(SEVEN)


@pytest.fixture
def app():
    app = my_digit()
    app.draw(LIKE_A_ONE)
    return app


def chosen(app):
    return {name: app.settings[name] for name in ("label", "rival")}


# ---- the mathematics


def test_the_way_back_gives_the_networks_own_gradients(net, image):
    journey = maths.follow(net, image, 4)
    loss, dW, db = net.gradients(image[None, :], [4])
    assert journey.loss == pytest.approx(loss, abs=1e-12)
    for layer, delta in enumerate(journey.deltas):
        np.testing.assert_allclose(delta, db[layer], atol=1e-12)
        np.testing.assert_allclose(np.outer(journey.inputs[layer], delta), dW[layer], atol=1e-12)
    squares = sum((array**2).sum() for array in [*dW, *db])
    assert journey.squared_gradient == pytest.approx(squares, rel=1e-10)
    assert check_gradients(net, image[None, :], np.array([4])) < 1e-6


def test_without_a_label_it_follows_what_is_read(net, image):
    journey = maths.follow(net, image)
    assert journey.label == journey.reading == net.predict(image[None, :])[0]
    assert journey.runner_up != journey.reading
    np.testing.assert_allclose(journey.probabilities, net.forward(image[None, :])[0])


@pytest.mark.parametrize("other", [0, 9])
def test_of_two_digits_with_the_same_score_the_second_is_another(net, image, other):
    twin = exact_copy(net)
    read = int(net.predict(image[None, :])[0])
    twin.weights[-1][:, other], twin.biases[-1][other] = (
        net.weights[-1][:, read],
        net.biases[-1][read],
    )
    journey = maths.follow(twin, image)
    assert {journey.reading, journey.runner_up} == {read, other} and read != other


def test_finite_differences_agree_with_backpropagation_where_they_are_shown(net, image):
    journey, last = maths.follow(net, image, 2), len(net.weights) - 1
    before = [array.copy() for array in [*net.weights, *net.biases]]
    for place in ((0, int(image.argmax()), 3), (0, None, 3), (last, 1, 2), (last, None, 2)):
        up, down = maths.measured(net, journey, *place)
        measured = (up - down) / (2 * maths.NUDGE)
        assert measured == pytest.approx(maths.computed(journey, *place), rel=1e-6, abs=1e-9)
    for array, old in zip([*net.weights, *net.biases], before, strict=True):
        np.testing.assert_array_equal(array, old)


def test_slope_times_ink_is_the_lead_that_a_little_ink_adds(net, image):
    """By brute force: each of some pixels gets a little more ink, and less."""
    journey = maths.follow(net, image)
    reason = maths.why(net, journey, 5, 2)
    scores = journey.zs[-1]
    assert reason.lead == pytest.approx(scores[5] - scores[2])
    h = 1e-6
    for j in np.flatnonzero(image)[::9]:
        leads = []
        for ink in (float(image[j]) + h, float(image[j]) - h):
            other = image.astype(float)
            other[j] = ink
            z = net.propagate(other[None, :])[1][-1][0]
            leads.append(z[5] - z[2])
        slope = (leads[0] - leads[1]) / (2 * h)
        assert reason.parts[j] == pytest.approx(slope * image[j], rel=1e-4, abs=1e-8)
    assert not reason.parts[image == 0].any()


def test_ink_biases_and_bends_add_up_to_the_lead(net, image):
    reason = maths.why(net, maths.follow(net, image), 5, 2)
    total = sum(reason.ink) + reason.biases + reason.bends
    assert total == pytest.approx(reason.lead, abs=1e-12)
    assert sum(reason.ink) == pytest.approx(reason.parts.sum())
    assert (abs(reason.bends) > 1e-3) == (net.hidden != "relu")


@pytest.mark.parametrize("sizes", [(784, 16, 10), (784, 16, 12, 10)])
def test_for_relu_the_biases_are_all_that_is_left_over(sizes, image):
    """By brute force: an active path is a linear network, whose biases act on zero ink."""
    net = exact_copy(Network(sizes, seed=4))
    rng = np.random.default_rng(7)
    for b in net.biases:
        b += 0.2 * rng.standard_normal(b.shape)
    journey = maths.follow(net, image)
    reason = maths.why(net, journey, 3, 8)
    assert reason.bends == pytest.approx(0, abs=1e-12)
    a = np.zeros(784)
    for W, b, z in zip(net.weights, net.biases, journey.zs, strict=True):
        a = a @ W + b
        if z is not journey.zs[-1]:
            a = a * (z > 0)
    assert reason.biases == pytest.approx(a[3] - a[8], abs=1e-12)


def test_weight_times_ink_is_what_a_linear_network_adds_up(image):
    linear = exact_copy(load_network("784-10"))
    reason = maths.why(linear, maths.follow(linear, image), 7, 1)
    W, b = linear.weights[0], linear.biases[0]
    np.testing.assert_allclose(reason.parts, (W[:, 7] - W[:, 1]) * image, atol=1e-12)
    assert reason.biases == pytest.approx(b[7] - b[1]) and reason.bends == 0


def test_what_the_last_hidden_neurons_say_is_the_lead_but_for_the_last_biases(net, image):
    journey = maths.follow(net, image)
    reason = maths.why(net, journey, 5, 2)
    W, b = net.weights[-1], net.biases[-1]
    np.testing.assert_allclose(reason.neurons[-1], journey.inputs[-1] * (W[:, 5] - W[:, 2]))
    assert reason.neurons[-1].sum() + b[5] - b[2] == pytest.approx(reason.lead, abs=1e-12)
    said = np.abs(reason.neurons[-1][reason.deciding(-1, 6)])
    assert (np.diff(said) <= 0).all() and said[0] == np.abs(reason.neurons[-1]).max()


def test_neurons_look_for_their_weights_and_deeper_ones_for_slopes(image):
    net = exact_copy(NETWORKS["deep"])
    journey = maths.follow(net, image)
    neurons = [4, 0, 11]
    pictures = maths.looked_for(net, journey, 0, neurons)
    np.testing.assert_allclose(pictures, net.weights[0][:, neurons].T)
    (picture,) = maths.looked_for(net, journey, 1, [3])
    more = image + 1e-6 * picture.astype("float32").astype(float)
    rise = net.propagate(more[None, :])[1][1][0, 3] - journey.zs[1][3]
    assert rise == pytest.approx(1e-6 * (picture @ picture), rel=1e-3)


@pytest.mark.parametrize("rate", [1e-5, 1e-4])
def test_a_small_step_lowers_the_loss_as_predicted(net, image, rate):
    journey = maths.follow(net, image, 6)
    _, dW, _ = net.gradients(image[None, :], [6])
    W = net.weights[0].copy()
    predicted, after = maths.step(net, journey, rate)
    np.testing.assert_allclose(net.weights[0], W - rate * dW[0], atol=1e-14)
    assert after.loss < journey.loss
    assert journey.loss - after.loss == pytest.approx(journey.loss - predicted, rel=0.03)


def test_a_step_out_of_range_is_taken_back(image):
    net = exact_copy(NETWORKS["relu"])
    before = [array.copy() for array in net.weights]
    with pytest.raises(ValueError, match="range of float64"):
        maths.step(net, maths.follow(net, image, 6), 1e306)
    for array, old in zip(net.weights, before, strict=True):
        np.testing.assert_array_equal(array, old)


@pytest.mark.parametrize("name", ["784-128-10", "784-512-256-10"])
def test_the_default_rate_predicts_the_fall_to_within_a_fifth(name):
    """On every drawing that the network reads wrong; its steps turn the reading within ten."""
    drawn = drawings(seed=0)
    images = np.array([strokes_as_mnist(one.strokes) for one in drawn])
    labels = np.array([one.label for one in drawn])
    wrong = np.flatnonzero(load_network(name).predict(images) != labels)
    assert len(wrong)
    for i in wrong:
        net = exact_copy(load_network(name))
        journey, steps = maths.follow(net, images[i], int(labels[i])), 0
        while journey.reading != journey.label:
            predicted, after = maths.step(net, journey, 0.001)
            fall = (journey.loss - after.loss) / (journey.loss - predicted)
            assert 0.8 < fall < 1.2
            journey, steps = after, steps + 1
        assert steps <= 10


# ---- the app


def test_an_empty_sheet_says_what_to_do():
    app = my_digit()
    assert app.reading is None and app.alt.startswith("Draw a digit")
    app.press("restart")
    with pytest.raises(ValueError, match="draw a digit first"):
        app.press("step")
    app.controls._handle_custom_msg({"press": "step"}, [])
    assert "draw a digit first" in app.canvas.error


def test_a_seven_taken_for_a_one_is_explained_and_taught(app):
    assert app.reading == 1 and app.alt.startswith("It reads a 1 (79 %), perhaps a 7 (20 %).")
    assert (
        app.canvas.caption
        == "It reads a 1 (79\N{NO-BREAK SPACE}%), perhaps a 7 (20\N{NO-BREAK SPACE}%)."
    )
    app.pick("say:7")
    assert "It reads a 1 (79 %), but you say it is a 7 (20 %)." in app.alt
    assert (
        "The ink at the top counts most towards the 1, that at the top left towards the 7"
        in app.maps.alt
    )
    assert "they cancel out. The biases decide for the 1." in app.maps.alt
    losses = []
    for _ in range(4):
        app.press("step")
        losses.append(float(re.search(r"The loss for the 7 is ([\d.]+)\.", app.alt)[1]))
    assert app.reading == 7 and app.steps == 4 and (np.diff(losses) < 0).all()
    assert app.canvas.caption.startswith("It reads a 7") and "as you say" in app.canvas.caption
    app.press("restart")
    assert app.reading == 1 and app.steps == 0 and "Step" not in app.alt


def test_the_callers_network_never_changes():
    net = Network((784, 16, 10))
    before = [array.copy() for array in [*net.weights, *net.biases]]
    app = my_digit(net)
    app.draw(SEVEN)
    app.set(label=3, rate=0.01)
    app.press("step")
    app.pick("n:0")
    for array, old in zip([*net.weights, *net.biases], before, strict=True):
        np.testing.assert_array_equal(array, old)
    assert any((W != old).any() for W, old in zip(app.network.weights, before, strict=False))
    app.press("restart")
    for W, old in zip(app.network.weights, before, strict=False):
        np.testing.assert_array_equal(W, old)


def test_what_a_step_predicted_and_what_happened_are_both_shown(app):
    app.pick("say:7")
    journey = app._state.journey
    app.press("step")
    last = app._last_step
    app.pick("last")
    assert re.search(r"^Predicted: L − η·\|gradient\|² .* Read again: ", app.canvas.spoken)
    assert last.before == journey.loss and last.after == app._state.journey.loss
    assert last.predicted == journey.loss - 0.001 * journey.squared_gradient
    words = f"went from {figure(last.before)} to {figure(last.after)}; predicted was"
    assert f"Step 1: the loss {words} {figure(last.predicted)}." in app.alt
    app.draw([[(0.2, 0.9), (0.3, 0.9)]])
    assert "Step 1" not in app.alt  # it was about another drawing


def test_a_step_that_is_too_large_is_said_to_be(app):
    app.set(label=7, rate=1)
    assert "after a step: below 0" in words_of(app.canvas)
    app.press("step")
    assert "the step was large" in app.alt or "a smaller learning rate" in app.alt
    app.pick("promise")
    app.press("restart")
    app.set(rate=0.001)
    app.press("step")
    assert "large" not in app.alt and "smaller" not in app.alt


def test_with_nothing_left_to_learn_no_step_is_called_too_large(app):
    app.set(label=7, rate=0.01)
    for _ in range(60):
        app.press("step")
    while app._state.journey.loss >= 0.001:
        app.set(rate=0.1)
        app.press("step")
    app.set(rate=1)
    app.press("step")
    assert app.alt.count("nothing left to learn") == 1 and "did not fall" not in app.alt
    assert "happened" in words_of(app.canvas) and "✗" not in words_of(app.canvas)


def words_of(canvas):
    return " ".join(str(shape["words"]) for shape in canvas.shapes if shape["kind"] == "text")


def test_no_step_before_the_reader_has_said_which_digit_it_is(app):
    assert app.controls.hidden == ["step", "restart"]
    assert not any("✓" in words_of(canvas) for canvas in (app.canvas, app.forward, app.back))
    before = [W.copy() for W in app.network.weights]
    with pytest.raises(ValueError, match="which digit is it"):
        app.press("step")
    for W, old in zip(app.network.weights, before, strict=True):
        np.testing.assert_array_equal(W, old)
    app.pick("say:7")
    assert app.controls.hidden == ["restart"]
    app.press("step")
    assert app.controls.hidden == []
    app.clear()
    assert app.controls.hidden == ["step"]


def test_what_was_learned_is_said_to_stay_until_it_is_forgotten(app):
    app.pick("say:7")
    app.press("step")
    app.clear()
    assert "has taken 1 step" in words_of(app.canvas)
    app.draw(SEVEN)
    assert "has taken 1 step" in words_of(app.canvas)
    app.press("restart")
    assert "has taken" not in words_of(app.canvas)


def test_a_sample_is_the_digit_that_its_writer_meant(app):
    app.pick("say:7")
    app.load(4)
    assert app.settings["label"] == 4
    app.set(label=9)
    app.draw([[(0.5, 0.5), (0.6, 0.6)]])  # on the same sample
    assert app.settings["label"] == 9


def test_the_digit_to_compare_with_is_the_label_then_the_runner_up_or_a_choice(app):
    def pair():
        return app._state.why.one, app._state.why.other

    assert pair() == (1, 7)
    app.set(label=4)
    assert pair() == (1, 4)
    app.set(rival=9)
    assert pair() == (1, 9)
    app.set(rival=1)  # the reading can't be compared with itself
    assert pair() == (1, 4) and app.maps.alt.startswith("It reads 1. Why not 4?")


def test_a_new_drawing_is_a_new_question(app):
    app.set(label=7, rival=9)
    app.pick("pixel:300")
    app.clear()
    assert chosen(app) == {"label": "auto", "rival": "auto"}
    app.set(label=3)  # said before it is drawn
    app.draw(SEVEN)
    assert app.settings["label"] == 3 and "but you say it is a 3" in app.alt


PRESSES = {
    "now": ("canvas", r"surprise at a 7: L = −ln p\[7\] = −ln 0\.\d+ ≈ [\d.]+\.$"),
    "promise": ("canvas", r"L − η·\|gradient\|² ≈ [\d.]+ − 0\.001·\d+ ≈ "),
    "map:0": ("maps", "^Orange ink .* counts towards the 1, blue ink .* towards the 7"),
    "map:1": ("maps", "no hidden neurons"),
    "sum:0": ("maps", r"^Ink for the 1 \+13\.52, ink for the 7 −13\.53, .* that is all"),
    "sum:1": ("maps", "^Without hidden neurons, .* that is all"),
    "row": ("forward", r"784 numbers, the 28 rows .* pixel 209, in row 7, column 13\.$"),
    "pixel:325": ("forward", r"row 11, column 17.* 28·11 \+ 17 = 325, so that x\[325\] = "),
    "x": ("forward", r"^The pixel in row .* x\[\d+\] = 1\.00\.$"),
    "a:0:39": ("forward", r"z1\[39\] = Σ x\[j\]·W1\[j,39\] .* smaller ones\) .* = max\(0, z1"),
    "z:4": ("forward", r"z2\[4\] = Σ a1\[j\]·W2\[j,4\] \+ b2\[4\] ≈ \d\S* \(neuron \d+\) \+ "),
    "p:7": ("forward", r"^Softmax .*: p\[7\] = e\^z\[7\] / Σ e\^z\[m\]"),
    "loss": ("forward", r"L = −ln p\[7\]"),
    "d:0:10": (
        "back",
        r"δ1\[10\] = f′\(z1\[10\]\) · Σ δ2\[m\]·W2\[10,m\] ≈ 1\.00 · \(.* \(digit 7\)",
    ),
    "d:1:7": ("back", r"dL/dz2\[7\] = p\[7\] − y\[7\] = 0\.\d+ − 1 ≈ −0\.\d+\.$"),
    "slopes": ("back", r"neuron 114's weights: .* dL/dW1\[j,114\] = x\[j\]·δ1\[114\]"),
    "g:0": ("back", r"dL/dW1\[\d+,\d+\] = x\[\d+\]·δ1\[\d+\] ≈ 1\.00·"),
    "g:1": ("back", r"dL/db1\[\d+\] = δ1"),
    "n:2": ("back", r"dL/dW2\[\d+,7\] ≈ \(L\(w \+ h\) − L\(w − h\)\) / 2h = \("),
    "apart:3": ("back", "^Backpropagation and measuring differ by"),
}
PICTURES = ("canvas", "maps", "forward", "back")


def heights(app):
    return [getattr(app, name).size for name in PICTURES]


@pytest.mark.parametrize("name", PRESSES)
def test_what_is_pressed_is_explained_beside_it_and_nothing_moves(app, name):
    app.set(label=7)
    verdict, before = app.canvas.caption, heights(app)
    part, words = PRESSES[name]
    getattr(app, part)._handle_custom_msg({"press": name}, [])
    assert app.canvas.error == ""
    spoken = {picture: getattr(app, picture).spoken for picture in PICTURES}
    assert re.search(words, spoken[part]), spoken[part]
    for picture in PICTURES:
        closes = any(target["name"] == "close" for target in getattr(app, picture).targets)
        assert closes == (picture == part)
    assert app.canvas.caption == verdict and heights(app) == before
    app.pick("close")
    assert getattr(app, part).spoken != spoken[part] and heights(app) == before


def test_a_second_press_closes_the_explanation(app):
    app.pick("z:4")
    assert "score (logit) of the 4" in app.forward.spoken
    app.pick("z:4")
    assert "score (logit)" not in app.forward.spoken


@pytest.mark.parametrize("narrow", [False, True])
def test_an_explanation_lies_in_the_picture_and_not_on_what_was_pressed(app, narrow):
    app.set(label=7)
    app.press("step")
    for canvas in (app.canvas, app.maps, app.forward, app.back):
        canvas.set_state({"narrow": narrow})
        width, height = canvas.size
        for target in list(canvas.targets):
            if target["name"].startswith("say") or "cells" in target:
                continue
            app.pick(target["name"])
            note = canvas.targets[-1]
            assert note["name"] == "close"
            assert note["x"] >= 0 and note["x"] + note["width"] <= width
            assert note["y"] >= 0 and note["y"] + note["height"] <= height
            below = note["y"] >= target["y"] + target["height"]
            assert below or note["y"] + note["height"] <= target["y"], target["name"]
            app.pick("close")


def test_a_pressed_neuron_shows_its_own_slopes(app):
    def shown():
        words = [shape.get("words") for shape in app.back.shapes]
        return next(one for one in words if str(one).startswith("slopes of neuron"))

    assert shown() == "slopes of neuron 114"
    app.pick("a:0:39")
    assert shown() == "slopes of neuron 39" and app._state.checked[0][2] == 39
    app.pick("d:0:10")
    assert shown() == "slopes of neuron 10"
    app.clear()
    app.draw(LIKE_A_ONE)
    assert shown() == "slopes of neuron 114"


def test_every_target_can_be_pressed_in_every_kind_of_network(net):
    app = my_digit(net)
    app.draw(SEVEN)
    app.set(label=3)
    app.press("step")
    for canvas in (app.canvas, app.maps, app.forward, app.back):
        for narrow in (True, False):
            canvas.set_state({"narrow": narrow})
            for target in canvas.targets[:: 3 if narrow else 2]:
                name = f"pixel:{target['cell']}" if target["name"] == "pixel" else target["name"]
                canvas._handle_custom_msg({"press": name}, [])
                assert app.canvas.error == ""


def test_the_sum_that_is_written_out_is_the_number(app):
    """The terms that are shown and the rest, added up from the words alone."""
    app.pick("z:4")
    words = app.forward.spoken.replace("−", "-").rstrip(".")
    terms, total = re.search(r"b2\[4\] ≈ (.*) ≈ (\S+)$", words).groups()
    terms = re.sub(r" \((neuron \d+|\d+ smaller ones)\)", "", terms).replace("·", "*")
    assert eval(terms) == pytest.approx(float(total), abs=0.05)


def test_each_activation_has_its_formula():
    assert set(formulas.ACTIVATIONS) == set(HIDDEN)


def test_shown_digits_of_the_loss():
    words = ["< 0.001", "0.0200", "1.50", "below 0"]
    assert [a_loss(x) for x in (0.0001, 0.02, 1.5, -0.3)] == words
    assert [part(x) for x in (1.374, -0.013, 0.004, -0.004)] == ["+1.37", "−0.01", "0.00", "0.00"]
    assert [figure(x) for x in (0, -0.0, 0.99999, 123.4, -0.04, 1.2e-7, 3e9)] == [
        "0", "0", "1.00", "123", "−0.0400", "1.20·10⁻⁷", "3.00·10⁹",
    ]  # fmt: skip
    assert figure(5e-324) == figure(np.float64(5e-324)) == "4.94·10⁻³²⁴"
    assert [signed(x) for x in (2.0, -2.0, 0.0)] == ["+2.00", "−2.00", "0"]
    assert [bound(x) for x in (0, -3e-12, 4e-8, 0.2)] == ["< 10⁻⁹", "< 10⁻⁹", "< 10⁻⁷", "< 10⁰"]


def reasons(image, top, bottom, biases=0.0, bends=0.0):
    """A Why whose ink says so much at the top and at the bottom of a drawing."""
    rows = np.flatnonzero(image.reshape(28, 28).any(axis=1))
    parts = np.zeros((28, 28))
    for row, value in ((rows[0], top), (rows[-1], bottom)):
        column = np.flatnonzero(image.reshape(28, 28)[row])[0]
        parts[row, column] = value
    lead = top + bottom + biases + bends
    return maths.Why(4, 9, 4, parts.ravel(), biases, bends, [], lead)


@pytest.mark.parametrize(
    "values, words",
    [((3, -3, 1), "they cancel out. The biases decide for the 4."),
     ((3, -3, 0, 1), "they cancel out. The bends decide for the 4."),
     ((3, -3, 0.5, 0.5), "they cancel out. Biases and bends decide for the 4."),
     ((0, 0, 1), "No ink counts towards either. The biases decide for the 4."),
     ((0, 0, 0), "Both have the same score: it can't tell them apart."),
     ((3, 0, 50), "most at the top left, but it adds up to little. The biases decide"),
     ((2, -3, 2), "In sum it leans to the 9, but the biases decide for the 4."),
     ((3, -1, 0.1), "Overall, the 4 wins."),
     ((3, -1, -1), "Overall, the 4 wins, against the biases."),
     ((3, -1, 1), "Overall, the 4 wins, and the biases agree."),
     ((3, -2.5, 1), "In sum it leans to the 4, and the biases count even more."),
     ((1, -3, 0.1), "Overall, the 9 wins."),
     ((3, -0.1, 0), "Nearly all ink counts towards the 4, most at the top"),
     ((3, 1, -9), "most at the top left. In sum it leans to the 4, but the biases decide for "
                  "the 9.")],
)  # fmt: skip
def test_one_sentence_answers_why(image, values, words):
    assert words in answer(reasons(image, *values), image)


@pytest.mark.parametrize("seed", range(3))
def test_the_sentence_names_the_winner_and_fits_its_place(seed):
    """Whoever wins by the sentence leads by the scores, for each drawing and each kind."""
    networks = [exact_copy(net) for net in NETWORKS.values()]
    for one in drawings(seed=seed)[:40]:
        image = strokes_as_mnist(one.strokes)
        for net in networks:
            journey = maths.follow(net, image)
            reason = maths.why(net, journey, journey.reading, journey.runner_up)
            words = answer(reason, image)
            winner = re.search(r"(for|to|Overall,) the (\d)[^\d]*$", words)[2]
            assert winner == str(journey.reading)
            assert len(lines_of(words, 414, 15)) <= 3 and len(lines_of(words, 294, 15)) <= 5


def test_places_are_those_of_the_drawing(image):
    parts = np.zeros((28, 28))
    ink = image.reshape(28, 28)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    parts[rows[0], columns[0]] = 1
    assert strongest_place(parts.ravel(), image) == "top left"
    parts[rows[-1], columns[len(columns) // 2]] = 2
    assert strongest_place(parts.ravel(), image) == "bottom"
    parts[rows[len(rows) // 2], columns[len(columns) // 2]] = 3
    assert strongest_place(parts.ravel(), image) == "middle"
    assert strongest_place(-parts.ravel(), image) is None


def scribble(n):
    return [np.random.default_rng(0).random((n, 2)).tolist()]


@pytest.mark.parametrize(
    "strokes, words",
    [([[(0.5, 0.5)]], "hardly more than a dot"), (scribble(400), "so much ink"),
     (scribble(100_000), "so much ink"),
     ([[(0.1, 0.2), (0.1, 0.8)], [(0.9, 0.2), (0.9, 0.8)]], "may be two digits")],
)  # fmt: skip
def test_an_odd_drawing_is_read_and_remarked_on(strokes, words):
    app = my_digit(NETWORKS["relu"])
    app.draw(strokes)
    assert words in app.canvas.caption and app.reading in range(10)
    app.set(label=3)
    app.press("step")
    assert app.canvas.error == ""


def test_no_remark_on_digits_as_people_draw_them():
    assert [one for one in drawings() if remark(strokes_as_mnist(one.strokes))] == []


@pytest.mark.parametrize(
    "network, words",
    [("784-128-10", "must be a Network"), (Network((784, 10)), "at least one hidden layer"),
     (Network((64, 9, 10)), "784 inputs"), (Network((784, 9, 2)), "10 outputs")],
)  # fmt: skip
def test_what_can_not_be_followed_is_refused(network, words):
    with pytest.raises((TypeError, ValueError), match=words):
        my_digit(network)


def test_a_network_of_the_notebook_can_be_taught(digits):
    net = Network((784, 16, 10))
    train(net, digits.train, epochs=3, progress=False)
    app = my_digit(net)
    app.draw(SEVEN)
    app.set(label=(app.reading + 1) % 10, rate=0.003)
    for _ in range(60):
        app.press("step")
    assert app.reading == app.settings["label"]


def test_while_the_pen_moves_the_picture_follows_and_the_words_wait(app):
    state = {"ink": pack([np.array(SEVEN[0])]), "sample": -1, "moving": True}
    app.sheet.set_state({"state": state})
    assert app.canvas.caption == "It reads along …" and app.reading == 7
    assert app.alt.startswith("It reads a 7")


def test_the_still_picture_shows_the_app_in_use():
    empty, drawn = my_digit(), my_digit()
    drawn.draw(SEVEN)
    assert empty.sketch.alt.startswith("An example. It reads a 1 (79 %), but you say it is a 7")
    assert drawn.sketch.alt.startswith("It reads a 7")
    small = my_digit(NETWORKS["relu"]).sketch
    assert small.alt.startswith("An example.") and small.alt != empty.sketch.alt
    kinds = {shape["kind"] for shape in empty.sketch.shapes}
    assert {"ink", "signed", "line", "bars", "image", "text"} <= kinds
    html = drawn._repr_mimebundle_()["text/html"]
    assert "It reads a 7" in html
