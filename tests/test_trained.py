"""The networks that come with the package."""

import re
import runpy
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers import Network, load_network, trained
from dig2ai_helpers.digits.distortions import LIMITS
from dig2ai_helpers.inputs import check_number
from dig2ai_helpers.network_inputs import check_parameters
from dig2ai_helpers.trained import FOLDER, NETWORKS, about_network
from dig2ai_helpers.weights_file import write_network

LEAST = {
    "784-10": 0.92,
    "784-128-10": 0.98,
    "784-512-256-10": 0.993,
}  # shares of MNIST's test digits
# Without a hidden layer, what was learned from MNIST's writers helps less with others.
OTHER_WRITERS = {"784-10": 0.7, "784-128-10": 0.9, "784-512-256-10": 0.9}


@pytest.mark.parametrize("name", NETWORKS)
def test_a_network_has_the_sizes_that_its_name_says(name):
    net = load_network(name)
    assert net.sizes == tuple(map(int, name.split("-")))
    assert all(array.dtype == np.float32 for array in net.weights + net.biases)
    check_parameters(net)


def test_the_strongest_comes_if_none_is_named():
    strongest = load_network("784-512-256-10")
    np.testing.assert_array_equal(load_network().weights[0], strongest.weights[0])


def test_each_call_gives_a_network_of_its_own():
    spoiled = load_network()
    spoiled.weights[0][:] = 0
    assert load_network().weights[0].any()


@pytest.mark.parametrize("name", ["784-128", "best", "../digits_8x8", 800, None])
def test_an_unknown_name_is_told_with_the_names_that_there_are(name):
    for load in (load_network, about_network):
        with pytest.raises((ValueError, TypeError), match=re.escape(", ".join(NETWORKS))):
            load(name)


def test_a_reader_of_digits_is_the_readers_own_network_or_a_trained_one():
    own = Network((784, 10))
    assert trained.reader_of_digits(own) is own
    assert trained.reader_of_digits().sizes == (784, 512, 256, 10)
    assert trained.reader_of_digits(name="784-10").sizes == (784, 10)


@pytest.mark.parametrize(
    "network, error, words",
    [
        ("net.npz", TypeError, "network must be a Network, but is 'net.npz'"),
        (Network((784, 9)), ValueError, "10 outputs, for the pixels and the digits, but its sizes"),
        (Network((64, 10)), ValueError, "but its sizes are (64, 10)"),
        (Network((784, 10, 9)), ValueError, "but its sizes are (784, 10, 9)"),
    ],
)
def test_what_reads_no_digits_is_named(network, error, words):
    with pytest.raises(error, match=re.escape(words)):
        trained.reader_of_digits(network)


@pytest.mark.parametrize("name", NETWORKS)
def test_it_says_how_it_was_trained(name):
    about = about_network(name)
    assert about["test_accuracy"] >= LEAST[name]
    assert abs(about["test_accuracy"] - about["validation_accuracy"]) < 0.005
    assert about["epochs"] >= 1 and about["batch_size"] >= 1 and about["seconds"] >= 1
    assert set(about["distortions"]) <= set(LIMITS)
    for setting, value in about["distortions"].items():
        check_number(value, setting, least=0, below=LIMITS[setting])


def test_the_script_that_makes_them_has_the_settings_that_they_were_made_with():
    script = runpy.run_path(Path(__file__).parents[1] / "tools" / "train_weights.py")
    assert set(script["RECIPES"]) == set(NETWORKS)
    for name, recipe in script["RECIPES"].items():
        assert asdict(recipe).items() <= about_network(name).items()


def test_a_network_of_the_script_can_be_stored_and_loaded(tmp_path, digits, monkeypatch):
    script = runpy.run_path(Path(__file__).parents[1] / "tools" / "train_weights.py")
    recipe = script["Recipe"](epochs=2, distortions={"elastic": 0.5})
    net, seconds = script["train_from_nothing"]("784-128-10", recipe, digits)
    monkeypatch.setattr(trained, "FOLDER", tmp_path)
    write_network(tmp_path / "784-128-10.npz", net, {"seconds": seconds}, half=True)
    stored = load_network("784-128-10")
    assert about_network("784-128-10") == {"seconds": seconds}
    np.testing.assert_allclose(stored.weights[0], net.weights[0], rtol=1e-3, atol=1e-6)
    np.testing.assert_array_equal(stored.biases[1], net.biases[1])


@pytest.mark.parametrize("name", NETWORKS)
def test_it_reads_digits_of_other_writers(digits, name):
    images = np.concatenate([part.images for part in (digits.train, digits.test)])
    labels = np.concatenate([part.labels for part in (digits.train, digits.test)])
    assert load_network(name).evaluate(images, labels)[1] > OTHER_WRITERS[name]


@pytest.mark.parametrize("name", NETWORKS)
def test_it_reads_mnist_as_well_as_it_says(real_mnist, name):
    for part in ("validation", "test"):
        split = getattr(real_mnist, part)
        accuracy = load_network(name).evaluate(split.images, split.labels)[1]
        assert accuracy == pytest.approx(about_network(name)[f"{part}_accuracy"], abs=0.0003)
        assert part == "validation" or accuracy >= LEAST[name]


def test_the_files_are_small():
    assert sum((FOLDER / f"{name}.npz").stat().st_size for name in NETWORKS) < 3_000_000
