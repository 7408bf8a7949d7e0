"""The playground's picture: how a network learns, and what it reads."""

from ..toolkit.sketch import Sketch
from . import curves, gallery


def draw_experiment(experiment, earlier, images, labels, diagnosis, narrow=False):
    """Draw an experiment.

    Parameters
    ----------
    experiment : Experiment
    earlier : list of (name, Experiment)
        Kept runs to be shown in grey.
    images, labels : (n, 784), (n,)
        Digits for the gallery, at most 12.
    diagnosis : (word, sentence)
    narrow : bool
        Whether the gallery is to go below the curves, for want of room beside them.
    """
    (left, high), (width, height) = curves.SIZE, gallery.SIZE
    corner = (0, high + 20) if narrow else (left + 10, 0)
    sketch = Sketch(corner[0] + width, max(high, corner[1] + height))
    word, sketch.caption = diagnosis
    _header(sketch, experiment, word)
    curves.draw_curves(sketch, experiment, earlier)
    right = gallery.draw_gallery(sketch, experiment.outputs(images), images, labels, corner)
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
