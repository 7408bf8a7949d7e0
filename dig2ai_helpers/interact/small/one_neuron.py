"""One neuron to touch: a template laid over an image, a sum, a bias, an activation."""

import numpy as np

from ...digits import Digits, check_digits
from ...functions import HIDDEN
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Choice, Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import minus

IMAGES = 60  # new digits to choose from
BIASES = np.arange(-30.0, 31.0)
Z = np.linspace(-40, 40, 401)  # for the activation's curve: 0.2 apart
Y_RANGES = {"relu": (-4, 40), "selu": (-4, 42), "sigmoid": (-0.1, 1.1), "tanh": (-1.2, 1.2)}
Y_TICKS = {"relu": (0, 20, 40), "selu": (0, 20, 40), "sigmoid": (0, 0.5, 1), "tanh": (-1, 0, 1)}
SIDE = 186  # of a picture
LEFTS = (0, 236, 472)  # of the three pictures


def neuron(digits: Digits) -> App:
    """Show how a neuron compares an image with its template and makes one number of it.

    The template of a digit is the mean of its training images minus the mean of all.

    Examples
    --------
    >>> app = interact.neuron(digits)
    >>> app.set(template="3")
    >>> app.alt
    'An image of a 5, times the template for 3, sums to...
    """
    check_digits(digits)
    images, labels = digits.validation.first(min(IMAGES, len(digits.validation))).batch(slice(None))
    templates = _templates(digits.train)
    controls = [
        Slider("image", "new image", range(len(images)), 0, "no. {}"),
        Choice("template", "template for", tuple("0123456789"), str(labels[0])),
        Slider("bias", "bias b", BIASES, 0.0, "{:+g}"),
        Choice("activation", "activation", tuple(HIDDEN), "relu"),
    ]

    def draw(settings):
        i, digit = settings["image"], int(settings["template"])
        image = images[i].astype(float)
        return _draw(image, labels[i], templates[digit], digit, settings)

    return App("One neuron", controls, draw).begin()


def _templates(split):
    """For each digit the mean of its images minus the mean of all: (10, pixels)."""
    images = split.images
    means = [images[split.labels == k].mean(axis=0, dtype=float) for k in range(10)]
    return np.array(means) - images.mean(axis=0, dtype=float)


def _draw(image, label, template, digit, settings):
    bias, name = float(settings["bias"]), settings["activation"]
    product = image * template  # (pixels,)
    total = product.sum()
    z = total + bias
    a = float(HIDDEN[name][0](z))
    sketch = Sketch(720, 470)
    _pictures(sketch, image, label, template, digit, product)
    _figures(sketch, product, bias, z, name, a)
    _curve(sketch, name, z, a)
    sketch.alt = minus(
        f"An image of a {label}, times the template for {digit}, sums to {total:+.2f}. With the "
        f"bias {bias:+g}, z is {z:+.2f}, and {name} of it is {a:.2f}."
    )
    sketch.caption = _sentence(total, label, digit, z, name, a)
    return sketch


def _pictures(sketch, image, label, template, digit, product):
    scale = np.abs(template).max()
    heads = (f"image: a {label}", f"weights: template for {digit}", "pixel × weight")
    for left, words in zip(LEFTS, heads, strict=True):
        sketch.text(left + SIDE / 2, 12, words, 15, align="center")
    sketch.image(image, LEFTS[0], 28, SIDE)
    sketch.signed_image(template, LEFTS[1], 28, SIDE, scale)
    sketch.signed_image(product, LEFTS[2], 28, SIDE, scale)
    for left in LEFTS:
        sketch.frame(left, 28, SIDE, SIDE)
    for x, sign in ((211, "×"), (447, "=")):
        sketch.text(x, 28 + SIDE / 2, sign, 32, align="center")
    for y, sign, words, colour in (
        (60, "+", "above 0", "positive"),
        (130, "−", "below 0", "negative"),
    ):
        sketch.bars([(678, y, 26, 26)], colour)
        sketch.text(691, y + 13, sign, 20, "paper", "center", bold=True)
        sketch.text(691, y + 40, words, 14, align="center")


def _figures(sketch, product, bias, z, name, a):
    """From the product to the neuron's answer, a line of figures for each step."""
    rows = (
        (258, "ink for the template", product[product > 0].sum(), "positive", False),
        (284, "ink against it", product[product < 0].sum(), "negative", False),
        (318, "sum of all products", product.sum(), "ink", True),
        (344, "+ bias b", bias, "ink", False),
        (378, "= z", z, "ink", True),
    )
    for y, words, value, colour, bold in rows:
        sketch.text(0, y, words, 17, colour, bold=bold)
        sketch.text(290, y, minus(f"{value:+.2f}"), 17, colour, "right", bold=bold)
    for y in (301, 361):
        sketch.line([(0, y), (290, y)], "muted", 1)
    sketch.text(0, 430, f"a = {name}(z)", 20, bold=True)
    sketch.text(290, 430, minus(f"{a:.2f}"), 32, align="right", bold=True)


def _curve(sketch, name, z, a):
    """The activation, and where this z lies on it."""
    chart = Chart(sketch, (400, 270, 300, 150), (Z[0], Z[-1]), Y_RANGES[name])
    chart.axes((-40, -20, 0, 20, 40), Y_TICKS[name], "z", f"a = {name}(z)")
    chart.curve(Z, HIDDEN[name][0](Z), width=3)
    place = chart.place(np.clip(z, *chart.x_range), np.clip(a, *chart.y_range))
    sketch.line([(place[0], 420), place, (400, place[1])], "here", 1.5, dashed=True)
    sketch.points([place], "here", 7)


def _sentence(total, label, digit, z, name, a):
    """Say what the sum and the activation tell about the image."""
    if total > 5:
        words = f"The ink lies mostly where digits {digit} have more of it than others: it fits."
    elif total < -5:
        words = f"The ink lies mostly where digits {digit} have less of it than others: no fit."
    else:
        words = "What speaks for the template and what speaks against it nearly cancel."
    if name in ("sigmoid", "tanh") and abs(z) > 5:
        return f"{words} {name.capitalize()} is flat here: a little more or less changes nothing."
    if name == "relu":
        return words + (" z is above 0, so it passes." if a > 0 else " z is not above 0: silence.")
    return words
