"""Let all contenders train in turn, round after round, and print one table: in three minutes.

python -m benchmarks, or python -m benchmarks --full for more rounds and for every library in
every row. Contenders take turns, so that noise meets all of them; a ratio is taken within a round,
and printed with the quartiles of all rounds. How much others use the machine is looked at before
each measurement.
"""

import argparse
import importlib.util
import sys
from collections import defaultdict
from dataclasses import replace
from statistics import mean
from time import perf_counter

from . import noise, settings, table
from .anatomy import measure_step
from .contenders import CONTENDERS, missing_packages
from .jobs import Job
from .machine import describe_machine
from .measure import (
    a_process,
    epoch_seconds,
    import_seconds,
    in_own_process,
    need_mnist,
    peak_memory,
    seconds_to_goal,
)

EPOCH = 55_000  # images; an epoch is told from a part of them
STANDARD = Job(images=6_400, epochs=3)
IMAGES = {1: 500, 64: 6_400, 1_024: 8_192}  # by batch size
GRID = {
    (batch_size, hidden): Job(
        hidden, batch_size, images, epochs=3, learning_rate=0.1 if batch_size > 1 else 0.001
    )
    for batch_size, images in IMAGES.items()
    for hidden in (32, 64, 128, 256, 512, 1_024)
}
PARTS = ("standard", "goals", "costs", "anatomy", "busy", "grid")
# Seconds after which a part of a short run begins no further round; the grid takes what is left.
SECONDS = {"standard": 20, "goals": 45, "anatomy": 5, "busy": 20}
ALL_SECONDS = 165
LATEST_GOAL = 80  # seconds from the beginning


class Bench:
    """What is measured, by row and contender: a list with one figure for each round."""

    def __init__(self, names, full):
        self.names, self.full = names, full
        self.results = defaultdict(list)
        self.others = []  # (share of the machine that others used, seconds of what came then)
        self.processes = {name: a_process() for name in names}
        self.began = perf_counter()

    def rounds(self, part, short, full):
        """Count the rounds of a part: in a short run, only while there is time."""
        start = perf_counter()
        seconds = SECONDS.get(part, ALL_SECONDS - (start - self.began))
        for number in range(full if self.full else short):
            spent = perf_counter() - start
            if number and not self.full and spent * (number + 1) / number > seconds:
                return
            print(f"{part}, round {number + 1} …", file=sys.stderr, flush=True)
            yield number

    def time_epochs(self, row, job, names):
        """Time an epoch of each contender in turn."""
        for name in names:
            share, start = noise.used_by_others(), perf_counter()
            self.time_epoch(row, job, name)
            self.others.append((share, perf_counter() - start))

    def time_epoch(self, row, job, name):
        """Time an epoch in the process that each contender keeps."""
        if name == "ours":
            # Now and then it tries another number of threads: in a few steps that would weigh too
            # much, or not show at all.
            job = replace(job, epochs=max(job.epochs, min(20, 2_560 // job.hidden)))
        laps = self.processes[name].submit(epoch_seconds, name, job).result()
        self.results[row, name].append(mean(laps) * EPOCH / job.images)

    def standard(self):
        """One network, every contender, once all of them have been imported."""
        few = Job(images=640, epochs=2)
        for future in [self.processes[n].submit(epoch_seconds, n, few) for n in self.names]:
            future.result()
        for _ in self.rounds("standard", short=5, full=12):
            self.time_epochs("standard", STANDARD, self.names)

    def busy(self):
        """The same, while every processor computes something else."""
        for _ in self.rounds("busy", short=3, full=6):
            with noise.every_processor_busy():
                for name in self.names:
                    self.time_epoch("busy", STANDARD, name)

    def goals(self):
        """Trainings until an accuracy is reached."""
        for seed in self.rounds("goals", short=3, full=5):
            for (goal, name), job in settings.read().items():
                if not self.full and perf_counter() - self.began > LATEST_GOAL:
                    return  # on a busy machine, a single training can take a minute
                # The last goal takes the slower libraries a minute, and is missed with some seeds.
                if name in self.names and (self.full or goal <= 0.98):
                    process = self.processes[name]
                    [(seconds, _)] = process.submit(
                        seconds_to_goal, name, job, goal, [seed]
                    ).result()
                    self.results[goal, name].append(seconds)

    def costs(self):
        """Memory, and the time to import, of fresh processes."""
        for name in self.names:
            for _ in range(5 if self.full or name in ("ours", "bare NumPy") else 1):
                self.results["import", name].append(import_seconds(name))
            if importlib.util.find_spec("resource"):  # not on Windows
                self.results["memory", name].append(in_own_process(peak_memory, name, Job()))

    def grid(self):
        """Sizes of batches and of networks, for as many rounds as there is time."""
        three = [name for name in self.names if name in ("ours", "bare NumPy", "PyTorch")]
        for _ in self.rounds("grid", short=5, full=6):
            for row, job in GRID.items():
                if not self.full and perf_counter() - self.began > ALL_SECONDS:
                    return
                self.time_epochs(row, job, self.names if self.full else three)

    def anatomy(self):
        """Where the time of a step goes."""
        for _ in self.rounds("anatomy", short=2, full=4):
            measured = in_own_process(measure_step, Job(images=12_800, epochs=2))
            self.results["anatomy", "ours"].append(measured)


def main():
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--full", action="store_true", help="more rounds, every library everywhere")
    given = parser.parse_args()
    need_mnist()
    names = [name for name in CONTENDERS if not missing_packages(name)]
    print(describe_machine(names), end="\n\n")
    for name in CONTENDERS:
        if packages := missing_packages(name):
            print(f"{name} is left out: not installed: {', '.join(packages)}", end="\n\n")
    bench = Bench(names, full=given.full)
    for part in PARTS:
        getattr(bench, part)()
    print(table.report(bench.results, bench.others))
    if left := [row for row in GRID if (row, "ours") not in bench.results]:
        print(f"{len(left)} sizes were left out: the time was up. make bench FULL=1 has them all.")
    print(f"This took {perf_counter() - bench.began:.0f} s.")


if __name__ == "__main__":
    main()
