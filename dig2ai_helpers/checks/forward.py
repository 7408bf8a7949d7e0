"""Exercises of notebook 02: forward propagation."""

from itertools import pairwise

import numpy as np

from .. import functions
from . import worked
from .compare import UnreadableError
from .exercise import Exercise

relu = functions.relu
ALPHA, SCALE = functions.SELU_ALPHA, functions.SELU_SCALE


# 1: SELU


def _selu(positive=SCALE, negative=SCALE * ALPHA, below=np.expm1):
    """SELU with other factors on its two sides, or another curve below 0."""
    return lambda z: np.where(z > 0, positive * z, negative * below(z))


def _rows_and_columns(z):
    """SELU in two loops, which needs a second axis."""
    return functions.selu(z.reshape(z.shape[0], z.shape[1]))


def _fresh_array(rng):
    return (rng.normal(0, 2, size=rng.permutation([2, 3, 4, 5])[: rng.integers(1, 4)]),)


SELU = Exercise(
    name="selu",
    solved=False,
    notebook="02",
    statement="SELU of every element of an array.",
    right=lambda z: functions.selu(z),
    mistakes={
        "the outer factor of 1.0507 is missing: for positive z the slope should be a little more "
        "than 1.": _selu(1, ALPHA),
        "positive z are right. For negative z the outer factor of 1.0507 is missing.": (
            _selu(negative=ALPHA)
        ),
        "negative z are right. For positive z the factor of 1.0507 is missing.": _selu(1),
        "positive z are right. For negative z the factor of 1.6733 is missing: far to the left "
        "the curve should be near −1.76.": _selu(negative=SCALE),
        "the curve jumps at z = 0. For negative z, is there a −1 after e^z?": _selu(below=np.exp),
        "the curve jumps at z = 0. The factors multiply the whole difference e^z − 1, so it needs "
        "brackets.": (
            _selu(negative=1, below=lambda z: SCALE * (ALPHA * np.exp(z) - 1)),
            _selu(negative=1, below=lambda z: SCALE * ALPHA * np.exp(z) - 1),
        ),
        "the two sides are swapped. Which of the two formulas is for positive z?": (
            lambda z: np.where(z > 0, SCALE * ALPHA * np.expm1(z), SCALE * z)
        ),
        "for negative z the result is 0, as with ReLU. SELU is negative there.": (
            _selu(below=np.zeros_like),
            _selu(1, below=np.zeros_like),
        ),
        "for negative z the sign is wrong: e^z − 1 is negative there, and 1 − e^z is positive.": (
            _selu(below=lambda z: -np.expm1(z))
        ),
        "for negative z the exponent has the wrong sign: e^z should go to 0 far to the left.": (
            _selu(below=lambda z: np.expm1(-z))
        ),
        "the factor of 1.6733 belongs to negative z only.": _selu(SCALE * ALPHA),
        "the two factors are swapped: 1.0507 multiplies both sides, 1.6733 only the negative "
        "one.": (_selu(ALPHA), _selu(ALPHA, SCALE)),
        "for negative z the −1 stands in the exponent. It is e^z − 1: np.exp(z) - 1.": (
            _selu(below=lambda z: np.exp(z - 1))
        ),
        "both factors are missing: 1.0507 multiplies both sides, 1.6733 the negative one.": (
            _selu(1, 1)
        ),
        "this is the slope of SELU. SELU itself is asked for.": (
            lambda z: np.where(z > 0, SCALE, SCALE * ALPHA * np.exp(z))
        ),
        "for negative z, z is a factor too many: 1.0507 · 1.6733 (e^z − 1).": (
            _selu(below=lambda z: np.expm1(z) * z)
        ),
        "the larger of both formulas is taken. The sign of z decides: np.where(z > 0, A, B).": (
            lambda z: np.maximum(SCALE * z, SCALE * ALPHA * np.expm1(z))
        ),
        "the smaller of both formulas is taken. The sign of z decides: np.where(z > 0, A, B).": (
            lambda z: np.minimum(SCALE * z, SCALE * ALPHA * np.expm1(z))
        ),
        "the numbers are right, but their shape is lost: the result has the shape of z.": (
            lambda z: functions.selu(z).ravel()
        ),
        "one formula is taken for the whole array. Each element has its own sign: np.where chooses "
        "element by element.": (
            lambda z: SCALE * (z if (z > 0).all() else ALPHA * np.expm1(z)),
            lambda z: SCALE * (z if (z > 0).any() else ALPHA * np.expm1(z)),
        ),
        "the factor is 1.0507, not 1.507.": _selu(1.507, 1.507 * ALPHA),
        "e is not 2.7 or 2.72: take np.exp(z).": (
            _selu(below=lambda z: 2.7**z - 1),
            _selu(below=lambda z: 2.72**z - 1),
        ),
        "two loops need exactly two axes, but z can have any number. Compute with the whole array: "
        "np.where.": _rows_and_columns,
    },
    praise="It is a straight line for positive z and levels off at −1.76 for negative z.",
    hints=(
        "There are two formulas, one for z > 0 and one for all other z. np.where chooses between "
        "two arrays, element by element.",
        "np.where(z > 0, A, B) takes elements of A where z > 0 and of B elsewhere. Write A and B "
        "as formulas of the whole array z.",
        "A is 1.0507 z. B is 1.0507 · 1.6733 (e^z − 1), and e^z is np.exp(z). Mind the brackets "
        "in B.",
    ),
    cases=[
        (np.array([-3.0, 0.2]),),
        (np.array([[-3.0, -0.5, 0.0], [0.2, 1.0, 2.5]]),),
        (np.linspace(-5, 4, 9),),
    ],
    fresh=_fresh_array,
    tolerance=5e-5,  # the factors are given with four decimals
)


# 2: one layer for a batch. In the last case all three matrices are square: so a transposed W or
# swapped factors give numbers instead of an error, and can be recognised.

LAYERS = [
    (
        np.array([[1.0, 2.0]]),
        np.array([[0.5, -1.0, 0.3], [0.25, 0.4, -0.7]]),
        np.array([0.1, -0.6, 0.9]),
    ),
    (
        np.array([[0.5, -1.0, 2.0, 0.7], [1.5, 0.3, -0.4, -1.3]]),
        np.array([[1.0, -0.5, 0.2], [0.4, 0.9, -1.1], [-0.3, 0.6, 0.7], [0.8, 1.2, -0.9]]),
        np.array([0.3, -0.6, 0.15]),
    ),
    (
        np.array([[0.5, -1.0], [1.5, 0.3], [-0.2, 0.8], [1.1, -0.7], [0.6, 0.9]]),
        np.array([[0.3, -1.2, 0.8, 0.55], [-0.6, 0.5, 0.1, -0.45]]),
        np.array([-0.2, 0.4, 0.5, 0.05]),
    ),
    (
        np.array([[0.5, -1.0, 2.0], [1.5, 0.3, -0.4], [-0.2, 0.8, 1.0]]),
        np.array([[1.0, -0.5, 0.2], [0.4, 0.9, -1.1], [-0.3, 0.6, 0.7]]),
        np.array([0.35, -0.65, 0.15]),
    ),
]


def _different_sizes(rng, how_many):
    """Sizes from 2 to 7, no two of them equal."""
    return rng.permutation(np.arange(2, 8))[:how_many]


def _fresh_layer(rng):
    n, fan_in, fan_out = _different_sizes(rng, 3)
    return (
        rng.normal(size=(n, fan_in)),
        rng.normal(size=(fan_in, fan_out)),
        rng.normal(size=fan_out),
    )


LAYER = Exercise(
    name="layer",
    notebook="02",
    statement="relu(a @ W + b) of a batch a (n, fan_in).",
    right=lambda a, W, b: relu(a @ W + b),
    mistakes={
        "the bias is missing: every neuron adds its own number to its sum.": (
            lambda a, W, b: relu(a @ W)
        ),
        "the bias is added once for each input. A neuron adds it once to its whole sum, so it "
        "doesn't belong inside the loop over the inputs.": (
            lambda a, W, b: relu(a @ W + len(W) * b)
        ),
        "in a loop, the bias is part of the starting value for each image and each neuron. Here "
        "it is added once for each image or neuron.": (
            lambda a, W, b: relu(a @ W + len(a) * b),
            lambda a, W, b: relu(a @ W + len(b) * b),
        ),
        "ReLU is missing: the result still has negative numbers.": lambda a, W, b: a @ W + b,
        "ReLU comes too early: the bias is part of z, so add it before ReLU.": (
            lambda a, W, b: relu(a @ W) + b
        ),
        "ReLU is applied to a, the input. It belongs to the result of the layer.": (
            lambda a, W, b: relu(a) @ W + b,
            lambda a, W, b: relu(relu(a) @ W + b),
        ),
        "W is transposed. Its shape is (fan_in, fan_out), so a @ W works as it is.": (
            lambda a, W, b: relu(a @ W.T + b)
        ),
        "a and W are in the wrong order: each row of a is an image, so a comes first.": (
            lambda a, W, b: relu(W @ a + b),
            lambda a, W, b: relu(W @ a + b[:, None]),
        ),
        "`*` multiplies element by element and adds nothing up. The matrix product is `@`.": (
            lambda a, W, b: relu(a * W + b)
        ),
        "all products are added up to one sum. Each neuron needs a sum of its own for each "
        "image.": lambda a, W, b: relu(np.sum(a * W) + b),
        "b is added to the images, one number each. b has the shape (fan_out,): NumPy already "
        "adds it to every row.": lambda a, W, b: relu(a @ W + b[:, None]),
        "the bias is subtracted. It should be added.": lambda a, W, b: relu(a @ W - b),
        "this is the minimum of z and 0. ReLU is the maximum.": (
            lambda a, W, b: np.minimum(a @ W + b, 0)
        ),
        "this is the absolute value of z. ReLU turns negative z into 0.": (
            lambda a, W, b: np.abs(a @ W + b)
        ),
        "these are ones and zeros: z > 0 says where ReLU lets z pass. The result is z itself "
        "there.": lambda a, W, b: a @ W + b > 0,
        "this is the sigmoid of z. ReLU is asked for.": (
            lambda a, W, b: functions.sigmoid(a @ W + b)
        ),
        "this is the largest number along an axis. np.maximum(z, 0) compares each element with "
        "0; np.max(z, 0) doesn't.": (
            lambda a, W, b: np.max(a @ W + b, axis=0),
            lambda a, W, b: np.max(a @ W + b, axis=1),
            lambda a, W, b: np.max(a @ W + b),
        ),
        "only the first image is computed. Is there a [0], or a `return` in a loop?": (
            lambda a, W, b: relu(a[0] @ W + b)
        ),
        "the sum goes on from neuron to neuron. Set z back before each of them.": (
            lambda a, W, b: relu(np.cumsum(a @ W, axis=1) + b),
            lambda a, W, b: relu(np.cumsum(a @ W).reshape(len(a), -1) + b),
            lambda a, W, b: relu(np.cumsum(a @ W + b, axis=1)),
            lambda a, W, b: relu(np.cumsum(a @ W + b).reshape(len(a), -1)),
        ),
        "z is compared with 1. ReLU compares it with 0.": (
            lambda a, W, b: np.maximum(a @ W + b, 1)
        ),
        "negative z are only made small, as with leaky ReLU. ReLU turns them into 0.": tuple(
            lambda a, W, b, slope=slope: np.where(a @ W + b > 0, 1, slope) * (a @ W + b)
            for slope in (0.01, 0.1, 0.2)
        ),
        "the result is transposed: one row for each image, one column for each neuron.": (
            lambda a, W, b: relu(a @ W + b).T
        ),
        "every neuron gets the sum of all biases. NumPy adds b as it is to every row.": (
            lambda a, W, b: relu(a @ W + b.sum())
        ),
        "ReLU is applied to each product. It belongs to the finished sum with its bias.": (
            lambda a, W, b: relu(a[:, :, None] * W).sum(axis=1) + b,
            lambda a, W, b: relu(relu(a[:, :, None] * W).sum(axis=1) + b),
        ),
        "the numbers are cut to whole ones. Is there an int?": (
            lambda a, W, b: np.trunc(relu(a @ W + b))
        ),
        "these are two results, z and ReLU of z. Only the second one is the layer's.": (
            lambda a, W, b: np.array([a @ W + b, relu(a @ W + b)])
        ),
        "b is added to the weights, so the inputs multiply it. Add it after the product.": (
            lambda a, W, b: relu(a @ (W + b))
        ),
        "every number is twice as large: (z + |z|) / 2 is ReLU.": (
            lambda a, W, b: 2 * relu(a @ W + b)
        ),
        "the images are added up. Each keeps a row of its own: a @ W needs no sum.": (
            lambda a, W, b: relu((a @ W).sum(axis=0) + b)
        ),
        "the neurons are added up. Each keeps a column of its own: a @ W needs no sum.": (
            lambda a, W, b: relu((a @ W).sum(axis=1) + b)
        ),
        "this is softmax of z, but a hidden layer has ReLU.": (
            lambda a, W, b: functions.softmax(a @ W + b)
        ),
    },
    given="""
def my_layer(a, W, b):
    result = np.zeros((len(a), len(b)))
    for i in range(len(a)):
        for k in range(len(b)):
            z = 0
            for j in range(len(W)):
                z += a[i, j] * W[j, k] + b[k]
            result[i, k] = max(z, 0)
    return result
""",
    of_given="your colleague's function is still as it was, and it has one mistake. The shapes are "
    "right, and if `fan_in` is 1, so are the numbers. With `hint=True` you get a hint.",
    worked=worked.layer,
    praise="One matrix product for the whole batch, then the bias, then ReLU.",
    hints=(
        "Look at the innermost loop. Which of its numbers belong to one input, and which to the "
        "whole neuron?",
        "The bias is added once for each input, but a neuron adds it once to its whole sum: start "
        "with z = b[k]. Without loops, there are three operations: a matrix product, a sum, and "
        "ReLU.",
        "First z = a @ W + b: (n, fan_in) times (fan_in, fan_out) is (n, fan_out), and NumPy adds "
        "b (fan_out,) to every row. Then turn every negative element of z into 0, with relu or "
        "np.maximum.",
    ),
    cases=LAYERS,
    fresh=_fresh_layer,
)


# 3: the scores of any network


def _scores(between=relu, last=lambda z: z, bias=1, order=1, end=None):
    """The forward pass, with something else in one place; only the layers up to `end`."""

    def scores(images, weights, biases):
        a = images
        layers = list(zip(weights, biases, strict=True))[::order]
        for W, b in layers[:-1][: None if end is None else end + 1]:
            a = between(a @ W + bias * b)
        if end is not None:
            return a
        W, b = layers[-1]
        return last(a @ W + bias * b)

    return scores


def _first_layer_only(images, weights, biases):
    return relu(images @ weights[0] + biases[0])


def _all_but_the_last(images, weights, biases):
    return _scores(last=relu)(images, weights[:-1], biases[:-1])


def _without_last_bias(images, weights, biases):
    return _scores()(images, weights, [*biases[:-1], 0])


def _no_relu_before_the_last(images, weights, biases):
    a = images
    for place, (W, b) in enumerate(zip(weights, biases, strict=True)):
        a = a @ W + b
        if place < len(weights) - 2:
            a = relu(a)
    return a


def _first_only(images, weights, biases):
    a = relu(images @ weights[0] + biases[0])
    for W, b in zip(weights[1:], biases[1:], strict=True):
        a = a @ W + b
    return a


def _first_only_of_several(images, weights, biases):
    return (
        _first_only(images, weights, biases) if weights[1:] else _scores()(images, weights, biases)
    )


def _images_again(images, weights, biases):
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        a = relu(images @ W + b)
    return a @ weights[-1] + biases[-1]


def _two_layers(images, weights, biases):
    return relu(images @ weights[0] + biases[0]) @ weights[1] + biases[1]


def _three_layers(images, weights, biases):
    a = relu(images @ weights[0] + biases[0])
    return relu(a @ weights[1] + biases[1]) @ weights[2] + biases[2]


def _are_layers(value):
    if not isinstance(value, (list, tuple)):
        return False
    return len({part.shape for part in value if isinstance(part, np.ndarray)}) > 1


def _one_matrix(value):
    """The scores as they are; but say what a list of all layers, or nothing, means."""
    if value is None:
        raise UnreadableError(
            "for some networks it gives nothing back. Is the `return` inside the loop?"
        )
    if _are_layers(value):
        raise UnreadableError("this is a list of several layers. Only the last one's z counts.")
    return value


def _network(rng, *sizes):
    """Weights and biases of a network with these sizes."""
    weights = [rng.normal(size=pair).round(1) for pair in pairwise(sizes)]
    return weights, [rng.normal(size=n).round(1) for n in sizes[1:]]


def _networks():
    rng = np.random.default_rng(2)
    sizes = [(2, 3, 2), (4, 5, 3), (3, 2, 5, 4), (6, 5, 4, 3, 2), (3, 4), (3, 3, 3)]
    counts = [1, 2, 6, 3, 2, 3]
    return [
        (rng.normal(size=(n, each[0])).round(1), *_network(rng, *each))
        for n, each in zip(counts, sizes, strict=True)
    ]


def _fresh_network(rng):
    n, *sizes = (int(size) for size in _different_sizes(rng, rng.integers(3, 6)))
    return rng.normal(size=(n, sizes[0])), *_network(rng, *sizes)


SCORES = Exercise(
    name="scores",
    notebook="02",
    statement="the scores of images after any number of layers, with ReLU between them.",
    right=lambda images, weights, biases: _scores()(images, weights, biases),
    mistakes={
        "ReLU also comes after the last layer. A score may be negative, so leave the last z as "
        "it is.": _scores(last=relu),
        "there is no ReLU between the layers. Without it they collapse into a single layer.": (
            _scores(between=lambda z: z)
        ),
        "the biases are missing.": _scores(bias=0),
        "the biases are subtracted. They should be added.": _scores(bias=-1),
        "the layers are taken from the last to the first.": _scores(order=-1),
        "every layer gets the images. The second layer needs the result of the first: does the "
        "loop change `a`?": (
            lambda images, weights, biases: images @ weights[-1] + biases[-1],
            lambda images, weights, biases: relu(images @ weights[-1] + biases[-1]),
        ),
        "it ends after the first layer. Is the `return` inside the loop?": (
            _first_layer_only,
            lambda images, weights, biases: images @ weights[0] + biases[0],
        ),
        "it stops before the last layer.": (_all_but_the_last, _scores(end=99)),
        "ReLU comes only after the last layer. It belongs between the layers, and not after the "
        "last.": _scores(between=lambda z: z, last=relu),
        "the last bias is missing.": _without_last_bias,
        "ReLU is missing before the last layer. Every layer but the last has it.": (
            _no_relu_before_the_last
        ),
        "only the first layer has ReLU. Every layer but the last has it: with a single layer none, "
        "with three the second as well.": (_first_only, _first_only_of_several),
        "between the layers there is a sigmoid instead of ReLU.": (
            _scores(between=functions.sigmoid)
        ),
        "in the loop, every layer gets the images. It should get the result of the layer before: "
        "set a = images before the loop, and use a in it.": _images_again,
        "this works for exactly two layers. There may be any number, so use a loop.": _two_layers,
        "this works for exactly three layers. There may be any number, so use a loop.": (
            _three_layers
        ),
        "these are the predicted classes. The scores themselves are asked for.": (
            lambda images, weights, biases: _scores()(images, weights, biases).argmax(axis=1)
        ),
        "these are probabilities. The scores come before softmax.": (
            _scores(last=functions.softmax)
        ),
    },
    worked=worked.scores,
    praise="This is the whole forward pass, for any number of layers.",
    also={
        "The images go through ReLU, too. No pixel is negative, so it changes none.": (
            lambda images, weights, biases: _scores()(relu(images), weights, biases)
        ),
    },
    hints=(
        "Each layer does the same: the matrix product, plus the bias, then ReLU. Only the last "
        "layer has no ReLU.",
        "Start with a = images. A loop over all layers except the last sets a to relu(a @ W + b).",
        "zip(weights[:-1], biases[:-1]) gives W and b of all layers except the last. After the "
        "loop, return a @ weights[-1] + biases[-1].",
    ),
    cases=_networks(),
    fresh=_fresh_network,
    like=_one_matrix,
)


# 4: count the parameters


def _counted(layer):
    return lambda sizes: sum(layer(m, n) for m, n in pairwise(sizes))


def _parameters(sizes):
    return sum(m * n + n for m, n in pairwise(sizes))


COUNT_PARAMETERS = Exercise(
    name="count_parameters",
    notebook="02",
    statement="the number of weights and biases of a network with these sizes.",
    right=_parameters,
    mistakes={
        "the biases are not counted. Every neuron has one.": _counted(lambda m, n: m * n),
        "only the biases are counted. Every neuron also has a weight for each of its inputs.": (
            _counted(lambda m, n: n)
        ),
        "you counted one bias for each input. There is one for each neuron, so for each output "
        "of the layer.": _counted(lambda m, n: m * n + m),
        "you counted one bias for each layer. There is one for each neuron.": (
            _counted(lambda m, n: m * n + 1)
        ),
        "you counted biases for the pixels, too. Pixels are inputs and compute nothing.": (
            lambda sizes: _parameters(sizes) + sizes[0]
        ),
        "this is the number of neurons and pixels, not of weights and biases.": sum,
        "this is the product of all sizes. Only neighbouring layers are connected.": (
            lambda sizes: int(np.prod(sizes))
        ),
        "the last layer is missing.": lambda sizes: _parameters(sizes[:-1]),
        "the first layer is missing.": lambda sizes: _parameters(sizes[1:]),
        "only the last layer is counted. Does the loop add up?": (
            lambda sizes: _parameters(sizes[-2:])
        ),
        "only the first layer is counted. Is the `return` inside the loop?": (
            lambda sizes: _parameters(sizes[:2])
        ),
        "you added the inputs and outputs of each layer. Every input is connected to every "
        "output, so multiply them.": (
            _counted(lambda m, n: m + n),
            _counted(lambda m, n: m + n + n),
        ),
        "the output layer has biases, too.": lambda sizes: _parameters(sizes) - sizes[-1],
        "these are the layers, one by one. Add them up: sum(…).": (
            lambda sizes: [m * n + n for m, n in pairwise(sizes)]
        ),
        "these are the pairs of neighbours. Compute m * n + n for each, and add up.": (
            lambda sizes: list(pairwise(sizes))
        ),
        "each layer is paired with itself. Neighbours are zip(sizes[:-1], sizes[1:]).": (
            lambda sizes: sum(m * m + m for m in sizes)
        ),
        "you counted a bias for each input, too, and one more. There is one for each neuron: "
        "m * n + n.": _counted(lambda m, n: (m + 1) * (n + 1)),
        "only the pixels and the last layer are counted, as if there were no layers between "
        "them.": lambda sizes: sizes[0] * sizes[-1] + sizes[-1],
        "the sizes are multiplied through all layers. Only neighbouring layers are connected.": (
            lambda sizes: int(np.prod(sizes)) + sum(sizes[1:])
        ),
        "the biases of the last layer are missing or fixed: each layer has n of its own.": (
            lambda sizes: _counted(lambda m, n: m * n)(sizes) + 10
        ),
        "a tuple can't be multiplied by a tuple. Go through the pairs in a loop: for m, n in "
        "zip(sizes[:-1], sizes[1:]).": lambda sizes: sizes[:-1] * sizes[1:],
    },
    worked=worked.count_parameters,
    praise="Now you can count the parameters of every network in this series.",
    hints=(
        "Take one layer with 784 inputs and 128 neurons. How many weights does a neuron have, "
        "and how many biases?",
        "A layer from m inputs to n neurons has m · n weights and n biases.",
        "Add up m * n + n over all neighbouring pairs. zip(sizes[:-1], sizes[1:]) gives the pairs.",
    ),
    cases=[((2, 3),), ((2, 3, 5, 7),), ((784, 128, 10),), ((784, 300, 100, 10),), ((9, 4, 6),)],
    fresh=lambda rng: (
        tuple(int(n) for n in rng.permutation(np.arange(2, 60))[: rng.integers(2, 6)]),
    ),
)
