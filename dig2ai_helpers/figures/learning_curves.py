"""Pictures of how loss and accuracy change during training: by epoch, by update, by time."""

import numpy as np

from .picture import BLUE, RED, Picture, curve_style, percent, plot_both


def training_curves(history, alt):
    """Draw a run's loss and accuracy after each epoch, training beside validation.

    The loss stands on an axis of equal factors where its highest is 50 times its lowest.

    Parameters
    ----------
    history : History
    alt : str
    """
    picture = Picture(alt, width=10, height=3.3)
    epochs = np.arange(1, len(history.loss) + 1)
    loss, accuracy = picture.charts(1, 2)
    style = {"markersize": 5, "markevery": max(1, len(epochs) // 20)}
    plot_both(loss, epochs, history.loss, history.validation_loss, **style)
    plot_both(accuracy, epochs, history.accuracy, history.validation_accuracy, **style)
    for axes, what in ((loss, "loss"), (accuracy, "accuracy")):
        axes.set(xlabel="epoch", ylabel=what)
        axes.xaxis.get_major_locator().set_params(integer=True)
    heights = history.loss + history.validation_loss
    if max(heights) > 50 * min(heights):
        loss.set_yscale("log")
        loss.yaxis.set_major_formatter("{x:g}")
    else:
        loss.set_ylim(bottom=0)
    accuracy.yaxis.set_major_formatter(percent)
    return picture


def by_heart(histories, alt):
    """Draw how runs overfit: training and validation loss, the lowest validation loss marked.

    Parameters
    ----------
    histories : dict
        {name: History}
    alt : str
    """
    picture = Picture(alt, width=10, height=3.6)
    panels = picture.charts(1, len(histories), sharey=True)
    for axes, (name, history) in zip(panels, histories.items(), strict=True):
        epochs = np.arange(1, len(history.loss) + 1)
        losses = np.array(history.validation_loss)
        axes.plot(epochs, history.loss, "-", color=BLUE, linewidth=2, label="training")
        axes.plot(epochs, losses, "--", color=RED, linewidth=2, label="validation")
        lowest = losses.argmin()
        words = {"textcoords": "offset points", "fontsize": 10, "va": "top"}
        place = epochs[lowest], losses[lowest]
        axes.plot(*place, "v", color="black", markersize=9)
        axes.annotate(f"lowest: epoch {lowest + 1}", place, (4, -8), **words)
        axes.set(xlabel="epoch", ylim=(0, None))
        axes.set_title(name, fontsize=11)
    panels[0].set_ylabel("loss")
    panels[0].legend(fontsize=10, loc="upper right")
    return picture


def steps_of_batches(losses, alt):
    """Draw the loss on the same digits after each update, a panel for each batch size.

    Parameters
    ----------
    losses : dict
        {name: list of losses, the first before any update}
    alt : str
    """
    picture = Picture(alt, width=10, height=3.2)
    panels = picture.charts(1, len(losses), sharey=True)
    for axes, (name, values) in zip(panels, losses.items(), strict=True):
        axes.plot(range(len(values)), values, color=BLUE, linewidth=1.3)
        axes.set_title(name, fontsize=11)
        axes.set(xlabel="update", ylim=(0, max(map(max, losses.values())) * 1.05))
        axes.grid(axis="y", color="#e5e5e5")
    panels[0].set_ylabel("loss on new digits")
    return picture


def learning_rates(losses, accuracies, alt):
    """Draw runs with several learning rates: loss by update, and accuracy at the end by rate.

    Parameters
    ----------
    losses : dict
        {rate: list, the loss of each update's batch}
    accuracies : dict
        {rate: number}
    alt : str
    """
    picture = Picture(alt, width=10, height=4.2)
    by_update, by_rate = picture.charts(1, 2)
    for place, (rate, values) in enumerate(losses.items()):
        width = 4 - 0.5 * place  # where two curves meet, both are seen
        style = {"label": f"{rate:g}", "linewidth": width, **curve_style(place)}
        by_update.plot(range(1, len(values) + 1), values, **style)
    by_update.set(xlabel="update", ylabel="loss of the batch", yscale="log")
    by_update.legend(title="learning rate", fontsize=9, title_fontsize=9)
    by_rate.plot(accuracies.keys(), accuracies.values(), "o-", color=BLUE)
    by_rate.axhline(0.1, color="gray", linestyle=":")
    by_rate.text(0.03, 0.11, "guessing", ha="center", va="bottom", fontsize=9)
    by_rate.set(xlabel="learning rate", ylabel="validation accuracy at the end")
    by_rate.set(xscale="log", ylim=(0, 1.02))
    by_rate.xaxis.set_major_formatter("{x:g}")
    by_rate.yaxis.set_major_formatter(percent)
    return picture


def budget_curves(runs, alt):
    """Draw the loss of several runs against the images they saw, and against their time.

    Parameters
    ----------
    runs : dict
        {name: (images seen, seconds, losses)}, each a list that begins before the first step
    alt : str
    """
    picture = Picture(alt, width=10, height=3.6)
    by_images, by_time = picture.charts(1, 2, sharey=True)
    for place, (name, (images_seen, seconds, losses)) in enumerate(runs.items()):
        style = curve_style(place, marked=True) | {"linewidth": 2, "markersize": 5}
        style["markevery"] = 4 if place else 1
        by_images.plot(images_seen, losses, label=name, **style)
        by_time.plot(seconds[1:], losses[1:], **style)
    by_images.set(xlabel="images seen", ylabel="loss", yscale="log")
    picture.legend(loc="outside upper center", ncols=len(runs), fontsize=9, frameon=False)
    by_time.set(xlabel="time on this machine (seconds)", xscale="log")
    for axis in (by_images.yaxis, by_time.yaxis, by_time.xaxis):
        axis.set_major_formatter("{x:g}")
    return picture
