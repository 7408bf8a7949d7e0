"""The benchmark runs; how fast anything is is not for a test to say."""

from collections import defaultdict

import pytest

from benchmarks import __main__ as bench
from benchmarks import anatomy, measure
from benchmarks.contenders import CONTENDERS, missing_packages
from benchmarks.jobs import Job

SMALL = Job(hidden=16, images=1_197, epochs=6)


@pytest.mark.parametrize("name", CONTENDERS)
def test_each_contender_learns(name):
    if missing_packages(name):
        pytest.skip(f"{name} is not installed")
    arguments = (measure.seconds_to_goal, name, SMALL, 0.8, [0], "bundled")
    [(seconds, epochs)] = measure.in_own_process(*arguments)
    assert 0 < seconds < float("inf")
    assert 0 < epochs <= SMALL.epochs


@pytest.mark.parametrize("name", ["ours", "PyTorch", "Keras"])
def test_a_contender_stops_within_an_epoch_at_the_goal(name):
    if missing_packages(name):
        pytest.skip(f"{name} is not installed")
    job = Job(images=1_197, epochs=2, looks=3)
    arguments = (measure.seconds_to_goal, name, job, 0.0, [0], "bundled")
    [(_, epochs)] = measure.in_own_process(*arguments)
    assert epochs == pytest.approx(1 / 3)


def test_the_first_epoch_is_left_out():
    assert len(measure.epoch_seconds("ours", SMALL, "bundled")) == SMALL.epochs - 1


def test_another_clock_may_measure():
    ticks = iter(range(100))
    laps = measure.epoch_seconds("ours", SMALL, "bundled", clock=lambda: next(ticks))
    assert set(laps) == {1}


def test_the_parts_of_a_step_add_up():
    measured = anatomy.measure_step(SMALL, "bundled")
    total = sum(measured[part] for part in (*anatomy.PARTS, "rest"))
    assert total == pytest.approx(measured["step"])
    assert all(measured[part] > 0 for part in anatomy.PARTS)
    assert measured["flops"] == 2 * 64 * (2 * 784 * 16 + 3 * 16 * 10)


def test_the_table_shows_ratios_beside_their_targets():
    results = defaultdict(lambda: [[1.0, 1.0], [1.0, 1.0]])
    for what in (bench.STANDARD, bench.SINGLES, *bench.WIDE.values(), "seconds", "epochs"):
        results[what, "ours"] = [[1.0, 2.0, 3.0], [2.0, 2.0]]
        results[what, "PyTorch"] = [[4.0, 5.0, 6.0], [3.0, 3.0]]
    measured = dict.fromkeys([*anatomy.PARTS, "rest", "step", "flops"], 1.0)
    products = dict.fromkeys(["forward products", "backward products"], 0.25)
    results["anatomy", "ours"] = [{**measured, **products, "square flops per second": 1e9}]
    text = bench.report(["ours", "PyTorch"], results)
    [row, *_] = [line for line in text.splitlines() if line.startswith("  PyTorch")]
    assert row.split() == "PyTorch 4.000 3.000 6.000 2.00 1.50 – 2.50 ≥ 2.0".split()
    assert "share of the products' own speed: 50%" in text
