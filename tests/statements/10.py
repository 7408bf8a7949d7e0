"""What notebook 10 says of its results, on either set of digits."""

import numpy as np

bundled = digits.name == "bundled"


def gain(idea, before):
    """Mean gain in points, and two standard errors."""
    found = results[idea][1] - results[before][1]
    return found.mean(), 2 * found.std(ddof=1) / np.sqrt(5)


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

# Section 3: every training digit is learned, and more neurons gain nothing (on MNIST a little)
assert share > 0.999
more = gain("128 neurons", "64 neurons")
assert abs(more[0]) <= more[1] if bundled else 0.2 < more[0] < 1

# Section 4: neither gains accuracy, and both lower the loss
for idea in ("weight decay", "dropout"):
    assert abs(gain(idea, "128 neurons")[0]) < 0.4
    assert loss(idea) < loss("128 neurons") - 0.008
assert np.isclose(0.998**380, 0.47, atol=0.005)

# Section 5: bent digits gain beyond chance, and most of the three; the loss falls by half
bending = gain("bent", "128 neurons")
assert bending[0] > bending[1] and bending[0] > 0.5 and max(gains, key=gains.get) == ideas[2]
assert loss("bent") < 0.6 * loss("128 neurons") and loss("moved") < 0.75 * loss("128 neurons")
moving = gain("moved", "128 neurons")
assert moving[0] < moving[1] if bundled else moving[0] > 1.5

# Section 6: the average is far better than the network, and about as good as the falling rate
calm = gain("averaged", "constant rate")
assert calm[0] > calm[1] and calm[0] > (1.5 if bundled else 0.5)
assert abs(gain("averaged", "bent")[0]) < 0.7

# Section 7: the mean's loss is below the mean loss; the views are harder than the image itself
own = np.arange(len(new.labels)), new.labels
losses = [-np.log(p[own]).mean() for p in alone]
assert -np.log(alone.mean(axis=0)[own]).mean() < np.mean(losses)
assert -np.log(by_views[:, *own]).mean() > np.mean(losses)
each = [-np.log(nets[0].forward(view)[own]).mean() for view in views]
assert -np.log(by_views[0][own]).mean() < np.mean(each) and each[0] < np.mean(each[1:])

# Section 9: there are wrong digits left, and few
assert 0 < len(wrong) < 0.05 * len(read)
