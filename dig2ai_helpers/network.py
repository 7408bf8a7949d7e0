"""The network: forward, loss, backward. Notebooks 02 to 04 derive every line of it.

Layer l computes z = a @ W + b and a = f(z). A batch is a matrix with one image per row, and
delta is always dL/dz, the gradient of the loss with respect to a layer's z.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from . import layer_table, weights_file
from .arrays import Array, ArrayLike, Arrays, Labels
from .functions import HIDDEN, OUTPUT
from .initialisation import INITIALISATIONS, initial_parameters
from .inputs import check_labels, check_name, check_sizes, check_whole
from .network_inputs import check_range, quiet, usable_images
from .threads import one_thread


class Network:
    """A stack of fully connected layers that turns images into a probability for each class.

    Parameters
    ----------
    sizes
        Inputs, neurons of each hidden layer, classes: (784, 128, 10). Two are enough.
    hidden
        Activation function of the hidden layers (notebook 02, section 4): `"relu"`,
        `"sigmoid"`, `"selu"` or `"tanh"`.
    output
        `"softmax"`: one choice among the classes (cross-entropy). `"sigmoid"`: a yes/no for
        each of them (the sum of their cross-entropies). Notebooks 03, section 1, and 08.
    init
        How the initial weights are drawn (notebook 05, section 8): `"he"`, `"lecun"`,
        `"small"` or `"normal"`. The biases start at 0.
    seed
        The same seed gives the same initial weights.
    dtype
        `"float32"` for speed, `"float64"` for exactness.

    Attributes
    ----------
    weights : list of Array
        (fan_in, fan_out), first layer first.
    biases : list of Array
        (fan_out,)

    Examples
    --------
    >>> net = Network((784, 32, 10))
    >>> net.forward(digits.test.images).shape
    (300, 10)
    >>> print(net.summary())
    layer  activation  weights       biases      parameters
    1      relu        (784, 32)     (32,)           25,120
    2      softmax     (32, 10)      (10,)              330
    total                                            25,450
    """

    def __init__(
        self,
        sizes: Sequence[int],
        hidden: str = "relu",
        output: str = "softmax",
        init: str = "he",
        seed: int = 0,
        dtype: str = "float32",
    ) -> None:
        self.sizes = check_sizes(sizes)
        self.hidden = check_name(hidden, HIDDEN, "hidden")
        self.output = check_name(output, OUTPUT, "output")
        self.dtype = np.dtype(check_name(dtype, ("float32", "float64"), "dtype"))
        init = check_name(init, INITIALISATIONS, "init")
        seed = check_whole(seed, "seed", least=0)
        self.weights, self.biases = initial_parameters(self.sizes, init, seed, self.dtype)

    def propagate(self, images: Array) -> tuple[Arrays, Arrays]:
        """Go forward through the layers (notebook 02, sections 3 to 7), without any checks.

        Returns
        -------
        inputs : list of Array
            What each layer is given, (n, fan_in); the images first.
        zs : list of Array
            What each layer makes of it, (n, fan_out); the logits last.
        """
        activate, _ = HIDDEN[self.hidden]
        inputs: Arrays = []
        zs: Arrays = []
        for W, b in zip(self.weights, self.biases, strict=True):
            inputs.append(activate(zs[-1]) if zs else images)
            z = inputs[-1] @ W
            z += b  # in place: a new array for each sum would cost more than the sum
            zs.append(z)
        return inputs, zs

    def loss_and_delta(self, scores: Array, labels: Labels) -> tuple[float, Array]:
        """Return the loss (notebook 03, section 5) and its gradient (notebook 04, section 3)."""
        _, loss = OUTPUT[self.output]
        return loss(scores, labels)

    def backpropagate(
        self, inputs: Arrays, zs: Arrays, delta: Array, into: tuple[Arrays, Arrays] | None = None
    ) -> tuple[Arrays, Arrays]:
        """Go back through the layers, from delta to every dW and db (notebook 04, section 4).

        `inputs` and `zs` are what `propagate` returned, and `delta` (n, classes) is what
        `loss_and_delta` returned. `into` has every dW and every db to write into: a training
        loop uses the same arrays again and again.
        """
        _, slope = HIDDEN[self.hidden]
        dW, db = into or self.like_parameters()
        for layer in reversed(range(len(self.weights))):
            # The same as @, bit for bit, and for a single image up to ten times as fast.
            np.dot(inputs[layer].T, delta, out=dW[layer])
            delta.sum(axis=0, out=db[layer])
            if layer > 0:
                delta = delta @ self.weights[layer].T
                delta *= slope(zs[layer - 1])
        return dW, db

    def like_parameters(self) -> tuple[Arrays, Arrays]:
        """Return two lists of zeros, shaped like the weights and the biases."""
        # Row after row, as np.dot writes; weights from elsewhere may lie column after column.
        dW = [np.zeros_like(W, order="C") for W in self.weights]
        return dW, [np.zeros_like(b) for b in self.biases]

    def gradients(self, images: ArrayLike, labels: ArrayLike) -> tuple[float, Arrays, Arrays]:
        """Return the loss, [dW, ...] and [db, ...] of a batch (notebook 04, section 5)."""
        images = usable_images(self, images)
        labels = check_labels(labels, images, self.sizes[-1])
        with one_thread(self.weights, len(images)), quiet():
            inputs, zs = self.propagate(images)
            loss, delta = self.loss_and_delta(zs[-1], labels)
            dW, db = self.backpropagate(inputs, zs, delta)
        check_range(self, zs[-1], *dW, *db)
        return loss, dW, db

    def scores(self, images: ArrayLike) -> Array:
        """Return the logits (n, classes), a few thousand images at a time to save memory."""
        images = usable_images(self, images)
        parts = [images[start : start + 4096] for start in range(0, len(images), 4096)]
        with one_thread(self.weights, len(images)), quiet():
            scores = np.concatenate([self.propagate(part)[1][-1] for part in parts])
        check_range(self, scores)
        return scores

    def forward(self, images: ArrayLike) -> Array:
        """Return the probabilities (n, classes) for images (n, inputs): notebook 03, section 1."""
        scores = self.scores(images)
        to_outputs, _ = OUTPUT[self.output]
        with quiet():
            return to_outputs(scores)

    def predict(self, images: ArrayLike) -> Labels:
        """Return the most probable label (n,) of each of the images (n, inputs)."""
        return self.scores(images).argmax(axis=1)

    def loss(self, images: ArrayLike, labels: ArrayLike) -> float:
        """Return the mean loss of images (n, inputs) with their labels (n,)."""
        return self.evaluate(images, labels)[0]

    def evaluate(self, images: ArrayLike, labels: ArrayLike) -> tuple[float, float]:
        """Return the mean loss and the accuracy on images (n, inputs) with their labels (n,)."""
        scores = self.scores(images)
        labels = check_labels(labels, scores, self.sizes[-1])
        with quiet():
            loss, _ = self.loss_and_delta(scores, labels)
        return loss, float(np.mean(scores.argmax(axis=1) == labels))

    def __repr__(self) -> str:
        return f"<Network {'-'.join(f'{size}' for size in self.sizes)}>"

    def summary(self) -> str:
        """Return a table of the layers, their shapes and their parameters, as text."""
        return layer_table.describe(self)

    def save(self, path: str | Path) -> None:
        """Write the network to a .npz file of plain arrays, exact to the bit."""
        weights_file.write_network(path, self)

    @classmethod
    def load(cls, path: str | Path) -> Network:
        """Read a network that `save` wrote."""
        return weights_file.read_network(path, cls)
