"""Let all contenders train in turn, several rounds, and print one table.

Run nothing else meanwhile: a matrix product in two threads waits for the slower one.
"""

import importlib.util
import sys
from collections import defaultdict
from statistics import median

from dig2ai_helpers import load_digits

from . import table
from .anatomy import measure_step
from .contenders import CONTENDERS, missing_packages
from .jobs import Job
from .machine import describe_machine
from .measure import epoch_seconds, in_own_process, peak_memory, seconds_to_goal

ROUNDS = 4
SEEDS = 2  # of the trainings to GOAL, each round
GOAL = 0.9735  # of the test digits

# Where an epoch is timed, it is the first that warms up and is left out.
STANDARD = Job(epochs=3)
SINGLES = Job(batch_size=1, images=5_000, epochs=3)
BY_NEURONS = {n: Job(hidden=n, epochs=3) for n in (32, 64, 128, 256, 512, 1024)}
BY_IMAGES = {n: Job(images=n, epochs=3) for n in (5_000, 10_000, 20_000, 40_000, 55_000)}
WIDE = {n: BY_NEURONS[n] for n in (512, 1024)}


def main():
    """Measure and print."""
    try:
        load_digits("mnist")
    except (OSError, ValueError) as error:
        sys.exit(f"The benchmark needs MNIST. {error}")
    names = [name for name in CONTENDERS if not missing_packages(name)]
    print(describe_machine(names), end="\n\n")
    for name in CONTENDERS:
        if packages := missing_packages(name):
            print(f"{name} is left out: not installed: {', '.join(packages)}", end="\n\n")
    results = defaultdict(list)
    for number in range(ROUNDS):
        print(f"round {number + 1} of {ROUNDS} …", file=sys.stderr)
        one_round(number, names, results)
    print(report(names, results))


def one_round(number, names, results):
    """Measure everything once, adding a list of figures to results[what, name] each time."""
    two = [name for name in names if name in ("ours", "PyTorch")]
    who = {job: ["ours"] for job in (*BY_NEURONS.values(), *BY_IMAGES.values())}
    who |= {STANDARD: names, SINGLES: two} | dict.fromkeys(WIDE.values(), two)
    for job, contenders in who.items():
        for name in contenders:
            results[job, name].append(in_own_process(epoch_seconds, name, job))
    seeds = range(number * SEEDS, (number + 1) * SEEDS)
    for name in names:
        if name != "scikit-learn":  # partial_fit can't be looked at within an epoch
            job = Job(epochs=10, looks=10)
            trainings = in_own_process(seconds_to_goal, name, job, GOAL, seeds)
            results["seconds", name].append([seconds for seconds, _ in trainings])
            results["epochs", name].append([epochs for _, epochs in trainings])
    if importlib.util.find_spec("resource"):  # not on Windows
        for name in names:
            results["memory", name].append([in_own_process(peak_memory, name, Job())])
    results["anatomy", "ours"].append(in_own_process(measure_step, Job(epochs=2)))


def report(names, results):
    """The whole table as text."""

    def rounds(what):
        return {name: results[what, name] for name in names if (what, name) in results}

    epochs = [
        f"{name} {median(epoch for part in parts for epoch in part):.1f}"
        for name, parts in rounds("epochs").items()
    ]
    lines = table.comparison(
        "seconds an epoch, batches of 64",
        rounds(STANDARD),
        {"PyTorch": 2.0, "Keras": 6, "scikit-learn": 1.7},
    )
    lines += table.comparison(
        f"seconds of training until {GOAL:.2%} of the test digits are read, looking 10 times an "
        f"epoch\n(epochs that this took: {', '.join(epochs)})",
        rounds("seconds"),
        {"PyTorch": 2.2, "Keras": 7},
    )
    lines += table.parts(results["anatomy", "ours"])
    if memory := rounds("memory"):
        title = "megabytes at most, of a process that trains an epoch and validates (ours: ≤ 250)"
        lines += table.comparison(title, memory, decimals=0)
    lines += table.comparison("seconds for 5,000 images one by one", rounds(SINGLES))
    for neurons, job in WIDE.items():
        lines += table.comparison(f"seconds an epoch with {neurons:,} neurons", rounds(job))
    for title, jobs in (("neurons", BY_NEURONS), ("images", BY_IMAGES)):
        points = {size: results[job, "ours"] for size, job in jobs.items()}
        lines += table.growth(f"our seconds an epoch, by {title}", points)
    return "\n".join(lines)


if __name__ == "__main__":
    main()
