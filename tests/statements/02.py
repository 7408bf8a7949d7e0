# Sections 1 and 2: the template for zeros, and its threshold.
on_mnist = digits.name == "mnist"
assert a_zero @ weights > 20 > 5 > a_four @ weights
assert (horizontal * template).sum() == (all_white * template).sum() == 0
says_zero = new_images @ weights + bias > 0
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
slopes = {name: functions.HIDDEN[name][1](np.array([4.0, -4.0])) for name in names}
assert slopes["relu"].tolist() == [1, 0]
assert np.allclose([slopes["selu"][0], slopes["sigmoid"][0]], [1.0507, 0.018], atol=5e-4)
assert np.allclose([slopes["tanh"][0], slopes["selu"][1]], [0.001, 0.032], atol=5e-4)
line = np.linspace(-9, 9, 1801)
for name in names:
    assert (np.diff(functions.HIDDEN[name][0](line)) >= 0).all()  # none of the four falls
assert functions.sigmoid_slope(line).max() == 0.25

# Section 5: every line fails at one of the four points, three neurons at none.
assert np.array_equal(third_neuron(two_hidden(pairs)), [-0.5, 0.5, 0.5, -0.5])
assert ((one_neuron(pairs) > 0) == wanted).sum() == 3
tried = np.random.default_rng(0).standard_normal((3, 20_000))  # neurons: two weights and a bias
assert ((pairs @ tried[:2] + tried[2] > 0) == wanted[:, None]).sum(axis=0).max() == 3

# Section 6: the table, the black image, the box with the collapsed layer.
assert np.allclose(z2, [[1.0, 0.0], [1.3, 0.6], [0.6, 0.2]])
scores_of_pairs = relu(pairs @ W1 + b1) @ W2 + b2
assert np.allclose(scores_of_pairs[0], [0.2, 0.4])
assert np.allclose(scores_of_pairs[:, 0], [0.2, 0.6, 1.3, 1.4])
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
assert trained.predict(image[None]) == [3]
if not on_mnist:
    assert top.tolist() == [9, 96, 110, 53, 71]
    assert np.flatnonzero((added > 0).all(axis=0)).tolist() == [3]
    assert added[0].argmax() == 0 and added[0, 3] > 0
    assert added[1].argmin() == 6 and added[1, 8] < -4
