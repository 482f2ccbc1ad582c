"""Choosing how to breathe and for how long, and writing patterns of one's own."""
