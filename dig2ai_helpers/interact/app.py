"""An app: controls, and a picture that follows them."""

import threading

import ipywidgets

from .canvas import Canvas
from .controls import Button, Controls


class App(ipywidgets.VBox):
    """One widget that joins controls and a canvas.

    Parameters
    ----------
    title : str
    controls : list of Slider, Choice and Button
    draw : function
        Given the settings, a dict of name and value, it returns the Sketch to show.
    hide : function, optional
        Given the settings, it returns the names of the controls that have no use just now.

    Notes
    -----
    Callbacks can come from another thread than the cell's, so each holds the app's lock and
    draws the settings as they are then. An error in one is shown under the picture.
    """

    def __init__(self, title, controls, draw, hide=lambda settings: []):
        self._lock = threading.RLock()
        self._draw, self._hide = draw, hide
        self._buttons = {part.name: part for part in controls if isinstance(part, Button)}
        self.title = title
        self.controls, self.canvas = Controls(title, controls), Canvas()
        super().__init__([self.controls, self.canvas])
        self.redraw()  # an error in the first picture is the cell's
        self.controls.observe(self._on_change, names="chosen")
        self.controls.on_msg(self._on_message)

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
        with self._lock:
            self.controls.set(settings)

    def press(self, name):
        """Press a button from Python."""
        with self._lock:
            self.controls.set(self._buttons[name].press(self.settings))

    def redraw(self):
        """Draw the settings as they are now."""
        with self._lock:
            settings = self.settings
            self.controls.hidden = self._hide(settings)
            self.sketch = self._draw(settings)
            self.canvas.show(self.sketch)

    def _on_change(self, change):
        self._guard(self.redraw)

    def _on_message(self, widget, content, buffers):
        self._guard(self.press, content["press"])

    def _guard(self, callback, *arguments):
        """Run a callback; the notebook would swallow its error, so show it in the widget."""
        try:
            callback(*arguments)
        except Exception as error:
            self.canvas.error = f"{type(error).__name__}: {error}"

    def __repr__(self):
        return f"<{self.title}: {self.alt}>"

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget, and a still picture for where widgets don't run."""
        from .still import still  # matplotlib, only now

        live = super()._repr_mimebundle_() or {}
        return {**live, **still(self.sketch)._repr_mimebundle_(), "text/plain": repr(self)}
