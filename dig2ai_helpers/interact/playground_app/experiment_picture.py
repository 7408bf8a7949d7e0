"""The playground's picture: how a network learns, what it reads, and why."""

from dataclasses import dataclass
from textwrap import wrap
from typing import Any

from ..toolkit.sketch import Sketch
from ..toolkit.words import a_number, counted
from . import closer_look, gallery, hidden_neurons, neuron_look
from .curves import draw_curves
from .diagnosis import diagnose
from .evidence import answers, probabilities, read
from .wording import duration, of_neurons, percent


@dataclass(frozen=True)
class View:
    """What of an experiment is shown.

    Attributes
    ----------
    earlier : list of KeptRun
        To be shown in grey.
    images, labels : (n, 784), (n,)
        Digits for the gallery, at most 12.
    chosen : int
        The one that is looked at more closely.
    moment : Moment or None
        The one that is looked back at; None: now.
    dead : (h,)
        Which of the first hidden neurons that are seen answer 0 to every digit.
    excited : Excited or None
        The neuron that is looked at instead of the digit, with what excites it.
    mark : str
        The mark and the name that the experiment has in the table, if it is there.
    """

    earlier: list
    images: Any
    labels: Any
    chosen: int
    moment: Any
    dead: Any
    excited: Any = None
    mark: str = ""

    @staticmethod
    def network_of(experiment, moment):
        """The network that is seen: the present one, or as it was."""
        return moment.network(experiment.network) if moment else experiment.network


@dataclass(frozen=True)
class Places:
    """Where the parts of the picture are: their upper left corners."""

    size: tuple
    details: tuple
    legend: tuple  # a corner for each of its four
    charts: tuple  # of the loss, of the accuracy
    gallery: tuple
    neurons: tuple
    closer: tuple


WIDE = Places(
    size=(820, 600),
    details=(0, 65),
    legend=((0, 122), (0, 142), (0, 162), (0, 182)),
    charts=((236, 34), (560, 34)),
    gallery=(6, 238),
    neurons=(332, 238),
    closer=(640, 238),
)
# On a phone, what changes most comes first.
NARROW = Places(
    size=(330, 1796),
    details=(0, 1750),
    legend=((0, 284), (140, 284), (0, 304), (140, 304)),
    charts=((34, 1562), (34, 90)),
    gallery=(6, 352),
    closer=(10, 750),
    neurons=(6, 1148),
)
OTHERS = "others"  # the name of the place that shows other digits


def draw_experiment(experiment, view, diagnosis, narrow=False):
    """Draw an experiment; `diagnosis` is a word and a sentence."""
    places = NARROW if narrow else WIDE
    sketch = Sketch(*places.size)
    word, sketch.caption = diagnosis
    network = view.network_of(experiment, view.moment)
    _header(sketch, experiment, word, view)
    _details(sketch, experiment, view.moment, *places.details)
    _legend(sketch, places.legend)
    draw_curves(sketch, experiment, view.earlier, view.moment, places.charts)
    _heads(sketch, places, network, view.excited)
    shares = probabilities(network, view.images)
    said = answers(shares)
    gallery.draw_gallery(
        sketch, shares, said, view.images, view.labels, view.chosen, places.gallery
    )
    image, label = view.images[view.chosen], view.labels[view.chosen]
    reading, scale = read(network, image), hidden_neurons.scale_of(experiment.network)
    looked_at = view.excited and view.excited.neuron
    hidden_neurons.draw_neurons(
        sketch, network, scale, reading, view.dead, looked_at, places.neurons
    )
    _why(sketch, reading, places.neurons)
    if view.excited:
        look = view.excited, reading, network
        neuron_look.draw_neuron_look(sketch, *look, scale, places.closer)
        sketch.spoken = neuron_look.in_words(*look)
    else:
        closer_look.draw_closer_look(sketch, reading, network, scale, image, label, places.closer)
        sketch.spoken = closer_look.in_words(reading, label)
    right = int((said == view.labels).sum())
    are = "is" if right == 1 else "are"
    sketch.alt = (
        f"{_words(experiment, view.moment)} {right} of these {len(said)} new digits {are} read "
        f"right. {sketch.spoken}"
    )
    return sketch


def draw_example(experiment, new):
    """Train an experiment and draw it, in words that are true on every computer."""
    for _ in experiment.train():
        pass
    experiment.seconds = 0.0  # the same picture each time
    images, labels = new.batch(slice(0, gallery.DIGITS_SHOWN))
    shares = probabilities(experiment.network, images)
    dead, least_sure = experiment.dead(experiment.network), int(shares.max(axis=1).argmin())
    view = View([], images, labels, least_sure, None, dead)
    sketch = draw_experiment(experiment, view, diagnose(experiment, dead.mean()))
    sketch.alt = (
        f"The playground in use: a network with {experiment.settings.neurons} hidden neurons has "
        f"learned for {experiment.finished} epochs. There are curves of its loss and accuracy, "
        f"{len(labels)} new digits with what it reads, the weights of its hidden neurons as "
        "pictures, and how they come to the answer for one of the digits."
    )
    return sketch


def _header(sketch, experiment, word, view):
    moment = view.moment
    sketch.text(0, 14, word, 24, bold=True)
    if moment:
        sketch.text(0, 44, "◂ looking back", 15, "here", bold=True)
    else:
        of = f" of {experiment.goal}" if experiment.goal else ""
        run = f", run {view.mark[:12]}" if view.mark else ""
        sketch.text(0, 44, f"epoch {experiment.finished}{of}{run}", 15)


def _details(sketch, experiment, moment, x, y):
    parameters = sum(array.size for array in experiment.network.weights + experiment.network.biases)
    updates = (moment or experiment).updates
    sketch.text(x, y, counted(updates, "update"), 14, "muted")
    sketch.text(x, y + 18, f"{parameters:,} parameters", 14, "muted")
    if experiment.seconds and not moment:
        sketch.text(x, y + 36, f"{duration(experiment.seconds)} of computing", 14, "muted")


def _legend(sketch, corners):
    words = "training digits", "new digits (validation)", "single batches", "the true digit"
    looks = ("muted", 2.5, False), ("validation", 2.5, True), ("faint", 1.5, False)
    for (x, y), look in zip(corners[:3], looks, strict=True):
        sketch.line([(x, y), (x + 26, y)], *look)
    x, y = corners[3]
    sketch.bars([(x, y - 5, 26, 10)], "right", hatch=True)
    for (x, y), word in zip(corners, words, strict=True):
        sketch.text(x + 32, y, word, 13)


def _heads(sketch, places, network, excited):
    """A title over each of the three parts, and what is not shown of the neurons."""
    neurons, most = network.sizes[1], hidden_neurons.SHOWN
    some = f"{most} of {neurons}" if neurons > most else ""
    layer = f"→ {some or 'hidden'} neurons: press one"
    if len(network.sizes) > 3:
        layer = f"→ first layer ({some})" if some else "→ first layer: press one"
    heads = "new digits: press one", layer, "a neuron" if excited else "→ the answer"
    parts = (places.gallery, places.neurons, places.closer)
    for (x, y), head in zip(parts, heads, strict=True):
        sketch.text(x - 6, y - 18, head, 15, bold=True)
    x, y = places.gallery
    sketch.text(x + 238, y - 18, "others ▸", 14, "here", bold=True)
    sketch.target(x + 230, y - 32, 76, 27, OTHERS, "show other digits")


def _why(sketch, reading, corner):
    """Why the chosen digit is read so, under the neurons."""
    x, bottom = corner[0], corner[1] + hidden_neurons.SIZE
    sketch.text(x, bottom + 20, "weights", 13, "muted")
    sketch.text(x + 55, bottom + 20, "+", 16, "positive", bold=True)
    sketch.text(x + 70, bottom + 20, "−", 16, "negative", bold=True)
    key = f"bars: ◂ against {a_number(reading.answer)}, for {a_number(reading.answer)} ▸"
    sketch.text(x + 94, bottom + 20, key if reading.strongest else "", 13, "muted")
    for k, line in enumerate(wrap(closer_look.why(reading), 40)):
        sketch.text(x, bottom + 43 + 17 * k, line, 14)


def _words(experiment, moment):
    sizes = of_neurons(experiment.network)
    history = experiment.history
    if moment and not moment.finished:
        return f"Looking back: network {sizes}, {_early(moment)}."
    if experiment.diverged and not moment:
        epochs = counted(experiment.finished, "epoch")
        return f"Network {sizes} after {epochs}: the training diverged."
    if not (moment or experiment).finished:
        return f"Network {sizes}, {_early(experiment)}."
    epochs = (moment or experiment).finished
    back = "Looking back: network" if moment else "Network"
    return (
        f"{back} {sizes} after {counted(epochs, 'epoch')}: it reads "
        f"{percent(history.accuracy[epochs - 1])} of the training digits and "
        f"{percent(history.validation_accuracy[epochs - 1])} of the validation digits."
    )


def _early(at):
    return "in its first epoch" if at.updates else "untrained"
