"""How numbers are written in pictures and sentences."""


def minus(words):
    """Write numbers with a real minus sign, not a hyphen."""
    return words.replace("-", "−")
