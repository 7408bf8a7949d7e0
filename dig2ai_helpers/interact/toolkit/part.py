"""A piece of the page that tells the kernel what a reader did with it."""

import anywidget


class Part(anywidget.AnyWidget):
    """A widget that says when the page has changed it; changes from Python pass in silence."""

    def __init__(self, **traits):
        self.when_moved = lambda: None
        super().__init__(**traits)

    def set_state(self, sync_data):
        """Take over what the page has changed, and say so."""
        super().set_state(sync_data)
        self.when_moved()

    def _handle_custom_msg(self, content, buffers):
        """Pass a message on; all messages of the pages are dicts."""
        if isinstance(content, dict):
            super()._handle_custom_msg(content, buffers)
