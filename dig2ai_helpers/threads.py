"""How many threads a matrix product gets: as many as its size deserves, one on a busy machine.

The threads of a product share it and wait for one another. On a quiet machine that pays from some
30 hidden neurons on: with two threads a step of 784-128-10 with 64 images takes 20 % less time,
and one of 784-1024-10 takes 37 % less. Where other programs compute, a thread waits some
milliseconds for its turn, and all others wait for it: such a step takes 30 times as long. In one
thread it takes about twice as long there. So products get one thread as soon as processors are
missing, and try several again a little later.

Between two steps of a training, while the reader's code runs, nothing is set.
"""

import os
import sys
from collections.abc import Sequence
from functools import cache
from threading import Lock, get_ident
from time import perf_counter, process_time
from typing import Any

from .arrays import Array
from .browser import in_browser
from .processor_limit import processor_share

# What the usual libraries for matrix products read when they are loaded.
VARIABLES = (
    "OPENBLAS_NUM_THREADS",
    "MKL_NUM_THREADS",
    "OMP_NUM_THREADS",
    "VECLIB_MAXIMUM_THREADS",
)
SET_BY_READER = any(name in os.environ for name in VARIABLES)  # then it stays as it is

LEAST = 250_000  # multiplications; smaller products are left to the BLAS: it takes one thread
EACH = 1_000_000  # multiplications that pay for one more thread
WINDOW = 0.25 if sys.platform == "win32" else 0.05  # seconds; Windows has ticks of 0.016 s
MISSING = 0.25  # processors that others took from us: from there on, the machine is busy
FIRST_PAUSE, LONGEST_PAUSE = 0.25, 4.0  # seconds in one thread before several are tried again


class product_threads:
    """A context for the matrix products of some rows with the weights of a network.

    Examples
    --------
    >>> with product_threads(net.weights, len(images)):
    ...     inputs, zs = net.propagate(images)
    """

    def __init__(self, weights: Sequence[Array], rows: int) -> None:
        multiplications = rows * max(W.size for W in weights)
        self.blas = numpys_blas() if multiplications >= LEAST else None
        self.worth = -(-multiplications // EACH)  # rounded up

    def __enter__(self) -> None:
        if self.blas is not None:
            self.threads = self.blas.enter(self.worth)
            self.clocks = perf_counter(), process_time()

    def __exit__(self, *error: object) -> None:
        if self.blas is not None:
            wall, processor = self.clocks
            self.blas.leave(self.threads, perf_counter() - wall, process_time() - processor)


class Blas:
    """A library for matrix products, and what its last products told about the machine.

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
        self.busy_until = 0.0
        self.pause = FIRST_PAUSE
        self.wall = self.missing = 0.0

    def enter(self, worth: int) -> int:
        """Set the number of threads for products that are worth so many, and return it."""
        with self.lock:
            if not self.inside:
                self.found = self.library.num_threads
            # An interrupt after this line may skip `leave`. Then the thread stays in the set, and
            # its next product sets the library's own number again.
            self.inside.add(get_ident())
            threads = min(worth, self.most, self.found)
            if len(self.inside) > 1 or perf_counter() < self.busy_until:
                threads = 1
            if threads < self.found:
                self.lowered = True
                self.library.set_num_threads(threads)
        return threads

    def leave(self, threads: int, wall: float, processor: float) -> None:
        """Set the library's own number again; `wall` and `processor` are what products took."""
        with self.lock:
            if len(self.inside) == 1:
                if self.lowered:
                    self.library.set_num_threads(self.found)
                    self.lowered = False
                self.learn(threads, wall, processor)
            self.inside.discard(get_ident())

    def learn(self, threads: int, wall: float, processor: float) -> None:
        """See whether others took the processors on which the threads were to run.

        Threads that wait for one another keep their processors busy, so on a quiet machine all
        of them use a processor all the time.
        """
        self.wall += wall
        self.missing += threads * wall - processor
        if self.wall < WINDOW:
            return
        busy = self.missing > MISSING * self.wall
        self.wall = self.missing = 0.0
        if busy:
            if threads > 1:
                self.pause = min(2 * self.pause, LONGEST_PAUSE)
            self.busy_until = perf_counter() + self.pause
        elif threads > 1:
            self.pause = FIRST_PAUSE


@cache
def numpys_blas() -> Blas | None:
    """Return NumPy's library for matrix products, unless its threads stay as they are.

    Under test there is always one thread: the last bits of a product depend on their number.
    """
    if SET_BY_READER or in_browser():
        return None
    from threadpoolctl import ThreadpoolController  # takes a while: only where it is needed

    libraries = ThreadpoolController().select(user_api="blas").lib_controllers
    libraries.sort(key=lambda library: "numpy" not in library.filepath)  # others may be loaded
    if not libraries or libraries[0].num_threads is None:
        return None
    under_test = os.environ.get("DIG2AI_TEST", "0") != "0"
    return Blas(libraries[0], 1 if under_test else max(1, int(processor_share())))
