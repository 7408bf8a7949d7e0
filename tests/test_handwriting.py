"""The path of a pen made into images like MNIST's."""

import numpy as np
import pytest

from dig2ai_helpers.digits.handwriting import _centred, ink_on, strokes_as_mnist


def box(image):
    """The part of an image (784,) that holds ink."""
    image = image.reshape(28, 28)
    rows, columns = np.flatnonzero(image.any(axis=1)), np.flatnonzero(image.any(axis=0))
    return image[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def centre(image):
    """The centre of mass of an image (784,): row, column."""
    image = image.reshape(28, 28)
    return np.array([image.sum(axis=1), image.sum(axis=0)]) @ np.arange(28) / image.sum()


def thickness(image):
    """Twice the ink over the length of its edge: about the width of its strokes, in pixels."""
    image = image.reshape(28, 28)
    down, across = np.diff(image, axis=0, append=0), np.diff(image, axis=1, append=0)
    return 2 * image.sum() / np.hypot(down, across).sum()


def test_a_digit_is_placed_where_mnists_makers_placed_it(real_mnist):
    images = real_mnist.test.images[:500]
    placed = np.array([_centred(box(image)) for image in images])
    assert np.mean((placed == images).all(axis=1)) > 0.95


def test_a_digit_that_is_heavy_on_one_side_stays_on_the_sheet():
    picture = np.full((20, 20), 1e-3)
    picture[-1, -1] = 1
    for one in (picture, picture[::-1, ::-1]):
        np.testing.assert_allclose(box(_centred(one)), one)


def test_a_path_is_drawn_as_thick_whatever_its_size():
    angle = np.linspace(0, 6.3, 80)
    ring = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    images = [strokes_as_mnist([0.5 + radius * ring]) for radius in (0.04, 0.2, 0.5)]
    for image in images:
        assert box(image).shape == (20, 20)
        assert 2 < thickness(image) < 3
        np.testing.assert_allclose(image, images[0], atol=1e-5)


def test_strokes_keep_their_places_to_each_other():
    cross = strokes_as_mnist([[(0.2, 0.5), (0.8, 0.5)], [(0.5, 0.2), (0.5, 0.8)]]).reshape(28, 28)
    np.testing.assert_allclose(cross, cross.T, atol=1e-6)
    assert cross[14, 14] > 0.9 and cross[8, 8] == 0


def test_x_goes_right_and_y_goes_down():
    image = strokes_as_mnist([[(0.1, 0.1), (0.1, 0.9), (0.5, 0.9)]]).reshape(28, 28)  # an L
    rows, columns = np.nonzero(image)
    assert image[rows.max() - 1, columns.max() - 1] > 0.5 and image[rows.min(), columns.max()] == 0


def test_a_dot_stays_a_dot_and_a_line_a_line():
    dot = strokes_as_mnist([[(0.3, 0.9)]])
    assert box(dot).shape == (3, 3) and np.abs(centre(dot) - 14).max() <= 0.5
    assert max(box(strokes_as_mnist([[(0.5, 0.5), (0.5, 0.51)]])).shape) < 8
    assert box(strokes_as_mnist([[(0.5, 0.1), (0.5, 0.9)]])).shape == (20, 3)


def test_no_ink_gives_a_black_image():
    for image in (strokes_as_mnist([]), strokes_as_mnist([[]])):
        assert image.shape == (784,) and not image.any()


def test_odd_paths_give_finite_images():
    rng = np.random.default_rng(0)
    scribble = rng.random((4000, 2))
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    for strokes in ([scribble], [corners], [[(0, 0)], [(1, 1)]], [[(0.5, 0.5)] * 50], [[(1, 1)]]):
        image = strokes_as_mnist(strokes)
        assert np.isfinite(image).all() and image.min() == 0 and image.max() <= 1
        assert image.sum() > 3


@pytest.mark.parametrize(
    "strokes, words",
    [([(0.1, 0.2)], "stroke 0 has the shape"), ([[(0.1, 0.2, 0.3)]], "stroke 0 has the shape"),
     ([[(0.1, 0.2)], [(0.1, 1.2)]], "stroke 1 leaves"), ([[(0.1, np.nan)]], "stroke 0 leaves"),
     (3, "list of strokes"), ([[("a", "b")]], "list of strokes")],
)  # fmt: skip
def test_what_are_no_strokes_is_refused(strokes, words):
    with pytest.raises((ValueError, TypeError), match=words):
        strokes_as_mnist(strokes)


def test_ink_on_an_image_lies_where_the_pen_was_and_takes_nothing_away():
    image = np.zeros(784, np.float32)
    image[0] = 0.5
    drawn = ink_on(image, [[(0.1, 0.5), (0.9, 0.5)]])
    assert drawn.dtype == np.float32 and drawn[0] == 0.5 and image.sum() == 0.5
    line = drawn.reshape(28, 28)[1:]
    rows, columns = np.nonzero(line)
    assert line[13 - 1 : 15 - 1, 4:24].min() > 0.9
    assert (rows.min() + 1, rows.max() + 1) == (12, 15)
    assert 0 < columns.min() < 3 and 24 < columns.max() < 27
    assert np.allclose(line, line[:, ::-1])


def test_a_dot_in_the_far_corner_is_on_the_sheet_and_no_stroke_gives_a_copy():
    image = np.zeros(784, np.float32)
    assert ink_on(image, [[(1, 1)]]).reshape(28, 28)[27, 27] > 0.5
    same = ink_on(image, [])
    assert same is not image and np.array_equal(same, image)
