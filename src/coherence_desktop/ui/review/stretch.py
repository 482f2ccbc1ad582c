"""The stretch of a session that is looked at: what the brush holds and the plots show."""

from PySide6.QtCore import QObject, Signal

LEAST_S = 5.0
"""Shorter than this no stretch can become."""
PAN_SHARE = 0.1
ZOOM_STEP = 1.25


class Shown(QObject):
    """Start and end of the shown stretch, always within the session.

    Parameters
    ----------
    total_s : float
        Length of the session.
    """

    changed = Signal()

    def __init__(self, total_s: float = 0.0, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._total_s = max(total_s, LEAST_S)
        self._start_s = 0.0
        self._end_s = self._total_s

    @property
    def total_s(self) -> float:
        """Length of the session in seconds."""
        return self._total_s

    @property
    def start_s(self) -> float:
        """Where the stretch begins, in session seconds."""
        return self._start_s

    @property
    def end_s(self) -> float:
        """Where it ends."""
        return self._end_s

    @property
    def length_s(self) -> float:
        """Its length."""
        return self._end_s - self._start_s

    @property
    def whole(self) -> bool:
        """Whether it is all of the session."""
        return self.length_s > self._total_s - 1e-6

    def reset(self, total_s: float) -> None:
        """Show all of another session."""
        self._total_s = max(total_s, LEAST_S)
        self._start_s, self._end_s = 0.0, self._total_s
        self.changed.emit()

    def show(self, start_s: float, end_s: float) -> None:
        """Show this stretch, as far as it lies within the session."""
        start_s = min(max(start_s, 0.0), self._total_s - LEAST_S)
        end_s = min(max(end_s, start_s + LEAST_S), self._total_s)
        if (start_s, end_s) != (self._start_s, self._end_s):
            self._start_s, self._end_s = start_s, end_s
            self.changed.emit()

    def move_to(self, start_s: float) -> None:
        """Show a stretch of the same length from there."""
        start_s = min(max(start_s, 0.0), self._total_s - self.length_s)
        self.show(start_s, start_s + self.length_s)

    def pan(self, seconds: float) -> None:
        """Move later, or earlier by less than nothing; the length stays."""
        self.move_to(self._start_s + seconds)

    def move_start(self, start_s: float) -> None:
        """Move the start alone."""
        self.show(min(start_s, self._end_s - LEAST_S), self._end_s)

    def move_end(self, end_s: float) -> None:
        """Move the end alone."""
        self.show(self._start_s, max(end_s, self._start_s + LEAST_S))

    def zoom(self, factor: float, around_s: float | None = None) -> None:
        """Make the stretch longer (or shorter, below 1) around a moment that keeps its place."""
        middle = (self._start_s + self._end_s) / 2.0 if around_s is None else around_s
        share = (middle - self._start_s) / self.length_s
        length_s = min(max(self.length_s * factor, LEAST_S), self._total_s)
        start_s = min(max(middle - share * length_s, 0.0), self._total_s - length_s)
        self.show(start_s, start_s + length_s)

    def reveal(self, t: float) -> None:
        """Bring a moment into the stretch, without changing its length."""
        if not self._start_s <= t <= self._end_s:
            self.move_to(t - self.length_s / 2.0)
