"""Whatever a public function is given: a right answer, or one sentence that says what is wrong."""

from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import numpy as np
import pytest

pytest.importorskip("hypothesis", reason="fuzzing needs requirements-dev.txt")

from fuzzing import ANYTHING, NUMBERS, answer, images, labels, tries
from hypothesis import given
from hypothesis import strategies as st

from dig2ai_helpers import (
    Digits,
    Network,
    Split,
    about_network,
    check_gradients,
    download_mnist,
    functions,
    load_digits,
    load_network,
    one_hot,
    recipes,
    sweep,
    train,
    training_run,
)
from dig2ai_helpers.digits.distortions import Distorted, distort
from dig2ai_helpers.digits.drawings import Drawings, load_drawings
from dig2ai_helpers.digits.drawings_file import DrawingsError
from dig2ai_helpers.digits.handwriting import ink_on, strokes_as_mnist
from dig2ai_helpers.digits.made_up import made_up_class
from dig2ai_helpers.digits.own_drawings import OwnDrawings

FEW = Split(np.random.default_rng(0).random((9, 6)), np.arange(9) % 3)
DIGITS = Digits("few", FEW, FEW, FEW)
# A size is small, or so large that there is no such memory anywhere.
SIZE = st.one_of(st.integers(-1, 9), st.sampled_from((2**62, 10**30, 1.5, None, "3", True)))
SIZES = st.one_of(ANYTHING, st.lists(SIZE, max_size=4), st.tuples(SIZE, SIZE))


def network(seed=0):
    return Network((6, 5, 3), seed=seed, dtype="float64" if seed % 2 else "float32")


def one_of(*right):
    return st.one_of(st.sampled_from(right), st.sampled_from(right), ANYTHING)


@tries(150)
@given(
    SIZES,
    one_of("relu", "selu", "tanh", "sigmoid"),
    one_of("softmax", "sigmoid"),
    one_of("he", "lecun", "small", "normal"),
    one_of(0, 3, np.int64(7)),
    one_of("float32", "float64"),
)
def test_a_network_is_built_or_refused(sizes, hidden, output, init, seed, dtype):
    net = answer(Network, sizes, hidden, output, init, seed, dtype)
    if net is not None:
        assert all(np.isfinite(array).all() for array in [*net.weights, *net.biases])
        assert net.sizes == tuple(sizes) and net.summary()


@tries(150)
@given(images(), st.integers(0, 3))
def test_a_network_reads_images_or_refuses_them(given_images, seed):
    net = network(seed)
    scores = answer(net.scores, given_images)
    for use in (net.forward, net.predict):
        result = answer(use, given_images)
        assert (result is None) == (scores is None)
    if scores is not None:
        plain = np.array(given_images, net.dtype)
        shares = net.forward(given_images)
        assert scores.shape == (len(plain), 3) and np.isfinite(scores).all()
        np.testing.assert_array_equal(scores, net.scores(plain))  # whatever its layout
        np.testing.assert_allclose(shares.sum(axis=1), 1, rtol=1e-5)
        np.testing.assert_array_equal(net.predict(plain), scores.argmax(axis=1))


@tries(150)
@given(images(), labels(), st.integers(0, 3))
def test_a_network_is_measured_or_refuses(given_images, given_labels, seed):
    net = network(seed)
    found = answer(net.evaluate, given_images, given_labels)
    loss = answer(net.loss, given_images, given_labels)
    gradients = answer(net.gradients, given_images, given_labels)
    assert (found is None) == (loss is None) == (gradients is None)
    if found is not None:
        assert found[0] == loss == pytest.approx(gradients[0]) and 0 <= found[1] <= 1
        assert np.isfinite(loss) and loss >= 0
        assert np.isfinite(answer(check_gradients, network(seed | 1), given_images, given_labels))


@tries(150)
@given(labels(classes=10), one_of(10, 3))
def test_one_hot_gives_rows_with_a_single_one_or_refuses(given_labels, classes):
    rows = answer(one_hot, given_labels, classes)
    if rows is not None:
        assert rows.shape == (len(given_labels), classes)
        np.testing.assert_array_equal(rows.argmax(axis=1), given_labels)
        assert (rows.sum(axis=1) == 1).all()


@tries(150)
@given(images(), labels(), one_of(1, 2))
def test_a_split_is_made_or_refused(given_images, given_labels, n):
    split = answer(Split, given_images, given_labels)
    if split is not None:
        taken, right = split.batch(np.arange(len(split)))
        assert taken.dtype == np.float32 and np.isfinite(taken).all()
        assert len(taken) == len(right) == len(split) and (right >= 0).all()
        first = answer(split.first, n)
        assert first is None or len(first) == n
        assert split.images.shape == taken.shape and repr(split)


@tries(200)
@given(
    one_of(1, 2),
    one_of(2, 9, None),
    st.one_of(one_of(0.1, 1e30), st.builds(lambda value: lambda epochs: value, NUMBERS)),
    one_of(0, 0.9, np.float64(0.5)),
    one_of(0, 5),
    one_of(FEW, None),
)
def test_a_training_runs_or_is_refused(epochs, size, rate, momentum, seed, validation):
    net = network()

    def some():
        run = training_run(net, FEW, validation, epochs, size, rate, momentum, seed)
        return [*islice(run, 3)]

    steps = answer(some)
    if steps is not None:
        assert all(np.isfinite(weights).all() for weights in net.weights) or (
            not steps[-1].history.loss  # it has not come to the end of an epoch
        )
    if isinstance(epochs, int) and epochs <= 2:
        others = validation, epochs, size, rate, momentum, seed
        history = answer(train, network(), FEW, *others, progress=False)
        assert (history is None) <= (steps is None or callable(rate))


@tries(60)
@given(ANYTHING, ANYTHING, ANYTHING)
def test_a_training_of_something_else_is_refused(net, split, on_epoch):
    answer(train, net, FEW)
    answer(train, network(), split, epochs=1, progress=False)
    answer(train, network(), FEW, split, epochs=1, progress=False)
    if not callable(on_epoch):
        answer(train, network(), FEW, epochs=1, progress=False, on_epoch=on_epoch)
    answer(check_gradients, net, [[0.5] * 6], [1])


GRID = st.one_of(
    ANYTHING,
    st.fixed_dictionaries(
        {},
        optional={
            "neurons": st.one_of(ANYTHING, st.lists(st.one_of(SIZE, SIZES), max_size=2)),
            "epochs": st.lists(st.one_of(st.just(1), st.sampled_from((0, -1, 1.5, None)))),
            "learning_rate": st.lists(one_of(0.1), max_size=2),
            "momentum": st.lists(one_of(0.5), max_size=2),
            "batch_size": st.lists(one_of(4), max_size=2),
            "seed": st.lists(one_of(1), max_size=2),
            "colour": st.just([1]),
        },
    ),
)


@tries(60)
@given(GRID, one_of(DIGITS))
def test_a_sweep_gives_a_row_for_each_combination_or_refuses(grid, digits):
    if isinstance(grid, dict):
        grid.setdefault("epochs", [1])
    with ThreadPoolExecutor(1) as pool:
        rows = answer(sweep, grid, digits, pool)
    assert rows is None or all(0 <= row["accuracy"] <= 1 for row in rows)


@tries(60)
@given(ANYTHING)
def test_names_are_known_or_refused(name):
    if not isinstance(name, str) or name != "mnist":
        answer(load_digits, name)
    for load in (load_network, about_network):
        answer(load, name)
    if isinstance(name, (str, int, float, bytes, type(None))):  # what a dict can be asked for
        answer(recipes.__getitem__, name)
    for use in (Network.load, network().save):
        if not isinstance(name, str) or len(name) > 200:
            answer(use, name, errors=(ValueError, TypeError, OSError))


@tries(60)
@given(ANYTHING)
def test_mirrors_are_asked_or_refused(mirrors):
    errors = (ValueError, TypeError, OSError)
    answer(download_mnist, "/nowhere/at/all", mirrors, progress=False, errors=errors)


PICTURES = images(784)


@tries(40)
@given(
    PICTURES,
    st.one_of(st.builds(np.random.default_rng, st.just(0)), ANYTHING),
    st.tuples(*(one_of(0, 0.5) for _ in range(6))),
)
def test_images_are_distorted_or_refused(given_images, rng, settings):
    moved = answer(distort, given_images, rng, *settings)
    if moved is not None:
        assert moved.shape == (len(given_images), 784) and moved.dtype == np.float32
        assert np.isfinite(moved).all() and moved.max() <= max(1, np.max(given_images))


@tries(40)
@given(ANYTHING, one_of(0), ANYTHING)
def test_a_distorted_split_is_made_or_refused(split, seed, setting):
    answer(Distorted, split, seed)
    answer(Distorted, FEW, seed)
    answer(Distorted, Split(np.zeros((2, 784)), [0, 1]), seed, shift=setting)


POINT = st.tuples(st.floats(0, 1), st.floats(0, 1))
STROKES = st.one_of(
    ANYTHING, st.lists(st.one_of(ANYTHING, st.lists(POINT, max_size=6)), max_size=4)
)


@tries(150)
@given(STROKES)
def test_strokes_become_an_image_or_are_refused(strokes):
    image = answer(strokes_as_mnist, strokes)
    under = answer(ink_on, np.full(784, 0.25, np.float32), strokes)
    assert (image is None) == (under is None)
    if image is not None:
        assert image.shape == (784,) and np.isfinite(image).all()
        assert 0 <= image.min() <= image.max() <= 1 and under.min() >= 0.25


@tries(60)
@given(PICTURES, labels(classes=10), ANYTHING)
def test_drawings_are_taken_or_refused(given_images, given_labels, people):
    drawings = answer(Drawings, given_images, given_labels, people)
    if drawings is not None and len(drawings):
        assert len(drawings.split()) == len(drawings) and repr(drawings)
        answer(drawings.of, people)
    answer(load_drawings, people, errors=(ValueError, TypeError, DrawingsError))
    if not isinstance(people, (int, np.integer)):
        answer(made_up_class, people)


@tries(40)
@given(st.one_of(PICTURES, ANYTHING), one_of(3, 9), ANYTHING)
def test_own_drawings_are_kept_or_refused(tmp_path_factory, given_images, label, name):
    mine = OwnDrawings(tmp_path_factory.mktemp("mine") / "mine.json")
    answer(mine.add, given_images, label)
    if isinstance(given_images, np.ndarray) and given_images.ndim and given_images.size:
        answer(mine.add, given_images[0], label)
    before = len(mine)
    answer(mine.delete, label)
    answer(mine.rename, name)
    assert before - len(mine) in (0, 1) and all(0 <= one <= 9 for _, one in mine.kept)
    answer(OwnDrawings, name, errors=(ValueError, TypeError, DrawingsError))


FINITE = st.one_of(st.floats(-1e300, 1e300), st.sampled_from((0.0, -0.0, 5e-324, -800.0, 800.0)))


@tries(100)
@given(st.lists(FINITE, min_size=1, max_size=6), st.sampled_from(("f4", "f8")))
def test_functions_give_numbers_for_numbers(values, dtype):
    z = np.clip(np.array(values), -1e38, 1e38).astype(dtype)
    for function, slope in functions.HIDDEN.values():
        a, s = function(z), slope(z)
        assert a.dtype == s.dtype == z.dtype and a.shape == s.shape == z.shape
        assert np.isfinite(a).all() and (s >= 0).all() and np.isfinite(s).all()
    scores = z[None, :] / 4  # their differences must be numbers, too
    for to_outputs, loss in functions.OUTPUT.values():
        p = to_outputs(scores)
        assert ((p >= 0) & (p <= 1)).all()
        found, delta = loss(scores, np.array([0]))
        assert found >= 0 and np.isfinite(delta).all()
