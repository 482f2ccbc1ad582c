"""A rating on a straight scale: a trough, a knob, and what its ends mean."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.settling import Settling
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp, line_text, rounded_box, text_width

_HEAD_PX = 24
_TRACK_PX = 36
_FEET_PX = 16
_KNOB_PX = 12.0
_TROUGH_PX = 8.0


class ScaleSlider(QWidget):
    """A scale from 0 to ``maximum``; empty until someone rates.

    Arrows move it by 1, PageUp and PageDown by 10 (by 1 where it ends at 10); a digit sets tenths.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    title : str
        What is rated.
    maximum : int
    unit : str
        Behind the value.
    ends : tuple of str
        What the ends of the scale mean.
    token : str
        Colour of the filled part.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        title: str,
        maximum: int = 100,
        *,
        unit: str = "",
        ends: tuple[str, str] = ("", ""),
        token: str = "ink2",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._title = title
        self._unit = unit
        self._ends = ends
        self._between = ""
        self._token = token
        self._dragging = False
        self.rating = Settling(clock, maximum, parent=self)
        self.rating.changed.connect(self._changed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8, self._ringed)
        theme.changed.connect(self.update)
        self._tell()

    def set_between(self, words: str) -> None:
        """Say something quiet between the ends."""
        if words != self._between:
            self._between = words
            self.update()

    def sizeHint(self) -> QSize:
        """Title, track and the words under it."""
        feet = _FEET_PX if any(self._ends) else 0
        return QSize(240, _HEAD_PX + _TRACK_PX + feet)

    def minimumSizeHint(self) -> QSize:
        """The scale may become narrow."""
        return QSize(160, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title, value, track and ends."""
        painter = QPainter(self)
        crisp(painter)
        theme, color = self._theme, self._theme.color
        middle = _HEAD_PX / 2
        line_text(painter, theme.font(14), color("ink2"), 0, middle, self._title)
        self._paint_value(painter, middle)
        track = self._track()
        rounded_box(painter, track, _TROUGH_PX / 2, color("sunken"))
        value = self.rating.value
        if value is not None:
            x = self._x(value)
            done = QRectF(track.x(), track.y(), max(_TROUGH_PX, x - track.x()), _TROUGH_PX)
            rounded_box(painter, done, _TROUGH_PX / 2, color(self._token))
            knob = QRectF(x - _KNOB_PX, track.center().y() - _KNOB_PX, 2 * _KNOB_PX, 2 * _KNOB_PX)
            rounded_box(painter, knob, _KNOB_PX, color("surface"), color(self._token), 3)
        self._paint_ends(painter)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the value under the pointer."""
        inside = _HEAD_PX <= event.position().y() <= _HEAD_PX + _TRACK_PX
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
            self.rating.settle()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Set the value."""
        if not self.rating.take_key(event, sideways=True):
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        """The key 0 may be let go."""
        self.rating.take_key_release(event)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A key held elsewhere is not held here."""
        super().focusOutEvent(event)
        self.rating.let_go()

    def _track(self) -> QRectF:
        top = _HEAD_PX + (_TRACK_PX - _TROUGH_PX) / 2
        return QRectF(_KNOB_PX, top, max(1.0, self.width() - 2 * _KNOB_PX), _TROUGH_PX)

    def _ringed(self) -> QRect:
        return QRect(0, _HEAD_PX + 4, self.width(), _TRACK_PX - 8)

    def _x(self, value: float) -> float:
        track = self._track()
        return track.x() + track.width() * value / self.rating.maximum

    def _drag_to(self, at: QPointF) -> None:
        track = self._track()
        share = (at.x() - track.x()) / track.width()
        self.rating.move(round(share * self.rating.maximum), resting=False)

    def _paint_value(self, painter: QPainter, middle: float) -> None:
        theme, value = self._theme, self.rating.value
        if value is None:
            font, words = theme.font(14), "not rated yet"
            x = self.width() - text_width(font, words)
            line_text(painter, font, theme.color("ink3"), x, middle, words)
            return
        bold, plain = theme.font(20, 600), theme.font(14)
        wide = text_width(bold, str(value))
        after = text_width(plain, self._unit) + 5 if self._unit else 0.0
        x = line_text(
            painter, bold, theme.color("ink"), self.width() - wide - after, middle, str(value)
        )
        if self._unit:
            line_text(painter, plain, theme.color("ink2"), x + 5, middle + 1.5, self._unit)

    def _paint_ends(self, painter: QPainter) -> None:
        if not any(self._ends):
            return
        theme, font = self._theme, self._theme.font(12)
        y = _HEAD_PX + _TRACK_PX + _FEET_PX / 2 - 2
        low, high = self._ends
        quiet = theme.color("ink3")
        after = line_text(painter, font, quiet, 0, y, low)
        before = self.width() - text_width(font, high)
        line_text(painter, font, quiet, before, y, high)
        wide = text_width(font, self._between)
        x = (self.width() - wide) / 2
        if self._between and after + 8 < x and x + wide + 8 < before:
            line_text(painter, font, theme.color("ink2"), x, y, self._between)

    def _changed(self) -> None:
        self._tell()
        self.update()

    def _tell(self) -> None:
        value = self.rating.value
        words = "not rated yet" if value is None else f"{value} {self._unit}".strip()
        self.setAccessibleName(f"{self._title}: {words}")
