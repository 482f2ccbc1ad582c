"""A stretch of session time painted once and copied at every step of scrolling."""

import math
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPixmap

_RESERVE_PX = 256
"""Columns beyond what is shown, so that the whole is repainted only every so often."""
_STEP_PX = 64
"""Columns painted ahead of need at a time."""


class Stretch(NamedTuple):
    """What a strip asks to be painted: moments and where they lie."""

    base_s: float
    """Session time at x = 0."""
    px_per_s: float
    start_s: float
    end_s: float
    """Only moments from ``start_s`` to ``end_s`` are asked for; the rest is clipped."""

    def x(self, t: float) -> float:
        """Pixels from the strip's left end to ``t``."""
        return (t - self.base_s) * self.px_per_s


class ScrollStrip:
    """Pixmap that holds a stretch of time and repaints only columns that changed.

    Parameters
    ----------
    paint : callable
        ``paint(painter, stretch)`` draws the asked stretch, background included.
    """

    def __init__(self, paint: Callable[[QPainter, Stretch], None]) -> None:
        self._paint = paint
        self._pixmap = QPixmap()
        self._base_s = 0.0
        self._px_per_s = 1.0
        self._shown_px = 0.0
        self._good_to_px = -math.inf

    def configure(self, shown_px: float, height_px: float, px_per_s: float, dpr: float) -> None:
        """Set how much is shown; a change throws away what was painted."""
        width = math.ceil((shown_px + _RESERVE_PX) * dpr)
        height = math.ceil(height_px * dpr)
        if (width, height, dpr) != (
            self._pixmap.width(),
            self._pixmap.height(),
            self._pixmap.devicePixelRatio(),
        ):
            self._pixmap = QPixmap(width, height)
            self._pixmap.setDevicePixelRatio(dpr)
            self.invalidate()
        if (px_per_s, shown_px) != (self._px_per_s, self._shown_px):
            self._px_per_s = px_per_s
            self._shown_px = shown_px
            self.invalidate()

    def invalidate(self, from_s: float = -math.inf) -> None:
        """Forget what was painted from ``from_s`` on."""
        if math.isinf(from_s):
            self._good_to_px = -math.inf
            return
        column = math.floor((from_s - self._base_s) * self._px_per_s)
        self._good_to_px = min(self._good_to_px, column)

    def draw(self, painter: QPainter, target: QRectF, left_s: float) -> None:
        """Copy the stretch that begins at ``left_s`` into ``target``."""
        dpr = self._pixmap.devicePixelRatio()
        left_px = self._cover(left_s, target.width())
        source = QRectF(
            round(left_px * dpr), 0, round(target.width() * dpr), round(target.height() * dpr)
        )
        painter.drawPixmap(target, self._pixmap, source)

    def _cover(self, left_s: float, width_px: float) -> float:
        """Paint what is missing; gives the strip's column of ``left_s``."""
        held_px = self._pixmap.width() / self._pixmap.devicePixelRatio()
        left_px = (left_s - self._base_s) * self._px_per_s
        right_px = left_px + width_px
        if self._good_to_px <= left_px or left_px < -0.5:
            self._base_s = left_s
            self._good_to_px = left_px = 0.0
        elif right_px > held_px + 0.5:
            self._shift(left_px)
            left_px = 0.0
        right_px = left_px + width_px
        if right_px > self._good_to_px + 0.5:
            self._render(self._good_to_px, min(math.ceil(right_px) + _STEP_PX, held_px))
        return left_px

    def _shift(self, by_px: float) -> None:
        """Move what was painted to the left end, to have room at the right one again."""
        by = round(by_px * self._pixmap.devicePixelRatio())
        self._pixmap.scroll(-by, 0, 0, 0, self._pixmap.width(), self._pixmap.height())
        self._base_s += by_px / self._px_per_s
        self._good_to_px -= by_px

    def _render(self, from_px: float, to_px: float) -> None:
        painter = QPainter(self._pixmap)
        painter.setClipRect(QRectF(from_px, 0, to_px - from_px, self._pixmap.height()))
        at = Stretch(
            self._base_s,
            self._px_per_s,
            self._base_s + from_px / self._px_per_s,
            self._base_s + to_px / self._px_per_s,
        )
        painter.setBrushOrigin(QPointF(0, 0))
        self._paint(painter, at)
        painter.end()
        self._good_to_px = to_px
