"""Handwriting made into images like MNIST's: from pictures of ink, and from the path of a pen."""

import numpy as np
import pytest

from dig2ai_helpers import load_digits
from dig2ai_helpers.digits.handwriting import as_mnist, strokes_as_mnist


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


def test_a_picture_of_ink_fills_20_pixels_and_is_centred():
    ink = np.zeros((300, 200))
    ink[40:240, 20:30] = 1  # a tall stroke, 200 points by 10
    ink[230:240, 20:120] = 1  # with a foot: an L
    image = as_mnist(ink)
    assert image.dtype == np.float32 and image.shape == (784,)
    assert image.min() == 0 and image.max() == 1
    assert box(image).shape == (20, 10)
    assert np.abs(centre(image) - 14).max() <= 0.5


def test_the_same_picture_larger_elsewhere_or_in_bytes_gives_the_same_image():
    rng = np.random.default_rng(0)
    ink = np.kron(rng.random((20, 15)), np.ones((4, 4)))
    image = as_mnist(ink)
    np.testing.assert_allclose(as_mnist(np.kron(ink, np.ones((3, 3)))), image, atol=1e-6)
    np.testing.assert_allclose(as_mnist(np.pad(ink, ((50, 3), (0, 99)))), image, atol=1e-6)
    np.testing.assert_allclose(as_mnist((255 * ink).astype(np.uint8)), image, atol=0.01)


def difference_after_enlarging(images):
    """Mean absolute change of pixels when images are enlarged six times and read back."""
    again = [as_mnist(np.kron(image.reshape(28, 28), np.ones((6, 6)))) for image in images]
    return np.abs(np.array(again) - images).mean(axis=1)


def test_an_enlarged_mnist_image_comes_back_as_it_was(real_mnist):
    changes = difference_after_enlarging(real_mnist.test.images[:500])
    assert np.median(changes) < 0.002 and np.percentile(changes, 95) < 0.02


def test_an_enlarged_bundled_image_comes_back_nearly():
    changes = difference_after_enlarging(load_digits("bundled").test.images[:100])
    assert np.median(changes) < 0.05


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
    for image in (as_mnist(np.zeros((9, 9))), strokes_as_mnist([]), strokes_as_mnist([[]])):
        assert image.shape == (784,) and not image.any()


@pytest.mark.parametrize(
    "ink",
    [np.ones((1, 1)), np.ones((500, 1)), np.ones((1, 500)), np.eye(400), np.ones((90, 90)),
     np.pad([[1.0]], 40), 1e-30 * np.eye(5)],
)  # fmt: skip
def test_odd_pictures_give_finite_images(ink):
    image = as_mnist(ink)
    assert np.isfinite(image).all() and image.max() == 1


def test_odd_paths_give_finite_images():
    rng = np.random.default_rng(0)
    scribble = rng.random((4000, 2))
    corners = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]
    for strokes in ([scribble], [corners], [[(0, 0)], [(1, 1)]], [[(0.5, 0.5)] * 50], [[(1, 1)]]):
        image = strokes_as_mnist(strokes)
        assert np.isfinite(image).all() and image.min() == 0 and image.max() <= 1
        assert image.sum() > 3


@pytest.mark.parametrize(
    "ink, words",
    [(np.ones(784), r"\(height, width\)"), (np.array([["a"]]), "numbers"),
     (np.array([[np.nan]]), "NaN"), (np.array([[-1.0]]), "negative"), ([[1], [1, 2]], "array")],
)  # fmt: skip
def test_what_is_no_picture_is_refused(ink, words):
    with pytest.raises(ValueError, match=words):
        as_mnist(ink)


@pytest.mark.parametrize(
    "strokes, words",
    [([(0.1, 0.2)], "stroke 0 has the shape"), ([[(0.1, 0.2, 0.3)]], "stroke 0 has the shape"),
     ([[(0.1, 0.2)], [(0.1, 1.2)]], "stroke 1 leaves"), ([[(0.1, np.nan)]], "stroke 0 leaves"),
     (3, "list of strokes"), ([[("a", "b")]], "list of strokes")],
)  # fmt: skip
def test_what_are_no_strokes_is_refused(strokes, words):
    with pytest.raises((ValueError, TypeError), match=words):
        strokes_as_mnist(strokes)
