"""How numbers are written in pictures and sentences."""

import math

# Those that the pictures that stand still share with the apps.
from ...wording import a_number as a_number
from ...wording import counted as counted
from ...wording import minus as minus
from ...wording import percent as percent


def shortened(words, most):
    """Words with so many letters at most."""
    return words if len(words) <= most else f"{words[: most - 1]}…"


def times(count):
    """How often: once, twice, 3 times."""
    return {1: "once", 2: "twice"}.get(count, f"{count} times")


def figure(value, digits=3):
    """A number with a few significant digits: 4.21, 0.0330, 1.20·10⁻⁷."""
    if value == 0 or not math.isfinite(value):
        return minus(f"{value + 0:.0f}")  # and not −0
    mantissa, _, power = f"{value:.{digits - 1}e}".partition("e")  # of the rounded number
    exponent = int(power)
    if -4 <= exponent < 5:
        return minus(f"{value:.{max(digits - 1 - exponent, 0)}f}")
    power = f"{exponent}".translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return minus(f"{mantissa}·10{power}")


def short(value):
    """A number with two decimals; a large one has fewer, so that it takes no more room."""
    if abs(value) < 100:
        return fixed(value)
    return figure(value, 4 if abs(value) < 1e5 else 2)


def signed(value):
    """A number with its sign, also with a plus."""
    return f"+{figure(value)}" if value > 0 else figure(value)


def fixed(value, decimals=2, sign=False):
    """A number with so many decimals, a real minus, and none before a zero."""
    value = round(float(value), decimals) + 0.0
    return minus(f"{value:{'+' if sign else ''}.{decimals}f}")
