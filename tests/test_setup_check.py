"""The list that tells a reader what is here and what to do about the rest."""

from importlib import metadata

import pytest

from dig2ai_helpers import setup_check
from dig2ai_helpers.setup_check import check_setup


@pytest.fixture(autouse=True)
def no_mnist(monkeypatch, tmp_path):
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path))


def test_where_all_is_well_it_says_so(capsys):
    assert check_setup()
    lines = capsys.readouterr().out.splitlines()
    assert all(line.startswith("ok") for line in lines[:-2])
    assert any(f"numpy {metadata.version('numpy')}" in line for line in lines)
    assert lines[-2].startswith("later") and lines[-1].endswith("download_mnist()")


def test_what_is_missing_comes_with_what_to_do(capsys, monkeypatch):
    monkeypatch.setattr(setup_check, "LIBRARIES", ("numpy", "no-such-library"))
    monkeypatch.setattr(setup_check, "OLDEST_PYTHON", (99, 0))
    assert not check_setup()
    missing = [line for line in capsys.readouterr().out.splitlines() if line.startswith("MISSING")]
    assert len(missing) == 2
    assert "too old" in missing[0] and "pip install -r requirements.txt" in missing[1]


def test_a_slow_machine_gets_advice(capsys, monkeypatch):
    monkeypatch.setattr(setup_check, "SLOW", 0)
    assert check_setup()
    assert "OPENBLAS_NUM_THREADS=1" in capsys.readouterr().out


def test_mnist_is_seen(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(setup_check, "mnist_is_here", lambda folder: folder == tmp_path)
    assert check_setup()
    assert "ok      MNIST" in capsys.readouterr().out
