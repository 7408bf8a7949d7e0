"""Measure how far plain networks go on MNIST, idea by idea: notebook 10's table.

``python tools/measure_limits.py`` trains every plan with three seeds and adds what it measures on
the validation digits to dig2ai_helpers/data/limits.csv, after each run. Started again, it goes on
after the last run that is in the table; with names, it trains only those ideas. The networks are
kept in build/limits. ``python tools/measure_limits.py --test`` then looks at the test digits, once,
and fills in the last column. Seconds are those of two cores: half of the processor's seconds.

Without ``--long`` it takes about half an hour of one core. ``python tools/measure_limits.py
--long`` goes as far as five and as twenty minutes of two cores let it, three times each: two and
a half hours of one core. It can be stopped and started again, too: a run that wasn't finished
starts from the beginning.
"""

import argparse
import csv
from pathlib import Path

from limit_runs import Plan, judged, trained, trained_by_torch, views_of

from dig2ai_helpers import Network, load_digits, recipes
from dig2ai_helpers.limits import TABLE

KEPT = Path(__file__).parents[1] / "build" / "limits"
COLUMNS = ("idea", "kind", "seed", "epochs", "seconds",
           "validation_loss", "validation_accuracy", "test_accuracy")  # fmt: skip

SMALL, LARGE = (784, 512, 256, 10), (784, 1500, 1000, 500, 10)
MOVED = dict(shift=1.5, rotation=12, scale=0, shear=0, elastic=0, thickness=0)
BENT = dict(shift=1.5, rotation=12, scale=0.12, shear=0.15, elastic=1.0, thickness=0.4)
GENTLE = dict(shift=0.75, rotation=6, scale=0.06, shear=0.08, elastic=0.5, thickness=0.2)
AUTHOR = recipes["selu-300-100"]
PLAIN = dict(batch_size=32, momentum=0.0, falls=False)

PLANS = {
    "as published": Plan(AUTHOR.sizes, hidden=AUTHOR.hidden, init=AUTHOR.init, falls=False,
                         momentum=0.0, **AUTHOR.training),
    "rate": Plan((784, 128, 10), 10, **PLAIN),
    "momentum": Plan((784, 128, 10), 10, falls=False, learning_rate=0.05),
    "falling rate": Plan((784, 128, 10), 10),
    "quick": Plan((784, 128, 10), 3, points=8),
    "more neurons": Plan(SMALL, 10),
    "PyTorch": Plan(SMALL, 10, torch=True),
    "weight decay": Plan(SMALL, 10, decay=0.002),
    "dropout": Plan(SMALL, 10, keep=0.8),
    "moved": Plan(SMALL, 10, distortions=MOVED),
    "bent": Plan(SMALL, 10, distortions=BENT),
    "constant rate": Plan(SMALL, 10, falls=False, learning_rate=0.05, memory=0.999,
                          distortions=BENT),
    "longer": Plan(SMALL, 30, memory=0.999, distortions=BENT),
}  # fmt: skip
LONG = {
    "five minutes": Plan(SMALL, 160, memory=0.9995, distortions=BENT),
    "twenty minutes": Plan(LARGE, 160, memory=0.9995, distortions=BENT),
}
SEEDS = range(3)
VIEWED = ("longer", *LONG)  # read by several views, and as committees, too
COMMITTEES = ("bent", *VIEWED)
VIEWS = (2, 4, 8, 16, 32)


def rows():
    """Return the table so far."""
    if not TABLE.exists():
        return []
    with TABLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def write(found):
    """Write the whole table."""
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(found)


def row(idea, kind, seed, epochs, seconds, loss, accuracy):
    """Return a row of the table, with sensible digits."""
    numbers = (round(epochs, 3), round(seconds, 2), round(loss, 5), round(accuracy, 5))
    return dict(zip(COLUMNS, (idea, kind, seed, *numbers, ""), strict=True))


def run(idea, plan, seed, digits):
    """Train one network, keep it, and add its rows to the table."""
    found = []

    def point(*measured):
        kind, epochs, seconds, loss, accuracy = measured
        print(f"{idea} {seed}, {kind}: epoch {epochs:.2f}, {seconds:.1f} s, "
              f"loss {loss:.4f}, {accuracy:.2%}", flush=True)  # fmt: skip
        found.append(row(idea, kind, seed, epochs, seconds, loss, accuracy))

    train = trained_by_torch if plan.torch else trained
    for kind, net in train(plan, seed, digits, point).items():
        net.save(KEPT / f"{idea}-{kind}-{seed}.npz")
    write([*rows(), *found])


def readings(idea, seeds, split):
    """Yield (kind, seed, probabilities) of views and committees of the kept networks."""
    total, of_most_views = 0, 0
    for seed in seeds:
        net = Network.load(KEPT / f"{idea}-network-{seed}.npz")
        total = total + net.forward(split.images)
        if idea in VIEWED:
            for views in VIEWS:
                seen = views_of(net, split.images, views, GENTLE)
                yield f"{views} views", str(seed), seen
            of_most_views = of_most_views + seen
    who = f"{seeds[0]}-{seeds[-1]}"
    yield "committee", who, total / len(seeds)
    if idea in VIEWED:
        yield f"committee, {VIEWS[-1]} views", who, of_most_views / len(seeds)


def read_together(ideas, seeds, digits):
    """Add the rows of views and committees, for those networks that are there."""
    table = rows()
    for idea in ideas:
        last = {r["seed"]: r for r in table if r["idea"] == idea and r["kind"] == "network"}
        if {str(seed) for seed in seeds} - set(last):
            continue
        table = [r for r in table if r["idea"] != idea or r["kind"] in ("network", "averaged")]
        seconds = [float(last[str(seed)]["seconds"]) for seed in seeds]
        for kind, seed, read in readings(idea, seeds, digits.validation):
            took = sum(seconds) if "-" in seed else seconds[int(seed)]
            found = judged(read, digits.validation.labels)
            table.append(row(idea, kind, seed, float(last["0"]["epochs"]), took, *found))
            print(f"{idea} {seed}, {kind}: {found[1]:.2%}", flush=True)
    write(table)


def test(ideas, seeds, digits):
    """Fill in the last column, from the kept networks."""
    labels, table = digits.test.labels, rows()
    last = {(r["idea"], r["kind"], r["seed"]): r for r in table}  # the last row of each counts
    accuracy = {}
    for idea, kind, seed in last:
        kept = KEPT / f"{idea}-{kind}-{seed}.npz"
        if idea in ideas and kept.exists():
            accuracy[idea, kind, seed] = Network.load(kept).evaluate(digits.test.images, labels)[1]
    for idea in set(ideas) & set(COMMITTEES):
        for kind, seed, read in readings(idea, seeds, digits.test):
            accuracy[idea, kind, seed] = judged(read, labels)[1]
    for which, found in accuracy.items():
        if which in last:
            last[which]["test_accuracy"] = round(found, 5)
    write(table)


def main():
    """Do what is missing in the table; with --test, look at the test digits."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--long", action="store_true", help="five and twenty minutes, three times")
    parser.add_argument("--test", action="store_true", help="all is trained: judge it, once")
    parser.add_argument("ideas", nargs="*", metavar="idea", help=f"some of: {', '.join(PLANS)}")
    arguments = parser.parse_args()
    plans = LONG if arguments.long else PLANS
    if unknown := set(arguments.ideas) - set(plans):
        parser.error(f"no idea is called {', '.join(unknown)}")
    plans = {idea: plan for idea, plan in plans.items() if idea in (arguments.ideas or plans)}
    together = [idea for idea in plans if idea in COMMITTEES]
    digits = load_digits("mnist")
    KEPT.mkdir(parents=True, exist_ok=True)
    if arguments.test:
        test(plans, SEEDS, digits)
        return
    for seed in SEEDS:
        for idea, plan in plans.items():
            if not any(r["idea"] == idea and r["seed"] == str(seed) for r in rows()):
                run(idea, plan, seed, digits)
    read_together(together, SEEDS, digits)


if __name__ == "__main__":
    main()
