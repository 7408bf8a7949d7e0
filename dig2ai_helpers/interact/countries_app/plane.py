"""The mathematics: where digits lie in the plane of two hidden numbers, and who owns the ground."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from ...functions import OUTPUT
from ...network_inputs import quiet
from ...threads import one_thread

REACH = 1.06  # tanh stays between −1 and 1; a little room around
STRIPS = 210  # the plane is cut into so many rows and columns


@dataclass(frozen=True)
class Plane:
    """The plane of a network at a moment.

    Attributes
    ----------
    places : (n, 2)
        The two hidden numbers of each digit.
    probabilities : (n, 10)
    answers : (n,)
    ground : (STRIPS, STRIPS)
        The answer of the last layer at each place, the upper row first.
    """

    places: Any
    probabilities: Any
    answers: Any
    ground: Any

    def own(self, k):
        """Where country k lies, (STRIPS, STRIPS) of bool."""
        return self.ground == k

    def sizes(self):
        """The share of the plane that belongs to each of the ten countries, (10,)."""
        return np.bincount(self.ground.ravel(), minlength=10) / self.ground.size


@quiet()
def plane_of(network, images):
    """Give the Plane of a network whose last hidden layer has two neurons."""
    with one_thread(network.weights, len(images)):
        inputs, scores = network.propagate(images)
    probabilities = OUTPUT[network.output][0](scores[-1])
    ground = _ground(network.weights[-1], network.biases[-1])
    return Plane(inputs[-1], probabilities, scores[-1].argmax(axis=1), ground)


@quiet()
def widest_projection(points, labels):
    """Give the Plane in which points (n, d) spread most; each place goes to the nearest mean.

    The places are scaled to lie between −1 and 1. The nearest of ten means m has the largest
    x·m − |m|²/2, so that the borders are straight lines, as those of a last layer.
    """
    U, S, _ = np.linalg.svd(points - points.mean(axis=0), full_matrices=False)
    places = np.zeros((len(points), 2), U.dtype)
    places[:, : len(S)] = (U * S)[:, :2]  # of a single point or number there is one direction
    # The signs of the directions are free. In every layer the 2 goes to the right and the 1 up.
    for direction, digit in enumerate((2, 1)):
        if places[labels == digit, direction].sum() < 0:
            places[:, direction] *= -1
    places /= np.abs(places).max() or 1
    W, b = np.zeros((2, 10), U.dtype), np.full(10, -np.inf, U.dtype)  # a missing digit owns nothing
    for k in np.unique(labels):
        W[:, k] = places[labels == k].mean(axis=0)
        b[k] = -0.5 * (W[:, k] ** 2).sum()
    scores = places @ W + b
    return Plane(places, OUTPUT["softmax"][0](scores), scores.argmax(axis=1), _ground(W, b))


def _ground(W, b):
    """The largest of ten scores at the middle of each small square.

    A score is W[0]·first + W[1]·second + b, so it is a sum of a row and a column.
    """
    middles = REACH * ((np.arange(STRIPS) + 0.5) * 2 / STRIPS - 1).astype(W.dtype)
    first, second = W
    across = middles[:, None] * first  # (STRIPS, 10)
    up = middles[::-1, None] * second + b
    best = np.full((STRIPS, STRIPS), -np.inf, dtype=W.dtype)
    ground = np.zeros((STRIPS, STRIPS), dtype=np.int8)
    for k in range(len(b)):
        score = up[:, k, None] + across[:, k]
        higher = score > best
        ground[higher] = k
        np.maximum(best, score, out=best)
    return ground


def strips(mine):
    """First column, row and length (rows, 3) of a country's strips: it is convex, one per row."""
    lengths = mine.sum(axis=1)
    rows = np.flatnonzero(lengths)
    return np.stack([mine[rows].argmax(axis=1), rows, lengths[rows]], axis=1)


def nearest(places, place):
    """The row of the digit that lies nearest to a place (2,)."""
    return int(((places - place) ** 2).sum(axis=1).argmin())
