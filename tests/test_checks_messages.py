"""What a reader is told: each misleading message of the trial, and what it must say now."""

import numpy as np
import pytest

from dig2ai_helpers import checks, functions
from dig2ai_helpers.functions import softmax


def layer(a, W, b):
    return functions.relu(a @ W + b)


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
        ["gives nothing back", "`return", "`print`"],
        ["Not done"],
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
        ["delta2 and delta1 are right", "dW2 again"],
        ["0.675"],
    ),
    "IndexError": (
        checks.check_layer,
        layer_with_an_index,
        ["line 30, `z[i, j] = b[j]", "a (1, 2), W (2, 3) and b (3,)"],
        ["IndexError"],
    ),
    "truth value": (
        checks.check_selu,
        selu_with_if,
        ["`if z > 0:`", "whole array", "np.where", "np.maximum"],
        ["ambiguous"],
    ),
    "matmul": (
        checks.check_layer,
        layer_squared,
        ["(2, 3) @ (2, 3)", "inner sizes must be equal"],
        ["gufunc"],
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
