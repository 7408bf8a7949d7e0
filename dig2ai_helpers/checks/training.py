"""Exercises of notebook 05: training."""

from itertools import pairwise

import numpy as np

from . import worked
from .exercise import Exercise, on_paper


def _after_a_step(wanted):
    """What a step with a rate makes of the distance to the bottom, and what it should."""
    return lambda rate: (
        f"a step with {rate:.3g} multiplies the distance w + 1 by {1 - 10 * rate:.3g}, but "
        f"it should {wanted}"
    )


RATES = on_paper(
    name="rates",
    notebook="05",
    statement="the rate that needs one step on 5 (w + 1)², and the one where it diverges.",
    right={"one_step": 0.1, "limit": 0.2},
    mistakes={
        "these are the right numbers, but swapped: the smaller rate reaches the bottom.": (
            0.2,
            0.1,
        ),
        "these are the rates of (w − 3)². This parabola is steeper: begin with its own slope.": (
            (0.5, 1.0)
        ),
        "look at the slope again: the square gives it a factor of 2.": (0.2, 0.4),
        "these are the factors 0 and −1. Solve 1 − 10η = 0 and 1 − 10η = −1 for η.": (0, -1),
        "−1 is the place of the bottom. A learning rate is asked for.": (-1, -1),
        "these are the slope's factors. A learning rate that reaches the bottom is 1 over it.": (
            (10, 20)
        ),
    },
    parts={
        "one_step": {
            "one_step makes it swing from side to side. Which rate makes w + 1 zero?": 0.2,
            "one_step is the factor of the slope. The rate that leads to 0 is 1 over it.": 10,
            "one_step is so large that the weight crosses the bottom. Which rate makes the "
            "distance w + 1 exactly 0?": 1 / 2,
        },
        "limit": {
            "limit is a rate with which one step reaches the bottom. At the limit, the distance "
            "keeps its size and only changes its sign: by what is it multiplied?": 0.1,
            "in limit, the slope needs the 2 of the square: it is 10 (w + 1).": 0.4,
            "limit is twice the factor of the slope. A rate is 1 over a slope's factor.": 20,
            "limit is the one for (w − 3)². This parabola is five times as steep.": 1.0,
        },
    },
    looks={
        "one_step": _after_a_step("make it 0"),
        "limit": _after_a_step("only change its sign, by −1"),
    },
    praise="This parabola is five times as steep, so its learning rates are a fifth.",
    hints=(
        "The slope of 5 (w + 1)² is 10 (w + 1). What does one step do to the distance w + 1?",
        "After one step the distance is (1 − 10η)(w + 1). So each step multiplies the distance "
        "by 1 − 10η.",
        "The bottom is reached if this factor is 0. The weight swings for ever if it is −1.",
    ),
)


# 2: a step


def _step_by(change):
    """Change each parameter p with its gradient g."""

    def step(parameters, gradients, learning_rate):
        pairs = zip(parameters, gradients, strict=True)
        return [p + change(p, g, learning_rate) for p, g in pairs]

    return step


def _downhill(p, g, rate):
    return -rate * g


def _step_case(rng, shapes, rate):
    def arrays():
        return [rng.normal(size=shape).round(2) for shape in shapes]

    return arrays(), arrays(), rate


def _fresh_step(rng):
    sizes = rng.permutation(np.arange(2, 8))[: rng.integers(2, 5)]
    shapes = [shape for pair in pairwise(sizes) for shape in (pair, pair[1])]
    return _step_case(rng, shapes, round(float(rng.uniform(0.05, 0.9)), 2))


_RNG = np.random.default_rng(5)

STEP = Exercise(
    name="step",
    notebook="05",
    statement="new parameters, a list of arrays, one step against their gradients.",
    right=lambda parameters, gradients, learning_rate: _step_by(_downhill)(
        parameters, gradients, learning_rate
    ),
    mistakes={
        "the sign is wrong: this step goes uphill. Go against the gradient.": (
            _step_by(lambda p, g, rate: rate * g)
        ),
        "the learning rate is missing: the whole gradient is subtracted.": (
            _step_by(lambda p, g, rate: -g)
        ),
        "the learning rate is subtracted, too. It multiplies the gradient.": (
            _step_by(lambda p, g, rate: -rate - g),
            _step_by(lambda p, g, rate: -rate),
        ),
        "the gradient is divided by the learning rate. Multiply by it.": (
            _step_by(lambda p, g, rate: -g / rate)
        ),
        "only the signs of the gradients are used. Multiply the gradients themselves by the "
        "learning rate.": _step_by(lambda p, g, rate: -rate * np.sign(g)),
        "you divided once too often. The loss is a mean over the batch, so its gradient is one "
        "already.": (
            _step_by(lambda p, g, rate: -rate * g / len(g)),
            _step_by(lambda p, g, rate: -rate * g / g.size),
            lambda parameters, gradients, rate: [
                p - rate * g / len(parameters) for p, g in zip(parameters, gradients, strict=True)
            ],
        ),
        "the gradient of an array is averaged to a single number. Every parameter has a slope of "
        "its own.": _step_by(lambda p, g, rate: -rate * g.mean()),
        "these are the steps alone. Add them to the parameters.": (
            _step_by(lambda p, g, rate: -p - rate * g),
            _step_by(lambda p, g, rate: -p + rate * g),
        ),
        "the parameters come back as they were. A new name inside the loop doesn't change what "
        "is in the list.": _step_by(lambda p, g, rate: 0),
        "the parameters are multiplied by the learning rate, too.": (
            _step_by(lambda p, g, rate: rate * (p - g) - p)
        ),
        "only the first array has taken its step. Is the `return` inside the loop?": (
            lambda parameters, gradients, rate: [
                parameters[0] - rate * gradients[0],
                *parameters[1:],
            ],
            lambda parameters, gradients, rate: [parameters[0] - rate * gradients[0]],
        ),
        "only the first two arrays have taken their step. There may be any number of arrays.": (
            lambda parameters, gradients, rate: [
                p - rate * g for p, g in zip(parameters[:2], gradients[:2], strict=True)
            ],
        ),
    },
    worked=worked.step,
    praise="Every parameter has taken its step downhill.",
    given="""
def my_step(parameters, gradients, learning_rate):
    for parameter, gradient in zip(parameters, gradients, strict=True):
        parameter = parameter - learning_rate * gradient / len(gradient)
    return parameters
""",
    of_given="your colleague's function is still as it was, and it has two mistakes. It returns "
    "arrays of the right shapes, in the right order. With `hint=True` you get a hint.",
    hints=(
        "Look at the line inside the loop. What does the list hold after it? And by what is the "
        "gradient divided?",
        "A new name inside the loop doesn't change what is in the list: `parameter = …` leaves the "
        "parameters as they were. Collect the new arrays in a list, for example with [… for p, g "
        "in zip(parameters, gradients)], and return it.",
        "The gradient of a mean is divided by the number of images already, so dividing it again "
        "is once too often. Each array takes the step p - learning_rate * g.",
    ),
    cases=[
        _step_case(_RNG, [(2,), (3,)], 0.1),
        _step_case(_RNG, [(4, 3), (3,)], 0.7),
        _step_case(_RNG, [(4, 3), (3,), (3, 2), (2,)], 0.25),
        _step_case(_RNG, [(2, 5), (5,), (5, 3)], 0.03),
    ],
    fresh=_fresh_step,
)


# 3: batches


def _cut(starts, ends=lambda start, size: start + size):
    """Slices of the order that start and end elsewhere."""
    return lambda order, batch_size: [
        order[start : ends(start, batch_size)] for start in starts(len(order), batch_size)
    ]


def _every(n, size):
    return range(0, n, size)


def _of_places(starts):
    """The places themselves instead of the rows."""
    return lambda order, batch_size: _cut(starts)(np.arange(len(order)), batch_size)


def _one_list(order, batch_size, count=lambda n, size: -(-n // size)):
    """The same list again and again: in the end it holds the rest."""
    n = len(order)
    return [order[n // batch_size * batch_size :]] * count(n, batch_size)


_RNG = np.random.default_rng(6)

BATCHES = Exercise(
    name="batches",
    notebook="05",
    statement="the parts of an epoch's order (n,), batch_size at a time, as a list.",
    lazy=True,
    right=lambda order, batch_size: _cut(_every)(order, batch_size),
    mistakes={
        "the last, smaller batch is missing. Its images would never be used.": (
            _cut(lambda n, size: range(0, n - size + 1, size)),
            _cut(lambda n, size: range(0, n - size, size)),
        ),
        "there are two mistakes. The last, smaller batch is missing. And the batches hold indices "
        "into `order`, not the rows that stand there.": (
            _of_places(lambda n, size: range(0, n - size + 1, size)),
        ),
        "if the rows fill all batches exactly, there is one more at the end, without any row.": (
            _cut(lambda n, size: range(0, n + 1, size))
        ),
        "the batches overlap: the start moves by 1 only. It should move by batch_size.": (
            _cut(lambda n, size: range(n))
        ),
        "the batches overlap: the last one reaches back to be full. It may be smaller.": (
            _cut(lambda n, size: [max(0, min(start, n - size)) for start in range(0, n, size)])
        ),
        "the batches overlap by one: a slice stops before its end.": (
            _cut(_every, lambda start, size: start + size + 1)
        ),
        "one image is missing between two batches: a slice stops before its end, so no −1 is "
        "needed.": _cut(_every, lambda start, size: start + size - 1),
        "only the first batch has images. A slice ends at an index, not after a number: start + "
        "batch_size.": _cut(_every, lambda start, size: size),
        "each batch starts at 0. It should start where the one before has ended.": (
            lambda order, size: [order[: start + size] for start in range(0, len(order), size)]
        ),
        "only the first batch is there. Is the `return` inside the loop?": (
            lambda order, size: [order[:size]]
        ),
        "all batches are one list, which is emptied again and again. Begin a new one each time: "
        "batch = [] instead of batch.clear().": (
            _one_list,
            lambda order, size: _one_list(order, size, lambda n, size: n // size),
            lambda order, size: _one_list(order, size, lambda n, size: n // size + 1),
        ),
        "the first batch is missing.": _cut(lambda n, size: range(size, n, size)),
        "the batches come in ascending order. Are they sorted, or are they indices into `order` "
        "instead of its rows?": (
            _of_places(_every),
            lambda order, size: [np.arange(s, s + size) for s in range(0, len(order), size)],
            lambda order, size: _cut(_every)(np.sort(order), size),
        ),
        "batch_size is the number of images in a batch, not the number of batches.": (
            lambda order, size: np.array_split(order, size)
        ),
        "the sizes are evened out. All batches but the last should have batch_size images.": (
            lambda order, size: np.array_split(order, -(-len(order) // size))
        ),
        "every second, third, … row goes into a batch. Rows that stand side by side belong "
        "together.": (
            lambda order, size: [order[start::size] for start in range(size)],
            lambda order, size: [
                order[start :: -(-len(order) // size)] for start in range(-(-len(order) // size))
            ],
        ),
        "the order is shuffled or reversed again. It should stay as it is.": (
            lambda order, size: _cut(_every)(order[::-1], size)
        ),
    },
    praise="Every image comes once in an epoch, and the last batch takes the rest.",
    given="""
def my_batches(order, batch_size):
    batches = []
    for number in range(len(order) // batch_size):
        start = number * batch_size
        batches.append(np.arange(start, start + batch_size))
    return batches
""",
    of_given="your colleague's function is still as it was, and it has two mistakes. For the order "
    "0, 1, 2, 3 and batches of 2 it is right. With `hint=True` you get a hint.",
    hints=(
        "How many batches does it make of five rows? And where does it read what stands in "
        "`order`?",
        "`//` rounds down, so the last, smaller batch is missing. The starts are 0, batch_size, "
        "2 · batch_size, …: range(0, len(order), batch_size).",
        "np.arange makes indices into `order`, not the rows that stand there. For each start, "
        "take order[start : start + batch_size]: a slice that reaches past the end stops there.",
    ),
    cases=[(_RNG.permutation(n), size) for n, size in ((5, 2), (10, 4), (9, 3), (11, 2), (17, 5))],
    fresh=lambda rng: (rng.permutation(rng.integers(12, 40)), int(rng.integers(3, 9))),
)


# 4: momentum


def _momentum(velocity, weights=lambda w, old, new, rate: w + new):
    """A step with another formula for the new velocity or for the new weights."""

    def step(w, v, g, rate, momentum):
        new = velocity(v, g, rate, momentum)
        return weights(w, v, new, rate), new

    return step


def _new_velocity(v, g, rate, momentum):
    return momentum * v - rate * g


def _momentum_case(rng, shape, rate, momentum):
    return (*(rng.normal(size=shape).round(2) for _ in "wvg"), rate, momentum)


def _right_momentum(weights, velocity, gradient, learning_rate, momentum):
    return _momentum(_new_velocity)(weights, velocity, gradient, learning_rate, momentum)


_RNG = np.random.default_rng(7)

MOMENTUM_STEP = Exercise(
    name="momentum_step",
    notebook="05",
    statement="new weights and new velocity, from the old ones and the gradient.",
    right=_right_momentum,
    results=("weights", "velocity"),
    mistakes={
        "the sign of the gradient is wrong: it drives the velocity uphill.": (
            _momentum(lambda v, g, rate, m: m * v + rate * g)
        ),
        "the weights are right, but your velocity points uphill and is subtracted. Here it is the "
        "step itself: downhill, and added.": _momentum(
            lambda v, g, rate, m: m * v + rate * g, lambda w, v, new, rate: w - new
        ),
        "the momentum is missing: the old velocity is kept as a whole, and nothing slows it "
        "down.": _momentum(lambda v, g, rate, m: v - rate * g),
        "the old velocity is missing. This is a step without momentum.": (
            _momentum(lambda v, g, rate, m: -rate * g)
        ),
        "the gradient is multiplied by 1 − momentum. Here it counts in full.": (
            _momentum(lambda v, g, rate, m: m * v - (1 - m) * rate * g),
            _momentum(lambda v, g, rate, m: m * v - (1 - m) * g),
        ),
        "the learning rate is missing in the velocity.": _momentum(lambda v, g, rate, m: m * v - g),
        "momentum multiplies the gradient as well. It belongs to the old velocity only.": (
            _momentum(lambda v, g, rate, m: m * (v - rate * g))
        ),
        "momentum is applied twice to the old velocity. Once is enough.": (
            _momentum(lambda v, g, rate, m: m * m * v - rate * g)
        ),
        "the gradient is divided once more. It is the mean over the batch already.": (
            _momentum(lambda v, g, rate, m: m * v - rate * g / len(g)),
            _momentum(lambda v, g, rate, m: m * v - rate * g / g.size),
        ),
        "this is another form of momentum. Here the velocity is the step itself: it holds the "
        "learning rate and the minus, and it is added to the weights.": (
            _momentum(lambda v, g, rate, m: m * v + g, lambda w, v, new, rate: w - rate * new),
            _momentum(lambda v, g, rate, m: m * v - g, lambda w, v, new, rate: w + rate * new),
        ),
        "the momentum is added to the old velocity. It multiplies it.": (
            _momentum(lambda v, g, rate, m: m + v - rate * g)
        ),
        "momentum and learning rate are swapped.": _momentum(
            lambda v, g, rate, m: rate * v - m * g
        ),
        "the learning rate is subtracted instead of multiplied.": (
            _momentum(lambda v, g, rate, m: m * v - rate - g)
        ),
        "both are right, but swapped: first the weights, then the velocity.": (
            lambda *case: _right_momentum(*case)[::-1]
        ),
        "the gradient is missing in the velocity.": _momentum(lambda v, g, rate, m: m * v),
        "the learning rate multiplies the old velocity as well. It belongs to the gradient only.": (
            _momentum(lambda v, g, rate, m: rate * (m * v - g))
        ),
    },
    parts={
        "weights": {
            "the velocity already points downhill, so add it to the weights.": (
                lambda w, v, g, rate, m: w - _new_velocity(v, g, rate, m)
            ),
            "the learning rate is applied twice. It is in the velocity already.": (
                lambda w, v, g, rate, m: w + rate * _new_velocity(v, g, rate, m)
            ),
            "the weights move with the old velocity. Compute the new velocity first.": (
                lambda w, v, g, rate, m: w + v
            ),
            "the weights still take the plain step. They should move by the new velocity.": (
                lambda w, v, g, rate, m: w - rate * g
            ),
            "the gradient is subtracted twice. It is in the velocity already.": (
                lambda w, v, g, rate, m: w + _new_velocity(v, g, rate, m) - rate * g
            ),
            "this is Nesterov's momentum, which looks ahead. Here the weights move by the new "
            "velocity and by nothing else.": lambda w, v, g, rate, m: (
                w + m * _new_velocity(v, g, rate, m) - rate * g
            ),
            "the weights come back as they were. Add the new velocity.": (
                lambda w, v, g, rate, m: w
            ),
            "the step alone comes back. Add it to the weights.": (
                lambda w, v, g, rate, m: _new_velocity(v, g, rate, m)
            ),
        },
        "velocity": {
            "the velocity that comes back is the old one, so no speed builds up. Return the new "
            "one.": lambda w, v, g, rate, m: v,
            "the velocity that comes back is only momentum · old velocity.": (
                lambda w, v, g, rate, m: m * v
            ),
        },
    },
    worked=worked.momentum_step,
    praise="Part of the last step is carried over into this one.",
    hints=(
        "There are two lines, one for each formula above. Compute the new velocity first, because "
        "the weights move by it.",
        "New velocity: momentum times the old velocity, minus learning rate times gradient.",
        "New weights: weights + new velocity. Return both, weights first.",
    ),
    cases=[
        _momentum_case(_RNG, (3,), 0.1, 0.9),  # not (2,): one array is not two results
        _momentum_case(_RNG, (3, 2), 0.3, 0.6),
        _momentum_case(_RNG, (4, 5), 0.05, 0.75),
    ],
    fresh=lambda rng: _momentum_case(
        rng,
        tuple(rng.permutation(np.arange(2, 6))[:2]),
        *rng.uniform(0.1, 0.9, 2).round(2).tolist(),
    ),
)
