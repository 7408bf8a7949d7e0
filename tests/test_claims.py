"""What the authors of the five networks claim, held against real runs on MNIST.

Runs that would take minutes are shortened, and each test says how; with DIG2AI_WHOLE_RUNS=1 all
of them are whole. What is in the stored table (`choices.py`) is not trained again.
"""

import os
from time import perf_counter

import pytest

from dig2ai_helpers import Digits, Network, recipes, sweep, train
from dig2ai_helpers.choices import fillings

DIGITS = ("bundled", "mnist")  # of the stored table, which needs no MNIST here


def accuracy(network, digits):
    return network.evaluate(digits.test.images, digits.test.labels)[1]


def with_fewer(digits, n):
    return Digits(digits.name, digits.train.first(n), digits.validation, digits.test)


@pytest.fixture(scope="module")
def whole_run(real_mnist):
    """Run a recipe whole on MNIST, once for all tests."""
    results = {}

    def run(name):
        if name not in results:
            results[name] = recipes[name].run(real_mnist, report=None)
        return results[name]

    return run


@pytest.mark.parametrize("name", recipes)
def test_a_whole_run_reads_what_its_recipe_says(name, whole_run, real_mnist):
    minutes = ("relu-128-64", "full-batch-128")
    if name in minutes and os.environ.get("DIG2AI_WHOLE_RUNS") != "1":
        pytest.skip("takes minutes: set DIG2AI_WHOLE_RUNS=1 to run it, too")
    network, history = whole_run(name)
    assert len(history.loss) == recipes[name].training["epochs"]
    assert accuracy(network, real_mnist) == pytest.approx(recipes[name].mnist_accuracy, abs=0.003)


@pytest.mark.parametrize("name", ["sigmoid-128-64", "dig2ai", "selu-300-100"])
def test_a_run_in_float64_gives_the_same_figures(name, digits):
    _, history = recipes[name].run(digits, report=None)
    network, exact = recipes[name].run(digits, dtype="float64", report=None)
    assert network.weights[0].dtype == "float64"
    assert history.loss == pytest.approx(exact.loss, rel=1e-3)


def test_selu_300_100_has_other_last_digits_with_other_seeds(real_mnist, whole_run):
    if os.environ.get("DIG2AI_WHOLE_RUNS") != "1":
        pytest.skip("takes minutes: set DIG2AI_WHOLE_RUNS=1 to run it, too")
    recipe = recipes["selu-300-100"]
    networks = [recipe.run(real_mnist, seed=seed, report=None)[0] for seed in (1, 2)]
    networks.append(whole_run("selu-300-100")[0])
    found = [accuracy(network, real_mnist) for network in networks]
    assert len(set(found)) == 3 and 0.97 < min(found) and max(found) < 0.977


def test_sigmoid_128_64_predicts_at_once_when_it_is_loaded(whole_run, real_mnist, tmp_path):
    network, history = whole_run("sigmoid-128-64")
    assert history.loss == sorted(history.loss, reverse=True)  # it falls in every epoch
    network.save(tmp_path / "net.npz")
    loaded = Network.load(tmp_path / "net.npz")
    images = real_mnist.test.images
    assert (loaded.forward(images) == network.forward(images)).all()
    # what fine-tuning does is held by test_statements_08.py


def test_sigmoid_128_64_is_stuck_at_first_with_a_small_start_and_the_full_batch(real_mnist):
    # shortened: 15 updates; with 200 its figures are the same
    net = Network((784, 128, 64, 10), "sigmoid", "sigmoid", "small")
    train(net, real_mnist.train, epochs=15, batch_size=None, learning_rate=0.3, progress=False)
    assert accuracy(net, real_mnist) < 0.12


def test_relu_128_64_generalises_better_with_more_data(real_mnist):
    # shortened: 10,000 digits at the most, three times each
    ten, thousand = (
        recipes["relu-128-64"].run(with_fewer(real_mnist, n), report=None)[0] for n in (10, 1000)
    )
    many, _ = recipes["relu-128-64"].run(with_fewer(real_mnist, 10_000), report=None, epochs=3)
    accuracies = [accuracy(network, real_mnist) for network in (ten, thousand, many)]
    assert accuracies[0] < 0.3 < 0.8 < accuracies[1] < 0.9 < 0.91 < accuracies[2]


def test_full_batch_128_creeps_up_without_a_warning(real_mnist):
    # shortened: 40 epochs of its 400; a warning would fail the test
    network, history = recipes["full-batch-128"].run(real_mnist, report=None, epochs=40)
    assert history.loss[0] > 50 and history.loss[-1] < 7
    assert 0.65 < accuracy(network, real_mnist) < 0.82
    assert history.diverged is None


def test_full_batch_128_fails_with_a_higher_rate_when_it_is_trained(digits):
    # on the bundled digits, where 400 epochs take seconds
    published = {"init": ["normal"], "batch_size": [None], "epochs": [400], "neurons": [128]}
    own, higher, far_too_high = sweep(published | {"learning_rate": [0.2, 1.0, 10.0]}, digits)
    assert own["accuracy"] > 0.98 and higher["accuracy"] < own["accuracy"]
    assert far_too_high["accuracy"] < 0.2


def seconds_of_an_epoch(batch_size, split):
    net = recipes["relu-128-64"].build()
    began = perf_counter()
    train(net, split, epochs=1, batch_size=batch_size, learning_rate=0.01, progress=False)
    return perf_counter() - began


def test_relu_128_64_is_faster_in_batches(digits):
    # what they learn is held by test_statements_08.py
    few = digits.train.first(500)
    alone, batches = (min(seconds_of_an_epoch(n, few) for _ in range(3)) for n in (1, 32))
    assert batches < alone / 2


@pytest.mark.parametrize("name", DIGITS)
def test_relu_128_64_has_few_layers_with_small_weights_and_many_with_he(name):
    for way in fillings("depth", "relu-128-64", name):
        layers, init = len(way.settings["neurons"].split("-")), way.settings["init"]
        learned = init == "he" or layers < 4
        accuracies = way.measured["validation_accuracy"]
        assert min(accuracies) > 0.8 if learned else max(accuracies) < 0.15


@pytest.mark.parametrize("name", DIGITS)
def test_full_batch_128_does_not_overfit_with_more_neurons(name):
    few, *_, many = fillings("neurons", "full-batch-128", name)
    assert (few.settings["neurons"], many.settings["neurons"]) == ("32", "256")
    assert many.median("accuracy") > few.median("accuracy")
    assert many.median() > few.median()
    for way in (few, many):
        assert way.median("validation_loss") <= 1.01 * way.median("lowest_loss")
    gaps = [way.median("accuracy") - way.median() for way in (few, many)]
    grows = gaps[1] > gaps[0] + 0.04
    assert grows == (name == "mnist")


@pytest.mark.parametrize("name", DIGITS)
def test_full_batch_128_fails_with_a_higher_rate(name):
    low, its_own, higher, far_too_high = fillings("rate", "full-batch-128", name)
    assert its_own.settings["learning_rate"] == "0.2"
    assert its_own.median() > higher.median() > 0.5 > far_too_high.median()
    assert its_own.median() > low.median()
