"""Exports of sessions: what to write, where, and how far it is."""
