# What notebook 06 says of its results. It runs in the notebook's own names, after its last cell.

bundled = digits.name == "bundled"

# Section 1: two of the eight died early on the bundled digits
if bundled:
    answers = new.images @ eight.weights[0] + eight.biases[0]  # (n, 8)
    assert list(np.flatnonzero((answers <= 0).all(axis=0))) == [3, 6]
    changed = np.abs(eight.weights[0] - untrained.weights[0]).mean(axis=0)  # (8,)
    assert set(np.argsort(changed)[:2]) == {3, 6}

# Section 2: 795 h + 10 parameters; the sizes that are enough
for h in (4, 128):
    net = Network((784, h, 10))
    parameters = sum(array.size for array in [*net.weights, *net.biases])
    assert parameters == 795 * h + 10, "the parameters of 784-h-10"
assert enough in ((8,) if bundled else (16, 32))
apart = {size: max(values) - min(values) for size, values in by_size.items()}
assert max(apart[2], apart[4]) > 0.1 and apart[32] < 0.05, "more neurons are more reliable"
assert medians[32] - medians[16] < 0.05, "from 16 on the accuracy hardly grows"
row = Network((1, 1, 3), dtype="float64")  # the box: three classes by one neuron
row.weights[0][:] = 3
row.weights[1][:] = [[0, 1, 2]]
row.biases[1][:] = [0, -1, -3]
assert list(row.predict([[0.1], [0.5], [0.9]])) == [0, 1, 2]

# Section 3: the seeds lie far apart; the differences that count
reached = list(by_seed.values())
assert reached[-1] < 0.9 and reached[-1] - reached[0] > (0.6 if bundled else 0.05)
lost = (correct(4) & ~correct(8)).sum()
gained = (correct(8) & ~correct(4)).sum()
assert gained - lost > 3 * np.sqrt(gained + lost), "from 4 to 8 neurons is a result"
imagined = np.random.default_rng(0).binomial(300, 0.96, size=(2, 10_000)) / 300
assert np.isclose(imagined[0].std(), np.sqrt(0.96 * 0.04 / 300), rtol=0.03)
assert np.isclose((imagined[0] - imagined[1]).std(), 0.016, rtol=0.03)

# Sections 4 and 5: the cliff, the flat top, the funnel
assert largest == 0.5 and of_32[1] < (0.15 if bundled else 0.6), "the cliff"
assert abs(of_32[0.5] - of_32[0.1]) < 0.03, "0.1 and 0.5 are about equally good"
assert of_32[0.03] > of_32[0.003], "on the left it rises"
assert median(8, 0.5) < median(32, 0.5) - (0.5 if bundled else 0.1), "the upper end of the funnel"
for seed in seeds:
    net = Network((784, 32, 10), seed=seed)
    train(net, material.train, learning_rate=10, epochs=10, seed=seed, progress=False)
    answers = new.images.astype("float32") @ net.weights[0] + net.biases[0]  # (n, 32)
    dead = (answers <= 0).all(axis=0).sum()
    assert dead >= 30, "at a rate of 10, nearly all hidden neurons die"
assert median(8, 0.003) < median(32, 0.003) - 0.1, "the lower end of the funnel"

# Section 6: overfitting, with every seed
net = Network((784, 32, 32, 10))
assert sum(array.size for array in [*net.weights, *net.biases]) > 26_000
for _, history in late:
    losses = np.array(history.validation_loss)
    assert history.accuracy[-1] == 1, "it knows its 50 digits by heart"
    assert losses[-1] > 1.1 * losses.min(), "the validation loss rises"
    assert max(np.diff(history.loss)) < 0, "and the training loss falls smoothly"
assert 0.7 < share < 0.8 if bundled else 0.58 < share < 0.68
for (before, _), (after, _) in zip(early, late, strict=True):
    hits, sure = [], []
    for net in (before, after):
        p = net.forward(judges.images)
        wrong = p.argmax(axis=1) != judges.labels
        hits.append(1 - wrong.mean())
        sure.append(p.max(axis=1)[wrong].mean())
    assert abs(hits[1] - hits[0]) < 0.08 and sure[1] > sure[0], "worse by loss, not by accuracy"
assert amounts[50] < amounts[200] < amounts[1000]
