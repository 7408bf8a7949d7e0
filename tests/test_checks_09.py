"""The exercises of notebook 09: what each check says to right answers and to mistakes."""

import numpy as np
import pytest

from dig2ai_helpers.checks import check_scale_backward, check_state, check_two_paths

# Two paths, on paper.


@pytest.mark.parametrize("answer", [(21, 16), (21.0, np.int64(16)), (6 + 5 * 3, 6 + 5 * 2)])
def test_right_slopes_of_two_paths(said, answer):
    assert said(check_two_paths, *answer).startswith("Right.")


def test_the_two_paths_agree_with_central_differences():
    def L(a, b):
        return (a + b) * (a * b)

    slopes = (L(2 + 1e-5, 3) - L(2 - 1e-5, 3)) / 2e-5, (L(2, 3 + 1e-5) - L(2, 3 - 1e-5)) / 2e-5
    assert np.allclose(slopes, check_two_paths.exercise.right())


@pytest.mark.parametrize(("answer", "words"), [((6, 6), "through u"), ((15, 10), "through v")])
def test_a_path_that_was_forgotten_is_named(said, answer, words):
    assert words in said(check_two_paths, *answer)


# A new operation.


def scale_by_loops(a, s, delta):
    da, ds = np.zeros_like(a), np.zeros_like(s)
    for i, k in np.ndindex(a.shape):
        da[i, k] = delta[i, k] * s[k]
        ds[k] += delta[i, k] * a[i, k]
    return da, ds


@pytest.mark.parametrize(
    "answer",
    [
        scale_by_loops,
        lambda a, s, delta: (s * delta, np.sum(a * delta, axis=0)),
        lambda a, s, delta: (delta @ np.diag(s), np.diag(a.T @ delta)),
    ],
)
def test_right_rules_for_a_scale(said, answer):
    assert said(check_scale_backward, answer).startswith("Right.")


def test_the_rules_for_a_scale_agree_with_central_differences():
    a, s, delta = check_scale_backward.exercise.cases[0]
    found = check_scale_backward.exercise.right(a, s, delta)
    for array, slopes in zip((a, s), found, strict=True):
        for place in np.ndindex(array.shape):
            losses = []
            for nudge in (1e-5, -1e-5):
                moved = array.copy()
                moved[place] += nudge
                losses.append(((moved * s if array is a else a * moved) * delta).sum())
            assert np.isclose((losses[0] - losses[1]) / 2e-5, slopes[place])


# Pack for PyTorch.


def state_by_loops(weights, biases):
    state = []
    for W, b in zip(weights, biases, strict=True):
        state += [[[W[j, k] for j in range(len(W))] for k in range(W.shape[1])], list(b)]
    return state


@pytest.mark.parametrize(
    "answer",
    [
        state_by_loops,
        lambda weights, biases: [
            x for W, b in zip(weights, biases, strict=True) for x in (np.transpose(W), b)
        ],
    ],
)
def test_right_states(said, answer):
    assert said(check_state, answer).startswith("Right.")


def test_the_right_state_is_what_pytorch_loads():
    torch = pytest.importorskip("torch")
    weights, biases = check_state.exercise.cases[1]
    layers = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.Linear(3, 2)).double()
    arrays = check_state.exercise.right(weights, biases)
    names = layers.state_dict()
    layers.load_state_dict(
        {name: torch.tensor(array) for name, array in zip(names, arrays, strict=True)}
    )
    x = np.random.default_rng(0).normal(size=(5, 4))
    ours = (x @ weights[0] + biases[0]) @ weights[1] + biases[1]
    assert np.allclose(layers(torch.tensor(x)).detach().numpy(), ours)


def test_a_state_in_pairs_is_told_as_what_it_is(said):
    def state(weights, biases):
        return [(W.T, b) for W, b in zip(weights, biases, strict=True)]

    text = said(check_state, state)
    assert "an entry of the list is a tuple of 2 arrays with different shapes" in text
