"""A rating as a person at home gives it: a place on a line, and no number."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.programme_steps import Scale
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

SETTLED_MS = 700
"""After this long without a key a value counts."""
HEAD_PX, TRACK_PX, FEET_PX = 32, 48, 20
TROUGH_PX, KNOB_PX = 8.0, 14.0
_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}
_LEAPS = {Qt.Key.Key_PageDown: -2, Qt.Key.Key_PageUp: 2}
"""In tenths of the scale."""


class GentleScale(QWidget):
    """A line from one end to the other; empty until someone rates.

    Arrows move it, PageUp and PageDown by a fifth, Home and End to the ends, a digit to a tenth.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    scale : Scale
    """

    rated = Signal(float, float)
    """The value, and the session time at which it was set."""

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        scale: Scale,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._clock = clock
        self.scale = scale
        self._value: int | None = None
        self._told: int | None = None
        self._t = 0.0
        self._dragging = False
        self._rest = QTimer(self, singleShot=True, interval=SETTLED_MS)
        self._rest.timeout.connect(self.settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8, self._ringed)
        theme.changed.connect(self.update)
        self._name()

    @property
    def value(self) -> int | None:
        """What is set; ``None`` before anyone did."""
        return self._value

    def show_value(self, value: float | None) -> None:
        """Show what is recorded."""
        if self._rest.isActive() or self._dragging or value == self._value:
            return
        self._value = self._told = None if value is None else round(value)
        self._name()
        self.update()

    def settle(self) -> None:
        """Let what is set count now."""
        self._rest.stop()
        if self._value is not None and self._value != self._told:
            self._told = self._value
            self.rated.emit(float(self._value), self._t)

    def sizeHint(self) -> QSize:
        """Title, line, and the words under it."""
        return QSize(480, HEAD_PX + TRACK_PX + FEET_PX)

    def minimumSizeHint(self) -> QSize:
        """The line may be short."""
        return QSize(240, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        crisp(painter)
        theme, color = self._theme, self._theme.color
        line_text(painter, theme.font(20, 500), color("ink"), 0, HEAD_PX / 2, self.scale.title)
        track = self._track()
        rounded_box(painter, track, TROUGH_PX / 2, color("sunken"), color("edge"))
        if self._value is not None:
            x = self._x(self._value)
            done = QRectF(track.x(), track.y(), max(TROUGH_PX, x - track.x()), TROUGH_PX)
            rounded_box(painter, done, TROUGH_PX / 2, color("accent"))
            middle = track.center().y()
            knob = QRectF(x - KNOB_PX, middle - KNOB_PX, 2 * KNOB_PX, 2 * KNOB_PX)
            rounded_box(painter, knob, KNOB_PX, color("surface"), color("accent"), 3)
        font, quiet = theme.font(16), color("ink2")
        y = HEAD_PX + TRACK_PX + FEET_PX / 2 - 2
        line_text(painter, font, quiet, 0, y, self.scale.low)
        high = self.width() - text_width(font, self.scale.high)
        line_text(painter, font, quiet, high, y, self.scale.high)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the place under the pointer."""
        inside = HEAD_PX <= event.position().y() <= HEAD_PX + TRACK_PX
        if event.button() is Qt.MouseButton.LeftButton and inside:
            self._dragging = True
            self._drag_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the pointer."""
        if self._dragging:
            self._drag_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was dragged to counts at once."""
        if self._dragging:
            self._dragging = False
            self.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set it by key; other keys belong to the page."""
        wanted = self._wanted(event)
        if wanted is None:
            super().keyPressEvent(event)
            return
        self._set(wanted)
        self._rest.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What is set counts."""
        super().focusOutEvent(event)
        self.settle()

    def _wanted(self, event: QKeyEvent) -> int | None:
        key, tenth = Qt.Key(event.key()), self.scale.maximum // 10
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return None
        at = self.scale.maximum // 2 if self._value is None else self._value
        if key in _STEPS:
            return at + _STEPS[key] * max(1, tenth // 2)
        if key in _LEAPS:
            return at + _LEAPS[key] * tenth
        if key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            return 0 if key == Qt.Key.Key_Home else self.scale.maximum
        return int(event.text()) * tenth if event.text().isdecimal() else None

    def _set(self, value: int) -> None:
        value = min(max(value, 0), self.scale.maximum)
        if value != self._value:
            self._value = value
            self._t = self._clock()
            self._name()
            self.update()

    def _track(self) -> QRectF:
        top = HEAD_PX + (TRACK_PX - TROUGH_PX) / 2
        return QRectF(KNOB_PX, top, max(1.0, self.width() - 2 * KNOB_PX), TROUGH_PX)

    def _ringed(self) -> QRect:
        return QRect(0, HEAD_PX + 6, self.width(), TRACK_PX - 12)

    def _x(self, value: float) -> float:
        track = self._track()
        return track.x() + track.width() * value / self.scale.maximum

    def _drag_to(self, at: QPointF) -> None:
        track = self._track()
        self._set(round((at.x() - track.x()) / track.width() * self.scale.maximum))

    def _name(self) -> None:
        said = "not said yet" if self._value is None else f"{self._value} of {self.scale.maximum}"
        ends = f"from {self.scale.low} to {self.scale.high}" if self.scale.low else ""
        self.setAccessibleName(f"{self.scale.title}: {said}")
        self.setAccessibleDescription(ends)
