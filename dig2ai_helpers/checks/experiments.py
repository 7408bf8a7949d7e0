"""Exercises of notebook 06: the playground."""

import numpy as np

from ..history import History
from . import worked
from .exercise import Exercise

# 1: the fewest neurons


def _by_neurons(results, key="validation_accuracy"):
    runs = {}
    for result in results:
        runs.setdefault(result["neurons"], []).append(result[key])
    return runs


def _fewest(reaches, key="validation_accuracy", pick=min):
    """The fewest neurons whose accuracies reach the goal by some rule."""

    def fewest(results, goal):
        runs = _by_neurons(results, key)
        found = [n for n, values in runs.items() if reaches(np.array(values), goal)]
        return pick(found) if found else None

    return fewest


def _every_run(values, goal):
    return (values >= goal).all()


def _first_in_the_list(results, goal):
    return next(r["neurons"] for r in results if r["validation_accuracy"] >= goal)


def _neighbours_only(results, goal):
    """Group only runs that stand side by side, three at a time."""
    groups = [results[start : start + 3] for start in range(0, len(results), 3)]
    good = [g for g in groups if all(r["validation_accuracy"] >= goal for r in g)]
    return min(g[0]["neurons"] for g in good)


def _rounded(values, goal):
    return (values.round(2) >= goal).all()


def _most_runs(values, goal):
    return np.mean(values >= goal) > 0.5


def _three_seeds(results, goal):
    """Count the runs that reach the goal, and ask for three of them."""
    runs = _by_neurons(results)
    return min(n for n, values in runs.items() if (np.array(values) >= goal).sum() >= 3)


def _sweep_results(table, order):
    results = [
        {"neurons": n, "accuracy": min(1.0, round(share + 0.06, 3)), "validation_accuracy": share}
        for n, shares in table.items()
        for share in shares
    ]
    return [results[place] for place in order]


def _sweep_with_seeds(table, seed):
    count = sum(map(len, table.values()))
    results = _sweep_results(table, np.random.default_rng(seed).permutation(count))
    return [{"seed": place, **result} for place, result in enumerate(results)]


def _fresh_sweep(rng):
    sizes = np.sort(rng.permutation(np.arange(2, 60))[: rng.integers(3, 6)])
    seeds = rng.integers(2, 6)
    table = {
        int(n): [
            round(float(x), 3) for x in np.clip(rng.normal(0.5 + 0.1 * i, 0.08, seeds), 0, 0.93)
        ]
        for i, n in enumerate(sizes)
    }
    table[64] = [0.94] * seeds
    return _sweep_with_seeds(table, rng.integers(1000)), round(float(rng.uniform(0.5, 0.94)), 2)


_TABLE = {
    16: (0.95, 0.94, 0.96),
    32: (0.97, 0.96, 0.98),
    4: (0.27, 0.88, 0.80),
    8: (0.95, 0.89, 0.96),
    2: (0.40, 0.35, 0.60),
}
_TWO_SEEDS = {12: (0.91, 0.97), 48: (0.96, 0.98), 6: (0.93, 0.78), 3: (0.66, 0.81)}
_FIVE_SEEDS = {
    9: (0.90, 0.94, 0.92, 0.88, 0.93),
    24: (0.95, 0.96, 0.93, 0.97, 0.94),
    5: (0.85, 0.92, 0.91, 0.93, 0.70),
}

FEWEST = Exercise(
    name="fewest",
    notebook="06",
    statement="the fewest neurons with which every run of a sweep reaches a goal.",
    right=lambda results, goal: _fewest(_every_run)(results, goal),
    mistakes={
        "one lucky seed is enough for it. Every run with that many neurons must reach the goal.": (
            _fewest(lambda values, goal: (values >= goal).any())
        ),
        "a mean over the seeds hides the unlucky ones. Every run must reach the goal.": (
            _fewest(lambda values, goal: values.mean() >= goal)
        ),
        "the median over the seeds hides the unlucky ones. Every run must reach the goal.": (
            _fewest(lambda values, goal: np.median(values) >= goal)
        ),
        "most of the runs are enough for it. Every run with that many neurons must reach the "
        "goal.": _fewest(_most_runs),
        "the accuracies are rounded, so a run just below the goal counts. Compare them as they "
        "are.": _fewest(_rounded),
        "it uses the training accuracy. What counts is the accuracy on the validation digits.": (
            _fewest(_every_run, "accuracy")
        ),
        "a run with exactly the goal has reached it: >= instead of >.": (
            _fewest(lambda values, goal: (values > goal).all())
        ),
        "this is the first in the list that fits. The results can be in any order, so compare the "
        "numbers of neurons.": (
            _fewest(_every_run, pick=lambda found: found[0]),
            _first_in_the_list,
        ),
        "this is the largest network that reaches the goal, not the smallest.": (
            _fewest(_every_run, pick=max)
        ),
        "runs with the same number of neurons need not stand side by side. Collect them first.": (
            _neighbours_only
        ),
        "the sizes are compared as texts, and “12” comes before “6”. Keep them as numbers.": (
            _fewest(_every_run, pick=lambda found: min(found, key=str))
        ),
        "the number of seeds is fixed at three. There may be any number.": _three_seeds,
        "only the last run of each size counts. Keep all accuracies of a size, or the worst.": (
            _fewest(lambda values, goal: values[-1] >= goal)
        ),
        "only the first run of each size counts. Keep all accuracies of a size, or the worst.": (
            _fewest(lambda values, goal: values[0] >= goal)
        ),
        "this is an accuracy. How many neurons were needed for it?": lambda results, goal: min(
            r["validation_accuracy"]
            for r in results
            if r["neurons"] == _fewest(_every_run)(results, goal)
        ),
        "these are all sizes that reach the goal. Return the smallest one.": (
            _fewest(_every_run, pick=sorted)
        ),
    },
    worked=worked.fewest,
    praise="A network that is only good with a lucky seed can't be relied on.",
    hints=(
        "Collect the accuracies of each number of neurons in a dict: {8: [0.95, 0.89], 16: […]}.",
        "A size is reliable if its worst accuracy, the minimum of its list, is at least the goal.",
        "Return the minimum of all sizes that are reliable. The order of the results then doesn't "
        "matter.",
    ),
    cases=[
        (_sweep_results({8: (0.95, 0.85), 16: (0.92,)}, [2, 0, 1]), 0.9),
        (_sweep_results({12: (0.96, 0.94), 6: (0.95,)}, [0, 2, 1]), 0.9),
        (_sweep_results({8: (0.95, 0.85), 16: (0.92,), 32: (0.93,)}, [3, 0, 2, 1]), 0.9),
        *((_sweep_with_seeds(_TABLE, 1), goal) for goal in (0.9, 0.94, 0.3, 0.8, 0.955)),
        *((_sweep_with_seeds(_TWO_SEEDS, 2), goal) for goal in (0.9, 0.7, 0.91)),
        *((_sweep_with_seeds(_FIVE_SEEDS, 3), goal) for goal in (0.87, 0.92, 0.7, 0.9)),
        (_sweep_results({8: (0.95, 0.896), 16: (0.92,)}, [0, 1, 2]), 0.9),
        (_sweep_results(_TABLE, range(15)), 0.9),
    ],
    fresh=_fresh_sweep,
)


# 2: the best cell


def _best(order):
    """The pair of the result that comes first in an order."""

    def best(results):
        found = min(results, key=order)
        return found["neurons"], found["learning_rate"]

    return best


def _right_order(result):
    return -result["validation_accuracy"], result["neurons"]


_NAMES = "neurons", "learning_rate", "accuracy", "validation_accuracy", "validation_loss"
_ROWS = [
    (128, 0.1, 0.998, 0.96, 0.12),
    (64, 0.1, 0.997, 0.97, 0.13),
    (16, 0.3, 0.992, 0.97, 0.16),
    (32, 0.3, 0.995, 0.97, 0.15),
    (48, 0.6, 0.993, 0.97, 0.17),
    (256, 0.03, 1.000, 0.95, 0.14),
    (32, 1.0, 0.110, 0.10, 2.30),
]
_MORE_ROWS = [
    (40, 0.2, 0.990, 0.98, 0.11),
    (24, 0.05, 0.985, 0.93, 0.10),
    (20, 0.4, 0.991, 0.98, 0.12),
    (12, 0.1, 0.999, 0.91, 0.30),
    (80, 0.25, 0.970, 0.98, 0.13),
]
_CLOSE = [(64, 0.1, 0.99, 0.9544), (8, 0.3, 0.97, 0.9541), (32, 0.03, 0.98, 0.93)]
_THREE = [(64, 0.1, 0.99, 0.93), (8, 0.3, 0.97, 0.95), (32, 0.03, 0.98, 0.95)]


def _cells(rows):
    return [dict(zip(_NAMES, row, strict=False)) for row in rows]


def _fresh_cells(rng):
    sizes = rng.permutation(np.arange(4, 99))[: rng.integers(5, 10)]
    return (
        _cells(
            (int(n), round(float(rng.uniform(0.01, 1)), 3), round(float(rng.uniform(0.9, 1)), 3),
             round(0.9 + 0.01 * int(rng.integers(0, 4)), 2), round(float(rng.uniform(0.1, 0.5)), 3))
            for n in sizes
        ),
    )  # fmt: skip


BEST_CELL = Exercise(
    name="best_cell",
    notebook="06",
    statement="(neurons, learning rate) with the best validation accuracy; ties: fewest neurons.",
    right=lambda results: _best(_right_order)(results),
    results=("neurons", "learning_rate"),
    mistakes={
        "of equally good cells it takes the first in the list. Take the one with the fewest "
        "neurons.": _best(lambda r: -r["validation_accuracy"]),
        "of equally good cells it takes the last in the list. Take the one with the fewest "
        "neurons.": lambda results: _best(lambda r: -r["validation_accuracy"])(results[::-1]),
        "of equally good cells it takes the one with the most neurons. Take the one with the "
        "fewest.": _best(lambda r: (-r["validation_accuracy"], -r["neurons"])),
        "something else decides between equally good cells. Take the one with the fewest "
        "neurons.": (
            _best(lambda r: (-r["validation_accuracy"], r["learning_rate"])),
            _best(lambda r: (-r["validation_accuracy"], -r["learning_rate"])),
            _best(lambda r: (-r["validation_accuracy"], r.get("validation_loss", 0))),
            _best(lambda r: (-r["validation_accuracy"], -r["accuracy"])),
        ),
        "the accuracies are rounded, so cells count as equal that aren't.": (
            *(
                _best(lambda r, n=n: (-round(r["validation_accuracy"], n), r["neurons"]))
                for n in (3, 2, 1)
            ),
            _best(lambda r: (-int(100 * r["validation_accuracy"]), r["neurons"])),
        ),
        "a string stands after key=. max calls it for each result, so it wants a function: "
        "key=lambda result: ….": (
            lambda results: max(results, key="validation_accuracy")  # type: ignore[call-overload]
        ),
        "it uses the training accuracy. A network that only memorises its digits would win.": (
            _best(lambda r: (-r["accuracy"], r["neurons"])),
        ),
        "this is the worst cell: the accuracy should be the highest.": (
            _best(lambda r: (r["validation_accuracy"], r["neurons"])),
            _best(lambda r: (r["validation_accuracy"], -r["neurons"])),
        ),
        "this is the cell with the lowest validation loss. Use the accuracy: the two need not "
        "agree.": _best(lambda r: (r.get("validation_loss", r["accuracy"]), r["neurons"])),
        "this is the smallest network of all. First the accuracy counts, and then the neurons.": (
            _best(lambda r: (r["neurons"], -r["validation_accuracy"]))
        ),
        "this is the right cell, but the two are swapped: first the neurons, then the rate.": (
            lambda results: _best(_right_order)(results)[::-1]
        ),
    },
    worked=worked.best_cell,
    praise="It is just as good and smaller: fewer parameters, and faster.",
    hints=(
        "max(results, key=…) gives the result with the largest key. A first key is the validation "
        "accuracy.",
        "For ties, make the key a tuple. Its second part decides where the first parts are equal, "
        "and a larger key wins.",
        'The key is (result["validation_accuracy"], -result["neurons"]). Return neurons and '
        "learning_rate of the best result.",
    ),
    cases=[
        (_cells(_THREE),),
        (_cells(_ROWS),),
        (_cells(_ROWS[:1] + _ROWS[5:]),),
        (_cells(_ROWS[::-1]),),
        (_cells(_MORE_ROWS),),
        (_cells(_CLOSE),),
    ],
    fresh=_fresh_cells,
)


# 3: since when does it overfit?


def _since(rise=1.1, falls=True, of="validation_loss", first=1):
    """The rule with another number, or without one of its parts."""

    def rule(history):
        losses = np.array(getattr(history, of))
        lowest = int(losses.argmin())
        rises = losses[-1] > rise * losses[lowest]
        learns = history.loss[-1] < history.loss[lowest] or not falls
        return lowest + first if rises and learns else 0

    return rule


def _with(rises=None, learns=None):
    """The rule with another idea of a rise, or of learning."""

    def rule(history):
        v, loss = np.array(history.validation_loss), np.array(history.loss)
        k = int(v.argmin())
        rising = rises(v, k) if rises else v[-1] > 1.1 * v[k]
        learning = learns(loss, k) if learns else loss[-1] < loss[k]
        return k + 1 if rising and learning else 0

    return rule


def _first_rise(history):
    rises = np.flatnonzero(np.diff(history.validation_loss) > 0)
    return int(rises[0]) + 1 if len(rises) else 0


def _gap(factor):
    """The first epoch in which the validation loss is above the training loss."""

    def rule(history):
        pairs = zip(history.loss, history.validation_loss, strict=True)
        return next((i for i, (loss, v) in enumerate(pairs, start=1) if v > factor * loss), 0)

    return rule


def _rise_while_learning(later):
    """The first epoch in which the validation loss rises and the training loss falls."""

    def rule(history):
        v, loss = np.diff(history.validation_loss), np.diff(history.loss)
        found = np.flatnonzero((v > 0) & (loss < 0))
        return int(found[0]) + 1 + later if len(found) else 0

    return rule


# Each answers one question: is the rise relative or absolute, is it a tenth, is the training loss
# compared with that of the same epoch, does a peak that has passed count?
_HISTORIES = [
    ([1.2, 0.5, 0.2, 0.1, 0.05], [1.1, 0.8, 0.6, 0.75, 0.9]),
    ([1.2, 0.4, 0.1, 0.02], [1.1, 0.8, 0.7, 0.72]),  # a rise of 3 % only
    ([1.2, 0.6, 0.9, 1.9], [1.0, 0.8, 1.2, 2.4]),  # both rise
    ([1.5, 0.9, 0.5, 0.3, 0.2, 0.1], [1.0, 1.05, 0.8, 0.6, 0.5, 0.49]),  # none
    ([1.5, 0.8, 0.3, 0.1, 0.05, 0.01], [1.0, 0.7, 0.72, 0.65, 1.3, 2.0]),
    ([0.3, 0.1, 0.05, 0.02], [0.09, 0.05, 0.06, 0.08]),  # much, though less than 0.1
    ([9.0, 5.0, 3.0, 2.0], [8.0, 4.0, 4.1, 4.3]),  # more than 0.1, but not a tenth
    ([1.0, 0.6, 0.4, 0.3], [0.9, 0.6, 0.65, 0.68]),  # 13 %
    ([1.0, 0.6, 0.4, 0.3], [0.9, 0.6, 0.63, 0.65]),  # 8 %
    ([1.0, 0.6, 0.4, 0.3], [0.9, 0.6, 0.64, 0.663]),  # 10.5 %, though less than 10 % of the last
    ([2.0, 0.5, 0.7, 0.9], [1.5, 0.8, 1.0, 1.3]),  # learns since the first epoch only
    ([2.0, 0.8, 0.3, 0.5], [1.5, 0.7, 0.9, 1.2]),  # rises in the last epoch only
    ([2.0, 0.5, 1.4, 0.9], [1.5, 0.8, 1.0, 1.3]),  # falls in the last epoch only
    ([1.0, 0.5, 0.4, 0.3, 0.2], [1.0, 0.6, 0.9, 0.8, 0.63]),  # a peak that has passed
    ([1.0, 0.5, 0.4, 0.3], [0.9, 0.6, 0.7, 0.6]),  # and no rise is left of it
    ([0.9, 0.8, 0.7], [0.5, 0.6, 0.7]),  # from the first epoch
    ([2.0, 0.5, 0.4, 0.6], [1.5, 0.8, 1.0, 1.3]),  # has learned, but not in the end
    ([2.0, 0.5, 0.7, 0.5], [1.5, 0.8, 1.0, 1.3]),  # no lower than then
    # slow rises, by 22 %, 60 % and 112 % in the end
    ([1.0, 0.5, 0.4, 0.3], [0.9, 0.5, 0.56, 0.61]),
    ([1.0, 0.5, 0.4, 0.3], [1.0, 0.5, 0.75, 0.8]),
    ([1.0, 0.5, 0.4, 0.3], [1.0, 0.4, 0.8, 0.85]),
]


def _history(loss, validation):
    """A History with accuracies as well; they rise, whatever the losses do."""
    rising = np.linspace(0.5, 0.9, len(loss)).round(3).tolist()
    return History(loss, rising, validation, rising)


OVERFITS_SINCE = Exercise(
    name="overfits_since",
    notebook="06",
    statement="the epoch from which on a History shows overfitting, or 0.",
    right=lambda history: _since()(history),
    mistakes={
        "indices start at 0, but epochs start at 1.": _since(first=0),
        "this is the epoch after the lowest loss. Return the epoch of the lowest itself.": (
            _since(first=2)
        ),
        "it names an epoch for a network that doesn't overfit, too. Is the last validation loss "
        "more than a tenth above the lowest?": (
            lambda history: int(np.argmin(history.validation_loss)) + 1
        ),
        "this counts some runs whose last loss is not more than a tenth above the lowest. Compare "
        "exactly these two.": _since(rise=1),
        "it asks for a larger rise. A tenth above the lowest means 1.1 times the lowest.": (
            tuple(_since(rise=factor) for factor in (1.2, 1.5, 2))
        ),
        "a rise of 0.1 is not a rise by a tenth: the limit is 1.1 times the lowest loss.": (
            _with(rises=lambda v, k: v[-1] - v[k] > 0.1)
        ),
        "if both losses rise, the steps are too long, and that is no overfitting. Has the "
        "training loss fallen since?": _since(falls=False),
        "the training loss is compared with the first epoch. Compare it with the epoch of the "
        "lowest validation loss.": _with(learns=lambda loss, k: loss[-1] < loss[0]),
        "the training loss is compared with the epoch before. Compare it with the epoch of the "
        "lowest validation loss.": _with(learns=lambda loss, k: loss[-1] < loss[-2]),
        "the last training loss need not be the lowest of all. Compare it with the epoch of the "
        "lowest validation loss.": (
            _with(learns=lambda loss, k: loss[-1] == loss.min()),
            _with(learns=lambda loss, k: loss[-1] < loss[:-1].min()),
        ),
        "a peak counts as overfitting, even if it has passed. Look at the last validation loss.": (
            _with(rises=lambda v, k: v[k:].max() > 1.1 * v[k])
        ),
        "each epoch is compared with the one before. Find the lowest validation loss first, and "
        "compare the last one with that.": tuple(_rise_while_learning(place) for place in (0, 1)),
        "the validation loss is compared with the training loss. Compare the last validation loss "
        "with the lowest one.": tuple(_gap(factor) for factor in (1, 1.1)),
        "this is the lowest loss itself. Return its epoch.": (
            lambda history: min(history.validation_loss) if _since()(history) else 0
        ),
        "it stops at the first small rise. Losses go up and down a little: find the lowest.": (
            _first_rise
        ),
        "it uses the training loss instead of the validation loss.": _since(
            of="loss", falls=False
        ),
        "it finds no overfitting anywhere. Is the last *validation* loss compared with its lowest, "
        "and the last training loss with that of the same epoch?": (
            lambda history: 0,
            _since(of="loss"),
        ),
        "it says whether, but not since when. Return the number of the epoch.": (
            lambda history: _since()(history) > 0
        ),
        "the last loss is compared with the first. Compare it with the lowest.": (
            _with(rises=lambda v, k: v[-1] > 1.1 * v[0])
        ),
        "the last loss is compared with the one before. Compare it with the lowest.": (
            _with(rises=lambda v, k: v[-1] > 1.1 * v[-2])
        ),
        "a tenth of the lowest loss counts, not of the last: the limit is 1.1 times the lowest.": (
            _with(rises=lambda v, k: 0.9 * v[-1] > v[k])
        ),
        "a History is no dict: its lists are asked for with a dot, as in history.loss.": (
            lambda history: history["loss"]
        ),
        "the training loss should have fallen since, not risen.": (
            _with(learns=lambda loss, k: loss[-1] > loss[k])
        ),
        "any rise counts for it. More than a tenth is asked for, and the training loss must have "
        "fallen since.": _since(rise=1, falls=False),
        "only one of the two conditions has to be true for it. Both are needed: `and`.": (
            lambda history: max(_with(learns=lambda loss, k: True)(history),
                                _with(rises=lambda v, k: True)(history))
        ),
    },
    worked=worked.overfits_since,
    praise="The weights of that epoch would have been the ones to keep.",
    hints=(
        "Find the index k of the lowest validation loss first. The epoch is k + 1.",
        "Two conditions must be true: the last validation loss is more than 1.1 times the lowest "
        "one, and the last training loss is below the training loss at that same index.",
        "If both are true, return k + 1; otherwise return 0. Compare history.loss[-1] with "
        "history.loss[k].",
    ),
    cases=[(_history(loss, validation),) for loss, validation in _HISTORIES],
)  # fmt: skip


# 4: an alarm for the learning rate


def _finite(losses):
    return np.isfinite(losses).all()


def _too_large(late, early=lambda losses: losses[0], finite=_finite):
    """The rule with other losses compared, or with another idea of finite numbers."""

    def rule(losses):
        losses = np.array(losses, dtype=float)
        return True if not finite(losses) else bool(late(losses) > early(losses))

    return rule


def _last(count, mean=np.mean):
    return lambda losses: mean(losses[-count:])


def _losses():
    """Losses of runs, each of at least ten batches; each tells two rules apart."""
    falling = (2.3 * 0.9 ** np.arange(40)).round(3)
    unlucky = falling.copy()
    unlucky[-1] = 3.0  # one hard batch at the end
    hill = np.concatenate([[2.3, 4.0, 9.0, 30.0], np.full(20, 2.0)])
    dead = np.concatenate([[2.2, 8.0, 20.0], np.full(30, 2.31)])
    dead[-1] = 2.1  # one easy batch at the end
    one_outlier = np.concatenate([np.full(20, 0.5), [20], np.full(9, 1.0)])
    one_outlier[0] = 2.3  # the mean of the last ten is high, that of the last nine is low
    rising = np.concatenate(
        [[2.3], np.full(9, 5.0), np.full(10, 5.0), np.full(5, 0.1), np.full(5, 4)]
    )
    early_infinity = np.concatenate([falling[:3], [np.inf], falling[3:25]])
    early_nan = np.concatenate([falling[:3], [np.nan], falling[3:25]])
    wild = np.concatenate([falling[:10], np.linspace(3, 9, 20), [8.0]])
    nan_at_the_end = np.concatenate([falling[:15], [np.nan]])
    infinity_at_the_end = np.concatenate([falling[:15], [np.inf]])
    return [
        [2.3, 2.1, 1.9, 1.8, 1.6, 1.5, 1.3, 1.2, 1.1, 1.0],
        [1.5, 1.4, 1.6, 1.9, 2.2, 2.5, 2.4, 2.8, 2.9, 3.1],
        [2.5] * 12,
        [0.9, 3.0, *[1.1] * 4, *[0.7] * 6],
        [2.5, 2.0, 2.2, 2.1, 1.9, 1.7, 1.5, 1.4, 1.2, 1.1, 1.0],
        [1.0, 0.8, *[0.95] * 9, 3.0],
        [1.2, 0.5, *[0.5] * 3, *[3.0] * 4, *[0.5] * 3],
        [1.2, 0.5, *[1.3] * 3, *[0.1] * 4, *[1.3] * 3],
        [np.nan] * 10,
        [np.inf, 2.0, *[1.5] * 10],  # only the first isn't finite
        [2.3, -np.inf, 2.0, *[1.5] * 10],
        [1.0, 0.9, *[3.0] * 9, 0.5],  # twice as high, but not its lowest
        [1.0, 0.9, *[1.04] * 10],  # a little higher, all of them
        *(each.tolist() for each in (
            falling, unlucky, hill, dead, one_outlier, rising, early_infinity, early_nan, wild,
            nan_at_the_end, infinity_at_the_end,
        )),
    ]  # fmt: skip


def _fresh_losses(rng):
    return ((2.3 * rng.uniform(0.9, 1.05) ** np.arange(rng.integers(12, 40))).round(3).tolist(),)


_LAST_TEN = "Take the mean of the last ten."

TOO_LARGE = Exercise(
    name="too_large",
    notebook="06",
    statement="whether the losses of batches show that the learning rate is too large.",
    right=lambda losses: _too_large(_last(10))(losses),
    mistakes={
        "a loss that is not a number is overlooked: every comparison with NaN is False. Ask "
        "np.isfinite first.": (
            _too_large(_last(10), finite=lambda losses: True),
            _too_large(_last(10), finite=lambda losses: not np.isinf(losses).any()),
            _too_large(_last(10), finite=lambda losses: not (losses == np.inf).any()),
        ),
        "infinity is overlooked if it has left the last ten. np.isfinite also finds infinity.": (
            _too_large(_last(10), finite=lambda losses: not np.isnan(losses).any())
        ),
        "only the last losses are asked whether they are finite. Any one in the list is enough.": (
            _too_large(_last(10), finite=lambda losses: np.isfinite(losses[-1])),
            _too_large(_last(10), finite=lambda losses: np.isfinite(losses[-10:]).all()),
        ),
        "it says True only if no loss is finite. One that isn't is enough: not ….all().": (
            _too_large(_last(10), finite=lambda losses: np.isfinite(losses).any())
        ),
        "only the first loss is asked whether it is finite. Is a `return` inside the loop?": (
            _too_large(_last(10), finite=lambda losses: np.isfinite(losses[0]))
        ),
        "minus infinity is overlooked. np.isfinite also finds it.": (
            _too_large(_last(10), finite=lambda losses: np.isfinite(np.abs(losses).max())
                       or losses.min() == -np.inf)
        ),
        "it asks for a larger rise. Any mean above the first loss counts: no factor is needed.": (
            tuple(_too_large(_last(10), lambda losses, f=f: f * losses[0])
                  for f in (1.1, 1.2, 1.25, 1.5, 2, 3))
        ),
        "the comparison is the wrong way round: the mean should be *higher* than the first.": (
            lambda losses: not _finite(losses) or bool(np.mean(losses[-10:]) < losses[0])
        ),
        f"only the last loss counts, and one unlucky batch can make it high or low. {_LAST_TEN}": (
            _too_large(lambda losses: losses[-1])
        ),
        f"the highest loss counts, and one unlucky batch is enough for it. {_LAST_TEN}": (
            _too_large(np.max), _too_large(_last(10, np.max))
        ),
        f"the mean of all losses counts. A high loss at the start is no bad sign. {_LAST_TEN}": (
            _too_large(np.mean)
        ),
        "losses[10:] leaves out the first ten. The last ten are losses[-10:].": (
            _too_large(lambda losses: losses[10:].mean() if len(losses) > 10 else np.nan)
        ),
        f"these are not the last ten: losses[-10:]. {_LAST_TEN}": (
            *(_too_large(_last(n)) for n in (2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 15, 20)),
            _too_large(lambda losses: losses[-10:-1].mean()),
            _too_large(lambda losses: losses[-11:-1].mean()),
        ),
        f"this is the median of the last ten. {_LAST_TEN}": _too_large(_last(10, np.median)),
        f"this is the lowest of the last ten. {_LAST_TEN}": _too_large(_last(10, np.min)),
        f"this is the sum of the last ten, not their mean. {_LAST_TEN}": (
            _too_large(_last(10, np.sum))
        ),
        f"this is the mean of the first ten. {_LAST_TEN}": _too_large(
            lambda losses: losses[:10].mean()
        ),
        "the last loss is compared with the one before. Compare the mean of the last ten with the "
        "first.": _too_large(lambda losses: losses[-1], lambda losses: losses[-2]),
        "every rise from one loss to the next counts. Compare the mean of the last ten with the "
        "first.": _too_large(lambda losses: np.diff(losses).max(), lambda losses: 0),
        "the last ten are compared with the lowest loss. Compare them with the first.": (
            _too_large(_last(10), np.min)
        ),
        "the last ten are compared with the mean of the first ten. Compare them with the first "
        "loss.": _too_large(_last(10), lambda losses: losses[:10].mean()),
        "the last ten are compared with the mean of all. Compare them with the first loss.": (
            _too_large(_last(10), np.mean)
        ),
        "losses[-10] is a single loss. The last ten are losses[-10:], with a colon.": (
            _too_large(lambda losses: losses[-10])
        ),
        "np.isfinite is asked the wrong way round: True is for a loss that is *not* finite.": (
            _too_large(_last(10), finite=lambda losses: not _finite(losses))
        ),
        "the last ten are compared with the second loss. Indices start at 0.": (
            _too_large(_last(10), lambda losses: losses[1])
        ),
        "if the two are equal, the loss has not become higher: > instead of >=.": (
            lambda losses: not _finite(losses) or bool(np.mean(losses[-10:]) >= losses[0])
        ),
        "True and False are swapped: True means that the learning rate is too large.": (
            lambda losses: not _too_large(_last(10))(losses)
        ),
        "it only finds losses that are not finite. The mean of the last ten may also be higher "
        "than the first.": lambda losses: not _finite(losses),
    },
    worked=worked.too_large,
    praise="The mean of several batches says more than a single one.",
    hints=(
        "There are two reasons for True: a loss that is not finite, and a mean of the last ten "
        "losses that is higher than the first loss. Ask for the first reason first.",
        "np.isfinite(losses) is an array of True and False. If not all of them are True, return "
        "True.",
        "Otherwise compare: np.mean(losses[-10:]) > losses[0]. This comparison is the answer.",
    ),
    cases=[(losses,) for losses in _losses()],
    fresh=_fresh_losses,
)  # fmt: skip
