"""Mutation test of the exercise checks: a solution that is spoilt in one place is rejected.

    python tools/mutants.py            # all mutants; prints the score and the survivors
    python tools/mutants.py 04         # those of one notebook

A mutant that computes the same as the solution is no mistake: mutants_equivalent.txt lists these,
each with the reason.
"""

import ast
import contextlib
import copy
import io
import json
import re
import sys
from itertools import pairwise
from pathlib import Path

import numpy as np

from dig2ai_helpers import checks, functions, one_hot

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
NAMES = {"np": np, "relu": functions.relu, "softmax": functions.softmax, "one_hot": one_hot}
# check_small_network asks for a trained network: its mutants would train for minutes. And what is
# near to a good template is a good template.
LEFT_OUT = ["check_small_network", "check_template"]

OTHER_OPERATOR = {
    ast.Add: [ast.Sub], ast.Sub: [ast.Add], ast.Mult: [ast.Add, ast.Div], ast.Div: [ast.Mult],
    ast.MatMult: [ast.Mult], ast.Pow: [ast.Mult], ast.FloorDiv: [ast.Div], ast.Mod: [ast.Mult],
    ast.Gt: [ast.GtE, ast.Lt], ast.GtE: [ast.Gt, ast.Lt], ast.Lt: [ast.LtE, ast.Gt],
    ast.LtE: [ast.Lt, ast.Gt], ast.Eq: [ast.NotEq], ast.NotEq: [ast.Eq],
    ast.And: [ast.Or], ast.Or: [ast.And],
}  # fmt: skip
OTHER_NAME = {
    "max": ["min", "mean"], "min": ["max"], "argmax": ["argmin", "max"],
    "argmin": ["argmax", "min"],
    "mean": ["sum", "max", "median"], "sum": ["mean", "max"], "maximum": ["minimum"],
    "minimum": ["maximum"], "exp": ["expm1", "exp2"], "expm1": ["exp"], "log": ["log10", "log2"],
    "log1p": ["log"], "zeros": ["ones"], "ones": ["zeros"], "any": ["all"], "all": ["any"],
    "isfinite": ["isnan"], "tanh": ["sin"], "relu": ["abs"], "abs": ["negative"],
    "floor": ["ceil"], "unique": ["sort"], "bincount": ["sort"], "sorted": ["list"],
    "validation_accuracy": ["accuracy"], "validation_loss": ["loss"], "loss": ["validation_loss"],
}  # fmt: skip
OTHER_TEXT = {
    "validation_accuracy": "accuracy", "neurons": "learning_rate", "learning_rate": "neurons",
    ".4f": ".3f", ".2%": ".1%",
}  # fmt: skip


def equivalents():
    """{(check, program): reason} of the mutants that are right all the same."""
    text = Path(__file__).with_name("mutants_equivalent.txt").read_text(encoding="utf-8")
    found = re.findall(r"# ([^\n]*)\n--- (\w+)\n(.*?)\n\n", text, re.DOTALL)
    return {(check, program): reason for reason, check, program in found}


def solutions():
    """Yield (check's name, source of a folded solution, call of the check) of all notebooks."""
    for path in sorted(NOTEBOOKS.glob("*.ipynb")):
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        texts = ["".join(cell["source"]) for cell in cells]
        for stub, after in pairwise(texts):
            call = re.search(r"^(check_\w+)\((.*)\)$", stub, re.MULTILINE)
            if call is None or "<details>" not in after or call[1] in LEFT_OUT:
                continue
            handed = call[2].split(", ")
            for block in re.findall(r"```python\n(.*?)```", after, re.DOTALL):
                if all(re.search(rf"^(def {name}\b|{name} = )", block, re.M) for name in handed):
                    yield path.name[:2], call[1], block, call[0]


def mutants(source):
    """Yield (what was changed, source) of all programs that differ from this one in one place."""
    tree = ast.parse(source)
    for place, node in enumerate(ast.walk(tree)):
        for number, (old, _) in enumerate(_changes(node)):
            changed = copy.deepcopy(tree)
            target = list(ast.walk(changed))[place]
            with contextlib.suppress(StopIteration):
                _, change = next(c for i, c in enumerate(_changes(target)) if i == number)
                change()
                text = ast.unparse(ast.fix_missing_locations(changed))
                if text != ast.unparse(tree):
                    yield old, text


def _changes(node):
    """(a name for the change, a function that makes it) for one node of the syntax tree."""
    yield from _other_operators(node)
    yield from _other_values(node)
    for name, value in ast.iter_fields(node):
        if isinstance(value, ast.expr):
            yield from _simpler(node, name, value, None)
        elif isinstance(value, list):
            yield from _of_list(node, name, value)


def _other_operators(node):
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)):
        for other in OTHER_OPERATOR.get(type(node.op), []):
            yield "operator", lambda other=other: setattr(node, "op", other())
    if isinstance(node, ast.Compare):
        for other in OTHER_OPERATOR.get(type(node.ops[0]), []):
            yield "compare", lambda other=other: setattr(node, "ops", [other(), *node.ops[1:]])


def _other_values(node):
    if isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield "constant", lambda value=value: setattr(node, "value", value)
    if isinstance(node, ast.Attribute):
        for other in OTHER_NAME.get(node.attr, []):
            yield "name", lambda other=other: setattr(node, "attr", other)
    if isinstance(node, ast.Name):
        for other in OTHER_NAME.get(node.id, []):
            yield "name", lambda other=other: setattr(node, "id", other)


def _other_constants(value):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, (int, float)):
        return [value + 1, value - 1, *([value / 2] if isinstance(value, float) else [])]
    return [OTHER_TEXT[value]] if value in OTHER_TEXT else []


def _simpler(node, name, value, place):
    """Replace an expression by a part of itself: a + b by a, -a by a, a.T by a, f(a) by a."""
    parts = []
    if isinstance(value, ast.BinOp):
        parts = [value.left, value.right]
    elif isinstance(value, (ast.UnaryOp, ast.Starred)):
        parts = [getattr(value, "operand", None)]
    elif isinstance(value, ast.BoolOp):
        parts = value.values
    elif isinstance(value, ast.Attribute) and value.attr == "T":
        parts = [value.value]
    elif isinstance(value, ast.Subscript) and isinstance(value.ctx, ast.Load):
        parts = [value.value]
    elif isinstance(value, ast.Call):
        own = [value.func.value] if isinstance(value.func, ast.Attribute) else []
        parts = [part for part in own if not (isinstance(part, ast.Name) and part.id == "np")]
        parts += value.args[:1]
    elif isinstance(value, ast.IfExp):
        parts = [value.body, value.orelse]
    for part in filter(None, parts):
        yield "part", lambda part=part: _put(node, name, place, part)
    if isinstance(value, ast.Compare):
        negated = ast.UnaryOp(ast.Not(), value)
        yield "not", lambda: _put(node, name, place, negated)


def _put(node, name, place, value):
    if place is None:
        setattr(node, name, value)
    else:
        getattr(node, name)[place] = value


def _of_list(node, name, values):
    for place, value in enumerate(values):
        if isinstance(node, ast.Module):
            return  # without the answer itself there is nothing to check
        droppable = (ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For)
        if isinstance(value, droppable) or isinstance(value, ast.keyword):
            yield "dropped", lambda place=place: _drop(node, name, place)
        if isinstance(value, ast.expr):
            yield from _simpler(node, name, value, place)
    if name in ("elts", "args") and len(values) == 2:
        yield "swapped", lambda: setattr(node, name, values[::-1])


def _drop(node, name, place):
    values = getattr(node, name)
    del values[place]
    if not values and name == "body":
        values.append(ast.Pass())


def survives(source, call):
    """Whether the check calls this program right (or stops with an error of its own)."""
    names = dict(NAMES)
    said = io.StringIO()
    try:
        with np.errstate(all="ignore"):
            exec(source, names)
    except Exception:
        return False  # it can't even be defined: no answer to check
    names |= {name: getattr(checks, name) for name in checks.__all__}
    with contextlib.redirect_stdout(said), np.errstate(all="ignore"):
        exec(call, names)
    return said.getvalue().startswith("Right.")


def survivors(only="", chosen=lambda mutant: True, listed=False):
    """The number of mutants tried, and [(check, program)] of those that were accepted.

    Those on the list of equivalents are left out; with `listed`, they alone are tried.
    """
    tried, alive, seen, same = 0, [], set(), equivalents()
    for notebook, check, source, call in solutions():
        if not notebook.startswith(only):
            continue
        for _, text in mutants(source):
            if (check, text) in seen or ((check, text.strip()) in same) is not listed:
                continue
            seen.add((check, text))
            if chosen((check, text)):
                tried += 1
                if survives(text, call):
                    alive.append((check, text))
    return tried, alive


if __name__ == "__main__":
    tried, alive = survivors(*sys.argv[1:2])
    for check, text in alive:
        print(f"--- {check}\n{text}\n")
    print(f"{tried - len(alive)} of {tried} mutants are rejected; {len(alive)} survive.")
