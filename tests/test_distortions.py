"""Distorted digits: what each setting does, and that every batch is new."""

import re

import numpy as np
import pytest

from dig2ai_helpers import Network, Split, train
from dig2ai_helpers.digits import distortions
from dig2ai_helpers.digits.distortions import LIMITS, Distorted, distort, redraw, warp

NOTHING = dict.fromkeys(LIMITS, 0)


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.fixture(scope="module")
def images(digits):
    return digits.test.images[:40]


def squares(images):
    return images.reshape(-1, 28, 28)


def test_without_a_distortion_the_image_stays_as_it_is(images):
    np.testing.assert_array_equal(distort(images, rng(), **NOTHING), images)
    np.testing.assert_array_equal(warp(images), images)


def test_a_shift_moves_by_whole_pixels_exactly(images):
    moved = squares(warp(images, down=2, across=-3))
    np.testing.assert_array_equal(moved[:, 2:, :-3], squares(images)[:, :-2, 3:])
    assert not moved[:, :2].any() and not moved[:, :, -3:].any()  # no ink comes from outside


def test_a_shift_by_half_a_pixel_is_the_mean_of_two(images):
    moved = squares(warp(images, across=0.5))
    both = (squares(images)[:, :, 1:] + squares(images)[:, :, :-1]) / 2
    np.testing.assert_allclose(moved[:, :, 1:], both, atol=1e-6)


def test_a_quarter_turn_is_against_the_clock(images):
    turned = squares(warp(images, turn=90))
    np.testing.assert_allclose(turned, np.rot90(squares(images), axes=(1, 2)), atol=1e-5)


def test_a_turn_and_the_turn_back_nearly_cancel(images):
    there_and_back = warp(warp(images, turn=20), turn=-20)
    assert np.abs(there_and_back - images).mean() < 0.03  # two blurs; the mean ink is 0.13
    assert np.abs(warp(images, turn=20) - images).mean() > 0.05


def test_twice_as_large_shows_the_middle_in_two_pixels_each():
    block = np.zeros((1, 28, 28), np.float32)
    block[:, 12:16, 11:17] = 1  # 4 tall and 6 wide
    large = squares(warp(block.reshape(1, 784), height=2, width=2)) > 0.5
    assert large.any(axis=2).sum() == 8 and large.any(axis=1).sum() == 12
    assert large[0, 10:18, 8:20].all()


def test_height_and_width_are_separate(images):
    narrow = warp(images, width=0.5)
    for axis, factor in ((2, 1), (1, 0.5)):
        sides = [(squares(part) > 0.5).any(axis=axis).sum() for part in (narrow, images)]
        assert sides[0] == pytest.approx(factor * sides[1], rel=0.08)


def test_a_slant_leans_to_the_right():
    stroke = np.zeros((1, 28, 28), np.float32)
    stroke[:, 4:24, 14] = 1
    leaning = squares(warp(stroke.reshape(1, 784), slant=0.5))[0]
    places = leaning @ np.arange(28) / np.maximum(leaning.sum(axis=1), 1e-9)
    np.testing.assert_allclose(np.diff(places[5:23]), -0.5, atol=1e-3)  # further down: left


def test_it_stretches_then_slants_then_turns_then_moves(images):
    settings = dict(height=1.1, slant=0.2, turn=15, down=1)
    at_once, step_by_step = warp(images, **settings), images
    for name, value in settings.items():
        step_by_step = warp(step_by_step, **{name: value})
    assert np.abs(at_once - step_by_step).mean() < 0.03  # four blurs instead of one
    wrong_order = images
    for name, value in reversed(settings.items()):
        wrong_order = warp(wrong_order, **{name: value})
    assert np.abs(at_once - wrong_order).mean() > np.abs(at_once - step_by_step).mean()


def test_pushes_that_are_all_alike_are_a_shift_where_the_knots_are_dense(images):
    up_and_left = np.zeros((2, len(images), 36))
    up_and_left[0] = 1
    pushed, moved = squares(warp(images, pushes=up_and_left)), squares(images)
    rows = np.arange(28)
    centres = [(part.sum(axis=2) @ rows / part.sum(axis=(1, 2))) for part in (pushed, moved)]
    assert (centres[0] < centres[1] - 1).all()  # up, and by more than one knot alone would


def test_random_pushes_move_every_pixel_by_about_one():
    slope = np.tile(np.arange(28) / 28, (400, 28)).astype(np.float32)  # ink tells the column
    pushes = rng().standard_normal((2, 400, 36))
    moved = 28 * squares(warp(slope, pushes=pushes) - slope)[:, 6:22, 6:22]
    assert abs(moved.mean()) < 0.1
    np.testing.assert_allclose(moved.std(axis=0), 1, atol=0.2)
    assert np.abs(np.diff(moved, axis=2)).mean() < 0.3  # neighbours are pushed alike


def test_a_push_falls_off_like_a_gaussian_with_the_distance_in_pixels():
    at_its_knot, next_to_it = distortions.ELASTIC[:2, 0]  # the first pixel; knots are 5.4 apart
    assert next_to_it / at_its_knot == pytest.approx(np.exp(-((5.4 / 4.5) ** 2) / 2), abs=0.01)


def test_no_order_of_the_sums_changes_a_bit(images, monkeypatch):
    pushes, order = rng().standard_normal((2, 40, 36)), rng().permutation(36)
    as_it_is = warp(images, pushes=pushes, turn=10)
    monkeypatch.setattr(distortions, "ELASTIC", distortions.ELASTIC[order])
    np.testing.assert_array_equal(warp(images, pushes=pushes[:, :, order], turn=10), as_it_is)


def test_strokes_get_thicker_and_thinner(images):
    thicker, thinner = (redraw(images, np.full(len(images), t)) for t in (0.5, -0.5))
    assert (thicker >= images).all() and (thinner <= images).all()
    inked = [np.mean(part > 0.5) for part in (thinner, images, thicker)]
    assert inked[0] < 0.85 * inked[1] and inked[2] > 1.15 * inked[1]
    np.testing.assert_array_equal(redraw(images, np.zeros(len(images))), images)


def test_a_dot_grows_to_its_four_neighbours():
    dot = np.zeros((1, 28, 28), np.float32)
    dot[0, 5, 7] = 1
    grown = squares(redraw(dot.reshape(1, 784), np.array([0.25])))[0]
    cross = {(5, 7): 1, (4, 7): 0.25, (6, 7): 0.25, (5, 6): 0.25, (5, 8): 0.25}
    assert {(row, column): grown[row, column] for row, column in np.argwhere(grown)} == cross


def test_values_stay_between_0_and_1_whatever_the_settings(images):
    strongest = {name: limit * 0.999 for name, limit in LIMITS.items()}
    for settings in ({}, strongest):
        distorted = distort(images, rng(), **settings)
        assert (distorted.shape, distorted.dtype) == (images.shape, np.float32)
        assert distorted.min() >= 0 and distorted.max() <= 1 + 1e-6


def test_a_digit_keeps_most_of_its_ink(images):
    ink = distort(images, rng()).sum(axis=1) / images.sum(axis=1)
    assert 0.5 < ink.min() < 0.95 and 1.05 < ink.max() < 2
    assert ink.mean() == pytest.approx(1, abs=0.1)


def test_each_image_is_distorted_in_its_own_way(images):
    same = np.repeat(images[:1], 300, axis=0)  # more than one piece
    assert len(np.unique(distort(same, rng()), axis=0)) == 300


def test_the_size_of_the_pieces_makes_no_difference(images, monkeypatch):
    in_pieces = distort(images, rng())
    monkeypatch.setattr(distortions, "PIECE", 1000)
    np.testing.assert_allclose(in_pieces, distort(images, rng()), atol=1e-4)


def test_each_setting_alone_changes_the_image(images):
    for name in LIMITS:
        alone = distort(images, rng(), **NOTHING | {name: 0.2 if LIMITS[name] == 1 else 1})
        assert (alone != images).any(axis=1).all(), name


def test_the_images_given_are_left_alone(images):
    before = images.copy()
    distort(images, rng())
    np.testing.assert_array_equal(images, before)


def test_the_same_seed_gives_the_same_images(images):
    np.testing.assert_array_equal(distort(images, rng(3)), distort(images, rng(3)))
    assert (distort(images, rng(3)) != distort(images, rng(4))).any()


def test_a_distorted_split_gives_new_images_for_the_same_rows(digits):
    rows = np.array([5, 3, 8])
    epochs = [Distorted(digits.train, seed=seed) for seed in (1, 1, 2)]
    first, same, other = (split.batch(rows)[0] for split in epochs)
    np.testing.assert_array_equal(first, same)
    assert (first != other).any(axis=1).all()
    assert (first != epochs[0].batch(rows)[0]).any(axis=1).all()  # the next epoch's


def test_labels_and_sizes_are_those_of_the_split(digits):
    split = Distorted(digits.train)
    images, labels = split.batch(slice(2, 7))
    np.testing.assert_array_equal(labels, digits.train.labels[2:7])
    assert images.shape == (5, 784)
    assert (len(split), split.pixels) == (len(digits.train), 784)
    assert split.labels is digits.train.labels


def test_a_network_learns_from_distorted_digits(digits):
    runs = []
    for _ in range(2):
        net = Network((784, 32, 10))
        split = Distorted(digits.train, elastic=0.5)
        train(net, split, digits.validation, epochs=6, learning_rate=0.2, progress=False)
        runs.append(net)
    assert runs[0].evaluate(digits.test.images, digits.test.labels)[1] > 0.9
    np.testing.assert_array_equal(runs[0].weights[0], runs[1].weights[0])


@pytest.mark.parametrize("name", LIMITS)
@pytest.mark.parametrize("value", [-0.1, 999, np.nan, "much", None])
def test_a_setting_that_makes_no_sense_is_named(digits, images, name, value):
    with pytest.raises((ValueError, TypeError), match=f"{name} must be a number from 0 and below"):
        distort(images, rng(), **{name: value})
    with pytest.raises((ValueError, TypeError), match=name):
        Distorted(digits.train, **{name: value})


def says(words):
    return pytest.raises((ValueError, TypeError), match=re.escape(words))


def test_other_bad_input_is_told_in_a_sentence(digits, images):
    with says("rng must be np.random.default_rng(seed), but is 0"):
        distort(images, 0)
    with says("divide them by 255"):
        distort((images * 255).astype(np.uint8), rng())
    with says("shape (n, 784)"):
        distort(images[0], rng())
    with says("row 1 holds NaN"):
        distort(np.stack([images[0], np.full(784, np.nan)]), rng())
    with says("'spin'"):
        Distorted(digits.train, spin=3)
    with says("seed must be a whole number"):
        Distorted(digits.train, seed="a")
    with says("split must be a Split, like digits.train"):
        Distorted(digits.train.images)
    with says("shape (n, 784)"):
        Distorted(Split(np.zeros((3, 64)), [0, 1, 2]))
