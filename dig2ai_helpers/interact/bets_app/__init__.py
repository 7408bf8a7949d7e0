"""Bets with probabilities, scored by cross-entropy."""
