"""Your bets: in memory, and in a file beside the notebook."""

import contextlib
import weakref
from collections.abc import Callable
from pathlib import Path

from ...own_files import beside_the_notebook, no_other_kernel_at
from .bets_file import Bet, BetsError, read_bets, write_bets

NAME = "my_bets.json"


class Book:
    """All bets, and the file that they are kept in; `reload` reads it.

    What cannot be written stays here and is written with the next change. What another notebook
    has added to the file meanwhile is kept.

    Attributes
    ----------
    path : Path
    problem : str
        Why the bets could not be read or written, or nothing.
    known : set of str
        The questions whose results came without a bet: it is too late for one now.
    apps : set
        The apps that show bets, to be told of changes.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.problem, self.known = path, "", set[str]()
        self.apps: weakref.WeakSet = weakref.WeakSet()
        self._bets: tuple[Bet, ...] = ()
        self._waiting: list[Callable] = []  # changes that are not in the file

    @property
    def bets(self) -> tuple[Bet, ...]:
        """All bets, the oldest first."""
        bets = self._bets
        for change in self._waiting:
            bets = change(bets)
        return bets

    def find(self, name: str, answers: tuple[str, ...] | None = None) -> Bet | None:
        """Return the last bet of this name, with these answers if they are given."""
        found = [b for b in self.bets if b.name == name and answers in (None, b.answers)]
        return found[-1] if found else None

    def put(self, bet: Bet) -> None:
        """Keep a bet in place of an earlier one on the same question."""

        def put_in(bets):
            earlier = [one for one in bets if one.same_question(bet)]
            if any(one.outcome is not None for one in earlier):
                return bets  # settled meanwhile, perhaps in another notebook
            if not earlier:
                return (*bets, bet)
            return tuple(bet if one.same_question(bet) else one for one in bets)

        self._change(put_in)

    def take_out(self, bet: Bet) -> None:
        """Forget a bet."""
        self._change(lambda bets: tuple(one for one in bets if not one.same_question(bet)))

    def forget(self) -> tuple[Bet, ...]:
        """Forget all bets, and return them."""
        forgotten = self.bets
        self._change(lambda bets: ())
        return forgotten

    def bring_back(self, forgotten: tuple[Bet, ...]) -> None:
        """Put bets that were forgotten before those that were made since."""

        def together(bets):
            old = [one for one in forgotten if not any(one.same_question(b) for b in bets)]
            return (*old, *bets)

        self._change(together)

    def reload(self) -> None:
        """Take over what others have changed in the file."""
        self.follow()
        try:
            self._bets, self.problem = read_bets(self.path), ""
        except BetsError as error:
            self.problem = str(error)

    def follow(self) -> None:
        """Go along with the notebook's folder, if that got another name while the kernel works."""
        if not self.path.parent.is_dir():
            with contextlib.suppress(FileNotFoundError):
                self.path = beside_the_notebook(self.path.name)

    def _change(self, change):
        self.follow()  # the lock lies beside the file
        with no_other_kernel_at(self.path):
            self._waiting.append(change)
            self.reload()
            if self.problem:
                return
            bets = self.bets
            try:
                write_bets(self.path, bets)
            except BetsError as error:
                self.problem = str(error)
            else:
                self._bets, self._waiting = bets, []


BOOKS: list[Book] = []  # of this kernel, one for a file


def own_book() -> Book:
    """Return the book for the file beside the notebook."""
    path = beside_the_notebook(NAME)
    for book in BOOKS:
        book.follow()
        if book.path == path:
            return book
    BOOKS.append(Book(path))
    return BOOKS[-1]
