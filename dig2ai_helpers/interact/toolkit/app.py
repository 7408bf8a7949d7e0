"""An app: controls, and a picture that follows them."""

from collections.abc import Callable, Iterable
from typing import Any

from .canvas import Canvas
from .controls import Controls
from .live import Live
from .page_app import PageApp, in_turn
from .sketch import Sketch
from .with_controls import WithControls


class App(WithControls, PageApp):
    """One widget that joins controls and a canvas: `App(title, controls, draw).begin()`.

    Parameters
    ----------
    title
    controls
        Any of Slider, Choice, Button and Folded.
    draw
        Given the settings, a dict of name and value, it returns the Sketch to show. It only
        draws: drawing again must not change anything. `settings["narrow"]` says whether the page
        has little room: then the sketch is to be 300 pixels wide.
    follow
        Given the settings when a control has moved: what depends on them is changed here,
        before the drawing.
    hide
        Given the settings, it returns the names of the controls that have no use just now.
    disable
        Given the settings, it returns the names of the buttons that can't be pressed just now.
    pick
        Given the name of a place in the picture that was pressed, it may return the settings
        that this changes, a dict; then there is a new picture.
    in_use
        Settings for the still picture, which shows the app in use.
    """

    def __init__(
        self,
        title: str,
        controls: Iterable[Any],
        draw: Callable[[dict[str, Any]], Sketch],
        follow: Callable[[dict[str, Any]], None] = lambda settings: None,
        hide: Callable[[dict[str, Any]], list[str]] = lambda settings: [],
        disable: Callable[[dict[str, Any]], list[str]] = lambda settings: [],
        pick: Callable[[str], dict[str, Any] | None] = lambda name: None,
        in_use: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(title, Canvas())
        self._draw, self._follow, self._hide, self._disable = draw, follow, hide, disable
        self._pick, self._in_use = pick, in_use or {}
        self.controls = Controls(title, controls)
        self.live = Live(self.turn, self._redraw, self.show_error)
        self.children = [self.controls, self.canvas]

    @in_turn
    def pick(self, name: str) -> None:
        """Press a place in the picture from Python."""
        self._press_place(name)

    @in_turn
    def redraw(self) -> None:
        """Draw the settings as they are now."""
        self._redraw()

    def close(self) -> None:
        """Stop what is under way, and take the app off the page and out of memory."""
        self.live.stop()
        super().close()

    def _listen(self):
        self._listen_to_controls()
        self.canvas.when_moved = lambda: self.heed(self._redraw)
        self.canvas.on_msg(self._on_place)
        self.live.listen_to(self.canvas)

    def _settle(self):
        """Follow the settings, then draw them."""
        self._follow(self.settings)
        self._redraw()

    def _redraw(self):
        settings = self.settings
        self.controls.hidden = self._hide(settings)
        self.controls.disabled = self._disable(settings)
        self.sketch = self._draw(settings | {"narrow": self.canvas.narrow})
        self.canvas.show(self.sketch)
        self.canvas.running = self.live.running

    def _press_place(self, name):
        if self.controls.dragged(name):
            self._settle()
        else:
            changed = self._pick(name)
            if changed is not None:
                self._set(**changed)

    def _still(self):
        return self._draw(self.settings | {"narrow": False} | self._in_use)

    def _on_place(self, widget, content, buffers):
        if "press" in content:
            self.heed(self._press_place, content["press"])
