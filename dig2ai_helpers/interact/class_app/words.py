"""What the two tests say, in sentences."""

import numpy as np

from ..toolkit.words import counted, percent
from .two_splits import DRAWING, PERSON, WAYS

ENOUGH = 5  # splits to conclude from
BET = (
    "Test a network with new people, or with new drawings of people that it knows: which test "
    "will it do better in? Bet, then train both ways."
)
YOURS = ' Your class: interact.class_gallery("folder of their files").'


def say(trial, made_up=False, running=False):
    """Say what to do, how far the training is, or what the two tests promise."""
    if trial is None:
        return BET + YOURS * made_up
    if running:
        return f"Training both ways: split {trial.done + 1} of {trial.splits}."
    splits = counted(trial.splits, "random split")
    stopped = trial.done < trial.splits
    first = f"Stopped after {trial.done} of {splits}. " if stopped else f"{splits}, both ways. "
    if not trial.done:
        return first.strip()
    person, drawing = (np.mean(trial.accuracies[way][: trial.done]) for way in WAYS)
    return (
        f"{first}New people: {percent(person)} correct{_spread(trial, PERSON)}; new drawings of "
        f"known people: {percent(drawing)}{_spread(trial, DRAWING)}. "
        f"{_conclusion(trial, 100 * person, 100 * drawing)}"
    )


def _conclusion(trial, person, drawing):
    if trial.done < ENOUGH:
        return "Try more splits before you conclude."
    if drawing - person >= 1:
        points = counted(max(round(drawing) - round(person), 1), "point")  # as they are shown
        return f"Testing with known people promises {points} too much for new people."
    if drawing - person > -1:
        return "Here the two hardly differ."
    return "Here the people's handwriting is alike: known people are no easier."


def _spread(trial, way):
    """From the lowest to the highest result, once there are several."""
    shares = trial.accuracies[way][: trial.done]
    lowest, highest = (percent(share).removesuffix(" %") for share in (min(shares), max(shares)))
    return f" ({lowest} to {highest})" if trial.done > 1 else ""
