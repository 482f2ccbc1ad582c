"""A session after it ended: the list of sessions, and one of them in every detail."""
