"""The same training in each library, written the way a good user of that library would.

Each function takes a Split to learn from, a Job and a Watch. Preparing the data and the
network is done before the clock starts. Each keeps the mean loss of an epoch, as a user wants
to see it; ours counts the right answers, too. PyTorch and Keras get the weights that our network
starts from; scikit-learn takes no weights and draws its own.
"""

import importlib.util
import os

from dig2ai_helpers import Network, train, training_run

from .jobs import LEARNING_RATE, MOMENTUM


def ours(split, job, watch):
    """Dig2AI: `train`, or its generator where the network is looked at within an epoch."""
    net = Network((784, job.hidden, 10), seed=job.seed)
    settings = {
        "epochs": job.epochs,
        "batch_size": job.batch_size,
        "learning_rate": LEARNING_RATE,
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
    loss_of = torch.nn.CrossEntropyLoss()
    optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE, momentum=MOMENTUM)

    @torch.no_grad()
    def predict(images):
        return model(torch.tensor(images)).argmax(1).numpy()

    updates = 0
    watch.start()
    for _ in range(job.epochs):
        total = 0.0
        for rows in torch.randperm(len(images)).split(job.batch_size):
            optimizer.zero_grad()
            loss = loss_of(model(images[rows]), labels[rows])
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
    model.compile(
        optimizer=keras.optimizers.SGD(LEARNING_RATE, momentum=MOMENTUM),
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
    """scikit-learn: MLPClassifier, an epoch for each `partial_fit`."""
    from sklearn.neural_network import MLPClassifier

    images, labels = split.batch(slice(None))
    model = MLPClassifier(
        (job.hidden,),
        solver="sgd",
        alpha=0,
        batch_size=job.batch_size,
        learning_rate_init=LEARNING_RATE,
        momentum=MOMENTUM,
        nesterovs_momentum=False,
        random_state=job.seed,
    )
    watch.start()
    for _ in range(job.epochs):
        model.partial_fit(images, labels, classes=range(10))
        if watch.look(model.predict):
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
    "PyTorch": (pytorch, ["torch"]),
    "Keras": (keras, ["keras", keras_backend()]),
    "scikit-learn": (scikit_learn, ["sklearn"]),
}


def missing_packages(name):
    """The packages that a contender needs and that aren't installed."""
    _, packages = CONTENDERS[name]
    return [package for package in packages if importlib.util.find_spec(package) is None]
