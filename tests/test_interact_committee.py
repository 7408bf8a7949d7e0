"""The app of notebook 08: several networks, where they disagree, what they read together."""

import numpy as np
import pytest

pytest.importorskip("anywidget")

from app_page import press

from dig2ai_helpers import Digits, Network, train
from dig2ai_helpers.interact import committee
from dig2ai_helpers.interact.small.network_votes import ALL, WRONG


@pytest.fixture(scope="module")
def networks(digits):
    trained = {}
    for seed, sizes in enumerate([(784, 8, 10), (784, 10), (784, 16, 10)]):
        trained[f"net {seed}"] = Network(sizes, seed=seed, dtype="float64")
        train(trained[f"net {seed}"], digits.train, epochs=2, progress=False)
    return trained


@pytest.fixture
def app(networks, digits):
    return committee(networks, digits)


@pytest.fixture(scope="module")
def outputs(networks, digits):
    return np.array([net.forward(digits.validation.images) for net in networks.values()])


def percent(share):
    return f"{100 * share:.1f} %"


def test_together_they_read_the_highest_mean(app, outputs, digits):
    labels = digits.validation.labels
    together = np.mean(outputs.mean(axis=0).argmax(axis=1) == labels)
    alone = max(np.mean(p.argmax(axis=1) == labels) for p in outputs)
    assert app.alt.startswith(f"Together, 3 networks classify {percent(together)} of 300 ")
    best = np.argmax([np.mean(p.argmax(axis=1) == labels) for p in outputs])
    assert f"the best alone, net {best}, {percent(alone)}." in app.alt


def test_it_lists_the_digits_about_which_they_disagree(app, outputs):
    read = outputs.argmax(axis=2)
    divided = np.flatnonzero((read != read[0]).any(axis=0))
    assert f"{len(divided)} disputed digits, page 1 of {-(-len(divided) // 10)}" in app.alt
    digits_shown = [t["name"] for t in app.canvas.targets if t["name"].startswith("digit")]
    assert digits_shown == [f"digit:{row}" for row in divided[:10]]


def test_a_network_is_left_out_and_taken_in_again_but_one_stays(app, outputs, digits):
    before, labels = app.alt, digits.validation.labels
    press(app, "member:net 0")
    rest = np.mean(outputs[1:].mean(axis=0).argmax(axis=1) == labels)
    assert app.alt.startswith(f"Together, 2 networks classify {percent(rest)} of 300 ")
    press(app, "member:net 0")
    assert app.alt == before
    for name in ("net 0", "net 1", "net 2"):
        press(app, f"member:{name}")
    alone = np.mean(outputs[2].argmax(axis=1) == labels)
    assert app.alt.startswith(f"One network alone, net 2, classifies {percent(alone)} of 300 ")
    assert "0 disputed digits, page 1 of 1. none." in app.alt and app.canvas.error == ""
    assert "One network has to stay." in app.canvas.caption
    press(app, "member:net 0")
    assert "has to stay" not in app.canvas.caption
    press(app, "member:net 0")
    assert "alone can't disagree" in app.canvas.caption


def test_a_digit_that_is_pressed_shows_all_probabilities(app, outputs, digits):
    app.set(show=ALL)
    press(app, "digit:4")
    mean = outputs[:, 4].mean(axis=0)
    best = int(mean.argmax())
    assert f"Pressed: a {digits.validation.labels[4]}, mean probabilities {best} " in app.alt
    last = [np.frombuffer(s["boxes"], "<f4").reshape(-1, 4) for s in app.canvas.shapes
            if s["kind"] == "bars"][-1]  # fmt: skip
    np.testing.assert_allclose(last[:, 3] / last[:, 3].sum(), mean / mean.sum(), rtol=1e-4)


def test_pages_end_at_both_ends_and_another_choice_opens_the_first(app, outputs, digits):
    app.set(show=ALL)
    assert "page 1 of 30" in app.alt and app.controls.disabled == ["back"]
    for _ in range(35):
        app.press("on")
    assert "page 30 of 30" in app.alt and app.controls.disabled == ["on"]
    app.set(show=WRONG)
    wrong = outputs.mean(axis=0).argmax(axis=1) != digits.validation.labels
    assert f"{wrong.sum()} misclassified digits, page 1 of" in app.alt


@pytest.mark.parametrize("name", ["member:x", "digit:300", "digit:-1", "digit:x", "x", ""])
def test_a_place_that_is_none_is_told(app, name):
    before = app.alt
    press(app, name, refused=True)
    assert "there is no" in app.canvas.error and app.alt == before


def test_networks_that_agree_on_all_say_so(networks, digits):
    one = networks["net 0"]
    app = committee({"a": one, "b": one}, digits)
    assert "0 disputed digits" in app.alt and app.canvas.error == ""


def test_what_are_not_networks_is_refused(networks, digits):
    one = networks["net 0"]
    for wrong in ([one, one], {"a": one}, {}, {f"{k}": one for k in range(9)}, None):
        with pytest.raises(TypeError, match="dict of 2 to 8"):
            committee(wrong, digits)
    with pytest.raises(TypeError, match=r"networks\['b'\] must be a Network, not a str"):
        committee({"a": one, "b": "net"}, digits)
    with pytest.raises(ValueError, match="10 outputs"):
        committee({"a": one, "b": Network((784, 3))}, digits)
    with pytest.raises(ValueError):
        committee({"a": one, "b": Network((64, 10))}, digits)
    with pytest.raises(TypeError, match="load_digits"):
        committee({"a": one, "b": one}, digits.validation)


def test_a_handful_of_digits_is_enough(networks, digits):
    few = digits.validation.first(3)
    app = committee(networks, Digits("few", few, few, few))
    app.set(show=ALL)
    assert "of 3 validation digits" in app.alt and app.canvas.error == ""
    app.canvas.set_state({"narrow": True})
    assert app.canvas.error == ""
