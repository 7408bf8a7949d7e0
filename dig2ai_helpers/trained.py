"""The networks that come with the package, trained on MNIST.

`tools/train_weights.py` makes them again. To keep the files small, a weight is stored with 16
bits; it is used with 32. The accuracies are those of the stored weights.
"""

from pathlib import Path
from typing import Any

from .inputs import check_name, told
from .network import Network
from .weights_file import read_about

FOLDER = Path(__file__).parent / "data"
NETWORKS = ("784-10", "784-128-10", "784-512-256-10")


def load_network(name: str = "784-512-256-10") -> Network:
    """Load one of the trained networks that come with the package.

    Parameters
    ----------
    name
        Its layers: `"784-10"`, which has no hidden layer, `"784-128-10"`, or
        `"784-512-256-10"`, which reads people's drawings best.

    Returns
    -------
    Network
        Ready to read images (n, 784). `about_network` tells how it was trained.

    Examples
    --------
    >>> net = load_network("784-128-10")
    >>> net.predict(digits.test.images[:5]), digits.test.labels[:5]
    (array([0, 7, 6, 3, 2]), array([0, 7, 6, 3, 2]))
    """
    return Network.load(_file(name))


def about_network(name: str = "784-512-256-10") -> dict[str, Any]:
    """Tell how a network of the package was trained and how well it reads MNIST.

    Returns
    -------
    dict
        "epochs", "batch_size", "learning_rate" (at the start; it falls evenly to 0),
        "momentum", "distortions" (settings of `distort`), "seconds" on one processor core,
        and "validation_accuracy" and "test_accuracy".

    Examples
    --------
    >>> about = about_network("784-128-10")
    >>> about["epochs"], about["test_accuracy"]
    (40, 0.9883)
    """
    return read_about(_file(name))


def reader_of_digits(network: Any = None, name: str = NETWORKS[-1]) -> Network:
    """Return a network that reads 784 pixels as one of ten digits.

    Without one, it is one of the trained networks, the strong one unless another is named.
    """
    if network is None:
        return load_network(name)
    check_reader(network, 784)
    return network


def check_reader(network: Any, pixels: int) -> None:
    """Check that this is a network that reads images of so many pixels as one of ten digits."""
    if not isinstance(network, Network):
        raise TypeError(f"network must be a Network, but is {told(network)}")
    if (network.sizes[0], network.sizes[-1]) != (pixels, 10):
        raise ValueError(
            f"network must have {pixels} inputs and 10 outputs, for the pixels and the digits, "
            f"but its sizes are {network.sizes}"
        )


def _file(name):
    return FOLDER / f"{check_name(name, NETWORKS, 'name')}.npz"
