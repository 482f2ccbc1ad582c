"""The distress dial: set by dragging, wheel or keys."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.forms.settling import Settling
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.dial_painting import DialLook, DialPlace, paint_dial
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp

_NOTCH = 120
_WHEEL_STEP = 1
_LEAST = QSize(180, 148)


class DistressDial(QWidget):
    """Distress from 0 to 100 on an arc of 240 degrees.

    Up and Down move it by 1, PageUp and PageDown by 10; a digit sets tens, 0 held sets 100. On the
    dial itself Enter rates the same value again.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    look : DialLook
    scale : float
        Size against the clinician's dial.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        look: DialLook | None = None,
        scale: float = 1.0,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._look = look or DialLook()
        self._scale = scale
        self._place = DialPlace.within(1, 1, scale)
        self._dragging = False
        self._wheel = 0
        self.rating = Settling(clock, parent=self)
        self.rating.changed.connect(self._changed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(_LEAST)
        attach_focus_ring(self, theme, 12)
        theme.changed.connect(self.update)
        self._tell()

    @property
    def place(self) -> DialPlace:
        """Where the arc is."""
        return self._place

    def set_scale(self, scale: float) -> None:
        """Draw larger or smaller."""
        self._scale = scale
        self._place = DialPlace.within(self.width(), self.height(), scale)
        self.update()

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(round(360 * self._scale), round(270 * self._scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the dial."""
        painter = QPainter(self)
        crisp(painter)
        paint_dial(painter, self._theme, self._place, self.rating.value, self._look)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the arc."""
        super().resizeEvent(event)
        self._place = DialPlace.within(self.width(), self.height(), self._scale)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the value under the pointer."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._dragging = self._drag_to(event.position(), None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._dragging:
            self._drag_to(event.position(), (self.rating.value or 0) / 100)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was dragged to counts at once."""
        if self._dragging:
            self._dragging = False
            self.rating.settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move by one for each notch."""
        self._wheel += event.angleDelta().y()
        notches = int(self._wheel / _NOTCH)
        self._wheel -= notches * _NOTCH
        if notches:
            self.rating.step(notches * _WHEEL_STEP)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set the value; Enter rates the same one again."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.rating.value is not None:
            self.rating.move(self.rating.value)
            self.rating.settle()
        elif not self.rating.take_key(event):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key 0 may be let go."""
        self.rating.take_key_release(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key held elsewhere is not held here."""
        super().focusOutEvent(event)
        self.rating.let_go()

    def _drag_to(self, at: QPointF, before: float | None) -> bool:
        share = self._place.share(at, before)
        if share is None:
            return before is not None
        self.rating.move(round(100 * share), resting=False)
        return True

    def _changed(self) -> None:
        self._tell()
        self.update()

    def _tell(self) -> None:
        value = self.rating.value
        words = "not rated yet" if value is None else f"{value} of 100"
        self.setAccessibleName(f"Distress right now, {words}")
