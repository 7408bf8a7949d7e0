"""Settling a bet: the result is there, and it costs what cross-entropy says."""

from dataclasses import replace

from ...inputs import told
from .bets_file import as_kept
from .book import own_book
from .widget import BetApp, judged


def settle(name: str, answer: str) -> None:
    """Print the loss of the reader's bet, now that the result is known; from then on it is fixed.

    Parameters
    ----------
    name
        The name that `bet` gave it.
    answer
        The answer that came true, one of those that `bet` was given.

    Examples
    --------
    >>> interact.settle("a bet that nobody made", "yes")
    You made no bet here, so there is nothing to settle.
    """
    if not isinstance(name, str):
        raise TypeError(f"name must be a string, but is {told(name)}")
    name, answer = as_kept(name), as_kept(answer) if isinstance(answer, str) else answer
    book = own_book()
    book.reload()
    bets = [app.question for app in book.apps if isinstance(app, BetApp)]
    asked = [question for question in bets if question.name == name]
    kept = book.find(name, asked[-1].answers if asked else None)
    for known in filter(None, (kept, *asked)):
        if not isinstance(answer, str) or answer not in known.answers:
            listed = ", ".join(map(repr, known.answers))
            raise ValueError(f"answer must be one of {listed}, but is {told(answer)}")
    if kept is None:
        book.known.add(name)
        print("You made no bet here, so there is nothing to settle.")
    else:
        _tell(book, kept, answer)
    for app in list(book.apps):
        app.refresh()


def _tell(book, kept, answer):
    if kept.outcome is None:
        kept = replace(kept, outcome=kept.answers.index(answer))
        book.put(kept)
    first = kept.answers[kept.outcome]
    print(f"The result: {answer}.")
    if first != answer:
        print(f"Your bet was settled when the result was “{first}”, and that stays.")
    print(*judged(kept), sep="\n")
    if book.problem:
        print(book.problem)
