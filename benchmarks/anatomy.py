"""Where the time of a training step goes, and how much of it is the needed arithmetic."""

from contextlib import ExitStack, contextmanager
from time import perf_counter

import numpy as np

from dig2ai_helpers import Network, Split, load_digits, training_loop

from .contenders import ours
from .jobs import Watch

# part: whose function does it
PARTS = {
    "batch": (Split, "batch"),
    "forward": (Network, "propagate"),
    "loss": (Network, "loss_and_delta"),
    "backward": (Network, "backpropagate"),
    "update": (training_loop.Run, "descend"),
}


def measure_step(job, digits_name="mnist"):
    """Seconds of a training step as a whole, in each of its parts, and of its products alone.

    Returns
    -------
    dict: "step", each of PARTS, "forward products", "backward products", "rest"; and
    "flops" of the products in a step, "square flops per second" of large square matrices.
    """
    split = load_digits(digits_name).train.first(job.images)
    updates = job.updates_a_look * job.looks * job.epochs
    ours(split, job, Watch())  # the warm-up
    seconds = dict.fromkeys(PARTS, 0.0)
    watch = Watch()
    with ExitStack() as stack:
        for part, (owner, name) in PARTS.items():
            stack.enter_context(_timed(owner, name, seconds, part))
        ours(split, job, watch)
    seconds["rest"] = sum(watch.laps) - sum(seconds.values())
    steps = {part: total / updates for part, total in seconds.items()}
    steps["step"] = sum(watch.laps) / updates
    return {**steps, **_products(job), "square flops per second": _square_rate()}


@contextmanager
def _timed(owner, name, seconds, part):
    """Add up the time spent in a function of the package."""
    function = getattr(owner, name)

    def timed(*arguments, **settings):
        start = perf_counter()
        result = function(*arguments, **settings)
        seconds[part] += perf_counter() - start
        return result

    setattr(owner, name, timed)
    try:
        yield
    finally:
        setattr(owner, name, function)


def _products(job):
    """Seconds of the five products that a step can't do without, at their best speed."""
    x, a1 = _array(job.batch_size, 784), _array(job.batch_size, job.hidden)
    W0, W1 = _array(784, job.hidden), _array(job.hidden, 10)
    delta0, delta1 = _array(job.batch_size, job.hidden), _array(job.batch_size, 10)
    forward = [(x, W0), (a1, W1)]
    backward = [(a1.T, delta1), (delta1, W1.T), (x.T, delta0)]
    return {
        "forward products": _best_seconds(forward),
        "backward products": _best_seconds(backward),
        "flops": sum(_flops(*pair) for pair in forward + backward),
    }


def _square_rate():
    """Float operations per second in the product of two large square matrices."""
    pair = _array(1024, 1024), _array(1024, 1024)
    return _flops(*pair) / _best_seconds([pair], calls=3)


def _best_seconds(pairs, calls=50):
    """Seconds of the products of all pairs, written into arrays that are there already."""
    products = [(a, b, a @ b) for a, b in pairs]
    best = np.inf
    for _ in range(30):
        start = perf_counter()
        for _ in range(calls):
            for a, b, out in products:
                np.matmul(a, b, out=out)
        best = min(best, perf_counter() - start)
    return best / calls


def _flops(a, b):
    return 2 * a.shape[0] * a.shape[1] * b.shape[1]


def _array(*shape):
    return np.random.default_rng(0).standard_normal(shape, dtype=np.float32)
