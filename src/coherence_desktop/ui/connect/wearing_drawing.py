"""The drawing of how a chest strap sits."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, rounded_box

_SIZE = QSize(288, 184)
_MIDDLE = 144.0


def _half_body() -> QPainterPath:
    """Neck, shoulder, arm and side of the left half."""
    path = QPainterPath(QPointF(105, 0))
    path.cubicTo(105, 20, 103, 29, 75, 38)
    path.cubicTo(47, 47, 37, 56, 34, 80)
    path.lineTo(19, 184)
    path.moveTo(69, 92)
    path.lineTo(63, 184)
    return path


def _belt() -> QPainterPath:
    path = QPainterPath(QPointF(68, 109))
    path.quadTo(_MIDDLE, 128, 220, 109)
    path.lineTo(222, 131)
    path.quadTo(_MIDDLE, 148, 66, 131)
    path.closeSubpath()
    return path


class WearingDrawing(QWidget):
    """A body with the strap under the chest, in the colours of the legend beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName("Drawing: the strap lies under the chest, its sensor in the middle")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """The size that the picture was drawn at."""
        return _SIZE

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw body, belt, pads and sensor."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        painter.translate((self.width() - _SIZE.width()) / 2, 0)
        pen = QPen(color("edge"), 2.2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawPath(_half_body())
        painter.save()
        painter.translate(2 * _MIDDLE, 0)
        painter.scale(-1, 1)
        painter.drawPath(_half_body())
        painter.restore()
        painter.setPen(QPen(color("accent"), 1.8))
        painter.setBrush(color("accent_soft"))
        painter.drawPath(_belt())
        for side in (-1, 1):
            painter.save()
            painter.translate(_MIDDLE + side * 49, 121)
            painter.rotate(-side * 6)
            rounded_box(painter, QRectF(-14.5, -3.25, 29, 6.5), 3, color("breath"))
            painter.restore()
        rounded_box(painter, QRectF(_MIDDLE - 26, 109, 52, 28), 14, color("accent"))
