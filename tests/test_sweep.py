"""Sweeps: every combination, on any executor."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import numpy as np
import pytest

from dig2ai_helpers import Network, sweep, train
from dig2ai_helpers.sweep import processors

GRID = {
    "neurons": [4, (8, 6)],
    "learning_rate": [0.05, 0.2],
    "epochs": [2],
    "dtype": ["float64"],
}


def alike(first, second):
    """See that two sweeps measured the same; another number of threads may round otherwise."""
    names = ("learning_rate", "loss", "accuracy", "validation_loss", "validation_accuracy")
    figures, others = ([[row[name] for name in names] for row in rows] for rows in (first, second))
    np.testing.assert_allclose(figures, others, rtol=1e-9)


@pytest.fixture(scope="module")
def results(digits):
    with ThreadPoolExecutor(1) as pool:
        return sweep(GRID, digits, pool)


def test_every_combination_is_trained_in_the_order_of_the_grid(results):
    settings = [(row["neurons"], row["learning_rate"]) for row in results]
    assert settings == [(4, 0.05), (4, 0.2), ((8, 6), 0.05), ((8, 6), 0.2)]
    assert all(row["seconds"] > 0 and row["diverged"] is None for row in results)


def test_a_cell_holds_what_training_with_its_settings_gives(digits, results):
    net = Network((784, 8, 6, 10), dtype="float64")
    history = train(net, digits.train, digits.validation, epochs=2, learning_rate=0.2)
    assert results[3]["validation_accuracy"] == history.validation_accuracy[-1]
    assert results[3]["loss"] == history.loss[-1]


def test_the_default_gives_the_same_figures(digits, results):
    alike(sweep(GRID, digits), results)


def test_processes_give_the_same_figures(digits, results):
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        alike(sweep(GRID, digits, pool), results)


def test_results_are_told_as_they_come_in(digits, results):
    told = []
    sweep(GRID, digits, on_result=told.append)
    by_settings = {"key": lambda row: (str(row["neurons"]), row["learning_rate"])}
    alike(sorted(told, **by_settings), sorted(results, **by_settings))


def test_divergence_is_a_result_like_any_other(digits):
    good, bad = sweep({"learning_rate": [0.1, 1e30], "neurons": [8], "epochs": [1]}, digits)
    assert good["diverged"] is None
    assert "diverged in epoch 1" in bad["diverged"]


@pytest.mark.filterwarnings("default")  # what dask and its parts warn of among themselves
def test_a_sweep_runs_on_a_dask_cluster(digits, results):
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster) as client,
    ):
        alike(sweep(GRID, digits, client.get_executor()), results)


def test_it_takes_no_more_processors_than_a_hub_allows(monkeypatch):
    monkeypatch.delenv("CPU_LIMIT", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 64)
    monkeypatch.setattr("os.sched_getaffinity", lambda process: set(range(64)), raising=False)
    assert processors() == 61  # what Windows can wait for
    for limit, expected in (("2", 2), ("0.5", 1), ("1.5", 2), ("100", 61), ("none", 61)):
        monkeypatch.setenv("CPU_LIMIT", limit)
        assert processors() == expected
