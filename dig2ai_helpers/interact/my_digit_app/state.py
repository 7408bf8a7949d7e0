"""What the app shows at a moment, and the formula behind a number that was pressed."""

from dataclasses import dataclass
from typing import NamedTuple

from ...network import Network
from ..toolkit.words import figure
from . import formulas
from .journey import Journey, Why, follow, why
from .why_words import a_loss, part, sum_in_words


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
    same_rival: bool = False  # whether the digit chosen to compare with is the one read
    pixel: int = 0  # the one that is looked at
    neuron: int = 0  # of the first layer: the one whose weights' slopes are shown
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
    def formula(self):
        """The formula of the number that was pressed, with the numbers filled in."""
        kind, *places = self.pressed.split(":")
        return _FORMULAS[kind](self, *map(int, places))


def state_of(
    network, linear, image, label=None, rival=None, pixel=None, neuron=None, pressed="", **rest
):
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
    neuron
        Of the first layer, to look at: else the one that matters most.
    rest
        Other entries of the State.
    """
    if not image.any():
        return State(network, **rest)
    journey = follow(network, image, label)
    one = journey.reading
    other = next((k for k in (rival, label) if k not in (None, one)), journey.runner_up)
    reason = why(network, journey, one, other)
    pixel = int(image.argmax()) if pixel is None else pixel
    neuron = int(reason.deciding(0, 1)[0]) if neuron is None else neuron
    return State(
        network, journey, reason, why(linear, follow(linear, image), one, other),
        same_rival=rival == one, pixel=pixel, neuron=neuron, taught=label is not None,
        checked=_checked(network, journey.label, reason, pixel, neuron), pressed=pressed, **rest,
    )  # fmt: skip


def _checked(network, label, reason, pixel, neuron):
    """Choose the entries of dW and db that are compared with finite differences."""
    last = len(network.weights) - 1
    top = neuron if last == 1 else int(reason.deciding(last - 1, 1)[0])
    return (0, pixel, neuron), (0, None, neuron), (last, top, label), (last, None, label)


def _map(state, number):
    reason = (state.why, state.linear_why)[number]
    if number == 0:
        return (
            f"Orange ink (+) counts towards the {reason.one}, blue ink (−) towards the "
            f"{reason.other}: its slope times its ink. The slope says how fast the lead of the "
            f"{reason.one} grows with the ink of this pixel. It depends on which neurons are "
            f"active, so on all the ink."
        )
    return (
        f"To compare: 784-10 has no hidden neurons. A pixel has one weight for the {reason.one} "
        f"less one for the {reason.other}, whatever else is drawn. Its part is that weight times "
        f"its ink, orange (+) for the {reason.one}, blue (−) for the {reason.other}."
    )


def _sum(state, number):
    if number == 1:
        words = "Without hidden neurons, the scores are sums: weights times ink, and biases."
        return f"{words} {sum_in_words(state.linear_why)} Apart from rounding, that is all."
    reason = state.why
    words = (
        f"{sum_in_words(reason)} Apart from rounding, that is all. The biases are those of all "
        f"neurons, each times how fast the lead grows with its z; one that is off counts nothing."
    )
    if state.network.hidden == "relu":
        return f"{words} Where it is on, ReLU is straight, so nothing else is left over."
    return (
        f"{words} The bends, {part(reason.bends)}, are what the nonlinearity leaves over: "
        f"{state.network.hidden} is not straight, so an answer f(z) is not its slope times z."
    )


def _last(step):
    if step is None:
        return "There is no step for this drawing yet."
    fall = figure(step.before - step.predicted)
    return (
        f"Predicted: L − η·|gradient|² ≈ {figure(step.before)} − {fall} ≈ "
        f"{figure(step.predicted)}, with the learning rate η = {step.rate:g}. Read again: "
        f"{a_loss(step.after)}, as the slope changes on the way."
    )


_FORMULAS = {
    "": lambda state: "",
    "now": lambda state: formulas.loss(state.network, state.journey),
    "promise": lambda state: formulas.prediction(state.journey, state.rate),
    "last": lambda state: _last(state.last_step),
    "map": _map,
    "sum": _sum,
    "row": lambda state: formulas.flattened(state.journey, state.pixel),
    "pixel": lambda state, j: formulas.pixel(state.journey, j),
    "x": lambda state: formulas.pixel(state.journey, state.pixel),
    "a": lambda state, *place: formulas.neuron(
        state.network, state.journey, state.why, *place
    ),
    "z": lambda state, k: formulas.score(state.network, state.journey, k),
    "p": lambda state, k: formulas.probability(state.network, state.journey, k),
    "loss": lambda state: formulas.loss(state.network, state.journey),
    "d": lambda state, *place: formulas.delta(state.network, state.journey, *place),
    "slopes": lambda state: formulas.weight_slopes(state.journey, state.neuron),
    "g": lambda state, row: formulas.gradient(state.journey, *state.checked[row]),
    "n": lambda state, row: formulas.difference(
        state.network, state.journey, *state.checked[row]
    ),
    "apart": lambda state, row: formulas.apart(
        state.network, state.journey, *state.checked[row]
    ),
}  # fmt: skip
