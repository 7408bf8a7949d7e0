"""The app of notebook 07: two hidden numbers are a plane, and ten digits divide it."""

import asyncio
import json
import re
import time

import numpy as np
import pytest

pytest.importorskip("anywidget")

from dig2ai_helpers import Digits, Network, Split, figures, interact, train
from dig2ai_helpers.interact import countries, layers
from dig2ai_helpers.interact.countries_app.map import CELLS, place_in
from dig2ai_helpers.interact.countries_app.plane import (
    REACH,
    STRIPS,
    nearest,
    plane_of,
    strips,
    widest_projection,
)


@pytest.fixture(scope="module")
def trained(digits):
    app = countries(digits)
    app.play()
    yield app
    app.close()


@pytest.fixture
def app(digits):
    app = countries(digits)
    yield app
    app.close()


def owner_of(net, place):
    """The country at a place, by the last layer alone."""
    return int((np.asarray(place) @ net.weights[-1] + net.biases[-1]).argmax())


def test_two_numbers_are_enough_for_most_digits(trained):
    assert trained.network.sizes == (784, 32, 2, 10) and trained.network.hidden == "tanh"
    assert trained.history.validation_accuracy[-1] > 0.8
    share = int(re.search(r"(\d+) % of 300 new digits correct", trained.alt)[1])
    assert abs(share / 100 - trained.history.validation_accuracy[-1]) <= 0.005


def test_the_ground_belongs_to_the_answer_of_the_last_layer(trained, digits):
    plane = plane_of(trained.network, digits.validation.images)
    rng = np.random.default_rng(0)
    for row, column in rng.integers(0, STRIPS, (50, 2)):
        right, up = (column + 0.5) / STRIPS, 1 - (row + 0.5) / STRIPS
        place = REACH * (2 * np.array([right, up]) - 1)
        assert plane.ground[row, column] == owner_of(trained.network, place)


def test_a_digit_lies_in_the_country_that_it_is_read_as(trained, digits):
    plane = plane_of(trained.network, digits.validation.images)
    assert (plane.answers == trained.network.predict(digits.validation.images)).all()
    for place, answer in zip(plane.places, plane.answers, strict=True):
        assert owner_of(trained.network, place) == answer


def test_strips_cover_each_country_and_nothing_else(trained, digits):
    plane = plane_of(trained.network, digits.validation.images)
    covered = np.zeros((STRIPS, STRIPS), dtype=int)
    for k in range(10):
        if not plane.own(k).any():
            continue
        for column, row, length in strips(plane.own(k)):
            covered[row, column : column + length] += 1
            assert (plane.ground[row, column : column + length] == k).all()
    assert (covered == 1).all()


def test_a_country_without_land_is_named(app):
    app.network.biases[-1][4] = -100
    app.redraw()
    for words in (app.alt, app.sketch.caption):
        assert "4" in re.search(r"No country on this map: ([\d, ]+)\.", words)[1].split(", ")


def test_every_country_has_its_number_on_it_and_every_digit_its_own(trained, digits):
    plane = plane_of(trained.network, digits.validation.images)
    large = [s["words"] for s in trained.sketch.shapes if s.get("size") == 34]
    assert large[:-1] == [f"{k}" for k in range(10) if plane.own(k).mean() > 0.002]
    small = [s for s in trained.sketch.shapes if s["kind"] == "texts"]
    assert sorted(word for s in small for word in s["words"]) == sorted(
        f"{label}" for label in digits.validation.labels
    )


def test_rings_mark_the_wrong_ones(trained, digits):
    wrong = (trained.network.predict(digits.validation.images) != digits.validation.labels).sum()
    (rings,) = (
        s for s in trained.sketch.shapes if s["kind"] == "points" and s["colour"] == "wrong"
    )
    assert len(np.frombuffer(rings["points"], "<f4")) // 2 == wrong


def test_pointing_shows_the_nearest_digit(trained, digits):
    places = plane_of(trained.network, digits.validation.images).places
    for cell in (0, 500, CELLS**2 - 1):
        trained.pick(f"plane:{cell}")
        row = nearest(places, place_in(cell))
        label = digits.validation.labels[row]
        assert re.search(rf"The marked digit is an? {label}, read as \d", trained.alt)
        assert trained.canvas.targets[0]["cell"] == cell
    with pytest.raises(ValueError, match=f"places 0 to {CELLS**2 - 1}, but no {CELLS**2}"):
        trained.pick(f"plane:{CELLS**2}")


def test_the_upper_left_cell_is_low_in_the_first_number_and_high_in_the_second():
    (left, up), (right, down) = place_in(0), place_in(CELLS**2 - 1)
    assert left < -1 < 1 < up and down < -1 < 1 < right


def test_a_step_is_one_epoch_and_the_way_leads_back(app):
    app.step()
    assert "After 1 epoch:" in app.alt
    app.step()
    assert len(app.history.loss) == 2 and "After 2 epochs" in app.alt
    now = app.alt
    app.look_back(0)
    assert app.alt.startswith("A plane") and "Untrained" in app.alt
    app.look_back()
    assert app.alt == now


def test_what_goes_to_the_page_can_be_written_as_json(trained):
    for shape in [*trained.sketch.shapes, *trained.sketch.targets]:
        json.dumps({name: value for name, value in shape.items() if type(value) is not bytes})


def test_another_seed_is_another_network_and_another_rate_goes_on(app):
    app.step()
    app.set(learning_rate=0.5)
    assert len(app.history.loss) == 1
    app.set(seed=3)
    assert app.history.loss == []
    fresh = Network((784, 32, 2, 10), "tanh", seed=3)
    assert (app.network.weights[0] == fresh.weights[0]).all()


def test_it_is_drawn_narrow_too(trained):
    trained.canvas.narrow = True
    trained.redraw()
    width = trained.canvas.size[0]
    trained.canvas.narrow = False
    trained.redraw()
    assert (width, trained.canvas.size[0]) == (300, 720)


def test_the_still_picture_shows_what_play_would_reach(app, trained):
    words = app._repr_mimebundle_()["text/plain"]
    share = int(re.search(r"(\d+) % of 300", words)[1])
    reached = trained.history.validation_accuracy[-1]
    assert share == round(100 * reached) > 75 and app.history.loss == []


def test_a_picture_takes_no_time(trained):
    begun = time.process_time()
    for _ in range(10):
        trained.redraw()
    assert (time.process_time() - begun) / 10 < 0.03


def test_it_can_be_paused_while_it_learns(digits, monkeypatch):
    monkeypatch.delenv("DIG2AI_TEST")

    async def scene():
        app = countries(digits)
        app._press("play", {})  # as the page does
        await asyncio.sleep(0.8)
        assert app.live.running and 0 < app.experiment.updates
        app.stop()
        updates = app.experiment.updates
        await asyncio.sleep(0.2)
        assert app.experiment.updates == updates and not app.experiment.done
        app.close()

    asyncio.run(asyncio.wait_for(scene(), 30))


@pytest.fixture(scope="module")
def by_layer(digits):
    net = Network((784, 32, 10), init="small")
    train(net, digits.train, epochs=5, progress=False)
    return layers(net, digits)


def test_each_layer_has_its_shadow_and_later_ones_part_the_digits_better(by_layer):
    shares = []
    for layer in ("784 pixels", "32 hidden activations", "10 scores"):
        by_layer.set(layer=layer)
        assert f"The widest projection of the {layer}" in by_layer.alt and not by_layer.canvas.error
        shares.append(int(re.search(r"digits: (\d+) %", by_layer.alt)[1]))
    assert shares[0] + 5 < shares[1] and shares[0] + 5 < shares[2]


def test_hidden_layers_of_the_same_width_are_told_apart(digits):
    app = layers(Network((784, 16, 16, 10)), digits)
    pictures = []
    for k in (1, 2):
        app.set(layer=f"16 hidden activations of layer {k}")
        assert f"projection of the 16 hidden activations of layer {k}, with" in app.alt
        pictures.append(app.sketch.shapes)
    assert pictures[0] != pictures[1]


def test_the_country_of_a_place_is_that_of_the_nearest_mean(digits):
    points, labels = digits.validation.images.astype("float64"), digits.validation.labels
    plane = widest_projection(points, labels)
    means = np.array([plane.places[labels == k].mean(axis=0) for k in range(10)])
    distances = np.linalg.norm(plane.places[:, None] - means, axis=2)
    assert (plane.answers == distances.argmin(axis=1)).all()
    assert np.abs(plane.places).max() == 1
    widths = plane.places.std(axis=0)
    assert widths[0] > widths[1] > 0


def test_layers_shows_no_network_that_reads_something_else(digits):
    with pytest.raises(ValueError, match="10"):
        layers(Network((784, 12, 3)), digits)


def test_a_digit_of_a_layer_is_pointed_at(by_layer, digits):
    by_layer.pick("plane:100")
    label = re.search(r"The marked digit is an? (\d), in country", by_layer.alt)[1]
    assert int(label) in digits.validation.labels
    by_layer.set(layer="784 pixels")
    assert "The marked digit" in by_layer.alt
    with pytest.raises(ValueError, match="but no 9999"):
        by_layer.pick("plane:9999")


def some(n, pixels=784, highest=9):
    labels = np.arange(n) % (highest + 1)
    return Split(np.random.default_rng(0).random((n, pixels)), labels)


def test_of_many_digits_the_first_300_have_a_place():
    app = interact.layers(Network((4, 3, 10)), Digits("many", some(9, 4), some(310, 4), some(9, 4)))
    assert "300" in app.alt, app.alt


def test_a_digit_that_is_missing_owns_nothing(digits):
    """Its mean would be NaN, and `argmax` takes NaN for the largest."""
    split = digits.validation
    for gone in (0, 1, 2, 7):
        rows = split.labels != gone
        plane = widest_projection(split.images[rows], split.labels[rows])
        assert np.isfinite(plane.places).all()
        assert gone not in plane.answers and gone not in plane.ground
        assert np.mean(plane.answers == split.labels[rows]) > 0.4


@pytest.mark.parametrize("n, pixels", [(1, 784), (20, 1), (3, 4)])
def test_a_handful_of_points_has_a_plane(n, pixels):
    split = some(n, pixels)
    plane = widest_projection(split.images, split.labels)
    assert plane.places.shape == (n, 2) and np.isfinite(plane.probabilities).all()


@pytest.mark.parametrize(
    "app, part, words",
    [
        (countries, some(20, highest=12), "labels from 0 to 9, but one of digits.train is 12"),
        (countries, some(20, 63), "an image must be a square of pixels to be drawn, but has 63"),
        (interact.pixels, some(20, 64), "must be images of 784 pixels, but those of digits.train"),
        (interact.neuron, some(20, 64), "must be images of 784 pixels, but those of digits.train"),
        (interact.learn_from_me, some(20, highest=12), "labels from 0 to 9"),
        (interact.learn_from_me, some(20, 64), "must be images of 784 pixels, but those of"),
        (lambda digits: figures.show_digits(digits.train.images), some(20, 63), "a square of"),
    ],
)
def test_digits_that_can_not_be_shown_are_refused_in_a_sentence(app, part, words):
    make = app if app is not interact.learn_from_me else lambda digits: app(digits=digits)
    with pytest.raises(ValueError, match=words):
        repr(make(Digits("others", part, part, part)))


def test_digits_of_another_size_are_shown():
    assert "20 handwritten digits" in figures.show_digits(some(20, 64).images).alt


def test_a_country_that_is_not_there_is_not_among_the_largest(digits):
    app = countries(digits)
    for weights in app.network.weights:
        weights[...] = 0
    app.network.biases[-1][3] = 1
    app.redraw()
    assert app.alt.endswith("The largest countries: 3 with 100 % of the plane.")
