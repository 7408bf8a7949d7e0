"""The list that tells a reader what is here and what to do about the rest."""

import platform
import re
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from dig2ai_helpers import History, setup_check
from dig2ai_helpers.digits.mnist import MNIST_FILES
from dig2ai_helpers.setup_check import check_setup

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def no_mnist(monkeypatch, tmp_path):
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path))


def test_where_all_is_well_it_says_so(capsys):
    assert check_setup()
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok") for line in lines[:-2])
    assert lines[0] == f"ok      Python {platform.python_version()}"
    assert any(f"numpy {metadata.version('numpy')}" in line for line in lines)
    assert any("the bundled digits: 1,797 real ones" in line for line in lines)
    assert lines[-2].startswith("later") and lines[-1].endswith("download_mnist()")


def test_it_names_all_that_the_package_needs():
    assert setup_check.SERIES == ROOT / "requirements.txt"
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    lines = project["dependencies"] + project["optional-dependencies"]["apps"]
    needed = {re.match(r"[\w-]+", line)[0] for line in lines}
    brought = {"urllib3", "pillow"}  # by requests and by matplotlib
    assert needed - brought <= set(setup_check.LIBRARIES)
    assert project["requires-python"] == ">=" + ".".join(map(str, setup_check.OLDEST_PYTHON))


def test_what_is_missing_comes_with_what_to_do(capsys, monkeypatch):
    monkeypatch.setattr(setup_check, "LIBRARIES", ("numpy", "no-such-library"))
    monkeypatch.setattr(setup_check, "OLDEST_PYTHON", (99, 0))
    assert not check_setup()
    missing = [line for line in capsys.readouterr().out.splitlines() if line.startswith("MISSING")]
    assert len(missing) == 2
    assert "too old: the series needs Python 99.0 or newer" in missing[0]
    assert "pip install -r requirements.txt" in missing[1]


def test_without_the_series_only_what_the_package_uses_is_asked_for(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(setup_check, "SERIES", tmp_path / "requirements.txt")
    monkeypatch.setattr(setup_check, "LIBRARIES", ("numpy", "jupyterlab", "no-such-library"))
    assert not check_setup()
    out = capsys.readouterr().out
    assert "numpy" in out and "jupyterlab" not in out
    pip = f'"{sys.executable}" -m pip install'
    assert f"MISSING no-such-library: run: {pip} no-such-library\n" in out


@pytest.mark.parametrize(
    "seconds, words",
    [
        (0.99, "less than a second\n"),
        (1, "1.0 s\n"),
        (4.9, "4.9 s\n"),
        (5, "5.0 s. That is slow: close other programs; "),
    ],
)
def test_a_slow_machine_gets_advice(capsys, monkeypatch, seconds, words):
    clock = iter([100, 100 + seconds])
    monkeypatch.setattr(setup_check, "perf_counter", lambda: next(clock))
    history = History(validation_accuracy=[0.5, 0.947])
    monkeypatch.setattr(setup_check, "train", lambda *_, **__: history)
    assert check_setup()
    said = capsys.readouterr().out
    assert f"ok      a short training run: 95 % correctly classified after {words}" in said
    assert ("OPENBLAS_NUM_THREADS=1" in said) == (seconds >= 5)


@pytest.mark.parametrize(
    "setting, words",
    [("", "the notebooks use them"), ("mnist", "the notebooks use them"), ("bundled", "not used")],
)
def test_mnist_is_seen(capsys, monkeypatch, tmp_path, setting, words):
    monkeypatch.setenv("DIG2AI_DATASET", setting)
    for name in MNIST_FILES:
        (tmp_path / name).touch()
    assert check_setup()
    assert f"ok      MNIST: 70,000 digits; {words}" in capsys.readouterr().out


def test_mnist_that_may_not_be_read_is_told(capsys, monkeypatch, tmp_path):
    for name in MNIST_FILES:
        (tmp_path / name).touch()
    forbidden = tmp_path / list(MNIST_FILES)[-1]
    monkeypatch.setattr(setup_check.os, "access", lambda path, _: path != forbidden)
    assert check_setup()
    told = f"later   MNIST is in {tmp_path}, but you may not read it: ask who put it there"
    assert told in capsys.readouterr().out
