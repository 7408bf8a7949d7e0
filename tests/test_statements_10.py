"""What notebook 10 says beside its cells."""

import numpy as np
import pytest

from dig2ai_helpers import Network, Split, recipes, train, training_run


def test_nothing_looks_like_a_gain_once_in_17_times():
    draws = np.random.default_rng(0).standard_normal((100_000, 5))
    margins = 2 * draws.std(axis=1, ddof=1) / np.sqrt(5)
    by_luck = np.mean(draws.mean(axis=1) > margins)
    assert by_luck == pytest.approx(1 / 17, abs=0.003)
    assert 1 - (1 - by_luck) ** 6 == pytest.approx(0.3, abs=0.02)  # at least one of six


def test_the_example_of_a_gain():
    without, given = [96.0, 97.0, 96.3, 96.7, 97.0], [96.7, 97.0, 97.0, 96.7, 97.3]
    gains = np.array(given) - without
    assert np.mean(without) == pytest.approx(96.6) and np.mean(given) == pytest.approx(96.94)
    assert gains.mean() == pytest.approx(0.34)
    assert gains.std(ddof=1) == pytest.approx(0.35, abs=0.005)
    assert 2 * gains.std(ddof=1) / np.sqrt(5) == pytest.approx(0.31, abs=0.005)


@pytest.mark.parametrize("rate", [0.2, 0.05])
def test_a_constant_rate_keeps_jumping_by_the_variance_of_the_box(rate):
    rng, weights = np.random.default_rng(0), np.zeros(20_000)
    for _ in range(200):
        weights -= rate * (weights + rng.standard_normal(weights.shape))
    assert weights.var() == pytest.approx(rate / (2 - rate), rel=0.05)


def test_momentum_makes_a_steady_step_ten_times_as_long():
    velocity = 0.0
    for _ in range(300):
        velocity = 0.9 * velocity + 1
    assert velocity == pytest.approx(10)


@pytest.mark.parametrize(
    ("rate", "momentum", "variance"), [(0.05, 0, 0.03), (0.05, 0.9, 0.25), (0.5, 0, 0.33)]
)
def test_momentum_adds_up_noise_as_well(rate, momentum, variance):
    rng, weights, velocities = np.random.default_rng(0), np.zeros(20_000), np.zeros(20_000)
    for _ in range(300):
        noisy_slopes = weights + rng.standard_normal(weights.shape)
        velocities = momentum * velocities - rate * noisy_slopes
        weights += velocities
    assert weights.var() == pytest.approx(variance, abs=0.01)


@pytest.mark.parametrize("momentum", [0, 0.9])
def test_momentum_diverges_later(momentum):
    steepness, ends = 20, []
    for part in (0.98, 1.02):
        rate, weight, velocity = part * 2 * (1 + momentum) / steepness, 1.0, 0.0
        for _ in range(2_000):
            velocity = momentum * velocity - rate * steepness * weight
            weight += velocity
        ends.append(abs(weight))
    assert ends[0] < 0.01 and ends[1] > 100


def test_a_rate_of_one_half_without_momentum_is_risky(digits):
    accuracies = {}
    for rate, momentum in ((0.5, 0), (0.05, 0.9)):
        found = accuracies[momentum] = []
        for seed in range(5):
            net, settings = Network((784, 64, 10), seed=seed, dtype="float64"), (4, 32, rate)
            train(net, digits.train, None, *settings, momentum, seed, progress=False)
            found.append(net.evaluate(digits.validation.images, digits.validation.labels)[1])
    assert np.mean(accuracies[0]) == pytest.approx(0.937, abs=0.005)
    assert min(accuracies[0]) == pytest.approx(0.877, abs=0.01)
    others = sorted(accuracies[0])[1:]
    assert np.mean(accuracies[0.9]) - np.mean(others) == pytest.approx(0.011, abs=0.004)


def test_what_weight_decay_leaves():
    assert 0.998**380 == pytest.approx(0.47, abs=0.005)
    falling = np.prod([1 - 0.02 * 0.1 * (1 - update / 380) for update in range(380)])
    assert falling == pytest.approx(0.68, abs=0.005)


@pytest.mark.parametrize("seed", range(5))
def test_a_network_learns_shuffled_pixels_as_well(digits, seed):
    order = np.random.default_rng(seed).permutation(784)
    accuracies = []
    for new in (slice(None), order):
        net = Network((784, 64, 10), seed=seed)
        train(net, Split(digits.train.images[:, new], digits.train.labels), progress=False)
        images = digits.validation.images[:, new]
        accuracies.append(net.evaluate(images, digits.validation.labels)[1])
    assert accuracies[1] == pytest.approx(accuracies[0], abs=0.03)


def test_the_numbers_of_weights_of_the_first_door():
    assert 32 * (5 * 5 + 1) == 832 and (784 + 1) * 512 == 401_920


def test_the_network_of_08_gets_265_wrong():
    assert recipes["selu-300-100"].mnist_accuracy == pytest.approx(0.9735, abs=1e-9)


def sureness_of_mistakes(digits, decay):
    """The mean probability of wrong answers, over five seeds, trained as in section 4."""
    found = []
    for seed in range(5):
        net, epochs = Network((784, 128, 10), seed=seed, dtype="float64"), 20

        def rate(passed):
            return 0.1 * (1 - passed / 20)

        for step in training_run(net, digits.train, None, epochs, 64, rate, 0.9, seed):
            for W in net.weights:
                W *= 1 - decay * rate(step.images_seen / len(digits.train))
        p = net.forward(digits.validation.images)
        wrong = p.argmax(axis=1) != digits.validation.labels
        found.append(p.max(axis=1)[wrong].mean())
    return np.mean(found)


def test_weight_decay_makes_mistakes_less_sure(digits):
    assert sureness_of_mistakes(digits, 0) == pytest.approx(0.82, abs=0.015)
    assert sureness_of_mistakes(digits, 0.02) == pytest.approx(0.75, abs=0.015)
