"""What is done with a whole library from the window: one kind of work a module."""
