"""Your drawings: what the drawing pad keeps, in memory and in a file beside the notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from weakref import WeakSet

import numpy as np

from ..arrays import Array, ArrayLike
from ..inputs import as_array, check_images, check_whole, told
from ..own_files import beside_the_notebook, no_other_kernel_at
from ..wording import counted
from .drawings_file import (
    MOST,
    PIXELS,
    Stored,
    check_path,
    clean_name,
    from_levels,
    full,
    read_stored,
    to_levels,
    write_stored,
)

NAME = "my_drawings.json"

Change = Callable[[Stored], Stored]

# Changes that are not in a file yet: they outlast the app that made them, until the kernel ends.
_waiting: dict[Path, list[Change]] = {}
# All that stand for a file: what one of them has written, all of them know as written.
_of_file: dict[Path, WeakSet[OwnDrawings]] = {}


def own_path() -> Path:
    """Return the path of the file that drawings are kept in unless another one is named."""
    return check_path(beside_the_notebook(NAME))


class OwnDrawings:
    """Your drawings and the file that they are kept in.

    What cannot be written stays here and is written with the next change. What another
    notebook has added to the file meanwhile is kept.

    Parameters
    ----------
    file
        Its name or its path; without, `my_drawings.json` beside the notebook.
    read
        Whether to read the file now; else `reload` does. What is kept before it can be read
        stays in memory.

    Attributes
    ----------
    path : Path
    name : str
        Who drew.
    kept : list of (image (784,), label)

    Examples
    --------
    >>> mine = OwnDrawings()
    >>> mine.add(digits.test.images[1], 7)
    >>> image, label = mine.kept[-1]
    >>> label
    7
    """

    def __init__(self, file: str | Path | None = None, read: bool = True) -> None:
        self.path = own_path() if file is None else check_path(file)
        self._stored = Stored()
        self._waiting = _waiting.setdefault(self.path, [])
        self._of_file = _of_file.setdefault(self.path, WeakSet())
        self._of_file.add(self)
        if read:
            self.reload()

    @property
    def name(self) -> str:
        """Who drew."""
        return self._now().name

    @property
    def kept(self) -> list[tuple[Array, int]]:
        """The drawings: a list of (image (784,), label)."""
        return [
            (from_levels(np.frombuffer(pixels, np.uint8)), label)
            for label, pixels in self._now().drawings
        ]

    @property
    def stored(self) -> tuple[tuple[int, bytes], ...]:
        """The drawings as they are in a file: (label, 784 bytes)."""
        return self._now().drawings

    @property
    def unsaved(self) -> bool:
        """Whether something could not be written yet."""
        return bool(self._waiting)

    def __len__(self) -> int:
        return len(self.stored)

    def __repr__(self) -> str:
        return f"<{counted(len(self), 'drawing')} in {self.path.name}>"

    def reload(self) -> None:
        """Take over what others have changed in the file."""
        self._stored = read_stored(self.path) or self._stored

    def add(self, image: ArrayLike, label: int) -> None:
        """Keep a drawing (784,) with the digit that it is."""
        self.extend([(image, label)])

    def extend(self, kept: Iterable[tuple[ArrayLike, int]]) -> None:
        """Keep several drawings (image, label)."""
        new = tuple((check_whole(label, "label", 0, 9), _pixels(image)) for image, label in kept)
        if len(self) + len(new) > MOST:
            raise full(self.path)
        self._change(lambda now: Stored(now.name, (*now.drawings, *new)))

    def delete(self, place: int) -> None:
        """Delete the drawing at this place in `kept`."""
        place = check_whole(place, "place", 0, len(self) - 1)
        self.remove(self.stored[place])

    def remove(self, drawing: tuple[int, bytes]) -> None:
        """Delete a drawing of `stored`."""
        self._change(lambda now: Stored(now.name, _without(now.drawings, drawing)))

    def insert(self, place: int, drawing: tuple[int, bytes]) -> None:
        """Put a drawing that was removed back to its place."""
        place = check_whole(place, "place", 0)
        label, pixels = drawing
        label = check_whole(label, "label", 0, 9)
        if not isinstance(pixels, bytes) or len(pixels) != PIXELS:
            raise ValueError(
                f"a drawing of `stored` has {PIXELS} bytes, but this is {told(pixels)}"
            )

        def inserted(now):
            before, after = now.drawings[:place], now.drawings[place:]
            return Stored(now.name, (*before, (label, pixels), *after))

        self._change(inserted)

    def rename(self, name: str) -> None:
        """Say who drew; "" for nobody."""
        name = clean_name(name)
        self._change(lambda now: Stored(name, now.drawings))

    def take_over(self, other: OwnDrawings) -> None:
        """Make the changes that could not be written to another file: here they may be."""
        changes = other._waiting.copy()
        if changes and other.path != self.path:
            other._waiting.clear()
            self._change(*changes)

    def _now(self):
        return _changed(self._stored, self._waiting)

    def _change(self, *changes):
        _changed(self._now(), changes)  # what can't be done at all isn't kept for later
        with no_other_kernel_at(self.path):
            self._waiting.extend(changes)
            self.reload()  # others may have added to it
            now = self._now()
            write_stored(self.path, now)
            for one in self._of_file:
                one._stored = now
            self._waiting.clear()


def _changed(stored, changes):
    for change in changes:
        stored = change(stored)
    return stored


def _without(drawings, gone):
    """All but the first that is like this one."""
    places = [place for place, one in enumerate(drawings) if one == gone][:1]
    return tuple(one for place, one in enumerate(drawings) if place not in places)


def _pixels(image):
    """The 784 bytes of an image."""
    image = as_array(image, "image")
    if image.shape != (PIXELS,):
        raise ValueError(f"image must have the shape ({PIXELS},), but has {image.shape}")
    levels = to_levels(check_images(image[None, :], PIXELS, "float32"))
    if not levels.any():
        raise ValueError("the drawing is empty: draw a digit first, then keep it")
    return levels.tobytes()
