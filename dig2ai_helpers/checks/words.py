"""Say what an error means: the reader's own line, and NumPy's messages in plain words."""

import ast
import linecache
import re
import traceback

import numpy as np

from .display import shapes
from .guard import MEGABYTES, SECONDS, Runaway, is_readers


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
    if frame is None:
        return _not_callable_with(error, names, function)
    place = _place(frame, line)
    text = str(error)
    if "ellipsis" in text or "Ellipsis" in text:
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


def _not_callable_with(error, names, function):
    if isinstance(error, TypeError):
        name = getattr(function, "__name__", "your function")
        wanted = ", ".join(names) or "nothing"
        return f"it has to be called with ({wanted}): look at the first line, `def {name}(…)`."
    return meaning(error)


# NumPy's and Python's messages, and what they mean; {0}, {1} stand for what the pattern found.
MEANINGS = [
    (r"size (\d+) is different from (\d+)", "the inner sizes must be equal, but are {1} and {0}."),
    (
        r"shapes (\(.*\)) and (\(.*\)) not aligned",
        "{0} and {1} can't be multiplied as matrices: the inner sizes must be equal.",
    ),
    (
        r"broadcast together with (?:remapped )?shapes (.*\))",
        "the shapes {0} don't fit together. Compare them from the right: "
        "two sizes must be equal, or one of them must be 1.",
    ),
    (
        r"could not broadcast input array from shape (\(.*\)) into shape (\(.*\))",
        "an array of the shape {0} doesn't fit into a slice of the shape {1}.",
    ),
    (
        r"non-broadcastable output operand with shape (\(.*\)) doesn't match .* (\(.*\))",
        "the result has the shape {1} and can't be written into an array {0}.",
    ),
    (
        r"truth value of an array",
        "`if`, `and`, `or`, `max` and `min` want one True or False, and here they meet a whole "
        "array. Use np.where, np.maximum, &, .any() or .all().",
    ),
    (
        r"index (-?\d+) is out of bounds for axis (\d+) with size (\d+)",
        "index {0} doesn't exist: axis {1} has the size {2}, and indices start at 0.",
    ),
    (
        r"(list|tuple) (?:assignment )?index out of range",
        "the {0} has no such index: indices start at 0.",
    ),
    (
        r"too many indices for array: array is (\d)-dimensional, but (\d) were indexed",
        "there are {1} indices in the square brackets, but the number of axes is {0}.",
    ),
    (
        r"used as indices must be of integer|only integers, slices",
        "an index must be a whole number (or an array of True and False).",
    ),
    (
        r"list indices must be integers or slices, not tuple",
        "a list of rows has no [i, j]: write [i][j], or make it an array with np.array.",
    ),
    (
        r"indices must be integers or slices, not (\w+)",
        "an index must be a whole number, and this is a {0}.",
    ),
    (
        r"axis (-?\d+) is out of bounds for array of dimension (\d+)",
        "there is no axis {0}: the number of axes is {1}, and they start at 0.",
    ),
    (r"'numpy\.ndarray' object is not callable", "an array has round brackets after it: use []."),
    (
        r"'(\w+)' object is not callable",
        "a value of the type {0} is called like a function. Is a `*` missing in front of the "
        "bracket, or is a function's name used for something else?",
    ),
    (
        r"(?:only length-1 arrays|only 0-dimensional arrays|only size-1 arrays)",
        "a whole array stands where one number is needed. The functions of `math` work on one "
        "number; those of NumPy (np.exp, np.log) work on arrays.",
    ),
    (r"inhomogeneous shape", "the rows of a list have different lengths."),
    (
        r"setting an array element with a sequence",
        "one element can't hold several numbers.",
    ),
    (
        r"NoneType",
        "something is None there. Does a function without `return` come before it?",
    ),
    (
        r"loop of ufunc does not support|not supported for the input types",
        "this function of NumPy needs numbers, and meets something else: a list of arrays of "
        "different shapes, a text, or None.",
    ),
    (
        r"unsupported operand type\(s\) for (.+): '(list|tuple)' and",
        "a {1} can't be used with `{0}`: make it an array with np.array first.",
    ),
    (
        r"unsupported operand type\(s\) for (.+): '(.+)' and '(.+)'",
        "`{0}` doesn't work between the types {1} and {2}.",
    ),
    (
        r"can't multiply sequence by non-int",
        "a list can't be multiplied by a number like this: make it an array with np.array first.",
    ),
    (r"'(list|tuple)' object has no attribute '(\w+)'", "a {0} has no .{1}; an array does."),
    (r"object has no attribute '(\w+)'", "there is no .{0} on it ({error})."),
    (r"name '(\w+)' is not defined", "`{0}` is not known. Was its cell run? Is it spelt right?"),
    (
        r"local variable '(\w+)'",
        "`{0}` is used before it has a value. Does it get one further up, in every case?",
    ),
    (r"too many values to unpack", "there are more values on the right than names on the left."),
    (r"not enough values to unpack", "there are fewer values on the right than names on the left."),
    (r"cannot unpack non-iterable", "one value is unpacked into several names."),
    (
        r"missing \d+ required positional argument",
        "a function is called with too few arguments ({error}).",
    ),
    (r"takes .* positional arguments? but", "a function is called with too many arguments."),
    (r"assignment destination is read-only", "this array can't be changed: take a copy first."),
    (
        r"zero-size array|empty sequence|arg is an empty",
        "a maximum or minimum of nothing is asked.",
    ),
    (r"math domain error|division by zero", "{error}: which number is that, and can it be 0?"),
    (
        r"cannot reshape array of size (\d+) into shape (\(.*\))",
        "{0} numbers don't fill the shape {1}.",
    ),
    (
        r"Cannot cast ufunc .* from dtype\('(\w+)'\) to dtype\('(\w+)'\)",
        "the array holds {1}, so a {0} can't be written into it in place (+=, -=).",
    ),
]


def meaning(error):
    """One sentence for an error."""
    text = " ".join(str(error).split())
    if isinstance(error, RecursionError):
        return "it calls itself without end."
    if isinstance(error, MemoryError):
        return "it asks for more memory than there is: which shape does the array have?"
    if isinstance(error, OverflowError):
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
        shapes_found = _factors(entry, frame) if entry.lineno else None
        if shapes_found:
            left, right = shapes_found
            return f"{left} @ {right} doesn't work: the inner sizes must be equal."
    return ""


def _factors(entry, frame):
    """The shapes of the two factors of the failing `@`, if they can be read without effects."""
    try:
        text = linecache.getline(entry.filename, entry.lineno)
        piece = text.encode()[entry.colno : entry.end_colno].decode()
        product = ast.parse(piece.strip(), mode="eval").body
    except (SyntaxError, TypeError, ValueError):
        return None
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
