"""A trial of interoceptive exposure in the window."""
