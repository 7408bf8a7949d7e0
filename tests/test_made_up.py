"""Handwriting that a program makes up: pinned, since what the apps say of it rests on it."""

import numpy as np
import pytest

from dig2ai_helpers import load_network
from dig2ai_helpers.digits.made_up import made_up_class, somebodys_drawings
from dig2ai_helpers.digits.pen_paths import STYLES, curve, drawn, line, ring

# All coordinates of a digit's styles, each times its place in the row of them. A slip of a
# hundredth in a single point changes the sum.
SUMS = {
    0: 29372.9164, 1: 8114.8067, 2: 62532.0879, 3: 65569.6767, 4: 23119.2336,
    5: 51288.7015, 6: 70889.3279, 7: 14443.2075, 8: 81302.3516, 9: 39798.6891,
}  # fmt: skip


def rng(seed=0):
    return np.random.default_rng(seed)


@pytest.mark.parametrize("label", STYLES)
def test_the_styles_are_those_that_were_thought_up(label):
    strokes = [stroke for path in STYLES[label].values() for stroke in path]
    coordinates = np.concatenate(strokes).reshape(-1)
    assert coordinates @ np.arange(coordinates.size) == pytest.approx(SUMS[label], abs=1e-3)


def test_lines_and_curves_go_through_their_points_and_a_ring_goes_round():
    points = [(0, 0), (1, 0), (1, 2)]
    for path in (line(*points), curve(*points)):
        np.testing.assert_allclose(path[::12], points, atol=1e-12)
    np.testing.assert_allclose(line(*points)[6], (0.5, 0))
    x = np.linspace(1, 2, 12, endpoint=False)
    bend = curve((0, 0), (1, 1), (2, 4), (3, 9))  # on a parabola
    np.testing.assert_allclose(bend[12:24], np.stack([x, x**2], axis=1))
    np.testing.assert_allclose(ring(1, 2, 3, 4, 0, 90)[[0, -1]], [(4, 2), (1, 6)], atol=1e-12)


ENDS = [
    ({}, [(0.4035, 0.2103), (0.3354, 0.7477), (0.3813, 0.1739), (0.6434, 0.1519)]),
    (
        dict(size=0.4, place=(0.3, 0.6), slant=0.3, turn=20, width=1.3, shake=0.02),
        [(0.3356, 0.4390), (0.0794, 0.6793), (0.3211, 0.4249), (0.5176, 0.4753)],
    ),
]


@pytest.mark.parametrize("manner, ends", ENDS)
def test_a_five_is_written_as_it_was_before(manner, ends):
    strokes = drawn(STYLES[5]["hat last"], rng(), **manner)
    found = np.concatenate([stroke[[0, -1]] for stroke in strokes])
    np.testing.assert_allclose(found, ends, atol=1e-4)


def test_a_pen_never_leaves_the_sheet():
    points = np.concatenate(drawn(STYLES[0]["round"], rng(), size=1.5))
    assert (points.min(), points.max()) == (0.01, 0.99)


def test_everybody_of_a_class_writes_every_digit():
    two = made_up_class(2, 2)
    assert two.people.tolist() == ["made-up 1"] * 20 + ["made-up 2"] * 20
    assert two.labels.tolist() == np.tile(np.repeat(np.arange(10), 2), 2).tolist()


def test_the_hands_are_those_that_they_were_before():
    ink = made_up_class(2, 1).images.sum(axis=1)
    # the sum of each drawing's pixels
    one = [90.0, 56.8, 69.9, 82.0, 97.0, 103.8, 90.0, 63.1, 104.3, 112.2]
    other = [134.1, 51.0, 149.7, 122.9, 103.8, 113.5, 101.6, 74.5, 104.1, 67.0]
    np.testing.assert_allclose(ink, [*one, *other], atol=0.2)


def test_somebodys_sevens_are_hard_to_read_and_the_other_digits_are_not():
    images, labels = map(np.array, zip(*somebodys_drawings(), strict=True))
    assert labels.tolist() == [7] * 12 + [1] * 4 + [2] * 4 + [4] * 4 + [9] * 4
    right = load_network().predict(images) == labels
    assert right[:12].sum() < 8 and right[12:].sum() > 13
    np.testing.assert_allclose(images.sum(axis=1)[[0, -1]], [81.6, 98.0], atol=0.2)


@pytest.mark.parametrize(
    "settings, told",
    [({"people": 0}, "people must"), ({"each": 0}, "each must"), ({"seed": -1}, "seed must")],
)
def test_a_class_that_can_not_be_is_refused(settings, told):
    with pytest.raises(ValueError, match=told):
        made_up_class(**settings)
