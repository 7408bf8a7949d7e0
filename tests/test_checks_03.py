"""The exercise checks of notebook 03 know right answers, and tell mistakes apart."""

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


def naive_softmax(scores):
    powers = np.exp(scores)
    return powers / powers.sum(axis=1, keepdims=True)


def logs(scores):
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))


def of_labels(table, labels):
    return table[np.arange(len(labels)), labels]


def no_surprise(scores):
    return np.maximum(scores, 0) + np.log1p(np.exp(-np.abs(scores)))


def yes_and_no(scores, labels):
    return np.log(1 + np.exp(-scores)), np.log(1 + np.exp(scores)), np.eye(3)[labels]


def in_float32(function):
    return lambda scores, *labels: function(scores.astype("float32"), *labels)


def stops(*arguments):
    raise ValueError("operands could not be broadcast")


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
        lambda scores, labels: -(np.eye(3)[labels] * logs(scores)).sum() / len(labels),
        lambda scores, labels: float(
            np.mean(np.logaddexp.reduce(scores, axis=1) - of_labels(scores, labels))
        ),
        in_float32(lambda scores, labels: -of_labels(logs(scores), labels).mean()),
    ],
    check_sigmoid_cross_entropy: [
        lambda scores, labels: functions.sigmoid_cross_entropy(scores, labels)[0],
        lambda scores, labels: (
            (no_surprise(scores) - np.eye(3)[labels] * scores).sum() / len(labels)
        ),
        lambda scores, labels: (
            np.logaddexp(0, scores * (1 - 2 * np.eye(3)[labels])).sum(axis=1).mean()
        ),
        in_float32(lambda scores, labels: functions.sigmoid_cross_entropy(scores, labels)[0]),
    ],
}

WRONG = [
    # softmax
    (check_softmax, lambda s: stable_softmax(s) / len(s), "numbers are not"),
    (check_softmax, naive_softmax, "e^1000"),
    (check_softmax, lambda s: naive_softmax(s - s.max()), "each row needs its own largest"),
    (check_softmax, lambda s: naive_softmax(s - s.max(axis=0)), "axis of max"),
    (check_softmax, lambda s: naive_softmax(s - s.max(axis=1)), "max(axis=1) has the shape"),
    (check_softmax, lambda s: stable_softmax(s.T).T, "Each column sums to one"),
    (check_softmax, lambda s: np.exp(s) / np.exp(s).sum(), "All probabilities of the batch"),
    (check_softmax, lambda s: np.exp(s) / np.exp(s).sum(), "e^1000"),
    (
        check_softmax,
        lambda s: np.exp(s - s.max()) / np.exp(s - s.max()).sum(),
        "All probabilities of the batch",
    ),
    (check_softmax, lambda s: np.exp(s) / np.exp(s).sum(axis=0), "Each column sums to one"),
    (check_softmax, lambda s: np.exp(s) / np.exp(s).sum(axis=1), "sum(axis=1) has the shape"),
    (check_softmax, lambda s: np.exp(s), "do not sum to one"),
    (check_softmax, lambda s: np.exp(s - s.max(axis=1, keepdims=True)), "do not sum to one"),
    (check_softmax, lambda s: stable_softmax(s)[:, 0], "shape"),
    # temperature
    (check_temperature, np.log(4), "that is 1/T"),
    (check_temperature, 2 / np.log(4), "not 2 - 0"),
    (check_temperature, 1 / np.log10(4), "powers of 10"),
    (check_temperature, 0.5, "powers of 2"),
    (check_temperature, 0.25, "a logarithm is needed"),
    (check_temperature, 4.0, "numbers are not"),
    # cross-entropy
    (check_cross_entropy, lambda s, y: -of_labels(logs(s), y).sum(), "must not grow"),
    (check_cross_entropy, lambda s, y: -of_labels(np.log(naive_softmax(s)), y).sum(), "not grow"),
    (check_cross_entropy, lambda s, y: -of_labels(logs(s), y), "one number"),
    (check_cross_entropy, lambda s, y: of_labels(logs(s), y).mean(), "the sign"),
    (check_cross_entropy, lambda s, y: -of_labels(logs(s), y).mean() / np.log(10), "base 10"),
    (check_cross_entropy, lambda s, y: -of_labels(logs(s), y).mean() / np.log(2), "base 2"),
    (
        check_cross_entropy,
        lambda s, y: -np.mean(np.eye(3)[y] * logs(s)),
        "number of all scores",
    ),
    (check_cross_entropy, lambda s, y: -logs(s)[:, y].mean(), "takes all of these columns"),
    (check_cross_entropy, lambda s, y: -logs(s).max(axis=1).mean(), "the largest score"),
    (check_cross_entropy, lambda s, y: -logs(s).mean(), "the labels have no say"),
    (
        check_cross_entropy,
        lambda s, y: -np.log(of_labels(stable_softmax(s), y).mean()),
        "averaged first",
    ),
    (
        check_cross_entropy,
        lambda s, y: -np.log(of_labels(stable_softmax(s), y)).mean(),
        "before its logarithm",
    ),
    (
        check_cross_entropy,
        lambda s, y: -np.log(of_labels(naive_softmax(s), y)).mean(),
        "before its logarithm",
    ),
    (
        check_cross_entropy,
        lambda s, y: (np.log(np.exp(s).sum(axis=1)) - of_labels(s, y)).mean(),
        "before its logarithm",
    ),
    # sigmoid cross-entropy
    (
        check_sigmoid_cross_entropy,
        lambda s, y: (no_surprise(s) - np.eye(3)[y] * s).mean(),
        "averaged over the classes",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: (no_surprise(s) - np.eye(3)[y] * s).sum(),
        "divide by n",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: no_surprise(-of_labels(s, y)).mean(),
        "only the label's yes",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: ((1 - np.eye(3)[y]) * no_surprise(s)).sum(axis=1).mean(),
        "only the noes",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: no_surprise(s).sum(axis=1).mean(),
        "the label as well",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: np.where(np.eye(3)[y] == 1, no_surprise(s), no_surprise(-s)).sum() / len(y),
        "exchanged",
    ),
    (check_sigmoid_cross_entropy, lambda s, y: -of_labels(logs(s), y).mean(), "softmax's loss"),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: -(no_surprise(s) - np.eye(3)[y] * s).sum(axis=1).mean(),
        "the sign",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: (np.log(1 + np.exp(s)) - np.eye(3)[y] * s).sum(axis=1).mean(),
        "for a score of 900",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: (
            -np.log(np.where(np.eye(3)[y] == 1, 1, 0) - (2 * np.eye(3)[y] - 1) / (1 + np.exp(s)))
            .sum(axis=1)
            .mean()
        ),
        "for a score of 900",
    ),
    (
        check_sigmoid_cross_entropy,
        lambda s, y: sum(part.sum() for part in weighted(*yes_and_no(s, y))) / len(y),
        "for a score of 900",
    ),
]


def weighted(yes, no, one_hot):
    return one_hot * yes, (1 - one_hot) * no


@pytest.mark.parametrize(
    "check, answer", [(check, answer) for check, answers in RIGHT.items() for answer in answers]
)
def test_a_right_answer_is_called_right(check, answer, capsys):
    check(answer)
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize("answer", [1 / np.log(4), np.float32(1 / np.log(4)), 0.7213])
def test_a_right_temperature_is_called_right(answer, capsys):
    check_temperature(answer)
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize("check, answer, hint", WRONG)
def test_a_mistake_gets_its_hint(check, answer, hint, capsys):
    check(answer)
    said = capsys.readouterr().out
    assert said.startswith("Not yet:")
    assert hint in said


@pytest.mark.parametrize("stub", [lambda *arguments: ..., lambda *arguments: None])
@pytest.mark.parametrize("check", RIGHT)
def test_an_untouched_stub_is_kindly_passed_over(check, stub, capsys):
    check(stub)
    assert capsys.readouterr().out.startswith("Not done yet")


def test_an_untouched_temperature_is_kindly_passed_over(capsys):
    check_temperature(...)
    assert capsys.readouterr().out.startswith("Not done yet")


@pytest.mark.parametrize("check", RIGHT)
def test_an_answer_that_stops_is_told_how(check, capsys):
    check(stops)
    assert "ValueError: operands could not be broadcast" in capsys.readouterr().out
