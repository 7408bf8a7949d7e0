"""The 2-2-2 network: its numbers, both passes, and where each of its parts stands."""

from typing import ClassVar

import numpy as np

from ...network import Network

# Every place in the network is named as in the text: "W1[0,1]" leads from x[0] to z1[1].
PLACES = ("[0,0]", "[0,1]", "[1,0]", "[1,1]")
PARAMETERS = [f"{W}{place}" for W in ("W1", "W2") for place in PLACES]
PARAMETERS += ["b1[0]", "b1[1]", "b2[0]", "b2[1]"]
# The numbers of the notebooks, by name, and the label.
WRITTEN = (1.0, -1.0, 2.0, 1.0, 0.4, -0.2, 0.3, 0.6, 0.5, 0.0, 0.0, 0.5)
NUMBERS = dict(zip(PARAMETERS, WRITTEN, strict=True))
NUMBERS |= {"x[0]": 1.0, "x[1]": 0.5, "label": 1}
HEADS = {"x": "inputs", "z1": "sums", "a1": "ReLU", "z2": "scores", "p": "softmax"}


class Wide:
    """From left to right, on a page with room, in pixels."""

    size, radius, letters = (720, 560), 38, 16
    along: ClassVar = {"x": 44, "z1": 232, "a1": 352, "z2": 550, "p": 672}
    across = (88, 232)
    straight = 0.5  # where on its line the figure of a straight edge stands
    loss, legend = (672, 316), (4, 322)

    def at(self, column, row):
        """Where a neuron stands."""
        return np.array([self.along[column], self.across[row]])

    def step(self):
        """The direction from layer to layer."""
        return np.array([1, 0])

    def head(self, column):
        """Where the name of a layer stands."""
        return self.along[column], 12, "center"

    def name(self, x, y, row):
        """Where a neuron's name stands."""
        return x, y - self.radius - 12, "center"

    def bias(self, x, y, row):
        """Where a bias stands."""
        return x, y + self.radius + 13


class Narrow(Wide):
    """From top to bottom, where there is little room: all of it is to fit a phone's window."""

    radius, letters = 30, 14
    along: ClassVar = {"x": 40, "z1": 190, "a1": 278, "z2": 428, "p": 516}
    across = (76, 220)
    straight = 0.66
    loss, legend = (222, 576), (0, 600)

    def at(self, column, row):
        """Where a neuron stands."""
        return np.array([self.across[row], self.along[column]])

    def step(self):
        """The direction from layer to layer."""
        return np.array([0, 1])

    def head(self, column):
        """Where the name of a layer stands."""
        return 150, self.along[column], "center"

    def name(self, x, y, row):
        """Where a neuron's name stands: on its outer side."""
        side = -1 if row == 0 else 1
        return x + side * (self.radius + 3), y - 14, "right" if row == 0 else "left"

    def bias(self, x, y, row):
        """Where a bias stands: below, on the outer side."""
        return x + (-40 if row == 0 else 40), y + self.radius + 6


def passes(numbers):
    """Values and gradients of every place, by name: {"z1[0]": 2.5, ...}, {"z1[0]": ..., ...}.

    `numbers` has the inputs, the weights and the biases by name, and the "label": see NUMBERS.
    """
    net = Network((2, 2, 2), dtype="float64")
    net.weights, net.biases = ([_array(numbers, f"{kind}{n}") for n in (1, 2)] for kind in "Wb")
    x, label = _array(numbers, "x")[None, :], np.array([numbers["label"]])
    inputs, zs = net.propagate(x)
    loss, delta = net.loss_and_delta(zs[1], label)
    dW, db = net.backpropagate(inputs, zs, delta)
    da = delta @ net.weights[1].T  # (1, 2)
    dz = da * (zs[0] > 0)
    arrays = {"x": x, "z1": zs[0], "a1": inputs[1], "z2": zs[1], "p": net.forward(x), "L": [[loss]]}
    slopes = {"z2": delta, "a1": da, "z1": dz, "x": dz @ net.weights[0].T}
    for layer in (0, 1):
        arrays |= {f"W{layer + 1}": net.weights[layer], f"b{layer + 1}": [net.biases[layer]]}
        slopes |= {f"W{layer + 1}": dW[layer], f"b{layer + 1}": [db[layer]]}
    return _by_place(arrays), _by_place(slopes)


def _array(numbers, kind):
    places = PLACES if kind[0] == "W" else ("[0]", "[1]")
    found = np.array([numbers[f"{kind}{place}"] for place in places], dtype=float)
    return found.reshape(2, 2) if kind[0] == "W" else found


def _by_place(arrays):
    named = {}
    for name, array in arrays.items():
        for (row, column), value in np.ndenumerate(np.asarray(array)):
            place = f"[{row},{column}]" if name[0] == "W" else f"[{column}]"
            named[name if name == "L" else name + place] = float(value)
    return named
