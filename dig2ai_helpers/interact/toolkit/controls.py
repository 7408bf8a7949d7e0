"""Labelled controls: sliders, choices and buttons, as the browser's own inputs.

A slider steps through a list of values, so that the reader and the program always mean
exactly the same number, on even steps, logarithmic ones, or any others.
"""

import math
import numbers
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import traitlets

from .page_module import page_side
from .part import Part
from .words import minus


@dataclass(frozen=True)
class Setting:
    """What a reader chooses by a slider or from a list: one of some values."""

    name: str
    label: str
    values: Any  # a sequence
    start: object
    form: str | Callable = "{}"  # how a value is written
    means: str = field(default="", kw_only=True)  # what the label means, for whoever asks

    kind: ClassVar[str]

    def text(self, value):
        """A value as it is written beside the control."""
        return self.form(value) if callable(self.form) else self.form.format(value)

    def spec(self):
        """What the page must know."""
        texts = [self.text(value) for value in self.values]
        spec = {"kind": self.kind, "name": self.name, "label": self.label, "texts": texts}
        return spec | ({"means": self.means} if self.means else {})


@dataclass(frozen=True)
class Slider(Setting):
    """A labelled slider over a list of numbers, with the chosen one written beside it."""

    form: str | Callable = "{:g}"
    in_picture: bool = False  # whether it is dragged in the picture, and has no control

    kind = "slider"

    def text(self, value):
        """A number as it is written beside the slider."""
        return minus(super().text(value))

    def place(self, value):
        """Where the nearest of the numbers stands in the list."""
        number = isinstance(value, numbers.Real) and not isinstance(value, bool)
        if not (number and -math.inf < value < math.inf):  # NaN fails here, too
            raise ValueError(f"{self.name} must be a number, but is {value!r}")
        return min(range(len(self.values)), key=lambda place: abs(self.values[place] - value))


@dataclass(frozen=True)
class Choice(Setting):
    """A labelled list to choose one of a few values from."""

    kind = "choice"

    def place(self, value):
        """Where exactly this value stands in the list."""
        for place, known in enumerate(self.values):
            if type(known) is type(value) and known == value:
                return place
        known = ", ".join(f"{value}" for value in self.values)
        raise ValueError(f"{self.name} must be one of {known}, not {value!r}")


@dataclass(frozen=True)
class Button:
    """A button; `press` is given the settings and may return those that it changes, a dict."""

    name: str
    label: str
    press: Callable
    main: bool = False  # whether it stands out as the one to press first

    def spec(self):
        """What the page must know."""
        return {"kind": "button", "name": self.name, "label": self.label, "main": self.main}


@dataclass(frozen=True)
class Folded:
    """Controls for later, folded away under a line that opens them."""

    label: str
    controls: Sequence

    def spec(self):
        """What the page must know."""
        parts = [part.spec() for part in self.controls]
        return {"kind": "folded", "label": self.label, "parts": parts}


class Controls(Part):
    """A row of controls. The page sends the last setting and drops older ones still waiting."""

    _esm, _css = page_side(__file__)

    title = traitlets.Unicode().tag(sync=True)
    specs = traitlets.List().tag(sync=True)
    # name: place in the control's list of values; echoed, so that a second tab shows them, too
    chosen = traitlets.Dict().tag(sync=True)
    hidden = traitlets.List().tag(sync=True)  # names of controls that have no use just now
    disabled = traitlets.List().tag(sync=True)  # of buttons that have none, but keep their place

    def __init__(self, title, controls):
        parts = [part for one in controls for part in _unfolded(one)]
        self.buttons = {part.name: part for part in parts if isinstance(part, Button)}
        self._settable = {part.name: part for part in parts if part.name not in self.buttons}
        chosen = {name: part.place(part.start) for name, part in self._settable.items()}
        specs = [part.spec() for part in controls if not getattr(part, "in_picture", False)]
        super().__init__(title=title, specs=specs, chosen=chosen)

    def settings(self):
        """The chosen values by name."""
        return {name: part.values[self.chosen[name]] for name, part in self._settable.items()}

    def press(self, name):
        """Press a button by name, and give back the settings that it changes."""
        if name not in self.buttons:
            raise ValueError(f"there is no button {name!r}: {', '.join(self.buttons)}")
        return self.buttons[name].press(self.settings()) or {}

    def set(self, settings):
        """Choose values by name, as the reader would with the mouse."""
        places = {}
        for name, value in settings.items():
            if name not in self._settable:
                raise ValueError(f"there is no setting {name!r}: {', '.join(self._settable)}")
            places[name] = self._settable[name].place(value)
        self.chosen = {**self.chosen, **places}

    def lead_to(self, name, moved):
        """Give a control the focus in the page, and mark those that have moved."""
        self.send({"lead": name, "mark": moved})

    def dragged(self, pressed):
        """Whether what was pressed in the picture is a slider, "name:place"; then it is moved."""
        name, _, place = pressed.partition(":")
        if name not in self._settable:
            return False
        self.chosen = {**self.chosen, name: int(place)}
        return True

    @traitlets.validate("chosen")
    def _check(self, proposal):
        if set(proposal["value"]) != set(self._settable):
            raise traitlets.TraitError(f"chosen must name {', '.join(self._settable)}, all of them")
        for name, place in proposal["value"].items():
            last = len(self._settable[name].values) - 1
            if not (isinstance(place, int) and 0 <= place <= last):
                raise traitlets.TraitError(f"{name}: {place!r} is not a place from 0 to {last}")
        return proposal["value"]


def _unfolded(control):
    return control.controls if isinstance(control, Folded) else [control]
