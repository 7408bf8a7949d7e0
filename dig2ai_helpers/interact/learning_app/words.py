"""What a run has shown, in plain sentences that are honest about small numbers."""

from math import comb

import numpy as np

from ...wording import listed
from ..toolkit.words import counted

MADE_UP_WORDS = "Made up by a program: 1, 2, 4, 9 and odd sevens. "
STALE = "The drawings have changed since: train again to take them in. "
NO_DRAWINGS = (
    "Keep two drawings of a digit, then train: the network learns from one and is tested with "
    "the other. Or take those by a program."
)


def say(trial, made_up=False, running=False, stale=False):
    """Say what to do next, how far the training is, or what it has brought and cost."""
    if trial is None:
        return NO_DRAWINGS
    first = MADE_UP_WORDS if made_up else STALE if stale else ""
    if not len(trial.test):
        return _missing(trial)
    if running:
        return f"Training: step {trial.done} of {trial.plan.steps}."
    if trial.diverged:
        result = "The steps were too long, and the numbers grew beyond all bounds: the weights "
        return f"{first}{result}from the start are back. Try a smaller learning rate."
    if not trial.done:
        return f"{first}{_before(trial)}{_missing(trial)}"
    n, before = len(trial.test), trial.hits(trial.test, trial.before)
    stopped = trial.done < trial.plan.steps
    first += f"Stopped after step {trial.done} of {trial.plan.steps}. " if stopped else ""
    result = f"Of {counted(n, 'drawing')} that it has not learned from, it read {before} before"
    now = f"{result} and reads {trial.hits(trial.test, trial.read)} now"
    return f"{first}{now}{_luck(trial)} {_cost(trial)}{_missing(trial)}"


def could_be_luck(gained, lost):
    """Whether a fair coin for each change would give as clear a result in one of 20 tries."""
    changes = gained + lost
    as_clear = sum(comb(changes, k) for k in range(max(gained, lost), changes + 1))
    return 2 * as_clear / 2**changes > 0.05


def _before(trial):
    """How the drawings to test with are read before the training, and what to do next."""
    hits, n = trial.hits(trial.test, trial.before), len(trial.test)
    read = f"It reads {hits} of {counted(n, 'drawing')} kept apart to test with."
    if hits == n:
        return f"{read} Keep some that it gets wrong: from them it can learn more."
    others = len(trial.learn)
    return f"{read} Now train it on the other {'one' if others == 1 else others}."


def _luck(trial):
    """How much the few drawings say; the end of a sentence."""
    labels = trial.drawings.labels[trial.test]
    was, now = trial.before[trial.test] == labels, trial.read[trial.test] == labels
    gained, lost = np.count_nonzero(~was & now), np.count_nonzero(was & ~now)
    if gained + lost == 0:
        return {0: ".", 1: ", the same one."}.get(np.count_nonzero(was), ", the same ones.")
    if could_be_luck(gained, lost):
        return ". So few changes could be luck."
    return ". Luck alone would rarely do that."


def _cost(trial):
    """What it cost, or brought, on other people's digits."""
    before, after = (f"{100 * trial.found.others[place]:.1f}" for place in (0, -1))
    if before == after:
        return f"Other people's digits: {before} % as before."
    return f"Other people's digits: {before} → {after} %."


def _missing(trial):
    """What has to be drawn, so that every digit can be tested."""
    if not trial.lonely:
        return ""
    gap = " " if len(trial.test) else ""
    return f"{gap}Keep a second {listed([f'{digit}' for digit in trial.lonely])} to test with."
