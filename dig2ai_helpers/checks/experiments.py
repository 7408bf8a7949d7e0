"""Exercises of notebook 06: the playground."""

import numpy as np

from ..training import History
from .legacy import compare

WHOLE_RESULT = "that is a whole result, with all it holds. Only part of it is asked for."
# What a dict, or a list with dicts, is turned into, so that it can be told from numbers.
DICT = np.full(7, np.nan)


def check_fewest(answer):
    """Notebook 06: the fewest neurons with which every run of a sweep reaches a goal."""

    def with_rule(reaches, key="validation_accuracy", pick=min):
        def fewest(results, goal):
            runs = {}
            for result in results:
                runs.setdefault(result["neurons"], []).append(result[key])
            return pick([n for n, values in runs.items() if reaches(np.array(values), goal)] or [0])

        return fewest

    right = with_rule(lambda values, goal: (values >= goal).all())
    mistakes = {
        "one lucky seed is enough for it. Every run with that many neurons must reach the goal.": (
            with_rule(lambda values, goal: (values >= goal).any())
        ),
        "a mean over the seeds hides the unlucky ones. Every run must reach the goal.": with_rule(
            lambda values, goal: values.mean() >= goal
        ),
        "the median over the seeds hides the unlucky ones. Every run must reach the goal.": (
            with_rule(lambda values, goal: np.median(values) >= goal)
        ),
        "it looks at the training accuracy. What counts is how new digits are read.": with_rule(
            lambda values, goal: (values >= goal).all(), "accuracy"
        ),
        "a run that reads exactly the goal has reached it: >= instead of >.": with_rule(
            lambda values, goal: (values > goal).all()
        ),
        "the results need not come in the order of the neurons, and this gives the first that "
        "fits. Compare the numbers of neurons.": with_rule(
            lambda values, goal: (values >= goal).all(), pick=lambda found: found[0]
        ),
        "that is the largest network that reaches the goal, not the smallest.": with_rule(
            lambda values, goal: (values >= goal).all(), pick=max
        ),
        "that is an accuracy. How many neurons were needed for it?": lambda results, goal: min(
            result["validation_accuracy"]
            for result in results
            if result["neurons"] == right(results, goal)
        ),
        WHOLE_RESULT: lambda results, goal: DICT,
    }
    table = {
        16: (0.95, 0.94, 0.96),
        32: (0.97, 0.96, 0.98),
        4: (0.27, 0.88, 0.80),
        8: (0.95, 0.89, 0.96),
        2: (0.40, 0.35, 0.60),
    }
    results = [
        {"neurons": n, "seed": seed, "validation_accuracy": share, "accuracy": min(1, share + 0.06)}
        for n, shares in table.items()
        for seed, share in enumerate(shares)
    ]
    cases = [(results, goal) for goal in (0.9, 0.94, 0.3, 0.8, 0.955)]
    praise = "On a network that only a lucky seed makes good nobody should rely."
    compare(_numbers(answer), right, mistakes, cases, praise)


def check_best_cell(answer):
    """Notebook 06: (neurons, learning rate) with the best validation accuracy; ties: fewer."""

    def pair(order):
        def best(results):
            found = sorted(results, key=order)[0]
            return found["neurons"], found["learning_rate"]

        return best

    right = pair(lambda result: (-result["validation_accuracy"], result["neurons"]))
    mistakes = {
        "of cells that read equally well it takes the first in the list. The one with the fewest "
        "neurons is asked for.": pair(lambda result: -result["validation_accuracy"]),
        "of cells that read equally well it takes the one with the most neurons.": pair(
            lambda result: (-result["validation_accuracy"], -result["neurons"])
        ),
        "it looks at the training accuracy. A network that knows its digits by heart would "
        "win.": pair(lambda result: (-result["accuracy"], result["neurons"])),
        "that is the worst cell.": pair(lambda result: result["validation_accuracy"]),
        "that is the cell with the lowest validation loss. Here the accuracy is asked for; the "
        "two need not agree.": pair(lambda result: result["validation_loss"]),
        "that is the right cell, but the other way round: first the neurons, then the rate.": (
            lambda results: right(results)[::-1]
        ),
        "that is an accuracy. With which settings was it reached?": lambda results: max(
            result["validation_accuracy"] for result in results
        ),
        WHOLE_RESULT: lambda results: DICT,
    }
    names = "neurons", "learning_rate", "accuracy", "validation_accuracy", "validation_loss"
    rows = [
        (128, 0.1, 0.998, 0.96, 0.12),
        (64, 0.1, 0.997, 0.97, 0.13),
        (16, 0.3, 0.992, 0.97, 0.16),
        (32, 0.3, 0.995, 0.97, 0.15),
        (256, 0.03, 1.000, 0.95, 0.14),
        (32, 1.0, 0.110, 0.10, 2.30),
    ]
    results = [dict(zip(names, row, strict=True)) for row in rows]
    cases = [(results,), (results[:1] + results[4:],), (results[::-1],)]
    praise = "Equally good and smaller: fewer parameters, and faster."
    compare(_numbers(answer), right, mistakes, cases, praise)


def check_overfits_since(answer):
    """Notebook 06: the epoch from which on a History shows overfitting, or 0."""

    def since(rise=1.1, falls=True, of="validation_loss", first=1, choose=np.argmin):
        def rule(history):
            losses = np.array(getattr(history, of))
            lowest = int(choose(losses))
            rises = losses[-1] > rise * losses[lowest]
            learns = history.loss[-1] < history.loss[lowest] or not falls
            return lowest + first if rises and learns else 0

        return rule

    def whatever_happens(history):
        return int(np.argmin(history.validation_loss)) + 1

    def first_rise(history):
        rises = np.flatnonzero(np.diff(history.validation_loss) > 0)
        return int(rises[0]) + 1 if len(rises) else 0

    right = since()
    mistakes = {
        "epochs are counted from 1, places in a list from 0.": since(first=0),
        "this is the epoch after the lowest loss. The lowest itself is asked for.": since(first=2),
        "it names an epoch for a network that does not overfit, too. Is the last validation loss "
        "more than a tenth above the lowest?": whatever_happens,
        "every small rise counts for it. The last loss must be more than a tenth above the "
        "lowest.": since(rise=1),
        "where both losses rise, the steps are too long, and that is no overfitting. Has the "
        "training loss fallen since?": since(falls=False),
        "it stops at the first small rise. Losses go up and down a little: look for the lowest.": (
            first_rise
        ),
        "it looks at the training loss. That one falls on and on when a network overfits.": since(
            of="loss", falls=False
        ),
        "it finds no overfitting anywhere. Is the *validation* loss compared with its lowest, and "
        "the training loss with that of the same epoch?": lambda history: 0,
        "it says whether, but not since when. The number of the epoch is asked for.": (
            lambda history: right(history) > 0
        ),
        "it is a tenth above the *lowest* loss, not above the first.": lambda history: (
            right(history) if history.validation_loss[-1] > 1.1 * history.validation_loss[0] else 0
        ),
    }
    histories = [
        History([1.2, 0.4, 0.1, 0.02], [], [1.1, 0.8, 0.7, 0.72]),
        History([1.2, 0.5, 0.2, 0.1, 0.05], [], [1.1, 0.8, 0.6, 0.75, 0.9]),
        History([1.2, 0.6, 0.9, 1.9], [], [1.0, 0.8, 1.2, 2.4]),
        History([1.5, 0.9, 0.5, 0.3, 0.2, 0.1], [], [1.0, 1.05, 0.8, 0.6, 0.5, 0.49]),
        History([1.5, 0.8, 0.3, 0.1, 0.05, 0.01], [], [1.0, 0.7, 0.72, 0.65, 1.3, 2.0]),
    ]
    cases = [(history,) for history in histories]
    praise = "The training at that epoch would have been the one to keep."
    compare(_numbers(answer), right, mistakes, cases, praise)


def check_too_large(answer):
    """Notebook 06: whether the losses of batches show that the learning rate is too large."""

    def rule(late, early=lambda losses: losses[0], nan=True):
        def too_large(losses):
            losses = np.array(losses, dtype=float)
            if nan and not np.isfinite(losses).all():
                return True
            return bool(late(losses) > early(losses))

        return too_large

    def mean_of_last(losses):
        return losses[-10:].mean()

    right = rule(mean_of_last)
    mistakes = {
        "a loss that is not a number is overlooked: every comparison with NaN is False. Ask "
        "np.isfinite first.": rule(mean_of_last, nan=False),
        "the last loss alone decides, and one unlucky batch can make it high or low. Take the "
        "mean of the last ten.": rule(lambda losses: losses[-1]),
        "the highest loss decides, and one unlucky batch is enough for it. Take the mean of the "
        "last ten.": rule(np.max),
        "the mean of all losses decides. In the beginning a high loss is no bad sign: take the "
        "last ten.": rule(np.mean),
        "the last loss is compared with the one before. Single batches go up and down: compare "
        "the mean of the last ten with the first.": rule(
            lambda losses: losses[-1], lambda losses: losses[-2]
        ),
        "the last ten are compared with the lowest loss. Every training would be called too "
        "fast: compare with the first.": rule(mean_of_last, np.min),
        "it says True where the rate is good, and False where it is too large.": (
            lambda losses: not right(losses)
        ),
    }
    falling = 2.3 * 0.9 ** np.arange(40)
    unlucky = falling.copy()
    unlucky[-1] = 3.0  # one hard batch at the end
    hill = np.concatenate([[2.3, 4.0, 9.0, 30.0], np.full(20, 2.0)])
    dead = np.concatenate([[2.2, 8.0, 20.0], np.full(30, 2.31)])
    dead[-1] = 2.1  # one easy batch at the end
    endless = np.concatenate([falling[:20], [np.nan]])
    overflow = np.array([2.3, 1e9, np.inf, np.inf])
    wild = np.concatenate([falling[:10], np.linspace(3, 9, 20), [8.0]])
    shapes = (falling, unlucky, hill, dead, endless, overflow, wild)
    cases = [(losses.tolist(),) for losses in shapes]
    praise = "A mean of several batches is a calmer witness than one of them."
    compare(_numbers(answer), right, mistakes, cases, praise)


def _numbers(answer):
    """Wrap a function so that it gives numbers, whatever it gives."""

    def told(*case):
        result = answer(*case)
        if result is None or result is ...:
            return result
        if isinstance(result, dict):
            return DICT
        if isinstance(result, (list, tuple)) and any(isinstance(part, dict) for part in result):
            return DICT
        if isinstance(result, (list, tuple)) and any(
            part is None or part is ... for part in result
        ):
            return result
        try:
            return np.asarray(result, dtype=float)
        except (TypeError, ValueError):
            kind = type(result).__name__
            raise TypeError(f"it gives back a {kind}, but numbers are asked for") from None

    return told
