"""Exercises that ask before anything is run: shapes, estimates, curves and a table to read."""

import numpy as np

from .compare import UnreadableError, array_of
from .exercise import on_paper

# 01: shapes


def _only_shapes(answers):
    """The answers as they are, unless one of them is no shape at all."""
    for letter, answer in zip("abcde", answers, strict=False):
        name, parts = f"shape_{letter}", answer if isinstance(answer, (list, tuple)) else [answer]
        if isinstance(answer, np.ndarray) and answer.size > 3:
            raise UnreadableError(f"{name} is the array; its shape is asked for, like (2, 3).")
        if isinstance(answer, str):
            raise UnreadableError(
                f"{name} is a string, but a shape is asked for: (2, 3), without quotation marks."
            )
        if any(part is ... for part in parts):
            raise UnreadableError(f"in {name} there is still a `...`.")
        if any(part is None for part in parts):
            raise UnreadableError(f"in {name} there is a None. It inserts an axis: of which size?")
        if not isinstance(answer, (list, tuple, np.ndarray)) and letter in "bcd":
            raise UnreadableError(
                f"{name} is a single number. The shape is asked for, a size for each axis: (2, 3)."
            )
        if np.isin(array_of(answer, name), (1197, 55_000)).any():
            raise UnreadableError(f"{name} has the notebook's images. Here `images` has 60 rows.")
    return answers


SHAPES = on_paper(
    name="shapes",
    notebook="01",
    statement="the shapes of five expressions with images (60, 784) and means (10, 784).",
    right={
        "shape_a": (784,),
        "shape_b": (60, 1),
        "shape_c": (60, 10),
        "shape_d": (60, 10, 784),
        "shape_e": (60,),
    },
    mistakes={},
    parts={
        "shape_a": {
            "In shape_a, axis=0 is the axis that disappears: the mean runs over the images.": (60,),
            "In shape_a, an axis that is summed over disappears, unless keepdims=True.": (1, 784),
            "In shape_a, only axis 0 is summed over. The pixels stay.": (1,),
            "In shape_a, an axis that is summed over disappears. Its size is not 0.": (0, 784),
        },
        "shape_b": {
            "In shape_b, keepdims=True keeps the axis that is summed over, with the size 1.": (60,),
            "In shape_b, axis=1 is the axis that is summed over, so the images stay.": (1, 784),
            "In shape_b, axis=1 is summed over, not axis 0, and keepdims=True keeps it.": (784,),
            "In shape_b, the square changes no shape, but then comes a sum over axis 1.": (60, 784),
            "In shape_b, the order of the axes stays: 60 images, then the axis of size 1.": (1, 60),
            "In shape_b, the axis that is kept has the size 1, for the one sum.": (60, 0),
        },
        "shape_c": {
            "In shape_c, the 784 is the inner size, which is summed over and disappears.": (
                (60, 784)
            ),
            "In shape_c, images comes first, so its 60 rows come first, too.": (10, 60),
            "In shape_c, the inner sizes are the two 784. The outer ones stay.": (784, 784),
            "In shape_c, a matrix product has two axes here: the inner size disappears.": (
                (60, 10, 784)
            ),
            "In shape_c, there is a number for each image and each mean, not one for each image.": (
                (60,)
            ),
        },
        "shape_d": {
            "In shape_d, None inserts an axis of size 1 between the two others.": (60, 784),
            "In shape_d, the axis of size 1 meets the ten means, so it is repeated ten times.": (
                (60, 1, 784)
            ),
            "In shape_d, the None stands in the middle: first the 60 images.": (10, 60, 784),
            "In shape_d, the axis that None inserts stands in the middle. The pixels stay last.": (
                (60, 784, 10)
            ),
            "In shape_d, nothing is summed: every difference of two pixels is stored.": (60, 10),
        },
        "shape_e": {
            "In shape_e, argmin runs along axis 1, the ten means, and leaves one for each image.": (
                (10,)
            ),
            "In shape_e, argmin takes the axis away that it runs along: there is no 10 left.": (
                (60, 10)
            ),
            "In shape_e, argmin gives an index for each image, so there is one axis.": (),
            "In shape_e, argmin takes its axis away: there is no keepdims.": (60, 1),
            "In shape_e, the sum over axis 2 takes the 784 away, and argmin the next axis.": (
                (60, 784)
            ),
        },
    },
    praise="If you know the shapes before you run a cell, you catch most mistakes before they "
    "happen.",
    hints=(
        "sum, mean and argmin take away the axis that they are given. With keepdims=True it stays "
        "with the size 1.",
        "In A @ B the inner sizes are equal and disappear; the outer sizes stay.",
        "For broadcasting, write both shapes below each other, aligned at the right: (60, 1, 784) "
        "and (10, 784). Where a size is 1 or missing, the other one counts.",
    ),
    looks={
        "shape_a": "images is (60, 784), and axis 0 disappears",
        "shape_b": "images is (60, 784), axis 1 is summed over, and keepdims=True keeps it",
        "shape_c": "this is (60, 784) @ (784, 10), and the inner sizes disappear",
        "shape_d": "(60, 1, 784) and (10, 784) are broadcast, compared from the right",
        "shape_e": "each step takes an axis away from (60, 10, 784)",
    },
    like=_only_shapes,
)


# 03: surprises, without a calculator


def _one_number_each(answers):
    """The answers as they are, unless one of them is several numbers, or a string."""
    names = ("letters", "one_bad", "p", "confident")
    for name, answer in zip(names, answers, strict=False):
        if isinstance(answer, (list, tuple)) and len(answer) > 1:
            raise UnreadableError(
                f"{name} is not one number. Decimals need a point, as in 1.5: 1,5 are two numbers."
            )
        if isinstance(answer, str):
            raise UnreadableError(f"{name} is a string. Leave the quotation marks away.")
    return answers


def _of_one_bad(loss):
    """Where to look for the mean surprise of ten images."""
    if np.isclose(loss, -np.log(0.9001), atol=0.01):
        return "take the logarithm of each probability first, and then the mean"
    if np.isclose(loss, 0.3, atol=0.01):
        return "is that the logarithm to base 10? The loss has the natural one"
    return f"ten images would have {10 * loss:.2g} in sum, but nine have 0 and one has ln 1000"


def _of_p(p):
    """Where to look for the probability that has the surprise 0.7."""
    if not 0 < p <= 1:
        return "a probability lies between 0 and 1"
    return f"the surprise −ln p would be {-np.log(p):.1f}"


SURPRISES = on_paper(
    name="surprises",
    notebook="03",
    statement="four estimates about cross-entropy, each to within 0.1.",
    right={
        "letters": np.log(26),
        "one_bad": np.log(1000) / 10,
        "p": np.exp(-0.7),
        "confident": 50.0,
    },
    mistakes={},
    parts={
        "letters": {
            "letters has the wrong sign: a surprise is never negative.": -np.log(26),
            "letters is the value for ten classes, ln 10. Now there are 26.": np.log(10),
            "letters is the probability of each class. The loss is its surprise, −ln p.": 1 / 26,
            "letters is the logarithm to base 2. The loss has the natural one.": np.log2(26),
            "letters is the logarithm to base 10. The loss has the natural one.": np.log10(26),
            "letters: ln 26 is nearly ln(100/4), and the logarithm of a quotient is a difference, "
            "ln 100 − ln 4.": 4.6 / 4,
            "letters: the logarithm of a quotient is a difference, so subtract, don't multiply.": (
                4.6 * 1.4
            ),
            "letters: a factor stays inside the logarithm. ln 26 = ln 2.6 + ln 10.": 2.6 * 2.3,
            "letters is a little too small: even 1/20 has the surprise ln 20 = 3.": 3.0,
            "letters is the number of classes. The loss is the surprise −ln(1/26).": 26,
        },
        "one_bad": {
            "one_bad has the wrong sign: a surprise is never negative.": -np.log(1000) / 10,
            "one_bad is the surprise of the bad image alone. The loss is the mean over all ten.": (
                np.log(1000)
            ),
            "one_bad is too large: nine of the ten surprises are 0.": 0.9,
            "In one_bad, the nine good images have p = 1, and its surprise is 0, not 1.": 1.59,
        },
        "p": {
            "p is in percent. Write it as a share, from 0 to 1.": 50,
            "p can't be negative: the minus of −ln p belongs to the exponent.": -0.5,
            "p is the probability, and 0.7 is its surprise: solve −ln p = 0.7.": 0.7,
            "p is a probability, so it can't be above 1. Does the exponent have a minus?": (
                np.exp(0.7)
            ),
        },
        "confident": {
            "confident is the loss if the label were 1. It is 0, the class with the lower score.": (
                0
            ),
            "confident is finite: p is e^(−50), which is tiny, but not 0.": np.inf,
            "confident has the wrong sign: a surprise is never negative.": -50,
            "confident: ln(1 + e^50) is 50. Nothing else is added.": 50.7,
            "confident is limited to 27.6 by a small number in the logarithm. Use ln p = score − "
            "ln of the total, on paper.": 27.6,
            "confident is the total e^50. Its logarithm is needed.": np.exp(50),
            "confident is one logarithm too far: ln of the total e^50 is nearly 50.": np.log(50),
            "confident is the surprise of p = 1/2, as if both scores were equal.": np.log(2),
            "confident has the 1 of e^0 added, but it is inside the logarithm: ln(e^50 + 1).": 51,
            "confident is 1 − p. The surprise is −ln p, and it has no upper limit.": 1,
        },
    },
    praise="With ln 2 = 0.7 and ln 10 = 2.3 you can judge most losses without a computer.",
    hints=(
        "Keep two numbers: ln 2 = 0.7 and ln 10 = 2.3. Products become sums: ln 1000 = 3 · 2.3, "
        "and ln 0.5 = −0.7.",
        "letters: each class gets p = 1/26, and 26 is nearly 100/4. one_bad: nine surprises are 0, "
        "and one is ln 1000; take the mean.",
        "p: which number has the logarithm −0.7? confident: ln p = score of the label − ln of the "
        "total, and the total is nearly e^50.",
    ),
    looks={
        "letters": "each letter gets p = 1/26, and 1/20 would have the surprise 3.0, 1/30 3.4",
        "one_bad": _of_one_bad,
        "p": _of_p,
        "confident": "ln p is the score of the label minus ln(1 + e^50)",
    },
    tolerance=0.1,
    like=_one_number_each,
)


# 05: which curve belongs to which learning rate?


def _one_of(options, what):
    """Say what is asked for, if a result is none of the options."""

    def look(name, value):
        try:
            array = array_of(value, name)
        except UnreadableError:
            if isinstance(value, str):
                raise
            array = np.array([])
        if array.size != 1 or not np.isclose(array, options).any():
            raise UnreadableError(f"{name} should be {what}.")

    return look


_a_rate = _one_of((0.0003, 0.1, 1), "one of the three rates themselves, 0.0003, 0.1 or 1")
_a_reason = _one_of((1, 2, 3, 4), "the number of one reason, 1, 2, 3 or 4")


def _known(answers):
    """The answers as they are, unless one is not among those that there are to choose from."""
    names, looks = ("rate_a", "rate_b", "rate_c", "why_b"), (_a_rate,) * 3 + (_a_reason,)
    for name, answer, look in zip(names, answers, looks, strict=False):
        look(name, answer)
    return answers


CURVES = on_paper(
    name="curves",
    notebook="05",
    statement="the learning rates of three loss curves, and the reason why one of them is flat.",
    right={"rate_a": 0.0003, "rate_b": 1.0, "rate_c": 0.1, "why_b": 2},
    mistakes={
        "A and B are swapped. Both stay near 2.3, but look at their beginnings: one falls a "
        "little in every epoch, the other was thrown up high first.": (1.0, 0.0003, 0.1, 2),
        "A and B are swapped, and the reason with them. Look at their beginnings: one falls a "
        "little in every epoch, the other was thrown up high first.": (1.0, 0.0003, 0.1, 1),
        "B and C are swapped. With a rate that fits, the loss falls fast and keeps falling.": (
            (0.0003, 0.1, 1.0, 2)
        ),
    },
    parts={
        "rate_a": {
            "Curve A falls a little in every epoch and never rises. No step is too large.": 1.0,
            "Curve A has hardly moved after ten epochs. With 0.1 it would be down by then.": 0.1,
        },
        "rate_b": {
            "Curve B has a mean loss above 4.5 in its first epoch, but an untrained network has "
            "2.3. Small steps don't do that.": 0.0003,
            "Curve B learns nothing after its first epoch. With 0.1 it would be down by then.": 0.1,
        },
        "rate_c": {
            "Curve C is below 0.1 at the end. No curve with tiny steps gets there in ten epochs.": (
                0.0003
            ),
            "Curve C falls in every epoch. Steps that are too large throw the loss up first.": 1.0,
        },
        "why_b": {
            "why_b can't be 1: with tiny steps the loss would never have been above 4.5.": 1,
            "why_b can't be 3: at the lowest point the loss is near 0, as curve C shows.": 3,
            "why_b can't be 4: a network that knows the digits by heart has a training loss near "
            "0.": 4,
        },
    },
    like=_known,
    praise="Both bad curves end near ln 10: one is still on its way, the other is dead.",
    hints=(
        "Look at the first epoch: which loss is far above ln 10 = 2.3, where an untrained network "
        "begins?",
        "A rate that is far too small gives a curve that falls a little in each epoch, without "
        "jumps.",
        "Section 7 looks at what is left after steps that were too large: neurons that are 0 for "
        "every image have the slope 0.",
    ),
)


# 07: a confusion matrix to read


def _share(look):
    """Where to look for a share; first, if it is none."""
    return lambda share: "a share is never above 1" if share > 1 else look


TABLE = on_paper(
    name="table",
    notebook="07",
    statement="the accuracy, two shares for the 7, and the accuracy of a constant answer.",
    right={"accuracy": 0.83, "found": 0.8, "trusted": 8 / 22, "always_1": 0.5},
    mistakes={
        "these are percentages. Write them as shares, from 0 to 1.": (83, 80, 36.4, 50),
        "these are counts. Divide each by the number of images that it is a share of.": (
            (83, 8, 8, 50)
        ),
        "found and trusted are swapped. A row holds all true sevens, a column all that is read as "
        "a 7.": (0.83, 8 / 22, 0.8, 0.5),
    },
    parts={
        "accuracy": {
            "accuracy is the mean of the three rows' shares. But the rows have different numbers "
            "of images: divide the diagonal's sum by the number of all images.": (
                (45 / 50 + 30 / 40 + 8 / 10) / 3
            ),
            "accuracy is the share of mistakes. Take the diagonal.": 0.17,
            "accuracy is a percentage. Write it as a share, from 0 to 1.": 83,
        },
        "found": {
            "found is about the true sevens, so stay in their row.": 8 / 22,
            "found is divided by all images. Divide by the number of true sevens.": 0.08,
            "found is the share of sevens that were missed.": 0.2,
        },
        "trusted": {
            "trusted is about all that is read as a 7, so stay in this column.": 0.8,
            "trusted is divided by all images. Divide by all that is read as a 7.": 0.08,
            "trusted is the share of false alarms.": 14 / 22,
            "trusted is divided by the false alarms alone. All 22 that are read as a 7 count.": (
                8 / 14
            ),
        },
        "always_1": {
            "always_1 is right for all true ones: count their row, and not only its 45.": 0.45,
            "always_1 is right for the true ones. The column holds what this network reads as a "
            "1.": 0.47,
            "always_1 is not 1/3: the three digits are not equally frequent.": 1 / 3,
            "always_1 is right for every true 1, but wrong for all other images.": 1,
        },
    },
    praise="83 % are right, and still most of what it calls a 7 is none: sevens are rare here.",
    hints=(
        "The sum of a row is the number of images of that digit. The sum of a column is the number "
        "of images that are read as that digit. The diagonal is right.",
        "found: of the row of the 7, what share is on the diagonal? trusted: the same for its "
        "column.",
        "always_1: such a reader is right for every true 1 and for nothing else. Of all 100 "
        "images, how many are true ones?",
    ),
    looks={
        "accuracy": _share("the diagonal is correctly classified; divide its sum by all images"),
        "found": _share("only the row of the 7 matters; which part of it is read as a 7?"),
        "trusted": _share("only the column of the 7 matters; which part of it is true sevens?"),
        "always_1": _share("how many of the 100 images are true ones? Add up their row"),
    },
    tolerance=0.006,
)


# 08: estimates

ESTIMATES = on_paper(
    name="estimates",
    notebook="08",
    statement="four estimates about 784-300-100-10 and its training, each to within 8.",
    right={"thousands": 266.61, "first": 88.3, "updates": 600.0, "misread": 180.0},
    mistakes={},
    parts={
        "thousands": {
            "thousands is asked in thousands of parameters.": 266_610,
            "thousands has the first layer only. There are three.": 235.5,
            "thousands is the number of neurons and pixels. Count the weights between them.": 1194,
            "thousands is the product of all sizes. Only neighbouring layers are connected.": (
                235_200
            ),
        },
        "first": {
            "first is asked in per cent.": 0.883,
            "first is the share of the other two layers.": 11.7,
            "first is a third, as if all layers were equal. The first has 784 · 300 weights, the "
            "second 300 · 100.": 100 / 3,
            "first is the share of the pixels among all neurons. Count weights.": 65.7,
            "first is in thousands of weights. The share in per cent is asked for.": 235.5,
        },
        "updates": {
            "updates is the number of images. Each update takes a batch of 100 of them.": 60_000,
            "updates is the size of a batch. How many batches are there?": 100,
            "updates is for the full batch, one for all images. Here a batch has 100.": 1,
            "updates is the product. Divide the images by the size of a batch.": 6_000_000,
            "updates is too small by a factor of ten: 600 · 100 = 60,000.": 60,
        },
        "misread": {
            "misread is the number that is read correctly. The others are asked for.": 9_820,
            "misread is too small by a factor of ten: 1 % of 10,000 is 100.": 18,
            "misread is too large by a factor of ten: 1 % of 10,000 is 100.": 1_800,
            "misread is a share, or a percentage. How many of 10,000 is that?": 1.8,
        },
    },
    praise="Nearly all of such a network is its first layer.",
    hints=(
        "Round first: 784 is nearly 800. Between two layers there is a weight for each pair.",
        "The layers have about 800 · 300, 300 · 100 and 100 · 10 weights. The biases are too few "
        "to matter here.",
        "first: the first layer divided by all three. updates: 60,000 images divided by 100. "
        "misread: 100 % − 98.2 % of 10,000.",
    ),
    looks={
        "thousands": "784 · 300 alone is about 235 thousand, and 300 · 100 is 30 thousand",
        "first": "which share of 266 thousand is 235 thousand?",
        "updates": "how often does 100 go into 60,000?",
        "misread": "100 % − 98.2 % is 1.8 %, and 1 % of 10,000 is 100",
    },
    tolerance=8,
)
