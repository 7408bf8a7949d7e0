"""Training: `training_run` pauses after each update of the weights; `train` runs to the end."""

from .digits import Split
from .inputs import check_images, check_number, check_whole
from .network import Network
from .network_inputs import check_parameters
from .progress import progress_bar
from .training_loop import Run


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
    check_parameters(net)
    split = _usable(split, net, "the training digits")
    if validation is not None:
        validation = _usable(validation, net, "the validation digits")
    epochs = check_whole(epochs, "epochs")
    size = len(split)
    if batch_size is not None:
        size = min(size, check_whole(batch_size, "batch_size"))
    check_number(momentum, "momentum", least=0, below=1)
    check_whole(seed, "seed", least=0)
    run = Run(net, split, validation, size, _rate(learning_rate), momentum)
    return run.epochs(epochs, seed)


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
