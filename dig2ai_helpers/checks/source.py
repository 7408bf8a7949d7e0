"""What the text of a reader's function tells about a mistake that its result doesn't show."""

import ast
import inspect
import textwrap

LOOPS = (ast.For, ast.While)
SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)
IN_PLACE = ("append", "extend", "insert", "sort", "reverse")  # they give back None


def tree(function):
    """The syntax tree of a function with `def`, or None if its text isn't known."""
    try:
        [found] = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    except (OSError, TypeError, ValueError, SyntaxError):
        return None
    return found if isinstance(found, ast.FunctionDef) else None


def _own(node):
    """All nodes of a function, without those of functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, SCOPES):
            yield child
            yield from _own(child)


def returns_a_value(function):
    """Whether there is a `return` with something after it."""
    found = tree(function)
    return found is not None and any(isinstance(n, ast.Return) and n.value for n in _own(found))


def keeps_none(function):
    """The method of a list, like 'append', whose None gets a name or is given back; or ''."""
    found = tree(function)
    for node in _own(found) if found else ():
        call = node.value if isinstance(node, (ast.Assign, ast.Return)) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute):
            library = isinstance(call.func.value, ast.Name) and call.func.value.id in (
                "np",
                "numpy",
            )
            if call.func.attr in IN_PLACE and not library:
                return call.func.attr
    return ""


def returns_in_a_loop(function):
    """Whether the only `return` ends a loop's body; None if the text isn't known."""
    found = tree(function)
    if found is None:
        return None
    returns = [node for node in _own(found) if isinstance(node, ast.Return)]
    ends = [node.body[-1] for node in _own(found) if isinstance(node, LOOPS)]
    return len(returns) == 1 and returns[0] in ends


def has_operator(function, kind):
    """Whether an operator stands in the text: `ast.Div` for a `/`, `ast.BitXor` for a `^`."""
    found = tree(function)
    return found is not None and any(isinstance(node, kind) for node in ast.walk(found))


def returns_within_a_loop(function):
    """Whether any `return` stands in a loop; None if the text isn't known."""
    found = tree(function)
    if found is None:
        return None
    loops = [node for node in _own(found) if isinstance(node, LOOPS)]
    return any(isinstance(node, ast.Return) for loop in loops for node in _own(loop))


def unused(function, names):
    """Those of its arguments that a function never reads as they are handed in."""
    found = tree(function)
    if found is None:
        return []
    own = {argument.arg for argument in found.args.args}
    return [name for name in names if name in own and not _is_read(found.body, name)]


def _is_read(statements, name):
    """Whether a name is read before one of these statements gives it another value."""
    for statement in statements:
        found = [n for n in ast.walk(statement) if isinstance(n, ast.Name) and n.id == name]
        changed = isinstance(statement, ast.AugAssign) and statement.target in found
        if changed or any(isinstance(node.ctx, ast.Load) for node in found):
            return True
        if isinstance(statement, ast.Assign) and any(node in statement.targets for node in found):
            return False
    return False


def outside(function, kinds):
    """Names of values of these kinds that a function takes from the notebook around it."""
    found, around = tree(function), getattr(function, "__globals__", {})
    if found is None:
        return []
    names = [node for node in ast.walk(found) if isinstance(node, ast.Name)]
    own = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    own |= {node.arg for node in ast.walk(found) if isinstance(node, ast.arg)}
    read = dict.fromkeys(node.id for node in names if node.id not in own)
    return [name for name in read if isinstance(around.get(name), kinds)]
