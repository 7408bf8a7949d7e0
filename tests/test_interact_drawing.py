"""The drawing pad, from the kernel's side: what lies on the sheet, and how it is read."""

import asyncio
import errno
import html
import threading
import time
import tracemalloc

import numpy as np
import pytest

pytest.importorskip("anywidget")

from drawings import drawings
from traitlets import TraitError

from dig2ai_helpers import Network, load_network
from dig2ai_helpers.digits import drawings_file
from dig2ai_helpers.digits.drawings_file import DrawingsError
from dig2ai_helpers.digits.handwriting import strokes_as_mnist
from dig2ai_helpers.digits.own_drawings import OwnDrawings
from dig2ai_helpers.interact import drawing_pad
from dig2ai_helpers.interact.sheet.drawing_sheet import pack, unpack
from dig2ai_helpers.interact.toolkit.page_app import A_PICTURE

ONE = [[(0.5, 0.2), (0.5, 0.8)]]
CROSS = [[(0.3, 0.3), (0.7, 0.7)], [(0.7, 0.3), (0.3, 0.7)]]


@pytest.fixture(scope="module")
def strong():
    return load_network()


@pytest.fixture
def pad(strong, tmp_path):
    return drawing_pad(strong, tmp_path / "mine.json")


def from_the_page(pad, strokes, moving=False):
    """What the page sends: all that lies on the sheet."""
    state = {"ink": memoryview(pack([np.array(s) for s in strokes])), "sample": -1}
    pad.sheet.set_state({"state": {**state, "moving": moving}})


def test_an_empty_sheet_has_no_reading_and_says_so(pad):
    assert pad.reading is None and pad.probabilities is None and not pad.image.any()
    assert pad.image.shape == (784,) and pad.image.dtype == np.float32
    assert pad.canvas.caption == pad.alt == "The sheet is empty: there is nothing to read."


def test_a_drawn_digit_is_read(pad):
    pad.draw(ONE)
    assert pad.reading == 1 and pad.probabilities.argmax() == 1
    assert pad.probabilities.shape == (10,) and abs(pad.probabilities.sum() - 1) < 1e-5
    assert pad.alt.startswith("It reads a 1") and pad.canvas.caption == pad.alt
    assert [one.get("words") for one in pad.canvas.shapes].count("▶") == 1
    np.testing.assert_array_equal(pad.image, strokes_as_mnist(ONE))


def test_strokes_are_added_undone_and_cleared(pad):
    pad.draw(CROSS[:1])
    pad.draw(CROSS[1:])
    np.testing.assert_allclose(pad.strokes, CROSS, atol=1e-6)
    pad.undo()
    np.testing.assert_allclose(pad.strokes, CROSS[:1], atol=1e-6)
    pad.undo()
    assert pad.strokes == [] and pad.reading is None
    pad.undo()  # nothing more to take back
    pad.draw(CROSS)
    pad.clear()
    assert pad.strokes == [] and pad.reading is None


def test_the_page_and_python_share_the_sheet(pad):
    from_the_page(pad, ONE)
    assert pad.reading == 1
    pad.draw([[(0.3, 0.8), (0.7, 0.8)]])
    assert len(unpack(pad.sheet.state["ink"])) == 2
    from_the_page(pad, [])
    assert pad.reading is None


def test_the_words_wait_until_the_pen_is_lifted(pad):
    """So that a screen reader is not flooded; the picture and the bars do not wait."""
    from_the_page(pad, ONE, moving=True)
    assert pad.canvas.caption == "It reads along …" and pad.reading == 1
    assert pad.alt.startswith("It reads a 1")
    from_the_page(pad, ONE)
    assert pad.canvas.caption == pad.alt


def test_a_second_guess_is_named_where_it_is_close():
    net = Network((784, 10), seed=0)
    net.weights[0][:] = 0
    net.biases[0][:] = np.log([1, 1, 1, 1, 1, 1, 1, 30, 61, 1])
    pad = drawing_pad(net)
    pad.draw(ONE)
    assert pad.alt == "It reads an 8 (62 %), perhaps a 7 (30 %)."


def test_keeping_gives_a_list_of_images_with_the_readers_labels(pad):
    pad.draw(ONE)
    image = pad.image
    pad.keep(7)  # the reader knows better than the network
    assert pad.strokes == [] and pad.sheet.kept == 1
    (kept, label), = pad.kept  # fmt: skip
    assert label == 7 and kept.shape == (784,) and kept.dtype == np.float32
    np.testing.assert_allclose(kept, image, atol=0.5 / 255)  # rounded, as in the file
    pad.load(3)
    pad.keep(3)
    images, labels = map(np.array, zip(*pad.kept, strict=True))
    assert images.shape == (2, 784) and labels.tolist() == [7, 3]


def test_a_drawing_kept_in_the_page_comes_with_the_message(pad):
    ink = memoryview(pack([np.array(ONE[0])]))
    pad.sheet._handle_custom_msg({"keep": 1, "sample": -1}, [ink])
    pad.sheet._handle_custom_msg({"keep": 5, "sample": 5}, [memoryview(b"")])
    assert [label for _, label in pad.kept] == [1, 5] and pad.sheet.kept == 2
    np.testing.assert_allclose(pad.kept[0][0], strokes_as_mnist(ONE), atol=0.5 / 255)


def test_a_drawing_that_did_not_come_along_is_told_of(pad):
    pad.sheet._handle_custom_msg({"keep": 1, "sample": -1}, [])
    assert "IndexError" in pad.canvas.error and pad.kept == []


def test_what_can_not_be_kept_is_refused(pad):
    with pytest.raises(ValueError, match="empty"):
        pad.keep(3)
    pad.draw(ONE)
    with pytest.raises(ValueError, match="label must be a whole number, from 0 to 9"):
        pad.keep(10)
    assert pad.kept == [] and len(pad.strokes) == 1


def test_each_sample_is_shown_and_read(pad):
    readings = []
    for place in range(10):
        pad.load(place)
        assert pad.sheet.state["sample"] == place and pad.strokes == []
        readings.append(pad.reading)
    assert sum(label == reading for label, reading in enumerate(readings)) >= 9
    pad.undo()
    assert pad.sheet.state["sample"] == -1 and pad.reading is None
    with pytest.raises(ValueError, match="from 0 to 9"):
        pad.load(10)


def test_a_sample_can_be_drawn_on_and_is_not_lost(pad):
    pad.load(1)
    one = pad.image
    bar = [(0.05, 0.15), (0.5, 0.15)]
    pad.draw([bar])
    assert pad.sheet.state["sample"] == 1 and len(pad.strokes) == 1
    added = (pad.image - one).reshape(28, 28)
    assert (added >= 0).all() and added[2:6, 2:14].sum() > 0.8 * added.sum() > 10
    pad.undo()
    np.testing.assert_array_equal(pad.image, one)
    pad.draw([bar, [(1, 1), (0, 0), (1, 0), (0, 1)]])  # the edges are on the sheet
    pad.clear()
    assert not pad.image.any()


@pytest.mark.parametrize(
    "strokes",
    [[[(0.5, 0.5)]], [[(0, 0), (1, 1)]], [[(0, 0)], [(1, 0)], [(0, 1)], [(1, 1)]],
     [[(0.1, 0.1)] * 9], [[(0.5, 0.5), (0.501, 0.5)]],
     [np.random.default_rng(0).random((5000, 2))]],
)  # fmt: skip
def test_odd_drawings_are_read_without_harm(pad, strokes):
    pad.draw(strokes)
    assert pad.canvas.error == "" and pad.reading in range(10)
    assert np.isfinite(pad.probabilities).all() and np.isfinite(pad.image).all()


def test_strokes_survive_packing():
    strokes = [np.array(s, dtype="float32") for s in CROSS]
    for one, other in zip(unpack(pack(strokes)), strokes, strict=True):
        np.testing.assert_array_equal(one, other)
    assert pack([]) == b"" and unpack(b"") == []


def test_an_error_in_a_callback_is_shown_and_goes_when_it_is_over():
    net = Network((784, 10))
    pad = drawing_pad(net)
    net.weights[0][:] = np.nan
    from_the_page(pad, ONE)
    assert "NaN" in pad.canvas.error
    net.weights[0][:] = 0
    from_the_page(pad, CROSS)
    assert pad.canvas.error == "" and pad.reading is not None


def test_the_pad_reads_with_the_network_as_it_is_now():
    net = Network((784, 10))
    pad = drawing_pad(net)
    net.biases[0][6] = 100  # trained in another cell, say
    from_the_page(pad, ONE)
    assert pad.reading == 6


def test_callbacks_from_several_threads_do_not_mix(pad):
    threads = [
        threading.Thread(target=lambda: [pad.draw(ONE) or pad.clear() for _ in range(20)])
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    pad.clear()
    assert pad.canvas.error == "" and pad.reading is None


@pytest.mark.parametrize(
    "network, words",
    [("784-128-10", "must be a Network"), (Network((64, 10)), "784 inputs"),
     (Network((784, 2)), "10 outputs")],
)  # fmt: skip
def test_what_can_not_read_digits_is_refused(network, words):
    with pytest.raises((TypeError, ValueError), match=words):
        drawing_pad(network)


def test_sigmoid_outputs_and_exact_networks_can_read_too():
    pad = drawing_pad(Network((784, 20, 10), hidden="tanh", output="sigmoid", dtype="float64"))
    pad.draw(CROSS)
    assert pad.canvas.error == "" and pad.reading in range(10)


def test_where_widgets_do_not_run_there_is_a_still_picture(pad):
    for change, strokes in ((pad.clear, 1), (lambda: pad.draw(CROSS), 2), (lambda: pad.load(4), 0)):
        change()
        ink = [one for one in pad.sketch.shapes if one["kind"] == "line"]
        assert sum(one["colour"] == "paper" for one in ink) == strokes
        bundle = pad._repr_mimebundle_()
        assert repr(pad) == f"<Drawing pad: {pad.alt}>"
        words = f"Drawing pad, {A_PICTURE}. "
        assert bundle["text/plain"].startswith(f"<{words}")
        shown = pad.alt if pad.image.any() else "An example: a 7 was drawn. It reads a 7 (> 99 %)."
        words += shown
        assert f'alt="{html.escape(words)}"' in bundle["text/html"]
        assert "application/vnd.jupyter.widget-view+json" in bundle


def test_without_a_network_the_strong_one_reads(strong):
    pad = drawing_pad()
    pad.draw(ONE)
    np.testing.assert_array_equal(pad.probabilities, strong.forward(pad.image[None, :])[0])


def test_people_are_read(strong):
    """More than 400 drawings in 34 styles and 12 manners, none of them made to be read."""
    drawn = drawings(seed=0)
    images = np.array([strokes_as_mnist(drawing.strokes) for drawing in drawn])
    right = strong.predict(images) == [drawing.label for drawing in drawn]
    assert len(drawn) > 400 and right.mean() >= 0.95
    manners = np.array([drawing.manner for drawing in drawn])
    shares = {manner: right[manners == manner].mean() for manner in set(manners)}
    assert min(shares.values()) >= 0.88, shares


def test_a_letter_is_a_digit_to_the_network(strong):
    """Notebook 00 says so of a capital A."""
    pad = drawing_pad(strong)
    pad.draw([[(0.2, 0.9), (0.5, 0.1), (0.8, 0.9)], [(0.32, 0.6), (0.68, 0.6)]])
    assert pad.reading == 4 and pad.probabilities[4] > 0.99


LINE = [[(0.2, 0.3), (0.8, 0.3)]]


def test_a_kept_sample_is_said_to_be_somebody_elses_also_under_a_name(pad):
    pad.draw(LINE)
    pad.keep(7)
    assert "sample" not in pad.shelf.words
    pad.load(3)
    pad.keep(3)
    assert pad.shelf.words.endswith("One is a ready-made sample, drawn by somebody else.")
    pad.shelf._handle_custom_msg({"name": "Ada"}, [])
    assert pad.shelf.words.endswith("One is a ready-made sample, which Ada did not draw.")
    pad.load(5)
    pad.keep(5)
    assert pad.shelf.words.endswith("2 are ready-made samples, which Ada did not draw.")
    pad.load(5)
    pad.draw(LINE)  # drawn on, it is another drawing
    pad.keep(5)
    pad.delete(1)
    pad.delete(1)
    assert pad.shelf.words == "Kept in mine.json: 2 drawings."


def test_the_shelf_shows_the_last_300_drawings_and_counts_all(strong, tmp_path):
    image = strokes_as_mnist(ONE)
    OwnDrawings(tmp_path / "many.json").extend([(image, 9)] + [(image, 1)] * 300)
    shelf = drawing_pad(strong, tmp_path / "many.json").shelf
    assert shelf.words == "Kept in many.json: 301 drawings. Here are the last 300."
    assert shelf.labels == [1] * 300 and len(shelf.codes) == 300
    assert len(shelf.pixels) == 300 * 784


# What a page can't send, and more than a hand can draw


def test_what_a_page_draws_is_echoed_with_the_name_of_its_view():
    pad = drawing_pad()
    pad.sheet.set_state({"state": {"ink": pack(ONE), "sample": -1, "moving": True, "who": "left"}})
    assert pad.sheet.state["who"] == "left" and pad.sheet.state["ink"] == pack(ONE)


@pytest.mark.parametrize(
    "state",
    [
        {"ink": b"abc"},
        {"ink": "text"},
        {"ink": np.full(4, 2, "<f4").tobytes()},
        {"ink": np.array([0.5, np.nan], "<f4").tobytes()},
        {"ink": np.array([np.inf, 0.5], "<f4").tobytes()},
        {"ink": np.zeros(2 * 200_001, "<f4").tobytes()},
        {"sample": 99},
        {"sample": "a"},
        {"sample": 0.5},
        None,
    ],
    ids=lambda state: f"{state!s:.40}",  # a whole drawing would make a name of megabytes
)
def test_a_state_that_is_none_of_the_sheets_is_not_taken(state):
    pad = drawing_pad()
    with pytest.raises(TraitError):
        pad.sheet.set_state({"state": state})
    pad.draw(ONE)
    pad.undo()
    assert pad.strokes == [] and pad.canvas.error == ""


@pytest.mark.parametrize("sample", [10, -2, True])
def test_a_sample_that_is_not_in_the_row_is_told_from_those_that_are(pad, sample):
    words = "sample must be a place from 0 to 9, or -1 for none"
    with pytest.raises(TraitError, match=words):
        pad.sheet.set_state({"state": {"sample": sample}})


def test_a_state_with_a_part_missing_is_an_empty_one():
    pad = drawing_pad()
    pad.draw(ONE)
    pad.sheet.set_state({"state": {}})
    assert pad.strokes == [] and pad.reading is None and pad.canvas.error == ""


def test_a_scribble_without_end_takes_a_moment_and_little_memory():
    points = np.random.default_rng(0).random((200_000, 2))
    pad = drawing_pad()
    tracemalloc.start()
    start = time.process_time()  # of a processor: how busy the machine is doesn't matter here
    try:
        pad.sheet.set_state({"state": {"ink": points.astype("<f4").tobytes()}})
        assert tracemalloc.get_traced_memory()[1] < 60_000_000
    finally:
        tracemalloc.stop()
    assert pad.image.any() and pad._repr_mimebundle_()
    assert time.process_time() - start < 5
    with pytest.raises(ValueError, match="the sheet is full"):
        pad.draw([points])
    pad.clear()
    assert pad.reading is None


def test_a_pad_says_what_another_one_has_written_in_its_own_turn(strong, tmp_path, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    async def scene():
        one, other = (drawing_pad(strong, tmp_path / "mine.json") for _ in range(2))
        one.draw(ONE)
        with monkeypatch.context() as patch, pytest.raises(DrawingsError, match="No space left"):
            patch.setattr(drawings_file, "write_whole", full)
            one.keep(7)
        assert "in memory only" in one.shelf.problem
        other.draw(CROSS)
        other.keep(1)
        assert "in memory only" in one.shelf.problem  # its turn comes with the loop
        await asyncio.sleep(0.01)
        assert (one.shelf.problem, one.shelf.words) == ("", "Kept in mine.json: 2 drawings.")
        (tmp_path / "mine.json").write_text("broken")
        for pad in (one, other):
            pad.draw(CROSS)
            with pytest.raises(DrawingsError, match="is damaged"):
                pad.keep(2)
            await asyncio.sleep(0.01)
            assert "is damaged" in one.shelf.problem and "in memory" in one.shelf.words

    asyncio.run(scene())
