"""The tools answer a wrong word and a call for help in a sentence, and do nothing else."""

import runpy
import sys

import pytest
from test_links import ROOT

TOOLS = sorted(
    path
    for folder in ("tools", "site", "benchmarks")
    for path in (ROOT / folder).glob("*.py")
    if '__name__ == "__main__"' in path.read_text(encoding="utf-8")
)


def began(path, *words):
    """Run a tool in this process, and give back how it ended: 0, or why not."""
    sys.argv = [str(path), *words]
    name = f"benchmarks.{path.stem}" if path.parent.name == "benchmarks" else None
    with pytest.raises(SystemExit) as ended:
        try:
            runpy.run_module(name, run_name="__main__") if name else runpy.run_path(
                path, run_name="__main__"
            )
        except ModuleNotFoundError as missing:  # a tool for maintainers only
            pytest.skip(f"{missing.name} is not installed")
    return ended.value.code


@pytest.mark.filterwarnings("ignore:.*found in sys.modules:RuntimeWarning")
@pytest.mark.parametrize("path", TOOLS, ids=lambda path: f"{path.relative_to(ROOT)}")
def test_help_and_an_unknown_option_begin_no_work(path, monkeypatch, capsys):
    """They began to train, to draw, or to write tables anew; an option was taken for a folder."""
    monkeypatch.setattr(sys, "argv", sys.argv)
    assert began(path, "--help") == 0
    assert capsys.readouterr().out.startswith("usage: ")
    assert began(path, "--bogus") == 2
    assert f"{path.name}: error: " in capsys.readouterr().err


def test_each_requirement_has_an_oldest_version(capsys):
    """That of pytest-xdist was left out, because of the brackets after its name."""
    lowest = runpy.run_path(ROOT / "tools" / "lowest.py")
    lowest["main"]()
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    named = [line.split("[")[0].split(">")[0] for line in lines if ">=" in line]
    found = [line.split("==")[0] for line in capsys.readouterr().out.splitlines()]
    assert found[-len(named) :] == named and "numpy" in found
