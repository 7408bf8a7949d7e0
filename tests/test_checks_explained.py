"""What a check says of an answer that makes none of the known mistakes, or of a rarer one."""

import copy

import numpy as np
import pytest

from dig2ai_helpers import checks
from dig2ai_helpers.checks import paper, source
from dig2ai_helpers.checks.cases import same
from dig2ai_helpers.checks.differences import difference
from dig2ai_helpers.functions import relu, softmax
from dig2ai_helpers.keeping.parts import in_a_sentence

# check | body of the function, with ; between its lines | words that must occur

FUNCTIONS = """
step | return [p - 0.1 * g for p, g in zip(P, G, strict=True)] | `R` is never used as handed in
step | R = 0.5; return [p - R * g for p, g in zip(P, G, strict=True)] | `R` is never used as hand
step | return [p - R * g.mean() for p, g in zip(P, G, strict=True)] | averaged to a single number
step | return [(p - R * g).sum() for p, g in zip(P, G)] | a list of numbers, but a list of arrays
step | return P - R * G | Go through it in a loop
step | return [P[0] - 2 * R * G[0], P[1]] | array 0 of your list is
means | y = np.eye(10)[L]; return y.T @ I / counts[:, None] | `counts` comes from outside the func
means | return np.array([images[labels == k].mean(axis=0) for k in range(10)]) | it works with `im
means | y = np.eye(10)[L]; return y.T @ I / (y.sum(axis=0)[:, None] + 1) | one image too many
one_hot | if L == np.arange(10): pass | `if` needs one True or False, and this is a whole array
one_hot | return max(np.arange(10), L) | Python's `max` meets a whole array, not
one_hot | return (L == np.arange(10)) and L | Use `&`, and brackets.
one_hot | print(L) | `print` only shows a result.
one_hot | y = L | it gives nothing back: end with `return …`.
commonest_accuracy | return np.mean(T == L.argmax()) | where the largest label stands
commonest_accuracy | return np.bincount(L).max() / len(T) | Count it among the labels.
scores | a = relu(I @ W[0] + b[0]); return rest(a, W[1:], b[1:]) | only the first layer has ReLU.
cross_entropy | return np.mean(np.log(np.exp(s).sum(axis=1)) + s[range(len(L)), L]) | label is added
delta | p = s / s.sum(axis=1, keepdims=True); return (p - hot(s, L)) / len(L) | exponential is miss
delta | return -hot(s, L) / softmax(s) / len(L) | The slope for the scores is simpler: p − y.
fewest | return min(r["neurons"] for r in by_size if g) | it works with `by_size`, from outside
fewest | return min(r.neurons for r in R) | this is a dict: its entries are asked for with brackets
fewest | return max(R)["neurons"] | `>` can't compare the types dict and dict.
best_cell | r = R[0]; return r | it gives back a dict, but two are asked for
too_large | return str(L) | it gives back a string, but True or False is asked for
too_large | return not np.isfinite(L).all() or L[-10] > L[0] | losses[-10] is a single loss.
too_large | return not np.isfinite(L).all() or np.mean(L[-10:]) > np.mean(L) | with the mean of all
confusion | t = np.zeros((c, c), bool); np.add.at(t, (L, P), True); return t | can't count
""".strip().splitlines()
ARGUMENTS = {
    "step": "P, G, R",
    "means": "I, L",
    "one_hot": "L",
    "commonest_accuracy": "L, T",
    "scores": "I, W, b",
    "cross_entropy": "s, L",
    "delta": "s, L",
    "fewest": "R, g",
    "best_cell": "R",
    "too_large": "L",
    "confusion": "L, P, c",
}


def rest_of_layers(a, weights, biases):
    for W, b in zip(weights, biases, strict=True):
        a = a @ W + b
    return a


NOTEBOOK = {
    "np": np,
    "relu": relu,
    "softmax": softmax,
    "rest": rest_of_layers,
    "hot": lambda scores, labels: np.eye(scores.shape[1])[labels],
    "counts": np.full(10, 118.0),
    "images": np.ones((20, 784)),
    "labels": np.arange(20) % 10,
    "by_size": [],
}


def written(tmp_path, arguments, body):
    """A function whose text can be looked up, with a notebook's names around it."""
    path = tmp_path / "cell.py"
    lines = "".join(f"    {line}\n" for line in body.split("; "))
    path.write_text(f"def answer({arguments}):\n{lines}", encoding="utf-8")
    names = dict(NOTEBOOK)
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), names)
    return names["answer"]


@pytest.mark.parametrize("line", FUNCTIONS)
def test_a_function_is_told_what_it_does(said, tmp_path, line):
    name, body, words = line.split(" | ")
    answer = written(tmp_path, ARGUMENTS[name], body)
    text = said(getattr(checks, f"check_{name}"), answer)
    assert text.startswith("Not yet: ") and words in text, text


@pytest.mark.parametrize(
    ("arguments", "body", "idle", "around"),
    [
        ("a, b", "return a + counts", ["b"], ["counts"]),
        ("a", "a += 1; return a", [], []),
        ("a", "a = a + 1; return a", [], []),
        ("a", "a = 5; return a", ["a"], []),
        ("a", "a, b = 1, 2; return a", [], []),  # more than this isn't looked into
        ("a", "return [labels for labels in a]", [], []),
        ("a", "return (lambda counts: counts)(a)", [], []),
        ("a", "counts = a; return counts", [], []),
        ("a", "return relu(np.exp(a))", [], []),
    ],
)
def test_what_a_function_reads(tmp_path, arguments, body, idle, around):
    answer = written(tmp_path, arguments, body)
    assert source.unused(answer, arguments.split(", ")) == idle
    assert source.outside(answer, (np.ndarray, list)) == around


def test_arguments_under_one_name_are_not_called_unused(said, tmp_path):
    text = said(checks.check_layer, written(tmp_path, "*case", "return 7 * case[0] @ case[1]"))
    assert text.startswith("Not yet: ") and "never used" not in text


def test_an_argument_that_is_used_is_not_called_unused(said):
    text = said(checks.check_layer, lambda a, W, b: a @ W + 7 * b)
    assert "never used" not in text and "outside" not in text


BY_HAND = ([-0.269, 0.269], [[-0.672, 0.672], [0, 0]], [-0.161, 0])
NUMBERS = [
    ("rates", (0.05, 0.2), "limit is right. one_step is too small: a step with 0.05 multiplies"),
    ("rates", (0.1, 0.18), "multiplies the distance w + 1 by -0.8, but it should only change its"),
    ("rates", (0.01, 0.02), "one_step and limit are ten times too small."),
    ("rates", (-0.1, -0.2), "one_step and limit have the wrong sign."),
    ("rates", (-1, -1), "−1 is the place of the bottom."),
    ("by_hand", tuple(100 * np.array(each) for each in BY_HAND), "100 times too large: in per ce"),
    ("by_hand", ([0.1, 0.2], [[0.1, 0.2], [0.3, 0.4]], [0.1, 0.2]), "numbers of the comments."),
    ("surprises", (3.2, 0.069, 0.5, 50), "one_bad is ten times too small."),
    ("surprises", (3.2, 0.105, 0.5, 50), "take the logarithm of each probability first"),
    ("surprises", (3.2, 0.7, 0.5, 50.7), "ln(1 + e^50) is 50."),
    ("surprises", (3.2, 0.7, 0.2, 50), "p is too small: the surprise −ln p would be 1.6."),
    ("curves", (1, 3, 2, 2), "rate_b should be one of the three rates themselves"),
    ("curves", ((0.1, 1),) * 3 + (2,), "rate_a should be one of the three rates"),
    ("curves", (0.0003, 1, 0.1, [1, 2]), "why_b should be the number of one reason"),
    ("shapes", ((784,), (60, 1), (60, 10), (60, 10, 784), (10, 60)), "shape_e needs one number"),
    ("pixels_by_hand", (1.2, -0.6), "slopes_0 and slopes_1 need two numbers, not one."),
    ("pixels_by_hand", ([0.1, 1.1, 0.5], [-0.8, 0.2]), "slopes_0 needs two numbers, not three."),
    ("table", (83 / 3, 8 / 3, 8 / 3, 50 / 3), "accuracy is too large: a share is never above 1."),
    ("table", (0.83, 0.8, 0.36, 0.1), "always_1 is too small: how many of the 100 images"),
    ("table", (0.83, 0.8, float("nan"), 0.5), "trusted is NaN: was 0 divided by 0?"),
    ("table", (0.83, 0.8, 36, 50), "trusted and always_1 are 100 times too large: in per cent?"),
    ("table", (0.83, [0.9, 0.8], 0.36, 0.5), "found is wrong: one number is asked for, and you"),
    ("table", (0.8, 0.8, 0.4, 0.5), "accuracy and trusted are rounded too much"),
    ("table", (0, 0, 0, 0), "are cut to whole numbers: is it `//` instead of `/`?"),
    ("table", (0.83, 0.8, 0.37, 0.5), "trusted is nearly right"),
    ("table", (83, 8, 8, 50), "these are counts."),
    ("estimates", (300, 80, 600, 180), "thousands is too large: 784 · 300 alone is about 235"),
    (
        "shapes",
        ((784,), (60, 1), (60, 10), ..., ...),
        "shape_a, shape_b and shape_c are right, sha",
    ),
    ("shapes", ((784,), 60, 600, 470_400, 60), "shape_b is a single number. The shape is asked"),
    ("shapes", ((784,), (1197, 1), (60, 10), (60, 10, 784), (60,)), "the notebook's images"),
    ("temperature", ("0.72",), "temperature is a string, but a number is asked for"),
    ("temperature", (None,), "temperature is None: replace it by your answer."),
    ("xor", ([[1, 1], [-1, -1]], [0, 0], [1, 1], 0), "Do both neurons compute the same?"),
    ("xor", ([[1, 0], [-1, 0]], [0, 0], [3, 0], 0), "should get 1: work through"),
    ("xor", ([[2, -2], [-2, 2]], [0, 0], [1, 1], 0), "(1, 0) and (0, 1) get 2, but should get 1"),
    (
        "xor",
        ([[1, -1], [-1, 1]], [0, 0], [1, 1], 2),
        "every score is 2 too large: look at b1 and b2.",
    ),
    ("xor", ([[0, 1], [1, 0]], [0, 1], [1, 0], 0), "the score is just the right pixel."),
]


@pytest.mark.parametrize(("name", "numbers", "words"), NUMBERS)
def test_a_number_on_paper_is_explained(said, name, numbers, words):
    text = said(getattr(checks, f"check_{name}"), *numbers)
    assert words in text and "again" not in text, text


def test_a_template_is_told_what_it_looks_like(said):
    empty = np.zeros((28, 28))
    leaning, one, ring, edge = empty.copy(), empty.copy(), empty.copy(), empty.copy()
    leaning[5:8, 7:21] = 1
    for row in range(8, 24):
        leaning[row, 8 + (row - 8) // 2 : 11 + (row - 8) // 2] = 1
    one[4:24, 12:16], one[4:24, 6:10], one[4:24, 18:22] = 1, -1, -1
    ring[5:23, 8:20], ring[9:19, 12:16] = 1, -3
    edge[:3], edge[3:, 25:] = 1, 1
    for template, words in (
        (empty, "all weights are 0"),
        (leaning, "go down to the right"),
        (one, "largest sum goes to the 1"),
        (ring, "largest sum goes to the 0"),
        (edge, "nearly all sums are 0"),
    ):
        assert words in said(checks.check_template, template)


def test_an_explanation_never_tells_the_number():
    wrong = {"x": (np.array(0.4), np.array(0.7236)), "y": (np.array(2.0), np.array(0.7236))}
    text = paper.explain(wrong, 0.01, {"x": "look here"})
    assert text == "x is too small: look here. y is not right yet, either."


def test_a_square_matrix_may_be_transposed_too():
    square = np.array([[1, 2], [3.5, 4]])
    assert difference([(square.T, square)]) == "It is transposed."


def test_of_numbers_in_a_row_only_an_entry_can_differ():
    assert (
        difference([(np.array([1, 2, 5]), np.array([1, 2, 3]))]) == "Only the last entry differs."
    )


def test_a_row_that_differs_is_named_only_among_three_or_more():
    right = np.arange(1.0, 7.0).reshape(3, 2)
    mine = right * [[3], [1], [1]]
    assert difference([(mine, right), (mine[:1], right[:1])]) == "Only the first row differs."
    assert difference([(mine[:2], right[:2])]) == ""


def test_zeros_among_the_numbers_may_be_cut_as_well():
    text = paper.explain({"w": (np.array([0, 1]), np.array([0.4, 1.7]))})
    assert text == "w is cut to whole numbers: is it `//` instead of `/`?"


def test_a_look_may_depend_on_the_number():
    text = paper.explain({"x": (np.array([0.4]), np.array(0.7))}, 0.01, {"x": lambda x: f"{x} is"})
    assert text == "x is too small: 0.4 is."


WORKED = [check for name in checks.__all__ if (check := getattr(checks, name)).exercise.worked]


@pytest.mark.parametrize("check", WORKED, ids=lambda check: check.exercise.name)
def test_every_case_can_be_worked_out_in_a_sentence(check):
    exercise, rng = check.exercise, np.random.default_rng(3)
    for case in [*exercise.cases, *([exercise.fresh(rng)] if exercise.fresh else [])]:
        before = copy.deepcopy(case)
        text = exercise.worked(*case)
        assert text.endswith(".") and "\n" not in text and len(text) < 160, text
        assert same(before, case)


# exercise | the numbers that its second case meets on the way

ON_THE_WAY = """
best_cell | highest accuracy is 0.97, with [16, 32, 48, 64] neurons
committee | highest for 5 (0.15), then for 0 (0.14)
commonest_accuracy | commonest training label is 2: 4 of 45 labels
confusion | Row 0, column 0 counts label 0 with prediction 0, which occurs 1 time.
count_parameters | From 2 to 3 there are 2 · 3 weights and 3 biases
cross_entropy | p at its label is 0.234, with the surprise −ln 0.234
delta | p is [0.637, 0.0862, 0.234, 0.0428], and y has its 1 at index 2; n is 2
fewest | worst accuracies are 0.95 with 6, 0.94 with 12 neurons
layer | a @ W + b is [0.36, 0.29, 2.12] in row 0
layer_backward | relu(z_below) is [0.8, 0, 1.5], and delta @ W.T is [0.725, -0.8, 0.0225]
means | Row 0 is the mean of 5 images, those with label 0
momentum_step | new velocity is 0.6 · (0.7) − 0.3 · (-0.24) = 0.492
most_neurons | 129 neurons have 102,565 parameters, 130 have 103,360
overfits_since | 3: since then it went from 0.7 to 0.72, and the training loss from 0.1 to 0.02
plane | the mean is [6.68, -0.128, -1.32], and the widest direction [
scores | first layer's z is [2.06, 1.44, 1.85, -1.24] for image 0
softmax | e^(score − maximum) is [1, 0.135, 0.368, 0.0672], with the sum 1.57
step | first number is 0.27 − 0.7 · (0.83) = -0.311
tanh_backward | [0.725, -0.8, 0.0225], and the slope 1 − a² is [0.559, 0.786, 0.181]
too_large | first loss is 1.5, and the mean of the last ten is 2.23
"""


def test_the_numbers_on_the_way_are_those_of_the_case():
    told = dict(line.split(" | ") for line in ON_THE_WAY.strip().splitlines())
    assert set(told) == {check.exercise.name for check in WORKED}
    for name, words in told.items():
        exercise = getattr(checks, f"check_{name}").exercise
        assert words in exercise.worked(*exercise.cases[1])


def test_numbers_come_with_the_numbers_on_the_way(said, tmp_path):
    answer = written(tmp_path, "z, W, d", "return (d @ W.T) * np.cos(z)")
    text = said(checks.check_tanh_backward, answer)
    assert "it should be [[0.1286, -0.1337]]. In row 0, delta_above @ W_above.T is" in text
    assert text.endswith("and the slope 1 − a² is [0.559, 0.786].\n")


def test_a_name_keeps_its_letters_in_what_keep_says():
    assert in_a_sentence("Not yet: dW is right. db is not.").startswith("dW is right.")
    assert in_a_sentence("Not yet: the sign is wrong.").startswith("The sign")
