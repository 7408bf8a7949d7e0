"""How fast a run plays: slowly enough to be seen, step by step, or as fast as it can."""

from time import perf_counter

SHOW, STEPS, FAST = "about 5 s", "one step at a time", "as fast as it can"
SECONDS, FRAMES = 5, 60  # of a run that is shown
# A network learns most in its first updates. The run begins slowly: after a share t of the time,
# the share t ** SLOW_START of it is done.
SLOW_START = 2.5
REST = 0.3  # seconds between two single steps


def played(experiment, pace):
    """Train up to the goal; a generator that yields how many seconds there are to rest.

    Parameters
    ----------
    experiment : Experiment
    pace : function
        Gives one of SHOW, STEPS and FAST; it may change on the way.
    """
    while not experiment.done:
        yield from PLAY[pace()](experiment, pace)


def _show(experiment, pace):
    """Train as far as each picture is to show; a slow computer takes longer, and doesn't rest."""
    goal, due = experiment.goal, perf_counter()
    time = experiment.share_done ** (1 / SLOW_START)
    while pace() == SHOW and not experiment.done and experiment.goal == goal:
        time += 1 / FRAMES
        while experiment.share_done < time**SLOW_START and not experiment.done:
            yield from (0 for _ in experiment.train(updates=1))
        now = perf_counter()
        due = max(due + SECONDS / FRAMES, now)
        yield due - now


def _step(experiment, pace):
    yield from (0 for _ in experiment.train(updates=1))
    yield REST


def _hurry(experiment, pace):
    for _ in experiment.train():
        yield 0
        if pace() != FAST:
            return


PLAY = {SHOW: _show, STEPS: _step, FAST: _hurry}
