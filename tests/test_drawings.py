"""Drawings in a file: exact to the bit, never lost, never over anything else."""

import base64
import errno
import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest
from full_disk import refuse

from dig2ai_helpers import own_files
from dig2ai_helpers.digits import drawings, drawings_file, own_drawings
from dig2ai_helpers.digits.drawings import Drawings, load_drawings
from dig2ai_helpers.digits.drawings_file import DrawingsError
from dig2ai_helpers.digits.handwriting import strokes_as_mnist
from dig2ai_helpers.digits.own_drawings import OwnDrawings

ONE = strokes_as_mnist([[(0.5, 0.2), (0.5, 0.8)]])
SEVEN = strokes_as_mnist([[(0.3, 0.2), (0.7, 0.2), (0.45, 0.8)]])
PIXELS = base64.b64encode(np.rint(255 * ONE).astype(np.uint8).tobytes()).decode()
GOOD = {"format": "dig2ai drawings", "version": 1, "name": "Ada",
        "drawings": [{"label": 1, "pixels": PIXELS}]}  # fmt: skip


@pytest.fixture
def file(tmp_path):
    return tmp_path / "mine.json"


def filled(file, *labels, name=""):
    mine = OwnDrawings(file)
    mine.extend([(np.roll(SEVEN, k), label) for k, label in enumerate(labels)])
    if name:
        mine.rename(name)
    return mine


def test_a_drawing_in_memory_equals_the_one_in_the_file_to_the_bit(file):
    mine = OwnDrawings(file)
    mine.add(ONE, 1)
    mine.add(SEVEN, 7)
    again = OwnDrawings(file)
    assert [label for _, label in again.kept] == [1, 7]
    for (here, _), (there, _) in zip(mine.kept, again.kept, strict=True):
        assert here.dtype == np.float32 and here.tobytes() == there.tobytes()
    np.testing.assert_allclose(again.kept[1][0], SEVEN, atol=0.5 / 255)
    assert load_drawings(file).images[1].tobytes() == mine.kept[1][0].tobytes()


def test_the_file_is_small_text_that_says_what_it_is(file):
    filled(file, 7, name="Zoë")
    text = file.read_text(encoding="utf-8")
    content = json.loads(text)
    assert content["format"] == "dig2ai drawings" and content["version"] == 1
    assert content["name"] == "Zoë" and "Zoë" in text and file.stat().st_size < 1300


def test_without_a_name_the_file_is_beside_the_notebook_and_under_test_elsewhere(
    tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    assert OwnDrawings().path.parent != tmp_path
    monkeypatch.delenv("DIG2AI_TEST")
    OwnDrawings().add(ONE, 1)
    assert len(load_drawings("my_drawings.json")) == len(load_drawings()) == 1
    (tmp_path / "my_drawings.json").unlink()
    (tmp_path / "my_drawings.json").mkdir()
    with pytest.raises(ValueError, match=r"my_drawings\.json is a folder"):
        OwnDrawings()


def test_the_home_folder_may_be_written_as_a_tilde(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    OwnDrawings("~/mine.json").add(ONE, 1)
    assert len(load_drawings("~")) == len(load_drawings(tmp_path / "mine.json")) == 1


def test_drawings_are_deleted_put_back_and_named(file):
    mine = filled(file, 7, 7, 3)
    gone = mine.stored[1]
    mine.delete(1)
    assert [label for _, label in OwnDrawings(file).kept] == [7, 3]
    mine.insert(1, gone)
    assert OwnDrawings(file).stored == filled(file.with_name("b.json"), 7, 7, 3).stored
    for name, cleaned in [
        ("  Ada\n Lovelace\x07 ", "Ada Lovelace"),
        ("x" * 100, "x" * 60),
        ("x" * 59 + " y", "x" * 59),
    ]:
        mine.rename(name)
        assert mine.name == OwnDrawings(file).name == cleaned
    for place in (-1, 3):
        with pytest.raises(ValueError, match="place must be a whole number, from 0 to 2"):
            mine.delete(place)
    mine.delete(2)
    assert [label for _, label in OwnDrawings(file).kept] == [7, 7]


def test_of_two_like_drawings_one_is_deleted(file):
    mine = OwnDrawings(file)
    mine.add(ONE, 1)
    mine.add(ONE, 1)
    for left in (1, 0):
        mine.delete(0)
        assert len(OwnDrawings(file)) == left


@pytest.fixture
def of_two_kernels(file, monkeypatch):
    """Two that stand for one file, of kernels that know nothing of each other."""
    here = OwnDrawings(file)
    monkeypatch.setattr(own_drawings, "_waiting", {})
    monkeypatch.setattr(own_drawings, "_of_file", {})
    return here, OwnDrawings(file)


def test_what_another_notebook_added_meanwhile_is_kept(file, of_two_kernels):
    here, there = of_two_kernels
    here.add(ONE, 1)
    there.add(SEVEN, 7)
    there.rename("Ada")
    here.delete(0)
    assert [label for _, label in OwnDrawings(file).kept] == [7]
    assert here.name == OwnDrawings(file).name == "Ada" and here.stored == there_now(file)


def there_now(file):
    return OwnDrawings(file).stored


def test_two_kernels_that_keep_at_once_both_keep(file, of_two_kernels, monkeypatch):
    """Each reads the file, adds to it and writes it: the second must wait for the first."""
    here, there = of_two_kernels
    waits = threading.Thread(target=there.add, args=(SEVEN, 7))
    write = own_drawings.write_stored

    def slow_write(path, stored):
        monkeypatch.setattr(own_drawings, "write_stored", write)
        waits.start()
        waits.join(0.05)
        write(path, stored)

    monkeypatch.setattr(own_drawings, "write_stored", slow_write)
    here.add(ONE, 1)
    waits.join()
    assert [label for label, _ in there_now(file)] == [1, 7]
    assert [path.name for path in file.parent.iterdir()] == ["mine.json"]


def test_a_lock_that_a_killed_kernel_left_stops_nobody(file, monkeypatch):
    keep = f"from dig2ai_helpers.own_files import *; lock = no_other_kernel_at(Path({str(file)!r}))"
    killed = f"{keep}; lock.__enter__(); os.kill(os.getpid(), 9)"
    assert subprocess.run([sys.executable, "-c", killed]).returncode
    assert [path.suffix for path in file.parent.iterdir()] == [".lock"]
    monkeypatch.setattr(own_files.time, "sleep", lambda seconds: pytest.fail("it waits"))
    filled(file, 7)
    assert [path.name for path in file.parent.iterdir()] == ["mine.json"]


def test_a_lock_that_another_kernel_keeps_stops_nobody_for_ever_and_stays(file, monkeypatch):
    monkeypatch.setattr(own_files, "PATIENCE", 0.01)
    with own_files.no_other_kernel_at(file):
        filled(file, 7)
        assert {path.suffix for path in file.parent.iterdir()} == {".json", ".lock"}
    assert [path.name for path in file.parent.iterdir()] == ["mine.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="others have pipes and links by name")
@pytest.mark.parametrize("put", [lambda at: os.mkfifo(at), lambda at: at.symlink_to("no")])
def test_what_lies_where_a_lock_should_be_is_neither_waited_for_nor_followed(file, put):
    put(file.parent / f"{own_files.UNFINISHED}{file.name}.lock")
    filled(file, 7)
    assert [label for label, _ in there_now(file)] == [7]
    assert not (file.parent / "no").exists()


def test_an_old_lock_that_a_kernel_has_taken_again_stays(file):
    lock = file.parent / f"{own_files.UNFINISHED}{file.name}.lock"
    lock.touch()
    os.utime(lock, (0, 0))
    with own_files.no_other_kernel_at(file):
        filled(file.parent / "other.json", 7)
        assert lock.exists() and own_files._locked(lock) is None


def test_a_lock_that_was_removed_before_it_was_taken_is_none(file, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    lock = file.parent / "lock"
    monkeypatch.setattr(fcntl, "flock", lambda *_: lock.unlink())
    assert own_files._locked(lock) is None
    monkeypatch.setattr(fcntl, "flock", lambda *_: (lock.unlink(), lock.touch()))
    assert own_files._locked(lock) is None


def test_an_interrupt_as_the_lock_is_taken_gives_it_back(file, monkeypatch):
    fcntl = pytest.importorskip("fcntl")
    flock = fcntl.flock

    def interrupted(*arguments):
        flock(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt) as kept:
        patch.setattr(fcntl, "flock", interrupted)
        filled(file, 7)
    monkeypatch.setattr(own_files.time, "sleep", lambda seconds: pytest.fail("it waits"))
    filled(file, 7)
    assert kept.traceback  # which holds the open file, as IPython does


def test_a_drive_without_locks_is_not_waited_for(file, monkeypatch):
    fcntl = pytest.importorskip("fcntl")

    def unknown(*_):
        raise OSError(errno.ENOLCK, "no locks available")

    monkeypatch.setattr(fcntl, "flock", unknown)
    monkeypatch.setattr(own_files.time, "sleep", lambda seconds: pytest.fail("it waits"))
    filled(file, 7)
    assert [path.name for path in file.parent.iterdir()] == ["mine.json"]


def test_a_change_that_cannot_be_done_is_not_kept_for_later(file):
    mine = filled(file, 7, 3)
    first = mine.stored[0]
    for wrong in (("0", first), (0, (3, b"abc")), (0, (11, first[1])), (0, ("7", first[1]))):
        with pytest.raises((TypeError, ValueError)):
            mine.insert(*wrong)
    mine.insert(1, (np.int64(first[0]), first[1]))
    assert [label for label, _ in there_now(file)] == [7, 7, 3] and not mine.unsaved


def test_a_folder_that_takes_no_lock_is_not_waited_for(tmp_path, monkeypatch):
    monkeypatch.setattr(own_files.time, "sleep", lambda seconds: pytest.fail("it waits"))
    with own_files.no_other_kernel_at(tmp_path / "gone" / "mine.json"):
        pass


def test_a_file_that_was_deleted_meanwhile_is_written_again(file):
    mine = filled(file, 7, 3)
    file.unlink()
    mine.add(ONE, 1)
    assert [label for _, label in OwnDrawings(file).kept] == [7, 3, 1]


@pytest.mark.parametrize("call", ["os.replace", "write"])
def test_what_could_not_be_written_waits_and_nothing_is_lost(file, monkeypatch, call):
    mine = filled(file, 7)
    before = file.read_bytes()

    with monkeypatch.context() as patch:
        refuse(patch, call, errno.ENOSPC)
        with pytest.raises(DrawingsError, match=r"No space left.*in memory only"):
            mine.add(ONE, 1)
    assert file.read_bytes() == before and [p.name for p in file.parent.iterdir()] == ["mine.json"]
    assert [label for _, label in mine.kept] == [7, 1] and mine.unsaved
    mine.add(SEVEN, 2)
    assert not mine.unsaved
    assert [label for _, label in OwnDrawings(file).kept] == [7, 1, 2]


def test_what_waits_outlasts_the_app_that_made_it_and_goes_along_to_another_file(file, tmp_path):
    mine = filled(file, 7)
    file.write_text("my shopping list")
    with pytest.raises(DrawingsError):
        mine.add(ONE, 1)
    again = OwnDrawings(file, read=False)
    assert [label for _, label in again.kept] == [1] and again.unsaved
    other = filled(tmp_path / "other.json", 3)
    other.take_over(again)
    assert [label for _, label in OwnDrawings(other.path).kept] == [3, 1]
    assert not again.unsaved and not mine.unsaved and file.read_text() == "my shopping list"


def test_what_one_app_could_not_write_is_seen_by_it_when_another_has_written_it(file, monkeypatch):
    here, there = OwnDrawings(file), OwnDrawings(file)
    with monkeypatch.context() as patch:
        refuse(patch, "write", errno.ENOSPC)
        with pytest.raises(DrawingsError):
            here.add(ONE, 1)
    there.add(SEVEN, 7)
    assert [label for _, label in here.kept] == [label for _, label in there.kept] == [1, 7]
    assert not here.unsaved


def test_a_file_that_the_browser_has_deleted_is_not_there(file, monkeypatch):
    """JupyterLite says "Invalid argument" of it."""

    def exists(path, **_):
        raise OSError(errno.EINVAL, "Invalid argument")

    monkeypatch.setattr(Path, "exists", exists)
    assert len(OwnDrawings(file)) == 0
    OwnDrawings(file).add(ONE, 1)
    assert file.is_file()


def test_a_folder_that_allows_no_writing_is_told(file):
    mine = OwnDrawings(file)
    file.parent.chmod(0o500)
    if os.access(file.parent, os.W_OK):
        file.parent.chmod(0o700)
        pytest.skip("this user may write everywhere")
    with pytest.raises(DrawingsError, match="can't be written into the folder"):
        mine.add(ONE, 1)
    file.parent.chmod(0o700)
    assert len(mine) == 1 and list(file.parent.iterdir()) == []


def test_a_file_that_became_something_else_meanwhile_is_left_alone(file):
    mine = filled(file, 7)
    file.write_text("my shopping list")
    with pytest.raises(DrawingsError, match="damaged"):
        mine.add(ONE, 1)
    assert file.read_text() == "my shopping list" and len(mine) == 2


def spoiled(**changes):
    return json.dumps({**GOOD, **changes})


def with_drawing(**changes):
    return spoiled(drawings=[{"label": 1, "pixels": PIXELS, **changes}])


@pytest.mark.parametrize(
    "text, told",
    [
        ("", "is damaged"),
        ("{", "is damaged"),
        (spoiled()[:-20], "is damaged"),
        ("[" * 100_000, "is damaged"),
        ("\0\1\2", "is damaged"),
        ("[]", "is not a file of drawings"),
        ('{"cells": []}', "is not a file of drawings"),
        (spoiled(format=["dig2ai drawings"]), "is not a file of drawings"),
        (spoiled(version=2), "newer version"),
        (spoiled(version=10**30), "newer version"),
        (spoiled(version="1"), "version is not a number"),
        (spoiled(version=True), "version is not a number"),
        (spoiled(version=0), "version is not a number"),
        (spoiled(name=3), "name or its list"),
        (spoiled(drawings={"1": PIXELS}), "name or its list"),
        (spoiled(drawings=None), "name or its list"),
        (spoiled(drawings=[3]), "drawing 1 has no usable label"),
        (with_drawing(label=10), "drawing 1 has no usable label"),
        (with_drawing(label=-1), "no usable label"),
        (with_drawing(label=True), "no usable label"),
        (with_drawing(label=1.0), "no usable label"),
        (with_drawing(label=float("nan")), "no usable label"),
        (with_drawing(label="7"), "no usable label"),
        (with_drawing(pixels=PIXELS[:-4]), "no usable image"),
        (with_drawing(pixels="é" * 1048), "no usable image"),
        (with_drawing(pixels=[0] * 784), "no usable image"),
        (with_drawing(pixels="!" * 1048), "no usable image"),
        (with_drawing(pixels=base64.b64encode(bytes(784)).decode()), "no usable image"),
        (spoiled(drawings=[{"label": 1, "pixels": "A"}] * 2001), "more than 2,000"),
        (" " * 4_000_001, r"is larger than a file of drawings can be \(4 MB\)"),
    ],
    ids=lambda value: f"{value[:40]!r}",
)
def test_a_file_that_is_not_right_is_refused_in_a_sentence_and_left_alone(file, text, told):
    file.write_text(text)
    for opened in (OwnDrawings, load_drawings):
        with pytest.raises(DrawingsError, match=told) as error:
            opened(file)
        assert "mine.json" in str(error.value) and "\n" not in str(error.value)
    assert file.read_text() == text


def test_bytes_that_are_no_text_are_refused(file):
    file.write_bytes(b"\x89PNG\xff\xfe\x00")
    with pytest.raises(DrawingsError, match="is damaged"):
        OwnDrawings(file)


@pytest.mark.parametrize(
    "name, told",
    [(3, "must be the name"), ("", "must be the name"), ("a\0.json", "but is 'a.x00.json'"),
     (["a.json"] * 99, "but is .{80}$"), ("my_network.py", "but is 'my_network.py'"),
     (".", "is a folder"), ("no/folder/here.json", "there is no folder"),
     ("~nobody-of-this-name/a.json", "there is no folder"),
     ("\ud83d.json", r"'\\ud83d.json' can't be found")],
)  # fmt: skip
def test_a_file_that_can_not_be_is_refused(name, told, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises((TypeError, ValueError), match=told):
        OwnDrawings(name)
    if name not in ("", "."):  # a folder's files can be loaded
        with pytest.raises((TypeError, ValueError), match=told):
            load_drawings(name)


def test_a_link_to_itself_is_no_file_yet(file):
    file.symlink_to(file)
    assert len(OwnDrawings(file)) == 0
    with pytest.raises(DrawingsError, match="there is no file"):
        load_drawings(file)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_refused_and_not_waited_for(file):
    os.mkfifo(file)
    with pytest.raises(DrawingsError, match="is not a file"):
        OwnDrawings(file)
    assert stat.S_ISFIFO(file.stat().st_mode)


def test_a_link_stays_a_link(file):
    mine = filled(file, 7)
    link = file.with_name("link.json")
    link.symlink_to(mine.path)
    OwnDrawings(link).add(ONE, 1)
    assert link.is_symlink() and len(OwnDrawings(file)) == 2


def test_a_file_has_room_for_so_many_drawings_and_no_more(file, of_two_kernels, monkeypatch):
    monkeypatch.setattr(own_drawings, "MOST", 2)
    monkeypatch.setattr(drawings_file, "MOST", 2)
    mine, there = of_two_kernels
    mine.extend([(SEVEN, 7), (np.roll(SEVEN, 1), 3)])
    with pytest.raises(DrawingsError, match="can't hold more than 2 drawings"):
        there.add(ONE, 1)  # it has not seen those of the other notebook yet
    with pytest.raises(DrawingsError, match="can't hold more than"):
        mine.add(ONE, 1)
    mine.delete(0)
    assert there.unsaved
    there.rename("Ada")  # now there is room for the one that waits
    assert [label for _, label in OwnDrawings(file).kept] == [3, 1] and not there.unsaved


def test_as_many_drawings_as_a_file_may_hold_are_not_too_large_for_it(file):
    noise = np.random.default_rng(0).random((2000, 784)).astype(np.float32)
    OwnDrawings(file).extend([(image, k % 10) for k, image in enumerate(noise)])
    assert file.stat().st_size < drawings_file.LARGEST and len(OwnDrawings(file)) == 2000


@pytest.mark.parametrize(
    "image, label, told",
    [(ONE, 10, "label must be"), (ONE, "7", "label must be"), (ONE, True, "label must be"),
     (np.zeros(784, np.float32), 1, "is empty"), (ONE[:-1], 1, "shape"), (ONE * np.nan, 1, "NaN"),
     (255 * ONE, 1, "divide them by 255"), ("seven", 7, "shape")],
)  # fmt: skip
def test_what_can_not_be_kept_is_refused_and_nothing_is_written(file, image, label, told):
    with pytest.raises((TypeError, ValueError), match=told):
        OwnDrawings(file).add(image, label)
    assert not file.exists()


def test_a_folder_of_files_is_merged_with_or_without_names(tmp_path):
    filled(tmp_path / "b.json", 7, 3, name="Ada")
    mine = OwnDrawings(tmp_path / "a.json")
    mine.add(ONE, 1)
    mine.rename("Ada")
    OwnDrawings(tmp_path / "c.json").add(np.roll(ONE, 3), 1)
    filled(tmp_path / "d.json", 9, name="Ada")
    everybody = load_drawings(tmp_path)
    assert everybody.people.tolist() == ["Ada", "Ada 2", "Ada 2", "person 3", "Ada 3"]
    assert everybody.labels.tolist() == [1, 7, 3, 1, 9] and everybody.images.dtype == np.float32
    assert repr(everybody) == "<5 drawings by 4 people>"
    unnamed = load_drawings(tmp_path / "a.json", tmp_path / "b.json", names=False)
    assert unnamed.people.tolist() == ["person 1", "person 2", "person 2"]
    assert everybody.of(7).people.tolist() == ["Ada 2"] and len(everybody.of(8)) == 0
    assert len(everybody.of(9)) == 1 and len(everybody.split()) == 5


def test_a_drawing_in_two_files_counts_once(tmp_path):
    filled(tmp_path / "a.json", 7, 3)
    (tmp_path / "copy.json").write_bytes((tmp_path / "a.json").read_bytes())
    filled(tmp_path / "d.json", 7)
    assert load_drawings(tmp_path).people.tolist() == ["person 1"] * 2


def test_what_macos_adds_on_a_memory_stick_is_passed_over(tmp_path):
    filled(tmp_path / "a.json", 7)
    (tmp_path / "._a.json").write_bytes(b"\0\5\x16\7")
    assert len(load_drawings(tmp_path)) == 1


def test_a_class_has_room_for_so_many_drawings_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(drawings, "MOST_IN_ALL", 3)
    filled(tmp_path / "a.json", 7, 3)
    filled(tmp_path / "b.json", 1, 2, 4)
    with pytest.raises(DrawingsError, match="more than 3 drawings: name fewer files"):
        load_drawings(tmp_path)
    filled(tmp_path / "c.json", 5)
    assert len(load_drawings(tmp_path / "a.json", tmp_path / "c.json")) == 3


def test_a_bad_file_in_a_folder_is_named(tmp_path):
    filled(tmp_path / "a.json", 7)
    (tmp_path / "b.json").write_text("{}")
    with pytest.raises(DrawingsError, match=r"b\.json is not a file of drawings"):
        load_drawings(tmp_path)
    (tmp_path / "empty").mkdir()
    with pytest.raises(DrawingsError, match=r"there is no \.json file in the folder"):
        load_drawings(tmp_path / "empty")
    with pytest.raises(DrawingsError, match="there is no file"):
        load_drawings(tmp_path / "none.json")


def test_drawings_of_nobody_are_none_and_say_so():
    nothing = Drawings([], [], [])
    assert len(nothing) == 0 and repr(nothing) == "<0 drawings by 0 people>"
    assert nothing.images.shape == (0, 784)
    with pytest.raises(ValueError, match="there is no drawing"):
        nothing.split()
    for people in ([], ["Ada", "Max"]):
        with pytest.raises(ValueError, match="people must name who drew each of the 1 drawings"):
            Drawings([ONE], [1], people)
