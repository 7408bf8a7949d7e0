"""The app of notebook 01: a pixel, its number, its index in the flattened row."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from app_page import press, words

from dig2ai_helpers.interact import pixels
from dig2ai_helpers.interact.toolkit.words import a_number


def written(ink):
    return "< .01" if 0 < ink < 0.005 else f"{ink:.2f}"


@pytest.mark.parametrize("pixel", [0, 27, 28, 344, 406, 755, 756, 783])
def test_pixel_number_and_place_belong_together(digits, pixel):
    app = pixels(digits)
    app.set(image=3)
    press(app, f"cell:{pixel}")
    image = digits.train.images[3].reshape(28, 28)
    row, column = pixel // 28, pixel % 28
    ink = written(image[row, column])
    assert app.settings["pixel"] == pixel
    assert app.alt.startswith(f"Row {row}, column {column} of image 3, a")
    assert f"the ink is {ink}." in app.alt and f"28 × {row} + {column} = {pixel}" in app.alt
    assert f"ink {ink}" in words(app) and f"{pixel}" in words(app)


@pytest.mark.parametrize("pixel", [0, 30, 344, 783])
def test_the_numbers_around_are_those_of_the_image(digits, pixel):
    app = pixels(digits)
    app.set(pixel=pixel)
    numbers = [w for w in words(app) if w == "< .01" or (w[1:2] == "." and len(w) == 4)]
    image = digits.train.images[0].reshape(28, 28)
    top, left = (min(max(place - 2, 0), 23) for place in divmod(pixel, 28))
    first = min(max(pixel - 5, 0), 784 - 11)
    expected = [*image[top : top + 5, left : left + 5].ravel(), *image.ravel()[first : first + 11]]
    assert numbers == [written(value) for value in expected]


def test_it_is_dragged_along_the_row_and_the_mark_is_under_the_hand(digits):
    app = pixels(digits)
    grid, _, strip = app.canvas.targets
    assert (grid["cells"], grid["way"], strip["last"]) == (28, "hover", 783)
    press(app, "pixel:500")
    assert app.settings["pixel"] == 500 and app.canvas.targets[0]["cell"] == 500
    assert app.canvas.targets[2]["at"] == 500


def test_a_number_of_the_table_is_pressed(digits):
    app = pixels(digits)
    press(app, "cell:0")
    press(app, f"{app.canvas.targets[1]['name']}:7")  # the second row, the third number
    assert app.settings["pixel"] == 28 + 2
    press(app, f"{app.canvas.targets[1]['name']}:{app.canvas.targets[1]['cell']}")
    assert app.settings["pixel"] == 28 + 2
    press(app, "from 900:0", refused=True)
    assert "no 900" in app.canvas.error


def test_the_bars_of_the_row_are_the_inked_pixels(digits):
    app = pixels(digits)
    image = digits.train.images[0]
    boxes = [np.frombuffer(s["boxes"], "<f4").reshape(-1, 4) for s in app.canvas.shapes
             if s["kind"] == "bars"][-1]  # fmt: skip
    assert len(boxes) == np.count_nonzero(image)
    np.testing.assert_allclose(boxes[:, 3] / 54, image[image > 0], rtol=1e-5)


@pytest.mark.parametrize("place", ["784", "-1", "x", "", "3,4"])
def test_a_place_off_the_image_is_told(digits, place):
    app = pixels(digits)
    before = app.alt
    for name in ("cell", "pixel"):
        press(app, f"{name}:{place}", refused=True)
        assert app.alt == before


def test_what_is_not_digits_is_refused():
    with pytest.raises(TypeError, match="load_digits"):
        pixels(np.zeros((5, 784)))


def test_another_image_is_said_aloud_where_its_ink_is_the_same(digits):
    app = pixels(digits)
    app.set(pixel=0)  # black in both
    before = app.canvas.spoken
    app.set(image=1)
    assert before.startswith(f"Image 0 is {a_number(digits.train.labels[0])}. Row 0, column 0: ")
    assert app.canvas.spoken.startswith(f"Image 1 is {a_number(digits.train.labels[1])}. ")
