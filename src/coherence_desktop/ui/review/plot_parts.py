"""Parts that the review's plots share: scales, ticks, the heart-rate line, bands, flags."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from coherence_desktop.ui.plots.beat_track import GapSpan, Trace
from coherence_desktop.ui.plots.curves import (
    finite_runs,
    peak_columns,
    pieces,
    polygon,
    vertical_lines,
)
from coherence_desktop.ui.review.views import Band
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import line_text, text_width
from coherence_desktop.ui.words.values import length

FloatArray = NDArray[np.float64]

DOTS_FROM_PX_PER_S = 6.0
COLUMNS_BELOW_BEATS_PX = 0.75
"""Pixels a beat under which only the extremes of each pixel column are drawn."""
_TOLD_GAP_PX = 6.0
"""A narrower gap is a break in the line without words, which would hide more than they tell."""
_TICKS_S = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200)
_LEAST_SPAN_BPM = 40.0
_BAND_TOKENS = {"induce": "band_induce", "stay": "band_stay"}


@dataclass(frozen=True, slots=True)
class Across:
    """Session time on a row of pixels."""

    start_s: float
    end_s: float
    left_px: float
    width_px: float

    @property
    def px_per_s(self) -> float:
        """Scale."""
        return self.width_px / max(self.end_s - self.start_s, 1e-9)

    @property
    def right_px(self) -> float:
        """Right edge."""
        return self.left_px + self.width_px

    def x(self, t: float) -> float:
        """Pixels of a moment."""
        return self.left_px + (t - self.start_s) * self.px_per_s

    def xs(self, t: FloatArray) -> FloatArray:
        """Pixels of many moments."""
        return np.asarray(self.left_px + (t - self.start_s) * self.px_per_s)

    def t(self, x: float) -> float:
        """Moment at a pixel."""
        return self.start_s + (x - self.left_px) / self.px_per_s


@dataclass(frozen=True, slots=True)
class Up:
    """Values on a column of pixels."""

    low: float
    high: float
    top_px: float
    height_px: float

    @property
    def bottom_px(self) -> float:
        """Lower edge."""
        return self.top_px + self.height_px

    def y(self, value: float) -> float:
        """Pixels of a value."""
        return self.top_px + (self.high - value) * self.height_px / (self.high - self.low)

    def ys(self, values: FloatArray) -> FloatArray:
        """Pixels of many values."""
        scale = self.height_px / (self.high - self.low)
        return np.asarray(self.top_px + (self.high - values) * scale)

    def line(self, value: float) -> float:
        """Pixels of a value, on the middle of a device pixel."""
        return round(self.y(value)) + 0.5


def bpm_bounds(bpm: FloatArray, ceiling_bpm: float | None = None) -> tuple[float, float]:
    """Heart rates that a plot begins and ends with: steps of 10 around nearly all beats.

    One beat in five hundred on each side may lie outside, so that a single wild value does not
    flatten everything else; the plot cuts it off.
    """
    if not bpm.size:
        return 50.0, 110.0
    least, most = np.quantile(bpm, (0.002, 0.998)).tolist()
    if ceiling_bpm is not None:
        most = max(most, ceiling_bpm)
    low, high = 10.0 * math.floor((least - 2.0) / 10.0), 10.0 * math.ceil((most + 2.0) / 10.0)
    if high - low < _LEAST_SPAN_BPM:
        middle = 10.0 * round((low + high) / 20.0)
        low, high = middle - _LEAST_SPAN_BPM / 2.0, middle + _LEAST_SPAN_BPM / 2.0
    return low, high


def bpm_lines(scale: Up) -> list[float]:
    """Heart rates of the grid lines: as close as 26 px allow."""
    span = scale.high - scale.low
    fits = (step for step in (10.0, 20.0, 40.0, 80.0) if scale.height_px * step / span > 26.0)
    step = next(fits, 80.0)
    first = step * math.ceil(scale.low / step)
    return np.arange(first, scale.high + 1e-6, step).tolist()


def time_ticks(
    start_s: float, end_s: float, width_px: float, least_px: float = 76.0
) -> list[float]:
    """Round moments in a stretch, at least so many pixels apart."""
    px_per_s = width_px / max(end_s - start_s, 1e-9)
    step = next((s for s in _TICKS_S if s * px_per_s >= least_px), 86400)
    first = math.ceil(start_s / step - 1e-9)
    return [step * n for n in range(first, math.floor(end_s / step + 1e-9) + 1)]


def band_color(theme: Theme, name: str) -> QColor:
    """Fill of a phase."""
    return theme.color(_BAND_TOKENS.get(name, "sunken"))


def paint_times(
    painter: QPainter,
    theme: Theme,
    across: Across,
    middle_px: float,
    words: Callable[[float], str],
    zero_s: float = 0.0,
    least_px: float = 76.0,
) -> None:
    """Write round times under a plot, counted from ``zero_s``."""
    font = theme.font(12)
    ticks = time_ticks(across.start_s - zero_s, across.end_s - zero_s, across.width_px, least_px)
    for tick in ticks:
        text = words(tick)
        x = across.x(tick + zero_s) - text_width(font, text) / 2
        line_text(painter, font, theme.color("ink3"), x, middle_px, text)


def paint_trace(
    painter: QPainter,
    theme: Theme,
    trace: Trace,
    across: Across,
    up: Up,
    width_px: float = 2.5,
    token: str = "heart",
) -> None:
    """Draw heart rate: dots where there is room, extremes of pixel columns where there is none."""
    if not len(trace.t_s):
        return
    x, y = across.xs(trace.t_s), up.ys(trace.bpm)
    color = theme.color(token)
    dense = x[-1] - x[0] < len(trace.t_s) * COLUMNS_BELOW_BEATS_PX
    if dense:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        pen = QPen(color, 1.0 if width_px < 2.0 else 1.5)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        dpr = painter.device().devicePixelRatio()
        columns, low, high = peak_columns(x, y, trace.starts, dpr)
        painter.drawLines(vertical_lines(columns, low - 0.5, high + 0.5))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return
    dotted = across.px_per_s >= DOTS_FROM_PX_PER_S and width_px >= 2.0
    if dotted:
        _paint_originals(painter, theme, trace, across, up)
    pen = QPen(color, width_px if dotted or width_px < 2.0 else min(width_px, 2.0))
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for piece in pieces(x, y, trace.starts):
        painter.drawPolyline(piece)
    if not dotted:
        return
    pen.setWidthF(4.5)
    painter.setPen(pen)
    painter.drawPoints(polygon(x[~trace.corrected], y[~trace.corrected]))
    painter.setPen(QPen(color, 1.75, j=Qt.PenJoinStyle.MiterJoin))
    painter.setBrush(theme.color("surface"))
    corrected = zip(x[trace.corrected].tolist(), y[trace.corrected].tolist(), strict=True)
    for px, py in corrected:
        painter.drawRect(QRectF(px - 3.25, py - 3.25, 6.5, 6.5))


def _paint_originals(
    painter: QPainter, theme: Theme, trace: Trace, across: Across, up: Up
) -> None:
    """What was measured before a correction, faint behind it."""
    faint = theme.color("heart", 0.38)
    x, y = across.xs(trace.original_t_s), up.ys(trace.original_bpm)
    dot = QPen(faint, 4.5, c=Qt.PenCapStyle.RoundCap)
    for row_x, row_y in zip(x, y, strict=True):
        painter.setPen(QPen(faint, 1.25))
        for run in finite_runs(row_x, row_y):
            painter.drawPolyline(run)
        painter.setPen(dot)
        painter.drawPoint(QPointF(row_x[1], row_y[1]))


def paint_gaps(
    painter: QPainter, theme: Theme, gaps: Sequence[GapSpan], across: Across, up: Up
) -> None:
    """Shade where no beats are known, and say for how long, unless there is hardly anything."""
    font = theme.font(12)
    taken_px = -math.inf
    for gap in gaps:
        left = max(across.x(gap.start_s), across.left_px)
        right = min(across.x(gap.end_s), across.right_px)
        box = QRectF(left, up.top_px, max(right - left, 1.0), up.height_px)
        painter.fillRect(box, theme.color("sunken", 0.6))
        if right - left < _TOLD_GAP_PX:
            continue
        words = f"no beats {length(gap.length_s)}"
        wide = text_width(font, words)
        at = min(max(box.center().x() - wide / 2, across.left_px), across.right_px - wide)
        if at < taken_px:
            continue
        taken_px = at + wide + 12.0
        middle = up.top_px + up.height_px / 2
        painter.fillRect(QRectF(at - 4, middle - 9, wide + 8, 18), theme.color("surface", 0.85))
        line_text(painter, font, theme.color("ink2"), at, middle, words)


def paint_bands(
    painter: QPainter,
    theme: Theme,
    bands: Sequence[Band],
    across: Across,
    top_px: float,
    height_px: float,
) -> None:
    """Fill induce and stay over the height of a plot, and draw a line where a phase begins."""
    for band in bands:
        left, right = max(across.x(band.start_s), across.left_px), across.x(band.end_s)
        right = min(right, across.right_px)
        if right <= left:
            continue
        if band.name in _BAND_TOKENS:
            painter.fillRect(
                QRectF(left, top_px, right - left, height_px), band_color(theme, band.name)
            )
        if across.x(band.start_s) > across.left_px + 0.5:
            x = round(across.x(band.start_s)) + 0.5
            painter.setPen(QPen(theme.color("edge", 0.55), 1))
            painter.drawLine(QLineF(x, top_px, x, top_px + height_px))
