"""What a run has shown, in plain sentences that are honest about small numbers."""

from math import comb, sqrt

from ..toolkit.words import percent

LIKELY = 1.96  # standard errors to either side: 95 of 100 such ranges hold the true share


def say(trial, made_up):
    """Say how the drawings are read, before and after, and what it cost on other people's."""
    first = "These drawings were made up by a program. " if made_up else ""
    if trial is None:
        return (
            "Keep at least two drawings of a digit: the network learns from one of them and is "
            "tested with the other. Or choose the drawings that a program made up."
        )
    if not len(trial.test):
        return f"{first}{_missing(trial)}"
    after = trial.hits(trial.test, trial.read)
    n = len(trial.test)
    if trial.diverged:
        result = "The steps were too long, and the numbers grew beyond all bounds: the weights "
        return f"{first}{result}from the start are back. Try a smaller learning rate."
    if not trial.done:
        result = f"It reads {after} of {_drawings(n)} kept apart to test with."
        return f"{first}{result} Now train it on the other {len(trial.learn)}.{_missing(trial)}"
    before = trial.hits(trial.test, trial.before)
    result = f"Of {_drawings(n)} that it has not learned from, it read {before} and now reads"
    return f"{first}{result} {after}. {_luck(trial)} {_cost(trial)}{_missing(trial)}"


def likely_range(hits, n):
    """The range, two shares, that `hits` of `n` tries leave for the true share (Wilson's)."""
    share, z2 = hits / n, LIKELY**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = LIKELY * sqrt(share * (1 - share) / n + z2 / (4 * n * n)) / (1 + z2 / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def could_be_luck(gained, lost):
    """Whether a fair coin for each change would give as clear a result in one of 20 tries."""
    changes = gained + lost
    as_clear = sum(comb(changes, k) for k in range(max(gained, lost), changes + 1))
    return 2 * as_clear / 2**changes > 0.05


def _luck(trial):
    """How much the few drawings say."""
    labels = trial.drawings.labels[trial.test]
    was, now = trial.before[trial.test] == labels, trial.read[trial.test] == labels
    gained, lost = int((~was & now).sum()), int((was & ~now).sum())
    low, high = likely_range(int(now.sum()), len(now))
    fits = f"{now.sum()} of {len(now)} fits any true share from {percent(low)} to {percent(high)}"
    if gained + lost == 0:
        return f"No drawing has changed sides ({fits})."
    changed = f"{gained} became right, {lost} became wrong"
    if could_be_luck(gained, lost):
        return f"{changed}: so few could be luck ({fits})."
    return f"{changed}: that is more than luck ({fits})."


def _cost(trial):
    """What it cost, or brought, on other people's digits."""
    before, after = trial.found.others[0], trial.found.others[-1]
    points = 100 * (after - before)
    if abs(points) < 0.05:
        return f"On {trial.validation_digits:,} other people's digits nothing has changed."
    verb = "lost" if points < 0 else "gained"
    return (
        f"On {trial.validation_digits:,} other people's digits it has {verb} {abs(points):.1f} "
        f"points: {100 * before:.1f} % before, {100 * after:.1f} % now."
    )


def _missing(trial):
    """What has to be drawn, so that every digit can be tested."""
    if not trial.lonely:
        return ""
    digits = " and ".join(f"one {digit}" for digit in trial.lonely)
    return f" There is only {digits}: draw a second one to test with."


def _drawings(n):
    return "1 drawing" if n == 1 else f"{n} drawings"
