"""What an app with controls can do: be set and pressed, from Python and from the page."""

from collections.abc import Callable
from typing import Any

from .controls import Controls
from .page_app import in_turn


class WithControls:
    """For a PageApp with controls; `_settle` brings everything up to date and draws it.

    `_follow`, given the settings, changes what depends on them.
    """

    controls: Controls
    _follow: Callable[[dict[str, Any]], None] = staticmethod(lambda settings: None)

    @property
    def settings(self) -> dict[str, Any]:
        """The settings, a dict of name and value."""
        return self.controls.settings()

    @in_turn
    def set(self, **settings: Any) -> None:
        """Move controls from Python: `app.set(temperature=2)`."""
        self._set(**settings)

    @in_turn
    def press(self, name: str) -> None:
        """Press a button from Python."""
        self._press(name)

    def _listen_to_controls(self):
        self.controls.when_moved = lambda: self.heed(self._settle)
        self.controls.on_msg(self._on_button)

    def _set(self, **settings):
        self.controls.set(settings)
        self._settle()

    def _press(self, name, moved=None):
        if moved:  # by the reader since the last press, and not heard of yet
            self.controls.chosen = {**self.controls.chosen, **moved}
            self._follow(self.settings)
        self._set(**self.controls.press(name))

    def _on_button(self, widget, content, buffers):
        if "press" in content:
            self.heed(self._press, content["press"], content.get("moved", {}))
