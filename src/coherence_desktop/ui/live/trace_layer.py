"""Paints the tachogram's trace: grid, target wave behind now, beats, corrections, gaps."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.plots.beat_track import GapSpan, Trace
from coherence_desktop.ui.plots.bpm_range import STEP_BPM, BpmRange
from coherence_desktop.ui.plots.curves import (
    finite_runs,
    peak_columns,
    pieces,
    polygon,
    vertical_lines,
)
from coherence_desktop.ui.plots.scroll_strip import Stretch
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import line_text, text_width
from coherence_desktop.ui.words.values import length

DOTS_FROM_PX_PER_S = 6.0
"""Narrower than this, dots of neighbouring beats would run into each other."""
COLUMNS_BELOW_PX_PER_S = 1.5
"""Narrower than this, several beats share a column and only their extremes are drawn."""
WAVE_FROM_PX_PER_S = 2.0
_BLEED_PX = 8.0
_DASH = [1.3, 1.2]

FloatArray = NDArray[np.float64]


class TraceLayer:
    """What lies behind now; painted stretch by stretch into a strip.

    Parameters
    ----------
    theme : Theme
    model : LiveModel
    scale : BpmRange
    pacer : callable
        The pacer as it is now; it knows its past.
    """

    def __init__(
        self, theme: Theme, model: LiveModel, scale: BpmRange, pacer: Callable[[], Pacer | None]
    ) -> None:
        self._theme = theme
        self._model = model
        self._scale = scale
        self._pacer = pacer
        self.height = 1.0

    def y(self, bpm: FloatArray) -> FloatArray:
        """Pixels from the top for heart rates."""
        top, bottom = self._scale.top, self._scale.bottom
        return np.asarray((top - bpm) * self.height / (top - bottom))

    def grid(self) -> list[float]:
        """Pixels from the top of each grid line."""
        if self._scale.low is None or self._scale.high is None:
            return []
        bpm = np.arange(self._scale.low, self._scale.high + 1.0, STEP_BPM)
        return [round(y) + 0.5 for y in self.y(bpm).tolist()]

    def paint(self, painter: QPainter, at: Stretch) -> None:
        """Paint everything between the stretch's two moments."""
        theme = self._theme
        left, right = at.x(at.start_s), at.x(at.end_s)
        painter.fillRect(QRectF(left, 0, right - left, self.height), theme.color("surface"))
        if not self._scale.known:
            return
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLines([QLineF(left, y, right, y) for y in self.grid()])
        bleed_s = _BLEED_PX / at.px_per_s
        start_s, end_s = at.start_s - bleed_s, at.end_s + bleed_s
        self._paint_gaps(painter, at, start_s, end_s)
        self._paint_lines(painter, at, start_s, end_s)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if at.px_per_s >= WAVE_FROM_PX_PER_S:
            self._paint_wave(painter, at, start_s, end_s)
        self._paint_beats(painter, at, self._model.track.between(start_s, end_s))

    def _paint_wave(self, painter: QPainter, at: Stretch, start_s: float, end_s: float) -> None:
        pacer, first_t = self._pacer(), self._model.target.first_t
        if pacer is None or first_t is None or end_s <= first_t:
            return
        t = wave_moments(pacer, max(start_s, first_t), end_s, at.px_per_s)
        centre, swing = self._model.target.at(t)
        y = self.y(centre + swing * (pacer.guide(t) - 0.5))
        pen = QPen(self._theme.color("breath", 0.42), 2)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for run in finite_runs((t - at.base_s) * at.px_per_s, y):
            painter.drawPolyline(run)

    def _paint_lines(self, painter: QPainter, at: Stretch, start_s: float, end_s: float) -> None:
        for phase in self._model.phases:
            if start_s <= phase.t <= end_s and phase.t > 0:
                x = round(at.x(phase.t)) + 0.5
                painter.setPen(QPen(self._theme.color("edge"), 1))
                painter.drawLine(QLineF(x, 0, x, self.height))
        pen = QPen(self._theme.color("ink2"), 1.5)
        pen.setDashPattern([2 / 1.5, 3 / 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for marker in self._model.markers:
            if start_s <= marker.t <= end_s:
                x = round(at.x(marker.t)) + 0.5
                painter.drawLine(QLineF(x, 0, x, self.height))

    def _paint_gaps(self, painter: QPainter, at: Stretch, start_s: float, end_s: float) -> None:
        theme = self._theme
        font = theme.font(12)
        taken_px = -np.inf
        for gap in self._model.track.gaps:
            middle = at.x((gap.start_s + gap.end_s) / 2.0)
            words = gap_words(gap)
            wide = text_width(font, words)
            reach_s = (wide / 2.0 + 8.0) / at.px_per_s
            if gap.end_s + reach_s < start_s or gap.start_s - reach_s > end_s:
                continue
            box = QRectF(at.x(gap.start_s), 0, gap.length_s * at.px_per_s, self.height)
            painter.fillRect(box, theme.color("sunken", 0.45))
            if middle - wide / 2.0 - 8.0 < taken_px:
                continue
            taken_px = middle + wide / 2.0 + 8.0
            y = self.height - 14.0
            label = QRectF(middle - wide / 2.0 - 4.0, y - 9.0, wide + 8.0, 18.0)
            painter.fillRect(label, theme.color("surface"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            line_text(painter, font, theme.color("ink2"), middle - wide / 2.0, y, words)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)

    def _paint_beats(self, painter: QPainter, at: Stretch, trace: Trace) -> None:
        if not len(trace.t_s):
            return
        x = (trace.t_s - at.base_s) * at.px_per_s
        y = self.y(trace.bpm)
        color = self._theme.color("heart")
        if at.px_per_s < COLUMNS_BELOW_PX_PER_S:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
            painter.setPen(QPen(color, 1.5))
            dpr = painter.device().devicePixelRatio()
            painter.drawLines(vertical_lines(*peak_columns(x, y, trace.starts, dpr)))
            return
        self._paint_originals(painter, at, trace)
        dotted = at.px_per_s >= DOTS_FROM_PX_PER_S
        pen = QPen(color, 2.5 if dotted else 1.75)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        settled = ~trace.provisional
        for piece in pieces(x[settled], y[settled], trace.starts[settled]):
            painter.drawPolyline(piece)
        self._paint_provisional_line(painter, x, y, trace)
        if not dotted:
            return
        plain = settled & ~trace.corrected
        pen.setWidthF(4.5)
        painter.setPen(pen)
        painter.drawPoints(polygon(x[plain], y[plain]))
        painter.setPen(QPen(color, 2))
        painter.setBrush(self._theme.color("surface"))
        for px, py in _points(x, y, trace.provisional & ~trace.corrected):
            painter.drawEllipse(QPointF(px, py), 3.1, 3.1)
        painter.setPen(QPen(color, 1.75, j=Qt.PenJoinStyle.MiterJoin))
        for px, py in _points(x, y, trace.corrected):
            painter.drawRect(QRectF(px - 3.25, py - 3.25, 6.5, 6.5))

    def _paint_originals(self, painter: QPainter, at: Stretch, trace: Trace) -> None:
        faint = self._theme.color("heart", 0.38)
        x = (trace.original_t_s - at.base_s) * at.px_per_s
        y = self.y(trace.original_bpm)
        dot = QPen(faint, 4.5, c=Qt.PenCapStyle.RoundCap)
        for row_x, row_y in zip(x, y, strict=True):
            painter.setPen(QPen(faint, 1.25))
            for run in finite_runs(row_x, row_y):
                painter.drawPolyline(run)
            painter.setPen(dot)
            painter.drawPoint(QPointF(row_x[1], row_y[1]))

    def _paint_provisional_line(
        self, painter: QPainter, x: FloatArray, y: FloatArray, trace: Trace
    ) -> None:
        pen = QPen(self._theme.color("heart"), 2.5)
        pen.setDashPattern(_DASH)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        for index in np.flatnonzero(trace.provisional & ~trace.starts).tolist():
            painter.drawLine(QPointF(x[index - 1], y[index - 1]), QPointF(x[index], y[index]))


def wave_moments(pacer: Pacer, start_s: float, end_s: float, px_per_s: float) -> FloatArray:
    """Moments at which to draw the target wave: as few as look smooth, the same at each paint."""
    step_s = min(max(pacer.target.period_s / 32.0, 1.0 / px_per_s), 2.0 / px_per_s)
    numbers = np.arange(np.ceil(start_s / step_s), np.ceil(end_s / step_s), dtype=np.float64)
    return numbers * step_s


def gap_words(gap: GapSpan) -> str:
    """Label of a gap: what is missing and for how long."""
    return f"no beats {length(gap.length_s)}"


def _points(x: FloatArray, y: FloatArray, which: NDArray[np.bool_]) -> list[tuple[float, float]]:
    return list(zip(x[which].tolist(), y[which].tolist(), strict=True))
