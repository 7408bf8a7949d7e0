"""One neuron to touch: a template laid over an image, a sum, a bias, an activation."""

import numpy as np

from ...digits import Digits, check_digits
from ...functions import HIDDEN
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Button, Choice, Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, fixed, percent
from .neuron_template import BRUSHES, PLUS, Template

IMAGES = 60  # new digits to choose from
BIASES = np.arange(-30.0, 31.0)
Z = np.linspace(-40, 40, 401)  # for the activation's curve: 0.2 apart
Y_RANGES = {"relu": (-4, 40), "selu": (-4, 42), "sigmoid": (-0.1, 1.1), "tanh": (-1.2, 1.2)}
Y_TICKS = {"relu": (0, 20, 40), "selu": (0, 20, 40), "sigmoid": (0, 0.5, 1), "tanh": (-1, 0, 1)}


class Wide:
    """Where everything stands on a page with room, in pixels."""

    size, side = (720, 500), 170
    images, signs = ((0, 28), (264, 28), (528, 28)), ((217, 113), (481, 113))
    figures, columns = 240, (0, 290)
    curve = (400, 242, 300, 100)
    told, scored = (0, 462), (400, 402, 300, 84)


class Narrow:
    """The same where there is little room."""

    size, side = (300, 944), 136
    images, signs = ((0, 28), (164, 28), (82, 214)), ((150, 96), (66, 282))
    figures, columns = 380, (0, 296)
    curve = (36, 604, 256, 120)
    told, scored = (0, 802), (36, 850, 256, 84)


def neuron(digits: Digits) -> App:
    """Show how a neuron compares an image with its template and makes one number of it.

    The template of a digit is the mean of its training images minus the mean of all. It can be
    painted on; below, every new digit is scored with it.

    Examples
    --------
    >>> app = interact.neuron(digits)
    >>> app.set(template="3")
    >>> app.alt
    'An image of a 5, times the template for 3, sums to...
    """
    check_digits(digits, pixels=784, ten=True)
    images, labels = digits.validation.batch(slice(None))
    template = Template(digits.train)
    controls = [
        Slider("image", "new image", range(min(IMAGES, len(labels))), 0, "no. {}"),
        Choice("template", "template for", tuple("0123456789"), str(labels[0])),
        Slider("bias", "bias b", BIASES, 0.0, "{:+g}"),
        Choice("activation", "activation", tuple(HIDDEN), "relu"),
        Choice("brush", "paint with", tuple(BRUSHES), PLUS),
        Button("anew", "take my paint away", lambda settings: template.restore()),
    ]

    def draw(settings):
        return _draw(images, labels, template, settings)

    return App(
        "One neuron",
        controls,
        draw,
        follow=template.follow,
        disable=lambda settings: [] if template.painted else ["anew"],
        pick=template.paint,
    ).begin()


def _draw(images, labels, template, settings):
    i, digit = settings["image"], int(settings["template"])
    places = Narrow if settings["narrow"] else Wide
    bias, name = float(settings["bias"]), settings["activation"]
    image, label = images[i].astype(float), labels[i]
    product = image * template.weights  # (pixels,)
    total = product.sum()
    z = total + bias
    a = float(HIDDEN[name][0](z))
    sketch = Sketch(*places.size)
    _pictures(sketch, places, image, label, template, digit, product)
    _figures(sketch, places, product, bias, z, name, a)
    _curve(sketch, places, name, z, a)
    found = _scored(sketch, places, template.sums(images) + bias, labels, digit, z)
    own = ", painted on by you" if template.painted else ""
    sketch.alt = (
        f"An image of {a_number(label)}, times the template for {digit}{own}, sums to "
        f"{fixed(total, 2, sign=True)}. With the bias {fixed(bias, 0, sign=True)}, z is "
        f"{fixed(z, 2, sign=True)}, and {name} of it is {fixed(a)}. {found}"
    )
    kind = "the painted template" if template.painted else f"the template for {digit}"
    sketch.caption = f"{_fit(total, kind, digit, label)} {_answer(total, z, name)}"
    return sketch


def _pictures(sketch, places, image, label, template, digit, product):
    side, scale = places.side, template.scale
    kind = "painted" if template.painted else f"template for {digit}"
    own = kind if places is Narrow else f"weights: {kind}"
    heads = (f"image: {a_number(label)}", own, "pixel × weight")
    for (left, top), words in zip(places.images, heads, strict=True):
        sketch.text(left + side / 2, top - 16, words, 15, align="center")
    first, second, third = places.images
    sketch.image(image, *first, side)
    sketch.signed_image(template.weights, *second, side, scale)
    sketch.signed_image(product, *third, side, scale)
    for corner in places.images:
        sketch.frame(*corner, side, side)
    for (x, y), sign in zip(places.signs, "×=", strict=True):
        sketch.text(x, y, sign, 28, align="center")
    left, top = second
    sketch.text(left + side / 2, top + side + 14, "paint on it", 14, "muted", "center")
    words = "the template, to paint on: the arrow keys move the brush, Space paints"
    sketch.target(*second, side, side, "paint", words, cells=28, cell=14 * 28 + 14, way="paint")


def _figures(sketch, places, product, bias, z, name, a):
    """From the product to the neuron's answer, a line of figures for each step."""
    left, right = places.columns
    rows = (
        (0, "+ ink for the template", product[product > 0].sum(), "positive", False),
        (26, "− ink against it", product[product < 0].sum(), "negative", False),
        (60, "sum of all products", product.sum(), "ink", True),
        (86, "+ bias b", bias, "ink", False),
        (120, "= z", z, "ink", True),
    )
    for y, words, value, colour, bold in rows:
        y += places.figures
        sketch.text(left, y, words, 17, colour, bold=bold)
        sketch.text(right, y, fixed(value, 2, sign=True), 17, colour, "right", bold=bold)
    for y in (43, 103):
        sketch.line([(left, places.figures + y), (right, places.figures + y)], "muted", 1)
    sketch.text(left, places.figures + 164, f"a = {name}(z)", 20, bold=True)
    sketch.text(right, places.figures + 164, fixed(a), 30, align="right", bold=True)


def _curve(sketch, places, name, z, a):
    """The activation, and where this z lies on it."""
    chart = Chart(sketch, places.curve, (Z[0], Z[-1]), Y_RANGES[name])
    chart.axes((-40, -20, 0, 20, 40), Y_TICKS[name], "z", f"a = {name}(z)")
    chart.curve(Z, HIDDEN[name][0](Z), width=3)
    left, top, _, height = places.curve
    place = chart.place(np.clip(z, *chart.x_range), np.clip(a, *chart.y_range))
    sketch.line([(place[0], top + height), place, (left, place[1])], "here", 1.5, dashed=True)
    sketch.points([place], "here", 7)


def _scored(sketch, places, zs, labels, digit, z):
    """Every new digit by its z: those of the template's digit above the line, all others below."""
    left, top, width, height = places.scored
    edges = np.linspace(Z[0], Z[-1], 61)
    middle, across = top + height / 2, width / 60
    groups = {True: zs[labels == digit], False: zs[labels != digit]}
    for own, colour in ((True, "right"), (False, "muted")):
        counts, _ = np.histogram(np.clip(groups[own], Z[0], Z[-1]), edges)
        tall = counts / max(counts.max(), 1) * (height / 2 - 2)
        x = left + across * np.arange(60)
        y = middle - tall if own else np.full(60, middle)
        sketch.bars(np.stack([x, y, np.full(60, across - 1), tall], axis=1), colour)
    for at, colour, dashed in ((0, "ink", False), (np.clip(z, Z[0], Z[-1]), "here", True)):
        x = left + (at - Z[0]) / (Z[-1] - Z[0]) * width
        sketch.line([(x, top - 4), (x, top + height + 4)], colour, 2, dashed)
    above = {own: int((group > 0).sum()) for own, group in groups.items()}
    own, others = (f"{above[k]:,} of {len(groups[k]):,}" for k in (True, False))
    x, y = places.told
    sketch.text(x, y - 22, f"z of every new digit: {len(zs):,}", 15, bold=True)
    sketch.text(x, y, f"✓ {digit}, upwards: {own} above 0", 15, "right")
    sketch.text(x, y + 22, f"others, downwards: {others} above 0", 15, "muted")
    share = above[True] / max(len(groups[True]), 1)
    return (
        f"Of the new digits {digit}, {own} have z above 0 ({percent(share)}); "
        f"of all others, {others}."
    )


def _fit(total, kind, digit, label):
    """Say how well the image fits the template."""
    though = "" if label == digit else f", though it is {a_number(label)}"
    if total > 5:
        return f"The ink that speaks for {kind} outweighs the rest: it fits{though}."
    if total < -5:
        return f"The ink that speaks against {kind} outweighs the rest: it doesn't fit."
    return "The evidence for the template and the evidence against it nearly cancel."


def _answer(total, z, name):
    """Say what the bias and the activation make of it."""
    if name in ("sigmoid", "tanh") and abs(z) > 5:
        return f"{name.capitalize()} is flat here: a little more or less changes nothing."
    if (total > 0) != (z > 0):
        return f"The bias pulls z {'above' if z > 0 else 'below'} 0."
    if name == "relu":
        return "z is above 0, so it passes." if z > 0 else "z is not above 0, so ReLU gives 0."
    return ""
