"""Gradient descent to touch: the path down a real slice of a real network's loss."""

import numpy as np

from ...digits import Digits, check_digits
from ...network import Network
from ...training import train
from ..toolkit.app import App
from ..toolkit.chart import Chart
from ..toolkit.controls import Slider
from ..toolkit.sketch import Sketch
from ..toolkit.words import figure, minus, percent, signed, times

IMAGES = 300
PLACES = np.round(np.linspace(-1.5, 2, 141), 3)  # along the slice, 0 is where the network stands
STARTS = np.round(np.arange(-1.4, 1.91, 0.1), 1) + 0.0  # no −0.0
RATES = [round(digit * 10.0**power, 4) for power in (-3, -2, -1, 0)
         for digit in (1, 1.5, 2, 3, 5, 7)] + [10.0]  # fmt: skip
STEPS = 20
LATER = 100  # steps that a path must stay near the bottom, before it is called settled
NEAR = 0.03  # of the way down that may be left near the bottom
SEEN = 0.04  # along the slice: a crossing that is shorter is not seen
NUMBERED = (0, 1, 2, 3, 5, 10, 20)  # steps
GRIP = 30  # pixels above and below the start by which it is dragged
RATE = Slider("rate", "learning rate", RATES, 0.1)
START = Slider("start", "start", STARTS, -1.2, "{:+.1f}", in_picture=True)


def descent(digits: Digits) -> App:
    """Show the steps of gradient descent for a learning rate and a start.

    The start is dragged along the curve.

    The loss is that of a small network, a little trained, on a few hundred digits. All its
    weights are moved together along one straight line: the direction of the gradient.

    Examples
    --------
    >>> app = interact.descent(digits)
    >>> app.set(rate=1)
    >>> app.alt
    'Descent with learning rate 1 from...
    """
    check_digits(digits, ten=True)
    losses, slopes = loss_slice(digits)

    def draw(settings):
        rate, start = float(settings["rate"]), float(settings["start"])
        return _draw(losses, slopes, rate, start, settings["narrow"])

    return App("Descent", [RATE, START], draw).begin()


def loss_slice(digits):
    """Losses and slopes, each (141,), at PLACES along the line against the gradient."""
    split = digits.train.first(min(IMAGES, len(digits.train)))
    net = Network((784, 16, 10), seed=1, dtype="float64")
    train(net, split, epochs=1, progress=False)
    images, labels = split.images.astype("float64"), split.labels
    _, dW, db = net.gradients(images, labels)
    length = np.sqrt(sum((gradient**2).sum() for gradient in dW + db))
    direction = [-gradient / length for gradient in dW + db]
    parameters = net.weights + net.biases
    home = [parameter.copy() for parameter in parameters]
    losses, slopes = np.empty(len(PLACES)), np.empty(len(PLACES))
    for k, place in enumerate(PLACES):
        for parameter, start, along in zip(parameters, home, direction, strict=True):
            parameter[...] = start + place * along
        losses[k], dW, db = net.gradients(images, labels)
        slopes[k] = sum((g * along).sum() for g, along in zip(dW + db, direction, strict=True))
    return losses, slopes


def descend(slopes, rate, start, steps=STEPS):
    """The places that descent visits; the last may lie outside the slice."""
    path = [start]
    while len(path) <= steps and _inside(path[-1]):
        path.append(path[-1] - rate * np.interp(path[-1], PLACES, slopes))
    return np.array(path)


def describe_path(path, losses):
    """Say in a word what the path does, and in a sentence why, from its own figures.

    The words are about the first 20 steps of it; what comes later decides whether it stays at
    the bottom.
    """
    shown = path[: STEPS + 1]
    last = len(shown) - 1
    if not _inside(shown[-1]):
        again = "the first step is so long that it" if last == 1 else f"step {last}"
        return "flies off", f"The learning rate is far too large: {again} leaves the picture."
    lowest = losses.min()
    heights = np.interp(path, PLACES, losses) - lowest  # above the lowest point
    far = np.flatnonzero((heights > NEAR * max(heights[0], 0.5)) | ~_inside(path))
    arrived = far[-1] + 1 if len(far) else 0  # from this step on it is low, and stays so
    crossings = _crossings(shown - PLACES[losses.argmin()])
    if arrived == 0:
        return "settles", "It starts near the bottom and stays there."
    if arrived <= last:
        way = f", and crosses the valley {times(crossings)} in all" if crossings else ""
        return "settles", f"From step {arrived} on it stays near the bottom{way}."
    if crossings >= 3:
        return "jumps across", (
            f"The steps are too long: they cross the valley {times(crossings)} in {last} steps "
            "without coming to rest at its bottom."
        )
    share = (heights[0] - heights[last]) / heights[0]
    word = "is on its way" if share > 0.5 else "creeps"
    return word, f"The steps are short: {last} of them cover {percent(share)} of the way down."


def _crossings(aside):
    """How often a path crosses the bottom, of which it lies so far to the right, to be seen."""
    sides = np.sign(aside[np.abs(aside) > SEEN / 2])
    return int(np.count_nonzero(np.diff(sides)))


def _inside(place):
    return (PLACES[0] <= place) & (place <= PLACES[-1])


def _draw(losses, slopes, rate, start, narrow):
    path = descend(slopes, rate, start)
    word, why = describe_path(descend(slopes, rate, start, LATER), losses)
    slope = float(np.interp(start, PLACES, slopes))
    sketch = Sketch(*((300, 420) if narrow else (720, 440)))
    bottom, top = float(np.floor(losses.min())), float(np.ceil(losses.max()))
    box = (34, 130, 258, 230) if narrow else (44, 100, 664, 290)
    chart = Chart(sketch, box, (PLACES[0], PLACES[-1]), (bottom, top))
    ticks = np.arange(bottom, top + 0.1, np.ceil((top - bottom) / 6))
    label = "all weights, moved together" + ("" if narrow else " down the gradient")
    chart.axes((-1, 0, 1, 2), ticks, label, "loss")
    chart.curve(PLACES, losses, width=3)
    _path(sketch, chart, path, losses)
    first = float(np.interp(start, PLACES, losses))
    (left, _), (right, _), (_, y) = chart.place([*STARTS[[0, -1]], start], [0, 0, first])
    sketch.slide(left, y - GRIP, right - left, 2 * GRIP, START, start)
    sketch.text(0 if narrow else 44, 22, f"It {word}", 26, bold=True)
    x, y, size, align = (0, 56, 13, "left") if narrow else (708, 14, 16, "right")
    sketch.text(x, y, "step = −learning rate × slope", size, align=align)
    factor = f"({figure(slope)})" if slope < 0 else figure(slope)
    first_step = f"first: −{rate:g} × {factor} = {signed(-rate * slope)}"
    sketch.text(x, y + 24, first_step, size, "here", align, bold=True)
    result = ""
    if word != "flies off":
        end = np.interp(path[-1], PLACES, losses)
        result = f"In {len(path) - 1} steps the loss goes from {first:.2f} to {end:.2f}."
    sketch.caption = minus(f"{why} {result} Drag the start along the curve.".replace("  ", " "))
    sketch.alt = minus(
        f"Descent with learning rate {rate:g} from {start:+.1f}, where the loss is {first:.2f}: "
        f"it {word}. {sketch.caption}"
    )
    return sketch


def _path(sketch, chart, path, losses):
    """The visited points, numbered where there is room, and the jumps between them."""
    inside = path[[_inside(place) for place in path]]
    points = chart.place(inside, np.interp(inside, PLACES, losses))
    sketch.line(points, "here", 1.5, dashed=True)
    if len(inside) < len(path):
        left, _, width, _ = chart.box
        edge = left if path[-1] < PLACES[0] else left + width
        sketch.arrow(points[-1], (edge, points[-1][1] - 24), "here", 3)
    sketch.points(points[:1], "here", 10, hollow=True)
    sketch.points(points[1:], "here", 6)
    taken = []
    falling = inside < PLACES[losses.argmin()]  # there the room beside the curve is on the right
    for k in [k for k in NUMBERED if k < len(points)]:
        x, y = points[k] + [8 if falling[k] else -8, -14]
        words = f"{k}" if k else "start"
        middle = x + (5 if falling[k] else -5) * len(words)
        if all(abs(middle - a) > 5 * (len(words) + b) or abs(y - c) > 16 for a, b, c in taken):
            sketch.text(x, y, words, 15, "ink", "left" if falling[k] else "right", bold=True)
            taken.append((middle, len(words), y))
