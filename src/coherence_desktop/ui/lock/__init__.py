"""Locks the window when nobody is there."""
