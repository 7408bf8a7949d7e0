"""What every app is to a notebook: one widget, with words, a still picture and an end."""

import contextlib
import functools

import IPython
import ipywidgets

from ...surroundings import in_browser
from .close_on_rerun import remember
from .live import Turn

A_PICTURE = "a picture: run the cell above to use it"
NO_PAGE = "it can be used in a notebook, not in a terminal; `jupyter lab` opens one"


def in_turn(method):
    """Make a method a door: it takes the app's turn, and a training steps back for it.

    Callbacks come from the thread of the cell or from another one, as JupyterLab pleases. So
    whoever comes from outside takes the turn, once: public methods by this decorator, and what
    the page sends by `PageApp.heed`. Names that begin with an underscore are called inside.
    """

    @functools.wraps(method)
    def door(self, *arguments, **settings):
        with self.turn.for_the_reader():
            return method(self, *arguments, **settings)

    return door


class PageApp(ipywidgets.VBox):
    """One widget made of parts, one of them a canvas that shows pictures and errors.

    A subclass has `_settle`, which brings everything up to date and draws it, `_listen`, which
    connects the page, and `sketch`, the picture that it shows. Where widgets don't run, `_still`
    is shown instead: the app in use, for a reader who meets it for the first time.
    """

    def __init__(self, title, canvas):
        super().__init__()
        self.title, self.canvas, self.turn = title, canvas, Turn()

    def begin(self):
        """Show the first picture, listen to the page, and give back the app.

        An error in the first picture is the cell's.
        """
        self._settle()
        self._listen()
        remember(self)
        return self

    @property
    def alt(self) -> str:
        """What the app shows now, in words."""
        return self.canvas.alt

    def heed(self, action, *arguments):
        """Do what the page asks for; show an error, which the notebook would swallow."""
        try:
            with self.turn.for_the_reader():
                return action(*arguments)
        except Exception as error:
            self.show_error(error)

    def show_error(self, error):
        """Show an error under the picture."""
        self.canvas.error = f"{type(error).__name__}: {error}"

    def inherit(self, earlier):
        """Take over what the reader made in this app before its cell was run again."""

    def close(self) -> None:
        """Take the app off the page and out of memory."""
        for part in self.children:
            _close(part)
        self.layout.close()
        super().close()

    def __del__(self):
        with contextlib.suppress(AttributeError):  # refused before it had all its parts
            super().__del__()

    def _still(self):
        """The sketch that is shown where widgets don't run."""
        return self.sketch

    def __repr__(self):
        return f"<{self.title}: {self.alt}>"

    def _repr_mimebundle_(self, include=None, exclude=None):
        """The live widget; and where widgets don't run, a picture that says that it is one.

        In a browser's own Python widgets run, and the picture would take seconds.
        """
        live = super()._repr_mimebundle_() or {}
        if in_browser():
            return {**live, "text/plain": repr(self)}
        if _in_a_terminal():
            return {"text/plain": f"<{self.title}: {NO_PAGE}. {self.alt}>"}
        from .sketch_as_figure import figure_of  # matplotlib, only now

        still = figure_of(self._still(), self.title, A_PICTURE)
        return {**live, **still._repr_mimebundle_(), "text/plain": f"<{still.alt}>"}


def _in_a_terminal():
    """Whether IPython runs without a kernel, and so without a page."""
    shell = IPython.get_ipython()
    return shell is not None and not hasattr(shell, "kernel")


def _close(widget):
    """Close a widget with everything in it, and its layout, which is a widget as well."""
    if isinstance(widget, PageApp):
        widget.close()
        return
    for part in getattr(widget, "children", ()):
        _close(part)
    widget.layout.close()
    widget.close()
