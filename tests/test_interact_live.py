"""Live runs: they give way to the reader, stop, end, and say what went wrong."""

import asyncio
import threading
from time import perf_counter

import pytest

from dig2ai_helpers.interact.toolkit import live
from dig2ai_helpers.interact.toolkit.canvas import Canvas
from dig2ai_helpers.interact.toolkit.live import Live, Turn


class Watched:
    """A live run in a loop of its own, and what it did."""

    def __init__(self):
        self.turn, self.pictures, self.errors = Turn(), 0, []
        self.live = Live(self.turn, self.draw, self.errors.append)

    def draw(self):
        self.pictures += 1

    async def until_it_ends(self):
        while self.live.running:
            await asyncio.sleep(0.001)
        await asyncio.sleep(0.01)


def in_a_loop(scene, monkeypatch):
    """Play a scene in an event loop, as in a reader's kernel."""
    monkeypatch.delenv("DIG2AI_TEST")

    async def play():
        await scene(Watched())

    asyncio.run(asyncio.wait_for(play(), 20))


def forever(done):
    """Work without end that counts its pieces."""
    while True:
        done.append(perf_counter())
        yield 0


def test_it_works_to_the_end_and_draws_the_last_picture(monkeypatch):
    async def scene(watched):
        done = []
        watched.live.start(done.append(k) or 0 for k in range(5000))
        assert not done  # it began nothing before it gave the loop back
        await watched.until_it_ends()
        assert done == list(range(5000)) and watched.pictures >= 1

    in_a_loop(scene, monkeypatch)


def test_the_loop_is_given_back_all_the_time(monkeypatch):
    async def scene(watched):
        watched.live.start(forever([]))
        waits = []
        for _ in range(20):
            start = perf_counter()
            await asyncio.sleep(0)
            await asyncio.sleep(0)
            waits.append(perf_counter() - start)
        watched.live.stop()
        assert sorted(waits)[10] < 0.1

    in_a_loop(scene, monkeypatch)


def test_it_stops_and_goes_on_where_it_was(monkeypatch):
    async def scene(watched):
        done = []
        work = forever(done)
        watched.live.start(work)
        await asyncio.sleep(0.05)
        watched.live.stop()
        await asyncio.sleep(0.05)
        before = len(done)
        await asyncio.sleep(0.05)
        assert len(done) == before > 0 and not watched.live.running
        watched.live.start(work)
        await asyncio.sleep(0.05)
        assert len(done) > before
        watched.live.stop()

    in_a_loop(scene, monkeypatch)


def test_new_work_takes_the_place_of_the_old(monkeypatch):
    async def scene(watched):
        old, new = [], []
        watched.live.start(forever(old))
        await asyncio.sleep(0.05)
        watched.live.stop()
        watched.live.start(forever(new))
        await asyncio.sleep(0.05)
        before = len(old)
        await asyncio.sleep(0.05)
        assert len(old) == before and new
        tasks = [task for task in asyncio.all_tasks() if "_go_on" in repr(task)]
        assert len(tasks) == 1
        watched.live.stop()

    in_a_loop(scene, monkeypatch)


def test_a_rest_is_taken_and_shown(monkeypatch):
    async def scene(watched):
        start = perf_counter()
        watched.live.start(0.05 for _ in range(4))
        await watched.until_it_ends()
        assert perf_counter() - start > 0.2 and watched.pictures >= 4

    in_a_loop(scene, monkeypatch)


def test_pictures_come_half_as_often_where_they_share_a_processor(monkeypatch):
    async def scene(watched):
        monkeypatch.setattr(live, "process_time", lambda: perf_counter() / 8)
        monkeypatch.setattr(live, "SLICE", 0.001)
        start = perf_counter()
        watched.live.start(forever([]))
        while watched.pictures < 3:
            await asyncio.sleep(0)
        watched.live.stop()
        assert 6 * live.FRAME < perf_counter() - start

    in_a_loop(scene, monkeypatch)
    frames = [(0.9, 0.9), (1.1, 1.1), (0.9, 3), (1.1, 0.9), (1.9, 0.9), (1.9, 1.1), (2.1, 0.1)]
    due = [Live._due(passed * live.FRAME, worked * live.FRAME) for passed, worked in frames]
    assert due == [False, True, False, False, False, True, True]


def test_an_error_in_the_work_ends_it_and_is_told(monkeypatch):
    def broken():
        yield 0
        raise ValueError("broken")

    async def scene(watched):
        watched.live.start(broken())
        await watched.until_it_ends()
        assert [str(error) for error in watched.errors] == ["broken"]

    in_a_loop(scene, monkeypatch)


def test_an_error_in_the_picture_ends_it_and_is_told_once(monkeypatch):
    async def scene(watched):
        def draw():
            raise ValueError("no picture")

        watched.live = Live(watched.turn, draw, watched.errors.append)
        watched.live.start(forever([]))
        await watched.until_it_ends()
        assert [str(error) for error in watched.errors] == ["no picture"]

    in_a_loop(scene, monkeypatch)


def test_another_thread_gets_its_turn_at_once(monkeypatch):
    async def scene(watched):
        watched.live.start(forever([]))
        await asyncio.sleep(0.02)
        waits = []

        def hand():
            for _ in range(20):
                start = perf_counter()
                with watched.turn.for_the_reader():
                    waits.append(perf_counter() - start)

        thread = threading.Thread(target=hand)
        thread.start()
        while thread.is_alive():
            await asyncio.sleep(0.001)
        watched.live.stop()
        assert len(waits) == 20 and sorted(waits)[10] < 0.1

    in_a_loop(scene, monkeypatch)


@pytest.mark.parametrize("why", ["under test", "in a script"])
def test_without_a_loop_it_is_done_when_start_returns(why, monkeypatch):
    if why == "in a script":
        monkeypatch.delenv("DIG2AI_TEST")
    watched, done = Watched(), []
    watched.live.start(done.append(k) or 0.5 for k in range(10))
    assert len(done) == 10 and watched.pictures == 1 and not watched.live.running


def test_a_run_without_its_page_pauses_and_goes_on_with_the_next(monkeypatch):
    monkeypatch.setattr(live, "PATIENCE", 0.2)

    async def scene(watched):
        done = []
        watched.live.start(forever(done))
        await asyncio.sleep(0.3)
        watched.live.page_is_there()  # the first sign: from now on, more are expected
        await asyncio.sleep(0.5)
        before = len(done)
        await asyncio.sleep(0.2)
        assert len(done) == before > 0 and watched.live.running
        watched.live.page_is_there()
        await asyncio.sleep(0.3)
        assert len(done) > before
        watched.live.stop()

    in_a_loop(scene, monkeypatch)


async def runs_on(watched, seconds):
    """Start a run and see that it goes on after so many seconds."""
    done = []
    watched.live.start(forever(done))
    await asyncio.sleep(seconds)
    before = len(done)
    await asyncio.sleep(0.1)
    assert len(done) > before
    watched.live.stop()


def test_a_run_that_begins_long_after_the_last_one_waits_for_a_sign_anew(monkeypatch):
    monkeypatch.setattr(live, "PATIENCE", 0.3)

    async def scene(watched):
        watched.live.page_is_there()
        await asyncio.sleep(0.4)  # nothing runs, so a page has nothing to say
        await runs_on(watched, 0.1)

    in_a_loop(scene, monkeypatch)


def test_a_run_waits_with_its_pictures_for_a_page_that_is_behind(monkeypatch):
    async def scene(watched):
        done = []
        watched.live.page_is_there()
        watched.live.start(done.append(k) or 0.01 for k in range(50))
        while len(done) < 20:  # it works on
            await asyncio.sleep(0.001)
        assert watched.pictures == live.AHEAD
        watched.live.page_is_there(behind=live.AHEAD - 1)
        while len(done) < 40:
            await asyncio.sleep(0.001)
        assert watched.pictures == live.AHEAD + 1
        await watched.until_it_ends()
        assert watched.pictures == live.AHEAD + 2  # the last one is drawn in any case

    in_a_loop(scene, monkeypatch)


def test_a_run_that_no_page_ever_showed_goes_on(monkeypatch):
    monkeypatch.setattr(live, "PATIENCE", 0.05)

    async def scene(watched):
        await runs_on(watched, 0.2)

    in_a_loop(scene, monkeypatch)


@pytest.mark.parametrize("sign", [None, "3", [3], {}])
def test_what_is_no_number_of_pictures_is_no_sign_of_life(sign, caplog):
    watched, canvas = Watched(), Canvas()
    watched.live.listen_to(canvas)
    canvas._handle_custom_msg({"alive": sign}, [])
    assert watched.live._heard is None and not caplog.records  # where ipywidgets tells of errors
    canvas._handle_custom_msg({"alive": canvas.picture}, [])
    assert watched.live._heard is not None
