"""An answer that runs away is stopped, and leaves nothing behind."""

import sys
import time
import tracemalloc

import numpy as np
import pytest

from dig2ai_helpers.checks import check_batches, check_selu, guard
from dig2ai_helpers.checks.guard import Runaway, guarded


@pytest.fixture(autouse=True)
def nobody_traces(monkeypatch):
    """Set aside what measures the tests themselves, and be less patient."""
    before = sys.gettrace()
    sys.settrace(None)
    monkeypatch.setattr(guard, "SECONDS", 0.7)
    monkeypatch.setattr(guard, "MEGABYTES", 50)
    yield
    assert sys.gettrace() is None and not tracemalloc.is_tracing()
    sys.settrace(before)


def for_ever():
    while True:
        pass


def for_ever_in_a_comprehension():
    return [0 for _ in iter(int, 1)]


def for_ever_in_numpy():
    while True:
        np.median(np.ones(1000))


def for_ever_while_it_swallows_errors():
    while True:
        try:
            for_ever()
        except Exception:
            continue


def growing_arrays():
    x = np.ones(1000)
    while True:
        x = np.concatenate([x, x])


def growing_list():
    rows, i = [], 0
    while i < 3:
        rows.append(np.zeros(10_000))
    return rows


@pytest.mark.parametrize(
    "function",
    [for_ever, for_ever_in_a_comprehension, for_ever_in_numpy, for_ever_while_it_swallows_errors],
)
def test_what_takes_too_long_is_stopped(function):
    start = time.monotonic()
    with pytest.raises(Runaway, match="time"):
        guarded(function)
    assert time.monotonic() - start < 3


@pytest.mark.parametrize("function", [growing_arrays, growing_list])
def test_what_fills_the_memory_is_stopped(function):
    with pytest.raises(Runaway, match="memory"):
        guarded(function)


def test_the_reader_is_told_the_line(said):
    def answer(order, batch_size):
        batches, i = [], 0
        while i < len(order):
            batches.append(order[i : i + batch_size])
        return batches

    text = said(check_batches, answer)
    assert "still running" in text or "fills the memory" in text
    assert "`batches.append(" in text or "`while i <" in text


def test_a_guarded_function_gives_its_result_and_its_errors():
    assert guarded(max, 1, 2) == 2
    with pytest.raises(ZeroDivisionError):
        guarded(lambda: 1 / 0)


def test_who_traces_already_goes_on_tracing(said):
    seen = []

    def trace(frame, event, argument):
        seen.append(frame.f_code.co_name)

    def answer(z):
        return 0

    sys.settrace(trace)
    try:
        text = said(check_selu, answer)
        assert sys.gettrace() is trace
    finally:
        sys.settrace(None)
    assert "answer" in seen and text.startswith("Not yet")


def test_a_counter_of_memory_that_runs_already_runs_on():
    tracemalloc.start()
    try:
        assert guarded(max, 1, 2) == 2
        assert tracemalloc.is_tracing()
    finally:
        tracemalloc.stop()
