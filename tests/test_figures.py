"""The still pictures: what they draw and what their text alternatives say."""

import numpy as np
import pytest

from dig2ai_helpers import Network, figures


@pytest.mark.parametrize(
    "sizes, words",
    [
        ((784, 10), "layer 1, softmax, 10 neurons, weights (784, 10), 7,850 parameters"),
        ((784, 300, 100, 10), "266,610 parameters in all"),
        ((2, 2, 2), "2-2-2 from left to right: 2 inputs"),
        ((3, 1, 2), "weights (3, 1)"),
        ((784, 64, 32, 16, 8, 10), "layer 5, softmax"),
    ],
)
def test_architecture_says_what_it_draws(sizes, words):
    picture = figures.architecture(Network(sizes))
    assert words in picture.alt
    assert picture._repr_mimebundle_()["text/html"].startswith("<img alt=")


def texts(picture):
    return [text.get_text() for text in picture.axes[0].texts]


def test_architecture_shows_each_layers_size_shapes_and_parameters():
    shown = "\n".join(texts(figures.architecture(Network((784, 300, 100, 10), "selu"))))
    for text in ("784 = 28 × 28 pixels", "300 neurons", "layer 2 · selu", "layer 3 · softmax"):
        assert text in shown
    for text in ("W1 (784, 300)", "b2 (100,)", "235,500 parameters", "1,010 parameters"):
        assert text in shown


def test_no_two_texts_of_an_architecture_overlap():
    picture = figures.architecture(Network((784, 300, 100, 10), "sigmoid", "softmax"))
    picture.draw_without_rendering()
    boxes = [text.get_window_extent() for text in picture.axes[0].texts]
    frame = picture.bbox
    for place, box in enumerate(boxes):
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])


def test_times_show_a_bar_with_its_seconds_for_each_name():
    picture = figures.times({"batch 1": 0.25, "batch 32": 0.013}, "Two bars.")
    assert [text.strip() for text in texts(picture)] == ["0.250 s", "0.013 s"]
    assert [label.get_text() for label in picture.axes[0].get_yticklabels()] == [
        "batch 1",
        "batch 32",
    ]


def test_both_pictures_of_the_222_network_say_its_numbers():
    pair, matrix = np.array([[1.0, -0.5]]), np.array([[1.0, -1.0], [2.0, 1.0]])
    names = ("images", "z1", "a1", "scores")
    values = dict.fromkeys(names, pair) | {"loss": np.array(1.25)}
    values |= {"W1": matrix, "b1": pair[0], "W2": matrix, "b2": pair[0]}
    graph = figures.graph_222(values, values)
    assert "loss of 1.250" in graph.alt and "scores 1.000 and -0.500" in graph.alt
    assert {"1.250", "on", "off", "bias -0.5"} <= set(texts(graph))
    assert len(graph.axes[0].lines) == 2 * 4 + 2 + 2
    vectors = dict.fromkeys(("x", "z1", "a1", "z2"), pair[0])
    forward = figures.forward_222(values | vectors)
    assert "z1 = (1.0, -0.5)" in forward.alt
    assert texts(forward).count("× 2.0") == 2


def test_a_chart_is_open_above_and_on_the_right():
    picture = figures.Picture("A chart.", 4, 2)
    axes = picture.charts()
    assert [side for side, spine in axes.spines.items() if spine.get_visible()] == [
        "left",
        "bottom",
    ]
