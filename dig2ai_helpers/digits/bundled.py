"""The bundled digits: 1,797 real handwritten digits that come with the package.

They are kept as they were published, 8x8 counts from 0 to 16 (data/ATTRIBUTION.md says by
whom), and enlarged when they are read to what MNIST's images are: 28x28 pixels, white on
black, about 20 pixels tall, the centre of mass in the middle.
"""

from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from ..arrays import Array, Labels

FILE = Path(__file__).parents[1] / "data" / "digits_8x8.npz"

# Its rows are already mixed and in the order of the split: no random stream decides it.
TRAIN_SIZE, VALIDATION_SIZE, TEST_SIZE = 1197, 300, 300  # 30 of each digit in the last two

CELLS = 8  # cells on a side of an original
SIDE = 28  # pixels on a side of an enlarged image
MIDDLE = 14  # MNIST's centre of mass lies on pixel 14 of 0 to 27, not on 13.5

# Pixels to a cell. Every original fills its 8 rows, which gives MNIST's height of 20. The
# originals are narrower than MNIST's digits, so the columns are spread a little more.
ROW_SCALE, COLUMN_SCALE = 2.4, 2.8

# Ink below this share of a full cell turns black and a full cell turns white. It sets how
# thick the strokes are: at 0.4 the mean and standard deviation of all pixels come close to MNIST's.
BLACK = 0.4

# A cell counts the ink in a block of 4x4 dots, and such an average is blurred. This gives back
# what the blur took from neighbouring cells, and so makes thin strokes as white as thick ones.
SHARPEN = 1.3 * np.eye(CELLS) - 0.15 * (np.eye(CELLS, k=1) + np.eye(CELLS, k=-1))


def read_bundled() -> tuple[npt.NDArray[np.uint8], Labels]:
    """Read the pixels (1797, 784) and labels (1797,): training, validation, test.

    Pixels go from 0 (black) to 255 (white), exactly as in MNIST's files.
    """
    with np.load(FILE, allow_pickle=False) as file:
        return enlarge(file["counts"]), file["labels"].astype(np.intp)


def enlarge(counts: npt.NDArray[Any]) -> npt.NDArray[np.uint8]:
    """Enlarge counts (n, 8, 8) from 0 to 16 to pixels (n, 784): a matrix product on each side.

    Each image, none of them empty, has two matrices of its own, which also move its centre of
    mass to the middle.
    """
    ink = counts / 16.0
    rows = placing_matrices(ink.sum(axis=2), ROW_SCALE)  # (n, 28, 8)
    columns = placing_matrices(ink.sum(axis=1), COLUMN_SCALE)  # (n, 28, 8)
    image = rows @ ink @ columns.transpose(0, 2, 1)  # (n, 28, 28)
    image -= BLACK
    image *= 255 / (1 - BLACK)
    np.clip(image, 0, 255, out=image)
    return np.rint(image, out=image).astype(np.uint8).reshape(-1, SIDE * SIDE)


def placing_matrices(profiles: Array, scale: float) -> Array:
    """Make, for each image, the matrix that places 8 cells on 28 pixels along one side.

    `profiles` (n, 8) is the ink in each of an image's rows (or columns), `scale` the pixels to
    a cell. Row r of a matrix, in (n, 28, 8), holds the share of each cell in pixel r.
    """
    cells = np.arange(CELLS)
    centres = profiles @ cells / profiles.sum(axis=1)  # (n,), in cells

    # One matrix for each of 32 centres per cell, made once and looked up: that is faster than
    # one for each image, and exact to a twentieth of a pixel.
    steps = np.arange((CELLS - 1) * 32 + 1) / 32  # (225,)
    positions = steps[:, None] + (np.arange(SIDE) - MIDDLE) / scale  # (225, 28), in cells
    matrices = lanczos(positions[:, :, None] - cells) @ SHARPEN  # (225, 28, 8)
    return matrices[np.rint(centres * 32).astype(int)]


def lanczos(distance: Array) -> Array:
    """Weight a cell by its distance in cells: the Lanczos kernel, 1 at 0, and 0 from 3 on."""
    near = np.abs(distance) < 3
    return near * np.sinc(distance) * np.sinc(distance / 3)
