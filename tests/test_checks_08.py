"""The exercises of notebook 08: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers import Network, train
from dig2ai_helpers.checks import (
    check_committee,
    check_most_neurons,
    check_report,
    check_small_network,
)

# As many neurons as fit.


def most_neurons_by_trying(limit):
    h = 0
    while 795 * (h + 1) + 10 <= limit:
        h += 1
    return h


@pytest.mark.parametrize(
    "answer",
    [
        most_neurons_by_trying,
        lambda limit: (limit - 10) // 795,
        lambda limit: int((limit - 10) / 795),
        lambda limit: np.floor((limit - 10) / 795),
        lambda limit: max(h for h in range(limit) if 795 * h + 10 <= limit),
    ],
)
def test_right_numbers_of_neurons(said, answer):
    assert said(check_most_neurons, answer).startswith("Right.")


# A report.


def line(step, loss, accuracy, epoch=None, share="{:.2%}"):
    reads = share.format(accuracy)
    return f"epoch {epoch or step.epoch}: loss {loss:.4f}, validation accuracy {reads}"


def right_report(step):
    return line(step, step.history.loss[-1], step.history.validation_accuracy[-1])


def report_by_index(step):
    past, i = step.history, step.epoch - 1
    reads = 100 * past.validation_accuracy[i]
    return f" epoch {i + 1}:  loss {past.loss[i]:.4f}, validation accuracy {reads:.2f}%\n"


@pytest.mark.parametrize("answer", [right_report, report_by_index])
def test_right_reports(said, answer):
    assert said(check_report, answer).startswith("Right.")


# A committee.


def committee(networks, images):
    return np.mean([net.forward(images) for net in networks], axis=0).argmax(axis=1)


def committee_by_adding(networks, images):
    total = np.zeros((len(images), 10))
    for net in networks:
        total += net.forward(images)
    return [int(row.argmax()) for row in total]


@pytest.mark.parametrize("answer", [committee, committee_by_adding])
def test_right_committees(said, answer):
    assert said(check_committee, answer).startswith("Right.")


# A network for a small chip.


def test_a_small_network_that_reads(said, digits):
    small = Network((784, 24, 10), hidden="relu", init="he")
    train(small, digits.train, digits.validation, epochs=10, learning_rate=0.1, progress=False)
    words = said(check_small_network, small, digits.validation)
    assert words.startswith("Right. With 19,090 parameters it classifies 9")
