"""What a training shows, in plain words: a word and a sentence, both taken from its figures."""

import numpy as np

from .wording import percent

GUESSING = np.log(10)  # the loss of one who gives each digit the same share

# Where one word ends and the next begins. Losses are validation losses; a gap is training
# accuracy minus validation accuracy; shares are of the neurons or of the way down.
WORSE_THAN_AT_FIRST = 1.2  # times the first loss, on training digits too: the steps are too long
FEW_EPOCHS = 3  # no more can be said before
MEMORISING_GAP, LARGE_GAP = 0.02, 0.05  # overfitting, if the loss rises; worth a hint
FAR_FROM_DONE = 0.5  # of the first loss, on training digits too
CALM, CALM_EPOCHS = 0.02, 5  # the loss has moved by less than this share of the first
DEAD_ENOUGH, WORTH_A_WORD = 0.2, 0.3  # shares of silent neurons: the reason; a hint
STILL_FALLING = 0.15  # of all the way down, in the last third of the epochs
RISE, SHARE_OF_RISE = 0.02, 0.08  # above the lowest loss, absolutely and as a share of it
LATE = 0.8  # of the epochs: a lowest loss after this may still be beaten
JUMP, SHARE_OF_JUMP, JUMPY = 0.01, 0.1, 1 / 3  # a step up; how many of the last ones
READS_WELL = 0.95  # accuracy on the training digits


def diagnose(experiment, silent):
    """Say how the training goes.

    Parameters
    ----------
    experiment : Experiment
    silent : number
        Share of the first hidden layer's neurons that answer 0 to every digit they are shown.

    Returns
    -------
    word, sentence : str
    """
    history, first = experiment.history, experiment.start[0]
    if experiment.diverged:
        return "diverged", (
            "The steps were so long that the numbers grew beyond all bounds. The weights from "
            "before that epoch are back; try a smaller learning rate."
        )
    if not history.loss:
        if experiment.updates:
            return "first epoch", "The network goes through the digits for the first time."
        return "untrained", "The network has not learned yet: it guesses. Press play."
    if silent == 1:
        return "dead", _all_dead(experiment.settings.second_layer)
    losses, own = np.array(history.validation_loss), np.array(history.loss)
    recent = min(losses[-FEW_EPOCHS:].mean(), own[-FEW_EPOCHS:].mean())
    if recent > WORSE_THAN_AT_FIRST * max(first, GUESSING):
        return "too fast", (
            "The loss is higher than before the training: the steps are too long and jump "
            "across the valley. Try a smaller learning rate."
        )
    if len(losses) < FEW_EPOCHS:
        return "learning", _first_signs(experiment)
    if _rises_again(losses) and _gap(history) > MEMORISING_GAP:
        return "overfitting", (
            "It gets better on the training digits only. On new ones the loss has been rising "
            f"since epoch {losses.argmin() + 1}: the network learns its digits by heart."
        )
    if min(losses[-1], own[-1]) > FAR_FROM_DONE * first:
        return _far_from_done(losses, first, silent, _neurons(experiment))
    if _jumps(history.loss):
        return "jumping", (
            "The loss goes up and down from epoch to epoch: the steps are a little too long. "
            "A smaller learning rate, or larger batches, would calm it."
        )
    if np.ptp(losses[-CALM_EPOCHS:]) < CALM * first:
        return "settled", f"The loss hardly changes any more.{_hint(experiment, silent)}"
    return "learning", f"{_first_signs(experiment)}{_hint(experiment, silent)}"


def _all_dead(second_layer):
    """Say what is left where no neuron of the first hidden layer answers."""
    end = "A smaller learning rate would prevent it."
    if second_layer:
        return (
            "Every neuron of the first layer answers 0 to every digit, so no gradient reaches its "
            f"weights, and the network reads every digit as the same one. {end}"
        )
    return (
        "Every hidden neuron answers 0 to every digit, so no gradient reaches its weights: "
        f"only the output's biases still change. {end}"
    )


def _neurons(experiment):
    """Name the neurons of which some are dead."""
    return "first layer's" if experiment.settings.second_layer else "hidden"


def _first_signs(experiment):
    """Say what has become better since the start, and only that."""
    history, (loss, share) = experiment.history, experiment.start
    if history.validation_loss[-1] >= loss:
        return "The loss has not fallen yet: give it some more epochs."
    if history.validation_accuracy[-1] > share:
        return "The loss falls and the accuracy rises."
    return "The loss falls, but the accuracy does not rise yet."


def _far_from_done(losses, first, silent, neurons):
    """Say why the loss is still high: too short steps, dead neurons, or too few."""
    third = len(losses) // 3
    recent, all_in_all = losses[-third - 1] - losses[-1], first - losses[-1]
    if silent >= DEAD_ENOUGH:
        return "crippled", (
            f"{percent(silent)} of the {neurons} neurons are dead: they answer 0 to every digit. "
            "Another seed or a smaller learning rate may spare them; with more neurons it matters "
            "less."
        )
    if recent > STILL_FALLING * all_in_all > 0:
        return "slow", (
            "The loss falls, but there is a long way left: give it more epochs, or longer steps "
            "with a larger learning rate."
        )
    return "stuck", (
        "The loss is still high and hardly falls any more: the network is too small to do "
        "better, or its steps are too long to find the way down."
    )


def _rises_again(losses):
    """Whether the loss has been well above its lowest for some epochs."""
    lowest = losses.min()
    rise = losses[-FEW_EPOCHS:].min() - lowest
    return rise > max(RISE, SHARE_OF_RISE * lowest) and losses.argmin() < LATE * len(losses)


def _jumps(losses):
    """Whether a third of the last epochs' steps went up, by more than a trifle."""
    last = np.array(losses[-9:])
    return bool((np.diff(last) > SHARE_OF_JUMP * last.min() + JUMP).mean() >= JUMPY)


def _hint(experiment, silent):
    """What the figures say besides."""
    history, neurons = experiment.history, _neurons(experiment)
    if _gap(history) > LARGE_GAP:
        return " It reads its training digits better than new ones: more digits would help."
    if silent >= WORTH_A_WORD:
        dead = f"{percent(silent)} of the {neurons} neurons are dead"
        return f" {dead}: they answer 0 to every digit."
    if history.accuracy[-1] < READS_WELL and len(history.loss) >= 5:
        return " It still reads some of its training digits wrong."
    return ""


def _gap(history):
    return history.accuracy[-1] - history.validation_accuracy[-1]
