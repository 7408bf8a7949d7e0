"""What a contender is asked to do, and the clock that watches it."""

from dataclasses import dataclass
from time import perf_counter

import numpy as np

LEARNING_RATE = 0.1
MOMENTUM = 0.9


@dataclass(frozen=True)
class Job:
    """A training of a 784-hidden-10 network on the first images of MNIST."""

    hidden: int = 128
    batch_size: int = 64
    images: int = 55_000
    epochs: int = 1
    looks: int = 1  # an epoch
    seed: int = 0
    learning_rate: float = LEARNING_RATE
    falling: bool = False  # whether the learning rate falls evenly to 0
    compiled: bool = False  # PyTorch only: whether torch.compile translates the network first

    def rate(self, epochs):
        """Return the learning rate after so many epochs."""
        return self.learning_rate * (1 - epochs / self.epochs if self.falling else 1)

    @property
    def updates_a_look(self):
        """Updates of the weights from one look at the network to the next."""
        return -(-self.images // self.batch_size) // self.looks


class Watch:
    """Measures the seconds of training, and, with the clock stopped, the network's accuracy.

    Parameters
    ----------
    split : Split, optional
        Digits to measure the accuracy on at each look.
    goal : number, optional
        The accuracy at which the training may end.
    clock : function
        Gives the seconds: those on the wall, or those that this process had of a processor.
    """

    def __init__(self, split=None, goal=None, clock=perf_counter):
        self.split = split
        self.clock = clock
        self.goal = goal
        self.laps = []  # seconds from one look to the next
        self.reached = False

    def start(self):
        """Let the clock run."""
        self._since = self.clock()

    def look(self, predict):
        """End a lap, measure the accuracy, and say whether the goal is reached."""
        self.laps.append(self.clock() - self._since)
        if self.split is not None:
            accuracy = np.mean(predict(self.split.images) == self.split.labels)
            self.reached = self.goal is not None and bool(accuracy >= self.goal)
        self.start()
        return self.reached
