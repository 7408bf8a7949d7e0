"""The template that a neuron lays over an image: that of a digit, and what was painted on it."""

import numpy as np

PLUS, MINUS, NOTHING = "+ this ink fits", "− this ink doesn't", "0 this ink is ignored"
BRUSHES = {PLUS: 1, MINUS: -1, NOTHING: 0}
SIDE = 28
STRENGTH = 0.7  # of the largest weight, in the brush's middle; half of that beside it


class Template:
    """The weights of a neuron, (784,).

    Attributes
    ----------
    weights : array (784,)
    painted : bool
        Whether the reader has painted on them.
    scale : float
        The largest weight that the template of the digit has.
    """

    def __init__(self, split):
        images = split.images
        if missing := set(range(10)) - set(split.labels):
            raise ValueError(
                f"there is no digit {min(missing)} to make a template of: give training digits "
                "with all labels from 0 to 9"
            )
        means = [images[split.labels == k].mean(axis=0, dtype=float) for k in range(10)]
        self._of_digits = np.array(means) - images.mean(axis=0, dtype=float)  # (10, 784)
        self._digit, self._brush = None, 1

    def follow(self, settings):
        """Take the template of the digit that is chosen, and the brush."""
        self._brush = BRUSHES[settings["brush"]]
        if settings["template"] != self._digit:
            self._digit = settings["template"]
            self.restore()

    def restore(self):
        """Take away what was painted."""
        self.weights, self.painted = self._of_digits[int(self._digit)].copy(), False
        self.scale = np.abs(self.weights).max()

    def paint(self, pressed):
        """Paint on the pixels named: "paint:12,13" is told by the page; no setting changes."""
        cells = [int(cell) for cell in pressed.partition(":")[2].split(",")]
        if min(cells) < 0 or max(cells) >= SIDE**2:
            raise ValueError(f"there are pixels 0 to {SIDE**2 - 1}, but {cells} were painted")
        weights, full = self.weights.reshape(SIDE, SIDE), STRENGTH * self.scale * self._brush
        for cell in cells:
            row, column = divmod(cell, SIDE)
            near = np.s_[max(row - 1, 0) : row + 2, max(column - 1, 0) : column + 2]
            weights[near] += 0.5 * (full - weights[near])
            weights[row, column] = full
        self.painted = True
        return {}

    def sums(self, images):
        """The sum of pixel times weight for each of the images (n, 784)."""
        return images @ self.weights.astype(images.dtype)
