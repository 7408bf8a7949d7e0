"""Exercise checks: each says whether an answer is right, or what to look at.

A check knows the right answer and some typical wrong ones, each as a function; it runs the
reader's beside them and recognises a mistake by what it computes.
"""

from . import forward, slopes
from .check import make_check
from .experiments import check_best_cell, check_fewest, check_overfits_since, check_too_large
from .images import check_commonest_accuracy, check_means, check_nearest_mean, check_one_hot
from .inside import check_confusion, check_pixel_slopes, check_pixels_by_hand, check_plane
from .losses import (
    check_cross_entropy,
    check_sigmoid_cross_entropy,
    check_softmax,
    check_temperature,
)
from .networks import check_committee, check_most_neurons, check_report, check_small_network
from .training import check_batches, check_momentum_step, check_rates, check_step

check_selu = make_check(forward.SELU)
check_layer = make_check(forward.LAYER)
check_scores = make_check(forward.SCORES)
check_count_parameters = make_check(forward.COUNT_PARAMETERS)
check_by_hand = make_check(slopes.BY_HAND)
check_delta = make_check(slopes.DELTA)
check_layer_backward = make_check(slopes.LAYER_BACKWARD)
check_tanh_backward = make_check(slopes.TANH_BACKWARD)

__all__ = [
    "check_batches",
    "check_best_cell",
    "check_by_hand",
    "check_committee",
    "check_commonest_accuracy",
    "check_confusion",
    "check_count_parameters",
    "check_cross_entropy",
    "check_delta",
    "check_fewest",
    "check_layer",
    "check_layer_backward",
    "check_means",
    "check_momentum_step",
    "check_most_neurons",
    "check_nearest_mean",
    "check_one_hot",
    "check_overfits_since",
    "check_pixel_slopes",
    "check_pixels_by_hand",
    "check_plane",
    "check_rates",
    "check_report",
    "check_scores",
    "check_selu",
    "check_sigmoid_cross_entropy",
    "check_small_network",
    "check_softmax",
    "check_step",
    "check_tanh_backward",
    "check_temperature",
    "check_too_large",
]
