"""The short names that type annotations use for arrays."""

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.floating]  # images, weights, scores, probabilities
Arrays = list[Array]  # one for each layer
Labels = npt.NDArray[np.integer]  # np.intp, which indexes arrays on this machine
ArrayLike = npt.ArrayLike  # whatever np.asarray turns into an array: a list, a number
