"""Exercises of notebook 05: training."""

import numpy as np

from .legacy import _copies, compare, compare_value

NOTHING_BACK = "the arrays have changed, but nothing is given back: end with a return."


def check_rates(one_step, limit):
    """Notebook 05: the rate that needs one step on 5 (w + 1)², and the one where it diverges."""
    mistakes = {
        "both are there, but the other way round: the smaller one reaches the bottom.": (0.2, 0.1),
        "those are the rates of (w - 3)²; this parabola is steeper. Begin with its own slope.": (
            (0.5, 1.0)
        ),
        "check the slope: does the 2 of the square stand in it?": (0.2, 0.4),
        "the first is right. At the second the distance keeps its size and only changes its "
        "sign: what must it be multiplied by?": (0.1, 0.1),
    }
    praise = "Five times as steep, so only a fifth of the learning rate is borne."
    compare_value((one_step, limit), (0.1, 0.2), mistakes, praise)


def check_step(answer):
    """Notebook 05: new parameters, a list of arrays, one step against their gradients."""

    def step_by(change):
        return lambda W, b, dW, db, rate: [p + change(p, g, rate) for p, g in ((W, dW), (b, db))]

    mistakes = {
        "the sign: this step goes uphill, along the slope instead of against it.": step_by(
            lambda p, g, rate: rate * g
        ),
        "where is the learning rate? The whole gradient is taken off.": step_by(
            lambda p, g, rate: -g
        ),
        "there is a division too many. The loss is a mean over the batch, so its gradient is one "
        "already.": step_by(lambda p, g, rate: -rate * g / len(g)),
        "there is a division too many: the gradient is already a mean, whatever the number of "
        "arrays.": step_by(lambda p, g, rate: -rate * g / 2),
        "these are the steps alone. What they are added to is missing.": step_by(
            lambda p, g, rate: -p - rate * g
        ),
        "the parameters come back as they were. A new name inside the loop does not change what "
        "is in the list.": step_by(lambda p, g, rate: 0),
        "only the first array has moved: is the return inside the loop, or an index fixed?": (
            lambda W, b, dW, db, rate: [W - rate * dW, b]
        ),
        NOTHING_BACK: nothing_back,
    }
    rng = np.random.default_rng(5)
    shapes = [(4, 3), (3,), (4, 3), (3,)]
    cases = [(*map(rng.standard_normal, shapes), rate) for rate in (0.1, 0.7)]
    praise = "Every parameter has taken its step downhill."
    given = _told_apart_from_a_stub(lambda W, b, dW, db, rate: answer([W, b], [dW, db], rate))
    compare(given, step_by(lambda p, g, rate: -rate * g), mistakes, cases, praise)


def nothing_back(*arguments):
    """Stand for a function that works in place and forgets its return."""
    return ()


def _told_apart_from_a_stub(answer):
    """Wrap a function: if it works in place and returns None, it is no untouched stub."""

    def told(*case):
        before = _copies(case)
        result = answer(*case)
        changed = any(not np.array_equal(a, b) for a, b in zip(before, case, strict=True))
        return nothing_back() if result is None and changed else result

    return told


def check_batches(answer):
    """Notebook 05: the parts of an epoch's order (n,), batch_size at a time, as a list."""

    def cut(starts, ends=lambda start, size: start + size):
        return lambda order, size: [
            order[start : ends(start, size)] for start in starts(len(order), size)
        ]

    def every(n, size):
        return range(0, n, size)

    mistakes = {
        "the last, smaller batch is missing: its images would never be learned from.": cut(
            lambda n, size: range(0, n - size + 1, size)
        ),
        "the batches overlap: from one to the next the start moves by a single place.": cut(
            lambda n, size: range(n)
        ),
        "the batches overlap: the last one reaches back so as to be full. It may be smaller.": cut(
            lambda n, size: [min(start, n - size) for start in range(0, n, size)]
        ),
        "the batches overlap by one: the end of a slice is not part of it.": cut(
            every, lambda start, size: start + size + 1
        ),
        "one image is missing between two batches: the end of a slice is not part of it.": cut(
            every, lambda start, size: start + size - 1
        ),
        "only the first batch has images: a slice ends at a place, not after a number.": cut(
            every, lambda start, size: size
        ),
        "the sizes are right, but these are places in `order`, not what stands there: the "
        "images would come in the same order in every epoch.": lambda order, size: cut(every)(
            np.arange(len(order)), size
        ),
        "batch_size is the number of images in a batch, not the number of batches.": (
            lambda order, size: np.array_split(order, size)
        ),
    }

    def listed(order, size):
        batches = answer(order, size)
        return list(batches) if hasattr(batches, "__iter__") else batches

    rng = np.random.default_rng(6)
    cases = [(rng.permutation(n), size) for n, size in ((10, 4), (9, 3), (11, 2))]
    praise = "Every image comes once in an epoch, and the last batch takes what is left."
    compare(listed, cut(every), mistakes, cases, praise)


def check_momentum_step(answer):
    """Notebook 05: new weights and new velocity, from the old ones and the gradient."""

    def plain(w, v, g, rate, momentum):
        v = momentum * v - rate * g
        return w + v, v

    def uphill(w, v, g, rate, momentum):
        v = momentum * v + rate * g
        return w + v, v

    def other_sign(w, v, g, rate, momentum):
        v = momentum * v + rate * g
        return w - v, v

    def averaging(w, v, g, rate, momentum):
        v = momentum * v - (1 - momentum) * rate * g
        return w + v, v

    def moved_by(change):
        def step(w, v, g, rate, momentum):
            new = momentum * v - rate * g
            return w + change(new, rate), new

        return step

    mistakes = {
        "the velocity points downhill already, so the weights must go with it: look at the sign "
        "of their line.": moved_by(lambda new, rate: -new),
        "the gradient's share has the wrong sign: it drives the velocity uphill.": uphill,
        "the weights are right, but this velocity points uphill and is taken off. Here it is "
        "meant as the step itself: downhill, and added.": other_sign,
        "the learning rate is applied twice: it is in the velocity already.": moved_by(
            lambda new, rate: rate * new
        ),
        "the weights are right, but the new velocity is not kept: the old one is given back, and "
        "no speed could ever build up.": lambda w, v, g, rate, m: (w + m * v - rate * g, v),
        "the velocity is right, but the weights still move with the old one. Which comes first?": (
            lambda w, v, g, rate, m: (w + v, plain(w, v, g, rate, m)[1])
        ),
        "where is the momentum? The old velocity is carried on whole, and nothing ever brakes "
        "it.": lambda w, v, g, rate, m: plain(w, v, g, rate, 1),
        "where is the old velocity? This is a plain step, as without momentum.": (
            lambda w, v, g, rate, m: plain(w, v, g, rate, 0)
        ),
        "this is a running average, which lessens the gradient's share by 1 - momentum. Here the "
        "gradient counts in full.": averaging,
        "both are right, but the other way round: first the weights, then the velocity.": (
            lambda w, v, g, rate, m: plain(w, v, g, rate, m)[::-1]
        ),
        NOTHING_BACK: nothing_back,
    }
    rng = np.random.default_rng(7)
    cases = [
        (*(rng.standard_normal((3, 2)) for _ in "wvg"), rate, momentum)
        for rate, momentum in ((0.1, 0.9), (0.3, 0.6))
    ]
    praise = "A part of the last step is carried on into this one."
    compare(_told_apart_from_a_stub(answer), plain, mistakes, cases, praise)
