"""A small plus sign."""

from dataclasses import dataclass

from PySide6.QtCore import QLineF, QRectF
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Plus:
    """Two strokes that cross."""

    width: int = 12
    height: int = 12

    def paint(self, painter: QPainter, theme: Theme, rect: QRectF, token: str | None) -> None:
        """Draw both strokes."""
        middle = rect.center()
        painter.setPen(QPen(theme.color(token or "accent"), 1.75))
        painter.drawLine(QLineF(rect.left(), middle.y(), rect.right(), middle.y()))
        painter.drawLine(QLineF(middle.x(), rect.top(), middle.x(), rect.bottom()))
