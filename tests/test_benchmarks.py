"""The benchmark runs; how fast anything is is not for a test to say."""

import math
from concurrent.futures import Future

import pytest

from benchmarks import __main__ as bench
from benchmarks import anatomy, frameworks, measure, noise, settings, table
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


def test_goals_that_neither_reached_are_never_reached_in_rounds_of_any_number():
    never = float("inf")
    assert table.ratios([never], [never, never]) == table.ratios([never], [never]) == [never]
    assert table.ratios([4.0], [2.0, 2.0]) == [2.0]


def test_the_table_shows_ratios_with_their_spread_beside_their_targets():
    results = {
        ("standard", "ours"): [1.0, 2.0, 3.0],
        ("standard", "PyTorch"): [1.5, 4.0, 9.0],  # 1.5, 2 and 3 times as long
        ("standard", "Keras"): [2.0, 4.0, 6.0],
    }
    lines = table.comparison("title", results, "standard")
    assert lines[3].split() == "PyTorch 4.000 2.750 – 6.500 2.00 1.75 – 2.50 ≥ 1.70: met".split()
    assert lines[4].split()[-3:] == ["≥", "5.00:", "MISSED"]


def test_a_training_that_misses_its_goal_is_infinitely_long():
    results = {(0.98, "ours"): [1.0, 1.0], (0.98, "PyTorch"): [2.0, math.inf]}
    *_, row, _ = table.comparison("title", results, 0.98)
    assert row.split() == "PyTorch never 2.000 – never never 2.00 – never".split()


def test_a_busy_machine_is_compared_with_the_quiet_one():
    results = {("standard", "ours"): [1.0, 1.0], ("busy", "ours"): [2.0, 2.4]}
    _, row, _ = table.busy(results)
    assert row.split() == "ours 2.20 2.10 – 2.30 ≤ 2.5: met".split()


def test_each_size_has_its_row():
    results = {((64, 128), "ours"): [0.5, 0.5], ((64, 128), "PyTorch"): [1.0, 1.5]}
    *_, row, _ = table.grid(results)
    assert row.split() == "64 128 0.500 0.500 – 0.500 2.50 (2.25 – 2.75)".split()


def test_memory_and_import_have_limits():
    results = {("memory", "ours"): [151.0], ("import", "ours"): [0.15, 0.12]}
    results["import", "bare NumPy"] = [0.1, 0.1]
    assert table.limits(results)[:2] == [
        "ours: 151 MB; ≤ 150: MISSED",
        "ours: 35 ms of import beyond NumPy; ≤ 30: MISSED",
    ]


def test_the_parts_of_a_step_are_shares_of_it():
    measured = dict.fromkeys([*anatomy.PARTS, "rest", "step"], 1.0)
    measured |= dict.fromkeys(["forward products", "backward products"], 0.25)
    measured |= {"flops": 1e9, "square flops per second": 4e9}
    text = "\n".join(table.parts([measured]))
    assert "share of the products' own speed: 50%" in text
    assert "large square matrices: 25%" in text


@pytest.mark.parametrize("loud, word", [(0, "quiet enough"), (25, "quiet enough"), (26, "NOT")])
def test_it_says_when_the_machine_was_too_busy_to_trust(loud, word):
    assert word in table.trust([(0.5, 1.0)] * loud + [(0.0, 1.0)] * (100 - loud))


def test_a_few_measurements_that_took_most_of_the_time_count_for_most():
    assert "NOT" in table.trust([(0.5, 60.0), *[(0.0, 1.0)] * 60])


def test_contenders_take_turns_and_give_seconds_an_epoch(monkeypatch):
    laps = iter([[1.0, 3.0], [6.0, 10.0], [1.0, 1.0], [2.0, 2.0]])

    class Process:
        def submit(self, function, name, job):
            turns.append(name)
            future = Future()
            future.set_result(next(laps))
            return future

    turns = []
    monkeypatch.setattr(bench, "a_process", Process)
    monkeypatch.setattr(noise, "used_by_others", lambda: 0.25)
    measured = bench.Bench(["ours", "PyTorch"], full=False)
    for _ in range(2):
        measured.time_epochs("row", Job(images=5_500), measured.names)
    assert turns == ["ours", "PyTorch"] * 2
    assert measured.results == {("row", "ours"): [20, 10], ("row", "PyTorch"): [80, 20]}
    assert [share for share, _ in measured.others] == [0.25] * 4
    assert all(seconds > 0 for _, seconds in measured.others)


def test_a_short_run_begins_no_round_that_would_take_too_long(monkeypatch):
    clock = iter(range(0, 1_000, 8))
    monkeypatch.setattr(bench, "perf_counter", lambda: next(clock))
    short, full = (bench.Bench([], full=full) for full in (False, True))
    assert list(short.rounds("busy", short=9, full=9)) == [0]
    assert list(full.rounds("busy", short=9, full=9)) == list(range(9))


def test_a_short_run_leaves_out_the_sizes_for_which_there_is_no_time(monkeypatch):
    clock = iter(range(0, 10_000, 20))
    monkeypatch.setattr(bench, "perf_counter", lambda: next(clock))
    short, full = (bench.Bench([], full=full) for full in (False, True))
    for each in (short, full):
        each.seen = []
        monkeypatch.setattr(each, "time_epochs", lambda row, *_, each=each: each.seen.append(row))
        each.grid()
    assert 0 < len(short.seen) < len(bench.GRID)
    assert full.seen == [*bench.GRID] * 6


def test_a_busy_machine_is_quiet_again_afterwards():
    with noise.every_processor_busy() as processes:
        assert processes and all(process.poll() is None for process in processes)
    assert all(process.poll() is not None for process in processes)


def test_the_settings_of_each_library_are_there():
    found = settings.read()
    for library in ("ours", "PyTorch", "Keras"):  # scikit-learn may not reach every goal
        assert {goal for goal, name in found if name == library} == set(settings.CANDIDATES)
    for (goal, library), job in found.items():
        assert job in settings.candidates(goal, falling=library != "scikit-learn")


def test_a_falling_rate_ends_at_nothing():
    job = Job(epochs=4, learning_rate=0.2, falling=True)
    assert [job.rate(epochs) for epochs in (0, 1, 4)] == pytest.approx([0.2, 0.15, 0])


@pytest.mark.parametrize("part", [settings, frameworks])
def test_a_table_is_not_begun_anew_without_mnist(part, tmp_path, monkeypatch):
    """It was emptied first, and then the measurement failed."""
    table = tmp_path / "table.csv"
    table.write_text("whole\n")
    monkeypatch.setattr(part, "TABLE", table)
    monkeypatch.setattr(frameworks, "one_thread", lambda: None)
    monkeypatch.setattr(settings, "one_thread", lambda: None)
    monkeypatch.setenv("DIG2AI_DATA_DIR", str(tmp_path))
    with pytest.raises(SystemExit, match="needs MNIST"):
        part.main()
    assert table.read_text() == "whole\n"


def test_a_table_is_written_when_all_of_it_is_known(tmp_path):
    frameworks.write(tmp_path / "table.csv", ("a", "b"), [(1, 2)])
    assert (tmp_path / "table.csv").read_bytes() == b"a,b\n1,2\n"
