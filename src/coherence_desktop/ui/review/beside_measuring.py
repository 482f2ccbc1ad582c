"""Works out the measures of the same stretch of two sessions in the background."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.signal.breathing_movement import MovementBreathing
from coherence_desktop.ui.job import Job
from coherence_desktop.ui.review.measuring import PATIENCE_MS
from coherence_desktop.ui.review.movement_reading import movement_of
from coherence_desktop.ui.review.sources import ReviewSource
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.stretch_measures import StretchMeasures, measure_stretch
from coherence_desktop.ui.review.views import Review

Movements = tuple[MovementBreathing | None, ...]


class BesideMeasuring(QObject):
    """Measures of the shown stretch of each session, the newest wish only.

    Parameters
    ----------
    shown : Shown
        Counts from the start of each session.
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, shown: Shown, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._job = Job(self)
        self._reviews: tuple[Review, ...] = ()
        self._sources: tuple[ReviewSource, ...] = ()
        self._movements: Movements | None = None
        self._again = False
        self.found: tuple[StretchMeasures, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PATIENCE_MS)
        self._rest.timeout.connect(self._work)
        shown.changed.connect(self._rest.start)

    def begin(self, reviews: Sequence[Review], sources: Sequence[ReviewSource]) -> None:
        """Take other sessions."""
        self._job.cancel()
        self._reviews, self._sources = tuple(reviews), tuple(sources)
        self._movements = None
        self.found = ()
        self.changed.emit()
        self._rest.start()

    def stop(self) -> None:
        """Read and measure no further."""
        self._rest.stop()
        self._reviews, self._sources = (), ()
        self._job.cancel()

    def _work(self) -> None:
        reviews = self._reviews
        if not reviews:
            return
        if self._job.runs:
            self._again = True
            return
        start_s, end_s = self._shown.start_s, self._shown.end_s
        sources, known = self._sources, self._movements

        def work(stops: Callable[[], bool]) -> tuple[tuple[StretchMeasures, ...], Movements]:
            pairs = zip(reviews, sources, strict=True)
            movements = known or tuple(
                movement_of(source, stops) if one.acceleration else None for one, source in pairs
            )
            found = tuple(
                measure_stretch(one.heart, start_s, min(end_s, one.duration_s), movement=movement)
                for one, movement in zip(reviews, movements, strict=True)
            )
            return found, movements

        self._job.start(
            lambda _, stops: work(stops),
            lambda answer: self._done(reviews, *answer),
            lambda problem: self._could_not(reviews, problem),
        )

    def _done(
        self,
        reviews: tuple[Review, ...],
        found: tuple[StretchMeasures, ...],
        movements: Movements,
    ) -> None:
        if reviews is self._reviews:
            self.found, self._movements = found, movements
            self.changed.emit()
        self._go_on(reviews)

    def _could_not(self, reviews: tuple[Review, ...], problem: Problem) -> None:
        if reviews is self._reviews:
            self._again = False
            self.failed.emit(problem.message)
        self._go_on(reviews)

    def _go_on(self, reviews: tuple[Review, ...]) -> None:
        if self._again or reviews is not self._reviews:
            self._again = False
            self._work()
