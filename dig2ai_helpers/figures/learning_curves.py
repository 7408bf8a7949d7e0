"""Pictures of how loss and accuracy change during training: by epoch, update, image, rate."""

import numpy as np

from ..wording import figure, listed, percent
from .curve_labels import course, equal_factors, label_ends, percents, plot_both
from .picture import HERE, INK, MUTED, VALIDATION, WIDE, Picture, in_style

HIGHEST = 300  # loss that is drawn; of what lies above, a word is said
LOOKS = ((INK, "^", ":"), (HERE, "o", "-"), (INK, "s", "--"))  # of three batch sizes


@in_style
def training_curves(history):
    """Draw a run's loss and accuracy after each epoch, training beside validation.

    The loss is on a logarithmic axis where its highest is 50 times its lowest.

    Parameters
    ----------
    history : History
    """
    if not history.validation_loss:
        raise ValueError("history has no validation loss: give `train` validation digits as well")
    epochs = np.arange(1, len(history.loss) + 1)
    heights = [loss for loss in history.loss + history.validation_loss if np.isfinite(loss)]
    logarithmic = max(heights) > 50 * min(heights)
    told = [
        f"{name} {course(epochs, values, write, 'at epoch')}"
        for name, values, write in (
            ("training loss", history.loss, figure),
            ("validation loss", history.validation_loss, figure),
            ("training accuracy", history.accuracy, percent),
            ("validation accuracy", history.validation_accuracy, percent),
        )
    ]
    picture = Picture(
        f"Loss and accuracy over {len(epochs)} epochs"
        f"{', the loss on a logarithmic axis' if logarithmic else ''}. {'; '.join(told)}.",
        width=WIDE,
        height=3.2,
    )
    loss, accuracy = picture.subplots(1, 2)
    if logarithmic:
        loss.set_yscale("log")
        equal_factors(loss.yaxis)
    else:
        loss.set_ylim(0, 1.05 * max(heights))
    shares = history.accuracy + history.validation_accuracy
    accuracy.set_ylim(min(shares) - 0.03, max(shares) + 0.03)
    style = {"markersize": 4.5, "markevery": max(1, len(epochs) // 12)}
    plot_both(loss, epochs, history.loss, history.validation_loss, **style)
    plot_both(accuracy, epochs, history.accuracy, history.validation_accuracy, **style)
    accuracy.set_ylim(top=min(1.015, accuracy.get_ylim()[1]))
    for axes, what in ((loss, "loss"), (accuracy, "accuracy")):
        axes.set(xlabel="epoch", ylabel=what)
        axes.xaxis.get_major_locator().set_params(integer=True)
    accuracy.yaxis.set_major_formatter(percents)
    return picture


@in_style
def by_heart(histories):
    """Draw how runs overfit: training and validation loss, the lowest validation loss marked.

    Parameters
    ----------
    histories : dict
        {name: History}
    """
    told = []
    for name, history in histories.items():
        epochs, losses = np.arange(1, len(history.loss) + 1), history.validation_loss
        told.append(
            f"{name}: the training loss {course(epochs, history.loss, at='at epoch')}; the "
            f"validation loss starts at {figure(losses[0])}, is at its lowest, "
            f"{figure(min(losses))}, at epoch {np.argmin(losses) + 1}, and ends at "
            f"{figure(losses[-1])}"
        )
    picture = Picture(f"Loss over {len(epochs)} epochs. {'. '.join(told)}.", width=WIDE, height=3.5)
    panels = picture.subplots(1, len(histories), sharey=True, squeeze=False)[0]
    highest = max(max(run.loss + run.validation_loss) for run in histories.values())
    panels[0].set_ylim(0, 1.05 * highest)
    for axes, (name, history) in zip(panels, histories.items(), strict=True):
        epochs = np.arange(1, len(history.loss) + 1)
        losses = np.array(history.validation_loss)
        axes.plot(epochs, history.loss, "-", color=MUTED)
        axes.plot(epochs, losses, "--", color=VALIDATION)
        lowest = losses.argmin()
        place = epochs[lowest], losses[lowest]
        axes.plot(*place, "v", color=INK, markersize=9)
        words = {"textcoords": "offset points", "va": "top"}
        axes.annotate(f"lowest: epoch {lowest + 1}", place, (4, -8), **words)
        axes.set(xlabel="epoch")
        axes.set_title(name)
        ends = {"training": (epochs[-1], history.loss[-1], MUTED)}
        label_ends(axes, ends | {"validation": (epochs[-1], losses[-1], VALIDATION)})
    panels[0].set_ylabel("loss")
    return picture


@in_style
def accuracy_by_rate(accuracies):
    """Draw what several seeds came to, for each learning rate: points, and their median.

    Parameters
    ----------
    accuracies : dict
        {rate: list, one validation accuracy for each seed}
    """
    medians = {rate: np.median(values) for rate, values in accuracies.items()}
    told = ", ".join(f"{figure(rate)}: {percent(share)}" for rate, share in medians.items())
    picture = Picture(
        "Validation accuracy by learning rate, on a logarithmic axis, a point for each "
        f"seed; a line marks guessing, 10 %. The medians of the seeds: {told}.",
        width=WIDE,
        height=3.4,
    )
    axes = picture.subplots()
    axes.plot(medians.keys(), medians.values(), "--", color=VALIDATION, linewidth=1.5)
    for rate, values in accuracies.items():
        aside = rate * np.geomspace(0.88, 1.14, len(values))  # so that equal ones are all seen
        axes.plot(aside, values, "o", mfc="none", mec=VALIDATION, mew=1.5)
    axes.axhline(0.1, color=INK, linestyle=":", linewidth=1.2)
    axes.text(0.02, 0.12, "guessing", ha="center", va="bottom")
    axes.text(0.0002, 0.8, "○ one seed each\n- - their median", color=VALIDATION)
    axes.set(xscale="log", xlabel="learning rate", ylabel="validation accuracy", ylim=(0, 1.04))
    axes.set_xticks(list(accuracies), [f"{rate:g}" for rate in accuracies])
    axes.minorticks_off()
    axes.yaxis.set_major_formatter(percents)
    return picture


@in_style
def loss_by_rate(losses):
    """Draw the loss of each update's batch for several learning rates, a panel each.

    Parameters
    ----------
    losses : dict
        {rate: list of losses}
    """
    told = [
        f"rate {figure(rate)}: the loss {course(range(1, len(v) + 1), v, at='at update')}"
        for rate, v in losses.items()
    ]
    picture = Picture(
        f"The loss by update for {len(losses)} learning rates, on one logarithmic axis. "
        f"{'; '.join(told)}.",
        width=WIDE,
        height=2.8,
    )
    panels = picture.subplots(1, len(losses), sharey=True, squeeze=False)[0]
    for axes, (rate, values) in zip(panels, losses.items(), strict=True):
        axes.axhline(np.log(10), color=INK, linestyle=":", linewidth=1.2)
        axes.plot(range(1, len(values) + 1), values, color=MUTED, linewidth=1.5)
        axes.set(xlabel="update", yscale="log", ylim=(0.05, HIGHEST))
        if max(values) > HIGHEST:
            power = 10 ** np.floor(np.log10(max(values)))
            axes.text(15, HIGHEST, f"↑ over\n{power:,.0f}", va="top")
        axes.set_title(f"rate {rate:g}")
        axes.grid(axis="y")
    panels[0].set_ylabel("loss of the batch")
    panels[0].annotate("ln 10", (1, np.log(10)), (2, 4), textcoords="offset points")
    equal_factors(panels[0].yaxis)
    panels[0].minorticks_off()
    return picture


@in_style
def budget_curves(runs):
    """Draw the loss of several runs against the images that they saw.

    Parameters
    ----------
    runs : dict
        {name: (images seen, losses)}, each a list that begins before the first step
    """
    told = [
        f"{name} from {figure(losses[0])} to {figure(losses[-1])}"
        for name, (_, losses) in runs.items()
    ]
    by_end = sorted(runs, key=lambda name: runs[name][1][-1])
    picture = Picture(
        "The loss of runs with different batches against the images seen. After the same images: "
        f"{'; '.join(told)}; the lowest first, {listed(by_end)}.",
        width=WIDE,
        height=3.2,
    )
    axes = picture.subplots()
    names = {}
    for (name, (images_seen, losses)), (colour, marker, line) in zip(
        runs.items(), LOOKS, strict=True
    ):
        axes.plot(images_seen, losses, color=colour, linestyle=line, marker=marker, markersize=5)
        names[name] = (images_seen[-1], losses[-1], colour)
    axes.set(xlabel="images seen", ylabel="loss on all 1,000 images", ylim=(0, None))
    label_ends(axes, names)
    return picture
