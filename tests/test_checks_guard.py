"""An answer that runs away is stopped, and leaves nothing behind."""

import contextlib
import itertools
import sys
import threading
import time
import tracemalloc

import numpy as np
import pytest

from dig2ai_helpers.checks import check_batches, check_selu, guard
from dig2ai_helpers.checks.cases import ENTRIES, run
from dig2ai_helpers.checks.guard import Runaway, guarded


@pytest.fixture(autouse=True)
def nobody_traces(monkeypatch):
    """Set aside what measures the tests themselves, and be less patient."""
    before = sys.gettrace()
    sys.settrace(None)
    monkeypatch.setattr(guard, "SECONDS", 0.3)
    monkeypatch.setattr(guard, "MEGABYTES", 20)
    yield
    assert sys.gettrace() is None and not tracemalloc.is_tracing()
    sys.settrace(before)


def for_ever():
    while True:
        pass


def for_ever_in_one_line():
    while True: pass  # noqa: E701  # fmt: skip


def for_ever_counting_in_one_line():
    n = 1
    while n: n += 1  # noqa: E701  # fmt: skip


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


def for_ever_with_a_bare_except():
    x = 0
    while True:
        try:
            x += 1
        except:  # noqa: E722
            pass


def for_ever_with_a_bare_except_around_a_call():
    while True:
        try:
            len([])
        except:  # noqa: E722
            continue


def for_ever_within_a_bare_except():
    x = 0
    try:
        while True:
            x += 1
    except:  # noqa: E722
        return x


def for_ever_in_a_finally():
    x = 0
    while x >= 0:
        try:
            x += 1
        finally:
            x += 1


def for_ever_in_a_generator():
    def numbers():
        while True:
            yield 1

    return sum(numbers())


def for_ever_asleep():
    while True:
        time.sleep(0.02)


def growing_arrays():
    x = np.ones(100_000)
    while True:
        x = np.concatenate([x, x])


def growing_list():
    rows, i = [], 0
    while i < 3:
        rows.append(np.zeros(10_000))
    return rows


@pytest.mark.parametrize(
    "function",
    [function for name, function in list(globals().items()) if name.startswith("for_ever")],
)
def test_what_takes_too_long_is_stopped(function):
    start = time.monotonic()
    with pytest.raises(Runaway, match="time"):
        guarded(function)
    assert time.monotonic() - start < 10


def test_an_endless_generator_is_stopped():
    def answer(n):
        while True:
            yield n

    assert isinstance(run(answer, (3,)).error, Runaway)


@pytest.mark.parametrize("endless", [itertools.count(), itertools.cycle("ab"), range(10**12)])
def test_an_endless_iterator_of_pythons_own_is_read_for_a_while(endless):
    assert len(run(lambda n: endless, (3,)).value) == ENTRIES


def test_a_sleeping_function_costs_no_processor_time_and_is_stopped_by_the_clock():
    start = time.thread_time()
    with pytest.raises(Runaway, match="time") as caught:
        guarded(for_ever_asleep)
    assert time.thread_time() - start < 0.3
    assert caught.value.frame.f_code.co_name == "for_ever_asleep"


def test_recursion_without_end_is_told(said):
    def answer(z):
        return answer(z)

    assert "calls itself without end" in said(check_selu, answer)


def test_a_function_in_another_thread_is_stopped():
    caught = []

    def work():
        try:
            guarded(for_ever)
        except Runaway as error:
            caught.append(error.args)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join(20)
    assert caught == [("time",)]


def test_a_slow_right_answer_in_python_loops_has_time_to_spare():
    def layer(a, W):
        result = [[0] * len(W[0]) for _ in a]
        for i in range(len(a)):
            for k in range(len(W[0])):
                for j in range(len(W)):
                    result[i][k] += a[i][j] * W[j][k]
        return result

    case = np.ones((17, 6)).tolist(), np.ones((6, 11)).tolist()
    start = time.thread_time()
    guarded(layer, *case)
    assert time.thread_time() - start < 0.2


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


def test_the_line_is_the_readers_also_where_numpy_is_at_work(said):
    def answer(z):
        while True:
            np.median(z)

    text = said(check_selu, answer)
    assert "`np.median(z)`. Does the loop end" in text or "`while True:`. Does the loop" in text


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


def test_what_an_import_takes_does_not_count(monkeypatch, tmp_path):
    slow = "import time\nend = time.thread_time() + 0.6\nwhile time.thread_time() < end: pass\n"
    (tmp_path / "slow_library.py").write_text(slow + "def double(x):\n    return 2 * x\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(guard, "NOT_THE_READERS", (*guard.NOT_THE_READERS, str(tmp_path)))

    def answer(x):
        from slow_library import double

        return double(x)

    def answer_and_more(x):
        from slow_library import double

        while True:
            x = double(x) % 7

    assert guarded(answer, 3) == 6
    sys.modules.pop("slow_library")
    with pytest.raises(Runaway, match="time"):
        guarded(answer_and_more, 3)
    sys.modules.pop("slow_library")


def test_a_library_that_writes_code_as_it_is_imported_is_not_interrupted(monkeypatch, tmp_path):
    """As PyTorch and scikit-learn do: half imported, they would be lost until the restart."""
    slow = "import collections, time\nPair = collections.namedtuple('Pair', 'a b')\nPair(1, 2)\n"
    slow += (
        "exec('pass')\nend = time.thread_time() + 0.6\nwhile time.thread_time() < end: Pair(1, 2)\n"
    )
    (tmp_path / "library_with_pairs.py").write_text(slow)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(guard, "NOT_THE_READERS", (*guard.NOT_THE_READERS, str(tmp_path)))

    def answer(x):
        import library_with_pairs

        return library_with_pairs.Pair(x, x)

    assert guarded(answer, 3) == (3, 3)
    sys.modules.pop("library_with_pairs")


def test_memory_is_counted_again_after_an_import_and_not_during_it(monkeypatch, tmp_path):
    """With all its memory counted, an import of PyTorch takes 17 seconds instead of 4."""
    (tmp_path / "watched_library.py").write_text(
        "import tracemalloc\ncounted = tracemalloc.is_tracing()\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(guard, "NOT_THE_READERS", (*guard.NOT_THE_READERS, str(tmp_path)))

    def answer():
        import watched_library

        assert tracemalloc.is_tracing()
        assert not watched_library.counted
        growing_list()

    with pytest.raises(Runaway, match="memory"):
        guarded(answer)
    assert not tracemalloc.is_tracing()
    sys.modules.pop("watched_library")


def test_an_endless_loop_in_a_module_of_the_readers_is_stopped(monkeypatch, tmp_path):
    (tmp_path / "my_endless_module.py").write_text("while True:\n    x = 1\n")
    monkeypatch.syspath_prepend(tmp_path)

    def answer(x):
        import my_endless_module

        return my_endless_module

    with pytest.raises(Runaway, match="time") as caught:
        guarded(answer, 3)
    assert caught.value.frame.f_code.co_filename.endswith("my_endless_module.py")


def test_a_library_is_not_the_readers():
    for module in (np, pytest, guard, threading):
        code = compile("", module.__file__, "exec")
        assert not guard.is_readers(code)
    assert guard.is_readers(for_ever.__code__)


@pytest.mark.parametrize("call", [1, 2])
def test_an_interrupt_just_after_or_before_the_tracing_leaves_no_trace(monkeypatch, call):
    """With a trace function left behind, no later answer that runs away was stopped."""
    settrace, calls = sys.settrace, []

    def interrupted(function):
        calls.append(function)
        if function is not None:
            settrace(function)
        if len(calls) == call:
            raise KeyboardInterrupt
        if function is None:
            settrace(None)

    monkeypatch.setattr(sys, "settrace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        guarded(max, 1, 2)
    assert sys.gettrace() is None and not tracemalloc.is_tracing()


def test_an_interrupt_as_the_place_to_print_is_set_back_sets_it_back(monkeypatch):
    class Interrupted(contextlib.redirect_stdout):
        def __exit__(self, *error):
            raise KeyboardInterrupt

    before = sys.stdout
    monkeypatch.setattr(contextlib, "redirect_stdout", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        run(lambda: 1, ())
    assert sys.stdout is before
