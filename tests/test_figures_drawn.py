"""Each still picture draws what it drew when somebody last looked at it.

After a change on purpose: make pictures
"""

from pathlib import Path

import numpy as np
import pytest
from drawn import compare_with_stored, drawn, usual_axes

from dig2ai_helpers import History, Network, figures
from dig2ai_helpers.functions import sigmoid, softmax
from dig2ai_helpers.limits import Limit

STORED = Path(__file__).with_name("figures_drawn.json")
ROWS = np.arange(1, 785) / 784
WAVES = np.sin(ROWS * np.arange(1, 5)[:, None] * 9)  # (4, 784), from -1 to 1
IMAGES = np.abs(WAVES)
X = np.array([0.5, 1.0, 2.0, 4.0])
TEN = np.sin(np.arange(10.0))
P = softmax(np.stack([TEN, -TEN, 2 * TEN, TEN + 1]))
RUN = History([2.0, 1.0, 0.5], [0.3, 0.7, 0.9], [2.0, 0.8, 1.5], [0.2, 0.8, 0.6])
STEEP = History([2.0, 0.1, 0.01], [0.3, 0.7, 1.0], [2.0, 0.2, 0.3], [0.2, 0.8, 0.9])
LONG = History(*([2.0 / k + bend * k for k in range(1, 26)] for bend in (0, 0.01, 0.02, 0.03)))
SEEDS = {0.01: [0.1, 0.6, 0.7], 0.1: [0.9, 0.95, 0.2], 1: [0.5, 0.6, 0.98]}
LIMIT = Limit(3, np.array([1, 5]), X[:3], np.array([0.9, 0.95, 0.98]), X[:3], 0.97, 0.99, 0.981)
TREE = ("Loss", [("Add", [("b1", []), ("Mm", [("", []), ("T", [("W1", [])])])])])
COSTS = {
    ("epoch", name, neurons, batch): seconds * int(neurons) / int(batch)
    for name, seconds in (("ours", 0.01), ("PyTorch", 0.02), ("Keras", 0.3))
    for neurons in ("100", "1000")
    for batch in ("1", "64")
}
POINTS = np.array([[0.0, 0], [1, 0], [1, 0], [0.2, 0.9]])
PLANES = {
    "up": (POINTS, ("x", "y"), lambda p: p[:, 0] - 0.5),
    "down": (POINTS, ("x", "y"), lambda p: 2.0 - p[:, 0] - p[:, 1]),
}
SQUARE = np.array([[1.0, -1.0], [2.0, 1.0]])
TABLE = np.diag(np.arange(5, 15)) + np.eye(10, k=3, dtype=int) * 2
MOVES = np.linspace(-1, 3, 9)

GIVEN = {
    "accuracy_bars": [({8: 0.5, 32: 0.9, "all": 0.97}, "neurons"), ({1: 0.1, 2: 0.99}, "layers")],
    "accuracy_by_rate": [(SEEDS,)],
    "accuracy_by_seconds": [({"a network": LIMIT, "another": LIMIT},)],
    "activations_and_slopes": [
        ({"square": (np.square, lambda z: 2 * z), "tanh": (np.tanh, np.cos)},)
    ],
    "answering_neurons": [(IMAGES[0], WAVES.T, X, np.outer(X, TEN), [8, 3, 1, 7])],
    "architectures": [({"one": Network((784, 10)), "two": Network((784, 300, 100, 10), "selu")},)],
    "batch_through_layers": [((784, 100, 10), 64)],
    "before_and_after": [(IMAGES[0], IMAGES[1], ["a", "b", "c"])],
    "budget_curves": [
        ({"all": ([0, 9], [2.3, 1.9]), "some": ([0, 9], [2.3, 0.5]), "one": ([0], [2.3])},)
    ],
    "by_choice": [({"rate": {"0.1": [0.2, 0.9, 0.5], "1": [0.1]}, "init": {"a": [0.4, 0.5]}},)],
    "by_heart": [({"calm": RUN, "deep": STEEP},)],
    "by_neurons": [({8: [0.4, 0.5, 0.7], 64: [0.9, 0.96, 0.97]}, 0.95)],
    "by_rate": [({r: [a + 0.01 for a in s] for r, s in SEEDS.items()}, SEEDS)],
    "confusion": [(TABLE,), (np.eye(10, dtype=int) * 3,)],
    "curves": [
        (X, {"a": X**2, "b": 3 - X}, "x", "y"),
        (X, {"a": X**2, "b": 1 / X}, "x", "y", True, True),
    ],
    "descents": [
        ([0.1, 1.1], [np.array([0.0, 1, 2]), np.array([0.0, 7, -2])], np.square),
        ([0.1, 0.2, 1], [X, -X, [3.0, 0.5, 2.0]], np.cos),
    ],
    "digit_bars": [(TEN, "change")],
    "flattening": [(IMAGES[0, :6].reshape(2, 3),)],
    "framed_images": [(IMAGES[:3], ["a", "b", "c"], ["d", "e", "f"])],
    "framework_costs": [(COSTS,)],
    "gains": [({"an idea": [0.1, 0.3, 0.2], "no": [-0.1, 0.1, 0.0], "bad": [-1.0, -1.3, -1.4]},)],
    "graph_222": [(np.array([1.0, 0.5]), 1, SQUARE, np.array([0.5, 0]), SQUARE.T, X[:2])],
    "heat_map": [
        (np.array([[0.1, 0.5, 0.2], [0.9, 0.98, 0.3]]), [2, 64], [0.1, 1, 10]),
        (np.array([[0.0, 0.5], [0.9, 0.2]]), [2, 1000], [0.001, 5]),
    ],
    "hidden_of_one": [(IMAGES[0], X, np.array([3.0, -2, 0, 1]), 7)],
    "loss_and_slope": [(X, {"a": X**2, "b": X}, {"a": 2 * X, "b": X**0})],
    "loss_by_rate": [({0.1: [2.3, 1.0, 0.2], 100: [2.3, 5e6, 40.0]},)],
    "loss_by_temperature": [(X, np.array([1.2, 0.6, 0.4, 0.9]), 0.887)],
    "loss_slice": [
        (MOVES, (MOVES - 1) ** 2, -2.0, {"small": (0.5, 0.25), "large": (2.5, 2.25)}, "rate"),
        (MOVES, (MOVES + 0.5) ** 2, 1.0, {"a": (-0.5, 0.0), "b": (-1.0, 0.25)}, "w"),
    ],
    "neuron_on_images": [(IMAGES[:2], WAVES[2], ["a 3", "a 7"])],
    "number_grid": [
        (np.arange(12).reshape(3, 4) * 20, "Numbers"),
        (np.eye(3), "Rows", 1, "image", "class"),
        (np.eye(8)[2:] * 99, "A line"),
    ],
    "pixel_slopes": [
        (IMAGES[0], WAVES, ["a", "b", "c", "d"], 3),
        (IMAGES[1], WAVES[:1], ["a"], 2, 1.5),
    ],
    "predictions": [(IMAGES, P, np.array([2, 5, 2, 8]))],
    "probability_bars": [({"before": P[0], "after": P[2]}, 2, 0.1), ({"one": P[1]}, 3)],
    "product_and_sum": [(np.full(400, 0.1),)],
    "range_of_exp": [()],
    "ranges_of_choices": [({"a": [0.1, 0.97], "b": [0.9]}, {"a": [0.95], "b": [0.9]})],
    "ravine": [(20, [(0.05, 0), (0.05, 0.5)]), (4, [(0.4, 0), (0.1, 0.9), (0.6, 0)], 7)],
    "rays": [(X, {"a": X / 5, "b": X / 4, "c": X / 8, "d": X / 9})],
    "recorded_graph": [(TREE, ["xW", "z", "L"]), (TREE,)],
    "scores_of_images": [(IMAGES[:2], np.stack([TEN, 3 * TEN]), np.array([2, 4]))],
    "show_digits": [
        (IMAGES, ["a", "b\nc", "d", "a long caption"], 3),
        (IMAGES[:2],),
        (IMAGES[:3], ["a", "b", "c"], 2, 1.5, "things"),
        (IMAGES[[0] * 11],),
    ],
    "sizes_of_delta": [({"sigmoid": [1e-4, 1e-3, 1e-2], "selu": [0.01, 0.02, 0.03]},)],
    "slope_at_a_point": [
        (MOVES, MOVES**2, 1.0, 1.0, 2.0, 0.5, "w"),
        (MOVES, MOVES**2, -0.5, 0.25, -1.0, 0.5, "w"),
    ],
    "slopes_of_scores": [(IMAGES[:2], P[:2] - np.eye(10)[[2, 5]], np.array([2, 5]))],
    "slow_average": [(TEN, {"0.9": TEN / 2, "0.99": TEN / 3})],
    "softmax_beside_sigmoids": [(P[:2] - 0.1, P[:2], sigmoid(P[:2]))],
    "softmax_steps": [(TEN, np.exp(TEN), P[0])],
    "split_planes": [(PLANES, np.array([True, True, False, True]))],
    "strongest_and_weakest": [(WAVES[0], (IMAGES[:2], X[:2]), (IMAGES[2:], -X[:2]))],
    "sum_of_images": [
        (IMAGES, np.array([0.01, -0.5, 0.2, 0.3]), 3),
        (IMAGES[[0, 1, 2, 3, 0, 1, 2]], TEN[:7]),
    ],
    "sums_and_threshold": [({"a": np.sin(np.arange(50)), "b": np.cos(np.arange(70)) - 1}, 0.2)],
    "sure_and_right": [(X, np.array([0.9, 0.7, 0.5, 0.2]), np.array([0.9, 0.8, 0.8, 0.9]), "x")],
    "surprise_curve": [([0.5, 0.1, 1],), ([0.9],)],
    "temperature_curves": [
        (X, P[:, :3], TEN[:3]),
        (np.array([0.1, 1, 10, 100]), P[:, :3], TEN[:3]),
    ],
    "three_products": [()],
    "training_curves": [(RUN,), (STEEP,), (LONG,)],
    "ways_to_vary": [(IMAGES[0], {"turned": IMAGES[1:3], "bent": IMAGES[2:]})],
    "weights_as_images": [(WAVES.T,), (WAVES[:3].T, "change")],
    "weights_before_and_after": [(WAVES[:2].T, WAVES[2:].T)],
}


def test_each_picture_is_looked_at():
    assert sorted([*GIVEN, "Picture"]) == sorted(figures.__all__)


def test_what_stands_around_every_chart_is_what_it_was():
    words = [f"{part}: {look}" for part, look in usual_axes().items()]
    compare_with_stored("usual axes", [{"words": words, "numbers": []}], STORED)


def compare(name):
    found = [drawn(getattr(figures, name)(*given)) for given in GIVEN[name]]
    compare_with_stored(name, found, STORED, rel=1e-4, abs=1e-4)  # fonts differ a little


# In four tests: tools/package_mutants.py leaves out those that take seconds.
@pytest.mark.parametrize("name", sorted(GIVEN)[::4])
def test_a_picture_draws_what_it_drew(name):
    compare(name)


@pytest.mark.parametrize("name", sorted(GIVEN)[1::4])
def test_a_second_picture_draws_what_it_drew(name):
    compare(name)


@pytest.mark.parametrize("name", sorted(GIVEN)[2::4])
def test_a_third_picture_draws_what_it_drew(name):
    compare(name)


@pytest.mark.parametrize("name", sorted(GIVEN)[3::4])
def test_a_fourth_picture_draws_what_it_drew(name):
    compare(name)


# Which of its arguments a picture goes through together with others.
TOGETHER = {
    "answering_neurons": (2, 3, 4), "descents": (0, 1), "framed_images": (0, 1, 2),
    "graph_222": (3, 5), "heat_map": (0, 1), "neuron_on_images": (0, 2), "pixel_slopes": (1, 2),
    "recorded_graph": (1,), "scores_of_images": (1, 2),
    "softmax_beside_sigmoids": (0, 1, 2), "temperature_curves": (2,),
}  # fmt: skip


@pytest.mark.parametrize("name", TOGETHER)
def test_a_picture_of_lists_of_different_lengths_is_refused(name):
    for place in TOGETHER[name]:
        given = list(GIVEN[name][0])
        given[place] = given[place][:-1]
        with pytest.raises(ValueError, match=r"zip\(\) argument"):
            getattr(figures, name)(*given)


@pytest.mark.parametrize(
    "place, words",
    [(0, "4 labels for 3 images"), (1, r"shape \(4, 10\), but"), (2, "3 labels for 4 images")],
)
def test_predictions_of_different_lengths_are_refused_in_a_sentence(place, words):
    given = list(GIVEN["predictions"][0])
    given[place] = given[place][:-1]
    with pytest.raises(ValueError, match=words):
        figures.predictions(*given)
