"""Where the reader's `my_network.py` is; reading it with suspicion, writing it in one go."""

import io
import tokenize

from ..own_files import beside_the_notebook, is_there, not_written, write_whole
from .parts import CannotKeepError

NAME = "my_network.py"


def own_file():
    """Where the file is: beside the notebook; under test in a folder that is deleted at the end."""
    try:
        return beside_the_notebook(NAME)
    except OSError:
        raise CannotKeepError("the folder of this notebook is not there any more.") from None


def read(path):
    """The bytes of the file; None if there is none."""
    try:
        if not is_there(path):
            return None
        if path.is_dir():
            raise CannotKeepError(f"there is a folder with the name {NAME} here. Rename it.")
        if not path.is_file():
            raise CannotKeepError(f"{NAME} is not a file. Rename it.")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise CannotKeepError(f"{NAME} can't be read ({error.strerror}).") from None


def decoded(data):
    """The text of these bytes, and the encoding that Python finds for them."""
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        return data.decode(encoding), encoding
    except (SyntaxError, UnicodeDecodeError, LookupError):
        raise CannotKeepError(
            f"{NAME} can't be read as text. Store it as UTF-8 or rename it; nothing was changed."
        ) from None


def write(path, data, old=None):
    """Write the file, and its old bytes, if they are given, to another one, whose name is returned.

    Each goes to a neighbouring file first, which then takes the name in one step.
    """
    older = None if old is None else _free_name(path)
    try:
        if older:
            write_whole(older, old, path)
        write_whole(path, data, path)
    except OSError as error:
        raise CannotKeepError(f"{not_written(path, error)}; nothing was changed.") from None
    return older and older.name


def _free_name(path):
    """my_network.py.before, or with a number if there is one already."""
    name, number = f"{path.name}.before", 1
    while (path.parent / name).exists():
        number += 1
        name = f"{path.name}.before{number}"
    return path.parent / name
