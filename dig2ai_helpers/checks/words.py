"""Say what an error means: the reader's own line, and NumPy's messages in plain words."""

import ast
import inspect
import linecache
import re
import traceback

import numpy as np

from .cases import TooLongError
from .display import shapes
from .guard import MEGABYTES, SECONDS, Runaway, is_readers
from .meanings import CALLED_ARRAY, MEANINGS, ONE_TRUTH, WHOLE_INDEX
from .source import has_operator


def sentence(outcome, names, function):
    """What to say about an answer that stopped with an error."""
    error = outcome.error
    frame, line = _readers_frame(error)
    if isinstance(error, Runaway):
        place = _place(error.frame, error.frame.f_lineno) or (frame and _place(frame, line))
        where = f" in {place}" if place else ""
        if error.args[0] == "memory":
            return f"it fills the memory{where}: {MEGABYTES} MB, and growing. Does the loop end?"
        return (
            f"it was still running after {SECONDS} seconds{where}. Does the loop end: "
            "is its counter moved in each round?"
        )
    if isinstance(error, TooLongError):
        return str(error)
    if frame is None:
        return _before_its_first_line(error, names, function, outcome.case)
    place = _place(frame, line)
    text = str(error)
    if re.search(r"[Ee]llipsis(?! \()", text):  # not in a list of what an index may be
        return f"a `...` is left, and {place or 'a line'} computes with it."
    called = f" It was called with {shapes(outcome.case, names)}." if outcome.case else ""
    return f"it stops{' in ' + place if place else ''}: {meaning(error)}{called}"


def _readers_frame(error):
    """The innermost frame of the reader's own code in which an error arose, and its line."""
    found = None, None
    for frame, line in traceback.walk_tb(error.__traceback__):
        if is_readers(frame.f_code):
            found = frame, line
    return found


def _place(frame, line):
    """'line 6, `z[i, j] = …`', or '' if the text of the line is not known."""
    if not is_readers(frame.f_code):
        return ""
    text = linecache.getline(frame.f_code.co_filename, line, frame.f_globals).strip()
    return f"line {line}, `{text}`" if text else f"line {line}"


def _before_its_first_line(error, names, function, case):
    if isinstance(error, TypeError) and not _can_be_called_with(function, case):
        name = getattr(function, "__name__", "your function")
        wanted = ", ".join(names) or "nothing"
        return f"it has to be called with ({wanted}): look at the first line, `def {name}(…)`."
    return meaning(error)


def _can_be_called_with(function, case):
    """Whether a function takes these arguments; if so, what surrounds it has stopped."""
    try:
        inspect.signature(function).bind(*case)
    except (TypeError, ValueError):
        return False
    return True


def meaning(error):
    """One sentence for an error."""
    text = " ".join(str(error).split())
    if isinstance(error, RecursionError):
        return "it calls itself without end."
    if isinstance(error, MemoryError):
        return "it asks for more memory than there is: which shape does the array have?"
    if isinstance(error, OverflowError) and "out of bounds" not in text:
        return "a number becomes too large for a float: does an exponential overflow?"
    if isinstance(error, KeyError):
        return f"the dict has no entry {text}."
    if isinstance(error, SystemExit):
        return "it calls exit."
    product = _matrix_product(error)
    if product:
        return product
    for pattern, words in MEANINGS:
        found = re.search(pattern, text)
        if found:
            if words in BY_THE_LINE:
                words = BY_THE_LINE[words](error) or words
            said = words.format(*found.groups(), error=text)
            return re.sub(r"\((\d+),(\d[\d,]*)\)", _spaced, said)
    return f"{type(error).__name__}: {text.rstrip('.')}." if text else f"{type(error).__name__}."


def _spaced(found):
    """'(2,3)' as NumPy writes it becomes '(2, 3)'."""
    return found[0].replace(",", ", ")


def _matrix_product(error):
    """'(20, 784) @ (3, 5): …' for a matrix product whose factors are plain names, else ''."""
    frame, _ = _readers_frame(error)
    if "matmul" not in str(error) or frame is None:
        return ""
    for entry in traceback.extract_tb(error.__traceback__):
        shapes_found = _factors(_piece(entry), frame)
        if shapes_found:
            left, right = shapes_found
            return f"{left} @ {right} doesn't work: the inner sizes must be equal."
    return ""


def _piece(entry):
    """The expression at which an entry of a traceback stopped, as a syntax tree, or None."""
    try:
        text = linecache.getline(entry.filename, entry.lineno)
        piece = text.encode()[entry.colno : entry.end_colno].decode()
        return ast.parse(piece.strip(), mode="eval").body
    except (SyntaxError, TypeError, ValueError):
        return None


def _factors(product, frame):
    """The shapes of the two factors of the failing `@`, if they can be read without effects."""
    if not (isinstance(product, ast.BinOp) and isinstance(product.op, ast.MatMult)):
        return None
    values = [_plain_value(side, frame) for side in (product.left, product.right)]
    return None if any(value is None for value in values) else [v.shape for v in values]


def _plain_value(node, frame):
    """The array that a name, or a name with .T, stands for."""
    if isinstance(node, ast.Attribute) and node.attr == "T":
        value = _plain_value(node.value, frame)
        return None if value is None else value.T
    if not isinstance(node, ast.Name):
        return None
    value = frame.f_locals.get(node.id, frame.f_globals.get(node.id))
    return value if isinstance(value, np.ndarray) else None


def _of_index(error):
    """Where a decimal number may come from that was taken for an index, or None."""
    frame, line = _readers_frame(error)
    text = linecache.getline(frame.f_code.co_filename, line) if frame else ""
    if re.search(r"\[\s*[\"']", text):
        return "an index must be a whole number, and this is a string."
    if frame and has_operator(frame.f_code, ast.Div):
        return "an index must be a whole number: `/` gives a decimal number, `//` a whole one."
    return None


def _of_call(error):
    """What the brackets after an array may stand for, or None."""
    calls = [_piece(entry) for entry in traceback.extract_tb(error.__traceback__)]
    called = [call.func for call in calls if isinstance(call, ast.Call)]
    if not called:
        return None
    if isinstance(called[-1], ast.Attribute) and called[-1].attr == "T":
        return "`.T` takes no brackets after it."
    if isinstance(called[-1], ast.Name):
        name = called[-1].id
        return f"`{name}` is an array: is a `*` missing in front of the bracket, or is it []?"
    return "is a `*` missing in front of a bracket? Round brackets after an array call it."


def _of_truth(error):
    """What asked an array whether it is true: `max`, `and` or `if`; and what to write instead."""
    frame, line = _readers_frame(error)
    text = linecache.getline(frame.f_code.co_filename, line) if frame else ""
    compares = re.search(r"(?<![\w.])(max|min)\(", text)
    if compares:
        return (
            f"Python's `{compares[1]}` meets a whole array, not a number. For each element, use "
            f"np.{compares[1]}imum; for an axis, the array's own .{compares[1]}(axis=…)."
        )
    joins = re.search(r"\b(and|or|not)\b", text)
    if joins and not text.lstrip().startswith(("if not", "while not")):
        sign = {"and": "&", "or": "|", "not": "~"}[joins[1]]
        return f"`{joins[1]}` can't combine whole arrays. Use `{sign}`, and brackets."
    if re.match(r"\s*(if|elif|while)\b|.*\bif\b", text):
        return (
            "`if` needs one True or False, and this is a whole array of them. Ask .all() or "
            ".any(), if one answer is enough; else choose element by element: np.where, or the "
            "array as an index, as in y[z > 0]."
        )
    return None


BY_THE_LINE = {WHOLE_INDEX: _of_index, CALLED_ARRAY: _of_call, ONE_TRUTH: _of_truth}
