"""Judge an answer by the record of its exercise, and find the sentence that helps most."""

import ast
import inspect
import re

import numpy as np

from ..network import Network
from ..wording import listed
from . import compare, paper, source
from .cases import FRESH, quiet, run, run_ours
from .compare import UnreadableError
from .differences import difference
from .display import FEW, MOST, show, shown_case, size, two_values
from .guard import Runaway
from .words import sentence

NOT_YET = "Not done yet: replace the ... when you like. Nothing below depends on it."
NOTHING_BACK = "it gives nothing back: end with `return …`."
LOOP_ASKED = re.compile(r" (?:Is the|Is a) `return` inside (?:the|a) loop\?")
OF_A_NOTEBOOK = (np.ndarray, list, dict, Network)


class Judge:
    """One answer, a function, tried on all cases of its exercise."""

    def __init__(self, exercise, answer, seed):
        self.exercise, self.answer, self.seed = exercise, answer, seed
        self.names = _parameter_names(answer, exercise.arguments)
        self.outcomes = self._tried()

    def _tried(self):
        """What the answer makes of all cases, up to the first where it runs away."""
        exercise, rng = self.exercise, np.random.default_rng(self.seed)
        fresh = [exercise.fresh(rng) for _ in range(FRESH if exercise.fresh else 0)]
        outcomes = []
        for kind, cases in (
            ("fixed", exercise.cases),
            ("fresh", fresh),
            ("extreme", exercise.extreme),
        ):
            for case in cases:
                outcome = run(self.answer, case)
                outcome.kind = kind
                outcome.right = run_ours(exercise.right, case).value
                outcomes.append(outcome)
                if isinstance(outcome.error, Runaway):
                    return outcomes
        return outcomes

    def verdict(self):
        """The sentence that the reader sees."""
        wrong = [outcome for outcome in self.outcomes if not self._is_right(outcome)]
        if not wrong:
            return self._praise()
        unfinished = self._unfinished(wrong[0])
        if unfinished:
            return unfinished
        for said, other in self.exercise.also.items():
            if self._makes(other, self.outcomes):
                return f"Right. {said}"
        stage = self._stage(wrong)
        said = self._recognised(stage) or self._recognised_in_a_part(stage)
        if said:
            said = re.sub(r"^In (?=\w+, )", "in ", self._about_loops(said))
            return f"Not yet: {said}{self._asked_besides(stage, said)}"
        first = min(wrong, key=lambda outcome: (outcome.kind != "fixed", size(outcome.case)))
        again = (
            f" (A random case: `seed={self.seed}` tries it again.)" if first.kind == "fresh" else ""
        )
        said = self._about_loops(self._difference(first, stage))
        clue = self._clue()
        if clue and first.error is None:
            said, clue = _after(f"{clue} ", said), ""
        clue = f" And {clue}" if clue else ""
        return f"Not yet: {said}{clue}{self._asked_besides(stage, said)}{again}"

    def _about_loops(self, said):
        """The sentence without a question about a loop, if no `return` stands in one."""
        if source.returns_within_a_loop(self.answer) is False:
            return LOOP_ASKED.sub("", said)
        return said

    def _clue(self):
        """What the function's text says: an argument that isn't used, a name from outside."""
        if self.exercise.paper:
            return ""
        idle = source.unused(self.answer, self.names)
        around = source.outside(self.answer, OF_A_NOTEBOOK)
        unused, outside, given = (_quoted(names) for names in (idle, around, self.names))
        if idle and around:
            return f"it works with {outside}, from outside the function, and never with {unused}."
        if around:
            come, fit = ("comes", "does it") if len(around) == 1 else ("come", "do they")
            return f"{outside} {come} from outside the function: {fit} fit {given}?"
        return (
            f"{unused} {_are(idle)} never used as handed in, but the result depends on it."
            if idle
            else ""
        )

    def _asked_besides(self, stage, said):
        """A question about the function's text, if that may be the reason; or nothing."""
        if self.exercise.paper:
            return ""
        if source.has_operator(self.answer, ast.BitXor) and "`**`" not in said:
            return " And `^` is not a power in Python: write `**`."
        if "`return` inside" in said:
            return ""
        inside = source.returns_in_a_loop(self.answer)
        if inside is None:
            inside = all(_first_part_only(o.value, o.right) for o in stage if o.error is None)
            inside = inside and any(o.error is None for o in stage)
        return " Is the `return` inside the loop?" if inside else ""

    def _praise(self):
        changed = {place for outcome in self.outcomes for place in outcome.changed}
        if any(outcome.generator for outcome in self.outcomes):
            return (
                "Right. But it gives back a generator, which can be gone through only once: "
                "your caller may need a list."
            )
        if not changed:
            return f"Right. {self.exercise.praise}"
        names = _quoted([self.names[place] for place in sorted(changed)])
        return f"Right. But it changes {names}: your caller will be surprised."

    # Reading results

    def _read(self, value, right):
        """A result as a list of arrays, of the form of the right one."""
        like = self.exercise.like
        if like is not None:
            value, right = like(value), like(right)
        return compare.read(value, right, self.exercise.results)

    def _agree(self, mine, theirs):
        return compare.agree(mine, theirs, self.exercise.tolerance, self.exercise.flat)

    def _is_right(self, outcome):
        if outcome.error is not None or self._is_generator(outcome):
            return False
        return self._same(outcome.value, outcome.right, outcome.right)

    def _is_generator(self, outcome):
        """Whether a generator came out, where the series needs all of its parts more than once."""
        return outcome.generator and not self.exercise.lazy

    def _same(self, mine, theirs, right):
        try:
            with quiet():
                return self._agree(self._read(mine, right), self._read(theirs, right))
        except UnreadableError:
            return False

    # What is missing

    def _unfinished(self, outcome):
        """What to say of a `...` or of a missing return; else None."""
        value, names = outcome.value, self.exercise.results
        if outcome.error is not None:
            return None
        if compare.is_blank(value):
            return NOT_YET
        if value is None:
            return f"Not yet: {self._nothing_back(outcome)}"
        if self._is_generator(outcome):
            return (
                "Not yet: it gives back a generator, which can be gone through only once: collect "
                "its parts in a list (round brackets make a generator, square ones a list)."
            )
        if isinstance(value, (tuple, list)) and len(value) == len(names):
            open_ = [name for name, part in zip(names, value, strict=True) if part is ...]
            if open_:
                return f"Not done yet: {self._of_parts([outcome], open_)}"
        if any(part is ... for part in compare.leaves(value)):
            return "Not done yet: a `...` is left in it."
        return None

    def _nothing_back(self, outcome):
        if any(other.value is not None for other in self.outcomes):
            case = shown_case(outcome.case, self.names)
            return f"for {case} it gives nothing back. Does every way through it `return`?"
        method = source.keeps_none(self.answer)
        if method:
            return f"it returns None: `.{method}` changes the list and gives back None."
        if source.returns_a_value(self.answer):
            return "it gives back None."
        if outcome.changed:
            names = _quoted([self.names[place] for place in outcome.changed])
            return f"it changes {names}, but gives nothing back: end with a `return`."
        return f"{NOTHING_BACK} `print` only shows a result." if outcome.printed else NOTHING_BACK

    # Recognising

    def _stage(self, wrong):
        """The outcomes by which a mistake is recognised.

        The extreme ones count only if the others are right. Then a mistake must be right for
        the others, too: else any NaN could be taken for any other.
        """
        kinds = {outcome.kind for outcome in wrong}
        kind = "fixed" if "fixed" in kinds else "fresh" if "fresh" in kinds else "extreme"
        chosen = {"fixed", "extreme"} if kind == "extreme" else {kind}
        stage = [outcome for outcome in self.outcomes if outcome.kind in chosen]
        return sorted(stage, key=lambda outcome: outcome.kind != "extreme")  # where they differ

    def _recognised(self, stage):
        """The hint of the first mistake that computes what the answer computes, or None."""
        for hint, mistakes in self.exercise.mistakes.items():
            for mistake in mistakes if isinstance(mistakes, tuple) else (mistakes,):
                if self._makes(mistake, stage):
                    return hint
        return None

    def _makes(self, mistake, stage):
        """Whether answer and mistake agree in each case, in their values or in their errors.

        Errors of one kind are alike, but if there are nothing but errors, so must be their texts.
        """
        alike = []
        for outcome in stage:
            other = run_ours(mistake, outcome.case)
            if type(outcome.error) is not type(other.error):
                return False
            if outcome.error is not None:
                alike.append(str(outcome.error) == str(other.error))
            elif not self._same(outcome.value, other.value, outcome.right):
                return False
        return len(alike) < len(stage) or all(alike)

    def _parts(self, outcome):
        """[(name, mine, right)] of several results of a case; [] if they can't be read."""
        if not self.exercise.results:
            return []
        try:
            mine = self._read(outcome.value, outcome.right)
        except UnreadableError:
            return []
        theirs = self._read(outcome.right, outcome.right)
        return list(zip(self.exercise.results, mine, theirs, strict=True))

    def _right_and_wrong_parts(self, stage):
        """Two lists of names: the results that are right in all cases, and the others."""
        wrong = {
            name
            for outcome in stage
            if outcome.error is None
            for name, mine, right in self._parts(outcome)
            if not self._agree([mine], [right])
        }
        names = self.exercise.results
        return [name for name in names if name not in wrong], [n for n in names if n in wrong]

    def _recognised_in_a_part(self, stage):
        """Which results are right, and the hint of a mistake in the first that is not; or None."""
        stage = [outcome for outcome in stage if outcome.error is None and self._parts(outcome)]
        if not stage:
            return None
        right, wrong = self._right_and_wrong_parts(stage)
        for name in wrong:
            for hint, mistake in self.exercise.parts.get(name, {}).items():
                if all(self._makes_part(name, mistake, outcome) for outcome in stage):
                    return _after(_right_so_far(right), hint)
        return None

    def _makes_part(self, name, mistake, outcome):
        other = run_ours(mistake, outcome.case)
        mine = next(mine for part, mine, _ in self._parts(outcome) if part == name)
        return other.error is None and self._agree([mine], [np.asarray(other.value)])

    # Telling

    def _of_parts(self, stage, open_=()):
        """Say which parts are right: "dW and db are right, delta_below is not"."""
        right, wrong, names = [], [], self.exercise.results
        for place, name in enumerate(names):
            if name not in open_:
                good = all(self._part_is_right(outcome, place) for outcome in stage)
                (right if good else wrong).append(name)
        said = []
        if right:
            said.append(f"{listed(right)} {_are(right)} right")
        if wrong:
            said.append(f"{listed(wrong)} {_are(wrong)} not" + (" right" if not right else ""))
        if open_:
            said.append(f"{listed(open_)} {_are(open_)} still `...`")
        return f"{', '.join(said)}."

    def _part_is_right(self, outcome, place):
        try:
            mine = compare.array_of(outcome.value[place], self.exercise.results[place])
        except UnreadableError:
            return False
        return self._agree([mine], [np.asarray(outcome.right[place])])

    def _difference(self, outcome, stage):
        """Say in what way an answer is off that makes no known mistake."""
        exercise = self.exercise
        if outcome.error is not None:
            return sentence(outcome, self.names, self.answer)
        try:
            mine = self._read(outcome.value, outcome.right)
        except UnreadableError as error:
            said = str(error)
            if exercise.paper:
                said = said.replace("it gives back", f"{exercise.name} is", 1)
                said = said.replace("results, but", "numbers, but")
            return said
        theirs = self._read(outcome.right, outcome.right)
        if len(mine) != len(theirs):
            return _of_lengths(mine, theirs, shown_case(outcome.case, self.names))
        if exercise.paper:
            return self._on_paper(mine, stage)
        place = next(
            i
            for i, pair in enumerate(zip(mine, theirs, strict=True))
            if not self._agree(*([x] for x in pair))
        )
        return self._in_numbers(outcome, mine, theirs, place, stage)

    def _in_numbers(self, outcome, mine, theirs, place, stage):
        """The case, what came out, what should, and how they differ."""
        exercise, lead, subject = self.exercise, "", ""
        case = shown_case(outcome.case, self.names)
        mine, right = mine[place], theirs[place]
        if exercise.results:
            lead = self._of_parts([o for o in stage if o.error is None and self._parts(o)]) + " "
            subject = f"your `{exercise.results[place]}`"
        elif isinstance(outcome.right, list):
            subject = f"array {place} of your list"
        if isinstance(right, str):
            return _after(lead, f"for {case} {two_values(mine, right)}")
        how = difference([(mine, right), *self._pairs(stage, outcome, place)])
        told = how or self._clue() or outcome.kind == "extreme" or mine.shape != right.shape
        if exercise.worked and not told:
            how = exercise.worked(*outcome.case)
        how = f" {how}" if how else ""
        if mine.shape != right.shape:
            return _after(lead, _of_shapes(mine, right, case, subject or "the result") + how)
        if outcome.kind == "extreme" and exercise.not_finite and not np.isfinite(mine).all():
            return exercise.not_finite
        few = FEW if any(size(part) > MOST for part in outcome.case) else MOST
        return _after(lead, f"for {case} {two_values(mine, right, subject, few)}.{how}")

    def _pairs(self, stage, shown, place):
        """[(mine, right)] of one result in all other cases where it is wrong."""
        pairs = []
        for outcome in stage:
            try:
                mine = self._read(outcome.value, outcome.right)[place]
            except (UnreadableError, IndexError):
                continue
            right = self._read(outcome.right, outcome.right)[place]
            if outcome is not shown and not self._agree([mine], [right]):
                pairs.append((mine, right))
        return pairs

    def _on_paper(self, mine, stage):
        """Say which numbers are right, and what may be wrong with the first other one."""
        exercise = self.exercise
        if not exercise.results:
            return exercise.explain(mine[0]) if exercise.explain else "that is not it."
        right, wrong = self._right_and_wrong_parts(stage)
        pairs = {name: (mine, right) for name, mine, right in self._parts(stage[0])}
        explained = paper.explain(
            {name: pairs[name] for name in wrong}, exercise.tolerance, exercise.looks
        )
        return f"{_right_so_far(right)}{explained}"


def _parameter_names(answer, names):
    """The names that the reader gave to the arguments; ours, if that can't be told."""
    try:
        own = tuple(inspect.signature(answer).parameters)
    except (TypeError, ValueError):
        return names
    return own if len(own) == len(names) else names


def _first_part_only(mine, right):
    """Whether a result is the right one's first part, alone or with zeros after it."""
    try:
        mine, right = compare.array_of(mine, ""), compare.array_of(right, "")
    except UnreadableError:
        return False
    if not right.ndim or len(right) < 2 or not right[1:].any():
        return right.ndim > 0 and len(right) == 1 and compare.agrees(mine, right)
    alone = any(compare.agrees(mine, part) for part in (right[0], right[:1]))
    return alone or (
        mine.shape == right.shape and compare.agrees(mine[0], right[0]) and not mine[1:].any()
    )


def _quoted(names):
    return listed([f"`{name}`" for name in names])


def _are(names):
    return "is" if len(names) == 1 else "are"


def _right_so_far(right):
    return f"{listed(right)} {_are(right)} right. " if right else ""


def _after(lead, text):
    """A sentence after another one; names of results stay as they are written."""
    small = re.match(r"(in|for|the|this|your|its|it)\b", text)
    return lead + (text[0].upper() + text[1:] if lead and small else text)


def _of_lengths(mine, theirs, case):
    if not mine:
        return "the list is empty."
    arrays = "array" if len(mine) == 1 else "arrays"
    return f"for {case} the list has {len(mine)} {arrays}, but {len(theirs)} are asked for."


def _of_shapes(mine, right, case, subject):
    if right.ndim == 0:
        return f"{subject} has the shape {mine.shape}, but a single number is asked for."
    if mine.ndim == 0:
        return f"{subject} is a single number, {show(mine)}; the shape {right.shape} is asked for."
    return f"for {case} {subject} has the shape {mine.shape}, but should have {right.shape}."
