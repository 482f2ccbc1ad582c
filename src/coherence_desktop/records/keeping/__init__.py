"""Keeps a library safe: back-ups, restoring, moving, other keys, deleting, an audit list."""
