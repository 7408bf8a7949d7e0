"""Many trainings with different settings, side by side."""

from __future__ import annotations

import contextlib
import itertools
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from time import perf_counter
from typing import TYPE_CHECKING, Any

from .digits import Digits, check_digits
from .inputs import check_name, told
from .network import Network
from .own_files import UNFINISHED, remove_unfinished
from .processor_limit import processors
from .progress import progress_bar
from .surroundings import in_browser
from .threads import VARIABLES
from .training import train, training_run

if TYPE_CHECKING:
    from concurrent.futures import Executor

NETWORK_SETTINGS = ("hidden", "output", "init", "dtype", "seed")
MEASURED = ("loss", "accuracy", "validation_loss", "validation_accuracy")
HERE = "give executor=ThreadPoolExecutor()"
UNSENT = f"can't be sent to another process: define it in a module, or {HERE}"
TRAINING_SETTINGS = ("epochs", "batch_size", "learning_rate", "momentum", "seed")

# Sweeps in several threads share them: the first sets them, the last sets them back.
_changing = threading.Lock()
_inside: list[bool] = []
_before: dict[str, str | None] = {}

_of_worker: list[Digits] = []  # in a process of a sweep: what it learns from


class _ProcessesEnded(Exception):
    """The processes of a sweep ended, though nobody here told them to."""


def sweep(
    grid: Mapping[str, list[Any] | tuple[Any, ...] | range],
    digits: Digits,
    executor: Executor | None = None,
    on_result: Callable[[dict[str, Any]], object] | None = None,
) -> list[dict[str, Any]]:
    """Train a network for every combination of settings.

    Parameters
    ----------
    grid
        The values to try: `{"neurons": [8, 32], "learning_rate": [0.01, 0.1, 1.0]}`.
        `"neurons"` is a whole number, or a tuple for several hidden layers (128 if it is not
        in the grid); the other names are those of `Network` and of `train`.
    digits
        Each network learns from `digits.train` and is measured on `digits.validation`.
    executor
        Where the trainings run: any executor of `concurrent.futures`, or dask's,
        `client.get_executor(pure=False)`. Without one they run in new processes, as many as
        there are processors for this one. In a browser there are neither processes nor threads,
        so they always run one after the other.
    on_result
        Called with each result as it comes in.

    Interrupt it (Ctrl-C, or Jupyter's stop button) to end it early: it gives back what is there.
    So it does if the system ends one of its processes, for example because memory runs out.

    Returns
    -------
    list of dict
        In the order of the grid: the settings, and "loss", "accuracy", "validation_loss" and
        "validation_accuracy" of the last epoch, "diverged" (a sentence or None) and "seconds".
        Of a sweep that ended early, the trainings that were done.

    Examples
    --------
    >>> for row in sweep({"neurons": [2, 32], "epochs": [3]}, digits):
    ...     print(row["neurons"], row["validation_accuracy"] > 0.8)
    2 False
    32 True
    """
    cells = _cells(grid)
    check_digits(digits)
    for settings in cells:
        _prepare(settings, digits)  # reports a wrong setting now, before anything runs
    if not (on_result is None or callable(on_result)):
        raise TypeError(f"on_result must be a function or None, but is {told(on_result)}")
    if not (executor is None or _is_executor(executor)):
        raise TypeError(
            f"executor must be one like ThreadPoolExecutor(), or None, but is {told(executor)}"
        )
    results = _collected(_trained(cells, digits, executor), len(cells), on_result)
    return [results[place] for place in sorted(results)]


def _is_executor(executor):
    from concurrent.futures import Executor

    return isinstance(executor, Executor)


def _collected(trained, cells, on_result):
    """Return {place of a cell: its result}, of an early end those that are there."""
    results = {}
    try:
        with contextlib.closing(trained):
            for place, result in trained:
                results[place] = result
                if on_result is not None:
                    on_result(result)
        return results
    except KeyboardInterrupt:
        why = "The sweep was interrupted"
    except _ProcessesEnded as early:
        if not results:
            raise RuntimeError(str(early)) from None
        why = "The system ended a process of the sweep, perhaps because memory ran out"
    print(f"{why}: {len(results)} of {cells} trainings are done.")
    return results


def train_cell(settings: dict[str, Any], digits: Digits) -> dict[str, Any]:
    """Train one network, and return its settings with what was measured."""
    net, training = _prepare(settings, digits)
    start = perf_counter()
    history = train(net, digits.train, digits.validation, progress=False, **training)
    return {
        **settings,
        **{name: getattr(history, name)[-1] for name in MEASURED},
        "diverged": history.diverged,
        "seconds": perf_counter() - start,
    }


def _cells(grid):
    if not isinstance(grid, Mapping) or not grid:
        raise TypeError(
            f'a sweep needs a dict of lists, like {{"neurons": [8, 32]}}, not {told(grid)}'
        )
    for name, values in grid.items():
        names = dict.fromkeys(("neurons", *NETWORK_SETTINGS, *TRAINING_SETTINGS))
        check_name(name, names, "each setting of a sweep")
        if not isinstance(values, (list, tuple, range)) or not values:
            raise ValueError(f"{name} must be a list of values to try, but is {told(values)}")
    return [dict(zip(grid, values, strict=True)) for values in itertools.product(*grid.values())]


def _prepare(settings, digits):
    """Return the untrained network and the settings for its training, both checked."""
    neurons = settings.get("neurons", 128)
    hidden_sizes = neurons if isinstance(neurons, (list, tuple)) else (neurons,)
    network = {name: settings[name] for name in NETWORK_SETTINGS if name in settings}
    training = {name: settings[name] for name in TRAINING_SETTINGS if name in settings}
    net = Network((digits.train.pixels, *hidden_sizes, 10), **network)
    training_run(net, digits.train, digits.validation, **training)
    return net, training


def _trained(cells, digits, executor):
    """Yield (place, result) of each cell as it is done; what is under way ends with this."""
    if in_browser():
        return _one_after_the_other(cells, digits)
    if executor is None:
        return _in_processes(cells, digits)
    return _on(executor, cells, digits)


def _one_after_the_other(cells, digits):
    with progress_bar(len(cells), " trainings", "sweep") as bar:
        for place, cell in enumerate(cells):
            yield place, train_cell(cell, digits)
            bar.update()


def _in_processes(cells, digits):
    # Only now: these need what a browser does not have.
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool

    _check_that_they_can_travel(cells, digits)
    spawn = multiprocessing.get_context("spawn")
    # Measured against threads and against forked processes: fresh processes with one thread
    # each are the fastest, as the threads of several matrix products get in each other's way.
    try:
        with single_threaded_children(), _in_a_file(digits) as file, contextlib.ExitStack() as ends:
            with _told_if_none_can_start():
                hears, line = spawn.Pipe(duplex=False)
                ends.callback(hears.close)
                ends.callback(line.close)
                begin = _begin_worker, (hears, file)
                pool = ends.enter_context(ProcessPoolExecutor(processors(), spawn, *begin))
                # An error closes it before the pool waits: with it end the trainings under way.
                ends.push(lambda error, *_: error and line.close())
                with _deaf_children():
                    places = _submitted(pool, _train_in_worker, cells)
            yield from _as_they_come(places)
    except BrokenProcessPool:
        raise _ProcessesEnded(
            "the processes of the sweep ended early: in a script, call it under "
            f'`if __name__ == "__main__":`; if memory ran out, {HERE}'
        ) from None


@contextlib.contextmanager
def _told_if_none_can_start():
    """Say in a sentence that there are no processes, where the system allows none."""
    try:
        yield
    except (OSError, AssertionError, NotImplementedError) as problem:
        raise RuntimeError(f"no processes can be started here ({problem}): {HERE}") from None


@contextlib.contextmanager
def _in_a_file(digits):
    """Give the name of a file from which processes read the digits.

    A process that ends at once, as in a script without `if __name__ == "__main__":`, takes nothing
    that it is sent when it starts; more than a pipe holds (64 kB) would be waited for without end.
    """
    import tempfile

    with contextlib.ExitStack() as stack:
        try:
            remove_unfinished(tempfile.gettempdir())
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix=UNFINISHED))
            file = os.path.join(folder, "digits")
            with open(file, "wb") as written:
                pickle.dump(digits, written)
        except OSError as problem:
            why = f"can't be written into the temporary folder ({problem.strerror})"
            raise OSError(f"the digits {why}: make room there, or {HERE}") from None
        except (pickle.PicklingError, AttributeError, TypeError):
            raise TypeError(f"these digits {UNSENT}") from None
        yield file


def _begin_worker(line, file):
    """Read the digits; end, in the middle of a training, when the line's other end is closed."""
    from tqdm import tqdm

    with open(file, "rb") as written:
        _of_worker.append(pickle.load(written))
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # where they are not deaf from the start
    tqdm.set_lock(threading.RLock())  # its own, for several processes, would be left behind

    def listen():
        with contextlib.suppress(OSError):  # so Windows says that it was closed before
            line.poll(None)
        os._exit(1)

    threading.Thread(target=listen, daemon=True).start()


def _train_in_worker(settings):
    return train_cell(settings, *_of_worker)


def _check_that_they_can_travel(cells, digits):
    parts = (digits, digits.train, digits.validation, digits.test)
    if not _can_travel([type(part) for part in parts]):
        raise TypeError(f"these digits {UNSENT}")
    for cell in cells:
        for name, value in cell.items():
            if not _can_travel(value):
                raise TypeError(f"{name} holds {told(value)}, which {UNSENT}")


def _can_travel(value):
    """Whether a new process can take this. What a notebook's cell has defined, it can't find."""
    try:
        sent = pickle.dumps(value)
    except (pickle.PicklingError, AttributeError, TypeError):
        return False
    return b"__main__" not in sent or hasattr(sys.modules["__main__"], "__file__")


def _submitted(executor, work, cells):
    """Return {future: place of its cell}."""
    return {executor.submit(work, cell): place for place, cell in enumerate(cells)}


def _as_they_come(places):
    from concurrent.futures import FIRST_COMPLETED, wait

    waiting = set(places)
    while waiting:  # Windows lets no Ctrl-C into a longer wait
        done, waiting = wait(waiting, timeout=0.1, return_when=FIRST_COMPLETED)
        for future in sorted(done, key=_failed):  # what is there counts before what is lost
            yield places[future], future.result()


def _failed(future):
    return future.cancelled() or future.exception() is not None


def _on(executor, cells, digits):
    places = _submitted(executor, partial(train_cell, digits=digits), cells)
    try:
        yield from _as_they_come(places)
    finally:  # an error or an interrupt leaves nothing to be begun
        for future in places:
            future.cancel()


@contextlib.contextmanager
def _deaf_children():
    """Let processes that start inside this context hear no Ctrl-C: the sweep tells them to end."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextlib.contextmanager
def single_threaded_children() -> Iterator[None]:
    """Let processes that start inside this context do their matrix products in one thread each."""
    with _changing:
        if not _inside:
            _before.update({name: os.environ.get(name) for name in VARIABLES})
            os.environ.update(dict.fromkeys(VARIABLES, "1"))
        _inside.append(True)
    try:
        yield
    finally:
        with _changing:
            _inside.pop()
            for name, value in _before.items() if not _inside else ():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value
