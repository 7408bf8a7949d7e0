"""Bets: probabilities that sum to 1, a file that is never spoiled, and their score."""

import dataclasses
import errno
import json
import math
import os
from pathlib import Path

import numpy as np
import pytest
from full_disk import refuse
from matplotlib import rc_context

pytest.importorskip("anywidget")

from dig2ai_helpers import interact
from dig2ai_helpers.interact.bets_app import book
from dig2ai_helpers.interact.bets_app.bets_file import Bet, BetsError, read_bets
from dig2ai_helpers.interact.bets_app.score import groups
from dig2ai_helpers.interact.bets_app.sharing import moved, whole_percents
from dig2ai_helpers.interact.toolkit.sketch_as_figure import figure_of

QUESTION = "one", "How many will it be?", ("few", "some", "many")
NO_BET = "You made no bet here, so there is nothing to settle.\n"


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """A folder of its own for each test, as if it were a notebook's."""
    monkeypatch.setattr(book, "beside_the_notebook", lambda name: tmp_path / name)
    return tmp_path


def stored(folder):
    return json.loads((folder / "my_bets.json").read_text())["bets"]


def restart():
    """What a new kernel does: it forgets all but the file."""
    book.BOOKS.clear()


def test_percents_sum_to_100_and_none_is_0():
    rng = np.random.default_rng(0)
    for _ in range(500):
        percents = whole_percents(rng.exponential(size=rng.integers(2, 7)) ** 3 + 1e-9)
        assert sum(percents) == 100 and min(percents) >= 1
    assert whole_percents(np.ones(3)) == (34, 33, 33)
    assert whole_percents(np.array([70, 20, 10])) == (70, 20, 10)
    assert whole_percents(np.array([60.7, 20.2, 19.1])) == (61, 20, 19)


def test_the_others_keep_their_ratio_even_through_the_narrowest_place():
    weights = np.array([30.0, 60.0, 10.0])
    weights, percents = moved(weights, 2, 98)
    assert percents == (1, 1, 98)
    assert moved(weights, 2, 10)[1] == (30, 60, 10)
    weights, percents = moved(np.ones(3), 0, 40)
    assert percents == (40, 30, 30)
    assert moved(weights, 1, 10)[1] == (51, 10, 39)  # 40 to 30, as before


def test_a_bet_is_kept_at_once_and_shown_again(folder):
    app = interact.bet(*QUESTION)
    assert not (folder / "my_bets.json").exists() and "withdraw" in app.controls.disabled
    app.canvas._handle_custom_msg({"press": "answer_2:69"}, [])  # the page: place 69 is 70 %
    assert app.percents == (15, 15, 70) and stored(folder)[0]["percents"] == [15, 15, 70]
    assert interact.bet(*QUESTION).percents == (15, 15, 70)
    restart()
    again = interact.bet(*QUESTION)
    assert again.percents == (15, 15, 70) and "Your bet is kept" in again.alt


def test_half_a_character_in_a_question_is_kept_and_keeps_no_other_bet_from_the_file(folder):
    odd = "odd", "Why \ud83d?", ["a \ud83d", "b"]
    for question in (odd, QUESTION):
        app = interact.bet(*question)
        app.canvas._handle_custom_msg({"press": "answer_0:69"}, [])
    assert [one["name"] for one in stored(folder)] == ["odd", QUESTION[0]]
    restart()
    assert "Your bet is kept" in interact.bet(*odd).alt


def test_a_file_of_bets_writes_nothing_on_a_terminal_but_words(folder):
    odd = {
        "name": "\ud83d \x1b]0;mine\x07\x1b[2J",
        "question": "\u202eWhy?",
        "answers": ["\ta", "b\n"],
    }
    with_bets(folder, {**GOOD, **odd})
    assert read_bets(folder / "my_bets.json") == (
        Bet("]0;mine [2J", "Why?", ("a", "b"), (1, 99), 1),
    )
    app = interact.my_bets()
    assert "\x1b" not in app.alt and figure_of(app.sketch).pixels().any()


def test_odd_letters_of_a_question_are_the_same_in_the_cell_and_in_the_file(folder, capsys):
    interact.bet("o\td", "Why?", ["a\x07", "b"]).set(answer_0=80)
    restart()
    interact.settle("o\td", "a\x07")
    assert capsys.readouterr().out.startswith("The result: a.\nYou gave it 80 %")


def test_a_question_has_an_end(folder):
    (bet,) = read_bets(with_bets(folder, {**GOOD, "name": "a" * 900_000}))
    assert bet.name == "a" * 1_000
    long = "x" * 1_001
    interact.bet(long, long, [long, "y"]).set(answer_0=80)
    restart()
    app = interact.bet(long, long, [long, "y"])
    assert app.percents == (80, 20) and len(app.alt) < 5_000
    with pytest.raises(ValueError, match="answers must be 2 to 6 different texts"):
        interact.bet("a", "A?", ["x", "x\x07"])


def test_what_joins_letters_stays(folder):
    persian, family = "نمی\u200cخواهم", "👩\u200d👧"
    interact.bet(persian, family, [persian, family]).set(answer_0=80)
    assert [stored(folder)[0][name] for name in ("name", "question")] == [persian, family]


def test_a_bet_that_is_changed_leaves_the_others_as_they_are(folder):
    first, second = interact.bet(*QUESTION), interact.bet("two", "Will it hold?", ("yes", "no"))
    for app, pressed in ((second, "answer_1:69"), (first, "answer_2:9"), (second, "answer_1:79")):
        app.canvas._handle_custom_msg({"press": pressed}, [])
    percents = {one["name"]: one["percents"] for one in stored(folder)}
    assert percents == {"one": [46, 44, 10], "two": [20, 80]}


def test_equal_guesses_are_a_bet_too_and_a_bet_can_be_withdrawn(folder):
    app = interact.bet(*QUESTION)
    app.press("equal")
    assert stored(folder)[0]["percents"] == [34, 33, 33] and "kept" in app.alt
    app.press("withdraw")
    assert stored(folder) == [] and "Drag the bars" in app.alt


def test_a_settled_bet_costs_minus_ln_p_and_stays(folder, capsys):
    app = interact.bet(*QUESTION)
    app.set(answer_0=20)
    interact.settle("one", "few")
    said = capsys.readouterr().out
    assert said == (
        "The result: few.\n"
        f"You gave it 20 %, so your loss is −ln 0.20 = {-math.log(0.2):.2f}.\n"
        f"Equal guesses would have lost ln 3 = {math.log(3):.2f}.\n"
    )
    assert "settled" in app.alt and app.sketch.targets == [] and app.controls.hidden
    texts = [shape["words"] for shape in app.sketch.shapes if shape["kind"] == "text"]
    assert {"✓ few", "some", "many"} <= set(texts)
    before = stored(folder)
    app.set(answer_0=90)
    app.press("equal")
    app.press("withdraw")
    assert app.percents[0] == 20 and stored(folder) == before
    restart()
    interact.bet(*QUESTION).set(answer_0=90)
    interact.settle("one", "few")
    assert stored(folder) == before and capsys.readouterr().out == said
    interact.settle("one", "many")  # other digits, another result
    assert "was settled when the result was “few”" in capsys.readouterr().out
    assert stored(folder) == before


def test_without_a_bet_settling_writes_nothing_and_it_is_too_late(folder, capsys):
    app = interact.bet(*QUESTION)
    interact.settle("one", "many")
    assert capsys.readouterr().out == NO_BET
    app.set(answer_2=97)
    app.press("equal")
    assert app.percents == (34, 33, 33) and "restart the kernel" in app.alt
    assert list(folder.iterdir()) == []


def test_an_answer_that_is_none_is_told():
    interact.bet(*QUESTION)
    with pytest.raises(ValueError, match=r"one of 'few', 'some', 'many', but is 'lots'"):
        interact.settle("one", "lots")
    with pytest.raises(ValueError, match=r"one of 'few', 'some', 'many', but is array"):
        interact.settle("one", np.zeros(2))
    with pytest.raises(TypeError, match=r"^name must be a string, but is \['one'\]"):
        interact.settle(["one"], "few")


@pytest.mark.parametrize(
    "name, question, answers",
    [("", "Why?", ("a", "b")), ("x", 3, ("a", "b")), ("x", "Why?", "ab"), ("x", "Why?", ("a",)),
     ("x", "Why?", ("a", "a")), ("x", "Why?", ("a", 2)), ("x", "Why?", tuple("abcdefg"))],
)  # fmt: skip
def test_what_is_no_question_is_told_in_a_sentence(name, question, answers):
    with pytest.raises((TypeError, ValueError), match=r"^(name|question|answers) must be "):
        interact.bet(name, question, answers)


def test_other_answers_are_another_question(folder):
    interact.bet(*QUESTION).set(answer_0=90)
    other = interact.bet("one", "How many will it be?", ("less", "more"))
    assert other.percents == (50, 50)
    other.set(answer_0=60)
    assert len(stored(folder)) == 2


def test_a_damaged_file_is_left_alone_and_the_bet_kept_in_memory(folder):
    file = folder / "my_bets.json"
    for content in ("{", "[]", '{"format": "dig2ai bets", "version": 1, "bets": [{"name": "x"}]}'):
        restart()
        file.write_text(content)
        app = interact.bet(*QUESTION)
        app.set(answer_0=60)
        assert "damaged" in app.canvas.caption and file.read_text() == content
        assert interact.bet(*QUESTION).percents[0] == 60
    file.unlink()  # or renamed, as the sentence says
    app.set(answer_0=61)
    assert stored(folder)[0]["percents"][0] == 61 and "damaged" not in app.canvas.caption


GOOD = {"name": "a", "question": "A?", "answers": ["x", "y"], "percents": [1, 99], "outcome": 1}


def with_bets(folder, *bets, **others):
    file = folder / "my_bets.json"
    found = {"format": "dig2ai bets", "version": 1, "bets": bets, **others}
    file.write_text(json.dumps(found), encoding="utf-8")
    return file


@pytest.mark.parametrize(
    "changes",
    [{"name": 3}, {"question": None}, {"answers": "xy"}, {"answers": ["x", 3]},
     {"answers": ["x", "y", "z"]}, {"answers": ["x"], "percents": [100]}, {"percents": "ab"},
     {"percents": [0, 100]}, {"percents": [1, 98]}, {"percents": [1.0, 99.0]},
     {"percents": [True, 99]}, {"outcome": 2}, {"outcome": -1}, {"outcome": True}],
    ids=str,
)  # fmt: skip
def test_a_bet_in_the_file_that_can_be_none_is_not_taken(folder, changes):
    with pytest.raises(BetsError, match="damaged"):
        read_bets(with_bets(folder, GOOD, {**GOOD, **changes}))


def test_bets_in_the_file_are_read_as_they_are_and_only_in_the_known_version(folder):
    bet = Bet("a", "A?", ("x", "y"), (1, 99), 1)
    assert read_bets(with_bets(folder, GOOD)) == (bet,) and bet.loss == -math.log(0.99)
    open_bet = read_bets(with_bets(folder, {**GOOD, "outcome": None}))
    assert open_bet == (dataclasses.replace(bet, outcome=None),)
    for others, words in (
        ({"version": 2}, "another version"), ({"bets": {}}, "damaged"), ({"format": 1}, "damaged"),
        ({"bets": [3]}, "damaged"), ({"more": "x" * 1_000_000}, "damaged"),
    ):  # fmt: skip
        with pytest.raises(BetsError, match=words):
            read_bets(with_bets(folder, **others))


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="no folder is read-only here")
def test_a_read_only_folder_is_told(folder):
    folder.chmod(0o500)
    app = interact.bet(*QUESTION)
    app.set(answer_0=60)
    folder.chmod(0o700)
    assert "can't be written" in app.canvas.caption and app.percents[0] == 60


def test_a_folder_that_cannot_be_written_is_told_and_the_bet_written_later(folder, monkeypatch):
    app = interact.bet(*QUESTION)
    with monkeypatch.context() as patch:
        refuse(patch, "os.open", errno.EACCES)
        app.set(answer_0=60)
        assert "Permission denied" in app.canvas.caption and app.percents[0] == 60
    app.set(answer_0=61)
    assert stored(folder)[0]["percents"][0] == 61 and "Permission" not in app.canvas.caption


def test_what_another_notebook_adds_is_kept(folder):
    app = interact.bet(*QUESTION)
    book.Book(folder / "my_bets.json").put(Bet("two", "Why?", ("yes", "no"), (50, 50), 1))
    app.set(answer_0=60)
    assert [bet["name"] for bet in stored(folder)] == ["two", "one"]


def test_all_bets_are_forgotten_and_brought_back(folder):
    app = interact.bet(*QUESTION)
    app.set(answer_0=60)
    score = interact.my_bets()
    assert "No bet has been settled" in score.alt
    interact.settle("one", "few")
    assert "1 bet settled" in score.alt  # at once
    before = stored(folder)
    score.forget()
    assert stored(folder) == [] and app.percents == (34, 33, 33) and "forgotten" in score.alt
    score.press("back")
    assert stored(folder) == before and app.percents[0] == 60 and "forgotten" not in score.alt


def test_bets_made_since_stay_when_the_forgotten_come_back(folder):
    book.Book(folder / "my_bets.json").put(Bet("two", "Why?", ("yes", "no"), (50, 50), 1))
    app, score = interact.bet(*QUESTION), interact.my_bets()
    assert score.controls.hidden == ["back"] and score.controls.disabled == []
    app.set(answer_0=60)
    score.forget()
    assert score.controls.hidden == [] and score.controls.disabled == ["forget"]
    app.set(answer_0=70)
    score.press("back")
    assert [bet["name"] for bet in stored(folder)] == ["two", "one"]
    assert stored(folder)[1]["percents"][0] == app.percents[0] == 70


def test_a_bet_goes_along_with_a_folder_that_gets_another_name(folder, monkeypatch):
    monkeypatch.setattr(book, "beside_the_notebook", lambda name: Path.cwd() / name)
    (folder / "old").mkdir()
    monkeypatch.chdir(folder / "old")
    app = interact.bet(*QUESTION)
    (folder / "old").rename(folder / "new")
    os.chdir(folder / "new")  # as the system does by itself where a folder has a number
    app.set(answer_0=70)
    assert "in memory only" not in app.canvas.caption
    assert stored(folder / "new")[0]["percents"][0] == 70
    assert interact.bet(*QUESTION).percents == app.percents
    interact.settle("one", "few")
    assert app.question.name == "one" and "settled" in app.alt


def test_of_many_bets_the_last_twelve_are_listed(folder):
    names = [*(f"bet {k}" for k in range(12)), "a name that is far too long"]
    mine = book.Book(folder / "my_bets.json")
    for name in names:
        mine.put(Bet(name, "A?", ("x", "y"), (90, 10), 0))
    app = interact.my_bets()
    words = [shape["words"] for shape in app.sketch.shapes if shape["kind"] == "text"]
    assert [one for one in words if "bet " in one] == names[1:12]
    assert "a name that is far to…" in words and words.count("90 %") == 12
    assert "13 bets settled" in app.alt and "so few" not in app.alt


def test_the_score_is_the_mean_cross_entropy(folder):
    book.Book(folder / "my_bets.json").put(Bet("a", "A?", ("x", "y"), (90, 10), 0))
    book.Book(folder / "my_bets.json").put(Bet("b", "B?", ("x", "y", "z"), (50, 30, 20), 2))
    app = interact.my_bets()
    mine = -(math.log(0.9) + math.log(0.2)) / 2
    equal = (math.log(2) + math.log(3)) / 2
    assert f"your mean loss is {mine:.2f}, that of equal guesses {equal:.2f}" in app.alt
    assert "With so few" in app.alt and "of 2 that were given 15 % on average, 1 came" in app.alt
    assert figure_of(app._still(), app.title, "").alt


def test_calibration_groups_answers_by_what_they_were_given():
    bets = [Bet("a", "A?", ("x", "y"), (70, 30), k) for k in (0, 0, 0, 1)]
    chance = pytest.approx(math.sqrt(4 * 0.3 * 0.7) / 4)
    assert groups(bets) == [
        (pytest.approx(0.3), 0.25, 4, chance), (pytest.approx(0.7), 0.75, 4, chance),
    ]  # fmt: skip


def test_answers_of_one_bet_exclude_each_other():
    """One of five equal guesses always comes true: chance has no part in how many."""
    equal = Bet("a", "A?", tuple("vwxyz"), (20,) * 5, 3)
    assert groups([equal] * 4) == [(pytest.approx(0.2), 0.2, 20, pytest.approx(0, abs=1e-7))]
    ((mean, true, count, chance), _) = groups([Bet("b", "B?", tuple("xyz"), (15, 15, 70), 0)] * 9)
    assert (mean, true, count) == (pytest.approx(0.15), 0.5, 18)
    assert chance == pytest.approx(math.sqrt(9 * 0.3 * 0.7) / 18)  # of a pair, one with 30 %


def test_a_still_picture_shows_words_as_they_are_whatever_the_readers_style():
    def still():
        app = interact.bet("dollars", "Is it $5, or $\\undefined$?", ("$x_{$", "no"))
        html = app._repr_mimebundle_()["text/html"]
        app.close()
        return html

    plain = still()
    with rc_context({"text.usetex": True, "image.origin": "lower", "font.family": "monospace"}):
        assert still() == plain
