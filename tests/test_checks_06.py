"""The exercises of notebook 06: what each check says to right answers and to mistakes."""

from collections import defaultdict

import numpy as np
import pytest

from dig2ai_helpers.checks import (
    check_best_cell,
    check_fewest,
    check_overfits_since,
    check_too_large,
)
from dig2ai_helpers.checks.legacy import NOT_YET

CHECKS = (check_fewest, check_best_cell, check_overfits_since, check_too_large)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("nothing", [..., None, (..., ...)])
def test_an_untouched_stub_is_told_kindly(said, check, nothing):
    assert said(check, lambda *arguments: nothing) == f"{NOT_YET}\n"


@pytest.mark.parametrize("check", CHECKS)
def test_an_exception_is_told_and_not_raised(said, check):
    assert "it stops with ZeroDivisionError" in said(check, lambda *arguments: 1 / 0)


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("wrong", [np.ones((1, 1)), 77, [np.ones(2)], "8 neurons", [], {1, 2}])
def test_an_unknown_mistake_is_told_and_not_raised(said, check, wrong):
    assert said(check, lambda *arguments: wrong).startswith("Not yet: ")


@pytest.mark.parametrize("check", [check_fewest, check_best_cell])
@pytest.mark.parametrize("pick", [lambda results: results[0], lambda results: results])
def test_a_whole_result_is_told(said, check, pick):
    assert "a whole result" in said(check, lambda results, *goal: pick(results))


# The fewest neurons.


def by_neurons(results, key="validation_accuracy"):
    runs = defaultdict(list)
    for result in results:
        runs[result["neurons"]].append(result[key])
    return runs


def fewest_by_worst(results, goal):
    worst = {}
    for result in results:
        neurons, accuracy = result["neurons"], result["validation_accuracy"]
        worst[neurons] = min(accuracy, worst.get(neurons, 1))
    return min(neurons for neurons, accuracy in worst.items() if accuracy >= goal)


def fewest_in_order(results, goal):
    for neurons, accuracies in sorted(by_neurons(results).items()):
        if all(accuracy >= goal for accuracy in accuracies):
            return np.int64(neurons)


def fewest_by_failures(results, goal):
    failed = {r["neurons"] for r in results if r["validation_accuracy"] < goal}
    return min({r["neurons"] for r in results} - failed)


@pytest.mark.parametrize("answer", [fewest_by_worst, fewest_in_order, fewest_by_failures])
def test_right_fewest(said, answer):
    assert said(check_fewest, answer).startswith("Right.")


def fewest_unless(rule, key="validation_accuracy", pick=min):
    return lambda results, goal: pick(
        neurons for neurons, values in by_neurons(results, key).items() if rule(values, goal)
    )


def all_reach(values, goal):
    return min(values) >= goal


@pytest.mark.parametrize(
    "answer, words",
    [
        (fewest_unless(lambda values, goal: max(values) >= goal), "lucky seed"),
        (fewest_unless(lambda values, goal: np.mean(values) >= goal), "a mean over the seeds"),
        (fewest_unless(lambda values, goal: np.median(values) >= goal), "the median over"),
        (fewest_unless(all_reach, key="accuracy"), "training accuracy"),
        (fewest_unless(lambda values, goal: min(values) > goal), ">= instead of >"),
        (fewest_unless(all_reach, pick=lambda found: next(iter(found))), "come in the order"),
        (fewest_unless(all_reach, pick=max), "not the smallest"),
        (
            lambda results, goal: min(by_neurons(results)[fewest_by_worst(results, goal)]),
            "that is an accuracy",
        ),
        (lambda results, goal: 8, "tiny case by hand"),
    ],
)
def test_mistaken_fewest(said, answer, words):
    assert words in said(check_fewest, answer)


# The best cell.


def best_by_max(results):
    best = max(results, key=lambda result: (result["validation_accuracy"], -result["neurons"]))
    return best["neurons"], best["learning_rate"]


def best_in_a_loop(results):
    best = results[0]
    for result in results[1:]:
        gain = result["validation_accuracy"] - best["validation_accuracy"]
        if gain > 0 or (gain == 0 and result["neurons"] < best["neurons"]):
            best = result
    return [best["neurons"], best["learning_rate"]]


def best_as_an_array(results):
    return np.array(best_by_max(results))


@pytest.mark.parametrize("answer", [best_by_max, best_in_a_loop, best_as_an_array])
def test_right_best_cells(said, answer):
    assert said(check_best_cell, answer).startswith("Right.")


def best_by(key):
    def best(results):
        found = max(results, key=key)
        return found["neurons"], found["learning_rate"]

    return best


@pytest.mark.parametrize(
    "answer, words",
    [
        (best_by(lambda result: result["validation_accuracy"]), "the first in the list"),
        (
            best_by(lambda result: (result["validation_accuracy"], result["neurons"])),
            "the one with the most neurons",
        ),
        (best_by(lambda result: result["accuracy"]), "training accuracy"),
        (best_by(lambda result: -result["validation_accuracy"]), "the worst cell"),
        (best_by(lambda result: -result["validation_loss"]), "lowest validation loss"),
        (lambda results: best_by_max(results)[::-1], "the other way round"),
        (lambda results: max(r["validation_accuracy"] for r in results), "that is an accuracy"),
        (lambda results: (16, 0.1), "tiny case by hand"),
    ],
)
def test_mistaken_best_cells(said, answer, words):
    assert words in said(check_best_cell, answer)


# Overfitting.


def since_with_numpy(history):
    losses = np.array(history.validation_loss)
    lowest = losses.argmin()
    if losses[-1] > 1.1 * losses[lowest] and history.loss[-1] < history.loss[lowest]:
        return lowest + 1
    return 0


def since_with_lists(history):
    lowest = min(history.validation_loss)
    epoch = history.validation_loss.index(lowest) + 1
    rises = history.validation_loss[-1] / lowest > 1.1
    learns = history.loss[epoch - 1] > history.loss[-1]
    return epoch * (rises and learns)


@pytest.mark.parametrize("answer", [since_with_numpy, since_with_lists])
def test_right_epochs(said, answer):
    assert said(check_overfits_since, answer).startswith("Right.")


def since_a_rise_of_anything(history):
    losses = history.validation_loss
    lowest = int(np.argmin(losses))
    learns = history.loss[-1] < history.loss[lowest]
    return lowest + 1 if losses[-1] > losses[lowest] and learns else 0


def since_whatever_is_learned(history):
    losses = history.validation_loss
    lowest = int(np.argmin(losses))
    return lowest + 1 if losses[-1] > 1.1 * losses[lowest] else 0


def since_the_first_rise(history):
    losses = history.validation_loss
    for epoch in range(1, len(losses)):
        if losses[epoch] > losses[epoch - 1]:
            return epoch
    return 0


def since_in_training(history):
    losses = history.loss
    lowest = int(np.argmin(losses))
    return lowest + 1 if losses[-1] > 1.1 * losses[lowest] else 0


def since_above_the_first(history):
    above = history.validation_loss[-1] > 1.1 * history.validation_loss[0]
    return since_with_numpy(history) if above else 0


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda history: max(0, since_with_numpy(history) - 1), "counted from 1"),
        (
            lambda history: since_with_numpy(history) and since_with_numpy(history) + 1,
            "the epoch after the lowest",
        ),
        (lambda history: np.argmin(history.validation_loss) + 1, "does not overfit, too"),
        (since_a_rise_of_anything, "every small rise"),
        (since_whatever_is_learned, "where both losses rise"),
        (since_the_first_rise, "the first small rise"),
        (since_in_training, "it looks at the training loss"),
        (lambda history: 0, "no overfitting anywhere"),
        (lambda history: since_with_numpy(history) > 0, "not since when"),
        (since_above_the_first, "not above the first"),
        (lambda history: 3, "tiny case by hand"),
    ],
)
def test_mistaken_epochs(said, answer, words):
    assert words in said(check_overfits_since, answer)


# The alarm.


def alarm_with_numpy(losses):
    losses = np.array(losses)
    return not np.isfinite(losses).all() or losses[-10:].mean() > losses[0]


def alarm_with_lists(losses):
    for loss in losses:
        if not np.isfinite(loss):
            return True
    last = losses[-10:]
    return sum(last) / len(last) > losses[0]


@pytest.mark.parametrize("answer", [alarm_with_numpy, alarm_with_lists])
def test_right_alarms(said, answer):
    assert said(check_too_large, answer).startswith("Right.")


def alarm_when(rule):
    """Look for numbers that are not finite first, then apply another rule than the right one."""
    return lambda losses: not np.isfinite(losses).all() or rule(np.array(losses))


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda losses: np.mean(losses[-10:]) > losses[0], "is overlooked"),
        (alarm_when(lambda losses: losses[-1] > losses[0]), "the last loss alone"),
        (alarm_when(lambda losses: losses.max() > losses[0]), "the highest loss decides"),
        (alarm_when(lambda losses: losses.mean() > losses[0]), "the mean of all losses"),
        (alarm_when(lambda losses: losses[-1] > losses[-2]), "with the one before"),
        (alarm_when(lambda losses: losses[-10:].mean() > losses.min()), "with the lowest loss"),
        (lambda losses: not alarm_with_numpy(losses), "True where the rate is good"),
        (lambda losses: True, "tiny case by hand"),
    ],
)
def test_mistaken_alarms(said, answer, words):
    assert words in said(check_too_large, answer)
