"""What notebook 08 says of its results, on either set of digits."""

import numpy as np

bundled = digits.name == "bundled"

# Section 2: nearly everything is open, and a missing line decides between 10 % and 97 %
spans = {name: [way.median() for way in found] for name, found in ways.items()}
for name in ("sigmoid-128-64", "dig2ai", "relu-128-64"):
    assert min(spans[name]) < 0.12 and max(spans[name]) > (0.96 if bundled else 0.89)
assert len(spans["full-batch-128"]) == 1 and min(spans["selu-300-100"]) > 0.85
assert label_only.median() < 0.25 and all_ten.median() > 0.9
by_rate = by_setting(ways["sigmoid-128-64"], "learning_rate")
by_init = by_setting(ways["sigmoid-128-64"], "init")
low, middle, high = (np.median(values) for values in by_rate.values())
assert low + 0.3 < middle + 0.1 < high and high - low > 0.5
assert np.median(by_init["small"]) + 0.3 < np.median(by_init["lecun"])

# Fine-tuning: the loaded network is better by over 10 points, and forgets
on_leaning = [net.evaluate(leaning, labels)[1] for net in (loaded, new)]
assert on_leaning[0] > on_leaning[1] + 0.1
whole = networks["sigmoid-128-64"]
assert loaded.evaluate(images, labels)[1] < whole.evaluate(images, labels)[1]
assert whole.evaluate(leaning, labels)[1] < on_leaning[0]

# Section 3
if bundled:  # a plateau of two epochs
    early = histories["relu-128-64"].loss
    assert early[1] > 2.1 and early[3] < 1.2
small_medians = [way.median() for way in deep if way.settings["init"] == "small"]
he_medians = [way.median() for way in deep if way.settings["init"] == "he"]
assert small_medians[0] > 0.8 and max(small_medians[2:]) < 0.15 and min(he_medians) > 0.8

# Section 4: sure and wrong at first; the weakest of the five
assert histories["full-batch-128"].loss[0] > 40
on_test = {name: net.evaluate(test.images, test.labels)[1] for name, net in networks.items()}
assert min(on_test, key=on_test.get) == "full-batch-128"
assert min(recipes, key=lambda name: recipes[name].mnist_accuracy) == "full-batch-128"

# Sections 5 and 6
if bundled:
    one, other = "dig2ai", "sigmoid-128-64"
    right = {name: networks[name].predict(test.images) == test.labels for name in (one, other)}
    only = np.sum(right[one] & ~right[other]), np.sum(right[other] & ~right[one])
    assert only == (4, 1)
