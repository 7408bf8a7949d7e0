"""What notebook 09 says of optimisers, for five seeds; and of Keras, for each network."""

import ast

import nbformat
import numpy as np
import pytest
from test_notebooks import FOLDER

from dig2ai_helpers import Network, frameworks, train

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")  # of Keras, on NumPy


@pytest.fixture(scope="module")
def names():
    """The notebook's own functions, and what they import."""
    if frameworks.missing():
        pytest.skip(f"not installed: {', '.join(frameworks.missing())}")
    found = {}
    wanted = ("import torch", "def to_torch", "import numpy", "import os", "def one_epoch")
    wanted += ("class ExactDense", "def apart")
    for cell in nbformat.read(FOLDER / "09-in-a-framework.ipynb", as_version=4).cells:
        source = cell.source.removeprefix(frameworks.MARK).strip()
        if cell.cell_type == "code" and source.startswith(wanted):
            exec(source.partition("\n\n\ncompare(")[0].partition("\n\n\nsizes =")[0], found)
    return found


def test_the_autograd_has_fewer_than_40_lines():
    cells = nbformat.read(FOLDER / "09-in-a-framework.ipynb", as_version=4).cells
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    parts = ("Value", "matmul", "add", "relu", "cross_entropy", "in_order", "backward")
    own = [node for node in ast.parse(code).body if getattr(node, "name", "") in parts]
    assert len(own) == len(parts)
    assert 25 <= sum(node.end_lineno - node.lineno + 1 for node in own) < 40


def median_accuracy(names, digits, optimiser, rate):
    torch, shares = names["torch"], []
    images, labels = digits.validation.batch(slice(None))
    for seed in range(5):
        model = names["to_torch"](Network((784, 128, 10), seed=seed, dtype="float64"))
        steps = getattr(torch.optim, optimiser)(model.parameters(), lr=rate)
        for epoch in range(3):
            names["one_epoch"](model, steps, digits.train, seed=epoch)
        with torch.no_grad():
            scores = model(torch.tensor(images, dtype=torch.float64)).numpy()
        shares.append(np.mean(scores.argmax(axis=1) == labels))
    return np.median(shares)


@pytest.mark.parametrize(
    ("optimiser", "rate", "told"),
    [
        ("SGD", 0.001, 0.25),
        ("SGD", 0.01, 0.86),
        ("SGD", 0.1, 0.96),
        ("SGD", 1, 0.18),
        ("Adam", 0.0001, 0.81),
        ("Adam", 0.001, 0.95),
        ("Adam", 0.01, 0.95),
        ("Adam", 0.1, 0.84),
    ],
)
def test_the_table_of_optimisers(names, digits, optimiser, rate, told):
    unstable = 0.1 if rate * (10 if optimiser == "Adam" else 1) >= 1 else 0.015
    assert median_accuracy(names, digits, optimiser, rate) == pytest.approx(told, abs=unstable)


@pytest.mark.parametrize(
    ("sizes", "hidden", "init"),
    [((784, 128, 10), "relu", "he"), ((784, 300, 100, 10), "selu", "lecun")],
)
def test_an_epoch_in_keras_agrees_as_well(names, digits, sizes, hidden, init):
    net = Network(sizes, hidden=hidden, init=init, seed=2, dtype="float64")
    models = names["to_torch"](net), names["to_keras"](net, names["ExactDense"])
    for model in models:
        steps = names["torch"].optim.SGD(model.parameters(), lr=0.1)
        names["one_epoch"](model, steps, digits.train)
    train(net, digits.train, epochs=1, batch_size=32, learning_rate=0.1, progress=False)
    assert names["apart"](net, models[0]) < 1e-9
    parameters = names["in_pairs"](net.weights, net.biases)
    for mine, other in zip(parameters, models[1].get_weights(), strict=True):
        assert np.abs(mine - other).max() < 1e-9
