"""A rating as a place on a straight line: a trough, a knob, and room above and below."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.forms.settling import Settling
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.painting import rounded_box

TROUGH_PX = 8.0


@dataclass(frozen=True, slots=True)
class Measure:
    """Heights of what is above the line, of the line with its knob, and of what is below it."""

    head_px: int
    track_px: int
    feet_px: int
    knob_px: float
    """Radius."""

    @property
    def height_px(self) -> int:
        """Of all of it."""
        return self.head_px + self.track_px + self.feet_px


class RatingLine(QWidget):
    """A line from 0 to ``maximum``, set by dragging; empty until someone rates.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    maximum : int
    measure : Measure
    token : str
        Colour of the filled part.
    edge : str or None
        Colour of the edge of the trough.
    """

    def __init__(
        self,
        theme: Theme,
        clock: Callable[[], float],
        maximum: int,
        measure: Measure,
        *,
        token: str,
        edge: str | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._measure = measure
        self._token = token
        self._edge = edge
        self._dragging = False
        self.rating = Settling(clock, maximum, parent=self)
        self.rating.changed.connect(self._changed)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        attach_focus_ring(self, theme, 8, self._ringed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Title, line, and the words under it."""
        return QSize(240, self._measure.height_px)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the place under the pointer."""
        below = event.position().y() - self._measure.head_px
        inside = 0 <= below <= self._measure.track_px
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

    def _paint_track(self, painter: QPainter) -> None:
        color, knob_px = self._theme.color, self._measure.knob_px
        track = self._track()
        edge = None if self._edge is None else color(self._edge)
        rounded_box(painter, track, TROUGH_PX / 2, color("sunken"), edge)
        value = self.rating.value
        if value is None:
            return
        x, y = track.x() + track.width() * value / self.rating.maximum, track.center().y()
        done = QRectF(track.x(), track.y(), max(TROUGH_PX, x - track.x()), TROUGH_PX)
        rounded_box(painter, done, TROUGH_PX / 2, color(self._token))
        knob = QRectF(x - knob_px, y - knob_px, 2 * knob_px, 2 * knob_px)
        rounded_box(painter, knob, knob_px, color("surface"), color(self._token), 3)

    def _feet_y(self) -> float:
        """Middle of the words under the line."""
        measure = self._measure
        return measure.head_px + measure.track_px + measure.feet_px / 2 - 2

    def _track(self) -> QRectF:
        measure = self._measure
        top = measure.head_px + (measure.track_px - TROUGH_PX) / 2
        wide = max(1.0, self.width() - 2 * measure.knob_px)
        return QRectF(measure.knob_px, top, wide, TROUGH_PX)

    def _ringed(self) -> QRect:
        measure = self._measure
        inset = measure.track_px // 8
        high = measure.track_px - 2 * inset
        return QRect(0, measure.head_px + inset, self.width(), high)

    def _drag_to(self, at: QPointF) -> None:
        track = self._track()
        share = (at.x() - track.x()) / track.width()
        self.rating.move(round(share * self.rating.maximum), resting=False)

    def _changed(self) -> None:
        self._tell()
        self.update()

    def _tell(self) -> None:
        """Say what is set to a screen reader."""
        raise NotImplementedError
