"""The reader's `my_network.py` as text: read, and changed in one place."""

import ast
import io
import os
from pathlib import Path

from .disk import NAME, decoded, read, write
from .parts import PARTS, CannotKeepError

TITLE = '"""My own network: the functions that I wrote in the notebooks of Dig2AI.'
NEW = f'''{TITLE}

Each one has passed its check. `keep` adds to this file; change in it what you like.
"""

import numpy as np
'''


class ModuleFile:
    """The text of the file, and where what is in it.

    Attributes
    ----------
    data : bytes or None
        As it is on disk; None if there is no file.
    text : str
    encoding, newline : str
        What the file uses; kept when it is written.
    nodes : dict
        {name: statement that defines it}; the last one, if there are several.
    """

    def __init__(self, path):
        self.path = Path(os.path.realpath(path))  # a link stays a link
        self.data = read(self.path)
        self.text, self.encoding = decoded(self.data) if self.data else (NEW, "utf-8")
        self.newline = "\r\n" if "\r\n" in self.text else "\n"
        try:
            self._read_statements()
        except SyntaxError as error:  # line 0, or none, if it is not text at all
            where = f"in line {error.lineno} ({error.msg})" if error.lineno else f"({error.msg})"
            raise CannotKeepError(
                f"{NAME} has a mistake {where}. Repair it or rename the file; nothing was changed."
            ) from None
        except (ValueError, RecursionError, MemoryError) as error:
            raise CannotKeepError(
                f"{NAME} can't be read as Python ({error}). Rename it; nothing was changed."
            ) from None
        if self.data and self.data.strip() and TITLE not in self.text and not self.parts():
            raise CannotKeepError(
                f"there is another {NAME} here, which has nothing to do with these notebooks. "
                "Rename it; nothing was changed."
            )

    def _read_statements(self):
        self.body = ast.parse(self.text).body
        self.nodes = {}
        for node in self.body:
            for name in _defined(node):
                self.nodes[name] = node

    def parts(self):
        """The names of the parts that the file defines."""
        return [part for part in PARTS if part in self.nodes]

    def needed_by(self, name):
        """The names of the file that a definition uses, directly or through others."""
        found, waiting = set(), [name]
        while waiting:
            for node in ast.walk(self.nodes[waiting.pop()]):
                new = getattr(node, "id", None) if isinstance(node, ast.Name) else None
                if new in self.nodes and new not in found:
                    found.add(new)
                    waiting.append(new)
        return found - {name}

    def text_of(self, name):
        """The statement that defines a name, with Python's newlines."""
        lines = _lines(self.text)
        return "".join(lines[slice(*self._rows(name))]).replace(self.newline, "\n")

    def change(self, text):
        """Take another text for the whole file."""
        self.text = text
        self._read_statements()

    def put(self, name, text, title=""):
        """Replace a definition, or add it at its place: parts in order, helpers before them."""
        lines = _lines(self.text)
        text = text.replace("\n", self.newline)
        if name in self.nodes:
            first, last = self._rows(name)
            lines[first:last] = [text]
        else:
            row = self._row_for(name)
            if title:
                text = f"{title}{self.newline}{text}"
            if row is None:
                lines = [_ended("".join(lines), self.newline), 2 * self.newline, text]
            else:
                lines.insert(row, text + 2 * self.newline)
        self.change("".join(lines))

    def put_import(self, line):
        """Add an import below those that are there."""
        if line in self.text.splitlines():
            return
        lines = _lines(self.text)
        rows = [node.end_lineno for node in self.body if isinstance(node, _IMPORTS)]
        docstring = self.body[:1] if self.body and _is_text(self.body[0]) else []
        row = max(rows) if rows else (docstring[0].end_lineno if docstring else 0)
        before = _ended("".join(lines[:row]), self.newline) if row else ""
        gap = "" if rows or not row else self.newline
        after = "" if rows else self.newline
        self.change(before + gap + line + self.newline + after + "".join(lines[row:]))

    def _rows(self, name):
        """First row of a definition and the row after it, counted from 0."""
        node = self.nodes[name]
        first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", []))]) - 1
        shared = any(
            other is not node and other.lineno <= node.end_lineno and other.end_lineno > first
            for other in self.body
        )
        if shared:
            raise CannotKeepError(
                f"in {NAME}, line {first + 1} defines `{name}` and more. Give `{name}` lines of "
                "its own."
            )
        return first, node.end_lineno

    def _row_for(self, name):
        """The row before which a new definition goes; None for the end."""
        order = list(PARTS)
        later = order[order.index(name) + 1 :] if name in PARTS else order
        rows = [self._rows(part)[0] for part in later if part in self.nodes]
        if not rows:
            return None
        row, lines = min(rows), _lines(self.text)
        while row and lines[row - 1].startswith("#"):  # the comment belongs to what follows it
            row -= 1
        return row

    def write(self, backup):
        """Write the text; with `backup`, the old file stays under another name, which is returned.

        The text goes to a neighbouring file first, which then takes the name in one step.
        """
        try:
            data = self.text.encode(self.encoding)
        except UnicodeEncodeError as error:
            raise CannotKeepError(
                f"{NAME} is stored as {self.encoding}, which has no "
                f"`{error.object[error.start]}`. Store it as UTF-8."
            ) from None
        if read(self.path) != self.data:
            raise CannotKeepError(f"{NAME} has just been changed elsewhere. Keep it again.")
        if self.data is not None and not os.access(self.path, os.W_OK):
            raise CannotKeepError(f"{NAME} is write-protected; nothing was changed.")
        return write(self.path, data, self.data if backup else None)


_IMPORTS = (ast.Import, ast.ImportFrom)


def _is_text(node):
    return isinstance(node, ast.Expr) and isinstance(getattr(node.value, "value", None), str)


def _defined(node):
    """The names that a statement defines."""
    if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return [node.name]
    if isinstance(node, _IMPORTS):
        return [(alias.asname or alias.name).split(".")[0] for alias in node.names]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def _lines(text):
    """The lines as Python counts them, each with its end."""
    return io.StringIO(text, newline="").readlines()


def _ended(text, newline):
    return text if text.endswith(("\n", "\r")) else text + newline
