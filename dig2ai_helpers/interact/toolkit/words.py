"""How numbers are written in pictures and sentences."""


def minus(words):
    """Write numbers with a real minus sign, not a hyphen."""
    return words.replace("-", "−")


def a_number(number):
    """A number with its article: a 7, an 8."""
    return f"an {number}" if number == 8 else f"a {number}"


def percent(share):
    """A share in whole percent; 0 % and 100 % are kept for what is that to a thousandth."""
    if 0.001 <= share < 0.01:
        return "< 1 %"
    if 0.99 < share <= 0.999:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")
