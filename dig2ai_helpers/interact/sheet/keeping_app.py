"""What every app shares that keeps drawings in the reader's file."""

import contextlib
from pathlib import Path
from weakref import WeakSet

import ipywidgets

from ...arrays import Array
from ...digits.drawings_file import DrawingsError
from ...digits.own_drawings import OwnDrawings
from ...inputs import check_whole
from ..toolkit.live import event_loop
from ..toolkit.page_app import in_turn
from .drawing_sheet import checked
from .sheet_app import SheetApp
from .shelf import Shelf, code_of

_on_the_page: "WeakSet[KeepingApp]" = WeakSet()


class KeepingApp(SheetApp):
    """An app with a sheet whose drawings can be kept; a subclass places `shelf` on the page.

    Attributes
    ----------
    kept : list of (image (784,), label)
        The drawings that the reader kept, with the labels that the reader gave them.
    file : Path
        Where they are kept.
    shelf : Shelf
        The widget that shows them.
    """

    def __init__(self, title, canvas, file, **traits):
        super().__init__(title, canvas, keeps=True, **traits)
        self._mine, self._removed, self._problem = OwnDrawings(file, read=False), [], ""
        self.shelf = Shelf()
        self._loop = event_loop()
        self._reload()

    @property
    def kept(self) -> list[tuple[Array, int]]:
        """The drawings that the reader kept: a list of (image (784,), label)."""
        return self._mine.kept

    @property
    def file(self) -> Path:
        """Where they are kept."""
        return self._mine.path

    def close(self) -> None:
        """Take the app off the page; what was kept stays in the file."""
        _on_the_page.discard(self)
        super().close()

    @in_turn
    def refresh(self) -> None:
        """Show what another app has changed in the file."""
        if self._problem and not self._mine.unsaved:  # it has written what this one could not
            self._reload()
        self._show_kept()
        self._kept_changed()

    @in_turn
    def keep(self, label: int) -> None:
        """Keep the drawing and make the sheet empty: the label is the true one."""
        self._keep(self.sheet.state, label)
        self._put()

    @in_turn
    def delete(self, place: int) -> None:
        """Delete the drawing at this place in `kept`."""
        self._delete(check_whole(place, "place", 0, len(self._mine) - 1))

    @in_turn
    def put_back(self) -> None:
        """Take the last deletion back."""
        self._put_back()

    @in_turn
    def rename(self, name: str) -> None:
        """Say who drew them; "" for nobody."""
        self._change(self._mine.rename, name)

    @in_turn
    def inherit(self, earlier: "KeepingApp") -> None:
        """Go on with the drawing; keep what could not be written into the file named before."""
        super().inherit(earlier)
        with contextlib.suppress(DrawingsError):  # the shelf shows it
            self._change(self._mine.take_over, earlier._mine)

    def _listen(self):
        super()._listen()
        self.sheet.on_msg(self._on_message)
        self.shelf.on_msg(self._on_message)
        _on_the_page.add(self)

    def _keep(self, state, label):
        self._change(self._mine.add, self._image_of(state), label)

    def _delete(self, place):
        removed = place, self._mine.stored[place]
        self._removed.append(removed)
        self._change(self._mine.delete, place)

    def _put_back(self):
        if self._removed:
            self._change(self._mine.insert, *self._removed.pop())

    def _reload(self):
        """Take over what is in the file; one that can't be read is told, and left as it is."""
        self._problem = ""
        try:
            self._mine.reload()
        except DrawingsError as error:
            self._problem = str(error)
        self._show_kept()

    def _change(self, action, *arguments):
        """Change what is kept; what could not be written is kept in memory, and told."""
        try:
            self._problem = ""
            action(*arguments)
        except DrawingsError as error:
            self._problem = str(error)
            raise
        finally:
            self._show_kept()
            self._kept_changed()
            self._tell_others()

    def _tell_others(self):
        """Let the other apps with this file show it, when they have their turn: not in this one."""
        for app in [app for app in _on_the_page if app is not self and app.file == self.file]:
            if self._loop is None:
                app.refresh()
            else:
                self._loop.call_soon_threadsafe(app.refresh)

    def _beside(self, canvas):
        """The sheet, and beside it a canvas with the shelf below."""
        column = ipywidgets.VBox([canvas, self.shelf])
        column.add_class("dig2ai-beside")
        sides = ipywidgets.Box([self.sheet, column])
        sides.add_class("dig2ai-sides")
        pad = ipywidgets.VBox([sides])
        pad.add_class("dig2ai-keeping")  # shelf.css lays them out
        return pad

    def _kept_changed(self):
        """What follows when other drawings are kept."""

    def _show_kept(self):
        samples = {levels.tobytes() for levels in self._levels}
        ready_made = sum(pixels in samples for _, pixels in self._mine.stored)
        self.shelf.show(self._mine, self._removed, self._problem, ready_made)
        self.sheet.kept = len(self._mine)

    def _on_message(self, widget, content, buffers):
        self.heed(self._obey, content, buffers)

    def _obey(self, content, buffers):
        """Do what the page asks for."""
        with contextlib.suppress(DrawingsError):  # the shelf shows it for as long as it lasts
            if "keep" in content:
                # The drawing comes with the message: the page may be further on already.
                state = {"ink": buffers[0], "sample": content["sample"]}
                self._keep(checked(state, len(self.sheet.labels)), content["keep"])
            elif "delete" in content:
                codes = [code_of(drawing) for drawing in self._mine.stored]
                if content["delete"] in codes:  # else it has been deleted elsewhere
                    self._delete(codes.index(content["delete"]))
            elif "undo" in content:
                self._put_back()
            elif "name" in content:
                self._change(self._mine.rename, content["name"])
