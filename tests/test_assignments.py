"""The exercises as assignments: they run by themselves, and otter grades them by our checks."""

import contextlib
import csv
import importlib.util
import io
import json
import os
import shutil
import sys
from pathlib import Path
from types import SimpleNamespace

import assignments
import exercises
import marks
import nbformat
import pytest
from names import Code, FormError

NUMBERS = [path.name[:2] for path in assignments.NOTEBOOKS]
NO_OTTER = "otter-grader is not installed: pip install -r tools/requirements.txt"
needs_otter = pytest.mark.skipif(importlib.util.find_spec("otter") is None, reason=NO_OTTER)


def read(number):
    return exercises.read_exercises(assignments.NOTEBOOKS[NUMBERS.index(number)])


def what_is_said(number, answer):
    """Run an assignment from top to bottom, and collect what each check says."""
    namespace, words, all_of_them = {}, [], read(number)
    imports = [line for exercise in all_of_them for line in exercise.imports]
    exec(assignments.merged(imports), namespace)
    for exercise in all_of_them:
        shown = [cell.source for cell in exercise.cells if cell.cell_type == "code"]
        for code in [*exercise.above, *shown, getattr(exercise, answer)]:
            exec(code, namespace)
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(exercise.call, namespace)
        words.append(said.getvalue())
    return words


def test_there_is_an_assignment_for_each_notebook():
    notebooks = (Path(__file__).parents[1] / "notebooks").glob("[0-9]*.ipynb")
    assert NUMBERS == sorted({path.name[:2] for path in notebooks} - {"00"}) and NUMBERS


@pytest.mark.parametrize("number", NUMBERS)
def test_all_solutions_are_right_and_need_nothing_else(number):
    words = what_is_said(number, "solution")
    assert len(words) >= 2
    for said in words:
        assert said.startswith("Right."), said


@pytest.mark.parametrize("number", NUMBERS)
def test_it_runs_before_anything_was_written_and_nothing_is_right(number):
    for said in what_is_said(number, "stub"):
        assert said and not said.startswith("Right."), said


def test_an_exercise_that_is_not_done_gets_no_marks_where_asserts_are_switched_off():
    exercise, names = read("02")[0], {}
    exec(assignments.merged(exercise.imports), names)
    exec(compile(assignments.grading_test(exercise), "test", "exec", optimize=1), names)
    graded = next(names[name] for name in names if name.startswith("test_"))
    with pytest.raises(AssertionError, match="Not done yet"):
        graded(*[...] * len(exercise.asked))


# Reading


def notebook(tmp_path, *cells):
    """A notebook of cells: code if they begin with a `!`."""
    made = [
        nbformat.v4.new_code_cell(cell[1:])
        if cell.startswith("!")
        else nbformat.v4.new_markdown_cell(cell)
        for cell in cells
    ]
    path = tmp_path / "01-made.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=made), path)
    return path


HEADING = "### 1 · A layer\n\nUse `sin`."
ANSWER = "!def my_layer(a):\n    return ...\n\n\ncheck_layer(my_layer)"
SOLVED = """<details><summary>A solution</summary>

```python
def my_layer(a):
    return double(a) + shift[0]
```

</details>"""
NEEDED = """!from math import cos, sin
from dig2ai_helpers.checks import check_layer, check_selu
print("a cell prints")
shift = [1, 2]
other = [3]"""
LATER = """!shift[0] = 5
other[0] = 6
shown = shift[1]"""
DOUBLE = """!def double(a):
    return two() * a


def two():
    return 2"""


def test_what_an_exercise_needs_is_found_and_nothing_more(tmp_path):
    cells = ("# Title", NEEDED, LATER, DOUBLE, HEADING, ANSWER, SOLVED)
    [exercise] = exercises.read_exercises(notebook(tmp_path, *cells))
    assert sorted(exercise.imports) == [
        "from dig2ai_helpers.checks import check_layer",
        "from math import sin",
    ]
    assert exercise.above == ["shift = [1, 2]", "shift[0] = 5", DOUBLE[1:]]
    assert (exercise.answers, exercise.asked) == (["my_layer"], ["my_layer"])
    assert exercise.stub == "def my_layer(a):\n    return ..."
    assert exercise.call == "check_layer(my_layer)"


def test_keeping_an_answer_is_no_part_of_an_assignment(tmp_path):
    kept = ANSWER + "\nkeep(my_layer)"
    cells = (NEEDED, DOUBLE, HEADING, kept, SOLVED)
    [exercise] = exercises.read_exercises(notebook(tmp_path, *cells))
    assert "keep" not in exercise.stub + exercise.call


def test_a_picture_between_text_and_stub_comes_along(tmp_path):
    cells = (NEEDED, DOUBLE, HEADING, "!places = [shift[1]]", "Look.", ANSWER, SOLVED)
    [exercise] = exercises.read_exercises(notebook(tmp_path, *cells))
    assert [cell.source for cell in exercise.cells] == [HEADING, "places = [shift[1]]", "Look."]


def test_a_loop_and_a_sum_bring_what_they_started_from():
    code = Code()
    code.read(0, nbformat.v4.new_code_cell("i = 9\ntotal = 0\nfor i in [1]:\n    total += i"))
    assert code.text_of(code.needed({"total"})) == "total = 0\nfor i in [1]:\n    total += i"


TWICE = (HEADING, ANSWER, SOLVED, HEADING.replace("1", "2"), ANSWER, SOLVED)


@pytest.mark.parametrize(
    ("cells", "complaint"),
    [
        ((), "0 headings"),
        ((HEADING, ANSWER), "no folded solution"),
        ((HEADING, SOLVED), "no code cell"),
        (("### A layer", ANSWER, SOLVED), "0 headings begin an exercise, but 1 cells"),
        ((HEADING, "!def my_layer(a):\n    return ...", SOLVED), "does not end in a call"),
        ((HEADING, "!check_layer(3)", SOLVED), "not called with anything to be written"),
        ((HEADING, ANSWER, SOLVED.replace("my_layer", "mine")), "no block of its solution"),
        ((HEADING, ANSWER, SOLVED), "nothing above defines"),
        ((HEADING.replace("1", "2"), ANSWER, SOLVED), "the numbers 2"),
        (TWICE, "two exercises have the name check_layer, my_layer"),
        (("!%timeit 1", HEADING, ANSWER, SOLVED), "not Python alone"),
    ],
)
def test_a_notebook_of_another_form_is_refused(tmp_path, cells, complaint):
    with pytest.raises(FormError, match=complaint) as error:
        exercises.read_exercises(notebook(tmp_path, *cells))
    assert "01-made.ipynb" in str(error.value)


@pytest.mark.parametrize("text", [None, "", "[]", "no notebook"])
def test_what_is_no_notebook_is_named(tmp_path, text):
    path = tmp_path / "01-made.ipynb"
    if text is not None:
        path.write_text(text)
    with pytest.raises(SystemExit, match=r"01-made.ipynb can't be read as a notebook"):
        assignments.main([str(path)])


# Exports that are there already


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A notebook of one exercise, and a folder; otter is played, and makes an empty file."""

    def played(path, file, folder, prove):
        (folder / "autograder").mkdir()
        (folder / "autograder" / "made-at-noon.zip").touch()

    monkeypatch.setattr(assignments, "_assign", played)
    needed = NEEDED.replace(", check_selu", "")
    return notebook(tmp_path, "# Title", needed, DOUBLE, HEADING, ANSWER, SOLVED), tmp_path / "out"


def test_an_export_replaces_one_that_nobody_touched(small):
    path, out = small
    for _ in range(2):
        assignments.export(path, out)
    assert [folder.name for folder in out.iterdir()] == ["01"]
    assert (out / "01" / "autograder" / "01-autograder.zip").exists()


@pytest.mark.parametrize("name", ["01-exercises.ipynb", "handed-in.ipynb"])
def test_what_a_teacher_wrote_into_an_export_is_put_aside(small, name, capsys):
    path, out = small
    for count in (1, 2):
        assignments.export(path, out)
        (out / "01" / name).write_text("a teacher's own")
        assignments.export(path, out)
        assert (out / f"01-earlier-{count}" / name).read_text() == "a teacher's own"
        assert f"they are in 01-earlier-{count}" in capsys.readouterr().out


def test_an_export_that_fails_leaves_the_one_before(small):
    path, out = small
    assignments.export(path, out)
    path.write_text("no notebook")
    with pytest.raises(FormError):
        assignments.export(path, out)
    assert [folder.name for folder in out.iterdir()] == ["01"]
    assert (out / "01" / "01-exercises.ipynb").exists()


def test_an_export_needs_a_number(small):
    path, out = small
    with pytest.raises(FormError, match="must begin with two digits"):
        assignments.export(path.rename(path.with_name("..my-own.ipynb")), out)


# With the grader itself


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """All assignments, as otter makes them."""
    out = tmp_path_factory.mktemp("assignments")
    for path in assignments.NOTEBOOKS:
        assignments.export(path, out, prove=False)
    return out


@needs_otter
@pytest.mark.parametrize("number", NUMBERS)
def test_an_assignment_is_complete_and_learners_see_no_solution(exported, number):
    folder = exported / number
    learners, teachers = (
        nbformat.read(folder / side / f"{number}-exercises.ipynb", as_version=4)
        for side in ("student", "autograder")
    )
    assert (folder / "autograder" / f"{number}-autograder.zip").exists()
    given = [cell.source.strip() for cell in learners.cells]
    solved = "\n".join(cell.source for cell in teachers.cells)
    for exercise in read(number):
        assert exercise.stub.strip() in given and exercise.call in given
        assert exercise.solution in solved
        assert exercise.solution not in "\n".join(given)
    assert "def test_" not in nbformat.writes(learners)


def handed_in(exported, number, answers):
    """A learner's notebook, in which some stubs were replaced: {place: code}."""
    path = exported / number / "student" / f"{number}-exercises.ipynb"
    submission = nbformat.read(path, as_version=4)
    stubs = [c for c in submission.cells if "otter_answer_cell" in c.metadata.get("tags", [])]
    for place, code in answers.items():
        stubs[place].source = code
    return submission


@needs_otter
def test_right_wrong_and_empty_notebooks_get_their_points(exported, tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "OUT", exported)
    all_of_them = read("04")
    solved = {place: exercise.solution for place, exercise in enumerate(all_of_them)}
    last = all_of_them[-1]
    cheat = f'print("Right.")\n{last.check} = print\n{last.answers[0]} = "Right."'
    wrong = dict(list(solved.items())[:-2]) | {
        len(solved) - 2: "this is no Python",
        len(solved) - 1: f'import os\nos.write(2, b"\\xff")  # no text\n{cheat}',
    }
    for name, answers in {"right": solved, "wrong": wrong, "=empty": {}}.items():
        nbformat.write(handed_in(exported, "04", answers), tmp_path / f"{name}.ipynb")
    shutil.copy(assignments.NOTEBOOKS[0], tmp_path / "another.ipynb")
    marks.main(["04", str(tmp_path)])
    with Path(tmp_path, "marks-04.csv").open(encoding="utf-8") as file:
        rows = {row["notebook"].removesuffix(".ipynb"): row for row in csv.DictReader(file)}
    full = len(all_of_them) * assignments.POINTS
    points = {name: row["points"] and float(row["points"]) for name, row in rows.items()}
    lost = 2 * assignments.POINTS
    assert points == {"right": full, "wrong": full - lost, "'=empty": 0, "another": ""}
    assert "Not yet" in rows["wrong"]["said"] and "Not done yet" in rows["'=empty"]["said"]
    assert "Not graded" in rows["another"]["said"]


@needs_otter
def test_a_notebook_that_never_ends_is_stopped(exported, tmp_path):
    path = tmp_path / "endless.ipynb"
    nbformat.write(handed_in(exported, "04", {0: "while True:\n    pass"}), path)
    zipped = exported / "04" / "autograder" / "04-autograder.zip"
    with pytest.raises(RuntimeError, match="stopped after 12 seconds"):
        marks.grade(path, zipped, seconds=12)


def test_a_learner_may_have_called_file_and_kernel_anything(tmp_path, monkeypatch):
    def run(command, **_):
        *_, file = command
        assert Path(file).is_absolute()
        assert nbformat.read(file, as_version=4).metadata.kernelspec.name == "python3"
        raise RuntimeError("run")

    monkeypatch.setattr(marks.subprocess, "run", run)
    monkeypatch.chdir(tmp_path)
    kernel = {"kernelspec": {"name": "conda-env-mine", "display_name": "Mine"}}
    text = nbformat.writes(nbformat.v4.new_notebook(metadata=kernel))
    Path("--help.ipynb").write_text(f"\ufeff{text}", encoding="utf-8")
    with pytest.raises(RuntimeError, match="run"):
        marks.grade(Path("--help.ipynb"), "autograder.zip")


def test_what_macos_adds_on_a_memory_stick_is_not_graded(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "OUT", tmp_path)
    monkeypatch.setattr(marks, "row", lambda path, autograder: path.name)
    (tmp_path / "04" / "autograder").mkdir(parents=True)
    made_anew = "04/autograder/dig2ai-04-autograder_2026_11_23.zip"  # as otter names it
    for name in (made_anew, "=Ada.ipynb", "._=Ada.ipynb"):
        (tmp_path / name).touch()
    assert list(marks.rows("04", tmp_path)) == ["=Ada.ipynb"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="others have no such names")
def test_a_name_that_another_system_wrote_ends_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "grade", lambda *_: {"1": (1, 1, "")})
    found = marks.row(tmp_path / os.fsdecode(b"M\xfcller.ipynb"), "autograder.zip")
    assert found["notebook"] == "M\N{REPLACEMENT CHARACTER}ller.ipynb" and found["points"] == 1


def test_a_name_that_a_terminal_or_a_spreadsheet_would_obey_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(marks, "grade", lambda *_: {"1": (1, 1, "")})
    for name, shown in (
        ("z\x1b[1A\x1b[2K\rb.ipynb: 5.0", "z [1A [2K b.ipynb: 5.0"),
        ("\t=1+1.ipynb", "'=1+1.ipynb"), ("\n.ipynb", ".ipynb"),
    ):  # fmt: skip
        assert marks.row(Path(name), "autograder.zip")["notebook"] == shown


@pytest.mark.skipif(sys.platform == "win32", reason="there, links need an administrator")
def test_a_table_that_leads_elsewhere_is_not_written(tmp_path):
    (tmp_path / "marks-04.csv").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(SystemExit, match="a link to another place: remove it"):
        marks.main(["4", str(tmp_path)])
    assert not (tmp_path / "elsewhere").exists()


def test_why_a_notebook_is_not_graded_is_said_in_one_line(tmp_path, monkeypatch):
    def run(command, **_):
        folder = Path(command[command.index("-o") + 1])
        tests = [{"output": "The autograder failed.\n\nTraceback:\n  here\nEOFError: no results"}]
        (folder / "results.json").write_text(json.dumps({"tests": tests}))
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(marks.subprocess, "run", run)
    nbformat.write(nbformat.v4.new_notebook(), tmp_path / "04.ipynb")
    row = marks.row(tmp_path / "04.ipynb", "autograder.zip")
    assert row["said"] == "Not graded: EOFError: no results"


def test_marks_are_in_the_table_as_soon_as_they_are_known(tmp_path, monkeypatch):
    def killed(number, folder):
        for points in (3, 4):
            yield {"notebook": "a learner's", "points": points, "said": ""}
            lines = (folder / f"marks-{number}.csv").read_text().splitlines()
            assert lines[-1] == f"a learner's,{points},"

    monkeypatch.setattr(marks, "rows", killed)
    marks.main(["04", str(tmp_path)])


def test_a_table_that_is_open_elsewhere_is_named_at_once(tmp_path, monkeypatch):
    def refused(file, data, like):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(marks, "rows", lambda number, folder: iter([{"notebook": "1", "said": ""}]))
    monkeypatch.setattr(marks, "write_whole", refused)
    with pytest.raises(SystemExit, match=r"marks-04.csv can't be written \(Permission denied\)"):
        marks.main(["04", str(tmp_path)])


def test_marks_that_are_interrupted_are_not_lost(tmp_path, monkeypatch, capsys):
    def interrupted(number, folder):
        yield {"notebook": f"{number}.ipynb", "points": 3, "said": ""}
        raise KeyboardInterrupt

    monkeypatch.setattr(marks, "rows", interrupted)
    marks.main(["4", str(tmp_path)])
    assert (tmp_path / "marks-04.csv").read_text().splitlines()[1] == "04.ipynb,3,"
    assert "graded until now" in capsys.readouterr().out
