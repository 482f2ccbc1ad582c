"""Compassion practices as a person goes through them, and what they have written."""
