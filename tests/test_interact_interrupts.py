"""The playground after Ctrl-C at any moment, and apps that are closed."""

import gc
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from weakref import ref

import numpy as np
import pytest

pytest.importorskip("anywidget")

import ipywidgets
from interrupts import count, interrupted

from dig2ai_helpers import Digits, interact
from dig2ai_helpers.interact.toolkit.live import Turn

ACTIONS = {
    "another size": lambda pg: pg.set(neurons=16 if pg.settings["neurons"] == 8 else 8),
    "a step": lambda pg: pg.step(),
    "a run": lambda pg: pg.play(),
    "a reset": lambda pg: pg.reset(),
    "a look back": lambda pg: pg.look_back(0),
    "another rate": lambda pg: pg.set(learning_rate=0.3 if pg.experiment.updates % 2 else 0.03),
}


@pytest.fixture
def pg(digits):
    """Give a playground whose trainings take a moment."""
    few = Digits(
        "few", *(part.first(40) for part in (digits.train, digits.validation, digits.test))
    )
    pg = interact.playground(few)
    pg.set(epochs=2, neurons=8)
    return pg


def see_that_it_works(pg):
    pg.redraw()
    pg.step()
    assert pg.network.sizes == (784, pg.settings["neurons"], 10)
    pg.play()
    assert pg.history.loss and np.isfinite(pg.history.loss[-1]) and not pg.live.running
    pg.stop()
    pg.reset()
    assert pg.history.loss == [] and pg.canvas.error == ""
    assert not pg.turn.wanted


@pytest.mark.parametrize("name", ACTIONS)
def test_the_playground_works_after_an_interrupt_at_any_moment(pg, name):
    act = ACTIONS[name]
    pg.step()
    lines = count(lambda: act(pg))
    came = 0
    for after in np.unique(np.geomspace(1, lines, 25).astype(int)):
        pg.table._kept.clear()  # else each picture has the curves of all runs before
        pg.reset()
        pg.step()
        came += interrupted(lambda: act(pg), after - 1)
        see_that_it_works(pg)
    assert came > 10


def test_other_threads_always_see_a_network(pg):
    seen, over = set(), threading.Event()

    def watch():
        while not over.is_set():
            seen.add(type(pg.network).__name__)

    watcher = threading.Thread(target=watch)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    watcher.start()
    try:
        for neurons in (8, 16) * 30:
            pg.set(neurons=neurons)
    finally:
        sys.setswitchinterval(interval)
        over.set()
        watcher.join()
    assert seen == {"Network"}


def test_an_interrupt_leaves_no_turn_taken():
    def take(turn):
        with turn.for_the_reader():
            pass

    lines = count(partial(take, Turn()))
    for after in range(lines):
        turn = Turn()
        assert interrupted(partial(take, turn), after)
        assert not turn.wanted
        with ThreadPoolExecutor(1) as other:
            assert other.submit(turn.for_work().acquire, timeout=5).result()


# Closed apps


@pytest.fixture
def emptied():
    """Let the collector know of new objects only: it looks at them often, and they are few."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.parametrize("name", ["playground", "drawing_pad", "neuron", "pixels", "temperature"])
def test_a_closed_app_is_freed(digits, name, emptied):
    make = getattr(interact, name)
    app = make() if name == "drawing_pad" else make(digits)
    seen = ref(app)
    made = make() if name == "drawing_pad" else make(digits)
    made.close()
    app.close()
    del app, made
    gc.collect()
    assert seen() is None
    left = [one for one in gc.get_objects() if ipywidgets.Widget in type(one).__mro__]
    assert {type(one).__name__ for one in left} == set()
