"""What the app shows at a moment, and the formula behind a number that was pressed."""

from dataclasses import dataclass
from typing import NamedTuple

from ...network import Network
from ..toolkit.words import figure, signed
from . import formulas
from .journey import Journey, Why, follow, strongest, why


class LastStep(NamedTuple):
    """The losses before and after a step, and the one that the slope predicted."""

    before: float
    predicted: float
    after: float
    rate: float


@dataclass(frozen=True)
class State:
    """Everything that the pictures show; without a drawing, there is no journey."""

    network: Network
    journey: Journey | None = None
    why: Why | None = None
    linear_why: Why | None = None
    pixel: int = 0  # the one that is looked at
    checked: tuple = ()  # entries of dW and db to check, each (layer, j or None, k)
    taught: bool = False  # whether the reader has said which digit it is
    moving: bool = False  # whether the pen is on the sheet
    rate: float = 0.001
    steps: int = 0
    last_step: LastStep | None = None
    pressed: str = ""  # the name of a number, or nothing

    @property
    def predicted(self):
        """The loss after another step, if it went on falling as steeply as it does here."""
        return self.journey.loss - self.rate * self.journey.squared_gradient

    @property
    def pressed_in(self):
        """The picture in which a number was pressed."""
        kind = self.pressed.partition(":")[0]
        return _PICTURES.get(kind, "back") if kind else ""

    @property
    def formula(self):
        """The formula of the number that was pressed, with the numbers filled in."""
        kind, *places = self.pressed.split(":")
        return _FORMULAS[kind](self, *map(int, places))


def state_of(network, linear, image, label=None, rival=None, pixel=None, **rest):
    """Send an image through a network and back; what is not chosen is chosen here.

    Parameters
    ----------
    linear
        The network without a hidden layer, to compare with.
    label
        The digit that the reader says it is.
    rival
        The digit to compare the reading with: else the label, and if that is read, the runner-up.
    pixel
        To look at: else one with most ink.
    rest
        Other entries of the State.
    """
    if not image.any():
        return State(network, **{**rest, "pressed": ""})
    journey = follow(network, image, label)
    one = journey.reading
    other = next((k for k in (rival, label) if k not in (None, one)), journey.runner_up)
    reasons = why(network, journey, one, other), why(linear, follow(linear, image), one, other)
    pixel = int(image.argmax()) if pixel is None else pixel
    checked = _checked(network, journey, pixel)
    return State(network, journey, *reasons, pixel, checked, label is not None, **rest)


def _checked(network, journey, pixel):
    """Choose the entries of dW and db that are compared with finite differences."""
    last = len(network.weights) - 1
    first, top = (int(strongest(journey, layer, 1)[0]) for layer in (0, last - 1))
    label = journey.label
    return (0, pixel, first), (0, None, first), (last, top, label), (last, None, label)


def _sum(state, number):
    if number == 0:
        one = state.why
        return (
            f"Slope × ink: how fast the lead of the {one.one} over the {one.other} grows with the "
            f"ink of a pixel, times the ink there is. The parts add up to {signed(one.total)}, the "
            f"lead is {signed(one.lead)}: they needn't agree, as biases and bends are left out."
        )
    one = state.linear_why
    return (
        f"Weight × ink, in a network without hidden layers: what each pixel adds to the lead of "
        f"the {one.one} over the {one.other}. The parts add up to {signed(one.total)}; with the "
        f"biases, {signed(one.lead - one.total)}, that is the lead, {signed(one.lead)}, exactly."
    )


def _last(step):
    if step is None:
        return "There is no step for this drawing yet."
    fall = figure(step.before - step.predicted)
    return (
        f"Predicted: {figure(step.before)} − η·|gradient|² = {figure(step.before)} − {fall} = "
        f"{figure(step.predicted)}, with η = {step.rate:g}. Read again: {figure(step.after)}, "
        f"{figure(abs(step.after - step.predicted))} away, as the slope changes on the way."
    )


def _neuron(state, layer, place):
    k = int(strongest(state.journey, layer, place + 1)[place])
    return formulas.answer(state.network, state.journey, layer, k)


def _delta(state, layer, place):
    hidden = layer < len(state.network.weights) - 1
    k = int(strongest(state.journey, layer, place + 1)[place]) if hidden else place
    return formulas.delta(state.network, state.journey, layer, k)


_PICTURES = dict.fromkeys(("now", "promise", "last", "sum"), "why")
_PICTURES |= dict.fromkeys(("pixel", "x", "a", "z", "p", "loss"), "forward")
_FORMULAS = {
    "": lambda state: "",
    "now": lambda state: formulas.loss(state.network, state.journey),
    "promise": lambda state: formulas.prediction(state.journey, state.rate),
    "last": lambda state: _last(state.last_step),
    "sum": _sum,
    "pixel": lambda state, j: formulas.pixel(state.journey, j),
    "x": lambda state: formulas.pixel(state.journey, state.pixel),
    "a": _neuron,
    "z": lambda state, k: formulas.score(state.network, state.journey, k),
    "p": lambda state, k: formulas.probability(state.network, state.journey, k),
    "loss": lambda state: formulas.loss(state.network, state.journey),
    "d": _delta,
    "g": lambda state, row: formulas.gradient(state.journey, *state.checked[row]),
    "n": lambda state, row: formulas.difference(
        state.network, state.journey, *state.checked[row]
    ),
}  # fmt: skip
