"""Programs that differ from a program in one place, as if somebody had made a slip there."""

import ast
import difflib

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


TYPES = ("annotation", "returns")
EITHER_WAY = ("maximum", "minimum", "max", "min")  # give the same for a, b and b, a
DROPPABLE = (
    ast.Assign, ast.AugAssign, ast.Expr, ast.If, ast.For, ast.While, ast.Continue, ast.Break,
    ast.keyword,
)  # fmt: skip


def mutants(source, chosen=lambda places: places):
    """Yield (line, source, tree) of all programs that differ from this one in one place.

    `chosen` may pick some of the places, or shuffle them. What a program says about types stays
    as it is, and so do its docstrings.
    """
    plain, seen = ast.unparse(ast.parse(source)), set()
    for place, number, line in chosen(list(_places(ast.parse(source)))):
        tree = ast.parse(source)
        target = list(_nodes(tree))[place]
        _, change = list(_changes(target))[number]
        change()
        text = ast.unparse(ast.fix_missing_locations(tree))
        if text != plain and text not in seen and _can_be_read(text):
            seen.add(text)
            yield line, text, tree


def _places(tree):
    for place, node in enumerate(_nodes(tree)):
        for number, (line, _) in enumerate(_changes(node)):
            yield place, number, line


def _nodes(node):
    yield node
    for name, value in ast.iter_fields(node):
        if name not in TYPES:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _nodes(child)


def described(source, changed):
    """What a mutant changes, in one line."""
    before, after = ast.unparse(ast.parse(source)).splitlines(), changed.splitlines()
    lines = list(difflib.unified_diff(before, after, n=0, lineterm=""))[2:]
    old, new = ([line[1:].strip() for line in lines if line[0] == sign] for sign in "-+")
    return f"{' / '.join(old)}  ->  {' / '.join(new)}"


def function_line(source, line):
    """The first line of the innermost function around a line; 0 if there is none."""
    functions = [n for n in ast.walk(ast.parse(source)) if isinstance(n, ast.FunctionDef)]
    return max((f.lineno for f in functions if f.lineno <= line <= f.end_lineno), default=0)


def _can_be_read(text):
    try:
        compile(text, "", "exec")
    except (SyntaxError, ValueError):
        return False
    return True


def _changes(node):
    """(line, a function that makes the change) for one node of the syntax tree."""
    yield from _other_operators(node)
    yield from _other_values(node)
    if isinstance(node, ast.Return) and node.value is not None:
        yield node.lineno, lambda: setattr(node, "value", None)
    for name, value in ast.iter_fields(node):
        if name in TYPES:
            continue
        if isinstance(value, ast.expr):
            yield from _simpler(node, name, value, None)
        elif isinstance(value, list):
            yield from _of_list(node, name, value)


def _other_operators(node):
    if isinstance(node, (ast.BinOp, ast.AugAssign, ast.BoolOp)):
        for other in OTHER_OPERATOR.get(type(node.op), []):
            yield node.lineno, lambda other=other: setattr(node, "op", other())
    if isinstance(node, ast.Compare):
        for other in OTHER_OPERATOR.get(type(node.ops[0]), []):
            yield node.lineno, lambda other=other: setattr(node, "ops", [other(), *node.ops[1:]])


def _other_values(node):
    if isinstance(node, ast.Constant):
        for value in _other_constants(node.value):
            yield node.lineno, lambda value=value: setattr(node, "value", value)
    if isinstance(node, ast.Attribute):
        for other in OTHER_NAME.get(node.attr, []):
            yield node.lineno, lambda other=other: setattr(node, "attr", other)
    if isinstance(node, ast.Name):
        for other in OTHER_NAME.get(node.id, []):
            yield node.lineno, lambda other=other: setattr(node, "id", other)


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
        yield value.lineno, lambda part=part: _put(node, name, place, part)
    if isinstance(value, ast.Compare) or name == "test":
        negated = ast.UnaryOp(ast.Not(), value)
        yield value.lineno, lambda: _put(node, name, place, negated)


def _is_text(statement):
    """Whether a statement is a docstring."""
    return isinstance(getattr(statement, "value", None), ast.Constant) and isinstance(
        statement, ast.Expr
    )


def _is_default(keyword):
    """Whether a keyword says what `zip` does anyway."""
    return getattr(keyword, "arg", "") == "strict" and not getattr(keyword.value, "value", True)


def _put(node, name, place, value):
    if place is None:
        setattr(node, name, value)
    else:
        getattr(node, name)[place] = value


def _of_list(node, name, values):
    for place, value in enumerate(values):
        if isinstance(node, ast.Module):
            return  # without the answer itself there is nothing to check
        if isinstance(value, DROPPABLE) and not _is_text(value) and not _is_default(value):
            yield value.lineno, lambda place=place: _drop(node, name, place)
        if isinstance(value, ast.expr):
            yield from _simpler(node, name, value, place)
    function = getattr(node, "func", None)
    either = (getattr(function, "attr", None) or getattr(function, "id", None)) in EITHER_WAY
    if name in ("elts", "args") and len(values) == 2 and not either:
        yield values[0].lineno, lambda: setattr(node, name, values[::-1])


def _drop(node, name, place):
    values = getattr(node, name)
    del values[place]
    if not values and name == "body":
        values.append(ast.Pass())
