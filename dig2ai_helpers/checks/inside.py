"""Exercises of notebook 07: inside the network."""

import numpy as np

from .legacy import compare

# Images, weights and biases of small networks. All matrices are square, so that a missing
# transpose is found by its numbers; each network has neurons that are on and some that are off.
NETWORKS = [
    (
        np.array([0.9, 0.2, 0.6]),
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


def check_pixels_by_hand(slopes_0, slopes_1):
    """Notebook 07: how two pixels push the scores of the 2-2-2 network, two decimals."""
    W1, W2 = np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[0.4, -0.2], [0.3, 0.6]])
    image = np.array([0.5, 1.0])

    def rounded(slopes):
        """The slopes of score 0 and of score 1, each for both pixels."""
        return [np.round(row, 2) for row in slopes]

    right = W2.T @ W1.T  # both neurons are on
    mistakes = {
        "neuron 1 is taken to be off, as it was for the other image. What is its z1 now?": (
            W2.T * [1, 0] @ W1.T
        ),
        "the two scores are swapped: W2 has a column for each score.": right[::-1],
        "the step from a score to the neurons takes a row of W2. The weights that lead to a "
        "score stand in a column.": W2 @ W1.T,
        "the step from the neurons to the pixels takes a column of W1. The weights that leave a "
        "pixel stand in a row.": W2.T @ W1,
        "each slope is multiplied by its pixel. A slope asks what happens when the pixel is "
        "moved, whatever it is now.": right * image,
        "those are the slopes for the hidden neurons: one more step leads to the pixels.": W2.T,
    }

    def answer():
        if any(part is ... or part is None for part in (slopes_0, slopes_1)):
            return ...
        return rounded(np.asarray(part, dtype=float).ravel() for part in (slopes_0, slopes_1))

    compare(
        answer,
        lambda: rounded(right),
        {hint: lambda value=value: rounded(value) for hint, value in mistakes.items()},
        [()],
        "Both neurons are on, so each pixel reaches each score by two paths, and they add up.",
    )


def check_confusion(answer):
    """Notebook 07: a table (classes, classes) of counts from (labels, predictions, classes)."""

    def table(labels, predictions, classes):
        counts = np.zeros((classes, classes), dtype=int)
        np.add.at(counts, (labels, predictions), 1)
        return counts

    def buffered(labels, predictions, classes):
        counts = np.zeros((classes, classes), dtype=int)
        counts[labels, predictions] += 1
        return counts

    def of_table(change):
        return lambda *case: change(table(*case))

    mistakes = {
        "it is transposed: the true digit chooses the row, and what it was read as the column.": (
            of_table(np.transpose)
        ),
        "no place is above 1. table[labels, predictions] += 1 adds 1 only once to a place that "
        "is named several times: np.add.at adds it each time.": buffered,
        "the same, and transposed: the true digit chooses the row, and a place that is named "
        "several times must be counted each time (np.add.at).": (
            lambda labels, predictions, classes: buffered(predictions, labels, classes)
        ),
        "those are shares of each row. Counts are asked for.": of_table(
            lambda counts: counts / counts.sum(axis=1, keepdims=True)
        ),
        "those are shares of all images. Counts are asked for.": of_table(
            lambda counts: counts / counts.sum()
        ),
        "the diagonal is right, but the mistakes are missing: they are counted, too.": of_table(
            lambda counts: np.diag(np.diag(counts))
        ),
        "the mistakes are right, but the diagonal is empty: what is read right is counted, "
        "too.": of_table(lambda counts: counts - np.diag(np.diag(counts))),
    }
    cases = [
        (np.array([0, 0, 1, 1, 1, 2, 2, 2, 2]), np.array([0, 1, 1, 1, 2, 2, 2, 0, 0]), 3),
        (np.array([3, 3, 3, 0, 1, 2, 2]), np.array([3, 3, 1, 0, 1, 2, 3]), 4),
    ]
    praise = "Each row adds up to the number of images of its digit."
    compare(answer, table, mistakes, cases, praise)


def check_pixel_slopes(answer):
    """Notebook 07: the slope of a digit's score for each pixel, from (image, W1, b1, W2, digit)."""

    def slopes(
        start=lambda W2, digit: W2[:, digit],
        gate=lambda z: z > 0,
        down=lambda delta, W1: W1 @ delta,
        z=lambda image, W1, b1: image @ W1 + b1,
    ):
        return lambda image, W1, b1, W2, digit: down(start(W2, digit) * gate(z(image, W1, b1)), W1)

    right = slopes()
    mistakes = {
        "ReLU's slope is missing: of what goes back to a neuron that is off, nothing passes.": (
            slopes(gate=lambda z: 1)
        ),
        "it is multiplied by the hidden activations. ReLU's slope is wanted: 1 or 0.": (
            slopes(gate=lambda z: np.maximum(z, 0))
        ),
        "it is multiplied by z1. ReLU's slope is wanted: 1 or 0.": slopes(gate=lambda z: z),
        "it lets pass what ReLU stops, and stops what it lets pass.": slopes(gate=lambda z: z <= 0),
        "the biases are forgotten: whether a neuron is on depends on b1, too.": (
            slopes(z=lambda image, W1, b1: image @ W1)
        ),
        "it starts with a row of W2. The weights that lead to the score of a digit stand in a "
        "column. (Here W2 is square, and its shape hides that.)": (
            slopes(start=lambda W2, digit: W2[digit])
        ),
        "the step to the pixels needs the transpose of W1. (Here W1 is square, and its shape "
        "hides that.)": slopes(down=lambda delta, W1: delta @ W1),
        "each slope is multiplied by its pixel. A slope asks what happens when the pixel is "
        "moved, whatever it is now.": lambda image, *rest: image * right(image, *rest),
    }
    praise = "Back through ReLU and through one more W: the pixels have slopes, too."
    compare(answer, right, mistakes, NETWORKS, praise)


def check_plane(answer):
    """Notebook 07: places (n, 2) in the plane of widest spread, from points (n, d)."""

    def places(
        centred=lambda points: points - points.mean(axis=0),
        project=lambda U, S, Vt: (U * S)[:, :2],
    ):
        return lambda points: _same_sign(
            project(*np.linalg.svd(centred(points), full_matrices=False))
        )

    mistakes = {
        "the mean is not taken off first: then the first direction points at the mean, and not "
        "along the widest spread.": places(centred=lambda points: points),
        "a mean is taken off each point instead of each column: look at the axis.": (
            places(centred=lambda points: points - points.mean(axis=1, keepdims=True))
        ),
        "those are the first columns of U alone, so both directions look equally wide. Which "
        "factor holds the spreads?": places(project=lambda U, S, Vt: U[:, :2]),
        "it projects on columns of Vt. Its rows are the directions.": (
            places(project=lambda U, S, Vt: (U * S) @ Vt @ Vt[:, :2])
        ),
        "those are the directions themselves. Where does each point lie along them?": (
            places(project=lambda U, S, Vt: Vt[:2])
        ),
        "those are the two directions of least spread: svd puts the widest first.": (
            places(project=lambda U, S, Vt: (U * S)[:, -2:])
        ),
        "the plane has two directions: there should be two numbers for each point.": (
            places(project=lambda U, S, Vt: U * S)
        ),
    }
    rng = np.random.default_rng(4)
    points = rng.standard_normal((12, 4)) * [3.0, 0.4, 1.6, 0.8] + [2.0, -1.0, 0.5, 3.0]
    turn = np.linalg.qr(rng.standard_normal((4, 4)))[0]
    praise = "Widest spread first, and the mean at 0. (Either sign of a column is right.)"
    compare(
        lambda points: _same_sign(answer(points)), places(), mistakes, [(points @ turn,)], praise
    )


def _same_sign(places):
    """A direction and its opposite are the same line: make each column's largest entry positive."""
    if not (isinstance(places, np.ndarray) and places.ndim == 2 and places.size):
        return places
    largest = places[np.abs(places).argmax(axis=0), np.arange(places.shape[1])]
    return places * np.where(largest < 0, -1, 1)
