"""The formulas of the 2-2-2 network, with its numbers filled in."""

from typing import NamedTuple

import numpy as np

from ..toolkit.words import figure, fixed
from .network_drawing import written


class Formula(NamedTuple):
    """What a place is computed from: name = term term ... = value."""

    name: str
    terms: list  # (symbols, numbers, the places in it) of each
    value: float

    @property
    def result(self):
        """The value as it is written."""
        return fixed(self.value, 3) if self.name == "L" else written(self.name, self.value)

    @property
    def sign(self):
        """What stands before the result: whether the written numbers give all of it."""
        exact = np.isclose(self.value, round(self.value, 2), rtol=0, atol=1e-9)
        return "=" if exact else "≈"


def formulas(touched, values, slopes, label, shown):
    """The formulas in which what was touched stands, of those whose results are shown."""
    all_of_them = _forward(values, label) + _back(values, slopes, label)
    own = f"d{touched}"
    found = []
    for formula in all_of_them:
        places = {place for _, _, inside in formula.terms for place in inside}
        feeds = touched in places and touched[0] in "xWbl" and not formula.name.startswith("d")
        labelled = touched == "label" and touched in places
        if formula.name in shown and (formula.name in (touched, own) or feeds or labelled):
            found.append(formula)
    return found


def in_words(formula):
    """A formula as one line of text, with its numbers."""
    symbols = " ".join(symbols for symbols, _, _ in formula.terms)
    numbers = " ".join(numbers for _, numbers, _ in formula.terms)
    return f"{said(formula.name)} = {symbols} = {numbers} {formula.sign} {formula.result}"


def said(name):
    """The name of a place, or of the slope of the loss with respect to it."""
    return f"dL/{name}" if name.startswith("d") else name


def _bracketed(value):
    words = fixed(value)
    return f"({words})" if words.startswith("−") else words


def _product(values, a, b):
    """A term a · b, with the names and the values of both."""
    left, right = (values[name] for name in (a, b))
    return f"{said(a)} · {said(b)}", f"{_bracketed(left)} · {_bracketed(right)}", (a, b)


def _plus(term):
    symbols, numbers, places = term
    return f"+ {symbols}", f"+ {numbers}", places


def _single(values, name):
    return said(name), _bracketed(values[name]), (name,)


def _forward(values, label):
    found = []
    for layer, a, z in ((1, "x", "z1"), (2, "a1", "z2")):
        for k in (0, 1):
            first, second = (_product(values, f"{a}[{j}]", f"W{layer}[{j},{k}]") for j in (0, 1))
            bias = _single(values, f"b{layer}[{k}]")
            terms = [first, _plus(second), _plus(bias)]
            found.append(Formula(f"{z}[{k}]", terms, values[f"{z}[{k}]"]))
    for k in (0, 1):
        z, value = f"z1[{k}]", values[f"z1[{k}]"]
        terms = [(f"max({z}, 0)", f"max({fixed(value)}, 0)", (z,))]
        found.append(Formula(f"a1[{k}]", terms, values[f"a1[{k}]"]))
        found.append(_softmax(values, k))
    p = f"p[{label}]"
    terms = [(f"−ln {p}", f"−ln {_share(values[p])}", (p, "label"))]
    return [*found, Formula("L", terms, values["L"])]


def _softmax(values, k):
    powers = [figure(np.exp(values[f"z2[{j}]"])) for j in (0, 1)]
    terms = [
        (f"e^z2[{k}]", powers[k], (f"z2[{k}]",)),
        ("/ (e^z2[0]", f"/ ({powers[0]}", ("z2[0]",)),
        ("+ e^z2[1])", f"+ {powers[1]})", ("z2[1]",)),
    ]
    return Formula(f"p[{k}]", terms, values[f"p[{k}]"])


def _share(p):
    """A probability with as many digits as it takes."""
    return fixed(p, 3) if 0.005 <= p < 0.9995 else figure(p) if p < 0.5 else written("p", p)


def _back(values, slopes, label):
    """The formulas of notebook 04, from the scores back to the inputs."""
    both = values | {f"d{name}": slope for name, slope in slopes.items()}
    found = []

    def add(name, *terms):
        found.append(Formula(f"d{name}", list(terms), slopes[name]))

    for k in (0, 1):
        p, y = f"p[{k}]", int(k == label)
        label_term = (f"− y[{k}]", f"− {y}", ("label",))
        add(f"z2[{k}]", (p, written("p", values[p]), (p,)), label_term)
        on = int(values[f"z1[{k}]"] > 0)
        slope = ("· ReLU's slope", f"· {on}", (f"z1[{k}]",))
        add(f"z1[{k}]", _single(both, f"da1[{k}]"), slope)
    for layer, a, z in ((1, "x", "z1"), (2, "a1", "z2")):
        for j in (0, 1):
            add(f"b{layer}[{j}]", _single(both, f"d{z}[{j}]"))
            first, second = (_product(both, f"d{z}[{k}]", f"W{layer}[{j},{k}]") for k in (0, 1))
            add(f"{a}[{j}]", first, _plus(second))
            for k in (0, 1):
                add(f"W{layer}[{j},{k}]", _product(both, f"{a}[{j}]", f"d{z}[{k}]"))
    return found
