"""The network: what it computes, and that it is the same each time."""

import numpy as np
import pytest

from dig2ai_helpers import Network, check_gradients
from dig2ai_helpers.functions import HIDDEN, OUTPUT
from dig2ai_helpers.network_inputs import check_range

SIZES = {1: (7, 5), 2: (7, 6, 5), 3: (7, 6, 4, 5), 4: (7, 6, 4, 8, 5)}


def batch(n):
    """Images of 7 pixels, and labels of 5 classes."""
    rng = np.random.default_rng(1)
    return rng.random((n, 7)), rng.integers(0, 5, n)


def awake(net):
    """Give the biases values, too: zeros hide mistakes."""
    rng = np.random.default_rng(2)
    net.biases = [rng.normal(size=b.shape).astype(b.dtype) for b in net.biases]
    return net


def largest_difference(ours, theirs):
    """The largest difference, as a share of the largest number."""
    scale = max(np.abs(theirs).max(), 1e-300)
    return np.abs(ours - theirs).max() / scale


@pytest.mark.parametrize("n", [1, 2, 33])
@pytest.mark.parametrize("depth", SIZES)
@pytest.mark.parametrize("output", OUTPUT)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_outputs_loss_and_gradients_agree_with_pytorch(hidden, output, depth, n):
    torch = pytest.importorskip("torch")
    net = awake(Network(SIZES[depth], hidden, output, "lecun", dtype="float64"))
    images, labels = batch(n)

    weights = [torch.tensor(W, requires_grad=True) for W in net.weights]
    biases = [torch.tensor(b, requires_grad=True) for b in net.biases]
    a = torch.tensor(images)
    for layer, (W, b) in enumerate(zip(weights, biases, strict=True)):
        scores = a @ W + b
        a = getattr(torch, hidden)(scores) if layer < depth - 1 else scores
    if output == "softmax":
        theirs = torch.softmax(scores, dim=1)
        loss = torch.nn.functional.cross_entropy(scores, torch.tensor(labels))
    else:
        theirs = torch.sigmoid(scores)
        answers = torch.eye(5, dtype=torch.float64)[labels]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(
            scores, answers, reduction="sum"
        ) / len(labels)
    loss.backward()

    our_loss, dW, db = net.gradients(images, labels)
    assert largest_difference(net.forward(images), theirs.detach().numpy()) < 1e-12
    assert our_loss == pytest.approx(loss.item(), rel=1e-12)
    assert net.loss(images, labels) == pytest.approx(loss.item(), rel=1e-12)
    for ours, parameter in zip([*dW, *db], [*weights, *biases], strict=True):
        assert ours.shape == tuple(parameter.shape)
        assert largest_difference(ours, parameter.grad.numpy()) < 1e-12


@pytest.mark.parametrize("dtype, bound", [("float64", 1e-7), ("float32", 1e-4)])
@pytest.mark.parametrize("output", OUTPUT)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_the_gradient_agrees_with_central_differences(hidden, output, dtype, bound):
    net = awake(Network((7, 6, 4, 5), hidden, output, "lecun", dtype=dtype))
    assert check_gradients(net, *batch(4)) < bound


def a_transposed_product(net, loss, dW, db):
    dW[1] = np.resize(dW[1].T, dW[1].shape)


def a_forgotten_mean(net, loss, dW, db):
    dW[0] *= 4


def a_lost_bias(net, loss, dW, db):
    db[0][:] = 0


def a_wrong_sign(net, loss, dW, db):
    db[-1] *= -1


def a_single_wrong_number(net, loss, dW, db):
    dW[0].flat[np.abs(dW[0]).argmax()] *= 1.1


def a_single_number_too_small(net, loss, dW, db):
    dW[0].flat[np.abs(dW[0]).argmax()] *= 0.9


@pytest.mark.parametrize(
    "mistake",
    [
        a_transposed_product,
        a_forgotten_mean,
        a_lost_bias,
        a_wrong_sign,
        a_single_wrong_number,
        a_single_number_too_small,
    ],
)
def test_the_gradient_check_catches(mistake):
    class Mistaken(Network):
        def gradients(self, images, labels):
            right = super().gradients(images, labels)
            mistake(self, *right)
            return right

    net = awake(Mistaken((7, 6, 5), "tanh", dtype="float64"))
    assert check_gradients(net, *batch(4)) > 1e-3


@pytest.mark.parametrize(
    ("factor", "error"), [(3, 2 / 3), (-3, 4 / 3), (1 / 3, 2 / 3), (-1 / 3, 4 / 3)]
)
def test_the_gradient_check_says_how_wrong_a_gradient_is(factor, error):
    """Relative to the larger of the two, whatever their signs."""

    class Scaled(Network):
        def gradients(self, images, labels):
            loss, dW, db = super().gradients(images, labels)
            return loss, [factor * g for g in dW], [factor * g for g in db]

    net = awake(Scaled((7, 6, 5), "tanh", dtype="float64"))
    assert check_gradients(net, *batch(4)) == pytest.approx(error, rel=1e-5)


@pytest.mark.parametrize("hidden", ["relu", "selu"])
@pytest.mark.parametrize("right", [True, False])
def test_a_nudge_across_a_kink_is_no_error_and_hides_none(hidden, right):
    class Net(Network):
        def gradients(self, images, labels):
            loss, dW, db = super().gradients(images, labels)
            return loss, dW, db if right else [1.01 * b for b in db]

    net, (images, labels) = awake(Net((7, 6, 5), hidden, dtype="float64")), batch(4)
    net.biases[0] -= net.propagate(images)[1][0][0] - 3e-6  # z = 3e-6, for the first image
    error = check_gradients(net, images, labels)
    assert error < 1e-7 if right else 0.005 < error < 0.02


@pytest.mark.parametrize("of", ["weights", "biases"])
@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_gradient_that_is_no_number_is_told(of, bad):
    class Net(Network):
        def backpropagate(self, *given, **named):
            dW, db = super().backpropagate(*given, **named)
            (dW if of == "weights" else db)[-1].flat[0] = bad
            return dW, db

    class Unchecked(Net):
        def gradients(self, images, labels):
            inputs, zs = self.propagate(images)
            return 0.0, *self.backpropagate(inputs, zs, self.loss_and_delta(zs[-1], labels)[1])

    with pytest.raises(ValueError, match="range of float64"):
        check_gradients(awake(Net((7, 6, 5), dtype="float64")), *batch(4))
    assert not check_gradients(awake(Unchecked((7, 6, 5), dtype="float64")), *batch(4)) < 1e9


def test_the_gradient_check_leaves_the_network_as_it_was():
    net = Network((7, 6, 5))
    before = [W.copy() for W in net.weights]
    check_gradients(net, *batch(4))
    for W, earlier in zip(net.weights, before, strict=True):
        np.testing.assert_array_equal(W, earlier)
        assert W.dtype == np.float32


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_one_number_out_of_range_is_found_among_others(bad):
    net, fine, one_is_not = Network((7, 5)), np.ones(3), np.array([1.0, bad, 2.0])
    check_range(net, fine, fine)
    for arrays in ((fine, one_is_not), (one_is_not, fine)):
        with pytest.raises(ValueError, match="range of float32: build a new network"):
            check_range(net, *arrays)


def test_by_hand_on_a_2_2_2_network():
    net = Network((2, 2, 2), dtype="float64")
    net.weights = [np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[1.0, 0.0], [3.0, -2.0]])]
    net.biases = [np.array([0.5, 0.0]), np.array([0.0, 1.0])]
    image = np.array([[1.0, 0.5]])
    # z1 = (2.5, -0.5), a1 = (2.5, 0), scores = (2.5, 1), p0 = 1 / (1 + e^-1.5)
    p0 = 1 / (1 + np.exp(-1.5))
    np.testing.assert_allclose(net.forward(image), [[p0, 1 - p0]])
    loss, dW, db = net.gradients(image, np.array([1]))
    assert loss == pytest.approx(-np.log(1 - p0))
    np.testing.assert_allclose(db[1], [p0, -p0])
    np.testing.assert_allclose(dW[1], [[2.5 * p0, -2.5 * p0], [0, 0]])
    np.testing.assert_allclose(db[0], [p0, 0])  # the second neuron is off
    np.testing.assert_allclose(dW[0], [[p0, 0], [0.5 * p0, 0]])


@pytest.mark.parametrize("output", OUTPUT)
def test_scores_of_ten_thousand_give_finite_figures(output):
    net = Network((2, 3), output=output, dtype="float64")
    net.weights[0][:] = [[1e4, -1e4, 0], [-1e4, 1e4, 0]]
    images, labels = np.eye(2), np.array([1, 1])
    with np.errstate(all="raise", under="ignore"):
        loss, dW, db = net.gradients(images, labels)
    assert np.isfinite(loss) and loss > 9e3
    assert np.isfinite(net.forward(images)).all()
    assert all(np.isfinite(slope).all() for slope in (*dW, *db))


def test_predict_and_evaluate_follow_from_the_outputs():
    net = awake(Network((7, 6, 5)))
    images, labels = batch(50)
    outputs = net.forward(images)
    np.testing.assert_array_equal(net.predict(images), outputs.argmax(axis=1))
    loss, accuracy = net.evaluate(images, labels)
    assert accuracy == np.mean(outputs.argmax(axis=1) == labels)
    assert loss == pytest.approx(-np.mean(np.log(outputs[np.arange(50), labels])), rel=1e-5)
    assert type(loss) is float and type(accuracy) is float


def test_many_images_give_what_each_gives_alone():
    net = awake(Network((7, 6, 5), dtype="float64"))
    images, _ = batch(9000)
    together = net.forward(images)
    assert together.shape == (9000, 5)
    for row in (0, 4095, 4096, 8191, 8192, 8999):
        np.testing.assert_allclose(net.forward(images[row : row + 1])[0], together[row])


def test_the_same_seed_gives_the_same_start():
    first, second, other = (Network((7, 6, 5), seed=seed) for seed in (3, 3, 4))
    for W, same, different in zip(first.weights, second.weights, other.weights, strict=True):
        np.testing.assert_array_equal(W, same)
        assert not np.array_equal(W, different)


@pytest.mark.parametrize(
    "init, spread", [("he", (2 / 400) ** 0.5), ("lecun", 1 / 20), ("small", 0.01), ("normal", 1)]
)
def test_the_start_spreads_as_its_name_says(init, spread):
    net = Network((400, 300, 10), init=init)
    assert net.weights[0].std() == pytest.approx(spread, rel=0.01)
    assert abs(net.weights[0].mean()) < spread / 50
    assert all((b == 0).all() for b in net.biases)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_everything_has_the_networks_dtype(dtype):
    net = Network((7, 6, 5), dtype=dtype)
    _, dW, db = net.gradients(*batch(3))
    assert {array.dtype.name for array in [*net.weights, *net.biases, *dW, *db]} == {dtype}
    assert net.forward(batch(3)[0]).dtype == dtype


def test_a_network_at_the_end_of_a_cell_shows_its_layers():
    assert repr(Network((784, 30, 20, 10))) == "<Network 784-30-20-10>"


def test_the_summary_counts_every_parameter():
    text = Network((784, 128, 10)).summary()
    for part in ("(784, 128)", "(128,)", "100,480", "1,290", "101,770", "relu", "softmax"):
        assert part in text
    assert len(text.splitlines()) == 4
    assert "(784, 10)" in Network((784, 10)).summary()
