"""Recognise the function that an exercise hands out, with its mistakes, before it is repaired."""

from types import CodeType


def is_given(function, text):
    """Whether a function takes the same steps as the one in this text.

    Comments, empty lines and the function's name don't matter.
    """
    own = getattr(function, "__code__", None)
    return own is not None and _steps(own) in map(_steps, _compiled(text))


def _compiled(text):
    """The code of the function in a text, alone and with an import before it.

    Python calls `np.exp` by other instructions where it sees that `np` is a module.
    """
    for before in ("", "import numpy as np\n"):
        yield from _inner(compile(before + text, "given", "exec"))


def _inner(code):
    return [constant for constant in code.co_consts if isinstance(constant, CodeType)]


def _steps(code):
    """Instructions, constants and names of a function and of those inside it."""
    constants = [repr(c) for c in code.co_consts if not isinstance(c, (CodeType, str))]
    inner = [_steps(c) for c in _inner(code)]
    return code.co_code, constants, inner, code.co_names, code.co_varnames
