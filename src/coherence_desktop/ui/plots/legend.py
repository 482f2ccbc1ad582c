"""Legend of a plot: the form of each series beside its name."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

_GAP_PX = 8
_SPACING_PX = 26


def heart(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Solid line with a dot."""
    color = theme.color("heart")
    painter.setPen(QPen(color, 2.5))
    painter.drawLine(QPointF(x, y), QPointF(x + 20, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    painter.drawEllipse(QPointF(x + 10, y), 2.75, 2.75)


def trace(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Solid line."""
    painter.setPen(QPen(theme.color("heart"), 2.5))
    painter.drawLine(QPointF(x, y), QPointF(x + 22, y))


def target(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Wide smooth wave."""
    pen = QPen(theme.color("breath"), 4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    path = QPainterPath(QPointF(x, y + 2))
    path.cubicTo(QPointF(x + 5, y - 7), QPointF(x + 8, y - 3), QPointF(x + 11, y))
    path.cubicTo(QPointF(x + 14, y + 4), QPointF(x + 17, y + 6), QPointF(x + 21, y - 2))
    painter.drawPath(path)


def provisional(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Hollow circle."""
    painter.setPen(QPen(theme.color("heart"), 2))
    painter.setBrush(theme.color("surface"))
    painter.drawEllipse(QPointF(x + 4, y), 3.25, 3.25)


def corrected(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Hollow square."""
    pen = QPen(theme.color("heart"), 1.75)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    painter.setPen(pen)
    painter.setBrush(theme.color("surface"))
    painter.drawRect(QRectF(x + 0.75, y - 3.25, 6.5, 6.5))


def distress(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Dashed line with a diamond."""
    color = theme.color("distress")
    pen = QPen(color, 2.5)
    pen.setDashPattern([7 / 2.5, 4 / 2.5])
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(x, y), QPointF(x + 28, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(color)
    corners = ((x + 14, y - 6), (x + 20, y), (x + 14, y + 6), (x + 8, y))
    painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in corners]))


def share(painter: QPainter, theme: Theme, x: float, y: float) -> None:
    """Filled box."""
    rounded_box(painter, QRectF(x, y - 5, 14, 10), 2, theme.color("accent", 0.45))


Sample = Callable[[QPainter, Theme, float, float], None]
_WIDTHS: dict[Sample, int] = {
    heart: 20,
    trace: 22,
    target: 21,
    provisional: 8,
    corrected: 8,
    distress: 28,
    share: 14,
}


class Legend(QWidget):
    """Samples and names in one row.

    Parameters
    ----------
    theme : Theme
    *entries : (callable, str)
        One of this module's samples, and the name of the series.
    """

    def __init__(
        self, theme: Theme, *entries: tuple[Sample, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries = entries
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName("Legend: " + ", ".join(name for _, name in entries))
        theme.changed.connect(self.update)

    def set_entries(self, *entries: tuple[Sample, str]) -> None:
        """Show other series."""
        if entries != self._entries:
            self._entries = entries
            self.setAccessibleName("Legend: " + ", ".join(name for _, name in entries))
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Room for all entries."""
        font = self._theme.font(12)
        widths = [_WIDTHS[mark] + _GAP_PX + text_width(font, name) for mark, name in self._entries]
        return QSize(round(sum(widths)) + _SPACING_PX * max(0, len(widths) - 1) + 1, 16)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        painter = QPainter(self)
        crisp(painter)
        font = self._theme.font(12)
        x, y = 0.0, self.height() / 2
        for mark, name in self._entries:
            mark(painter, self._theme, x, y)
            x += _WIDTHS[mark] + _GAP_PX
            x = line_text(painter, font, self._theme.color("ink2"), x, y, name) + _SPACING_PX
