"""What the package does where there are no threads, no processes, no network and no 64 bits.

The browser edition itself is tried in tests/browser/test_lite.py; this is what any Python can show.
"""

import json
import subprocess
import sys
from concurrent.futures import Executor

import numpy as np
import pytest
from tqdm import tqdm

from dig2ai_helpers import check_setup, download_mnist, interact, load_digits, one_hot, sweep
from dig2ai_helpers.inputs import check_labels
from dig2ai_helpers.progress import progress_bar

# Python for browsers has these modules only in part, or stops when they are used.
MISSING = (
    "_multiprocessing", "ssl", "requests", "urllib3", "matplotlib",
)  # fmt: skip
STARTS = f"""
import json, sys, threading
for name in {MISSING!r}:
    sys.modules[name] = None  # an import of it fails
import dig2ai_helpers, dig2ai_helpers.interact, dig2ai_helpers.checks
print(json.dumps([threading.active_count(), sorted(sys.modules)]))
"""


@pytest.fixture
def browser(monkeypatch):
    monkeypatch.setattr(sys, "platform", "emscripten")


def test_importing_needs_no_process_no_socket_and_no_matplotlib():
    run = subprocess.run([sys.executable, "-c", STARTS], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    threads, modules = json.loads(run.stdout)
    assert threads == 1
    assert not {"multiprocessing.pool", "concurrent.futures.process"} & set(modules)


def test_a_sweep_runs_one_training_after_the_other(browser, monkeypatch):
    grid = {"neurons": [2, 8], "epochs": [1], "dtype": ["float64"]}
    digits = load_digits("bundled")
    told = []
    rows = sweep(grid, digits, executor=Refuses(), on_result=told.append)
    assert told == rows and [row["neurons"] for row in rows] == [2, 8]
    monkeypatch.undo()
    assert rows[1]["loss"] == pytest.approx(sweep(grid, digits)[1]["loss"])


class Refuses(Executor):
    def submit(self, *_):
        raise RuntimeError("can't start new thread")


def test_a_progress_bar_starts_no_thread(browser, monkeypatch):
    monkeypatch.setattr(tqdm, "monitor_interval", 10)
    monkeypatch.setattr(tqdm, "monitor", None)  # an earlier bar may have started one
    monkeypatch.delenv("TQDM_DISABLE", raising=False)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with progress_bar(3, "step", "test"):
        assert tqdm.monitor_interval == 0
        assert tqdm.monitor is None


def test_labels_count_and_index_on_a_machine_of_32_bits(browser):
    """There np.bincount refuses 64 bits, so labels have as many as an index of this machine."""
    digits = load_digits("bundled")
    for labels in (
        digits.train.labels,
        digits.test.labels,
        check_labels(np.array([0, 9], np.int8)),
        check_labels(np.array([0, 9], np.int64)),
        one_hot(digits.test.labels).argmax(axis=1),
    ):
        assert labels.dtype == np.intp


def test_an_app_that_is_alive_draws_no_still_picture(browser):
    pad = interact.drawing_pad()
    shown = pad._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in shown
    assert "image/png" not in shown and "text/html" not in shown
    assert shown["text/plain"] == repr(pad)


def test_the_setup_check_asks_for_nothing_that_a_page_has_not(
    browser, capsys, monkeypatch, tmp_path
):
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path))  # also where this machine has MNIST
    assert check_setup()
    printed = capsys.readouterr().out
    assert "numpy" in printed and "jupyterlab" not in printed and "nbval" not in printed
    assert "without MNIST" in printed and "download_mnist" not in printed


def test_mnist_is_refused_in_a_sentence(browser):
    with pytest.raises(OSError, match="can't download MNIST: go on with the bundled digits"):
        download_mnist()
