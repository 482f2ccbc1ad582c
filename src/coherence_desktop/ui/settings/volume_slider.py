"""How loud: a trough with a knob, and the value beside it."""

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box

_SIZE = QSize(264, 40)
_VALUE_PX = 56
_KNOB_PX = 10.0
_TROUGH_PX = 6.0


class VolumeSlider(QAbstractSlider):
    """0 to 100; arrows move by 5, PageUp and PageDown by 20, also by mouse and wheel.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setRange(0, 100)
        self.setSingleStep(5)
        self.setPageStep(20)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Trough and value."""
        return _SIZE

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go where the pointer is."""
        self.setValue(self._value_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        self.setValue(self._value_at(event.position().x()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw trough, filled part, knob and value."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        trough = self._trough()
        box = QRectF(trough)
        filled = QRectF(box)
        filled.setWidth(box.width() * self.value() / 100.0)
        rounded_box(painter, box, _TROUGH_PX / 2, color("sunken"), color("edge"))
        rounded_box(painter, filled, _TROUGH_PX / 2, color("accent"))
        painter.setPen(QPen(color("surface"), 2))
        painter.setBrush(color("accent"))
        painter.drawEllipse(QPointF(filled.right(), box.center().y()), _KNOB_PX, _KNOB_PX)
        x = self.width() - _VALUE_PX + 16
        line_text(painter, self._theme.font(14, 600), color("ink"), x, 20, str(self.value()))

    def _trough(self) -> QRect:
        left, right = round(_KNOB_PX) + 2, self.width() - _VALUE_PX
        return QRect(left, round(20 - _TROUGH_PX / 2), right - left, round(_TROUGH_PX))

    def _value_at(self, x: float) -> int:
        trough = self._trough()
        return round(100.0 * min(max((x - trough.left()) / trough.width(), 0.0), 1.0))
