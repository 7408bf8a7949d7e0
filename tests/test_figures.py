"""The still pictures: what they draw and what their text alternatives say."""

from types import SimpleNamespace
from weakref import ref

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from dig2ai_helpers import History, Network, Split, figures, one_hot
from dig2ai_helpers.figures.curve_labels import course
from dig2ai_helpers.figures.picture import Picture
from dig2ai_helpers.functions import relu, relu_slope


def texts(picture):
    return [text.get_text() for text in picture.axes[0].texts]


def test_curves_without_validation_are_refused_in_a_sentence():
    with pytest.raises(ValueError, match="history has no validation loss"):
        figures.training_curves(History([1.0, 0.5], [0.6, 0.8]))


def test_curves_of_a_run_that_diverged_at_once_say_so():
    history = History([np.nan], [0.1], [2.3], [0.1], "diverged")
    assert "training loss is not a number" in figures.training_curves(history).alt


def test_architectures_say_what_they_draw():
    networks = {"one": Network((784, 10)), "two": Network((784, 300, 100, 10), "selu")}
    picture = figures.architectures(networks)
    assert "one: 784 inputs; softmax, 10 neurons; 7,850 parameters" in picture.alt
    assert "two: 784 inputs; selu, 300 neurons; selu, 100 neurons; softmax, 10" in picture.alt
    shown = texts(picture)
    for text in ("two", "(784, 300)", "(100, 10)", "266,610\nparameters", "selu", "300"):
        assert text in shown
    assert picture._repr_mimebundle_()["text/html"].startswith(" \n<img alt=")


def test_a_picture_that_was_shown_keeps_no_pixels(monkeypatch):
    drawn = []

    class Canvas(FigureCanvasAgg):
        def draw(self):
            super().draw()
            drawn.append(ref(self.get_renderer()))

    monkeypatch.setattr("dig2ai_helpers.figures.picture.FigureCanvasAgg", Canvas)
    picture = figures.surprise_curve([0.5])  # a notebook keeps what a cell has shown
    picture._repr_mimebundle_()
    assert len(drawn) == 1 and drawn[0]() is None, picture


def test_a_picture_that_is_printed_tells_its_text():
    assert f"{Picture('A line.', 2, 1)}" == "<Picture: A line.>"


def test_a_readers_words_in_a_script_that_the_font_lacks_give_no_warning():
    picture = Picture("", 2, 1)
    picture.text(0.5, 0.5, "王小明")
    picture.pixels()


def test_no_two_texts_of_architectures_overlap():
    net = Network((784, 300, 100, 10), "sigmoid", "sigmoid")
    picture = figures.architectures({"sigmoid-128-64": net, "one": Network((784, 10))})
    picture.draw_without_rendering()
    written = [text for text in picture.axes[0].texts if text.get_text()]  # the others are arrows
    boxes = [text.get_window_extent() for text in written]
    frame = picture.bbox
    for place, box in enumerate(boxes):
        assert frame.x0 <= box.x0 and box.x1 <= frame.x1 and frame.y0 <= box.y0
        assert not any(box.overlaps(other) for other in boxes[place + 1 :])


def test_the_picture_of_the_222_network_says_its_numbers():
    first, second = np.array([[1.0, -1.0], [2.0, 1.0]]), np.array([[0.4, -0.2], [0.3, 0.6]])
    graph = figures.graph_222(np.array([1.0, 0.5]), 1, first, [0.5, 0.0], second, [0.0, 0.5])
    assert "loss of 1.313" in graph.alt and "scores 0.731 and −0.731" in graph.alt
    assert "a1 0.439 and −0.219; z1 0.439 and 0.000" in graph.alt
    assert {"1.313", "relu:\non", "relu:\noff", "bias 0.5"} <= set(texts(graph))
    assert {"1.828", "−1.828", "0.219", "0.877"} <= set(texts(graph))
    assert len(graph.axes[0].lines) == 2 * 2 * 4 + 2 + 2  # lines to weights are interrupted


def test_the_gradient_of_a_neuron_is_drawn_as_a_sum_the_largest_terms_first():
    images, deltas = np.eye(8, 784), np.array([0.01, -0.5, 0.2, 0.03, 0.0, 0.1, -0.3, 0.02])
    picture = figures.sum_of_images(images, deltas, shown=3)
    assert "The 3 largest of 8 terms" in picture.alt and "−0.500, −0.300 and +0.200" in picture.alt
    assert [axes.get_xlabel() for axes in picture.axes][-2:] == ["× +0.200", "sum of all"]
    drawn = np.array(picture.axes[-1].images[0].get_array()).ravel()
    assert np.allclose(drawn[:8], deltas)


def test_a_chart_is_open_above_and_on_the_right():
    axes = figures.surprise_curve([0.5]).axes[0]
    open_sides = [side for side, spine in axes.spines.items() if not spine.get_visible()]
    assert open_sides == ["right", "top"]


def run_of(loss, validation_loss):
    accuracy = [1 - share / 4 for share in loss]
    return SimpleNamespace(
        loss=loss, validation_loss=validation_loss, accuracy=accuracy, validation_accuracy=accuracy
    )


def test_a_curves_course_is_told_by_its_ends_and_its_turns():
    x = [1, 2, 3, 4, 5]
    assert course(x, [4, 3, 2, 1, 0.5]) == "starts at 4, and falls to 0.5 at the end"
    falls_and_rises = course(x, [2, 1, 0.5, 1, 3], at="at epoch")
    assert falls_and_rises == "starts at 2, falls to 0.5 at epoch 3 and rises to 3 at the end"
    assert course(x, [1, 1.01, 1, 1.01, 1]) == "stays near 1"
    assert "rises to 9 at 2, falls to 1 at 4 and rises to 4" in course(x, [3, 9, 5, 1, 4])
    assert course(x, [2, np.inf, 1, 1, 1]) == "starts at 2, and falls to 1 at the end"


def test_a_curve_that_leaves_the_numbers_says_so():
    assert course([1, 2], [2.3, np.inf]) == "stays near 2.3 before it is no longer finite"
    assert course([1, 2, 3], [2, 9, np.nan]) == (
        "starts at 2, and rises to 9 before it is no longer finite"
    )


def test_training_curves_tell_both_curves_and_their_axis():
    alt = figures.training_curves(run_of([2.0, 1.0, 0.5], [2.0, 0.8, 1.5])).alt
    assert alt.startswith("Loss and accuracy over 3 epochs. training loss starts at 2,")
    assert "validation loss starts at 2, falls to 0.8 at epoch 2 and rises to 1.5" in alt
    steep = figures.training_curves(run_of([2.0, 0.1, 0.01], [2.0, 0.1, 0.1])).alt
    assert "the loss on a logarithmic axis" in steep


def test_overfitting_names_the_lowest_validation_loss():
    calm, deep = run_of([2.0, 1.0], [2.0, 1.8]), run_of([2.0, 1.0, 0.1], [2.0, 1.5, 3.0])
    alt = figures.by_heart({"calm": calm, "deep": deep}).alt
    assert "its lowest, 1.5, at epoch 2" in alt


def test_a_confusion_matrix_counts_and_names_what_is_mistaken_most():
    table = np.diag([5] * 10)
    table[3, 5], table[9, 4] = 2, 1
    alt = figures.confusion(table).alt
    assert "50 images stand on the diagonal, 3 off it" in alt
    assert "Most often: 3 as 5, 2 times; 9 as 4, 1 time." in alt
    assert "Most often" not in figures.confusion(np.diag([5] * 10)).alt


def test_descents_say_where_they_end_and_how_often_they_cross():
    paths = [np.array([0.0, 1, 2]), np.array([0.0, 7, -2])]
    alt = figures.descents([0.1, 1.1], paths, lambda w: (w - 3) ** 2).alt
    assert "bottom at 3: with rate 0.1 it ends 1 away; with rate 1.1 it climbs out, to 5" in alt
    assert "crossed the bottom 2 times" in alt


def test_a_step_is_told_to_end_lower_or_higher_than_the_start():
    moves = np.linspace(-1, 3, 81)
    marks = {"small": (0.5, 0.25), "large": (3.0, 4.0)}
    alt = figures.loss_slice(moves, (moves - 1) ** 2, -2.0, marks, "rate").alt
    assert "tangent has the slope −2. small ends at the loss 0.25, lower; large" in alt
    assert alt.endswith("ends at the loss 4, higher.")


def test_a_ravine_tells_where_steps_end_and_how_often_they_cross_it():
    picture = figures.ravine(20, [(0.05, 0), (0.09, 0)])
    assert "rate 0.05, momentum 0 they end 3.6 away, at the loss 6.4" in picture.alt
    assert "crossed the ravine 0 times; with rate 0.09" in picture.alt
    assert picture.alt.endswith("crossed the ravine 20 times.")
    first = picture.axes[0].lines[0].get_xydata()
    assert np.allclose(first[:2], [[-10, 1], [-9.5, 0]])


def test_accuracy_by_rate_tells_the_medians_of_the_seeds():
    picture = figures.accuracy_by_rate({0.01: [0.1, 0.6, 0.7], 0.1: [0.9, 0.95, 0.2]})
    assert picture.alt.endswith("The medians of the seeds: 0.01: 60 %, 0.1: 90 %.")
    assert sorted(picture.axes[0].lines[2].get_ydata()) == [0.2, 0.9, 0.95]


def test_a_loss_far_above_the_picture_is_told_in_words():
    picture = figures.loss_by_rate({0.1: [2.3, 1.0, 0.2], 100: [2.3, 5e6, 40.0]})
    assert "rises to 5,000,000 at update 2 and falls to 40 at the end" in picture.alt
    assert [text.get_text() for text in picture.axes[1].texts] == ["↑ over\n1,000,000"]


def test_budget_curves_tell_which_run_ends_lowest():
    runs = {"all": ([0, 9], [2.3, 1.9]), "some": ([0, 5, 9], [2.3, 1, 0.5]), "one": ([0], [2.3])}
    assert figures.budget_curves(runs).alt.endswith("the lowest first, some, all and one.")


def test_a_map_of_accuracies_tells_each_row():
    alt = figures.heat_map([[0.1, 0.5], [0.9, 0.98]], [2, 64], [0.1, 1]).alt
    assert "2 neurons 10 % and 50 %; 64 neurons 90 % and 98 %" in alt


def test_pictures_of_predictions_mark_what_is_read_and_what_is_true():
    p = np.full((2, 10), 0.05)
    p[0, 7] = p[1, 3] = 0.55
    picture = figures.predictions(np.zeros((2, 784)), p, np.array([7, 8]))
    right, wrong = picture.axes[1], picture.axes[3]
    assert [text.get_text() for text in right.texts] == [" ▶ ✓"]
    assert [text.get_text() for text in wrong.texts] == [" ▶", " ✓"]
    assert "8 read as 3, 55 % sure" in picture.alt
    assert picture.axes[0].get_title() == "7 read as 7 ✓"
    assert picture.axes[2].get_title() == "8 read as 3 ✗"


def test_a_grid_of_numbers_says_where_they_are():
    one_hot = figures.number_grid(np.eye(3), "Rows", white=1, rows="image", columns="class").alt
    assert "image 0: class 0, image 1: class 1, image 2: class 2" in one_hot
    spot = np.zeros((9, 9))
    spot[2:4, 5:8] = 200
    alt = figures.number_grid(spot, "A spot").alt
    assert "All above 0 stand in rows 2 to 3 and columns 5 to 7." in alt


def test_planes_say_how_many_points_are_on_the_side_where_they_should_be():
    points, wanted = np.array([[0, 0], [1, 0], [1, 0]]), np.array([True, True, False])
    planes = {"up": (points, ("x", "y"), lambda p: p[:, 0] - 0.5)}
    planes["down"] = (points, ("x", "y"), lambda p: 2.0 - p[:, 0])
    picture = figures.split_planes(planes, wanted)
    assert "up: 1 of 3 points on the side" in picture.alt
    assert "down: 2 of 3 points on the side" in picture.alt
    assert texts(picture) == ["(0, 0) ✗", "(1, 0), twice", "(1, 0) ✗, twice"]


def test_neurons_that_answered_say_what_they_add_to_the_scores():
    added = np.array([[3.0, 1, 0, 0, -2, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 4, 0, -1]])
    weights = np.random.default_rng(0).standard_normal((784, 2))
    picture = figures.answering_neurons(np.ones(784), weights, np.array([6.0, 2.5]), added, [8, 3])
    assert "neuron 8 (a = 6) adds most to the 0, 3, and subtracts most from the 4, 2" in picture.alt
    assert "neuron 3 (a = 2.5) adds most to the 7, 4" in picture.alt
    titles = [axes.get_title() for axes in picture.axes]
    assert "neuron 8\na = 6.0" in titles and "the image" in titles


def test_scores_of_images_name_the_largest_and_the_true_one():
    scores = np.array([np.arange(10.0), np.arange(10.0)])
    picture = figures.scores_of_images(np.zeros((2, 784)), scores, np.array([9, 4]))
    assert "a 9 gets its largest score, 9, for 9;" in picture.alt  # once: it is correct
    assert "a 4 gets its largest score, 9, for 9, and 4 for 4" in picture.alt
    ticks = [label.get_text() for label in picture.axes[3].get_xticklabels()]
    assert ticks[4] == "4\n✓" and ticks[9] == "9\n✗" and ticks[0] == "0\n"


def test_a_product_of_many_probabilities_is_drawn_beyond_the_smallest_number():
    picture = figures.product_and_sum(np.full(400, 0.1))
    assert "After 400 images" in picture.alt and "10 to the −400" in picture.alt
    assert "evenly to 921" in picture.alt  # 400 ln 10
    lines = [line.get_ydata()[0] for line in picture.axes[0].lines[1:]]
    for line, kind in zip(lines, (np.float32, np.float64), strict=True):
        assert np.isclose(line, -np.log(float(np.nextafter(kind(0), kind(1)))) + np.log(2))


def test_the_loss_over_the_temperature_marks_its_smallest_value():
    temperatures = np.array([0.5, 1, 2, 4])
    picture = figures.loss_by_temperature(temperatures, np.array([1.2, 0.6, 0.4, 0.9]), 0.887)
    assert "the smallest, 0.4, is at T = 2." in picture.alt and "88.7 %" in picture.alt
    assert texts(picture)[0] == "T = 2: loss 0.40"


def test_costs_of_frameworks_are_told_and_written():
    costs = {
        ("epoch", name, neurons, batch): seconds * int(neurons)
        for name, seconds in (("ours", 0.01), ("PyTorch", 0.02), ("Keras", 0.3))
        for neurons in ("100", "1000")
        for batch in ("1", "64")
    }
    picture = figures.framework_costs(costs | {("import", "ours"): 0.1})
    assert "100 neurons, batches of 64: NumPy 1.0 s, PyTorch 2.0 s and Keras 30 s" in picture.alt
    assert [axes.get_title() for axes in picture.axes] == ["784-100-10", "784-1,000-10"]
    assert texts(picture) == ["1.0", "1.0", "2.0", "2.0", "30", "30"]


def test_a_recorded_graph_is_a_row_and_what_hangs_below_it():
    first = ("Mm", [("", []), ("T", [("W1", [])])])
    tree = ("Loss", [("Add", [first, ("b1", [])])])
    picture = figures.recorded_graph(tree, ["xW", "z", "L"])
    assert "A row of 3 steps from left to right: Mm, Add, Loss." in picture.alt
    assert "Into Mm comes something that needs no slope and T of W1." in picture.alt
    assert "Into Add comes b1." in picture.alt
    shown = [text.get_text() for text in picture.axes[0].texts if text.get_text()]
    assert sorted(shown) == sorted(["Mm", "Add", "Loss", "xW", "z", "L", "–", "T", "W1", "b1"])
    arrows = [text for text in picture.axes[0].texts if not text.get_text()]
    assert len(arrows) == 2 * 2 + 2 * 3 + 1  # there and back; the pixels get no slope


ONE = {
    "activations_and_slopes": lambda: ({"relu": (relu, relu_slope)},),
    "by_heart": lambda: ({"one": History([1.0, 0.5], [0.2, 0.4], [1.1, 0.9], [0.2, 0.3])},),
    "descents": lambda: ([0.1], [np.array([0.0, 1])], lambda w: (w - 3) ** 2),
    "framed_images": lambda: (np.zeros((1, 784)), ["black"], ["a 1"]),
    "loss_by_rate": lambda: ({0.1: [2.3, 1.0]},),
    "ravine": lambda: (20, [(0.05, 0)]),
    "softmax_beside_sigmoids": lambda: (np.zeros((1, 3)), np.full((1, 3), 1 / 3), np.zeros((1, 3))),
    "split_planes": lambda: (
        {"one": (np.eye(2), ("a", "b"), lambda points: points[:, 0] - 0.5)},
        np.array([True, False]),
    ),
    "strongest_and_weakest": lambda: (np.ones(784), *[(np.zeros((1, 784)), np.zeros(1))] * 2),
}


@pytest.mark.parametrize("name", ONE)
def test_of_several_panels_there_may_be_one(name):
    assert getattr(figures, name)(*ONE[name]()).axes


def test_the_range_of_exp_is_drawn_where_the_reader_has_numpy_raise_errors():
    with np.errstate(all="raise"):
        assert "in float32 e^z is a number from z = −104 to 88.7" in figures.range_of_exp().alt


SHOWN = np.linspace(0, 1, 6 * 784, dtype="f4").reshape(6, 784)


@pytest.mark.parametrize(
    "images, captions, words",
    [
        (Split(SHOWN, [1] * 6), None, "like digits.train.images, but a Split was given"),
        (SHOWN[0], None, r"images\[None, :\]"),
        (3, None, "must be a matrix with one image per row"),
        (
            np.zeros((501, 64)),
            None,
            r"500 at most, to be seen, but there are 501: .* images\[:20\]",
        ),
        ((SHOWN * 255).astype("uint8"), None, "divide them by 255"),
        (SHOWN * np.nan, None, "row 0 holds NaN"),
        (SHOWN, ["one", "two"], "captions must be one for each image, but there are 2 for 6"),
        (SHOWN, "123456", "but there are 1 for 6"),
    ],
)
def test_what_cannot_be_shown_as_digits_is_refused_in_a_sentence(images, captions, words):
    with pytest.raises((TypeError, ValueError), match=words):
        figures.show_digits(images, captions)


@pytest.mark.parametrize("images", [SHOWN.reshape(6, 28, 28), SHOWN > 0.5, SHOWN.tolist()])
def test_squares_truth_values_and_lists_are_shown_with_labels_as_captions(images):
    alt = figures.show_digits(images, np.arange(6)).alt
    assert alt == "6 handwritten digits: 0, 1, 2, 3, 4, 5."


@pytest.mark.parametrize(
    "probabilities, labels, words",
    [
        (np.arange(6), np.arange(6), r"shape \(6, 10\), but the shape is \(6,\)"),
        (9 * one_hot(np.arange(6)), np.arange(6), "not all numbers from 0 to 1"),
        (one_hot(np.arange(6)), one_hot(np.arange(6)), "these look one-hot"),
    ],
)
def test_predictions_that_are_none_are_refused_in_a_sentence(probabilities, labels, words):
    with pytest.raises(ValueError, match=words):
        figures.predictions(SHOWN, probabilities, labels)
