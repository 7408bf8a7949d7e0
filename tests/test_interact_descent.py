"""The app of notebook 05: descent on a slice of a real loss."""

import re

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers.interact import descent
from dig2ai_helpers.interact.small.descent_path import (
    LATER,
    NEAR,
    PLACES,
    RATES,
    SEEN,
    STARTS,
    STEPS,
    descend,
    describe_path,
    loss_slice,
)


@pytest.fixture(scope="module")
def slice_of_loss(digits):
    return loss_slice(digits)


def test_the_slopes_are_those_of_the_curve(slice_of_loss):
    losses, slopes = slice_of_loss
    measured = (losses[2:] - losses[:-2]) / (PLACES[2:] - PLACES[:-2])
    np.testing.assert_allclose(slopes[1:-1], measured, atol=0.08)
    here = int(np.flatnonzero(PLACES == 0)[0])
    assert slopes[here] < 0  # against the gradient it goes down
    assert (slopes < 0).any() and (slopes > 0).any()


@pytest.mark.parametrize(
    "rate, word",
    [(0.001, "creeps"), (0.02, "creeps"), (0.05, "is on its way"), (0.1, "settles"),
     (0.3, "settles"), (0.7, "jumps across"), (1, "jumps across"), (3, "flies off"),
     (10, "flies off")],
)  # fmt: skip
def test_the_four_ways_to_go(digits, rate, word):
    app = descent(digits)
    app.set(rate=rate)
    assert f"it {word}." in app.alt
    assert f"It {word}" in [s.get("words") for s in app.canvas.shapes]


def test_the_path_follows_the_slope(slice_of_loss):
    _, slopes = slice_of_loss
    path = descend(slopes, 0.1, -1.0)
    assert len(path) == 21
    np.testing.assert_allclose(np.diff(path), -0.1 * np.interp(path[:-1], PLACES, slopes))


def test_the_points_drawn_are_the_path(digits, slice_of_loss):
    app = descent(digits)
    app.set(rate=0.2, start=1.0)
    _, slopes = slice_of_loss
    path = descend(slopes, 0.2, 1.0)
    points = next(s for s in app.canvas.shapes if s["kind"] == "points" and not s["hollow"])
    x = np.frombuffer(points["points"], "<f4").reshape(-1, 2)[:, 0]
    np.testing.assert_allclose(
        x, 44 + 664 * (path[1:] - PLACES[0]) / (PLACES[-1] - PLACES[0]), rtol=1e-5
    )


@pytest.mark.parametrize(
    "path, word",
    [
        (np.linspace(-1, -0.9, 21), "creeps"),
        (np.array([-1.0] + [0.0] * 20), "settles"),
        (np.array([-1.0, 1.0] * 10 + [0.0] + [1.0, -1.0] * 3), "jumps across"),
        (np.array([0.0] * 21), "settles"),
        (np.array([-1.0, 1.0] * 10 + [-1.0]), "jumps across"),
        (np.array([-1.0, 1.4, -4.0]), "flies off"),
    ],
)
def test_the_verdict_comes_from_the_path(path, word):
    assert describe_path(path, PLACES**2)[0] == word


def test_every_rate_and_start_can_be_drawn(digits):
    app = descent(digits)
    for rate in app.controls._settable["rate"].values:
        for start in (-1.4, 0.0, 0.3, 1.9):
            app.set(rate=rate, start=start)
            assert app.canvas.error == "" and app.canvas.caption


def test_no_sentence_is_false_for_any_rate_and_start(slice_of_loss):
    """What is said to settle stays low for as long as one looks; what creeps goes down."""
    losses, slopes = slice_of_loss
    bottom, seen = PLACES[losses.argmin()], set()
    for rate in RATES:
        for start in STARTS:
            path = descend(slopes, rate, start, LATER)
            word, why = describe_path(path, losses)
            heights = np.interp(path, PLACES, losses) - losses.min()
            low = heights <= NEAR * max(heights[0], 0.5)
            if word == "settles":
                step = int((re.findall(r"From step (\d+)", why) or [0])[0])
                aside = path[: STEPS + 1] - bottom
                crossed = aside[:-1] * aside[1:] < 0
                far = np.abs(aside) > SEEN
                seen_from_afar = crossed & far[:-1] & far[1:]
                assert not seen_from_afar.any() or "crosses the valley" in why or not step
                assert low[step:].all() and len(path) == LATER + 1, (rate, start, why)
            elif word == "flies off":
                assert len(path) <= STEPS + 1
            elif word == "jumps across":
                assert not low[: STEPS + 1].all() and not low[STEPS:].all()
            else:
                share = int(re.search(r"cover (?:[<>] )?(-?\d+) %", why)[1])
                assert share >= 50 if word == "is on its way" else share <= 50
                assert 0 <= share <= 100 and heights[STEPS] <= heights[0], (rate, start, why)
            seen.add(word)
    assert len(seen) == 5


def test_crossings_that_are_seen_are_counted(slice_of_loss):
    losses, _ = slice_of_loss
    bottom = PLACES[losses.argmin()]
    path = bottom + np.array([-1, 0.2, -0.2, *[0.1, -0.1] * 50])
    word, why = describe_path(path, losses)
    assert word == "settles" and "crosses the valley 20 times in all" in why
    calm = bottom + np.array([-1, 0.2, *[0.001, -0.001] * 50])
    assert "crosses the valley once in all" in describe_path(calm, losses)[1]
    back = bottom + np.array([-1, 0.2, -0.2, *[0.001, -0.001] * 50])
    assert "crosses the valley twice in all" in describe_path(back, losses)[1]


def test_no_two_numbers_of_steps_touch(digits):
    app = descent(digits)
    for rate in (0.001, 0.1, 0.5, 0.7, 1):
        app.set(rate=rate)
        at = [(s["x"], s["y"]) for s in app.canvas.shapes
              if s["kind"] == "text" and re.fullmatch(r"start|\d+", s["words"]) and s["size"] == 15
              and s["bold"]]  # fmt: skip
        assert at and all(
            abs(x - a) > 10 or abs(y - b) > 16
            for place, (x, y) in enumerate(at)
            for a, b in at[:place]
        )


def test_the_start_is_dragged_along_the_curve(digits):
    app = descent(digits)
    (target,) = app.canvas.targets
    assert (target["name"], target["last"], target["says"]) == ("start", len(STARTS) - 1, "−1.2")
    app.canvas._handle_custom_msg({"press": f"start:{len(STARTS) - 1}"}, [])
    assert app.settings["start"] == 1.9 and "from +1.9" in app.alt
    hollow = next(s for s in app.canvas.shapes if s["kind"] == "points" and s["hollow"])
    x = np.frombuffer(hollow["points"], "<f4")[0]
    assert x == pytest.approx(target["x"] + target["width"], abs=0.01)  # under the hand


def test_the_start_is_marked_apart_from_the_steps(digits):
    hollow = [s for s in descent(digits).canvas.shapes if s["kind"] == "points" and s["hollow"]]
    assert len(hollow) == 1
