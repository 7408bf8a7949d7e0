"""What notebook 10 says of its results, on either set of digits."""

import numpy as np

bundled = digits.name == "bundled"


def gain(idea, before):
    """Mean gain in points, and two standard errors."""
    found = results[idea][1] - results[before][1]
    return found.mean(), 2 * found.std(ddof=1) / np.sqrt(5)


def lowers_the_loss(idea, before):
    """Whether the loss falls beyond chance."""
    found = results[before][0] - results[idea][0]
    return found.mean() > 2 * found.std(ddof=1) / np.sqrt(5)


def loss(name):
    return results[name][0].mean()


# Section 2: the rate gains most; momentum gains, too; the falling rate is within chance here
first, second, third = (
    gain(*pair)
    for pair in (("rate 0.1", "rate 0.01"), ("momentum", "rate 0.1"), ("falling rate", "momentum"))
)
assert first[0] > (6 if bundled else 3) > second[0] > second[1]
assert abs(third[0]) < third[1] if bundled else third[0] > third[1]
assert quick.seconds[enough] < 1 and quick.validation[enough] >= 0.9735

# A constant rate never rests: about 0.33; the falling one does
assert constant[50:].std() > 0.25 and np.abs(falling[-20:]).max() < 0.1

# Section 3: both sizes learn every training digit; more neurons lower the loss (MNIST: help both)
for net in (*narrow, *plain):
    assert net.evaluate(material.images, material.labels)[1] > 0.999
assert lowers_the_loss("128 neurons", "64 neurons")
more = gain("128 neurons", "64 neurons")
assert abs(more[0]) <= more[1] if bundled else 0.2 < more[0] < 1

# Section 4: neither gains accuracy, and both lower the loss
for idea in ("weight decay", "dropout"):
    assert abs(gain(idea, "128 neurons")[0]) < 0.4
    assert lowers_the_loss(idea, "128 neurons") and loss(idea) < loss("128 neurons") - 0.008
assert np.isclose(0.998**380, 0.47, atol=0.005)

# Section 5: bent digits gain beyond chance, and most of the three; the loss by more than half
bending = gain("bent", "128 neurons")
assert bending[0] > bending[1] and bending[0] > 0.5 and np.argmax(gains) == 2
assert loss("bent") < 0.5 * loss("128 neurons") and loss("moved") < 0.75 * loss("128 neurons")
assert lowers_the_loss("moved", "128 neurons")
moving = gain("moved", "128 neurons")
assert moving[0] < moving[1] if bundled else moving[0] > 1.5

# ... and moved digits are read by those networks only that have seen some
off_centre = np.zeros((len(new.images), 28, 28))
off_centre[:, 2:, 2:] = new.images.reshape(-1, 28, 28)[:, :-2, :-2]
shares = [
    np.mean([net.evaluate(off_centre.reshape(-1, 784), new.labels)[1] for net in five])
    for five in (plain, nets)
]
assert np.allclose(shares, (0.20, 0.84) if bundled else (0.31, 0.88), atol=0.03)

# Section 6: the average is far better than the network, and about as good as the falling rate,
# but not better
calm = gain("averaged", "constant rate")
assert calm[0] > calm[1] and calm[0] > (1.5 if bundled else 0.5)
even = gain("averaged", "bent")
assert abs(even[0]) < even[1] if bundled else -0.2 < even[0] < even[1]
assert abs(even[0]) < 0.7

# Section 7: the mean's loss is below the mean loss; the views are harder than the image itself
own = np.arange(len(new.labels)), new.labels
losses = [-np.log(p[own]).mean() for p in alone]
assert -np.log(alone.mean(axis=0)[own]).mean() < np.mean(losses)
assert -np.log(by_views[:, *own]).mean() > np.mean(losses)
one_by_one = -np.log(each[:, :, *own]).mean(axis=2)  # (5, 16)
assert -np.log(by_views[:, *own]).mean() < one_by_one.mean()
assert one_by_one[:, 0].mean() < one_by_one[:, 1:].mean() - 0.02

# Section 8: what is beyond chance, by the rule given there, and what is within
ladder = {}
for idea in ("as published", "rate", "momentum", "falling rate", "more neurons", "weight decay"):
    ladder[idea] = 100 * limit(idea).validation[-1]
for idea in ("dropout", "moved", "bent", "longer", "constant rate", "PyTorch"):
    ladder[idea] = 100 * limit(idea).validation[-1]
margin = 200 * np.sqrt(0.985 * 0.015 / 5_000)
for idea, before in (
    ("rate", "as published"),
    ("more neurons", "falling rate"),
    ("moved", "more neurons"),
    ("bent", "more neurons"),
):
    assert ladder[idea] - ladder[before] > margin, idea
for idea, before in (
    ("momentum", "rate"),
    ("falling rate", "momentum"),
    ("weight decay", "more neurons"),
    ("dropout", "more neurons"),
    ("bent", "moved"),
    ("longer", "bent"),
    ("PyTorch", "more neurons"),
):
    assert abs(ladder[idea] - ladder[before]) < margin, idea
calmer = 100 * limit("constant rate", "averaged").validation[-1]
assert 0.28 < calmer - ladder["constant rate"] < margin
assert abs(calmer - ladder["bent"]) < 0.05
assert 0 < 100 * limit("bent", "committee").validation[-1] - ladder["bent"] < 0.1
assert (100 - ladder["longer"]) / (100 - ladder["as published"]) < 0.28
# The mistakes on the test digits; five minutes beat `bent` beyond chance, and nothing beats them so
mistakes = {idea: 10_000 * (1 - limit(idea).test) for idea in ("bent", "five minutes")}
for kind in ("network", "4 views", "committee"):
    mistakes[kind] = 10_000 * (1 - limit("twenty minutes", kind).test)
assert [round(count) for count in mistakes.values()] == [93, 49, 50, 46, 46]
margin = 2 * np.sqrt(2 * 10_000 * 0.99 * 0.01)
assert mistakes["bent"] - mistakes["five minutes"] > margin
assert all(
    abs(mistakes["five minutes"] - mistakes[kind]) < margin / 2 for kind in list(mistakes)[2:]
)
taken = [limit(idea).seconds[-1] for idea in ("five minutes", "twenty minutes")]
assert taken[0] < 300 and taken[1] < 1_200 and 4 < taken[1] / taken[0] < 4.5
published, five = (1 - limit(idea).validation[-1] for idea in ("as published", "five minutes"))
assert 0.19 < five / published < 0.21

# Section 9: there are wrong digits left, and few
assert 0 < len(wrong) < 0.05 * len(read)
