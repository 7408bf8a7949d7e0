"""Files that belong to the reader: where they lie, and how they are written in one go."""

import atexit
import contextlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path


def beside_the_notebook(name: str) -> Path:
    """Where the file of this name is; under test in a folder that is deleted at the end."""
    if os.environ.get("DIG2AI_TEST", "0") != "0":
        return temporary_folder() / name
    return Path.cwd() / name


@cache
def temporary_folder() -> Path:
    """Return a folder that lasts as long as this process."""
    folder = tempfile.mkdtemp(prefix="dig2ai-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def write_whole(path: Path, data: bytes, like: Path) -> None:
    """Write a file that appears whole or not at all, with the rights of `like` if that is there.

    The bytes go to a neighbouring file first, which then takes the name in one step.
    """
    handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".dig2ai-", suffix=".partial")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        with contextlib.suppress(OSError):  # some drives know no rights
            if like.exists():
                shutil.copymode(like, partial)
            else:
                os.chmod(partial, 0o666 & ~_umask())  # mkstemp's file is for its owner alone
        os.replace(partial, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(partial)
        raise


def not_written(path: Path, error: OSError) -> str:
    """Say that a file can't be written, and why."""
    reason = error.strerror if path.parent.is_dir() else "the folder is gone"
    return f"{path.name} can't be written into the folder {path.parent} ({reason})"


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask
