"""The clock of the person at home."""

from collections.abc import Callable
from datetime import UTC, datetime

Now = Callable[[], datetime]
"""Tells the moment, with the time zone of the place."""


def here_now() -> datetime:
    """The moment on the clock of this computer."""
    return datetime.now(UTC).astimezone()
