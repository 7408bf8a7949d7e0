"""What a reader is told: each misleading message of the trial, and what it must say now."""

from itertools import pairwise
from types import SimpleNamespace

import numpy as np
import pytest

from dig2ai_helpers import Network, checks, functions
from dig2ai_helpers.checks.display import shapes, show, shown_case
from dig2ai_helpers.functions import softmax


def no_return(z):
    functions.selu(z)


def selu_off(z):
    return np.where(z > 0, z * 1.1, functions.selu(z))


def backward_off(z_below, W, delta):
    return functions.relu(z_below).T @ delta, delta.sum(axis=0), delta @ W.T * (z_below > 0) + 1


def layer_with_an_index(a, W, b):
    z = np.zeros((len(a), len(b)))
    for i in range(len(a) + 1):
        for j in range(len(b)):
            z[i, j] = b[j] + sum(a[i, k] * W[k, j] for k in range(len(W)))
    return z


def selu_with_if(z):
    if z > 0:
        return 1.0507 * z
    return 1.0507 * 1.6733 * (np.exp(z) - 1)


def layer_squared(a, W, b):
    return functions.relu(W @ W + b)


def scores_capped(scores, labels):
    return -np.mean(np.log(softmax(scores)[np.arange(len(labels)), labels] + 1e-12))


def softmax_of_columns(scores):
    powers = np.exp(scores - scores.max(axis=0))
    return powers / powers.sum(axis=0)


def softmax_with_column_maximum(scores):
    powers = np.exp(scores - scores.max(axis=0))
    return powers / powers.sum(axis=1, keepdims=True)


def nearest_constant(images, means):
    return np.zeros(len(images), dtype=int)


def _cell(key):
    return lambda results: (lambda best: (best["neurons"], best["learning_rate"]))(
        max(results, key=key)
    )


def confusion_once(labels, predictions, classes):
    table = np.zeros((classes, classes))
    for label, prediction in zip(labels, predictions, strict=True):
        table[label, prediction] = 1
    return table


def confusion_in_small_numbers(labels, predictions, classes):
    pairs = list(zip(labels.tolist(), predictions.tolist(), strict=True))
    counts = [[pairs.count((i, k)) for k in range(classes)] for i in range(classes)]
    return np.array(counts, dtype=np.uint8)  # 300 is too large


def sorted_batches(order, batch_size):
    order = np.sort(order)
    return [order[i : i + batch_size] for i in range(0, len(order), batch_size)]


def report_as_tuple(step):
    return step.epoch, step.history.loss[-1], step.history.validation_accuracy[-1]


def alarm(rule):
    return lambda losses: bool(not np.isfinite(losses).all() or rule(np.array(losses)))


DELTA = np.array([-0.269, 0.269])
BY_HAND = (DELTA, [[-0.67, 0.67], [0, 0.5]], [-0.161, 0])

# check, answers, words that must occur, words that must not
ROWS = {
    "None": (
        checks.check_selu,
        no_return,
        ["gives nothing back", "`return"],
        ["Not done", "`print`"],
    ),
    "the numbers are not": (
        checks.check_selu,
        selu_off,
        ["for z = [-3, 0.2] you give [-1.671, 0.22]; it should be [-1.671, 0.2101]."],
        ["shapes"],
    ),
    "the numbers of several results are not": (
        checks.check_layer_backward,
        backward_off,
        ["dW and db are right, delta_below is not."],
        [],
    ),
    "paper": (
        checks.check_by_hand,
        BY_HAND,
        ["delta2 and delta1 are right", "dW2 is not right at [1, 1]: row j"],
        ["0.675"],
    ),
    "IndexError": (
        checks.check_layer,
        layer_with_an_index,
        [
            f"line {layer_with_an_index.__code__.co_firstlineno + 4}, `z[i, j] = b[j]",
            "W of shape (2, 3) and b of shape (3,)",
        ],
        ["IndexError"],
    ),
    "dtype": (
        checks.check_confusion,
        confusion_in_small_numbers,
        ["doesn't fit into an array of the dtype uint8"],
        ["exponential"],
    ),
    "truth value": (
        checks.check_selu,
        selu_with_if,
        ["`if z > 0:`", "whole array", "np.where"],
        ["ambiguous"],
    ),
    "matmul": (
        checks.check_layer,
        layer_squared,
        ["(2, 3) @ (2, 3)", "inner sizes must be equal"],
        ["gufunc"],
    ),
    "matmul of an attribute": (
        checks.check_layer,
        lambda a, W, b: W.real @ W,
        ["the inner sizes must be equal, but are 3 and 2."],
        ["doesn't work"],
    ),
    "()": (
        checks.check_commonest_accuracy,
        lambda train_labels, labels: np.ones((2, 3)),
        ["a single number is asked for"],
        ["()"],
    ),
    "1 arrays": (
        checks.check_layer_backward,
        lambda z_below, W, delta: functions.relu(z_below).T @ delta,
        ["one result, but three are asked for", "`return` inside a loop?"],
        ["1 arrays"],
    ),
    "two numbers": (
        checks.check_commonest_accuracy,
        lambda train_labels, labels: (0.5, 1),
        ["it gives back two results, but one is asked for."],
        ["shape"],
    ),
    "no number": (
        checks.check_commonest_accuracy,
        lambda train_labels, labels: ["0.4"],
        ["it gives back a list with a str in it, but a number is asked for."],
        ["contains"],
    ),
    "a set": (
        checks.check_fewest,
        lambda results, goal: {r["neurons"] for r in results},
        ["it gives back a set, but a number is asked for."],
        ["TypeError"],
    ),
    "isfinite": (
        checks.check_too_large,
        lambda losses: np.array(["a", "b"]),
        ["an array"],
        ["TypeError", "ufunc"],
    ),
    "not callable": (
        checks.check_softmax,
        np.ones((2, 3)),
        ["Hand over the function itself", "`check_softmax(my_"],
        ["callable"],
    ),
    "capped": (
        checks.check_cross_entropy,
        scores_capped,
        ["finite", "small number inside the logarithm limits the surprise", "with the scores"],
        ["tiny case"],
    ),
    "axis=0 twice": (
        checks.check_softmax,
        softmax_of_columns,
        ["each column sums to 1", "axis"],
        ["batch"],
    ),
    "column maximum": (
        checks.check_softmax,
        softmax_with_column_maximum,
        ["maximum of each column", "axis of max"],
        ["batch"],
    ),
    "commonest always 0": (
        checks.check_commonest_accuracy,
        lambda train_labels, labels: np.mean(labels == 0),
        ["always 0"],
        ["argmin"],
    ),
    "nearest constant": (
        checks.check_nearest_mean,
        nearest_constant,
        ["always 0", "same for every image"],
        ["sign is wrong"],
    ),
    "tie by rate": (
        checks.check_best_cell,
        _cell(lambda r: (r["validation_accuracy"], -r["learning_rate"])),
        ["fewest neurons"],
        ["most neurons"],
    ),
    "confusion = 1": (
        checks.check_confusion,
        confusion_once,
        ["no count is above 1", "is it `+=`?", "np.add.at"],
        [],
    ),
    "sorted order": (
        checks.check_batches,
        sorted_batches,
        ["ascending order", "sorted", "indices"],
        [],
    ),
    "sum of the last ten": (
        checks.check_too_large,
        alarm(lambda x: x[-10:].sum() > x[0]),
        ["sum of the last ten"],
        ["highest"],
    ),
    "any rise": (
        checks.check_too_large,
        alarm(lambda x: (np.diff(x) > 0).any()),
        ["every rise"],
        ["highest"],
    ),
    "step []": (
        checks.check_step,
        lambda parameters, gradients, learning_rate: [],
        ["the list is empty"],
        ["changed"],
    ),
    "report tuple": (
        checks.check_report,
        report_as_tuple,
        ["it gives back a tuple", "a line of text is asked for", "f-string"],
        ["shape"],
    ),
    "report number": (
        checks.check_report,
        lambda step: 3.5,
        ["it gives back a number, but a line of text is asked for"],
        ["float"],
    ),
    "temperature": (
        checks.check_temperature,
        0.5,
        ["T = 0.5", "7.39", "Solve e^(1/T) = 4."],
        ["powers"],
    ),
}


@pytest.mark.parametrize("row", ROWS)
def test_a_misleading_message_is_a_helpful_one(said, row):
    check, answer, wanted, unwanted = ROWS[row]
    text = said(check, *(answer if isinstance(answer, tuple) else (answer,)))
    assert text.startswith("Not yet: "), text
    for words in wanted:
        assert words in text
    for words in unwanted:
        assert words not in text


# What a trial with fresh answers found: the answer's lines, words that must occur.

TRIAL = """
out[z[0] / 1] = 1 | `/` gives a decimal number, `//` a whole one
return z["t"] | this is a string
m = len(z) / 2; return z[m] | `/` gives a decimal number
return [1, 2, 3][len(z) / 2] | `/` gives a decimal number
return {"a": z}["b"] | the dict has no entry 'b'.
return z[np.zeros(2)] | an index must be a whole number (or
return [1, 2, 3][np.float64(1)] | an index must be a whole number
return z + ... | a `...` is left
n = ...; return np.exp(n) | a `...` is left
return [[1.0, ...], [2.0, 3]] | Not done yet: a `...` is left in it.
return np.maximum(z) | np.maximum compares two things: np.maximum(z, 0).
return np.maximum([z, 0]) | np.maximum compares two things: np.maximum(z, 0).
return np.add(z) | np.add needs two things, and there is one.
return (z @ z.T)(1 - z**2) | is a `*` missing in front of a bracket?
return z.T() | `.T` takes no brackets
return z.dot(z)(z) | is a `*` missing in front of a bracket?
return z(1 - z) | `z` is an array: is a `*` missing in front of the bracket
return (1, 2).pop() | this is a tuple, which has no .pop; a list does.
return [1, 2].sum() | a list has no .sum; an array does.
return z ^ 2 | `^` is not a power in Python: write `**`.
return np.e ^ z | `^` is not a power in Python: write `**`.
return z.astype(int) ^ 2 | `^` is not a power in Python: write `**`.
return ["a", 1.0] | it gives back a list that contains a string.
return (1.0, None) | it gives back a tuple that contains None.
return [np.exp, z] | it gives back a list that contains a function.
return np.array([None, 1.0]) | it gives back an array that contains None.
rows = []; rows = rows.append(z); return rows | it returns None: `.append` changes
rows = []; return rows.append(z) | it returns None: `.append` changes
rows = print(z); return rows | it gives back None.
rows = [].append(z); rows.append(z) | gives back None, so there is no `=`
return z, z.sum(), 3 | it gives back three results, but one is asked for.
return [np.ones(3), np.ones((3, 4))] | a list of two arrays, but one is asked for.
return np.zeros(len(z), 10) | brackets of its own: np.zeros((n, 10)).
return np.zeros((2, z)) | one whole number is needed here, and this is an array.
return np.dot(z, z, 3) | np.dot multiplies two arrays
yield z | it gives back a generator, which can be gone through only once: collect its parts
return 3 * right(z) | All are 3 times too large.
return right(z) / 2 | All are 2 times too small.
return right(z) + 1 | All are 1 too large.
return right(z).astype(int) | All are cut to whole numbers: is it `//`, or
return right(z).round() | All are rounded to whole numbers: is it `//`, or
"""
LINES = [line.split(" | ") for line in TRIAL.strip().splitlines()]


def from_text(text, tmp_path, **names):
    """A function whose text can be looked up, like that of a notebook's cell."""
    path = tmp_path / "cell.py"
    path.write_text(text, encoding="utf-8")
    names |= {"np": np}
    exec(compile(text, str(path), "exec"), names)
    return names["answer"]


@pytest.mark.parametrize(("lines", "words"), LINES, ids=[line[0] for line in LINES])
def test_an_answer_of_the_trial_gets_its_sentence(said, tmp_path, lines, words):
    body = "".join(f"    {line}\n" for line in lines.split("; "))
    text = f"def answer(z):\n    out = z * 0\n{body}"
    answer = from_text(text, tmp_path, right=checks.check_selu.exercise.right)
    sentence = said(checks.check_selu, answer)
    assert words in sentence, sentence
    assert ("is left" in sentence) == ("..." in lines)


LOSSES = SimpleNamespace(loss=[0.5, 0.25], validation_loss=[0.625, np.inf])
MANY = SimpleNamespace(loss=[0.5], validation_loss=[0.5] * 12)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.float32(-5 / 3), "-1.667"), (-0.0, "0"), (np.nan, "NaN"), (-np.inf, "-infinity"),
        (np.int64(12345), "12345"), (np.bool_(True), "True"), (np.array(1j), "1j"),
        ("few", "“few”"), ([1 / 3, "few"], "[0.3333, “few”]"), ((2 / 3,), "(0.6667,)"),
        (np.array(0.25), "0.25"), (np.array([[1, 2], [3, 4.5]]), "[[1, 2], [3, 4.5]]"),
        ({"neurons": 8, "rate": 1 / 3}, "{neurons: 8, rate: 0.3333}"),
        (LOSSES, "loss [0.5, 0.25] with validation_loss [0.625, infinity]"),
        (MANY, "(a SimpleNamespace)"), (np.ones((4, 5)), "(4, 5)"), ([0.0] * 12, f"{[0] * 12}"),
        (list(range(13)), "[13 values]"), ([np.ones(13)], "[1 array]"),
        ([np.ones(7)] * 2, "[2 arrays]"), ([{"a": 1, "b": 2}] * 7, "[7 dicts]"),
        ([Network((784, 10))], "[1 network]"), ([np.ones(13), 3.0], "[2 values]"),
    ],
)  # fmt: skip
def test_a_value_is_shown_as_a_reader_would_type_it_or_by_its_size(value, words):
    assert show(value) == words


def test_arguments_are_shown_by_name_and_large_ones_by_their_shape():
    case = np.ones((4, 5)), 0.1, "few"
    assert shown_case(case, "azx") == "a of shape (4, 5), z = 0.1 and x = “few”"
    assert shapes(case, "azx") == "a of shape (4, 5), z = 0.1 and x (a str)"
    assert shown_case((), "") == ""


def of_softmax(change):
    return lambda scores: change(softmax(scores))


def last_row_changed(p):
    p[-1] += 1
    return p


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda p: -p, "Everything has the wrong sign."),
        (lambda p: p / len(p), "All are 2 times too small here."),
        (lambda p: p * -2, "All are multiplied by -2."),
        (lambda p: p.T, "It is transposed."),
        (lambda p: p[::-1], "The order is reversed."),
        (lambda p: np.roll(p, 1, axis=0), "All are shifted by one place."),
        (lambda p: np.roll(p, -1, axis=0), "All are shifted by one place."),
        (last_row_changed, "Only the last row differs."),
        (lambda p: last_row_changed(p.T).T, "Only the last column differs."),
        (lambda p: p * 2.345, "All are 2.35 times too large."),
        (lambda p: p[:1], "Is the `return` inside the loop?"),
        (lambda p: p**2, "it should be"),
    ],
)
def test_the_generic_message_says_how_the_numbers_differ(said, change, words):
    text = said(checks.check_softmax, of_softmax(change))
    assert text.startswith("Not yet: for scores = ") and words in text, text


def layer_that_adds_up_each_row(a, W, b):
    return np.array([layer_that_adds_up_all(row[None], W, b)[0] for row in a])


def layer_that_adds_up_all(a, W, b):
    z, rows = 0, []
    for row in a:
        rows.append([])
        for k in range(len(b)):
            z = z + row @ W[:, k]
            rows[-1].append(max(z + b[k], 0))
    return np.array(rows)


@pytest.mark.parametrize(
    ("check", "answer", "words"),
    [
        (checks.check_layer, layer_that_adds_up_all, "the sum goes on from neuron to neuron."),
        (checks.check_layer, layer_that_adds_up_each_row, "the sum goes on from neuron to neuron."),
        (
            checks.check_count_parameters,
            lambda sizes: sum(m * n for m, n in pairwise(sizes)) + sum(sizes[1:-1]),
            "the output layer has biases, too.",
        ),
        (
            checks.check_scale_backward,
            lambda a, s, delta: (delta * s, delta.sum(axis=0)),
            "which rate does z have in s?",
        ),
        (
            checks.check_cross_entropy,
            lambda scores, labels: (
                functions.softmax_cross_entropy(scores[:1], labels[:1])[0] / len(labels)
            ),
            "only the surprise of the first image is there.",
        ),
        (
            checks.check_sigmoid_cross_entropy,
            lambda scores, labels: np.logaddexp(
                0, np.where(np.arange(scores.shape[1]) == labels[:, None], -scores, scores)
            ).sum(),
            "the surprises of all images are added up.",
        ),
    ],
)
def test_a_slip_is_named(said, check, answer, words):
    assert words in said(check, answer)


def test_a_clause_is_true_of_all_cases(said):
    text = said(checks.check_softmax, of_softmax(lambda p: p**2 + len(p)))
    for words in ("All are", "Everything", "Only", "It is"):
        assert words not in text


LOOP = """
def answer(scores):
    rows = np.zeros(scores.shape)
    for i in range(len(scores)):
        rows[i] = softmax(scores[i : i + 1])[0]{plus}
{indent}return rows
"""


@pytest.mark.parametrize("plus", ["", " + i", " * scores"])
@pytest.mark.parametrize("inside", [True, False])
def test_a_return_inside_the_loop_is_asked_about(said, tmp_path, inside, plus):
    text = LOOP.format(plus=plus, indent=" " * (8 if inside else 4))
    sentence = said(checks.check_softmax, from_text(text, tmp_path, softmax=softmax))
    assert ("Is the `return` inside the loop?" in sentence) == inside, sentence
    assert sentence.startswith("Right." if not inside and not plus else "Not yet: ")


def test_an_error_in_some_cases_asks_about_no_loop(said):
    right = checks.check_commonest_accuracy.exercise.right
    answer = eval("lambda t, labels: right(t, labels) if len(labels) > 11 else 1 / 0", locals())
    text = said(checks.check_commonest_accuracy, answer, seed=0)
    assert "division by zero" in text and "loop" not in text


ROW = [-0.269, 0.269]


@pytest.mark.parametrize(
    ("check", "answers", "words"),
    [
        (checks.check_temperature, (0, 72), "this is two numbers (0, 72): decimals take a point."),
        (checks.check_temperature, ((3, 2),), "this is two numbers (3, 2): decimals"),
        (
            checks.check_by_hand,
            ([-0, 269, 0, 269], [[-0.67, 0.67], [0, 0.5]], [-0.161, 0]),
            "delta2 is four numbers (0, 269, 0, 269): decimals take a point.",
        ),
        (
            checks.check_by_hand,
            (ROW, [[-0, 67, 0, 67], [0, 0, 5]], [-0.161, 0]),
            "dW2 is seven numbers (0, 67, 0, 67, 0, 0, 5): decimals",
        ),
        (
            checks.check_by_hand,
            ([0, 1], [[1, 0], [0, 1]], [0, 1]),
            "delta2 is not right: it is p − y",
        ),
        (checks.check_by_hand, (ROW, ["a"], ROW), "`dW2` is a list that contains a string."),
        (checks.check_by_hand, (ROW, [[..., 1], [2, 3]], ROW), "Not done yet: "),
    ],
)
def test_numbers_on_paper_with_a_comma_or_with_something_else(said, check, answers, words):
    assert words in said(check, *answers)


def test_names_stay_as_they_are_written(said):
    def answer(z_below, W, delta):
        return functions.relu(z_below).T @ delta, delta.sum(axis=0), 0 * W

    assert said(checks.check_layer_backward, answer).startswith("Not yet: dW and db are right")
    text = said(checks.check_shapes, (60,), *[(7, 7)] * 4)
    assert text.startswith("Not yet: in shape_a, axis=0")
