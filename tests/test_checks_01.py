"""The exercise checks of notebook 01 know right answers, and tell mistakes apart."""

import numpy as np
import pytest

from dig2ai_helpers import one_hot
from dig2ai_helpers.checks import (
    check_commonest_accuracy,
    check_means,
    check_nearest_mean,
    check_one_hot,
)

CHECKS = [check_one_hot, check_means, check_nearest_mean, check_commonest_accuracy]


def filled(labels):
    y = np.zeros((len(labels), 10), dtype="float32")
    y[np.arange(len(labels)), labels] = 1
    return y


def one_row_for_all(labels):
    y = np.zeros(10)
    y[labels] = 1
    return y


def all_rows_alike(labels):
    y = np.zeros((len(labels), 10))
    y[:, labels] = 1
    return y


def label_in_its_place(labels):
    y = np.zeros((len(labels), 10))
    y[np.arange(len(labels)), labels] = labels
    return y


def group_means(images, labels):
    return np.array([images[labels == k].mean(axis=0) for k in range(10)])


def means_by_product(images, labels):
    y = np.eye(10)[labels]
    return (y.T @ images) / y.sum(axis=0)[:, None]


def running_means(images, labels):
    means, counts = np.zeros((10, images.shape[1])), np.zeros(10)
    for image, label in zip(images, labels, strict=True):
        counts[label] += 1
        means[label] += (image - means[label]) / counts[label]
    return means


def gaps(images, means):
    return images[:, None, :] - means[None, :, :]


def broadcast_reader(images, means):
    return (gaps(images, means) ** 2).sum(axis=2).argmin(axis=1)


def expanded_reader(images, means):
    products = images @ means.T
    return ((images**2).sum(axis=1)[:, None] - 2 * products + (means**2).sum(axis=1)).argmin(axis=1)


def weighted_sums_reader(images, means):
    return (images @ means.T - 0.5 * (means**2).sum(axis=1)).argmax(axis=1)


def roots_in_a_loop(images, means):
    return [int(np.argmin([np.linalg.norm(image - mean) for mean in means])) for image in images]


def in_float32(function):
    return lambda images, *others: function(
        images.astype("float32"),
        *(o.astype("float32") if o.dtype.kind == "f" else o for o in others),
    )


def by_bincount(train_labels, labels):
    return np.mean(labels == np.bincount(train_labels).argmax())


def by_sorting(train_labels, labels):
    digits, counts = np.unique(train_labels, return_counts=True)
    commonest = digits[np.argsort(counts)[-1]]
    return sum(label == commonest for label in labels) / len(labels)


RIGHT = [
    (check_one_hot, one_hot),
    (check_one_hot, filled),
    (check_one_hot, lambda labels: labels[:, None] == np.arange(10)),
    (check_one_hot, lambda labels: [[int(k == label) for k in range(10)] for label in labels]),
    (check_means, group_means),
    (check_means, means_by_product),
    (check_means, running_means),
    (check_means, in_float32(group_means)),
    (check_means, lambda images, labels: list(group_means(images, labels))),
    (check_nearest_mean, broadcast_reader),
    (check_nearest_mean, expanded_reader),
    (check_nearest_mean, weighted_sums_reader),
    (check_nearest_mean, roots_in_a_loop),
    (check_nearest_mean, in_float32(expanded_reader)),
    (check_commonest_accuracy, by_bincount),
    (check_commonest_accuracy, by_sorting),
    (check_commonest_accuracy, lambda *both: float(by_bincount(*both))),
]


@pytest.mark.parametrize(("check", "answer"), RIGHT)
def test_right_answers_are_praised(check, answer, capsys):
    check(answer)
    assert capsys.readouterr().out.startswith("Right.")


@pytest.mark.parametrize("check", CHECKS)
@pytest.mark.parametrize("result", [..., None])
def test_an_untouched_stub_is_not_a_mistake(check, result, capsys):
    check(lambda *arguments: result)
    assert capsys.readouterr().out.startswith("Not done yet")


@pytest.mark.parametrize("check", CHECKS)
def test_an_exception_is_named_and_does_not_stop_the_notebook(check, capsys):
    def stops(*arguments):
        raise IndexError("index 10 is out of bounds")

    check(stops)
    assert "stops with IndexError: index 10 is out of bounds" in capsys.readouterr().out


def mean_ragged(images, labels):
    return np.array([images[labels == k].mean(axis=1) for k in range(10)])


def sums(images, labels):
    return np.eye(10)[labels].T @ images


EYE = np.eye(10)

WRONG = [
    (check_one_hot, lambda labels: EYE[labels].T, "lying on its side"),
    (check_one_hot, lambda labels: EYE[labels - 1], "too far left"),
    (check_one_hot, lambda labels: np.eye(11)[labels + 1][:, :10], "too far right"),
    (check_one_hot, label_in_its_place, "the label itself"),
    (check_one_hot, all_rows_alike, "every row has a 1 for every label"),
    (check_one_hot, one_row_for_all, "a single row"),
    (check_one_hot, lambda labels: np.eye(max(labels) + 1)[labels], "ten classes"),
    (check_one_hot, lambda labels: labels[:, None] != np.arange(10), "changed places"),
    (check_means, mean_ragged, "over its pixels"),
    (
        check_means,
        lambda images, labels: [images[labels == k].mean() for k in range(10)],
        "one number for each digit",
    ),
    (
        check_means,
        lambda images, labels: np.array([images.mean(axis=0) for k in range(10)]),
        "the mean of all images",
    ),
    (check_means, sums, "What makes a mean of a sum?"),
    (check_means, lambda x, t: sums(x, t) / len(x), "the number of all images"),
    (check_means, lambda x, t: sums(x, t) / x.shape[1], "the number of pixels"),
    (check_means, lambda x, t: sums(x, t) / (len(x) / 10), "a tenth of all images"),
    (
        check_means,
        lambda images, labels: images[[list(labels).index(k) for k in range(10)]],
        "the first image",
    ),
    (
        check_means,
        lambda images, labels: [np.median(images[labels == k], axis=0) for k in range(10)],
        "median",
    ),
    (check_nearest_mean, lambda x, m: (gaps(x, m) ** 2).sum(axis=2).argmax(axis=1), "farthest"),
    (check_nearest_mean, lambda x, m: (gaps(x, m) ** 2).sum(axis=2).argmin(axis=0), "axis"),
    (check_nearest_mean, lambda x, m: (gaps(x, m) ** 2).sum(axis=2).argmin(), "a single number"),
    (check_nearest_mean, lambda x, m: (gaps(x, m) ** 2).sum(axis=2), "those are the distances"),
    (check_nearest_mean, lambda x, m: (gaps(x, m) ** 2).sum(axis=2).min(axis=1), "themselves"),
    (check_nearest_mean, lambda x, m: gaps(x, m).sum(axis=2).argmin(axis=1), "with their signs"),
    (
        check_nearest_mean,
        lambda x, m: (gaps(x, m).sum(axis=2) ** 2).argmin(axis=1),
        "squared afterwards",
    ),
    (check_nearest_mean, lambda x, m: abs(gaps(x, m)).sum(axis=2).argmin(axis=1), "not squared"),
    (check_nearest_mean, lambda x, m: (x @ m.T).argmax(axis=1), "the brightest mean"),
    (
        check_nearest_mean,
        lambda x, m: (2 * x @ m.T + (m**2).sum(axis=1)).argmin(axis=1),
        "one sign is wrong",
    ),
    (
        check_nearest_mean,
        lambda x, m: (x @ m.T - (m**2).sum(axis=1)).argmax(axis=1),
        "a factor is missing",
    ),
    (check_commonest_accuracy, lambda train, new: by_bincount(train, train), "training labels"),
    (check_commonest_accuracy, lambda train, new: by_bincount(new, new), "measured on"),
    (
        check_commonest_accuracy,
        lambda train, new: np.sum(new == np.bincount(train).argmax()),
        "share of all",
    ),
    (
        check_commonest_accuracy,
        lambda train, new: np.bincount(train).argmax(),
        "the commonest digit itself",
    ),
    (
        check_commonest_accuracy,
        lambda train, new: np.mean(new == np.bincount(train).max()),
        "the count itself",
    ),
    (
        check_commonest_accuracy,
        lambda train, new: np.mean(new == np.bincount(train).argmin()),
        "rarest",
    ),
]


@pytest.mark.parametrize(("check", "answer", "words"), WRONG)
def test_mistakes_get_their_own_hint(check, answer, words, capsys):
    check(answer)
    said = capsys.readouterr().out
    assert said.startswith("Not yet:")
    assert words in said
    assert "the shapes are right, but" not in said


@pytest.mark.parametrize("check", CHECKS)
def test_a_mistake_that_nobody_foresaw_gets_an_answer_too(check, capsys):
    check(lambda *arguments: np.full(3, 0.123))
    assert capsys.readouterr().out.startswith("Not yet:")
