"""What the playground is made of: its controls, and a check of the digits that it is given."""

from dataclasses import replace
from math import isqrt

from ..toolkit.controls import Button, Choice, Folded
from ..trial.pace import FAST, SHOW, STEPS
from ..trial.settings import CONTROLS, SIZES


def check_parts(digits):
    """See that the three parts fit together, and can be shown."""
    pixels = digits.train.pixels
    for name in ("train", "validation", "test"):
        part = getattr(digits, name)
        if part.pixels != pixels or isqrt(pixels) ** 2 != pixels:
            raise ValueError(
                "digits must all be squares of as many pixels, but those to train with have "
                f"{pixels} pixels, and those of digits.{name} {part.pixels}"
            )


def controls_for(there, play, stop, step, reset):
    """The controls for so many training digits; the buttons do these four functions."""
    sizes = [*(n for n in SIZES if n < there), there]
    digits_control = replace(CONTROLS["training_digits"], values=sizes, start=there)
    controls = CONTROLS | {"training_digits": digits_control}
    return [
        Button("play", "play", lambda settings: play(), main=True),
        Button("stop", "pause", lambda settings: stop(), main=True),
        Button("step", "step", lambda settings: step()),
        Button("reset", "reset", lambda settings: reset()),
        Choice("pace", "pace", (SHOW, STEPS, FAST), SHOW),
        controls.pop("neurons"),
        controls.pop("learning_rate"),
        Folded("more settings", [*controls.values()]),
    ]
