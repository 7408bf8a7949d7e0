"""The tool that spoils the package: on a toy with one test that is missing."""

import ast
import subprocess
import sys
from functools import cache

import package_mutants
import pytest
from test_links import ROOT

TOY = '''"""A toy."""

LIMIT = 3
TABLE = {"three": 3}


def larger(a, b):
    """This docstring and these types are left alone."""
    return a if a > b else b


def within(number: int) -> bool:
    return number <= LIMIT
'''
TESTS = """
import pytest
import toy

def test_the_larger_of_two():
    assert toy.larger(1, 2) == 2 and toy.larger(4, 3) == 4

def test_the_table():
    assert toy.TABLE["three"] == 3

@pytest.fixture(scope="module")
def numbers():
    return [n for n in range(9) if toy.within(n)]

def test_some_numbers_are_within(numbers):
    assert numbers

def test_three_is_the_last_within(numbers):
    assert numbers[-1] == 3

def test_what_fails_anyway_kills_nothing():
    assert toy.larger(1, 2) == 3
"""
CONFTEST = """
import gc

def pytest_collection_finish():
    gc.freeze()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it forks")
def test_a_module_that_is_not_there_is_told_at_once():
    command = [sys.executable, ROOT / "tools" / "package_mutants.py", "nothere.py"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2 and done.stderr.endswith("there is no nothere.py\n")


def test_only_what_no_test_notices_survives(tmp_path):
    (tmp_path / "toy.py").write_text(TOY)
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests" / "test_toy.py").write_text(TESTS)
    (tmp_path / "tests" / "conftest.py").write_text(CONFTEST)  # as this folder's own does
    tool = ROOT / "tools" / "package_mutants.py"
    command = [sys.executable, tool, "--sample", "0", "--seed", "1", "toy.py"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
    *survivors, score = done.stdout.splitlines()
    assert sorted(survivors) == [  # either is right, and so is either order
        "toy.py:7: def larger(a, b):  ->  def larger(b, a):",
        "toy.py:9: return a if a > b else b  ->  return a if a >= b else b",
    ]
    assert score == "toy.py: {'killed': 13, 'survived': 2, 'equivalent': 0}: 86.7%"
    assert (tmp_path / "toy.py").read_text() == TOY


@cache
def lines(file):
    """The lines of a module as Python writes them: what the tool compares."""
    text = ast.unparse(ast.parse((ROOT / file).read_text(encoding="utf-8")))
    return {line.strip() for line in text.splitlines()}


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="it writes quotation marks in its own way")
def test_each_line_whose_mutants_nobody_can_tell_is_still_there():
    for known in package_mutants.equivalents():
        file, _, change = known.partition(": ")
        line = change.partition("  ->  ")[0]
        of_several = set(line.split(" / "))
        assert line in lines(file) or of_several <= lines(file), known
