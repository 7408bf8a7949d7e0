# Sections 1 and 2: the template for zeros, and its threshold.
on_mnist = digits.name == "mnist"
assert a_zero @ weights > 20 > 5 > a_four @ weights
assert (horizontal * template).sum() == (all_white * template).sum() == 0
without_negative = np.maximum(template, 0)
assert (vertical * without_negative).sum() == (all_white * without_negative).sum() == 6
says_zero = new_images @ weights + bias > 0
if not on_mnist:
    assert (says_zero[new_labels == 0].sum(), (new_labels == 0).sum()) == (29, 30)
    assert (says_zero[new_labels != 0].sum(), (new_labels != 0).sum()) == (2, 270)
assert round(100 * says_zero[new_labels == 0].mean()) == (92 if on_mnist else 97)
assert round(100 * says_zero[new_labels != 0].mean()) == (4 if on_mnist else 1)
assert of_zeros.min() < threshold or of_others.max() > threshold  # it gets something wrong
assert max(of_others) > min(of_zeros)  # and so does every other threshold: the groups overlap

# Section 3: the product by hand, the batch, and what NumPy says of sizes that don't match.
assert np.allclose(batch @ W1 + b1, [[2.5, -0.5], [2.5, 1.0], [1.5, -1.0]])
try:
    batch.T @ W1
except ValueError as error:
    assert str(error).endswith("(size 2 is different from 3)")
else:
    raise AssertionError("two sizes that don't match were multiplied")

# Section 3: the nearest mean is a layer of ten neurons.
means = np.stack([images[labels == k].mean(axis=0) for k in range(10)])  # (10, 784)
nearest = ((new_images[:300, None] - means) ** 2).sum(axis=2).argmin(axis=1)
as_a_layer = (new_images[:300] @ means.T - 0.5 * (means**2).sum(axis=1)).argmax(axis=1)
assert np.array_equal(nearest, as_a_layer)

# Section 4: slopes at z = 4 and -4, and where the curves lead.
assert functions.HIDDEN["selu"][0](np.array([-40.0])).round(2) == -1.76
slopes = {name: functions.HIDDEN[name][1](np.array([4.0, -4.0])) for name in names}
assert slopes["relu"].tolist() == [1, 0]
assert np.allclose([slopes["selu"][0], slopes["sigmoid"][0]], [1.0507, 0.018], atol=5e-4)
assert all(slope[1] < 0.05 for slope in slopes.values())
assert np.allclose([slopes["tanh"][0], slopes["selu"][1]], [0.001, 0.032], atol=5e-4)
line = np.linspace(-9, 9, 1801)
for name in names:
    assert (np.diff(functions.HIDDEN[name][0](line)) >= 0).all()  # none of the four falls
assert functions.sigmoid_slope(line).max() == 0.25

# Section 5: every line fails at one of the four points, three neurons at none.
assert np.array_equal(last_neuron(two_neurons(pairs)), [-0.5, 0.5, 0.5, -0.5])
assert ((planes["one neuron"][2](pairs) > 0) == wanted).sum() == 3
tried = np.random.default_rng(0).standard_normal((3, 20_000))  # neurons: two weights and a bias
assert ((pairs @ tried[:2] + tried[2] > 0) == wanted[:, None]).sum(axis=0).max() == 3

# Section 6: the table, the black image, the box with the collapsed layer.
assert np.allclose(z2, [[1.0, 0.0], [1.3, 0.6], [0.6, 0.2]])
scores_of_pairs = relu(pairs @ W1 + b1) @ W2 + b2
assert np.allclose(scores_of_pairs[0], [0.2, 0.4])
assert np.allclose(scores_of_pairs[:, 0], [0.2, 0.6, 1.3, 1.4])
assert scores_of_pairs.argmax(axis=1).tolist() == [1, 0, 0, 0]
assert (((pairs @ [-1, -1] + 0.5) > 0) == [True, False, False, False]).all()  # a line does too
grid = np.stack(np.meshgrid(np.linspace(0, 1, 101), np.linspace(0, 1, 101)), -1).reshape(-1, 2)
hidden_of_grid = grid @ W1 + b1
scores_of_grid = relu(hidden_of_grid) @ W2 + b2
is_off, class_1_wins = hidden_of_grid[:, 1] <= 0, scores_of_grid[:, 1] > scores_of_grid[:, 0]
assert np.array_equal(is_off, grid[:, 1] <= grid[:, 0])
assert np.array_equal(is_off & class_1_wins, is_off & (grid @ [1, 2] < 1 / 3))
assert np.allclose(W1 @ W2, [[0.1, -0.8], [1.1, 0.2]]) and np.allclose(b1 @ W2 + b2, [0.2, 0.4])
assert np.allclose((x @ W1 + b1) @ W2 + b2, [0.85, -0.3])

# Section 7: parameters; untrained networks guess unevenly; trained ones don't.
assert sum(array.size for array in net.weights + net.biases) == 101_770
for seed in range(8):
    untrained = Network((784, 128, 10), seed=seed)
    answers = untrained.predict(new_images)
    assert (answers == new_labels).mean() < 0.2
    assert np.bincount(answers).max() / len(answers) > 0.3
shares = [round(100 * (read == new_labels).mean()) for read in (without_layer, with_layer)]
assert shares == ([93, 99] if on_mnist else [75, 92])

# Section 7: the hidden neurons of the first 3.
scores_of_3 = trained.scores(image[None])[0]
assert scores_of_3.argmax() == 3
assert np.flatnonzero((added > 0).all(axis=0)).tolist() == [3]
assert top.tolist() == ([24, 96, 71, 110, 38] if on_mnist else [9, 96, 110, 53, 71])
if not on_mnist:
    assert added[0].round(1)[[0, 3]].tolist() == [4.1, 1.5]
    assert added[1].argmin() == 6 and added[1, 8] < -4
    together = added.sum(axis=0).round(1)
    assert together[3] == 14.4 and sorted(together)[-2] == together[8] == 5.4
    assert (hidden > 0).sum() == 47
    assert scores_of_3.round(1)[3] == 24.4
    assert sorted(scores_of_3)[-2] == scores_of_3[8] and scores_of_3.round(1)[8] == 7.6

# Section 7: the part that each of them looks for: ink on the first strip, none on the second.
strips = {
    9: ([(6, 9), (6, 12), (6, 15)], [(10, 10), (10, 12), (11, 11)]),  # arc at the top
    110: ([(23, 7), (23, 12), (22, 17), (20, 21)], [(19, 11), (19, 13), (20, 12)]),  # at the bottom
    71: ([(14, 14), (12, 16), (10, 18)], [(15, 17), (14, 19), (12, 22)]),  # up to the right
    53: ([(13, 12), (15, 14), (18, 18)], [(16, 8), (17, 11), (18, 14)]),  # down to the right
    96: ([(20, 8), (20, 10), (21, 9)], [(16, 6), (17, 9), (17, 12)]),  # the end at bottom left
}
for neuron_at, (ink, no_ink) in strips.items():
    weights_at = templates[:, neuron_at].reshape(28, 28)
    assert min(weights_at[place] for place in ink) > 0.05
    assert max(weights_at[place] for place in no_ink) < -0.05
