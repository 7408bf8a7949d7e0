"""Softmax to touch: scores, a temperature, and what they do to probabilities and loss."""

import numpy as np

from ...digits import Digits, check_digits
from ...functions import softmax, softmax_cross_entropy
from ...network import Network
from ...training import train
from ...wording import listed
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Choice, Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import figure, fixed, percent

SCORES = np.round(np.arange(-5, 5.01, 0.1), 1) + 0.0  # no −0.0
TEMPERATURES = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
                1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 7, 10)  # fmt: skip
DRAGGED = [
    Slider(f"score_{k}", f"score of class {k}", SCORES, start, "{:.1f}", in_picture=True)
    for k, start in enumerate((2.0, 1.0, -1.0))
]
THREE, DIGIT = "three of your own", "of a new digit"
IMAGES = 40  # new digits to choose from
SURE = np.linspace(0.002, 1, 200)  # probabilities for the curve of -ln p
NEARLY_ALL, NEARLY_NONE = 0.9995, 0.0005
SMALLEST = 1e-6  # a loss below it is not told in figures
NEVER_ALL = 0.999999  # softmax gives no class everything, even if a computer rounds it to 1


class Wide:
    """Where everything stands on a page with room, in pixels."""

    size, rows, row = 720, (34, 300), 80
    label, track, score, cooled = 44, (64, 224), 266, 332
    bar, share = (346, 88), 15
    loss, chart = (520, 18), (548, 130, 160, 190)
    image, small_chart = (548, 100, 84), (548, 208, 160, 112)


class Narrow:
    """The same where there is little room: the loss stands below."""

    size, rows, row = 300, (30, 320), 62
    label, track, score, cooled = 19, (44, 140), 178, None
    bar, share = (188, 40), 13
    loss, chart = (0, 30), (146, 30, 148, 130)
    image, small_chart = (0, 106, 70), chart


def temperature(digits: Digits | None = None) -> App:
    """Show how scores and a temperature become probabilities, and what the loss makes of them.

    The bars of three scores can be dragged. With digits, the ten scores of a real image can be
    chosen, too: those of a small network that is trained on the spot.

    Examples
    --------
    >>> app = interact.temperature()
    >>> app.set(temperature=0.5)
    >>> app.alt
    'At temperature 0.5 the scores 2.0, 1.0, −1.0 become...
    """
    controls = [
        *DRAGGED,
        Slider("temperature", "temperature T", TEMPERATURES, 1, "{:g}"),
        Choice("label", "true class", ("0", "1", "2"), "0"),
    ]
    in_use = {"score_0": 2.0, "score_1": 2.8, "score_2": -1.0, "temperature": 0.5}
    if digits is None:
        return App(
            "Scores and temperature", controls, _draw_three, pick=_true_class, in_use=in_use
        ).begin()
    check_digits(digits, ten=True)
    images, labels = digits.validation.first(min(IMAGES, len(digits.validation))).batch(slice(None))
    scores = _scores(digits, images)
    controls.insert(0, Choice("scores", "scores", (THREE, DIGIT), THREE))
    controls.insert(1, Slider("image", "new digit", range(len(images)), 0, "no. {}"))

    def draw(settings):
        if settings["scores"] == THREE:
            return _draw_three(settings)
        i = settings["image"]
        return _draw(scores[i], int(labels[i]), settings, images[i])

    def hide(settings):
        return ["image"] if settings["scores"] == THREE else ["label"]

    return App(
        "Scores and temperature", controls, draw, hide=hide, pick=_true_class, in_use=in_use
    ).begin()


def _true_class(pressed):
    """Say which class is the true one, by a press of its name."""
    label = pressed.removeprefix("class:")
    if label not in ("0", "1", "2"):
        raise ValueError(f"there is no {pressed!r} to press")
    return {"label": label}


def _draw_three(settings):
    scores = np.array([settings[slider.name] for slider in DRAGGED])
    return _draw(scores, int(settings["label"]), settings)


def _scores(digits, images):
    """Scores (n, 10) that a small network, trained in a fraction of a second, gives images."""
    net = Network((784, 16, 10), dtype="float64")
    train(net, digits.train.first(min(1000, len(digits.train))), epochs=5, progress=False)
    return net.propagate(images.astype("float64"))[1][-1]


def _draw(scores, label, settings, image=None):
    temperature, places = settings["temperature"], Narrow if settings["narrow"] else Wide
    cooled = scores[None, :] / temperature  # (1, classes)
    p = np.minimum(softmax(cooled)[0], NEVER_ALL)  # (classes,)
    loss, _ = softmax_cross_entropy(cooled, np.array([label]))
    top, height = places.rows
    height = min(places.row * len(p), height)
    below = top + height + 10 if places is Narrow else 0
    sketch = Sketch(places.size, below + 200 if below else 360)
    _rows(sketch, places, (top, height / len(p)), scores, cooled[0], p, label)
    chart = places.chart if image is None else places.small_chart
    _loss(sketch, places.loss, chart, below, p[label], loss, label)
    if image is not None:
        x, y, side = places.image
        sketch.image(image, x, below + y, side)
    shares = ", ".join(f"class {k} {percent(share, 1)}" for k, share in enumerate(p))
    given = ", ".join(fixed(score, 1) for score in scores)
    sketch.alt = (
        f"At temperature {temperature:g} the scores {given} become the probabilities {shares}. "
        f"The true class is {label}, so the loss is {_loss_in_words(loss)}."
    )
    sketch.caption = _sentence(p, label, temperature)
    return sketch


def _rows(sketch, places, rows, scores, cooled, p, label):
    """A row for each class: score as a bar to drag, score / T, and the probability as a bar."""
    (left, right), (bar, long) = places.track, places.bar
    head = "score z" if len(p) > len(DRAGGED) else "drag: score z"
    sketch.text((left + right) / 2, 12, head, 14, "muted", "center")
    sketch.text(bar, 12, "softmax(z / T)", 14, "muted")
    if places.cooled:
        sketch.text(places.cooled, 12, "z / T", 14, "muted", "right")
    else:
        sketch.text(places.score, 7, "z,", 12, "muted", "right")
        sketch.text(places.score, 21, "z / T", 12, "muted", "right")
    top, height = rows
    for k, share in enumerate(p):
        y, true = top + (k + 0.5) * height, k == label
        sketch.text(places.label, y, f"✓ {k}" if true else f"{k}", 18,
                    "right" if true else "ink", "right" if places is Wide else "center",
                    bold=true)  # fmt: skip
        if len(p) == len(DRAGGED):
            tall = min(height - 4, 44)
            box = (0, y - tall / 2, places.track[0] - 8, tall)
            sketch.target(*box, f"class:{k}", f"class {k}: say that it is the true one")
        _score(sketch, places, y, height, scores, k)
        if places.cooled:
            sketch.text(places.score, y, fixed(scores[k], 1), 16, align="right")
            sketch.text(places.cooled, y, fixed(cooled[k], 1), 16, align="right")
        else:
            size = 16 if height > 40 else 13
            sketch.text(places.score, y - size / 2, fixed(scores[k], 1), size, align="right")
            sketch.text(places.score, y + size / 2, fixed(cooled[k], 1), size - 3, "muted", "right")
        thick = min(0.6 * height, 40)
        box = [(bar, y - thick / 2, max(long * share, 1.5), thick)]
        sketch.bars(box, "right" if true else "muted", hatch=true)
        size = places.share
        sketch.text(bar + long * share + 5, y, percent(share, 1), size, bold=true)


def _score(sketch, places, y, height, scores, k):
    """The bar of a score, from 0, with a knob where it can be dragged."""
    left, right = places.track
    most = max(SCORES[-1], np.ceil(np.abs(scores).max()))
    middle, unit = (left + right) / 2, (right - left) / (2 * most)
    end = middle + unit * scores[k]
    sketch.line([(left, y), (right, y)], "faint", 1)
    sketch.line([(middle, y - 0.4 * height), (middle, y + 0.4 * height)], "muted", 1)
    sketch.bars([(min(middle, end), y - 5, abs(end - middle), 10)], "ink")
    if len(scores) == len(DRAGGED):
        sketch.points([(end, y)], "here", 9)
        tall = min(height - 4, 44)
        box = (left, y - tall / 2, right - left, tall)
        sketch.slide(*box, DRAGGED[k], scores[k])


def _loss(sketch, corner, box, below, share, loss, label):
    """The loss in figures, and its place on the curve of -ln p."""
    x, y = corner
    y += below
    if share >= NEARLY_ALL:
        p = "p is nearly 1"
    elif share < NEARLY_NONE:
        p = "p is nearly 0"
    else:
        p = f"= −ln {share:.3f}" if share > 0.1 else f"= −ln {figure(share)}"
    sketch.text(x, y, f"loss = −ln p[{label}]", 15)
    sketch.text(x, y + 24, p, 15)
    result = f"= {_loss_in_words(loss)}" if loss > SMALLEST else "nearly 0"
    sketch.text(x, y + 54, result, 22, bold=True)
    left, top, width, height = box
    chart = Chart(sketch, (left, below + top, width, height), (0, 1), (0, 5))
    chart.axes((0, 0.5, 1), (0, 1, 2, 3, 4, 5), f"p[{label}]", "loss")
    chart.curve(SURE, -np.log(SURE))
    if loss <= 5:
        (place,) = chart.place([share], [loss])
        bottom = below + top + height
        sketch.line([(place[0], bottom), place, (left, place[1])], "here", 1.5, dashed=True)
        sketch.points([place], "here", 7)
    else:
        sketch.text(left + 20, below + top + 12, "▲ off the chart", 14, "here", bold=True)


def _loss_in_words(loss):
    """The loss with two decimals, or as many as it takes to show that it is not 0."""
    if loss >= 0.005:
        return f"{loss:.2f}"
    if loss > SMALLEST:
        return np.format_float_positional(loss, 1, fractional=False)
    return f"< {SMALLEST:f}"


def _sentence(p, label, temperature):
    """Say what the temperature does here, and whether the loss is high or low for it."""
    if temperature < 1:
        words = "T below 1 spreads the scores: the largest takes more."
    elif temperature > 1:
        words = "T above 1 draws the scores together, and so the probabilities."
    else:
        words = "At T = 1 the scores are used as they are."
    largest = [f"{k}" for k in np.flatnonzero(p >= p.max() * (1 - 1e-9))]
    if len(largest) > 1:
        return f"{words} Classes {listed(largest)} have the same share."
    best = int(p.argmax())
    if p[label] >= NEARLY_ALL:
        return f"{words} The true class has nearly all, so the loss is nearly 0."
    if best == label:
        return f"{words} The true class has the largest share; the loss would be 0 if it had all."
    but = f"but the label is {label}, so the loss is high."
    return f"{words} Class {best} has the largest share, {but}"
