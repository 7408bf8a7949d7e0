"""What notebook 05 says and its cells don't show: more seeds, other rates, the code in boxes."""

import re
from copy import deepcopy
from pathlib import Path

import nbformat
import numpy as np
import pytest

from dig2ai_helpers import Network, train

[PATH] = (Path(__file__).parents[1] / "notebooks").glob("05-*.ipynb")
SEEDS = range(5)


@pytest.fixture(params=["digits", "real_mnist"])
def each(request):
    """Both sets of digits, one after the other."""
    return request.getfixturevalue(request.param)


def boxed(words):
    """The block of code in a folded box that has these words."""
    cells = nbformat.read(PATH, as_version=4).cells
    blocks = [b for cell in cells for b in re.findall(r"```python\n(.*?)```", cell.source, re.S)]
    [block] = [block for block in blocks if words in block]
    return block


def learned(digits, seed, **settings):
    """A network that has learned from the first 1,000 images, and its history."""
    net = Network((784, 128, 10), seed=seed)
    few = digits.train.first(1_000)
    return net, train(net, few, digits.validation, seed=seed, progress=False, **settings)


def test_five_epochs_reach_93_to_97_per_cent_usually_95(digits):
    reached = []
    for seed in range(30):
        net = Network((784, 128, 10), seed=seed, dtype="float64")
        history = train(net, digits.train, digits.validation, seed=seed, progress=False)
        reached.append(history.validation_accuracy[-1])
    assert round(min(reached), 2) == 0.93 and round(max(reached), 2) == 0.97
    assert round(np.median(reached), 2) == 0.95


def test_all_weights_together_achieve_hundreds_of_times_as_much_as_one(each):
    few = each.train.first(1_000)
    for seed in SEEDS:
        _, dW, db = Network((784, 128, 10), seed=seed).gradients(few.images, few.labels)
        steepest = np.max(dW[1] ** 2)
        assert 150 < sum((slopes**2).sum() for slopes in dW + db) / steepest < 600


@pytest.mark.parametrize("rates", [(0.5, 0.1, 0.01), (0.6, 0.3, 0.03)])
def test_the_smaller_the_batch_the_lower_the_loss_after_one_epoch(each, rates):
    few, losses = each.train.first(1_000), []
    for size, rate in zip((None, 32, 1), rates, strict=True):
        runs = [learned(each, s, epochs=1, batch_size=size, learning_rate=rate)[0] for s in SEEDS]
        losses.append([net.loss(few.images, few.labels) for net in runs])
    full, mini, single = np.array(losses)
    assert (single < mini).all() and (mini < full).all()


def test_with_dead_neurons_and_rate_100_the_biases_alone_keep_the_loss_near_40(each):
    for rate, low, high in ((1, 2.3, 2.33), (100, 35, 50)):
        net = Network((784, 32, 10))
        net.weights = [np.zeros_like(W) for W in net.weights]  # nothing comes through
        few = each.train.first(1_000)
        history = train(net, few, learning_rate=rate, progress=False)
        assert low < history.loss[-1] < high


def test_equal_weights_stay_equal(digits):
    net = Network((784, 32, 10), dtype="float64")
    net.weights = [np.full_like(W, 0.1) for W in net.weights]
    train(net, digits.train.first(200), progress=False)
    assert np.allclose(net.weights[0], net.weights[0][:, :1])


def test_small_weights_get_going_late_with_two_hidden_layers(each):
    reached = []
    for seed in SEEDS:
        net, few = Network((784, 32, 32, 10), init="small", seed=seed), each.train.first(1_000)
        history = train(net, few, each.validation, epochs=20, seed=seed, progress=False)
        reached.append(history.validation_accuracy)
    tenth, twentieth = np.median(reached, axis=0)[[9, 19]]
    assert tenth < 0.25 and twentieth > 0.45


def test_normal_weights_kill_neurons_of_the_first_of_two_hidden_layers(each):
    few, dead = each.train.first(1_000), []
    for seed in SEEDS:
        net = Network((784, 32, 32, 10), init="normal", seed=seed, dtype="float64")
        train(net, few, epochs=3, seed=seed, progress=False)
        inputs, _ = net.propagate(few.images)
        dead.append((inputs[1] == 0).all(axis=0).mean())
    if len(each.train) > 5_000:
        assert max(dead) < 0.1
    else:
        assert 0.2 < min(dead) and 0.6 < max(dead) < 0.7


def test_what_the_solutions_say_comes_out(digits):
    net = Network((784, 128, 10), dtype="float64")
    some = digits.train.first(1_197)
    history = train(net, some, digits.validation, epochs=10, seed=0, progress=False)
    assert [round(history.loss[k], 2) for k in (0, -1)] == [0.94, 0.05]
    assert round(history.validation_accuracy[-1], 3) == 0.973
    said, names = [], {"Network": Network, "train": train, "few": digits.train.first(1_000)}
    exec(boxed("for momentum in (0, 0.9)"), names | {"print": lambda *words: said.append(words)})
    assert said == [(0, 0.3), (0.9, 0.05)]


def test_with_300_times_the_epochs_a_rate_of_0_0003_is_where_0_1_is(digits):
    losses = []
    for rate, epochs in ((0.0003, 1_000), (0.1, 3)):
        net = Network((784, 32, 10), dtype="float64")
        settings = {"epochs": epochs, "learning_rate": rate, "progress": False}
        losses.append(train(net, digits.train, **settings).loss[-1])
    assert np.isclose(*losses, rtol=0.35)


def test_with_mini_batches_momentum_gains_less(each):
    few = each.train.first(300)

    def loss(batch_size, epochs, rate, momentum):
        nets = [Network((784, 32, 10), seed=seed) for seed in SEEDS]
        settings = {"learning_rate": rate, "momentum": momentum, "progress": False}
        runs = [train(net, few, None, epochs, batch_size, **settings) for net in nets]
        return np.median([run.loss[-1] for run in runs])

    full = loss(None, 50, 0.6, 0) / loss(None, 50, 0.1, 0.9)
    mini = loss(32, 5, 0.3, 0) / min(loss(32, 5, rate, 0.9) for rate in (0.03, 0.1))
    assert mini < full / 1.5


def test_no_random_step_comes_near_the_one_against_the_gradient(each):
    few, net = each.train.first(1_000), Network((784, 128, 10), dtype="float64")
    loss, dW, db = net.gradients(few.images, few.labels)
    length = np.sqrt(sum((slopes**2).sum() for slopes in dW + db))
    names = {"np": np, "deepcopy": deepcopy, "fresh": net, "few": few, "loss": loss}
    names |= {"length": length, "print": lambda words: None}
    exec(boxed("default_rng(1)"), names)
    for array, slopes in zip(net.weights + net.biases, dW + db, strict=True):
        array -= 0.05 * slopes
    assert net.loss(few.images, few.labels) - loss < 50 * min(names["changes"]) < 0


def test_the_loop_of_section_1_needs_nothing_but_numpy(digits):
    names = {"np": np}
    exec(boxed("def gradients_by_hand"), names)
    net, (images, labels) = Network((784, 128, 10), dtype="float64"), digits.train.batch(slice(64))
    images = images.astype("float64")
    _, dW, db = net.gradients(images, labels)
    by_hand = names["gradients_by_hand"](net.weights, net.biases, images, labels)
    for ours, theirs in zip([*by_hand[0], *by_hand[1]], [*dW, *db], strict=True):
        assert np.allclose(ours, theirs, rtol=1e-9, atol=1e-12)


def test_selu_dies_or_diverges_with_rate_10(each):
    said = []
    names = {"np": np, "Network": Network, "train": train, "print": said.append}
    names["few"] = each.train.first(1_000)
    exec(boxed("selu_slope"), names)
    exec(boxed("fragile"), names)
    dead, diverged = said
    assert dead > 0.2 and "diverged" in diverged
