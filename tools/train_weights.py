"""Train the networks that come with the package again, from nothing, on MNIST.

``python tools/train_weights.py`` makes all of them, ``python tools/train_weights.py 784-128-10``
one. It needs MNIST's files (``python -m dig2ai_helpers download-mnist``) and prints what it
measures. The settings were chosen by the validation digits. Another processor, or another number
of threads, rounds differently: there the weights come out a little different.
"""

import argparse
from dataclasses import asdict, dataclass
from time import process_time

from dig2ai_helpers import Network, load_digits, train
from dig2ai_helpers.digits.distortions import Distorted
from dig2ai_helpers.inputs import check_sizes
from dig2ai_helpers.trained import FOLDER, NETWORKS
from dig2ai_helpers.weights_file import write_network


@dataclass
class Recipe:
    """How to train a network; the learning rate falls evenly to 0."""

    epochs: int
    distortions: dict
    batch_size: int = 128
    learning_rate: float = 0.1
    momentum: float = 0.9


# A network of 128 neurons has no room for strong distortions.
WEAK = dict(shift=0.7, scale=0.05, shear=0.06, rotation=5, elastic=0.5, thickness=0.1)
STRONG = dict(shift=1.5, scale=0.12, shear=0.15, rotation=12, elastic=1.0, thickness=0.4)
RECIPES = {
    "784-10": Recipe(20, WEAK),
    "784-128-10": Recipe(40, WEAK),
    "784-512-256-10": Recipe(120, STRONG),
}


def train_from_nothing(name, recipe, digits):
    """Train a network of the sizes in its name; return it and the processor's seconds."""
    net = Network(check_sizes(int(size) for size in name.split("-")))
    split = Distorted(digits.train, **recipe.distortions)
    start = process_time()
    train(
        net,
        split,
        digits.validation,
        recipe.epochs,
        recipe.batch_size,
        lambda passed: recipe.learning_rate * (1 - passed / recipe.epochs),
        recipe.momentum,
        on_epoch=lambda step: print(f"{name}, {step.history}", flush=True),
    )
    return net, process_time() - start


def main():
    """Train the named networks, or all, and store them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NETWORKS))
    names = parser.parse_args().names or NETWORKS
    if unknown := set(names) - set(NETWORKS):
        parser.error(f"no network is called {', '.join(unknown)}: {', '.join(NETWORKS)}")
    digits = load_digits("mnist")
    for name in names:
        net, seconds = train_from_nothing(name, RECIPES[name], digits)
        # Measured is what is stored: weights of 16 bits.
        net.weights = [W.astype("float16").astype("float32") for W in net.weights]
        about = asdict(RECIPES[name]) | {"seconds": round(seconds)}
        for part in ("validation", "test"):
            split = getattr(digits, part)
            about[f"{part}_accuracy"] = net.evaluate(split.images, split.labels)[1]
            print(f"{name}: {about[f'{part}_accuracy']:.2%} of MNIST's {part} digits")
        write_network(FOLDER / f"{name}.npz", net, about, half=True)


if __name__ == "__main__":
    main()
