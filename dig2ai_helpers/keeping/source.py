"""Collect what a function needs from the notebook, so that it works in a file of its own."""

import ast
import inspect
import math
import sys
import types

import numpy as np

from .names import names_of, place, renamed, source_of
from .parts import PARTS, CannotKeepError, OwnNetwork, part_name

MOST_NUMBERS = 100  # in an array that is written into the file
LONGEST = 2_000  # characters of a constant that is written into the file


class Written:
    """A part as text, with what it needs from the notebook.

    Parameters
    ----------
    function : function
    part : str
    defined : set of str
        Names that the file defines already: they are used as they are there.

    Attributes
    ----------
    text : str
    imports : list of str
        Lines.
    helpers : dict
        {name: text} of the reader's other functions and constants; what is needed comes first.
    shared : set of str
        Names that it needs, and uses as the file defines them.
    """

    def __init__(self, function, part, defined):
        self.original, self.part, self.defined = inspect.unwrap(function), part, defined
        self.imports, self.helpers, self.shared, self._under_way = [], {}, set(), set()
        self.text = self._function(function, part)

    def _function(self, function, new_name):
        """The text of a function under a new name; what it needs is collected on the way."""
        text, own_name = source_of(function)
        function = inspect.unwrap(function)
        user = f"`{function.__name__}`" if function.__name__ != "<lambda>" else f"`{own_name}`"
        if function.__code__.co_freevars:
            raise CannotKeepError(
                f"{user} was made inside another function and needs its "
                f"`{function.__code__.co_freevars[0]}`. Define it at the top of a cell."
            )
        bound, free = names_of(text)
        renames, networks = {own_name: new_name}, set()
        for name in sorted(free - {own_name}):
            if name not in function.__globals__:
                continue  # a builtin
            value = function.__globals__[name]
            if isinstance(value, OwnNetwork):
                networks.add(name)
            elif part_name(name) in PARTS:
                self._other_part(name, value, user, bound, renames)
            elif name in self.defined:
                self.shared.add(name)
            elif name not in self._under_way:
                self._under_way.add(name)
                self._need(name, value, user)
        return renamed(text, renames, self._members(text, networks, user, bound))

    def _other_part(self, name, value, user, bound, renames):
        """A part that another one uses: the one in the file."""
        part = part_name(name)
        if value is self.original:  # a helper that calls back
            renames[name] = part
            return
        if part == self.part:
            raise CannotKeepError(
                f"{user} calls another function, `{name}`, to do its work. "
                "Write the computation itself."
            )
        if not callable(value):
            raise CannotKeepError(
                f"{user} uses the variable `{name}`, which has the name of a part of the network. "
                "Give it another name."
            )
        if part not in self.defined:
            raise CannotKeepError(
                f"{user} uses `{name}`, but my_network.py has no `{part}` yet ({PARTS[part]}). "
                "Keep that one first."
            )
        if part not in bound:
            renames[name] = part
        elif name not in self.defined:  # a variable of the function has the part's name
            call = f"def {name}(*arguments):\n    return {part}(*arguments)\n"
            self.helpers[name] = call

    def _members(self, text, networks, user, bound):
        """Where `mine.layer` stands: {(row, column, end row, end column): 'layer'}."""
        places, members = {}, set()
        nodes = list(ast.walk(ast.parse(text)))
        for node in nodes:
            if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) in networks:
                places[place(node)] = node.attr
                members.add(node.attr)
        names = [node for node in nodes if isinstance(node, ast.Name) and node.id in networks]
        if len(names) > len(places):
            raise CannotKeepError(
                f"{user} uses `{names[0].id}` itself. Name the functions that it needs: "
                f"`{names[0].id}.layer`."
            )
        missing = [f"`{name}`" for name in PARTS if name in members - self.defined]
        if missing:
            raise CannotKeepError(
                f"{user} needs {', '.join(missing)} from my_network.py. Keep those first."
            )
        old = [part for part in members for name in networks if not self._has(name, part)]
        if old:
            raise CannotKeepError(
                f"{user} uses `{min(networks)}`, which was loaded before `{min(old)}` was kept. "
                f"Run `{min(networks)} = my_network()` again."
            )
        if members & bound:
            name = min(members & bound)
            raise CannotKeepError(
                f"{user} has a variable `{name}`, and `{name}` is also the name of a part of the "
                "network. Give the variable another name."
            )
        return places

    def _has(self, network, part):
        return part in vars(self.original.__globals__[network]) or part not in PARTS

    def _need(self, name, value, user):
        """Bring along what a function needs from the notebook."""
        module, own_name = _origin(value)
        if isinstance(value, types.ModuleType):
            self.imports.append(
                f"import {value.__name__}"
                if name == value.__name__
                else f"import {value.__name__} as {name}"
            )
        elif module:
            alias = "" if name == own_name else f" as {name}"
            self.imports.append(f"from {module} import {own_name}{alias}")
        elif isinstance(inspect.unwrap(value) if callable(value) else value, types.FunctionType):
            self.helpers[name] = self._function(value, name)
        else:
            self.helpers[name] = f"{name} = {_literal(name, value, user)}\n"
            if self.helpers[name].startswith(f"{name} = np.") and "np" not in self.defined:
                self.imports.append("import numpy as np")


def _origin(value):
    """The module that something can be imported from, and its name there; or two None."""
    name = getattr(value, "__name__", None)
    for module in (getattr(value, "__module__", None), "numpy", "math"):
        known = sys.modules.get(module)
        if name and module != "__main__" and getattr(known, name, None) is value:
            return module, name
    return None, None


def _literal(name, value, user):
    """A constant of the notebook, as it is written in Python."""
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, np.ndarray) and value.dtype.kind in "biuf" and value.size <= MOST_NUMBERS:
        if np.isfinite(value).all():
            return f"np.array({value.tolist()}, dtype={str(value.dtype)!r})"
    if isinstance(value, float) and not math.isfinite(value):
        return f"float({str(value)!r})"
    try:
        text = repr(value)
        if len(text) <= LONGEST and ast.literal_eval(text) == value:
            return text
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        pass
    raise CannotKeepError(
        f"{user} uses `{name}` of the notebook, which can't be written into a file. "
        "Define it inside the function."
    )
