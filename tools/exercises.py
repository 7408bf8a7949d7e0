"""Read the exercises of a notebook, with the code above them that they need.

An exercise is a heading "### 2 · A step" or "### Exercise 2: a step", text, a code cell that ends
in a call of its check, and "A solution", folded away, with a block of Python in it.
"""

import ast
import re
from dataclasses import dataclass, field

import nbformat
from names import Code, FormError, root, statements_of, wants

from notebooks import NotANotebook, opened

HEADING = re.compile(r"^### (?:Exercise )?(\d+)\s*[:·]\s*(.+)$", re.MULTILINE)
SOLUTION = "<summary>A solution</summary>"
BLOCK = re.compile(r"```python\n(.*?)```", re.DOTALL)


@dataclass
class Exercise:
    """One exercise, taken apart.

    Attributes
    ----------
    number, title : str
        As in the heading.
    cells : list
        What a learner is given: the text, from its heading on, and code cells between it and the
        stub, a picture for example.
    stub, solution : str
        Code to be written, and the code that is right.
    call, check : str
        The call of the check, and its name.
    answers : list of str
        The names that stub and solution define.
    imports, above : list of str
        Lines that import, and code of cells above, that no exercise before this one needed.
    asked : list of str
        The learner's names in the call.
    fresh : str
        Code that makes the other ones, whatever a learner did to them.
    """

    number: str
    title: str
    cells: list
    stub: str
    solution: str
    call: str
    check: str
    answers: list
    imports: list = field(default_factory=list)
    above: list = field(default_factory=list)
    asked: list = field(default_factory=list)
    fresh: str = ""


def read_exercises(path):
    """All exercises of a notebook; a `FormError` says what does not have their form."""
    try:
        return _exercises(opened(path).cells)
    except NotANotebook as error:
        raise FormError(str(error)) from None
    except FormError as error:
        raise FormError(f"{path.name}: {error}") from None


def _exercises(cells):
    spans = [_span(cells, start) for start, cell in enumerate(cells) if _heading(cell)]
    folded = [i for i, cell in enumerate(cells) if _is_solution(cell)]
    if not spans or [end for _, end in spans] != folded:
        raise FormError(
            f"{len(spans)} headings begin an exercise, but {len(folded)} cells hold “A solution”"
        )
    found = [_apart(cells[start : end + 1]) for start, end in spans]
    _complain_about_names(found)
    needs = _Needs()
    for exercise, (start, end) in zip(found, spans, strict=True):
        needs.read(cells, start)
        try:
            needs.fill_in(exercise, cells[start : end + 1], start)
        except FormError as error:
            raise FormError(f"exercise {exercise.number}: {error}") from None
    return found


def _heading(cell):
    return HEADING.search(cell.source) if cell.cell_type == "markdown" else None


def _is_solution(cell):
    return cell.cell_type == "markdown" and SOLUTION in cell.source


def _span(cells, start):
    """The places of an exercise's first and last cell."""
    for place in range(start + 1, len(cells)):
        if _heading(cells[place]):
            break
        if _is_solution(cells[place]):
            return start, place
    raise FormError(f"“{_heading(cells[start])[0]}” has no folded solution below it")


def _apart(cells):
    """An exercise, of its cells alone."""
    *given, answer, folded = cells
    heading = _heading(cells[0])
    if not given or answer.cell_type != "code":
        raise FormError(f"exercise {heading[1]}: no code cell stands before its solution")
    statements = statements_of(answer.source)
    work = [s for s in statements if not s.is_import and _called(s) != "keep"]
    if not work or not _called(work[-1]).startswith("check_"):
        raise FormError(f"exercise {heading[1]}: its code cell does not end in a call of its check")
    *stub, call = work
    answers = sorted({name for statement in stub for name in statement.bound})
    asked = [name for name in answers if name in call.uses]
    if not asked:
        raise FormError(
            f"exercise {heading[1]}: {_called(call)} is not called with anything to be written"
        )
    return Exercise(
        number=heading[1],
        title=heading[2].strip(),
        cells=[nbformat.v4.new_markdown_cell(cells[0].source[heading.start() :]), *given[1:]],
        stub=_without(answer.source, [s for s in statements if s not in stub]),
        solution=_solution(folded, asked, heading[1]),
        call=call.text,
        check=_called(call),
        answers=answers,
    )


def _called(statement):
    """'check_layer' of the statement `check_layer(my_layer)`, else ''."""
    node = statement.node
    is_call = isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    return (root(node.value.func) or "") if is_call else ""


def _without(source, statements):
    """Code without the lines of some of its statements."""
    gone = {line for statement in statements for line in statement.lines}
    lines = [text for line, text in enumerate(source.splitlines(), 1) if line not in gone]
    return "\n".join(lines).strip("\n")


def _solution(cell, answers, number):
    """The first block that defines all answers, without the call of the check."""
    for block in BLOCK.findall(cell.source):
        statements = statements_of(block)
        if set(answers) <= {name for statement in statements for name in statement.bound}:
            calls = [s for s in statements if re.match("check_|keep$", _called(s))]
            return _without(block, calls)
    raise FormError(f"exercise {number}: no block of its solution defines {', '.join(answers)}")


def _complain_about_names(exercises):
    """Tests find answers by their names, so that no name may stand for two of them."""
    numbers = [exercise.number for exercise in exercises]
    if numbers != [str(place + 1) for place in range(len(exercises))]:
        raise FormError(f"its exercises have the numbers {', '.join(numbers)}")
    seen = set()
    for exercise in exercises:
        names = {exercise.check, *exercise.answers}
        if seen & names:
            raise FormError(f"two exercises have the name {', '.join(sorted(seen & names))}")
        seen |= names


class _Needs:
    """Goes down a notebook and finds what each exercise needs from above."""

    def __init__(self):
        self.code, self.position = Code(), 0
        self.taken = set()  # pairs (statement, name) that are there already
        self.answers = set()

    def read(self, cells, end):
        for place in range(self.position, end):
            self.code.read(place, cells[place])

    def fill_in(self, exercise, cells, start):
        *given, answer, _ = cells
        shown = [cell.source for cell in given if cell.cell_type == "code"]
        self.code.statements += [s for s in statements_of(answer.source, start) if s.is_import]
        texts = [cell.source for cell in exercise.cells if cell.cell_type == "markdown"]
        self.answers |= {*exercise.answers}
        names = self.code.imports_named_in("\n".join([*texts, "`np`"]))
        for code in ("\n".join(shown), exercise.stub, exercise.solution, exercise.call):
            names |= wants(code)
        made = {name for code in shown for s in statements_of(code) for name in s.bound}
        pairs = [
            pair for pair in self.code.needed(names - made - self.answers) if pair not in self.taken
        ]
        self.taken |= set(pairs)
        exercise.imports = [s.import_of(name) for s, name in pairs if s.is_import]
        rest = [pair for pair in pairs if not pair[0].is_import]
        places = sorted({statement.cell for statement, _ in rest})
        exercise.above = [self.code.text_of([p for p in rest if p[0].cell == c]) for c in places]
        for cell in given:
            before = len(self.code.statements)
            self.code.read(start, cell)
            new = self.code.statements[before:]
            self.taken |= {(statement, name) for statement in new for name in statement.bound}
        called = wants(exercise.call)
        exercise.asked = sorted(called & self.answers)
        exercise.fresh = self.code.text_of(self.code.needed(called - self.answers))
        self.position = start + len(cells)
