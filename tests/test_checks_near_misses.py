"""Answers that are nearly right, written from the notebooks' statements, are rejected."""

from itertools import pairwise

import numpy as np
import pytest

from dig2ai_helpers import Network, checks
from dig2ai_helpers.functions import relu, sigmoid, softmax

EYE = np.eye(10)
SELU = 1.0507 * 1.6733


def only_if_not_wrong(labels):
    rows = np.zeros((len(labels), 10))
    rows[:, labels] = 1
    return rows


def means_of_the_first_hundred(images, labels):
    images, labels = images[:10], labels[:10]
    return np.array([images[labels == k].mean(axis=0) for k in range(10)])


def means_that_go_on_adding(images, labels):
    total, result = np.zeros(images.shape[1]), []
    for k in range(10):
        total = total + images[labels == k].mean(axis=0)
        result.append(total)
    return np.array(result)


def squared(images, means):
    return ((images[:, None] - means) ** 2).sum(axis=2)


def moved_by(images, down, right):
    wide = np.pad(images, ((0, 0), (down, 0), (right, 0)))
    return wide[:, : images.shape[1], : images.shape[2]]


def scores_with(between, layers=None):
    def scores(images, weights, biases):
        a = images
        for W, b in list(zip(weights[:-1], biases[:-1], strict=True))[:layers]:
            a = between(a @ W + b)
        return a @ weights[-1] + biases[-1]

    return scores


def bias_of_the_first_layer(images, weights, biases):
    a = images
    for W, _ in zip(weights[:-1], biases, strict=False):
        a = relu(a @ W + biases[0][: W.shape[1]].mean())
    return a @ weights[-1] + biases[-1]


def shifted(scores, shift):
    powers = np.exp(scores - shift)
    return powers / powers.sum(axis=1, keepdims=True)


def at(p, labels):
    return p[np.arange(len(labels)), labels]


def log_softmax(scores):
    z = scores - scores.max(axis=1, keepdims=True)
    return z - np.log(np.exp(z).sum(axis=1, keepdims=True))


def yes_no(scores, labels, no=1, count=True):
    one_hot = np.arange(scores.shape[1]) == labels[:, None]
    yes, nos = np.logaddexp(0, -scores), np.logaddexp(0, scores)
    return np.where(one_hot, yes, no * nos).sum() / (len(labels) if count else 1)


def delta_with(p, labels, off=1.0, n=None):
    p = p.copy()
    p[np.arange(len(labels)), labels] -= off
    return p / (n or len(labels))


def backward(dW=lambda a, z, d: a.T @ d, db=lambda d: d.sum(axis=0), gate=lambda z: z > 0):
    return lambda z, W, d: (dW(relu(z), z, d), db(d), (d @ W.T) * gate(z))


def tanh_with(slope):
    return lambda z, W_above, delta_above: (delta_above @ W_above.T) * slope(z)


def step_with(rule):
    return lambda parameters, gradients, learning_rate: [
        rule(p, g, learning_rate) for p, g in zip(parameters, gradients, strict=True)
    ]


def cut(start, stop, size=0):
    return lambda order, batch_size: [
        order[i + start : i + batch_size + stop] for i in range(0, len(order), batch_size + size)
    ]


def momentum_with(rule):
    def step(weights, velocity, gradient, learning_rate, momentum):
        return rule(weights, velocity, gradient, learning_rate, momentum)

    return step


def runs_of(results):
    runs = {}
    for result in results:
        runs.setdefault(result["neurons"], []).append(result["validation_accuracy"])
    return runs


def fewest_with(good):
    def fewest(results, goal):
        return min((n for n, runs in runs_of(results).items() if good(runs, goal)), default=0)

    return fewest


def best_with(key):
    def best(results):
        cell = max(results, key=key)
        return cell["neurons"], cell["learning_rate"]

    return best


def overfits(rise=lambda v, k: v[-1] > 1.1 * v[k], learns=lambda t, k: t[-1] < t[k], plus=1):
    def since(history):
        v, t = history.validation_loss, history.loss
        k = int(np.argmin(v))
        return k + plus if rise(v, k) and learns(t, k) else 0

    return since


def alarm(high, bad=lambda x: not np.isfinite(x).all()):
    return lambda losses: bool(bad(np.array(losses)) or high(np.array(losses)))


def counted(change):
    def confusion(labels, predictions, classes):
        table = np.zeros((classes, classes))
        for label, prediction in zip(labels, predictions, strict=True):
            change(table, label, prediction)
        return table

    return confusion


def mark_both(table, label, prediction):
    table[label, prediction] += 1
    table[prediction, label] += label != prediction


def pixel_slopes_with(gate, back=lambda W1, d: W1 @ d):
    return lambda image, W1, b1, W2, digit: back(W1, W2[:, digit] * gate(image @ W1 + b1))


def plane_with(centre, pick):
    def plane(points):
        centred = points - centre(points)
        return pick(centred, *np.linalg.svd(centred, full_matrices=False))

    return plane


def report_with(text):
    return lambda step: text(step, step.history)


def committee_with(choose):
    return lambda networks, images: choose(np.array([n.forward(images) for n in networks]))


C = checks
NEAR_MISSES = {
    C.check_one_hot: [
        only_if_not_wrong,
        lambda labels: (labels[:, None] == np.arange(9)) * 1.0,
        lambda labels: (labels[:, None] >= np.arange(10)) & (labels[:, None] > 0),
        lambda labels: EYE[np.unique(labels)],
        lambda labels: EYE[np.sort(labels)],
    ],
    C.check_means: [
        means_of_the_first_hundred,
        means_that_go_on_adding,
        lambda images, labels: EYE[labels].T @ images / len(images) * 10,
        lambda images, labels: np.array(
            [images[labels == k].sum(axis=0) / max(1, (labels == k).sum() - 1) for k in range(10)]
        ),
        lambda images, labels: np.array([images[labels == k].mean(axis=0) for k in range(1, 10)]),
    ],
    C.check_nearest_mean: [
        lambda images, means: (images @ means.T).argmax(axis=1),
        lambda images, means: ((means**2).sum(axis=1) - images @ means.T).argmin(axis=1),
        lambda images, means: squared(images, means)[:, :9].argmin(axis=1),
        lambda images, means: squared(images, means).argmin(axis=1) + 1,
        lambda images, means: np.abs(images[:, None] - means).sum(axis=2).argmin(axis=1),
    ],
    C.check_commonest_accuracy: [
        lambda train_labels, labels: np.bincount(train_labels).max() / len(train_labels),
        lambda train_labels, labels: np.bincount(labels).max() / len(labels),
        lambda train_labels, labels: np.mean(labels == round(np.mean(train_labels))),
        lambda train_labels, labels: np.mean(labels == np.bincount(train_labels[1:]).argmax()),
        lambda train_labels, labels: np.mean(labels == np.bincount(train_labels)[1:].argmax()),
    ],
    C.check_selu: [
        lambda z: np.where(z > 0, 1.0507 * z, 1.6733 * (np.exp(z) - 1)),
        lambda z: np.where(z > 0, 1.0507 * z, SELU * np.exp(z - 1)),
        lambda z: np.where(z > 1, 1.0507 * z, SELU * (np.exp(z) - 1)),
        lambda z: np.where(z > 0, 1.05 * z, 1.76 * (np.exp(z) - 1)),
        lambda z: SELU * (np.exp(z) - 1),
    ],
    C.check_layer: [
        lambda a, W, b: np.maximum(a @ W, b),
        lambda a, W, b: np.abs(a @ W + b),
        lambda a, W, b: relu(a @ W + b.sum()),
        lambda a, W, b: relu(a @ W + b[0]),
        lambda a, W, b: np.clip(a @ W + b, 0, 1),
    ],
    C.check_scores: [
        bias_of_the_first_layer,
        scores_with(relu, layers=1),
        scores_with(sigmoid),
        scores_with(np.abs),
    ],
    C.check_count_parameters: [
        lambda sizes: sum(m * n + m + n for m, n in pairwise(sizes)),
        lambda sizes: sum(m * n for m, n in pairwise(sizes)) + len(sizes) - 1,
        lambda sizes: sum(m * n + n for m, n in pairwise(sizes[:3])),
        lambda sizes: sizes[0] * sizes[1] + sizes[1] * sizes[-1] + sum(sizes[1:]),
    ],
    C.check_softmax: [
        lambda scores: shifted(scores, scores.max()),
        lambda scores: shifted(scores, scores.min(axis=1, keepdims=True)),
        lambda scores: shifted(np.clip(scores, -50, 50), 0),
        lambda scores: shifted(np.minimum(scores, 700), 0),
        lambda scores: shifted(scores, np.median(scores, axis=1, keepdims=True)),
        lambda scores: np.exp2(log_softmax(scores)),
    ],
    C.check_temperature: [(0.5,), (np.log(4),), (0.7,), (0.73,), (-0.72,), (4,), (0,), (1.386,)],
    C.check_cross_entropy: [
        lambda scores, labels: -np.log(at(softmax(scores), labels) + 1e-9).mean(),
        lambda scores, labels: -np.log(np.maximum(at(softmax(scores), labels), 1e-30)).mean(),
        lambda scores, labels: np.nan_to_num(-np.log(at(softmax(scores), labels))).mean(),
        lambda scores, labels: -at(log_softmax(scores), labels).mean() * len(labels),
        lambda scores, labels: np.median(-at(log_softmax(scores), labels)),
        lambda scores, labels: -log_softmax(scores).mean(),
    ],
    C.check_sigmoid_cross_entropy: [
        lambda scores, labels: yes_no(scores, labels, no=0),
        lambda scores, labels: yes_no(scores, labels, no=0.5),
        lambda scores, labels: yes_no(scores, labels, count=False),
        lambda scores, labels: yes_no(scores, labels) / 10,
        lambda scores, labels: yes_no(np.clip(scores, -30, 30), labels),
    ],
    C.check_by_hand: [
        ([-0.27, 0.27], [[-0.67, 0.67], [0, 0]], [-0.16, 0.16]),
        ([-0.27, 0.27], [[-0.67, 0.67], [0, 0]], [-0.11, 0]),
        ([-0.27, 0.27], [[-0.67, 0.67], [0.1, 0]], [-0.16, 0]),
        ([-0.25, 0.25], [[-0.67, 0.67], [0, 0]], [-0.16, 0]),
        ([-0.27, 0.27], [[-0.27, 0.27], [0, 0]], [-0.16, 0]),
    ],
    C.check_delta: [
        lambda scores, labels: delta_with(softmax(scores), labels, off=0.5),
        lambda scores, labels: delta_with(softmax(scores), labels, n=scores.shape[1]),
        lambda scores, labels: delta_with(softmax(scores), labels, n=2),
        lambda scores, labels: delta_with(sigmoid(scores), labels),
        lambda scores, labels: np.abs(delta_with(softmax(scores), labels)),
        lambda scores, labels: delta_with(shifted(scores, scores.max()), labels),
    ],
    C.check_layer_backward: [
        backward(dW=lambda a, z, d: z.T @ d),
        backward(dW=lambda a, z, d: np.abs(z).T @ d),
        backward(db=lambda d: d.mean(axis=0)),
        backward(db=lambda d: d[0]),
        backward(gate=lambda z: z < 0),
        backward(gate=np.sign),
        backward(gate=lambda z: z > 0.5),
    ],
    C.check_tanh_backward: [
        tanh_with(lambda z: 1 - np.tanh(z)),
        tanh_with(lambda z: 1 - np.tanh(z) ** 3),
        tanh_with(lambda z: 1 - np.tanh(z**2)),
        tanh_with(lambda z: 1 / np.cosh(z)),
        lambda z, W_above, delta_above: (delta_above * (1 - np.tanh(delta_above) ** 2)) @ W_above.T,
    ],
    C.check_rates: [
        (0.2, 0.1), (0.5, 1), (0.1, 0.1), (0.1, 0.25), (0.12, 0.2), (0.1, 10), (-0.1, 0.2),
    ],
    C.check_step: [
        step_with(lambda p, g, rate: p + rate * g),
        step_with(lambda p, g, rate: p * (1 - rate) - rate * g),
        step_with(lambda p, g, rate: p - 0.1 * g),
        step_with(lambda p, g, rate: p - rate * g.mean()),
        lambda parameters, gradients, rate: parameters[0] - rate * gradients[0],
        lambda parameters, gradients, rate: [
            p - rate * g
            for p, g in zip(parameters, gradients[::-1], strict=True)
            if p.shape == g.shape
        ],
    ],
    C.check_batches: [
        cut(0, -1), cut(1, 0), cut(0, 0, 1), cut(0, 1),
        lambda order, batch_size: order[: len(order) // batch_size * batch_size].reshape(
            -1, batch_size
        ),
        lambda order, batch_size: np.array_split(order, len(order) // batch_size),
        lambda order, batch_size: [order[i : i + 4] for i in range(0, len(order), 4)],
    ],
    C.check_momentum_step: [
        momentum_with(lambda w, v, g, rate, m: (w + m * v + rate * g, m * v + rate * g)),
        momentum_with(lambda w, v, g, rate, m: (w + 0.9 * v - rate * g, 0.9 * v - rate * g)),
        momentum_with(lambda w, v, g, rate, m: (w + m * v - rate * g, m * v)),
        momentum_with(lambda w, v, g, rate, m: (w - rate * g, m * v - rate * g)),
        momentum_with(lambda w, v, g, rate, m: (w + m * v - rate * g, v - rate * g)),
    ],
    C.check_fewest: [
        fewest_with(lambda runs, goal: np.mean(runs) >= goal),
        fewest_with(lambda runs, goal: max(runs) >= goal),
        fewest_with(lambda runs, goal: sorted(runs)[len(runs) // 2] >= goal),
        fewest_with(lambda runs, goal: sorted(runs)[1] >= goal),
        fewest_with(lambda runs, goal: min(runs[1:]) >= goal),
        fewest_with(lambda runs, goal: min(runs) > goal),
        fewest_with(lambda runs, goal: round(min(runs), 1) >= goal),
    ],
    C.check_best_cell: [
        best_with(lambda r: r["validation_accuracy"]),
        best_with(lambda r: (r["validation_accuracy"], r["neurons"])),
        best_with(lambda r: (round(r["validation_accuracy"], 1), -r["neurons"])),
        best_with(lambda r: (r["validation_accuracy"], -r["learning_rate"])),
        best_with(lambda r: (r["accuracy"], -r["neurons"])),
    ],
    C.check_overfits_since: [
        overfits(rise=lambda v, k: v[-1] - v[k] > 0.1),
        overfits(rise=lambda v, k: v[-1] > 1.1 * v[0]),
        overfits(rise=lambda v, k: v[-1] > 1.01 * v[k]),
        overfits(rise=lambda v, k: v[-1] > 1.5 * v[k]),
        overfits(rise=lambda v, k: max(v[k:]) > 1.1 * v[k]),
        overfits(learns=lambda t, k: t[-1] < t[0]),
        overfits(learns=lambda t, k: t[-1] < t[-2]),
        overfits(learns=lambda t, k: min(t[k:]) < t[k]),
        overfits(learns=lambda t, k: t[-1] == min(t)),
        overfits(plus=0),
    ],
    C.check_too_large: [
        *(alarm(lambda x, n=n: x[-n:].mean() > x[0]) for n in (1, 5, 9, 11, 20)),
        alarm(lambda x: x[10:].mean() > x[0]),
        alarm(lambda x: np.median(x[-10:]) > x[0]),
        alarm(lambda x: x[-10:].mean() > x[:10].mean()),
        alarm(lambda x: x[-10:].mean() > 1.1 * x[0]),
        alarm(lambda x: x[-10:].mean() > x[0], lambda x: np.isnan(x).any()),
        alarm(lambda x: x[-10:].mean() > x[0], lambda x: np.isinf(x).any()),
        alarm(lambda x: x[-10:].mean() > x[0], lambda x: not np.isfinite(x[-1])),
        alarm(lambda x: x[-10:].mean() > x[0], lambda x: not np.isfinite(x.mean())
              and not np.isinf(x.mean())),
    ],
    C.check_pixels_by_hand: [
        ([0.1, 1.1], [-0.8, 0.3]),
        ([0.1, 1.1], [-0.8, 0.2][::-1]),
        ([0.4, 0.8], [-0.2, -0.4]),
        ([0.1, 1.0], [-0.8, 0.2]),
    ],
    C.check_confusion: [
        counted(mark_both),
        counted(lambda table, label, prediction: table.__setitem__((label, prediction), 1)),
        counted(lambda table, label, prediction: table.__setitem__(
            (prediction, label), table[prediction, label] + 1)),
        lambda labels, predictions, classes: np.histogram2d(
            labels, predictions, bins=classes)[0],
        lambda labels, predictions, classes: np.array(
            [[np.sum((labels == i) & (predictions == j)) for j in range(classes)]
             for i in np.unique(labels)]),
    ],
    C.check_pixel_slopes: [
        pixel_slopes_with(lambda z: z >= z.mean()),
        pixel_slopes_with(np.sign),
        pixel_slopes_with(lambda z: z > 0, lambda W1, d: W1.T @ d),
        pixel_slopes_with(sigmoid),
        lambda image, W1, b1, W2, digit: W1 @ W2[:, digit],
        lambda image, W1, b1, W2, digit: W1 @ ((image @ W1 + b1 > 0) * W2[:, 0]),
    ],
    C.check_plane: [
        plane_with(lambda p: 0, lambda x, U, S, Vt: x @ Vt[:2].T),
        plane_with(lambda p: p.mean(), lambda x, U, S, Vt: x @ Vt[:2].T),
        plane_with(lambda p: np.median(p, axis=0), lambda x, U, S, Vt: x @ Vt[:2].T),
        plane_with(lambda p: p.mean(axis=0), lambda x, U, S, Vt: x @ Vt[:-2].T),
        plane_with(lambda p: p.mean(axis=0), lambda x, U, S, Vt: x @ Vt[:, :2]),
        plane_with(lambda p: p.mean(axis=0), lambda x, U, S, Vt: U[:, :2]),
        plane_with(lambda p: p.mean(axis=0), lambda x, U, S, Vt: np.abs(x @ Vt[:2].T)),
    ],
    C.check_most_neurons: [
        lambda limit: max(h for h in range(130) if 795 * h + 10 <= limit),
        lambda limit: limit // 795,
        lambda limit: round((limit - 10) / 795),
        lambda limit: (limit - 10) // 794,
        lambda limit: (limit - 11) // 795,
        lambda limit: limit // 795 - 1,
        lambda limit: min((limit - 10) // 795, 128),
    ],
    C.check_report: [
        report_with(lambda s, h: f"epoch {s.epoch}: loss {s.loss:.4f}, validation accuracy "
                    f"{h.validation_accuracy[-1]:.2%}"),
        report_with(lambda s, h: f"epoch {s.epoch}: loss {h.loss[-1]:.4f}, validation accuracy "
                    f"{h.validation_accuracy[-1]:.1%}"),
        report_with(lambda s, h: f"epoch {s.epoch}: loss {min(h.loss):.4f}, validation accuracy "
                    f"{max(h.validation_accuracy):.2%}"),
        report_with(lambda s, h: f"epoch {s.epoch}: loss {h.loss[-1]:.4f}, accuracy "
                    f"{h.validation_accuracy[-1]:.2%}"),
        report_with(lambda s, h: f"epoch {s.epoch}: loss {h.loss[-1]:.4f} validation accuracy "
                    f"{h.validation_accuracy[-1]:.2%}"),
        report_with(lambda s, h: "epoch 12: loss 0.0813, validation accuracy 97.25%"),
    ],
    C.check_committee: [
        committee_with(lambda p: (p / p.sum(axis=2, keepdims=True)).mean(axis=0).argmax(axis=1)),
        committee_with(lambda p: np.array([np.bincount(v, minlength=10).argmax()
                                           for v in p.argmax(axis=2).T])),
        committee_with(lambda p: p.max(axis=0).argmax(axis=1)),
        committee_with(lambda p: p[:3].mean(axis=0).argmax(axis=1)),
        committee_with(lambda p: np.log(p).mean(axis=0).argmax(axis=1)),
        committee_with(lambda p: (p**2).mean(axis=0).argmax(axis=1)),
        committee_with(lambda p: np.median(p.argmax(axis=2), axis=0)),
    ],
    C.check_powers: [
        (19, 200, 36.8), (20, 199, 36.8), (20, 200, 63.2), (20, 200, 0.368), (200, 20, 36.8),
        (1 / 0.95, 200, 36.8), (20, 0.995, 36.8), (20, 200, 100 * 0.99**1000),
    ],
    C.check_decayed_step: [
        lambda weights, gradient, learning_rate, decay: weights - learning_rate * gradient,
        lambda weights, gradient, learning_rate, decay: (
            weights * (1 - decay) - learning_rate * gradient
        ),
        lambda weights, gradient, learning_rate, decay: (
            weights - learning_rate * (gradient - decay * weights)
        ),
        lambda weights, gradient, learning_rate, decay: (
            weights - learning_rate * (gradient + decay * weights**2)
        ),
        lambda weights, gradient, learning_rate, decay: (
            weights - learning_rate * (gradient + decay * np.abs(weights))
        ),
        lambda weights, gradient, learning_rate, decay: (
            weights - learning_rate * (gradient + decay * weights.mean())
        ),
        lambda weights, gradient, learning_rate, decay: (
            weights - learning_rate * (gradient + decay)
        ),
    ],
    C.check_moved: [
        lambda images, down, right: np.roll(images, (down, right), axis=(1, 2)),
        lambda images, down, right: moved_by(images, right, down),
        lambda images, down, right: moved_by(images, down + 1, right),
        lambda images, down, right: moved_by(images, 1, 2),
        lambda images, down, right: moved_by(images[:, ::-1, ::-1], down, right)[:, ::-1, ::-1],
        lambda images, down, right: moved_by(images, down, right)[:, :-1],
        lambda images, down, right: moved_by(moved_by(images, down, right), down, right),
    ],
    C.check_curves: [(0.0003, 0.1, 1.0, 2), (1.0, 0.0003, 0.1, 2), (0.0003, 1.0, 0.1, 1)],
    C.check_estimates: [
        (266.61, 88.3, 600, 200), (266.61, 75, 600, 180), (266.61, 88.3, 500, 180),
        (235.2, 88.3, 600, 180), (0.26661, 88.3, 600, 180), (266.61, 0.883, 600, 180),
    ],
    C.check_shapes: [
        ((784, 1), (60, 1), (60, 10), (60, 10, 784), (60,)),
        ((784,), (60,), (60, 10), (60, 10, 784), (60,)),
        ((784,), (60, 1), (10, 60), (60, 10, 784), (60,)),
        ((784,), (60, 1), (60, 10), (10, 60, 784), (60,)),
        ((784,), (60, 1), (60, 10), (60, 10, 784), (10,)),
    ],
    C.check_surprises: [
        (3.26, 0.69, 0.5, 5), (2.26, 0.69, 0.5, 50), (3.26, 6.9, 0.5, 50), (3.26, 0.69, 0.7, 50),
    ],
    C.check_table: [
        (0.83, 0.36, 0.8, 0.5), (0.85, 0.8, 0.36, 0.5), (0.83, 0.8, 0.4, 0.5),
        (0.83, 0.8, 0.36, 0.1),
    ],
    C.check_template: [
        (np.zeros((28, 28)),), (np.ones((28, 28)),), (-C.check_template.exercise.right(),),
        (C.check_template.exercise.right().T,), (np.eye(28),),
    ],
    C.check_xor: [
        ([[1, 1], [1, 1]], [0, 0], [1, 1], 0), ([[1, 1], [1, 1]], [0, -1], [1, -1], 0),
        ([[1, -1], [-1, 1]], [0, 0], [1, -1], 0), ([[1, -1], [-1, 1]], [0, 0], [1, 1], 1),
        ([[1, -1], [-1, 1]], [0, -0.2], [1, 1], 0),
    ],
    C.check_two_paths: [(21, 6), (15, 16), (21, 17), (11, 11), (-21, -16)],
    C.check_scale_backward: [
        lambda a, s, delta: (delta * s, (delta * a).max(axis=0)),
        lambda a, s, delta: (delta * s / 2, (delta * a).sum(axis=0)),
        lambda a, s, delta: (delta * np.abs(s), (delta * a).sum(axis=0)),
        lambda a, s, delta: (delta * s, -(delta * a).sum(axis=0)),
        lambda a, s, delta: (delta * s, (delta * a)[:2].sum(axis=0)),
    ],
    C.check_state: [
        lambda weights, biases: [
            x for W, b in zip(weights, biases, strict=True) for x in (W.T, b[::-1])
        ],
        lambda weights, biases: [
            x for W, b in zip(weights, biases, strict=True) for x in (W.T, -b)
        ],
        lambda weights, biases: [
            x for W, b in zip(weights, biases, strict=True) for x in (W.T, W.T)
        ],
        lambda weights, biases: [weights[0].T, biases[0], *weights[1:], *biases[1:]],
    ],
    C.check_small_network: [
        (Network((784, 24, 10)), None), (Network((784, 10, 24)), None), (784, 24, 10),
    ],
}  # fmt: skip

CASES = [
    pytest.param(check, answer, id=f"{check.__name__}-{place}")
    for check, answers in NEAR_MISSES.items()
    for place, answer in enumerate(answers)
]


@pytest.mark.parametrize(("check", "answer"), CASES)
def test_a_near_miss_is_rejected(said, check, answer):
    answers = answer if isinstance(answer, tuple) else (answer,)
    for seed in (0, 1):
        assert said(check, *answers, seed=seed).startswith("Not yet: ")


def test_every_check_has_three_near_misses():
    assert set(NEAR_MISSES) == {getattr(checks, name) for name in checks.__all__}
    assert all(len(answers) >= 3 for answers in NEAR_MISSES.values())
