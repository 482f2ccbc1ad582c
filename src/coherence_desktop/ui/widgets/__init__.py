"""Painted building blocks of every page; one widget a file."""
