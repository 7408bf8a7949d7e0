"""How many threads a matrix product gets: one, or in training as many as make it fastest.

The threads of a product share it and wait for one another, and what one of them has written, the
processor of another must fetch. Whether they pay depends on the size of the product, on the
processors, and on what else computes there. A step of 784-128-10 with 64 images takes, with a
second thread, 20 % less time on one machine, 60 % more on another, and 30 times as long where
other programs compute. So in training some steps now and then get twice or half as many threads,
and the faster number stays.

The last bits of a product depend on the number of its threads. So a network of float64, which is
there for exact comparisons, learns with one thread, and what networks answer is computed with one
thread, too: it is the same each time.

Between two steps of a training, while the reader's code runs, nothing is set.
"""

import os
from collections.abc import Sequence
from functools import cache
from threading import Lock, get_ident
from time import perf_counter
from typing import Any

from .arrays import Array
from .processor_limit import processor_share
from .surroundings import in_browser, under_test

# What the usual libraries for matrix products read when they are loaded.
VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
SET_BY_READER = any(name in os.environ for name in VARIABLES)  # then it stays as it is

LEAST = 250_000  # multiplications; smaller products are left to the BLAS: it takes one thread
EACH = 1_000_000  # multiplications that are worth one more thread, before any were tried
WINDOW = 0.02  # seconds for which a number of threads is tried
GAIN = 0.95  # more threads are to take so much of the time of fewer: others may need them
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0  # seconds between two trials


class one_thread:
    """A context for the matrix products of some rows with the weights of a network: always alike.

    Examples
    --------
    >>> with one_thread(net.weights, len(images)):
    ...     inputs, zs = net.propagate(images)
    """

    def __init__(self, weights: Sequence[Array], rows: int) -> None:
        self.multiplications = rows * max(W.size for W in weights)
        self.blas = numpys_blas() if self.multiplications >= LEAST else None

    def __enter__(self) -> None:
        if self.blas is not None:
            self.blas.enter(1)

    def __exit__(self, *error: object) -> None:
        if self.blas is not None:
            self.blas.leave()


class fastest_threads(one_thread):
    """A context for a step of a training, with as many threads as make it fastest.

    Its time counts from its making, so that it has the images, too, if they are gathered before
    the products: that also is slower after several threads have been at work.
    """

    def __init__(self, weights: Sequence[Array], rows: int) -> None:
        super().__init__(weights, rows)
        self.start = perf_counter()

    def __enter__(self) -> None:
        if self.blas is not None:
            self.trials = self.blas.trials(self.multiplications)
            self.threads = self.blas.enter(self.trials.threads)

    def __exit__(self, *error: object) -> None:
        if self.blas is not None:
            seconds = perf_counter() - self.start
            alone = self.blas.leave()
            if alone and self.threads == self.trials.threads:
                self.trials.learn(self.multiplications, seconds)


class Trials:
    """Trials of how many threads make steps of one size fastest.

    Parameters
    ----------
    threads
        What the first steps get.
    most
        Threads at most.
    """

    def __init__(self, threads: int, most: int) -> None:
        self.best = self.threads = threads  # the fastest so far, and what the next step gets
        self.most = most
        self.upwards = False
        self.pace = 0.0  # seconds by multiplications, with the best number
        self.work, self.seconds = 0, 0.0
        self.rest_until, self.pause = 0.0, FIRST_PAUSE

    def learn(self, work: int, seconds: float) -> None:
        """Take in how many seconds a step took with `threads` threads."""
        if self.most == 1 or perf_counter() < self.rest_until:
            return
        self.work += work
        self.seconds += seconds
        if self.seconds < WINDOW:
            return
        pace = self.seconds / self.work
        self.work, self.seconds = 0, 0.0
        if self.threads == self.best:
            self.pace = pace
            if self.neighbour() == self.best:
                self.upwards = not self.upwards
            self.threads = self.neighbour()
        elif pace < self.pace * (GAIN if self.threads > self.best else 1 / GAIN):
            self.best, self.pace, self.pause = self.threads, pace, FIRST_PAUSE
            self.threads = self.neighbour()
        else:
            self.threads = self.best
            self.upwards = not self.upwards
            self.rest_until = perf_counter() + self.pause
            self.pause = min(2 * self.pause, LONGEST_PAUSE)

    def neighbour(self) -> int:
        """Return the number that is tried beside the best: twice or half as many."""
        return min(2 * self.best, self.most) if self.upwards else max(1, self.best // 2)


class Blas:
    """A library for matrix products, and what is known of its threads.

    Parameters
    ----------
    library
        As threadpoolctl knows it: it has `num_threads`, and `set_num_threads(number)`.
    most
        Threads at most.
    """

    def __init__(self, library: Any, most: int) -> None:
        self.library, self.most = library, most
        self.lock = Lock()
        self.inside: set[int] = set()  # threads of Python whose products are under way
        self.found = 1  # the library's own number of threads, to be set again
        self.lowered = False  # whether another number is set now
        self.sizes: dict[int, Trials] = {}

    def trials(self, multiplications: int) -> Trials:
        """Return the trials of steps whose products take about as many multiplications."""
        size = multiplications.bit_length()
        if size not in self.sizes:
            worth = -(-multiplications // EACH)  # rounded up
            self.sizes[size] = Trials(min(worth, self.most), self.most)
        return self.sizes[size]

    def enter(self, threads: int) -> int:
        """Set the number of threads for a product, or fewer, and return what is set."""
        with self.lock:
            if not self.inside:
                self.found = self.library.num_threads
            # An interrupt after this line may skip `leave`. Then the thread stays in the set, and
            # its next product sets the library's own number again.
            self.inside.add(get_ident())
            threads = 1 if len(self.inside) > 1 else min(threads, self.found)
            if threads < self.found:
                self.lowered = True
                self.set(threads)
        return threads

    def leave(self) -> bool:
        """Set the library's own number again; return whether no other products are under way."""
        with self.lock:
            alone = len(self.inside) == 1
            if alone and self.lowered:
                self.set(self.found)
                self.lowered = False
            self.inside.discard(get_ident())
        return alone

    def set(self, number: int) -> None:
        """Set the library's number of threads, from whichever of Python's threads."""
        self.library.set_num_threads(number)
        # threadpoolctl 3.8 and newer let the thread that has set a number keep all others from it.
        getattr(self.library, "clear_controlling_thread", lambda: None)()


@cache
def numpys_blas() -> Blas | None:
    """Return NumPy's library for matrix products, unless its threads stay as they are.

    Under test there is always one thread, for then trainings are alike as well. What the
    environment says is read once.
    """
    if SET_BY_READER or in_browser():
        return None
    from threadpoolctl import ThreadpoolController  # takes a while: only where it is needed

    libraries = ThreadpoolController().select(user_api="blas").lib_controllers
    libraries.sort(key=lambda library: "numpy" not in library.filepath)  # others may be loaded
    if not libraries or libraries[0].num_threads is None:
        return None
    return Blas(libraries[0], 1 if under_test() else max(1, int(processor_share())))
