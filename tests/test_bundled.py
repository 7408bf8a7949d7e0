"""The bundled digits: the file, the split and the enlarged images."""

import subprocess
import sys
import zlib

import numpy as np
import pytest

from dig2ai_helpers.digits import bundled

ENDS = np.cumsum([bundled.TRAIN_SIZE, bundled.VALIDATION_SIZE])


@pytest.fixture(scope="module")
def digits():
    return bundled.read_bundled()


@pytest.fixture(scope="module")
def images(digits):
    return digits[0].reshape(-1, 28, 28).astype(float)


@pytest.fixture(scope="module")
def file():
    with np.load(bundled.FILE, allow_pickle=False) as arrays:
        return dict(arrays)


def rows_in_order(counts, labels):
    """Lay out one image a row, its label last, and sort the rows."""
    rows = np.column_stack([counts.reshape(len(counts), 64), labels]).astype(int)
    return rows[np.lexsort(rows.T)]


def centres(images):
    """Find the centre of mass of each image: (n,) rows and (n,) columns."""
    ink = images.sum(axis=(1, 2))
    places = np.arange(28)
    return images.sum(axis=2) @ places / ink, images.sum(axis=1) @ places / ink


def test_the_digits_come_as_mnist_files_do(digits):
    pixels, labels = digits
    assert (pixels.shape, pixels.dtype) == ((1797, 784), np.uint8)
    assert (labels.shape, labels.dtype) == ((1797,), np.intp)
    assert set(labels) == set(range(10))


def test_the_file_holds_plain_counts_labels_and_an_attribution(file):
    assert set(file) == {"counts", "labels", "attribution"}
    assert (file["counts"].shape, file["counts"].dtype) == ((1797, 8, 8), np.uint8)
    assert (file["labels"].shape, file["labels"].dtype) == ((1797,), np.uint8)
    assert file["counts"].max() == 16
    assert bundled.FILE.stat().st_size < 60_000


def test_the_authors_and_the_licence_are_named_in_the_file_and_beside_it(file):
    beside = bundled.FILE.with_name("ATTRIBUTION.md").read_text(encoding="utf-8")
    names = "Alpaydin", "Kaynak", "Optical Recognition of Handwritten Digits", "CC BY 4.0"
    for text in (str(file["attribution"]), beside):
        assert all(name in text for name in names)


def test_the_parts_make_up_the_whole():
    sizes = bundled.TRAIN_SIZE, bundled.VALIDATION_SIZE, bundled.TEST_SIZE
    assert sizes == (1197, 300, 300)


def test_validation_and_test_hold_thirty_of_each_digit(digits):
    train, validation, test = np.split(digits[1], ENDS)
    assert np.bincount(validation).tolist() == [30] * 10
    assert np.bincount(test).tolist() == [30] * 10
    assert np.bincount(train).min() > 100


def test_each_part_is_mixed(digits):
    for labels in np.split(digits[1], ENDS):
        neighbours_alike = np.mean(labels[1:] == labels[:-1])
        assert neighbours_alike < 0.2  # 0.1 when mixed, nearly 1 when sorted


def test_no_image_comes_twice(file, digits):
    assert len(np.unique(file["counts"].reshape(-1, 64), axis=0)) == 1797
    assert len(np.unique(digits[0], axis=0)) == 1797


def test_the_counts_are_those_of_scikit_learn():
    datasets = pytest.importorskip("sklearn.datasets")
    original = datasets.load_digits()
    with np.load(bundled.FILE) as ours:
        np.testing.assert_array_equal(
            rows_in_order(ours["counts"], ours["labels"]),
            rows_in_order(original.images, original.target),
        )


def test_every_image_goes_from_black_to_white(digits):
    assert (digits[0].min(axis=1) == 0).all()
    assert (digits[0].max(axis=1) == 255).all()
    assert len(np.unique(digits[0])) == 256


def test_the_digits_are_centred_like_mnist(images):
    for centre in centres(images):
        assert np.abs(centre - 14).max() < 0.75  # every image; MNIST's: within about 0.5
        assert abs(centre.mean() - 14) < 0.1
        assert centre.std() < 0.2  # MNIST: 0.29


def test_the_digits_are_as_large_as_mnists(images):
    inked = images > 0
    heights, widths = inked.any(axis=2).sum(axis=1), inked.any(axis=1).sum(axis=1)
    assert abs(heights.mean() - 19.7) < 1  # MNIST: 19.7
    assert abs(widths.mean() - 15.7) < 1.5  # MNIST: 15.7
    assert not inked[:, [0, -1]].any() and not inked[:, :, [0, -1]].any()


def test_the_pixels_are_spread_like_mnists(digits):
    pixels = digits[0] / 255
    assert abs(pixels.mean() - 0.1307) < 0.015
    assert abs(pixels.std() - 0.3081) < 0.015
    assert abs(np.mean(pixels == 0) - 0.81) < 0.02
    assert abs(np.mean(pixels > 0.98) - 0.07) < 0.02


def test_the_digits_are_neither_turned_nor_mirrored():
    letter_l = np.zeros((1, 8, 8))
    letter_l[0, :, 2] = letter_l[0, 7, 2:6] = 16
    inked = bundled.enlarge(letter_l).reshape(28, 28) > 127
    assert inked.sum(axis=1).argmax() > 14  # the foot, the longest row, is at the bottom
    assert inked.sum(axis=0).argmax() < 14  # the stem, the longest column, is on the left


def test_the_enlarged_digits_keep_their_labels(digits):
    pixels, labels = digits[0] / 255, digits[1]
    train = slice(0, bundled.TRAIN_SIZE)
    means = np.stack([pixels[train][labels[train] == digit].mean(axis=0) for digit in range(10)])
    distances = ((pixels[ENDS[1] :, None] - means) ** 2).sum(axis=2)  # (300, 10)
    assert np.mean(distances.argmin(axis=1) == labels[ENDS[1] :]) > 0.8


def test_every_pixel_is_the_one_that_the_stored_outputs_rest_on(digits):
    """No value lies so near to the middle between two bytes that rounding errors could tell."""
    assert zlib.crc32(digits[0].tobytes()) == 1142207567


def test_an_image_is_enlarged_the_same_alone_or_among_others(file, digits):
    np.testing.assert_array_equal(bundled.enlarge(file["counts"][7:8]), digits[0][7:8])


def test_a_digit_that_was_shifted_is_centred_again():
    counts = np.zeros((2, 8, 8))
    counts[0, 2:6, 1:3] = counts[1, 2:6, 5:7] = 16
    here, there = bundled.enlarge(counts)
    np.testing.assert_array_equal(here, there)


def test_a_stroke_on_the_far_edge_is_centred_too():
    counts = np.zeros((1, 8, 8))
    counts[0, :, 7] = 16
    image = bundled.enlarge(counts).reshape(1, 28, 28).astype(float)
    assert np.abs(np.array(centres(image)) - 14).max() < 0.75


def test_the_digits_can_be_read_without_scikit_learn():
    code = (
        "import sys; sys.modules['sklearn'] = sys.modules['scipy'] = None\n"
        "from dig2ai_helpers.digits import bundled\n"
        "assert len(bundled.read_bundled()[0]) == 1797"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=bundled.FILE.parents[2])
