"""Assessments in the window: what happens, the running session, the result and the choice."""
