"""One training of notebook 10's table: what it is made of, and how it is measured on the way."""

from dataclasses import dataclass, field
from time import process_time

import numpy as np

from dig2ai_helpers import Network, training_run
from dig2ai_helpers.digits.distortions import Distorted, distort
from dig2ai_helpers.training_loop import measure


@dataclass
class Plan:
    """How to train a network.

    `decay` is the share of the weights that they lose for each unit of the learning rate;
    `keep` the share of the hidden neurons that take part in an update; `memory` the share of
    the averaged weights that stays when new ones are taken in. `points` is how often in an
    epoch the network is measured.
    """

    sizes: tuple
    epochs: int
    batch_size: int = 128
    learning_rate: float = 0.1
    falls: bool = True
    momentum: float = 0.9
    hidden: str = "relu"
    init: str = "he"
    decay: float = 0.0
    keep: float = 1.0
    memory: float = 0.0
    distortions: dict = field(default_factory=dict)
    points: int = 1
    torch: bool = False

    def rate(self, passed):
        """Return the learning rate after so many epochs."""
        return self.learning_rate * (1 - passed / self.epochs if self.falls else 1)


class Dropping(Network):
    """A network of ReLUs that leaves hidden neurons out at random while it learns.

    A neuron that is left out gets a negative z: its activation is 0, and so is its slope.
    """

    keep = 1.0

    def propagate(self, images):
        """Go forward, with new neurons left out each time."""
        inputs, zs = [images], []
        for W, b in zip(self.weights, self.biases, strict=True):
            z = inputs[-1] @ W + b
            if len(zs) < len(self.weights) - 1:
                z[self.rng.random(z.shape, dtype="float32") >= self.keep] = -1
                inputs.append(np.maximum(z, 0))
            zs.append(z)
        return inputs, zs


def copied(net, weights, biases, keep=1.0):
    """Return a network of its own; after a hidden layer, all neurons count `keep`."""
    new = Network(net.sizes, net.hidden, net.output)
    new.weights = [W * (keep if layer else 1) for layer, W in enumerate(weights)]
    new.biases = [b.copy() for b in biases]
    return new


class Clock:
    """Seconds of two cores: half of what the processor worked for this process."""

    def __init__(self):
        self.passed = 0.0
        self.start()

    def start(self):
        """Go on after a pause."""
        self._since = process_time()

    def stop(self):
        """Pause, and return the seconds so far."""
        self.passed += (process_time() - self._since) / 2
        return self.passed


def trained(plan, seed, digits, point):
    """Train by a plan, and return the networks: {"network": ..., "averaged": ...}.

    `point(kind, epochs, seconds, loss, accuracy)` is called with each measurement on the
    validation digits; the averaged weights are measured at the end. Measuring doesn't count as
    time of training.
    """
    kind = Dropping if plan.keep < 1 else Network
    net = kind(plan.sizes, plan.hidden, init=plan.init, seed=seed)
    net.keep, net.rng = plan.keep, np.random.default_rng(seed + 1_000)
    split = digits.train
    if plan.distortions:
        split = Distorted(split, seed, **plan.distortions)
    settings = (plan.epochs, plan.batch_size, plan.rate, plan.momentum, seed)
    clock = Clock()
    parameters = [*net.weights, *net.biases]
    means = [parameter.copy() for parameter in parameters]
    batches = -(-len(split) // plan.batch_size)
    marks = {round(batches * part / plan.points) for part in range(1, plan.points + 1)}
    for step in training_run(net, split, None, *settings):
        if plan.decay:
            for W in net.weights:
                W *= 1 - plan.decay * plan.rate(step.images_seen / len(split))
        if plan.memory:
            for mean, parameter in zip(means, parameters, strict=True):
                mean += (1 - plan.memory) * (parameter - mean)
        if (step.updates - 1) % batches + 1 in marks:
            seconds, layers = clock.stop(), len(net.weights)
            nets = {"network": copied(net, net.weights, net.biases, plan.keep)}
            if plan.memory and step.updates == plan.epochs * batches:
                nets["averaged"] = copied(net, means[:layers], means[layers:])
            for name, one in nets.items():
                point(name, step.updates / batches, seconds, *measure(one, digits.validation))
            clock.start()
    return nets


def trained_by_torch(plan, seed, digits, point):
    """The same network, from the same weights, with the same batches, in PyTorch."""
    import torch

    torch.set_num_threads(1)
    net = Network(plan.sizes, seed=seed)
    layers = []
    for W, b in zip(net.weights, net.biases, strict=True):
        layer = torch.nn.Linear(*W.shape)
        layer.weight.data, layer.bias.data = torch.tensor(W.T.copy()), torch.tensor(b)
        layers += [layer, torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers[:-1])
    descent = torch.optim.SGD(model.parameters(), plan.learning_rate, plan.momentum)
    rng = np.random.default_rng(seed)
    n = len(digits.train)
    clock = Clock()
    for epoch in range(plan.epochs):
        order = rng.permutation(n)
        for start in range(0, n, plan.batch_size):
            images, labels = digits.train.batch(order[start : start + plan.batch_size])
            descent.param_groups[0]["lr"] = plan.rate(epoch + start / n)
            scores = model(torch.from_numpy(images))
            loss = torch.nn.functional.cross_entropy(scores, torch.from_numpy(labels))
            descent.zero_grad()
            loss.backward()
            descent.step()
        seconds = clock.stop()
        net.weights = [layer.weight.detach().numpy().T.copy() for layer in layers[::2]]
        net.biases = [layer.bias.detach().numpy().copy() for layer in layers[::2]]
        point("network", epoch + 1, seconds, *measure(net, digits.validation))
        clock.start()
    return {"network": net}


def views_of(net, images, number, settings):
    """Mean probabilities over the images as they are and `number - 1` distorted views."""
    rng = np.random.default_rng(0)
    total = net.forward(images)
    for _ in range(number - 1):
        total += net.forward(distort(images, rng, **settings))
    return total / number


def judged(probabilities, labels):
    """Return the mean cross-entropy and the accuracy of probabilities."""
    own = probabilities[np.arange(len(labels)), labels]
    loss = -np.log(np.maximum(own, np.finfo("float32").tiny)).mean()
    return float(loss), float((probabilities.argmax(axis=1) == labels).mean())
