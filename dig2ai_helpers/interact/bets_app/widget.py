"""A bet: a probability for each answer to a question, before its result is seen."""

import math
from collections.abc import Sequence

import numpy as np

from ...inputs import told
from ...wording import minus
from ..toolkit.app import App
from ..toolkit.controls import Button, Slider
from ..toolkit.page_app import in_turn
from ..toolkit.sketch import Sketch
from .bets_file import Bet, as_kept
from .book import own_book
from .sharing import moved, whole_percents

MOST_ANSWERS = 6
WIDE, NARROW = 720, 300
ROW = 54  # pixels for each answer
HEAD = 16  # pixels above the answers for the head of the losses, where there is little room


def bet(name: str, question: str, answers: Sequence[str]) -> App:
    """Let the reader give each answer a probability, before the result is seen.

    The bet is kept in `my_bets.json` beside the notebook. `settle` tells its loss, and `my_bets`
    shows all of them.

    Parameters
    ----------
    name
        What `settle` names it by, like "06-1".
    question
    answers
        Two to six different answers, of which one will come true.

    Examples
    --------
    >>> app = interact.bet("tomorrow", "What will the weather be?", ("sun", "rain"))
    >>> app.set(answer_1=80)
    >>> app.percents
    (20, 80)
    """
    checked = _checked(name, question, answers)
    return BetApp(checked).begin()


class BetApp(App):
    """The widget of a bet.

    Attributes
    ----------
    percents : tuple of int
        The probabilities of the answers, in percent.
    """

    def __init__(self, start):
        self._start, self._book = start, own_book()
        self._sliders = [
            Slider(f"answer_{k}", answer, range(1, 102 - len(start.answers)), start.percents[k],
                   "{} %", in_picture=True)
            for k, answer in enumerate(start.answers)
        ]  # fmt: skip
        self._weights, self._shown = np.array(start.percents, dtype=float), start
        buttons = [
            Button("equal", "all equal", lambda settings: self._bet_equally()),
            Button("withdraw", "take my bet back", lambda settings: self._withdraw()),
        ]
        super().__init__(
            f"Bet {start.name}", [*self._sliders, *buttons], self._picture, self._take,
            hide=lambda settings: ["equal", "withdraw"] if self._closed else [],
            disable=lambda settings: [] if self._made else ["withdraw"],
        )  # fmt: skip
        self._book.reload()
        self._look_up()
        self._book.apps.add(self)

    @property
    def percents(self) -> tuple[int, ...]:
        """The probabilities of the answers, in percent."""
        return self._shown.percents

    @in_turn
    def refresh(self) -> None:
        """Show what has become of the bet meanwhile."""
        self._look_up()
        self._redraw()

    @property
    def question(self) -> Bet:
        """The question with its answers, and equal probabilities."""
        return self._start

    @property
    def _made(self):
        return self._book.find(self._start.name, self._start.answers) is not None

    @property
    def _closed(self):
        """Whether the result is known."""
        return self._shown.outcome is not None or self._start.name in self._book.known

    def close(self) -> None:
        """Take the bet off the page; what was bet stays in the file."""
        self._book.apps.discard(self)
        super().close()

    def _look_up(self):
        """Take over the bet that is kept, if there is one."""
        kept = self._book.find(self._start.name, self._start.answers) or self._start
        if kept != self._shown:
            self._shown, self._weights = kept, np.array(kept.percents, dtype=float)
        self._place()

    def _place(self):
        values = zip(self._sliders, self._shown.percents, strict=True)
        self.controls.set({slider.name: percent for slider, percent in values})

    def _take(self, settings):
        """Follow the sliders that have moved; a bet whose result is known stays as it is."""
        asked = tuple(settings[slider.name] for slider in self._sliders)
        before = self._shown.percents
        if asked == before:
            return
        self._book.reload()
        self._look_up()
        if not self._closed:
            percents = asked
            if sum(asked) == 100:  # all of them set from Python
                self._weights = np.array(asked, dtype=float)
            else:
                for k in (k for k in range(len(asked)) if asked[k] != before[k]):
                    self._weights, percents = moved(self._weights, k, asked[k])
            self._keep(percents)
        self._place()

    def _bet_equally(self):
        if not self._closed:
            self._weights = np.ones(len(self._sliders))
            self._keep(self._start.percents)
            self._place()

    def _withdraw(self):
        if not self._closed:
            self._book.take_out(self._start)
            self._look_up()

    def _keep(self, percents):
        start = self._start
        self._shown = Bet(start.name, start.question, start.answers, percents)
        self._book.put(self._shown)

    def _picture(self, settings):
        narrow = settings["narrow"]
        head = HEAD if narrow else 0
        sketch = Sketch(NARROW if narrow else WIDE, head + ROW * len(self._sliders) + 4)
        if narrow:
            sketch.text(NARROW, HEAD / 2, "loss if true", 12, "muted", "right")
        for k in range(len(self._sliders)):
            self._row(sketch, head + k * ROW, k, narrow)
        listed = ", ".join(
            f"{answer} {percent} %"
            for answer, percent in zip(self._shown.answers, self._shown.percents, strict=True)
        )
        state = self._state()
        problem = f" {self._book.problem}" if self._book.problem else ""
        sketch.caption = f"{self._start.question} {state}{problem}"
        sketch.alt = f"Bet: {self._start.question} {listed}. {state}"
        return sketch

    def _row(self, sketch, top, k, narrow):
        """An answer, its probability as a bar to drag, and the loss that it would bring."""
        bet = self._shown
        right, left, track = sketch.width, 10, 170 if narrow else 480
        percent, true = bet.percents[k], bet.outcome == k
        words = f"✓ {bet.answers[k]}" if true else bet.answers[k]
        sketch.text(left - 8, top + 14, words, 15, "right" if true else "ink", bold=true)
        y, end = top + 36, left + track * percent / 100
        sketch.line([(left, y), (left + track, y)], "faint", 1)
        colour = "right" if true else "muted"
        sketch.bars([(left, y - 6, end - left, 12)], colour, hatch=true)
        sketch.text(left + track + 52, y, f"{percent} %", 16, align="right", bold=True)
        loss = minus(f"{-math.log(percent / 100):.2f}")
        sketch.text(right, y, loss if narrow else f"loss if true: {loss}", 14, "muted", "right")
        if not self._closed:
            sketch.points([(end, y)], "here", 9)
            box = left + track / 100, y - 15, track * (100 - len(bet.answers)) / 100, 30
            sketch.slide(*box, self._sliders[k], percent)

    def _state(self):
        """How the bet stands, in a sentence."""
        if self._shown.outcome is not None:
            true = self._shown.answers[self._shown.outcome]
            return f"The bet is settled: the result is “{true}”. {' '.join(judged(self._shown))}"
        if self._closed:
            return "The result came before you made a bet. To bet first, restart the kernel."
        if self._made:
            return "Your bet is kept. You can change it until the cell that settles it."
        return "Drag the bars to make your bet, if you like: they always sum to 100 %."


def judged(bet):
    """The loss of a settled bet, and that of equal guesses: two sentences."""
    percent, count = bet.percents[bet.outcome], len(bet.answers)
    loss = f"-ln {percent / 100:.2f} = {bet.loss + 0:.2f}"
    return (
        minus(f"You gave it {percent} %, so your loss is {loss}."),
        f"Equal guesses would have lost ln {count} = {bet.equal_loss:.2f}.",
    )


def _checked(name, question, answers):
    for value, what in ((name, "name"), (question, "question")):
        if not isinstance(value, str) or not as_kept(value):
            raise TypeError(f"{what} must be a string, but is {told(value)}")
    wanted = f"answers must be 2 to {MOST_ANSWERS} different texts"
    if isinstance(answers, str) or not isinstance(answers, Sequence):
        raise TypeError(f"{wanted}, like ('yes', 'no'), but is {told(answers)}")
    if not all(isinstance(answer, str) and as_kept(answer) for answer in answers):
        raise TypeError(f"{wanted}, like ('yes', 'no'), but is {told(answers)}")
    answers = tuple(map(as_kept, answers))
    if not 2 <= len(answers) <= MOST_ANSWERS or len(set(answers)) < len(answers):
        raise ValueError(f"{wanted}, like ('yes', 'no'), but is {told(answers)}")
    equal = whole_percents(np.ones(len(answers)))
    return Bet(as_kept(name), as_kept(question), answers, equal)
