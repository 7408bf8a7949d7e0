"""What the reading and its reasons say in words: captions, alternative text, the last step."""

from ..toolkit.words import a_number, figure, percent, short
from .places import remark, strongest_place

SMALLEST = 0.001  # of a loss that is written with its digits
LITTLE = 0.1  # of the lead, or of the other side's ink: what is less decides nothing


def a_loss(value):
    """Write a loss; of a tiny one no digit matters. A straight line may lead below 0."""
    if value < 0:
        return "below 0"
    return f"< {SMALLEST:g}" if value < SMALLEST else figure(value)


def part(value):
    """Write a part of the lead, with its sign."""
    return f"{'+' if value > 0 else ''}{short(value)}" if abs(value) >= 0.005 else "0.00"


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
    return f"{words}. {remark(journey.image)}".strip()


def answer(reason, image):
    """Answer in a few words why it is the one digit and not the other."""
    net = sum(reason.ink)
    rest, what = reason.lead - net, _rest(reason)
    winner, leaning = (reason.one if value > 0 else reason.other for value in (reason.lead, net))
    if reason.lead == 0:
        return "Both have the same score: it can't tell them apart."
    if not reason.parts.any():
        return f"No ink counts towards either. {what.capitalize()} decide for the {winner}."
    ink = _ink(reason, image)
    if abs(net) < LITTLE * abs(reason.lead):
        cancel = abs(net) <= LITTLE * max(map(abs, reason.ink))
        words = f"{ink}: they cancel out." if cancel else f"{ink}, but it adds up to little."
        return f"{words} {what.capitalize()} decide for the {winner}."
    if leaning != winner:
        return f"{ink}. In sum it leans to the {leaning}, but {what} decide for the {winner}."
    if abs(rest) < LITTLE * abs(reason.lead):
        return f"{ink}. Overall, the {winner} wins."
    if rest * net < 0:
        return f"{ink}. Overall, the {winner} wins, against {what}."
    if abs(rest) > abs(net):
        return f"{ink}. In sum it leans to the {winner}, and {what} count even more."
    return f"{ink}. Overall, the {winner} wins, and {what} agree."


def sum_in_words(reason):
    """Write the lead as the sum that it is."""
    mine, others = reason.ink
    winner = reason.one if reason.lead > 0 else reason.other
    bends = f", bends {part(reason.bends)}" if reason.bends else ""
    return (
        f"Ink for the {reason.one} {part(mine)}, ink for the {reason.other} {part(others)}, biases "
        f"{part(reason.biases)}{bends}: the {winner} leads by {part(abs(reason.lead))}."
    )


def step_in_words(state):
    """Say what the last step has changed, as predicted or not."""
    last = state.last_step
    if last is None:
        return ""
    words = (
        f"Step {state.steps}: the loss went from {a_loss(last.before)} to {a_loss(last.after)}; "
        f"predicted was {a_loss(last.predicted)}."
    )
    return f"{words} {too_large(last)}".strip()


def too_large(last):
    """Say so if a step was too large for the loss to fall as predicted."""
    if last.before < SMALLEST and last.after < SMALLEST:
        return "There was nothing left to learn."
    if last.after >= last.before:
        return "It did not fall: take a smaller learning rate."
    if last.before - last.after < (last.before - last.predicted) / 2:
        return "It fell less than half as far: the step was large."
    return ""


def _ink(reason, image):
    """Say where the ink counts towards which; of what is faint, no place is named."""
    mine, others = reason.ink
    here = strongest_place(reason.parts, image)
    there = strongest_place(-reason.parts, image)
    if -others <= LITTLE * mine:
        where = f", most at the {here}" if here else ""
        return f"Nearly all ink counts towards the {reason.one}{where}"
    if mine <= -LITTLE * others:
        return f"Nearly all ink counts towards the {reason.other}, most at the {there}"
    if here == there:
        return (
            f"At the {here}, some ink counts towards the {reason.one}, some towards the "
            f"{reason.other}"
        )
    return (
        f"The ink at the {here} counts most towards the {reason.one}, that at the {there} "
        f"towards the {reason.other}"
    )


def _rest(reason):
    """Name what is neither ink nor slope."""
    if abs(reason.bends) <= LITTLE * abs(reason.biases):
        return "the biases"
    if abs(reason.biases) <= LITTLE * abs(reason.bends):
        return "the bends"
    return "biases and bends"
