"""Exercises of notebook 10: how far it can go."""

import numpy as np

from .exercise import Exercise, on_paper

# 1: on paper

POWERS = on_paper(
    name="powers",
    notebook="10",
    statement="how many steps momentum 0.95 adds up to, how many values an average with memory "
    "0.995 reaches back over, and the percentage of a weight that decay leaves.",
    right={"steps": 20, "reach": 200, "left": 36.8},
    mistakes={"steps and reach are swapped: 0.995 is nearer to 1 than 0.95.": (200, 20, 36.8)},
    parts={
        "steps": {
            "steps is momentum itself. Sum 1 + 0.95 + 0.95² + …: it is 1 / (1 − 0.95).": 0.95,
            "steps is right for momentum 0.9. For 0.95, the gap to 1 is only half as wide.": 10,
            "steps is 1 − 0.95. The sum is 1 over it.": 0.05,
            "steps leaves out the first step, the 1 of the sum.": 19,
        },
        "reach": {
            "reach is the share of the newest value. The reach is 1 over it.": 0.005,
            "reach is right for a memory of 0.99. Here 1 − memory is 0.005.": 100,
            "reach is right for a memory of 0.98. Here 1 − memory is 0.005.": 50,
            "reach is right for a memory of 0.999. Here 1 − memory is 0.005.": 1000,
            "reach is too small by a factor of ten: 1 / 0.005.": 20,
            "reach is too large by a factor of ten: 1 / 0.005.": 2000,
        },
        "left": {
            "left is asked in per cent.": 0.368,
            "left is what is gone. What is left of the weight?": 63.2,
            "left takes the same amount from the weight each time. Each update takes a share of "
            "what is still there.": 0,
            "left is what a single update leaves. There are 1,000 of them.": 99.9,
            "left is what 100 updates leave. There are 1,000 of them.": 90.5,
        },
    },
    looks={
        "steps": "the sum 1 + 0.95 + 0.95² + … is 1 / (1 − 0.95)",
        "reach": "it is 1 / (1 − memory)",
        "left": "each update multiplies the weight by 1 − 0.1 · 0.01, and there are 1,000",
    },
    tolerance=0.3,  # 37 % will do
    praise="All three come from powers of a number just below 1.",
    hints=(
        "All three come from powers of a number q just below 1. 1 + q + q² + … = 1 / (1 − q).",
        "steps = 1 / (1 − 0.95), and reach = 1 / (1 − 0.995).",
        "left = 100 · 0.999 to the power of 1,000, which is near 100/e.",
    ),
)


# 2: a step with weight decay


def _decayed(change):
    """A step that adds a change to the weights."""
    return lambda weights, gradient, learning_rate, decay: (
        weights + change(weights, gradient, learning_rate, decay)
    )


def _decay_case(rng, shape, rate, decay):
    return (*(rng.normal(size=shape).round(2) for _ in "wg"), rate, decay)


_RNG = np.random.default_rng(10)

DECAYED_STEP = Exercise(
    name="decayed_step",
    notebook="10",
    statement="new weights: one step against the gradient, and the shrinking of weight decay.",
    right=lambda weights, gradient, learning_rate, decay: (
        weights - learning_rate * gradient - learning_rate * decay * weights
    ),
    mistakes={
        "the decay has the wrong sign: the weights grow.": (
            _decayed(lambda w, g, rate, decay: -rate * g + rate * decay * w)
        ),
        "the gradient has the wrong sign: this step goes uphill.": (
            _decayed(lambda w, g, rate, decay: rate * g - rate * decay * w)
        ),
        "the decay isn't multiplied by the learning rate. Both pulls are: when the rate falls, "
        "they fall together.": (
            _decayed(lambda w, g, rate, decay: -rate * g - decay * w),
            lambda w, g, rate, decay: (w - rate * g) * (1 - decay),
        ),
        "the decay is missing. This is a plain step.": (
            _decayed(lambda w, g, rate, decay: -rate * g)
        ),
        "the gradient is missing. The weights only shrink.": (
            _decayed(lambda w, g, rate, decay: -rate * decay * w)
        ),
        "the learning rate is missing at the gradient.": (
            _decayed(lambda w, g, rate, decay: -g - rate * decay * w)
        ),
        "every weight loses the same amount, whatever its size. The loss is a share of the "
        "weight.": (
            _decayed(lambda w, g, rate, decay: -rate * g - rate * decay),
            _decayed(lambda w, g, rate, decay: -rate * g - rate * decay * np.sign(w)),
        ),
        "the gradient shrinks, not the weight.": (
            _decayed(lambda w, g, rate, decay: -rate * g * (1 - decay)),
            _decayed(lambda w, g, rate, decay: -rate * (1 - rate * decay) * g),
            _decayed(lambda w, g, rate, decay: -rate * g - rate * decay * g),
        ),
        "only the shrunken share comes back. Add the old weights.": (
            lambda w, g, rate, decay: -rate * g - rate * decay * w
        ),
    },
    praise="The gradient pulls where the loss is lower, the decay pulls towards 0.",
    also={
        "You shrink after the step, as the cell of section 4 does. In the formula the old "
        "weights lose their share; the difference is learning_rate² · decay · gradient.": (
            lambda w, g, rate, decay: (w - rate * g) * (1 - rate * decay)
        ),
    },
    hints=(
        "There are two pulls. The first is the step that you know: −learning_rate · gradient.",
        "The second is a share of the weights themselves: −learning_rate · decay · weights.",
        "weights − learning_rate · (gradient + decay · weights).",
    ),
    cases=[
        _decay_case(_RNG, (3,), 0.5, 0.2),
        _decay_case(_RNG, (2, 3), 0.1, 0.3),
        _decay_case(_RNG, (4, 5), 0.25, 0.6),
    ],
    fresh=lambda rng: _decay_case(
        rng,
        tuple(rng.permutation(np.arange(2, 6))[:2]),
        *rng.uniform(0.1, 0.7, 2).round(2).tolist(),
    ),
)


# 3: moved images


def _moved(images, down, right):
    moved = np.zeros(np.shape(images))
    _, rows, columns = moved.shape
    moved[:, down:, right:] = np.asarray(images)[:, : rows - down, : columns - right]
    return moved


def _back(images, down, right):
    """Moved up and to the left."""
    return _moved(np.asarray(images)[:, ::-1, ::-1], down, right)[:, ::-1, ::-1]


def _only_down(images, down, right):
    """Moved down, and to the left instead of to the right."""
    return _moved(np.asarray(images)[:, :, ::-1], down, right)[:, :, ::-1]


def _roll(images, *moves):
    return np.roll(images, moves, axis=(1, 2))


def _edge(images, down, right):
    """What is laid bare is filled with the pixels at the edge."""
    _, rows, columns = np.shape(images)
    wide = np.pad(images, ((0, 0), (down, 0), (right, 0)), mode="edge")
    return wide[:, :rows, :columns]


def _image_case(rng, shape, down, right):
    return rng.permuted(np.arange(1, np.prod(shape) + 1)).reshape(shape) / 100, down, right


_RNG = np.random.default_rng(11)

MOVED = Exercise(
    name="moved",
    notebook="10",
    statement="images (n, rows, columns) moved by `down` and `right` pixels; what comes in is 0.",
    right=lambda images, down, right: _moved(images, down, right),
    mistakes={
        "what leaves on one side comes in on the other. It should be lost, and 0 comes in: "
        "np.roll alone is not enough.": (
            lambda images, down, right: _roll(images, down, right),
            lambda images, down, right: np.roll(images, (down, right), axis=(0, 1)),
        ),
        "the images move up and to the left.": _back,
        "the images move to the left.": _only_down,
        "the images move up.": lambda images, down, right: _only_down(
            np.asarray(images).swapaxes(1, 2), right, down
        ).swapaxes(1, 2),
        "down and right are swapped: rows come first, then columns.": (
            lambda images, down, right: _moved(images, right, down)
        ),
        "the images move down, but not to the right.": (
            lambda images, down, right: _moved(images, down, 0)
        ),
        "the images move to the right, but not down.": (
            lambda images, down, right: _moved(images, 0, right)
        ),
        "the images come back as they were.": lambda images, down, right: images,
        "the pixels at the edge are drawn out. 0 should come in.": _edge,
        "the part that stays is there, but it has been cut off, not moved.": (
            lambda images, down, right: np.asarray(images)[
                :, : np.shape(images)[1] - down, : np.shape(images)[2] - right
            ]
        ),
        "the right part is empty, but what stays has not moved.": (
            lambda images, down, right: (
                np.asarray(images) * (_moved(np.ones(np.shape(images)), down, right) > 0)
            )
        ),
        "only the first image is there. Is the `return` inside the loop?": (
            lambda images, down, right: _moved(images, down, right)[:1]
        ),
        "only the first image has moved.": lambda images, down, right: np.concatenate(
            [_moved(images, down, right)[:1], np.asarray(images)[1:]]
        ),
    },
    praise="No pixel comes round on the other side, and the label is still true.",
    hints=(
        "Begin with zeros of the same shape, and copy the part that stays into its new place.",
        "A pixel that was in row 0 is now in row `down`. So the part that stays lands in "
        "moved[:, down:, right:].",
        "It comes from images[:, : rows - down, : columns - right].",
    ),
    cases=[
        _image_case(_RNG, (1, 3, 4), 1, 2),
        _image_case(_RNG, (2, 5, 4), 2, 1),
        _image_case(_RNG, (3, 4, 6), 1, 3),
        _image_case(_RNG, (2, 5, 6), 0, 2),
        _image_case(_RNG, (2, 3, 5), 2, 0),
        _image_case(_RNG, (3, 28, 28), 3, 5),
    ],
    fresh=lambda rng: _image_case(
        rng,
        (int(rng.integers(2, 5)), *rng.permutation(np.arange(4, 9))[:2].tolist()),
        *rng.permutation(np.arange(1, 4))[:2].tolist(),
    ),
)
