"""What notebook 06 says of all of MNIST, which it doesn't train on itself."""

import numpy as np

from dig2ai_helpers import Network, train


def test_on_all_of_mnist_128_neurons_beat_32_by_about_a_point(real_mnist):
    new, right = real_mnist.validation, {}
    for neurons in (32, 128):
        net = Network((784, neurons, 10), seed=0)
        settings = {"learning_rate": 0.1, "epochs": 5, "seed": 0, "progress": False}
        train(net, real_mnist.train, new, **settings)
        right[neurons] = net.predict(new.images) == new.labels
    gained, lost = np.sum(right[128] & ~right[32]), np.sum(right[32] & ~right[128])
    assert gained - lost > 2 * np.sqrt(gained + lost)
    assert 0.005 < (gained - lost) / len(new) < 0.015
