"""Handwriting that a program makes up: to try a lesson before there is a class, and for tests.

Each made-up person has a hand of their own: one style for each digit, written with a slant, a
width and bends that are theirs, a little differently each time.
"""

import numpy as np

from ..inputs import check_whole
from .drawings import Drawings
from .handwriting import strokes_as_mnist
from .pen_paths import STYLES, drawn, line

# A seven that somebody might write and that few others do: a long flag, and hardly a roof.
ODD_SEVEN = [line((0.0, 0.36), (0.34, 0.0), (0.26, 1.0)), line((0.08, 0.62), (0.5, 0.5))]
BENDS = 0.07  # how far a hand's own bends reach, in heights of a digit


class Hand:
    """A made-up person's way to write."""

    def __init__(self, seed):
        rng = np.random.default_rng(seed)
        self._manner = {
            "slant": rng.normal(0, 0.22), "turn": rng.normal(0, 5), "width": rng.uniform(0.7, 1.3),
            "shake": max(0, rng.normal(0, 0.008)),
        }  # fmt: skip
        self._paths = {}
        for label, styles in STYLES.items():
            path = styles[str(rng.choice(sorted(styles)))]
            bends = BENDS * rng.standard_normal((3, 2))
            self._paths[label] = [_bent(stroke, bends) for stroke in path]

    def write(self, label, rng, path=None):
        """Return an image (784,) of a digit in this hand."""
        return strokes_as_mnist(drawn(path or self._paths[label], rng, **self._manner))


def made_up_class(people: int = 30, each: int = 3, seed: int = 0) -> Drawings:
    """Make up a class in which everybody has written every digit a few times.

    Examples
    --------
    >>> made_up_class(people=3, each=2)
    <60 drawings by 3 people>
    """
    people, each = check_whole(people, "people"), check_whole(each, "each")
    seed = check_whole(seed, "seed", least=0)
    images, labels = [], [label for _ in range(people) for label in range(10) for _ in range(each)]
    for person in range(people):
        hand, rng = Hand((seed, person)), np.random.default_rng((seed, person, 1))
        images += [hand.write(label, rng) for label in range(10) for _ in range(each)]
    names = [f"made-up {person + 1}" for person in range(people) for _ in range(10 * each)]
    return Drawings(np.array(images), labels, names)


def somebodys_drawings() -> list[tuple[np.ndarray, int]]:
    """Return drawings (image (784,), label) of one made-up person whose sevens are unusual."""
    hand, rng = Hand(0), np.random.default_rng((0, 1))
    sevens = [(hand.write(7, rng, ODD_SEVEN), 7) for _ in range(12)]
    others = [(hand.write(label, rng), label) for label in (1, 2, 4, 9) for _ in range(4)]
    return [*sevens, *others]


def _bent(stroke, bends):
    """Bend a stroke (n, 2) by slow waves along its height and its width."""
    x, y = (stroke - (0.3, 0.5)).T
    waves = np.stack([np.sin(3 * y), np.cos(4 * y), np.sin(5 * x)], axis=1)  # (n, 3)
    return stroke + waves @ bends
