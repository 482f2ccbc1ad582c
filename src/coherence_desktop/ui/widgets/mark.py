"""The mark of the app: a disc in two soft rings."""

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, mixed

_RADII = (17.0, 11.5, 6.5)


def paint_mark(painter: QPainter, theme: Theme, center: QPointF) -> None:
    """Draw the mark around a point; it is 34 across."""
    soft, accent = theme.color("accent_soft"), theme.color("accent")
    painter.setPen(Qt.PenStyle.NoPen)
    for radius, fill in zip(_RADII, (soft, mixed(soft, accent, 0.3), accent), strict=True):
        painter.setBrush(fill)
        painter.drawEllipse(center, radius, radius)


class Mark(QWidget):
    """The mark as a widget.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setFixedSize(QSize(34, 34))
        theme.changed.connect(self.update)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        painter = QPainter(self)
        crisp(painter)
        paint_mark(painter, self._theme, QPointF(17, 17))
