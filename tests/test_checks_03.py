"""The exercise checks of notebook 03 know right answers of many forms."""

import numpy as np
import pytest

from dig2ai_helpers import functions
from dig2ai_helpers.checks import (
    check_cross_entropy,
    check_sigmoid_cross_entropy,
    check_softmax,
    check_temperature,
)


def stable_softmax(scores):
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def softmax_in_loops(scores):
    rows = []
    for row in scores:
        powers = [np.exp(score - max(row)) for score in row]
        rows.append([power / sum(powers) for power in powers])
    return np.array(rows)


def softmax_by_differences(scores):
    return 1 / np.exp(scores[:, None, :] - scores[:, :, None]).sum(axis=2)


def logs(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def of_labels(table, labels):
    return table[np.arange(len(labels)), labels]


def no_surprise(scores):
    return np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores)))


def in_float32(function):
    return lambda scores, *labels: function(scores.astype("float32"), *labels)


RIGHT = {
    check_softmax: [
        functions.softmax,
        stable_softmax,
        softmax_in_loops,
        softmax_by_differences,
        in_float32(stable_softmax),
    ],
    check_cross_entropy: [
        lambda scores, labels: functions.softmax_cross_entropy(scores, labels)[0],
        lambda scores, labels: -of_labels(logs(scores), labels).mean(),
        lambda scores, labels: (
            -(np.eye(scores.shape[1])[labels] * logs(scores)).sum() / len(labels)
        ),
        lambda scores, labels: float(
            np.mean(np.logaddexp.reduce(scores, axis=1) - of_labels(scores, labels))
        ),
        in_float32(lambda scores, labels: -of_labels(logs(scores), labels).mean()),
    ],
    check_sigmoid_cross_entropy: [
        lambda scores, labels: functions.sigmoid_cross_entropy(scores, labels)[0],
        lambda scores, labels: (
            (no_surprise(scores) - np.eye(scores.shape[1])[labels] * scores).sum() / len(labels)
        ),
        lambda scores, labels: (
            np.logaddexp(0, scores * (1 - 2 * np.eye(scores.shape[1])[labels])).sum(axis=1).mean()
        ),
        in_float32(lambda scores, labels: functions.sigmoid_cross_entropy(scores, labels)[0]),
    ],
}


@pytest.mark.parametrize(
    "check, answer", [(check, answer) for check, answers in RIGHT.items() for answer in answers]
)
def test_a_right_answer_is_called_right(said, check, answer):
    assert said(check, answer).startswith("Right.")


@pytest.mark.parametrize("answer", [1 / np.log(4), np.float32(1 / np.log(4)), 0.7213])
def test_a_right_temperature_is_called_right(said, answer):
    assert said(check_temperature, answer).startswith("Right.")


def test_a_stable_sigmoid_before_a_logarithm_is_not_told_of_its_exponential_alone(said):
    def loss(scores, labels):
        p = functions.sigmoid(scores)
        yes = np.arange(scores.shape[1]) == labels[:, None]
        return -(yes * np.log(p) + ~yes * np.log(1 - p)).sum(axis=1).mean()

    text = " ".join(said(check_sigmoid_cross_entropy, loss).split())
    assert "or a probability becomes 0 before its logarithm is taken" in text
