"""What notebook 05 says of its results; it runs in the notebook's own names."""

on_mnist = digits.name == "mnist"
validation = digits.validation.images, digits.validation.labels

# 1. "It classifies about one digit in ten correctly"; after five epochs "it is 97 %".
assert fresh.evaluate(*validation)[1] < 0.15
assert 0.965 < network.evaluate(*validation)[1] < 0.98

# 2. As on paper, and as the factor 1 - 2 rate says.
assert np.allclose(descend(0.1, steps=3), [0, 0.6, 1.08, 1.464])
assert round(valley(1.464), 3) == 2.359 and np.isclose(2 * (1.464 - 3), -3.072)
for rate in (0.1, 0.5, 0.9, 1.1):
    assert np.isclose(descend(rate)[-1] - 3, (1 - 2 * rate) ** 10 * (0 - 3))

# 3. The slope is right; a short step does what was predicted, a long one the opposite.
nudged = (loss_with(weight + 1e-5) - loss_with(weight - 1e-5)) / 2e-5
assert np.isclose(nudged, slope, atol=1e-6)
assert np.isclose(loss_with(weight - 0.05 * slope) - loss, -0.05 * slope**2, rtol=0.02)
assert loss_with(weight - 50 * slope) > loss
bottom = min(loss_with(weight + move) for move in moves)
assert loss - bottom < 0.05  # "very little"
assert [round(loss, 2), round(bottom, 2)] == ([2.40, 2.37] if on_mnist else [2.35, 2.32])

# 4. Along the gradient the slope is minus its squared length; all weights do 200 times as much.
assert np.isclose((after_step(1e-5) - after_step(-1e-5)) / 2e-5, -(length**2), rtol=1e-3)
gain_of_one = loss - loss_with(weight - 0.05 * slope)
gain_of_all = loss - after_step(0.05)
assert gain_of_all > 200 * gain_of_one and round(length, 2) == (1.35 if on_mnist else 1.63)
gains = round(gain_of_one, 4), round(gain_of_all, 2)
assert gains == ((0.0003, 0.08) if on_mnist else (0.0005, 0.12))
assert after_step(0.5) < after_step(0.05) < loss < after_step(3)

# 4. The app: what is folded below it says at which rates it settles, jumps and flies off.
app = interact.descent(digits)
kinds = ((0.05, "is on its way"), (0.07, "settles"), (0.3, "settles"), (0.5, "settles"))
kinds += ((0.7, "jumps across"), (1.5, "jumps across"), (2, "flies off"))
for rate, word in () if on_mnist else kinds:
    app.set(rate=rate)
    assert f"it {word}." in app.alt

# 5. The mean of the batches' gradients is the gradient of all; single images may point uphill.
parts = [gradient_of(np.arange(first, first + 100)) for first in range(0, 1_000, 100)]
assert np.allclose(np.mean(parts, axis=0), gradient, rtol=1e-6, atol=1e-12)


def cosines_of(size):
    rng = np.random.default_rng(3)
    found = [gradient_of(rng.permutation(1_000)[:size]) for _ in range(20)]
    return [part @ gradient / (np.linalg.norm(part) * length) for part in found]


assert np.mean(cosines_of(1)) < np.mean(cosines_of(10)) < np.mean(cosines_of(100))
assert min(cosines_of(1)) < 0 and np.mean(cosines_of(100)) > 0.7

# 7. The medians of five seeds: which rates learn, and what is left when all neurons are dead.
middle = {rate: np.median([run[2] for run in runs[rate]]) for rate in runs}
assert sorted(sorted(middle, key=middle.get)[-3:]) == [0.03, 0.1, 0.3]
assert middle[0.0001] < 0.2 < middle[0.01] < middle[0.03] and middle[100] < 0.12
told = [round(100 * middle[rate]) for rate in (0.03, 0.1, 0.3)]
assert told == ([82, 84, 87] if on_mnist else [91, 95, 95])
assert 0.2 < middle[1] < 0.45 if on_mnist else middle[1] < 0.12
assert abs(middle[0.3] - middle[0.1]) < 0.03 and middle[0.3] > middle[0.1] - 0.001
worst = min(run[2] for run in runs[0.3])
assert round(worst, 2) == (0.75 if on_mnist else 0.84)
for seed, (net, _, _) in enumerate(runs[0.0001]):  # "goes the right way"
    before = Network((784, 32, 10), seed=seed, dtype="float64").loss(few.images, few.labels)
    after = net.loss(few.images, few.labels)
    assert before - 0.1 < after < before
    if seed == 0 and not on_mnist:
        assert round(before, 2) == 2.40 and round(after, 2) == 2.36
ends = {rate: np.median([np.mean(run[1][-32:]) for run in runs[rate]]) for rate in runs}
dead = {rate: np.median([share_of_dead(run[0]) for run in runs[rate]]) for rate in runs}
assert 35 < ends[100] < 50 and dead[100] == 1 and dead[0.1] == 0
assert 0.8 < dead[1] < 0.97 if on_mnist else dead[1] == 1 and abs(ends[1] - np.log(10)) < 0.02


# 7. "in nearly every run": at most one of five keeps a neuron (on MNIST with rate 100).
for rate in (100,) if on_mnist else (1, 100):
    assert sorted(share_of_dead(run[0]) for run in runs[rate])[1] == 1
if not on_mnist:
    [kept] = [run[2] for run in runs[1] if share_of_dead(run[0]) < 1]
    assert round(kept, 1) == 0.2  # "the point at 20 %"


# 8. Only `he` works with one and with two hidden layers; the factors are 1, 8 and 0.08.
def middle_accuracy(init, *hidden):
    return np.median([accuracy_from(init, (784, *hidden, 10), seed) for seed in range(5)])


for hidden in ((32,), (32, 32)):
    best = middle_accuracy("he", *hidden)
    assert all(middle_accuracy(init, *hidden) < best - 0.05 for init in ("zero", "small", "normal"))
assert all(middle_accuracy(init, 32) > 0.5 for init in ("small", "normal"))  # "can cope"
assert middle_accuracy("zero", 32) < 0.12 > middle_accuracy("small", 32, 32)
assert middle_accuracy("normal", 32, 32) < 0.3
for init, factor in (("he", 1), ("normal", 8), ("small", 0.08)):
    assert np.allclose(np.array(rms[init][2:]) / rms[init][1:-1], factor, rtol=0.35)
for init, factor in (("normal", 20), ("small", 0.2)):  # the first layer has 784 inputs
    assert np.isclose(rms[init][1] / rms[init][0], factor, rtol=0.35)


# 9. Rate 0.6 is about the best without momentum, near a cliff; momentum gets well below it.
def loss_after_50(rate, momentum):
    ended = []
    for seed in range(5):
        net = Network((784, 32, 10), seed=seed, dtype="float64")
        settings = {"batch_size": None, "learning_rate": rate, "momentum": momentum}
        ended.append(train(net, few.first(300), epochs=50, **settings, progress=False).loss[-1])
    return np.median(ended)


best = loss_after_50(0.6, 0)
slow, cliff = loss_after_50(0.3, 0), loss_after_50(0.8 if on_mnist else 0.7, 0)
assert min(slow, cliff) > best > 4 * loss_after_50(0.1, 0.9) and cliff > 2 * best
if not on_mnist:
    assert round(slow, 3) == 0.071 and round(cliff, 2) == 1.07

# 10. In the first epoch the training loss is higher, in the last the validation loss; "flat".
first, last = (0, -1)
assert history.loss[first] > history.validation_loss[first]
assert history.loss[last] < history.validation_loss[last]
assert history.validation_loss[last] < min(history.validation_loss) + 0.01

# 11. The score to beat, the mistakes, and how sure the network is.
some, their = images[:5_000], labels[:5_000]  # as many as notebook 01 takes
means = np.array([some[their == k].mean(axis=0, dtype="float64") for k in range(10)])
nearest = ((means**2).sum(axis=1) - 2 * test_images @ means.T).argmin(axis=1)
by_means = np.sum(nearest != truth)
assert round(1 - by_means / len(truth), 3) == (0.809 if on_mnist else 0.92)
assert abs(np.mean(answers == truth) - (0.975 if on_mnist else 0.98)) < 0.003
assert 6 < by_means / len(wrong) < 8 if on_mnist else by_means == 4 * len(wrong)
assert on_mnist or round(100 * np.sqrt(0.98 * 0.02 / len(truth)), 1) == 0.8
assert sure[wrong].mean() < sure[correct].mean() - 0.2
