"""What the checks ask of a reader's function: its text, its errors, its time and its memory."""

import ast
import inspect
import linecache
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

from dig2ai_helpers import checks
from dig2ai_helpers.checks import guard, source, words
from dig2ai_helpers.checks.cases import run

# name of the first argument | lines of a function; and what its text says

TEXTS = """
return a | returns
return | -
yield a | -
return None | returns
return lambda: a | returns
f = lambda: a | -
b = a.append(1) | none
b = a.sum() | -
return a.sort() | returns none
b = np.append(a, 1) | -
b = numpy.sort(a) | -
b = np.random.insert(a) | none
a.append(1) | -
b = append(a) | -
for i in a: return i | returns loop within
for i in a:;  b = i;  return b | returns loop within
for i in a:;  if i:;   return i | returns within
for i in a:;  return i;return a | returns within
for i in a:;  b = i;return b | returns
while a:;  return a | returns loop within
for i in a:;  for j in i:;   return j | returns loop within
return [i for i in a] | returns
return a ^ 2 | returns power
a ^= 2 | power
return a ** 2 | returns
return a / 2 | returns divides
a /= 2 | divides
return a // 2 | returns
"""
NAMES = {
    "returns": source.returns_a_value, "none": source.keeps_none,
    "power": partial(source.has_operator, kind=ast.BitXor),
    "loop": source.returns_in_a_loop, "within": source.returns_within_a_loop,
    "divides": partial(source.has_operator, kind=ast.Div),
}  # fmt: skip


def from_lines(path, bodies, arguments="a", **names):
    """Functions whose text can be looked up, like those of a notebook's cells."""
    text = ""
    for body in bodies:
        lines = "".join(f"    {line}\n" for line in body.split(";"))
        text += f"def answer({arguments}):\n{lines}made.append(answer)\n"
    path.write_text(text, encoding="utf-8")
    linecache.checkcache(str(path))
    made = []
    exec(compile(text, str(path), "exec"), {"np": np, "made": made, **names})
    return made


def test_a_functions_text_says_what_it_does(tmp_path):
    bodies, expected = zip(*(line.split(" | ") for line in TEXTS.strip().splitlines()), strict=True)
    for function, said, body in zip(
        from_lines(tmp_path / "cell.py", bodies), expected, bodies, strict=True
    ):
        found = [name for name, ask in NAMES.items() if ask(function)]
        assert sorted(found) == sorted(said.replace("-", "").split()), body


def test_without_its_text_nothing_is_said_of_a_function():
    function = eval("lambda a: a ^ 2 / a")
    assert [ask(function) for ask in NAMES.values()] == [False, "", False, None, None, False]
    assert source.unused(function, ["a"]) == source.outside(function, (list,)) == []
    assert source.tree(len) is None and source.tree(3) is None


@pytest.mark.parametrize(
    ("body", "idle", "around"),
    [
        ("return a + b", [], []), ("return a", ["b"], []), ("return [a for b in a]", ["b"], []),
        ("b = 1; return a + b", ["b"], []), ("b += 1; return a", [], []),
        ("b = b + 1; return a", [], []), ("if a:;  b = 1;return b", [], []),
        ("return a + b + many", [], ["many"]), ("many = a + b; return many", [], []),
        ("return a + b + few + many", [], ["few", "many"]), ("return a + b + one", [], []),
        ("return a + b + many + many", [], ["many"]), ("return a, lambda many: b + many", [], []),
    ],
)  # fmt: skip
def test_what_a_function_reads_and_from_where(tmp_path, body, idle, around):
    around_it = {"many": [1], "few": np.ones(2), "one": 1}
    lines = body.replace("; ", ";")
    (function,) = from_lines(tmp_path / "cell.py", [lines], "a, b", **around_it)
    assert source.unused(function, ["a", "b", "c"]) == idle
    assert sorted(source.outside(function, (list, np.ndarray))) == around


# a function's lines | what is told of the error in its last line

ERRORS = """
return [1.0][z / 2] | an index must be a whole number: `/` gives a decimal number, `//` a whole one.
return [1.0][z * 2.0] | an index must be a whole number (or an array of True and False).
return W["t"] | an index must be a whole number, and this is a string.
return W.T() | `.T` takes no brackets after it.
return W(z) | `W` is an array: is a `*` missing in front of the bracket, or is it []?
return (W @ W.T)(z) | is a `*` missing in front of a bracket? Round brackets after an array call it.
return W @ W | (2, 3) @ (2, 3) doesn't work: the inner sizes must be equal.
return W.T @ V | (3, 2) @ (4,) doesn't work: the inner sizes must be equal.
return V @ outside | (4,) @ (5, 5) doesn't work: the inner sizes must be equal.
return W.T.T @ W.T.T | (2, 3) @ (2, 3) doesn't work: the inner sizes must be equal.
return (W + 1) @ W | the inner sizes must be equal, but are 3 and 2.
return W @ W[:, :2] @ W | the inner sizes must be equal, but are 3 and 2.
return max(W, 0) | LARGEST
return min(0, W) | SMALLEST
return W > 0 and W < 1 | `and` can't combine whole arrays. Use `&`, and brackets.
return W > 0 or W < 1 | `or` can't combine whole arrays. Use `|`, and brackets.
return not W | `not` can't combine whole arrays. Use `~`, and brackets.
if W > 0: return W | IF
if not W: return W | IF
while not W: return W | IF
elif_ = 1 if W else 0 | IF
return bool(W) | one True or False is needed, and this is a whole array of them.
return W.max() and bool(W) | `and` can't combine whole arrays. Use `&`, and brackets.
"""
LONG = {
    "IF": "`if` needs one True or False, and this is a whole array of them. Ask .all() or .any(), "
    "if one answer is enough; else choose element by element: np.where, or the array as an index, "
    "as in y[z > 0].",
    "LARGEST": "Python's `max` meets a whole array, not a number. For each element, use "
    "np.maximum; for an axis, the array's own .max(axis=…).",
    "SMALLEST": "Python's `min` meets a whole array, not a number. For each element, use "
    "np.minimum; for an axis, the array's own .min(axis=…).",
}
LINES = [line.split(" | ", 1) for line in ERRORS.strip().splitlines()]


def test_an_error_is_told_by_its_line(tmp_path):
    given = np.ones((2, 3)), np.ones(4)
    bodies = [f"W, V = given;{body}" for body, _ in LINES]
    made = from_lines(tmp_path / "cell.py", bodies, "z", given=given, outside=np.ones((5, 5)))
    for function, (body, sentence) in zip(made, LINES, strict=True):
        line = inspect.getsourcelines(function)[1] + 2
        told = f"it stops in line {line}, `{body}`: {LONG.get(sentence, sentence)}"
        outcome = run(function, (1,))
        assert words.sentence(outcome, ("z",), function) == f"{told} It was called with z = 1."


def test_an_error_before_the_first_line_is_told(tmp_path):
    left, other = from_lines(tmp_path / "cell.py", ["return z + ...", "return z"], "z")
    assert words.sentence(run(left, (1,)), ("z",), left) == (
        "a `...` is left, and line 2, `return z + ...` computes with it."
    )
    wanted = "it has to be called with (a, b): look at the first line, `def answer(…)`."
    assert words.sentence(run(other, (1, 2)), ("a", "b"), other) == wanted
    nothing = "it has to be called with (nothing): look at the first line, `def answer(…)`."
    assert words.sentence(run(other, ()), (), other) == nothing


def outcome_of(monkeypatch, **readings):
    """What becomes of a function, if these pairs are read when it starts and later."""
    meters = {"memory": (0, 0), "worked": (0, 0), "clock": (0, 0)} | readings
    first = {name: iter(pair[:1]) for name, pair in meters.items()}

    def read(name):
        return next(first[name], meters[name][1])

    counter = {"is_tracing": lambda: True, "get_traced_memory": lambda: (read("memory") * 1e6, 0)}
    monkeypatch.setattr(guard, "tracemalloc", SimpleNamespace(**counter))
    monkeypatch.setattr(guard, "time", SimpleNamespace(monotonic=lambda: read("clock")))
    monkeypatch.setattr(guard, "worked", lambda: read("worked"))
    try:
        return guard.guarded(lambda: "ended")
    except guard.Runaway as error:
        return error.args[0]


@pytest.mark.parametrize(
    ("readings", "outcome"),
    [
        ({"memory": (200, 499)}, "ended"), ({"memory": (200, 501)}, "memory"),
        ({"memory": (0, 299)}, "ended"), ({"memory": (0, 301)}, "memory"),
        ({"worked": (5, 6.9), "clock": (5, 8)}, "ended"),
        ({"worked": (5, 7.1), "clock": (5, 8)}, "time"),
        ({"worked": (5, 7.1), "clock": (5, 6.9)}, "ended"),
        ({"clock": (1, 6.9)}, "ended"), ({"clock": (1, 7.1)}, "time"),
    ],
)  # fmt: skip
def test_a_function_is_stopped_by_what_it_takes_itself(monkeypatch, readings, outcome):
    assert outcome_of(monkeypatch, **readings) == outcome


def test_an_import_is_known_by_pythons_own_search():
    def frame(name, file):
        return SimpleNamespace(f_code=SimpleNamespace(co_name=name, co_filename=file))

    assert guard._imports(frame("_find_and_load", "<frozen importlib._bootstrap>"))
    assert not guard._imports(frame("exec_module", "<frozen importlib._bootstrap>"))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("while True: pass", True), ("while a: a -= 1", True), ("while True:;  pass", False),
        ("for i in a: pass", False), ("for i in a:;  pass", False), ("return a", False),
        ("if a: pass", False), ("for i in a:;  while i: i -= 1", True),
    ],
)  # fmt: skip
def test_a_loop_within_a_line_is_known(tmp_path, body, expected):
    (function,) = from_lines(tmp_path / "cell.py", [body])
    assert guard._loops_in_one_line(function.__code__) is expected


def test_options_of_the_exercise_with_nine_numbers(said):
    asked = "Not yet: hand over W1, b1, W2 and b2.\n"
    assert said(checks.check_xor, 1, 2) == said(checks.check_xor, 1, 2, hint=False) == asked
    assert "knows `hint=True`" in said(checks.check_xor, 1, 2, other=1)
    assert said(checks.check_xor, *[...] * 4).startswith("Not done yet")
    assert said(checks.check_xor, 1, ..., 2, 3) == "Not yet: some of the numbers are still `...`.\n"
