"""Exercises of notebook 03: softmax and cross-entropy."""

import numpy as np

from .. import functions
from .legacy import CONFIDENT, ORDINARY, compare_stages, compare_value


def check_softmax(answer):
    """Notebook 03: probabilities (n, classes) from scores (n, classes)."""
    shifts = {
        "": lambda scores: scores.max(axis=1, keepdims=True),
        "e^1000 is more than a number can hold: what may be taken off all scores of a row "
        "without changing its probabilities?": lambda scores: 0,
        "The largest score of the whole batch is taken off every row, and a row that lies far "
        "below it is left with nothing but zeros: each row needs its own largest.": lambda scores: (
            scores.max()
        ),
        "What is taken off is the largest score of each column, but all scores of a row must "
        "lose the same: look at the axis of max.": lambda scores: scores.max(axis=0),
        "max(axis=1) has the shape (n,), and NumPy lays it along the rows instead of down the "
        "batch: keepdims=True makes it (n, 1).": lambda scores: scores.max(axis=1),
    }
    totals = {
        "": lambda powers: powers.sum(axis=1, keepdims=True),
        "All probabilities of the batch together sum to one: the sum is taken over the whole "
        "array. Which axis runs along a row?": lambda powers: powers.sum(),
        "Each column sums to one, but an image is a row: look at the axis of sum.": (
            lambda powers: powers.sum(axis=0)
        ),
        "sum(axis=1) has the shape (n,), and NumPy lays it along the rows instead of down the "
        "batch: keepdims=True makes it (n, 1).": lambda powers: powers.sum(axis=1),
        "The exponentials are there, but the rows do not sum to one: divide each by its "
        "total.": lambda powers: 1,
    }

    def softmax_with(shift, total):
        def answer(scores):
            powers = np.exp(scores - shift(scores))
            return powers / total(powers)

        return answer

    mistakes = {
        f"{of_total} {of_shift}".strip(): softmax_with(shift, total)
        for of_total, total in totals.items()
        for of_shift, shift in shifts.items()
        if of_total or of_shift
    }
    scores = np.array([[2.0, 0.0, 1.0], [0.5, 0.3, -1.2], [-2.0, 1.5, 0.1]])
    cases = [(scores,), (scores + 1000,), (scores + np.array([[0.0], [-1000.0], [1000.0]]),)]
    praise = "Every row is positive and sums to one, however large its scores."
    compare_stages(answer, functions.softmax, [(cases, mistakes)], praise)


def check_temperature(answer):
    """Notebook 03: the temperature at which p_0 / p_2 = e^((2 - 1) / T) is 4."""
    mistakes = {
        "that is 1/T. In the ratio e^((2 - 1)/T), T stands below the line.": np.log(4),
        "the classes in question are 0 and 2, so the difference of the scores is 2 - 1 and "
        "not 2 - 0.": 2 / np.log(4),
        "that logarithm undoes powers of 10, but here it has to undo a power of e.": (
            1 / np.log10(4)
        ),
        "that logarithm undoes powers of 2, but here it has to undo a power of e.": 1 / np.log2(4),
        "4 is a ratio of probabilities, and between the scores and those stands an exponential: "
        "a logarithm is needed.": 1 / 4,
    }
    praise = "It is colder than T = 1, where the ratio is only e = 2.718."
    compare_value(answer, 1 / np.log(4), mistakes, praise)


def check_cross_entropy(answer):
    """Notebook 03: the mean cross-entropy of scores (n, classes) with labels (n,)."""

    def at_labels(probabilities, labels):
        return probabilities[np.arange(len(labels)), labels]

    mistakes = {
        "the surprises are added up. A loss is their mean: it must not grow with the batch.": (
            lambda p, labels: -np.log(at_labels(p, labels)).sum()
        ),
        "there is one surprise for each image; what is asked for is their mean, one number.": (
            lambda p, labels: -np.log(at_labels(p, labels))
        ),
        "the sign: ln p is never positive, and a surprise is never negative.": (
            lambda p, labels: np.log(at_labels(p, labels)).mean()
        ),
        "that is the logarithm to base 10; the one that undoes e^z is np.log.": (
            lambda p, labels: -np.log10(at_labels(p, labels)).mean()
        ),
        "that is the logarithm to base 2; the one that undoes e^z is np.log.": (
            lambda p, labels: -np.log2(at_labels(p, labels)).mean()
        ),
        "the sum is divided by the number of all scores. There is one surprise for each image: "
        "divide by n.": lambda p, labels: -np.log(at_labels(p, labels)).sum() / p.size,
        "[:, labels] takes all of these columns from every row. One number from each row is "
        "wanted: [np.arange(n), labels].": lambda p, labels: -np.log(p[:, labels]).mean(),
        "that is the surprise at the class with the largest score. It is the label that "
        "counts, whatever the network would have said.": (
            lambda p, labels: -np.log(p.max(axis=1)).mean()
        ),
        "all classes are averaged, and the labels have no say: only the probability of the "
        "label counts.": lambda p, labels: -np.log(p).mean(),
        "the probabilities are averaged first. Take the logarithm of each, then the mean.": (
            lambda p, labels: -np.log(at_labels(p, labels).mean())
        ),
    }
    overflow = {
        "ordinary scores come out right, but for (900, 0, 1) an exponential becomes infinite or "
        "a probability becomes 0 before its logarithm is taken. Write ln p with the scores, and "
        "work it out before you compute.": lambda scores, labels: np.nan
    }
    compare_stages(
        answer,
        lambda scores, labels: functions.softmax_cross_entropy(scores, labels)[0],
        [(ORDINARY, _from_softmax(mistakes)), (CONFIDENT, overflow)],
        "One number, and finite even where the network is confident and wrong.",
    )


def _from_softmax(mistakes):
    """Let mistakes that are made with probabilities be fed with scores."""
    return {
        hint: lambda scores, labels, mistake=mistake: mistake(functions.softmax(scores), labels)
        for hint, mistake in mistakes.items()
    }


def check_sigmoid_cross_entropy(answer):
    """Notebook 03: ten yes/no cross-entropies, summed over classes, averaged over images."""

    def surprises(scores, labels):
        """Of each answer, (n, classes), if it is yes and if it is no; and whether it is yes."""
        yes, no = np.log1p(np.exp(-scores)), np.log1p(np.exp(scores))
        return yes, no, np.arange(scores.shape[1]) == labels[:, None]

    def right(scores, labels):
        return functions.sigmoid_cross_entropy(scores, labels)[0]

    def only_yes(scores, labels):
        yes, _, is_label = surprises(scores, labels)
        return yes[is_label].mean()

    def only_no(scores, labels):
        _, no, is_label = surprises(scores, labels)
        return no[~is_label].sum() / len(labels)

    def all_no(scores, labels):
        return surprises(scores, labels)[1].sum() / len(labels)

    def exchanged(scores, labels):
        yes, no, is_label = surprises(scores, labels)
        return np.where(is_label, no, yes).sum() / len(labels)

    mistakes = {
        "it is averaged over the classes, too. The ten surprises of an image are added up; only "
        "over the images is a mean taken.": lambda *case: right(*case) / case[0].shape[1],
        "the surprises of all images are added up. A loss is a mean over the images: divide by "
        "n.": lambda *case: right(*case) * len(case[1]),
        "only the label's yes is counted. Each of the other classes has to say no, and that "
        "costs, too.": only_yes,
        "only the noes are counted. The label has to say yes, and that costs, too.": only_no,
        "every class is charged as if it had to say no, the label as well. Its surprise is that "
        "of a yes.": all_no,
        "yes and no are exchanged: where the score is high and the answer is yes, the surprise "
        "must be small.": exchanged,
        "that is softmax's loss. Here each class answers for itself, with the sigmoid of its own "
        "score.": lambda *case: functions.softmax_cross_entropy(*case)[0],
        "the sign: a surprise is never negative.": lambda *case: -right(*case),
    }
    overflow = {
        "ordinary scores come out right, but for a score of 900 an exponential becomes infinite "
        "or a probability becomes 0 before its logarithm is taken. ln(1 + e^z) can be written "
        "with e^(-|z|), which is never above 1.": lambda scores, labels: np.nan
    }
    praise = "Ten yes/no answers for each image, and no score is too large."
    compare_stages(answer, right, [(ORDINARY, mistakes), (CONFIDENT, overflow)], praise)
