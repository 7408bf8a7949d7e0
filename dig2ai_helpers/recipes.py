"""Five published networks, rebuilt with their settings, and what their authors say of them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from .digits import Digits, check_digits
from .history import History
from .inputs import check_name
from .network import Network
from .training import train


class Claim(NamedTuple):
    """What an author says, and what we found on MNIST; a test holds each finding."""

    says: str
    found: str


class Result(NamedTuple):
    """A trained network and how it got there."""

    network: Network
    history: History


@dataclass(frozen=True)
class Recipe:
    """A published network: how to build it, how to train it, what is claimed of it.

    Examples
    --------
    >>> recipes["selu-300-100"].build().sizes
    (784, 300, 100, 10)
    >>> recipes["selu-300-100"].build(neurons=32).sizes
    (784, 32, 10)
    """

    name: str
    sizes: tuple[int, ...]  # this and the next three: what `Network` takes
    hidden: str
    output: str
    init: str
    training: dict[str, Any]  # what `train` takes
    line: str  # that its author prints, with the names of the figures in braces
    mnist_accuracy: float  # on the test digits, after its whole run with seed 0
    every: int = 1  # epochs from line to line
    chosen: str = "nothing: its author gives all settings"  # what the author leaves open
    claims: tuple[Claim, ...] = field(default=(), repr=False)

    def build(
        self, neurons: int | tuple[int, ...] | None = None, seed: int = 0, dtype: str = "float32"
    ) -> Network:
        """Make the untrained network; `neurons` changes its hidden layers: 64, or (64, 32)."""
        hidden_sizes = self.sizes[1:-1] if neurons is None else neurons
        if not isinstance(hidden_sizes, (list, tuple)):
            hidden_sizes = (hidden_sizes,)
        sizes = (self.sizes[0], *hidden_sizes, self.sizes[-1])
        return Network(sizes, self.hidden, self.output, self.init, seed, dtype)

    def run(
        self,
        digits: Digits,
        neurons: int | tuple[int, ...] | None = None,
        seed: int = 0,
        dtype: str = "float32",
        report: Callable[[str], object] | None = print,
        **changes: Any,
    ) -> Result:
        """Build the network, train it and report on the way as its author does.

        `neurons`, `seed` and `dtype` are those of `build`; the training has the same seed.
        `report` is called with each line, and `changes` are other settings for `train` than
        the published ones, like `epochs=5`.
        """
        check_digits(digits)

        def tell(step):
            if report is None or step.epoch % self.every:
                return
            figures = {name: values[-1] for name, values in vars(step.history).items() if values}
            report(self.line.format(epoch=step.epoch, **figures))

        network = self.build(neurons, seed, dtype)
        settings = self.training | {"seed": seed, "progress": report is not None} | changes
        history = train(network, digits.train, digits.validation, on_epoch=tell, **settings)
        return Result(network, history)


class Recipes(dict[str, Recipe]):
    """The five published networks of notebook 08, by their names; each is a `Recipe`.

    Examples
    --------
    >>> list(recipes)
    ['sigmoid-128-64', 'dig2ai', 'relu-128-64', 'full-batch-128', 'selu-300-100']
    >>> network, history = recipes["dig2ai"].run(digits, epochs=2, report=None)
    >>> network.sizes
    (784, 128, 10)
    """

    def __missing__(self, name: str) -> Recipe:
        return self[check_name(name, self, "the name of a recipe")]


ALL = (
    Recipe(
        name="sigmoid-128-64",
        sizes=(784, 128, 64, 10),
        hidden="sigmoid",
        output="sigmoid",
        init="lecun",
        training={"epochs": 20, "batch_size": 32, "learning_rate": 0.3},
        line="epoch {epoch}: average cost {loss:.4f}, training accuracy {accuracy:.2%}, "
        "validation accuracy {validation_accuracy:.2%}",
        mnist_accuracy=0.981,
        chosen="the start, the batches and the learning rate: from a `small` start with the "
        "full batch it learns nothing for hundreds of updates, so it starts from `lecun` with "
        "batches of 32 at 0.3",
        claims=(
            Claim(
                "cross-entropy falls",
                "it falls in every one of the 20 epochs; 98.1 % of the test digits are read",
            ),
            Claim("loaded weights predict at once", "they give the same outputs, bit for bit"),
        ),
    ),
    Recipe(
        name="dig2ai",
        sizes=(784, 128, 10),
        hidden="relu",
        output="softmax",
        init="he",
        training={"epochs": 10, "batch_size": 32, "learning_rate": 0.1},
        line="epoch {epoch}: loss {loss:.4f}, training accuracy {accuracy:.2%}, "
        "validation accuracy {validation_accuracy:.2%}",
        mnist_accuracy=0.978,
        chosen="the neurons (128, to be changed at will), the start and the training",
        claims=(
            Claim(
                "predicted and true labels agree on examples",
                "97.8 % of the test digits are read with 128 neurons, for three seeds",
            ),
        ),
    ),
    Recipe(
        name="relu-128-64",
        sizes=(784, 128, 64, 10),
        hidden="relu",
        output="softmax",
        init="small",
        training={"epochs": 20, "batch_size": 1, "learning_rate": 0.01},
        line="epoch {epoch}: average loss {loss:.4f}",
        mnist_accuracy=0.979,
        chosen="the learning rate, 0.01",
        claims=(
            Claim(
                "mini-batches would be more efficient",
                "an epoch in batches of 32 takes less than a fifth of the time of one in single "
                "samples, and after 20 epochs it reads 98.0 % instead of 97.9 %",
            ),
            Claim(
                "ten samples are not enough, more data generalises better",
                "after 20 epochs with 10, 1,000, 10,000 and 55,000 digits it reads 17 %, 87 %, "
                "97 % and 98 % of the test digits",
            ),
        ),
    ),
    Recipe(
        name="full-batch-128",
        sizes=(784, 128, 10),
        hidden="relu",
        output="softmax",
        init="normal",
        training={"epochs": 400, "batch_size": None, "learning_rate": 0.2},
        line="epoch {epoch}: loss {loss:.4f}, accuracy {accuracy:.2%}",
        mnist_accuracy=0.875,
        every=10,
        claims=(
            Claim(
                "more neurons stop helping and can overfit",
                "not yet after 100 of its epochs on MNIST: 32, 128 and 512 neurons read 71 %, 83 % "
                "and 89 % of the validation digits; but on the bundled digits, where 128 learn "
                "all that 32 leave over, and the loss on new digits more than doubles",
            ),
            Claim(
                "a higher rate stops helping and then fails to converge",
                "after 100 epochs rates of 0.2, 1 and 5 read 83 %, 56 % and 20 % of the validation "
                "digits",
            ),
        ),
    ),
    Recipe(
        name="selu-300-100",
        sizes=(784, 300, 100, 10),
        hidden="selu",
        output="softmax",
        init="lecun",
        training={"epochs": 30, "batch_size": 32, "learning_rate": 0.01},
        line="epoch {epoch}: loss {loss:.4f}, accuracy {accuracy:.4f}, "
        "validation loss {validation_loss:.4f}, validation accuracy {validation_accuracy:.4f}",
        mnist_accuracy=0.9735,
        claims=(
            Claim(
                "97.35 % on the test set",
                "97.28 % on average over five seeds, with a spread of 0.08; 97.35 % for seed 0",
            ),
        ),
    ),
)

recipes = Recipes((recipe.name, recipe) for recipe in ALL)
