"""An app: controls, and a picture that follows them."""

import ipywidgets

from .canvas import Canvas
from .close_on_rerun import remember
from .controls import Controls
from .live import Live, Turn


class App(ipywidgets.VBox):
    """One widget that joins controls and a canvas.

    Parameters
    ----------
    title : str
    controls : list of Slider, Choice, Button and Folded
    draw : function
        Given the settings, a dict of name and value, it returns the Sketch to show.
    hide : function, optional
        Given the settings, it returns the names of the controls that have no use just now.
    pick : function, optional
        Given the name of a place in the picture that was pressed.
    below : list of widgets, optional
        Shown under the picture.

    Notes
    -----
    Callbacks can come from another thread than the cell's, so each takes the app's turn and
    draws the settings as they are then. An error in one is shown under the picture.
    """

    def __init__(
        self, title, controls, draw, hide=lambda settings: [], pick=lambda name: None, below=()
    ):
        self.turn = Turn()
        self._draw, self._hide, self._pick = draw, hide, pick
        self.title = title
        self.controls, self.canvas = Controls(title, controls), Canvas()
        self.live = Live(self.turn, self.redraw, self.show_error)
        super().__init__([self.controls, self.canvas, *below])
        self.redraw()  # an error in the first picture is the cell's
        self.controls.observe(self._on_change, names="chosen")
        self.controls.on_msg(self._on_button)
        self.canvas.on_msg(self._on_place)
        self.canvas.observe(self._on_change, names="narrow")
        remember(self)

    @property
    def settings(self):
        """The settings, a dict of name and value."""
        return self.controls.settings()

    @property
    def alt(self):
        """What the picture shows now, in words."""
        return self.canvas.alt

    def set(self, **settings):
        """Move controls from Python: `app.set(temperature=2)`."""
        with self.turn.for_the_reader():
            self.controls.set(settings)

    def press(self, name):
        """Press a button from Python."""
        with self.turn.for_the_reader():
            self.controls.press(name)

    def pick(self, name):
        """Press a place in the picture from Python."""
        with self.turn.for_the_reader():
            self._pick(name)

    def redraw(self):
        """Draw the settings as they are now."""
        with self.turn.for_the_reader():
            settings = self.settings
            self.controls.hidden = self._hide(settings)
            self.sketch = self._draw(settings)
            self.canvas.show(self.sketch)

    def close(self):
        """Stop what is under way, and take the app off the page and out of memory."""
        self.live.stop()
        for part in self.children:
            part.close()
            part.layout.close()
        super().close()
        self.layout.close()

    def show_error(self, error):
        """Show an error under the picture: the notebook would swallow it."""
        self.canvas.error = f"{type(error).__name__}: {error}"

    def guard(self, callback, *arguments):
        """Run a callback of the page and show its error, if it has one."""
        try:
            callback(*arguments)
        except Exception as error:
            self.show_error(error)

    def _on_change(self, change):
        self.guard(self.redraw)

    def _on_button(self, widget, content, buffers):
        if "press" in content:
            self.guard(self._press, content["press"], content.get("moved", {}))

    def _press(self, name, moved):
        with self.turn.for_the_reader():
            self.controls.chosen = {**self.controls.chosen, **moved}
            self.press(name)

    def _on_place(self, widget, content, buffers):
        if "press" in content:
            self.guard(self.pick, content["press"])

    def __repr__(self):
        return f"<{self.title}: {self.alt}>"

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget, and a still picture for where widgets don't run."""
        from .sketch_as_figure import figure_of  # matplotlib, only now

        live = super()._repr_mimebundle_() or {}
        return {**live, **figure_of(self.sketch)._repr_mimebundle_(), "text/plain": repr(self)}
