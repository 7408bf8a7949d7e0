"""The exercises of notebook 10: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers.checks import check_decayed_step, check_moved, check_powers

# Powers, on paper.


@pytest.mark.parametrize(
    "answer", [(20, 200, 36.8), (20, 200, 37), (1 / 0.05, 1 / 0.005, 100 / np.e), (20, 200, 36.77)]
)
def test_right_powers(said, answer):
    assert said(check_powers, *answer).startswith("Right.")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((10, 200, 36.8), "momentum 0.9"),
        ((20, 1000, 36.8), "0.999"),
        ((20, 200, 0.368), "per cent"),
        ((20, 200, 63.2), "what is gone"),
        ((20, 250, 36.8), "1 / (1 − memory)"),
        ((200, 20, 36.8), "swapped"),
    ],
)
def test_wrong_powers(said, answer, words):
    text = said(check_powers, *answer)
    assert text.startswith("Not yet: ") and words in " ".join(text.split())


# A step with weight decay.


def step_then_share(weights, gradient, learning_rate, decay):
    return weights * (1 - learning_rate * decay) - learning_rate * gradient


def step_in_place(weights, gradient, learning_rate, decay):
    share = learning_rate * decay * weights
    weights -= learning_rate * gradient
    weights -= share
    return weights


@pytest.mark.parametrize("answer", [step_then_share, step_in_place])
def test_right_decayed_steps(said, answer):
    assert said(check_decayed_step, answer).startswith("Right.")


def test_shrinking_after_the_step_as_the_notebook_does_is_right_and_told_apart(said):
    text = said(check_decayed_step, lambda w, g, rate, decay: (w - rate * g) * (1 - rate * decay))
    assert text.startswith("Right. You shrink after the step, as the cell of section 4 does.")


def test_a_decay_that_does_not_follow_the_rate(said):
    text = said(check_decayed_step, lambda w, g, rate, decay: w - rate * g - decay * w)
    assert "multiplied by the learning rate" in " ".join(text.split())


# Moved images.


def moved_by_padding(images, down, right):
    _, rows, columns = images.shape
    return np.pad(images, ((0, 0), (down, 0), (right, 0)))[:, :rows, :columns]


def moved_by_rolling(images, down, right):
    rolled = np.roll(images, (down, right), axis=(1, 2))
    rolled[:, :down] = 0
    rolled[:, :, :right] = 0
    return rolled


def moved_pixel_by_pixel(images, down, right):
    moved = np.zeros_like(images)
    n, rows, columns = images.shape
    for i in range(n):
        for r in range(down, rows):
            for c in range(right, columns):
                moved[i, r, c] = images[i, r - down, c - right]
    return moved


@pytest.mark.parametrize("answer", [moved_by_padding, moved_by_rolling, moved_pixel_by_pixel])
def test_right_moves(said, answer):
    assert said(check_moved, answer).startswith("Right.")


def test_what_is_cut_off_has_not_moved(said):
    text = said(
        check_moved, lambda images, down, right: images[:, : -down or None, : -right or None]
    )
    assert "it has been cut off, not moved" in " ".join(text.split())


def test_rolling_alone_is_not_enough(said):
    text = said(check_moved, lambda images, down, right: np.roll(images, (down, right), (1, 2)))
    assert "np.roll alone" in " ".join(text.split())
