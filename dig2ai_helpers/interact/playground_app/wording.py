"""How the playground writes what it measured."""

from ..toolkit import words

NARROW_SPACE = "\u202f"  # at which no line breaks


def percent(share, digits=0):
    """Write a share as "97.3 %", without a place to break the line."""
    return words.percent(share, digits).replace(" ", NARROW_SPACE)


def duration(seconds):
    """Write a time with as many digits as tell something: "40 ms", "1.2 s"."""
    if seconds < 0.0995:
        return f"{max(seconds * 1000, 1):.0f}{NARROW_SPACE}ms" if seconds else f"0{NARROW_SPACE}s"
    return f"{seconds:.2f}{NARROW_SPACE}s" if seconds < 0.995 else f"{seconds:.1f}{NARROW_SPACE}s"


def of_neurons(network):
    """Write the sizes of a network."""
    return "-".join(f"{size}" for size in network.sizes)
