"""Reads how a session's chest acceleration shows the breath, in the background."""

from collections.abc import Callable, Generator, Iterable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.errors import Cancelled, Problem
from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.job import Job
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.views import Review

if TYPE_CHECKING:
    from coherence_desktop.signal.breathing_movement import MovementBreathing


class ReadingStopped(Cancelled):
    """Nobody waits for what was read any more."""

    def __init__(self) -> None:
        super().__init__("The acceleration is not read any further.")


class MovementReading(QObject):
    """Begins with each session that has acceleration, and answers once."""

    known = Signal(object)
    """The `MovementBreathing` of the session that was begun last."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None

    def begin(self, source: ReviewSource, review: Review) -> None:
        """Take another session."""
        self.stop()
        if review.acceleration:
            job = self._job = Job(self)
            job.start(
                lambda _, stops: movement_of(source, stops),
                lambda found: self._read(job, found),
                lambda problem: self._could_not(job, problem),
            )

    def stop(self) -> None:
        """Read no further."""
        job, self._job = self._job, None
        if job is not None:
            job.drop()

    def _read(self, job: Job, found: "MovementBreathing") -> None:
        if job is self._job:
            self.known.emit(found)

    def _could_not(self, job: Job, problem: Problem) -> None:
        if job is self._job:
            self.failed.emit(problem.message)


def movement_of(source: ReviewSource, stops: Callable[[], bool]) -> "MovementBreathing":
    """Work out the breath of a session from its acceleration; for a job.

    Raises
    ------
    ReadingStopped
        If ``stops`` says so.
    """
    from coherence_desktop.records.session_movement import breathing_of_movement

    events = source.movement() if source.movement else source.events
    try:
        return breathing_of_movement(_until(stops, events))
    finally:
        if isinstance(events, Generator):
            events.close()


def _until(stops: Callable[[], bool], events: Iterable[AnyEvent]) -> Iterator[AnyEvent]:
    for event in events:
        if stops():
            raise ReadingStopped
        yield event
