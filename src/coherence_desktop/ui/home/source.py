"""What the pages at home need from whoever keeps sessions and writings."""

from collections.abc import Sequence
from typing import Protocol

from coherence_desktop.events import AnyEvent
from coherence_desktop.records.summary import SessionSummary


class Sessions(Protocol):
    """Knows all sessions and their logs; `records.library.Library` is one."""

    def sessions(self) -> Sequence[SessionSummary]:
        """All sessions, the newest first."""
        ...

    def events(self, session_id: str, *, raw: bool = True) -> list[AnyEvent]:
        """Read the log of a session, whole or without ECG and acceleration."""
        ...
