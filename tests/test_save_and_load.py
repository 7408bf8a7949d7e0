"""A network on disk: exact to the bit, readable by NumPy alone, written whole or not at all."""

import numpy as np
import pytest

from dig2ai_helpers import Network, train, weights_file
from dig2ai_helpers.functions import HIDDEN, OUTPUT


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("output", OUTPUT)
@pytest.mark.parametrize("hidden", HIDDEN)
@pytest.mark.parametrize("sizes", [(6, 3), (6, 5, 4, 3)])
def test_a_loaded_network_is_the_same_to_the_bit(tmp_path, sizes, hidden, output, dtype):
    net = Network(sizes, hidden, output, seed=3, dtype=dtype)
    net.biases[0] += 1 / 3
    net.save(tmp_path / "net.npz")
    loaded = Network.load(str(tmp_path / "net.npz"))
    assert (loaded.sizes, loaded.hidden, loaded.output) == (sizes, hidden, output)
    assert loaded.dtype == net.dtype
    for ours, theirs in zip(
        [*net.weights, *net.biases], [*loaded.weights, *loaded.biases], strict=True
    ):
        assert ours.dtype == theirs.dtype
        np.testing.assert_array_equal(ours, theirs)
    images = np.random.default_rng(0).random((9, 6))
    np.testing.assert_array_equal(net.forward(images), loaded.forward(images))


def test_numpy_alone_can_read_the_file(tmp_path):
    net = Network((6, 5, 3), hidden="tanh", output="sigmoid")
    net.save(tmp_path / "net.npz")
    with np.load(tmp_path / "net.npz", allow_pickle=False) as file:
        assert {"hidden", "output", "weights_0", "biases_0", "weights_1", "biases_1"} < set(file)
        np.testing.assert_array_equal(file["weights_1"], net.weights[1])
        assert str(file["hidden"]) == "tanh"


def test_a_loaded_network_learns_on(tmp_path, digits):
    net = Network((784, 16, 10))
    net.save(tmp_path / "net.npz")
    loaded = Network.load(tmp_path / "net.npz")
    train(net, digits.train, epochs=1)
    train(loaded, digits.train, epochs=1)
    np.testing.assert_array_equal(net.weights[0], loaded.weights[0])


def test_the_file_gets_the_name_that_was_given(tmp_path):
    Network((6, 3)).save(tmp_path / "größe 1.weights")
    assert [path.name for path in tmp_path.iterdir()] == ["größe 1.weights"]
    assert Network.load(tmp_path / "größe 1.weights").sizes == (6, 3)


# NumPy 2.0 leaves its archive open when it fails, and complains when that is cleared away.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_save_that_fails_leaves_the_earlier_file_and_nothing_else(tmp_path):
    path = tmp_path / "net.npz"
    Network((6, 3)).save(path)
    before = path.read_bytes()
    what_cannot_be_saved = {"weights_0": np.array([lambda: 0], dtype=object)}
    with pytest.raises(Exception, match=r"pickle|local object"):
        weights_file.write_arrays(path, what_cannot_be_saved)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_spoiled_network_is_not_saved(tmp_path):
    net = Network((6, 3))
    net.weights[0][2, 1] = np.nan
    with pytest.raises(ValueError, match="holds NaN"):
        net.save(tmp_path / "net.npz")
    assert list(tmp_path.iterdir()) == []
