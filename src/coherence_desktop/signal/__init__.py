"""Numbers: arrays in, measures out."""
