"""Files that belong to the reader: where they lie, and how they are written in one go."""

import atexit
import contextlib
import errno
import os
import stat
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import BinaryIO

from .surroundings import in_browser, under_test

UNFINISHED = ".dig2ai-"  # how the names of unfinished files begin
DAY = 86_400  # seconds
PATIENCE = 10.0  # seconds: whoever changes a file takes a few on a slow drive


def beside_the_notebook(name: str) -> Path:
    """Where the file of this name is; under test in a folder that is deleted at the end."""
    if under_test():
        return temporary_folder() / name
    try:
        return Path.cwd() / name
    except OSError:
        raise FileNotFoundError(
            "the folder of this notebook is not there any more: open the notebook again from where "
            "it is now, and restart the kernel"
        ) from None


@cache
def temporary_folder() -> Path:
    """Return a folder that lasts as long as this process."""
    import shutil
    import tempfile

    folder = tempfile.mkdtemp(prefix="dig2ai-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def is_there(path: Path) -> bool:
    """Whether there is something of this name."""
    try:
        return path.exists()
    except OSError as error:
        if error.errno == errno.EINVAL:  # so the browser edition says that it was deleted
            return False
        raise


@contextlib.contextmanager
def whole_file(path: Path, like: Path) -> Iterator[BinaryIO]:
    """Open a file to write that appears whole or not at all, with the rights of `like`.

    The bytes go to a neighbouring file first, which then takes the name in one step. A link
    stays a link: the file that it leads to is replaced. If `like` isn't there, the file has the
    rights of any new file.
    """
    path = Path(os.path.realpath(path))
    if os.path.exists(path) and not os.path.isfile(path):
        raise FileExistsError(errno.EEXIST, "what is there is not a file")
    remove_unfinished(path.parent)
    import secrets

    partial = path.parent / f"{UNFINISHED}{secrets.token_hex(8)}.partial"
    rights = stat.S_IMODE(os.stat(like).st_mode) if os.path.exists(like) else None

    def opener(name, flags):  # never for more eyes than the finished file
        return os.open(name, flags, 0o666 if rights is None else rights | stat.S_IWUSR)

    try:
        with open(partial, "xb", opener=opener) as file:
            yield file
        if rights is not None:
            with contextlib.suppress(OSError):  # some drives know no rights
                os.chmod(partial, rights)
        os.replace(partial, path)
    except BaseException:
        with contextlib.suppress(OSError):
            partial.unlink()
        raise


@contextlib.contextmanager
def no_other_kernel_at(path: Path) -> Iterator[None]:
    """Let one kernel at a time read a file and write it anew; else one could undo the other's work.

    The system takes the lock from a kernel that is killed. A folder that takes no lock stops
    nobody, and one that another kernel keeps stops nobody for ever.
    """
    lock = path.parent / f"{UNFINISHED}{path.name}.lock"
    end, mine = time.monotonic() + PATIENCE, None
    with contextlib.suppress(OSError):  # a drive without locks, or a folder that takes no files
        while mine is None and time.monotonic() < end and not in_browser():
            mine = _locked(lock)
            if mine is None:
                time.sleep(0.005)
    try:
        yield
    finally:
        if mine is not None:
            _release(mine, lock)


def _locked(lock):
    """Return the open lock, or None while another kernel has it."""
    mine = open(lock, "ab", opener=_no_link_and_no_pipe)
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(mine.fileno(), msvcrt.LK_NBLCK, 1)
            return mine  # while it is open nobody can remove it
        import fcntl

        fcntl.flock(mine, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.samestat(os.fstat(mine.fileno()), os.stat(lock)):
            return mine
    except (BlockingIOError, PermissionError, FileNotFoundError):
        pass  # another has it, or had it and has removed it
    except OSError:  # a drive without locks
        _release(mine, lock)
        raise
    except BaseException:  # an interrupt: IPython keeps its traceback, and with it what is open
        mine.close()
        raise
    mine.close()
    return None


def _no_link_and_no_pipe(name, flags):
    """Open a lock, but follow no link and wait at no pipe: others may have made one there."""
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    return os.open(name, flags, 0o666)


def _release(mine, lock):
    """Remove the lock while it is ours; Windows removes no file that is open."""
    if sys.platform == "win32":
        mine.close()
    with contextlib.suppress(OSError):
        os.unlink(lock)
    mine.close()


def write_whole(path: Path, data: bytes, like: Path) -> None:
    """Write a file that appears whole or not at all, with the rights of `like`."""
    with whole_file(path, like) as file:
        file.write(data)


def remove_unfinished(folder: str | Path) -> None:
    """Remove what killed runs left; no run that is still alive is older than a day.

    A lock stays, however old it is: a kernel may have taken it again.
    """
    import shutil

    try:
        left = list(Path(folder).glob(UNFINISHED + "*"))
    except OSError:
        return  # whoever writes there will say why it can't be
    for path in left:
        try:
            if path.suffix == ".lock" or time.time() - path.stat().st_mtime < DAY:
                continue
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        except OSError:
            pass  # not ours to remove, or another run was faster


def not_written(path: Path, error: OSError) -> str:
    """Say that a file can't be written, and why."""
    reason = error.strerror if path.parent.is_dir() else "the folder is gone"
    return f"{path.name} can't be written into the folder {path.parent} ({reason})"
