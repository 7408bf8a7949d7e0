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
    """What an author says, in our words, and what we found (`tests/test_claims.py` holds it)."""

    says: str
    found: str


class Result(NamedTuple):
    """A trained network and how it got there."""

    network: Network
    history: History


@dataclass(frozen=True)
class Recipe:
    """A published network: how to build it, how to train it, what its author says of it.

    What the author leaves open, we chose: `chosen` says what. Not every author claims something.

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
    line: str  # for each report, with the names of its figures in braces
    mnist_accuracy: float  # on the test digits, after its whole run with seed 0
    chosen: str  # what its author leaves open
    every: int = 1  # epochs from line to line
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
        """Build the network, train it and report on the way, with the figures of its author.

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

    def __getitem__(self, name: str) -> Recipe:
        return super().__getitem__(check_name(name, self, "the name of a recipe"))


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
        chosen="the initialisation (`lecun`), the batches (32), the learning rate (0.3), the "
        "number of epochs (20), and which cross-entropy: that of all ten answers, added up",
        claims=(
            Claim(
                "exported weights can be loaded for quick predictions or further fine-tuning",
                "the loaded network gives the same outputs, bit for bit; with 100 leaning digits "
                "it learns to classify them far better than a new network does",
            ),
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
        chosen="the number of hidden neurons (128), the initialisation (`he`), the batches (32), "
        "the learning rate (0.1) and the number of epochs (10)",
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
        chosen="the learning rate (0.01), and how small the small random weights are (0.01 times "
        "a normal one)",
        claims=(
            Claim(
                "mini-batches would be more efficient",
                "batches of 32 take a fraction of the time; with the same learning rate they learn "
                "almost nothing in as many epochs, with 32 times the rate as much",
            ),
            Claim(
                "ten samples would not be enough: more data generalises better",
                "on MNIST, after 20 epochs with 10 and with 1,000 digits it classifies less than "
                "30 % and more than 80 % of the test digits, with 10,000 after 3 epochs more than "
                "90 %",
            ),
            Claim(
                "a port to TensorFlow or PyTorch would support a graphics card",
                "notebook 09 does the port: same outputs and gradients, on a processor",
            ),
            Claim(
                "there can be any number of hidden layers",
                "with our reading of its small initial weights (0.01), batches of 32 and the rate "
                "0.1, four layers of 64 neurons learn nothing in 20 epochs; with He's "
                "initialisation eight do",
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
        chosen="only the seed of the random numbers: its author publishes the code",
        every=10,
        claims=(
            Claim(
                "more neurons can overfit and converge more slowly, often without more accuracy",
                "not here: after 100 epochs 256 neurons have learned more training digits than 32 "
                "and classify more new ones; with all of them the last validation loss is within "
                "1 % of its lowest. On MNIST the gap between training and "
                "validation accuracy grows with them",
            ),
            Claim(
                "a higher rate would not help much, and too high a rate fails to converge",
                "after 100 epochs the rate 1 is less accurate than 0.2, and at 5 the network "
                "classifies less than half of the digits",
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
        mnist_accuracy=0.9735,  # our own measurement: that its author says the same is luck
        chosen="the initialisation: `lecun`, where its author's library draws Glorot's uniform "
        "weights if nothing is said; the batches of 32 and the rate of 0.01 are those of the "
        "library, too",
        claims=(
            Claim(
                "approximately 97.35 % on the test set",
                "97.35 % with seed 0 and our initialisation, the same by luck: with the seeds 1 "
                "and 2 it is 97.15 and 97.33 %",
            ),
        ),
    ),
)

recipes = Recipes((recipe.name, recipe) for recipe in ALL)
