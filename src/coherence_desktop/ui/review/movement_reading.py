"""Reads how a session's chest acceleration shows the breath, in the background."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.signal.breathing_movement import MovementBreathing


class MovementReading(QObject):
    """Begins with each session that has acceleration, and answers once."""

    known = Signal(object)
    """The `MovementBreathing` of the session that was begun last."""
    failed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = Worker(self)
        self._source: ReviewSource | None = None

    def begin(self, source: ReviewSource, review: Review) -> None:
        """Take another session."""
        self._source = source
        if review.acceleration:
            self._worker.run(
                lambda: movement_of(source),
                lambda found: self._read(source, found),
                lambda problem: self.failed.emit(problem.message),
            )

    def _read(self, source: ReviewSource, found: "MovementBreathing") -> None:
        if source is self._source:
            self.known.emit(found)


def movement_of(source: ReviewSource) -> "MovementBreathing":
    """Work out the breath of a session from its acceleration; for a worker."""
    from coherence_desktop.records.session_movement import breathing_of_movement

    return breathing_of_movement(source.movement() if source.movement else source.events)
