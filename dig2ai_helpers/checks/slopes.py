"""Exercises of notebook 04: backpropagation."""

import numpy as np

from .. import functions
from .compare import CONFIDENT, ORDINARY, compare, compare_stages
from .losses import _from_softmax

# Layers for the way back: what the layer below computed, weights, delta. They are square, so
# that a missing transpose is found by its numbers.
LAYERS = [
    (
        np.array([[0.8, -0.5, 1.5], [1.2, 0.3, -0.7]]),
        np.array([[0.4, -0.2, 0.9], [0.3, 0.6, -0.5], [-0.8, 0.1, 0.7]]),
        np.array([[0.2, -0.3, 0.1], [-0.4, 0.1, 0.3]]),
    ),
    (
        np.array([[-0.6, 0.9], [2.0, 0.4], [0.7, -1.1]]),
        np.array([[1.0, -1.0], [2.0, 1.0]]),
        np.array([[0.3, -0.3], [-0.1, 0.1], [0.25, -0.25]]),
    ),
]


def check_by_hand(delta2, dW2, delta1):
    """Notebook 04: the way back through the 2-2-2 network for the label 0, two decimals."""
    p, hidden = np.array([[0.7310586, 0.2689414]]), np.array([[2.5, 0.0]])
    W2 = np.array([[0.4, -0.2], [0.3, 0.6]])
    on = hidden > 0

    def rounded(delta2, delta1, a1=hidden):
        parts = delta2, a1.T @ delta2, delta1
        return [np.round(part, 2).ravel() for part in parts]

    delta = p - [[1, 0]]
    old = p - [[0, 1]]
    mistakes = {
        "those are the numbers for the label 1. Which of the two probabilities loses its 1 now?": (
            rounded(old, old @ W2.T * on)
        ),
        "every number has the wrong sign: delta2 is p - y, and not y - p.": (
            rounded(-delta, -delta @ W2.T * on)
        ),
        "delta2 and dW2 are right, but in delta1 something passes a neuron that is off: what is "
        "ReLU's slope where z1 is negative?": rounded(delta, delta @ W2.T),
        "delta2 and dW2 are right. For delta1, slopes go back from a score to a neuron, along the "
        "weights that leave this neuron: a row of W2, not a column.": (
            rounded(delta, delta @ W2 * on)
        ),
        "delta2 and delta1 are right, but a neuron that is off says 0: by how much can a weight "
        "that carries its 0 change the scores?": (
            rounded(delta, delta @ W2.T * on, np.array([[2.5, -0.5]]))
        ),
    }

    def answer():
        parts = delta2, dW2, delta1
        if any(part is ... or part is None for part in parts):
            return ...
        return [np.round(np.asarray(part, dtype=float), 2).ravel() for part in parts]

    right = rounded(delta, delta @ W2.T * on)
    compare(
        answer,
        lambda: right,
        {hint: lambda value=value: value for hint, value in mistakes.items()},
        [()],
        "The push on the scores has turned round, and so has all that follows from it.",
    )


def check_delta(answer):
    """Notebook 04: dL/dscores (n, classes) from scores (n, classes) and labels (n,)."""

    def y(p, labels):
        return np.eye(p.shape[1])[labels]

    mistakes = {
        "p - y is there, but the loss is a mean over the batch, and that 1/n belongs to its "
        "slope, too.": lambda p, labels: p - y(p, labels),
        "the sign: raising the label's score must make the loss smaller, so its slope is "
        "negative.": lambda p, labels: (y(p, labels) - p) / len(labels),
        "the sign, and the 1/n of the mean over the batch.": lambda p, labels: y(p, labels) - p,
        "the labels have no say: at the label, 1 has to come off p.": (
            lambda p, labels: p / len(labels)
        ),
        "these are the probabilities themselves: take off the one-hot labels, and remember that "
        "the loss is a mean.": lambda p, labels: p,
        "it is divided by the number of all scores. The loss is a mean over the images: divide "
        "by n alone.": lambda p, labels: (p - y(p, labels)) / p.size,
        "it is divided by the number of classes. The loss is a mean over the images.": (
            lambda p, labels: (p - y(p, labels)) / p.shape[1]
        ),
        "[:, labels] takes 1 off all of these columns in every row. One place in each row is "
        "meant: [np.arange(n), labels].": (
            lambda p, labels: (p - y(p, labels).max(axis=0)) / len(labels)
        ),
        "the labels are taken off as if they were numbers to be hit. Turn them into one-hot rows "
        "first.": lambda p, labels: (p - labels[:, None]) / len(labels),
    }
    known = _from_softmax(mistakes)
    known["the one-hot labels are taken off the scores: softmax comes first."] = (
        lambda scores, labels: (scores - y(scores, labels)) / len(labels)
    )
    known["each column sums to zero instead of each row: look at the axis of softmax's sum."] = (
        lambda scores, labels: (functions.softmax(scores.T).T - y(scores, labels)) / len(labels)
    )
    overflow = {
        "ordinary scores come out right, but for a score of 900 the exponential becomes infinite: "
        "what may be taken off all scores of a row first?": lambda scores, labels: np.full(
            scores.shape, np.nan
        ),
    }

    def right(scores, labels):
        return functions.softmax_cross_entropy(scores, labels)[1]

    answer = _nan_everywhere_if_anywhere(answer)
    praise = "Each row sums to zero: what the label is pulled up, the others are pushed down."
    compare_stages(answer, right, [(ORDINARY, known), (CONFIDENT, overflow)], praise)


def _nan_everywhere_if_anywhere(function):
    """An overflow may spoil one row or all: make it look the same."""

    def uniform(*arguments):
        with np.errstate(all="ignore"):
            result = function(*arguments)
        if isinstance(result, np.ndarray) and not np.isfinite(result).all():
            return np.full(result.shape, np.nan)
        return result

    return uniform


def check_layer_backward(answer):
    """Notebook 04: dW, db and the delta below, from (z_below, W, delta) with ReLU between."""

    def backward(
        weights=lambda a, z, delta: a.T @ delta,
        biases=lambda delta: delta.sum(axis=0),
        down=lambda delta, W: delta @ W.T,
        slope=lambda z: z > 0,
    ):
        def layer(z_below, W, delta):
            a = np.maximum(z_below, 0)
            return weights(a, z_below, delta), biases(delta), down(delta, W) * slope(z_below)

        return layer

    mistakes = {
        "dW is transposed: its shape must be that of W, (fan_in, fan_out).": {
            "weights": lambda a, z, delta: delta.T @ a
        },
        "dW is made with z_below. The weights never met it: they were multiplied by "
        "a = relu(z_below).": {"weights": lambda a, z, delta: z.T @ delta},
        "dW is divided by n once more. The 1/n of the mean is already in delta.": {
            "weights": lambda a, z, delta: a.T @ delta / len(delta)
        },
        "db is a mean over the images. Their shares add up; the 1/n is already in delta.": {
            "biases": lambda delta: delta.mean(axis=0)
        },
        "dW and db are divided by n once more. The 1/n of the mean is already in delta.": {
            "weights": lambda a, z, delta: a.T @ delta / len(delta),
            "biases": lambda delta: delta.mean(axis=0),
        },
        "db has a number for each image, but there is one bias for each neuron: look at the axis "
        "of the sum.": {"biases": lambda delta: delta.sum(axis=1)},
        "db is one number for the whole layer, but each neuron has a bias of its own: which axis "
        "runs over the images?": {"biases": lambda delta: delta.sum()},
        "db still holds a row for each image: one bias serves them all, so their shares add up.": {
            "biases": lambda delta: delta
        },
        "delta_below is made with W in place of its transpose. Here W is square and its shape "
        "hides that: over which index must be summed?": {"down": lambda delta, W: delta @ W},
        "in delta_below ReLU's slope is missing, or it is 1 everywhere: a slope taken from a with "
        ">= 0 never stops anything.": {"slope": lambda z: 1},
        "delta_below is made with W in place of its transpose, and ReLU's slope is missing.": {
            "down": lambda delta, W: delta @ W,
            "slope": lambda z: 1,
        },
        "delta_below is multiplied by relu(z_below) itself. Its slope is wanted: 1 or 0.": {
            "slope": lambda z: np.maximum(z, 0)
        },
        "delta_below lets pass what ReLU stops, and stops what it lets pass.": {
            "slope": lambda z: z <= 0
        },
    }
    compare(
        answer,
        backward(),
        {hint: backward(**parts) for hint, parts in mistakes.items()},
        LAYERS,
        "These three lines, once for each layer, are the whole way back.",
    )


def check_tanh_backward(answer):
    """Notebook 04: the delta (n, fan_in) below, from (z, W_above, delta_above), with tanh."""

    def through(slope, down=lambda delta, W: delta @ W.T):
        return lambda z, W, delta: down(delta, W) * slope(z)

    right = through(functions.tanh_slope)
    mistakes = {
        "the slope is taken at the wrong place: at a = tanh(z), where it should be at z. Is tanh "
        "applied twice?": through(lambda z: functions.tanh_slope(np.tanh(z))),
        "1 - z²: the slope is 1 - a², and a is tanh(z).": through(lambda z: 1 - z**2),
        "1 - a: a square is missing.": through(lambda z: 1 - np.tanh(z)),
        "a (1 - a) is the sigmoid's slope. Tanh's is 1 - a².": (
            through(lambda z: np.tanh(z) * (1 - np.tanh(z)))
        ),
        "that is ReLU's slope, 1 or 0; tanh bends everywhere.": through(functions.relu_slope),
        "it is multiplied by tanh(z) itself: its slope is wanted.": through(np.tanh),
        "tanh's slope is missing: this is dL/da, and delta is dL/dz.": through(lambda z: 1),
        "W_above must be transposed on the way back. Here it is square, and its shape hides "
        "that.": through(functions.tanh_slope, lambda delta, W: delta @ W),
    }
    compare(answer, right, mistakes, LAYERS, "The same line as for ReLU; only the slope is new.")
