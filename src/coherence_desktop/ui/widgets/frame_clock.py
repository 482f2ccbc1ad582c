"""Frames at an even rate, independent of how long each one takes."""

from time import perf_counter

from PySide6.QtCore import QObject, Qt, QTimer, Signal

FRAMES_PER_S = 60.0


class FrameClock(QObject):
    """Emits `frame` on a fixed grid of time; a late frame is not made up for.

    Parameters
    ----------
    frames_per_s : float
    """

    frame = Signal()

    def __init__(self, frames_per_s: float = FRAMES_PER_S, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._period_s = 1.0 / frames_per_s
        self._due_s = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._tick)

    @property
    def running(self) -> bool:
        """Whether frames come."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin, with a frame a period from now."""
        self._due_s = perf_counter()
        self._schedule()

    def stop(self) -> None:
        """Stop."""
        self._timer.stop()

    def _tick(self) -> None:
        self._schedule()
        self.frame.emit()

    def _schedule(self) -> None:
        now_s = perf_counter()
        self._due_s += self._period_s
        if self._due_s <= now_s:
            missed = int((now_s - self._due_s) / self._period_s) + 1
            self._due_s += missed * self._period_s
        self._timer.start(max(0, round((self._due_s - now_s) * 1000)))
