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

    size, side = (720, 640), 204
    images, signs = ((0, 28), (258, 28), (516, 28)), ((231, 130), (489, 130))
    figures, columns = 276, (0, 290)
    curve = (400, 286, 300, 136)
    scored = (20, 510, 680, 80)


class Narrow:
    """The same where there is little room."""

    size, side = (300, 970), 136
    images, signs = ((0, 28), (164, 28), (82, 200)), ((150, 96), (66, 268))
    figures, columns = 366, (0, 296)
    curve = (36, 590, 256, 120)
    scored = (10, 830, 280, 80)


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
    check_digits(digits)
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
    i, digit, places = settings["image"], int(settings["template"]), _places(settings)
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
    sketch.caption = _sentence(total, digit, z, name, a)
    return sketch


def _places(settings):
    return Narrow if settings["narrow"] else Wide


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
    most = max(np.abs(zs).max(), abs(z), 1.0)
    edges = np.linspace(-most, most, 61)
    middle, across = top + height / 2, width / 60
    groups = {True: zs[labels == digit], False: zs[labels != digit]}
    counts = {own: np.histogram(group, edges)[0] for own, group in groups.items()}
    for own, colour in ((True, "right"), (False, "muted")):
        shares = counts[own] / max(counts[own].max(), 1)
        tall = shares * (height / 2 - 2)
        x = left + across * np.arange(60)
        y = middle - tall if own else np.full(60, middle)
        sketch.bars(np.stack([x, y, np.full(60, across - 1), tall], axis=1), colour)
    zero = left + width / 2
    sketch.line([(zero, top - 4), (zero, top + height + 4)], "ink", 2)
    here = zero + z / most * width / 2
    sketch.line([(here, top - 4), (here, top + height + 4)], "here", 2, dashed=True)
    above = {own: int((group > 0).sum()) for own, group in groups.items()}
    own, others = (f"{above[k]:,} of {len(groups[k]):,}" for k in (True, False))
    sketch.text(left, top - 34, f"every new digit, scored: {len(zs):,}", 16, bold=True)
    sketch.text(left, top - 14, f"✓ {digit}: {own} above 0", 15, "right")
    sketch.text(left, top + height + 14, f"others: {others} above 0", 15, "muted")
    sketch.text(left + width, top + height + 14, "z →", 15, align="right")
    share = above[True] / max(len(groups[True]), 1)
    return (
        f"Of the new digits {digit}, {own} have z above 0 ({percent(share)}); "
        f"of all others, {others}."
    )


def _sentence(total, digit, z, name, a):
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
