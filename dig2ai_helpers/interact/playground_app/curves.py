"""The playground's curves: loss and accuracy over the epochs, with those of kept runs in grey."""

import numpy as np

from ..toolkit.chart import Chart
from ..toolkit.words import shortened
from .wording import percent

SIZE = (240, 132)  # of the plotting area of one chart
LONGEST = 9  # letters of a kept run's name


def draw_curves(sketch, experiment, earlier, moment, corners):
    """Loss and accuracy over the epochs, in charts with these corners.

    Earlier runs (KeptRun) are in grey, with their marks and names. A line marks the moment that is
    looked back at; in the first epoch the charts show that epoch alone.
    """
    at = moment or experiment
    first_epoch = at.updates > 0 and at.finished == 0
    runs = [experiment, *(run.experiment for run in earlier)]
    most = 1 if first_epoch else max(experiment.goal, *(run.finished for run in runs), 1)
    history, start = experiment.history, experiment.start
    loss, accuracy = (
        Chart(sketch, (*corner, *SIZE), (0, most), y_range)
        for corner, y_range in zip(corners, ((0, 3), (0, 1)), strict=True)
    )
    place = at.finished
    loss.axes(_ticks(most), (0, 1, 2, 3), "epochs", _title("loss", history.validation_loss, place))
    right = _title("accuracy", history.validation_accuracy, place, percent)
    accuracy.axes(_ticks(most), (0, 0.5, 1), "epochs", right)
    for run in earlier:
        first, then = run.experiment.start, run.experiment.history
        _kept(loss, [first[0], *then.validation_loss], run, most)
        _kept(accuracy, [first[1], *then.validation_accuracy], run, most)
    _trail(loss, accuracy, experiment.trail.points, most)
    _both(loss, history.loss, [start[0], *history.validation_loss], moment, most)
    _both(accuracy, history.accuracy, [start[1], *history.validation_accuracy], moment, most)


def _title(what, values, place, write=lambda value, digits: f"{value:.2f}"):
    """What a chart shows, and the figure after so many epochs."""
    return f"{what}: {write(values[place - 1], 1)} on new digits" if place else what


def _trail(loss, accuracy, points, most):
    """The figures of single batches."""
    if points:
        epochs, losses, accuracies = np.transpose([one for one in points if one[0] <= most])
        loss.curve(epochs, losses, "faint", 1.5)
        accuracy.curve(epochs, accuracies, "faint", 1.5)


def _kept(chart, values, run, most):
    """A kept run's validation curve, with its mark on the way, and its name where it ends."""
    values, name = values[: most + 1], f"{run.mark} {shortened(run.name, LONGEST)}"
    chart.curve(range(len(values)), values, "muted", 1)
    low, high = chart.y_range
    marked = [epoch for epoch in _ticks(most)[1:] if epoch < len(values) - 1]
    marked = [epoch for epoch in marked if low <= values[epoch] <= high]
    places = chart.place(marked, [values[epoch] for epoch in marked])
    chart.sketch.texts(places, [run.mark] * len(marked), 11, "muted")
    if len(values) > 1 and low <= values[-1] <= high:
        ((x, y),) = chart.place([len(values) - 1], [values[-1]])
        left, _, width, _ = chart.box
        align, x = ("right", x - 2) if x > left + 0.9 * width else ("left", x + 3)
        chart.sketch.text(x, y, name, 12, "muted", align, backed=True)


def _both(chart, training, validation, moment, most):
    """The curves of the run under way, each with a point at its end or at the moment."""
    if moment:
        (top, bottom) = chart.place([min(moment.epochs, most)] * 2, chart.y_range)
        chart.sketch.line([top, bottom], "here", 2)
    _curve(chart, training, 1, "muted", moment, most)
    _curve(chart, validation, 0, "validation", moment, most, new=True)


def _curve(chart, values, first, colour, moment, most, new=False):
    """A curve that begins in epoch `first`; that of new digits is dashed, with a hollow point."""
    values = values[: most + 1 - first]
    chart.curve(range(first, first + len(values)), values, colour, 2.5, dashed=new)
    place = moment.finished - first if moment else len(values) - 1
    if not 0 <= place < len(values):
        return
    top = chart.y_range[1]
    ((x, y),) = chart.place([first + place], [min(values[place], top)])
    if values[place] <= top:
        chart.sketch.points([(x, y)], colour, 4, hollow=new)
    else:
        chart.sketch.text(x, y + 8, "▲", 14, colour, "center", bold=True)


def _ticks(most):
    """About five round numbers of epochs."""
    rounds = (1, 2, 5, 10, 20, 50, 100, 200, 500)
    step = next((step for step in rounds if most / step <= 5.5), most // 5)
    return range(0, most + 1, step)
