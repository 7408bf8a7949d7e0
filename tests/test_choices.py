"""The stored table of what open choices are worth: complete, and what a new training gives."""

import measure_choices
import numpy as np
import pytest

from dig2ai_helpers import Digits, figures, recipes
from dig2ai_helpers.choices import by_setting, fillings, ours

DIGITS = ("bundled", "mnist")
FEWER_EPOCHS = {"relu-128-64": "10", "full-batch-128": "100"}  # with MNIST's many images


@pytest.mark.parametrize("digits", DIGITS)
def test_the_table_has_every_training_that_the_tool_would_do(digits):
    wanted = {}
    for question, name, _, settings, epochs, seed in measure_choices.trainings(digits):
        for number in epochs:
            way = (question, name, str(settings | {"epochs": number}))
            wanted.setdefault(way, []).append(seed)
    stored = [
        len(way.measured["accuracy"])
        for question, name in {way[:2] for way in wanted}
        for way in fillings(question, name, digits)
    ]
    assert sorted(stored) == sorted(len(seeds) for seeds in wanted.values())


@pytest.mark.parametrize("question, name", [("size", "dig2ai"), ("ours", "sigmoid-128-64")])
def test_a_new_training_gives_what_is_stored(question, name):
    settings = {"neurons": recipes[name].sizes[1:-1], "init": recipes[name].init}
    settings |= {"cost": "all answers"} | recipes[name].training
    epochs = settings.pop("epochs")
    (row,) = measure_choices.measure(question, name, "bundled", settings, [epochs], 0)
    stored = fillings(question, name, "bundled")[0].measured["validation_accuracy"][0]
    assert float(row["validation_accuracy"]) == pytest.approx(stored, abs=0.01)


def test_a_loss_of_the_label_alone_has_the_gradient_that_its_values_say():
    net = measure_choices.LabelOnly((5, 4, 3), "sigmoid", "sigmoid", "lecun", dtype="float64")
    rng = np.random.default_rng(1)
    scores, labels, nudge = rng.standard_normal((2, 3)), np.array([2, 0]), 1e-6
    _, delta = net.loss_and_delta(scores, labels)
    for place in np.ndindex(scores.shape):
        step = np.zeros_like(scores)
        step[place] = nudge
        up, down = (net.loss_and_delta(scores + way * step, labels)[0] for way in (1, -1))
        assert delta[place] == pytest.approx((up - down) / (2 * nudge), abs=1e-8)


@pytest.mark.parametrize("digits", DIGITS)
@pytest.mark.parametrize("name", recipes)
def test_our_choice_is_one_of_the_ways(name, digits):
    chosen, recipe = ours(name, digits), recipes[name]
    wanted = {setting: str(value) for setting, value in recipe.training.items()}
    wanted |= {"neurons": "-".join(map(str, recipe.sizes[1:-1])), "cost": "all answers"}
    wanted["init"] = recipe.init.replace("small", "0.01")
    wanted["batch_size"] = wanted["batch_size"].replace("None", "all")
    if digits == "mnist":
        wanted["epochs"] = FEWER_EPOCHS.get(name, wanted["epochs"])
    assert chosen.settings == wanted
    assert 0.5 < chosen.median() <= 1


def test_ways_are_sorted_by_the_value_of_a_setting():
    ways = fillings("range", "relu-128-64", "bundled")
    groups = by_setting(ways, "learning_rate")
    assert {rate: len(values) for rate, values in groups.items()} == {
        "0.001": 3, "0.01": 3, "0.1": 3,
    }  # fmt: skip
    assert groups["0.1"] == [w.median() for w in ways if w.settings["learning_rate"] == "0.1"]


def test_unknown_digits_are_named():
    with pytest.raises(ValueError, match="digits must be"):
        fillings("range", "dig2ai", "other")


def test_a_picture_of_ranges_says_how_far_they_reach():
    picture = figures.ranges_of_choices({"a": [0.1, 0.97], "b": [0.9]}, {"a": [0.95], "b": [0.9]})
    assert "a: 2 ways 10 % to 97 %, ours 95.0 %; b: 1 way 90 %, ours 90.0 %" in picture.alt


def test_a_picture_of_choices_says_each_values_range():
    picture = figures.by_choice({"rate": {"0.1": [0.2, 0.9, 0.5], "1": [0.1]}})
    assert "rate: 0.1 20 % to 90 % (median 50 %) and 1 10 % (median 10 %)" in picture.alt


def test_the_tool_shortens_what_takes_long_on_mnist():
    mnist = [job for job in measure_choices.trainings("mnist") if job[1] == "full-batch-128"]
    assert mnist and max(max(epochs) for *_, epochs, _ in mnist) == 100


def test_a_row_of_the_table_can_be_measured_on_few_digits(digits, monkeypatch):
    few = Digits("bundled", digits.train.first(50), digits.validation.first(50), digits.test)
    monkeypatch.setattr(measure_choices, "load_digits", lambda name: few)
    settings = {"neurons": (8,), "init": "glorot", "cost": "all answers", "batch_size": None}
    settings["learning_rate"] = 0.1
    rows = measure_choices.measure("range", "selu-300-100", "bundled", settings, [1, 3], 0)
    assert [(row["epochs"], row["batch_size"]) for row in rows] == [(1, "all"), (3, "all")]


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        (("ranges", "dig2ai", "bundled"), r"question must be one of .*did you mean 'range'"),
        (("range", "dig2ia", "bundled"), r"network must be one of .*did you mean 'dig2ai'"),
        (("range", "dig2ai", "minst"), r"digits must be one of .*did you mean 'mnist'"),
    ],
)
def test_a_name_that_is_not_in_the_table_is_told(asked, words):
    """A slip gave an empty list, and an empty picture."""
    with pytest.raises(ValueError, match=words):
        fillings(*asked)
