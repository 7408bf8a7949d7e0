"""IDX, the file format of MNIST: a few bytes that say the shape, then the numbers themselves."""

import math
import zlib
from pathlib import Path

import numpy as np
import numpy.typing as npt

UNSIGNED_BYTE = 0x08  # IDX's code for the only type of number that MNIST uses
LARGEST = 64 * 2**20  # bytes; MNIST's largest file holds 47 million
REMEDY = "delete it and run download_mnist() again"


def read_idx(path: str | Path) -> npt.NDArray[np.uint8]:
    """Read a gzip'd IDX file of unsigned bytes.

    Byte by byte such a file says: 0, 0, the type of its numbers (8: unsigned bytes), how many
    dimensions it has, the size of each dimension (4 bytes, the highest first), and then every
    number, the last dimension running fastest.

    The array has the shape that the file states: (60000, 28, 28) for MNIST's training images.
    An error says in one sentence which file is wrong, in what way, and what to do.
    """
    path = Path(path)
    data = _unzip(path)
    if len(data) < 4 or data[0] != 0 or data[1] != 0:
        raise ValueError(f"{path} is not an IDX file (its first two bytes must be 0); {REMEDY}")
    if data[2] != UNSIGNED_BYTE:
        raise ValueError(f"{path} holds numbers of type {data[2]}, not unsigned bytes; {REMEDY}")
    dimensions = data[3]
    if not 1 <= dimensions <= 3:
        raise ValueError(f"{path} says that it has {dimensions} dimensions, not 1 to 3; {REMEDY}")

    start = 4 + 4 * dimensions
    sizes = [int.from_bytes(data[at : at + 4], "big") for at in range(4, start, 4)]
    promised, held = math.prod(sizes), len(data) - start
    if promised != held or promised == 0:
        shape = " × ".join(map(str, sizes))
        raise ValueError(
            f"{path} promises {shape} = {promised} bytes and holds {max(held, 0)}; {REMEDY}"
        )
    return np.frombuffer(data, np.uint8, offset=start).reshape(sizes)


def _unzip(path):
    """Return the unpacked bytes of a .gz file; memory grows only with what is really there."""
    import gzip

    if path.is_dir():
        raise ValueError(f"{path} is a folder and should be a file; {REMEDY}")
    if path.exists() and not path.is_file():  # a pipe would let us wait without end
        raise ValueError(f"{path} is not a file; {REMEDY}")
    data = bytearray()
    try:
        with open(path, "rb") as packed:
            if packed.read(2) != b"\x1f\x8b":
                raise ValueError(f"{path} is empty or not a gzip file; {REMEDY}")
            packed.seek(0)
            with gzip.open(packed) as unpacked:
                while piece := unpacked.read(2**20):
                    data += piece
                    if len(data) > LARGEST:
                        raise ValueError(f"{path} unpacks to more than {LARGEST} bytes; {REMEDY}")
    except FileNotFoundError:
        raise FileNotFoundError(f"{path} is missing; run download_mnist()") from None
    except EOFError:
        raise ValueError(f"{path} is cut short; {REMEDY}") from None
    except (zlib.error, gzip.BadGzipFile):
        raise ValueError(f"{path} is damaged (its gzip data do not add up); {REMEDY}") from None
    except PermissionError:
        raise PermissionError(
            f"you may not read {path}: ask who put it there, or take the bundled digits "
            "(DIG2AI_DATASET=bundled)"
        ) from None
    except OSError as problem:
        raise ValueError(f"{path} cannot be read ({problem.strerror}); {REMEDY}") from None
    return data
