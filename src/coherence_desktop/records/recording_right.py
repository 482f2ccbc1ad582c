"""The right to record into a library: one process has it, as long as it records."""

import threading
import time
from pathlib import Path

from coherence_desktop.records.lock import WriterLock
from coherence_desktop.records.problems import LibraryInUse, SessionNotOpen

PATIENCE_S = 1.0
"""Others that open the library hold its lock for a moment; a recording one holds it on."""


class RecordingRight:
    """Held from the first session that is begun to the end of the last, whichever thread ends it.

    Parameters
    ----------
    library : Path
    """

    def __init__(self, library: Path) -> None:
        self._path = library
        self._lock = WriterLock(library)
        self._sessions: set[str] = set()
        self._changing = threading.Lock()

    def has(self, session_id: str) -> bool:
        """Whether a session is recorded by this process."""
        return session_id in self._sessions

    def take(self, session_id: str) -> None:
        """Record a session from now on.

        Raises
        ------
        SessionNotOpen
            If it is recorded already.
        LibraryInUse
            If another process records.
        LibraryProblem
            If the lock file cannot be made.
        """
        with self._changing:
            if session_id in self._sessions:
                raise SessionNotOpen(session_id)
            patient_until = time.monotonic() + PATIENCE_S
            while not self._lock.acquire():
                if time.monotonic() > patient_until:
                    raise LibraryInUse(self._path)
                time.sleep(0.02)
            self._sessions.add(session_id)

    def give_up(self, session_id: str) -> None:
        """Record a session no longer."""
        with self._changing:
            self._sessions.discard(session_id)
            if not self._sessions:
                self._lock.release()

    def give_all_up(self) -> None:
        """Record nothing any longer."""
        with self._changing:
            self._sessions.clear()
            self._lock.release()
