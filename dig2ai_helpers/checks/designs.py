"""Exercises with many right answers: weights that the reader sets, judged by what they do."""

import os
from functools import lru_cache

import numpy as np

from ..digits import load_digits
from ..functions import relu
from ..wording import listed
from .check import asks_for, make_check
from .compare import UnreadableError, array_of
from .display import number
from .exercise import on_paper
from .judge import NOT_YET

# 02: nine numbers that compute XOR

PAIRS = np.array([[0, 0], [1, 0], [0, 1], [1, 1]])  # four images of two pixels
EXACTLY_ONE = np.array([0, 1, 1, 0])
XOR_SHAPES = {"W1": (2, 2), "b1": (2,), "W2": (2,), "b2": ()}


SIGNS_ARE_RIGHT = "the signs are right: positive for exactly one white pixel, else negative. Here "
SIGNS_ARE_RIGHT += "the scores 1 and 0 themselves are asked for: look at b2, and then at W2."


def _scores(answer):
    """The scores of the four images, (4,), from W1, b1, W2 and b2."""
    if not isinstance(answer, (list, tuple)) or len(answer) != len(XOR_SHAPES):
        raise UnreadableError("four things are asked for: W1, b1, W2 and b2.")
    W1, b1, W2, b2 = (
        _weights(part, *each) for part, each in zip(answer, XOR_SHAPES.items(), strict=True)
    )
    return relu(PAIRS @ W1 + b1) @ W2 + b2


def _weights(part, name, shape):
    """One of the four as an array of its shape; b2 may be [0], and W2 a column."""
    array = array_of(part, name)
    if array.size != np.prod(shape, dtype=int):
        lone = "be a single number" if shape == () else f"have the shape {shape}"
        raise UnreadableError(f"{name} has the shape {array.shape}, but should {lone}.")
    if array.dtype.kind == "c" or not np.isfinite(array.astype(float)).all():
        raise UnreadableError(f"{name} has numbers that are not finite.")
    if name == "W1" and np.squeeze(array).ndim != 2:
        raise UnreadableError(
            "W1 needs a row for each pixel and a column for each neuron: [[…, …], […, …]]."
        )
    return array.astype(float).reshape(shape)


def _wrong_scores(scores):
    """Say which images get what is asked, and what the first other one gets."""
    if (np.where(EXACTLY_ONE, scores, -scores) > 0).all():
        return SIGNS_ARE_RIGHT
    good = np.isclose(scores, EXACTLY_ONE, atol=0.05)
    gap, factor = scores - EXACTLY_ONE, scores[1]
    if np.allclose(gap, gap[0]):
        size = "large" if gap[0] > 0 else "small"
        return f"every score is {number(abs(gap[0]))} too {size}: look at b1 and b2."
    if np.allclose(scores, factor * EXACTLY_ONE):
        return f"(1, 0) and (0, 1) get {number(factor)}, but should get 1: look at the size of W2."
    names = [f"({left}, {right})" for left, right in PAIRS]
    place = int(np.argmin(good))
    asked = f"{names[place]} gets {number(scores[place])}, but should get {EXACTLY_ONE[place]}"
    right = [name for name, is_good in zip(names, good, strict=True) if is_good]
    if not right:
        return f"no image gets its number yet. {asked}."
    verb = "is" if len(right) == 1 else "are"
    return f"{listed(right)} {verb} right. {asked}: work through this image by hand."


ONE_EACH = [[1, -1], [-1, 1]]  # neuron 0 sees the left pixel alone, neuron 1 the right one
COUNT = [[1, 1], [1, 1]]  # both neurons count the white pixels

XOR = on_paper(
    name="xor",
    notebook="02",
    statement="W1, b1, W2 and b2 of a 2-2-1 network whose score is 1 if exactly one of two pixels "
    "is white, and else 0.",
    right={"xor": (ONE_EACH, [0, 0], [1, 1], 0)},
    mistakes={
        "the score is the number of white pixels, so (1, 1) gets 2. A second neuron that is on "
        "for (1, 1) alone can subtract these 2: which bias does it need?": (
            COUNT,
            [0, -1],
            [1, 0],
            0,
        ),
        "this is OR: (1, 1) gets 1, too. Does the neuron that is on for (1, 1) alone subtract "
        "enough?": (COUNT, [0, -1], [1, -1], 0),
        "this is AND: only (1, 1) gets 1. It can be the second neuron; the first should count the "
        "white pixels.": (COUNT, [0, -1], [0, 1], 0),
        "this is the opposite: 1 where both pixels are the same. Turn the signs in W2 round, and "
        "look at b2.": (ONE_EACH, [0, 0], [-1, -1], 1),
        "every score is 0. Compute both hidden neurons for (1, 0) by hand: each is off, or has the "
        "weight 0 in W2, or they cancel each other.": (COUNT, [0, 0], [0, 0], 0),
        "every score is 0.5. No network without ReLU can do better than that, but yours has two "
        "neurons with ReLU: each should be off for some images.": (COUNT, [0, 0], [0, 0], 0.5),
        "the score is −s, with s white pixels: both neurons count them, and the second is "
        "subtracted twice. It needs a bias that keeps it off at s = 1.": (
            COUNT,
            [0, 0],
            [1, -2],
            0,
        ),
        "these are the numbers of the 2-2-2 network in the text. XOR needs others.": (
            [[1.0, -1.0], [2.0, 1.0]],
            [0.5, 0.0],
            [0.4, 0.3],
            0.0,
        ),
        "the score is just the left pixel. The nine numbers are weights and biases, not the four "
        "answers: W1 has a row for each pixel and a column for each neuron.": (
            [[1, 0], [0, 0]],
            [0, 0],
            [1, 0],
            0,
        ),
        "the score is just the right pixel. The nine numbers are weights and biases, not the four "
        "answers: W1 has a row for each pixel and a column for each neuron.": (
            [[0, 0], [1, 0]],
            [0, 0],
            [1, 0],
            0,
        ),
        "are the two weights in W2 swapped? The neuron that counts gets 1, and the one that is on "
        "for (1, 1) alone gets -2.": (COUNT, [0, -1], [-2, 1], 0),
        "(1, 0) gets 2, and (0, 1) gets 0. Do both neurons compute the same? A neuron is a column "
        "of W1, and a pixel is a row.": (ONE_EACH, [0, 0], [2, 0], 0),
        "(0, 1) gets 2, and (1, 0) gets 0. Do both neurons compute the same? A neuron is a column "
        "of W1, and a pixel is a row.": (ONE_EACH, [0, 0], [0, 2], 0),
        "(1, 0) is right, but (0, 1) gets 0. The second neuron should do for the right pixel what "
        "the first does for the left one.": (ONE_EACH, [0, 0], [1, 0], 0),
        "(0, 1) is right, but (1, 0) gets 0. The first neuron should do for the left pixel what "
        "the second does for the right one.": (ONE_EACH, [0, 0], [0, 1], 0),
        "(1, 0) and (0, 1) get 1 and -1. One neuron should be on for (1, 0) alone, the other for "
        "(0, 1) alone, and the score adds both.": (ONE_EACH, [0, 0], [1, -1], 0),
    },
    praise="Two neurons with ReLU do what no number of layers without it can.",
    hints=(
        "For each of the four images, compute what the two hidden neurons give, by hand. The "
        "score is a weighted sum of these two numbers.",
        "Section 5 has one way: relu(s) − 2 relu(s − 1), where s is the number of white pixels. "
        "Which weights and which bias give z = s, and which give z = s − 1?",
        "Or let neuron 0 be on for (1, 0) alone: weight 1 for the left pixel, −1 for the right "
        "one. Neuron 1 does the opposite, and the score adds both.",
    ),
    tolerance=0.05,
    like=_scores,
    explain=_wrong_scores,
)


def _leaves(value):
    """All numbers in nested lists, or all `...`."""
    if isinstance(value, (list, tuple)):
        return [leaf for part in value for leaf in _leaves(part)]
    return [value]


def packed(exercise, names):
    """Make a check that takes several answers and judges them as one."""
    judge = make_check(exercise)

    def check(*answers, **options):
        answer = answers[0] if len(answers) == 1 else answers
        blank = [leaf is ... for leaf in _leaves(answers)]
        if asks_for(options.get("hint")) or set(options) - {"hint"}:
            judge(answer, **options)
        elif len(answers) not in (1, len(names)):
            print(f"Not yet: hand over {listed(names)}.")
        elif any(blank):
            print(NOT_YET if all(blank) else "Not yet: some of the numbers are still `...`.")
        else:
            judge(answer)

    check.__name__ = check.__qualname__ = judge.__name__
    check.__doc__, check.exercise = judge.__doc__, exercise
    return check


check_xor = packed(XOR, list(XOR_SHAPES))


# 02: a template for the 7

SEVEN = 7
OTHERS = [digit for digit in range(10) if digit != SEVEN]
# Ten honest sketches of a 7 won 93 to 99 % of the pairs of bundled digits, and a bar alone 83 %.
# MNIST's sevens differ more: the sketches won 81 to 91 %, and the bar alone 82 %.
GOALS = {"bundled": 0.9, "mnist": 0.85}
CHANGES = [
    ("The signs are turned round. Positive weights belong where a 7 has ink.", np.negative),
    ("It stands on its head: row 0 is at the top.", np.flipud),
    ("It is a mirror image: column 0 is at the left.", np.fliplr),
    ("Rows and columns are swapped: it is [row, column], and row 0 is at the top.", np.transpose),
]
MOVES = {"down": (1, 0), "up": (-1, 0), "to the right": (0, 1), "to the left": (0, -1)}
STEPS = (1, 2, 3, 4, 5)


@lru_cache(maxsize=2)
def _digits(chosen):
    """The digits of the notebook: which, depends on this environment variable, too."""
    digits = load_digits()
    return digits.name, digits.validation.images.astype(float), digits.validation.labels


def _wins(template):
    """How often a 7 has a larger sum than each other digit (9,), and than any of them; the goal."""
    name, images, labels = _digits(os.environ.get("DIG2AI_DATASET"))
    sums = images @ template.ravel()
    of_sevens = sums[labels == SEVEN]
    below = {digit: np.searchsorted(np.sort(sums[labels == digit]), of_sevens) for digit in OTHERS}
    each = [below[digit].mean() / np.sum(labels == digit) for digit in OTHERS]
    return each, sum(below.values()).mean() / np.sum(labels != SEVEN), GOALS[name]


NO_CHANGE, NOTHING_POSITIVE, NO_INK, NOTHING_NEGATIVE, LEANS, NO_WEIGHTS = range(-1, -7, -1)
BELOW_THE_BAR = 10  # the first row of the stroke


def _advice(template):
    """The number of the change that would help a template most, or one of those above."""
    _, images, _ = _digits(os.environ.get("DIG2AI_DATASET"))
    if not template.any():
        return NO_WEIGHTS
    if np.mean(images @ template.ravel() == 0) > 0.9:
        return NO_INK
    changed = [change(template) for _, change in CHANGES]
    changed += [
        np.roll(template, (rows * step, columns * step), axis=(0, 1))
        for rows, columns in MOVES.values()
        for step in STEPS
    ]
    shares = [_wins(each)[1] for each in changed]
    best = int(np.argmax(shares))
    if best and not (template > 0).any():
        return NOTHING_POSITIVE
    if shares[best] < _wins(template)[2]:
        return LEANS if _leans_right(template) else NO_CHANGE
    return best if best or (template < 0).any() else NOTHING_NEGATIVE


def _leans_right(template):
    """Whether the positive weights below the bar go to the right on their way down."""
    rows, columns = np.nonzero(template[BELOW_THE_BAR:] > 0)
    if len(set(rows)) < 3 or len(set(columns)) < 3:
        return False
    return bool(np.corrcoef(rows, columns)[0, 1] > 0.5)


def _favourite(template):
    """The digit whose sum is by far the largest on average, or -1."""
    _, images, labels = _digits(os.environ.get("DIG2AI_DATASET"))
    sums = images @ template.ravel()
    means = np.array([sums[labels == digit].mean() for digit in range(10)])
    *_, second, first = np.argsort(means)
    return first if means[first] > 1.5 * max(means[second], 0) > 0 else -1


def _measured(answer):
    """Ones for every good template; else what it wins, the goal, and what is wrong."""
    if callable(answer):
        raise UnreadableError("it is a function. A template is an array of weights (28, 28).")
    template = array_of(answer, "it")
    if template.squeeze().shape not in ((28, 28), (28 * 28,)):
        raise UnreadableError(
            f"it has the shape {template.shape}, but a template has 28 rows and 28 columns."
        )
    if template.dtype.kind == "c" or not np.isfinite(template.astype(float)).all():
        raise UnreadableError("it has weights that are not finite numbers.")
    return _findings(template.astype(float).tobytes(), os.environ.get("DIG2AI_DATASET"))


@lru_cache(maxsize=32)  # a check asks for the same ones again and again
def _findings(weights, _):
    template = np.frombuffer(weights).reshape(28, 28)
    each, share, goal = _wins(template)
    if share >= goal:
        return np.ones(13)
    return np.array([*each, share, goal, _favourite(template), _advice(template)])


def _not_good_enough(measured):
    """Say what share a template wins, and what would help."""
    *each, share, goal, favourite, advice = measured
    if advice == NO_INK:
        return "nearly all sums are 0: your weights lie where digits have no ink."
    told = (
        f"the 7 wins {share * 100:.1f} % of the pairs; it should win at least {goal * 100:.0f} %. "
    )
    if advice == NOTHING_POSITIVE:
        return (
            f"{told}No weight is positive: a 7 has ink in its bar and its stroke, so weights "
            "should be positive there."
        )
    if advice == NOTHING_NEGATIVE:
        return (
            f"{told}No weight is negative: where other digits have ink and a 7 has none, weights "
            "should be negative."
        )
    if 0 <= advice < len(CHANGES):
        return told + CHANGES[int(advice)][0]
    if advice >= 0:
        move, step = divmod(int(advice) - len(CHANGES), len(STEPS))
        return f"{told}The shape is good. Move it {list(MOVES)[move]} by {STEPS[step]}."
    if advice == LEANS:
        return (
            f"{told}Below the bar, your positive weights go down to the right. The stroke of a 7 "
            "goes down to the left."
        )
    if favourite not in (-1, SEVEN):
        return (
            f"{told}By far the largest sum goes to the {favourite:.0f}, as in a template for it. "
            "A 7 has a bar at the top, and below it a stroke down to the left."
        )
    rival = OTHERS[int(np.argmin(each))]
    one = f"{'an' if rival == 8 else 'a'} {rival}"
    return (
        f"{told}It loses most often to the {rival}: put negative weights where {one} has ink and "
        "a 7 has none."
    )


def _a_seven():
    """A bar, a leaning stroke, and negative weights to its left and below it to the right."""
    template = np.zeros((28, 28))
    template[12:24, 3:11] = -1
    template[20:26, 14:24] = -1
    template[7:11, 7:21] = 1
    for row in range(11, 20):
        column = 18 - (row - 11) // 2
        template[row, column - 1 : column + 2] = 1
    return template


TEMPLATE = on_paper(
    name="template",
    notebook="02",
    statement="a template (28, 28) whose sum is larger for a 7 than for any other digit, in at "
    "least 90 % of the pairs (with MNIST, 85 %).",
    right={"template": _a_seven()},
    mistakes={
        "all weights are 0, so all sums are 0, too.": np.zeros((28, 28)),
        "all weights are equal, so the sum only says how much ink there is.": np.ones((28, 28)),
        "all weights are equal and negative, so the sum only says how little ink there is.": (
            -np.ones((28, 28))
        ),
    },
    praise="One neuron, set by hand, tells most sevens from other digits.",
    hints=(
        "Draw a bar and a leaning stroke of positive weights where most sevens have ink. "
        "template[7:11, 7:21] = 1 fills rows 7 to 10 and columns 7 to 20.",
        "Ink in the wrong place must cost something: put negative weights where a 7 has none, but "
        "other digits do. Left of the stroke is such a place.",
        "For the stroke, go through its rows in a loop: in each row a few columns get a 1, and "
        "every second row they are one column further left.",
    ),
    like=_measured,
    explain=_not_good_enough,
)
