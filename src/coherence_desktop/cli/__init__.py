"""The same capabilities without a window."""
