"""The steps through the 2-2-2 network: what each computes, and which figures it adds."""

from typing import NamedTuple


class Stage(NamedTuple):
    """A step of the two passes."""

    words: str
    shows: tuple  # the places whose figures it adds: "z1[0]", or "dz1[0]" for its slope
    uses: tuple = ()  # weights


def _pair(name):
    return (f"{name}[0]", f"{name}[1]")


def _square(name):
    return tuple(f"{name}[{i},{j}]" for i in (0, 1) for j in (0, 1))


STEPS = (
    Stage(
        "The start: an image of two pixels, the weights on the lines, the biases under the sums. "
        "The true label is 1. Press next.",
        (*_pair("x"), *_square("W1"), *_square("W2"), *_pair("b1"), *_pair("b2")),
    ),
    Stage(
        "First hidden sum, z1 = x @ W1 + b1: 1.00 × 1.00 + 0.50 × 2.00 + 0.50 = 2.50.",
        ("z1[0]",),
        ("W1[0,0]", "W1[1,0]"),
    ),
    Stage(
        "Second hidden sum, in the same way: 1.00 × (−1.00) + 0.50 × 1.00 + 0.00 = −0.50.",
        ("z1[1]",),
        ("W1[0,1]", "W1[1,1]"),
    ),
    Stage("ReLU, a1 = max(z1, 0): what is positive passes, the rest becomes 0.", _pair("a1")),
    Stage(
        "Scores, z2 = a1 @ W2 + b2: 2.50 × 0.40 + 0 × 0.30 + 0.00 = 1.00, and "
        "2.50 × (−0.20) + 0 × 0.60 + 0.50 = 0.00.",
        _pair("z2"),
        _square("W2"),
    ),
    Stage("Softmax: e^1.00 = 2.72 and e^0.00 = 1.00, each divided by their sum, 3.72.", _pair("p")),
    Stage("The loss is the surprise at the true class: L = −ln p[1] = −ln 0.27 = 1.313.", ("L",)),
    Stage(
        "Now back. Softmax and loss together have the slope dL/dz2 = p − y, with y = (0, 1): "
        "0.73 − 0 and 0.27 − 1.",
        ("dz2[0]", "dz2[1]"),
    ),
    Stage(
        "dL/dW2 = a1ᵀ @ dL/dz2: each weight's slope is what came in times the slope of where it "
        "leads. From a1[1] came 0, so its weights have the slope 0.",
        tuple("d" + name for name in _square("W2")),
    ),
    Stage(
        "dL/db2 = dL/dz2: a bias is added to the score, so the slope is the same.",
        ("db2[0]", "db2[1]"),
    ),
    Stage(
        "dL/da1 = dL/dz2 @ W2ᵀ: each a1 gathers the slopes of both scores through its weights: "
        "0.73 × 0.40 + (−0.73) × (−0.20) = 0.44, and 0.73 × 0.30 + (−0.73) × 0.60 = −0.22.",
        ("da1[0]", "da1[1]"),
        _square("W2"),
    ),
    Stage(
        "dL/dz1 = dL/da1 × ReLU's slope: 1 where z1 is above 0, else 0. The second neuron was "
        "silent, so nothing passes back through it.",
        ("dz1[0]", "dz1[1]"),
    ),
    Stage(
        "dL/dW1 = xᵀ @ dL/dz1: again what came in, times the slope of where it leads.",
        tuple("d" + name for name in _square("W1")),
    ),
    Stage("dL/db1 = dL/dz1: as in the layer above.", ("db1[0]", "db1[1]")),
    Stage(
        "dL/dx = dL/dz1 @ W1ᵀ, back to the pixels: 0.44 × 1.00 = 0.44, and 0.44 × 2.00 = 0.88. "
        "Everything has its slope now: nudge a weight, and see whether the loss moves as it says.",
        ("dx[0]", "dx[1]"),
        _square("W1"),
    ),
)
