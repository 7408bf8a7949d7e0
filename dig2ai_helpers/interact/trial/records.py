"""What is kept of a training, so that the reader can look back."""

from copy import copy
from dataclasses import dataclass

import numpy as np

FIRST_STEPS = (0, 1, 2, 5, 10, 20)  # updates in the first epoch after which a moment is kept
MOST_MOMENTS = 60
# All weights of a moment are kept in 16 bits. Of a large network fewer moments are kept.
MOST_BYTES, FEWEST_MOMENTS = 24_000_000, 12
LARGEST = 60_000  # a larger weight would be endless in 16 bits


@dataclass(frozen=True, eq=False)
class Moment:
    """A network as it was: epochs and updates passed, whole epochs, weights and biases."""

    epochs: float
    updates: int
    finished: int
    arrays: list

    def network(self, now):
        """The network as it was, of which `now` is the one that came of it."""
        arrays = [array.astype(now.dtype) for array in self.arrays]
        then, layers = copy(now), len(now.weights)
        then.weights, then.biases = arrays[:layers], arrays[layers:]
        return then

    def __str__(self):
        if self.updates == 0:
            return "untrained"
        return f"epoch {self.finished}" if self.finished else f"update {self.updates}"


class Records:
    """The moments of a training: its first steps, and then one epoch in so many.

    Where there would be too many, every second of the later ones is forgotten.
    """

    def __init__(self):
        self.moments = []
        self._each = 1  # epochs from one moment to the next

    def note(self, experiment, epoch_done):
        """Keep the present moment, if it is one to be kept."""
        updates, finished = experiment.updates, experiment.finished
        first = finished == 0 and updates in FIRST_STEPS
        if not (first or (epoch_done and finished % self._each == 0)):
            return
        network = experiment.network
        arrays = [_short(array) for array in [*network.weights, *network.biases]]
        self.moments.append(Moment(experiment.epochs, updates, finished, arrays))
        size = sum(array.nbytes for array in arrays)
        if len(self.moments) > min(MOST_MOMENTS, max(FEWEST_MOMENTS, MOST_BYTES // size)):
            self._each *= 2
            self.moments = [one for one in self.moments if one.finished % self._each == 0]


@np.errstate(under="ignore")  # a smaller one is 0 in 16 bits, whatever the reader has set
def _short(array):
    return np.clip(array, -LARGEST, LARGEST).astype(np.float16)
