"""The playground's curves: loss and accuracy over the epochs, with those of kept runs in grey."""

import numpy as np

from ..toolkit.chart import Chart

SIZE = (320, 560)  # width and height of all that is drawn here


def draw_curves(sketch, experiment, earlier):
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
    _curve(chart, training, 1, "muted")
    _curve(chart, validation, 0, "validation", new=True)


def _curve(chart, values, first, colour, new=False):
    """A curve that begins in epoch `first`; that of new digits is dashed, with a hollow end."""
    chart.curve(range(first, first + len(values)), values, colour, 2.5, dashed=new)
    if values and values[-1] <= chart.y_range[1]:
        end = chart.place([first + len(values) - 1], values[-1:])
        chart.sketch.points(end, colour, 4, hollow=new)


def _legend(sketch):
    sketch.line([(34, 546), (60, 546)], "muted", 2.5)
    sketch.text(66, 546, "training digits", 13)
    sketch.line([(168, 546), (194, 546)], "validation", 2.5, dashed=True)
    sketch.text(200, 546, "new digits (validation)", 13)


def _ticks(most):
    """About five round numbers of epochs."""
    rounds = (1, 2, 5, 10, 20, 50, 100, 200, 500)
    step = next((step for step in rounds if most / step <= 5.5), most // 5)
    return range(0, most + 1, step)
