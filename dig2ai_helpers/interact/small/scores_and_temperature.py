"""Softmax to touch: scores, a temperature, and what they do to probabilities and loss."""

import numpy as np

from ...digits import Digits, check_digits
from ...functions import softmax, softmax_cross_entropy
from ...network import Network
from ...training import train
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Choice, Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import minus

SCORES = np.round(np.arange(-5, 5.01, 0.1), 1)
TEMPERATURES = (0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
                1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 7, 10)  # fmt: skip
THREE, DIGIT = "three of your own", "of a new digit"
IMAGES = 40  # new digits to choose from
SURE = np.linspace(0.002, 1, 200)  # probabilities for the curve of -ln p


def temperature(digits: Digits | None = None) -> App:
    """Show how scores and a temperature become probabilities, and what the loss makes of them.

    With digits, the ten scores of a real image can be chosen, too: those of a small network
    that is trained on the spot.

    Examples
    --------
    >>> app = interact.temperature()
    >>> app.set(temperature=0.5)
    >>> app.alt
    'At temperature 0.5 the scores 2.0, 1.0, −1.0 become...
    """
    controls = [
        Slider("score_0", "score of class 0", SCORES, 2.0, "{:.1f}"),
        Slider("score_1", "score of class 1", SCORES, 1.0, "{:.1f}"),
        Slider("score_2", "score of class 2", SCORES, -1.0, "{:.1f}"),
        Choice("label", "true class", ("0", "1", "2"), "0"),
        Slider("temperature", "temperature T", TEMPERATURES, 1, "{:g}"),
    ]
    if digits is None:
        return App("Scores and temperature", controls, _draw_three).begin()
    check_digits(digits)
    images, labels = digits.validation.first(min(IMAGES, len(digits.validation))).batch(slice(None))
    scores = _scores(digits, images)
    controls.insert(0, Choice("scores", "scores", (THREE, DIGIT), THREE))
    controls.insert(1, Slider("image", "new digit", range(len(images)), 0, "{}"))

    def draw(settings):
        if settings["scores"] == THREE:
            return _draw_three(settings)
        i = settings["image"]
        return _draw(scores[i], int(labels[i]), settings["temperature"], images[i])

    def hide(settings):
        three = ["score_0", "score_1", "score_2", "label"]
        return ["image"] if settings["scores"] == THREE else three

    return App("Scores and temperature", controls, draw, hide=hide).begin()


def _draw_three(settings):
    scores = np.array([settings[f"score_{k}"] for k in range(3)])
    return _draw(scores, int(settings["label"]), settings["temperature"])


def _scores(digits, images):
    """Scores (n, 10) that a small network, trained in a fraction of a second, gives images."""
    net = Network((784, 16, 10), dtype="float64")
    train(net, digits.train.first(min(1000, len(digits.train))), epochs=5, progress=False)
    return net.propagate(images.astype("float64"))[1][-1]


def _draw(scores, label, temperature, image=None):
    cooled = scores[None, :] / temperature  # (1, classes)
    p = softmax(cooled)[0]  # (classes,)
    loss, _ = softmax_cross_entropy(cooled, np.array([label]))
    sketch = Sketch(720, 380)
    _rows(sketch, scores, cooled[0], p, label)
    _loss(sketch, p[label], loss, label)
    if image is not None:
        sketch.image(image, 636, 6, 84)
    shares = ", ".join(f"class {k} {share:.1%}" for k, share in enumerate(p))
    sketch.alt = minus(
        f"At temperature {temperature:g} the scores {', '.join(f'{s:.1f}' for s in scores)} become "
        f"the probabilities {shares}. The true class is {label}, so the loss is {loss:.2f}."
    )
    sketch.caption = _sentence(p, label, temperature)
    return sketch


def _rows(sketch, scores, cooled, p, label):
    """A row for each class: score, score / T, and the probability as a bar."""
    heads = ((56, "class", "center"), (138, "score z", "right"), (192, "z / T", "right"))
    for x, words, align in heads:
        sketch.text(x, 16, words, 14, "muted", align)
    sketch.text(212, 16, "probability: softmax(z / T)", 14, "muted")
    height = 336 / len(p)
    for k, share in enumerate(p):
        y = 38 + (k + 0.5) * height
        true = k == label
        if true:
            sketch.text(2, y, "true", 15, "right", bold=True)
        sketch.text(56, y, f"{k}", 18, align="center", bold=true)
        sketch.text(138, y, minus(f"{scores[k]:.1f}"), 16, align="right")
        sketch.text(192, y, minus(f"{cooled[k]:.1f}"), 16, align="right")
        thick = min(0.72 * height, 58)
        box = [(212, y - thick / 2, max(180 * share, 1.5), thick)]
        sketch.bars(box, "right" if true else "muted", hatch=true)
        sketch.text(220 + 180 * share, y, f"{share:.1%}", 18, bold=true)


def _loss(sketch, share, loss, label):
    """The loss in figures, and its place on the curve of -ln p."""
    sketch.text(486, 18, f"loss = −ln p({label})", 16)
    sketch.text(520, 44, f"= −ln {share:.3f}", 16)
    sketch.text(520, 76, f"= {loss:.2f}", 28, bold=True)
    chart = Chart(sketch, (504, 136, 208, 196), (0, 1), (0, 5))
    chart.axes((0, 0.5, 1), (0, 1, 2, 3, 4, 5), "p of the true class", "loss")
    chart.curve(SURE, -np.log(SURE))
    if loss <= 5:
        (place,) = chart.place([share], [loss])
        sketch.line([(place[0], 332), place, (504, place[1])], "here", 1.5, dashed=True)
        sketch.points([place], "here", 7)
    else:
        sketch.text(530, 148, f"▲ off the chart: {loss:.1f}", 15, "here", bold=True)


def _sentence(p, label, temperature):
    """Say what the temperature does here, and whether the loss is high or low for it."""
    if temperature < 1:
        words = "T below 1 spreads the scores: the largest takes more."
    elif temperature > 1:
        words = "T above 1 draws the scores together, and so the probabilities."
    else:
        words = "At T = 1 the scores are used as they are."
    best = int(p.argmax())
    if best == label:
        return f"{words} The true class has the largest share; the loss would be 0 if it had all."
    return f"{words} Class {best} has the largest share, but {label} is true: so the loss is high."
