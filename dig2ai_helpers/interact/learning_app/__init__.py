"""Teach it your handwriting: a network is trained a little further on the reader's own drawings."""
