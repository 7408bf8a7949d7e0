"""Exercises of notebook 09: the same network in a framework."""

from itertools import pairwise

import numpy as np

from .exercise import Exercise, on_paper

# 1: two paths

TWO_PATHS = on_paper(
    name="two_paths",
    notebook="09",
    statement="the slopes of L = (a + b) · (a · b) with respect to a = 2 and b = 3.",
    right={"slope_a": 21, "slope_b": 16},
    mistakes={
        "these are the right numbers, but swapped: v = a · b changes with a at the rate b.": (
            16,
            21,
        ),
        "these are only the paths through u = a + b. Each of a and b has one through v, too.": (
            (6, 6)
        ),
        "these are only the paths through v = a · b. Each of a and b has one through u, too.": (
            (15, 10)
        ),
        "these are the slopes of u and v. Go on, to a and b.": (6, 5),
        "these are u and v themselves. Their slopes are the other way round; then go on to a and "
        "b.": (5, 6),
        "the slopes of u and v are swapped: that of u is v = 6, that of v is u = 5.": (23, 17),
        "on each way the rates multiply, and where paths meet they add. Here all is added.": (
            (15, 14)
        ),
        "where paths meet, slopes add. Here they are multiplied.": (90, 60),
    },
    parts={
        "slope_a": {
            "slope_a is L itself.": 30,
            "slope_a is the path through u alone. Where paths meet, slopes add.": 6,
            "slope_a is the path through v alone. Where paths meet, slopes add.": 15,
            "in slope_a, the rate of v is wrong: v = a · b changes with a at the rate b = 3.": 16,
            "slope_a is what you get if the slopes of u and v are swapped.": 23,
        },
        "slope_b": {
            "slope_b is L itself.": 30,
            "slope_b is the path through u alone. Where paths meet, slopes add.": 6,
            "slope_b is the path through v alone. Where paths meet, slopes add.": 10,
            "in slope_b, the rate of v is wrong: v = a · b changes with b at the rate a = 2.": 21,
            "slope_b is what you get if the slopes of u and v are swapped.": 17,
        },
    },
    looks={
        "slope_a": "go back from L by way of u, then by way of v, and add the two",
        "slope_b": "go back from L by way of u, then by way of v, and add the two",
    },
    praise="Two paths each, and their slopes add: that is the + in `backward`.",
    hints=(
        "Go forward first: u = 5 and v = 6. L = u · v changes with u at the rate v, and with v at "
        "the rate u.",
        "So u has the slope 6 and v the slope 5. To a lead two paths: through u at the rate 1, "
        "through v at the rate b.",
        "The slope of a is 6 · 1 + 5 · 3, and that of b is 6 · 1 + 5 · 2.",
    ),
)


# 2: a new operation


def _scale(da=lambda a, s, delta: delta * s, ds=lambda a, s, delta: (delta * a).sum(axis=0)):
    """Both slopes, one of them perhaps with a mistake."""
    return lambda a, s, delta: (da(a, s, delta), ds(a, s, delta))


def _scale_case(rng, n, k):
    return tuple(rng.normal(size=shape).round(2) for shape in ((n, k), k, (n, k)))


_RNG = np.random.default_rng(9)

SCALE_BACKWARD = Exercise(
    name="scale_backward",
    notebook="09",
    statement="da and ds of z = a * s, from (a, s, delta), with a (n, k), s (k,) and delta (n, k).",
    right=lambda a, s, delta: _scale()(a, s, delta),
    results=("da", "ds"),
    mistakes={
        "the two results are in the wrong order: da, ds.": (
            lambda a, s, delta: _scale()(a, s, delta)[::-1]
        ),
        "the two rules are swapped: z changes with a at the rate s, and with s at the rate a.": (
            lambda a, s, delta: (delta * a, (delta * s).sum(axis=0)),
            lambda a, s, delta: (delta * a, delta * s),
        ),
        "these are the rates alone. Multiply them by delta, the slope that comes from the right.": (
            lambda a, s, delta: (s + 0 * a, a.sum(axis=0)),
            lambda a, s, delta: (s, a),
        ),
    },
    parts={
        "da": {
            "da is delta itself. Along a path, rates multiply: which rate does z have in a?": (
                lambda a, s, delta: delta
            ),
            "da is z, the value. Its slope needs delta in place of a.": lambda a, s, delta: a * s,
            "da is multiplied by a. z changes with a at the rate s.": (
                lambda a, s, delta: delta * a
            ),
            "da is divided by s. Multiply by it.": lambda a, s, delta: delta / s,
            "da has a number for each neuron only. It must have the shape of a, (n, k): no image "
            "shares its a with another.": lambda a, s, delta: (delta * s).sum(axis=0),
            "da is divided by n. The 1/n of the mean is already in delta.": (
                lambda a, s, delta: delta * s / len(a)
            ),
        },
        "ds": {
            "ds still has a row for each image. All images share s, so add up over the images.": (
                lambda a, s, delta: delta * a
            ),
            "ds is a mean over the images. It is a sum: the 1/n is already in delta.": (
                lambda a, s, delta: (delta * a).mean(axis=0)
            ),
            "ds has one number for each image. There is one s for each neuron: look at the axis "
            "of the sum.": lambda a, s, delta: (delta * a).sum(axis=1),
            "ds is a single number. Each neuron has an s of its own: which axis counts the "
            "images?": lambda a, s, delta: (delta * a).sum(),
            "ds is the sum of delta, as for a bias. Along a path, rates multiply: which rate does "
            "z have in s?": lambda a, s, delta: delta.sum(axis=0),
            "in ds, each of delta and a is summed by itself. Multiply first, then add up over the "
            "images.": lambda a, s, delta: delta.sum(axis=0) * a.sum(axis=0),
            "ds is multiplied by s in place of a. z changes with s at the rate a.": (
                lambda a, s, delta: (delta * s).sum(axis=0)
            ),
            "ds is multiplied by a and by s. z changes with s at the rate a alone.": (
                lambda a, s, delta: (delta * a * s).sum(axis=0)
            ),
            "ds is the sum of a. Multiply by delta, the slope that comes from the right.": (
                lambda a, s, delta: a.sum(axis=0)
            ),
            "ds has the first image only. Add up over all images.": (
                lambda a, s, delta: (delta * a)[0]
            ),
            "ds is a matrix product, which pairs every neuron with every other one. Each s belongs "
            "to one neuron: `*`, then a sum.": lambda a, s, delta: a.T @ delta,
            "ds should have the shape of s, (k,), without keepdims.": (
                lambda a, s, delta: (delta * a).sum(axis=0, keepdims=True)
            ),
        },
    },
    praise="One rule like that of a product, one like that of a bias.",
    hints=(
        "For one image and one neuron, z = a · s. At which rate does z change with a, and with s?",
        "With a at the rate s, with s at the rate a. Multiply both by delta. And s serves all "
        "images, so its slopes add.",
        "da = delta * s, and ds = (delta * a).sum(axis=0).",
    ),
    cases=[_scale_case(_RNG, 2, 3), _scale_case(_RNG, 4, 2), _scale_case(_RNG, 3, 3)],
    fresh=lambda rng: _scale_case(rng, *rng.permutation(np.arange(2, 8))[:2]),
)


# 3: pack for PyTorch


def _state(pack=lambda W: W.T):
    """[W1, b1, W2, b2, ...], with each W packed in some way."""
    return lambda weights, biases: [
        each for W, b in zip(weights, biases, strict=True) for each in (pack(W), b)
    ]


def _state_case(rng, sizes):
    pairs = list(pairwise(sizes))
    weights = [rng.normal(size=pair).round(2) for pair in pairs]
    return weights, [rng.normal(size=fan_out).round(2) for _, fan_out in pairs]


STATE = Exercise(
    name="state",
    notebook="09",
    statement="[W1, b1, W2, b2, ...] with each W as PyTorch stores it, (fan_out, fan_in).",
    right=lambda weights, biases: _state()(weights, biases),
    mistakes={
        "the shapes are right, but `reshape` doesn't swap rows and columns: nearly every number "
        "is in the wrong place.": _state(lambda W: W.reshape(W.shape[::-1])),
        "the weights are not transposed: PyTorch's have one row for each neuron.": (
            _state(lambda W: W)
        ),
        "all weights come first, then all biases. PyTorch lists them layer by layer.": (
            lambda weights, biases: [*(W.T for W in weights), *biases]
        ),
        "all weights come first, then all biases, and the weights are not transposed.": (
            lambda weights, biases: [*weights, *biases]
        ),
        "each layer's bias comes before its weights. It is the other way round.": (
            lambda weights, biases: [
                each for W, b in zip(weights, biases, strict=True) for each in (b, W.T)
            ]
        ),
        "the biases are missing.": lambda weights, biases: [W.T for W in weights],
        "only the first layer is packed. Is the `return` inside the loop?": (
            lambda weights, biases: [weights[0].T, biases[0]]
        ),
        "the last layer comes first. Go through the layers from the first one on.": (
            lambda weights, biases: _state()(weights[::-1], biases[::-1])
        ),
        "the rows are in reverse order. Transposing swaps rows and columns.": (
            _state(lambda W: W[::-1].T),
            _state(lambda W: W.T[::-1]),
        ),
        "the weights are flat, one long row. PyTorch's have the shape (fan_out, fan_in).": (
            _state(np.ravel),
            _state(lambda W: W.T.ravel()),
        ),
    },
    given="""
def my_state(weights, biases):
    state = []
    for W, b in zip(weights, biases, strict=True):
        state.append(W.reshape(W.shape[1], W.shape[0]))
        state.append(b)
    return state
""",
    of_given="your colleague's function is still as it was, and it has one mistake. All shapes are "
    "right, and so are the biases. With `hint=True` you get a hint.",
    praise="Now the friend's network answers as yours does.",
    hints=(
        "Look at one matrix with the numbers 0 to 5 in two rows. What does `reshape(3, 2)` make of "
        "it? What should it be?",
        "Row k of PyTorch's matrix holds the weights of neuron k: column k of ours.",
        "Swap rows and columns: `W.T`.",
    ),
    cases=[
        _state_case(_RNG, (2, 3)),
        _state_case(_RNG, (4, 3, 2)),
        _state_case(_RNG, (5, 2, 4, 3)),
        _state_case(_RNG, (2, 2, 3)),  # a square matrix fits as it is, and is still transposed
    ],
    fresh=lambda rng: _state_case(rng, rng.permutation(np.arange(2, 8))[: rng.integers(2, 5)]),
)
