"""Training: the loop, and the history that it writes.

`training_run` is the loop, as a generator that pauses after each update of the weights;
`train` runs it to its end.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from .digits import Split
from .inputs import check_images, check_number, check_whole
from .network import Network
from .progress import progress_bar

# A batch larger than this is worked through in pieces: so that a live picture needn't wait
# for it, and so that memory doesn't grow with the batch.
PIECE = 2048


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

    In a batch of more than PIECE images there are steps on the way, too: there `updates`
    has not grown, and `loss` and `accuracy` are those of the part of the batch seen so far.
    """

    epoch: int  # the one under way, counted from 1
    updates: int  # of the weights, since the start
    images_seen: int  # since the start
    loss: float  # mean over the batch, before its update
    accuracy: float
    epoch_done: bool
    history: History


def train(
    net,
    split,
    validation=None,
    epochs=5,
    batch_size=32,
    learning_rate=0.1,
    momentum=0.0,
    seed=0,
    on_epoch=None,
    progress=True,
):
    """Train a network by gradient descent and return the history.

    Parameters
    ----------
    net : Network
        Learns in place.
    split : Split
        Images to learn from, with their labels: `digits.train`.
    validation : Split, optional
        Measured after each epoch; never learned from.
    epochs : whole number
        How often all images are gone through, in a new order each time.
    batch_size : whole number or None
        Images for each update of the weights; 1: every single one; None: all of them.
    learning_rate : number, or function
        How far to go against the slope. A function is asked before each update, with the
        epochs passed so far as a decimal number: `lambda epochs: 0.1 / (1 + epochs)`.
    momentum : number from 0 and below 1
        Share of the last step that is carried on into the next.
    seed : whole number
        Of the order of the images: the same seed gives the same weights, bit for bit.
    on_epoch : function, optional
        Called with the `Step` after each epoch.
    progress : bool
        Whether to show a progress bar, and a line of text if the run diverges.

    Returns
    -------
    History
    """
    run = training_run(net, split, validation, epochs, batch_size, learning_rate, momentum, seed)
    if not (on_epoch is None or callable(on_epoch)):
        raise TypeError(f"on_epoch must be a function or None, but is {on_epoch!r}")
    images_seen = 0
    with progress_bar(epochs * len(split.labels), " images", "training", progress) as bar:
        for step in run:
            bar.update(step.images_seen - images_seen)
            images_seen = step.images_seen
            if step.epoch_done:
                bar.set_postfix_str(str(step.history))
                if on_epoch is not None:
                    on_epoch(step)
    if step.history.diverged and progress:
        print(step.history.diverged)
    return step.history


def training_run(
    net,
    split,
    validation=None,
    epochs=5,
    batch_size=32,
    learning_rate=0.1,
    momentum=0.0,
    seed=0,
):
    """Train like `train`, but as a generator: it yields a `Step` after each update.

    Leave the loop, or close the generator, to stop: the network keeps what it has learned.
    """
    if not isinstance(net, Network):
        raise TypeError(f"net must be a Network, but a {type(net).__name__} was given")
    net.check()
    split = _usable(split, net, "the training digits")
    if validation is not None:
        validation = _usable(validation, net, "the validation digits")
    epochs = check_whole(epochs, "epochs")
    size = len(split)
    if batch_size is not None:
        size = min(size, check_whole(batch_size, "batch_size"))
    check_number(momentum, "momentum", least=0, below=1)
    check_whole(seed, "seed", least=0)
    return _steps(net, split, validation, epochs, size, _rate(learning_rate), momentum, seed)


def _usable(split, net, what):
    """Give back a Split whose images and labels suit the network."""
    if not hasattr(split, "batch"):
        if not (hasattr(split, "images") and hasattr(split, "labels")):
            raise TypeError(
                f"{what} must have .images and .labels, like digits.train, but a "
                f"{type(split).__name__} was given"
            )
        split = Split(check_images(split.images, net.sizes[0], net.dtype), split.labels)
    images, _ = split.batch(slice(0, 1))
    check_images(images, net.sizes[0], net.dtype)
    classes, highest = net.sizes[-1], split.labels.max()
    if highest >= classes or classes > max(10, highest + 1):
        raise ValueError(
            f"the network's last layer has {classes} neurons, but the labels of {what} go from "
            f"0 to {highest}: give it one neuron for each digit, {max(10, highest + 1)} in all"
        )
    return split


def _rate(learning_rate):
    """Turn the learning rate into a function of the epochs passed."""
    if callable(learning_rate):
        return lambda epochs: check_number(learning_rate(epochs), "learning_rate", above=0)
    constant = check_number(learning_rate, "learning_rate", above=0)
    return lambda epochs: constant


def _steps(net, split, validation, epochs, batch_size, rate, momentum, seed):
    rng = np.random.default_rng(seed)
    history = History()
    parameters = [*net.weights, *net.biases]
    gradients = [np.zeros_like(parameter) for parameter in parameters]
    velocities = [np.zeros_like(parameter) for parameter in parameters]
    updates = images_seen = 0
    n = len(split)
    for epoch in range(1, epochs + 1):
        good = [parameter.copy() for parameter in parameters]
        order = rng.permutation(n)
        losses = hits = 0
        for start in range(0, n, batch_size):
            rows = order[start : start + batch_size]
            for seen, loss, accuracy in _slopes(net, split, rows, gradients):
                if seen < len(rows):
                    yield Step(epoch, updates, images_seen + seen, loss, accuracy, False, history)
            _descend(parameters, gradients, velocities, rate(images_seen / n), momentum)
            updates += 1
            images_seen += len(rows)
            losses += loss * len(rows)
            hits += accuracy * len(rows)
            epoch_done = start + batch_size >= n
            if not np.isfinite(loss) or (epoch_done and not _all_finite(parameters)):
                for parameter, value in zip(parameters, good, strict=True):
                    parameter[...] = value
                history.diverged = (
                    f"The training diverged in epoch {epoch}, at update {updates}: its numbers "
                    "grew beyond all bounds. The network has its weights from before that epoch "
                    "again; try a smaller learning rate."
                )
                losses, epoch_done = np.nan, True
            if epoch_done:
                on_validation = None if validation is None else measure(net, validation)
                history.add(losses / n, hits / n, on_validation)
            yield Step(epoch, updates, images_seen, loss, accuracy, epoch_done, history)
            if history.diverged:
                return


def _slopes(net, split, rows, gradients):
    """Leave the slopes of a batch's mean loss in `gradients`, going through it in pieces.

    Yields after each piece: images done, their mean loss, their accuracy.
    """
    whole = len(rows) <= PIECE
    parts = gradients if whole else [np.empty_like(gradient) for gradient in gradients]
    losses = hits = 0
    for start in range(0, len(rows), PIECE):
        piece = rows[start : start + PIECE]
        loss, right = _slope(net, split, piece, parts)
        losses += loss * len(piece)
        hits += right
        done = start + len(piece)
        if not whole:
            _mix(gradients, parts, len(piece) / done)
        yield done, losses / done, hits / done


@np.errstate(over="ignore", invalid="ignore")  # one sentence tells of divergence, not a flood
def _slope(net, split, rows, gradients):
    """Leave the slopes of the rows' mean loss in `gradients`; return the loss and the hits."""
    images, labels = split.batch(rows)
    inputs, zs = net.propagate(images)
    loss, delta = net.loss_and_delta(zs[-1], labels)
    layers = len(net.weights)
    net.backpropagate(inputs, zs, delta, into=(gradients[:layers], gradients[layers:]))
    return loss, _hits(zs[-1], labels)


@np.errstate(over="ignore", invalid="ignore")
def _mix(means, parts, share):
    """Take a share of the new parts into the running means, in place."""
    for mean, part in zip(means, parts, strict=True):
        mean *= 1 - share
        part *= share
        mean += part


@np.errstate(over="ignore", invalid="ignore")
def _descend(parameters, gradients, velocities, learning_rate, momentum):
    """Move every parameter a step down its slope, in place."""
    for parameter, gradient, velocity in zip(parameters, gradients, velocities, strict=True):
        gradient *= learning_rate
        if momentum:
            velocity *= momentum
            velocity -= gradient
            parameter += velocity
        else:
            parameter -= gradient


@np.errstate(over="ignore", invalid="ignore")
def measure(net, split):
    """Mean loss and accuracy of a network on a split, a piece at a time."""
    losses = hits = 0
    for start in range(0, len(split), PIECE):
        images, labels = split.batch(slice(start, start + PIECE))
        scores = net.propagate(images)[1][-1]
        losses += net.loss_and_delta(scores, labels)[0] * len(labels)
        hits += _hits(scores, labels)
    return losses / len(split), hits / len(split)


def _hits(scores, labels):
    return np.count_nonzero(scores.argmax(axis=1) == labels)


def _all_finite(arrays):
    return all(np.isfinite(array).all() for array in arrays)
