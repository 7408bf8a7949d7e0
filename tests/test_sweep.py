"""Sweeps: every combination, on any executor."""

import concurrent.futures
import contextlib
import errno
import multiprocessing
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
import time
import types
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from dig2ai_helpers import Digits, Network, Split, sweep, train
from dig2ai_helpers.sweep import _deaf_children, processors, single_threaded_children

# So Windows says that the line's other end was closed before: a process that begins late.
LATE = """
import sys, time
import dig2ai_helpers.sweep
class Line:
    def poll(self, timeout):
        raise BrokenPipeError("the pipe has been ended")
sys.modules["dig2ai_helpers.sweep"]._begin_worker(Line(), sys.argv[1])
time.sleep(30)
"""
GRID = {
    "neurons": [4, (8, 6)],
    "learning_rate": [0.05, 0.2],
    "epochs": [2],
    "dtype": ["float64"],
    "seed": [3],
}


def alike(first, second):
    """See that two sweeps measured the same; another number of threads may round otherwise."""
    names = ("learning_rate", "loss", "accuracy", "validation_loss", "validation_accuracy")
    figures, others = ([[row[name] for name in names] for row in rows] for rows in (first, second))
    np.testing.assert_allclose(figures, others, rtol=1e-9)


@pytest.fixture(scope="module")
def results(digits):
    with ThreadPoolExecutor(1) as pool:
        return sweep(GRID, digits, pool)


def test_every_combination_is_trained_in_the_order_of_the_grid(results):
    settings = [(row["neurons"], row["learning_rate"]) for row in results]
    assert settings == [(4, 0.05), (4, 0.2), ((8, 6), 0.05), ((8, 6), 0.2)]
    assert all(0 < row["seconds"] < 60 and row["diverged"] is None for row in results)


def test_a_cell_holds_what_training_with_its_settings_gives(digits, results):
    net = Network((784, 8, 6, 10), dtype="float64", seed=3)
    history = train(net, digits.train, digits.validation, epochs=2, learning_rate=0.2, seed=3)
    assert results[3]["validation_accuracy"] == history.validation_accuracy[-1]
    assert results[3]["loss"] == history.loss[-1]


def test_the_default_gives_the_same_figures(digits, results):
    alike(sweep(GRID, digits), results)


def test_processes_give_the_same_figures(digits, results):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        alike(sweep(GRID, digits, pool), results)


def test_results_are_told_as_they_come_in(digits, results):
    told = []
    sweep(GRID, digits, on_result=told.append)
    by_settings = {"key": lambda row: (str(row["neurons"]), row["learning_rate"])}
    alike(sorted(told, **by_settings), sorted(results, **by_settings))


def test_a_result_is_told_before_slower_ones_and_returned_in_its_place(digits, monkeypatch):
    told, quick_one_told = [], threading.Event()

    def train_cell(cell, digits):
        return cell if cell["neurons"] == 3 or quick_one_told.wait(5) else None

    def tell(result):
        told.append(result["neurons"])
        quick_one_told.set()

    monkeypatch.setattr(sys.modules[sweep.__module__], "train_cell", train_cell)
    with ThreadPoolExecutor(2) as pool:
        rows = sweep({"neurons": [2, 3]}, digits, pool, tell)
    assert told == [3, 2] and [row["neurons"] for row in rows] == [2, 3]


def test_divergence_is_a_result_like_any_other(digits, capsys):
    with ThreadPoolExecutor(1) as pool:
        grid = {"learning_rate": [0.1, 1e30], "neurons": [8], "epochs": [1]}
        good, bad = sweep(grid, digits, pool)
    assert good["diverged"] is None
    assert "diverged in epoch 1" in bad["diverged"]
    assert capsys.readouterr() == ("", "")


@pytest.mark.filterwarnings("default")  # what dask and its parts warn of among themselves
def test_a_sweep_runs_on_a_dask_cluster(digits, results):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        alike(sweep(GRID, digits, client.get_executor(pure=False)), results)


def test_it_takes_no_more_processors_than_a_hub_allows(monkeypatch):
    monkeypatch.delenv("CPU_LIMIT", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setattr("os.sched_getaffinity", lambda process: set(range(64)), raising=False)
    assert processors() == 61  # what Windows can wait for
    for limit, expected in (("2", 2), ("0.5", 1), ("1.5", 2), ("100", 61), ("none", 61), ("0", 61)):
        monkeypatch.setenv("CPU_LIMIT", limit)
        assert processors() == expected


# Interrupts and errors

LONG = {"neurons": [2], "epochs": [1] + 7 * [100_000]}
SCRIPT = """
import _thread, signal, sys, threading, time
from dig2ai_helpers import load_digits, sweep

def first(result):
    print("first", flush=True)
    {then}

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    try:
        rows = sweep({grid}, load_digits("bundled"), on_result=first)
        print([row["epochs"] for row in rows], flush=True)
    except RuntimeError as error:
        print(type(error).__name__, error, flush=True)
"""


@pytest.fixture
def script(tmp_path):
    """Start a sweep of one short and seven endless trainings in a process of its own."""
    started = []

    def start(then="pass"):
        path = tmp_path / "script.py"
        path.write_text(SCRIPT.format(grid=LONG, then=then))
        # a group of its own, so that Ctrl-C can reach all of its processes, as in a terminal
        options = {"stdout": subprocess.PIPE, "text": True, "stderr": subprocess.PIPE}
        process = subprocess.Popen([sys.executable, path], start_new_session=True, **options)
        started.append(process)
        assert process.stdout.readline() == "first\n", process.stderr.read()
        return process

    yield start
    for process in started:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


unix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


def children(process):
    """The processes that a process has started, by /proc."""
    return {
        int(path.parent.name)
        for path in Path("/proc").glob("[0-9]*/stat")
        if path.read_text().rpartition(")")[2].split()[1] == str(process.pid)
    }


def test_what_is_done_counts_before_what_is_lost(digits):
    """While a reader looks at the first result, some trainings end well, and others don't."""

    class Executor(concurrent.futures.Executor):
        def submit(self, *_):
            return next(waiting)

    def look(result):
        if result == {"place": 0}:
            for place, future in enumerate(futures[1:9], 1):
                future.set_result({"place": place})
            for future in futures[9:]:
                future.set_exception(RuntimeError("ended"))

    for _ in range(20):
        futures = [concurrent.futures.Future() for _ in range(12)]
        futures[0].set_result({"place": 0})
        waiting, seen = iter(futures), []

        def note(result, seen=seen):
            seen.append(result)
            look(result)

        with pytest.raises(RuntimeError, match="ended"):
            sweep({"neurons": 12 * [2]}, digits, Executor(), note)
        assert len(seen) == 9


@unix
@pytest.mark.parametrize("reached", ["the sweep alone", "all of its processes"])
def test_an_interrupt_ends_a_sweep_at_once_and_hands_back_what_is_there(script, reached):
    process = script()
    start = time.perf_counter()
    (os.kill if reached == "the sweep alone" else os.killpg)(process.pid, signal.SIGINT)
    said, complained = process.communicate(timeout=30)
    assert time.perf_counter() - start < 3  # of which 1 is for a busy machine, and 1 for the exit
    assert said == "The sweep was interrupted: 1 of 8 trainings are done.\n[1]\n"
    assert complained == ""


@unix
def test_an_error_of_on_result_ends_a_sweep_at_once(script):
    process = script("raise RuntimeError('mine')")
    start = time.perf_counter()
    assert process.communicate(timeout=30) == ("RuntimeError mine\n", "")
    assert time.perf_counter() - start < 3


def test_after_the_last_training_the_processes_end_by_themselves(digits, monkeypatch):
    ended = {}

    class Watched(ProcessPoolExecutor):
        def shutdown(self, *arguments, **named):
            ended.update(self._processes)
            super().shutdown(*arguments, **named)

    monkeypatch.setattr(concurrent.futures, "ProcessPoolExecutor", Watched)
    assert len(sweep({"neurons": [2, 3], "epochs": [1]}, digits)) == 2
    assert ended and {process.exitcode for process in ended.values()} == {0}


def test_a_process_whose_sweep_has_ended_before_it_listens_ends_as_well(tmp_path):
    (tmp_path / "digits").write_bytes(pickle.dumps("digits"))
    ended = subprocess.run([sys.executable, "-c", LATE, tmp_path / "digits"], capture_output=True)
    assert ended.returncode == 1 and ended.stderr == b""


@unix
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
def test_the_processes_of_a_killed_sweep_end_as_well(script):
    process = script()
    left = children(process)
    assert left
    process.kill()
    process.wait()
    end = time.perf_counter() + 10
    while left := {one for one in left if Path(f"/proc/{one}/stat").exists()}:
        assert time.perf_counter() < end, left
        time.sleep(0.05)


@pytest.mark.skipif(os.name != "posix", reason="Windows has other temporary folders")
def test_what_a_killed_sweep_left_is_removed_by_a_later_one(digits, tmp_path, monkeypatch):
    left = tmp_path / ".dig2ai-left"
    left.mkdir()
    (left / "digits").touch()
    os.utime(left, (0, 0))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    sweep({"neurons": [2], "epochs": [1]}, digits)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_on_an_executor_leaves_nothing_to_be_begun(digits, capsys, monkeypatch):
    begun, over = [], threading.Event()

    def train_cell(cell, digits):
        begun.append(cell)
        if len(begun) == 2:
            over.wait(60)
        return {}

    def first(result):
        raise KeyboardInterrupt

    monkeypatch.setattr(sys.modules[sweep.__module__], "train_cell", train_cell)
    with ThreadPoolExecutor(1) as pool:
        rows = sweep({"neurons": 50 * [2]}, digits, pool, first)
        over.set()
    assert rows == [{}] and "1 of 50 trainings" in capsys.readouterr().out
    assert len(begun) <= 2


@unix
def test_processes_hear_no_interrupt_from_their_start(monkeypatch):
    with _deaf_children():
        assert signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, [])
    monkeypatch.delattr(signal, "pthread_sigmask")  # as on Windows
    with _deaf_children():
        pass


def test_two_sweeps_in_threads_do_not_disturb_each_other(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    first, second = single_threaded_children(), single_threaded_children()
    first.__enter__()
    assert os.environ["OMP_NUM_THREADS"] == "1"
    second.__enter__()
    first.__exit__(None, None, None)
    assert os.environ["OMP_NUM_THREADS"] == os.environ["OPENBLAS_NUM_THREADS"] == "1"
    second.__exit__(None, None, None)
    assert os.environ["OMP_NUM_THREADS"] == "7" and "OPENBLAS_NUM_THREADS" not in os.environ


@pytest.mark.parametrize("own", ["digits.train", "Own(digits.train.images, digits.train.labels)"])
def test_a_script_without_its_guard_ends_with_a_sentence(tmp_path, own):
    """Its processes end at once; what they were sent was more than a pipe holds."""
    path = tmp_path / "script.py"
    path.write_text(f"""
from dig2ai_helpers import Digits, Split, load_digits, sweep
class Own(Split): pass
digits = load_digits("bundled")
sweep({{"epochs": [1]}}, Digits("mine", {own}, digits.validation, digits.test))
""")
    done = subprocess.run([sys.executable, path], capture_output=True, text=True, timeout=60)
    assert "RuntimeError: the processes of the sweep ended early" in done.stderr


def test_of_a_sweep_whose_process_the_system_ends_the_results_come_back(digits, capsys):
    import multiprocessing

    def kill(result):
        for child in multiprocessing.active_children():
            child.kill()

    rows = sweep({"seed": range(20), "epochs": [1], "neurons": [2]}, digits, on_result=kill)
    said = capsys.readouterr().out
    assert 1 <= len(rows) < 20
    assert said.startswith("The system ended a process of the sweep, perhaps because memory ran")
    assert f"{len(rows)} of 20 trainings are done" in said


@pytest.mark.parametrize("error", [OSError(28, "No space left"), AssertionError("daemonic")])
def test_where_no_process_can_start_a_sentence_says_what_to_do(digits, monkeypatch, error):
    def refused(*words):
        raise error

    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor.submit", refused)
    with pytest.raises(RuntimeError, match=r"no processes can be started here \(.*\): give exec"):
        sweep({"epochs": [1]}, digits)


def test_digits_that_cannot_travel_are_named(digits, monkeypatch):
    class Local(Split):
        pass

    mine = Local(digits.train.images[:20], digits.train.labels[:20])
    with pytest.raises(TypeError, match="these digits can't be sent to another process: define"):
        sweep({"epochs": [1]}, Digits("mine", mine, mine, mine))
    monkeypatch.setattr("tempfile.mkdtemp", full)
    with pytest.raises(OSError, match=r"temporary folder \(No space left.*: make room there"):
        sweep({"epochs": [1]}, digits)


def full(*names):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_what_a_cell_has_defined_is_named_before_anything_runs(digits, monkeypatch):
    """A new process imports a script again, but knows nothing of a notebook's cells."""
    cells = types.ModuleType("__main__")
    cells.Split = Split
    exec("def falling(epochs): return 0.1\n\nclass Own(Split): pass", vars(cells))
    monkeypatch.setitem(sys.modules, "__main__", cells)
    with pytest.raises(TypeError, match=r"falling .* can't be sent to another process: define it"):
        sweep({"learning_rate": [cells.falling]}, digits)
    own = Digits("own", digits.train, cells.Own(*digits.validation.batch(slice(9))), digits.test)
    with pytest.raises(TypeError, match="these digits can't be sent to another process: define"):
        sweep({"epochs": [1]}, own)


def test_a_grid_may_be_any_mapping_of_lists_and_ranges(digits):
    grid = types.MappingProxyType({"seed": range(2), "epochs": (1,), "neurons": [2]})
    with ThreadPoolExecutor(1) as pool:
        assert [row["seed"] for row in sweep(grid, digits, pool)] == [0, 1]


def test_what_cannot_travel_to_a_process_is_named_before_anything_runs(digits):
    with pytest.raises(TypeError, match=r"learning_rate holds <function .* which can't be sent"):
        sweep({"learning_rate": [lambda epochs: 0.1]}, digits)


def test_an_on_result_that_cannot_be_called_is_named_before_anything_runs(digits):
    with pytest.raises(TypeError, match="on_result must be a function or None, but is 'print'"):
        sweep({"neurons": [2]}, digits, on_result="print")
