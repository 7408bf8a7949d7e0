"""Many trainings with different settings, side by side."""

import contextlib
import itertools
import math
import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from time import perf_counter

from .digits import check_digits
from .inputs import check_name
from .network import Network
from .training import train, training_run

NETWORK_SETTINGS = ("hidden", "output", "init", "dtype", "seed")
TRAINING_SETTINGS = ("epochs", "batch_size", "learning_rate", "momentum", "seed")

# What the usual libraries for matrix products read when they are loaded.
THREADS = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)


def sweep(grid, digits, executor=None, on_result=None):
    """Train a network for every combination of settings.

    Parameters
    ----------
    grid : dict of lists
        The values to try: {"neurons": [8, 32], "learning_rate": [0.01, 0.1, 1.0]}.
        "neurons" is a whole number, or a tuple for several hidden layers (128 if it is not
        in the grid); the other names are those of `Network` and of `train`.
    digits : Digits
        Each network learns from `digits.train` and is measured on `digits.validation`.
    executor : any executor of concurrent.futures, optional
        Where the trainings run; by default in processes, one for each processor that is ours.
    on_result : function, optional
        Called with each result as it comes in.

    Returns
    -------
    list of dicts, in the order of the grid
        The settings, and "loss", "accuracy", "validation_loss" and "validation_accuracy"
        of the last epoch, "diverged" (a sentence or None) and "seconds".
    """
    cells = _cells(grid)
    check_digits(digits)
    for settings in cells:
        _prepare(settings, digits)  # a wrong setting is told now, before anything runs
    if executor is not None:
        return _collect([executor.submit(train_cell, cell, digits) for cell in cells], on_result)
    # Measured against threads and against forked processes: fresh processes with one thread
    # each are the fastest, as the threads of several matrix products get in each other's way.
    try:
        with (
            single_threaded_children(),
            ProcessPoolExecutor(processors(), multiprocessing.get_context("spawn")) as pool,
        ):
            return sweep(grid, digits, pool, on_result)
    except BrokenProcessPool:
        raise RuntimeError(
            "the processes of the sweep ended early: in a script, call it under "
            '`if __name__ == "__main__":`, or give it executor=ThreadPoolExecutor()'
        ) from None


def train_cell(settings, digits):
    """Train one network and say how it went."""
    net, training = _prepare(settings, digits)
    start = perf_counter()
    history = train(net, digits.train, digits.validation, progress=False, **training)
    return {
        **settings,
        "loss": history.loss[-1],
        "accuracy": history.accuracy[-1],
        "validation_loss": history.validation_loss[-1],
        "validation_accuracy": history.validation_accuracy[-1],
        "diverged": history.diverged,
        "seconds": perf_counter() - start,
    }


def _cells(grid):
    if not isinstance(grid, dict) or not grid:
        raise TypeError(f'a sweep needs a dict of lists, like {{"neurons": [8, 32]}}, not {grid!r}')
    for name, values in grid.items():
        names = dict.fromkeys(("neurons", *NETWORK_SETTINGS, *TRAINING_SETTINGS))
        check_name(name, names, "each setting of a sweep")
        if not isinstance(values, (list, tuple)) or not values:
            raise ValueError(f"{name} must be a list of values to try, but is {values!r}")
    return [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]


def _prepare(settings, digits):
    """Give the untrained network and the settings for its training, both checked."""
    neurons = settings.get("neurons", 128)
    hidden_sizes = neurons if isinstance(neurons, (list, tuple)) else (neurons,)
    network = {name: settings[name] for name in NETWORK_SETTINGS if name in settings}
    training = {name: settings[name] for name in TRAINING_SETTINGS if name in settings}
    net = Network((digits.train.pixels, *hidden_sizes, 10), **network)
    training_run(net, digits.train, digits.validation, **training)
    return net, training


def _collect(futures, on_result):
    if on_result is not None:
        for future in as_completed(futures):
            on_result(future.result())
    return [future.result() for future in futures]


def processors():
    """Return how many processes can run at once: the processors that this process may use.

    A JupyterHub says in $CPU_LIMIT what part of a large machine a learner has; there is no use
    in more processes, and each takes memory.
    """
    ours = os.cpu_count() or 1
    if hasattr(os, "sched_getaffinity"):
        ours = len(os.sched_getaffinity(0))
    with contextlib.suppress(KeyError, ValueError, OverflowError):  # not said, or no number
        ours = min(ours, math.ceil(float(os.environ["CPU_LIMIT"])))
    return min(max(ours, 1), 61)  # Windows waits for no more than 61 processes


@contextlib.contextmanager
def single_threaded_children():
    """Let processes that start in here do their matrix products in one thread each."""
    before = {name: os.environ.get(name) for name in THREADS}
    os.environ.update(dict.fromkeys(THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name)
            if value is not None:
                os.environ[name] = value
