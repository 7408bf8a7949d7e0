"""What notebook 07 says of its results, in its own names: on the bundled digits and on MNIST."""

from dig2ai_helpers.functions import softmax
from dig2ai_helpers.interact.countries_app.plane import widest_projection

bundled = digits.name == "bundled"
accuracy_of_all = np.mean(predicted == labels)

# 1. Three logits by hand, and the border.
last_W, last_b = np.array([[1.0, 2.0], [2.0, -1.0]]), np.array([0.0, 0.5])
two_points = np.array([[0.5, 0.5], [0.5, -0.5], [0.2, (0.2 + 0.5) / 3]])
by_hand = two_points @ last_W + last_b
assert np.allclose(by_hand[:2], [[1.5, 1.0], [-0.5, 2.0]]) and np.isclose(*by_hand[2])

# 2. 97 % of the new digits are correctly classified; the margin was never touched.
assert accuracy_of_all > 0.95
small = np.array([[1, 0, 1, 0], [0, 1, 0, 1], [1, 1, 1, 1.0]])
z_small = small @ [1, -1, 1, -1] - 1
assert z_small.tolist() == [1, -3, -1] and relu(z_small).tolist() == [1, 0, 0]
assert never_lit.any() and (W1[never_lit] == initial_W1[never_lit]).all()

# 3. Strong images have a positive z, weak ones a negative z; no neuron is for one digit alone.
assert (z1[strong, neuron] > 0).all() and (z1[weak, neuron] < 0).all()
if bundled:
    assert (labels[strong] == 4).all() and by_digit.round(1)[[4, 7]].tolist() == [7.0, 6.0]
    on = hidden[:, neuron] > 0
    assert round(on.mean(), 2) == 0.76 and round(on[labels == 0].mean(), 2) == 0.35
    assert on[np.isin(labels, [1, 4, 6, 7])].all()
else:
    assert np.mean(labels[strong] == 2) > 0.5 and abs(np.mean(hidden[:, neuron] > 0) - 0.36) < 0.05
assert np.sum(by_digit > by_digit.max() / 4) >= 2 and by_digit.max() > 3 * by_digit.min()

# 4. A score is the sum of the contributions.
assert np.isclose(score, (hidden @ W2 + b2)[row, digit])

# 5. By their scores more digits are in their own country than by their pixels; all dimensions.
new = digits.validation.first(300)
new_hidden = relu(new.images @ W1 + b1)
in_layers = [new.images.astype("float64"), new_hidden, new_hidden @ W2 + b2]
shares = []
for layer_points in in_layers:
    plane = widest_projection(layer_points, new.labels)
    shares.append(np.mean(plane.answers == new.labels))
assert shares[0] + 0.1 < shares[2] and shares[0] <= shares[1] + 0.02
assert max(shares) < accuracy_of_all - 0.1
pixels_of_new = in_layers[0]
new_means = np.array([pixels_of_new[new.labels == k].mean(axis=0) for k in range(10)])
to_means = ((pixels_of_new[:, None] - new_means) ** 2).sum(axis=2)
nearest_mean = np.mean(to_means.argmin(axis=1) == new.labels)


def share_between(points, labels):
    means = np.array([points[labels == k].mean(axis=0) for k in range(10)])
    total = ((points - points.mean(axis=0)) ** 2).sum()
    within = ((points - means[labels]) ** 2).sum()
    return 1 - within / total


between = [share_between(points, labels) for points in (images, hidden, hidden @ W2 + b2)]
assert between[0] < 0.5 and between[0] + 0.1 < between[1] < between[2]
untrained = share_between(relu(images @ initial_W1), labels)
assert untrained < between[0]
if bundled:
    assert [round(share, 2) for share in shares] == [0.47, 0.7, 0.71]
    assert [round(share, 2) for share in [*between, untrained]] == [0.42, 0.78, 0.82, 0.39]
    assert round(nearest_mean, 2) == 0.91
else:
    assert np.abs(np.array(shares) - [0.50, 0.52, 0.68]).max() < 0.03
    assert np.abs(np.array(between) - [0.22, 0.47, 0.70]).max() < 0.03
    assert abs(nearest_mean - 0.85) < 0.01
four = np.array([[2.0, 2.0], [-2.0, -2.0], [1.0, -1.0], [-1.0, 1.0]])
assert np.allclose(np.linalg.svd(four)[1] ** 2, [16, 4])
assert np.isclose(((four @ [1, 0]) ** 2).sum(), 10)

# 6. The confusion matrix; a high confidence is nearly always right.
assert (table.sum(axis=1) == np.bincount(labels)).all()
assert np.isclose(np.trace(table) / table.sum(), accuracy_of_all)
assert correct[sure].mean() > 0.98 and correct[~sure].mean() < 0.9
assert confidence[wrong].mean() < confidence[correct].mean() - 0.1
if bundled:
    of_test = wrong[wrong >= len(digits.validation)]
    assert len(wrong) == 17 and len(of_test) == 7 and np.sum(confidence[of_test] >= 0.9) == 1

# 7. Slopes by hand, and just enough ink.
on_paper = pixel_slopes(two_pixels, ask_0, small_W1, small_b1, small_W2)
assert np.allclose(on_paper, [[0.4, 0.8]])
assert np.allclose(compared.sum(axis=0), 0)


def relative_change(one):
    return np.linalg.norm(just_enough(one) - one) / np.linalg.norm(one)


changes = [relative_change(one) for one in images[correct][:100]]
assert 0.12 < np.median(changes) < 0.18
assert same > 0.95 and after != digit
# A little ink where the slope is most negative helps the right digit against the wrong one.
more_ink = images[worst].copy()
more_ink[blame.argmin()] += 0.01
gap_before, gap_after = (scores_of(one) @ why for one in (images[worst], more_ink))
assert gap_after < gap_before
directions = np.random.default_rng(6).standard_normal((100, 784))
directions /= np.linalg.norm(directions, axis=1, keepdims=True)
for one in images[correct][:100]:
    far = np.linalg.norm(just_enough(one) - one)
    shaken = scores_of(np.clip(one + far * directions, 0, 1)).argmax(axis=1)
    assert (shaken == scores_of(one).argmax()).all()
if bundled:
    assert round(np.median(changes), 2) == 0.17

# 8. Sure and wrong.
assert replies.max() > 0.6 and replies[0].max() < 0.35
assert np.allclose(softmax((relu(b1) @ W2 + b2)[None, :])[0], replies[0])
assert all(rising[-1] > rising[0] + 0.1 for rising in surer.values())
without_biases = relu(2 * patterns @ W1) @ W2
assert np.allclose(without_biases, 2 * relu(patterns @ W1) @ W2)
assert share < 0.1 and inverted.max(axis=1).mean() > 0.6
turned = scores_of(1 - images)
assert all(turned[labels == k, k].mean() < turned[labels != k, k].mean() for k in range(10))
assert lowest.sum() == 460 if bundled else abs(lowest.mean() - 0.2) < 0.05
margin_only = network.forward((frame.ravel() * never_lit)[None, :])[0]
assert margin_only.max() < replies[3].max()
assert shares_correct[1] > 0.88 and shares_correct[4] < 0.4 and mean_confidence[4] > 0.6
shuffled = np.random.default_rng(2).permutation(len(images))
different = labels != labels[shuffled]
to_others = np.linalg.norm(images[different] - images[shuffled][different], axis=1).mean()
to_itself = np.linalg.norm(images - moved_right(images, 4), axis=1).mean()
assert to_itself > to_others
if bundled:
    assert [round(shares_correct[k], 2) for k in (1, 2, 4)] == [0.9, 0.51, 0.04]
    assert round(mean_confidence[4], 2) == 0.69
    assert (round(to_others, 1), round(to_itself, 1)) == (9.2, 11.3)
else:
    assert np.abs(shares_correct[[1, 2, 4]] - [0.92, 0.73, 0.30]).max() < 0.04
