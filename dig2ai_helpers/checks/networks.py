"""Exercises of notebook 08: five networks."""

import numpy as np

from ..history import History, Step
from ..network import Network
from . import worked
from .compare import a
from .exercise import Exercise
from .judge import NOT_YET
from .words import meaning

# 1: as many neurons as fit


def _inverse(rounded):
    """H from the limit, with a way of rounding."""
    return lambda limit: rounded((limit - 10) / 795)


MOST_NEURONS = Exercise(
    name="most_neurons",
    notebook="08",
    statement="the largest h for which 784-h-10 has at most `limit` parameters.",
    right=lambda limit: (limit - 10) // 795,
    mistakes={
        "the biases are missing: every neuron of both layers has one.": lambda limit: limit // 794,
        "the biases of the hidden layer are missing.": lambda limit: (limit - 10) // 794,
        "the biases of the output layer are missing: there are ten, whatever h is.": (
            lambda limit: limit // 795
        ),
        "the ten biases of the output layer have the wrong sign: subtract them from the limit.": (
            lambda limit: (limit + 10) // 795
        ),
        "h is a whole number. You can't build part of a neuron: round down.": (
            lambda limit: (limit - 10) / 795,
            lambda limit: (limit - 10) / 794,
            lambda limit: limit / 795,
        ),
        "this is one neuron too many. The network must not exceed the limit, so round down.": (
            lambda limit: -((10 - limit) // 795),
            lambda limit: (limit - 10) // 795 + 1,
        ),
        "this is sometimes one too many: `round` also rounds up.": _inverse(round),
        "this is one too few. A network with exactly `limit` parameters fits.": (
            lambda limit: (limit - 11) // 795,
            lambda limit: (limit - 10) // 795 - 1,
        ),
        "this is the number of parameters for h = limit. Solve N(h) = limit for h.": (
            lambda limit: 795 * limit + 10
        ),
        "the weights of the output layer are missing: each hidden neuron has ten of them.": (
            lambda limit: limit // 785,
            lambda limit: limit // 784,
            lambda limit: (limit - 10) // 785,
        ),
    },
    worked=worked.most_neurons,
    praise="Not a single one more would fit.",
    hints=(
        "Each hidden neuron has 784 weights and a bias, and sends ten weights on: 795 parameters. "
        "The outputs have 10 biases.",
        "So N(h) = 795 h + 10. Solve 795 h + 10 ≤ limit for h.",
        "h ≤ (limit − 10) / 795. `//` divides and rounds down.",
    ),
    cases=[  # small enough for a loop over range(limit), which the guard looks at line by line
        (limit,)
        for limit in (
            3_000,
            795 * 129 + 10,
            795 * 40 + 9,
            20_000,
            805,
            795 * 49 + 10,
            794 * 50,
            795 * 15 - 10,
            795 * 40,
            795 * 9 + 10,
            795 * 50 + 790,
            795 * 300 + 10,
        )
    ],
    fresh=lambda rng: (int(rng.integers(1_000, 40_000)),),
)


# 2: a report


def _line(
    loss=lambda step: step.history.loss[-1],
    accuracy=lambda step: step.history.validation_accuracy[-1],
    form="epoch {}: loss {:.4f}, validation accuracy {:.2%}",
    later=0,
):
    return lambda step: form.format(step.epoch + later, loss(step), accuracy(step))


def _figures(name, place=-1):
    return lambda step: getattr(step.history, name)[place]


def _extreme_of(pick, name):
    return lambda step: pick(getattr(step.history, name))


def _steps():
    """Steps at the end of an epoch; the last figures are neither the best nor the worst."""
    histories = [
        History([0.81234, 0.41237], [0.8123, 0.9056], [0.5234, 0.3871], [0.8712, 0.9251]),
        History(
            [1.5, 0.7, 0.25678, 0.31415],
            [0.5, 0.75, 0.9312, 0.9021],
            [1.25, 0.9, 0.4444, 0.5123],
            [0.6, 0.9567, 0.8987, 0.8123],
        ),
        History(
            [*[2.1] * 10, 0.9, 1.20004],
            [*[0.3] * 10, 0.71, 0.655],
            [*[1.9] * 10, 1.0, 1.31],
            [*[0.35] * 10, 0.7, 0.6],
        ),
    ]
    return [
        (Step(2, 76, 2394, 0.33333, 0.96875, True, histories[0]),),
        (Step(4, 152, 4788, 0.12345, 0.90625, True, histories[1]),),
        (Step(12, 456, 14364, 0.77777, 0.6875, True, histories[2]),),
    ]


REPORT = Exercise(
    name="report",
    solved=False,
    notebook="08",
    statement="a line of text for the epoch that a Step ends.",
    right=lambda step: _line()(step),
    mistakes={
        "this is the loss of the last batch of the epoch, and it jumps about with the images in "
        "it. The mean over the epoch is at the end of the history.": (
            _line(loss=lambda step: step.loss)
        ),
        "this is the loss on the validation digits. Report the loss of the training.": (
            _line(loss=_figures("validation_loss"))
        ),
        "these are the figures of the first epoch. The newest are at the end of the lists: [-1].": (
            _line(_figures("loss", 0), _figures("validation_accuracy", 0)),
            _line(_figures("loss", 0)),
            _line(accuracy=_figures("validation_accuracy", 0)),
        ),
        "these are the figures of the epoch before. The newest are the last ones: [-1].": (
            _line(_figures("loss", -2), _figures("validation_accuracy", -2)),
        ),
        "these are the best figures so far. Report the epoch that has just ended: [-1].": (
            _line(_extreme_of(min, "loss"), _extreme_of(max, "validation_accuracy")),
            _line(_extreme_of(min, "loss")),
            _line(accuracy=_extreme_of(max, "validation_accuracy")),
        ),
        "these are means over all epochs. Report the epoch that has just ended: [-1].": (
            _line(_extreme_of(np.mean, "loss"), _extreme_of(np.mean, "validation_accuracy")),
            _line(_extreme_of(np.mean, "loss")),
        ),
        "this is the accuracy of the last batch.": _line(accuracy=lambda step: step.accuracy),
        "this is the accuracy on the training digits.": _line(accuracy=_figures("accuracy")),
        "these are loss and accuracy of the last batch. Those of the epoch are at the end of the "
        "history.": _line(lambda step: step.loss, lambda step: step.accuracy),
        "the epochs are already counted from 1: don't add 1.": _line(later=1),
        "this is one epoch too few: they are already counted from 1.": _line(later=-1),
        "the accuracy is a share. A percentage is a hundred times as large: `:.2%` does that.": (
            _line(form="epoch {}: loss {:.4f}, validation accuracy {:.2f}%")
        ),
        "the accuracy should be a percentage with two decimals: `:.2%`.": tuple(
            _line(form=f"epoch {{}}: loss {{:.4f}}, validation accuracy {{{form}}}")
            for form in (":.4f", ":.2f", ":.1%", ":.0%", ":.3%", ":%")
        ),
        "the loss should have four decimals: `:.4f`.": tuple(
            _line(form=f"epoch {{}}: loss {{{form}}}, validation accuracy {{:.2%}}")
            for form in (":.2f", ":.3f", ":f", ":.4g", ":.4%")
        ),
        "the loss has all its digits: `:.4f` leaves four decimals.": (
            _line(form="epoch {}: loss {}, validation accuracy {:.2%}")
        ),
        "the accuracy has all its digits: `:.2%` makes it a percentage with two decimals.": (
            _line(form="epoch {}: loss {:.4f}, validation accuracy {}")
        ),
    },
    praise="The line describes the whole epoch, not its last batch.",
    hints=(
        "The figures of the epoch that has just ended are the last ones in the lists of "
        "step.history: [-1].",
        "You need step.epoch, step.history.loss[-1] and step.history.validation_accuracy[-1].",
        "Put them into an f-string: f\"epoch {…}: loss {…:.4f}, validation accuracy {…:.2%}\".",
    ),
    cases=_steps(),
)  # fmt: skip


# 3: a committee


def _by(choose):
    """Labels from the probabilities (networks, n, 10) of all networks."""
    return lambda networks, images: choose(np.array([net.forward(images) for net in networks]))


def _vote(probabilities):
    votes = probabilities.argmax(axis=2)  # (m, n)
    return np.array([np.bincount(column, minlength=10).argmax() for column in votes.T])


def _one_by_one(step):
    """Labels from the networks' probabilities in turn: step(so far, the next, how many)."""

    def labels(networks, images):
        total = 0 if step is _divided else networks[0].forward(images)
        for net in networks if step is _divided else networks[1:]:
            total = step(total, net.forward(images), len(networks))
        return total.argmax(axis=1)

    return labels


def _divided(total, p, count):
    return (total + p) / count


def _halved(total, p, count):
    return (total + p) / 2


def _of_the_surest(p):
    return p[p.max(axis=(1, 2)).argmax()].argmax(axis=1)


def _committee(count, n, seed, output="softmax"):
    networks = [
        Network((6, 10), init="normal", output=output, seed=seed + each) for each in range(count)
    ]
    return networks, np.random.default_rng(seed).random((n, 6), dtype="float32")


COMMITTEE = Exercise(
    name="committee",
    notebook="08",
    statement="the labels (n,) with the highest mean probability of several networks.",
    right=lambda networks, images: _by(lambda p: p.mean(axis=0).argmax(axis=1))(networks, images),
    mistakes={
        "these are the mean probabilities. Return the digit with the highest: `argmax(axis=1)`.": (
            _by(lambda p: p.mean(axis=0))
        ),
        "these are the highest mean probabilities. Return their indices: argmax instead of max.": (
            _by(lambda p: p.mean(axis=0).max(axis=1))
        ),
        "these are the probabilities of each network. Average them first.": _by(lambda p: p),
        "these are the answers of each network. Average the probabilities first.": (
            _by(lambda p: p.argmax(axis=2))
        ),
        "this averages the labels. Halfway between a 1 and a 7 is no 4: average the "
        "probabilities, then find the highest.": (
            _by(lambda p: p.argmax(axis=2).mean(axis=0)),
            _by(lambda p: np.round(p.argmax(axis=2).mean(axis=0))),
            _by(lambda p: p.argmax(axis=2).mean(axis=0).astype(int)),
        ),
        "this is a vote: each network counts the same, however sure it is. Average the "
        "probabilities.": _by(_vote),
        "here the surest network decides alone. Average the probabilities.": (
            _by(lambda p: p.max(axis=0).argmax(axis=1))
        ),
        "here the network that is surest of any image decides about all. Average the "
        "probabilities.": _by(_of_the_surest),
        "the later networks count more: divide once, after the loop.": (
            _one_by_one(_divided),
            _one_by_one(_halved),
        ),
        "the probabilities are squared. Average them as they are.": (
            _by(lambda p: (p**2).mean(axis=0).argmax(axis=1))
        ),
        "here the least sure network decides. Average the probabilities.": (
            _by(lambda p: p.min(axis=0).argmax(axis=1))
        ),
        "this is the median of the probabilities, not their mean.": (
            _by(lambda p: np.median(p, axis=0).argmax(axis=1))
        ),
        "the probabilities are multiplied, or their logarithms averaged. Average the "
        "probabilities.": _by(lambda p: p.prod(axis=0).argmax(axis=1)),
        "it always answers 0. Are the probabilities cut to whole numbers, with int or dtype=int?": (
            _by(lambda p: np.zeros(p.shape[1], dtype=int))
        ),
        "the probabilities are rounded before the mean. Leave all their digits.": (
            _by(lambda p: p.round().mean(axis=0).argmax(axis=1)),
            _by(lambda p: p.round(1).mean(axis=0).argmax(axis=1)),
        ),
        "this is the median of the answers. They are names of digits, not sizes: average the "
        "probabilities, then find the highest.": (
            _by(lambda p: np.median(p.argmax(axis=2), axis=0).astype(int))
        ),
        "each network's ten numbers are divided by their sum. Those of a sigmoid network add up to "
        "something else: average them as they are.": _by(
            lambda p: (p / p.sum(axis=2, keepdims=True)).mean(axis=0).argmax(axis=1)
        ),
        "only the first network is asked.": _by(lambda p: p[0].argmax(axis=1)),
        "only the last network is asked. Does the sum start again in each round?": (
            _by(lambda p: p[-1].argmax(axis=1))
        ),
        "the last network is left out.": _by(lambda p: p[:-1].mean(axis=0).argmax(axis=1)),
        "the first network is left out.": _by(lambda p: p[1:].mean(axis=0).argmax(axis=1)),
        "this averages over the images. The networks are along axis 0.": (
            _by(lambda p: p.mean(axis=1).argmax(axis=1))
        ),
        "the highest is taken along the wrong axis. Each row of (n, 10) is an image: "
        "`argmax(axis=1)`.": _by(lambda p: p.mean(axis=0).argmax(axis=0)),
        "this is a single number. `argmax` needs axis=1.": _by(lambda p: p.mean(axis=0).argmax()),
        "this is the digit with the lowest mean: argmin instead of argmax.": (
            _by(lambda p: p.mean(axis=0).argmin(axis=1))
        ),
    },
    worked=worked.committee,
    praise="Networks that are sure count more, and the unsure ones can be outvoted.",
    hints=(
        "net.forward(images) gives the probabilities of one network, (n, 10). Collect them from "
        "all networks.",
        "np.mean([…], axis=0) averages over the networks, and the result is (n, 10) again.",
        "argmax(axis=1) finds the digit with the highest mean in each row.",
    ),
    cases=[
        *(_committee(*sizes) for sizes in ((2, 3, 20), (3, 40, 0), (4, 25, 10), (5, 30, 30))),
        _committee(3, 40, 40, "sigmoid"),
    ],
    fresh=lambda rng: _committee(
        int(rng.integers(3, 6)), int(rng.integers(12, 30)), int(rng.integers(10**6))
    ),
)


# 4: a network for a small chip


MOST, LEAST = 20_000, 0.9


def _of_small_network(net=None, digits=None, *others):
    """Say what is missing in a network, or in the call."""
    if net is ...:
        return NOT_YET
    if not isinstance(net, Network):
        return f"Not yet: `small` should be a Network, but is {a(net)}."
    digits = getattr(digits, "validation", digits)  # all digits are fine as well
    if others or not (hasattr(digits, "pixels") and hasattr(digits, "labels")):
        return (
            "Not yet: hand over the digits, too: `check_small_network(small, digits.validation)`."
        )
    if net.sizes[0] != digits.pixels or net.sizes[-1] != 10:
        return f"Not yet: it must go from {digits.pixels} pixels to 10 digits."
    count = sum(array.size for array in [*net.weights, *net.biases])
    if count > MOST:
        return f"Not yet: it has {count:,} parameters, and only {MOST:,} fit."
    try:
        _, accuracy = net.evaluate(digits.images, digits.labels)
    except (ValueError, TypeError, AttributeError) as error:
        return f"Not yet: it can't be evaluated: {meaning(error)}"
    return _of_accuracy(accuracy, count, len(digits.labels))


def _of_accuracy(accuracy, count, n):
    """A figure just below the goal is not rounded up: 89.98 % must not look like 90.0 %."""
    share = round(accuracy * 100, 1) if accuracy >= LEAST else min(round(accuracy * 100, 1), 89.9)
    reads = f"it classifies {share:.1f} % of these {n:,} digits correctly"
    if accuracy >= LEAST:
        return f"Right. With {count:,} parameters {reads}."
    if accuracy < 0.2:
        return (
            f"Not yet: it fits, but {reads}, about as many as by guessing. "
            "It isn't trained, or its learning rate was far too large or too small."
        )
    return f"Not yet: it fits, but {reads}. Try more epochs, more neurons or another rate."


SMALL_NETWORK = Exercise(
    name="small_network",
    notebook="08",
    statement="a trained network with few parameters, and its accuracy on new digits.",
    right=lambda small, digits: None,
    mistakes={},
    praise="",
    hints=(
        "A network 784-h-10 has 795 h + 10 parameters. Your function from exercise 1 says how many "
        "hidden neurons fit.",
        'Build Network((784, h, 10), hidden="relu", init="he"), and train it for ten epochs with '
        "the learning rate of notebook 05.",
        "25 hidden neurons fit, and a learning rate of 0.1 is enough: train(small, digits.train, "
        "digits.validation, epochs=10, learning_rate=0.1).",
    ),
    judge=_of_small_network,
)
