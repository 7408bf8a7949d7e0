"""What notebook 02 says and doesn't show: its boxes, and networks trained from five seeds."""

import re
from pathlib import Path

import nbformat
import numpy as np

from dig2ai_helpers import Network, functions, load_digits, train

PATH = Path(__file__).parents[1] / "notebooks/02-forward-propagation.ipynb"


def printed(word, capsys):
    """What the code of the box with this word prints, a list of numbers for each activation."""
    boxes = [cell.source for cell in nbformat.read(PATH, 4).cells if "<b>Why</b>" in cell.source]
    (box,) = [box for box in boxes if word in box.partition("\n")[0]]
    (code,) = re.findall(r"```python\n(.*?)```", box, re.DOTALL)
    names = ("relu", "sigmoid", "tanh", "selu")
    exec(code, {"np": np, "functions": functions, "names": names})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert [line[0] for line in lines] == list(names)
    return [[float(word) for word in line if word[-1].isdigit()] for line in lines]


def test_the_slopes_in_the_box_are_those_that_are_measured(capsys):
    for by_formula, measured in printed("sigmoid's slope", capsys):
        assert by_formula == measured > 0


def test_selu_alone_keeps_mean_and_standard_deviation(capsys):
    relu, sigmoid, tanh, selu = printed("SELU", capsys)
    assert relu == [0.40, 0.58] and selu == [0.00, 1.00]
    assert sigmoid[0] == 0.5 and tanh[1] < 1


def test_on_the_bundled_digits_a_hidden_layer_adds_hardly_anything():
    digits = load_digits("bundled")
    accuracies = np.zeros((5, 2))
    for seed in range(5):
        for column, sizes in enumerate([(784, 10), (784, 128, 10)]):
            net = Network(sizes, seed=seed)
            train(net, digits.train, epochs=20, learning_rate=0.1, seed=seed, progress=False)
            _, accuracies[seed, column] = net.evaluate(*digits.validation.batch(slice(None)))
    assert accuracies[:, 0].min() > 0.955 and accuracies[:, 0].max() < 0.975
    gained = accuracies[:, 1] - accuracies[:, 0]
    assert np.abs(gained).max() < 0.02
