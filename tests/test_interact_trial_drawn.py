"""A network that is tried out: what is counted and kept of its training, step by step."""

import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

pytest.importorskip("anywidget")

from drawn import compare_with_stored, weighed

from dig2ai_helpers import Digits, History, Split
from dig2ai_helpers.interact.playground_app.diagnosis import diagnose
from dig2ai_helpers.interact.trial.experiment import BatchTrail, Experiment
from dig2ai_helpers.interact.trial.records import Records
from dig2ai_helpers.interact.trial.settings import CONTROLS, Settings

STORED = Path(__file__).with_name("interact_drawn.json")
SMALL = {"neurons": 4, "epochs": 3, "batch_size": 16, "training_digits": 50}


def some(n, seed):
    """Images of 16 pixels: the label is the brightest of the first ten."""
    images = np.random.default_rng(seed).random((n, 16), dtype=np.float32)
    return Split(images, images[:, :10].argmax(axis=1))


FEW = Digits("few", some(60, 0), some(310, 1), some(5, 2))


def go(updates=None):
    return lambda run: [None for _ in run.train(updates)]


def follow(**settings):
    return lambda run: run.follow(replace(run.settings, **settings))


def interrupted(run):
    """Ctrl-C comes while a step is taken."""

    def stop(experiment, epoch_done):
        raise KeyboardInterrupt

    run.records.note, note = stop, run.records.note
    with pytest.raises(KeyboardInterrupt):
        go(1)(run)
    run.records.note = note


SCENES = {
    "to the end, and as far again": (
        {}, [go(0), go(1), go(4), go(), go(), Experiment.carry_on, go(1), go()],
    ),
    "settings that change": (
        {"momentum": 0.5, "hidden": "tanh"},
        [
            follow(learning_rate=0.2), go(2), follow(learning_rate=0.4), go(1), go(3),
            follow(learning_rate=0.3, momentum=0.9, epochs=2), go(2), follow(batch_size=None),
            go(), follow(epochs=1), go(), follow(epochs=5), go(1), follow(epochs=2), go(),
        ],
    ),
    "diverged": ({"learning_rate": 1e30, "epochs": 9}, [go(1), go(), go(), follow(epochs=12)]),
    "two layers": (
        {"second_layer": 3, "seed": 2, "learning_rate": 0.5}, [go(9), interrupted, go()],
    ),
    "many epochs": ({"neurons": 1, "batch_size": 25, "epochs": 150}, [go(21), go(99), go()]),
    "dead": ({"learning_rate": 30}, [go(2), go()]),
}  # fmt: skip


def told(run):
    """What a run knows of itself, in words and numbers."""
    moments = run.records.moments
    words = [
        f"done {run.done}, {run.finished} of {run.begun} to {run.goal} epochs, {run.updates}",
        f"{run.settings}; {run.used}; {run.changes}; {run.diverged}",
        f"{[f'{one}' for one in moments]} {run.dead(run.network).tolist()}",
        f"{len(run.trail.points)} points, time {run.seconds > 0}, {len(run.split)} digits",
    ]
    then = [weight for one in moments for weight in one.network(run.network).weights]
    history = run.history.loss, run.history.accuracy, run.history.validation_loss
    past = [(one.epochs, one.updates, one.finished) for one in moments]
    numbers = [*run.start, run.epochs, run.share_done, weighed(past), weighed(run.trail.points)]
    numbers += [*map(weighed, history), weighed(np.concatenate([0, *map(np.ravel, then)], None))]
    return {"words": words, "numbers": numbers}


@pytest.mark.parametrize("name", SCENES)
def test_a_training_is_counted_and_kept_as_it_was(name):
    settings, steps = SCENES[name]
    run = Experiment(FEW, Settings(**(SMALL | settings)))
    found = [told(run)]
    for step in steps:
        step(run)
        found.append(told(run))
    compare_with_stored(f"a training: {name}", found, STORED, rel=1e-3, abs=1e-3)


def test_an_untrained_networks_first_figures_are_those_of_a_thousand_digits():
    many = some(1100, 3)
    run = Experiment(Digits("many", many, many, many), Settings(neurons=4, training_digits=9))
    found = run.network.evaluate(many.images[:1000], many.labels[:1000])
    assert run.start == pytest.approx(found)


@pytest.mark.parametrize(
    "weights, kept", [(100, 60), (2_000_000, 12), (600_000, 20), (600_001, 19), (480_000, 25)]
)
def test_of_a_larger_network_fewer_moments_are_kept(weights, kept):
    records, most = Records(), 0
    network = SimpleNamespace(weights=[np.broadcast_to(np.float32(1e9), weights)], biases=[])
    for epoch in range(kept + 1):
        now = SimpleNamespace(epochs=epoch, updates=epoch, finished=epoch, network=network)
        records.note(now, epoch > 0)
        most = max(most, len(records.moments))
    assert most == kept and len(records.moments) == kept // 2 + 1
    assert records.moments[0].arrays[0][0] == 60_000  # endless in 16 bits otherwise


def test_each_point_of_a_trail_is_a_mean_of_as_many_batches():
    trail = BatchTrail()
    for k in range(1000):
        trail.add(k, k, 0)
    assert len(trail.points) == 250 and trail.points[1] == (5.5, 5.5, 0)
    trail.add(1000, 0, 0)
    trail.cut(5.5)
    assert len(trail.points) == 2
    trail.add(6, 1, 1)
    assert len(trail.points) == 2  # what waited is forgotten


def test_settings_are_named_in_full_where_they_are_not_the_first_ones():
    assert str(Settings()) == "16 neurons, rate 0.1, 20,000 digits"
    for name, control in CONTROLS.items():
        said = [str(Settings(**{name: value})) for value in control.values]
        assert len(set(said)) == (1 if name == "epochs" else len(said))
    other = Settings(second_layer=8, hidden="selu", batch_size=None, momentum=0.5, seed=3)
    assert str(other) == (
        "16 neurons, rate 0.1, second layer 8, activation selu, batch size full, "
        "momentum 0.5, seed 3, 20,000 digits"
    )


def curves(new, own=None, accuracy=0.96, gap=0.01, silent=0.0):
    """A training whose losses go like this, and the share of its neurons that are silent."""
    own = new if own is None else own
    shares = [[share] * len(own) for share in (accuracy, accuracy - gap)]
    history = History(list(own), shares[0], list(new), shares[1])
    known = {"settings": Settings(), "diverged": None, "updates": 1}
    return SimpleNamespace(history=history, start=(2.0, 0.5), **known), silent


FALLING = 2 / np.arange(1, 21)
# Trainings in which one thing grows from 0 to 1.
FAMILIES = {
    "few epochs": lambda t: curves(FALLING[: int(12 * t)], gap=2 * t - 1),
    "high from the start": lambda t: curves([4 * t] * 6),
    "high on new digits only": lambda t: curves([4 * t] * 6, [0.2] * 6),
    "falls slowly": lambda t: curves([1.9, 1.8, 1.7, 1.4 + t / 3, 1.4, 1.4]),
    "silent and high": lambda t: curves([1.5] * 9, silent=t),
    "silent and low": lambda t: curves([0.5] * 9, silent=t),
    "rises a little": lambda t: curves([1, 0.1, *[0.1 + t / 10] * 4], gap=0.03),
    "rises": lambda t: curves([1, 0.5, *[0.5 + t / 10] * 4], gap=0.03),
    "rises late": lambda t: curves([0.9 - 0.8 * (k == int(20 * t)) for k in range(20)], gap=0.03),
    "rises, with a gap": lambda t: curves([1, 0.1, *[0.3] * 4], gap=t / 10),
    "is calm, with a gap": lambda t: curves([0.5] * 9, gap=t / 10),
    "moves": lambda t: curves([1.5, 0.5, 0.5, 0.5, 0.5 - t / 10, 0.5], [0.4] * 6),
    "moves early": lambda t: curves([0.5 - t / 10, *[0.5] * 5], [0.4] * 6),
    "jumps far": lambda t: curves([0.5] * 9, [0.3, 0.3 + t / 10] * 5),
    "jumps near 0": lambda t: curves([0.5] * 9, [0.01, 0.01 + t / 30] * 5),
    "jumps often": lambda t: curves([0.5] * 12, [0.4 + 0.1 * (k % 12 < 12 * t) * (k % 2)
                                                 for k in range(12)]),
    "reads well": lambda t: curves([0.5] * 9, accuracy=t),
    "reads well at once": lambda t: curves(FALLING[:4], accuracy=t),
}  # fmt: skip


@pytest.mark.parametrize("name", FAMILIES)
def test_what_is_said_of_a_training_changes_where_it_did(name):
    words = []
    for t in np.arange(0.0007, 1, 0.003):  # on no limit
        run, silent = FAMILIES[name](t)
        said = re.sub(r"\d+(?=\s%)", "…", " | ".join(diagnose(run, silent)))
        if not words or not words[-1].endswith(f": {said}"):
            words.append(f"{t:.4f}: {said}")
    compare_with_stored(f"said of one that {name}", [{"words": words, "numbers": []}], STORED)
