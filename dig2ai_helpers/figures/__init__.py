"""Still pictures: arrays in, Picture out, each with a text alternative."""

from .before_training import weights_before_and_after
from .choices import by_choice, ranges_of_choices
from .experiments import accuracy_bars, by_neurons, by_rate, heat_map
from .forward import (
    activations_and_slopes,
    batch_through_layers,
    curves,
    neuron_on_images,
    sums_and_threshold,
)
from .frameworks import framework_costs, recorded_graph
from .gradient_descent import descents, loss_slice, ravine
from .images import flattening, number_grid, predictions, show_digits
from .inside import (
    confusion,
    digit_bars,
    hidden_of_one,
    pixel_slopes,
    strongest_and_weakest,
    weights_as_images,
)
from .learning_curves import (
    accuracy_by_rate,
    budget_curves,
    by_heart,
    loss_by_rate,
    training_curves,
)
from .likelihoods import loss_by_temperature, product_and_sum, scores_of_images
from .limits import accuracy_by_seconds, gains, slow_average, ways_to_vary
from .losses import (
    loss_and_slope,
    probability_bars,
    range_of_exp,
    softmax_beside_sigmoids,
    softmax_steps,
    surprise_curve,
    temperature_curves,
)
from .network_222 import graph_222
from .networks import architectures
from .picture import Picture
from .slopes import (
    sizes_of_delta,
    slope_at_a_point,
    slopes_of_scores,
    sum_of_images,
    three_products,
)
from .strange_images import before_and_after, framed_images, rays, sure_and_right
from .why_layers import answering_neurons, split_planes

__all__ = [
    "Picture",
    "accuracy_bars",
    "accuracy_by_rate",
    "accuracy_by_seconds",
    "activations_and_slopes",
    "answering_neurons",
    "architectures",
    "batch_through_layers",
    "before_and_after",
    "budget_curves",
    "by_choice",
    "by_heart",
    "by_neurons",
    "by_rate",
    "confusion",
    "curves",
    "descents",
    "digit_bars",
    "flattening",
    "framed_images",
    "framework_costs",
    "gains",
    "graph_222",
    "heat_map",
    "hidden_of_one",
    "loss_and_slope",
    "loss_by_rate",
    "loss_by_temperature",
    "loss_slice",
    "neuron_on_images",
    "number_grid",
    "pixel_slopes",
    "predictions",
    "probability_bars",
    "product_and_sum",
    "range_of_exp",
    "ranges_of_choices",
    "ravine",
    "rays",
    "recorded_graph",
    "scores_of_images",
    "show_digits",
    "sizes_of_delta",
    "slope_at_a_point",
    "slopes_of_scores",
    "slow_average",
    "softmax_beside_sigmoids",
    "softmax_steps",
    "split_planes",
    "strongest_and_weakest",
    "sum_of_images",
    "sums_and_threshold",
    "sure_and_right",
    "surprise_curve",
    "temperature_curves",
    "three_products",
    "training_curves",
    "ways_to_vary",
    "weights_as_images",
    "weights_before_and_after",
]
