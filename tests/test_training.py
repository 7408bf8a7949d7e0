"""Training: the loop, its history, and what stops it."""

import io
import math
import re
import sys
import warnings
from types import SimpleNamespace

import numpy as np
import pytest
from tqdm import tqdm

from dig2ai_helpers import Network, Split, progress, train, training, training_run
from dig2ai_helpers.history import History
from dig2ai_helpers.training_loop import LARGE, PIECE


def closed_stream():
    stream = io.StringIO()
    stream.close()
    return stream


def some(n, inputs=6):
    images = np.random.default_rng(0).random((n, inputs)).astype("float32")
    return Split(images, images[:, :3].argmax(axis=1))


def parameters(net):
    return np.concatenate([array.ravel() for array in [*net.weights, *net.biases]])


def by_hand(net, split, epochs, batch_size, learning_rate, momentum=0.0, seed=0):
    """The loop as a reader would write it; returns each epoch's mean loss and accuracy."""
    rng = np.random.default_rng(seed)
    vW, vb = net.like_parameters()
    figures = []
    for _ in range(epochs):
        order = rng.permutation(len(split))
        figures.append(np.zeros(2))
        for start in range(0, len(split), batch_size):
            rows = order[start : start + batch_size]
            figures[-1] += np.multiply(net.evaluate(*split.batch(rows)), len(rows) / len(split))
            _, dW, db = net.gradients(*split.batch(rows))
            for layer in range(len(net.weights)):
                vW[layer] = momentum * vW[layer] - learning_rate * dW[layer]
                vb[layer] = momentum * vb[layer] - learning_rate * db[layer]
                net.weights[layer] += vW[layer]
                net.biases[layer] += vb[layer]
    return np.transpose(figures)


def check_the_loop(split, sizes, dtype, **settings):
    ours, theirs = (Network(sizes, dtype=dtype) for _ in range(2))
    history = train(ours, split, **settings, seed=4)
    figures = by_hand(theirs, split, **settings, seed=4)
    np.testing.assert_array_equal(parameters(ours), parameters(theirs))
    np.testing.assert_allclose((history.loss, history.accuracy), figures, rtol=1e-5)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("batch_size", [1, 7, 50])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_train_does_what_the_loop_in_the_notebook_does(dtype, batch_size, momentum):
    settings = {"epochs": 3, "batch_size": batch_size, "learning_rate": 0.1, "momentum": momentum}
    check_the_loop(some(50), (6, 5, 3), dtype, **settings)


def mostly_black(n, inputs):
    images = np.random.default_rng(1).random((n, inputs)).astype("float32")
    images[images < 0.8] = 0
    images[3] = 0
    return Split(images, np.arange(n) % 3)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
@pytest.mark.parametrize("sizes", [(LARGE // 3 + 1, 3), (LARGE // 5 + 1, 5, 3)])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_a_large_network_learns_from_one_image_what_the_loop_does(momentum, sizes, dtype):
    settings = {"epochs": 2, "batch_size": 1, "learning_rate": 0.01, "momentum": momentum}
    check_the_loop(mostly_black(8, sizes[0]), sizes, dtype, **settings)


def test_a_large_network_diverges_from_one_image_with_a_sentence():
    net = Network((LARGE // 5 + 1, 5, 3))
    history = train(net, mostly_black(8, LARGE // 5 + 1), batch_size=1, learning_rate=1e30)
    assert "try a smaller learning rate" in history.diverged
    assert np.isfinite(parameters(net)).all()


def test_without_settings_it_takes_those_that_the_docstring_names():
    split = some(70)
    nets = [Network((6, 5, 3)) for _ in range(3)]
    named = {"epochs": 5, "batch_size": 32, "learning_rate": 0.1, "momentum": 0.0, "seed": 0}
    by_hand(nets[0], split, **named)
    train(nets[1], split)
    for _ in training_run(nets[2], split):
        pass
    for net in nets[1:]:
        np.testing.assert_array_equal(parameters(net), parameters(nets[0]))


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_an_update_agrees_with_pytorch(momentum):
    torch = pytest.importorskip("torch")
    split = some(20)
    net = Network((6, 3), dtype="float64")
    W = torch.tensor(net.weights[0].copy(), requires_grad=True)
    b = torch.tensor(net.biases[0].copy(), requires_grad=True)
    optimizer = torch.optim.SGD([W, b], lr=0.5, momentum=momentum)
    images = torch.tensor(split.images.astype("float64"))
    for _ in range(5):
        optimizer.zero_grad()
        scores = images @ W + b
        torch.nn.functional.cross_entropy(scores, torch.tensor(split.labels)).backward()
        optimizer.step()
    train(net, split, epochs=5, batch_size=None, learning_rate=0.5, momentum=momentum)
    np.testing.assert_allclose(net.weights[0], W.detach().numpy(), rtol=1e-10)
    np.testing.assert_allclose(net.biases[0], b.detach().numpy(), rtol=1e-10, atol=1e-12)


@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_the_same_seed_gives_the_same_weights_bit_for_bit(digits, dtype):
    nets = [Network((784, 32, 10), dtype=dtype) for _ in range(3)]
    for net, seed in zip(nets, (5, 5, 6), strict=True):
        train(net, digits.train, epochs=2, momentum=0.5, seed=seed)
    first, same, other = map(parameters, nets)
    np.testing.assert_array_equal(first, same)
    assert not np.array_equal(first, other)


def test_bytes_and_decimal_images_train_to_the_same_weights(digits):
    as_bytes, as_decimals = Network((784, 16, 10)), Network((784, 16, 10))
    train(as_bytes, digits.train, epochs=1)
    train(as_decimals, Split(digits.train.images, digits.train.labels), epochs=1)
    np.testing.assert_array_equal(parameters(as_bytes), parameters(as_decimals))


def test_anything_with_images_and_labels_can_be_trained_on():
    class Pair:
        images, labels = some(20).images, some(20).labels

    net, same = Network((6, 3)), Network((6, 3))
    train(net, Pair, epochs=2)
    train(same, some(20), epochs=2)
    np.testing.assert_array_equal(parameters(net), parameters(same))


def test_a_network_learns_to_read_the_bundled_digits(digits):
    net = Network((784, 64, 10))
    history = train(net, digits.train, digits.validation, epochs=15)
    assert net.evaluate(digits.test.images, digits.test.labels)[1] > 0.95
    assert history.loss[0] > 3 * history.loss[-1]


def test_the_history_holds_one_figure_an_epoch(digits):
    net = Network((784, 16, 10))
    validation = digits.validation
    history = train(net, digits.train, validation, epochs=3)
    assert [len(figures) for figures in vars(history).values() if figures] == [3, 3, 3, 3]
    loss, accuracy = net.evaluate(validation.images, validation.labels)
    assert history.validation_loss[-1] == pytest.approx(loss, rel=1e-5)
    assert history.validation_accuracy[-1] == accuracy
    assert history.diverged is None
    assert "epoch 3" in str(history)
    assert train(net, digits.train, epochs=1).validation_accuracy == []


def test_the_history_says_where_it_stands():
    history = History()
    assert str(history) == "no epoch finished yet"
    history.add(0.51236, 0.8764, None)
    assert str(history) == "epoch 1: loss 0.5124, accuracy 87.6%"
    history.add(0.25, 0.9, (0.3, 0.8912))
    assert str(history) == "epoch 2: loss 0.2500, accuracy 90.0%, validation 89.1%"


def test_a_history_holds_plain_numbers_whatever_it_is_given():
    history = History()
    history.add(np.float32(0.5), np.float64(0.25), (np.float32(0.75), np.float32(1)))
    figures = history.loss + history.accuracy + history.validation_loss
    assert str([*figures, *history.validation_accuracy]) == "[0.5, 0.25, 0.75, 1.0]"


def test_a_history_that_is_cut_forgets_the_later_epochs():
    history, short = History(), History()
    for epoch in range(3):
        history.add(epoch, 0.1 * epoch, (2 * epoch, 0.2 * epoch))
        history.cut(3)  # nothing later yet
    short.add(0, 0, (0, 0))
    history.cut(1)
    assert history == short


def test_the_history_measures_each_batch_before_its_update():
    split, net = some(40), Network((6, 3))
    loss, accuracy = net.evaluate(split.images, split.labels)
    history = train(net, split, epochs=1, batch_size=None)
    assert history.loss == [pytest.approx(loss, rel=1e-5)]
    assert history.accuracy == [pytest.approx(accuracy)]


def test_on_epoch_is_called_after_each_epoch():
    steps = []
    history = train(Network((6, 3)), some(20), epochs=3, on_epoch=steps.append)
    assert [(step.epoch, step.images_seen) for step in steps] == [(1, 20), (2, 40), (3, 60)]
    assert all(step.epoch_done and step.history is history for step in steps)


def test_the_last_batch_may_be_smaller_and_a_batch_larger_than_the_data():
    sizes = []
    for batch_size in (8, 500, None):
        run = training_run(Network((6, 3)), some(20), epochs=1, batch_size=batch_size)
        sizes.append(np.diff([0] + [step.images_seen for step in run]).tolist())
    assert sizes == [[8, 8, 4], [20], [20]]


def test_train_is_a_loop_over_training_run():
    looped, trained = Network((6, 5, 3)), Network((6, 5, 3))
    steps = list(training_run(looped, some(20), some(9), epochs=2, batch_size=6))
    history = train(trained, some(20), some(9), epochs=2, batch_size=6)
    assert [step.updates for step in steps] == [1, 2, 3, 4, 5, 6, 7, 8]
    assert [step.epoch_done for step in steps] == [False, False, False, True] * 2
    assert steps[-1].history == history
    np.testing.assert_array_equal(parameters(looped), parameters(trained))


def test_a_run_can_be_stopped_between_any_two_steps(digits):
    for stop in (1, 2, 30):
        net = Network((784, 16, 10))
        for step in training_run(net, digits.train, batch_size=64):
            if step.updates == stop:
                break
        assert step.updates == stop
        assert np.isfinite(net.forward(digits.test.images)).all()
        train(net, digits.train, epochs=1)


def test_a_closed_run_leaves_what_it_learned():
    net, split = Network((6, 3)), some(20)
    run = training_run(net, split, batch_size=5)
    next(run)
    next(run)
    learned = parameters(net)
    run.close()
    np.testing.assert_array_equal(parameters(net), learned)
    assert list(run) == []


def test_a_large_batch_is_learned_in_pieces_as_if_in_one():
    split = some(2 * PIECE + 100)
    net, whole = Network((6, 5, 3), dtype="float64"), Network((6, 5, 3), dtype="float64")
    steps = list(training_run(net, split, epochs=2, batch_size=None, learning_rate=0.5))
    by_hand(whole, split, epochs=2, batch_size=len(split), learning_rate=0.5)
    assert [step.updates for step in steps] == [0, 0, 1, 1, 1, 2]
    np.testing.assert_allclose(parameters(net), parameters(whole), rtol=1e-12, atol=1e-15)
    untrained = Network((6, 5, 3), dtype="float64")
    order = np.random.default_rng(0).permutation(len(split))
    for step, seen in zip(steps[:3], (PIECE, 2 * PIECE, len(split)), strict=True):
        rows = order[:seen]
        loss, accuracy = untrained.evaluate(split.images[rows], split.labels[rows])
        assert (step.loss, step.accuracy) == pytest.approx((loss, accuracy))
        assert (step.images_seen, step.epoch_done) == (seen, seen == len(split))


def test_the_learning_rate_may_change_during_the_run():
    asked = []

    def rate(epochs_passed):
        asked.append(epochs_passed)
        return 0.2 if epochs_passed < 1 else 0.1

    net, same = Network((6, 3)), Network((6, 3))
    train(net, some(20), epochs=2, batch_size=10, learning_rate=rate, seed=1)
    assert asked == [0, 0.5, 1, 1.5]
    rng = np.random.default_rng(1)
    for speed in (0.2, 0.1):
        order = rng.permutation(20)
        for rows in (order[:10], order[10:]):
            _, dW, db = same.gradients(some(20).images[rows], some(20).labels[rows])
            same.weights[0] -= speed * dW[0]
            same.biases[0] -= speed * db[0]
    np.testing.assert_allclose(parameters(net), parameters(same), rtol=1e-5)
    asked.clear()
    train(net, some(2 * PIECE + 4), epochs=2, batch_size=PIECE + 2, learning_rate=rate)
    assert asked == [0, 0.5, 1, 1.5]


@pytest.mark.parametrize("batch_size", [64, None])
def test_weights_that_the_reader_puts_in_between_two_steps_learn_on(batch_size):
    split, (ours, theirs) = some(PIECE + 50), (Network((6, 5, 3)) for _ in range(2))
    settings = {"epochs": 2, "batch_size": batch_size, "momentum": 0.5}
    for _ in training_run(ours, split, **settings):
        ours.weights = [W.copy() for W in ours.weights]
        ours.biases[0] = ours.biases[0] * 1
    train(theirs, split, **settings)
    np.testing.assert_array_equal(parameters(ours), parameters(theirs))


def test_wrong_weights_that_the_reader_puts_in_are_named():
    net = Network((6, 5, 3))
    with pytest.raises(TypeError, match=r"weights\[0\] must be a float32 array, but is float64"):
        for _ in training_run(net, some(50)):
            net.weights[0] = 0.9 * net.weights[0].astype("float64")


def test_weights_of_any_order_in_memory_learn_alike():
    nets = [Network((6, 5, 3), dtype="float64") for _ in range(2)]
    nets[1].weights = [np.asfortranarray(W) for W in nets[1].weights]
    for net in nets:
        train(net, some(50))
    np.testing.assert_allclose(parameters(nets[0]), parameters(nets[1]), rtol=1e-12)


@pytest.mark.parametrize("output", ["softmax", "sigmoid"])
@pytest.mark.parametrize("hidden", ["sigmoid", "selu", "tanh"])
def test_numbers_too_small_for_the_range_are_no_error(hidden, output):
    net, split = Network((6, 5, 3), hidden, output), some(50)
    net.weights = [1000 * W for W in net.weights]
    with np.errstate(all="raise"):
        train(net, split, split, epochs=1, learning_rate=1e-30)
        net.forward(split.images)
        net.gradients(split.images, split.labels)
        net.loss(split.images, split.labels)


@pytest.mark.parametrize("learning_rate", [1e30, 1e300])
@pytest.mark.parametrize("momentum", [0, 0.9])
@pytest.mark.parametrize("hidden", ["relu", "selu"])
def test_divergence_ends_the_run_with_a_sentence(capsys, hidden, learning_rate, momentum):
    split = some(64)
    net = Network((6, 5, 5, 3), hidden)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        history = train(net, split, split, 200, 8, learning_rate, momentum=momentum, seed=3)
    assert caught == []
    assert capsys.readouterr().out.splitlines() == [history.diverged]
    assert history.diverged.startswith("The training diverged in epoch ")
    assert "smaller learning rate" in history.diverged
    assert len(history.loss) < 200 and math.isnan(history.loss[-1])
    assert {len(history.loss)} == {len(h) for h in (history.accuracy, history.validation_loss)}
    assert np.isfinite(net.forward(split.images)).all()  # its last finite weights are back


@pytest.mark.parametrize("batch_size, learning_rate", [(None, 1e30), (PIECE + 1, 1e300)])
def test_divergence_in_pieces_is_told_without_warnings(batch_size, learning_rate):
    settings = {"epochs": 50, "batch_size": batch_size, "learning_rate": learning_rate}
    *_, last = training_run(Network((6, 9, 9, 3), "selu"), some(2 * PIECE + 2), **settings)
    assert last.history.diverged


@pytest.mark.parametrize("bias", [0, -10])  # -10: no neuron is active, so only b2 diverges
def test_divergence_in_the_last_update_of_the_last_epoch_is_noticed(bias):
    net, (images, labels) = Network((6, 5, 3)), some(64).batch(slice(None))
    split = Split(images * (np.arange(6) > 0), labels)  # a black pixel's weights stay finite
    net.biases[0] += bias
    history = train(net, split, epochs=1, batch_size=None, learning_rate=1e300)
    assert "diverged in epoch 1" in history.diverged and np.isfinite(parameters(net)).all()


@pytest.mark.parametrize("hidden", ["relu", "selu"])
@pytest.mark.parametrize("validation", [some(8), None])
@pytest.mark.parametrize("epochs", [2, 3, 4])
def test_finite_weights_that_give_no_finite_answer_have_diverged(hidden, validation, epochs):
    """Such weights must not be those that a network has again, either."""
    net, split = Network((6, 9, 9, 9, 3), hidden), some(64)
    history = train(net, split, validation, epochs, None, learning_rate=1e5, progress=False)
    assert "diverged in epoch 2" in history.diverged
    assert np.isfinite(net.loss(split.images, split.labels))


def test_scores_that_leave_the_range_have_diverged_where_the_hidden_numbers_have_not():
    net = Network((40, 3))
    history = train(net, some(64, 40), None, 1, None, learning_rate=3e38, progress=False)
    assert "diverged in epoch 1" in history.diverged
    assert np.isfinite(net.loss(some(64, 40).images, some(64, 40).labels))


def test_weights_that_are_no_numbers_have_diverged_even_where_the_answers_are():
    """Of a ReLU whose bias is −infinity the answers don't tell."""

    class Broken(Network):
        def backpropagate(self, *given, **named):
            dW, db = super().backpropagate(*given, **named)
            db[0][0] = np.inf
            return dW, db

    for validation in (None, some(8)):
        net = Broken((6, 5, 3))
        history = train(net, some(64), validation, 2, None, progress=False)
        assert "diverged in epoch 1" in history.diverged and np.isfinite(net.biases[0]).all()


def test_a_loss_of_the_readers_own_sees_the_batch_that_its_pass_saw():
    class Distilled(Network):
        def propagate(self, images):
            self.images = images
            return super().propagate(images)

        def loss_and_delta(self, scores, labels):
            assert len(self.images) == len(scores)
            return super().loss_and_delta(scores, labels)

    train(Distilled((6, 5, 3)), some(500), epochs=2, batch_size=None, progress=False)


def test_whether_a_network_still_answers_is_seen_without_its_own_random_numbers():
    class Dropping(Network):
        passes = 0

        def propagate(self, images):
            self.passes += 1
            return super().propagate(images)

    net = Dropping((6, 5, 3))
    train(net, some(64), epochs=3, batch_size=8, progress=False)
    assert net.passes == 3 * 8  # one for each update: another would change what dropout draws


def test_the_validation_digits_are_measured_in_pieces_as_if_in_one():
    net, split = Network((6, 5, 4, 3)), some(2 * PIECE + 7)
    history = train(net, some(64), split, epochs=1)
    figures = history.validation_loss[0], history.validation_accuracy[0]
    assert figures == pytest.approx(net.evaluate(split.images, split.labels))


def test_divergence_is_the_last_step_of_the_run():
    *earlier, last = training_run(
        Network((6, 9, 3), "selu"), some(64), batch_size=8, learning_rate=1e30
    )
    assert last.history.diverged and last.epoch_done
    assert last.images_seen < 64  # at once, not at the end of the epoch
    assert all(not step.epoch_done for step in earlier)


def test_after_divergence_both_accuracies_are_those_of_the_restored_network():
    split = some(64)
    net = Network((6, 9, 3), "selu")
    history = train(net, split, split, batch_size=8, learning_rate=1e30, progress=False)
    _, accuracy = net.evaluate(split.images, split.labels)
    assert history.accuracy[-1] == history.validation_accuracy[-1] == accuracy > 0


def test_a_silent_run_prints_nothing_even_when_it_diverges(capsys):
    train(Network((6, 9, 3), "selu"), some(64), learning_rate=1e30, progress=False)
    train(Network((6, 3)), some(64), progress=False)
    assert capsys.readouterr() == ("", "")


def test_a_callback_that_fails_stops_the_run_and_says_so():
    def stop(step):
        raise KeyError("mine")

    net = Network((6, 3))
    with pytest.raises(KeyError, match="mine"):
        train(net, some(20), on_epoch=stop)
    assert np.isfinite(net.forward(some(5).images)).all()


@pytest.mark.parametrize("batch_size", [1, 64, None])
def test_a_run_pauses_several_times_a_second(batch_size):
    """With every setting there is a pause after at most one piece of work."""
    rng = np.random.default_rng(0)
    split = Split(rng.integers(0, 256, (4 * PIECE, 784), dtype=np.uint8), np.arange(4 * PIECE) % 10)
    run = training_run(Network((784, 256, 10)), split, epochs=1, batch_size=batch_size)
    seen = 0
    for _ in range(4):
        step = next(run)
        assert step.images_seen - seen <= PIECE
        seen = step.images_seen


def test_the_bar_counts_every_image_and_shows_the_history(monkeypatch):
    bars = []

    def bar(total, *_):
        bars.append(tqdm(total=total, file=io.StringIO(), disable=False))
        return bars[0]

    monkeypatch.setattr(training, "progress_bar", bar)
    history = train(Network((6, 3)), some(20), epochs=2, batch_size=8)
    assert bars[0].n == bars[0].total == 40
    assert bars[0].postfix == str(history)


@pytest.mark.parametrize("stream", [None, closed_stream(), SimpleNamespace(write=print)])
def test_without_anywhere_to_write_there_is_no_bar(stream, monkeypatch):
    monkeypatch.setattr(sys, "stderr", stream)
    history = train(Network((6, 3)), some(20), epochs=np.uint8(20))
    assert len(history.loss) == 20  # and 20 · 20 images are more than a byte can count


@pytest.mark.parametrize(
    "terminal, setting, wanted, shown",
    [
        (True, {}, True, True),
        (False, {}, True, False),
        (True, {"TQDM_DISABLE": "1"}, True, False),
        (True, {}, False, False),
    ],
)
def test_a_progress_bar_is_drawn_where_it_is_wanted(
    terminal, setting, wanted, shown, monkeypatch, capsys
):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    monkeypatch.setattr(tqdm, "monitor_interval", 0)  # no thread that outlives this test
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    for name, value in setting.items():
        monkeypatch.setenv(name, value)
    train(Network((6, 3)), some(1200), epochs=1, progress=wanted)
    out, err = capsys.readouterr()
    assert bool(re.search(r"\rtraining: .* 0\.00/1\.20k \[.* images/s\]", err)) is shown
    assert err.endswith("\r" if shown else "")  # it is wiped off
    assert out == "" and (shown or err == "")


@pytest.mark.parametrize(
    "shell, widgets, expected",
    [
        (SimpleNamespace(kernel="a kernel"), True, True),
        (SimpleNamespace(kernel="a kernel"), False, False),
        (SimpleNamespace(), True, False),  # IPython in a terminal
        (None, True, False),  # IPython was imported by a script
    ],
)
def test_a_bar_is_a_widget_only_where_a_notebook_can_show_it(shell, widgets, expected, monkeypatch):
    monkeypatch.setitem(sys.modules, "IPython", SimpleNamespace(get_ipython=lambda: shell))
    found = {"ipywidgets": "its place"} if widgets else {}
    monkeypatch.setattr("importlib.util.find_spec", found.get)
    assert progress.in_notebook() is expected


def test_without_ipython_no_bar_is_a_widget(monkeypatch):
    monkeypatch.delitem(sys.modules, "IPython", raising=False)
    assert not progress.in_notebook()


def test_batches_in_other_numbers_train_the_same_bits():
    """A reader's own `batch`, with noise from NumPy, gives float64."""

    class InDoubles(Split):
        def batch(self, rows):
            images, labels = super().batch(rows)
            return images.astype("float64"), labels

    split, nets = some(40), [Network((6, 5, 3)) for _ in "ab"]
    train(nets[0], split, progress=False)
    train(nets[1], InDoubles(split.images, split.labels), progress=False)
    np.testing.assert_array_equal(*map(parameters, nets))
