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
