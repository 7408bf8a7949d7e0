# What notebook 03 says of its results, section by section.

from dig2ai_helpers import one_hot

# The first screen: one image classified correctly, the other wrongly.
assert new_scores[0].argmax() == new_labels[0]
assert new_scores[wrong].argmax() != new_labels[wrong]

# 1: all three candidates keep the order and sum to 1; only e^z ignores a constant.
for name, f in candidates.items():
    before, after = f(scores) / f(scores).sum(), f(scores + 3) / f(scores + 3).sum()
    for result in (before, after):
        assert (result > 0).all() and np.isclose(result.sum(), 1)
        assert (result.argsort() == scores.argsort()).all()
    assert np.allclose(before, after) == (name == "e^z")

# The box: a function that ignores constants and is not softmax; a third class changes the ratio.
for row in (np.array([2.0, 0, 1]), np.array([5.0, 3, 4])):
    other = functions.sigmoid(row - row.mean())
    assert np.allclose(other / other.sum(), [0.487, 0.179, 0.333], atol=0.0005)
third = functions.sigmoid(np.array([2.0, 0, 4]) - 2)
assert not np.isclose(third[0] / third[1], other[0] / other[1])

# By hand.
assert np.allclose(naive_softmax(two_scores), [[0.731, 0.269]], atol=0.0005)
assert np.allclose(naive_softmax(three_scores), [[0.665, 0.090, 0.245]], atol=0.0005)
assert np.allclose(np.exp([2, 0, 1]).sum(), 11.107, atol=0.0005)
assert np.isclose(naive_softmax(two_scores)[0, 0], functions.sigmoid(1.0))

# 2: temperature.
assert np.allclose(naive_softmax(three_scores / 0.5), [[0.867, 0.016, 0.117]], atol=0.0005)
assert np.allclose(np.exp([4, 0, 2]).sum(), 62.99, atol=0.005)
base_two = 2.0**three_scores / 7  # 1: a base is only a unit for the scores
assert np.allclose(naive_softmax(three_scores * np.log(2)), base_two)

# 3: naive fails far out, the stable form does not, and is the package's.
with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
    assert np.isnan(naive_softmax(large_scores)).all()
    assert np.isinf(np.exp(np.float32(89))) and np.isinf(np.exp(710.0))
far_out = np.array([[1000.0, 998, 999], [-1000, -1002, -1001], [0, 5000, -5000]])  # (3, 3)
assert np.allclose(softmax(far_out), functions.softmax(far_out))
assert np.allclose(softmax(far_out)[:2], softmax(three_scores)) and softmax(far_out)[2, 1] == 1
batch = np.random.default_rng(0).normal(size=(5, 10))  # (5, 10)
assert np.allclose(softmax(batch), naive_softmax(batch))

# 4: for the correct image the coldest is the best, for the mistake the worst.
of_first, of_second = (
    [softmax(new_scores[[i]] / T)[0, new_labels[i]] for T in (0.5, 2, 10)] for i in two
)
assert np.argmax(of_first) == 0 and np.argmin(of_second) == 0
at_two = softmax(new_scores[two] / 2)  # (2, 10)
if digits.name == "bundled":  # the sentence under the printed numbers
    answers_at = [softmax(new_scores[two] / T).max(axis=1) for T in (0.5, 2, 10)]
    assert np.allclose(answers_at, [[1, 0.536], [0.996, 0.398], [0.424, 0.219]], atol=0.0005)
sure_of, surprise = {
    "bundled": ([0.996, 0.398], 1.514), "mnist": ([0.611, 0.829], 3.259),
}[digits.name]  # fmt: skip
assert np.allclose(at_two.max(axis=1), sure_of, atol=0.001)
assert np.isclose(-np.log(at_two[1, new_labels[wrong]]), surprise, atol=0.001)
assert np.isclose(of_labels.prod(), 0.04) and np.isclose(-np.log(of_labels).sum(), 3.219, atol=5e-4)
assert guessed.prod() == 0 and (guessed > 0).all() and guessed[:300].prod() > 0
for seed in range(5):
    guesser = Network((784, 128, 10), seed=seed, dtype="float64")
    given = given_to_labels(guesser.forward(images[:350]), labels[:350])
    assert given.prod() == 0 and 2.2 < -np.log(given).mean() < 2.7

# 5: one-hot rows give the same; the 1 between two labels; the box's formula.
assert np.isclose(-(one_hot(new_labels) * np.log(softmax(new_scores))).sum(axis=1).mean(), package)
one, other = (cross_entropy(two_scores, np.array([label])) for label in (0, 1))
assert np.isclose(other - one, 1) and round(one, 3) == 0.313


def stable_cross_entropy(scores, labels):
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_totals = np.log(np.exp(shifted).sum(axis=1))
    return (log_totals - shifted[np.arange(len(labels)), labels]).mean()


sure = np.array([[800.0, 0.0]])
with np.errstate(divide="ignore"):
    assert np.isinf(cross_entropy(sure, np.array([1])))
assert stable_cross_entropy(sure, np.array([1])) == 800
assert np.isclose(stable_cross_entropy(new_scores, new_labels), package)

# The answers about the 2-2-2 network: its scores are (1, 0), and one bias moves by 2.5 or 3.
assert np.allclose(
    -np.log(functions.sigmoid(np.array([2.5 - 1, 0 - -2]))), [0.201, 0.127], atol=5e-4
)

# Of the six temperatures 2 is the best; the accuracy is the same at all.
six = {T: cross_entropy(new_scores / T, new_labels) for T in (0.5, 1, 2, 4, 8, 16)}
assert min(six, key=six.get) == 2
assert {accuracy} == {((new_scores / T).argmax(axis=1) == new_labels).mean() for T in six}
geometric_mean = {"bundled": 0.68, "mnist": 0.55}[digits.name]
assert np.isclose(np.exp(-six[2]), geometric_mean, atol=0.006)
of_all = given_to_labels(softmax(new_scores / 2), new_labels)  # (n,)
assert np.median(of_all) > {"bundled": 0.98, "mnist": 0.83}[digits.name]
correct = new_scores.argmax(axis=1) == new_labels
assert np.log(of_all[~correct]).sum() / np.log(of_all).sum() > 0.7  # the mistakes pull it down
all_given = given_to_labels(softmax(new_scores[:100] / 2), new_labels[:100])
loss_of_100 = cross_entropy(new_scores[:100] / 2, new_labels[:100])
assert np.isclose(all_given.prod() ** (1 / 100), np.exp(-loss_of_100))  # the geometric mean

# 6: each of five networks, not only their median.
for seed in range(5):
    at_first = {}
    for init in ("small", "he", "normal"):
        net = Network((784, 128, 10), init=init, seed=seed, dtype="float64")
        at_first[init] = net.loss(new_images, new_labels)
        if init != "normal":  # its probabilities are 0 to a computer
            assert (-np.log(net.forward(new_images)).mean(axis=1) >= np.log(10)).all()
    assert abs(at_first["small"] - np.log(10)) < 0.01
    assert np.log(10) < at_first["he"] < 2.7 and at_first["normal"] > 75
assert first_losses and np.median(first_losses) > 100  # of the normal initialisation

# 7: values by hand, both slopes against a small move, and the race.
small_p = functions.sigmoid(1.0)
assert round(0.5 * ((small_p - 1) ** 2 + (1 - small_p) ** 2), 4) == 0.0723


def two_losses(z):
    p = functions.sigmoid(z)
    return {"cross-entropy": np.log(1 + np.exp(-z)), "squared error": (1 - p) ** 2}


h = 1e-5
for at in (-10.0, -5.0, -2.0, 0.0, 1.0, 5.0):
    there = functions.sigmoid(at)
    slopes = {"cross-entropy": -(1 - there), "squared error": -2 * there * (1 - there) ** 2}
    for name, slope in slopes.items():
        measured = (two_losses(at + h)[name] - two_losses(at - h)[name]) / (2 * h)
        assert np.isclose(slope, measured, rtol=1e-4, atol=1e-8), name
assert steps == {"cross-entropy": 9, "squared error": 1507}
assert (np.abs(both_slopes["squared error"]) < 0.3).all()
at, longer_steps = -8.0, 0
while at < 0:  # ten times as long
    there = functions.sigmoid(at)
    at += 10 * 2 * there * (1 - there) ** 2
    longer_steps += 1
assert longer_steps == 154

# More practice: the loss by hand, and the folded solution.
practice = (np.array([[1.0, 0.0]]), np.array([0]))
assert round(-np.log(functions.sigmoid(1.0)) - np.log(0.5), 3) == 1.006


def my_sigmoid_cross_entropy(scores, labels):
    noes = np.logaddexp(0, scores).sum(axis=1)
    return (noes - scores[np.arange(len(labels)), labels]).mean()


assert round(my_sigmoid_cross_entropy(*practice), 3) == 1.006
assert np.isclose(
    my_sigmoid_cross_entropy(900 * new_scores, new_labels),
    functions.sigmoid_cross_entropy(900 * new_scores, new_labels)[0],
)

# With `normal` weights nearly every answer is sure at first, and most are wrong.
for seed in range(5):
    guesses = Network((784, 128, 10), init="normal", seed=seed, dtype="float64").forward(new_images)
    assert (guesses.max(axis=1) > 0.99).mean() > 0.85
    assert (guesses.argmax(axis=1) == new_labels).mean() < 0.25
