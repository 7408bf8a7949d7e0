"""The nine serious faults of the trial: each has a test that fails on the checks of that time."""

import numpy as np
import pytest

from dig2ai_helpers import Network, checks
from dig2ai_helpers.functions import relu, softmax


def scores_that_pop(images, weights, biases):
    a = images
    while len(weights) > 1:
        a = relu(a @ weights.pop(0) + biases.pop(0))
    return a @ weights[0] + biases[0]


def scores(images, weights, biases):
    a = images
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = relu(a @ W + b)
    return a @ weights[-1] + biases[-1]


def scores_without_biases(images, weights, biases):
    for b in biases:
        b *= 0
    return scores(images, weights, biases)


def test_s1_a_popping_answer_is_right_and_harms_no_later_one(said):
    text = said(checks.check_scores, scores_that_pop)
    assert text.startswith("Right. But it changes `weights` and `biases`")
    assert said(checks.check_scores, scores).startswith("Right. ")


def test_s1_an_answer_can_not_spoil_what_it_is_compared_with(said):
    assert said(checks.check_scores, scores_without_biases).startswith("Not yet")
    assert said(checks.check_layer, lambda a, W, b: relu(a @ W)).startswith("Not yet")
    assert said(checks.check_scores, scores).startswith("Right. ")


def test_s1_zeroing_the_networks_is_rejected(said):
    def committee(networks, images):
        for net in networks:
            for W in net.weights:
                W[...] = 0
        return np.mean([net.forward(images) for net in networks], axis=0).argmax(axis=1)

    assert said(checks.check_committee, committee).startswith("Not yet")


def test_s1_answers_that_sort_or_reverse_are_right(said):
    def best_cell(results):
        results.sort(key=lambda r: (-r["validation_accuracy"], r["neurons"]))
        return results[0]["neurons"], results[0]["learning_rate"]

    def too_large(losses):
        if not np.isfinite(losses).all():
            return True
        first = losses.pop(0)
        losses.reverse()
        last = losses[:10] if len(losses) > 9 else [*losses, first]
        return bool(np.mean(last) > first)

    assert said(checks.check_best_cell, best_cell).startswith("Right. But it changes `results`")
    assert said(checks.check_too_large, too_large).startswith("Right. But it changes `losses`")


def test_s2_fan_in_is_told_from_fan_out(said):
    def layer(a, W, b):
        z = np.zeros_like(a)
        for k in range(len(W)):
            z[:, k] = a @ W[:, k] + b[k]
        return relu(z)

    def backward(z_below, W, delta):
        db = np.array([delta[:, k].sum() for k in range(len(W))])
        return relu(z_below).T @ delta, db, delta @ W.T * (z_below > 0)

    def pixel_slopes(image, W1, b1, W2, digit):
        on = [image @ W1[:, j] + b1[j] > 0 for j in range(len(W1))]
        return sum(W1[:, j] * W2[j, digit] * on[j] for j in range(len(W1)))

    def tanh_backward(z, W_above, delta_above):
        below = np.zeros_like(delta_above)
        for j in range(W_above.shape[1]):
            below[:, j] = delta_above @ W_above[j] * (1 - np.tanh(z[:, j]) ** 2)
        return below

    assert said(checks.check_layer, layer).startswith("Not yet")
    assert said(checks.check_layer_backward, backward).startswith("Not yet")
    assert said(checks.check_pixel_slopes, pixel_slopes).startswith("Not yet")
    assert said(checks.check_tanh_backward, tanh_backward).startswith("Not yet")


def softmax_less(shift):
    def answer(scores):
        powers = np.exp(scores - shift(scores))
        return powers / powers.sum(axis=1, keepdims=True)

    return answer


@pytest.mark.parametrize("name", ["min", "mean"])
def test_s3_softmax_has_to_subtract_the_maximum(said, name):
    answer = softmax_less(lambda scores: getattr(scores, name)(axis=1, keepdims=True))
    assert f"{'minimum' if name == 'min' else 'mean'} of each row" in said(
        checks.check_softmax, answer
    )


def test_s3_the_maximum_of_the_batch_is_not_enough(said):
    p = softmax_less(np.max)

    def cross_entropy(scores, labels):
        shifted = scores - scores.max()
        totals = np.log(np.exp(shifted).sum(axis=1))
        return np.mean(totals - shifted[np.arange(len(labels)), labels])

    def delta(scores, labels):
        return (p(scores) - np.eye(scores.shape[1])[labels]) / len(labels)

    assert "whole batch" in said(checks.check_cross_entropy, cross_entropy)
    assert "whole batch" in said(checks.check_delta, delta)


def since(rise, learns=lambda loss, k: loss[-1] < loss[k]):
    def answer(history):
        v, loss = history.validation_loss, history.loss
        k = int(np.argmin(v))
        return k + 1 if rise(v, k) and learns(loss, k) else 0

    return answer


def tenth(v, k):
    return v[-1] > 1.1 * v[k]


@pytest.mark.parametrize(
    "answer",
    [
        since(lambda v, k: v[-1] - v[k] > 0.1),
        since(lambda v, k: v[-1] > 1.2 * v[k]),
        since(lambda v, k: v[-1] > 1.5 * v[k]),
        since(tenth, lambda loss, k: loss[-1] < loss[0]),
        since(tenth, lambda loss, k: loss[-1] < loss[-2]),
        since(tenth, lambda loss, k: loss[-1] == min(loss)),
        since(lambda v, k: max(v[k:]) > 1.1 * v[k]),
    ],
)
def test_s4_each_other_rule_of_overfitting_is_rejected(said, answer):
    assert said(checks.check_overfits_since, answer).startswith("Not yet")


def alarm(high=lambda x: x[-10:].mean() > x[0], finite=lambda x: np.isfinite(x).all()):
    return lambda losses: bool(not finite(np.array(losses)) or high(np.array(losses)))


@pytest.mark.parametrize(
    "answer",
    [
        alarm(lambda x: x[10:].mean() > x[0]),
        *(alarm(lambda x, n=n: x[-n:].mean() > x[0]) for n in (5, 9, 20)),
        alarm(lambda x: np.median(x[-10:]) > x[0]),
        alarm(finite=lambda x: not np.isnan(x).any()),
        alarm(finite=lambda x: np.isfinite(x[-1])),
        alarm(finite=lambda x: np.isfinite(x[-10:]).all()),
        alarm(finite=lambda x: not np.isnan(x.mean())),
    ],
)
def test_s5_each_other_alarm_is_rejected(said, answer):
    assert said(checks.check_too_large, answer).startswith("Not yet")


def commonest(choose):
    return lambda train_labels, labels: np.mean(labels == choose(train_labels))


def fewest_of_neighbours(results, goal):
    groups = [results[i : i + 3] for i in range(0, len(results), 3)]
    good = [g for g in groups if min(r["validation_accuracy"] for r in g) >= goal]
    return min((g[0]["neurons"] for g in good), default=0)


def fewest_of_three(results, goal):
    good = [r["neurons"] for r in results if r["validation_accuracy"] >= goal]
    return min((n for n in good if good.count(n) == 3), default=0)


def fewest_of_rounded(results, goal):
    low = {r["neurons"] for r in results if round(r["validation_accuracy"], 2) < goal}
    return min({r["neurons"] for r in results} - low)


def fewest_of_most(results, goal):
    runs = {}
    for r in results:
        runs.setdefault(r["neurons"], []).append(r["validation_accuracy"] >= goal)
    return min(n for n, good in runs.items() if np.mean(good) > 0.7)


def confusion(labels, predictions, classes):
    table = np.zeros((labels.max() + 1,) * 2)
    np.add.at(table, (labels, predictions), 1)
    return table


def report(step):
    past = step.history
    best = max(past.validation_accuracy)
    return f"epoch {step.epoch}: loss {min(past.loss):.4f}, validation accuracy {best:.2%}"


def rounded_report(step):
    loss, accuracy = step.history.loss[-1], step.history.validation_accuracy[-1]
    return f"epoch {step.epoch}: loss {round(loss, 4)}, validation accuracy {accuracy:.2%}"


def state_turned_where_needed(weights, biases):
    turned = [W if len(W) == len(b) else W.T for W, b in zip(weights, biases, strict=True)]
    return [each for pair in zip(turned, biases, strict=True) for each in pair]


def plane(points):
    centred = points - points.mean(axis=0)
    return centred @ np.linalg.svd(centred, full_matrices=False)[2][:-2].T


@pytest.mark.parametrize(
    ("check", "answer"),
    [
        *(
            (checks.check_commonest_accuracy, commonest(choose))
            for choose in (
                lambda t: int(t.mean()), lambda t: round(t.mean()), np.median, lambda t: t[0],
                lambda t: 4,
            )
        ),
        (checks.check_fewest, fewest_of_neighbours),
        (checks.check_fewest, fewest_of_three),
        (checks.check_fewest, fewest_of_rounded),
        (checks.check_fewest, fewest_of_most),
        (checks.check_confusion, confusion),
        (checks.check_report, report),
        (checks.check_report, rounded_report),
        (checks.check_state, state_turned_where_needed),
        (checks.check_plane, plane),
        (checks.check_step, lambda parameters, gradients, learning_rate: [
            parameters[0] - learning_rate * gradients[0],
            parameters[1] - learning_rate * gradients[1],
        ]),
        (checks.check_delta, lambda scores, labels: (
            softmax(scores) - np.eye(3)[labels]) / len(labels)),
        (checks.check_cross_entropy, lambda scores, labels: (
            np.logaddexp.reduce(scores, axis=1) - (np.eye(3)[labels] * scores).sum(axis=1)).mean()),
    ],
)  # fmt: skip
def test_s6_what_holds_for_one_set_of_data_only_is_rejected(said, check, answer):
    assert said(check, answer).startswith("Not yet")


def layer_as_lists(a, W, b):
    z = [[0] * len(b) for _ in a]
    for i in range(len(a)):
        for k in range(len(b)):
            z[i][k] = max(0, sum(a[i, j] * W[j, k] for j in range(len(W))) + b[k])
    return z


def test_s7_lists_of_rows_and_rounded_numbers_are_right(said):
    assert said(checks.check_layer, layer_as_lists).startswith("Right. ")
    assert said(checks.check_confusion, lambda labels, predictions, classes: [
        [int(np.sum((labels == i) & (predictions == j))) for j in range(classes)]
        for i in range(classes)
    ]).startswith("Right. ")  # fmt: skip
    for temperature in (0.721, 0.72, 0.7213, 1 / np.log(4)):
        assert said(checks.check_temperature, temperature).startswith("Right. ")
    by_hand = [-0.27, 0.27], [[-0.675, 0.675], [0, 0]], [-0.16, 0]
    assert said(checks.check_by_hand, *by_hand).startswith("Right. ")


def test_s8_a_missing_return_is_named(said):
    text = said(checks.check_layer, lambda a, W, b: None)
    assert "gives nothing back" in text and "`return" in text and "..." not in text


def test_s9_a_changed_argument_is_told(said):
    def in_place(scores):
        scores -= scores.max(axis=1, keepdims=True)
        np.exp(scores, out=scores)
        scores /= scores.sum(axis=1, keepdims=True)
        return scores

    text = said(checks.check_softmax, in_place)
    assert text == "Right. But it changes `scores`: your caller will be surprised.\n"


class Nearly:
    """Digits on which a network with wide outputs is right in 89.98 % of the cases."""

    def __init__(self, n, right):
        self.images = np.zeros((n, 784))
        self.labels = np.where(np.arange(n) < right, 3, 4)
        self.pixels = 784


def test_s9_a_figure_just_below_the_goal_is_not_shown_as_the_goal(said):
    small = Network((784, 24, 10))
    small.biases[-1][3] = 1
    text = said(checks.check_small_network, small, Nearly(5000, 4499))  # 89.98 %
    assert text.startswith("Not yet: it fits, but it classifies 89.9 % ")
    text = said(checks.check_small_network, small, Nearly(5000, 4500))
    assert text.startswith("Right. With 19,090 parameters it classifies 90.0 % ")


def test_s9_all_digits_may_be_handed_over(said, digits):
    text = said(checks.check_small_network, Network((784, 24, 10)), digits)
    assert "about as many as by guessing" in text
