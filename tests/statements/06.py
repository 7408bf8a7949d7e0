# What notebook 06 says of its results. It runs in the notebook's own names, after its last cell.

bundled = digits.name == "bundled"

# Section 1: two of the eight died early on the bundled digits
if bundled:
    answers = material.train.images @ eight.weights[0] + eight.biases[0]  # (n, 8)
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
assert np.median([22, 23, 71, 85, 88]) == 71
assert medians[32] - medians[16] < 0.05, "from 16 on the accuracy hardly grows"
row = Network((1, 1, 3), dtype="float64")  # the box: three classes by one neuron
row.weights[0][:] = 3
row.weights[1][:] = [[0, 1, 2]]
row.biases[1][:] = [0, -1, -3]
assert list(row.predict([[0.1], [0.5], [0.9]])) == [0, 1, 2]

# Section 3: the seeds lie far apart; the differences that count
shares = list(by_seed.values())
assert shares[-1] < 0.9 and shares[-1] - shares[0] > (0.6 if bundled else 0.05)
one_dead = [share for name, share in by_seed.items() if name.endswith(" 1 dead")]
if bundled:
    assert f"{min(shares):.0%}, {max(shares):.0%}" == "22%, 88%"
    assert f"{min(one_dead):.0%}, {max(one_dead):.0%}" == "56%, 85%"
else:
    assert sum(int(name.split()[-2]) for name in by_seed) <= 2, "hardly any die"
counted = {4: [], 16: []}  # by how much the difference exceeds its bound, for each seed
for small in counted:
    for seed in seeds:
        before, after = correct(small, seed), correct(2 * small, seed)
        gained, lost = (after & ~before).sum(), (before & ~after).sum()
        counted[small].append(gained - lost - 2 * np.sqrt(gained + lost))
assert min(counted[4]) > 0, "from 4 to 8 neurons is a result with every seed"
assert max(counted[16]) < 0 if bundled else sum(np.array(counted[16]) > 0) >= 3
imagined = np.random.default_rng(0).binomial(300, 0.96, size=(2, 10_000)) / 300
assert np.isclose(imagined[0].std(), np.sqrt(0.96 * 0.04 / 300), rtol=0.03)
assert np.isclose((imagined[0] - imagined[1]).std(), 0.016, rtol=0.03)

# Sections 4 and 5: the cliff, the flat top, the funnel
assert largest == 0.5 and medians_32[1] < (0.15 if bundled else 0.6), "the cliff"
assert abs(medians_32[0.5] - medians_32[0.1]) < 0.03, "0.1 and 0.5 are about equally good"
assert medians_32[0.03] > medians_32[0.003], "on the left it rises"
of_8 = {rate: np.median(reached(8, rate)) for rate in rates}
assert of_8[0.5] < medians_32[0.5] - (0.5 if bundled else 0.1), "the upper end of the funnel"
assert of_8[0.003] < medians_32[0.003] - 0.1, "the lower end of the funnel"
dead_at = {rate: [count_dead(run(32, s, rate)[0]) for s in seeds] for rate in (0.1, 0.5, 1)}
if bundled:
    assert f"{min(of_32[0.5]):.0%}" == "88%" and min(of_32[0.1]) > 0.94
    assert (min(dead_at[0.5]), max(dead_at[0.5])) == (14, 23)
    assert f"{medians_32[0.03]:.0%}" == "94%"
assert max(dead_at[0.1]) <= 1 and min(dead_at[1]) >= (30 if bundled else 20)
for seed in seeds:
    assert count_dead(run(32, seed, 10)[0]) >= 30, "at a rate of 10, nearly all hidden neurons die"

# Section 6: overfitting, with every seed
net = Network((784, 32, 32, 10))
assert sum(array.size for array in [*net.weights, *net.biases]) > 26_000
for _, history in late:
    losses = np.array(history.validation_loss)
    assert history.accuracy[-1] == 1, "it knows its 50 digits by heart"
    assert losses[-1] > 1.1 * losses.min(), "the validation loss rises"
    assert max(np.diff(history.loss)) < 0, "and the training loss falls smoothly"
if bundled:
    assert list(np.bincount(material.train.labels[:50]))[2:9:2] == [1, 6, 10, 1]  # 2s 4s 6s 8s
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
for seed in seeds:
    assert by_heart(seed, 200, epochs=25)[1].accuracy[-1] == 1, "200 are learned by heart, too"
updates = {n: -(-n // 32) * (5_000 // n) for n in amounts}  # the last batch may be small
assert updates == {50: 200, 200: 175, 1_000: 160}
