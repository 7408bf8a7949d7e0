"""An app: controls, and a picture that follows them."""

from .canvas import Canvas
from .controls import Controls
from .live import Live
from .page_app import PageApp, in_turn


class App(PageApp):
    """One widget that joins controls and a canvas: `App(title, controls, draw).begin()`.

    Parameters
    ----------
    title : str
    controls : list of Slider, Choice, Button and Folded
    draw : function
        Given the settings, a dict of name and value, it returns the Sketch to show. It only
        draws: drawing again must not change anything.
    follow : function, optional
        Given the settings when a control has moved: what depends on them is changed here,
        before the drawing.
    hide : function, optional
        Given the settings, it returns the names of the controls that have no use just now.
    pick : function, optional
        Given the name of a place in the picture that was pressed.
    """

    def __init__(
        self,
        title,
        controls,
        draw,
        follow=lambda settings: None,
        hide=lambda settings: [],
        pick=lambda name: None,
    ):
        super().__init__(title, Canvas())
        self._draw, self._follow, self._hide, self._pick = draw, follow, hide, pick
        self.controls = Controls(title, controls)
        self.live = Live(self.turn, self._redraw, self.show_error)
        self.children = [self.controls, self.canvas]

    @property
    def settings(self):
        """The settings, a dict of name and value."""
        return self.controls.settings()

    @in_turn
    def set(self, **settings):
        """Move controls from Python: `app.set(temperature=2)`."""
        self._set(**settings)

    @in_turn
    def press(self, name):
        """Press a button from Python."""
        self._press(name)

    @in_turn
    def pick(self, name):
        """Press a place in the picture from Python."""
        self._pick(name)

    @in_turn
    def redraw(self):
        """Draw the settings as they are now."""
        self._redraw()

    def close(self):
        """Stop what is under way, and take the app off the page and out of memory."""
        self.live.stop()
        super().close()

    def _listen(self):
        self.controls.when_moved = lambda: self.heed(self._settle)
        self.canvas.when_moved = lambda: self.heed(self._redraw)
        self.controls.on_msg(self._on_button)
        self.canvas.on_msg(self._on_place)

    def _set(self, **settings):
        self.controls.set(settings)
        self._settle()

    def _settle(self):
        """Follow the settings, then draw them."""
        self._follow(self.settings)
        self._redraw()

    def _redraw(self):
        settings = self.settings
        self.controls.hidden = self._hide(settings)
        self.sketch = self._draw(settings)
        self.canvas.show(self.sketch)

    def _press(self, name, moved=None):
        if moved:  # by the reader since the last press, and not heard of yet
            self.controls.chosen = {**self.controls.chosen, **moved}
            self._follow(self.settings)
        self._set(**self.controls.press(name))

    def _on_button(self, widget, content, buffers):
        if "press" in content:
            self.heed(self._press, content["press"], content.get("moved", {}))

    def _on_place(self, widget, content, buffers):
        if "press" in content:
            self.heed(self._pick, content["press"])
