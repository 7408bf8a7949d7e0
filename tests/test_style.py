"""What CONTRIBUTING asks of Python code: short functions, and names that tell things apart."""

import ast

import pytest
from test_links import ROOT

ROOMS = ("dig2ai_helpers", "tools", "site", "benchmarks")
PATHS = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
SAME_BY_DESIGN = {"recipes", "sweep"}  # at the package's top: `from dig2ai_helpers import sweep`
LONGEST = 60  # lines


@pytest.fixture(params=PATHS, ids=lambda path: path.relative_to(ROOT).as_posix())
def path(request):
    return request.param


def long_functions(source):
    """Name the functions of more than LONGEST lines, with their lengths."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST:
                yield f"{node.name}: {lines} lines"


def defined(source):
    """Name what a module defines: functions, classes and variables."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        for target in getattr(node, "targets", []):
            yield getattr(target, "id", None)


def test_no_function_is_long(path):
    assert list(long_functions(path.read_text(encoding="utf-8"))) == []


def test_no_module_is_named_like_something_that_it_defines(path):
    names = {name for name in defined(path.read_text(encoding="utf-8")) if name}
    assert path.stem not in names - SAME_BY_DESIGN


def test_a_long_function_and_the_names_of_a_module_are_found():
    long = "def f():\n" + "    x = 1\n" * LONGEST
    assert list(long_functions(f"{long}\nasync def g():\n    pass")) == ["f: 61 lines"]
    assert set(defined("A = 1\ndef b(): pass\nclass C: pass")) == {"A", "b", "C"}
