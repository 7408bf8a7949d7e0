"""An exercise is one record, and its check is made from it.

To add an exercise, fill in an `Exercise` in the file of its theme and name its check in
`__init__.py`.
"""

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

NO_MORE = "That was the last hint: the folded solution below the cell has the rest."
NO_SOLUTION = "That was the last hint. There is no folded solution for this one."


@dataclass(frozen=True)
class Exercise:
    """All that there is to know about an exercise.

    Attributes
    ----------
    name : str
        `layer` makes `check_layer`.
    notebook : str
        Its number, like "02".
    statement : str
        What is asked for, in a sentence.
    right : function
        The right answer. Its parameters have the names that the statement uses.
    mistakes : dict
        {hint: function that makes this mistake, or a tuple of such functions}. The first one
        that computes what the reader's function computes is told.
    praise : str
        What to say when all is right.
    also : dict
        {what to say: another function that is right, with other numbers}.
    hints : tuple of str
        For `hint=True`, a little more each time; the last one is the solution's idea.
    cases : sequence of tuples
        Arguments to try, the smallest first: that one is shown to the reader in numbers.
    results : tuple of str
        The names of the results, if there are several.
    parts : dict
        {name of a result: {hint: function that makes this mistake in this result alone}}.
    extreme : sequence of tuples
        Arguments that count once all `cases` are right: huge scores, for example.
    not_finite : str
        The hint if one of these gives NaN or infinity.
    fresh : function
        Makes arguments of random shapes, from a random generator.
    tolerance : float
        How far a number may be off: for results that the statement allows to be rounded.
    flat : bool
        Any shape of the right size is accepted, (n, 1) for (n,) as well.
    lazy : bool
        A generator will do for a list: what uses it goes through it once.
    like : function
        Turns a result into a form that can be compared, where several forms are right.
    looks : dict
        On paper: {name of a result: where to look, if nothing else explains it}, or a function
        of the number that says so.
    worked : function
        Works out a case: a sentence with numbers on the way to the right result.
    explain : function
        On paper: a sentence about a wrong number that no mistake accounts for.
    paper : bool
        Whether the answer is numbers, found on paper: `on_paper` makes such a record.
    given : str
        The text of the function that the cell hands out, with mistakes to find.
    of_given : str
        The message for that function as it is: it says what is right, and names no mistake.
    judge : function
        Gives the whole message instead, where the answer is neither a function nor numbers.
    solved : bool
        Whether its notebook has a folded solution.
    """

    name: str
    notebook: str
    statement: str
    right: Callable
    mistakes: Mapping[str, Callable | tuple]
    praise: str
    hints: tuple[str, ...]
    also: Mapping[str, Callable] = field(default_factory=dict)
    cases: Sequence[tuple] = ((),)
    results: tuple[str, ...] = ()
    parts: Mapping[str, Mapping[str, Callable]] = field(default_factory=dict)
    extreme: Sequence[tuple] = ()
    not_finite: str = ""
    fresh: Callable | None = None
    tolerance: float = 0.0
    flat: bool = False
    lazy: bool = False
    like: Callable | None = None
    looks: Mapping[str, str | Callable] = field(default_factory=dict)
    worked: Callable | None = None
    explain: Callable | None = None
    paper: bool = False
    given: str = ""
    of_given: str = ""
    judge: Callable | None = None
    solved: bool = True

    @property
    def arguments(self):
        """The names of the arguments, as the statement has them."""
        return tuple(inspect.signature(self.right).parameters)


def on_paper(right, mistakes, parts=None, **others):
    """Make the record of an exercise whose answer is numbers, found on paper.

    Parameters
    ----------
    right : dict
        {name: number, or rows of numbers}.
    mistakes : dict
        {hint: all numbers that this mistake leads to, in the same order}.
    parts : dict
        {name: {hint: the numbers for this name alone}}.
    """
    names = tuple(right)
    several = len(names) > 1
    return Exercise(
        right=always(tuple(right.values()) if several else right[names[0]]),
        mistakes={hint: always(values) for hint, values in mistakes.items()},
        parts={
            name: {hint: always(values) for hint, values in hints.items()}
            for name, hints in (parts or {}).items()
        },
        results=names if several else (),
        flat=True,
        paper=True,
        **others,
    )


def always(value):
    """Give a function without arguments that gives this value."""
    return lambda: value


def hint_of(exercise, level):
    """The hint of a level, counted from 0, with how many there are."""
    last = len(exercise.hints) - 1
    text = f"Hint {min(level, last) + 1} of {last + 1}: {exercise.hints[min(level, last)]}"
    end = NO_MORE if exercise.solved else NO_SOLUTION
    return f"{text}\n{end}" if level >= last else text
