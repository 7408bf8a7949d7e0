"""Exercises of notebook 01: images as numbers."""

import numpy as np

from . import worked
from .exercise import Exercise

EYE = np.eye(10)


def _is_first(labels):
    """Whether each label occurs for the first time."""
    return np.array([label not in labels[:i] for i, label in enumerate(labels)], dtype=float)


ONE_HOT = Exercise(
    name="one_hot",
    notebook="01",
    statement="one-hot rows (n, 10) from labels (n,).",
    right=lambda labels: EYE[labels],
    mistakes={
        "the result has one column for each image. It should have one row for each image.": (
            lambda labels: EYE[labels].T
        ),
        "each 1 is one column too far left. Columns start at 0, and so do labels.": (
            lambda labels: EYE[labels - 1],
            lambda labels: (labels[:, None] == np.arange(1, 11)).astype(float),
        ),
        "each 1 is one column too far right. Columns start at 0, and so do labels.": (
            lambda labels: EYE[(labels + 1) % 10]
        ),
        "the column is right, but the number there is the label itself. One-hot means a 1.": (
            lambda labels: EYE[labels] * labels[:, None]
        ),
        "every row has a 1 for every label of the batch. Each image should have a single 1 in "
        "its row: y[i, label], not y[:, label]; and each needs a row of its own.": lambda labels: (
            np.tile(EYE[labels].max(axis=0), (len(labels), 1))
        ),
        "all labels share a single row. Each image needs a row of its own.": (
            lambda labels: EYE[labels].max(axis=0)
        ),
        "the number of columns comes from the largest label. There are always ten classes, even "
        "if some of them don't occur.": lambda labels: np.eye(labels.max() + 1)[labels],
        "the zeros and the ones are swapped.": lambda labels: 1 - EYE[labels],
        "only the first image has a 1. Is the `return` inside the loop?": lambda labels: np.vstack(
            [EYE[labels[:1]], np.zeros((len(labels) - 1, 10))]
        ),
        "all elements are 0. (`=` sets an element; `==` only compares.)": lambda labels: np.zeros(
            (len(labels), 10)
        ),
        "in each row all elements up to the label are 1. One-hot means a single 1.": (
            lambda labels: (labels[:, None] >= np.arange(10)).astype(float)
        ),
        "labels (n,) meets all ten classes at once, so there is no row for each image. Make it a "
        "column (n, 1) first: labels[:, None].": (
            lambda labels: np.asarray(labels == np.arange(10), dtype=float)
        ),
        "the first image is left out: range(n) begins with 0.": (
            lambda labels: EYE[labels] * (np.arange(len(labels)) > 0)[:, None]
        ),
        "there are nine columns. The classes are 0 to 9, and that is arange(10).": (
            lambda labels: EYE[labels][:, :9]
        ),
        "all rows stand in one long row. Each image needs a row of its own.": (
            lambda labels: EYE[labels].ravel()
        ),
        "these are the labels themselves. Turn each into a row of ten numbers.": (
            lambda labels: labels
        ),
        "the labels are sorted. Row i belongs to image i, so keep their order.": (
            lambda labels: EYE[np.sort(labels)]
        ),
        "the rows are in the opposite order. Row i belongs to image i.": (
            lambda labels: EYE[labels[::-1]]
        ),
        "where a label occurs again, its row is empty: `index` only finds the first one. Count the "
        "images, with enumerate.": lambda labels: EYE[labels] * _is_first(labels)[:, None],
        "this is a single False: two lists are compared as a whole. Compare arrays instead, a "
        "column (n, 1) with a row (10,).": lambda labels: False,
    },
    praise="One row for each image, one column for each class.",
    hints=(
        "The result has n rows and 10 columns. In row i there is a single 1, in column labels[i].",
        "labels[:, None] is a column (n, 1), and np.arange(10) is a row (10,). Compare them with "
        "==, and NumPy broadcasts both to (n, 10).",
        "The comparison gives True and False. .astype(float) turns them into 1 and 0.",
    ),
    cases=[
        (np.array([3]),),
        (np.array([3, 0, 7, 1]),),
        (np.array([2, 2, 8]),),
        (np.array([9, 4, 0, 9, 5, 6, 1]),),
    ],
    fresh=lambda rng: (rng.integers(0, 10, size=rng.integers(2, 9)),),
)


# 2: mean images


def _of_each(summary):
    """Compute something from the images of each digit."""
    return lambda images, labels: np.array([summary(images[labels == k]) for k in range(10)])


def _sums(images, labels):
    return EYE[labels].T @ images


def _only(images, labels, digits):
    """The mean images of these digits; the other rows are 0."""
    result = np.zeros((10, images.shape[1]))
    for k in digits:
        result[k] = images[labels == k].mean(axis=0)
    return result


def _halving(group):
    """What (mean + x) / 2 makes of the images of a digit, one after the other."""
    mean = np.zeros(group.shape[1])
    for image in group:
        mean = (mean + image) / 2
    return mean


def _images_with_all_labels(rng, extra, pixels):
    """Images of random brightness; every digit occurs, and some occur several times."""
    labels = rng.permutation(np.concatenate([np.arange(10), extra]))
    return rng.random((len(labels), pixels)).round(2), labels


_RNG = np.random.default_rng(1)

MEANS = Exercise(
    name="means",
    notebook="01",
    statement="ten mean images (10, pixels) from images (n, pixels) and labels (n,).",
    right=lambda images, labels: _of_each(lambda group: group.mean(axis=0))(images, labels),
    mistakes={
        "the mean is taken over the pixels of each image. Which axis counts the images?": (
            _of_each(lambda group: group.mean(axis=1))
        ),
        "this is one number for each digit, the mean of all its pixels. A mean image still has "
        "all its pixels: use axis=0.": _of_each(np.mean),
        "all ten rows are the mean of all images. For each row, select the images with this "
        "label.": lambda images, labels: np.tile(images.mean(axis=0), (10, 1)),
        "this is the sum of the images of each digit. Divide by how many there are.": _sums,
        "each sum is divided by the number of all images. Divide by the number of images of this "
        "digit.": lambda images, labels: _sums(images, labels) / len(images),
        "each sum is divided by the number of pixels. Divide by the number of images of this "
        "digit.": lambda images, labels: _sums(images, labels) / images.shape[1],
        "each sum is divided by a tenth of the number of images. But the digits are not equally "
        "frequent: count each.": lambda images, labels: _sums(images, labels) / (len(images) / 10),
        "this is the first image of each digit, not the mean of all of them.": (
            _of_each(lambda group: group[0])
        ),
        "this is the last image of each digit. In a loop, is it `+=`?": (
            _of_each(lambda group: group[-1])
        ),
        "this is the median of each pixel, not the mean.": (
            _of_each(lambda group: np.median(group, axis=0))
        ),
        "this is the maximum of each pixel, not the mean.": _of_each(lambda g: g.max(axis=0)),
        "the result is transposed: it should have one row for each digit.": (
            lambda images, labels: _of_each(lambda g: g.mean(axis=0))(images, labels).T
        ),
        "the digit 9 is missing. range(10) ends with 9.": (
            lambda images, labels: _of_each(lambda g: g.mean(axis=0))(images, labels)[:9]
        ),
        "the counts don't belong to their rows: [:, None] makes them a column (10, 1).": (
            lambda images, labels: _sums(images, labels) / EYE[labels].sum(axis=0)
        ),
        "the means are cut to whole numbers. Does the array hold integers (dtype=int), or is it "
        "`//`?": lambda images, labels: _of_each(lambda g: g.mean(axis=0))(images, labels) // 1,
        "this is the mean of all images. There should be ten: for each digit, select the images "
        "with this label.": lambda images, labels: images.mean(axis=0),
        "each sum is divided by 10. Divide by the number of images of this digit.": (
            lambda images, labels: _sums(images, labels) / 10
        ),
        "each sum is divided by one image too few.": (
            lambda images, labels: _sums(images, labels) / (_count(labels) - 1)[:, None]
        ),
        "the digit 0 is missing: its row is empty. range(10) begins with 0.": (
            lambda images, labels: _only(images, labels, range(1, 10))
        ),
        "only the first row is filled. Is the `return` inside the loop?": (
            lambda images, labels: _only(images, labels, [0])
        ),
        "images[k] is one image, the one at index k. images[labels == k] are all images of the "
        "digit k.": (
            lambda images, labels: np.array([images[k].mean(axis=0) for k in range(10)]),
            lambda images, labels: images[:10],
            lambda images, labels: images[labels[:10]],
            lambda images, labels: np.tile(images[labels].mean(axis=0), (10, 1)),
        ),
        "half of each sum is the last image: (mean + x) / 2 is no mean. Add up all images, and "
        "divide once, at the end.": lambda images, labels: np.array(
            [_halving(images[labels == k]) for k in range(10)]
        ),
        "each sum is divided by one image too many. Does the count begin with 1?": _of_each(
            lambda group: group.sum(axis=0) / (len(group) + 1)
        ),
        "each mean has an axis too many: leave keepdims away.": (
            _of_each(lambda group: group.mean(axis=0, keepdims=True))
        ),
        "the rows are in the opposite order: row k is the mean of the digit k.": (
            lambda images, labels: _of_each(lambda g: g.mean(axis=0))(images, labels)[::-1]
        ),
        "no image was selected. `labels == k` compares every label with k; `is` doesn't.": (
            lambda images, labels: np.array([images[False].mean(axis=0)] * 10)
        ),
    },
    worked=worked.means,
    praise="Each row is the mean of the images of its digit.",
    hints=(
        "For one digit k: select its images with images[labels == k], and take the mean over the "
        "images. Which axis is that?",
        "images[labels == k].mean(axis=0) has the shape (pixels,). You need ten of these, one "
        "for each k.",
        "Collect them: np.array([images[labels == k].mean(axis=0) for k in range(10)]).",
    ),
    # In the third case every digit occurs three times: a mean along the wrong axis gives
    # numbers there, instead of an error. In the last one there are as many pixels as digits.
    cases=[
        _images_with_all_labels(_RNG, [3, 3], 2),
        _images_with_all_labels(_RNG, [0, 0, 0, 0, 5, 5, 7], 6),
        _images_with_all_labels(_RNG, np.tile(np.arange(10), 2), 7),
        _images_with_all_labels(_RNG, [8, 8, 2, 1, 1], 10),
    ],
    fresh=lambda rng: _images_with_all_labels(
        rng, rng.integers(0, 10, size=rng.integers(4, 9)), rng.integers(2, 9)
    ),
)


# 3: the nearest mean


def _gaps(images, means):
    return images[:, None, :] - means[None, :, :]


def _distances(images, means):
    return (_gaps(images, means) ** 2).sum(axis=2)


def _expanded(of_image, product, of_mean):
    """(x − m)² multiplied out, with other factors."""

    def nearest(images, means):
        of_images, of_means = (images**2).sum(axis=1)[:, None], (means**2).sum(axis=1)
        table = of_image * of_images + product * images @ means.T + of_mean * of_means
        return table.argmin(axis=1)

    return nearest


def _never_reset(images, means):
    """The nearest mean, if the smallest distance of one image also counts for the next ones."""
    best, place, result = np.inf, 0, []
    for row in _distances(images, means):
        if row.min() < best:
            best, place = row.min(), row.argmin()
        result.append(place)
    return np.array(result)


def _images_and_means(rng, n, pixels):
    """Bright and dark means; and images that are bright, dark, or negative.

    With negative pixels, a wrong sign of the product doesn't give the same mean for all images.
    """
    means = rng.normal(0, 1, (10, pixels)) * rng.uniform(0.4, 1.6, (10, 1))
    return rng.normal(0, 1, (n, pixels)), means


_RNG = np.random.default_rng(2)

NEAREST_MEAN = Exercise(
    name="nearest_mean",
    solved=False,
    notebook="01",
    statement="the index of the nearest mean (10, pixels) for each image (n, pixels).",
    right=lambda images, means: _distances(images, means).argmin(axis=1),
    mistakes={
        "this is the mean that is farthest away. Of distances take the smallest, argmin; of "
        "scores, like x · m − m²/2, the largest, argmax.": (
            lambda images, means: _distances(images, means).argmax(axis=1)
        ),
        "this is the nearest image for each mean. You need the nearest mean for each image: look "
        "at the axis of argmin.": lambda images, means: _distances(images, means).argmin(axis=0),
        "this is a single number: argmin without an axis looks at the whole table.": (
            lambda images, means: _distances(images, means).argmin()
        ),
        "these are the distances. Which index has the smallest one in each row?": (
            _distances,
            lambda images, means: np.sqrt(_distances(images, means)),
        ),
        "these are the smallest distances. The answer is their index: argmin instead of min.": (
            lambda images, means: _distances(images, means).min(axis=1),
            lambda images, means: np.sqrt(_distances(images, means)).min(axis=1),
        ),
        "the differences are added up with their signs, so too bright and too dark cancel. "
        "Square them before the sum.": (
            lambda images, means: _gaps(images, means).sum(axis=2).argmin(axis=1),
            lambda images, means: (_gaps(images, means).sum(axis=2) ** 2).argmin(axis=1),
            lambda images, means: np.abs(_gaps(images, means).sum(axis=2)).argmin(axis=1),
        ),
        "the differences are made positive, but not squared. That is another distance.": (
            lambda images, means: np.abs(_gaps(images, means)).sum(axis=2).argmin(axis=1)
        ),
        "only the largest difference counts. Add up the squares of all of them.": (
            lambda images, means: np.abs(_gaps(images, means)).max(axis=2).argmin(axis=1)
        ),
        "only the products decide, so the brightest mean wins too often. Which other sum in "
        "(x − m)² differs from mean to mean?": _expanded(1, -2, 0),
        "one sign is wrong: in (x − m)² the product of x and m is subtracted.": _expanded(1, 2, 1),
        "a factor is missing: how many times does the product occur in (x − m)²?": (
            _expanded(1, -1, 1)
        ),
        "it is always 0, the same for every image. Is the smallest distance searched in each "
        "row?": (lambda images, means: np.zeros(len(images), dtype=int)),
        "m² has the wrong sign: in (x − m)² it is added.": _expanded(1, -2, -1),
        "only the brightness of the means decides: the product of x and m is missing.": (
            _expanded(1, 0, 1)
        ),
        "the sum runs over the means, so the pixels are left. Sum over the pixels, axis=2.": (
            lambda images, means: (_gaps(images, means) ** 2).sum(axis=1).argmin(axis=1)
        ),
        "only the first image is looked at. Is the `return` inside the loop?": (
            lambda images, means: _distances(images, means)[0].argmin()
        ),
        "each index is one too large. Columns start at 0, and so do the digits.": (
            lambda images, means: _distances(images, means).argmin(axis=1) + 1
        ),
        "the last mean is never chosen. There are ten: range(10).": (
            lambda images, means: _distances(images, means)[:, :9].argmin(axis=1)
        ),
        "these are the nearest means themselves. Their index is the class.": (
            lambda images, means: means[_distances(images, means).argmin(axis=1)]
        ),
        "these are one-hot rows. A single index for each image is the answer.": (
            lambda images, means: EYE[_distances(images, means).argmin(axis=1)]
        ),
        "the smallest distance of one image is kept for the next ones. Begin anew for each "
        "image.": _never_reset,
    },
    praise="Every image gets the class of its nearest mean.",
    hints=(
        "First make a table (n, 10) of the squared distances: one row for each image, one column "
        "for each mean. Then find the index of the smallest in each row.",
        "images[:, None, :] - means[None, :, :] has the shape (n, 10, pixels). Square it, and "
        "sum over the pixels, axis=2.",
        "distances.argmin(axis=1) gives for each row the index of its smallest distance.",
    ),
    cases=[
        *(_images_and_means(_RNG, n, pixels) for n, pixels in ((1, 2), (7, 3), (60, 5), (10, 4))),
        (_RNG.random((40, 6)), _RNG.random((10, 6)) * _RNG.uniform(0.5, 1.2, size=(10, 1))),
    ],
    flat=True,
    fresh=lambda rng: _images_and_means(rng, rng.integers(12, 40), rng.integers(2, 9)),
)


# 4: the baseline


def _count(labels):
    return np.bincount(labels, minlength=10)


def _share(choose):
    """The share of the labels that are equal to a chosen digit."""
    return lambda train_labels, labels: np.mean(labels == choose(train_labels))


def _fresh_labels(rng):
    """Labels of which one is clearly the commonest; another one is among the labels to predict."""
    digit, other = rng.permutation(10)[:2]
    train_labels = np.concatenate([rng.integers(0, 10, 15), np.full(12, digit)])
    labels = np.concatenate([rng.integers(0, 10, rng.integers(5, 12)), [digit] * 3, [other] * 7])
    return rng.permutation(train_labels), rng.permutation(labels)


COMMONEST_ACCURACY = Exercise(
    name="commonest_accuracy",
    notebook="01",
    statement="how often the commonest of the training labels is right for other labels.",
    right=lambda train_labels, labels: np.mean(labels == _count(train_labels).argmax()),
    mistakes={
        "you give 0. Is the share rounded, or is it divided with `//`?": (
            lambda train_labels, labels: 0.0
        ),
        "this is the share among the training labels. Choose the digit there, but measure the "
        "accuracy on the other labels.": (
            lambda train_labels, labels: np.mean(train_labels == _count(train_labels).argmax())
        ),
        "the digit is chosen from the labels that it is measured on. Choose it from the training "
        "labels.": lambda train_labels, labels: np.mean(labels == _count(labels).argmax()),
        "this is how many are right. An accuracy is a share: divide by the number of labels.": (
            lambda train_labels, labels: np.sum(labels == _count(train_labels).argmax())
        ),
        "the number of right ones is divided by the number of training labels. Divide by the "
        "number of labels.": lambda train_labels, labels: (
            np.sum(labels == _count(train_labels).argmax()) / len(train_labels)
        ),
        "this is the commonest digit itself. How often is it right?": (
            lambda train_labels, labels: _count(train_labels).argmax()
        ),
        "the count is used as the digit: bincount(...).max() is how often the commonest digit "
        "occurs. You need its index.": _share(lambda labels: _count(labels).max()),
        "this is the share of the rarest digit: look at argmin.": (
            _share(lambda labels: _count(labels).argmin())
        ),
        "this is the share of the other labels, those that the commonest digit gets wrong.": (
            lambda train_labels, labels: np.mean(labels != _count(train_labels).argmax())
        ),
        "this is a percentage. An accuracy is a share between 0 and 1.": (
            lambda train_labels, labels: 100 * np.mean(labels == _count(train_labels).argmax())
        ),
        "the digit is the mean of the training labels. It should be the commonest one.": (
            _share(lambda labels: int(labels.mean())),
            _share(lambda labels: round(labels.mean())),
            _share(np.mean),
        ),
        "the digit is the median of the training labels. It should be the commonest one.": (
            _share(np.median)
        ),
        "this is where the largest label stands, not a digit. Count the labels first: np.bincount, "
        "and then argmax.": _share(np.argmax),
        "the digit is the first of the training labels. It should be the commonest one.": (
            _share(lambda labels: labels[0])
        ),
        "the digit is the last of the training labels. It should be the commonest one.": (
            _share(lambda labels: labels[-1])
        ),
        "the digit is the largest of the training labels. It should be the commonest one.": (
            _share(np.max)
        ),
        "the digit is always 0.": _share(lambda labels: 0),
        "these are True and False, one for each label. Their mean is the share.": (
            lambda train_labels, labels: labels == _count(train_labels).argmax()
        ),
        "the two arguments are swapped: train_labels come first.": (
            lambda train_labels, labels: np.mean(train_labels == _count(labels).argmax())
        ),
        "the number of right ones is divided by 10. Divide by the number of labels.": (
            lambda train_labels, labels: np.sum(labels == _count(train_labels).argmax()) / 10
        ),
        "the number of right ones is divided by one label too many.": (
            lambda train_labels, labels: (
                np.sum(labels == _count(train_labels).argmax()) / (len(labels) + 1)
            )
        ),
        "the commonest digit is counted among the training labels, but divided by the number of "
        "labels. Count it among the labels.": lambda train_labels, labels: (
            _count(train_labels).max() / len(labels)
        ),
        "only one right label is counted. In the loop, is it `+=`?": (
            lambda train_labels, labels: (
                np.any(labels == _count(train_labels).argmax()) / len(labels)
            )
        ),
        "only the first label is looked at. Is the `return` inside the loop?": (
            lambda train_labels, labels: (labels[0] == _count(train_labels).argmax()) / len(labels)
        ),
        "the zeros are not counted. There are ten digits, beginning with 0.": (
            _share(lambda labels: 1 + _count(labels)[1:].argmax())
        ),
        "the digit is one too small: without the count of the 0, the indices are shifted.": (
            _share(lambda labels: _count(labels)[1:].argmax())
        ),
        "the index of the largest count is used as the digit. With np.unique, the digit is "
        "values[counts.argmax()].": (
            _share(lambda labels: np.unique(labels, return_counts=True)[1].argmax())
        ),
        "the digit is the second commonest one: the last of argsort is [-1].": (
            _share(lambda labels: np.argsort(np.bincount(labels))[-2])
        ),
        "the nines are not counted. There are ten digits: range(10).": (
            _share(lambda labels: _count(labels)[:9].argmax())
        ),
    },
    worked=worked.commonest_accuracy,
    praise="A network that has learned something must do better than this.",
    hints=(
        "There are two steps: find the commonest digit among train_labels, then count how often "
        "it occurs among labels.",
        "np.bincount(train_labels) counts each digit. argmax gives the index of the largest "
        "count, and this index is the digit.",
        "labels == digit is an array of True and False, and its mean is the share of True.",
    ),
    # The commonest label, the first, the last, the mean, the median, the rarest and the largest
    # all have another share among the labels to predict.
    cases=[
        (np.array([2, 7, 7, 7, 0, 1]), np.array([7, 1, 2, 2, 4, 7, 7, 0, 4, 2, 2, 2])),
        (
            np.array([5, 3, 0, 3, 2, 9, 7, 5, 2, 2, 2, 5, 2, 2, 8]),
            np.repeat([0, 1, 2, 3, 4, 6, 7, 8, 9], [3, 5, 4, 9, 6, 2, 8, 7, 1]),
        ),
        (
            np.array([8, 9, 1, 3, 9, 0, 1, 5, 1, 8, 1, 4, 1, 4, 1, 5]),
            np.repeat(np.arange(10), [1, 3, 8, 10, 5, 4, 7, 2, 6, 9]),
        ),
        (np.array([6, 0, 3, 0, 9, 0, 3]), np.repeat([3, 9, 6, 0, 5], [4, 2, 3, 1, 6])),
        # without its first or its last label, 4 would be as common
        (np.array([9, 4, 9, 4, 1, 9]), np.repeat([9, 4, 1, 0], [3, 5, 2, 1])),
    ],
    fresh=_fresh_labels,
)
