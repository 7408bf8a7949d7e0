"""What notebook 08 says of its experiments, for five seeds; on MNIST with 5,000 digits, for one."""

import numpy as np
import pytest

from dig2ai_helpers import Digits, Network, Split, recipes, train
from dig2ai_helpers.functions import softmax

SEEDS = range(5)


@pytest.fixture(scope="module")
def fewer(real_mnist):
    """The digits of MNIST that the notebook uses."""
    train_digits = real_mnist.train.first(5_000)
    return Digits("mnist", train_digits, real_mnist.validation, real_mnist.test)


def accuracy(net, split):
    return net.evaluate(split.images, split.labels)[1]


def lean(split):
    rows = split.images.reshape(-1, 28, 28)
    moved = [np.roll(rows[:, r], int((13 - r) / 2), axis=1) for r in range(28)]
    return Split(np.stack(moved, axis=1).reshape(-1, 784), split.labels)


def fine_tuned(digits, seed):
    """Accuracies: leaning before, leaning after, upright before, upright after; a new network's."""
    loaded, _ = recipes["sigmoid-128-64"].run(digits, seed=seed, report=None)
    new = recipes["sigmoid-128-64"].build(seed=seed)
    leaning, hundred = lean(digits.validation), lean(digits.train.first(100))
    before = accuracy(loaded, leaning), accuracy(loaded, digits.validation)
    for net in (loaded, new):
        settings = {"epochs": 20, "batch_size": 10, "learning_rate": 0.3, "seed": seed}
        train(net, hundred, progress=False, **settings)
    after = accuracy(loaded, leaning), accuracy(loaded, digits.validation)
    return before, after, accuracy(new, leaning)


def trained_as_long(digits, seed, epochs):
    """Accuracy on leaning digits after as many updates as the loaded network has had in all."""
    new = recipes["sigmoid-128-64"].build(seed=seed)
    settings = {"batch_size": 10, "learning_rate": 0.3, "seed": seed, "progress": False}
    train(new, lean(digits.train.first(100)), epochs=epochs, **settings)
    return accuracy(new, lean(digits.validation))


@pytest.mark.parametrize("seed", SEEDS)
def test_most_of_the_gain_of_fine_tuning_is_updates(digits, seed):
    assert 20 * -(-len(digits.train) // 32) + 200 == 960  # of the loaded network, in all
    assert 0.86 < trained_as_long(digits, seed, epochs=96) < 0.9


def test_part_of_the_gain_of_fine_tuning_is_updates_on_mnist(fewer):
    assert 0.68 < trained_as_long(fewer, 1, epochs=334) < 0.76


@pytest.mark.parametrize("seed", SEEDS)
def test_fine_tuning_helps_and_forgets(digits, seed):
    (leaning, upright), (leaning_after, upright_after), new = fine_tuned(digits, seed)
    assert leaning < 0.6 and 0.88 < leaning_after and new < 0.8
    assert upright_after < upright - 0.04


def test_fine_tuning_helps_and_forgets_on_mnist(fewer):
    (leaning, upright), (leaning_after, upright_after), new = fine_tuned(fewer, 1)
    assert leaning + 0.04 < leaning_after and new < leaning_after - 0.2
    assert upright_after < upright - 0.02


@pytest.mark.parametrize("seed", SEEDS)
def test_small_weights_leave_a_sigmoid_network_on_its_plateau(digits, seed):
    fifty = digits.train.first(50)
    costs, ratios = {}, {}
    for init in ("small", "lecun"):
        net = Network((784, 128, 64, 10), "sigmoid", "sigmoid", init, seed)
        _, dW, _ = net.gradients(fifty.images, fifty.labels)
        ratios[init] = np.sqrt((dW[2] ** 2).mean() / (dW[0] ** 2).mean())
        settings = {"epochs": 300, "batch_size": None, "learning_rate": 0.3, "progress": False}
        costs[init] = train(net, fifty, **settings).loss
    assert ratios["small"] > 5_000 and 50 < ratios["lecun"] < 300
    assert abs(costs["small"][99] - costs["small"][299]) < 0.02 and costs["lecun"][299] < 0.6


@pytest.mark.parametrize("seed", SEEDS)
def test_batches_of_32_need_32_times_the_rate(digits, seed):
    found = [
        recipes["relu-128-64"].run(digits, seed=seed, report=None, batch_size=32, learning_rate=eta)
        for eta in (0.01, 0.32)
    ]
    old, higher = (accuracy(net, digits.validation) for net, _ in found)
    assert old < 0.25 and higher > 0.9


@pytest.mark.parametrize("seed", SEEDS)
def test_ten_times_as_many_digits_help_each_time(digits, seed):
    found = []
    for n in (10, 100, 1_000):
        net = recipes["relu-128-64"].build(seed=seed)
        settings = {"epochs": 15_000 // n, "batch_size": 10, "learning_rate": 0.1, "seed": seed}
        train(net, digits.train.first(n), progress=False, **settings)
        found.append(accuracy(net, digits.validation))
    assert found == sorted(found) and found[0] < 0.5 and found[2] > 0.9


def start_of(x, labels, epochs):
    """The losses of the first epochs of `full-batch-128`, by a softmax that isn't stable."""
    net = recipes["full-batch-128"].build(dtype="float64")
    y = np.eye(10)[labels]
    losses = []
    for _ in range(epochs):
        scores = net.propagate(x)[1][-1]
        assert scores.max() < 709  # beyond that, exp overflows
        with np.errstate(invalid="ignore"):
            p = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
            losses.append(-np.sum(y * np.log(p)) / len(x))
        assert np.allclose(p, softmax(scores))  # the gradient stays right
        train(net, Split(x, labels), epochs=1, batch_size=None, learning_rate=0.2, progress=False)
    return losses


def test_the_loss_of_full_batch_128_begins_higher_with_more_neurons(digits):
    recipe, split = recipes["full-batch-128"], digits.validation
    for h, said in ((32, 49), (64, 88), (128, 117), (256, 180)):
        nets = [recipe.build(neurons=h, seed=seed) for seed in SEEDS]
        losses = [net.loss(split.images, split.labels) for net in nets]
        assert np.median(losses) == pytest.approx(said, abs=0.5)


def test_the_loss_of_full_batch_128_rises_at_first_with_few_seeds(digits):
    rises = []
    for seed in SEEDS:
        _, history = recipes["full-batch-128"].run(digits, seed=seed, report=None, epochs=3)
        rises.append(max(history.loss) > history.loss[0])
    assert rises == [True, False, False, True, False]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_mistakes_of_full_batch_128_are_less_confident_at_a_high_rate(digits, seed):
    highest = []
    for rate in (0.2, 1.0):
        settings = {"epochs": 100, "learning_rate": rate}
        net, _ = recipes["full-batch-128"].run(digits, seed=seed, report=None, **settings)
        p = net.forward(digits.validation.images)
        wrong = p.argmax(axis=1) != digits.validation.labels
        highest.append(p[wrong].max(axis=1).mean())
    assert highest[0] > 0.9 and 0.58 < highest[1] < 0.73


def test_the_loss_of_full_batch_128_is_nan_between_two_of_its_lines(digits):
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        losses = start_of(digits.train.images.astype("float64"), digits.train.labels, 11)
    assert np.isfinite([losses[0], losses[10]]).all()
    assert np.isnan(losses[1:4]).all() and np.isfinite(losses[4:]).all()


def test_the_loss_of_full_batch_128_is_nan_on_all_of_mnist(real_mnist):
    x = np.concatenate([real_mnist.validation.images, real_mnist.train.images])
    labels = np.concatenate([real_mnist.validation.labels, real_mnist.train.labels])
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        losses = start_of(x.astype("float64"), labels, 2)
    assert np.isfinite(losses[0]) and np.isnan(losses[1])


@pytest.mark.parametrize("seed", SEEDS)
def test_large_weights_hardly_move_and_stay_random(digits, seed):
    moved, reads = {}, {}
    for init in ("normal", "he"):
        net = Network((784, 128, 10), init=init, seed=seed)
        before = net.weights[0].copy()
        settings = {"epochs": 60, "batch_size": None, "learning_rate": 0.2, "progress": False}
        few = digits.train.first(500)
        train(net, few, **settings)
        assert accuracy(net, few) > 0.95
        moved[init] = np.linalg.norm(net.weights[0] - before) / np.linalg.norm(before)
        reads[init] = accuracy(net, digits.validation)
    assert moved["normal"] < 0.08 and 0.15 < moved["he"] < 0.25
    assert reads["he"] > reads["normal"] + 0.06
