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
assert 0.09 < counts.min() / len(labels) and counts.max() / len(labels) < 0.113

# The matrix product by hand, and the sums of the toy.
assert (A @ B).tolist() == [[5, 4], [15, 14]]
picked = np.array([[1, 0], [0, 1], [1, 0]]).T @ np.array([[0.2, 0.8], [1, 0], [0.4, 0.6]])
assert np.allclose(picked, [[0.6, 1.4], [1, 0]])

# The stroke's three sums.
assert np.allclose([(x * x).sum(), (x @ toy_means[0])[0], (toy_means[0] ** 2).sum()],
                   [1.84, 1.72, 1.72])  # fmt: skip

# "Even the smallest is far from 0"; the accuracies, and their scatter.
assert distances.min() > 10
assert abs(accuracy(predictions, truth) - (0.887 if bundled else 0.811)) < 0.001
assert abs(score - (0.920 if bundled else 0.821)) < 0.001
assert abs(scatter - (0.0157 if bundled else 0.0038)) < 0.0002

# Which digits are easy and which are hard.
each = [accuracy(predictions[truth == k], k) for k in range(10)]
assert (np.argmax(each), np.argmin(each)) == ((7, 9) if bundled else (1, 5))
assert not bundled or (each[7] == 1 and abs(each[9] - 2 / 3) < 0.01)
assert bundled or (abs(each[1] - 0.975) < 0.001 and abs(each[5] - 0.61) < 0.005)

# Shifted by three columns more than half is lost; by four it is worse than guessing (bundled).
assert remaining[0] == accuracy(predictions, truth)
assert remaining[3] < remaining[0] / 2
assert abs(remaining[4] - (0.023 if bundled else 0.205)) < 0.001

# Rearranged, not one answer changes, whatever the order.
assert np.array_equal(new_answers, predictions)
for seed in range(1, 5):
    order = np.random.default_rng(seed).permutation(784)
    assert np.array_equal(nearest_mean(held_out[:, order], means[:, order]), predictions)
