"""The five published networks: they build, they run, and their authors' claims on MNIST."""

import numpy as np
import pytest

from dig2ai_helpers import Network, recipes, train

NAMES = ["sigmoid-128-64", "dig2ai", "relu-128-64", "full-batch-128", "selu-300-100"]


def test_there_are_five():
    assert list(recipes) == NAMES


@pytest.mark.parametrize(
    "name, count",
    list(zip(NAMES, [109_386, 101_770, 109_386, 101_770, 266_610], strict=True)),
)
def test_each_is_built_as_published(name, count):
    recipe = recipes[name]
    net = recipe.build()
    assert net.sizes == recipe.sizes
    assert sum(array.size for array in [*net.weights, *net.biases]) == count
    same = Network(recipe.sizes, recipe.hidden, recipe.output, recipe.init, seed=0)
    assert (net.hidden, net.output) == (same.hidden, same.output)
    np.testing.assert_array_equal(net.weights[0], same.weights[0])
    assert recipe.chosen


def test_one_author_claims_nothing_that_could_be_tested():
    assert [name for name, recipe in recipes.items() if not recipe.claims] == ["dig2ai"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_chosen_names_our_settings(name):
    recipe = recipes[name]
    said = recipe.chosen
    if name in ("sigmoid-128-64", "dig2ai"):  # nearly everything is open
        settings = (recipe.init, *recipe.training.values())
        assert all(str(setting) in said for setting in settings)
    assert ("learning rate" in said or "rate of" in said) == (name != "full-batch-128")


@pytest.mark.parametrize("name", NAMES)
def test_each_runs_and_reports_as_its_author_does(name, digits, capsys):
    lines = []
    epochs = 2 * recipes[name].every
    network, history = recipes[name].run(digits, epochs=epochs, report=lines.append)
    assert len(lines) == 2 and len(history.loss) == epochs
    assert all(line.startswith("epoch ") for line in lines)
    assert f"{history.loss[-1]:.4f}" in lines[-1]
    assert 0 <= network.evaluate(digits.test.images, digits.test.labels)[1] <= 1
    assert capsys.readouterr() == ("", "")


def test_unless_something_else_is_said_a_run_has_seed_0_and_is_printed(digits, capsys):
    _, history = recipes["dig2ai"].run(digits, epochs=1)
    assert capsys.readouterr().out == (
        f"epoch 1: loss {history.loss[0]:.4f}, training accuracy {history.accuracy[0]:.2%}, "
        f"validation accuracy {history.validation_accuracy[0]:.2%}\n"
    )
    assert history == train(Network((784, 128, 10)), digits.train, digits.validation, epochs=1)


def test_a_run_can_be_silent(digits, capsys):
    recipes["dig2ai"].run(digits, epochs=1, report=None)
    assert capsys.readouterr() == ("", "")


def test_the_hidden_layers_can_be_changed():
    assert recipes["dig2ai"].build(neurons=32).sizes == (784, 32, 10)
    assert recipes["dig2ai"].build(neurons=(32, 16)).sizes == (784, 32, 16, 10)


def test_a_run_is_what_training_with_its_settings_gives(digits):
    network, _ = recipes["selu-300-100"].run(digits, epochs=1, report=None, seed=3)
    net = Network((784, 300, 100, 10), hidden="selu", init="lecun", seed=3)
    train(net, digits.train, epochs=1, batch_size=32, learning_rate=0.01, seed=3)
    np.testing.assert_array_equal(network.weights[0], net.weights[0])


def test_an_unknown_recipe_gets_a_suggestion():
    with pytest.raises(ValueError, match="did you mean 'selu-300-100'"):
        recipes["selu-300"]
    with pytest.raises(TypeError, match="must be one of sigmoid-128-64"):
        recipes[["dig2ai"]]


def test_a_recipe_wants_digits(digits):
    with pytest.raises(TypeError, match=r"what load_digits\(\) gives"):
        recipes["dig2ai"].run(digits.train)
