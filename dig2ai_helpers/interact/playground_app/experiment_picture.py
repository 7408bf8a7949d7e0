"""The playground's picture: the curves of a training, and new digits as the network reads them."""

import numpy as np

from ..toolkit.chart import Chart
from ..toolkit.sketch import Sketch

CURVES = (320, 560)  # width and height
COLUMNS, ROWS = 3, 4  # of the gallery
DIGITS = COLUMNS * ROWS
NOTHING = -1  # is read where the numbers have grown beyond all bounds
CELL = 130
GALLERY = (COLUMNS * CELL, 32 + ROWS * CELL)


def picture(experiment, earlier, images, labels, verdict, narrow=False):
    """Draw a experiment.

    Parameters
    ----------
    experiment : Experiment
    earlier : list of (name, Experiment)
        Kept runs to be shown in grey.
    images, labels : (n, 784), (n,)
        Digits for the gallery, at most 12.
    verdict : (word, sentence)
    narrow : bool
        Whether the gallery is to go below the curves, for want of room beside them.
    """
    corner = (0, CURVES[1] + 20) if narrow else (CURVES[0] + 10, 0)
    sketch = Sketch(corner[0] + GALLERY[0], max(CURVES[1], corner[1] + GALLERY[1]))
    word, sketch.caption = verdict
    _header(sketch, experiment, word)
    _curves(sketch, experiment, earlier)
    right = _gallery(sketch, experiment.outputs(images), images, labels, corner)
    sketch.alt = f"{_words(experiment)} {right} of these {len(labels)} test digits are read right."
    sketch.spoken = f"{sketch.alt} {word.capitalize()}: {sketch.caption}"
    return sketch


def _header(sketch, experiment, word):
    parameters = sum(array.size for array in experiment.network.weights + experiment.network.biases)
    sketch.text(0, 14, word, 24, bold=True)
    epochs = f"epoch {experiment.finished}" + (f" of {experiment.goal}" if experiment.goal else "")
    sketch.text(
        0, 44, f"{epochs} · {experiment.updates:,} updates · {experiment.seconds:.1f} s", 14
    )
    sketch.text(0, 64, f"{parameters:,} parameters", 14, "muted")


def _curves(sketch, experiment, earlier):
    """Loss above, accuracy below, over the epochs; earlier runs in grey, with their names."""
    most = max(experiment.goal, experiment.finished, 5, *(run.finished for _, run in earlier))
    history, start = experiment.history, experiment.start
    loss = Chart(sketch, (34, 110, 262, 168), (0, most), (0, 3))
    accuracy = Chart(sketch, (34, 326, 262, 168), (0, most), (0, 1))
    loss.axes(_ticks(most), (0, 1, 2, 3), "", "loss" + _latest(history.validation_loss, "{:.2f}"))
    right = "read right" + _latest(history.validation_accuracy, "{:.1%}")
    accuracy.axes(_ticks(most), (0, 0.5, 1), "epochs", right)
    for name, run in earlier:
        _kept(loss, [run.start[0], *run.history.validation_loss], name)
        _kept(accuracy, [run.start[1], *run.history.validation_accuracy], name)
    if experiment.trail.points:
        loss.curve(*np.transpose(experiment.trail.points), "faint", 1)
    _both(loss, history.loss, [start[0], *history.validation_loss])
    _both(accuracy, history.accuracy, [start[1], *history.validation_accuracy])
    _legend(sketch)


def _latest(values, form):
    return f": {form.format(values[-1])} on new digits" if values else ""


def _kept(chart, values, name):
    """A kept run's validation curve, with its name where it ends."""
    chart.curve(range(len(values)), values, "muted", 1)
    low, high = chart.y_range
    if len(values) > 1 and low <= values[-1] <= high:
        ((x, y),) = chart.place([len(values) - 1], [values[-1]])
        align, x = ("right", x - 2) if x > 270 else ("left", x + 3)
        chart.sketch.text(x, y, name, 11, "muted", align, backed=True)


def _both(chart, training, validation):
    """The curves of the run under way, each with a point at its end."""
    for values, first, colour in ((training, 1, "blue"), (validation, 0, "orange")):
        new = colour == "orange"
        chart.curve(range(first, first + len(values)), values, colour, 2.5, dashed=new)
        if values and values[-1] <= chart.y_range[1]:
            end = chart.place([first + len(values) - 1], values[-1:])
            chart.sketch.points(end, colour, 4, hollow=new)


def _legend(sketch):
    sketch.line([(34, 546), (60, 546)], "blue", 2.5)
    sketch.text(66, 546, "training digits", 13)
    sketch.line([(168, 546), (194, 546)], "orange", 2.5, dashed=True)
    sketch.text(200, 546, "new digits (validation)", 13)


def _ticks(most):
    """About five round numbers of epochs."""
    rounds = (1, 2, 5, 10, 20, 50, 100, 200, 500)
    step = next((step for step in rounds if most / step <= 5.5), most // 5)
    return range(0, most + 1, step)


def _gallery(sketch, outputs, images, labels, corner):
    """Each digit with what is read, what it is, and ten bars; returns how many are right."""
    readings = np.where(np.isfinite(outputs).all(axis=1), outputs.argmax(axis=1), NOTHING)
    outputs = np.clip(np.nan_to_num(outputs), 0, 1)
    sketch.text(corner[0], corner[1] + 14, "test digits, never learned from", 14, "muted")
    rows, columns = np.divmod(np.arange(len(images)), COLUMNS)
    lefts, tops = corner[0] + columns * CELL, corner[1] + 32 + rows * CELL
    for i in range(len(images)):
        _reading(sketch, images[i], readings[i], labels[i], lefts[i], tops[i])
    _bars(sketch, outputs, labels, lefts, tops + 100)
    return int(np.count_nonzero(readings == labels))


def _reading(sketch, image, reading, label, left, top):
    right = reading == label
    sketch.image(image, int(left), int(top), 60)
    read = "?" if reading == NOTHING else reading
    sketch.text(left + 70, top + 15, f"{read} {'✓' if right else '✗'}", 24, bold=True)
    if not right:
        sketch.frame(left - 2, top - 2, 64, 64, "ink")
        sketch.text(left + 70, top + 44, f"is a {label}", 15)


def _bars(sketch, shares, labels, lefts, bottoms):
    """Ten probabilities (n, 10) under each digit; the true digit's are orange and hatched."""
    heights = np.maximum(30 * shares, 1)
    x = lefts[:, None] + 12 * np.arange(10)  # (n, 10)
    y = np.broadcast_to(bottoms[:, None], x.shape)
    true = labels[:, None] == np.arange(10)
    boxes = np.stack([x, y - heights, np.full(x.shape, 10), heights], axis=-1)
    places = np.stack([x + 5, y + 9], axis=-1)
    digits = np.broadcast_to([f"{k}" for k in range(10)], x.shape)
    sketch.bars(boxes[~true], "blue")
    sketch.bars(boxes[true], "orange", hatch=True)
    sketch.texts(places[~true], digits[~true].tolist(), 11, "muted")
    sketch.texts(places[true], digits[true].tolist(), 11, bold=True)


def _words(experiment):
    sizes = "-".join(f"{size}" for size in experiment.network.sizes)
    history = experiment.history
    if experiment.diverged:
        return f"Network {sizes} after {experiment.finished} epochs: the training diverged."
    if not history.loss:
        return (
            f"Network {sizes}, in its first epoch."
            if experiment.updates
            else f"Network {sizes}, untrained."
        )
    return (
        f"Network {sizes} after {experiment.finished} epochs: it reads "
        f"{history.accuracy[-1]:.0%} of the training digits and "
        f"{history.validation_accuracy[-1]:.0%} of the validation digits."
    )
