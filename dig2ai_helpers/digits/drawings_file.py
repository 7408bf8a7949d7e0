"""A file of drawings: JSON text, with 784 bytes for each drawing. Only this file knows the format.

{"format": "dig2ai drawings", "version": 1, "name": "who drew them",
 "drawings": [{"label": 7, "pixels": "784 bytes in base64"}, ...]}

What comes from a file is not trusted: everything is checked, and nothing else is overwritten.
"""

import base64
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..arrays import Array
from ..inputs import told
from ..own_files import is_there, not_written, write_whole
from ..wording import one_line

FORMAT, VERSION = "dig2ai drawings", 1
PIXELS = 28 * 28
LEVELS = 255  # of grey, beside black
MOST = 2000  # drawings in a file
LARGEST = 4_000_000  # bytes: more than MOST drawings take
LONGEST_NAME = 60


class DrawingsError(Exception):
    """A file of drawings can't be read or written; the text is the sentence for the reader."""


@dataclass(frozen=True)
class Stored:
    """What a file holds: who drew, and a tuple of (label, 784 bytes)."""

    name: str = ""
    drawings: tuple[tuple[int, bytes], ...] = ()


def check_path(file: Any) -> Path:
    """Return the path of a file that may hold drawings, whether or not it is there yet."""
    wanted = "file must be the name of a file that ends in .json, like 'my_drawings.json'"
    if not isinstance(file, (str, Path)):
        raise TypeError(f"{wanted}, but is {told(file)}")
    if "\0" in str(file) or not str(file):
        raise ValueError(f"{wanted}, but is {told(file)}")
    path = Path(os.path.expanduser(file))
    if os.path.isdir(path):  # says no, too, to a name that is too long
        raise ValueError(f"{file} is a folder: name a file in it, like {path / 'my_drawings.json'}")
    if path.suffix.lower() != ".json":
        raise ValueError(f"{wanted}, but is {told(file)}")
    try:
        path = Path(os.path.realpath(path))  # a link stays a link; a change of folder is no change
    except (OSError, UnicodeError) as error:
        raise ValueError(f"{wanted}, but {told(file)} can't be found: {told(error, str)}") from None
    if not os.path.isdir(path.parent):
        raise ValueError(f"there is no folder {path.parent}: make it first")
    return path


def read_stored(path: Path) -> Stored | None:
    """Read a file of drawings; None if it is not there."""
    data = _bytes_of(path)
    if data is None:
        return None
    try:
        content = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise _refused(path, "is damaged, or is not a file of drawings") from None
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _refused(path, "is not a file of drawings")
    version = content.get("version", 0)
    if type(version) is not int or version < 1:
        raise _refused(path, "is damaged: its version is not a number")
    if version > VERSION:
        raise DrawingsError(
            f"{path.name} was written by a newer version of dig2ai_helpers: update the package "
            "to read it, or name another file."
        )
    return _checked(path, content)


def write_stored(path: Path, stored: Stored) -> None:
    """Write a file of drawings in one go."""
    if len(stored.drawings) > MOST:
        raise full(path)
    lines = [
        json.dumps({"label": label, "pixels": base64.b64encode(pixels).decode()})
        for label, pixels in stored.drawings
    ]
    head = {"format": FORMAT, "version": VERSION, "name": stored.name}
    start = json.dumps(head, ensure_ascii=False)[:-1]
    listed = "\n" + ",\n".join(lines) + "\n" if lines else ""
    try:
        write_whole(path, f'{start}, "drawings": [{listed}]}}\n'.encode(), path)
    except OSError as error:
        words = "the drawings are in memory only. Name a file in another folder."
        raise DrawingsError(f"{not_written(path, error)}: {words}") from None


def full(path: Path) -> DrawingsError:
    """Return the error of a file that would hold too many drawings."""
    return DrawingsError(
        f"{path.name} can't hold more than {MOST:,} drawings: delete some, or name another file."
    )


def to_levels(images: Array) -> npt.NDArray[np.uint8]:
    """Return the bytes that stand for pixels from 0 to 1."""
    return np.rint(LEVELS * np.clip(images, 0, 1)).astype(np.uint8)


def from_levels(levels: npt.NDArray[np.uint8]) -> Array:
    """Return the pixels, float32 from 0 to 1, that bytes stand for."""
    return levels.astype(np.float32) / np.float32(LEVELS)


def clean_name(name: Any) -> str:
    """Return a name of one line, without spaces around it, of at most LONGEST_NAME characters."""
    if not isinstance(name, str):
        raise TypeError(f"name must be a string, but is {told(name)}")
    return one_line(name)[:LONGEST_NAME].strip()


def _bytes_of(path):
    try:
        if not is_there(path):
            return None
        if not path.is_file():
            raise _refused(path, "is not a file")
        if path.stat().st_size > LARGEST:
            megabytes = LARGEST / 1_000_000
            raise _refused(path, f"is larger than a file of drawings can be ({megabytes:.0f} MB)")
        return path.read_bytes()
    except OSError as error:
        raise _refused(path, f"can't be read ({error.strerror})") from None


def _checked(path, content):
    """Return what a file says, if it is right to the last drawing."""
    name, listed = content.get("name", ""), content.get("drawings")
    if not isinstance(name, str) or not isinstance(listed, list):
        raise _refused(path, "is damaged: its name or its list of drawings is missing")
    if len(listed) > MOST:
        raise _refused(path, f"holds more than {MOST:,} drawings")
    drawings = []
    for number, one in enumerate(listed, 1):
        label, pixels = _drawing(one)
        if label is None or pixels is None:
            part = "label" if label is None else "image"
            raise _refused(path, f"is damaged: drawing {number} has no usable {part}")
        drawings.append((label, pixels))
    return Stored(clean_name(name), tuple(drawings))


def _drawing(one):
    """Return the label and the pixels of an entry; None for each that is not right."""
    if not isinstance(one, dict):
        return None, None
    label, text = one.get("label"), one.get("pixels")
    label = label if type(label) is int and 0 <= label <= 9 else None
    try:
        pixels = base64.b64decode(text, validate=True) if isinstance(text, str) else b""
    except ValueError:
        pixels = b""
    return label, pixels if len(pixels) == PIXELS and any(pixels) else None


def _refused(path, what):
    return DrawingsError(f"{path.name} {what}. Nothing was changed: rename it, or name another.")
