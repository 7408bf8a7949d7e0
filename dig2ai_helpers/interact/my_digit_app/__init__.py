"""The reader's own digit, followed through a network and back."""
