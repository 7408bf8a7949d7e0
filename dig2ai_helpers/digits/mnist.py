"""MNIST's four files: what they are, where they lie, and how they become two arrays."""

import contextlib
import io
import os
import stat
import struct
import zlib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..arrays import Labels
from ..own_files import UNFINISHED, remove_unfinished, temporary_folder
from .idx import REMEDY, read_idx


class KnownFile(NamedTuple):
    """What a downloaded file must be."""

    size: int  # bytes
    sha256: str


TRAIN_IMAGES, TRAIN_LABELS = "train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"
TEST_IMAGES, TEST_LABELS = "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"

MNIST_FILES = {
    TRAIN_IMAGES: KnownFile(
        9_912_422, "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"
    ),
    TRAIN_LABELS: KnownFile(
        28_881, "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"
    ),
    TEST_IMAGES: KnownFile(
        1_648_877, "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"
    ),
    TEST_LABELS: KnownFile(
        4_542, "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"
    ),
}
SHAPES = {
    TRAIN_IMAGES: (60_000, 28, 28),
    TRAIN_LABELS: (60_000,),
    TEST_IMAGES: (10_000, 28, 28),
    TEST_LABELS: (10_000,),
}
PIXELS_SHAPE = (70_000, 784)

COPY_NAME = "mnist-pixels.npy"


def mnist_folder() -> Path:
    """Return the folder for MNIST's files: `$DIG2AI_DATA_DIR` or the platform's cache."""
    if folder := os.environ.get("DIG2AI_DATA_DIR"):
        return Path(os.path.expanduser(folder))
    if not os.path.isabs(os.path.expanduser("~")):  # an account without a home, as in containers
        return _our_own_among_temporary_ones()
    import platformdirs

    return platformdirs.user_cache_path("dig2ai", appauthor=False)


def _our_own_among_temporary_ones():
    """Return a folder that nobody else may write into, though its name can be guessed."""
    user = getattr(os, "getuid", lambda: 0)()
    import tempfile

    folder = Path(tempfile.gettempdir(), f"dig2ai-{user}")
    with contextlib.suppress(OSError):  # it is there, or nothing can be written
        folder.mkdir(mode=0o700)
    with contextlib.suppress(OSError):
        facts = os.lstat(folder)
        if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != user or facts.st_mode & 0o022:
            return temporary_folder()
    return folder


def mnist_is_here(folder: str | Path) -> bool:
    """Return whether all four files are in the folder."""
    return not _missing(folder)


def read_mnist(folder: str | Path) -> tuple[npt.NDArray[np.uint8], Labels]:
    """Read pixels (70000, 784) and labels (70000,): the training digits, then the test digits.

    The first call unpacks the images into one file beside the originals. Later calls map that
    file into memory, so that only the images that are used take up any. Pixels go from 0
    (paper) to 255 (ink), and are read-only.
    """
    folder = Path(folder)
    if missing := _missing(folder):
        raise FileNotFoundError(
            f"MNIST is not complete in {folder} (missing: {', '.join(missing)}); get it with "
            "download_mnist() or `python -m dig2ai_helpers download-mnist`, or use "
            'load_digits("bundled"), which needs no download'
        )
    labels = np.concatenate([_read_labels(folder / name) for name in (TRAIN_LABELS, TEST_LABELS)])

    seal = _seal(folder)
    pixels = _open_copy(folder, seal)
    if pixels is None:
        parts = [_read_part(folder / name) for name in (TRAIN_IMAGES, TEST_IMAGES)]
        _write_copy(folder, parts, seal)
        pixels = _open_copy(folder, seal)
    if pixels is None:  # the folder is read-only or the disk is full
        pixels = np.concatenate(parts).reshape(PIXELS_SHAPE)
        pixels.flags.writeable = False
    return pixels, labels


def _missing(folder):
    return [name for name in MNIST_FILES if not os.path.isfile(Path(folder) / name)]


def _read_part(path):
    """Return the array in one of the four files, if it has the shape that MNIST has there."""
    part = read_idx(path)
    if part.shape != SHAPES[path.name]:
        found, right = (" × ".join(map(str, s)) for s in (part.shape, SHAPES[path.name]))
        raise ValueError(f"{path} holds {found} numbers where MNIST has {right}; {REMEDY}")
    return part


def _read_labels(path):
    labels = _read_part(path)
    if labels.max() > 9:
        row = np.argmax(labels > 9)
        raise ValueError(f"{path} holds the label {labels[row]} in row {row}, not 0 to 9; {REMEDY}")
    return labels.astype(np.intp)


# The copy is an ordinary .npy file of all pixels, with a checksum and a seal after them: size and
# date of the .gz files that it came from. It counts only when all of it is exactly right.
# Dates count in whole seconds: container images and memory sticks keep no smaller parts of them,
# and a copy that stopped counting on the way would be unpacked again by every reader.


def _header():
    header = io.BytesIO()
    np.lib.format.write_array_header_1_0(
        header, {"descr": "|u1", "fortran_order": False, "shape": PIXELS_SHAPE}
    )
    return header.getvalue()


def _seal(folder):
    facts = [os.stat(folder / name) for name in (TRAIN_IMAGES, TEST_IMAGES)]
    return b"".join(struct.pack(">qq", fact.st_size, int(fact.st_mtime)) for fact in facts)


def _open_copy(folder, seal):
    """Map the copy's pixels, (70000, 784); None if there is no copy or if it isn't right."""
    header, size = _header(), PIXELS_SHAPE[0] * PIXELS_SHAPE[1]
    if not (folder / COPY_NAME).is_file():
        return None
    try:
        with open(folder / COPY_NAME, "rb") as copy:
            if copy.read(len(header)) != header:
                return None
            checksum = 0
            for start in range(0, size, 2**20):  # read and not mapped: that would take memory
                checksum = zlib.crc32(copy.read(min(2**20, size - start)), checksum)
            if copy.read() != struct.pack(">I", checksum) + seal:
                return None
            return np.asarray(np.memmap(copy, np.uint8, "r", len(header), PIXELS_SHAPE))
    except OSError:
        return None


def _write_copy(folder, parts, seal):
    """Put the copy into the folder in one step, or leave everything as it was."""
    import tempfile

    remove_unfinished(folder)
    if not os.stat(folder).st_mode & 0o222:
        return  # marked read-only: root could write here all the same, and should not
    try:
        with tempfile.TemporaryDirectory(prefix=UNFINISHED, dir=folder) as workplace:
            unfinished = Path(workplace) / COPY_NAME
            with open(unfinished, "wb") as copy:
                checksum = 0
                for part in parts:
                    checksum = zlib.crc32(part, checksum)
                for piece in (_header(), *parts, struct.pack(">I", checksum), seal):
                    copy.write(piece)
            os.replace(unfinished, folder / COPY_NAME)
    except OSError:
        pass  # the copy only saves time
