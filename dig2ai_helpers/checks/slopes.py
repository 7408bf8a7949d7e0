"""Exercises of notebook 04: backpropagation."""

import numpy as np

from .. import functions
from . import worked
from .cases import HUGE, ORDINARY, fresh_scores
from .compare import UnreadableError, array_of
from .exercise import Exercise, on_paper
from .losses import COLUMN_SHIFT, SHIFTS, column_max, row_max, softmax_with

# 1: the other label, by hand

_P = np.array([0.7310586, 0.2689414])
_W2 = np.array([[0.4, -0.2], [0.3, 0.6]])
_DELTA2 = _P - [1, 0]
_DW2 = np.array([2.5 * _DELTA2, [0, 0]])
_ON = np.array([1, 0])
_DELTA1 = _W2 @ _DELTA2 * _ON
_OLD = _P - [0, 1]  # for the label 1


def _dW2(delta2, a1=(2.5, 0)):
    return np.outer(a1, delta2)


def _has_dots(answer):
    """Whether a `...` stands in a list, or in a list of lists."""
    rows = answer if isinstance(answer, (list, tuple)) else ()
    leaves = [leaf for row in rows for leaf in (row if isinstance(row, (list, tuple)) else (row,))]
    return any(leaf is ... for leaf in leaves)


def _laid_out(answers):
    """The three answers as they are; but say what is wrong with their shape or their start."""
    if len(answers) != 3:
        return answers
    arrays = []
    asked = {"delta2": "two numbers", "dW2": "two rows of two numbers", "delta1": "two numbers"}
    for (name, what), answer in zip(asked.items(), answers, strict=True):
        if _has_dots(answer):
            raise UnreadableError(f"in {name}, some of the numbers are still `...`.")
        array = array_of(answer, f"`{name}`")
        shape = (2, 2) if name == "dW2" else (2,)
        if array.squeeze().shape != shape:
            has = f"has the shape {array.shape}" if array.ndim else "is a single number"
            point = (
                " (Decimals need a point: 0,5 are two numbers.)"
                if array.size > np.prod(shape)
                else ""
            )
            raise UnreadableError(f"{name} {has}, but {what} are asked for.{point}")
        arrays.append(array.squeeze())
    _begin_with_delta2(*arrays)
    return answers


def _begin_with_delta2(delta2, dW2, delta1):
    """Say so if only delta2 is wrong, and the others follow from it."""
    if np.allclose(delta2, [-0.3, 0.3]):
        raise UnreadableError("delta2 is right up to rounding, but two decimals are asked for.")
    known = [_DELTA2, -_DELTA2, _P, _OLD]
    if any(np.allclose(delta2, each, atol=0.0084) for each in known):
        return
    follows = [_dW2(delta2), _W2 @ delta2 * _ON]
    if all(np.allclose(*pair, atol=0.0084) for pair in zip((dW2, delta1), follows, strict=True)):
        raise UnreadableError(
            "begin with delta2, the others follow from it: it is p − y, with y = (1, 0)."
        )


_LABEL_1 = "for the label 1. Which of the two probabilities loses its 1 now?"

BY_HAND = on_paper(
    name="by_hand",
    notebook="04",
    statement="the backward pass of the 2-2-2 network for the label 0, two decimals.",
    right={"delta2": _DELTA2, "dW2": _DW2, "delta1": _DELTA1},
    mistakes={
        "these are the numbers of the comments. They only show the form: compute your own.": (
            [0.1, 0.2],
            [[0.1, 0.2], [0.3, 0.4]],
            [0.1, 0.2],
        ),
        f"these are the numbers {_LABEL_1}": (_OLD, _dW2(_OLD), _W2 @ _OLD * _ON),
        "every number has the wrong sign: delta2 is p − y, not y − p.": (-_DELTA2, -_DW2, -_DELTA1),
    },
    parts={
        "delta2": {
            f"delta2 is the one {_LABEL_1}": _OLD,
            "delta2 has the wrong sign: it is p − y, not y − p.": -_DELTA2,
            "your delta2 is p itself. Subtract y, which has a 1 at the label.": _P,
        },
        "dW2": {
            "in dW2, neuron 1 is off and sends 0. By how much can a weight that carries its 0 "
            "change the scores?": _dW2(_DELTA2, (2.5, -0.5)),
            "dW2 is transposed: it has a row for each neuron, and a column for each score.": _DW2.T,
            "in dW2, the activation is missing: each number is what comes in (2.5 or 0) times "
            "delta2.": np.array([_DELTA2, [0, 0]]),
            "the rows of dW2 are swapped: neuron 0 sends 2.5, and neuron 1 sends 0.": _DW2[::-1],
            "dW2 has the wrong sign.": -_DW2,
            "in dW2, delta2 is multiplied by the inputs x. These weights get a1 = (2.5, 0).": (
                _dW2(_DELTA2, (1, 0.5))
            ),
            "dW2 is divided by 2. There is one image only, so the mean divides by 1.": _DW2 / 2,
            "in dW2, delta2 was rounded too early: two decimals, −0.27 and 0.27.": (
                _dW2([-0.3, 0.3])
            ),
            f"dW2 is the one {_LABEL_1}": _dW2(_OLD),
            "in dW2, both rows are the same. But neuron 1 sends 0, not 2.5.": (
                np.array([_DW2[0], _DW2[0]])
            ),
        },
        "delta1": {
            "in delta1, something passes a neuron that is off. What is the slope of ReLU where "
            "z1 is negative?": _W2 @ _DELTA2,
            "for delta1 you used a column of W2. The weights that leave a neuron are a row of "
            "W2.": _DELTA2 @ _W2 * _ON,
            "for delta1 you used columns of W2, and neuron 1 is off: it passes nothing.": (
                _DELTA2 @ _W2
            ),
            "in delta1 the wrong neuron is off: z1 is negative for neuron 1.": (
                _W2 @ _DELTA2 * [0, 1]
            ),
            "delta1 has the wrong sign.": -_DELTA1,
            "in delta1 a sign is lost: the weight from neuron 0 to score 1 is −0.2.": (
                np.array([[0.4, 0.2], [0.3, 0.6]]) @ _DELTA2 * _ON
            ),
            "for delta1 you took W1. The way back from the scores leads through W2.": (
                np.array([2 * _DELTA2[0], 0])
            ),
            "delta1 is 0. ReLU was applied to delta1 itself, but what counts is whether the neuron "
            "was on: z1 > 0.": np.zeros(2),
            "delta1 is right up to rounding, but two decimals are asked for.": [-0.2, 0],
            "delta1 is multiplied by the activation 2.5. The slope of ReLU is 1 there.": (
                2.5 * _DELTA1
            ),
            f"delta1 is the one {_LABEL_1}": _W2 @ _OLD * _ON,
        },
    },
    praise="With the other label, delta2 is p − (1, 0): each number has changed its sign "
    "and become smaller, and so has everything that follows from it.",
    hints=(
        "The label is 0 now, so y = (1, 0). delta2 is p − y.",
        "dW2: the number in row j and column k is activation j times delta2 of score k. "
        "a1 = (2.5, 0).",
        "delta1: for each neuron, multiply its row of W2 by delta2 and add up. Then multiply by "
        "the slope of ReLU, which is 1 for a neuron that is on and 0 for one that is off.",
    ),
    looks={
        "delta2": "it is p − y, with y = (1, 0)",
        "dW2": "row j, column k is a1[j] · delta2[k], with a1 = (2.5, 0)",
        "delta1": "for each neuron, its row of W2 times delta2, number by number, and added up; "
        "then times the slope of ReLU",
    },
    like=_laid_out,
    tolerance=0.0084,  # two decimals, also where the numbers before were rounded to two
)


# 2: the gradient of the loss with respect to the scores


def _delta(scores, labels):
    return functions.softmax_cross_entropy(scores, labels)[1]


def _y(scores, labels):
    return np.eye(scores.shape[1])[labels]


def _from_p(formula):
    """A mistake that is made after a right softmax: a formula with p, y and the labels."""

    def mistaken(scores, labels):
        return formula(functions.softmax(scores), _y(scores, labels), labels)

    return mistaken


def _in_row_0(p):
    return (np.arange(len(p)) == 0)[:, None]


def _subtract_rows(scores, labels):
    delta = functions.softmax(scores)
    delta[labels] -= 1
    return delta / len(labels)


def _subtract_rows_in_a_loop(scores, labels):
    delta = functions.softmax(scores)
    for label in labels:
        delta[label] -= 1
    return delta / len(labels)


def _subtract_rows_of_a_list(scores, labels):
    delta = functions.softmax(scores)
    delta[np.array([np.arange(len(labels)), labels])] -= 1
    return delta / len(labels)


def _subtract_too_few(scores, labels):
    delta = functions.softmax(scores)
    delta[np.arange(len(labels) - 1), labels] -= 1
    return delta / len(labels)


def _subtract_swapped(scores, labels):
    delta = functions.softmax(scores)
    delta[labels, np.arange(len(labels))] -= 1
    return delta / len(labels)


def _divided_in_the_loop(scores, labels):
    delta = functions.softmax(scores)
    for i, label in enumerate(labels):
        delta[i, label] -= 1
        delta = delta / len(labels)
    return delta


def _with_softmax(softmax):
    """A mistake in softmax; the rest is right."""
    return lambda scores, labels: (softmax(scores) - _y(scores, labels)) / len(labels)


DELTA = Exercise(
    name="delta",
    notebook="04",
    statement="dL/dscores (n, classes) from scores (n, classes) and labels (n,).",
    right=lambda scores, labels: _delta(scores, labels),
    mistakes={
        "p − y is right, but the loss is a mean over the batch. Where is the 1/n?": (
            _from_p(lambda p, y, labels: p - y)
        ),
        "the sign is wrong. If the score of the label rises, the loss falls, so delta must be "
        "negative there.": _from_p(lambda p, y, labels: (y - p) / len(p)),
        "the sign is wrong, and the 1/n of the mean over the batch is missing.": (
            _from_p(lambda p, y, labels: y - p)
        ),
        "the labels are not used. Subtract 1 from p at the label.": (
            _from_p(lambda p, y, labels: p / len(p))
        ),
        "these are the probabilities. Subtract the one-hot labels, and divide by n.": (
            _from_p(lambda p, y, labels: p)
        ),
        "you divided by the number of all scores. The loss is a mean over the images: divide by "
        "n alone.": _from_p(lambda p, y, labels: (p - y) / p.size),
        "you divided by the number of classes. The loss is a mean over the images: divide by n.": (
            _from_p(lambda p, y, labels: (p - y) / p.shape[1])
        ),
        "you divide by n inside the loop, once for each image. Divide once, after the loop.": (
            _divided_in_the_loop
        ),
        "you divided by n twice.": _from_p(lambda p, y, labels: (p - y) / len(p) ** 2),
        "1 is added at the label. Subtract it.": _from_p(lambda p, y, labels: (p + y) / len(p)),
        "only p is divided by n. The mean is over p − y as a whole.": (
            _from_p(lambda p, y, labels: p / len(p) - y)
        ),
        "only y is divided by n. The mean is over p − y as a whole.": (
            _from_p(lambda p, y, labels: p - y / len(p))
        ),
        "[:, labels] means all of these columns in every row. You need one element in each row: "
        "[np.arange(len(labels)), labels].": _from_p(
            lambda p, y, labels: (p - y.max(axis=0)) / len(p)
        ),
        "there are two mistakes. [:, labels] means all of these columns in every row: you need one "
        "place in each row, [np.arange(len(labels)), labels]. And the loss is a mean: where is the "
        "1/n?": (_from_p(lambda p, y, labels: p - y.max(axis=0))),
        "the labels themselves are subtracted. Turn them into one-hot rows first.": (
            _from_p(lambda p, y, labels: (p - labels[:, None]) / len(p))
        ),
        "the one-hot labels are subtracted from the scores. Softmax comes first.": (
            lambda scores, labels: (scores - _y(scores, labels)) / len(labels),
            lambda scores, labels: scores - _y(scores, labels),
        ),
        "your probabilities sum to 1 in each column. They should in each row: look at the axis "
        "of the sum in softmax.": (
            *(
                _with_softmax(softmax_with(shift, lambda powers: powers.sum(axis=0)))
                for shift in (row_max, np.max, column_max)
            ),
        ),
        "your probabilities sum to 1 over the whole batch. Each row should sum to 1: give the "
        "sum in softmax an axis.": _with_softmax(softmax_with(total=np.sum)),
        "the number of classes is fixed. There may be any number: it is scores.shape[1].": (
            lambda scores, labels: (functions.softmax(scores) - np.eye(3)[labels]) / len(labels),
            lambda scores, labels: (functions.softmax(scores) - np.eye(10)[labels]) / len(labels),
        ),
        "the number of classes is taken from the labels, but the last class may be missing from "
        "them. It is scores.shape[1].": lambda scores, labels: (
            (functions.softmax(scores) - np.eye(labels.max() + 1)[labels]) / len(labels)
        ),
        COLUMN_SHIFT: _with_softmax(softmax_with(column_max)),
        **{hint: _with_softmax(softmax_with(shift)) for hint, shift in SHIFTS.items()},
        "at the label, p is replaced by −1. Subtract 1 from it: `-=`.": (
            _from_p(lambda p, y, labels: (p * (1 - y) - y) / len(p))
        ),
        "an index alone selects a whole row. You need one place in each row: "
        "[np.arange(len(labels)), labels].": (
            _subtract_rows,
            _subtract_rows_in_a_loop,
            _subtract_rows_of_a_list,
        ),
        "the last image is left out: arange(len(labels)) already ends with the last one.": (
            _subtract_too_few
        ),
        "the two indices are swapped. First the row, then the column: [np.arange(len(labels)), "
        "labels].": (_subtract_swapped),
        "this is the mean over the images. Each image keeps its row: only divide by n.": (
            _from_p(lambda p, y, labels: (p - y).mean(axis=0)),
            _from_p(lambda p, y, labels: (p - y).mean(axis=0, keepdims=True)),
        ),
        "this is the mean of everything. Each score keeps its own number: only divide by n.": (
            _from_p(lambda p, y, labels: (p - y).mean())
        ),
        "1 is subtracted in the first row only, but every row needs it: [np.arange(len(labels)), "
        "labels], and the `return` after the loop.": (
            _from_p(lambda p, y, labels: (p - y * _in_row_0(p)) / len(p)),
            _from_p(lambda p, y, labels: (p - y.max(axis=0) * _in_row_0(p)) / len(p)),
        ),
        "it is always divided by 2. Divide by the number of images, n.": (
            _from_p(lambda p, y, labels: (p - y) / 2)
        ),
        "this is p (1 − p), a slope of softmax alone. With the loss it becomes p − y.": (
            _from_p(lambda p, y, labels: p * (1 - p) / len(p)),
            _from_p(lambda p, y, labels: p * (1 - p)),
        ),
        "only the label has a slope here. The other scores have one, too: p.": (
            _from_p(lambda p, y, labels: y * (p - 1) / len(p))
        ),
        "you multiplied by n. Divide by it.": _from_p(lambda p, y, labels: (p - y) * len(p)),
        "this is the loss itself. Its slope is asked for, with a number for each score.": (
            lambda scores, labels: functions.softmax_cross_entropy(scores, labels)[0]
        ),
        "this is the slope for p, −1/p. The slope for the scores is simpler: p − y.": (
            _from_p(lambda p, y, labels: -y / p / len(p)),
            _from_p(lambda p, y, labels: -y / p),
        ),
        "the exponential is missing: p is softmax of the scores, not the scores over their sum.": (
            lambda scores, labels: (
                (scores / scores.sum(axis=1, keepdims=True) - _y(scores, labels)) / len(labels)
            )
        ),
        "y is divided by n twice: subtract 1, and then divide everything by n once.": (
            _from_p(lambda p, y, labels: (p - y / len(p)) / len(p))
        ),
        "the numbers are cut to whole ones: `//` is not `/`.": (
            _from_p(lambda p, y, labels: (p - y) // len(p))
        ),
        "1 is subtracted everywhere. Subtract it at the label only.": (
            _from_p(lambda p, y, labels: (p - 1) / len(p))
        ),
        "the logarithm belongs to the loss. Its slope is p − y, without one.": (
            _from_p(lambda p, y, labels: (np.log(p) - y) / len(p))
        ),
    },
    worked=worked.delta,
    praise="Each row sums to zero: the score of the label is pushed up, the others down.",
    given="""
def my_delta(scores, labels):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    delta = powers / powers.sum(axis=1, keepdims=True)
    delta[:, labels] -= 1
    return delta
""",
    of_given="your colleague's function is still as it was, and it has two mistakes. Any single "
    "image is right. With `hint=True` you get a hint.",
    hints=(
        "The first two lines are right: softmax. Try two images with different labels. Each row "
        "of delta should sum to 0: do yours?",
        "`delta[:, labels]` means all of these columns in every row. You need one place in each "
        "row: delta[np.arange(len(labels)), labels].",
        "The loss is the mean over the n images. Where is the 1/n? Divide the whole array by "
        "n = len(labels).",
    ),
    cases=ORDINARY,
    extreme=HUGE,
    not_finite="ordinary scores are right, but for a score of 900 an exponential becomes "
    "infinite, or a probability that you divide by becomes 0. What can you subtract from all "
    "scores of a row first? And p − y divides by none.",
    fresh=fresh_scores,
)


# 3 and 4: the way back through a layer. In the last case all matrices are square: so a missing
# transpose gives numbers instead of an error, and can be recognised.

LAYERS = [
    (
        np.array([[0.8, -0.5]]),
        np.array([[0.4, -0.2, 0.9], [0.3, 0.6, -0.5]]),
        np.array([[0.2, -0.3, 0.1]]),
    ),
    (
        np.array([[0.8, -0.5, 1.5], [1.2, 0.3, -0.7]]),
        np.array([[0.4, -0.2, 0.9, 1.1], [0.3, 0.6, -0.5, -1.4], [-0.8, 0.15, 0.7, 0.35]]),
        np.array([[0.2, -0.3, 0.1, 0.45], [-0.4, 0.05, 0.3, -0.15]]),
    ),
    (
        np.array([[-0.6, 0.9], [2.0, 0.4], [0.7, -1.1], [1.3, 0.25]]),
        np.array([[1.0, -1.0, 0.6], [2.0, 0.5, -0.3]]),
        np.array([[0.3, -0.35, 0.2], [-0.1, 0.15, 0.4], [0.25, -0.2, 0.55], [0.05, 0.6, -0.45]]),
    ),
    (
        np.array([[0.8, -0.5, 1.5], [1.2, 0.3, -0.7], [-0.9, 0.65, 0.4]]),
        np.array([[0.45, -0.2, 0.9], [0.3, 0.6, -0.55], [-0.8, 0.1, 0.7]]),
        np.array([[0.2, -0.3, 0.1], [-0.4, 0.15, 0.35], [0.25, 0.5, -0.6]]),
    ),
]


def _fresh_layer(rng):
    n, fan_in, fan_out = rng.permutation(np.arange(2, 8))[:3]
    return (
        rng.normal(size=(n, fan_in)),
        rng.normal(size=(fan_in, fan_out)),
        rng.normal(size=(n, fan_out)),
    )


def _relu_layer(z_below, W, delta):
    a = functions.relu(z_below)
    return a.T @ delta, delta.sum(axis=0), (delta @ W.T) * (z_below > 0)


def _weights(formula):
    return lambda z_below, W, delta: formula(functions.relu(z_below), z_below, delta)


def _biases(formula):
    return lambda z_below, W, delta: formula(delta)


def _below(slope, down=lambda delta, W: delta @ W.T):
    return lambda z_below, W, delta: down(delta, W) * slope(z_below)


def _untransposed(delta, W):
    return delta @ W


LAYER_BACKWARD = Exercise(
    name="layer_backward",
    notebook="04",
    statement="dW, db and delta_below of a layer, from (z_below, W, delta), with ReLU below it.",
    right=_relu_layer,
    results=("dW", "db", "delta_below"),
    mistakes={
        "dW and db are divided by n once more. The 1/n of the mean is already in delta.": (
            lambda z_below, W, delta: (
                functions.relu(z_below).T @ delta / len(delta),
                delta.mean(axis=0),
                _relu_layer(z_below, W, delta)[2],
            )
        ),
        "all three are multiplied by n. The sums over the images are enough.": (
            lambda z_below, W, delta: tuple(
                len(delta) * part for part in _relu_layer(z_below, W, delta)
            )
        ),
        "all three are divided by n once more. The 1/n of the mean is already in delta.": (
            lambda z_below, W, delta: tuple(
                part / len(delta) for part in _relu_layer(z_below, W, delta)
            )
        ),
        "the three results are in the wrong order: dW, db, delta_below.": (
            lambda *case: tuple(_relu_layer(*case)[place] for place in (1, 0, 2)),
            lambda *case: tuple(_relu_layer(*case)[place] for place in (2, 0, 1)),
            lambda *case: tuple(_relu_layer(*case)[place] for place in (2, 1, 0)),
        ),
    },
    parts={
        "dW": {
            "dW is transposed: it must have the shape of W, (fan_in, fan_out).": (
                _weights(lambda a, z, delta: delta.T @ a)
            ),
            "dW is computed with z_below. But W was multiplied by a = relu(z_below).": (
                _weights(lambda a, z, delta: z.T @ delta)
            ),
            "dW is divided by n once more. The 1/n of the mean is already in delta.": (
                _weights(lambda a, z, delta: a.T @ delta / len(delta))
            ),
            "dW is computed with the slope of ReLU, 1 or 0. W was multiplied by a itself.": (
                _weights(lambda a, z, delta: (z > 0).T @ delta)
            ),
            "in dW the transpose is missing: sum over the images, a.T @ delta.": (
                _weights(lambda a, z, delta: a @ delta)
            ),
        },
        "db": {
            "db is a mean over the images. It is a sum: the 1/n is already in delta.": (
                _biases(lambda delta: delta.mean(axis=0))
            ),
            "db has one number for each image. There is one bias for each neuron: look at the "
            "axis of the sum.": _biases(lambda delta: delta.sum(axis=1)),
            "db is a single number. Each neuron has a bias of its own: which axis counts the "
            "images?": _biases(lambda delta: delta.sum()),
            "db still has a row for each image. All images share one bias, so add up over the "
            "images.": _biases(lambda delta: delta),
            "db has the first image only. Add up over all images: delta.sum(axis=0).": (
                _biases(lambda delta: delta[0])
            ),
            "db is multiplied by n. The sum over the images is enough.": (
                _biases(lambda delta: delta.sum(axis=0) * len(delta))
            ),
            "db should have the shape of b, (fan_out,), without keepdims.": (
                _biases(lambda delta: delta.sum(axis=0, keepdims=True))
            ),
        },
        "delta_below": {
            "in delta_below the transpose of W is missing. Over which index do you have to sum?": (
                _below(functions.relu_slope, _untransposed)
            ),
            "in delta_below the slope of ReLU is missing, or it is 1 everywhere. (a >= 0 is "
            "always true; z_below > 0 is not.)": _below(np.ones_like),
            "in delta_below the transpose of W and the slope of ReLU are missing.": (
                _below(np.ones_like, _untransposed)
            ),
            "delta_below is multiplied by relu(z_below). Multiply it by the slope of ReLU, which "
            "is 1 or 0.": _below(functions.relu),
            "delta_below is multiplied by z_below. Multiply it by the slope of ReLU, which is 1 "
            "or 0.": _below(lambda z: z),
            "for delta_below, z_below is compared with 1. ReLU bends at 0.": (
                _below(lambda z: z > 1)
            ),
            "for delta_below, W comes first. Each row of delta is an image: delta @ W.T.": (
                lambda z_below, W, delta: (W @ delta.T) * (z_below > 0)
            ),
            "delta_below is transposed: it must have the shape of z_below.": (
                lambda z_below, W, delta: _relu_layer(z_below, W, delta)[2].T
            ),
            "for delta_below, the sign of delta decides. What counts is the sign of z_below.": (
                lambda z_below, W, delta: functions.relu(delta) @ W.T
            ),
            "delta_below is 0 where ReLU is on, and passes where it is off.": (
                _below(lambda z: z <= 0)
            ),
            "ReLU is applied to delta_below itself. What counts is the sign of z_below.": (
                lambda z_below, W, delta: functions.relu(delta @ W.T)
            ),
            "delta_below is divided by n once more. The 1/n of the mean is already in delta.": (
                lambda z_below, W, delta: _relu_layer(z_below, W, delta)[2] / len(delta)
            ),
        },
    },
    worked=worked.layer_backward,
    praise="Repeat these three lines for each layer, and you have the whole backward pass.",
    given="""
def my_layer_backward(z_below, W, delta):
    a_below = np.maximum(z_below, 0)
    dW = a_below.T @ delta
    db = delta.mean(axis=0)
    delta_below = (delta @ W.T) * (a_below >= 0)
    return dW, db, delta_below
""",
    of_given="your colleague's function is still as it was, and it has two mistakes. dW is right, "
    "db and delta_below are not. With `hint=True` you get a hint.",
    hints=(
        "Look at the lines of db and delta_below. Where is the 1/n of the mean loss already? And "
        "which neurons should pass nothing back?",
        "db is a mean over the images. It should be a sum: the 1/n is already in delta.",
        "After ReLU nothing is below 0, so `a_below >= 0` is always true. The slope of ReLU is 1 "
        "where z_below > 0 and 0 elsewhere: multiply delta @ W.T by that.",
    ),
    cases=LAYERS,
    fresh=_fresh_layer,
)


def _delta_alone(value):
    """The result as it is; but say what several results mean."""
    parts = value if isinstance(value, tuple) else ()
    if len({part.shape for part in parts if isinstance(part, np.ndarray)}) > 1:
        raise UnreadableError("these are several results, but here only delta counts.")
    return value


def _tanh_layer(slope=functions.tanh_slope, down=lambda delta, W: delta @ W.T):
    return lambda z, W_above, delta_above: down(delta_above, W_above) * slope(z)


TANH_BACKWARD = Exercise(
    name="tanh_backward",
    notebook="04",
    statement="delta (n, neurons) of a tanh layer, from (z, W_above, delta_above).",
    right=lambda z, W_above, delta_above: _tanh_layer()(z, W_above, delta_above),
    mistakes={
        "the slope is taken at a = tanh(z), but it belongs at z. Is tanh applied twice?": (
            _tanh_layer(lambda z: functions.tanh_slope(np.tanh(z)))
        ),
        "this is 1 − z². The slope is 1 − a², and a is tanh(z).": _tanh_layer(lambda z: 1 - z**2),
        "this is 1 − a. The slope is 1 − a², with a square.": _tanh_layer(lambda z: 1 - np.tanh(z)),
        "this is a times the slope. The slope alone is 1 − a².": (
            _tanh_layer(lambda z: np.tanh(z) * functions.tanh_slope(z))
        ),
        "this is 1/cosh z. The slope is its square, and that is 1 − a².": (
            _tanh_layer(lambda z: 1 / np.cosh(z))
        ),
        "this is 1 − 2a. The slope is 1 − a², with a square.": (
            _tanh_layer(lambda z: 1 - 2 * np.tanh(z))
        ),
        "this is 1 + a². The slope is 1 − a².": _tanh_layer(lambda z: 1 + np.tanh(z) ** 2),
        "this is (1 − a)². The slope is 1 − a².": _tanh_layer(lambda z: (1 - np.tanh(z)) ** 2),
        "this is a². The slope is 1 − a².": _tanh_layer(lambda z: np.tanh(z) ** 2),
        "everything has the wrong sign: the slope is 1 − a², and there is no other minus.": (
            _tanh_layer(lambda z: np.tanh(z) ** 2 - 1)
        ),
        "a (1 − a) is the slope of the sigmoid. That of tanh is 1 − a².": (
            _tanh_layer(lambda z: np.tanh(z) * (1 - np.tanh(z))),
            _tanh_layer(functions.sigmoid_slope),
        ),
        "this is the slope of ReLU, 1 or 0. That of tanh is 1 − a².": (
            _tanh_layer(functions.relu_slope)
        ),
        "you multiplied by tanh(z). Multiply by the slope of tanh, 1 − a².": _tanh_layer(np.tanh),
        "the slope of tanh is missing. This is dL/da, but delta is dL/dz.": (
            _tanh_layer(np.ones_like)
        ),
        "the transpose of W_above is missing. Over which index do you have to sum?": (
            _tanh_layer(down=_untransposed)
        ),
        "this is divided by n once more. The 1/n of the mean is already in delta_above.": (
            lambda z, W, delta: _tanh_layer()(z, W, delta) / len(z)
        ),
        "the square is taken too early: tanh(z²) is not tanh(z)².": (
            _tanh_layer(lambda z: 1 - np.tanh(z**2))
        ),
        "this is the slope alone. Multiply delta_above @ W_above.T by it.": (
            lambda z, W, delta: 1 - np.tanh(z) ** 2
        ),
        "the slope is taken at delta_above. It belongs at z, after the product with W_above.T.": (
            lambda z, W, delta: (delta * functions.tanh_slope(delta)) @ W.T
        ),
        "the slope is taken at delta_above @ W_above.T. It belongs at z.": (
            lambda z, W, delta: (delta @ W.T) * functions.tanh_slope(delta @ W.T)
        ),
        "brackets are missing: 1 − a² as a whole is the factor.": (
            lambda z, W, delta: delta @ W.T - np.tanh(z) ** 2
        ),
        "the images are averaged or added up. Each keeps a row of its own.": (
            lambda z, W, delta: _tanh_layer()(z, W, delta).mean(axis=0),
            lambda z, W, delta: _tanh_layer()(z, W, delta).sum(axis=0),
        ),
        "only the first image is computed. Is there a [0], or a `return` in a loop?": (
            lambda z, W, delta: _tanh_layer()(z, W, delta)[0]
        ),
        "this is dW, the slope with respect to the weights. delta_above @ W_above.T is what comes "
        "down to a.": lambda z, W, delta: np.tanh(z).T @ delta,
        "the slope is applied twice.": (_tanh_layer(lambda z: functions.tanh_slope(z) ** 2)),
        "tan is another function. You need tanh.": _tanh_layer(lambda z: 1 - np.tan(z) ** 2),
        "you divided by the slope. Multiply by it.": (
            _tanh_layer(lambda z: 1 / functions.tanh_slope(z))
        ),
        "delta_above is not used. It comes down through the weights: delta_above @ W_above.T.": (
            lambda z, W, delta: functions.tanh_slope(z) @ W
        ),
        "tanh is applied to the weights. It belongs to z alone.": (
            lambda z, W, delta: _tanh_layer()(z, np.tanh(W), delta)
        ),
        "the whole product is squared. Only a is: 1 − a².": (
            lambda z, W, delta: ((delta @ W.T) * (1 - np.tanh(z))) ** 2
        ),
    },
    worked=worked.tanh_backward,
    praise="It is the same line as for ReLU. Only the slope is new.",
    hints=(
        "With ReLU, delta is (delta_above @ W_above.T) times the slope of ReLU at z. Only the "
        "slope changes.",
        "The slope of tanh at z is 1 − a², where a = tanh(z).",
        "Compute a = np.tanh(z). Then multiply delta_above @ W_above.T by 1 - a**2, element by "
        "element.",
    ),
    cases=LAYERS,
    extreme=[(np.array([[0.8, 900.0], [-900.0, 0.3]]), *LAYERS[2][1:2], LAYERS[2][2][:2])],
    not_finite="ordinary z are right, but for z = 900 a power of e becomes infinite. np.tanh knows "
    "how to avoid that.",
    fresh=_fresh_layer,
    like=_delta_alone,
)
