"""The rating of one goal, from where it began to where it is."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.home.goals import BEST, Goal
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import crisp

SETTLES_MS = 900
_TRACK_PX, _DOT_PX = 5.0, 7.0


class GoalTrack(QWidget):
    """From where it began to where it is; arrows or a click rate this week.

    Parameters
    ----------
    theme : Theme
    goal : Goal
    """

    rated = Signal(float)
    """A value that has settled."""

    def __init__(self, theme: Theme, goal: Goal, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._goal = goal
        self._value = goal.last.value if goal.last is not None else None
        self._settling = QTimer(self)
        self._settling.setSingleShot(True)
        self._settling.setInterval(SETTLES_MS)
        self._settling.timeout.connect(self._settle)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8, lambda: self.rect().adjusted(0, 8, 0, -8))
        self._say()
        theme.changed.connect(self.update)

    @property
    def value(self) -> float | None:
        """The rating as it is shown."""
        return self._value

    def sizeHint(self) -> QSize:
        """A target that is easily met."""
        return QSize(240, 40)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows rate by one; digits rate as they are."""
        by = {
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: 1,
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Down: -1,
        }.get(Qt.Key(event.key()))
        if by is not None:
            self._rate((self._value if self._value is not None else 0.0) + by)
        elif event.text().isdecimal():
            self._rate(float(event.text()))
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Rate where it is pressed."""
        self._rate_at(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        self._rate_at(event.position().x())

    def hideEvent(self, event: QHideEvent) -> None:
        """A rating on its way is kept."""
        if self._settling.isActive():
            self._settling.stop()
            self._settle()
        super().hideEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the track, where it began, and where it is."""
        painter = QPainter(self)
        crisp(painter)
        color = self._theme.color
        y = self.height() / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("sunken"))
        track = QRectF(0, y - _TRACK_PX / 2, self.width(), _TRACK_PX)
        painter.drawRoundedRect(track, _TRACK_PX / 2, _TRACK_PX / 2)
        first = self._goal.first
        if self._value is None:
            return
        here = QPointF(self._x(self._value), y)
        if first is not None:
            there = QPointF(self._x(first.value), y)
            painter.setPen(QPen(color("accent"), 4))
            painter.drawLine(there, here)
            painter.setPen(QPen(color("accent"), 2))
            painter.setBrush(color("surface"))
            painter.drawEllipse(there, _DOT_PX - 1.5, _DOT_PX - 1.5)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(color("accent"))
        painter.drawEllipse(here, _DOT_PX, _DOT_PX)

    def _x(self, value: float) -> float:
        return _DOT_PX + value / BEST * (self.width() - 2 * _DOT_PX)

    def _rate_at(self, x: float) -> None:
        self._rate(round((x - _DOT_PX) / max(1.0, self.width() - 2 * _DOT_PX) * BEST))

    def _rate(self, value: float) -> None:
        self._value = min(max(value, 0.0), BEST)
        self._settling.start()
        self._say()
        self.update()

    def _settle(self) -> None:
        if self._value is not None:
            self.rated.emit(self._value)

    def _say(self) -> None:
        now = "not rated yet" if self._value is None else f"{self._value:g} of {BEST:g}"
        self.setAccessibleName(f"{self._goal.text}: {now}")
