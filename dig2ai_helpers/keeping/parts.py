"""The parts of the reader's own network, in the order of the series, and their checks."""

import contextlib
import difflib
import io
from itertools import pairwise

import numpy as np

from .. import checks
from ..checks.check import make_check
from ..checks.compare import UnreadableError
from ..checks.display import joined
from ..checks.exercise import Exercise
from ..digits import Split
from ..network import Network
from ..training import train

PARTS = {
    "layer": "notebook 02, exercise 2",
    "scores": "notebook 02, exercise 3",
    "softmax": "notebook 03, exercise 1",
    "cross_entropy": "notebook 03, exercise 3",
    "delta": "notebook 04, exercise 2",
    "layer_backward": "notebook 04, exercise 3",
    "step": "notebook 05, exercise 2",
    "batches": "notebook 05, exercise 3",
    "momentum_step": "notebook 05, exercise 4",
    "train_network": "notebook 05, after exercise 4",
}


class CannotKeepError(Exception):
    """A function can't be kept; the text is the sentence for the reader."""


class OwnNetwork:
    """The reader's functions that are right, each under the name of its part.

    Parameters
    ----------
    functions : dict
        {part: function}.
    unusable : collection of str
        Parts that the file may have, but not as they should be.
    """

    __slots__ = ("__dict__", "_unusable")

    def __init__(self, functions, unusable=()):
        self.__dict__.update(functions)
        self._unusable = unusable

    def __getattr__(self, name):
        if not name.startswith("_") and name in self._unusable:
            raise AttributeError(
                f"`{name}` can't be used as it stands in my_network.py: my_network() says why"
            )
        if name in PARTS:
            raise AttributeError(f"my_network.py has no `{name}` yet ({PARTS[name]})")
        raise AttributeError(no_part(name))

    def __repr__(self):
        return f"<your own network: {', '.join(vars(self)) or 'nothing yet'}>"


def no_part(name):
    """Say that nothing has this name, and what may be meant."""
    near = difflib.get_close_matches(part_name(str(name)), PARTS, n=1)
    meant = f"is `{near[0]}` meant? Its" if near else "its"
    return f"`{name}` is no part of the network; {meant} parts: {', '.join(PARTS)}"


def part_name(name):
    """The name of a part in the series: 'layer' for 'my_layer'."""
    return name.removeprefix("my_")


def verdict(part, function):
    """What the check of a part says about a function; it begins with "Right." if all is right."""
    check = check_train_network if part == "train_network" else getattr(checks, f"check_{part}")
    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        check(function)
    return joined(said.getvalue().strip())


def in_a_sentence(said):
    """What a check says, to stand after another sentence."""
    said = said.removeprefix("Not yet: ").removeprefix("Not done yet: ")
    first = said.replace(",", " ").split(" ")[0]
    if any(first in getattr(checks, name).exercise.results for name in checks.__all__):
        return said  # the name of a result, like dW, stays as it is written
    return said[:1].upper() + said[1:]


def is_right(part, function):
    """Whether a function passes the check of a part."""
    return verdict(part, function).startswith("Right.")


# The loop that notebook 05 makes of the parts has a check as well: the package's own loop.


def _train(parameters, images, labels, epochs, batch_size, learning_rate, seed):
    """Train as the package does; return the parameters and the loss of each epoch."""
    sizes = [len(parameters[0]), *(len(bias) for bias in parameters[1::2])]
    net = Network(sizes, dtype="float64")
    net.weights, net.biases = list(parameters[0::2]), list(parameters[1::2])
    history = train(
        net, Split(images, labels), None, epochs, batch_size, learning_rate, 0.0, seed, None, False
    )
    return [array for pair in zip(net.weights, net.biases, strict=True) for array in pair], (
        history.loss
    )


def _all_arrays(result):
    try:
        parameters, losses = result
        return [np.asarray(array, dtype=float) for array in [*parameters, losses]]
    except (TypeError, ValueError):
        raise UnreadableError(
            "it should give back two results: the parameters, and the loss of each epoch."
        ) from None


def _small_training(sizes, seed):
    rng = np.random.default_rng(seed)
    parameters = []
    for fan_in, fan_out in pairwise(sizes):
        parameters += [rng.normal(size=(fan_in, fan_out)), rng.normal(size=fan_out)]
    images = rng.random((11, sizes[0]), dtype=np.float32)
    return parameters, images, rng.integers(0, sizes[-1], size=11), 3, 4, 0.3, seed


check_train_network = make_check(
    Exercise(
        name="train_network",
        notebook="05",
        statement="A training loop that is made of the reader's own functions.",
        right=_train,
        mistakes={},
        praise="Your functions train a network, and the weights are those of the package.",
        hints=("Compare your loop with that of section 1.",),
        cases=[_small_training((6, 5, 10), 1), _small_training((7, 5, 4, 10), 2)],
        like=_all_arrays,
    )
)
