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
from dig2ai_helpers.checks.legacy import NOT_YET

CHECKS_OF_FUNCTIONS = (check_most_neurons, check_report, check_committee)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
@pytest.mark.parametrize("nothing", [..., None])
def test_an_untouched_stub_is_told_kindly(said, check, nothing):
    assert said(check, lambda *arguments: nothing) == f"{NOT_YET}\n"


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
def test_an_exception_is_told_and_not_raised(said, check):
    assert "it stops with ZeroDivisionError" in said(check, lambda *arguments: 1 / 0)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
@pytest.mark.parametrize("wrong", [np.ones((1, 1)), 7, [np.ones(2)]])
def test_an_unknown_mistake_is_told(said, check, wrong):
    assert said(check, lambda *arguments: wrong).startswith("Not yet: ")


@pytest.mark.parametrize("check", [check_most_neurons, check_committee])
@pytest.mark.parametrize(
    "wrong, words",
    [("25", "text"), (["2", "5"], "text"), (np.array(["25"]), "text"), ({"h": 25}, "a dict")],
)
def test_what_is_no_number_is_told_and_not_raised(said, check, wrong, words):
    expected = f"Not yet: it gives back {words}, but numbers are asked for.\n"
    assert said(check, lambda *arguments: wrong) == expected


def test_a_line_of_another_form_is_shown_beside_the_right_one(said):
    words = said(check_report, lambda step: f"after {step.epoch} epochs")
    assert "after 2 epochs" in words and "epoch 2: loss 0.4124, validation" in words


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
    ],
)
def test_right_numbers_of_neurons(said, answer):
    assert said(check_most_neurons, answer).startswith("Right.")


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda limit: limit // 794, "the biases are missing"),
        (lambda limit: (limit - 10) // 794, "biases of the hidden layer"),
        (lambda limit: limit // 795, "biases of the output layer"),
        (lambda limit: (limit - 10) / 795, "Half a neuron"),
        (lambda limit: int(np.ceil((limit - 10) / 795)), "one neuron too many"),
        (lambda limit: round((limit - 10) / 795), "`round` goes up"),
        (lambda limit: 795 * limit + 10, "solve for h"),
        (lambda limit: limit // 784, "tiny case by hand"),
    ],
)
def test_mistaken_numbers_of_neurons(said, answer, words):
    assert words in said(check_most_neurons, answer)


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


def with_figures(loss, accuracy=lambda step: step.history.validation_accuracy[-1], **changes):
    return lambda step: line(step, loss(step), accuracy(step), **changes)


def past_loss(step):
    return step.history.loss[-1]


@pytest.mark.parametrize(
    "answer, words",
    [
        (with_figures(lambda step: step.loss), "this loss is that of the last batch"),
        (with_figures(lambda step: step.history.validation_loss[-1]), "that of the training."),
        (
            with_figures(
                lambda step: step.history.loss[0], lambda step: step.history.validation_accuracy[0]
            ),
            "figures of the first epoch",
        ),
        (with_figures(past_loss, lambda step: step.accuracy), "this accuracy is that of the last"),
        (
            with_figures(past_loss, lambda step: step.history.accuracy[-1]),
            "accuracy is that of the training digits",
        ),
        (
            with_figures(lambda step: step.loss, lambda step: step.accuracy),
            "loss and accuracy of the last batch",
        ),
        (
            lambda step: line(
                step, past_loss(step), step.history.validation_accuracy[-1], step.epoch + 1
            ),
            "nothing needs to be added",
        ),
        (
            lambda step: line(
                step, past_loss(step), step.history.validation_accuracy[-1], step.epoch - 1
            ),
            "one epoch too few",
        ),
        (with_figures(past_loss, share="{:.2f}%"), "a hundred times as large"),
        (with_figures(past_loss, share="{:.4f}"), "percentage with two decimals: `:.2%`"),
        (with_figures(past_loss, share="{}"), "all figures of the accuracy"),
        (
            lambda step: right_report(step).replace(f"{past_loss(step):.4f}", "0.81"),
            "but should be",
        ),
        (
            lambda step: right_report(step).replace(
                f"{past_loss(step):.4f}", f"{past_loss(step):.2f}"
            ),
            "should have four decimals",
        ),
        (
            lambda step: right_report(step).replace(f"{past_loss(step):.4f}", f"{past_loss(step)}"),
            "all figures of the loss",
        ),
        (lambda step: print(right_report(step)), "end with a return"),
    ],
)
def test_mistaken_reports(said, answer, words):
    assert words in said(check_report, answer)


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


def of_all(choose):
    return lambda networks, images: choose(np.array([net.forward(images) for net in networks]))


def majority(networks, images):
    votes = np.array([net.predict(images) for net in networks])
    return [np.bincount(column).argmax() for column in votes.T]


def begun_anew(networks, images):
    for net in networks:
        total = 0
        total += net.forward(images)
    return total.argmax(axis=1)


@pytest.mark.parametrize(
    "answer, words",
    [
        (of_all(lambda p: p.mean(axis=0)), "the mean probabilities"),
        (of_all(lambda p: p), "not yet averaged"),
        (of_all(lambda p: p.argmax(axis=2)), "answers of each network"),
        (of_all(lambda p: p.argmax(axis=2).mean(axis=0)), "averages the labels."),
        (of_all(lambda p: np.round(p.argmax(axis=2).mean(axis=0))), "labels and rounds"),
        (majority, "a vote"),
        (of_all(lambda p: p.max(axis=0).argmax(axis=1)), "decides alone"),
        (lambda networks, images: networks[0].predict(images), "only the first network"),
        (begun_anew, "only the last network"),
        (of_all(lambda p: p.mean(axis=1).argmax(axis=1)), "averages over the images"),
        (of_all(lambda p: p.mean(axis=0).argmax(axis=0)), "along the wrong axis"),
        (of_all(lambda p: p.min(axis=0).argmax(axis=1)), "tiny case by hand"),
    ],
)
def test_mistaken_committees(said, answer, words):
    assert words in said(check_committee, answer)


# A network for a small chip.


@pytest.mark.parametrize("stub", [..., None])
def test_no_small_network_yet(said, digits, stub):
    assert said(check_small_network, stub, digits.validation) == f"{NOT_YET}\n"


def test_a_small_network_that_reads(said, digits):
    small = Network((784, 24, 10), hidden="relu", init="he")
    train(small, digits.train, digits.validation, epochs=10, learning_rate=0.1, progress=False)
    words = said(check_small_network, small, digits.validation)
    assert words.startswith("Right. With 19,090 parameters it reads 9")


@pytest.mark.parametrize(
    "small, words",
    [
        (Network((784, 128, 10)), "101,770 parameters, and only 20,000 fit"),
        (Network((784, 24, 10), seed=1), "Is it trained?"),
        (Network((64, 24, 10)), "from 784 pixels to 10 digits"),
        (Network((784, 20, 3)), "from 784 pixels to 10 digits"),
        ("a network", "but is a str"),
    ],
)
def test_small_networks_that_will_not_do(said, digits, small, words):
    assert words in said(check_small_network, small, digits.validation)


def test_a_small_network_that_reads_too_few(said, digits):
    small = Network((784, 24, 10))
    train(small, digits.train, epochs=1, learning_rate=0.05, progress=False)
    assert "More epochs" in said(check_small_network, small, digits.validation)
