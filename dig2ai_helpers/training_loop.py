"""The training loop: epochs, batches, gradients, updates (notebook 05, section 1)."""

import math
from itertools import zip_longest

import numpy as np

from .history import History, Step
from .network import Network
from .network_inputs import check_learner, quiet
from .threads import fastest_threads, one_thread

# A batch larger than this is worked through in pieces: so that a live picture needn't wait
# for it, and so that memory doesn't grow with the batch.
PIECE = 2048
# In a layer with so many weights, leaving out those of black pixels saves more than finding them.
LARGE = 100_000


class Run:
    """A training under way: what it has counted, and the arrays that each update uses again."""

    def __init__(self, net, split, validation, batch_size, rate, momentum):
        self.net, self.split, self.validation = net, split, validation
        self.batch_size, self.rate, self.momentum = batch_size, rate, momentum
        self.history = History()
        self.updates = self.images_seen = 0
        self.parameters = [*net.weights, *net.biases]
        self.gradients, self.all_gradients = _side_by_side(self.parameters)
        self.velocities, self.all_velocities = _side_by_side(self.parameters)
        self.last = None  # images of the last update, and their labels

    def epochs(self, number, seed):
        """Go through all images several times, in a new random order each time."""
        rng = np.random.default_rng(seed)
        for epoch in range(1, number + 1):
            yield from self.epoch(epoch, rng.permutation(len(self.split)))
            if self.history.diverged:
                return

    def epoch(self, epoch, order):
        """Learn from all images once, batch by batch in the given order."""
        before = [parameter.copy() for parameter in self.parameters]
        n = len(order)
        losses = hits = 0
        for start in range(0, n, self.batch_size):
            rows = order[start : start + self.batch_size]
            loss, accuracy = yield from self.update(epoch, rows)
            losses += loss * len(rows)
            hits += accuracy * len(rows)
            done = start + self.batch_size >= n
            diverged = not math.isfinite(loss)
            if done and not diverged:
                found, on_validation = (losses / n, hits / n), self.on_validation()
                diverged = not self.usable(on_validation)
            if diverged:
                self.restore(before, epoch)
                # of an epoch that is taken back, no mean can be given
                found = np.nan, measure(self.net, self.split)[1]
                on_validation = self.on_validation()
            if done or diverged:
                self.history.add(*found, on_validation)
            yield self.step(epoch, loss, accuracy, done or diverged)
            if diverged:
                return

    def update(self, epoch, rows):
        """Find the gradient of a batch and take one step; returns the batch's loss and accuracy."""
        if len(rows) <= PIECE:
            rate = self.rate(self.images_seen / len(self.split))
            threads, images, labels = self.prepare(rows)
            with threads:
                gradients, lit = self.gradients, None
                if self.can_leave_out(images):
                    # Where a pixel is 0, the gradients of its weights are 0, too.
                    lit = np.flatnonzero(images)
                    gradients = [gradients[0][: len(lit)], *gradients[1:]]
                loss, hits = self.gradient(images, labels, gradients, lit)
                self.descend(rate, gradients, lit)
        else:
            loss, hits = yield from self.gradient_in_pieces(epoch, rows)
            self.descend(self.rate(self.images_seen / len(self.split)), self.gradients)
        self.updates += 1
        self.images_seen += len(rows)
        return loss, hits / len(rows)

    @quiet()
    def descend(self, rate, gradients, pixels=None):
        """Move every parameter a step down its slope, in place.

        Given some `pixels`, the gradient of the first weights is that of these rows alone.
        """
        changed = self.parameters
        if self.momentum:
            changed = self.velocities
            self.all_velocities *= self.momentum
        if pixels is None:
            self.all_gradients *= rate
            changed[0] -= gradients[0]
        else:
            for gradient in gradients:
                gradient *= rate
            changed[0][pixels] -= gradients[0]
        for array, gradient in zip(changed[1:], gradients[1:], strict=True):
            array -= gradient
        if self.momentum:
            for parameter, velocity in zip(self.parameters, self.velocities, strict=True):
                parameter += velocity

    def can_leave_out(self, images):
        """Whether to learn from a single image, mostly black, by leaving its black pixels out."""
        one = len(images) == 1 and self.gradients[0].size > LARGE
        return one and np.count_nonzero(images) < images.size / 3

    def prepare(self, rows):
        """Return the threads for some rows' products, their images as the network's dtype, labels.

        Between two steps the reader's code may have put other weights in the network.
        """
        now = [*self.net.weights, *self.net.biases]
        if any(new is not known for new, known in zip_longest(now, self.parameters)):
            check_learner(self.net)
            self.parameters = now
        images, labels = self.split.batch(rows)
        # a `batch` of the reader's may give others
        return self.threads(len(rows)), images.astype(self.net.dtype, copy=False), labels

    def threads(self, images):
        """Return the threads for the products of so many images."""
        threads_of = one_thread if self.net.dtype == np.float64 else fastest_threads
        return threads_of(self.net.weights, images)

    @quiet()  # one sentence tells of divergence, not a flood
    def gradient(self, images, labels, into, pixels=None):
        """Leave the gradient of the images' mean loss in `into`; return the loss and the hits.

        Given some `pixels`, the gradient of the first weights is that of these rows alone.
        """
        self.last = images, labels
        layers = len(self.net.weights)
        inputs, zs = self.net.propagate(images)
        if pixels is not None:
            inputs[0] = images[:, pixels]
        loss, delta = self.net.loss_and_delta(zs[-1], labels)
        self.net.backpropagate(inputs, zs, delta, into=(into[:layers], into[layers:]))
        return loss, _hits(zs[-1], labels)

    def gradient_in_pieces(self, epoch, rows):
        """Leave the gradient of a large batch's mean loss in `gradients`; yields on the way."""
        parts, all_parts = _side_by_side(self.gradients)
        losses = hits = 0
        for start in range(0, len(rows), PIECE):
            piece = rows[start : start + PIECE]
            threads, images, labels = self.prepare(piece)
            with threads:
                loss, right = self.gradient(images, labels, parts)
            losses += loss * len(piece)
            hits += right
            done = start + len(piece)
            _mix(self.all_gradients, all_parts, len(piece) / done)
            if done < len(rows):
                yield self.step(epoch, losses / done, hits / done, False, done)
        return losses / len(rows), hits

    def on_validation(self):
        """Return the loss and accuracy on the validation digits, or None if there are none."""
        return None if self.validation is None else measure(self.net, self.validation)

    @quiet()
    def usable(self, on_validation):
        """Whether the network still answers with finite numbers: to new digits, or to the last.

        Finite weights are not enough: what they make of an image can leave the range.
        """
        if not all(np.isfinite(parameter).all() for parameter in self.parameters):
            return False
        if on_validation is not None:
            return math.isfinite(on_validation[0])
        images, labels = self.last
        with self.threads(len(images)):
            # The plain pass: that of a network with dropout would draw random numbers for it.
            scores = Network.propagate(self.net, images)[1][-1]
        return math.isfinite(self.net.loss_and_delta(scores, labels)[0])

    def restore(self, before, epoch):
        """Give the network the weights from before the epoch, and say why."""
        for parameter, value in zip(self.parameters, before, strict=True):
            parameter[...] = value
        self.history.diverged = (
            f"The training diverged in epoch {epoch}, at update {self.updates}: its numbers "
            "grew beyond all bounds. The network has its weights from before that epoch "
            "again; try a smaller learning rate."
        )

    def step(self, epoch, loss, accuracy, epoch_done, on_the_way=0):
        """Return where the run stands, `on_the_way` images into a batch that has no update yet."""
        seen = self.images_seen + on_the_way
        return Step(epoch, self.updates, seen, loss, accuracy, epoch_done, self.history)


@quiet()
def _mix(means, parts, share):
    """Take a share of the new parts into the running means, in place."""
    means *= 1 - share
    parts *= share
    means += parts


def _side_by_side(arrays):
    """Return zeros like each of the arrays, and the one long array in which all of them lie.

    What is done to all of them alike takes one call for the long array.
    """
    whole = np.zeros(sum(array.size for array in arrays), arrays[0].dtype)
    parts = np.split(whole, np.cumsum([array.size for array in arrays[:-1]]))
    return [part.reshape(array.shape) for part, array in zip(parts, arrays, strict=True)], whole


@quiet()
def measure(net, split):
    """Return the mean loss and accuracy of a network on a split, a piece at a time."""
    losses = hits = 0
    for start in range(0, len(split), PIECE):
        images, labels = split.batch(slice(start, start + PIECE))
        with one_thread(net.weights, len(images)):
            scores = net.propagate(images)[1][-1]
        losses += net.loss_and_delta(scores, labels)[0] * len(labels)
        hits += _hits(scores, labels)
    return losses / len(split), hits / len(split)


def _hits(scores, labels):
    return np.count_nonzero(scores.argmax(axis=1) == labels)
