"""A session in the window: planned, run, gone on with."""
