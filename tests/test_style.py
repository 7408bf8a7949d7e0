"""No function of the project's Python code is longer than a screen."""

import ast

import pytest
from test_links import ROOT

ROOMS = ("dig2ai_helpers", "dig2ai_jupyter", "tools", "site", "benchmarks")
PATHS = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
LONGEST = 60  # lines


def long_functions(source):
    """Name the functions of more than LONGEST lines, with their lengths."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = node.end_lineno - node.lineno + 1
            if lines > LONGEST:
                yield f"{node.name}: {lines} lines"


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_function_is_long(path):
    assert list(long_functions(path.read_text(encoding="utf-8"))) == []


def test_a_long_function_is_found():
    long = "def f():\n" + "    x = 1\n" * LONGEST
    assert list(long_functions(f"{long}\nasync def g():\n    pass")) == ["f: 61 lines"]
