"""Named arrays in one .npz file: written in one go, read with suspicion."""

import os
import tempfile
import zipfile
import zlib
from pathlib import Path

import numpy as np

MAKER = "dig2ai network, version 1"


def write_arrays(path, arrays):
    """Write named arrays to a .npz file: it appears whole, or not at all.

    The arrays go to a neighbouring file first, which then takes the name in one step; so
    a reader never meets half a file, and a failed save leaves the earlier one as it was.
    """
    path = Path(path)
    if path.is_dir():
        raise IsADirectoryError(f"{path} is a folder: give a file name, like net.npz")
    if not path.parent.is_dir():
        raise FileNotFoundError(f"there is no folder {path.parent}: make it first")
    try:
        handle, partial = tempfile.mkstemp(dir=path.parent, prefix=".dig2ai-", suffix=".partial")
    except OSError as problem:
        raise _refused(problem, f"nothing can be written into the folder {path.parent}") from None
    try:
        with os.fdopen(handle, "wb") as file:
            np.savez(file, maker=np.array(MAKER), **arrays)
        os.chmod(partial, 0o666 & ~_umask())  # mkstemp's file is for its owner alone
        _take_the_name(partial, path)
    except BaseException:
        os.unlink(partial)
        raise


def _take_the_name(partial, path):
    try:
        os.replace(partial, path)
    except OSError as problem:  # Windows replaces no file that is open, or written like a<b
        raise _refused(problem, f"{path} can't be written: is it open elsewhere?") from None


def _refused(problem, sentence):
    """The same kind of error, with a sentence that says what to do."""
    return type(problem)(f"{sentence} ({problem.strerror}); give another folder or another name")


def _umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def read_arrays(path):
    """Read the arrays that `write_arrays` wrote, as a dict; never unpickles anything."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"there is no file {path}: save a network there first")
    try:
        zipfile.ZipFile(path).close()  # np.load would take other kinds of files, too
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in file.files}
    except (ValueError, OSError, EOFError, MemoryError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(
            f"{path} can't be read as a network: it is cut short, damaged or something else "
            f"({error}); save the network again"
        ) from None
    if str(arrays.pop("maker", "")) != MAKER:
        raise ValueError(f"{path} was not written by Network.save: save the network again")
    return arrays
