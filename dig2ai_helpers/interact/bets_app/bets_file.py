"""The file of bets: JSON text. Only this file knows the format.

{"format": "dig2ai bets", "version": 1,
 "bets": [{"name": "06-1", "question": "How many?", "answers": ["few", "many"],
           "percents": [30, 70], "outcome": 1}, ...]}

`outcome` is the place of the answer that came true, or null before the result. What comes from
the file is not trusted: everything is checked, and nothing else is overwritten.
"""

import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path

from ...own_files import is_there, not_written, write_whole
from ...wording import one_line

FORMAT, VERSION = "dig2ai bets", 1
LARGEST = 1_000_000  # bytes
LONGEST = 1_000  # characters of a question


class BetsError(Exception):
    """The file of bets can't be read or written; the text is the sentence for the reader."""


@dataclass(frozen=True)
class Bet:
    """A probability for each answer to a question, in whole percent that sum to 100."""

    name: str
    question: str
    answers: tuple[str, ...]
    percents: tuple[int, ...]
    outcome: int | None = None  # the place of the answer that came true

    def same_question(self, other: "Bet") -> bool:
        """Whether both are bets on the same answers to the same question."""
        return (self.name, self.answers) == (other.name, other.answers)

    @property
    def loss(self) -> float:
        """The cross-entropy of the result: -ln p of the answer that came true."""
        assert self.outcome is not None, "the result is not known yet"
        return -math.log(self.percents[self.outcome] / 100)

    @property
    def equal_loss(self) -> float:
        """The loss of equal probabilities for all answers."""
        return math.log(len(self.answers))


def read_bets(path: Path) -> tuple[Bet, ...]:
    """Read the file of bets; none if it is not there."""
    try:
        if not is_there(path):
            return ()
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise _refused(path)
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise BetsError(f"{path.name} can't be read ({error.strerror}).") from None
    except (ValueError, RecursionError):
        raise _refused(path) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _refused(path)
    if found.get("version") != VERSION:
        raise BetsError(
            f"{path.name} was written by another version of dig2ai_helpers: update the package, "
            "or rename the file."
        )
    listed = found.get("bets")
    bets = tuple(_bet(one) for one in listed) if isinstance(listed, list) else (None,)
    if None in bets:
        raise _refused(path)
    return bets


def write_bets(path: Path, bets: tuple[Bet, ...]) -> None:
    """Write the file of bets in one go."""
    lines = ",\n".join(json.dumps(asdict(bet), ensure_ascii=False) for bet in bets)
    text = f'{{"format": "{FORMAT}", "version": {VERSION}, "bets": [\n{lines}\n]}}\n'
    try:
        write_whole(path, text.encode(), path)
    except OSError as error:
        words = "your bets are in memory only, until the kernel ends."
        raise BetsError(f"{not_written(path, error)}: {words}") from None


def _bet(one):
    """The bet that an entry stands for; None if it is not right."""
    if not isinstance(one, dict):
        return None
    name, question = one.get("name"), one.get("question")
    answers, percents, outcome = one.get("answers"), one.get("percents"), one.get("outcome")
    texts = [name, question, *answers] if isinstance(answers, list) else []
    right = len(texts) > 0 and all(isinstance(text, str) for text in texts)
    right = right and isinstance(percents, list) and len(percents) == len(answers) >= 2
    right = right and all(type(p) is int and 1 <= p <= 99 for p in percents)
    right = right and sum(percents) == 100
    right = right and (outcome is None or (type(outcome) is int and 0 <= outcome < len(answers)))
    if not right:
        return None
    answers = tuple(map(as_kept, answers))
    return Bet(as_kept(name), as_kept(question), answers, tuple(percents), outcome)


def as_kept(text: str) -> str:
    """Write a question, an answer or a name as bets have it: in one line, and with an end."""
    return one_line(text)[:LONGEST]


def _refused(path):
    return BetsError(
        f"{path.name} is damaged, or is not a file of bets. Nothing in it was changed: rename it, "
        "and your bets are kept in a new one. Until then they are in memory only."
    )
