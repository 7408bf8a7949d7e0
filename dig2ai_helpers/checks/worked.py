"""Work out a case in a sentence: numbers on the way to the right result.

They are told to a reader whose numbers differ, and who makes no known mistake.
"""

import numpy as np

from .. import functions
from ..wording import counted
from .display import number, show


def _rounded(values):
    """Numbers with three digits, as a list; of a matrix the first row."""
    return show(np.atleast_2d(values)[0][:4], 3)


def commonest_accuracy(train_labels, labels):
    """The commonest digit, and how often it occurs."""
    digit = np.bincount(train_labels).argmax()
    hits = np.sum(labels == digit)
    return f"There the commonest training label is {digit}: {hits} of {len(labels)} labels."


def means(images, labels):
    """How many images a digit has."""
    count = np.sum(labels == 0)
    return f"Row 0 is the mean of {counted(count, 'image')}, those with label 0."


def layer(a, W, b):
    """The sums before ReLU."""
    return f"There a @ W + b is {_rounded(a @ W + b)} in row 0; then ReLU."


def scores(images, weights, biases):
    """What the first layer computes."""
    z = images @ weights[0] + biases[0]
    return f"There the first layer's z is {_rounded(z)} for image 0."


def count_parameters(sizes):
    """Weights and biases of the first layer."""
    m, n = sizes[:2]
    return f"From {m} to {n} there are {m} · {n} weights and {n} biases."


def softmax(scores):
    """The exponentials of the first row."""
    powers = np.exp(scores[0] - scores[0].max())
    total = number(powers.sum(), 3)
    return f"In row 0, e^(score − maximum) is {_rounded(powers)}, with the sum {total}."


def cross_entropy(scores, labels):
    """The probability of the first label."""
    p = number(functions.softmax(scores)[0, labels[0]], 3)
    return f"For image 0, p at its label is {p}, with the surprise −ln {p}."


def delta(scores, labels):
    """The probabilities of the first row."""
    p = _rounded(functions.softmax(scores))
    return f"In row 0, p is {p}, and y has its 1 at index {labels[0]}; n is {len(labels)}."


def layer_backward(z_below, W, delta):
    """What goes up, and what comes down."""
    a, down = _rounded(functions.relu(z_below)), _rounded(delta @ W.T)
    return f"For image 0, relu(z_below) is {a}, and delta @ W.T is {down}."


def tanh_backward(z, W_above, delta_above):
    """What comes down, and the slope."""
    down, slope = _rounded(delta_above @ W_above.T), _rounded(functions.tanh_slope(z))
    return f"In row 0, delta_above @ W_above.T is {down}, and the slope 1 − a² is {slope}."


def step(parameters, gradients, learning_rate):
    """The first number of the first array."""
    p, g = parameters[0].flat[0], gradients[0].flat[0]
    new = number(p - learning_rate * g)
    how = f"{number(p)} − {number(learning_rate)} · ({number(g)}) = {new}"
    return f"In array 0 the first number is {how}."


def momentum_step(weights, velocity, gradient, learning_rate, momentum):
    """The first number of the new velocity."""
    v, g = velocity.flat[0], gradient.flat[0]
    new = number(momentum * v - learning_rate * g)
    shares = f"{number(momentum)} · ({number(v)}) − {number(learning_rate)} · ({number(g)})"
    return f"The first number of the new velocity is {shares} = {new}."


def fewest(results, goal):
    """The worst accuracy of each size."""
    worst = {}
    for result in results:
        n, share = result["neurons"], result["validation_accuracy"]
        worst[n] = min(share, worst.get(n, share))
    told = ", ".join(f"{share} with {n}" for n, share in sorted(worst.items()))
    return f"There the worst accuracies are {told} neurons."


def best_cell(results):
    """The best accuracy, and who reaches it."""
    best = max(result["validation_accuracy"] for result in results)
    sizes = [result["neurons"] for result in results if result["validation_accuracy"] == best]
    return f"The highest accuracy is {best}, with {show(sorted(sizes))} neurons."


def overfits_since(history):
    """The four losses that decide."""
    k = np.argmin(history.validation_loss)
    return (
        f"There the lowest validation loss is in epoch {k + 1}: since then it went from "
        f"{history.validation_loss[k]} to {history.validation_loss[-1]}, and the training loss "
        f"from {history.loss[k]} to {history.loss[-1]}."
    )


def too_large(losses):
    """The two losses that decide."""
    if not np.isfinite(losses).all():
        return "There one of the losses is not a finite number."
    mean = number(np.mean(losses[-10:]), 3)
    return f"The first loss is {number(losses[0])}, and the mean of the last ten is {mean}."


def confusion(labels, predictions, classes):
    """How often one pair occurs."""
    t, p = labels[0], predictions[0]
    count = np.sum((labels == t) & (predictions == p))
    times = counted(count, "time")
    return f"Row {t}, column {p} counts label {t} with prediction {p}, which occurs {times}."


def plane(points):
    """The mean, and the widest direction."""
    centre = points.mean(axis=0)
    direction = np.linalg.svd(points - centre, full_matrices=False)[2][0]
    return f"There the mean is {_rounded(centre)}, and the widest direction {_rounded(direction)}."


def most_neurons(limit):
    """What fits, and what doesn't."""
    h = (limit - 10) // 795
    return f"{h} neurons have {795 * h + 10:,} parameters, {h + 1} have {795 * h + 805:,}."


def committee(networks, images):
    """The highest mean probabilities of the first image."""
    mean = np.mean([net.forward(images[:1])[0] for net in networks], axis=0)
    first, second = np.argsort(-mean)[:2]
    return (
        f"For image 0, the mean probability is highest for {first} ({mean[first]:.2f}), then for "
        f"{second} ({mean[second]:.2f})."
    )
