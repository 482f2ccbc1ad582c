"""Coherence over the whole session, on the bands of its levels."""

import math

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.levels import Levels
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.plots.curves import finite_runs
from coherence_desktop.ui.plots.time_axis import session_scale
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.rings import WORDS, Ringed
from coherence_desktop.ui.words.values import clock

FloatArray = NDArray[np.float64]

NEEDS_S = 64.0
"""Seconds of beats that the first coherence takes."""
_LEFT_PX = 33
_RIGHT_PX = 89
_TOP_PX = 8
_BOTTOM_PX = 26
_LEGEND_GAP_PX = 20


class CoherenceTrend(QWidget):
    """Plot of the session's coherence scores.

    Parameters
    ----------
    theme : Theme
    model : LiveModel
    levels : Levels
    """

    def __init__(
        self, theme: Theme, model: LiveModel, levels: Levels, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._levels = levels
        self._ground = QPixmap()
        self._ground_of: tuple[float, float] | None = None
        self._now = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(280, 120)
        self.setAccessibleName("Coherence, 0 to 100, whole session")
        theme.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(512, 233)

    def changed(self, now: float) -> None:
        """Draw the newest score."""
        self._now = now
        self.update()

    def advance(self, now: float) -> None:
        """Widen the axis when the session has outgrown it; let the dot go when beats stop."""
        stale = self._model.stale(now)
        if stale is not self._model.stale(self._now) or (
            session_scale(now) != session_scale(self._now)
        ):
            self.changed(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the ground anew."""
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trend over its cached ground."""
        span_s, tick_s = session_scale(max(self._now, 1.0))
        first_t = self._model.first_coherence_t()
        begins_s = min(span_s, NEEDS_S if first_t is None else first_t)
        same_screen = self._ground.devicePixelRatio() == self.devicePixelRatioF()
        if self._ground_of != (span_s, begins_s) or not same_screen:
            self._paint_ground(span_s, tick_s, begins_s)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        if first_t is None:
            return
        crisp(painter)
        plot = self._plot()
        t, score = self._model.trend()
        t, score = _thinned(t, score, span_s / plot.width())
        x = plot.left() + t * plot.width() / span_s
        y = plot.bottom() - score * plot.height() / 100.0
        pen = QPen(self._theme.color("accent"), 2.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for run in finite_runs(x, y):
            painter.drawPolyline(run)
        if not math.isnan(y[-1]) and not self._model.stale(self._now):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent"))
            painter.drawEllipse(QPointF(x[-1], y[-1]), 5, 5)

    def _forget(self) -> None:
        self._ground_of = None
        self.update()

    def _plot(self) -> QRectF:
        return QRectF(
            _LEFT_PX,
            _TOP_PX,
            self.width() - _LEFT_PX - _RIGHT_PX,
            self.height() - _TOP_PX - _BOTTOM_PX,
        )

    def _y(self, score: float) -> float:
        plot = self._plot()
        return round(plot.bottom() - score * plot.height() / 100.0) + 0.5

    def _paint_ground(self, span_s: float, tick_s: float, begins_s: float) -> None:
        dpr = self.devicePixelRatioF()
        self._ground = QPixmap(self.size() * dpr)
        self._ground.setDevicePixelRatio(dpr)
        self._ground.fill(self._theme.color("surface"))
        self._ground_of = (span_s, begins_s)
        painter = QPainter(self._ground)
        plot = self._plot()
        begins_x = round(plot.left() + begins_s * plot.width() / span_s)
        bounds = (0.0, self._levels.medium, self._levels.high, 100.0)
        for low, high, share in zip(bounds, bounds[1:], (0.03, 0.08, 0.15), strict=False):
            top, bottom = self._y(high) - 0.5, self._y(low) - 0.5
            band = QRectF(begins_x, top, plot.right() - begins_x, bottom - top)
            painter.fillRect(band, self._theme.color("accent", share))
        painter.setPen(QPen(self._theme.color("line"), 1))
        for score in bounds:
            from_x = plot.left() if score == 0 else begins_x
            painter.drawLine(QLineF(from_x, self._y(score), plot.right(), self._y(score)))
        self._paint_not_yet(painter, QRectF(plot.left(), plot.top(), begins_x - plot.left(), 0))
        crisp(painter)
        font, ink3 = self._theme.font(12), self._theme.color("ink3")
        for score in bounds:
            text = f"{score:.0f}"
            x = plot.left() - 8 - text_width(font, text)
            line_text(painter, font, ink3, x, self._y(score), text)
        for tick in range(round(span_s / tick_s) + 1):
            text = clock(tick * tick_s)
            x = plot.left() + tick * tick_s * plot.width() / span_s - text_width(font, text) / 2
            line_text(painter, font, ink3, x, self.height() - 12, text)
        self._paint_levels(painter, plot)
        painter.end()

    def _paint_not_yet(self, painter: QPainter, hatched: QRectF) -> None:
        """Hatch what comes before the first 64 s, and say so where there is room."""
        hatched.setBottom(self._y(0) - 0.5)
        painter.save()
        painter.setClipRect(hatched)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.color("line"), 1))
        reach = hatched.height()
        for offset in np.arange(hatched.left() - reach, hatched.right(), 12.0).tolist():
            painter.drawLine(QLineF(offset, hatched.bottom(), offset + reach, hatched.top()))
        painter.restore()
        font = self._theme.font(12, 500)
        lines = ("not yet:", f"needs {NEEDS_S:.0f} s")
        if self._model.source == "none":
            lines = ("no heart", "data")
        elif self._model.rates_only:
            lines = ("absent:", "no beats")
        wide = max(text_width(font, line) for line in lines)
        if wide + 2 > hatched.width():
            return
        box = QRectF(0, 0, min(wide + 8, hatched.width()), 48)
        box.moveCenter(QPointF(hatched.center().x(), (self._y(40) + self._y(65)) / 2))
        painter.fillRect(box, self._theme.color("surface"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for number, line in enumerate(lines):
            x = box.center().x() - text_width(font, line) / 2
            y = box.center().y() + (number - 0.5) * 17
            line_text(painter, font, self._theme.color("ink2"), x, y, line)

    def _paint_levels(self, painter: QPainter, plot: QRectF) -> None:
        bounds = (0.0, self._levels.medium, self._levels.high, 100.0)
        font = self._theme.font(12, 500)
        for level in (1, 2, 3):
            middle = (self._y(bounds[level - 1]) + self._y(bounds[level])) / 2
            rings = Ringed(level, 20)
            corner = QPointF(plot.right() + _LEGEND_GAP_PX - 10, middle - 10)
            rings.paint(painter, self._theme, QRectF(corner.x(), corner.y(), 20, 20), None)
            x = corner.x() + 26
            line_text(painter, font, self._theme.color("ink2"), x, middle, WORDS[level])


def _thinned(
    t: FloatArray, score: FloatArray, seconds_per_px: float
) -> tuple[FloatArray, FloatArray]:
    """About one point a pixel: the last of each pixel, breaks kept."""
    if len(t) < 2 or len(t) * seconds_per_px < 2.0 * (t[-1] - t[0]):
        return t, score
    column = np.floor(t / seconds_per_px)
    keep = np.append(np.flatnonzero(np.diff(column)), len(t) - 1)
    breaks = np.flatnonzero(np.isnan(score))
    keep = np.unique(np.concatenate([keep, breaks]))
    return t[keep], score[keep]
