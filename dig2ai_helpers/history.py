"""What a training reports: where it stands at each step, and what it has measured."""

from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass
class History:
    """What a run measured, one figure per epoch.

    Attributes
    ----------
    loss, accuracy : list of float
        Means over the epoch's batches, each measured before the update that it led to.
    validation_loss, validation_accuracy : list of float
        Measured after each epoch; empty if the run was given no validation split.
    diverged : str or None
        If the loss or a weight left the range of numbers: a sentence that says when. The last
        loss is then NaN, and the last accuracies are those of the restored network.

    Examples
    --------
    >>> net = Network((784, 32, 10))
    >>> history = train(net, digits.train, epochs=3, progress=False)
    >>> len(history.loss), history.loss[0] > history.loss[2]
    (3, True)
    """

    loss: list[float] = field(default_factory=list)
    accuracy: list[float] = field(default_factory=list)
    validation_loss: list[float] = field(default_factory=list)
    validation_accuracy: list[float] = field(default_factory=list)
    diverged: str | None = None

    def add(self, loss: float, accuracy: float, validation: tuple[float, float] | None) -> None:
        """Write down an epoch; `validation` is a pair of figures, or None."""
        self.loss.append(float(loss))
        self.accuracy.append(float(accuracy))
        if validation is not None:
            self.validation_loss.append(float(validation[0]))
            self.validation_accuracy.append(float(validation[1]))

    def cut(self, epochs: int) -> None:
        """Forget what was measured after so many epochs."""
        for figures in (
            self.loss, self.accuracy, self.validation_loss, self.validation_accuracy
        ):  # fmt: skip
            del figures[epochs:]

    def __str__(self) -> str:
        if not self.loss:
            return "no epoch finished yet"
        text = f"epoch {len(self.loss)}: loss {self.loss[-1]:.4f}, accuracy {self.accuracy[-1]:.1%}"
        if self.validation_loss:
            text += f", validation {self.validation_accuracy[-1]:.1%}"
        return text


class Step(NamedTuple):
    """Where a run stands after an update of the weights.

    In a batch of thousands of images there are steps on the way, too: there `updates`
    has not grown, and `loss` and `accuracy` are those of the part of the batch seen so far.

    Attributes
    ----------
    epoch : int
        The one under way, counted from 1.
    updates, images_seen : int
        Since the start of the run.
    loss, accuracy : float
        Means over the batch, before its update.
    epoch_done : bool
    history : History
        All epochs so far.

    Examples
    --------
    >>> net = Network((784, 32, 10))
    >>> for step in training_run(net, digits.train, epochs=1, batch_size=400):
    ...     print(step.updates, step.images_seen, step.epoch_done)
    1 400 False
    2 800 False
    3 1197 True
    """

    epoch: int
    updates: int
    images_seen: int
    loss: float
    accuracy: float
    epoch_done: bool
    history: History
