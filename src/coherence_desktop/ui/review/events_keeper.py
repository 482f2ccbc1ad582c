"""Adds events to the logs of sessions in the background, in the order in which they came."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.worker import Worker


class EventsKeeper(QObject):
    """A queue before `Library.annotate`: later words never come before earlier ones.

    Parameters
    ----------
    write : callable
        Adds events to the log of a session, by its id; called in a thread.
    """

    failed = Signal(object)
    """The `Problem` because of which something was not kept."""
    idle = Signal()
    """Everything was written or has failed."""

    def __init__(
        self, write: Callable[[str, Sequence[AnyEvent]], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._write = write
        self._worker = Worker(self)
        self._waiting: list[tuple[str, tuple[AnyEvent, ...]]] = []
        self._busy = False

    @property
    def busy(self) -> bool:
        """Whether something is not written yet."""
        return self._busy

    def add(self, session_id: str, events: Sequence[AnyEvent]) -> None:
        """Add events to a session's log after everything that was added before."""
        self._waiting.append((session_id, tuple(events)))
        self._next()

    def _next(self) -> None:
        if self._busy or not self._waiting:
            return
        self._busy = True
        session_id, events = self._waiting.pop(0)
        self._worker.run(
            lambda: self._write(session_id, events), lambda _: self._over(), self._could_not
        )

    def _could_not(self, problem: Problem) -> None:
        self.failed.emit(problem)
        self._over()

    def _over(self) -> None:
        self._busy = False
        if self._waiting:
            self._next()
        else:
            self.idle.emit()
