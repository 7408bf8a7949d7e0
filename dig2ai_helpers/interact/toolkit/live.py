"""Work that goes on while the reader looks on, and never keeps the hand waiting.

A notebook's kernel has one event loop. A live run takes it for a few milliseconds, gives it
back, so that a moved slider is heard, and takes it again.
"""

import asyncio
import contextlib
import threading
from time import perf_counter, process_time

from ...surroundings import under_test

SLICE = 0.02  # seconds of work at a time
FRAME = 1 / 12  # seconds from picture to picture
# A page in the background may speak only once a minute. After this many seconds without a sign
# of life it has been closed, and the run pauses until there is a page again.
PATIENCE = 90
# Pictures on their way to the page. On a slow way, more of them would arrive long after the run,
# and what the reader presses would seem to do nothing.
AHEAD = 4


class Turn:
    """A lock that the reader gets first: work steps back as soon as a callback asks for it.

    Callbacks come from the thread of the event loop, or from another one, as JupyterLab
    pleases.
    """

    def __init__(self):
        self._lock, self._asking = threading.RLock(), set()

    @property
    def wanted(self):
        """Whether a callback is waiting."""
        return bool(self._asking)

    @contextlib.contextmanager
    def for_the_reader(self):
        """Hold the turn for what the reader did; a training steps back meanwhile."""
        request = object()
        try:  # an interrupt may come at any point, also in the last line; nothing stays behind
            self._asking.add(request)
            with self._lock:
                self._asking.discard(request)
                yield
        finally:
            self._asking.discard(request)

    def for_work(self):
        """Hold the turn for a step of the training."""
        return self._lock


class Live:
    """Runs a generator as long as it lasts, with a picture now and then.

    The generator works a few milliseconds from yield to yield, and yields how many seconds
    it wants to rest, usually 0; before a rest there is a picture, unless the page is behind.

    Parameters
    ----------
    turn : Turn
    draw : function
        Called for each picture, and once more at the end.
    fail : function
        Given an error of the work: the notebook would not show it.
    """

    def __init__(self, turn, draw, fail):
        self._turn, self._draw, self._fail = turn, draw, fail
        self._work = self._task = None
        self._loop = event_loop()
        self._heard = None  # when the page was heard last; None: never, so none is expected
        self._behind = 0  # pictures that the page hasn't shown yet

    @property
    def running(self):
        """Whether there is a run under way."""
        return self._work is not None

    def start(self, work):
        """Go on with `work` until it ends or is stopped; where there is no loop, to its end.

        A run that is under way gives way to this one.
        """
        self._work = work
        if self.alone:  # nothing was heard because nothing ran: wait for a sign of life anew
            self.page_is_there()
        if self._loop is None:
            self._to_the_end(work)
        else:
            self._loop.call_soon_threadsafe(self._begin)

    def stop(self):
        """Stop after the piece of work that is under way."""
        self._work = None

    def page_is_there(self, behind=0):
        """Note that a page shows this run, and how many pictures are still on their way to it."""
        self._heard, self._behind = perf_counter(), behind

    def listen_to(self, canvas):
        """Hear the signs of life of the page that shows this run's pictures in a canvas."""

        def heard(widget, content, buffers):
            if isinstance(content.get("alive"), int):
                self.page_is_there(behind=canvas.picture - content["alive"])

        canvas.on_msg(heard)

    @property
    def alone(self):
        """Whether the page that showed this run has gone."""
        return self._heard is not None and perf_counter() - self._heard > PATIENCE

    @property
    def _far_ahead(self):
        """Whether the page must first show what is on its way."""
        return self._heard is not None and self._behind >= AHEAD

    @staticmethod
    def _due(passed, worked):
        """Whether the next picture is due, so many seconds after the last one.

        Where the kernel and the page share a processor, painting would take most of it: there,
        pictures come half as often.
        """
        return passed > (FRAME if worked > FRAME else 2 * FRAME)

    def _begin(self):
        if self._task is None or self._task.done():
            self._task = self._loop.create_task(self._go_on())

    async def _go_on(self):
        drawn, worked = perf_counter(), process_time()
        while self._work is not None:
            with self._turn.for_work():
                rest = self._slice()
                due = rest or self._due(perf_counter() - drawn, process_time() - worked)
                if not self.running or (due and not self._far_ahead):
                    drawn, worked = perf_counter(), process_time()
                    self._guard(self._draw)
                    self._behind += 1
            await asyncio.sleep(rest)
            while self._turn.wanted:
                await asyncio.sleep(0.001)
            while self.alone and self.running:
                await asyncio.sleep(0.2)

    def _slice(self):
        """Work until the time is over, the work is done or rests, or the reader asks."""
        end, rest = perf_counter() + SLICE, 0
        while self.running and not (rest or self._turn.wanted or perf_counter() > end):
            rest = self._guard(self._piece)
        return rest or 0

    def _piece(self):
        work = self._work
        try:
            return next(work)
        except StopIteration:
            if self._work is work:  # it may have started other work before it ended
                self._work = None

    def _guard(self, function):
        try:
            return function()
        except Exception as error:
            self._work = None
            self._fail(error)

    def _to_the_end(self, work):
        try:
            for _ in work:
                if self._work is not work:
                    return
        finally:  # an interrupt, too, ends it
            if self._work is work:
                self._work = None
        self._draw()


def event_loop() -> asyncio.AbstractEventLoop | None:
    """The kernel's event loop; None in a script, and under test, where cells end by themselves."""
    if under_test():
        return None
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
