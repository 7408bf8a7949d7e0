"""The settings with which each library reaches a goal soonest: python -m benchmarks.settings.

They are chosen on the validation digits; the benchmark then measures on the test digits. How many
epochs a setting needs hardly depends on the library, so ours finds it; the seconds of an epoch are
each library's own, of a processor and in one thread, so that other work hardly counts. This
writes settings.csv anew, in some twenty minutes.
"""

import argparse
import csv
import itertools
from math import inf
from pathlib import Path
from statistics import mean
from time import process_time

from .contenders import CONTENDERS, missing_packages
from .frameworks import one_thread, write
from .jobs import Job
from .measure import epoch_seconds, in_own_process, need_mnist, seconds_to_goal

TABLE = Path(__file__).parent / "settings.csv"
COLUMNS = ("goal", "library", "hidden", "batch_size", "learning_rate", "falling", "epochs")
SEEDS = (100, 101, 102)  # those of the benchmark are others
RATES = {True: (0.1, 0.2), False: (0.02, 0.05)}  # those that fall evenly to 0, and constant ones

# goal: numbers of neurons, sizes of batches and numbers of epochs to try
CANDIDATES = {
    0.9735: ((64, 128, 256), (32, 64, 128), (1, 2, 3)),
    0.98: ((128, 256, 512), (64, 128), (2, 4, 6)),
    0.985: ((512, 1024), (64, 128), (6, 10)),
}
# The validation digits are read better than the test digits, by 0.05 to 0.3 points, so a goal is
# set that much higher there; but 98.7 % is beyond what such a network reaches with every seed.
MARGINS = {0.9735: 0.002, 0.98: 0.003, 0.985: 0}


def candidates(goal, falling):
    """Return the jobs to try; without a falling rate, only the number of epochs is a limit."""
    hidden, batch_sizes, epochs = CANDIDATES[goal]
    if not falling:
        epochs = [3 * max(epochs)]
    return [
        Job(*sizes, 55_000, epochs, 10 if falling else 1, 0, rate, falling)
        for *sizes, rate, epochs in itertools.product(hidden, batch_sizes, RATES[falling], epochs)
    ]


def epochs_needed(goal, job):
    """Return how many epochs a job takes to its goal on the validation digits.

    It must reach the goal with each seed: a setting that does by luck would fail in the benchmark.
    """
    found = []
    for seed in SEEDS:
        training = ("ours", job, goal + MARGINS[goal], [seed], "mnist", "validation")
        [(_, epochs)] = in_own_process(seconds_to_goal, *training)
        if epochs == inf:
            return inf
        found.append(epochs)
    return mean(found)


def epoch_costs(library, jobs):
    """Return {(hidden, batch size): seconds of an epoch}, measured on a part of the digits."""
    costs = {}
    for hidden, batch_size in {(job.hidden, job.batch_size) for job in jobs}:
        part = Job(hidden, batch_size, images=3_200, epochs=3)
        costs[hidden, batch_size] = min(epoch_seconds(library, part, clock=process_time))
    return costs


def read():
    """Return {(goal, library): job} from the table."""
    with TABLE.open(newline="", encoding="utf-8") as file:
        return {
            (float(row["goal"]), row["library"]): Job(
                hidden=int(row["hidden"]),
                batch_size=int(row["batch_size"]),
                epochs=int(row["epochs"]),
                looks=1 if row["library"] == "scikit-learn" else 10,
                learning_rate=float(row["learning_rate"]),
                falling=row["falling"] == "True",
            )
            for row in csv.DictReader(file)
        }


def main():
    """Choose, print what is found on the way, and write the table."""
    one_thread()
    need_mnist()
    libraries = [name for name in CONTENDERS if name != "bare NumPy" and not missing_packages(name)]
    needed, rows = {}, []
    for goal, library in itertools.product(CANDIDATES, libraries):
        # scikit-learn's rate can't fall from one `partial_fit` to the next.
        jobs = candidates(goal, falling=library != "scikit-learn")
        for job in jobs:
            if (goal, job) not in needed:
                needed[goal, job] = epochs_needed(goal, job)
                print(f"{goal:.2%} {job}: {needed[goal, job]:.1f} epochs", flush=True)
        costs = in_own_process(epoch_costs, library, jobs)
        seconds = {job: needed[goal, job] * costs[job.hidden, job.batch_size] for job in jobs}
        best = min(seconds, key=seconds.get)
        if needed[goal, best] < inf:
            rows.append((goal, library, *(getattr(best, column) for column in COLUMNS[2:])))
            print(*rows[-1], flush=True)
    write(TABLE, COLUMNS, rows)


if __name__ == "__main__":
    argparse.ArgumentParser(description=__doc__.splitlines()[0]).parse_args()
    main()
