"""How far one has come, as a row of dots and no number."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp

_APART_PX, _HEIGHT_PX = 20, 16
_SMALL_PX, _LARGE_PX = 4.0, 6.0


class StepDots(QWidget):
    """One dot for each step: filled behind, larger now, hollow ahead.

    Parameters
    ----------
    theme : Theme
    count : int
    """

    def __init__(self, theme: Theme, count: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._count = count
        self._at = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_place(0)

    @property
    def place(self) -> int:
        """Number of the running step, from 0; as many as there are when all are behind."""
        return self._at

    def show_place(self, at: int) -> None:
        """Show which step runs."""
        self._at = at
        done = at >= self._count
        self.setAccessibleName("All steps done" if done else f"Step {at + 1} of {self._count}")
        self.update()

    def sizeHint(self) -> QSize:
        """All dots in a row."""
        return QSize(self._count * _APART_PX, _HEIGHT_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dots."""
        painter = QPainter(self)
        crisp(painter)
        accent, edge = self._theme.color("accent"), self._theme.color("edge")
        for number in range(self._count):
            center = QPointF((number + 0.5) * _APART_PX, self.height() / 2)
            ahead, now = number > self._at, number == self._at
            painter.setBrush(Qt.BrushStyle.NoBrush if ahead else accent)
            painter.setPen(QPen(edge, 1.5) if ahead else Qt.PenStyle.NoPen)
            radius = _LARGE_PX if now else _SMALL_PX
            painter.drawEllipse(center, radius, radius)
