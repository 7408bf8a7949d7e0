"""What notebook 00 says of drawings that its cells don't show."""

import numpy as np

from dig2ai_helpers import load_network
from dig2ai_helpers.digits.handwriting import strokes_as_mnist
from dig2ai_helpers.digits.pen_paths import STYLES, drawn


def answers(digit, style):
    rng = np.random.default_rng(0)
    images = [strokes_as_mnist(drawn(STYLES[digit][style], rng)) for _ in range(200)]
    return load_network().predict(np.array(images).reshape(200, 784))


def test_a_crossed_7_is_a_7():
    assert np.mean(answers(7, "crossed") == 7) > 0.95


def test_a_1_with_a_long_flag_is_sometimes_a_7():
    assert 0.05 < np.mean(answers(1, "long flag") == 7) < 0.3


def test_upside_down_most_6s_are_9s_and_the_rest_is_as_it_says(real_mnist):
    images, labels = real_mnist.test.images[:, ::-1], real_mnist.test.labels
    turned = load_network().predict(images)
    for digit, seen in {6: 9, 9: 6, 0: 0, 1: 1, 8: 8, 3: 8}.items():
        assert np.mean(turned[labels == digit] == seen) > 0.7
