"""Exercises of notebook 03: softmax and cross-entropy."""

import numpy as np

from .. import functions
from . import worked
from .cases import HUGE, ORDINARY, fresh_scores
from .exercise import Exercise, on_paper

# 1: softmax


def row_max(scores):
    """The largest score of each row."""
    return scores.max(axis=1, keepdims=True)


def row_sum(powers):
    """The sum of each row."""
    return powers.sum(axis=1, keepdims=True)


def softmax_with(shift=row_max, total=row_sum):
    """Softmax that subtracts something else first, or divides by something else."""

    def softmax(scores):
        powers = np.exp(scores - shift(scores))
        return powers / total(powers)

    return softmax


def nothing(scores):
    """Subtract nothing."""
    return 0


def batch_max(scores):
    """The largest score of the whole batch."""
    return scores.max()


def column_max(scores):
    """The largest score of each column."""
    return scores.max(axis=0)


def row_min(scores):
    """The smallest score of each row."""
    return scores.min(axis=1, keepdims=True)


def row_mean(scores):
    """The mean of each row."""
    return scores.mean(axis=1, keepdims=True)


def _divided_by(total):
    """Softmax with another total, whatever is subtracted first."""
    return tuple(softmax_with(shift, total) for shift in (row_max, nothing, batch_max, column_max))


def _without_nan(shift, fill):
    """Softmax with something in the place of NaN."""

    def softmax(scores):
        p = softmax_with(shift)(scores)
        return np.where(np.isnan(p), fill(scores.shape[1]), p)

    return softmax


def _with_small_number(shift, small):
    """Softmax with a small number in the denominator."""
    return softmax_with(shift, lambda powers: row_sum(powers) + small)


NO_SHIFT = "ordinary scores are right, but e^1000 is too large for a float. What can you subtract "
NO_SHIFT += "from all scores of a row without changing its probabilities?"
SHIFTS = {
    NO_SHIFT: nothing,
    "the maximum of the whole batch is subtracted. A row far below it becomes all zeros, so "
    "subtract from each row its own maximum.": batch_max,
    "the minimum of each row is subtracted. Then the largest score is still huge: subtract the "
    "maximum.": row_min,
    "the mean of each row is subtracted. Then the largest score is still huge: subtract the "
    "maximum.": row_mean,
}
COLUMN_SHIFT = "the maximum of each column is subtracted, but all scores of a row must lose the "
COLUMN_SHIFT += "same number: look at the axis of max."

SOFTMAX = Exercise(
    name="softmax",
    notebook="03",
    statement="probabilities (n, classes) from scores (n, classes).",
    right=lambda scores: functions.softmax(scores),
    mistakes={
        "all probabilities of the batch together sum to 1, because the sum is over the whole "
        "array. Which axis runs along a row?": _divided_by(np.sum),
        "each column sums to 1, but an image is a row: look at the axis of sum.": (
            _divided_by(lambda powers: powers.sum(axis=0))
        ),
        "sum(axis=1) has the shape (n,), and NumPy broadcasts it along the rows. keepdims=True "
        "makes it (n, 1).": _divided_by(lambda powers: powers.sum(axis=1)),
        "the rows don't sum to 1: divide each by its total.": _divided_by(lambda powers: 1),
        "each row is divided by its mean. Divide by its sum.": _divided_by(row_mean),
        "max(axis=1) has the shape (n,), and NumPy broadcasts it along the rows. keepdims=True "
        "makes it (n, 1).": softmax_with(lambda scores: scores.max(axis=1)),
        COLUMN_SHIFT: softmax_with(column_max),
        "the exponential is missing: this divides the scores themselves by their sum.": (
            lambda scores: scores / row_sum(scores),
            lambda scores: (scores - row_max(scores)) / row_sum(scores - row_max(scores)),
        ),
        "the exponent has the wrong sign: the largest score should get the largest probability.": (
            lambda scores: functions.softmax(-scores)
        ),
        "these are the logarithms of the probabilities.": (
            lambda scores: np.log(functions.softmax(scores))
        ),
        "these are sigmoids. With softmax each row sums to 1.": functions.sigmoid,
        **{hint: softmax_with(shift) for hint, shift in SHIFTS.items()},
        "the scores are divided by their maximum. Subtract it.": (
            lambda scores: functions.softmax(scores / row_max(scores))
        ),
        "the maximum is added. Subtract it.": softmax_with(lambda scores: -row_max(scores)),
        "the largest absolute value is subtracted. Subtract the maximum itself.": (
            softmax_with(lambda scores: row_max(np.abs(scores)))
        ),
        "the maximum of the first row is subtracted everywhere. Each row has its own: axis=1.": (
            softmax_with(lambda scores: scores[0].max())
        ),
        "Python's max looks at whole rows. The maximum of each row is "
        "scores.max(axis=1, keepdims=True).": softmax_with(max),
        "NaN is replaced by something else, and that only hides it. Subtract from each row its "
        "own maximum, so that there is no NaN.": tuple(
            _without_nan(shift, fill)
            for shift in (batch_max, nothing)
            for fill in (lambda classes: 0, lambda classes: 1 / classes)
        ),
        "a small number in the denominator only hides that a row has become 0. Subtract from each "
        "row its own maximum: then its sum is at least 1.": tuple(
            _with_small_number(shift, 10.0**-power)
            for shift in (batch_max, nothing)
            for power in (7, 8, 9, 10, 12, 15, 16, 20, 30)
        ),
        "scores beyond a limit are cut off, so large ones become equal. Subtract from each row its "
        "maximum instead.": tuple(
            lambda scores, limit=limit: softmax_with(nothing)(np.clip(scores, -limit, limit))
            for limit in (50, 80, 100, 200, 300, 500, 600, 700, 709)
        ),
        "only the first row is there. Is the `return` inside the loop?": (
            lambda scores: functions.softmax(scores)[0],
            lambda scores: functions.softmax(scores) * (np.arange(len(scores)) == 0)[:, None],
        ),
        "these are powers of 2. Take powers of e: np.exp.": (
            lambda scores: functions.softmax(scores * np.log(2))
        ),
        "the probabilities are rounded. Leave all their digits.": tuple(
            lambda scores, digits=digits: functions.softmax(scores).round(digits)
            for digits in (1, 2, 3)
        ),
        "the probabilities are cut to whole numbers. Does the array hold integers (dtype=int)?": (
            lambda scores: np.trunc(functions.softmax(scores))
        ),
        "these are still the scores. In a loop, `row = …` is only a new name: write into an array, "
        "p[i] = ….": lambda scores: scores,
        "the scores are divided by 2. That is a temperature; here it is 1.": (
            lambda scores: functions.softmax(scores / 2)
        ),
    },
    worked=worked.softmax,
    praise="Every row is positive and sums to 1, however large its scores.",
    given="""
def my_softmax(scores):
    powers = np.exp(scores - scores.max())
    return powers / powers.sum(axis=1, keepdims=True)
""",
    of_given="your colleague's function is still as it was, and it has one mistake. Any single "
    "image is right, and so are most batches. With `hint=True` you get a hint.",
    hints=(
        "Look at what is subtracted before the exponential. What becomes of the row (0, 1) beside "
        "the row (1000, 0)?",
        "`scores.max()` is the maximum of the whole batch. A row far below it becomes all zeros, "
        "and its sum, too. Which maximum should each row lose?",
        "powers = np.exp(scores - m) with m = scores.max(axis=1, keepdims=True), each row's own "
        "maximum, as a column (n, 1). Then divide powers by its sum, with the same axis and "
        "keepdims.",
    ),
    cases=[(scores,) for scores, _ in ORDINARY],
    extreme=[(scores,) for scores, _ in HUGE],
    not_finite=NO_SHIFT,
    fresh=lambda rng: fresh_scores(rng)[:1],
)


# 2: the temperature


def _ratio(temperature):
    """A sentence that says what ratio a temperature leads to."""
    if np.size(temperature) != 1:
        return "one number is enough. Decimals need a point, as in 0.5: 0,5 are two numbers."
    T = float(np.ravel(temperature)[0])
    if not 0.01 < T < 1000:
        return f"T = {T:.3g} can't be: solve e^(1/T) = 4 for T."
    return f"at T = {T:.3g} the ratio is e^(1/T) = {np.exp(1 / T):.3g}. Solve e^(1/T) = 4."


TEMPERATURE = on_paper(
    name="temperature",
    notebook="03",
    statement="the temperature at which p[0] / p[2] = e^((2 − 1) / T) is 4.",
    right={"temperature": 1 / np.log(4)},
    mistakes={
        "this is 1/T. In the ratio e^((2 − 1)/T), T is the denominator.": np.log(4),
        "this is 2/ln 4, or 1/ln 2. The ratio is 4, and the difference of the scores of the "
        "classes 0 and 2 is 2 − 1.": (2 / np.log(4)),
        "log10 is the inverse of a power of 10. You need the inverse of a power of e: np.log.": (
            1 / np.log10(4)
        ),
        "4 is a ratio of probabilities, and the exponential turns scores into probabilities. "
        "You need a logarithm.": 1 / 4,
        "the sign is wrong: a temperature is positive.": -1 / np.log(4),
        "that is e^4. You need the inverse of the exponential, the logarithm.": np.exp(4),
    },
    praise="It is colder than T = 1, where the ratio is only e = 2.718.",
    hints=(
        "Divide p[0] by p[2]: the sums of softmax cancel, and e^(2/T) / e^(1/T) is left.",
        "That is e^((2 − 1)/T) = e^(1/T), and it should be 4.",
        "Take the natural logarithm of both sides: 1/T = ln 4. In NumPy, ln is np.log.",
    ),
    tolerance=0.0019,  # 0.72 will do
    explain=_ratio,
)


# 3: cross-entropy


def _at(p, labels):
    return p[np.arange(len(labels)), labels]


def from_p(formula):
    """A mistake that is made after a right softmax: a formula with p and the labels."""
    return lambda scores, labels: formula(functions.softmax(scores), labels)


def _one_hot(scores, labels):
    return np.eye(scores.shape[1])[labels]


def _totals(shifted):
    return np.exp(shifted).sum(axis=1)


def _surprise(scores, labels, ln_total):
    """Cross-entropy with another logarithm of the total."""
    shifted = scores - row_max(scores)
    return np.mean(ln_total(shifted) - _at(shifted, labels))


def _with_shift(shift):
    """Cross-entropy from the scores, with another shift."""

    def loss(scores, labels):
        shifted = scores - shift(scores)
        return np.mean(np.log(np.exp(shifted).sum(axis=1)) - _at(shifted, labels))

    return loss


def _capped(loss):
    """The same loss with a small number inside the logarithm, added or as a lower bound."""
    small = (
        1e-5,
        1e-6,
        1e-7,
        1e-8,
        1e-9,
        1e-10,
        1e-12,
        1e-15,
        1e-16,
        1e-20,
        1e-30,
        np.finfo(float).eps,
        1e-100,
        1e-200,
        1e-300,
    )
    return tuple(
        lambda scores, labels, each=each, how=how: loss(
            scores, labels, lambda p: np.log(how(p, each))
        )
        for each in small
        for how in (np.add, np.maximum, lambda p, e: np.clip(p, e, 1 - e))
    )


def _loss_with_log(scores, labels, log):
    return -np.mean(log(_at(functions.softmax(scores), labels)))


CAPPED = "it is finite, but too small where the network is confident and wrong: the small number "
CAPPED += "inside the logarithm limits the surprise. Write ln p with the scores instead."

CROSS_ENTROPY = Exercise(
    name="cross_entropy",
    notebook="03",
    statement="the mean cross-entropy of scores (n, classes) with labels (n,).",
    right=lambda scores, labels: functions.softmax_cross_entropy(scores, labels)[0],
    mistakes={
        "the surprises are added up. The loss is their mean: it must not grow with the batch.": (
            from_p(lambda p, labels: -np.log(_at(p, labels)).sum())
        ),
        "there is one surprise for each image. The loss is their mean, a single number.": (
            from_p(lambda p, labels: -np.log(_at(p, labels)))
        ),
        "the sign is wrong: ln p is never positive, and a surprise is never negative.": (
            from_p(lambda p, labels: np.log(_at(p, labels)).mean())
        ),
        "this is the logarithm to base 10. The inverse of e^z is np.log.": (
            from_p(lambda p, labels: -np.log10(_at(p, labels)).mean())
        ),
        "this is the logarithm to base 2. The inverse of e^z is np.log.": (
            from_p(lambda p, labels: -np.log2(_at(p, labels)).mean())
        ),
        "the sum is divided by the number of all scores. There is one surprise for each image: "
        "divide by n.": from_p(lambda p, labels: -np.log(_at(p, labels)).sum() / p.size),
        "the sum is divided by the number of classes. There is one surprise for each image: "
        "divide by n.": from_p(lambda p, labels: -np.log(_at(p, labels)).sum() / p.shape[1]),
        "[:, labels] means all of these columns in every row. You need one number from each row: "
        "[np.arange(len(labels)), labels].": from_p(lambda p, labels: -np.log(p[:, labels]).mean()),
        "this is the surprise at the class with the largest score. It should be the surprise at "
        "the label.": from_p(lambda p, labels: -np.log(p.max(axis=1)).mean()),
        "this is the mean over all classes. Only the probability of the label counts.": (
            from_p(lambda p, labels: -np.log(p).mean())
        ),
        "the mean of the probabilities is taken first. Take the logarithm of each, then the "
        "mean.": from_p(lambda p, labels: -np.log(_at(p, labels).mean())),
        "this is the mean probability of the labels. Where is the logarithm?": (
            from_p(lambda p, labels: _at(p, labels).mean())
        ),
        "this is the mean of 1 − p. The surprise is −ln p.": (
            from_p(lambda p, labels: (1 - _at(p, labels)).mean())
        ),
        "ln of the total is missing: this is only the mean score of the labels, shifted or not.": (
            lambda scores, labels: -_at(scores, labels).mean(),
            lambda scores, labels: _at(scores, labels).mean(),
            lambda scores, labels: -_at(scores - row_max(scores), labels).mean(),
        ),
        "the score of the label is missing: this is only the mean of ln of the total.": (
            lambda scores, labels: np.log(np.exp(scores).sum(axis=1)).mean(),
        ),
        "this is the loss of the sigmoids. Here the classes compete: use softmax.": (
            lambda scores, labels: functions.sigmoid_cross_entropy(scores, labels)[0]
        ),
        "the maximum is subtracted from the score of the label, but not from the scores whose "
        "powers you add up. Subtract it in both places.": lambda scores, labels: np.mean(
            np.log(_totals(scores)) - _at(scores - row_max(scores), labels)
        ),
        "the maximum is subtracted in one place only: subtract it from the score of the label as "
        "well.": lambda scores, labels: np.mean(
            np.log(np.exp(scores - row_max(scores)).sum(axis=1)) - _at(scores, labels)
        ),
        COLUMN_SHIFT: _with_shift(column_max),
        **{
            hint.replace(
                NO_SHIFT,
                "ordinary scores are right, but e^1000 is too large for a "
                "float. Subtract from each row its maximum first.",
            ): _with_shift(shift)
            for hint, shift in SHIFTS.items()
        },
        "your softmax is stable, but then a probability becomes 0, and its logarithm is −infinity. "
        "Write ln p with the scores: the score of the label minus ln of the total.": (
            from_p(lambda p, labels: -np.log(_at(p, labels)).mean())
        ),
        CAPPED: _capped(_loss_with_log),
        "the logarithm of the total has the base 2. The inverse of e^z is np.log.": (
            lambda scores, labels: _surprise(scores, labels, lambda s: np.log2(_totals(s)))
        ),
        "the logarithm of the total has the base 10. The inverse of e^z is np.log.": (
            lambda scores, labels: _surprise(scores, labels, lambda s: np.log10(_totals(s)))
        ),
        "the total is over the whole batch. Each image has its own: axis=1.": (
            lambda scores, labels: _surprise(scores, labels, lambda s: np.log(np.exp(s).sum()))
        ),
        "the logarithm of each exponential is taken, and then the sum. First the sum, then its "
        "logarithm.": lambda scores, labels: _surprise(scores, labels, lambda s: s.sum(axis=1)),
        "the score of the label is added. ln p is this score minus ln of the total, so the "
        "surprise is ln of the total minus the score.": (
            lambda scores, labels: np.mean(np.log(_totals(scores)) + _at(scores, labels)),
            lambda scores, labels: np.mean(
                np.log(_totals(scores - row_max(scores))) + _at(scores - row_max(scores), labels)
            ),
        ),
        "ln of the total has the wrong sign: ln p is the score of the label minus ln of the "
        "total.": lambda scores, labels: _surprise(scores, labels, lambda s: -np.log(_totals(s))),
        "only the surprise of the first image is there. Is the `return` inside the loop?": (
            lambda scores, labels: (
                functions.softmax_cross_entropy(scores[:1], labels[:1])[0] / len(labels)
            ),
            lambda scores, labels: functions.softmax_cross_entropy(scores[:1], labels[:1])[0],
        ),
        "this is the mean squared error. The surprise is −ln p at the label.": (
            lambda scores, labels: ((scores - _one_hot(scores, labels)) ** 2).mean(),
            lambda scores, labels: (
                (functions.softmax(scores) - _one_hot(scores, labels)) ** 2
            ).mean(),
        ),
        "log1p is ln(1 + p). The surprise is −ln p.": (
            from_p(lambda p, labels: -np.log1p(_at(p, labels)).mean())
        ),
        "this is the mean of the largest scores. The surprise is ln of the total minus the score "
        "of the label.": lambda scores, labels: scores.max(axis=1).mean(),
        "the scores are added up without an exponential: ln of the total needs np.exp first.": (
            lambda scores, labels: (scores.sum(axis=1) - _at(scores, labels)).mean()
        ),
        "infinity is replaced by another number, and that only hides it. Write ln p with the "
        "scores.": from_p(lambda p, labels: np.nan_to_num(-np.log(_at(p, labels))).mean()),
    },
    worked=worked.cross_entropy,
    praise="One number, and finite even where the network is confident and wrong.",
    given="""
def my_cross_entropy(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    probabilities = powers / powers.sum(axis=1, keepdims=True)
    of_labels = probabilities[np.arange(len(labels)), labels]
    return -np.log(of_labels + 1e-12).mean()
""",
    of_given="your colleague's function is still as it was, and it has one mistake. Ordinary "
    "scores get nearly the right loss, confident mistakes don't. With `hint=True` you get "
    "a hint.",
    hints=(
        "Look at the last line. For a confident mistake `of_labels` is 0. Which number "
        "does `np.log` get then, and how large is the surprise?",
        "The small number inside the logarithm limits the surprise to 27.6. Write ln p with the "
        "scores instead: the score of the label minus the logarithm of the sum of all "
        "exponentials.",
        "With shifted = scores − maximum, the surprise of image i is "
        "ln Σ e^shifted − shifted[i, labels[i]]. Return the mean over the images.",
    ),
    cases=ORDINARY,
    extreme=HUGE,
    not_finite="ordinary scores are right, but for a score of 900 the exponential becomes "
    "infinite, or a probability becomes 0 before its logarithm is taken. Write ln p with the "
    "scores.",
    fresh=fresh_scores,
)


# 4: ten times yes or no


def _surprises(scores, labels):
    """Of each answer (n, classes): if it is yes, if it is no; and whether it is yes."""
    yes, no = np.logaddexp(0, -scores), np.logaddexp(0, scores)
    return yes, no, np.arange(scores.shape[1]) == labels[:, None]


def _yes_and_no(choose):
    """A loss that takes something else of the surprises."""
    return lambda scores, labels: choose(*_surprises(scores, labels)).sum() / len(labels)


def _sigmoid_loss(scores, labels):
    return functions.sigmoid_cross_entropy(scores, labels)[0]


def _sigmoid_loss_with_log(scores, labels, log):
    p = functions.sigmoid(scores)
    is_label = np.arange(scores.shape[1]) == labels[:, None]
    return -np.where(is_label, log(p), log(1 - p)).sum(axis=1).mean()


SIGMOID_CROSS_ENTROPY = Exercise(
    name="sigmoid_cross_entropy",
    notebook="03",
    statement="the yes/no cross-entropies, summed over classes, averaged over images.",
    right=_sigmoid_loss,
    mistakes={
        "this is also a mean over the classes. Add up the surprises of an image, and take the "
        "mean over the images only.": lambda scores, labels: (
            _sigmoid_loss(scores, labels) / scores.shape[1]
        ),
        "the surprises of all images are added up. The loss is a mean over the images: divide by "
        "n.": lambda scores, labels: _sigmoid_loss(scores, labels) * len(labels),
        "there is one number for each image. The loss is their mean, a single number.": (
            lambda scores, labels: np.where(
                _surprises(scores, labels)[2], *_surprises(scores, labels)[:2]
            ).sum(axis=1)
        ),
        "only the yes of the label is counted. Each other class has to say no, and that has a "
        "surprise, too.": _yes_and_no(lambda yes, no, is_label: yes[is_label]),
        "only the noes are counted. The label has to say yes, and that has a surprise, too.": (
            _yes_and_no(lambda yes, no, is_label: no[~is_label])
        ),
        "every class is treated as a no, even the label. For the label, use the surprise of a "
        "yes.": _yes_and_no(lambda yes, no, is_label: no),
        "every class is treated as a yes. Only the label has to say yes.": (
            _yes_and_no(lambda yes, no, is_label: yes)
        ),
        "yes and no are swapped. If the score is high and the answer is yes, the surprise must be "
        "small.": _yes_and_no(lambda yes, no, is_label: np.where(is_label, no, yes)),
        "this is the loss of softmax. Here each class has its own sigmoid.": (
            lambda scores, labels: functions.softmax_cross_entropy(scores, labels)[0]
        ),
        "the sign is wrong: a surprise is never negative.": (
            lambda scores, labels: -_sigmoid_loss(scores, labels)
        ),
        "this is the logarithm to base 2 or 10. The inverse of e^z is np.log.": (
            lambda scores, labels: _sigmoid_loss(scores, labels) / np.log(2),
            lambda scores, labels: _sigmoid_loss(scores, labels) / np.log(10),
        ),
        "the score of the label is added. A yes has a smaller surprise than a no, by just this "
        "score: subtract it.": lambda scores, labels: np.mean(
            np.logaddexp(0, scores).sum(axis=1) + _at(scores, labels)
        ),
        CAPPED: _capped(_sigmoid_loss_with_log),
        "the maximum of each row is subtracted, as for softmax. That changes a sigmoid: here no "
        "class may lose anything.": lambda scores, labels: _sigmoid_loss(
            scores - row_max(scores), labels
        ),
        "the sum runs over the images, and the mean over the classes. It should be the other way "
        "round: axis=1 in the sum.": lambda scores, labels: (
            _sigmoid_loss(scores, labels) * len(labels) / scores.shape[1]
        ),
        "ln(1 + e^(−|z|)) is missing: max(z, 0) is only the large part of a surprise.": (
            lambda scores, labels: (
                np.maximum(0, np.where(_surprises(scores, labels)[2], -scores, scores)).sum(axis=1)
            ).mean()
        ),
        "only the first image is counted. Is the `return` inside the loop?": (
            lambda scores, labels: _sigmoid_loss(scores[:1], labels[:1]),
            lambda scores, labels: _sigmoid_loss(scores[:1], labels[:1]) / len(labels),
        ),
        "the absolute value is missing: with max(z, 0) belongs ln(1 + e^(−|z|)).": (
            lambda scores, labels: (
                (np.maximum(scores, 0) + np.log1p(np.exp(-scores))).sum(axis=1)
                - _at(scores, labels)
            ).mean()
        ),
        "these are powers of 2 and logarithms to base 2. Take np.logaddexp, with e.": (
            lambda scores, labels: _sigmoid_loss(scores * np.log(2), labels) / np.log(2)
        ),
    },
    praise="Ten yes/no answers for each image, and no score is too large.",
    hints=(
        "The surprise of a no to the score z is −ln(1 − p) = ln(1 + e^z). The surprise of a "
        "yes is ln(1 + e^(−z)), and that is smaller by z.",
        "Add up the noes of all classes. Then subtract the score of the label, because its answer "
        "is a yes.",
        "For large z, ln(1 + e^z) = max(z, 0) + ln(1 + e^(−|z|)) is stable: np.maximum(scores, 0) "
        "+ np.log1p(np.exp(-np.abs(scores))). Sum over the classes, take the mean over the images.",
    ),
    cases=ORDINARY,
    extreme=HUGE,
    not_finite="ordinary scores are right, but for a score of 900 an exponential becomes "
    "infinite, or a probability becomes 0 before its logarithm is taken. ln(1 + e^z) can be "
    "written with e^(−|z|), which is never above 1.",
    fresh=fresh_scores,
)
