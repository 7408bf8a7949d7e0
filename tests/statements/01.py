"""What notebook 01 says of its results; run in its own names, after its last cell."""

import re

import nbformat

bundled = digits.name == "bundled"
cells = nbformat.read("01-images-as-numbers.ipynb", as_version=4).cells

# The code in the "Why?" boxes runs, and its own asserts hold.
boxes = [cell.source for cell in cells if cell.source.startswith("<details><summary><b>Why")]
blocks = [code for box in boxes for code in re.findall(r"```python\n(.*?)```", box, re.DOTALL)]
assert len(blocks) == 4
for block in blocks:
    exec(block)
assert np.isclose(sum_of_bytes, 255 * sum_of_pixels)
assert np.isclose(measured, predicted, rtol=0.1)

# "1,197 training digits, 300 validation digits and 300 test digits (MNIST: 55,000 ...)"
sizes = len(digits.train), len(digits.validation), len(digits.test)
assert sizes == ((1197, 300, 300) if bundled else (55_000, 5_000, 10_000))

# one-hot and back is the same label, for every label
assert np.array_equal(one_hot(labels).argmax(axis=1), labels)

# The best of a thousand blind readers is lucky, and its luck is gone on the test digits.
for seed in range(6):
    rng = np.random.default_rng(seed)
    guessed = rng.integers(0, 10, size=(1000, len(truth)), dtype=np.uint8)
    lucky = np.mean(guessed == truth, axis=1)
    again = rng.integers(0, 10, size=(1000, len(digits.test)), dtype=np.uint8)[lucky.argmax()]
    assert lucky.max() > (0.15 if bundled else 0.111)
    assert abs(lucky.mean() - 0.1) < 0.002
    assert accuracy(again, digits.test.labels) < (0.14 if bundled else 0.108)
assert abs(scores.max() - (0.163 if bundled else 0.115)) < 0.001

# "nearly balanced (on MNIST, from 9 to 11 %)"
fewest, most = counts.min() / len(labels), counts.max() / len(labels)
if bundled:
    assert 0.09 < fewest and most < 0.113
else:
    assert (round(fewest, 2), round(most, 2)) == (0.09, 0.11)

# The matrix product by hand, and the sums of the toy.
assert (A @ B).tolist() == [[5, 4], [15, 14]]
picked = np.array([[1, 0], [0, 1], [1, 0]]).T @ np.array([[0.2, 0.8], [1, 0], [0.4, 0.6]])
assert np.allclose(picked, [[0.6, 1.4], [1, 0]])

# The stroke's three sums.
assert np.allclose([(x * x).sum(), (x @ toy_means[1])[0]], [1.84, 1.12])
assert np.allclose((toy_means[1] ** 2).sum(), 1.72)

# "15.7 is small: for half of all validation digits ... above 22"; the accuracies, their scatter.
smallest = squared_distances(held_out, means).min(axis=1)
assert distances.min() > 10
assert not bundled or (abs(distances.min() - 15.7) < 0.1 and 22 < np.median(smallest) < 23)
assert abs(accuracy(predictions, truth) - (0.887 if bundled else 0.806)) < 0.001
assert abs(score - (0.920 if bundled else 0.809)) < 0.001
assert abs(scatter - (0.0157 if bundled else 0.0039)) < 0.0002
own = np.sqrt(0.9 * 0.1 / 300), np.hypot(0.016, 0.018), np.sqrt(2 / 3 * 1 / 3 / 30)
assert np.allclose(own, (0.017, 0.024, 0.09), atol=0, rtol=0.05)
if (
    bundled
):  # "3.3 points less"; "standard deviations are 1.6 and 1.8 points"; "There are 30 of each"
    read = accuracy(predictions, truth)
    assert abs(score - read - 0.033) < 0.001
    assert abs(np.sqrt(read * (1 - read) / len(truth)) - 0.018) < 0.0005
    assert set(np.bincount(truth)) == {30}

# Which digits are easy and which are hard.
each = [accuracy(predictions[truth == k], k) for k in range(10)]
assert (np.argmax(each), np.argmin(each)) == ((7, 9) if bundled else (1, 5))
assert not bundled or (each[7] == 1 and abs(each[9] - 2 / 3) < 0.01)
assert bundled or (abs(each[1] - 0.972) < 0.001 and abs(each[5] - 0.62) < 0.005)

# "Two columns nearly halve the accuracy, and three leave 13 %. Four leave 2 %"; MNIST's beside them
assert remaining[0] == accuracy(predictions, truth)
shown = [0.463, 0.133, 0.023] if bundled else [0.596, 0.351, 0.188]
assert np.allclose(remaining[2:], shown, atol=0.001)

# "with zeros instead" of what np.roll brings back, "every accuracy is the same"
grids = held_out.reshape(-1, 28, 28)
for step in range(1, 5):
    padded = np.zeros_like(grids)
    padded[:, :, step:] = grids[:, :, :-step]
    assert accuracy(nearest_mean(padded.reshape(-1, 784), means), truth) == remaining[step]

# Rearranged, not one answer changes, whatever the order.
assert np.array_equal(new_answers, predictions)
for seed in range(1, 5):
    order = np.random.default_rng(seed).permutation(784)
    assert np.array_equal(nearest_mean(held_out[:, order], means[:, order]), predictions)
