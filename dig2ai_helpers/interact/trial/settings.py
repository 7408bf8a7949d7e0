"""The playground's settings: each is listed once, here, and whatever shows one derives from it."""

from dataclasses import dataclass, field, fields

from ...functions import HIDDEN
from ..toolkit.controls import Choice, Slider
from ..toolkit.words import counted

RATES = [
    round(digit * 10.0**power, 4) for power in (-4, -3, -2, -1, 0) for digit in (1, 2, 3, 5)
] + [10.0]
SIZES = (10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 20_000)  # as far as there are

# When does a change apply?
NEW_NETWORK, NEXT_UPDATE, AT_THE_END = "with a new network", "from the next update on", "at the end"


def _setting(start, applies, label, values, control=Slider, **form):
    """A setting: its default, when a change applies, and what its control needs."""
    made = {"label": label, "values": tuple(values), "start": start, **form}
    return field(default=start, metadata={"applies": applies, "control": control, "made": made})


def _or_none(neurons):
    return f"{neurons}" if neurons else "none"


def _batch(size):
    return {1: "single", None: "full"}.get(size, f"{size}")


@dataclass(frozen=True)
class Settings:
    """What an experiment is made with; the names are those of `train` and `sweep`."""

    neurons: int = _setting(16, NEW_NETWORK, "hidden neurons", (2**k for k in range(10)))
    learning_rate: float = _setting(
        0.1, NEXT_UPDATE, "learning rate", RATES,
        means="How long the steps are: each update moves a weight by the learning rate times its "
        "gradient, downhill.",
    )  # fmt: skip
    epochs: int = _setting(
        20, AT_THE_END, "epochs", (1, 2, 5, 10, 20, 50, 100, 200, 400),
        means="In one epoch, the network learns from each of the training digits once.",
    )  # fmt: skip
    batch_size: int | None = _setting(
        32, NEXT_UPDATE, "batch size", (1, 16, 32, 64, 256, None), Choice, form=_batch,
        means="A batch is the group of digits that one update learns from. “full” takes all the "
        "training digits at once.",
    )  # fmt: skip
    training_digits: int = _setting(
        SIZES[-1], NEW_NETWORK, "training digits", SIZES, form="{:,}",
        means="The network learns from these. The validation digits are others, which it never "
        "learns from: they show how well it reads new digits.",
    )  # fmt: skip
    second_layer: int = _setting(
        0, NEW_NETWORK, "second layer", (0, 8, 16, 32, 64, 128), form=_or_none
    )
    hidden: str = _setting("relu", NEW_NETWORK, "activation", HIDDEN, Choice)
    momentum: float = _setting(0, NEXT_UPDATE, "momentum", (0, 0.5, 0.8, 0.9, 0.95, 0.99))
    seed: int = _setting(0, NEW_NETWORK, "seed", range(10))

    def changed(self, other, applies):
        """Names of the settings that differ in another one, of those that apply at a time."""
        some = (one.name for one in fields(self) if one.metadata["applies"] == applies)
        return [name for name in some if getattr(self, name) != getattr(other, name)]

    def __str__(self):
        """Neurons, rate and digits, and whatever else is not as it is at first."""
        said = [counted(self.neurons, "neuron"), f"rate {self.learning_rate:g}"]
        for name in ("second_layer", "hidden", "batch_size", "momentum", "seed"):
            control, value = CONTROLS[name], getattr(self, name)
            if value != control.start:
                said.append(f"{control.label} {control.text(value)}")
        return ", ".join([*said, f"{self.training_digits:,} digits"])


CONTROLS = {
    one.name: one.metadata["control"](one.name, **one.metadata["made"]) for one in fields(Settings)
}
