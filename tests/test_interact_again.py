"""A cell that is run again, or in a folder that is gone: nothing that was made is lost."""

import asyncio
import gc
import os
import weakref

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers import Digits, Network
from dig2ai_helpers.digits.drawings_file import DrawingsError
from dig2ai_helpers.digits.own_drawings import OwnDrawings
from dig2ai_helpers.interact import (
    bet,
    drawing_pad,
    learn_from_me,
    my_bets,
    my_digit,
    playground,
    settle,
)
from dig2ai_helpers.interact.toolkit import close_on_rerun

SEVEN = [[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]]
NET = Network((784, 10))


@pytest.fixture
def run(monkeypatch):
    """Run a cell: give what `make` makes there, once more each time."""
    runs = []

    def run_cell(make):
        runs.append(make)
        monkeypatch.setattr(close_on_rerun, "_where", lambda: (id(runs), len(runs)))
        return make()

    return run_cell


@pytest.fixture
def small(digits):
    return Digits("small", digits.train.first(50), digits.validation.first(50), digits.test)


def with_a_named_run(pg):
    pg.set(epochs=1)
    pg.play()
    pg.table.obey({"rename": [0, "mine"]})
    return pg


def test_the_table_of_runs_goes_on(run, small):
    before = with_a_named_run(run(lambda: playground(small)))
    before.judge()
    runs, verdict = before.runs, before.table.verdict
    after = run(lambda: playground(small))
    assert after.runs == runs and runs[0]["name"] == "mine" and after.table.rows
    assert after.table.verdict == verdict != ""
    after.play()
    assert [kept["name"] for kept in run(lambda: playground(small)).runs] == ["mine", "2"]


def test_a_long_run_that_its_cell_cuts_short_is_in_the_table(run, small, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")
    monkeypatch.setattr("dig2ai_helpers.interact.playground_app.widget.WORTH_KEEPING", 0)

    async def scene():
        before = run(lambda: playground(small))
        before.set(epochs=400, neurons=256)
        before.play()
        while not (before.live.running and before.experiment.finished > 3):
            await asyncio.sleep(0.05)
        return before, run(lambda: playground(small))

    before, after = asyncio.run(asyncio.wait_for(scene(), 30))
    (kept,) = after.runs
    assert kept["epochs"] > 3 and kept["neurons"] == 256
    before.close()  # once more, as when it is forgotten
    assert 0 < after.judge() < 1


def test_the_map_goes_on(run, small, digits, monkeypatch):
    for name, values in {"NEURONS": (8, 4), "RATES": (0.1,), "EPOCHS": 1}.items():
        monkeypatch.setattr(f"dig2ai_helpers.interact.playground_app.sweep_map.{name}", values)
    before = run(lambda: playground(small))
    before.map.fill()
    after = run(lambda: playground(small))
    assert after.map.found == before.map.found and len(after.map.found) == 2
    assert after.map.alt == before.map.alt and after.map.canvas.targets
    assert run(lambda: playground(digits)).map.found == {}


def test_the_table_of_other_digits_begins_empty(run, small, digits):
    with_a_named_run(run(lambda: playground(small)))
    assert run(lambda: playground(digits)).runs == []


@pytest.mark.parametrize(
    "make", [drawing_pad, lambda net, file: learn_from_me(net, file=file)], ids=["pad", "learn"]
)
def test_drawings_that_could_not_be_written_go_into_another_file(run, make, tmp_path):
    damaged, other = tmp_path / "mine.json", tmp_path / "other.json"
    damaged.write_text("my shopping list")
    app = run(lambda: make(NET, damaged))
    app.draw(SEVEN)
    with pytest.raises(DrawingsError):
        app.keep(7)
    app = run(lambda: make(NET, damaged))  # nothing has changed, but for the cell
    assert [label for _, label in app.kept] == [7] and "memory" in app.shelf.words
    app = run(lambda: make(NET, other))  # as the shelf advises
    assert app.shelf.words == "Kept in other.json: 1 drawing." and app.shelf.problem == ""
    assert [label for _, label in OwnDrawings(other).kept] == [7]
    assert damaged.read_text() == "my shopping list"


@pytest.mark.parametrize("make", [drawing_pad, my_digit])
def test_a_drawing_on_the_sheet_stays_there_and_one_by_code_is_drawn_once(
    run, make, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    by_code = run(make)
    by_code.draw(SEVEN)
    assert run(make).strokes == []
    before = run(make)
    ink = np.array([(0.5, 0.2), (0.5, 0.8)], dtype="<f4").tobytes()
    before.sheet.set_state({"state": {"ink": ink, "sample": -1, "moving": True}})
    after = run(make)
    assert after.sheet.state == {"ink": ink, "sample": -1, "moving": False, "who": ""}
    assert (after.image == before.image).all() and after.reading == before.reading is not None
    assert run(make).sheet.state["ink"] == ink


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps a folder that is in use")
@pytest.mark.parametrize(
    "make",
    [drawing_pad, my_bets, lambda: bet("one", "Why?", ("yes", "no")), lambda: settle("one", "yes")],
)
def test_in_a_folder_that_is_gone_one_sentence_says_so(make, tmp_path, monkeypatch):
    monkeypatch.setenv("DIG2AI_TEST", "0")
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    complaints = []  # of an app that could not be made
    monkeypatch.setattr("sys.unraisablehook", complaints.append)
    with pytest.raises(FileNotFoundError, match="the folder of this notebook is not there any"):
        make()
    gc.collect()
    assert complaints == []


def test_each_of_two_apps_has_its_heir_and_none_stays_in_memory(run, small):
    def two():
        return playground(small), playground(small)

    first, second = run(two)
    with_a_named_run(second)
    seen = [weakref.ref(first), weakref.ref(second)]
    del first, second
    assert [len(pg.runs) for pg in run(two)] == [0, 1]
    gc.collect()
    assert [one() for one in seen] == [None, None]
