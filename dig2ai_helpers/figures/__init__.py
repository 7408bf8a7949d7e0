"""Still pictures: arrays in, Figure out, each with a text alternative."""

from .descent import budget_curves, descents, epoch_curves, learning_rates, loss_slice
from .forward import (
    activations_and_slopes,
    batch_through_layers,
    curves,
    forward_222,
    neuron_on_images,
    sums_and_threshold,
)
from .images import class_shares, flattening, number_grid, predictions, show_digits
from .losses import (
    loss_and_slope,
    probability_bars,
    range_of_exp,
    softmax_beside_sigmoids,
    softmax_steps,
    surprise_curve,
    temperature_curves,
)
from .picture import Picture
from .playing import by_heart, by_neurons, by_rate, heat_map, steps_of_batches
from .slopes import (
    graph_222,
    sizes_of_delta,
    slope_at_a_point,
    slopes_of_scores,
    slopes_of_weights,
    three_products,
)

__all__ = [
    "Picture",
    "activations_and_slopes",
    "batch_through_layers",
    "budget_curves",
    "by_heart",
    "by_neurons",
    "by_rate",
    "class_shares",
    "curves",
    "descents",
    "epoch_curves",
    "flattening",
    "forward_222",
    "graph_222",
    "heat_map",
    "learning_rates",
    "loss_and_slope",
    "loss_slice",
    "neuron_on_images",
    "number_grid",
    "predictions",
    "probability_bars",
    "range_of_exp",
    "show_digits",
    "sizes_of_delta",
    "slope_at_a_point",
    "slopes_of_scores",
    "slopes_of_weights",
    "softmax_beside_sigmoids",
    "softmax_steps",
    "steps_of_batches",
    "sums_and_threshold",
    "surprise_curve",
    "temperature_curves",
    "three_products",
]
