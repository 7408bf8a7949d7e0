"""What a framework costs, for notebook 09: python -m benchmarks.frameworks writes its table.

One thread each, in seconds of a processor, and the best of several epochs: so other work on the
machine hardly counts. dig2ai_helpers/data/frameworks.csv has a row for each figure.
"""

import argparse
import csv
import os
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time

TABLE = Path(__file__).parents[1] / "dig2ai_helpers" / "data" / "frameworks.csv"
COLUMNS = ("what", "library", "neurons", "batch_size", "value")
IMAGES = {1: 1_000, 64: 12_800, 1_024: 12_288}  # of an epoch that is measured, by batch size
NEURONS = (128, 1_024)
EPOCH = 55_000  # images of an epoch that is told
LIBRARIES = {"ours": "dig2ai_helpers", "PyTorch": "torch", "Keras": "keras"}
ROUNDS = 6


def one_thread():
    """Tell all libraries to use one thread; they read this while they are imported."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[name] = "1"


def import_seconds(module):
    """Seconds of a processor to import a library in a process that has only begun."""
    os.environ.setdefault("KERAS_BACKEND", "torch")
    start = process_time()
    __import__(module)
    return process_time() - start


def idle_memory(module):
    """Megabytes of a process that has imported a library and done nothing else."""
    import resource  # not on Windows

    os.environ.setdefault("KERAS_BACKEND", "torch")
    __import__(module)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1e6 if sys.platform == "darwin" else 1e6 / 1024)  # bytes there, else KiB


def epoch(name, neurons, batch_size, compiled=False):
    """Seconds for an epoch of EPOCH images: the best of some, measured on fewer images."""
    from .jobs import Job
    from .measure import epoch_seconds

    job = Job(neurons, batch_size, IMAGES[batch_size], epochs=4, compiled=compiled)
    return min(epoch_seconds(name, job, clock=process_time)) * EPOCH / job.images


def compile_seconds(neurons):
    """Seconds on the wall that `torch.compile` adds to the first epoch, with an empty cache."""
    from dig2ai_helpers import load_digits

    from .contenders import pytorch
    from .jobs import Job, Watch

    job = Job(neurons, images=IMAGES[64], epochs=2, compiled=True)
    watch = Watch(clock=perf_counter)  # the compiler works in processes of its own
    with TemporaryDirectory() as cache:
        os.environ["TORCHINDUCTOR_CACHE_DIR"] = cache
        pytorch(load_digits("mnist").train.first(job.images), job, watch)
    return watch.laps[0] - watch.laps[1]


def batch_seconds(way):
    """Seconds to put together the batches of 64 of an epoch, and nothing else: the best of four."""
    import numpy as np

    from dig2ai_helpers import load_digits

    split = load_digits("mnist").train.first(IMAGES[64])
    if way == "ours":
        permutation = np.random.default_rng(0).permutation

        def batches():
            for rows in np.split(permutation(len(split)), len(split) // 64):
                split.batch(rows)

    else:
        import torch
        from torch.utils.data import DataLoader, TensorDataset

        tensors = TensorDataset(*(torch.tensor(array) for array in split.batch(slice(None))))

        def batches():
            for _ in DataLoader(tensors, batch_size=64, shuffle=True):
                pass

    laps = []
    for _ in range(4):
        start = process_time()
        batches()
        laps.append(process_time() - start)
    return min(laps) * EPOCH / len(split)


def rows(in_own_process):
    """Yield each row of the table: the least of ROUNDS processes, since noise only adds."""
    for name, module in LIBRARIES.items():
        for what, measure in (("import", import_seconds), ("memory", idle_memory)):
            found = [in_own_process(measure, module) for _ in range(ROUNDS)]
            yield what, name, "", "", f"{min(found):.3g}"
    for way in ("ours", "DataLoader"):
        found = [in_own_process(batch_seconds, way) for _ in range(ROUNDS)]
        yield "batches", way, "", "", f"{min(found):.3g}"
    for neurons in NEURONS:
        for batch_size in IMAGES:
            for name in LIBRARIES:
                found = [in_own_process(epoch, name, neurons, batch_size) for _ in range(ROUNDS)]
                yield "epoch", name, neurons, batch_size, f"{min(found):.3g}"
        found = [in_own_process(compile_seconds, neurons) for _ in range(ROUNDS)]
        yield "compile", "PyTorch", neurons, 64, f"{min(found):.3g}"
        found = [in_own_process(epoch, "PyTorch", neurons, 64, True) for _ in range(ROUNDS)]
        yield "compiled", "PyTorch", neurons, 64, f"{min(found):.3g}"


def main():
    """Measure, print each row as soon as it is known, and write the table."""
    one_thread()
    from .measure import in_own_process, need_mnist

    need_mnist()
    table = []
    for row in rows(in_own_process):
        print(*row, flush=True)
        table.append(row)
    write(TABLE, COLUMNS, table)


def write(path, columns, rows):
    """Write a table anew, once all of it is known: until then, the old one is whole."""
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, lineterminator="\n").writerows([columns, *rows])


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main()
