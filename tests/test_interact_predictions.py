"""The app of notebook 07: a browser of predictions."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from app_page import press, words

from dig2ai_helpers import Digits, Network, Split
from dig2ai_helpers.interact import predictions
from dig2ai_helpers.interact.small.predictions_browser import Wide


@pytest.fixture
def app(network, digits):
    return predictions(network, digits)


@pytest.fixture(scope="module")
def reading(network, digits):
    """True digits, what they are read as, and with what probability."""
    probabilities = network.forward(digits.test.images)
    return digits.test.labels, probabilities.argmax(axis=1), probabilities.max(axis=1)


def pictures(app):
    """The page of digits, without the large one that stands beside it."""
    return [shape["levels"] for shape in app.canvas.shapes if shape["kind"] == "image"][:-1]


def levels(images):
    return [np.rint(255 * image).astype(np.uint8).tobytes() for image in images]


def test_it_opens_with_those_of_which_the_network_is_least_sure(app, reading, digits):
    labels, read, sure = reading
    order = np.argsort(sure)
    assert app.alt.startswith("300 of 300 test digits match, page 1 of 13: ")
    assert pictures(app) == levels(digits.test.images[order[:24]])
    first = order[0]
    sign = "✓" if read[first] == labels[first] else "✗"
    assert words(app)[:2] == [
        f"{labels[first]} → {read[first]} {sign}",
        f"{sure[first]:.0%}".replace("%", " %"),
    ]


def test_the_mistakes_the_surest_first(app, reading, digits):
    labels, read, sure = reading
    wrong = np.flatnonzero(read != labels)
    order = wrong[np.argsort(-sure[wrong])]
    app.set(shown="wrong", order="most sure first")
    assert app.alt.startswith(f"{len(wrong)} of 300 test digits match, page 1 of ")
    assert pictures(app) == levels(digits.test.images[order[:24]])
    assert words(app)[0] == f"{labels[order[0]]} → {read[order[0]]} ✗"


def test_every_filter_counts_what_a_loop_counts(app, reading):
    bands = {"any": (0, 2), "below 50 %": (0, 0.5), "50 % to 90 %": (0.5, 0.9)}
    bands["90 % or more"] = (0.9, 2)
    for truth, guess, shown, band in [
        ("any", "any", "right and wrong", "any"),
        ("8", "any", "right and wrong", "any"),
        ("any", "1", "wrong", "any"),
        ("any", "any", "right", "90 % or more"),
        ("3", "3", "right", "50 % to 90 %"),
        ("any", "any", "right and wrong", "below 50 %"),
    ]:
        app.set(truth=truth, read=guess, shown=shown, sure=band)
        count = 0
        for label, said, share in zip(*reading, strict=True):
            if truth not in ("any", str(label)) or guess not in ("any", str(said)):
                continue
            if shown in ("right", "wrong") and (label == said) != (shown == "right"):
                continue
            count += bands[band][0] <= share < bands[band][1]
        assert app.alt.startswith(f"{count} of 300 test digits match"), app.settings


def test_all_three_orders(app, reading, digits):
    _, _, sure = reading
    app.set(shown="right and wrong", order="as they come")
    assert pictures(app) == levels(digits.test.images[:24])
    app.set(order="least sure first")
    assert pictures(app) == levels(digits.test.images[np.argsort(sure)[:24]])
    app.set(order="most sure first")
    assert pictures(app)[0] == levels(digits.test.images[[sure.argmax()]])[0]


def test_pages_are_turned_and_end_at_both_ends(app, digits):
    app.set(shown="right and wrong", order="as they come")
    app.press("back")
    assert "page 1 of 13" in app.alt
    app.press("on")
    assert "page 2 of 13" in app.canvas.caption
    assert app.canvas.spoken.startswith(f"{app.canvas.caption} Pressed: ")  # not the long alt
    assert pictures(app) == levels(digits.test.images[24:48])
    for _ in range(20):
        app.controls._handle_custom_msg({"press": "on"}, [])
    assert "page 13 of 13" in app.alt and len(pictures(app)) == 300 - 12 * 24
    app.press("back")
    assert "page 12 of 13" in app.alt
    assert app.canvas.error == ""


def test_the_still_picture_is_there_on_any_page(app):
    for _ in range(3):
        app.press("on")
    app.press("on")
    before = app.alt
    assert "page 1 of 1" in app._still().alt and app.alt == before


def test_another_choice_opens_the_first_page_again(app):
    app.set(shown="right and wrong")
    app.press("on")
    app.set(truth="4")
    assert "page 1 of" in app.alt


def test_right_and_wrong_are_told_by_a_sign_and_a_frame(app, reading):
    labels, read, _ = reading
    app.set(shown="right")
    assert [s["colour"] for s in app.canvas.shapes if s["kind"] == "line"] == ["here"]  # pressed
    assert all("✓" in words(app)[2 * place] for place in range(24))
    app.set(shown="wrong")
    frames = [s for s in app.canvas.shapes if s["kind"] == "line" and s["colour"] == "wrong"]
    assert len(frames) == len(pictures(app)) == min(24, (labels != read).sum())
    assert "wrong" in app.alt and "right" not in app.alt


def test_an_empty_choice_says_so(app):
    app.set(truth="0", read="1", shown="right")
    assert app.alt == "0 of 300 test digits match: none to show."
    assert pictures(app) == [] and "No test digit matches these choices." in words(app)
    app.press("on")
    app.set(read="0")
    assert "none" not in app.alt and app.canvas.error == ""


def test_a_share_near_one_is_not_called_certain(app):
    app.set(shown="right", order="most sure first")
    assert words(app)[1] == "> 99 %"


def test_where_no_digit_has_one_per_cent_that_is_told(digits):
    network = Network((784, 10), output="sigmoid")
    network.biases[0][:] = -20
    app = predictions(network, digits)
    assert app.alt.endswith(", < 1 %: all ten below 1 %.") and "< 1 %" in words(app)


def test_the_network_reads_the_test_digits_only_once(network, digits, monkeypatch):
    calls = []
    forward = network.forward
    monkeypatch.setattr(network, "forward", lambda images: calls.append(1) or forward(images))
    app = predictions(network, digits)
    app.set(shown="right", order="least sure first")
    app.press("on")
    assert len(calls) == 1


def test_a_handful_of_digits_is_enough(network, digits):
    few = digits.test.first(3)
    app = predictions(network, Digits("few", few, few, Split(few.images, few.labels)))
    app.set(shown="right and wrong")
    assert app.alt.startswith("3 of 3 test digits match, page 1 of 1")


def test_what_is_not_a_network_or_not_digits_is_refused(network, digits):
    for sizes in ((784, 12, 3), (64, 8, 10)):
        with pytest.raises(ValueError, match="must have 784 inputs and 10 outputs"):
            predictions(Network(sizes), digits)
    with pytest.raises(TypeError, match="must be a Network"):
        predictions("network", digits)
    with pytest.raises(TypeError, match="load_digits"):
        predictions(network, digits.test)


def test_a_digit_that_is_pressed_shows_its_ten_probabilities(app, network, digits):
    app.set(shown="right and wrong", order="as they come")
    p = network.forward(digits.test.images[5:6])[0]
    press(app, "5")
    assert app.canvas.error == ""
    largest = int(p.argmax())
    assert f"Pressed: {digits.test.labels[5]} read as {largest}" in app.alt
    assert f"{largest} with" in app.alt.partition("Pressed")[2]
    drawn = [np.frombuffer(s["boxes"], "<f4")[2] for s in app.canvas.shapes if s["kind"] == "bars"]
    np.testing.assert_allclose(np.array(drawn), np.maximum(Wide.long * p, 1), rtol=1e-4)
    assert app.settings["order"] == "as they come" and "page 1 of" in app.alt


def test_each_digit_of_the_page_can_be_pressed_and_another_page_shows_its_first(app):
    app.set(shown="right and wrong", order="as they come")
    assert [target["name"] for target in app.canvas.targets] == [f"{row}" for row in range(24)]
    press(app, "5")
    app.press("on")
    first = app.alt.partition(": ")[2].partition(";")[0]
    assert f"Pressed: {first}: " in app.alt


@pytest.mark.parametrize("name", ["300", "-1", "x", ""])
def test_a_digit_that_is_not_there_is_told(app, name):
    before = app.alt
    press(app, name, refused=True)
    assert app.alt == before


def test_paging_is_disabled_at_both_ends(app):
    app.set(shown="right and wrong", order="as they come")
    assert app.controls.disabled == ["back"]
    app.press("on")
    assert app.controls.disabled == []
    for _ in range(12):
        app.press("on")
    assert app.controls.disabled == ["on"]
    app.set(truth="0", read="1", shown="right")  # none
    assert app.controls.disabled == ["back", "on"]
