"""Works out the measures of the shown stretch in the background, the newest wish only."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent
from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.ui.plots.heart_course import HeartCourse
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.stretch_measures import (
    StretchMeasures,
    measure_stretch,
    pacer_of,
    trend_of,
)
from coherence_desktop.ui.worker import Worker

if TYPE_CHECKING:
    from coherence_desktop.signal.breathing_movement import MovementBreathing
    from coherence_desktop.ui.review.views import Trend

PATIENCE_MS = 200
"""The stretch has to stand still for so long before it is measured."""


class Measuring(QObject):
    """Measures of the shown stretch and of the whole session.

    Parameters
    ----------
    shown : Shown
    """

    changed = Signal()
    failed = Signal(str)

    def __init__(self, shown: Shown, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shown = shown
        self._worker = Worker(self)
        self._heart: HeartCourse | None = None
        self._events: Sequence[AnyEvent] = ()
        self._pacer: Pacer | None = None
        self._movement: MovementBreathing | None = None
        self._session = 0
        self._busy = False
        self._again = False
        self._outdated = False
        self.stretch: StretchMeasures | None = None
        self.whole: StretchMeasures | None = None
        self.trend: Trend | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PATIENCE_MS)
        self._rest.timeout.connect(self._work)

    def begin(self, heart: HeartCourse, events: Sequence[AnyEvent]) -> None:
        """Take another session; nothing is measured before it is asked for."""
        self._heart, self._events = heart, events
        self._movement = None
        self._session += 1
        self._rest.stop()
        self._outdated = self._again = False
        self.stretch = self.whole = self.trend = None
        self.changed.emit()

    def know_movement(self, movement: "MovementBreathing") -> None:
        """Take the breath that the chest's acceleration shows."""
        self._movement = movement
        if self._heart is not None:
            self.renew(self._heart, self._events)

    def renew(self, heart: HeartCourse, events: Sequence[AnyEvent]) -> None:
        """Measure the same session as it was put right; what is known stays until then."""
        known = self.stretch is not None
        wanted = known or self._busy or self._rest.isActive()
        self._heart, self._events = heart, events
        self._session += 1
        self._outdated = known
        if wanted:
            self.ask()

    def ask(self) -> None:
        """Measure what is shown, once it stands still."""
        if self._heart is not None and not self._current():
            self._rest.start()

    def _current(self) -> bool:
        if self._outdated:
            return False
        wanted = (self._shown.start_s, self._shown.end_s)
        return self.stretch is not None and wanted == (self.stretch.start_s, self.stretch.end_s)

    def _work(self) -> None:
        heart = self._heart
        if heart is None or self._current():
            return
        if self._busy:
            self._again = True
            return
        self._busy = True
        session, events = self._session, self._events
        whole = None if self._outdated else self.whole
        start_s, end_s, total_s = self._shown.start_s, self._shown.end_s, self._shown.total_s
        pacer, movement = self._pacer, self._movement

        def work() -> tuple[StretchMeasures, StretchMeasures, Pacer | None]:
            guide = pacer_of(events) if whole is None else pacer
            all_of_it = whole or measure_stretch(heart, 0.0, total_s, guide, movement)
            if (start_s, end_s) == (all_of_it.start_s, all_of_it.end_s):
                return all_of_it, all_of_it, guide
            part = measure_stretch(heart, start_s, end_s, guide, movement)
            return part, all_of_it, guide

        self._worker.run(
            work, lambda found: self._done(session, *found), lambda p: self._failed(session, p)
        )

    def _done(
        self, session: int, stretch: StretchMeasures, whole: StretchMeasures, pacer: Pacer | None
    ) -> None:
        self._busy = False
        if session != self._session:
            self._follow()
            return
        if self.whole is not whole:
            self.trend = trend_of(whole)
        self._outdated = False
        self.stretch, self.whole, self._pacer = stretch, whole, pacer
        self.changed.emit()
        self.ask()

    def _failed(self, session: int, problem: Problem) -> None:
        self._busy = False
        if session == self._session:
            self.failed.emit(problem.message)
        else:
            self._follow()

    def _follow(self) -> None:
        """Do what was asked for while something else was worked out."""
        if self._again:
            self._again = False
            self.ask()
