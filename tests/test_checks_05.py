"""The exercises of notebook 05: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers.checks import (
    check_batches,
    check_momentum_step,
    check_rates,
    check_step,
)
from dig2ai_helpers.checks.legacy import NOT_YET

CHECKS_OF_FUNCTIONS = (check_step, check_batches, check_momentum_step)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
@pytest.mark.parametrize("nothing", [..., None])
def test_an_untouched_stub_is_told_kindly(said, check, nothing):
    assert said(check, lambda *arguments: nothing) == f"{NOT_YET}\n"


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
def test_an_exception_is_told_and_not_raised(said, check):
    assert "it stops with ZeroDivisionError" in said(check, lambda *arguments: 1 / 0)


@pytest.mark.parametrize("check", CHECKS_OF_FUNCTIONS)
@pytest.mark.parametrize("wrong", [np.ones((1, 1)), 7, [np.ones(2)], [np.ones(2), np.ones(3)]])
def test_an_unknown_mistake_is_told_by_its_shape_or_its_numbers(said, check, wrong):
    assert said(check, lambda *arguments: wrong).startswith("Not yet: ")


# The two learning rates.


@pytest.mark.parametrize("stub", [(..., ...), (0.1, ...), (None, None)])
def test_untouched_rates_are_told_kindly(said, stub):
    assert said(check_rates, *stub) == f"{NOT_YET}\n"


@pytest.mark.parametrize(
    "rates", [(0.1, 0.2), (1 / 10, 2 / 10), (np.float32(0.1), np.float64(0.2))]
)
def test_right_rates(said, rates):
    assert said(check_rates, *rates).startswith("Right.")


@pytest.mark.parametrize(
    "rates, words",
    [
        ((0.2, 0.1), "other way round"),
        ((0.5, 1.0), "steeper"),
        ((0.2, 0.4), "the 2 of the square"),
        ((0.1, 0.1), "multiplied by"),
        ((0.3, 0.9), "tiny case by hand"),
    ],
)
def test_mistaken_rates(said, rates, words):
    assert words in said(check_rates, *rates)


# A step.


def step_in_a_loop(parameters, gradients, learning_rate):
    stepped = []
    for i in range(len(parameters)):
        stepped.append(parameters[i] + gradients[i] * -learning_rate)
    return stepped


def step_in_place(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter -= learning_rate * gradient
    return parameters


def step_in_float32(parameters, gradients, learning_rate):
    return tuple(
        p.astype("float32") - np.float32(learning_rate) * g.astype("float32")
        for p, g in zip(parameters, gradients, strict=True)
    )


@pytest.mark.parametrize("answer", [step_in_a_loop, step_in_place, step_in_float32])
def test_right_steps(said, answer):
    assert said(check_step, answer).startswith("Right.")


def new_parameters(change):
    return lambda parameters, gradients, rate: [
        change(p, g, rate) for p, g in zip(parameters, gradients, strict=True)
    ]


def step_into_a_new_name(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter = parameter - learning_rate * gradient
    return parameters


def step_without_return(parameters, gradients, learning_rate):
    step_in_place(parameters, gradients, learning_rate)


def step_of_the_first(parameters, gradients, learning_rate):
    parameters[0] = parameters[0] - learning_rate * gradients[0]
    return parameters


@pytest.mark.parametrize(
    "answer, words",
    [
        (new_parameters(lambda p, g, rate: p + rate * g), "uphill"),
        (new_parameters(lambda p, g, rate: p - g), "where is the learning rate"),
        (new_parameters(lambda p, g, rate: p - rate * g / len(g)), "division too many"),
        (new_parameters(lambda p, g, rate: p - rate * g / 2), "division too many"),
        (new_parameters(lambda p, g, rate: -rate * g), "steps alone"),
        (step_into_a_new_name, "come back as they were"),
        (step_of_the_first, "only the first array"),
        (step_without_return, "nothing is given back"),
        (lambda parameters, gradients, rate: parameters[0] - rate * gradients[0], "1 arrays"),
    ],
)
def test_mistaken_steps(said, answer, words):
    assert words in said(check_step, answer)


# An epoch's batches.


def batches_in_a_loop(order, batch_size):
    batches, start = [], 0
    while start < len(order):
        batches.append(order[start : start + batch_size])
        start += batch_size
    return batches


def batches_one_by_one(order, batch_size):
    for start in range(0, len(order), batch_size):
        yield order[start : start + batch_size]


def batches_by_splitting(order, batch_size):
    return np.split(order, range(batch_size, len(order), batch_size))


def batches_as_lists(order, batch_size):
    return [batch.tolist() for batch in batches_in_a_loop(order, batch_size)]


@pytest.mark.parametrize(
    "answer", [batches_in_a_loop, batches_one_by_one, batches_by_splitting, batches_as_lists]
)
def test_right_batches(said, answer):
    assert said(check_batches, answer).startswith("Right.")


def full_batches(order, size):
    return [order[i * size : (i + 1) * size] for i in range(len(order) // size)]


def full_at_the_end(order, size):
    return [*full_batches(order, size), *([order[-size:]] if len(order) % size else [])]


def slices(end, step=lambda size: size):
    return lambda order, size: [
        order[start : end(start, size)] for start in range(0, len(order), step(size))
    ]


@pytest.mark.parametrize(
    "answer, words",
    [
        (full_batches, "last, smaller batch is missing"),
        (slices(lambda start, size: start + size, lambda size: 1), "by a single place"),
        (full_at_the_end, "reaches back"),
        (slices(lambda start, size: start + size + 1), "overlap by one"),
        (slices(lambda start, size: start + size - 1), "one image is missing"),
        (slices(lambda start, size: size), "only the first batch"),
        (lambda order, size: batches_in_a_loop(range(len(order)), size), "places in `order`"),
        (lambda order, size: np.array_split(order, size), "number of batches"),
    ],
)
def test_mistaken_batches(said, answer, words):
    assert words in said(check_batches, answer)


# A step with momentum.


def momentum_in_place(weights, velocity, gradient, learning_rate, momentum):
    velocity *= momentum
    velocity -= learning_rate * gradient
    weights += velocity
    return weights, velocity


def momentum_in_one_go(weights, velocity, gradient, learning_rate, momentum):
    stepped = weights + momentum * velocity - learning_rate * gradient
    return [stepped, stepped - weights]


def momentum_in_float32(weights, velocity, gradient, learning_rate, momentum):
    arrays = (array.astype("float32") for array in (weights, velocity, gradient))
    return momentum_in_one_go(*arrays, learning_rate, momentum)


@pytest.mark.parametrize("answer", [momentum_in_place, momentum_in_one_go, momentum_in_float32])
def test_right_momentum_steps(said, answer):
    assert said(check_momentum_step, answer).startswith("Right.")


def momentum_without_return(*arguments):
    momentum_in_place(*arguments)


@pytest.mark.parametrize(
    "answer, words",
    [
        (lambda w, v, g, r, m: (w - (m * v - r * g), m * v - r * g), "points downhill already"),
        (lambda w, v, g, r, m: (w + (m * v + r * g), m * v + r * g), "drives the velocity uphill"),
        (lambda w, v, g, r, m: (w - (m * v + r * g), m * v + r * g), "is taken off"),
        (lambda w, v, g, r, m: (w + r * (m * v - r * g), m * v - r * g), "applied twice"),
        (lambda w, v, g, r, m: (w + m * v - r * g, v), "is not kept"),
        (lambda w, v, g, r, m: (w + v, m * v - r * g), "Which comes first"),
        (lambda w, v, g, r, m: (w + v - r * g, v - r * g), "where is the momentum"),
        (lambda w, v, g, r, m: (w - r * g, -r * g), "where is the old velocity"),
        (
            lambda w, v, g, r, m: (w + m * v - (1 - m) * r * g, m * v - (1 - m) * r * g),
            "running average",
        ),
        (lambda w, v, g, r, m: (m * v - r * g, w + m * v - r * g), "other way round"),
        (lambda w, v, g, r, m: w + m * v - r * g, "1 arrays"),
        (momentum_without_return, "nothing is given back"),
    ],
)
def test_mistaken_momentum_steps(said, answer, words):
    assert words in said(check_momentum_step, answer)
