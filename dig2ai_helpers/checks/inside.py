"""Exercises of notebook 07: inside the network."""

import numpy as np

from . import worked
from .compare import UnreadableError
from .exercise import Exercise, on_paper

# 1: pixels, on paper

_W1, _W2 = np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[0.4, -0.2], [0.3, 0.6]])
_IMAGE = np.array([0.5, 1.0])
_SLOPES = _W2.T @ _W1.T  # both neurons are on

PIXELS_BY_HAND = on_paper(
    name="pixels_by_hand",
    notebook="07",
    statement="how the scores of the 2-2-2 network depend on two pixels, two decimals.",
    right={"slopes_0": _SLOPES[0], "slopes_1": _SLOPES[1]},
    mistakes={
        "these are the numbers of the comment. They only show the form: compute your own.": (
            (0.1, 0.2),
            (0.1, 0.2),
        ),
        "you took neuron 1 to be off, as it was for the other image. What is its z1 now?": tuple(
            _W2.T * [1, 0] @ _W1.T
        ),
        "you took neuron 0 to be off. What is its z1?": tuple(_W2.T * [0, 1] @ _W1.T),
        "the two scores are swapped: W2 has a column for each score.": tuple(_SLOPES[::-1]),
        "on the way from a score to the neurons you took a row of W2. The weights that lead to a "
        "score are a column.": tuple(_W2 @ _W1.T),
        "on the way from the neurons to the pixels you took a column of W1. The weights that "
        "leave a pixel are a row.": tuple(_W2.T @ _W1),
        "you took a row of W2 and a column of W1. To a score leads a column of W2, and from a "
        "pixel a row of W1.": tuple(_W2 @ _W1),
        "a minus of W1 is lost: the path from pixel 0 through neuron 1 has the weight −1.": tuple(
            _W2.T @ np.abs(_W1).T
        ),
        "these are the slopes for pixel 0, and then for pixel 1. First come both pixels of score "
        "0.": tuple(_SLOPES.T),
        "each slope is multiplied by its pixel. A slope says what happens when the pixel changes, "
        "whatever it is now.": tuple(_SLOPES * _IMAGE),
        "these are the slopes for the hidden neurons. Go one step further, to the pixels.": (
            tuple(_W2.T)
        ),
        "the two pixels are swapped: pixel 0 has the first row of W1.": tuple(_SLOPES[:, ::-1]),
        "the signs are wrong. These are the slopes of the scores, not of a loss.": tuple(-_SLOPES),
    },
    parts={
        name: {
            f"in {name} the two pixels are swapped: pixel 0 has the first row of W1.": own[::-1],
            f"in {name} you took neuron 1 to be off. What is its z1 for this image?": (
                (_W2.T * [1, 0] @ _W1.T)[score]
            ),
            f"in {name} you took a column of W1. The weights that leave a pixel are a row.": (
                (_W2.T @ _W1)[score]
            ),
            f"in {name} you took a row of W2. The weights that lead to a score are a column.": (
                (_W2 @ _W1.T)[score]
            ),
            f"in {name} a minus of W1 is lost: from pixel 0 to neuron 1 the weight is −1.": (
                (_W2.T @ np.abs(_W1).T)[score]
            ),
            f"in {name} the first slope has the wrong sign. Add up its two paths again.": (
                own * [-1, 1]
            ),
            f"in {name} the second slope has the wrong sign. Add up its two paths again.": (
                own * [1, -1]
            ),
            f"{name} has the wrong sign.": -own,
        }
        for score, (name, own) in enumerate(zip(("slopes_0", "slopes_1"), _SLOPES, strict=True))
    },
    praise="Both neurons are on. Each pixel reaches each score on two paths, and they add up.",
    hints=(
        "Compute z1 for this image first: (0.5 · 1 + 1 · 2 + 0.5, …). Where z1 is positive, the "
        "neuron is on and the slope of ReLU is 1.",
        "For score 0, the slopes for the neurons are the first column of W2, (0.4, 0.3).",
        "For a pixel, multiply these by the pixel's row of W1, number by number, and add up. For "
        "score 1, do the same with the second column of W2.",
    ),
    looks={
        f"slopes_{score}": "for each pixel two numbers are added: its row of W1, times column "
        f"{score} of W2"
        for score in (0, 1)
    },
    tolerance=0.0051,
)


# 2: a confusion matrix


def _table(labels, predictions, classes):
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, (labels, predictions), 1)
    return counts


def _ones(labels, predictions, classes):
    """Count each place once only, as table[labels, predictions] += 1 does."""
    counts = np.zeros((classes, classes), dtype=int)
    counts[labels, predictions] += 1
    return counts


def _of_table(change):
    return lambda *case: change(_table(*case))


def _right_only(counts):
    return np.diag(np.diag(counts))


def _at_a_list(labels, predictions, classes):
    """np.add.at with a list of two: it takes all numbers in it for rows."""
    counts = np.zeros((classes, classes), dtype=int)
    np.add.at(counts, [labels, predictions], 1)
    return counts


def _counts(table):
    """The table as it is, unless it can't count."""
    if isinstance(table, np.ndarray) and table.dtype.kind == "b":
        raise UnreadableError("the table holds True and False and can't count: use dtype=int.")
    return table


def _fresh_predictions(rng):
    classes, n = rng.choice([3, 4, 5, 6, 7, 8], size=2, replace=False)
    labels, other = rng.integers(0, classes, size=(2, 5 * n))
    return labels, np.where(rng.random(5 * n) < 0.7, labels, other), int(classes)


CONFUSION = Exercise(
    name="confusion",
    notebook="07",
    statement="a table (classes, classes) of counts from (labels, predictions, classes).",
    right=lambda labels, predictions, classes: _table(labels, predictions, classes),
    mistakes={
        "it is transposed: the true class is the row, and the prediction is the column.": (
            _of_table(np.transpose)
        ),
        "no count is above 1. In a loop, is it `+=`? Without a loop, np.add.at also counts pairs "
        "that occur several times.": _ones,
        "no count is above 1, and it is transposed. The true class is the row. In a loop, is it "
        "`+=`? Without a loop, use np.add.at.": (
            lambda labels, predictions, classes: _ones(predictions, labels, classes)
        ),
        "all rows are one list: `[row] * classes` repeats it. Make them one by one, or use "
        "np.zeros.": _of_table(lambda counts: np.tile(counts.sum(axis=0), (len(counts), 1))),
        "np.add.at takes a list of two for rows. Give it a tuple: (labels, predictions).": (
            _at_a_list
        ),
        "large counts are wrong: a dtype of 8 bits holds only 256 numbers. Use dtype=int.": (
            _of_table(lambda counts: counts.astype(np.uint8)),
            _of_table(lambda counts: counts.astype(np.int8)),
        ),
        "these are shares. Counts are asked for.": (
            _of_table(lambda counts: counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)),
            _of_table(lambda counts: counts / counts.sum(axis=1, keepdims=True)),
            _of_table(lambda counts: counts / counts.sum()),
        ),
        "the diagonal is right, but the mistakes are missing. Count them, too.": (
            _of_table(_right_only)
        ),
        "the mistakes are right, but the diagonal is empty. Count the correct predictions, too.": (
            _of_table(lambda counts: counts - _right_only(counts))
        ),
        "the number of classes is taken from the data, but a class may be missing there. It is "
        "`classes`.": (
            lambda labels, predictions, classes: _table(labels, predictions, labels.max() + 1),
            lambda labels, predictions, classes: _table(
                labels, predictions, max(labels.max(), predictions.max()) + 1
            ),
        ),
        "all counts are one too high: start with zeros.": _of_table(lambda counts: counts + 1),
        "only the first pair is counted. Is the `return` inside the loop?": (
            lambda labels, predictions, classes: _table(labels[:1], predictions[:1], classes)
        ),
        "each label meets every prediction. Those of one image belong together: use zip.": (
            lambda labels, predictions, classes: np.outer(
                np.bincount(labels, minlength=classes), np.bincount(predictions, minlength=classes)
            )
        ),
        "the last pair is missing.": (
            lambda labels, predictions, classes: _table(labels[:-1], predictions[:-1], classes)
        ),
        "every count is negative: add 1, don't subtract it.": _of_table(np.negative),
        "the labels count themselves. The column is the prediction.": (
            lambda labels, predictions, classes: _table(labels, labels, classes)
        ),
    },
    worked=worked.confusion,
    praise="Each row adds up to the number of images of its digit.",
    hints=(
        "Print table[[0, 0], [1, 1]] after table[[0, 0], [1, 1]] += 1. How often has the entry "
        "[0, 1] been counted, and how often should it be?",
        "NumPy reads all the old counts first, adds 1 to each, and then writes them. So a pair "
        "that comes three times writes 0 + 1 three times: no count is above 1.",
        "Count one pair after the other: zip(labels, predictions) gives them, and for each "
        "table[label, prediction] += 1. Without a loop, np.add.at does it.",
    ),
    given="""
def my_confusion(labels, predictions, classes):
    table = np.zeros((classes, classes), dtype=int)
    table[labels, predictions] += 1
    return table
""",
    of_given="your colleague's function is still as it was, and it has one mistake. Its table is "
    "right as long as no pair occurs twice. With `hint=True` you get a hint.",
    cases=[
        (np.array([0, 0, 1, 0]), np.array([0, 1, 1, 1]), 3),
        (np.array([0, 0, 1, 1, 1, 2, 2, 2, 2]), np.array([0, 1, 1, 1, 2, 2, 2, 0, 0]), 4),
        (np.array([3, 3, 3, 0, 1, 4, 4]), np.array([3, 3, 1, 0, 1, 5, 3]), 6),
        (np.array([1, 1, 2, 2, 2, 4, 4, 4]), np.array([1, 1, 2, 4, 4, 4, 0, 4]), 5),
        (np.repeat([0, 1, 2], [2, 300, 1]), np.repeat([1, 2, 0], [2, 300, 1]), 3),
    ],
    like=_counts,
    fresh=_fresh_predictions,
)


# 3: the slopes for the pixels. In the last two cases all matrices are square: so a missing
# transpose gives numbers instead of an error, and can be recognised.

NETWORKS = [
    (
        np.array([0.9, 0.2]),
        np.array([[0.5, -1.2, 0.8], [0.3, 0.7, -0.4]]),
        np.array([0.4, 0.1, -0.3]),
        np.array([[0.2, -0.7], [0.8, 0.3], [-0.6, 1.0]]),
        1,
    ),
    (
        np.array([0.3, 0.8, 0.0, 0.55]),
        np.array([[1.1, 0.2], [-0.5, 0.9], [0.7, -0.3], [-0.25, 0.65]]),
        np.array([-0.2, -0.35]),
        np.array([[-0.4, 0.6, 0.1], [0.7, -0.2, 0.5]]),
        0,
    ),
    (
        np.array([0.9, 0.0, 0.6]),
        np.array([[0.5, -1.2, 0.8], [0.3, 0.7, -0.4], [-0.9, 0.6, 1.1]]),
        np.array([0.4, 0.1, -0.3]),
        np.array([[0.2, -0.7, 0.9], [0.8, 0.3, -0.5], [-0.6, 1.0, 0.1]]),
        1,
    ),
    (
        np.array([0.3, 0.8, 0.1]),
        np.array([[1.1, 0.2, -0.6], [-0.5, 0.9, 0.4], [0.7, -0.3, 0.2]]),
        np.array([-0.2, 0.3, -0.4]),
        np.array([[-0.4, 0.6, 0.1], [0.7, -0.2, 0.5], [0.3, 0.8, -0.9]]),
        2,
    ),
]


def _fresh_network(rng):
    pixels, hidden, classes = rng.permutation(np.arange(2, 9))[:3]
    W1, W2 = rng.normal(size=(pixels, hidden)), rng.normal(size=(hidden, classes))
    image = rng.random(pixels) * rng.integers(0, 2, pixels)
    return image, W1, rng.normal(size=hidden), W2, int(rng.integers(classes))


def _slopes(
    start=lambda W2, digit: W2[:, digit],
    gate=lambda z: z > 0,
    down=lambda delta, W1: W1 @ delta,
    z=lambda image, W1, b1: image @ W1 + b1,
):
    return lambda image, W1, b1, W2, digit: down(start(W2, digit) * gate(z(image, W1, b1)), W1)


def _right_slopes(image, W1, b1, W2, digit):
    return _slopes()(image, W1, b1, W2, digit)


def _score(image, W1, b1, W2, digit):
    return (np.maximum(image @ W1 + b1, 0) @ W2)[digit]


PIXEL_SLOPES = Exercise(
    name="pixel_slopes",
    solved=False,
    notebook="07",
    statement="the slope of a digit's score for each pixel, from (image, W1, b1, W2, digit).",
    right=_right_slopes,
    mistakes={
        "the slope of ReLU is missing: a neuron that is off passes nothing back.": (
            _slopes(gate=lambda z: 1)
        ),
        "you multiplied by the hidden activations. Multiply by the slope of ReLU, 1 or 0.": (
            _slopes(gate=lambda z: np.maximum(z, 0))
        ),
        "you multiplied by z1. Multiply by the slope of ReLU, 1 or 0.": _slopes(gate=lambda z: z),
        "it is 0 where a neuron is on, and passes where it is off.": _slopes(gate=lambda z: z <= 0),
        "the biases are missing. Whether a neuron is on depends on b1, too.": (
            _slopes(z=lambda image, W1, b1: image @ W1)
        ),
        "the biases are subtracted. Add them.": _slopes(z=lambda image, W1, b1: image @ W1 - b1),
        "it starts with a row of W2. The weights that lead to the score of a digit are a column.": (
            _slopes(start=lambda W2, digit: W2[digit])
        ),
        "on the way to the pixels, W1 has to be transposed. Over which index do you sum?": (
            _slopes(down=lambda delta, W1: delta @ W1)
        ),
        "each slope is multiplied by its pixel. A slope says what happens when the pixel changes, "
        "whatever it is now.": lambda image, *rest: image * _right_slopes(image, *rest),
        "a pixel that is 0 gets the slope 0. Pixels have no ReLU.": (
            lambda image, *rest: (image > 0) * _right_slopes(image, *rest)
        ),
        "these are the slopes for all digits together. Take the column of W2 for this digit.": (
            _slopes(start=lambda W2, digit: W2.sum(axis=1))
        ),
        "these are the slopes for the hidden neurons. Go one step further, to the pixels.": (
            _slopes(down=lambda delta, W1: delta),
            _slopes(down=lambda delta, W1: delta, gate=lambda z: 1),
        ),
        "this is the score itself. Its slopes for the pixels are asked for.": _score,
        "the sign is wrong. This is the slope of the score, not of a loss.": (
            lambda *case: -_right_slopes(*case)
        ),
        "only the column of this digit in W2 decides where ReLU is on. It should be the sign of "
        "z1.": lambda image, W1, b1, W2, digit: W1 @ np.maximum(W2[:, digit], 0),
    },
    praise="Back through ReLU and through one more W: pixels have slopes, too.",
    hints=(
        "Go back from the score. Its slopes for the hidden activations are the weights that lead "
        "to it: the column W2[:, digit].",
        "Multiply by the slope of ReLU: 1 where z1 = image @ W1 + b1 is positive, else 0.",
        "For each pixel, sum over the hidden neurons: (…) @ W1.T, or W1 @ (…).",
    ),
    cases=NETWORKS,
    fresh=_fresh_network,
    flat=True,
)


# 4: the plane of widest spread


def _centred(points):
    return points - points.mean(axis=0)


def _plane(centre=_centred, project=lambda U, S, Vt: (U * S)[:, :2]):
    return lambda points: project(*np.linalg.svd(centre(points), full_matrices=False))


def _same_sign(places):
    """A direction and its opposite are the same line: make each column's largest entry positive."""
    try:
        places = np.asarray(places, dtype=float)
    except Exception:  # whatever it is, it is no table; compare.py says so
        return places
    if places.ndim != 2 or not places.size or not np.isfinite(places).all():
        return places
    largest = places[np.abs(places).argmax(axis=0), np.arange(places.shape[1])]
    return places * np.where(largest < 0, -1, 1)


def _cloud(rng, n, d):
    """Points whose spread differs clearly from direction to direction, far from 0."""
    spread = 3.0 * 0.55 ** np.arange(d)
    points = rng.normal(size=(n, d)) * spread
    turn = np.linalg.qr(rng.normal(size=(d, d)))[0]
    return ((points @ turn + rng.normal(0, 3, d)).round(2),)


def _ascending(rng, n, d):
    """Points whose columns are the directions, the widest last."""
    axes = np.linalg.qr(_centred(rng.normal(size=(n, d))))[0]
    return (axes * 2.0 ** np.arange(d) + 3,)


_RNG = np.random.default_rng(4)

PLANE = Exercise(
    name="plane",
    notebook="07",
    statement="coordinates (n, 2) in the plane of widest spread, from points (n, d).",
    right=lambda points: _plane()(points),
    mistakes={
        "the mean is not subtracted first. Then the first direction points to the mean, not along "
        "the widest spread.": _plane(centre=lambda points: points),
        "the directions are right. Subtract the mean from the points that you project, too.": (
            lambda points: points @ np.linalg.svd(_centred(points))[2][:2].T
        ),
        "the mean is subtracted afterwards. The directions are still those of points that aren't "
        "centred: subtract it first.": (
            lambda points: _centred(_plane(centre=lambda points: points)(points))
        ),
        "something other than the mean is subtracted. It is points.mean(axis=0).": (
            *(
                _plane(centre=lambda points, of=of: points - of(points, axis=0))
                for of in (np.median, np.min, np.max, np.sum)
            ),
            _plane(centre=lambda points: points - points[0]),
        ),
        "the mean is added. Subtract it.": _plane(centre=lambda p: p + p.mean(axis=0)),
        "the lengths are multiplied by S twice: centred @ Vt.T has them already.": (
            _plane(project=lambda U, S, Vt: (U * S * S)[:, :2])
        ),
        "np.linalg.eig gives its directions in any order. Sort them, or take np.linalg.svd: it "
        "puts the widest first.": (  # the last bits decide the order: three ways to get there
            lambda points: _centred(points) @ np.linalg.eig(np.cov(points.T))[1][:, :2],
            lambda points: _centred(points) @ np.linalg.eig(np.cov(_centred(points).T))[1][:, :2],
            lambda points: (
                _centred(points) @ np.linalg.eig(_centred(points).T @ _centred(points))[1][:, :2]
            ),
        ),
        "the mean of each point is subtracted. Subtract the mean of each column: axis=0.": (
            _plane(centre=lambda points: points - points.mean(axis=1, keepdims=True))
        ),
        "the mean of all numbers is subtracted. Subtract the mean of each column: axis=0.": (
            _plane(centre=lambda points: points - points.mean())
        ),
        "the columns are divided by their standard deviations. Then all spread the same: subtract "
        "the mean only.": _plane(centre=lambda points: _centred(points) / points.std(axis=0)),
        "these are the first columns of U alone, so both directions look equally wide. Multiply "
        "them by S.": _plane(project=lambda U, S, Vt: U[:, :2]),
        "it projects on columns of Vt. The directions are its rows.": (
            _plane(project=lambda U, S, Vt: (U * S) @ Vt @ Vt[:, :2])
        ),
        "these are the directions themselves. Where is each point along them?": (
            _plane(project=lambda U, S, Vt: Vt[:2]),
            _plane(project=lambda U, S, Vt: Vt[:2].T),
        ),
        "these are the two directions of least spread. svd puts the widest first, eigh last.": (
            _plane(project=lambda U, S, Vt: (U * S)[:, -2:]),
            _plane(project=lambda U, S, Vt: (U * S)[:, ::-1][:, :2]),
        ),
        "the widest direction should come first: the two columns are swapped.": (
            _plane(project=lambda U, S, Vt: (U * S)[:, 1::-1])
        ),
        "the plane has two directions, so there should be two numbers for each point.": (
            _plane(project=lambda U, S, Vt: U * S),
            _plane(project=lambda U, S, Vt: (U * S)[:, :3]),
            _plane(project=lambda U, S, Vt: (U * S)[:, :1]),
        ),
        "these are two of the original columns. The widest directions may be slanted: take them "
        "from np.linalg.svd.": lambda points: _centred(points)[
            :, np.argsort(-points.var(axis=0))[:2]
        ],
        "every point is scaled to the length 1. Subtract the mean only.": _plane(
            centre=lambda p: _centred(p) / np.linalg.norm(_centred(p), axis=1, keepdims=True)
        ),
        "these are the first two columns of the points, not the widest directions.": (
            lambda points: _centred(points)[:, :2],
            lambda points: points[:, :2],
        ),
        "it is transposed: one row for each point is asked for.": lambda points: _plane()(points).T,
        "columns 1 and 2 are taken. The widest two are columns 0 and 1.": (
            _plane(project=lambda U, S, Vt: (U * S)[:, 1:3])
        ),
    },
    worked=worked.plane,
    praise="Widest spread first, and the mean at 0. (Either sign of a column is right.)",
    hints=(
        "Try it with points that lie around (100, 100) and only a little apart. Where does the "
        "first direction point?",
        "np.linalg.svd measures from the origin. Which point should be the origin, so that it "
        "measures how far the points are apart?",
        "Subtract the mean of each column first. Then take the svd of these points, and multiply "
        "them (not the old ones) by the first two rows of Vt: centred @ Vt[:2].T.",
    ),
    given="""
def my_plane(points):
    _, _, Vt = np.linalg.svd(points, full_matrices=False)
    return points @ Vt[:2].T
""",
    of_given="your colleague's function is still as it was, and it has one mistake. For points "
    "that lie around the origin it is right. With `hint=True` you get a hint.",
    cases=[
        *(_cloud(_RNG, n, d) for n, d in ((4, 3), (5, 3), (12, 4), (20, 6), (9, 5))),
        _ascending(_RNG, 10, 4),
    ],
    tolerance=1e-5,  # of coordinates around 1, computed with float32
    like=_same_sign,
    fresh=lambda rng: _cloud(rng, int(rng.integers(10, 30)), int(rng.integers(3, 8))),
)
