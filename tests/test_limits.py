"""The table of notebook 10: what it holds, and the tool that makes it."""

import csv
from dataclasses import replace
from types import SimpleNamespace

import limit_runs
import measure_limits
import numpy as np
import pytest
from limit_runs import Dropping, Plan, copied, judged, trained, views_of

from dig2ai_helpers import Network, check_gradients, figures, train
from dig2ai_helpers.limits import TABLE, limit

TINY = Plan((784, 16, 10), 2, batch_size=64)


@pytest.fixture
def few(digits):
    return SimpleNamespace(
        train=digits.train.first(300), validation=digits.validation, test=digits.test
    )


def points_of(plan, few):
    found = []
    nets = trained(plan, 0, few, lambda *point: found.append(point))
    return nets, found


def test_every_row_is_of_a_plan_and_complete():
    with TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == measure_limits.COLUMNS
    plans = measure_limits.PLANS | measure_limits.LONG
    ends = {(row["idea"], row["kind"], row["seed"]): row for row in rows}
    for (idea, kind, _), row in ends.items():
        if kind in ("network", "averaged"):
            assert float(row["epochs"]) == plans[idea].epochs
        assert 0.9 < float(row["validation_accuracy"]) < 1


def test_the_means_are_over_the_seeds():
    quick = limit("quick")
    assert quick.seeds >= 1 and len(quick.epochs) == 24 and quick.epochs[-1] == 3
    assert quick.lowest <= quick.validation[-1] <= quick.highest
    assert quick.seconds == sorted(quick.seconds)


ROWS = """idea,kind,seed,epochs,seconds,validation_accuracy,validation_loss,test_accuracy
bent,network,0,1,10,0.9,0.3,
bent,network,0,2,20,0.96,0.2,0.97
bent,network,1,1,14,0.8,0.4,
bent,network,1,2,28,0.94,0.3,0.95
bent,averaged,0,2,20,0.5,9,0.5
quick,network,0,1,1,0.1,1,
"""


def test_each_point_of_a_training_is_the_mean_over_its_seeds(tmp_path, monkeypatch):
    (tmp_path / "table.csv").write_text(ROWS)
    monkeypatch.setattr("dig2ai_helpers.limits.TABLE", tmp_path / "table.csv")
    assert vars(limit("bent")) == {
        "seeds": 2,
        "epochs": [1, 2],
        "seconds": [12, 24],
        "validation": pytest.approx([0.85, 0.95]),
        "loss": pytest.approx([0.35, 0.25]),
        "lowest": 0.94,
        "highest": 0.96,
        "test": pytest.approx(0.96),
    }
    assert limit("bent", "averaged").seeds == 1
    assert np.isnan(limit("quick").test)


def test_an_unknown_idea_is_named_with_those_that_there_are():
    with pytest.raises(ValueError, match="quick"):
        limit("quickest")
    with pytest.raises(ValueError, match="network"):
        limit("quick", "averagd")


def test_a_plan_trains_as_the_package_does(few):
    nets, found = points_of(replace(TINY, points=2), few)
    net = Network(TINY.sizes, seed=0)
    settings = (2, 64, lambda passed: 0.1 * (1 - passed / 2), 0.9, 0)
    train(net, few.train, None, *settings, progress=False)
    pairs = zip(net.weights, nets["network"].weights, strict=True)
    assert all(np.array_equal(one, other) for one, other in pairs)
    assert [point[1] for point in found] == [0.4, 1.0, 1.4, 2.0]
    assert found[-1][3:] == net.evaluate(few.validation.images, few.validation.labels)


def test_decay_shrinks_weights_and_the_average_is_calmer(few):
    plain, _ = points_of(TINY, few)
    shrunk, _ = points_of(replace(TINY, decay=0.5), few)
    assert np.linalg.norm(shrunk["network"].weights[0]) < np.linalg.norm(
        plain["network"].weights[0]
    )
    both, found = points_of(replace(TINY, memory=0.8), few)
    assert [point[0] for point in found] == ["network", "network", "averaged"]
    assert not np.array_equal(both["network"].weights[0], both["averaged"].weights[0])


def test_the_gradient_of_dropout_is_that_of_what_is_left(digits):
    images, labels = digits.train.first(20).batch(slice(None))
    net = Dropping((784, 12, 8, 10), seed=1, dtype="float64")

    class Same:
        """The same neurons are left out each time."""

        def random(self, shape, dtype):
            return np.random.default_rng(shape[1]).random(shape)

    net.keep, net.rng = 0.7, Same()
    assert check_gradients(net, images, labels) < 1e-5
    zs = net.propagate(images)[1]
    assert all(0.1 < np.mean(z == -1) < 0.5 for z in zs[:-1]) and not (zs[-1] == -1).any()


def test_after_dropout_all_neurons_count_less():
    net = Network((784, 6, 5, 10))
    less = copied(net, net.weights, net.biases, 0.8)
    assert np.array_equal(less.weights[0], net.weights[0])
    for layer in (1, 2):
        assert np.allclose(less.weights[layer], 0.8 * net.weights[layer])


def test_pytorch_takes_the_same_steps(few):
    pytest.importorskip("torch")
    plan, found = replace(TINY, falls=False), []
    theirs = limit_runs.trained_by_torch(plan, 0, few, lambda *point: found.append(point))
    ours, _ = points_of(plan, few)
    for one, other in zip(theirs["network"].weights, ours["network"].weights, strict=True):
        assert np.allclose(one, other, atol=1e-4)
    assert len(found) == 2 and found[0][2] < found[1][2]


def test_views_are_a_mean_and_one_view_is_the_image(digits):
    net, images = Network((784, 10)), digits.validation.first(20).images
    assert np.array_equal(views_of(net, images, 1, {}), net.forward(images))
    read = views_of(net, images, 4, measure_limits.GENTLE)
    assert np.allclose(read.sum(axis=1), 1) and not np.allclose(read, net.forward(images))


def test_probabilities_are_judged_as_the_package_does(digits):
    net, split = Network((784, 10)), digits.validation
    own = net.evaluate(split.images, split.labels)
    assert judged(net.forward(split.images), split.labels) == pytest.approx(own, rel=1e-4)


def test_a_run_that_is_in_the_table_is_not_done_again(few, tmp_path, monkeypatch):
    monkeypatch.setattr(measure_limits, "TABLE", tmp_path / "limits.csv")
    monkeypatch.setattr(measure_limits, "KEPT", tmp_path)
    monkeypatch.setattr(measure_limits, "PLANS", {"bent": TINY, "longer": TINY})
    monkeypatch.setattr(measure_limits, "SEEDS", range(2))
    monkeypatch.setattr(measure_limits, "VIEWS", (2,))
    monkeypatch.setattr(measure_limits, "load_digits", lambda name: few)
    monkeypatch.setattr("sys.argv", ["measure_limits.py"])
    measure_limits.main()
    first = measure_limits.rows()
    monkeypatch.setattr(measure_limits, "run", lambda *given: pytest.fail("it was run again"))
    measure_limits.main()
    assert measure_limits.rows() == first
    kinds = {row["kind"] for row in first if row["idea"] == "longer"}
    assert kinds == {"network", "2 views", "committee", "committee, 2 views"}
    assert not any(row["test_accuracy"] for row in first)
    monkeypatch.setattr("sys.argv", ["measure_limits.py", "--test"])
    measure_limits.main()
    tested = [row for row in measure_limits.rows() if row["test_accuracy"]]
    assert len(tested) == len({(r["idea"], r["kind"], r["seed"]) for r in first})


def test_the_picture_of_accuracy_by_seconds_says_where_each_begins_and_ends():
    picture = figures.accuracy_by_seconds({"quick": limit("quick"), "rate": limit("rate")})
    assert "quick reaches" in picture.alt and "rate reaches" in picture.alt
    names = [text.get_text() for text in picture.axes[0].texts]
    assert names == ["quick", "rate"] or names == ["rate", "quick"]
    low, high = picture.axes[0].get_ylim()
    assert low > high  # fewer mistakes are higher up


def test_the_picture_of_gains_says_the_mean_and_its_margin():
    picture = figures.gains({"an idea": [1.0, 2.0, 3.0, 2.0, 2.0], "none": [0.0] * 5})
    assert "an idea +2.0, from +1.4 to +2.6" in picture.alt
    assert "none +0.0, from +0.0 to +0.0" in picture.alt


def test_the_picture_of_averages_says_how_calm_they_are():
    path = np.array([4.0, -2.0, 2.0, -2.0])
    picture = figures.slow_average(path, {"memory 0.5": path / 4})
    assert "the path stays within 2 of it; memory 0.5 stays within 0.5 of it" in picture.alt


def test_the_picture_of_versions_counts_them(digits):
    images = digits.train.first(4).images
    picture = figures.ways_to_vary(images[0], {"moved": images[1:], "bent": images[1:3]})
    assert "3 moved; 2 bent" in picture.alt
    shown = [axes for axes in picture.axes if axes.images]
    assert len(shown) == 3 + 2 + 2


def test_a_wrong_name_is_told_with_the_names_in_the_order_of_the_table():
    with pytest.raises(ValueError, match="idea must be one of as published, "):
        limit("bogus")
    with pytest.raises(ValueError, match="the kind for 'quick' must be one of network, but is"):
        limit("quick", "averaged")
