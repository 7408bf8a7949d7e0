"""Exercises of notebook 01: images as numbers."""

import numpy as np

from .legacy import compare, compare_stages


def check_one_hot(answer):
    """Notebook 01: one-hot rows (n, 10) from labels (n,)."""
    eye = np.eye(10)
    mistakes = {
        "it is lying on its side: the result has one column for each image, but should have one "
        "row for each.": lambda labels: eye[labels].T,
        "each row has a single 1, but one place too far left. Places are counted from 0, and so "
        "are labels.": lambda labels: eye[labels - 1],
        "each row has a single 1, but one place too far right. Places are counted from 0, and so "
        "are labels.": lambda labels: eye[(labels + 1) % 10],
        "the place is right, but the number there is the label itself. One-hot means a 1.": (
            lambda labels: eye[labels] * labels[:, None]
        ),
        "every row has a 1 for every label of the batch. Each image must set a place in its own "
        "row only.": lambda labels: np.tile(eye[labels].max(axis=0), (len(labels), 1)),
        "all labels share a single row. Each image needs a row of its own.": (
            lambda labels: eye[labels].max(axis=0)
        ),
        "there are only as many columns as the largest label of the batch needs. There are ten "
        "classes, whichever of them occur.": lambda labels: np.eye(labels.max() + 1)[labels],
        "the zeros and the ones have changed places.": lambda labels: 1 - eye[labels],
    }
    cases = [(np.array([3, 0, 7, 1]),), (np.array([2, 2, 8]),)]
    praise = "One row for each image, one place for each class."
    compare(_joined(answer), lambda labels: eye[labels], mistakes, cases, praise)


def _joined(answer):
    """Take a list of rows for the array that they make."""

    def joined(*arguments):
        result = answer(*arguments)
        if isinstance(result, (tuple, list)) and not any(p is None or p is ... for p in result):
            return np.array(result)
        return result

    return joined


def check_means(answer):
    """Notebook 01: ten mean images (10, pixels) from images (n, pixels) and labels (n,)."""

    def of_each(summary):
        return lambda images, labels: np.array([summary(images[labels == k]) for k in range(10)])

    def sums(images, labels):
        return np.eye(10)[labels].T @ images

    wrong_axis = {
        "the mean is taken along each image, over its pixels. Which axis counts the images?": (
            of_each(lambda group: group.mean(axis=1))
        ),
    }
    mistakes = {
        "that is one number for each digit, the mean of all its pixels. A mean image still has "
        "all its pixels: look at the axis.": of_each(np.mean),
        "all ten rows are the mean of all images: the labels have not picked any.": (
            lambda images, labels: np.tile(images.mean(axis=0), (10, 1))
        ),
        "that is the sum of each digit's images. What makes a mean of a sum?": sums,
        "each sum is divided by the number of all images. How many were added up in each?": (
            lambda images, labels: sums(images, labels) / len(images)
        ),
        "each sum is divided by the number of pixels. How many images were added up?": (
            lambda images, labels: sums(images, labels) / images.shape[1]
        ),
        "each sum is divided by a tenth of all images, but the digits are not equally often "
        "there: count each.": lambda images, labels: sums(images, labels) / (len(images) / 10),
        "that is the first image of each digit, and not the mean of all of them.": (
            of_each(lambda group: group[0])
        ),
        "that is the middle value (the median) of each pixel, and not the mean.": (
            of_each(lambda group: np.median(group, axis=0))
        ),
    }
    rng = np.random.default_rng(1)
    equal = rng.permutation(np.tile(np.arange(10), 3))  # (30,): with a wrong axis it still runs
    uneven = rng.permutation(np.concatenate([np.arange(10), [0, 0, 0, 0, 5, 5, 7]]))  # (17,)
    alike = [(rng.random((30, 6)), equal)]
    cases = [(rng.random((17, 6)), uneven), *alike]
    stages = [(alike, wrong_axis | mistakes), (cases, mistakes)]
    praise = "Each row is the average of its own digit's images."
    compare_stages(_joined(answer), of_each(lambda group: group.mean(axis=0)), stages, praise)


def check_nearest_mean(answer):
    """Notebook 01: the place of the nearest mean (10, pixels) for each image (n, pixels)."""

    def gaps(images, means):
        return images[:, None, :] - means[None, :, :]

    def distances(images, means):
        return (gaps(images, means) ** 2).sum(axis=2)

    def expanded(of_image, product, of_mean):
        def read(images, means):
            of_images, of_means = (images**2).sum(axis=1)[:, None], (means**2).sum(axis=1)
            table = of_image * of_images + product * images @ means.T + of_mean * of_means
            return table.argmin(axis=1)

        return read

    mistakes = {
        "that is the mean which is farthest away: argmax finds the largest distance.": (
            lambda images, means: distances(images, means).argmax(axis=1)
        ),
        "there is one answer for each mean, the nearest image, but one for each image is asked "
        "for: look at the axis of argmin.": (
            lambda images, means: distances(images, means).argmin(axis=0)
        ),
        "that is a single number: argmin without an axis looks at the whole table at once.": (
            lambda images, means: distances(images, means).argmin()
        ),
        "those are the distances. Which place has the smallest in each row?": distances,
        "those are the smallest distances themselves. The answer is the place where each stands.": (
            lambda images, means: distances(images, means).min(axis=1)
        ),
        "the differences are added up with their signs, so that too bright and too dark cancel. "
        "What was done to them before the sum?": (
            lambda images, means: gaps(images, means).sum(axis=2).argmin(axis=1)
        ),
        "the differences are added up first and squared afterwards, so that too bright and too "
        "dark cancel. Which comes first?": (
            lambda images, means: (gaps(images, means).sum(axis=2) ** 2).argmin(axis=1)
        ),
        "the differences are made positive, but not squared: that is another distance.": (
            lambda images, means: np.abs(gaps(images, means)).sum(axis=2).argmin(axis=1)
        ),
        "the products decide alone, and so the brightest mean wins too often. Which of the three "
        "sums differs from mean to mean as well?": expanded(1, -2, 0),
        "one sign is wrong: in (x - m)² the product of x and m is taken off, not added.": (
            expanded(1, 2, 1)
        ),
        "a factor is missing: how many times does the product stand in (x - m)²?": (
            expanded(1, -1, 1)
        ),
    }
    rng = np.random.default_rng(2)
    images = rng.random((60, 5))
    means = rng.random((10, 5)) * rng.uniform(0.5, 1.2, size=(10, 1))  # bright ones and dark ones
    right = expanded(1, -2, 1)
    praise = "Every image gets the class whose mean is nearest."
    compare(_joined(answer), right, mistakes, [(images, means)], praise)


def check_commonest_accuracy(answer):
    """Notebook 01: how often the commonest of the training labels is right elsewhere."""

    def count(labels):
        return np.bincount(labels, minlength=10)

    mistakes = {
        "that is the share among the training labels. The digit is chosen there, but the score "
        "is measured on the other labels.": (
            lambda train_labels, labels: np.mean(train_labels == count(train_labels).argmax())
        ),
        "the digit is chosen from the labels that it is then measured on. The choice may only "
        "look at the training labels.": (
            lambda train_labels, labels: np.mean(labels == count(labels).argmax())
        ),
        "that is how many are right. An accuracy is a share of all.": (
            lambda train_labels, labels: np.sum(labels == count(train_labels).argmax())
        ),
        "that is the commonest digit itself. How often is it the right answer?": (
            lambda train_labels, labels: count(train_labels).argmax()
        ),
        "the count itself is taken for the digit: bincount(...).max() is how often the commonest "
        "digit occurs. At which place does that count stand?": (
            lambda train_labels, labels: np.mean(labels == count(train_labels).max())
        ),
        "that is the rarest digit's share: look at argmin.": (
            lambda train_labels, labels: np.mean(labels == count(train_labels).argmin())
        ),
    }
    train_labels = np.array([4, 1, 4, 2, 4, 2, 0, 3, 0, 1, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9])
    labels = np.array([4, 2, 2, 2, 2, 4, 4, 5, 5, 9, 0, 8])

    def right(train_labels, labels):
        return np.mean(labels == count(train_labels).argmax())

    praise = "A reader must do better than this before it has learned anything."
    compare(answer, right, mistakes, [(train_labels, labels)], praise)
