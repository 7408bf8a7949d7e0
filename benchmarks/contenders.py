"""The same training in each library, written the way a good user of that library would.

Each function takes a Split to learn from, a Job and a Watch. Preparing the data and the
network is done before the clock starts. Each keeps the mean loss of an epoch, as a user wants
to see it; ours counts the right answers, too. PyTorch and Keras get the weights that our network
starts from; scikit-learn takes no weights and draws its own.
"""

import importlib.util
import os

import numpy as np

from dig2ai_helpers import Network, train, training_run

from .jobs import MOMENTUM


def ours(split, job, watch):
    """Dig2AI: `train`, or its generator where the network is looked at within an epoch."""
    net = Network((784, job.hidden, 10), seed=job.seed)
    settings = {
        "epochs": job.epochs,
        "batch_size": job.batch_size,
        "learning_rate": job.rate,
        "momentum": MOMENTUM,
        "seed": job.seed,
    }
    watch.start()
    if job.looks == 1:
        train(net, split, on_epoch=lambda _: watch.look(net.predict), progress=False, **settings)
        return
    for step in training_run(net, split, **settings):
        if step.updates % job.updates_a_look == 0 and watch.look(net.predict):
            return


def pytorch(split, job, watch):
    """PyTorch: a plain loop, the data in one tensor, the rows of each batch taken by index."""
    import torch

    torch.manual_seed(job.seed)
    images, labels = (torch.tensor(array) for array in split.batch(slice(None)))
    model = torch.nn.Sequential(
        torch.nn.Linear(784, job.hidden), torch.nn.ReLU(), torch.nn.Linear(job.hidden, 10)
    )
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), _first_weights(job), strict=True):
            parameter.copy_(torch.from_numpy(value.T))
    answer = torch.compile(model) if job.compiled else model
    loss_of = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=job.learning_rate, momentum=MOMENTUM)

    @torch.no_grad()
    def predict(images):
        return model(torch.tensor(images)).argmax(1).numpy()

    updates = 0
    watch.start()
    for epoch in range(job.epochs):
        total = 0.0
        order = torch.randperm(len(images))
        for start in range(0, len(images), job.batch_size):
            rows = order[start : start + job.batch_size]
            if job.falling:
                optimizer.param_groups[0]["lr"] = job.rate(epoch + start / len(images))
            optimizer.zero_grad()
            loss = loss_of(answer(images[rows]), labels[rows])
            loss.backward()
            optimizer.step()
            total += loss.item() * len(rows)
            updates += 1
            if updates % job.updates_a_look == 0 and watch.look(predict):
                return


def keras(split, job, watch):
    """Keras: `fit` without metrics or progress bar; a callback ends each lap."""
    os.environ["KERAS_BACKEND"] = keras_backend()
    import keras

    class Look(keras.callbacks.Callback):
        def on_train_begin(self, logs=None):
            watch.start()

        def on_epoch_end(self, epoch, logs=None):
            if job.looks == 1:
                watch.look(predict)

    class LookOften(Look):
        updates = 0

        def on_train_batch_end(self, batch, logs=None):
            self.updates += 1
            if self.updates % job.updates_a_look == 0 and watch.look(predict):
                self.model.stop_training = True

    def predict(images):
        return model.predict(images, batch_size=len(images), verbose=0).argmax(1)

    keras.utils.set_random_seed(job.seed)
    images, labels = split.batch(slice(None))
    model = keras.Sequential(
        [
            keras.Input((784,)),
            keras.layers.Dense(job.hidden, activation="relu"),
            keras.layers.Dense(10),
        ]
    )
    model.set_weights(_first_weights(job))
    rate = job.learning_rate
    if job.falling:
        updates = -(-len(images) // job.batch_size) * job.epochs
        rate = keras.optimizers.schedules.PolynomialDecay(rate, updates, 0.0)
    model.compile(
        optimizer=keras.optimizers.SGD(rate, momentum=MOMENTUM),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    )
    # Keras calls out after each batch only where a callback asks for it: not to time epochs.
    look = Look() if job.looks == 1 else LookOften()
    model.fit(
        images,
        labels,
        batch_size=job.batch_size,
        epochs=job.epochs,
        callbacks=[look],
        verbose=0,
    )


def scikit_learn(split, job, watch):
    """scikit-learn: MLPClassifier, an epoch for each `partial_fit`, at a constant rate."""
    from sklearn.neural_network import MLPClassifier

    images, labels = split.batch(slice(None))
    model = MLPClassifier(
        (job.hidden,),
        solver="sgd",
        alpha=0,
        batch_size=job.batch_size,
        learning_rate_init=job.learning_rate,
        momentum=MOMENTUM,
        nesterovs_momentum=False,
        random_state=job.seed,
    )
    watch.start()
    for _ in range(job.epochs):
        model.partial_fit(images, labels, classes=range(10))
        if watch.look(model.predict):
            return


def bare(split, job, watch):
    """A loop of plain NumPy over float32 images, for one hidden layer of ReLUs and no other."""
    net = Network((784, job.hidden, 10), seed=job.seed)
    (W1, W2), (b1, b2) = net.weights, net.biases
    velocities = [np.zeros_like(array) for array in (W1, b1, W2, b2)]
    images, labels = split.images, split.labels
    rng = np.random.default_rng(job.seed)

    def predict(images):
        return (np.maximum(images @ W1 + b1, 0) @ W2 + b2).argmax(axis=1)

    watch.start()
    for epoch in range(job.epochs):
        loss = hits = 0
        order = rng.permutation(len(images))
        for start in range(0, len(images), job.batch_size):
            rows = order[start : start + job.batch_size]
            x, y, n = images[rows], labels[rows], np.arange(len(rows))
            rate = job.rate(epoch + start / len(images))
            z1 = x @ W1
            z1 += b1
            a1 = np.maximum(z1, 0)
            z2 = a1 @ W2
            z2 += b2
            z2 -= z2.max(axis=1, keepdims=True)
            p = np.exp(z2)
            p /= p.sum(axis=1, keepdims=True)
            loss -= np.log(p[n, y]).sum()
            hits += np.count_nonzero(p.argmax(axis=1) == y)
            p[n, y] -= 1
            p /= len(rows)
            d1 = p @ W2.T
            d1 *= z1 > 0
            slopes = np.dot(x.T, d1), d1.sum(axis=0), np.dot(a1.T, p), p.sum(axis=0)
            for value, velocity, slope in zip((W1, b1, W2, b2), velocities, slopes, strict=True):
                slope *= rate
                velocity *= MOMENTUM
                velocity -= slope
                value += velocity
        if watch.look(predict):
            return


def keras_backend():
    """The backend that KERAS_BACKEND names, or PyTorch."""
    return os.environ.get("KERAS_BACKEND") or "torch"


def _first_weights(job):
    """Our network's weights and biases in turn, as PyTorch and Keras list them."""
    net = Network((784, job.hidden, 10), seed=job.seed)
    return [array for layer in zip(net.weights, net.biases, strict=True) for array in layer]


# name in the table: (function, the packages that it needs)
CONTENDERS = {
    "ours": (ours, ["numpy"]),
    "bare NumPy": (bare, ["numpy"]),
    "PyTorch": (pytorch, ["torch"]),
    "Keras": (keras, ["keras", keras_backend()]),
    "scikit-learn": (scikit_learn, ["sklearn"]),
}


def missing_packages(name):
    """The packages that a contender needs and that aren't installed."""
    _, packages = CONTENDERS[name]
    return [package for package in packages if importlib.util.find_spec(package) is None]
