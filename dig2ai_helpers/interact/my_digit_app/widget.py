"""Your own digit, through a network and back: why it is read so, and how to teach the network."""

import ipywidgets
import numpy as np

from ...digits.handwriting import strokes_as_mnist
from ...gradient_check import exact_copy
from ...network import Network
from ...trained import load_network, reader_of_digits
from ..sheet.sheet_app import SheetApp, draw_ink
from ..toolkit.canvas import Canvas
from ..toolkit.controls import Button, Choice, Controls, Slider
from ..toolkit.page_app import in_turn
from ..toolkit.sketch import Sketch
from ..toolkit.with_controls import WithControls
from .back_picture import draw_back
from .forward_picture import draw_forward
from .journey import step
from .state import LastStep, State, state_of
from .verdict_picture import draw_verdict
from .why_picture import draw_why

TITLE = "Your own digit"
AUTO = "auto"
RATES = (0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1)
SEVEN = [np.array([(0.36, 0.3), (0.5, 0.2), (0.5, 0.85)])]  # many take it for a 1


def my_digit(network: Network | None = None) -> "MyDigit":
    """Draw a digit, see why a network reads it so, follow it through and back, and teach it.

    Parameters
    ----------
    network
        With 784 inputs, at least one hidden layer, and 10 outputs. It stays as it is: the app
        works on a copy. Without one, 784-128-10 reads, which comes with the package.

    Examples
    --------
    >>> app = interact.my_digit()
    >>> app.draw([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
    >>> app.reading
    7
    """
    network = reader_of_digits(network, "784-128-10")
    if len(network.sizes) < 3:
        raise ValueError(
            "network must have at least one hidden layer, like Network((784, 16, 10)), "
            f"but its sizes are {network.sizes}"
        )
    return MyDigit(network).begin()


class MyDigit(WithControls, SheetApp):
    """A sheet; beside it, what is read and why; below, the way through the network and back.

    Attributes
    ----------
    network : Network
        The copy, in float64, that the steps change.
    image : float32 array (784,)
        What the network sees.
    reading : int, or None while the sheet is empty
    steps : int
        How many steps were taken since the weights were the original ones.

    Examples
    --------
    >>> app = interact.my_digit()
    >>> app.draw([[(0.36, 0.3), (0.5, 0.2), (0.5, 0.85)]])
    >>> app.reading
    1
    >>> app.set(label=7)
    >>> for _ in range(4):
    ...     app.press("step")
    >>> app.reading
    7
    """

    def __init__(self, network: Network) -> None:
        super().__init__(TITLE, Canvas(enough=400))
        self._original, self.network = exact_copy(network), exact_copy(network)
        self._linear = exact_copy(load_network("784-10"))
        self._pressed, self._pixel, self._neuron, self._sample = "", None, None, -1
        self.steps, self._last_step, self._state = 0, None, State(self.network)
        self.controls = Controls("Label and learning", _controls(self))
        self.maps, self.forward, self.back = Canvas(enough=400), Canvas(), Canvas()
        self.controls.add_class("dig2ai-below")
        reading = ipywidgets.Box([self.canvas, self.maps])
        reading.add_class("dig2ai-reading")
        across = ipywidgets.Box([self.forward, self.back])
        across.add_class("dig2ai-across")
        sides = ipywidgets.Box([self.sheet, reading, self.controls, across])
        sides.add_class("dig2ai-pad-sides")
        self.add_class("dig2ai-pad")
        self.children = [sides]

    @property
    def reading(self) -> int | None:
        """The digit that is read now."""
        journey = self._state.journey
        return None if journey is None else journey.reading

    @in_turn
    def pick(self, name: str) -> None:
        """Press a place in one of the pictures from Python, by its name."""
        self._pick(name)

    @property
    def sketch(self) -> Sketch:
        """The app in use in one picture, for where widgets don't run."""
        if self._state.journey:
            return _still(self._state, self.strokes)
        state = state_of(self.network, self._linear, strokes_as_mnist(SEVEN), label=7)
        return _still(state, SEVEN, "An example. ")

    def _listen(self):
        super()._listen()
        self._listen_to_controls()
        for canvas in (self.canvas, self.maps, self.forward, self.back):
            canvas.when_moved = lambda: self.heed(self._redraw)
            canvas.on_msg(self._on_place)

    def _on_place(self, widget, content, buffers):
        if "press" in content:
            self.heed(self._pick, content["press"])

    def _pick(self, name):
        kind, *places = name.split(":")
        if kind == "say":
            self.controls.set({"label": int(places[0])})
        elif name in ("close", self._pressed):
            self._pressed = ""
        else:
            self._pressed = name
        if kind == "pixel":
            self._pixel = int(places[0])
        if kind in ("a", "d") and places[0] == "0":
            self._neuron = int(places[1])
        self._show()

    def _show(self):
        self._follow_sheet()
        self._state = self._state_now()
        self._redraw()

    def _follow_sheet(self):
        """With another drawing, forget what was asked of the last one."""
        before, sample = self._state.journey, self.sheet.state["sample"]
        if before and (self.image != before.image).any():
            self._last_step, self._pressed = None, ""
        if before and not self.image.any():  # another digit comes next
            self.controls.set({"label": AUTO, "rival": AUTO})
            self._pixel = self._neuron = None
        if sample not in (-1, self._sample):  # somebody wrote this one to be that digit
            self.controls.set({"label": self.sheet.labels[sample]})
        self._sample = sample

    def _redraw(self):
        state = self._state
        self.controls.hidden = _useless(state)
        self.canvas.show(draw_verdict(state, self.canvas.narrow))
        self.maps.show(draw_why(state, self.maps.narrow))
        self.forward.show(draw_forward(state, self.forward.narrow))
        self.back.show(draw_back(state, self.back.narrow))

    def _state_now(self):
        chosen = {name: None if value == AUTO else value for name, value in self.settings.items()}
        return state_of(
            self.network, self._linear, self.image, pixel=self._pixel, neuron=self._neuron,
            pressed=self._pressed, moving=self.sheet.state["moving"], steps=self.steps,
            last_step=self._last_step, **chosen,
        )  # fmt: skip

    def _step(self, settings):
        journey = self._state.journey
        if journey is None:
            raise ValueError("the sheet is empty: draw a digit first, then take a step")
        if settings["label"] == AUTO:
            raise ValueError("which digit is it? Say so first: press its row, or set the label")
        predicted, after = step(self.network, journey, settings["rate"])
        self.steps += 1
        self._last_step = LastStep(journey.loss, predicted, after.loss, settings["rate"])

    def _restart(self, settings):
        self.network = exact_copy(self._original)
        self.steps, self._last_step = 0, None


def _useless(state):
    """Name the buttons that have no use yet: the page keeps their places free."""
    teachable = state.journey is not None and state.taught
    return [*([] if teachable else ["step"]), *([] if state.steps else ["restart"])]


def _controls(app):
    digits = (AUTO, *range(10))
    return [
        Choice("label", "this is a", digits, AUTO, _or("choose")),
        Button("step", "one step", app._step, main=True),
        Button("restart", "forget the steps", app._restart),
        Slider("rate", "learning rate", RATES, 0.001),
        Choice("rival", "compare with", digits, AUTO, _or("yours, or the next")),
    ]


def _or(words):
    """Write a digit, or words for the automatic choice."""
    return lambda chosen: words if chosen == AUTO else f"{chosen}"


def _still(state, strokes, before=""):
    """The sheet, what is read and why, and the way forward, in one picture."""
    verdict, reasons, forward = draw_verdict(state), draw_why(state), draw_forward(state)
    top = verdict.height + reasons.height + 40
    sketch = Sketch(834, top + forward.height)
    if strokes:
        draw_ink(sketch, 380, strokes)
    else:
        sketch.image(state.journey.image, 0, 0, 380)
    sketch.paste(verdict, 404, 0)
    sketch.paste(reasons, 404, verdict.height + 16)
    sketch.paste(forward, 0, top)
    sketch.caption = verdict.caption
    sketch.alt = f"{before}{verdict.alt} {reasons.alt} {forward.alt}"
    return sketch
