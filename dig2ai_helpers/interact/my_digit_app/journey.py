"""One digit on its way through a network and back: every number of it, and no drawing.

The network is one of float64, so that finite differences say what they should.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from ...functions import HIDDEN, OUTPUT
from ...network_inputs import check_range, quiet, usable_images

NUDGE = 1e-5  # h: how far a weight is moved for a central difference


@dataclass(frozen=True)
class Journey:
    """What one image (784,) with its label becomes, layer by layer.

    `inputs`, `zs` and `deltas` have an array for each layer: what the layer is given (fan_in,),
    what it makes of it (fan_out,), and dL/dz (fan_out,).
    """

    image: np.ndarray
    label: int
    inputs: list
    zs: list
    probabilities: np.ndarray  # (10,)
    loss: float
    deltas: list

    @property
    def reading(self):
        """The most probable digit."""
        return int(self.zs[-1].argmax())

    @property
    def runner_up(self):
        """The second most probable digit."""
        return int(np.argsort(-self.zs[-1], kind="stable")[1])

    @cached_property
    def squared_gradient(self):
        """The sum of the squares of every dW and db.

        dW is the outer product of a layer's input and its delta, so that the squares of its
        entries add up to |a|² |δ|²; those of db add up to |δ|².
        """
        pairs = zip(self.inputs, self.deltas, strict=True)
        return float(sum((a @ a + 1) * (delta @ delta) for a, delta in pairs))


@dataclass(frozen=True)
class Why:
    """What counts towards one digit, and what towards another: the lead is the sum of it all.

    Where a neuron's answer is a = f(z), its slope s = f'(z) gives a = s·z + (a - s·z). With the
    first half, the lead is passed back through weights and biases, layer by layer; the second
    half is what the bend of f adds, which is 0 for ReLU.
    """

    one: int
    other: int
    reading: int  # what the network reads
    parts: np.ndarray  # (784,): slope × ink; without a hidden layer, weight × ink
    biases: float  # each bias times its slope, all added up
    bends: float
    neurons: list  # for each hidden layer (h,): answer × slope
    lead: float  # the score of one less that of the other

    @property
    def ink(self):
        """What the ink says for the one, and, below 0, for the other."""
        return self.parts.clip(0).sum(), self.parts.clip(None, 0).sum()

    def deciding(self, layer, count):
        """Number the neurons of a hidden layer that matter most, for either, in this order."""
        return np.argsort(-np.abs(self.neurons[layer]), kind="stable")[:count]


@quiet()
def follow(network, image, label=None):
    """Follow an image (784,) through a network and back; without a label, that which is read."""
    row = usable_images(network, image[None, :])
    inputs, zs = network.propagate(row)
    check_range(network, zs[-1])
    label = int(zs[-1].argmax()) if label is None else label
    loss, delta = network.loss_and_delta(zs[-1], np.array([label]))
    to_outputs, _ = OUTPUT[network.output]
    _, slope = HIDDEN[network.hidden]
    deltas = [delta]
    for W, z in zip(network.weights[:0:-1], zs[-2::-1], strict=True):
        deltas.insert(0, (deltas[0] @ W.T) * slope(z))
    flat = [[array[0] for array in arrays] for arrays in (inputs, zs, deltas)]
    return Journey(row[0], label, flat[0], flat[1], to_outputs(zs[-1])[0], loss, flat[2])


def slopes(network, journey, layer, rows):
    """Return the slope for each pixel (m, 784) of m sums of a layer's z, their weights in `rows`.

    A row (fan_out,) with a single 1 asks for one neuron.
    """
    _, slope = HIDDEN[network.hidden]
    for here in range(layer, 0, -1):
        rows = (rows @ network.weights[here].T) * slope(journey.zs[here - 1])
    return rows @ network.weights[0].T


def why(network, journey, one, other):
    """Say what counts towards one digit and what towards another, from the ink to the biases."""
    _, slope = HIDDEN[network.hidden]
    row = np.zeros(len(journey.probabilities))  # slopes of the lead, layer by layer
    row[one], row[other] = 1, -1
    biases = bends = 0.0
    neurons = []
    for layer in reversed(range(len(network.weights))):
        biases += float(row @ network.biases[layer])
        row = network.weights[layer] @ row
        if layer:
            a, z = journey.inputs[layer], journey.zs[layer - 1]
            neurons.insert(0, row * a)
            bends += float(row @ (a - slope(z) * z))
            row = row * slope(z)
    scores = journey.zs[-1]
    lead = float(scores[one] - scores[other])
    parts = row * journey.image
    return Why(one, other, journey.reading, parts, biases, bends, neurons, lead)


def looked_for(network, journey, layer, neurons):
    """Return a picture (m, 784) for each of m hidden neurons.

    In the first layer these are the weights. Deeper, no fixed picture is what a neuron looks
    for, so this is the slope: which ink would raise its answer to this one drawing.
    """
    rows = np.zeros((len(neurons), len(journey.zs[layer])))
    rows[np.arange(len(neurons)), neurons] = 1
    return slopes(network, journey, layer, rows)


def computed(journey, layer, j, k):
    """Return dL/dW[j, k] of a layer by backpropagation; dL/db[k] if j is None."""
    return float(journey.deltas[layer][k] * (1 if j is None else journey.inputs[layer][j]))


def measured(network, journey, layer, j, k):
    """Return the loss with W[j, k], or b[k], nudged up and down by h."""
    array, place = (network.biases[layer], k) if j is None else (network.weights[layer], (j, k))
    value = array[place]
    losses = []
    try:
        for nudged in (value + NUDGE, value - NUDGE):
            array[place] = nudged
            _, zs = network.propagate(journey.image[None, :])
            losses.append(network.loss_and_delta(zs[-1], np.array([journey.label]))[0])
    finally:
        array[place] = value
    return losses


def step(network, journey, rate):
    """Make one step of gradient descent on this image and its label; say what that changed.

    Returns the loss that the slope predicts, L - rate · |gradient|², and the Journey afterwards.
    A step that leaves the range of the numbers is taken back.
    """
    before = [array.copy() for array in [*network.weights, *network.biases]]
    layers = zip(network.weights, network.biases, journey.inputs, journey.deltas, strict=True)
    for W, b, a, delta in layers:
        W -= rate * np.outer(a, delta)
        b -= rate * delta
    try:
        after = follow(network, journey.image, journey.label)
    except ValueError:
        parameters = [*network.weights, *network.biases]
        for array, old in zip(parameters, before, strict=True):
            array[:] = old
        raise
    return journey.loss - rate * journey.squared_gradient, after
