"""The digits: where they come from, what they look like in memory, how they are changed."""

from .loading import load_digits
from .splits import Digits, Split, check_digits, one_hot

__all__ = ["Digits", "Split", "check_digits", "load_digits", "one_hot"]
