"""Training: `training_run` pauses after each update of the weights; `train` runs to the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from .digits import Split
from .history import History, Step
from .inputs import check_images, check_number, check_whole, told
from .network import Network
from .network_inputs import check_learner
from .progress import progress_bar
from .training_loop import Run


def train(
    net: Network,
    split: Split,
    validation: Split | None = None,
    epochs: int = 5,
    batch_size: int | None = 32,
    learning_rate: float | Callable[[float], float] = 0.1,
    momentum: float = 0.0,
    seed: int = 0,
    on_epoch: Callable[[Step], object] | None = None,
    progress: bool = True,
) -> History:
    """Train a network by gradient descent and return the history.

    Parameters
    ----------
    net
        Learns in place.
    split
        Images to learn from, with their labels: `digits.train`.
    validation
        Measured after each epoch; never learned from.
    epochs
        How often to go through all images, in a new order each time.
    batch_size
        Images for each update of the weights; None: all of them.
    learning_rate
        How far to step against the gradient. A function is called before each update with the
        epochs passed so far, as a decimal number: `lambda epochs: 0.1 / (1 + epochs)`.
    momentum
        Share of the last step that is added to the next, from 0 and below 1.
    seed
        For the order of the images. The same seed gives the same weights, and for a network of
        float64 bit for bit. For float32 that takes a fixed number of threads:
        `OPENBLAS_NUM_THREADS=1`, set before Python starts.
    on_epoch
        Called with the `Step` after each epoch.
    progress
        Whether to show a progress bar, and a line of text if the run diverges.

    Examples
    --------
    >>> net = Network((784, 32, 10))
    >>> history = train(net, digits.train, digits.validation, progress=False)
    >>> history.validation_accuracy[-1] > 0.9
    True
    """
    run = training_run(net, split, validation, epochs, batch_size, learning_rate, momentum, seed)
    if not (on_epoch is None or callable(on_epoch)):
        raise TypeError(f"on_epoch must be a function or None, but is {told(on_epoch)}")
    with progress_bar(int(epochs) * len(split.labels), " images", "training", progress) as bar:
        for step in run:
            bar.update(step.images_seen - bar.n)
            if step.epoch_done:
                bar.set_postfix_str(str(step.history))
                if on_epoch is not None:
                    on_epoch(step)
    if step.history.diverged and progress:
        print(step.history.diverged)
    return step.history


def training_run(
    net: Network,
    split: Split,
    validation: Split | None = None,
    epochs: int = 5,
    batch_size: int | None = 32,
    learning_rate: float | Callable[[float], float] = 0.1,
    momentum: float = 0.0,
    seed: int = 0,
) -> Iterator[Step]:
    """Train like `train`, but as a generator: it yields a `Step` after each update.

    Leave the loop, or close the generator, to stop: the network keeps what it has learned.

    Examples
    --------
    >>> net = Network((784, 32, 10))
    >>> for step in training_run(net, digits.train, epochs=100):
    ...     if step.epoch_done and step.history.accuracy[-1] > 0.9:
    ...         break
    >>> step.epoch < 10
    True
    """
    if not isinstance(net, Network):
        raise TypeError(f"net must be a Network, but a {type(net).__name__} was given")
    check_learner(net)
    split = _usable(split, net, "the training digits")
    if validation is not None:
        validation = _usable(validation, net, "the validation digits")
    epochs = check_whole(epochs, "epochs")
    size = len(split)
    if batch_size is not None:
        size = min(size, check_whole(batch_size, "batch_size"))
    momentum = check_number(momentum, "momentum", least=0, below=1)
    seed = check_whole(seed, "seed", least=0)
    run = Run(net, split, validation, size, _rate(learning_rate), momentum)
    return run.epochs(epochs, seed)


def _usable(split, net, what):
    """Return a Split whose images and labels suit the network."""
    if not (hasattr(split, "batch") and hasattr(split, "labels")):
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

        def rate(epochs):
            try:
                return check_number(learning_rate(epochs), "learning_rate", above=0)
            except StopIteration:  # from `next`: Python would speak of a generator
                raise ValueError(
                    "learning_rate must give a number before each update, but it has no more"
                ) from None

        return rate
    constant = check_number(learning_rate, "learning_rate", above=0)
    return lambda epochs: constant
