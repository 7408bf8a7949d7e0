# What notebook 04 says of its results. It runs in the notebook's own names, after its last cell.

from dig2ai_helpers.functions import HIDDEN, sigmoid, sigmoid_slope

bundled = digits.name == "bundled"

# The first screen: "it gets nearly all of them wrong", "12,730 weights and biases"
assert (net.predict(few) == few_labels).sum() <= 3
assert sum(array.size for array in net.weights + net.biases) == 12_730

# Section 1: 24 losses for twelve parameters, 203,540 passes for 784-128-10
assert 2 * sum(array.size for array in (W1, b1, W2, b2)) == 24
big = Network((784, 128, 10))
assert 2 * sum(array.size for array in big.weights + big.biases) == 203_540


# Section 1, box: how far off a nudge to one side is, and the central difference
def loss_by_weight(w):
    return np.log(1 + np.exp(2.5 * w))


exact_slope = 2.5 * np.exp(1) / (np.exp(1) + 1)
for nudge, off_one, off_both in (
    (0.1, 0.059, 2.4e-3),
    (0.01, 6.1e-3, 2.4e-5),
    (1e-3, 6.1e-4, 2.4e-7),
    (1e-5, 6.1e-6, 2.4e-11),
):
    up, down = loss_by_weight(0.4 + nudge), loss_by_weight(0.4 - nudge)
    one_sided = (up - loss_by_weight(0.4)) / nudge - exact_slope
    both_sides = (up - down) / (2 * nudge) - exact_slope
    assert np.isclose(abs(one_sided), off_one, rtol=0.02)
    assert np.isclose(abs(both_sides), off_both, rtol=0.02, atol=3e-11)


# ... and below 1e-5 rounding takes over (of some near nudges the largest: one may be lucky)
def rounding(nudge):
    near = nudge * np.linspace(1, 2, 20)
    both = (loss_by_weight(0.4 + near) - loss_by_weight(0.4 - near)) / (2 * near)
    return np.abs(both - exact_slope).max()


for nudge, about in ((1e-8, 1e-9), (1e-10, 5e-7), (1e-14, 4e-3)):
    assert about / 4 < rounding(nudge) < 30 * about

# Section 3, box: the Jacobian of softmax for p = (0.2, 0.5, 0.3)
jacobian = [[0.16, -0.1, -0.06], [-0.1, 0.25, -0.15], [-0.06, -0.15, 0.21]]
for m in range(3):
    measured = slopes(lambda m=m: softmax(three)[0, m], three)[0]
    assert np.allclose(measured, jacobian[m], atol=1e-8)

# Section 3: in each row one cell is negative, the label's, between -1 and 0; the row's sum is 0
assert np.allclose(p_minus_y.sum(axis=1), 0)
assert ((p_minus_y < 0) == one_hot(six_labels).astype(bool)).all() and p_minus_y.min() > -1

# Section 4: the example
example_a, example_delta = np.array([[1.0, 2], [3, 1]]), np.array([[0.4, -0.4], [-0.1, 0.1]])
assert np.allclose(example_a.T @ example_delta, [[0.1, -0.1], [0.7, -0.7]])
assert np.allclose(example_delta @ W2.T, [[0.24, -0.12], [-0.06, 0.03]])

# Section 5: few of the slopes are 0, hidden neuron 1 is off for the first image only, and which
# arrays each mistake spoils
assert all((np.abs(array) > 1e-3).mean() > 0.8 for array in nudged.values())
assert (z1 > 0).tolist() == [[True, False], [True, True], [True, True]]
for attempt, right in zip(attempts, ("1111", "0011", "0000", "0011"), strict=True):
    for array, name, agrees in zip(
        attempts[attempt], ("dW1", "db1", "dW2", "db2"), right, strict=True
    ):
        assert np.allclose(array, nudged[name]) == (agrees == "1"), (attempt, name)

# Section 6: the ghosts. The column is the sum; in the corners all is 0; on the bundled digits
# there are four fives, and neuron 6 should respond less to them
never_lit = (few == 0).all(axis=0)
assert never_lit.reshape(28, 28)[[0, 0, -1, -1], [0, -1, 0, -1]].all()
assert (my_dW[0][never_lit] == 0).all()
assert np.allclose(few.T @ few_delta1[:, 6], my_dW[0][:, 6])
for mine, packages in zip(my_dW + my_db, dW + db, strict=True):
    assert np.allclose(mine, packages)
on = few_z1 > 0
largest = np.argsort(-np.abs(few_delta1[:, 6]))[:4]
if bundled:
    assert (few_labels[largest] == 5).all() and (few_labels == 5).sum() == 4
    assert (few_delta1[largest, 6] > 0).all()
    assert few_labels[on[:, 12]].tolist() == [6, 6]  # neuron 12: two sixes; neuron 0: mostly a 3
    first, second = np.sort(np.abs(few_delta1[:, 0]))[:-3:-1]
    assert few_labels[few_delta1[:, 0] == -first] == 3 and round(first, 3) == 0.035 > 3 * second
else:
    assert len(set(few_labels[largest])) > 2 and len(set(np.sign(few_delta1[largest, 6]))) == 2

# Section 7: dead neurons, "between 3 and 10", on MNIST "2 to 9", none before the step; all slopes
# of their weights are 0
assert (min(dead), max(dead)) == ((3, 10) if bundled else (2, 9))
for seed in range(5):
    fresh = Network((784, 16, 10), seed=seed, dtype="float64")
    assert (many @ fresh.weights[0] > 0).any(axis=0).all()
gone = off.all(axis=0)  # in the last of the networks
_, after_dW, after_db = stepped.gradients(many, many_labels)
assert (after_dW[0][:, gone] == 0).all() and (after_db[0][gone] == 0).all()
assert (after_dW[1][gone] == 0).all()


# Section 7: what is left of delta in the first layer, for other images and seeds
def deep_network(hidden, init, factor, seed):
    network = Network((784, *[64] * 5, 10), hidden=hidden, init=init, seed=seed, dtype="float64")
    network.weights = [factor * W for W in network.weights]
    return network


def what_is_left(network, i=0):
    _, _, gradients = network.gradients(few[[i]], few_labels[[i]])
    return np.abs(gradients[0]).mean() / np.abs(gradients[-1]).mean()


for seed in range(6):
    for hidden, init, factor, low, high in (
        ("relu", "he", 1, 0.1 if bundled else 0.07, 1),
        ("relu", "he", 0.25, 0, 0.001),
        ("sigmoid", "lecun", 1, 0, 0.001),
        ("sigmoid", "lecun", 4, 0.02, 0.2),
    ):
        one = deep_network(hidden, init, factor, seed)
        assert all(low < what_is_left(one, i) < high for i in range(20))

assert round(what_is_left(deep_network("sigmoid", "lecun", 1, 0)), 4) == 0.0004  # the box says so
assert round(0.24**4 * np.sqrt(10 / 64) * 0.24, 4) == 0.0003
assert round(np.sqrt(10 / 64) * 0.24, 3) == 0.095

# Section 7, box: the sigmoid's slopes; "0.24", "0.17", "4 %", "almost a third"
for z, value, slope in (
    (0, 0.5, 0.25),
    (2, 0.8808, 0.10499),
    (5, 0.99331, 0.00665),
    (10, 0.99995, 5e-5),
):
    at = np.array([float(z)])
    assert np.isclose(sigmoid(at)[0], value, atol=1e-5)
    assert np.isclose(sigmoid_slope(at)[0], slope, atol=6e-6)
for factor, size, flat in ((1, 0.24, 0), (4, 0.17, 0.04), (8, None, 0.32)):
    found = []
    for seed in range(5):
        _, all_z = deep_network("sigmoid", "lecun", factor, seed).propagate(many[:100])
        all_slopes = np.stack([HIDDEN["sigmoid"][1](z) for z in all_z[:-1]])
        found.append((np.sqrt((all_slopes**2).mean()), (all_slopes < 0.01).mean()))
    middle = np.median(found, axis=0)
    assert size is None or round(middle[0], 2) == size
    assert abs(middle[1] - flat) < 0.015

# Section 8: the network "will misread you now and then": it is good, and not perfect
assert 0.85 < small.evaluate(digits.validation.images, digits.validation.labels)[1] < 0.99

# Section 8: what one step with the 1 of the stored picture does, meant as a 7
if bundled:
    for rate, predicted, after in ((0.001, 6.234, 6.236), (0.01, 2.265, 2.638)):
        stored = interact.my_digit(small)
        stored.draw([[(0.36, 0.3), (0.5, 0.2), (0.5, 0.85)]])
        stored.set(label=7, rate=rate)
        assert stored.reading == 1
        stored.press("step")
        said = stored._last_step
        assert np.allclose(
            (said.before, said.predicted, said.after), (6.675, predicted, after), atol=0.002
        )
