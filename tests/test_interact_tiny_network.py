"""The app of notebooks 02 to 04: the 2-2-2 network to touch."""

import re

import numpy as np
import pytest
from app_page import press, words

pytest.importorskip("anywidget")

from dig2ai_helpers import Network
from dig2ai_helpers.interact import tiny_network
from dig2ai_helpers.interact.small.backprop_network import NUMBERS, passes
from dig2ai_helpers.interact.small.network_formulas import formulas
from dig2ai_helpers.interact.small.touchable_network import DRAGGED, FLIP, PLACES


def somewhere(seed):
    """Numbers on the steps of the sliders, and a label."""
    rng = np.random.default_rng(seed)
    numbers = {name: float(rng.choice(slider.values)) for name, slider in DRAGGED.items()}
    return numbers | {"label": int(rng.integers(2))}


@pytest.mark.parametrize("seed", range(5))
def test_the_values_and_slopes_are_those_of_the_network(seed):
    numbers = somewhere(seed)
    net = Network((2, 2, 2), dtype="float64")
    for layer in (1, 2):
        net.weights[layer - 1] = np.reshape(
            [numbers[f"W{layer}[{j},{k}]"] for j in (0, 1) for k in (0, 1)], (2, 2)
        )
        net.biases[layer - 1] = np.array([numbers[f"b{layer}[{k}]"] for k in (0, 1)])
    x, label = np.array([[numbers["x[0]"], numbers["x[1]"]]]), np.array([numbers["label"]])
    loss, dW, db = net.gradients(x, label)
    values, slopes = passes(numbers)
    assert values["L"] == loss and [values["p[0]"], values["p[1]"]] == net.forward(x)[0].tolist()
    for layer in (0, 1):
        for (j, k), slope in np.ndenumerate(dW[layer]):
            assert slopes[f"W{layer + 1}[{j},{k}]"] == slope
        assert [slopes[f"b{layer + 1}[{k}]"] for k in (0, 1)] == db[layer].tolist()


@pytest.mark.parametrize("name", [name for name in NUMBERS if name != "label"])
def test_each_slope_is_that_of_a_small_nudge(name):
    _, slopes = passes(NUMBERS)
    up, down = (passes({**NUMBERS, name: NUMBERS[name] + k * 1e-6})[0]["L"] for k in (1, -1))
    assert slopes[name] == pytest.approx((up - down) / 2e-6, abs=1e-8)


@pytest.mark.parametrize("seed", range(5))
def test_every_formula_computes_what_it_says(seed):
    """With the values in the places of its symbols."""
    numbers = somewhere(seed)
    values, slopes = passes(numbers)
    both = values | {f"d{name}": slope for name, slope in slopes.items()}
    both |= {f"y[{k}]": float(k == numbers["label"]) for k in (0, 1)}
    found = {}
    for touched in PLACES:
        for formula in formulas(touched, values, slopes, numbers["label"], set(both)):
            found[formula.name] = formula
    assert set(found) == {name for name in both if name[0] not in "xWby"}
    for name, formula in found.items():
        symbols = " ".join(symbols for symbols, _, _ in formula.terms)
        symbols = symbols.replace("dL/d", "d").replace("−ln p[0]", "-ln(p[0])")
        symbols = symbols.replace("−ln p[1]", "-ln(p[1])").replace("−", "-").replace("·", "*")
        slope = float(values[f"z1[{name[4]}]"] > 0) if name.startswith("dz1") else 0.0
        symbols = symbols.replace("ReLU's slope", str(slope)).replace("e^", "e**")
        filled = re.sub(r"d?[a-zW]\d?\[[\d,]+\]", lambda m: f"({both[m[0]]!r})", symbols)
        filled = filled.replace("e**", "2.718281828459045**").replace("ln(", "np.log(")
        result = eval(filled, {"max": max, "np": np})
        assert result == pytest.approx(both[name], rel=1e-9, abs=1e-9), formula
        assert formula.value == both[name]


def test_the_notebooks_numbers_come_first_and_come_back():
    app = tiny_network("loss")
    assert "z1[0] = 2.50, z1[1] = −0.50" in app.alt and "L = 1.313" in app.alt
    assert app.controls.disabled == ["again"]
    app.set(**{"W2[0,1]": 0.3, "label": 0})
    assert "L = 1.313" not in app.alt and app.controls.disabled == []
    app.press("again")
    assert "L = 1.313" in app.alt and app.controls.disabled == ["again"]
    assert {name: app.settings[name] for name in NUMBERS} == NUMBERS


def test_a_number_is_dragged_and_its_term_is_lit():
    app = tiny_network()
    place = DRAGGED["W1[1,0]"].place(1.5)
    press(app, f"W1[1,0]:{place}")
    assert app.settings["W1[1,0]"] == 1.5
    assert "1.00 · 1.00 + 0.50 · 1.50 + 0.50 = 2.25" in app.alt
    lit = [s["words"] for s in app.canvas.shapes if s["kind"] == "text" and s["colour"] == "here"]
    assert lit == ["+ x[1] · W1[1,0]", "+ 0.50 · 1.50"]


def test_a_press_without_a_move_shows_the_formula():
    app = tiny_network("slopes")
    press(app, "p[0]")
    assert "p[0] = e^z2[0] / (e^z2[0] + e^z2[1]) = 2.72 / (2.72 + 1.00) ≈ 0.73" in app.alt
    press(app, f"x[0]:{DRAGGED['x[0]'].place(1.0)}")
    assert app.alt.count(" = x[0] · W1[0,") == 2 and "dL/dx[0] = dL/dz1[0] · W1[0,0]" in app.alt
    assert app.controls.disabled == ["again"]


def test_the_class_with_the_larger_score_is_marked():
    app = tiny_network("scores")
    assert "Class 0 has the larger score." in app.alt and "▶ class 0" in words(app)


def test_the_label_is_changed_by_pressing_it():
    app = tiny_network("slopes")
    (chip,) = (target for target in app.canvas.targets if target["name"] == FLIP)
    assert chip["label"] == "label: 1, press for 0"
    press(app, FLIP)
    assert app.settings["label"] == 0 and "L = −ln p[0] = −ln 0.731 ≈ 0.313" in app.alt
    assert "dL/dz2[0] = p[0] − y[0] = 0.73 − 1 ≈ −0.27" in app.alt
    press(app, FLIP)
    assert app.settings["label"] == 1


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize("name", PLACES)
def test_nothing_is_shown_that_its_notebook_has_not_derived(name, narrow):
    for show, unknown in (("scores", "label|loss|L =|softmax|p\\[|∂|dL/"), ("loss", "∂|dL/|slope")):
        app = tiny_network(show)
        app.canvas.set_state({"narrow": narrow})
        if name not in {target["name"] for target in app.canvas.targets}:
            continue
        press(app, f"{name}:0" if name in DRAGGED else name)
        assert not re.search(unknown, " ".join(words(app)) + app.alt + app.canvas.caption)


@pytest.mark.parametrize("show", ["scores", "loss", "slopes"])
@pytest.mark.parametrize("narrow", [False, True])
def test_all_stays_inside_the_picture(show, narrow):
    app = tiny_network(show)
    app.canvas.set_state({"narrow": narrow})
    width, height = app.canvas.size
    for target in app.canvas.targets:
        press(app, f"{target['name']}:1" if target["name"] in DRAGGED else target["name"])
        for box in app.canvas.targets:
            assert box["x"] >= -2 and box["x"] + box["width"] <= width
        for shape in app.canvas.shapes:
            if shape["kind"] == "text":
                long = 0.56 * shape["size"] * len(shape["words"])
                before = {"left": 0, "center": 0.5, "right": 1}[shape["align"]] * long
                left = shape["x"] - before
                assert left > -12 and left + long < width + 12, shape["words"]
                assert shape["y"] + shape["size"] / 2 < height


@pytest.mark.parametrize("show, end", [("scores", "z2[1]"), ("loss", "L"), ("slopes", "L")])
def test_on_a_phone_what_is_touched_and_what_it_changes_are_in_view_together(show, end):
    """A phone's window has about 600 pixels for a picture: JupyterLab's bars take the rest."""
    app = tiny_network(show)
    app.canvas.set_state({"narrow": True})
    (last,) = [one for one in app.canvas.targets if one["name"] == end]
    assert last["y"] + last["height"] < 600
    name = {"scores": "z1[0]", "loss": "p[1]", "slopes": "z2[1]"}[show]  # is touched at first
    (formula,) = [s for s in app.canvas.shapes if s.get("words") == f"{name} ="]
    assert formula["y"] - last["y"] < 160


def test_what_is_unknown_is_told():
    with pytest.raises(ValueError, match="show must be one of scores, loss, slopes, but is 'los'"):
        tiny_network("los")
