"""Activations and losses, and the slope of each."""

import numpy as np
import pytest

from dig2ai_helpers import functions
from dig2ai_helpers.functions import HIDDEN, OUTPUT

Z = np.array([-30.0, -3.0, -0.7, -1e-3, 1e-3, 0.2, 1.0, 4.0, 30.0])  # not 0, ReLU's kink
EXTREME = np.array([[1e4, -1e4, 0.0], [-1e4, -1e4, -1e4], [1e4, 1e4, 0.0], [0.0, -1e4, 1e4]])


def central_difference(function, z):
    return (function(z + 1e-6) - function(z - 1e-6)) / 2e-6


@pytest.mark.parametrize("name", HIDDEN)
def test_each_slope_is_the_slope_of_its_activation(name):
    function, slope = HIDDEN[name]
    np.testing.assert_allclose(slope(Z), central_difference(function, Z), rtol=1e-6, atol=1e-9)


@pytest.mark.parametrize("name", HIDDEN)
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_activations_keep_the_dtype_and_take_any_score(name, dtype):
    scores = EXTREME.astype(dtype)
    for function in HIDDEN[name]:
        assert function(scores).dtype == dtype
        assert np.isfinite(function(scores)).all()


def test_activations_have_their_known_values():
    assert functions.relu(-2.0) == 0 and functions.relu(3.0) == 3
    assert functions.relu_slope(0.0) == 0
    assert functions.sigmoid(0.0) == 0.5
    assert functions.sigmoid(np.log(3)) == pytest.approx(0.75)
    assert functions.tanh(np.log(2)) == pytest.approx(0.6)
    assert functions.selu(1.0) == pytest.approx(1.0507009873554805)
    assert functions.selu(-50.0) == pytest.approx(-1.0507009873554805 * 1.6732632423543772)


@pytest.mark.parametrize("name", HIDDEN)
def test_activations_take_a_list(name):
    for function in HIDDEN[name]:
        np.testing.assert_array_equal(function([-2.0, 3.0]), function(np.array([-2.0, 3.0])))


def test_the_slope_of_selu_at_zero_is_the_one_from_the_left():
    limit = 1.0507009873554805 * 1.6732632423543772
    assert functions.selu_slope(0.0) == pytest.approx(limit)


def test_the_sigmoid_is_exact_far_out():
    assert functions.sigmoid(-700.0) == pytest.approx(np.exp(-700.0), rel=1e-12, abs=0)
    assert functions.sigmoid(np.float64(40.0)) == 1.0


@pytest.mark.parametrize("kind", ["uint8", "uint16", "int8", "bool"])
def test_the_sigmoid_takes_numbers_that_have_no_minus(kind):
    z = np.array([0, 1]).astype(kind)
    np.testing.assert_allclose(functions.sigmoid(z), [0.5, 1 / (1 + np.exp(-1))])
    np.testing.assert_allclose(functions.sigmoid_slope(z), functions.sigmoid_slope([0.0, 1.0]))


def test_softmax_gives_probabilities_in_the_order_of_the_scores():
    scores = np.random.default_rng(0).normal(size=(5, 10))
    probabilities = functions.softmax(scores)
    assert (probabilities > 0).all()
    np.testing.assert_allclose(probabilities.sum(axis=1), 1)
    np.testing.assert_array_equal(probabilities.argsort(axis=1), scores.argsort(axis=1))
    np.testing.assert_allclose(
        functions.softmax(np.log([[1.0, 2.0, 5.0]])), [[1 / 8, 2 / 8, 5 / 8]]
    )


def test_adding_a_constant_to_the_scores_changes_no_probability():
    scores = np.array([[1.0, 2.0, 3.0]])
    np.testing.assert_array_equal(functions.softmax(scores), functions.softmax(scores + 1e3))


def test_softmax_cross_entropy_is_the_mean_surprise():
    scores = np.log([[1.0, 2.0, 5.0], [4.0, 2.0, 2.0]])
    loss, _ = functions.softmax_cross_entropy(scores, np.array([2, 1]))
    assert loss == pytest.approx(-(np.log(5 / 8) + np.log(2 / 8)) / 2)


def test_sigmoid_cross_entropy_sums_the_surprise_of_every_class():
    loss, _ = functions.sigmoid_cross_entropy(np.log([[3.0, 1.0]]), np.array([0]))
    assert loss == pytest.approx(-np.log(3 / 4) - np.log(1 / 2))


@pytest.mark.parametrize("name", OUTPUT)
def test_a_loss_is_a_plain_number(name):
    loss, _ = OUTPUT[name][1](np.zeros((2, 3), dtype="float32"), np.array([0, 2]))
    assert type(loss) is float


@pytest.mark.parametrize("name", OUTPUT)
def test_the_delta_is_the_slope_of_the_loss(name):
    _, loss_of = OUTPUT[name]
    scores = np.random.default_rng(0).normal(size=(3, 4)) * 3
    labels = np.array([0, 3, 1])
    _, delta = loss_of(scores, labels)
    for place in np.ndindex(*scores.shape):
        nudge = np.zeros_like(scores)
        nudge[place] = 1
        along = central_difference(lambda t, n=nudge: loss_of(scores + t * n, labels)[0], 0.0)
        assert delta[place] == pytest.approx(along, abs=1e-8)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("name", OUTPUT)
def test_losses_are_exact_for_huge_scores(name, dtype):
    outputs_of, loss_of = OUTPUT[name]
    scores = EXTREME.astype(dtype)
    with np.errstate(all="raise", under="ignore"):
        outputs = outputs_of(scores)
        loss, delta = loss_of(scores, np.array([1, 0, 0, 2]))
    assert np.isfinite(outputs).all() and np.isfinite(delta).all()
    # softmax: 20,000, ln 3, ln 2, 0; sigmoid, row by row: 10,000 for each wrong sure answer
    expected = {
        "softmax": (2e4 + np.log(3) + np.log(2)) / 4,
        "sigmoid": (2e4 + np.log(2) + 1e4 + 1e4 + np.log(2) + np.log(2)) / 4,
    }
    assert loss == pytest.approx(expected[name], rel=1e-6)
