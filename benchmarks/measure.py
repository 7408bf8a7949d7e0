"""Measurements, each made in a process that knows one contender only.

The thread pools of two libraries in one process get in each other's way, and the memory of a
process tells of one contender only if it saw no other.
"""

import multiprocessing
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from time import perf_counter

from dig2ai_helpers import load_digits

from .contenders import CONTENDERS
from .jobs import Watch

MODULES = {"ours": "dig2ai_helpers", "PyTorch": "torch", "Keras": "keras"}
MODULES |= {"bare NumPy": "numpy", "scikit-learn": "sklearn.neural_network"}


def a_process():
    """Return an executor of one fresh process."""
    return ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn"))


def need_mnist():
    """End with a sentence, before anything is measured, if MNIST is not here."""
    try:
        load_digits("mnist")
    except (OSError, ValueError) as error:
        sys.exit(f"The benchmark needs MNIST. {error}")


def in_own_process(function, *arguments):
    """Call a function in a fresh process and return what it returns."""
    with a_process() as process:
        return process.submit(function, *arguments).result()


def epoch_seconds(name, job, digits_name="mnist", clock=perf_counter):
    """Seconds of each epoch but the first, which is the warm-up."""
    contender, _ = CONTENDERS[name]
    watch = Watch(clock=clock)
    contender(load_digits(digits_name).train.first(job.images), job, watch)
    return watch.laps[1:]


def seconds_to_goal(name, job, goal, seeds, digits_name="mnist", part="test"):
    """For each seed: seconds of training, and epochs, until the accuracy is reached.

    Infinite for a training that ended without reaching it.
    """
    contender, _ = CONTENDERS[name]
    digits = load_digits(digits_name)
    warm_up = digits.train.first(1_000)
    contender(warm_up, replace(job, images=1_000, epochs=1, looks=1), Watch())
    results = []
    for seed in seeds:
        watch = Watch(getattr(digits, part), goal)
        contender(digits.train.first(job.images), replace(job, seed=seed), watch)
        result = sum(watch.laps), len(watch.laps) / job.looks
        results.append(result if watch.reached else (float("inf"), float("inf")))
    return results


def import_seconds(name):
    """Seconds to import what a contender needs, in a process that has just begun."""
    code = (
        "import time; start = time.perf_counter(); "
        f"import {MODULES[name]}; print(time.perf_counter() - start)"
    )
    return float(_python(code))


def peak_memory(name, job):
    """Megabytes at most of a process that trains and looks at the validation split."""
    import resource  # not on Windows

    contender, _ = CONTENDERS[name]
    digits = load_digits("mnist")
    contender(digits.train.first(job.images), job, Watch(digits.validation))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024)  # bytes there, else KiB


def _python(code):
    import os
    import subprocess

    variables = {"KERAS_BACKEND": "torch", **os.environ}
    return subprocess.check_output([sys.executable, "-c", code], text=True, env=variables)
