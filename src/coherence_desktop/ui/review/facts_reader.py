"""Reads the logs of listed sessions in the background, one at a time."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.review.session_entries import SessionFacts, facts_of
from coherence_desktop.ui.worker import Worker


class FactsReader(QObject):
    """Answers what a sessions list asks for.

    Parameters
    ----------
    read : callable
        Gives the log of a session by its id; called in a thread.
    """

    known = Signal(str, object)
    """Id of a session and its `SessionFacts`."""
    failed = Signal(str, str)
    """Id of a session whose log cannot be read, and why."""

    def __init__(
        self, read: Callable[[str], Sequence[AnyEvent]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._read = read
        self._worker = Worker(self)
        self._waiting: list[str] = []
        self._now = ""

    def ask(self, session_id: str) -> None:
        """Read a session's log when those before it are done."""
        if session_id != self._now and session_id not in self._waiting:
            self._waiting.append(session_id)
            self._next()

    def forget(self) -> None:
        """Read nothing more of what was asked for."""
        self._waiting.clear()

    def _next(self) -> None:
        if self._now or not self._waiting:
            return
        wanted = self._now = self._waiting.pop(0)
        self._worker.run(lambda: facts_of(self._read(wanted)), self._done, self._could_not)

    def _done(self, facts: SessionFacts) -> None:
        read, self._now = self._now, ""
        self.known.emit(read, facts)
        self._next()

    def _could_not(self, problem: Problem) -> None:
        read, self._now = self._now, ""
        self.failed.emit(read, problem.message)
        self._next()
