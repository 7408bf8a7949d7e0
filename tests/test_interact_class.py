"""A class's gallery: whose drawings are shown, and what the two ways to split say."""

import asyncio

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers.digits.drawings import Drawings
from dig2ai_helpers.digits.made_up import made_up_class
from dig2ai_helpers.digits.own_drawings import OwnDrawings
from dig2ai_helpers.interact import class_gallery
from dig2ai_helpers.interact.class_app.two_splits import DRAWING, PERSON, TwoSplits, split_rows
from dig2ai_helpers.interact.class_app.words import say


@pytest.fixture(scope="module")
def thirty():
    return made_up_class()


def write(folder, drawings):
    """A file for each person, as the drawing pad would have written it."""
    for number, person in enumerate(dict.fromkeys(drawings.people.tolist())):
        own = drawings.take(drawings.people == person)
        mine = OwnDrawings(folder / f"{number:02}.json")
        mine.extend(zip(own.images, own.labels.tolist(), strict=True))
        mine.rename(person)


def test_a_made_up_class_is_the_same_each_time_and_everybody_has_a_hand_of_their_own():
    one, two = made_up_class(4, 2), made_up_class(4, 2)
    np.testing.assert_array_equal(one.images, two.images)
    sevens = one.of(7)
    near = np.linalg.norm(sevens.images[:, None] - sevens.images[None], axis=2)
    same = sevens.people[:, None] == sevens.people[None]
    others = near[~same].mean()
    assert near[same & (near > 0)].mean() < 0.8 * others
    assert not np.array_equal(one.images, made_up_class(4, 2, seed=1).images)


def test_what_is_done_to_the_drawings_of_one_gallery_is_not_done_to_the_next():
    class_gallery().drawings.images[:] = 0
    np.testing.assert_array_equal(class_gallery().drawings.images, made_up_class().images)


def test_both_ways_learn_from_as_many_and_test_with_as_many():
    people = np.repeat(["a", "b", "c", "d", "e"], [3, 9, 4, 4, 7])
    for seed in range(5):
        learn, test = split_rows(people, PERSON, seed)
        assert not set(people[learn]) & set(people[test])
        other_learn, other_test = split_rows(people, DRAWING, seed)
        assert len(learn) == len(other_learn) and len(test) == len(other_test)
        for rows in ((learn, test), (other_learn, other_test)):
            assert sorted(np.concatenate(rows)) == list(range(27))


@pytest.mark.parametrize("seed", range(5))
def test_a_split_by_drawing_promises_more_than_new_people_get(seed):
    trial = TwoSplits(made_up_class(12, 3, seed), 3)
    assert [*trial.run()][-1] and trial.done == 3
    person, drawing = (np.mean(trial.accuracies[way]) for way in (PERSON, DRAWING))
    print(f"\nseed {seed}: new people {person:.1%}, new drawings {drawing:.1%}")
    assert drawing > person + 0.05


def test_thirty_files_are_merged_and_shown_with_their_names_or_without(thirty, tmp_path):
    write(tmp_path, thirty.take(np.arange(0, 900, 3)))
    app = class_gallery(tmp_path)
    words = [shape["words"] for shape in app.sketch.shapes if shape["kind"] == "text"]
    assert "made-up 1" in words and "made-up 30" in words
    assert "300 drawings by 30 people" in app.alt
    assert "30 drawings of a 7 by 30 people, side by side." in app.alt
    unnamed = class_gallery([tmp_path / "00.json", tmp_path / "01.json"], names=False)
    words = [shape["words"] for shape in unnamed.sketch.shapes if shape["kind"] == "text"]
    assert "person 1" in words and not any("made-up" in one for one in words)


def test_paths_that_are_given_only_once_are_all_shown(thirty, tmp_path):
    write(tmp_path, thirty.take(np.arange(0, 900, 3)))
    app = class_gallery(tmp_path.glob("0*.json"))  # not the reader's own file, as with no file
    assert len(set(app.drawings.people)) == len([*tmp_path.glob("0*.json")]) > 5


def test_another_digit_shows_other_drawings(thirty):
    app = class_gallery()
    sevens = [shape["levels"] for shape in app.sketch.shapes if shape["kind"] == "image"]
    assert "drawings of a 7 by 30 people" in app.canvas.spoken
    app.set(digit="4")
    assert "drawings of a 4 by 30 people" in app.canvas.spoken
    fours = [shape["levels"] for shape in app.sketch.shapes if shape["kind"] == "image"]
    assert len(sevens) == len(fours) == 90 and not set(sevens) & set(fours)
    assert app.alt.startswith("900 drawings by 30 people, made up by a program. Test a network")
    assert 'class_gallery("folder' in app.canvas.caption


def test_a_digit_that_nobody_drew_is_told(tmp_path):
    write(tmp_path, made_up_class(2, 2).of(7))
    app = class_gallery(tmp_path)
    app.set(digit="3")
    assert "Nobody has drawn a 3 yet." in app.alt and "by 2 people" in app.alt
    app.set(splits=1)
    app.train()
    assert len(app.accuracies[PERSON]) == 1


def test_a_class_of_one_is_shown_and_can_not_be_split(tmp_path):
    write(tmp_path, made_up_class(1, 2))
    app = class_gallery(tmp_path)
    assert "20 drawings by 1 person." in app.alt
    assert "it takes the drawings of at least two" in app.canvas.caption
    assert app.controls.disabled == ["train"]
    with pytest.raises(ValueError, match="needs the drawings of at least two people"):
        app.train()
    assert app.accuracies == {PERSON: [], DRAWING: []}


def test_the_result_is_told_in_numbers_and_drawn_in_points():
    app = class_gallery()
    assert "Bet, then train both ways." in app.alt and app.controls.disabled == ["stop"]
    app.set(splits=2)
    app.train()
    person, drawing = (np.mean(app.accuracies[way]) for way in (PERSON, DRAWING))
    assert f"New people: {100 * person:.0f} % correct" in app.canvas.caption
    assert f"known people: {100 * drawing:.0f} % (" in app.canvas.caption
    low, high = (100 * end(app.accuracies[PERSON]) for end in (min, max))
    assert f"correct ({low:.0f} to {high:.0f});" in app.canvas.caption
    assert app.canvas.caption.startswith("2 random splits, both ways. ")
    assert app.canvas.caption.endswith("Try more splits before you conclude.")
    points = [shape for shape in app.sketch.shapes if shape["kind"] == "points"]
    assert [shape["hollow"] for shape in points] == [False, True]
    assert [len(shape["points"]) for shape in points] == [2 * 8, 2 * 8]


def test_where_hands_are_alike_no_gap_is_claimed():
    one = made_up_class(1, 12)
    alike = Drawings(one.images, one.labels, [f"person {k % 6}" for k in range(120)])
    app = class_gallery()
    app.drawings = alike
    app.set(splits=5)
    app.train()
    person, drawing = (100 * np.mean(app.accuracies[way]) for way in (PERSON, DRAWING))
    claims = "promises" in app.canvas.caption
    assert claims is bool(drawing - person >= 1)
    assert abs(drawing - person) < 5


@pytest.mark.parametrize(
    "done, running, told",
    [(0, True, "Training both ways: split 1 of 10."), (2, True, "split 3 of 10."),
     (0, False, "Stopped after 0 of 10 random splits."),
     (4, False, "Stopped after 4 of 10 random splits. New people: 60 % correct (60 to 60); new"),
     (4, False, "80 % (80 to 80). Try more splits before you conclude."),
     (5, False, "Testing with known people promises 20 points too much for new people."),
     (10, False, "10 random splits, both ways. New people: 60 % correct")],
)  # fmt: skip
def test_nothing_is_concluded_from_few_splits(done, running, told):
    trial = TwoSplits(made_up_class(2, 2), 10)
    trial.accuracies = {PERSON: [0.6] * done, DRAWING: [0.8] * done}
    assert told in say(trial, running=running)


def test_a_split_that_was_stopped_between_both_ways_does_not_count():
    gallery = class_gallery()
    gallery._trial = TwoSplits(gallery.drawings, 10)
    gallery._trial.accuracies = {PERSON: [0.5, 0.6, 0.95], DRAWING: [0.8, 0.8]}
    gallery.redraw()
    assert "New people: 55 % correct (50 to 60)" in gallery.alt
    assert "55 %" in [shape.get("words") for shape in gallery.sketch.shapes]


@pytest.mark.parametrize(
    "drawing, told",
    [(0.616, "promises 2 points too much for new people."), (0.612, "promises 1 point too much"),
     (0.605, "Here the two hardly differ."), (0.595, "Here the two hardly differ."),
     (0.585, "Here the people's handwriting is alike: known people are no easier.")],
)  # fmt: skip
def test_the_gap_between_the_two_tests_is_told(drawing, told):
    trial = TwoSplits(made_up_class(2, 2), 5)
    trial.accuracies = {PERSON: [0.6] * 5, DRAWING: [drawing] * 5}
    assert told in say(trial)


def test_nearly_all_is_not_called_all_and_the_points_are_those_of_the_figures():
    trial = TwoSplits(made_up_class(2, 2), 5)
    trial.accuracies = {PERSON: [0.9956] * 5, DRAWING: [0.9956] * 5}
    assert "New people: > 99 % correct (> 99 to > 99)" in say(trial)
    trial.accuracies = {PERSON: [0.966] * 5, DRAWING: [0.984] * 5}
    assert "97 %" in say(trial) and "98 %" in say(trial) and "promises 1 point too" in say(trial)


def test_the_half_that_is_tested_with_is_framed(thirty):
    app = class_gallery()
    framed = {}
    for way in (PERSON, DRAWING):
        app.set(halves=way)
        frames = [one for one in app.sketch.shapes if one.get("colour") == "validation"]
        rows = split_rows(thirty.people, way, 0)[1]
        framed[way] = len(frames)
        assert framed[way] == np.count_nonzero(thirty.labels[rows] == 7)
        assert "Framed: to test with" in app.alt
    assert framed[PERSON] == 45
    app.set(halves="no")
    assert not any(one.get("colour") == "validation" for one in app.sketch.shapes)


def test_pressed_twice_it_trains_once(monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")

    async def watch():
        app = class_gallery()
        app.train()
        trial = app._trial
        app.train()
        disabled = app.controls.disabled
        app.stop()
        return trial is app._trial, disabled, app.canvas.caption

    same, disabled, words = asyncio.run(watch())
    assert same and disabled == ["train"] and words == "Stopped after 0 of 10 random splits."


@pytest.mark.parametrize(
    "arguments, told",
    [(([],), "at least one file"), ((3,), "must name a folder"), (("nowhere",), "ends in .json"),
     ((None, "no"), "names must be True or False")],
)  # fmt: skip
def test_what_is_no_class_is_refused(arguments, told):
    with pytest.raises((TypeError, ValueError), match=told):
        class_gallery(*arguments)
