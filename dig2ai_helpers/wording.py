"""How numbers are written in pictures, apps and sentences."""

import re

import numpy as np


def minus(words):
    """Write numbers with a real minus sign, not a hyphen."""
    return words.replace("-", "−")


def one_line(text):
    """Write a text in one line, without what a page or a terminal can't show or would obey."""
    kept = "\u200c\u200d"  # they join and part letters: Persian and many emoji need them
    return " ".join("".join(c if c.isprintable() or c in kept else " " for c in text).split())


def a_number(number):
    """Write a number with its article: a 7, an 8."""
    return f"an {number}" if number == 8 else f"a {number}"


def counted(count, one, several=""):
    """Write a number of things: 1 digit, 1,234 digits."""
    return f"{count:,} {one if count == 1 else several or f'{one}s'}"


def percent(share, digits=0):
    """Write a share as "97.3 %"; what is only nearly nothing or all is not called 0 or 100 %."""
    rounded, least = round(100 * float(share), digits), 10.0**-digits
    sign = ""
    if rounded == 0 < share:
        sign, rounded = "< ", least
    elif rounded == 100 > 100 * share:
        sign, rounded = "> ", 100 - least
    return minus(f"{sign}{rounded:.{digits}f} %")


def signs(words):
    """Write a text's numbers as the series does: "-1" and "97%" become "−1" and "97 %"."""
    return re.sub(r"(?<=\d)%", " %", re.sub(r"(?<![\w\d])-(?=\d)", "−", words))


def figure(value, digits=2):
    """Write a number with its first digits only, without an exponent."""
    if not np.isfinite(value):
        return "no finite number"
    if 0 < abs(value) < 1e-7:
        return "nearly 0"
    short = float(f"{value:.{digits}g}")
    words = np.format_float_positional(short, trim="-") if abs(short) < 1000 else f"{short:,.0f}"
    return minus(words.replace("-0", "0") if short == 0 else words)


def listed(words):
    """Join words as in a sentence: "a, b and c"."""
    *first, last = words or [""]
    return f"{', '.join(first)} and {last}" if first else last
