"""The hidden neurons: the weights of each as a picture, and what it says to the chosen digit."""

import numpy as np

SHOWN = 16
NEURON = "neuron"  # begins the names of the places to press
SIZE = 272  # width and height of all the pictures


def scale_of(network):
    """A weight that is drawn in full colour: few are larger. The same for all neurons."""
    largest = float(np.abs(network.weights[0][:, :SHOWN]).max())
    return max(0.8 * largest, 1e-6) if np.isfinite(largest) else 1.0


def pixels_of(network, neurons):
    """The weights of a neuron as a picture (784,), or of some (784, n); none is endless."""
    return np.clip(np.nan_to_num(network.weights[0][:, neurons]), -1e6, 1e6)


def draw_neurons(sketch, network, scale, reading, dead, chosen, corner):
    """Up to 16 neurons to press, with a bar for what each adds to the score of the answer.

    `dead` (h,) says which of them are 0 for every digit; `chosen` is looked at, or None.
    """
    weights = pixels_of(network, slice(SHOWN)).T  # (n, 784)
    pixels = int(np.sqrt(weights.shape[1]))
    columns = int(np.ceil(np.sqrt(len(weights))))
    gap = max(pixels // 7, 1)
    side = columns * (pixels + gap) - gap
    unit = SIZE / side
    rows_and_columns = np.stack(np.divmod(np.arange(len(weights)), columns), axis=-1)
    starts = rows_and_columns * (pixels + gap)  # (n, 2)
    together = np.zeros((side, side), weights.dtype)
    for picture, (row, column) in zip(weights, starts, strict=True):
        together[row : row + pixels, column : column + pixels] = picture.reshape(pixels, pixels)
    sketch.signed_image(together.ravel(), *corner, SIZE, scale, signs=0)
    places = np.array(corner) + unit * starts[:, ::-1]  # (n, 2): x, y of each picture
    _signs(sketch, weights, scale, places, unit * pixels)
    _frames(sketch, reading.strongest, chosen, places, unit * pixels)
    for x, y in places[dead[:SHOWN]] + unit * pixels / 2:
        sketch.text(x, y, "dead", 13, "muted", "center", backed=True)
    _bars(sketch, reading.evidence[:SHOWN], places, unit * pixels, unit * gap)


def _signs(sketch, weights, scale, places, size):
    """A + where a neuron's weights are highest and a − where they are lowest: without colour."""
    blocks = 7 if weights.shape[1] % 49 == 0 else 4
    block = int(np.sqrt(weights.shape[1])) // blocks
    if block == 0:
        return
    cut = weights.reshape(len(weights), blocks, block, blocks, block)
    means = cut.mean(axis=(2, 4)).reshape(len(weights), -1)  # (n, blocks²)
    for sign, heights in (("+", means), ("−", -means)):
        peaks, strength = heights.argmax(axis=1), heights.max(axis=1) / scale
        rows, columns = np.divmod(peaks, blocks)
        centres = places + size * (np.stack([columns, rows], axis=-1) + 0.5) / blocks
        for some, colour in (
            (strength > 0.5, "paper"),
            ((strength > 0.2) & (strength <= 0.5), "ink"),
        ):
            sketch.texts(centres[some], [sign] * int(some.sum()), 16, colour, bold=True)


def _frames(sketch, strongest, chosen, places, size):
    for k, (x, y) in enumerate((places - 2).tolist()):
        if k in strongest:
            sketch.frame(x, y, size + 4, size + 4, "here")
        if k == chosen:
            sketch.frame(x, y, size + 4, size + 4, "here", line=4)
        sketch.target(x, y, size + 4, size + 4, f"{NEURON} {k}", f"neuron {k}: look closer")


def _bars(sketch, evidence, places, size, gap):
    """From the middle: to the right what speaks for the answer, to the left what against it."""
    most = np.abs(evidence).max(initial=0) or 1
    lengths = size / 2 * evidence / most
    middles = places + np.array([size / 2, size + 1.5])
    x = middles[:, 0] + np.minimum(lengths, 0)
    height = min(gap - 3, 6)
    boxes = np.stack([x, middles[:, 1], np.abs(lengths), np.full(x.shape, height)], axis=-1)
    sketch.bars(boxes[lengths > 0], "positive")
    sketch.bars(boxes[lengths < 0], "negative")
