"""The playground: it trains as `train` does, obeys its controls, keeps what was tried."""

import asyncio
import csv
import dataclasses
import io
import sys
from dataclasses import fields, replace

import numpy as np
import pytest

pytest.importorskip("anywidget")

from traitlets import TraitError

from dig2ai_helpers import Digits, Network, Split, sweep, train
from dig2ai_helpers.interact import playground
from dig2ai_helpers.interact.playground_app.gallery import DIGITS_SHOWN
from dig2ai_helpers.interact.playground_app.wording import duration
from dig2ai_helpers.interact.trial.experiment import MOST_POINTS, BatchTrail, Experiment
from dig2ai_helpers.interact.trial.settings import CONTROLS, Settings


@pytest.fixture
def pg(digits):
    return playground(digits)


def trained(digits, neurons=16, **settings):
    network = Network((784, neurons, 10), seed=0)
    settings = {"epochs": 20, "progress": False} | settings
    return network, train(network, digits.train, digits.validation, **settings)


def word(pg):
    """The word over the picture."""
    return pg.sketch.shapes[0]["words"]


def test_play_trains_exactly_as_train_does(pg, digits):
    pg.set(neurons=16, momentum=0.9, learning_rate=0.05)
    pg.play()
    network, history = trained(digits, 16, learning_rate=0.05, momentum=0.9)
    for ours, theirs in zip(pg.network.weights, network.weights, strict=True):
        np.testing.assert_array_equal(ours, theirs)
    assert pg.history.validation_loss == history.validation_loss
    assert pg.history.accuracy == history.accuracy


def test_a_reader_who_has_numpy_raise_errors_can_train(pg):
    """In a look at the past, of 16 bits, a tiny weight is 0."""
    with np.errstate(all="raise"):
        pg.set(neurons=4, epochs=1, learning_rate=0.3)
        pg.play()
    assert pg.history.loss and not pg.canvas.error


def test_what_is_spoken_says_how_the_training_went(pg):
    pg.play()
    assert pg.canvas.spoken.startswith(pg.alt) and "after 20 epochs" in pg.alt
    assert pg.canvas.spoken.endswith(f"{word(pg).capitalize()}: {pg.sketch.caption}")


def test_a_new_network_looks_at_few_digits_however_many_there_are(digits, monkeypatch):
    """With MNIST's 5,000 validation digits, 512 neurons kept the slider waiting for 64 ms."""
    images, labels = digits.train.batch(np.arange(6_000) % len(digits.train))
    pg = playground(Digits("many", digits.train, Split(images, labels), digits.test))
    seen, propagate = [], Network.propagate
    monkeypatch.setattr(
        Network, "propagate", lambda net, some: seen.append(len(some)) or propagate(net, some)
    )
    pg.set(neurons=512)
    assert pg.network.sizes == (784, 512, 10) and 0 < sum(seen) <= 1_500


def test_steps_then_play_make_the_same_network(pg, digits):
    for _ in range(45):  # an epoch has 38
        pg.step()
    assert len(pg.history.loss) == 1
    pg.play()
    network, _ = trained(digits)
    np.testing.assert_array_equal(pg.network.weights[0], network.weights[0])


def test_play_again_trains_as_long_again(pg, digits):
    pg.set(epochs=5)
    pg.play()
    pg.play()
    assert len(pg.history.loss) == 10
    network, _ = trained(digits, epochs=10)
    np.testing.assert_array_equal(pg.network.weights[0], network.weights[0])


def test_more_epochs_on_the_slider_carry_a_finished_run_on(pg):
    pg.set(epochs=2)
    pg.play()
    pg.set(epochs=10)
    assert len(pg.history.loss) == 2
    pg.play()
    assert len(pg.history.loss) == 10


def test_reset_gives_the_untrained_network_back(pg):
    pg.play()
    pg.reset()
    np.testing.assert_array_equal(pg.network.weights[0], Network((784, 16, 10)).weights[0])
    assert word(pg) == "untrained" and pg.history.loss == []


@pytest.mark.parametrize(
    "change",
    [
        {"neurons": 8},
        {"second_layer": 16},
        {"hidden": "tanh"},
        {"training_digits": 50},
        {"seed": 3},
    ],
)
def test_what_makes_another_network_begins_anew(pg, change):
    pg.step()
    pg.set(**change)
    assert word(pg) == "untrained"


@pytest.mark.parametrize("name", [one.name for one in fields(Settings) if one.name != "epochs"])
def test_each_setting_trains_another_network(digits, name):
    def after_two_steps(settings):
        experiment = Experiment(digits, settings)
        for _ in experiment.train(2):
            pass
        return [parameter.tobytes() for parameter in experiment.network.weights]

    usual = Settings(training_digits=200)
    control = CONTROLS[name]
    other = next(value for value in control.values if value != getattr(usual, name))
    assert after_two_steps(usual) != after_two_steps(replace(usual, **{name: other}))


@pytest.mark.parametrize("change", [{"learning_rate": 0.5}, {"batch_size": 64}, {"momentum": 0.9}])
def test_what_steers_the_training_applies_to_the_network_under_way(pg, change):
    pg.step()
    before = pg.network
    pg.set(**change)
    assert pg.network is before
    ((name, _),) = change.items()
    pg.play()
    (run,) = pg.runs
    assert run["changes"].startswith(f"{name} ") and run["changes"].endswith("in epoch 1")


def test_a_rate_of_nearly_nothing_applies_at_once(pg):
    pg.set(neurons=16)
    for _ in range(60):
        pg.step()
    before = pg.network.weights[0].copy()
    pg.set(learning_rate=0.0001)
    pg.step()
    moved = np.abs(pg.network.weights[0] - before).max()
    pg.set(learning_rate=1)
    pg.step()
    assert np.abs(pg.network.weights[0] - before).max() > 100 * moved > 0


def test_after_a_finished_run_another_setting_begins_anew(pg):
    pg.play()
    pg.set(learning_rate=0.5)
    assert word(pg) == "untrained"


def all_texts(pg):
    """All words of the picture, those that stand in lists as well."""
    shapes = pg.sketch.shapes
    one = [shape["words"] for shape in shapes if shape["kind"] == "text"]
    return [
        *one,
        *(word for shape in shapes if shape["kind"] == "texts" for word in shape["words"]),
    ]


def gallery_images(pg):
    """Those of the gallery; the last image is the chosen digit, large."""
    return [shape["levels"] for shape in pg.sketch.shapes if shape["kind"] == "image"][:-1]


def test_the_gallery_shows_what_the_network_reads(pg, digits):
    pg.set(neurons=16, epochs=3)
    pg.play()
    readings = pg.network.predict(digits.validation.images[:DIGITS_SHOWN])
    labels = digits.validation.labels[:DIGITS_SHOWN]
    lists = [shape["words"] for shape in pg.sketch.shapes if shape["kind"] == "texts"]
    assert [f"{answer}" for answer in readings] in lists
    words = all_texts(pg)
    of_the_chosen = readings[0] == labels[0]
    right = (readings == labels).sum()
    assert words.count("✓") == right + of_the_chosen
    assert f"{right} of these 12 new digits" in pg.alt
    images = gallery_images(pg)
    pg.pick("others")
    others = gallery_images(pg)
    assert len(images) == len(others) == DIGITS_SHOWN and not set(images) & set(others)


@pytest.mark.parametrize(
    "settings, expected",
    [
        ({"neurons": 128}, "settled"),
        ({"neurons": 128, "learning_rate": 10}, "dead"),
        ({"neurons": 4, "seed": 0}, "crippled"),
        ({"neurons": 128, "learning_rate": 0.001}, "slow"),
        ({"neurons": 128, "learning_rate": 0.5, "hidden": "tanh", "momentum": 0.95}, "too fast"),
        ({"neurons": 1, "hidden": "sigmoid", "learning_rate": 0.01}, "stuck"),
        ({"neurons": 128, "epochs": 2}, "learning"),
        ({"neurons": 64, "second_layer": 32, "hidden": "selu", "learning_rate": 10}, "diverged"),
        ({"neurons": 4, "seed": 1, "training_digits": 200, "epochs": 200}, "overfitting"),
        # Its loss on new digits ends above the first one, but not that on the training digits.
        ({"neurons": 64, "second_layer": 64, "training_digits": 20, "epochs": 400}, "overfitting"),
    ],
)
def test_the_words_fit_what_happened(pg, settings, expected):
    pg.set(**settings)
    pg.play()
    assert word(pg) == expected, (word(pg), pg.history)
    assert pg.canvas.caption and not pg.canvas.error


def test_the_table_keeps_what_was_tried(pg, digits):
    pg.play()
    pg.set(neurons=32, learning_rate=0.2, seed=2)
    pg.play()
    first, second = pg.runs
    _, history = trained(digits)
    assert (first["neurons"], first["learning_rate"], first["epochs"]) == (16, 0.1, 20)
    assert first["validation_accuracy"] == history.validation_accuracy[-1]
    assert "test_accuracy" not in first  # the test digits are for the final choice
    assert (second["neurons"], second["learning_rate"], second["seed"]) == (32, 0.2, 2)
    cells = ["16 neurons, rate 0.1, 1,197 digits", "20", duration(first["seconds"])]
    assert pg.table.rows[0]["cells"][:3] == cells
    rows = list(csv.DictReader(io.StringIO(pg.csv())))
    assert [row["neurons"] for row in rows] == ["16", "32"]
    assert float(rows[1]["validation_accuracy"]) == second["validation_accuracy"]
    pg.table.obey({"show": [1, False]})
    assert [row.shown for row in pg.table._kept] == [True, False]


def test_a_style_sheet_finds_the_playgrounds_parts(pg):
    bench, *_ = pg.children
    names = [one._dom_classes for one in (pg, bench, bench.children[1])]
    assert names == [("dig2ai-playground",), ("dig2ai-bench",), ("dig2ai-stage",)]


def test_a_run_can_be_named_hidden_and_taken_up_again(pg):
    pg.set(neurons=16, batch_size=64)
    pg.play()
    pg.set(neurons=2, batch_size=32)
    kept = "my try"
    pg.table._handle_custom_msg({"rename": [0, f" {kept} "]}, [])
    assert pg.runs[0]["name"] == kept
    assert f"◆ {kept}" in [
        shape.get("words") for shape in pg.sketch.shapes
    ]  # beside its grey curve
    pg.table._handle_custom_msg({"show": [0, False]}, [])
    assert f"◆ {kept}" not in [shape.get("words") for shape in pg.sketch.shapes]
    pg.table._handle_custom_msg({"restore": 0}, [])
    assert (pg.settings["neurons"], pg.settings["batch_size"]) == (16, 64)
    pg.table._handle_custom_msg({"restore": 5}, [])
    assert "IndexError" in pg.canvas.error


@pytest.mark.filterwarnings("error")
def test_a_network_that_explodes_is_shown_in_mid_epoch_and_then_told_of(pg):
    pg.set(neurons=512, hidden="selu", second_layer=32, learning_rate=10)
    while not pg.history.diverged:
        pg.step()
        assert not any("nan" in str(shape.get("words")) for shape in pg.sketch.shapes)
    assert word(pg) == "diverged" and pg.canvas.error == ""


def test_what_a_network_with_endless_numbers_reads_is_a_question_mark(pg):
    pg.network.weights[0][:] = np.inf
    pg.redraw()
    assert all_texts(pg).count("?") == DIGITS_SHOWN and "0 of these 12" in pg.alt


def test_a_kept_run_keeps_the_settings_that_it_was_made_with(pg):
    for _ in range(38):  # an epoch
        pg.step()
    pg.stop()
    pg.set(learning_rate=0.2)
    pg.set(learning_rate=0.5)  # no update was made with either
    (run,) = pg.runs
    assert (run["epochs"], run["learning_rate"], run["changes"]) == (1, 0.1, "")
    pg.set(neurons=8)
    pg.table._handle_custom_msg({"restore": 0}, [])
    assert (pg.settings["neurons"], pg.settings["learning_rate"]) == (16, 0.1)


def test_only_a_change_that_an_update_was_made_with_is_noted(pg):
    pg.step()
    for rate in (0.2, 0.3, 0.5):
        pg.set(learning_rate=rate)
    pg.play()
    (run,) = pg.runs
    assert run["learning_rate"] == 0.5 and run["changes"] == "learning_rate 0.1 to 0.5 in epoch 1"


def test_a_kept_run_that_went_on_is_brought_up_to_date_before_it_ends(pg):
    pg.set(epochs=2)
    pg.play()
    pg.set(epochs=5)
    for _ in range(38):
        pg.step()
    validation_accuracy = pg.history.validation_accuracy[-1]
    pg.set(neurons=8)
    (run,) = pg.runs
    assert run["epochs"] == 3 and run["validation_accuracy"] == validation_accuracy


def test_a_long_run_that_is_reset_is_kept(digits, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")
    module = sys.modules["dig2ai_helpers.interact.playground_app.widget"]
    monkeypatch.setattr(module, "WORTH_KEEPING", 0.3)

    async def scene():
        pg = playground(digits)
        pg.set(epochs=400)
        pg.play()
        await asyncio.sleep(0.4)
        pg.play()  # once more, while it runs: that makes it no younger
        pg.reset()
        assert not pg.live.running and pg.history.loss == []
        assert pg.runs[0]["epochs"] > 0
        pg.close()

    asyncio.run(asyncio.wait_for(scene(), 30))


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_a_spreadsheet_computes_no_name(pg, name):
    pg.set(epochs=1)
    pg.play()
    pg.table.obey({"rename": [0, name]})
    (row,) = csv.DictReader(io.StringIO(pg.csv()))
    assert row["name"] == f"'{name.strip()}"
    assert pg.runs[0]["name"] == name.strip()


def test_memory_of_earlier_networks_is_given_back(pg):
    for neurons in (8, 16, 32):
        pg.set(neurons=neurons, epochs=1)
        pg.play()
    held = [kept.experiment.network for kept in pg.table._kept]
    assert held[:-1] == [None, None] and held[-1] is pg.network


def test_the_map_agrees_with_sweep_and_its_cells_load_their_settings(pg, digits, monkeypatch):
    monkeypatch.setattr("dig2ai_helpers.interact.playground_app.sweep_map.NEURONS", (16, 2))
    monkeypatch.setattr("dig2ai_helpers.interact.playground_app.sweep_map.RATES", (0.01, 0.1))
    pg.map.fill()
    grid = {"neurons": [16, 2], "learning_rate": [0.01, 0.1], "epochs": [10]}
    for cell in sweep(grid, digits):
        found = pg.map.found[cell["neurons"], cell["learning_rate"]]
        assert found == pytest.approx(cell["validation_accuracy"], abs=0.01)  # float32
    names = [target["name"] for target in pg.map.sketch.targets]
    assert names == ["16 0.01", "16 0.1", "2 0.01", "2 0.1"]
    pg.map.canvas._handle_custom_msg({"press": "16 0.01"}, [])
    settings = pg.settings
    assert (settings["neurons"], settings["learning_rate"], settings["epochs"]) == (16, 0.01, 10)
    # It is the very run of the cell.
    assert pg.history.validation_accuracy[-1] == pg.map.found[16, 0.01]


def test_a_narrow_page_gets_the_gallery_below_the_curves(pg):
    wide = pg.canvas.size
    pg.canvas.set_state({"narrow": True})
    assert pg.canvas.size[0] < 0.5 * wide[0] and pg.canvas.size[1] > 1.7 * wide[1]
    for shape in pg.sketch.shapes:
        for points in np.frombuffer(shape.get("points", b""), "<f4").reshape(-1, 2):
            assert -1 <= points[0] <= pg.canvas.size[0] and points[1] <= pg.canvas.size[1]


def test_the_still_picture_is_the_same_each_time(digits):
    first, second = (playground(digits) for _ in range(2))
    for pg in (first, second):
        pg.set(neurons=8)
        pg.play()
    assert repr(first) == repr(second)
    html = first._repr_mimebundle_()["text/html"]
    assert "a picture: run the cell above to use it. Network 784-8-10 after 20 epochs" in html


def test_live_it_trains_while_the_cell_is_over_and_a_new_size_begins_anew(digits, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")

    async def scene():
        pg = playground(digits)
        pg.set(neurons=64, epochs=400)
        pg.play()
        assert len(pg.history.loss) == 0  # it has only been asked to
        await asyncio.sleep(0.3)
        assert pg.live.running and pg.network.sizes[1] == 64
        pg.set(learning_rate=0.2)
        before = pg.network
        await asyncio.sleep(0.1)
        assert pg.network is before and pg.live.running
        pg.set(neurons=8)
        await asyncio.sleep(0.3)
        assert pg.live.running and pg.network.sizes[1] == 8 and pg.history.loss
        pg.stop()
        await asyncio.sleep(0.05)
        epochs = len(pg.history.loss)
        await asyncio.sleep(0.1)
        assert len(pg.history.loss) == epochs and not pg.live.running
        pg.play()
        pg.close()
        assert not pg.live.running

    asyncio.run(asyncio.wait_for(scene(), 30))


def test_many_batch_losses_become_fewer_points():
    trail = BatchTrail()
    for k in range(10 * MOST_POINTS):
        trail.add(k, 2.0 if k % 2 else 4.0, k % 2)
    assert MOST_POINTS / 2 <= len(trail.points) < MOST_POINTS
    assert all(figures == [3.0, 0.5] for _, *figures in trail.points)
    epochs = [epoch for epoch, *_ in trail.points]
    assert epochs == sorted(epochs)
    trail.cut(100)
    assert max(epoch for epoch, *_ in trail.points) <= 100


def test_only_digits_are_taken():
    with pytest.raises(TypeError, match="load_digits"):
        playground("mnist")


def some(n, pixels=784, label=9):
    images = np.random.default_rng(0).random((n, pixels), dtype=np.float32)
    return Split(images, np.arange(n) % 10 * label // 9)


@pytest.mark.parametrize("train_size, test_size, pixels", [(1, 1, 784), (1, 5, 784), (30, 5, 64)])
def test_a_handful_of_digits_is_shown_once_each(train_size, test_size, pixels):
    parts = some(train_size, pixels), some(5, pixels), some(test_size, pixels)
    pg = playground(Digits("few", *parts))
    pg.play()
    pg.turn_page()
    assert len(gallery_images(pg)) == 5 and "of these 5 new digits" in pg.alt


@pytest.mark.parametrize(
    "change, words",
    [({"train": None}, "digits.train must be a Split"),
     ({"test": some(20, 64)}, "784 pixels, and those of digits.test 64"),
     ({"train": some(20, 700), "validation": some(20, 700), "test": some(20, 700)}, "squares"),
     ({"validation": some(20, label=12)}, "one of digits.validation is 12")],
)  # fmt: skip
def test_digits_that_do_not_fit_together_are_refused(digits, change, words):
    with pytest.raises((TypeError, ValueError), match=words):
        playground(dataclasses.replace(digits, **change))


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "8", None, True, np.array([1, 2])])
def test_a_slider_takes_numbers_only(pg, value):
    with pytest.raises(ValueError, match="neurons must be a number"):
        pg.set(neurons=value)
    assert pg.settings["neurons"] == 16


def test_a_button_that_is_not_there_is_named(pg):
    with pytest.raises(ValueError, match="no button 'pause': play, stop, step"):
        pg.press("pause")


@pytest.mark.parametrize("chosen", [{}, {"neurons": 3}, {"colour": 1}])
def test_a_page_can_not_take_settings_away(pg, chosen):
    with pytest.raises(TraitError, match="all of them"):
        pg.controls.set_state({"chosen": chosen})
    pg.set(neurons=8)
    assert pg.settings["neurons"] == 8 and pg.canvas.error == ""


def test_an_interrupted_run_has_ended(pg, monkeypatch):
    def interrupted(trial):
        yield 0
        raise KeyboardInterrupt

    monkeypatch.setattr(pg, "_work", interrupted)
    with pytest.raises(KeyboardInterrupt):
        pg.play()
    assert not pg.live.running


def test_the_page_is_told_whether_a_run_is_under_way(pg):
    pg.live._work = iter([])  # as between two steps
    pg.redraw()
    assert pg.canvas.running
    pg.live.stop()
    pg.redraw()
    assert not pg.canvas.running
