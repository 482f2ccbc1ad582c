"""Works out the measures of the same stretch of two sessions in the background."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.ui.review.measuring import PATIENCE_MS
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.stretch_measures import StretchMeasures, measure_stretch
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.worker import Worker


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
        self._worker = Worker(self)
        self._reviews: tuple[Review, ...] = ()
        self._busy = False
        self._again = False
        self.found: tuple[StretchMeasures, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PATIENCE_MS)
        self._rest.timeout.connect(self._work)
        shown.changed.connect(self._rest.start)

    def begin(self, reviews: Sequence[Review]) -> None:
        """Take other sessions."""
        self._reviews = tuple(reviews)
        self.found = ()
        self.changed.emit()
        self._rest.start()

    def _work(self) -> None:
        reviews = self._reviews
        if not reviews:
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        start_s, end_s = self._shown.start_s, self._shown.end_s

        def work() -> tuple[StretchMeasures, ...]:
            return tuple(
                measure_stretch(one.heart, start_s, min(end_s, one.duration_s)) for one in reviews
            )

        self._worker.run(work, lambda found: self._done(reviews, found), self._could_not)

    def _done(self, reviews: tuple[Review, ...], found: tuple[StretchMeasures, ...]) -> None:
        self._busy = False
        if reviews is self._reviews:
            self.found = found
            self.changed.emit()
        if self._again or reviews is not self._reviews:
            self._again = False
            self._work()

    def _could_not(self, problem: Problem) -> None:
        self._busy = self._again = False
        self.failed.emit(problem.message)
