"""What the reading and its reasons say in words: captions, alternative text, the last step."""

from ..toolkit.words import a_number, figure, percent, signed
from .places import remark, strongest_place

SMALLEST = 0.001  # of a loss that is written with its digits
KINDS = ("Slope times ink", "In 784-10, which has no hidden layer, weight times ink")


def a_loss(value):
    """Write a loss; of a tiny one no digit matters. A prediction may lie below 0."""
    return f"< {SMALLEST:g}" if 0 <= value < SMALLEST else figure(value)


def in_words(state):
    """Say all that the picture shows."""
    journey = state.journey
    return " ".join([
        reading_in_words(state),
        *(_reason(kind, reason, journey.image)
          for kind, reason in zip(KINDS, (state.why, state.linear_why), strict=True)),
        f"The loss for {a_number(journey.label)} is {a_loss(journey.loss)}.",
        step_in_words(state),
    ]).strip()  # fmt: skip


def reading_in_words(state):
    """Say what is read, what the reader says it is, and what is odd about the drawing."""
    journey = state.journey
    p, read, label = journey.probabilities, journey.reading, journey.label
    words = f"It reads {a_number(read)} ({percent(p[read])})"
    if label != read:
        words += f", but you say it is {a_number(label)} ({percent(p[label])})"
    elif state.taught:
        words += ", as you say"
    elif p[journey.runner_up] >= 0.05:
        words += f", perhaps {a_number(journey.runner_up)} ({percent(p[journey.runner_up])})"
    large = too_large(state.last_step) if state.last_step else ""
    return " ".join(filter(None, (f"{words}.", remark(journey.image), large)))


def step_in_words(state):
    """Say what the last step has changed, as predicted or not."""
    last = state.last_step
    if last is None:
        return ""
    words = (
        f"Step {state.steps}: the loss went from {a_loss(last.before)} to {a_loss(last.after)}; "
        f"predicted was {a_loss(last.predicted)}."
    )
    return words


def too_large(last):
    """Say so if a step was too large for the loss to fall as predicted."""
    if last.after >= last.before:
        return "The loss did not fall: the step was too large. Take a smaller learning rate."
    if last.before - last.after < (last.before - last.predicted) / 2:
        return "It fell less than half as far as predicted: the step was large."
    return ""


def _reason(kind, reason, image):
    pairs = ((reason.one, reason.parts), (reason.other, -reason.parts))
    places = [
        f"the ink at the {place} speaks most for the {digit}"
        for digit, parts in pairs
        if (place := strongest_place(parts, image))
    ]
    sums = f"the parts add up to {signed(reason.total)}, the scores differ by {signed(reason.lead)}"
    return f"{kind}: {', '.join([*places, sums])}."
