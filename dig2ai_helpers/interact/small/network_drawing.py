"""The 2-2-2 network as a drawing: values going forward, slopes going back."""

import numpy as np

from ..toolkit.sketch import Sketch
from ..toolkit.words import fixed
from .backprop_network import HEADS


def written(name, value):
    """A value of the network; a probability of nearly 0 or 1 is not called 0 or 1."""
    if name[0] == "p" and 0 < value < 0.005:
        return "< 0.01"
    if name[0] == "p" and 0.995 <= value < 1:
        return "> 0.99"
    return fixed(value)


class Drawing:
    """The network on a sketch; `Drawing(...).network()` draws it.

    Parameters
    ----------
    places : Wide or Narrow
    values, slopes : dicts of numbers, by place
    known : set of names
        What is shown: "z1[0]" for a value, "dz1[0]" for its slope.
    touched : str
        The place that was touched last.
    touch : function of sketch, name, box, height of the value's text
        Makes a number touchable, where it likes to.
    label : the true class
    """

    def __init__(self, places, values, slopes, known, touched, touch, label):
        self.places, self.values, self.slopes = places, values, slopes
        self.known, self.touched, self.label = known, touched, label
        self._touch = touch
        self.sketch = Sketch(*places.size)

    def network(self, columns, lit=()):
        """Draw these columns of neurons and all that leads from one to the next.

        `lit` names weights whose lines stand out.
        """
        places, sketch = self.places, self.sketch
        for column in columns:
            x, y, align = places.head(column)
            sketch.text(x, y, HEADS[column], 15, align=align)
        for layer, (left, right) in enumerate((("x", "z1"), ("a1", "z2")), start=1):
            for j, k in np.ndindex(2, 2):
                self._edge(f"W{layer}[{j},{k}]", (left, j), (right, k), lit)
        ahead = places.radius * places.step()
        for left, right in (("z1", "a1"), ("z2", "p")):
            for row in (0, 1) if right in columns else ():
                start, end = places.at(left, row) + ahead, places.at(right, row) - ahead
                sketch.arrow(start, end, "muted", 1.5)
        for column in columns:
            for row in (0, 1):
                self._node(column, row)
        for layer, column in ((1, "z1"), (2, "z2")):
            for k in (0, 1):
                self._bias(f"b{layer}[{k}]", column, k)

    def loss(self):
        """Draw the loss, below the probabilities."""
        sketch, (x, y) = self.sketch, self.places.loss
        start = self.places.at("p", 1) + np.array([0, self.places.radius])
        sketch.arrow(start, (x, y - 16), "muted", 1.5)
        words, here = f"loss L = {fixed(self.values['L'], 3)}", self.touched == "L"
        right = self.places.size[0] - 4
        sketch.text(right, y, words, 18, "here" if here else "ink", "right", bold=here)
        self._touch(sketch, "L", (right - 134, y - 14, 134, 28), y)

    def legend(self):
        """Say which number is the value, and which the slope."""
        sketch, (left, y) = self.sketch, self.places.legend
        sketch.text(left, y, "1.00", 15)
        sketch.text(left + 58, y, "value, going forward", 14, "muted")
        sketch.text(left, y + 21, "∂ 1.00", 15, "here", bold=True)
        sketch.text(left + 58, y + 21, "slope of the loss, going back", 14, "muted")

    def _figure(self, x, y, name, size, backed=False):
        """A value, and its slope under it, if that is shown; the height of the value."""
        sloped = f"d{name}" in self.known
        y -= size / 2 + 1 if sloped else 0
        words, here = written(name, self.values[name]), name == self.touched
        self.sketch.text(x, y, words, size, "ink", "center", here, backed)
        if sloped:
            words, below = f"∂ {fixed(self.slopes[name])}", y + size + 3
            self.sketch.text(x, below, words, size - 1, "here", "center", True, backed)
        return y

    def _node(self, column, row):
        places, sketch = self.places, self.sketch
        (x, y), name, radius = places.at(column, row), f"{column}[{row}]", places.radius
        if name == self.touched:
            sketch.points([(x, y)], "here", radius + 4, hollow=True)
        sketch.points([(x, y)], "ink", radius, hollow=True)
        true = column == "p" and row == self.label
        left, top, align = places.name(x, y, row)
        colour = "right" if true else "muted"
        size = places.letters - 2
        sketch.text(left, top, f"{name}{' ✓' if true else ''}", size, colour, align, bold=true)
        level = self._figure(x, y, name, places.letters)
        box = (x - radius, y - radius, 2 * radius, 2 * radius)
        self._touch(sketch, name, box, level)

    def _edge(self, name, start, end, lit):
        """A weight's line; its figures stand nearer to its start, where lines have parted."""
        places, sketch = self.places, self.sketch
        ahead = places.radius * places.step()
        a, b = places.at(*start) + ahead, places.at(*end) - ahead
        here = name == self.touched or name in lit
        sketch.arrow(a, b, "here" if here else "muted", 3 if here else 1.5)
        x, y = a + (places.straight if start[1] == end[1] else 0.27) * (b - a)
        level = self._figure(x, y, name, places.letters - 1, backed=True)
        self._cover(name, x, y, 62, level)

    def _bias(self, name, column, k):
        places = self.places
        x, y = places.bias(*places.at(column, k), k)
        words, sloped = f"+ b {fixed(self.values[name])}", f"d{name}" in self.known
        size, here = 13 if places.letters < 16 else 14, name == self.touched
        self.sketch.text(x, y, words, size, align="center", backed=True, bold=here)
        if sloped:
            words = f"∂ {fixed(self.slopes[name])}"
            self.sketch.text(x, y + 18, words, size, "here", "center", bold=True, backed=True)
        self._cover(name, x, y + 8 * sloped, 70, y)

    def _cover(self, name, x, y, width, level):
        height = 40 if f"d{name}" in self.known else 26
        self._touch(self.sketch, name, (x - width / 2, y - height / 2, width, height), level)
