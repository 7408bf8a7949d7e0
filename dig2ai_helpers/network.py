"""The network: forward, loss, backward, predict, save and load.

Layer l computes z = a @ W + b and a = f(z). A batch is a matrix with one image a row, and
delta is always dL/dz, the slope of the loss for a layer's z.
"""

import numpy as np

from . import weights_file
from .functions import HIDDEN, OUTPUT
from .inputs import (
    check_arrays,
    check_images,
    check_labels,
    check_name,
    check_sizes,
    check_whole,
)

# How far the first weights spread around 0, by the number of inputs of their layer.
SPREAD = {
    "he": lambda fan_in: np.sqrt(2 / fan_in),
    "lecun": lambda fan_in: np.sqrt(1 / fan_in),
    "small": lambda fan_in: 0.01,
    "normal": lambda fan_in: 1.0,
}


class Network:
    """A stack of fully connected layers that turns images into a probability for each class.

    Parameters
    ----------
    sizes : whole numbers
        Inputs, neurons of each hidden layer, classes: (784, 128, 10). Two are enough.
    hidden : "relu", "sigmoid", "selu" or "tanh"
        Activation of the hidden layers.
    output : "softmax" or "sigmoid"
        One choice among the classes (cross-entropy), or a yes/no for each of them (the sum
        of their cross-entropies).
    init : "he", "lecun", "small" or "normal"
        Spread of the first weights; the biases start at 0.
    seed : whole number
        The same seed gives the same first weights.
    dtype : "float32" or "float64"
        For speed, or for exactness.

    Attributes
    ----------
    weights : list of arrays (fan_in, fan_out), first layer first
    biases : list of arrays (fan_out,)
    """

    def __init__(self, sizes, hidden="relu", output="softmax", init="he", seed=0, dtype="float32"):
        self.sizes = check_sizes(sizes)
        self.hidden = check_name(hidden, HIDDEN, "hidden")
        self.output = check_name(output, OUTPUT, "output")
        spread = SPREAD[check_name(init, SPREAD, "init")]
        self.dtype = np.dtype(check_name(dtype, ("float32", "float64"), "dtype"))
        rng = np.random.default_rng(check_whole(seed, "seed", least=0))
        layers = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        try:
            self.weights = [
                (spread(fan_in) * rng.standard_normal((fan_in, fan_out))).astype(self.dtype)
                for fan_in, fan_out in layers
            ]
        except (MemoryError, ValueError):  # more than there is, or than can be counted
            raise ValueError(f"a network of the sizes {self.sizes} needs too much memory") from None
        self.biases = [np.zeros(fan_out, self.dtype) for _, fan_out in layers]

    def propagate(self, images):
        """Go forward through the layers and keep what the way back will need.

        Nothing is checked here: `forward` is for readers, this is for the training loop.

        Returns
        -------
        inputs : list of arrays (n, fan_in), what each layer was given; the images first
        zs : list of arrays (n, fan_out), what each layer made of it; the scores last
        """
        activate, _ = HIDDEN[self.hidden]
        inputs, zs = [], []
        for W, b in zip(self.weights, self.biases, strict=True):
            inputs.append(activate(zs[-1]) if zs else images)
            z = inputs[-1] @ W
            z += b  # in place: a new array for each sum would cost more than the sum
            zs.append(z)
        return inputs, zs

    def loss_and_delta(self, scores, labels):
        """Mean loss of the scores (n, classes), and its slope for them, (n, classes)."""
        _, loss = OUTPUT[self.output]
        return loss(scores, labels)

    def backpropagate(self, inputs, zs, delta, into=None):
        """Go back through the layers and find the slope of the loss for every parameter.

        Parameters
        ----------
        inputs, zs : what `propagate` returned
        delta : array (n, classes), what `loss_and_delta` returned
        into : (list of dW, list of db), optional
            Arrays to write into; a training loop uses the same ones again and again.

        Returns
        -------
        dW : list of arrays (fan_in, fan_out)
        db : list of arrays (fan_out,)
        """
        _, slope = HIDDEN[self.hidden]
        dW, db = into or self.like_parameters()
        for layer in reversed(range(len(self.weights))):
            np.matmul(inputs[layer].T, delta, out=dW[layer])
            delta.sum(axis=0, out=db[layer])
            if layer > 0:
                delta = (delta @ self.weights[layer].T) * slope(zs[layer - 1])
        return dW, db

    def like_parameters(self):
        """Two lists of zeros, shaped like the weights and the biases."""
        return [np.zeros_like(W) for W in self.weights], [np.zeros_like(b) for b in self.biases]

    def forward(self, images):
        """Probabilities (n, classes) for images (n, inputs)."""
        to_outputs, _ = OUTPUT[self.output]
        return to_outputs(self._checked_scores(images))

    def predict(self, images):
        """The most probable label (n,) of each of the images (n, inputs)."""
        return self._checked_scores(images).argmax(axis=1)

    def loss(self, images, labels):
        """Mean cross-entropy of images (n, inputs) with their labels (n,), a float."""
        return self.evaluate(images, labels)[0]

    def evaluate(self, images, labels):
        """Mean cross-entropy and share of right predictions, two floats."""
        scores = self._checked_scores(images)
        labels = check_labels(labels, scores, self.sizes[-1])
        loss, _ = self.loss_and_delta(scores, labels)
        return loss, float(np.mean(scores.argmax(axis=1) == labels))

    def gradients(self, images, labels):
        """Loss, [dW, ...] and [db, ...] for images (n, inputs) with their labels (n,)."""
        images = self._checked(images)
        labels = check_labels(labels, images, self.sizes[-1])
        with np.errstate(over="ignore", invalid="ignore"):
            inputs, zs = self.propagate(images)
            loss, delta = self.loss_and_delta(zs[-1], labels)
            dW, db = self.backpropagate(inputs, zs, delta)
        self._check_finite(zs[-1], *dW)
        return loss, dW, db

    def summary(self):
        """A table of the layers, their shapes and their parameters, as text."""
        rows = [("layer", "activation", "weights", "biases", "parameters")]
        for number, W in enumerate(self.weights, start=1):
            activation = self.output if number == len(self.weights) else self.hidden
            inputs, neurons = W.shape
            count = (inputs + 1) * neurons
            rows.append((f"{number}", activation, f"{W.shape}", f"({neurons},)", f"{count:,}"))
        total = sum(array.size for array in self.weights + self.biases)
        rows.append(("total", "", "", "", f"{total:,}"))
        return "\n".join(f"{a:<7}{b:<12}{c:<14}{d:<10}{e:>12}" for a, b, c, d, e in rows)

    def check(self):
        """Weights may be replaced from outside: see that they still make this network."""
        shapes = list(zip(self.sizes[:-1], self.sizes[1:], strict=True))
        check_arrays(self.weights, shapes, self.dtype, "weights")
        check_arrays(self.biases, [shape[1:] for shape in shapes], self.dtype, "biases")

    def save(self, path):
        """Write the network to a .npz file of plain arrays, exact to the bit."""
        self.check()
        arrays = {"hidden": np.array(self.hidden), "output": np.array(self.output)}
        for layer, (W, b) in enumerate(zip(self.weights, self.biases, strict=True)):
            arrays |= {f"weights_{layer}": W, f"biases_{layer}": b}
        weights_file.write_arrays(path, arrays)

    @classmethod
    def load(cls, path):
        """Read a network that `save` wrote."""
        arrays = weights_file.read_arrays(path)
        layers = range(sum(name.startswith("weights_") for name in arrays))
        try:
            weights = [arrays[f"weights_{layer}"] for layer in layers]
            sizes = [len(weights[0]), *(W.shape[-1] for W in weights)]
            names = {name: str(arrays[name]) for name in ("hidden", "output")}
            network = cls(sizes, dtype=str(weights[0].dtype), **names)
            network.weights = weights
            network.biases = [arrays[f"biases_{layer}"] for layer in layers]
            network.check()
        except (KeyError, IndexError, TypeError, ValueError) as error:
            raise ValueError(f"{path} does not hold a usable network: {error}") from None
        return network

    def _checked_scores(self, images):
        """The last layer's z (n, classes), a few thousand images at a time to save memory."""
        images = self._checked(images)
        parts = [images[start : start + 4096] for start in range(0, len(images), 4096)]
        with np.errstate(over="ignore", invalid="ignore"):
            scores = np.concatenate([self.propagate(part)[1][-1] for part in parts])
        self._check_finite(scores)
        return scores

    def _checked(self, images):
        self.check()
        return check_images(images, self.sizes[0], self.dtype)

    def _check_finite(self, *arrays):
        if not all(np.isfinite(array).all() for array in arrays):
            raise ValueError(
                f"the weights are so large that the scores leave the range of {self.dtype}: "
                "build the network anew and train it with a smaller learning rate"
            )
