"""What a training tells: where it stands at each step, and what it has measured."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass
class History:
    """What a run measured, one figure an epoch.

    Attributes
    ----------
    loss, accuracy : lists of floats
        Means over the epoch's batches, each measured before the update that it led to.
    validation_loss, validation_accuracy : lists of floats
        Measured after each epoch; empty if the run was given no validation split.
    diverged : str or None
        If the loss or a weight left the range of numbers: a sentence that says when.
    """

    loss: list = field(default_factory=list)
    accuracy: list = field(default_factory=list)
    validation_loss: list = field(default_factory=list)
    validation_accuracy: list = field(default_factory=list)
    diverged: str | None = None

    def add(self, loss, accuracy, validation):
        """Write down an epoch; `validation` is a pair of figures, or None."""
        self.loss.append(float(loss))
        self.accuracy.append(float(accuracy))
        if validation is not None:
            self.validation_loss.append(float(validation[0]))
            self.validation_accuracy.append(float(validation[1]))

    def __str__(self):
        if not self.loss:
            return "no epoch finished"
        text = f"epoch {len(self.loss)}: loss {self.loss[-1]:.4f}, accuracy {self.accuracy[-1]:.1%}"
        if self.validation_loss:
            text += f", validation {self.validation_accuracy[-1]:.1%}"
        return text


class Step(NamedTuple):
    """Where a run stands.

    In a batch of thousands of images there are steps on the way, too: there `updates`
    has not grown, and `loss` and `accuracy` are those of the part of the batch seen so far.
    """

    epoch: int  # the one under way, counted from 1
    updates: int  # of the weights, since the start
    images_seen: int  # since the start
    loss: float  # mean over the batch, before its update
    accuracy: float
    epoch_done: bool
    history: History
