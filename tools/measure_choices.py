"""Measure what the choices that an author left open are worth: notebook 08's table.

``python tools/measure_choices.py`` trains the five published networks with every reasonable
setting that their authors leave open, and some of their claims, on the bundled digits and on
5,000 training digits of MNIST. It writes dig2ai_helpers/data/choices.csv, one training a row, in
about 20 minutes; with ``--digits bundled`` or ``--digits mnist`` only that part of the table.
"""

import argparse
import csv
import itertools
from concurrent.futures import ProcessPoolExecutor

import numpy as np

from dig2ai_helpers import Digits, Network, load_digits, recipes, train
from dig2ai_helpers.choices import MEASURED, TABLE
from dig2ai_helpers.sweep import single_threaded_children

SETTINGS = ("neurons", "init", "cost", "batch_size", "learning_rate", "epochs")
COLUMNS = ("question", "network", "digits", *SETTINGS, "seed", *MEASURED)
SEEDS = {"bundled": range(5), "mnist": range(1)}

# Fewer updates an epoch need more epochs.
BATCHES = {"batch_size": [32], "epochs": [10, 30]}
ALL_AT_ONCE = {"batch_size": [None], "epochs": [50, 200]}

# question, network, settings to try; a setting that isn't named is as in the recipe.
GRIDS = [
    ("ours", "sigmoid-128-64", {}),
    ("cost", "sigmoid-128-64", {"cost": ["label only"]}),
    ("range", "sigmoid-128-64", {
        "init": ["small", "lecun", "normal"], "learning_rate": [0.01, 0.1, 1.0]} | BATCHES),
    ("range", "sigmoid-128-64", {
        "init": ["small", "lecun", "normal"], "learning_rate": [0.01, 0.1, 1.0]} | ALL_AT_ONCE),
    ("range", "dig2ai", {
        "neurons": [(10,), (128,)], "init": ["small", "he", "normal"],
        "learning_rate": [0.01, 0.1, 1.0]} | BATCHES),
    ("range", "dig2ai", {
        "neurons": [(10,), (128,)], "init": ["small", "he", "normal"],
        "learning_rate": [0.01, 0.1, 1.0]} | ALL_AT_ONCE),
    ("range", "relu-128-64", {
        "init": [0.001, 0.01, 0.1], "learning_rate": [0.001, 0.01, 0.1]}),
    ("range", "full-batch-128", {}),
    ("range", "selu-300-100", {
        "init": ["glorot", "lecun", "he"], "learning_rate": [0.01, 0.1]}),
    ("batches", "full-batch-128", {"init": ["he"]}),
    ("batches", "full-batch-128", {
        "init": ["normal", "he"], "batch_size": [32], "learning_rate": [0.1], "epochs": [10]}),
    ("size", "dig2ai", {"neurons": [(128,), (300, 100)]}),
    ("neurons", "full-batch-128", {"neurons": [(32,), (64,), (128,), (256,)], "epochs": [100]}),
    ("rate", "full-batch-128", {"learning_rate": [0.02, 0.2, 1.0, 5.0], "epochs": [100]}),
    ("depth", "relu-128-64", {
        "neurons": [(64,) * layers for layers in (1, 2, 4, 8)], "init": ["small", "he"],
        "batch_size": [32], "learning_rate": [0.1], "epochs": [20]}),
]  # fmt: skip
SHORTER = {"full-batch-128": 100, "relu-128-64": 10}  # epochs on MNIST


class LabelOnly(Network):
    """Ten sigmoids whose cost is the surprise at the label's answer alone."""

    def loss_and_delta(self, scores, labels):
        """Return the loss, and its gradient: 0 for every answer but the label's."""
        rows = np.arange(len(labels))
        noes = 1 / (1 + np.exp(scores[rows, labels]))
        delta = np.zeros_like(scores)
        delta[rows, labels] = -noes / len(labels)
        return float(np.mean(np.logaddexp(0, -scores[rows, labels]))), delta


def build(recipe, neurons, init, cost, seed):
    """Build a recipe's network with another initialisation or cost."""
    kind = LabelOnly if cost == "label only" else Network
    sizes = (784, *neurons, 10)
    if isinstance(init, float):
        net = kind(sizes, recipe.hidden, recipe.output, "normal", seed)
        for W in net.weights:
            W *= init
        return net
    if init != "glorot":
        return kind(sizes, recipe.hidden, recipe.output, init, seed)
    net = kind(sizes, recipe.hidden, recipe.output, "normal", seed)
    rng = np.random.default_rng(seed)
    for W in net.weights:
        W[...] = rng.uniform(-1, 1, W.shape) * np.sqrt(6 / sum(W.shape))
    return net


def trainings(only):
    """Yield each training to be done: question, recipe, set of digits, settings, epochs, seed."""
    for question, name, grid in GRIDS:
        recipe = recipes[name]
        same = {"neurons": recipe.sizes[1:-1], "init": recipe.init, "cost": "all answers"}
        lists = {key: [value] for key, value in (same | recipe.training).items()} | grid
        for digits in [only] if only else SEEDS:
            epochs = lists["epochs"]
            if digits == "mnist":
                epochs = [min(number, SHORTER.get(name, number)) for number in epochs]
            for values in itertools.product(*(lists[key] for key in SETTINGS[:-1])):
                settings = dict(zip(SETTINGS[:-1], values, strict=True))
                for seed in SEEDS[digits]:
                    yield question, name, digits, settings, epochs, seed


def measure(question, name, digits, settings, epochs, seed):
    """Do one training, and return its rows of the table: one for each number of epochs."""
    material = load_digits(digits)
    if digits == "mnist":
        material = Digits(digits, material.train.first(5_000), material.validation, material.test)
    net = build(recipes[name], *(settings[key] for key in SETTINGS[:3]), seed)
    plan = {key: settings[key] for key in ("batch_size", "learning_rate")}
    plan |= {"epochs": max(epochs), "seed": seed, "progress": False}
    history = train(net, material.train, material.validation, **plan)
    rows = []
    for number in epochs:
        past = {key: values[:number] for key, values in vars(history).items() if key[0] != "d"}
        figures = {key: f"{past[key][-1]:.4g}" for key in MEASURED[:3]}
        figures["lowest_loss"] = f"{min(past['validation_loss']):.4g}"
        written = settings | {"neurons": "-".join(map(str, settings["neurons"]))}
        written |= {"batch_size": settings["batch_size"] or "all", "epochs": number, "seed": seed}
        about = {"question": question, "network": name, "digits": digits}
        rows.append(about | written | figures)
    return rows


def main(only, processes):
    """Do all trainings, and write each as soon as it is done."""
    jobs = list(trainings(only))
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        with single_threaded_children(), ProcessPoolExecutor(processes) as pool:
            for rows in pool.map(measure, *zip(*jobs, strict=True)):
                writer.writerows(rows)
                file.flush()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--digits", choices=SEEDS, help="measure only these")
    parser.add_argument("--processes", type=int, default=1)
    asked = parser.parse_args()
    main(asked.digits, asked.processes)
