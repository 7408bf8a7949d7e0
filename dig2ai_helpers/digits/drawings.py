"""Digits that people drew and kept: one person's file, or those of a whole class."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np

from ..arrays import Array, ArrayLike, Labels
from ..inputs import as_array, check_images, check_labels, check_whole
from ..wording import counted
from .drawings_file import PIXELS, DrawingsError, check_path, from_levels, read_stored, to_levels
from .own_drawings import own_path
from .splits import Split

MOST_IN_ALL = 20_000  # drawings of a class: 63 MB in memory


class Drawings:
    """Drawn digits with their labels, and who drew each of them.

    Parameters
    ----------
    images
        (n, 784), from 0 to 1; rounded to 255 levels of grey, as in a file.
    labels
        (n,), whole numbers from 0 to 9.
    people
        (n,), a name or a number for each drawing.

    Examples
    --------
    >>> drawings = Drawings(digits.test.images[:3], [0, 7, 6], ["Ada", "Ada", "Max"])
    >>> drawings
    <3 drawings by 2 people>
    >>> drawings.of(7).people
    array(['Ada'], dtype='<U3')
    """

    def __init__(self, images: ArrayLike, labels: ArrayLike, people: ArrayLike) -> None:
        images, self.people = as_array(images, "images"), as_array(people, "people")
        self.images: Array = np.zeros((0, PIXELS), np.float32)
        self.labels: Labels = np.zeros(0, np.intp)
        if images.size or self.people.size:  # else there is no drawing yet
            self.images = from_levels(to_levels(check_images(images, PIXELS, "float32")))
            self.labels = check_labels(labels, self.images)
        if self.people.shape != self.labels.shape:
            raise ValueError(
                f"people must name who drew each of the {len(self.labels)} drawings, but the "
                f"shape is {self.people.shape}"
            )

    def __len__(self) -> int:
        return len(self.labels)

    def __repr__(self) -> str:
        people = len(set(self.people.tolist()))
        return f"<{counted(len(self), 'drawing')} by {counted(people, 'person', 'people')}>"

    def of(self, label: int) -> Drawings:
        """Return the drawings of one digit."""
        return self.take(self.labels == check_whole(label, "label", 0, 9))

    def take(self, rows: Any) -> Drawings:
        """Return the drawings of some rows."""
        return Drawings(self.images[rows], self.labels[rows], self.people[rows])

    def split(self) -> Split:
        """Return images and labels as `train` takes them."""
        if not len(self):
            raise ValueError("there is no drawing: keep some first")
        return Split(self.images, self.labels)


def load_drawings(*files: str | Path, names: bool = True) -> Drawings:
    """Load the drawings of files, or of all .json files in a folder, as those of one person each.

    Parameters
    ----------
    files
        Files that the drawing pad kept, or folders of them. Without any, your own
        `my_drawings.json`.
    names
        Whether to tell who drew. Without, and where a file has no name, it is "person 1" and
        so on, in the order of the files. A drawing that is in two files counts once.

    Examples
    --------
    >>> mine = OwnDrawings()
    >>> mine.add(digits.test.images[1], 7)
    >>> load_drawings().of(7)
    <1 drawing by 1 person>
    """
    taken: list[tuple[int, bytes]] = []
    people: list[str] = []
    seen: set[tuple[int, bytes]] = set()
    for number, path in enumerate(_paths(files or (own_path(),)), 1):
        stored = read_stored(path)
        if stored is None:
            raise DrawingsError(f"there is no file {path}: keep a drawing first, or name another.")
        new = [one for one in dict.fromkeys(stored.drawings) if one not in seen]
        if len(taken) + len(new) > MOST_IN_ALL:
            raise DrawingsError(f"there are more than {MOST_IN_ALL:,} drawings: name fewer files.")
        seen.update(new)
        taken += new
        people += [_person(stored.name if names else "", number, people)] * len(new)
    images = from_levels(np.frombuffer(b"".join(p for _, p in taken), np.uint8))
    return Drawings(images.reshape(-1, PIXELS), [label for label, _ in taken], people)


def _paths(files):
    """The files, with folders replaced by the .json files in them, each once."""
    found = []
    for file in files:
        folder = Path(os.path.expanduser(file)) if isinstance(file, (str, Path)) else None
        if folder and os.path.isdir(folder):
            inside = sorted(folder.glob("[!.]*.json"))  # macOS adds ._ files on a memory stick
            if not inside:
                raise DrawingsError(f"there is no .json file in the folder {file}: put some there.")
            found += [check_path(path) for path in inside if path.is_file()]
        else:
            found.append(check_path(file))
    return dict.fromkeys(found)


def _person(name, number, people):
    """A name that no other person has."""
    name = name or f"person {number}"
    others, more = set(people), 2
    unique = name
    while unique in others:
        unique, more = f"{name} {more}", more + 1
    return unique
