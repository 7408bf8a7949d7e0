"""Teach it your handwriting: the training, what is said, and the app from the kernel's side."""

import asyncio
import time
from types import SimpleNamespace

import numpy as np
import pytest
from app_page import words

pytest.importorskip("anywidget")

from dig2ai_helpers import Network, Split, load_network
from dig2ai_helpers.digits.drawings_file import DrawingsError
from dig2ai_helpers.digits.made_up import somebodys_drawings
from dig2ai_helpers.digits.own_drawings import OwnDrawings
from dig2ai_helpers.interact import drawing_pad, learn_from_me
from dig2ai_helpers.interact.learning_app import fine_tuning
from dig2ai_helpers.interact.learning_app.fine_tuning import FineTuning, Plan, halves
from dig2ai_helpers.interact.learning_app.words import STALE, could_be_luck, say
from dig2ai_helpers.interact.sheet.sheet_app import pack
from dig2ai_helpers.interact.toolkit import live

SEVEN = [[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]]
MADE_UP = "made up"


@pytest.fixture(scope="module")
def small():
    return load_network("784-128-10")


@pytest.fixture
def app(small, digits, tmp_path):
    return learn_from_me(small, digits, tmp_path / "mine.json")


def drawings():
    images, labels = zip(*somebodys_drawings(), strict=True)
    return Split(np.array(images), labels)


def trained(network, digits, **plan):
    trial = FineTuning(
        network, drawings(), digits, Plan(**{**dict(steps=60, rate=0.1, mix=0), **plan})
    )
    for _ in trial.run():
        pass
    return trial


# ---- the training


def test_drawings_are_split_in_turns_for_each_digit():
    learn, test = halves(np.array([7, 7, 1, 7, 1, 4, 7]))
    assert learn.tolist() == [0, 2, 3, 5] and test.tolist() == [1, 4, 6]
    for part, longer in zip((learn, test), halves(np.array([7, 7, 1, 7, 1, 4, 7, 7])), strict=True):
        assert set(part) <= set(longer)  # a later drawing changes nothing for earlier ones
    assert [len(rows) for rows in halves(np.array([], int))] == [0, 0]


def test_a_step_is_plain_gradient_descent(small, digits):
    trial = trained(small, digits, steps=1, rate=0.5)
    images, labels = trial.drawings.batch(trial.learn)
    _, dW, db = small.gradients(images, labels)
    for layer in range(2):
        np.testing.assert_allclose(
            trial.network.weights[layer], small.weights[layer] - 0.5 * dW[layer], atol=1e-6
        )
        np.testing.assert_allclose(
            trial.network.biases[layer], small.biases[layer] - 0.5 * db[layer], atol=1e-6
        )


def test_of_many_drawings_each_step_takes_some(small, digits, monkeypatch):
    monkeypatch.setattr(fine_tuning, "BATCH", 5)
    sizes = []
    propagate = Network.propagate

    def noted(net, images):
        sizes.append(len(images))
        return propagate(net, images)

    monkeypatch.setattr(Network, "propagate", noted)
    trained(small, digits, steps=3, mix=1)
    assert sizes.count(10) == 3


def test_what_is_kept_apart_is_not_learned_from(small, digits):
    changed = drawings()
    rows = halves(changed.labels)[1]
    images = changed.images.copy()
    images[rows] = images[rows][::-1]
    other = FineTuning(small, Split(images, changed.labels), digits, Plan(20, 0.1, 1))
    for _ in other.run():
        pass
    same = trained(small, digits, steps=20, mix=1)
    for ours, theirs in zip(other.network.weights, same.network.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_given_network_stays_as_it_is_and_a_run_can_be_repeated(small, digits):
    before = [W.copy() for W in small.weights]
    one, two = (trained(small, digits, mix=5) for _ in range(2))
    assert one.found == two.found
    for W, old in zip(small.weights, before, strict=True):
        np.testing.assert_array_equal(W, old)


def test_it_learns_the_hand_forgets_without_old_digits_and_less_with_them(small, digits):
    alone, mixed = (trained(small, digits, steps=100, rate=0.3, mix=mix) for mix in (0, 5))
    for trial in (alone, mixed):
        assert trial.hits(trial.test, trial.read) >= trial.hits(trial.test, trial.before) + 3
        assert trial.hits(trial.learn, trial.read) == len(trial.learn)
    assert alone.found.others[-1] < alone.found.others[0] - 0.05
    assert mixed.found.others[-1] > alone.found.others[-1] + 0.05


def test_a_training_that_diverges_gives_the_weights_back(digits):
    net = load_network()
    trial = trained(net, digits, rate=1e6)
    assert trial.diverged and trial.done < 60
    for W, old in zip(trial.network.weights, net.weights, strict=True):
        np.testing.assert_array_equal(W, old)
    assert trial.found.others[-1] == trial.found.others[0]
    np.testing.assert_array_equal(trial.read, trial.before)


@pytest.mark.parametrize(
    "settings", [{"dtype": "float64"}, {"output": "sigmoid"}, {"hidden": "tanh"}]
)
def test_it_trains_other_kinds_of_networks(settings, digits):
    trial = trained(Network((784, 12, 10), **settings), digits, steps=30, mix=1)
    assert trial.done == 30 and trial.found.learned[-1] > trial.found.learned[0]


# ---- what is said about few drawings


@pytest.mark.parametrize(
    "gained, lost, luck",
    [
        (0, 0, True),
        (5, 0, True),
        (6, 0, False),
        (8, 2, True),
        (11, 3, True),
        (9, 1, False),
        (0, 6, False),
    ],
)
def test_few_changes_could_be_luck(gained, lost, luck):
    assert could_be_luck(gained, lost) is luck


# ---- the app


def keep(app, *labels):
    for label in labels:
        app.draw(SEVEN)
        app.keep(label)


def test_without_drawings_it_says_what_to_keep(app):
    assert app.alt.startswith("An empty chart. Keep two drawings of a digit, then train")
    assert app.controls.disabled == ["train", "stop"]
    with pytest.raises(ValueError, match="keep two drawings of a digit first"):
        app.train()
    keep(app, 7)
    assert app.canvas.caption == "Keep a second 7 to test with."
    assert app.controls.disabled == ["train", "stop"] and "0 of 0" not in words(app)
    with pytest.raises(ValueError, match="nothing to test with"):
        app.train()
    keep(app, 7, 4)
    assert app.canvas.caption.startswith("It reads 1 of 1 drawing kept apart to test with.")
    assert app.canvas.caption.endswith(" Keep a second 4 to test with.")
    assert app.controls.disabled == ["stop"]
    app.train()
    assert "Keep a second 4" in app.canvas.caption and len(app.runs) == 1
    keep(app, 1)
    assert "train again" in app.canvas.caption


def test_before_and_after_are_told_with_their_uncertainty_and_what_they_cost(app):
    app.set(whose=MADE_UP)
    assert app.canvas.caption.startswith("Made up by a program: 1, 2, 4, 9 and")
    assert "eep" not in app.canvas.caption
    first = app.canvas.caption
    app.set(steps=100, learning_rate=0.3)
    app.train()
    (run,) = app.runs
    assert f". It reads {run['new_before']} of {run['tested']} drawings kept apart to" in first
    assert first.endswith(f"with. Now train it on the other {run['learned']}.")
    told = f"it read {run['new_before']} before and reads {run['new_after']} now. So few changes"
    assert told in app.canvas.caption
    before, after = (f"{100 * run[f'others_{when}']:.1f}" for when in ("before", "after"))
    assert f"Other people's digits: {before} → {after} %." in app.canvas.caption
    assert ", now as 7 ✓" in app.alt and app.alt.count(";") == run["tested"] - 1
    assert app.canvas.spoken == app.canvas.caption


@pytest.mark.parametrize(
    ("read", "told"),
    [([7, 7], "0 now. Other"), ([0, 7], "1 now, the same one. Other"), ([0, 1], "the same ones.")],
)
def test_nobody_is_told_of_the_same_ones_if_there_is_none(read, told):
    trial = SimpleNamespace(
        test=[0, 1], lonely=[], diverged=None, done=1, plan=Plan(1, 0.1, 0),
        drawings=SimpleNamespace(labels=np.array([0, 1])), before=np.array(read),
        read=np.array(read), found=SimpleNamespace(others=[0.5, 0.5]),
        hits=lambda rows, found: int((found[rows] == [0, 1]).sum()),
    )  # fmt: skip
    assert told in say(trial)


def test_runs_are_listed_and_each_begins_with_the_same_network(app, small):
    app.set(whose=MADE_UP, steps=50)
    for mix in ("none", "5 times as many"):
        app.set(old_digits=mix)
        app.train()
    app.set(old_digits="none")
    app.train()
    first, second, third = app.runs
    assert first == third != second and second["old_digits"] == 5
    assert "50 · 0.1 · × 5" in words(app) and "50 · 0.1 · none" in words(app)
    assert app.network is not small
    assert not np.array_equal(app.network.weights[0], small.weights[0])


def test_made_up_drawings_never_go_into_the_readers_file(app):
    app.set(whose=MADE_UP)
    app.train()
    assert not app.file.exists() and app.kept == []
    keep(app, 7)
    app.set(whose="mine")
    assert len(OwnDrawings(app.file)) == 1 and "second 7" in app.canvas.caption


def test_what_another_cell_kept_is_learned_from_too(app):
    OwnDrawings(app.file).extend([(image, label) for image, label in somebodys_drawings()])
    app.train()
    assert app.runs[0]["learned"] + app.runs[0]["tested"] == len(app.kept) == 28


def test_the_sheet_is_read_before_and_after(app):
    app.draw(SEVEN)
    assert app._reading.alt.startswith("It reads a 7 (")
    app.set(whose=MADE_UP, steps=5)
    app.train()
    said = app._reading.alt
    assert said.startswith("Before, it read a 7 (") and "; now it reads a " in said
    app.clear()
    assert app._reading.alt.startswith("Draw a digit, and keep it")


def test_while_the_pen_moves_only_what_is_beside_the_sheet_is_drawn(app):
    app.set(whose=MADE_UP)
    shapes = app.canvas.shapes
    ink = memoryview(pack([np.array(SEVEN[0])]))
    app.sheet.set_state({"state": {"ink": ink, "sample": -1, "moving": True}})
    assert app._reading.alt.startswith("It reads a 7") and app.canvas.shapes is shapes


def test_a_drawing_is_deleted_put_back_and_named_from_the_page(app):
    keep(app, 7, 7, 3)
    code = app.shelf.codes[1]
    app.shelf._handle_custom_msg({"delete": code}, [])
    assert [label for _, label in app.kept] == [7, 3] and app.shelf.undo == "7"
    app.shelf._handle_custom_msg({"undo": True}, [])
    app.shelf._handle_custom_msg({"delete": "gone already"}, [])
    app.shelf._handle_custom_msg({"name": " Ada "}, [])
    assert [label for _, label in app.kept] == [7, 7, 3] and app.shelf.undo == ""
    assert app.shelf.name == "Ada" and app.shelf.words == "Kept in mine.json: 3 drawings."
    app.delete(2)
    app.put_back()
    app.put_back()  # nothing more
    app.rename("")
    assert len(app.kept) == 3 and app.shelf.name == ""
    with pytest.raises(ValueError, match="place must be"):
        app.delete(3)


def test_what_could_not_be_written_is_told_as_long_as_it_lasts(app, monkeypatch):
    ink = memoryview(pack([np.array(SEVEN[0])]))

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr("os.replace", refuse)
        app.sheet._handle_custom_msg({"keep": 7, "sample": -1}, [ink])
        app.sheet.set_state({"state": {"ink": b"", "sample": -1, "moving": False}})
        assert "Permission denied" in app.shelf.problem and len(app.kept) == 1
        assert app.shelf.words == "Kept in memory until it can be written: 1 drawing."
    app.sheet._handle_custom_msg({"keep": 7, "sample": -1}, [ink])
    assert app.shelf.problem == "" and app.shelf.words == "Kept in mine.json: 2 drawings."
    assert len(OwnDrawings(app.file)) == 2


def test_a_file_that_can_not_be_read_stops_nothing_and_stays_as_it_is(small, digits, tmp_path):
    file = tmp_path / "mine.json"
    file.write_text("my shopping list")
    app = learn_from_me(small, digits, file)
    assert "mine.json is damaged" in app.shelf.problem and 'file="' in app.shelf.problem
    assert app.shelf.words == "What you keep stays in memory until it can be written."
    with pytest.raises(DrawingsError):
        keep(app, 7)
    ink = memoryview(pack([np.array(SEVEN[0])]))
    app.sheet._handle_custom_msg({"keep": 7, "sample": -1}, [ink])
    app.train()
    assert len(app.kept) == 2 and len(app.runs) == 1 and app.canvas.error == ""
    assert file.read_text() == "my shopping list" and "is damaged" in app.shelf.problem
    file.unlink()
    app.rename("Ada")
    assert app.shelf.problem == "" and len(OwnDrawings(file)) == 2


def test_a_result_stays_until_the_next_training(app):
    keep(app, 7, 7, 4, 4)
    app.set(steps=5)
    app.train()
    result, pictures = app.canvas.caption, app.canvas.shapes
    app.rename("Ada")
    assert app.canvas.caption == result and app.canvas.shapes == pictures
    app.delete(3)
    assert app.canvas.caption == f"{STALE}{result}" and app.canvas.shapes == pictures
    app.put_back()
    assert app.canvas.caption == result
    app.delete(3)
    app.train()
    assert "Keep a second 4" in app.canvas.caption and STALE not in app.canvas.caption
    app.set(whose=MADE_UP)
    app.draw(SEVEN)
    assert app._reading.alt.startswith("It reads ")


def test_each_drawing_stands_behind_its_true_digit(app):
    keep(app, 7, 7, 1, 1, 3, 3)
    texts = [shape for shape in app.sketch.shapes if shape["kind"] == "text"]
    labels = [one["words"] for one in texts if one["bold"] and one["size"] == 16]
    assert labels == ["1", "3", "7"] * 2
    assert app.alt.index("1 read as") < app.alt.index("3 read as") < app.alt.index("7 read as")


def test_the_still_picture_shows_it_in_use(app):
    still = app.sketch
    assert still.alt.startswith("Before, it read a 9 (")
    assert "; now it reads a 7 (> 99 %)." in still.alt
    assert "Made up by a program" in still.alt and app.runs == [] and app.kept == []
    keep(app, 7, 7)
    app.draw(SEVEN)
    assert app.sketch.alt.startswith("It reads a 7 (") and "program" not in app.sketch.alt


@pytest.mark.parametrize(
    "arguments, told",
    [({"network": Network((784, 3))}, "784 inputs and 10 outputs"), ({"network": 3}, "a Network"),
     ({"digits": 3}, "load_digits"), ({"file": "notes.txt"}, "ends in .json")],
)  # fmt: skip
def test_what_does_not_fit_is_refused(arguments, told):
    with pytest.raises((TypeError, ValueError), match=told):
        learn_from_me(**arguments)


def test_it_shows_a_picture_often_and_stops_soon(small, digits, tmp_path, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")

    async def watch():
        app = learn_from_me(small, digits, tmp_path / "mine.json")
        app.set(whose=MADE_UP, steps=500, old_digits="5 times as many")
        times = []
        # Of this process alone: other programs on the machine don't count.
        app.canvas.observe(lambda change: times.append(time.process_time()), "shapes")
        app.train()
        await asyncio.sleep(1.5)
        asked, running = time.process_time(), app.live.running
        assert app.canvas.caption.startswith("Training: step ") and app.runs == []
        assert app.controls.disabled == ["train"]
        work = app.live._work
        app.train()  # pressed twice
        assert app.live._work is work
        app.stop()
        shown = len(times)
        await asyncio.sleep(0.5)
        return running, np.diff(times[:shown]), times[-1] - asked, app

    running, gaps, stopped, app = asyncio.run(watch())
    print(f"\na picture every {np.median(gaps):.3f} s, stopped after {stopped:.3f} s")
    assert running and len(gaps) > 2 and np.median(gaps) < 1 / 8
    assert stopped < 0.2 and not app.live.running
    assert 0 < app.runs[0]["steps"] < 500 and len(app.runs) == 1
    assert app._trial.found.steps[-1] == app._trial.done
    assert f"Stopped after step {app.runs[0]['steps']} of 500." in app.canvas.caption
    assert app.controls.disabled == ["stop"]


def test_a_run_that_is_stopped_between_two_figures_tells_those_of_its_last_step(small, digits):
    trial = FineTuning(small, drawings(), digits, Plan(steps=500, rate=0.1, mix=0))
    run = trial.run()
    while trial.done % 12 != 5 or trial.done < 20:
        next(run)
    trial.come_to_rest()
    assert trial.record()["steps"] == trial.found.steps[-1] == trial.done
    read = trial.network.predict(trial.drawings.images)
    assert trial.found.new[-1] == np.mean((read == trial.drawings.labels)[trial.test])
    before = list(trial.found.steps)
    trial.come_to_rest()
    assert trial.found.steps == before


def test_a_training_without_its_page_pauses_until_there_is_one(
    small, digits, tmp_path, monkeypatch
):
    monkeypatch.delenv("DIG2AI_TEST")
    monkeypatch.setattr(live, "PATIENCE", 0.2)

    async def scene():
        app = learn_from_me(small, digits, tmp_path / "mine.json")

        def alive():
            app.canvas._handle_custom_msg({"alive": app.canvas.picture}, [])

        app.set(whose=MADE_UP, steps=500)
        app.train()
        await asyncio.sleep(0.1)
        assert app.canvas.running  # so that the page tells that it shows it
        alive()
        await asyncio.sleep(0.5)
        before = app._trial.done
        await asyncio.sleep(0.3)
        assert app._trial.done == before > 0 and app.live.running
        alive()
        await asyncio.sleep(0.4)
        assert app._trial.done > before
        app.stop()
        assert not app.canvas.running

    asyncio.run(scene())


def test_what_a_pad_keeps_can_be_learned_at_once_in_the_app_that_is_there_already(
    small, digits, tmp_path
):
    file = tmp_path / "mine.json"
    app, pad, other = learn_from_me(small, digits, file), *(drawing_pad(small, file) for _ in "12")
    assert "train" in app.controls.disabled
    for digit in (1, 1, 7, 7):
        pad.draw(SEVEN)
        pad.keep(digit)
    assert len(other.kept) == other.sheet.kept == len(other.shelf.labels) == 4
    assert "train" not in app.controls.disabled
    app.train()
    assert len(app.runs) == 1
    other.delete(0)
    assert pad.sheet.kept == 3
    other.close()
    pad.delete(0)
    assert other.sheet.kept == 3  # it is off the page
