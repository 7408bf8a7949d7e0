"""Exercises of notebook 08: five networks."""

import contextlib
import io

import numpy as np

from ..network import Network
from ..training import History, Step
from .legacy import NOT_YET, compare


def check_most_neurons(answer):
    """Notebook 08: the largest h for which 784-h-10 has at most `limit` parameters."""
    mistakes = {
        "the biases are missing: every neuron of both layers has one.": lambda limit: limit // 794,
        "the biases of the hidden layer are missing.": lambda limit: (limit - 10) // 794,
        "the biases of the output layer are missing: ten of them, whatever h is.": (
            lambda limit: limit // 795
        ),
        "this is where the limit would be reached exactly. Half a neuron can't be built: round "
        "down.": lambda limit: (limit - 10) / 795,
        "one neuron too many: the limit must not be passed, so round down.": (
            lambda limit: -((10 - limit) // 795)
        ),
        "sometimes one too many: `round` goes up as well as down.": (
            lambda limit: round((limit - 10) / 795)
        ),
        "this is the number of parameters for h = limit. The question is the other way round: "
        "solve for h.": lambda limit: 795 * limit + 10,
    }
    cases = [(limit,) for limit in (100_000, 101_770, 101_769, 20_000, 805, 794 * 900, 795 * 40)]
    compare(answer, lambda limit: (limit - 10) // 795, mistakes, cases, "Not one more would fit.")


def check_report(answer):
    """Notebook 08: a line of text for the epoch that a Step ends."""

    def line(
        loss=lambda step: step.history.loss[-1],
        accuracy=lambda step: step.history.validation_accuracy[-1],
        form="epoch {}: loss {:.4f}, validation accuracy {:.2%}",
        later=0,
    ):
        return lambda step: form.format(step.epoch + later, loss(step), accuracy(step))

    mistakes = {
        "this loss is that of the last batch of the epoch, and jumps about with the images in it. "
        "The mean over the epoch stands at the end of the history.": line(
            loss=lambda step: step.loss
        ),
        "this loss is that of the validation digits; asked for is that of the training.": line(
            loss=lambda step: step.history.validation_loss[-1]
        ),
        "these are the figures of the first epoch. The newest are at the other end of the lists.": (
            line(
                loss=lambda step: step.history.loss[0],
                accuracy=lambda step: step.history.validation_accuracy[0],
            )
        ),
        "this accuracy is that of the last batch.": line(accuracy=lambda step: step.accuracy),
        "this accuracy is that of the training digits.": line(
            accuracy=lambda step: step.history.accuracy[-1]
        ),
        "loss and accuracy of the last batch: those of the epoch stand at the end of the "
        "history.": line(loss=lambda step: step.loss, accuracy=lambda step: step.accuracy),
        "the epochs count from 1 already: nothing needs to be added.": line(later=1),
        "one epoch too few: they count from 1 already.": line(later=-1),
        "the accuracy is a share. As a percentage it is a hundred times as large: `:.2%` does "
        "that.": line(form="epoch {}: loss {:.4f}, validation accuracy {:.2f}%"),
        "the accuracy should be a percentage with two decimals: `:.2%`.": line(
            form="epoch {}: loss {:.4f}, validation accuracy {:.4f}"
        ),
        "the loss should have four decimals: `:.4f`.": line(
            form="epoch {}: loss {:.2f}, validation accuracy {:.2%}"
        ),
        "all figures of the loss: `:.4f` leaves four decimals.": line(
            form="epoch {}: loss {}, validation accuracy {:.2%}"
        ),
        "all figures of the accuracy: `:.2%` makes a percentage with two decimals.": line(
            form="epoch {}: loss {:.4f}, validation accuracy {}"
        ),
        "it prints the line, but gives nothing back: end with a return.": lambda step: (),
    }

    def quietly(step):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            result = answer(step)
        return () if result is None and printed.getvalue() else result

    mistakes = {hint: _letters(mistake) for hint, mistake in mistakes.items()}
    steps = _steps()
    mistakes |= _whatever_else(quietly, line(), steps[0])
    praise = "The line tells of the whole epoch, and not of its last batch."
    compare(_letters(quietly), _letters(line()), mistakes, steps, praise)


def _letters(report):
    """Turn a function that gives back text into one that gives back its letters' numbers.

    Spaces at the ends don't count, and neither do several in a row.
    """

    def numbers(step):
        text = report(step)
        if not isinstance(text, str):
            return text
        return np.array([ord(letter) for letter in " ".join(text.split())])

    return numbers


def _whatever_else(report, right, case):
    """A last {hint: mistake}: what the reader's line is, and what it should be."""
    try:
        text = report(*case)
    except Exception:  # `compare` will say which
        return {}
    if not isinstance(text, str):
        return {}
    hint = f"for one step the line is\n  {text}\nbut should be\n  {right(*case)}"
    return {hint: _letters(report)}


def _steps():
    """Two steps at the end of an epoch, as arguments."""
    history = History([0.81234, 0.41237], [0.8123, 0.9056], [0.5234, 0.3871], [0.8712, 0.9251])
    longer = History([1.5, 0.7, 0.25678], [0.5, 0.75, 0.9312], [1.25, 0.9, 0.4444], [0.6, 0.7, 0.8])
    return [
        (Step(2, 76, 2394, 0.33333, 0.96875, True, history),),
        (Step(3, 114, 3591, 0.12345, 0.90625, True, longer),),
    ]


def check_committee(answer):
    """Notebook 08: the labels (n,) with the highest mean probability of several networks."""

    def by(choose):
        def labels(networks, images):
            return choose(np.array([net.forward(images) for net in networks]))  # (m, n, 10)

        return labels

    def vote(probabilities):
        votes = probabilities.argmax(axis=2)  # (m, n)
        return np.array([np.bincount(column, minlength=10).argmax() for column in votes.T])

    mistakes = {
        "these are the mean probabilities. What is asked for is the digit with the highest: "
        "`argmax(axis=1)`.": by(lambda p: p.mean(axis=0)),
        "these are each network's probabilities, not yet averaged.": by(lambda p: p),
        "these are the answers of each network. Average the probabilities first.": by(
            lambda p: p.argmax(axis=2)
        ),
        "this averages the labels. Halfway between a 1 and a 7 is no 4: average the "
        "probabilities, then look for the highest.": by(lambda p: p.argmax(axis=2).mean(axis=0)),
        "this averages the labels and rounds. Halfway between a 1 and a 7 is no 4: average the "
        "probabilities, then look for the highest.": by(
            lambda p: np.round(p.argmax(axis=2).mean(axis=0))
        ),
        "this is a vote: each network counts the same, however sure it is. Average the "
        "probabilities.": by(vote),
        "here the surest network decides alone. Average the probabilities.": by(
            lambda p: p.max(axis=0).argmax(axis=1)
        ),
        "only the first network is asked.": by(lambda p: p[0].argmax(axis=1)),
        "only the last network is asked: is the sum begun anew in each round?": by(
            lambda p: p[-1].argmax(axis=1)
        ),
        "this averages over the images: one answer for each network's row. The mean over the "
        "networks is along axis 0.": by(lambda p: p.mean(axis=1).argmax(axis=1)),
        "the highest is looked for along the wrong axis: each row of (n, 10) is an image, so it "
        "is `argmax(axis=1)`.": by(lambda p: p.mean(axis=0).argmax(axis=0)),
    }
    rng = np.random.default_rng(8)
    cases = []
    for count, n in ((3, 40), (4, 25)):
        networks = [Network((6, 10), init="normal", seed=seed) for seed in range(count)]
        cases.append((networks, rng.random((n, 6), dtype="float32")))
    praise = "The sure ones count more, and the unsure ones can be outvoted."
    compare(answer, by(lambda p: p.mean(axis=0).argmax(axis=1)), mistakes, cases, praise)


def check_small_network(net, validation, most=20_000, least=0.9):
    """Notebook 08: a trained network with few parameters that reads most validation digits."""
    if net is ... or net is None:
        print(NOT_YET)
        return
    if not isinstance(net, Network):
        print(f"Not yet: `small` should be a Network, but is a {type(net).__name__}.")
        return
    if net.sizes[0] != validation.pixels or net.sizes[-1] != 10:
        print(f"Not yet: it must go from {validation.pixels} pixels to 10 digits.")
        return
    count = sum(array.size for array in [*net.weights, *net.biases])
    if count > most:
        print(f"Not yet: it has {count:,} parameters, and only {most:,} fit.")
        return
    _, accuracy = net.evaluate(validation.images, validation.labels)
    reads = f"it reads {accuracy:.1%} of the validation digits"
    if accuracy >= least:
        print(f"Right. With {count:,} parameters {reads}.")
    elif accuracy < 0.2:
        print(f"Not yet: it fits, but {reads}, about as many as by guessing. Is it trained?")
    else:
        print(f"Not yet: it fits, but {reads}. More epochs, more neurons, another rate?")
