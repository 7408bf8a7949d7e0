"""The drawing pad: draw a digit, and a network reads it."""
