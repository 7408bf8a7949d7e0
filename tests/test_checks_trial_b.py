"""Answers of a trial of notebooks 05-08: accepted or rejected, and what is told."""

import math

import numpy as np
import pytest

from dig2ai_helpers import Network, checks, load_digits
from dig2ai_helpers.checks import guard

TAKEN = {
    "most_neurons": """
def answer(limit):
    best = 0
    for h in range(limit):
        if 795 * h + 10 <= limit:
            best = h
    return best
""",
    "pixel_slopes": """
def answer(image, W1, b1, W2, digit):
    delta = np.eye(W2.shape[1])[[digit]] @ W2.T * (image[None] @ W1 + b1 > 0)
    return delta @ W1.T
""",
    "too_large": """
def answer(losses):
    return not np.isfinite(losses).all() or sum(losses[-10:]) / 10 > losses[0]
""",
    "plane": """
def answer(points):
    points = points - points.mean(axis=0)
    sizes, directions = np.linalg.eig(np.cov(points.T))
    return points @ directions[:, np.argsort(-sizes)[:2]]
""",
}

BEST = "    b = max(results, key=KEY)\n    return b['neurons'], b['learning_rate']"
SINCE = (
    "    v, t = history.validation_loss, history.loss\n    i = int(np.argmin(v))\n"
    "    return i + 1 if RULE else 0"
)
ALARM = "    return bool(not np.isfinite(losses).all() or RULE)"
SLOPES = "    return W1 @ (W2[:, digit] * (image @ W1 + b1 > 0)) * (image > 0)"
COUNT = (
    "    for label, prediction in zip(labels, predictions):\n"
    "        table[label][prediction] += 1\n    return table"
)
AXES = "    U, S, Vt = np.linalg.svd(points, full_matrices=False)\n"
IN_TURN = (
    "    for net in networks:\n        total = (total + net.forward(images)) / len(networks)\n"
)
REJECTED = [
    ("pixel_slopes", "image, W1, b1, W2, digit", SLOPES, "Pixels have no ReLU"),
    *(
        (
            "best_cell", "results", BEST.replace("KEY", f"lambda r: ({key}, -r['neurons'])"),
            "accuracies are rounded",
        )
        for key in (
            "round(r['validation_accuracy'], 2)",
            "round(r['validation_accuracy'], 3)",
            "int(100 * r['validation_accuracy'])",
        )
    ),
    ("best_cell", "results", BEST.replace("KEY", "'validation_accuracy'"), "a function: key="),
    *(
        ("overfits_since", "history", SINCE.replace("RULE", rule), told)
        for rule, told in (
            ("0.9 * v[-1] > v[i] and t[-1] < t[i]", "a tenth of the lowest loss"),
            ("v[-1] - v[i] > v[-1] / 10 and t[-1] < t[i]", "a tenth of the lowest loss"),
            ("v[-1] > 1.1 * v[i] and t[-1] < min(t)", "training loss with that of the same epoch"),
            ("history['loss'][-1] < v[i]", "with a dot, as in history.loss"),
            ("history.validation_accuracy[-1] < 0.9 * max(history.validation_accuracy)",
             "finds no overfitting anywhere"),
        )
    ),
    *(
        ("too_large", "losses", ALARM.replace("RULE", rule), told)
        for rule, told in (
            ("np.mean(losses[-10:]) > 2 * losses[0]", "no factor is needed"),
            ("np.mean(losses[-10:]) < losses[0]", "the wrong way round"),
            ("np.mean(losses[-11:-1]) > losses[0]", "not the last ten"),
        )
    ),
    (
        "too_large", "losses",
        "    for loss in losses:\n        if not math.isfinite(loss):\n            return True\n"
        "        else:\n            return np.mean(losses[-10:]) > losses[0]",
        "only the first loss is asked",
    ),
    (
        "too_large", "losses",
        "    bad = np.isnan(losses).any() or max(losses) == float('inf')\n"
        "    return bool(bad or np.mean(losses[-10:]) > losses[0])",
        "minus infinity",
    ),
    *(
        ("confusion", "labels, predictions, classes", f"    table = {table}\n" + COUNT, told)
        for table, told in (
            ("np.zeros((classes, classes), dtype=np.uint8)", "dtype of 8 bits"),
            ("np.zeros((classes, classes), dtype=np.int8)", "dtype of 8 bits"),
            ("[[0] * classes] * classes", "all rows are one list"),
        )
    ),
    (
        "confusion", "labels, predictions, classes",
        "    table = np.zeros((classes, classes))\n"
        "    np.add.at(table, [labels, predictions], 1)\n    return table",
        "Give it a tuple",
    ),
    (
        "plane", "points",
        "    points = points - points.mean(axis=0)\n"
        "    return points @ np.linalg.eig(np.cov(points.T))[1][:, :2]",
        "Sort them, or take np.linalg.svd",
    ),
    (
        "plane", "points",
        "    _, _, Vt = np.linalg.svd(points - points.mean(axis=0))\n    return points @ Vt[:2].T",
        "Subtract the mean from the points that you project, too",
    ),
    (
        "plane", "points", AXES + "    p = points @ Vt[:2].T\n    return p - p.mean(axis=0)",
        "subtracted afterwards",
    ),
    *(
        ("plane", "points", f"    points = points - {what}\n{AXES}    return points @ Vt[:2].T",
         "something other than the mean")
        for what in ("np.median(points, axis=0)", "points.min(axis=0)", "points[0]")
    ),
    (
        "plane", "points",
        f"    points = points - points.mean(axis=0)\n{AXES}    return (points @ Vt.T * S)[:, :2]",
        "by S twice",
    ),
    ("most_neurons", "limit", "    return min(127, (limit - 10) // 795)", "it should be"),
    ("momentum_step", "weights, velocity, gradient, rate, momentum",
     "    return weights + momentum * velocity - rate * gradient", "gives back one result"),
    ("committee", "networks, images", f"    total = 0\n{IN_TURN}    return total.argmax(axis=1)",
     "the later networks count more"),
    (
        "committee", "networks, images",
        "    p = networks[0].forward(images)\n    for net in networks[1:]:\n"
        "        p = (p + net.forward(images)) / 2\n    return p.argmax(axis=1)",
        "divide once, after the loop",
    ),
    ("committee", "networks, images",
     "    return sum(n.forward(images) ** 2 for n in networks).argmax(axis=1)", "squared"),
    (
        "committee", "networks, images",
        "    p = np.array([n.forward(images) for n in networks])\n"
        "    return p[p.max(axis=(1, 2)).argmax()].argmax(axis=1)",
        "surest of any image decides",
    ),
    (
        "batches", "order, batch_size",
        "    batches, batch = [], []\n    for row in order:\n        batch.append(row)\n"
        "        if len(batch) == batch_size:\n            batches.append(batch)\n"
        "            batch.clear()\n    if batch:\n        batches.append(batch)\n"
        "    return batches",
        "batch = [] instead of batch.clear()",
    ),
]  # fmt: skip
ON_PAPER = [
    ("rates", (0.1, 0.1), "one_step is right. limit is a rate"),
    ("rates", (0.5, 0.2), "limit is right. one_step is so large"),
    ("pixels_by_hand", ([0.1, 1.1], [0.8, 0.2]), "slopes_0 is right. In slopes_1 the first"),
    ("pixels_by_hand", ([0.7, 1.1], [-0.8, 0.2]), "In slopes_0 a minus of W1 is lost"),
    ("pixels_by_hand", ([0.1, 1.1], [-0.3, 1.2]), "In slopes_1 you took a row of W2"),
    ("pixels_by_hand", ([0.1, -0.8], [1.1, 0.2]), "First come both pixels of score 0"),
]


def made(text):
    names = {"np": np, "math": math}
    exec(text, names)
    return names["answer"]


@pytest.mark.parametrize("name", TAKEN)
def test_a_right_answer_is_taken(said, name, monkeypatch):
    monkeypatch.setattr(guard, "SECONDS", 20)  # how fast this machine is doesn't matter here
    assert said(getattr(checks, f"check_{name}"), made(TAKEN[name]), seed=0).startswith("Right. ")


@pytest.mark.parametrize(("name", "arguments", "body", "told"), REJECTED)
def test_a_wrong_answer_is_rejected_with_its_hint(said, name, arguments, body, told):
    answer = made(f"def answer({arguments}):\n{body}\n")
    text = said(getattr(checks, f"check_{name}"), answer)
    assert text.startswith("Not yet: ") and told in text


@pytest.mark.parametrize(("name", "numbers", "told"), ON_PAPER)
def test_a_wrong_number_gets_its_hint(said, name, numbers, told):
    text = said(getattr(checks, f"check_{name}"), *numbers)
    assert text.startswith("Not yet: ") and told in text


def test_the_digits_that_a_small_network_was_tried_on_are_counted(said):
    digits, small = load_digits("bundled"), Network((784, 10))
    for split in (digits.train, digits.train.first(5)):
        text = said(checks.check_small_network, small, split)
        assert f"of these {len(split.labels):,} digits" in text and "validation" not in text
