"""The text of a function, and the names in it."""

import ast
import inspect
import io
import re
import symtable
import textwrap
import types

from .parts import CannotKeepError


def source_of(function):
    """The text of a function, and the name that it has in it."""
    function = inspect.unwrap(function)
    name = getattr(function, "__name__", None)
    if not isinstance(function, types.FunctionType):
        raise CannotKeepError("keep takes a function that you have written with `def`.")
    unknown = CannotKeepError(
        f"the text of `{name}` can't be found. Define it with `def` in a cell of its own, without "
        "`%%time` or another `%%` line above it, run that cell, and keep it again."
    )
    try:
        text = textwrap.dedent(inspect.getsource(function)).rstrip() + "\n"
        [node] = ast.parse(text).body
    except (OSError, TypeError, SyntaxError, ValueError):
        raise unknown from None
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        return text, node.name
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Lambda):
        [target] = node.targets if len(node.targets) == 1 else [None]
        if isinstance(target, ast.Name):
            return text, target.id
    raise unknown


def names_of(text):
    """The names that a function binds anywhere inside, and those that it takes from outside."""
    bound, free = set(), set()
    tables = [symtable.symtable(text, "function", "exec")]
    while tables:
        table = tables.pop()
        tables += table.get_children()
        for symbol in table.get_symbols():
            if symbol.is_global():  # the function's own name as well
                free.add(symbol.get_name())
            elif symbol.is_local():
                bound.add(symbol.get_name())
    return bound, free


def renamed(text, renames, members):
    """The text with other names: of the function itself, of other parts, of `mine.layer`."""
    places = dict(members)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Name) and node.id in renames:
            places[place(node)] = renames[node.id]
    lines = [line.encode() for line in io.StringIO(text).readlines()]
    for (row, column, end_row, end), new in sorted(places.items(), reverse=True):
        if row == end_row:
            lines[row] = lines[row][:column] + new.encode() + lines[row][end:]
    [node] = ast.parse(text).body
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
        row = node.lineno - 1  # the line with `def`, below its decorators
        old, new = rf"def\s+{node.name}\s*(?=[\[(])", f"def {renames[node.name]}"  # [T] may follow
        lines[row] = re.sub(old, new, lines[row].decode(), count=1).encode()
    return b"".join(lines).decode()


def place(node):
    """First row and column of a piece of the text, and its last row and the column after it."""
    return node.lineno - 1, node.col_offset, node.end_lineno - 1, node.end_col_offset
