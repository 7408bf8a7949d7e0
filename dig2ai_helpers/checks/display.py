"""Show a case and results in a sentence, with few enough numbers to be read."""

import re
import sys
from textwrap import wrap

import numpy as np

from ..wording import counted, listed

WIDTH = 88  # characters to a line: JupyterLab breaks longer ones anywhere, also inside words
MOST = 12  # numbers; what has more is named by its shape
FEW = 4  # numbers of a result, if what it was computed from isn't shown


def number(x, digits=4):
    """'-1.67', '3', 'NaN', 'True', as a reader would type it."""
    if isinstance(x, (bool, np.bool_, int, np.integer)) or np.iscomplexobj(x):
        return str(x)
    if np.isnan(x):
        return "NaN"
    if np.isinf(x):
        return "infinity" if x > 0 else "-infinity"
    return f"{float(x) + 0.0:.{digits}g}"


def in_lines(message):
    """Break a message between words; an indented line is a result, and stays as it is."""
    lines = message.split("\n")
    return "\n".join(line if line.startswith("  ") else _broken(line) for line in lines)


def say(message):
    """Print a message in lines; a console that lacks a letter, like ², shows a `?` in its place."""
    lines = in_lines(message)
    try:
        print(lines)
    except UnicodeEncodeError:
        encoding = sys.stdout.encoding
        print(lines.encode(encoding, "replace").decode(encoding))


def joined(printed):
    """Undo `in_lines`: what was printed, without the breaks between words."""
    return re.sub(r"(?<=\S)\n(?=\S)", " ", printed)


def _broken(line):
    return "\n".join(wrap(line, WIDTH, break_long_words=False, break_on_hyphens=False))


def size(value):
    """How many numbers there are to read in a value; many for what can't be shown."""
    if isinstance(value, (list, tuple)):
        return sum(size(part) for part in value)
    if isinstance(value, dict):
        return sum(size(part) for part in value.values())
    if isinstance(value, np.ndarray):
        return value.size
    if hasattr(value, "validation_loss"):
        return size([value.loss, value.validation_loss])
    if isinstance(value, (bool, int, float, np.number, np.bool_)):
        return 1
    return len(value) // 8 if isinstance(value, str) else 1000


def show(value, digits=4):
    """'[-3, 0.2]', '[[1, 2], [3, 4]]', '(2, 3)' for a tuple, or a shape if there are too many."""
    if isinstance(value, str):
        return f"“{value}”"
    if size(value) > MOST:
        return f"{value.shape}" if isinstance(value, np.ndarray) else shape(value)
    if isinstance(value, np.ndarray):
        value = value.tolist() if value.ndim == 0 else list(value)
    if isinstance(value, list):
        return f"[{', '.join(show(part, digits) for part in value)}]"
    if isinstance(value, tuple):
        return f"({', '.join(show(part, digits) for part in value)}{',' * (len(value) == 1)})"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {show(v, digits)}" for k, v in value.items()) + "}"
    if hasattr(value, "validation_loss"):
        parts = {"loss": value.loss, "validation_loss": value.validation_loss}
        return " with ".join(f"{name} {show(part, digits)}" for name, part in parts.items())
    return number(value, digits)


def shape(value):
    """What kind of argument it is: 'of shape (3, 3)', '[4 arrays]', '= 0.1'."""
    if isinstance(value, np.ndarray):
        return f"of shape {value.shape}"
    if isinstance(value, (list, tuple)):
        kinds = {type(part).__name__ for part in value}
        word = {"ndarray": "array", "dict": "dict", "Network": "network"}.get(
            kinds.pop() if len(kinds) == 1 else "", "value"
        )
        return f"[{counted(len(value), word)}]"
    if isinstance(value, (bool, int, float, np.number)):
        return f"= {number(value)}"
    return f"(a {type(value).__name__})"


def shapes(case, names):
    """'a of shape (3, 2) and b of shape (2,)'."""
    return listed([f"{n} {shape(part)}" for n, part in zip(names, case, strict=True)])


def shown_case(case, names):
    """'z = [-3, 0.2]', each argument in numbers, or with its shape if it has too many."""
    parts = [
        f"{name} {shape(part)}" if size(part) > MOST else f"{name} = {show(part)}"
        for name, part in zip(names, case, strict=True)
    ]
    return listed(parts)


def two_values(mine, theirs, subject="", most=MOST):
    """'you give [-1, 0.2]; it should be [-1.67, 0.21]', or the first place that differs."""
    if isinstance(theirs, str):
        return f"you give\n  {mine}\nIt should be\n  {theirs}"
    mine, theirs = np.asarray(mine), np.asarray(theirs)
    where = ""
    if theirs.size > most and mine.shape == theirs.shape:
        off = ~np.isclose(mine, theirs, 1e-4, 1e-7)
        place = tuple(int(i) for i in np.argwhere(off)[0])
        where, mine, theirs = f" at {list(place)}", mine[place], theirs[place]
    first, second = show(np.asarray(mine)), show(np.asarray(theirs))
    if first == second:
        first, second = show(np.asarray(mine), 8), show(np.asarray(theirs), 8)
    if subject:
        return f"{subject} is {first}{where}; it should be {second}"
    return f"you give {first}{where}; it should be {second}"
