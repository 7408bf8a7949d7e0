"""The exercise checks of notebook 01 know right answers of many forms."""

import numpy as np
import pytest

from dig2ai_helpers import one_hot
from dig2ai_helpers.checks import (
    check_commonest_accuracy,
    check_means,
    check_nearest_mean,
    check_one_hot,
)


def filled(labels):
    y = np.zeros((len(labels), 10), dtype="float32")
    y[np.arange(len(labels)), labels] = 1
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
def test_right_answers_are_praised(said, check, answer):
    assert said(check, answer).startswith("Right.")
