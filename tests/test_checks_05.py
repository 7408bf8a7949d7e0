"""The exercises of notebook 05: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers.checks import check_batches, check_momentum_step, check_rates, check_step

# The two learning rates.


@pytest.mark.parametrize(
    "rates", [(0.1, 0.2), (1 / 10, 2 / 10), (np.float32(0.1), np.float64(0.2))]
)
def test_right_rates(said, rates):
    assert said(check_rates, *rates).startswith("Right.")


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


def test_a_generator_that_would_fail_where_the_series_uses_it_is_no_list(said):
    text = said(
        check_step, lambda ps, gs, rate: (p - rate * g for p, g in zip(ps, gs, strict=True))
    )
    assert text.startswith("Not yet: it gives back a generator") and "square ones" in text


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
