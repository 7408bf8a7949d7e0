"""Whatever is given, the answer is right or one plain sentence, and nothing is changed."""

import re
import zipfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from types import SimpleNamespace

import numpy as np
import pytest

from dig2ai_helpers import (
    Digits,
    Network,
    Split,
    check_gradients,
    load_digits,
    one_hot,
    sweep,
    train,
    training_run,
)
from dig2ai_helpers.digits.distortions import distort
from dig2ai_helpers.digits.drawings import Drawings

RNG = np.random.default_rng(0)
IMAGES = RNG.random((6, 784)).astype("float32")
LABELS = np.array([0, 9, 3, 3, 1, 2])


def with_value(row, value):
    images = IMAGES.copy()
    images[row, 100] = value
    return images


def with_label(row, value):
    labels = LABELS.copy()
    labels[row] = value
    return labels


class Stubborn:
    """It can't be made an array, and says so at length."""

    def __array__(self, dtype=None, copy=None):
        raise ValueError("no,\nno\n" * 1000)


BAD_IMAGES = {
    "one image": (IMAGES[0], "images[None, :]"),
    "squares": (IMAGES.reshape(6, 28, 28), "images.reshape(len(images), -1)"),
    "too narrow": (IMAGES[:, :783], "(n, 784), but the shape is (6, 783)"),
    "none": (IMAGES[:0], "at least one image"),
    "no squares": (IMAGES[:0].reshape(0, 28, 28), "images.reshape(len(images), -1)"),
    "nothing in three dimensions": (np.zeros((0, 0, 0), "f4"), "but the shape is (0, 0, 0)"),
    "bytes": ((IMAGES * 255).astype("uint8"), "divide them by 255"),
    "0 to 255": (IMAGES * 255, "divide them by 255"),
    "0 to 16": (IMAGES * 16, "between 0 and 1, but these range from 0"),
    "far below": (IMAGES - 20, "between 0 and 1"),
    "whole numbers": (np.ones((6, 784), int), "int64"),
    "truth values": (IMAGES > 0.5, "bool"),
    "text": (np.full((6, 784), "ink"), "images must be decimal numbers"),
    "ragged lists": ([[0.5, 0.5], [0.5]], "images must be"),
    "what makes no array": (Stubborn(), "NumPy can't make one of it: no, no"),
    "nothing": (None, "images must be decimal numbers"),
    "objects": (np.full((6, 784), None), "images must be decimal numbers"),
    "complex": (IMAGES * 1j, "images must be decimal numbers"),
    "NaN": (with_value(4, np.nan), "row 4 holds NaN"),
    "infinity": (with_value(5, np.inf), "row 5 holds NaN or infinity"),
    "a digits object": (load_digits("bundled").test, "like digits.train.images, but a Split was"),
    "a generator": ((row for row in IMAGES), "in an array, like digits.train.images, but a gen"),
    "labels": (LABELS, "one image per row, shape (n, 784), but the shape is (6,)"),
}
BAD_LABELS = {
    "one-hot": (one_hot(LABELS), "labels.argmax(axis=1)"),
    "a column": (LABELS[:, None], "shape (n,), but the shape is (6, 1)"),
    "decimal numbers": (LABELS.astype(float), "np.array(labels, int)"),
    "decimal numbers in a list": ([1.0] * 6, "np.array(labels, int)"),
    "truth values": (LABELS > 3, "bool"),
    "text": (LABELS.astype(str), "labels must be whole numbers"),
    "negative": (with_label(2, -1), "row 2 holds -1"),
    "ten": (with_label(3, 10), "row 3 holds 10"),
    "too few": (LABELS[:5], "5 labels for 6 images"),
    "too many": (np.append(LABELS, 1), "7 labels for 6 images"),
    "none": (LABELS[:0], "there is none"),
    "nothing": (None, "labels must be whole numbers"),
    "images": (IMAGES, "labels must be whole numbers from 0 to 9, one for each image, shape (n,)"),
    "a split": (Split(IMAGES, LABELS), "labels must be whole numbers from 0 on in an array, like"),
    "a number": (3, "labels must be whole numbers"),
}


def says(words, error=(ValueError, TypeError)):
    return pytest.raises(error, match=re.escape(words))


def is_one_sentence(caught):
    text = str(caught.value)
    assert "\n" not in text and len(text) < 500
    assert caught.traceback[-1].path.parent.name == "dig2ai_helpers"  # not from deep inside


@pytest.mark.parametrize("kind", BAD_IMAGES)
@pytest.mark.parametrize("method", ["forward", "predict", "loss", "gradients", "evaluate"])
def test_bad_images_are_named(kind, method):
    images, words = BAD_IMAGES[kind]
    labels = () if method in ("forward", "predict") else (LABELS,)
    with says(words) as caught:
        getattr(Network((784, 8, 10)), method)(images, *labels)
    is_one_sentence(caught)


@pytest.mark.parametrize("pixel", [-5, 5])
def test_images_may_be_standardised(pixel):
    assert Network((784, 10)).forward(with_value(0, pixel)).shape == (6, 10)


@pytest.mark.parametrize("kind", BAD_LABELS)
@pytest.mark.parametrize("method", ["loss", "gradients", "evaluate"])
def test_bad_labels_are_named(kind, method):
    labels, words = BAD_LABELS[kind]
    with says(words) as caught:
        getattr(Network((784, 8, 10)), method)(IMAGES, labels)
    is_one_sentence(caught)


def test_labels_outside_a_small_network_are_named():
    with says("from 0 to 2, one for each image; row 1 holds 9"):
        Network((784, 3)).loss(IMAGES, LABELS)


@pytest.mark.parametrize("kind", sorted(BAD_LABELS.keys() - {"too few", "too many"}))
def test_one_hot_names_bad_labels(kind):
    with says("labels must be whole numbers"):
        one_hot(BAD_LABELS[kind][0])


def test_the_gradient_check_names_bad_input():
    with says("divide them by 255"):
        check_gradients(Network((784, 10)), IMAGES * 255, LABELS)


@pytest.mark.parametrize(
    "sizes, words",
    [
        ((784, 0, 10), "1 or more, but is 0"),
        ((784, -5, 10), "1 or more, but is -5"),
        ((784, 12.5, 10), "whole number, 1 or more, but is 12.5"),
        ((784, True, 10), "but is True"),
        ((784, "128", 10), "but is '128'"),
        ((784,), "at least the inputs and the outputs"),
        (784, "at least the inputs and the outputs"),
        ((), "at least the inputs and the outputs"),
        (None, "at least the inputs and the outputs"),
        ("784-128-10", "whole number"),
        ({784, 128, 10}, "like (784, 128, 10), but a set has none"),
        ((784, 10**15, 10), "needs too much memory"),
        ((10**10, 10**10), "needs too much memory"),
    ],
)
def test_bad_sizes_are_named(sizes, words):
    with says(words) as caught:
        Network(sizes)
    is_one_sentence(caught)


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"hidden": "rellu"}, "did you mean 'relu'?"),
        ({"hidden": "SELU"}, "did you mean 'selu'?"),
        ({"hidden": None}, "hidden must be one of relu, sigmoid, selu, tanh"),
        ({"output": "sofmax"}, "did you mean 'softmax'?"),
        ({"init": "hee"}, "did you mean 'he'?"),
        ({"dtype": "float16"}, "dtype must be one of float32, float64"),
        ({"seed": -1}, "seed must be a whole number, 0 or more"),
        ({"seed": 0.5}, "seed must be a whole number"),
    ],
)
def test_unknown_settings_are_named(settings, words):
    with says(words) as caught:
        Network((784, 10), **settings)
    is_one_sentence(caught)


@pytest.mark.parametrize(
    "settings, words",
    [
        ({"learning_rate": 0}, "learning_rate must be a number above 0, but is 0"),
        ({"learning_rate": -0.1}, "but is -0.1"),
        ({"learning_rate": float("nan")}, "but is nan"),
        ({"learning_rate": float("inf")}, "but is inf"),
        ({"learning_rate": "0.1"}, "but is '0.1'"),
        ({"learning_rate": None}, "but is None"),
        ({"momentum": 1}, "momentum must be a number from 0 and below 1"),
        ({"momentum": -0.1}, "but is -0.1"),
        ({"epochs": 0}, "epochs must be a whole number, 1 or more"),
        ({"epochs": 2.5}, "but is 2.5"),
        ({"batch_size": 0}, "batch_size must be a whole number, 1 or more"),
        ({"batch_size": -32}, "but is -32"),
        ({"batch_size": "full"}, "but is 'full'"),
        ({"seed": -1}, "seed must be"),
        ({"validation": "digits"}, "the validation digits must have .images and .labels"),
        ({"validation": SimpleNamespace(batch=list)}, "must have .images and .labels"),
    ],
)
@pytest.mark.parametrize("start", [train, training_run])
def test_bad_training_settings_are_named_at_once(start, settings, words):
    net = Network((784, 10))
    before = net.weights[0].copy()
    with says(words) as caught:
        start(net, Split(IMAGES, LABELS), **settings)
    is_one_sentence(caught)
    np.testing.assert_array_equal(net.weights[0], before)


def test_a_learning_rate_that_turns_bad_is_named():
    with says("learning_rate must be a number above 0, but is 0"):
        train(Network((784, 10)), Split(IMAGES, LABELS), learning_rate=lambda epochs: 0)


def test_learning_rates_that_come_to_an_end_are_named():
    rates = iter([0.1, 0.05])
    with says("learning_rate must give a number before each update, but it has no more"):
        train(Network((784, 10)), Split(IMAGES, LABELS), learning_rate=lambda epochs: next(rates))


def test_a_callback_that_cannot_be_called_is_named():
    with says("on_epoch must be a function or None, but is 'print'"):
        train(Network((784, 10)), Split(IMAGES, LABELS), on_epoch="print")


@pytest.mark.parametrize(
    "data, words",
    [
        (load_digits("bundled"), "like digits.train"),
        ((IMAGES, LABELS), "like digits.train"),
        (IMAGES, "like digits.train"),
        (None, "like digits.train"),
        (SimpleNamespace(images=IMAGES), "like digits.train"),
        (SimpleNamespace(labels=LABELS), "like digits.train"),
    ],
)
def test_what_is_not_a_split_is_named(data, words):
    with says(words) as caught:
        train(Network((784, 10)), data)
    is_one_sentence(caught)


@pytest.mark.parametrize(
    "highest, classes, right", [(9, 9, 10), (9, 11, 10), (4, 11, 10), (11, 11, 12), (11, 13, 12)]
)
def test_a_last_layer_that_does_not_fit_the_labels_is_named(highest, classes, right):
    split = Split(IMAGES, [0, 1, highest, 2, 3, 4])
    with says(f"last layer has {classes} neurons, but") as caught:
        train(Network((784, classes)), split)
    assert str(caught.value).endswith(f"one neuron for each digit, {right} in all")
    train(Network((784, right)), split, epochs=1, progress=False)


def test_bytes_are_named_where_decimal_images_are_expected():
    class Bytes:
        images, labels = (IMAGES * 255).astype("uint8"), LABELS

    with says("divide them by 255"):
        train(Network((784, 10)), Bytes)


def test_images_of_another_width_are_named_before_training():
    with says("(n, 100), but the shape is (1, 784)"):
        train(Network((100, 10)), Split(IMAGES, LABELS))


@pytest.mark.parametrize("kind", BAD_IMAGES)
def test_a_split_names_bad_images(kind):
    if kind in ("bytes", "too narrow"):
        pytest.skip("a split may hold these")
    with pytest.raises((ValueError, TypeError)) as caught:
        Split(BAD_IMAGES[kind][0], LABELS)
    is_one_sentence(caught)


@pytest.mark.parametrize("kind", sorted(BAD_LABELS.keys() - {"ten"}))
def test_a_split_names_bad_labels(kind):
    with says("labels must be whole numbers") as caught:
        Split(IMAGES, BAD_LABELS[kind][0])
    is_one_sentence(caught)


@pytest.mark.parametrize("kind", BAD_LABELS)
def test_drawings_name_bad_labels(kind):
    labels, words = BAD_LABELS[kind]
    with says(words) as caught:
        Drawings(IMAGES, labels, list("abcdef"))
    is_one_sentence(caught)


@pytest.mark.parametrize("n, words", [(0, "from 1 to 6"), (7, "from 1 to 6"), (2.5, "2.5")])
def test_a_selection_that_cannot_be_made_is_named(n, words):
    with says(words):
        Split(IMAGES, LABELS).first(n)


@pytest.mark.parametrize(
    "name, words", [("mnst", "did you mean 'mnist'?"), (3, "one of bundled, mnist")]
)
def test_unknown_digits_are_named(name, words):
    with says(words):
        load_digits(name)


def test_unknown_digits_in_the_environment_are_named(monkeypatch):
    monkeypatch.setenv("DIG2AI_DATASET", "minst")
    with says("DIG2AI_DATASET must be one of bundled, mnist, but is 'minst' (did you mean"):
        load_digits()


@pytest.mark.parametrize(
    "grid, words",
    [
        ({"neuron": [8]}, "did you mean 'neurons'?"),
        ({"neurons": 8}, "neurons must be a list of values to try, but is 8"),
        ({"neurons": []}, "neurons must be a list of values to try, but is []"),
        ({"neurons": [8, 0]}, "1 or more, but is 0"),
        ({"learning_rate": [0.1, -1]}, "but is -1"),
        ({"hidden": ["relu", "rulu"]}, "did you mean 'relu'?"),
        ("neurons", """a sweep needs a dict of lists, like {"neurons": [8, 32]}, not 'neurons'"""),
        ({}, "a sweep needs a dict of lists"),
    ],
)
def test_a_bad_sweep_is_named_before_anything_runs(grid, words, digits):
    with says(words):
        sweep(grid, digits)


@pytest.mark.parametrize("executor", [3, ThreadPoolExecutor], ids=["a number", "no brackets"])
def test_what_runs_no_trainings_is_named_before_any_runs(executor, digits):
    with says("executor must be one like ThreadPoolExecutor(), or None, but is"):
        sweep({"neurons": [2], "epochs": [1]}, digits, executor=executor)


def test_a_sweep_without_digits_is_named(digits):
    split = digits.train
    with says(f"what load_digits() gives, but is {split}"):
        sweep({"neurons": [8]}, split)
    with says("what load_digits() gives, but is 'lots\\nof text'"):
        sweep({"neurons": [8]}, "lots\nof text")
    with says("digits.test must be a Split, but is 'lots\\nof text'"):
        sweep({"neurons": [8]}, Digits("mine", split, split, "lots\nof text"))


@pytest.mark.parametrize(
    "spoil, words",
    [
        (lambda net: net.weights.pop(), "weights must hold 2 arrays, but there are 1"),
        (lambda net: net.weights.__setitem__(1, np.zeros((10, 8))), "weights[1] must be a float32"),
        (
            lambda net: net.weights.__setitem__(1, np.zeros((10, 8), "float32")),
            "weights[1] must have the shape (8, 10), but has (10, 8)",
        ),
        (lambda net: net.biases.__setitem__(0, [0.0] * 8), "biases[0] must be a float32 array"),
        (
            lambda net: net.weights.__setitem__(0, net.weights[0].view(np.matrix)),
            "weights[0] must be a float32 array, but is matrix: try np.array(..., 'float32')",
        ),
        (
            lambda net: net.weights.__setitem__(1, np.ma.masked_array(net.weights[1])),
            "weights[1] must be a float32 array, but is MaskedArray",
        ),
        (lambda net: setattr(net, "weights", None), "weights must be a list of arrays, but is"),
        (lambda net: setattr(net, "hidden", "gelu"), "hidden must be one of relu, sigmoid"),
        (lambda net: setattr(net, "output", np.tanh), "output must be one of softmax, sigmoid"),
        (lambda net: net.weights[0].fill(np.nan), "weights[0] holds NaN"),
        (lambda net: net.weights[0].fill(1e38), "leave the range of float32"),
    ],
)
def test_spoiled_weights_are_named_instead_of_giving_nan(spoil, words):
    net = Network((784, 8, 10))
    spoil(net)
    for use in (net.forward, lambda images: net.gradients(images, LABELS)):
        with says(words) as caught:
            use(IMAGES)
        is_one_sentence(caught)


def test_spoiled_weights_are_named_before_training():
    net = Network((784, 10))
    net.biases[0] = np.zeros(9, "float32")
    with says("biases[0] must have the shape (10,), but has (9,)"):
        train(net, Split(IMAGES, LABELS))


@pytest.mark.parametrize("name", ["weights", "biases"])
def test_read_only_weights_are_named_before_training(name):
    net = Network((784, 10))
    getattr(net, name)[0].flags.writeable = False
    with says(f"{name}[0] is read-only, so it can't learn: put {name}[0].copy() in its place"):
        train(net, Split(IMAGES, LABELS))


def test_what_is_not_a_network_is_named(digits):
    with says("net must be a Network, but a Split was given"):
        train(digits.train, Network((784, 10)))
    with says("net must be a Network, but a list was given"):
        check_gradients([784, 10], IMAGES, LABELS)


def saved(tmp_path):
    path = tmp_path / "net.npz"
    Network((784, 8, 10)).save(path)
    return path


def test_a_missing_weight_file_is_named(tmp_path):
    with says("there is no file", FileNotFoundError):
        Network.load(tmp_path / "nowhere.npz")


def test_a_folder_in_place_of_a_weight_file_is_named(tmp_path):
    with pytest.raises(ValueError, match="can't be read as a network"):
        Network.load(tmp_path)
    with says("is a folder", IsADirectoryError):
        Network((7, 5)).save(tmp_path)
    with says("there is no folder", FileNotFoundError):
        Network((7, 5)).save(tmp_path / "none" / "net.npz")


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_truncated_weight_file_is_named(tmp_path, share):
    path = saved(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(share * len(whole))])
    with says("can't be read as a network") as caught:
        Network.load(path)
    is_one_sentence(caught)


def test_a_weight_file_with_any_flipped_byte_is_named_or_right(tmp_path):
    path = saved(tmp_path)
    net, whole = Network.load(path), path.read_bytes()
    rng = np.random.default_rng(0)
    for place in rng.integers(0, len(whole), 300):
        spoiled = bytearray(whole)
        spoiled[place] ^= 1 << rng.integers(8)
        path.write_bytes(spoiled)
        try:
            loaded = Network.load(path)
        except ValueError as error:
            assert str(path) in str(error)
        else:
            np.testing.assert_array_equal(loaded.weights[0], net.weights[0])


def rewritten(path, **changes):
    with np.load(path) as file:
        arrays = dict(file) | changes
    np.savez(path, **{name: array for name, array in arrays.items() if array is not None})
    return path


@pytest.mark.parametrize(
    "changes, words",
    [
        ({"maker": None}, "was not written by Network.save"),
        ({"maker": np.array("someone else")}, "was not written by Network.save"),
        ({"biases_1": None}, "biases_1"),
        ({"weights_0": None, "weights_1": None}, "does not hold a usable network"),
        ({"hidden": None}, "hidden"),
        ({"hidden": np.array("rilu")}, "did you mean 'relu'?"),
        ({"weights_1": np.zeros((9, 10), "float32")}, "weights[1] must have the shape (8, 10)"),
        ({"biases_0": np.zeros(9, "float32")}, "biases[0] must have the shape (8,)"),
        ({"biases_0": np.full(8, np.nan, "float32")}, "biases[0] holds NaN"),
        ({"weights_0": np.zeros((784, 8), "int64")}, "dtype must be one of float32, float64"),
        ({"weights_0": np.array(3.0)}, "does not hold a usable network"),
        ({"weights_0": np.zeros((2, 2, 2), "float32")}, "does not hold a usable network"),
    ],
)
def test_a_weight_file_with_wrong_contents_is_named(tmp_path, changes, words):
    path = rewritten(saved(tmp_path), **changes)
    with says(words) as caught:
        Network.load(path)
    assert str(path) in str(caught.value)
    is_one_sentence(caught)


def test_pickled_objects_in_a_weight_file_are_never_opened(tmp_path):
    class Bomb:
        def __reduce__(self):
            return print, ("opened",)

    path = rewritten(saved(tmp_path), weights_0=np.array([Bomb()], dtype=object))
    with says("can't be read as a network"):
        Network.load(path)


def test_files_that_are_something_else_are_named(tmp_path):
    text, array, archive = (tmp_path / name for name in ("a.npz", "b.npz", "c.npz"))
    text.write_text("not a network")
    with array.open("wb") as file:
        np.save(file, np.zeros(3))
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("weights_0.npy", "not an array")
    for path in (text, array, archive):
        with says(str(path)) as caught:
            Network.load(path)
        is_one_sentence(caught)


# Numbers of unusual kinds


@pytest.mark.parametrize("momentum", [Fraction(1, 2), np.float64(0.5), np.float32(0.5)])
def test_a_momentum_of_any_kind_trains_the_same_bits(momentum):
    nets = Network((784, 5, 10)), Network((784, 5, 10))
    for net, value in zip(nets, (momentum, 0.5), strict=True):
        train(net, Split(IMAGES, LABELS), momentum=value, seed=np.int8(3), progress=False)
    np.testing.assert_array_equal(nets[0].weights[0], nets[1].weights[0])
    with_fraction = distort(IMAGES, np.random.default_rng(0), shift=Fraction(1, 2))
    np.testing.assert_array_equal(with_fraction, distort(IMAGES, np.random.default_rng(0), 0.5))


@pytest.mark.parametrize("value", [10**309, -(10**309), 10**5000, float("inf")], ids=range(4))
def test_a_number_beyond_all_is_told_in_a_short_sentence(value):
    for use in (
        lambda: train(Network((784, 10)), Split(IMAGES, LABELS), learning_rate=value),
        lambda: train(Network((784, 10)), Split(IMAGES, LABELS), batch_size=-abs(value)),
        lambda: Network((784, 10), hidden=value),
    ):
        with pytest.raises((ValueError, TypeError)) as caught:
            use()
        assert len(str(caught.value)) < 300


def test_a_text_without_end_is_told_in_a_short_sentence():
    with says("hidden must be one of relu, sigmoid, selu, tanh") as caught:
        Network((784, 10), hidden="relu\n" * 1_000_000)
    is_one_sentence(caught)


def test_classes_that_cannot_be_are_named():
    with says("classes must be a whole number, 1 or more, but is '3'"):
        one_hot([0], "3")


def test_rows_for_many_classes_take_no_more_than_they_need():
    assert one_hot([0, 9_999_999], 10**7).shape == (2, 10**7)
    with says("1000000000000000 classes need too much memory"):
        one_hot([0], 10**15)


def test_masks_are_named():
    hidden = np.ma.masked_array(IMAGES, mask=IMAGES > 0.5)
    for use in (lambda: Network((784, 10)).forward(hidden), lambda: Split(hidden, LABELS)):
        with says("without a mask: fill its gaps, with .filled(0)"):
            use()
    nothing_hidden = np.ma.masked_array(IMAGES)
    np.testing.assert_array_equal(Split(nothing_hidden, LABELS).images, IMAGES)


def test_labels_stay_as_they_were_checked():
    labels = LABELS.copy()
    split = Split(IMAGES, labels)
    labels[:] = -1
    np.testing.assert_array_equal(split.labels, LABELS)
    with says("read-only"):
        split.labels[0] = -1


@pytest.mark.parametrize("name", ["images", "labels"])
def test_a_split_takes_no_other_images_or_labels(name):
    """It would go on training with the old images, and with labels that nobody has checked."""
    split = Split(IMAGES, LABELS)
    for _ in range(2):
        with says(f"the {name} of a Split stay as they are: make a new one, Split(images, labels)"):
            setattr(split, name, getattr(split, name) * 1)
