"""What notebook 08 says of its results, on either set of digits."""

from itertools import combinations

import numpy as np

bundled = digits.name == "bundled"

# Section 2: nearly everything is open, and a missing line decides between 10 % and 97 %
spans = {name: [way.median() for way in found] for name, found in ways.items()}
for name in ("sigmoid-128-64", "dig2ai", "relu-128-64"):
    assert min(spans[name]) < 0.12 and max(spans[name]) > (0.96 if bundled else 0.89)
assert len(spans["full-batch-128"]) == 1 and min(spans["selu-300-100"]) > 0.85
assert label_only.median() < 0.25 and all_ten.median() > 0.9
assert label_only.median("validation_loss") < 0.002  # "almost 0"
best_way = max(ways["sigmoid-128-64"], key=lambda way: way.median()).settings
assert [best_way[key] for key in ("init", "batch_size", "learning_rate")] == ["lecun", "32", "1.0"]
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
if bundled:  # ten digits: it misses nearly half of the kinds that it knows
    ten = material.train.first(10)
    assert sorted(set(range(10)) - set(ten.labels.tolist())) == [2, 7, 8]
    known = np.isin(labels, ten.labels)
    missed = []
    for seed in range(5):
        net = recipes["relu-128-64"].build(seed=seed, dtype=dtype)
        train(net, ten, epochs=1_500, batch_size=10, learning_rate=0.1, seed=seed, progress=False)
        missed.append(np.mean(net.predict(images[known]) != labels[known]))
    assert 0.3 < min(missed) and 0.43 < missed[0] < 0.5 and max(missed) < 0.5
small_medians = [way.median() for way in deep if way.settings["init"] == "small"]
he_medians = [way.median() for way in deep if way.settings["init"] == "he"]
assert small_medians[0] > 0.8 and max(small_medians[2:]) < 0.15 and min(he_medians) > 0.8

# Section 4: confident and wrong at first, and then more so; the weakest of the five
curve = histories["full-batch-128"].loss
assert curve[0] > 40 and max(curve) > curve[0] and np.argmax(curve) < 3
assert not bundled or (np.argmax(curve) == 2 and round(curve[2]) == 216)
logits = recipes["full-batch-128"].build(dtype="float64").scores(material.train.images[:50])
apart = logits[:, :, None] - logits[:, None, :]
assert 80 < np.sqrt((apart**2).sum() / (apart != 0).sum()) < 120  # "about a hundred"
gaps = [
    round(100 * way.median("accuracy")) - round(100 * way.median())
    for way in fillings("neurons", "full-batch-128", digits.name)
]
assert gaps == ([9, 13, 12, 8] if bundled else [2, 4, 7, 7])
on_test = {name: net.evaluate(test.images, test.labels)[1] for name, net in networks.items()}
assert min(on_test, key=on_test.get) == "full-batch-128"
assert min(recipes, key=lambda name: recipes[name].mnist_accuracy) == "full-batch-128"

# Sections 5 and 6
yes_sums = networks["sigmoid-128-64"].forward(images).sum(axis=1)
assert np.mean((yes_sums > 0.8) & (yes_sums < 1.15)) > (0.85 if bundled else 0.7)
if bundled:  # no other choice of members does better than the best of them
    outputs = [net.forward(images) for net in networks.values()]
    for size in range(2, 6):
        for members in combinations(outputs, size):
            together = np.mean(members, axis=0).argmax(axis=1)
            assert np.mean(together == labels) <= networks["dig2ai"].evaluate(images, labels)[1]
if bundled:
    one, other = "dig2ai", "sigmoid-128-64"
    right = {name: networks[name].predict(test.images) == test.labels for name in (one, other)}
    only = np.sum(right[one] & ~right[other]), np.sum(right[other] & ~right[one])
    assert only == (4, 1)
