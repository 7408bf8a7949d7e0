"""What the playground shows of a run: its pace, its past, its neurons, and why it reads a digit."""

import asyncio
import dataclasses

import numpy as np
import pytest
from app_page import press, words

pytest.importorskip("anywidget")

from dig2ai_helpers import Network
from dig2ai_helpers.interact import playground
from dig2ai_helpers.interact.playground_app import sweep_map
from dig2ai_helpers.interact.playground_app.closer_look import in_words
from dig2ai_helpers.interact.playground_app.diagnosis import diagnose
from dig2ai_helpers.interact.playground_app.evidence import read
from dig2ai_helpers.interact.playground_app.neuron_look import excited
from dig2ai_helpers.interact.playground_app.sweep_map import strength
from dig2ai_helpers.interact.playground_app.wording import duration, percent
from dig2ai_helpers.interact.toolkit.words import signed
from dig2ai_helpers.interact.trial import pace, records
from dig2ai_helpers.interact.trial.experiment import Experiment
from dig2ai_helpers.interact.trial.settings import Settings


@pytest.fixture
def pg(digits):
    return playground(digits)


def experiment(digits, **settings):
    there = {"training_digits": len(digits.train)}
    return Experiment(digits, Settings(**(there | settings)))


# ---- the pace


def pictures_of(run, speed):
    """The updates at each rest of a run, where there would be a picture."""
    return [run.updates for rest in pace.played(run, lambda: speed) if rest]


@pytest.mark.parametrize(
    "settings", [{}, {"epochs": 2}, {"epochs": 100, "training_digits": 50}, {"batch_size": 256}]
)
def test_a_run_that_is_shown_has_about_sixty_pictures_whatever_its_size(digits, settings):
    run = experiment(digits, **settings)
    seen = pictures_of(run, pace.SHOW)
    assert run.done and 30 <= len(seen) <= pace.FRAMES
    assert seen[0] <= 2 and seen == sorted(seen)
    assert seen[len(seen) // 3] < 0.2 * run.updates  # the first steps take the most time


def test_a_run_that_is_shown_from_its_middle_moves_on_at_once(digits):
    run = experiment(digits, epochs=4)
    for _ in run.train(updates=76):  # two of the four epochs
        pass
    seen = pictures_of(run, pace.SHOW)
    assert seen[0] > 76 and len(seen) < 20


def test_step_by_step_each_update_is_shown_and_in_a_hurry_none(digits):
    run = experiment(digits, epochs=1)
    assert pictures_of(run, pace.STEPS) == list(range(1, 39))
    assert pictures_of(experiment(digits, epochs=1), pace.FAST) == []


def test_the_pace_may_change_on_the_way_and_the_network_is_the_same(digits):
    run, speeds = experiment(digits, epochs=3), [pace.SHOW]
    work = pace.played(run, lambda: speeds[-1])
    for _ in range(20):
        next(work)
    speeds.append(pace.STEPS)
    for _ in range(5):
        next(work)
    speeds.append(pace.FAST)
    for _ in work:
        pass
    alone = experiment(digits, epochs=3)
    for _ in alone.train():
        pass
    np.testing.assert_array_equal(run.network.weights[0], alone.network.weights[0])


def test_a_run_takes_about_five_seconds_by_hand_and_no_time_from_code(digits, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")
    monkeypatch.setattr(pace, "SECONDS", 1)

    async def scene():
        loop = asyncio.get_running_loop()
        pg = playground(digits)
        for by_hand in (True, False):
            begun = loop.time()
            if by_hand:
                pg.controls._handle_custom_msg({"press": "play", "moved": {}}, [])
            else:
                pg.reset()
                pg.play()
            assert pg.live.running and pg.controls.hidden == ["play"]  # which becomes "pause"
            while pg.live.running:
                await asyncio.sleep(0.005)
            took = loop.time() - begun
            assert took > 0.8 if by_hand else took < 5
            assert pg.controls.hidden == ["stop"] and len(pg.history.loss) == 20
        pg.close()

    asyncio.run(asyncio.wait_for(scene(), 30))


# ---- looking back


def test_a_moment_is_the_network_as_it_was(pg, digits):
    pg.set(neurons=16, epochs=5)
    pg.play()
    pg.look_back(2)
    assert pg.alt.startswith("Looking back: network 784-16-10 after 2 epochs")
    assert percent(pg.history.validation_accuracy[1]) in pg.alt
    then, net = pg._moment.network(pg.network), Network((784, 16, 10))
    short = experiment(digits, neurons=16, epochs=2)
    for _ in short.train():
        pass
    np.testing.assert_allclose(then.weights[0], short.network.weights[0], atol=1e-3)
    assert then.sizes == net.sizes and then.weights[0] is not pg.network.weights[0]
    pg.look_back(0)
    assert "untrained" in pg.alt
    pg.look_back()
    assert pg.alt.startswith("Network 784-16-10 after 5 epochs")


def grey_curves(pg):
    """The number of points of each kept run's curve."""
    thin = {"kind": "line", "colour": "muted", "width": 1}
    return [
        len(np.frombuffer(shape["points"], np.float32)) // 2
        for shape in pg.sketch.shapes
        if shape | thin == shape
    ]


def test_in_the_first_epoch_a_kept_run_is_shown_that_far(pg):
    pg.set(epochs=5)
    pg.play()
    pg.set(neurons=8)
    pg.play()
    assert grey_curves(pg) == [6, 6]
    pg.timeline.set_state({"at": 2})  # update 2
    assert grey_curves(pg) == [2, 2]


def test_the_slider_leads_back_and_play_returns_to_now(pg):
    pg.set(epochs=5)
    pg.play()
    assert pg.timeline.moments[:3] == ["untrained", "update 1", "update 2"]
    assert pg.timeline.moments[-2:] == ["epoch 4", "now"] and pg.timeline.at == -1
    pg.timeline.set_state({"at": 2})
    assert pg.sketch.shapes[0]["words"] == "update 2" and pg.canvas.error == ""
    assert "in its first epoch" in pg.canvas.spoken
    assert any(shape.get("colour") == "here" for shape in pg.sketch.shapes)
    pg.play()
    assert pg.timeline.at == -1 and len(pg.history.loss) == 10
    pg.timeline.set_state({"at": 3})
    pg.set(neurons=8)  # another network has no such past
    assert pg.timeline.moments == ["now"] and "untrained" in pg.alt


@pytest.mark.parametrize("neurons, most", [(4, records.MOST_MOMENTS), (512, 29)])
def test_memory_for_the_past_is_bounded(digits, neurons, most):
    run = experiment(digits, neurons=neurons, epochs=200, training_digits=20)
    for _ in run.train():
        pass
    moments = run.records.moments
    assert most / 2 <= len(moments) <= most
    assert moments[0].updates == 0 and moments[-1].finished > 150
    assert sum(a.nbytes for one in moments for a in one.arrays) <= records.MOST_BYTES
    epochs = [one.epochs for one in moments]
    assert epochs == sorted(epochs)


def test_endless_weights_are_kept_as_large_ones(digits):
    run = experiment(digits)
    run.network.weights[0][:] = np.inf
    run.records.note(run, False)
    assert np.isfinite(run.records.moments[-1].network(run.network).weights[0]).all()


# ---- why a digit is read as it is


@pytest.mark.parametrize("hidden", ["relu", "sigmoid", "tanh", "selu"])
def test_with_one_hidden_layer_the_evidence_adds_up_to_the_score(digits, hidden):
    network = Network((784, 12, 10), hidden)
    network.biases[1][:] = np.arange(10)
    image = digits.validation.images[0]
    reading = read(network, image)
    (scores,) = network.propagate(image[None])[1][-1:]
    score = scores[0, reading.answer]
    assert reading.answer == network.predict(image[None])[0]
    np.testing.assert_allclose(reading.evidence.sum() + reading.answer, score, rtol=1e-4)
    assert (np.diff(reading.evidence[reading.strongest]) <= 0).all()


def test_without_its_strongest_neuron_it_reads_what_a_network_without_it_does(digits):
    for sizes in ((784, 12, 10), (784, 12, 9, 10)):
        network = Network(sizes, seed=1)
        image = digits.validation.images[3]
        reading = read(network, image)
        network.weights[1][reading.strongest[0]] = 0
        assert reading.without == network.predict(image[None])[0]


def test_the_slopes_of_a_second_layer_agree_with_finite_differences(digits):
    network = Network((784, 6, 5, 10), "tanh", dtype="float64", init="normal")
    image = digits.validation.images[3].astype(float)
    reading = read(network, image)
    inputs, _ = network.propagate(image[None])
    for k in range(6):
        ends = []
        for step in (1e-6, -1e-6):
            a = inputs[1][0].copy()
            a[k] += step
            second = np.tanh(a @ network.weights[1] + network.biases[1])
            ends.append((second @ network.weights[2])[reading.answer])
        slope = (ends[0] - ends[1]) / 2e-6
        assert reading.evidence[k] == pytest.approx(slope * inputs[1][0][k], abs=1e-6)
        assert reading.slopes[k, reading.answer] == pytest.approx(slope, abs=1e-6)


def test_a_pressed_digit_is_looked_at_closely_and_told(pg, digits):
    pg.set(neurons=16, epochs=5)
    pg.play()
    assert {"digit 0", "digit 11", "others"} <= {one["name"] for one in pg.sketch.targets}
    press(pg, "digit 7")
    label = digits.validation.labels[7]
    expected = in_words(read(pg.network, digits.validation.images[7]), label)
    assert pg.canvas.spoken == expected and expected in pg.alt
    assert "speaks most for" in expected
    pg.set(learning_rate=0.2)  # then it is the run that is told of again
    assert pg.canvas.spoken.startswith(pg.alt)


def test_a_pressed_neuron_is_looked_at_with_what_excites_it_and_where_it_leads(pg, digits):
    pg.set(neurons=32, epochs=5)
    pg.play()
    places = {target["name"] for target in pg.sketch.targets}
    assert {f"neuron {k}" for k in range(16)} <= places and "neuron 16" not in places
    press(pg, "neuron 5")
    found, new = pg._excited(pg.network), digits.validation
    inputs, _ = pg.network.propagate(new.images)
    order = np.argsort(-inputs[1][:, 5], kind="stable")[:8]
    np.testing.assert_array_equal(found.images, new.images[order])
    np.testing.assert_allclose(found.outputs, inputs[1][order, 5], rtol=1e-5)
    assert f"excite it most: {', '.join(map(str, new.labels[order]))}." in pg.alt
    weights = pg.network.weights[1][5]
    assert f"that of {weights.argmax()} is the largest, {signed(weights.max())}" in pg.alt
    assert pg.canvas.spoken.startswith("Neuron 5: ") and "weights to the scores:" in words(pg)
    ups = [shape for shape in pg.sketch.shapes if shape["kind"] == "bars"][-2]
    assert ups["colour"] == "positive"
    assert len(np.frombuffer(ups["boxes"], "<f4")) == 4 * (weights > 0).sum()
    press(pg, "close")
    assert "The chosen digit is read as" in pg.alt and "Neuron 5: " not in pg.alt


def test_a_neuron_is_looked_at_while_it_learns_and_left_with_the_network_that_has_it(pg):
    pg.set(neurons=8, epochs=2)
    press(pg, "neuron 7")
    before = pg.alt
    pg.play()
    assert "Neuron 7: " in pg.alt != before
    pg.set(neurons=4)
    assert "The chosen digit" in pg.alt and "a neuron" not in words(pg)
    press(pg, "neuron 3")
    press(pg, "digit 2")
    assert "The chosen digit" in pg.alt
    pg.network.biases[0][:] = -1000
    press(pg, "neuron 3")
    assert "Neuron 3 answers 0 to all of 300 new digits." in pg.alt


@pytest.mark.parametrize("hidden, least", [("tanh", "−1"), ("selu", "−1.76")])
def test_a_neuron_below_zero_is_not_said_to_answer_zero(pg, hidden, least):
    pg.set(neurons=4, hidden=hidden)
    pg.network.biases[0][:] = -1000
    press(pg, "neuron 3")
    told = "Neuron 3 stays below 0 for all of 300 new digits: at most "
    assert f"{told}{least}" in pg.alt and "it stays below 0." in words(pg)


def test_with_a_second_layer_the_ten_bars_are_slopes(pg):
    pg.set(neurons=8, second_layer=16)
    press(pg, "neuron 0")
    assert "slopes of the scores:" in words(pg)
    reading = read(pg.network, pg.digits.validation.images[0])
    assert reading.slopes.shape == (8, 10)


def test_a_network_of_dead_neurons_says_that_the_biases_decide(digits):
    network = Network((784, 4, 10))
    network.biases[0][:] = -1000
    assert "the biases alone decide" in in_words(read(network, digits.validation.images[0]), 3)


def test_where_neurons_speak_against_all_digits_the_biases_do_not_decide_alone(digits):
    network = Network((784, 4, 10))
    network.weights[0][:] = 1
    network.weights[1][:] = -1
    network.weights[1][:, 3] = 0  # of all digits, they speak least against the 3
    network.biases[1][5] = 1
    told = in_words(read(network, digits.validation.images[0]), 3)
    assert told.endswith(
        "No hidden neuron speaks for a 3. With all of them silent, the network would read a 5."
    )


def test_dead_neurons_are_marked_as_such(pg):
    def marked():
        return [shape["words"] for shape in pg.sketch.shapes if shape.get("words") == "dead"]

    pg.network.biases[0][:] = 10
    pg.redraw()
    assert marked() == []
    pg.network.biases[0][:3] = -1000
    pg.redraw()
    assert marked() == ["dead"] * 3


def test_a_neuron_that_adds_next_to_nothing_is_not_named_as_strong(digits):
    network, image = Network((784, 4, 10)), digits.validation.images[0]
    network.weights[1] *= 1e-4
    assert read(network, image).strongest == []


def test_a_loss_above_the_chart_is_told_by_an_arrow(pg):
    def arrows():
        return sum(shape.get("words") == "▲" for shape in pg.sketch.shapes)

    pg.history.add(2.0, 0.1, (2.9, 0.1))
    pg.redraw()
    assert arrows() == 0
    pg.history.add(2.0, 0.1, (3.1, 0.1))
    pg.redraw()
    assert arrows() == 1


def test_a_long_name_of_a_run_is_short_in_the_chart(pg):
    pg.set(epochs=1)
    pg.play()
    pg.table._handle_custom_msg({"rename": [0, "one with sixteen neurons"]}, [])
    pg.set(neurons=8)
    pg.play()
    words = [shape.get("words") for shape in pg.sketch.shapes]
    assert words.count("◆ one with…") == 2
    assert not any("one with sixteen neurons" in str(one) for one in words)


def test_a_run_has_one_mark_in_its_curves_in_the_table_and_in_the_map(pg, monkeypatch):
    monkeypatch.setattr(sweep_map, "NEURONS", (8, 4))
    monkeypatch.setattr(sweep_map, "RATES", (0.1, 0.3))
    pg.set(epochs=8, training_digits=200)
    pg.map.fill()
    for neurons in (4, 8):
        pg.set(neurons=neurons, epochs=10)
        pg.play()
    assert [row["mark"] for row in pg.table.rows] == ["◆", "▼"]
    assert "epoch 10 of 10, run ▼ 2" in words(pg)  # the run in the picture
    assert words(pg).count("◆ 1") == 2
    on_the_way = [s["words"] for s in pg.sketch.shapes if s["kind"] == "texts" and s["size"] == 11]
    assert {mark for marks in on_the_way for mark in marks} == {"◆"}
    cells = {one["name"]: one["label"] for one in pg.map.sketch.targets}
    assert cells["4 0.1"].endswith("Your own with these: ◆.")
    assert cells["8 0.1"].endswith("Your own with these: ▼.") and "own" not in cells["8 0.3"]
    assert "▼ marks a run of yours" in pg.map.sketch.caption
    shown = words(pg.map)
    assert shown.count("◆") == shown.count("▼") == 1
    pg.table._handle_custom_msg({"show": [0, False]}, [])
    assert "◆ 1" not in words(pg)


def test_on_a_phone_what_changes_most_comes_first(pg):
    pg.canvas.set_state({"narrow": True})
    heights = {}
    for shape in pg.sketch.shapes:
        if shape["kind"] == "text":
            heights.setdefault(shape["words"].partition(":")[0], shape["y"])
    first = ["untrained", "accuracy", "training digits", "new digits", "→ the answer"]
    order = [*first, "→ hidden neurons", "loss", "0 updates"]
    assert sorted(order, key=heights.get) == order
    assert max(heights.values()) < pg.canvas.size[1]


@pytest.mark.parametrize("neurons", [1, 2, 4, 8, 16, 32, 512])
def test_up_to_sixteen_neurons_are_shown(pg, neurons):
    pg.set(neurons=neurons)
    (together,) = [
        shape["levels"] for shape in pg.sketch.shapes
        if shape["kind"] == "signed" and shape["size"] > 200
    ]  # fmt: skip
    levels = np.frombuffer(together, np.int8)
    side = int(np.sqrt(levels.size))
    tiles = levels.reshape(side, side)[::32, ::32].size
    assert min(neurons, 16) <= tiles <= 16
    words = [str(shape.get("words")) for shape in pg.sketch.shapes]
    assert any(f"16 of {neurons}" in one for one in words) == (neurons > 16)


# ---- the final choice


def test_the_test_digits_judge_one_run_once(pg, digits):
    pg.set(epochs=2)
    for neurons in (8, 16):
        pg.set(neurons=neurons)
        pg.play()
    network = Network((784, 8, 10))
    kept = pg.table._kept[0].network
    right = kept.evaluate(digits.test.images, digits.test.labels)[1]
    assert kept.sizes == network.sizes
    pg.table._handle_custom_msg({"judge": 0}, [])
    assert f"run 1, reads {percent(right, 1)} of the 300 test digits" in pg.table.verdict
    assert all(row.network is None for row in pg.table._kept)
    pg.table._handle_custom_msg({"judge": 1}, [])
    assert "have been used" in pg.canvas.error
    with pytest.raises(ValueError, match="have been used"):
        pg.judge()
    pg.set(neurons=4, epochs=1)
    pg.play()
    assert pg.table._kept[2].network is None  # it will never be judged


def test_a_neuron_with_endless_weights_is_asked_without_a_warning(digits):
    network, some = Network((784, 4, 10)), digits.validation.first(9)
    network.weights[0][...] = 3e38
    found = excited(network, 0, some.images, some.labels)
    assert np.isfinite(found.outputs).all()


def test_without_a_run_there_is_nothing_to_judge(pg):
    with pytest.raises(ValueError, match="train one first"):
        pg.judge()
    assert pg.table.verdict == ""


# ---- the words


@pytest.mark.parametrize(
    "share, digits, words",
    [(1, 1, "100.0 %"), (0.9997, 1, "> 99.9 %"), (0.0003, 0, "< 1 %"), (0.973, 1, "97.3 %")],
)
def test_a_share_is_not_torn_at_the_end_of_a_line(share, digits, words):
    assert percent(share, digits) == words.replace(" ", "\u202f")


@pytest.mark.parametrize(
    "seconds, words",
    [(0, "0 s"), (0.0002, "1 ms"), (0.04, "40 ms"), (0.5, "0.50 s"), (1.5, "1.5 s")],
)
def test_a_short_time_is_not_nothing(seconds, words):
    assert duration(seconds) == words.replace(" ", "\u202f")


def test_after_two_epochs_only_what_is_true_is_said(digits):
    run = experiment(digits, epochs=1)
    first_loss, first_share = run.start
    for loss, share, told in (
        (first_loss + 0.1, first_share, "not fallen yet"),
        (first_loss - 0.1, first_share, "accuracy does not rise yet"),
        (first_loss - 0.1, first_share + 0.1, "the accuracy rises"),
    ):
        run.history.loss, run.history.accuracy = [2.0], [0.1]
        run.history.validation_loss, run.history.validation_accuracy = [loss], [share]
        word, sentence = diagnose(run, silent=0)
        assert word == "learning" and told in sentence


def test_the_hint_tells_of_a_gap_after_the_last_epoch(digits):
    run = experiment(digits, epochs=1)
    run.history.loss = run.history.validation_loss = [0.3] * 6
    run.history.accuracy, run.history.validation_accuracy = [0.9, *[0.99] * 5], [0.9] * 6
    word, sentence = diagnose(run, silent=0)
    assert word == "settled" and sentence.endswith("more digits would help.")


@pytest.mark.parametrize("share, word", [(0.45, "settled"), (0.55, "stuck")])
def test_half_of_the_first_loss_is_far_from_done(digits, share, word):
    run = experiment(digits, epochs=1)
    run.history.loss = run.history.validation_loss = [share * run.start[0]] * 6
    run.history.accuracy = run.history.validation_accuracy = [0.9] * 6
    assert diagnose(run, silent=0)[0] == word


@pytest.mark.parametrize("last, word", [(0.8, "slow"), (1.0, "stuck")])
def test_a_loss_that_falls_in_the_last_epoch_still_falls(digits, last, word):
    run = experiment(digits, epochs=1)
    ends = last * run.start[0]
    run.history.loss = run.history.validation_loss = [run.start[0]] * 5 + [ends]
    run.history.accuracy = run.history.validation_accuracy = [0.3] * 6
    assert diagnose(run, silent=0)[0] == word


def test_nearly_all_dead_neurons_are_not_all(digits):
    run = experiment(digits, epochs=3)
    run.history.validation_loss = [run.start[0]] * 5
    run.history.loss, run.history.accuracy = [2.0] * 5, [0.1] * 5
    run.history.validation_accuracy = [0.1] * 5
    assert diagnose(run, silent=511 / 512)[1].startswith(">\u202f99\u202f%")


def test_dead_neurons_of_a_first_layer_leave_the_second_one_to_learn(digits):
    run = experiment(digits, epochs=3, second_layer=8)
    run.history.loss, run.history.validation_loss = [2.0] * 5, [run.start[0]] * 5
    run.history.accuracy = run.history.validation_accuracy = [0.1] * 5
    assert "of the first layer's neurons are dead" in diagnose(run, silent=0.5)[1]
    all_dead = diagnose(run, silent=1)[1]
    assert "only the output's" not in all_dead and "reads every digit as the same" in all_dead


# ---- the map and the still picture


def test_the_maps_colours_tell_88_from_98_per_cent():
    assert strength(0.98) - strength(0.88) > 0.15
    shares = [strength(share) for share in (0, 0.1, 0.5, 0.8, 0.9, 0.95, 0.98, 1)]
    assert shares == sorted(shares) and shares[0] == 0 and shares[-1] <= 0.55


def test_the_still_picture_of_an_untrained_playground_shows_one_in_use(digits):
    first, second = playground(digits), playground(digits)
    bundle = first._repr_mimebundle_()
    assert bundle["text/html"] == second._repr_mimebundle_()["text/html"]
    words = "run the cell above to use it. The playground in use: a network with 16"
    assert words in bundle["text/html"]
    assert first.history.loss == [] and first.network.sizes == (784, 16, 10)
    few = dataclasses.replace(digits, train=digits.train.first(7))
    assert "The playground in use" in playground(few)._repr_mimebundle_()["text/html"]
