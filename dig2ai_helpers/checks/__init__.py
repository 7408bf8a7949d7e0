"""Exercise checks: each says whether an answer is right, or what to look at.

An exercise is one record, an `Exercise`: see exercise.py.
"""

from . import (
    designs,
    experiments,
    forward,
    frameworks,
    images,
    inside,
    limits,
    losses,
    networks,
    predictions,
    slopes,
    training,
)
from .check import make_check
from .designs import check_xor

check_one_hot = make_check(images.ONE_HOT)
check_means = make_check(images.MEANS)
check_nearest_mean = make_check(images.NEAREST_MEAN)
check_commonest_accuracy = make_check(images.COMMONEST_ACCURACY)
check_selu = make_check(forward.SELU)
check_layer = make_check(forward.LAYER)
check_scores = make_check(forward.SCORES)
check_count_parameters = make_check(forward.COUNT_PARAMETERS)
check_softmax = make_check(losses.SOFTMAX)
check_temperature = make_check(losses.TEMPERATURE)
check_cross_entropy = make_check(losses.CROSS_ENTROPY)
check_sigmoid_cross_entropy = make_check(losses.SIGMOID_CROSS_ENTROPY)
check_by_hand = make_check(slopes.BY_HAND)
check_delta = make_check(slopes.DELTA)
check_layer_backward = make_check(slopes.LAYER_BACKWARD)
check_tanh_backward = make_check(slopes.TANH_BACKWARD)
check_rates = make_check(training.RATES)
check_step = make_check(training.STEP)
check_batches = make_check(training.BATCHES)
check_momentum_step = make_check(training.MOMENTUM_STEP)
check_fewest = make_check(experiments.FEWEST)
check_best_cell = make_check(experiments.BEST_CELL)
check_overfits_since = make_check(experiments.OVERFITS_SINCE)
check_too_large = make_check(experiments.TOO_LARGE)
check_pixels_by_hand = make_check(inside.PIXELS_BY_HAND)
check_confusion = make_check(inside.CONFUSION)
check_pixel_slopes = make_check(inside.PIXEL_SLOPES)
check_plane = make_check(inside.PLANE)
check_most_neurons = make_check(networks.MOST_NEURONS)
check_report = make_check(networks.REPORT)
check_committee = make_check(networks.COMMITTEE)
check_small_network = make_check(networks.SMALL_NETWORK)
check_powers = make_check(limits.POWERS)
check_decayed_step = make_check(limits.DECAYED_STEP)
check_moved = make_check(limits.MOVED)
check_two_paths = make_check(frameworks.TWO_PATHS)
check_scale_backward = make_check(frameworks.SCALE_BACKWARD)
check_state = make_check(frameworks.STATE)
check_shapes = make_check(predictions.SHAPES)
check_template = make_check(designs.TEMPLATE)
check_surprises = make_check(predictions.SURPRISES)
check_curves = make_check(predictions.CURVES)
check_table = make_check(predictions.TABLE)
check_estimates = make_check(predictions.ESTIMATES)

__all__ = [
    "check_batches",
    "check_best_cell",
    "check_by_hand",
    "check_committee",
    "check_commonest_accuracy",
    "check_confusion",
    "check_count_parameters",
    "check_cross_entropy",
    "check_curves",
    "check_decayed_step",
    "check_delta",
    "check_estimates",
    "check_fewest",
    "check_layer",
    "check_layer_backward",
    "check_means",
    "check_momentum_step",
    "check_most_neurons",
    "check_moved",
    "check_nearest_mean",
    "check_one_hot",
    "check_overfits_since",
    "check_pixel_slopes",
    "check_pixels_by_hand",
    "check_plane",
    "check_powers",
    "check_rates",
    "check_report",
    "check_scale_backward",
    "check_scores",
    "check_selu",
    "check_shapes",
    "check_sigmoid_cross_entropy",
    "check_small_network",
    "check_softmax",
    "check_state",
    "check_step",
    "check_surprises",
    "check_table",
    "check_tanh_backward",
    "check_temperature",
    "check_template",
    "check_too_large",
    "check_two_paths",
    "check_xor",
]
