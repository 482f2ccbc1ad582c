"""Coherence over the whole session, with the shown stretch marked on it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.live.curves import finite_runs
from coherence_desktop.ui.live.levels import Levels
from coherence_desktop.ui.live.words import clock
from coherence_desktop.ui.review.plot_parts import Across, Up, paint_times
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.views import Trend
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.rings import WORDS, Ringed

FloatArray = NDArray[np.float64]

_LEFT_PX = 37.0
_RIGHT_PX = 81.0
_TOP_PX = 8.0
_BELOW_PX = 38.0
_FEW = 12


class CoherencePlot(QWidget):
    """Scores of every 64 s on the bands of their levels; a press brings the brush there.

    Parameters
    ----------
    theme : Theme
    shown : Shown
    levels : Levels
    """

    def __init__(
        self, theme: Theme, shown: Shown, levels: Levels, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = shown
        self._levels = levels
        self._trend: Trend | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        theme.changed.connect(self.update)
        shown.changed.connect(self.update)
        self.show_trend(None)

    def show_trend(self, trend: Trend | None) -> None:
        """Show the scores of a session; ``None`` while they are worked out."""
        self._trend = trend
        words = "Coherence, 0 to 100, whole session"
        if trend is not None and trend.t_s.size:
            words += f"; median {np.nanmedian(trend.score):.0f}"
        self.setAccessibleName(words)
        self.update()

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(432, 263)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the shown stretch to where was pressed."""
        if not self._shown.whole:
            middle = self._across().t(event.position().x())
            self._shown.move_to(middle - self._shown.length_s / 2.0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw levels, stretch, line and times."""
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        across = self._across()
        up = Up(0.0, 100.0, _TOP_PX, max(1.0, self.height() - _TOP_PX - _BELOW_PX))
        self._paint_levels(painter, across, up)
        if not self._shown.whole:
            left, right = across.x(self._shown.start_s), across.x(self._shown.end_s)
            box = QRectF(left, up.top_px, max(right - left, 2.0), up.height_px)
            painter.fillRect(box, theme.color("accent", 0.10))
            painter.setPen(QPen(theme.color("accent"), 2))
            for x in (box.left(), box.right()):
                painter.drawLine(QLineF(x, up.top_px, x, up.bottom_px))
        crisp(painter)
        paint_times(painter, theme, across, up.bottom_px + 17, clock)
        if self._trend is None or not self._trend.t_s.size:
            self._paint_words(painter, across, up)
            return
        xs, ys = across.xs(self._trend.t_s), up.ys(self._trend.score)
        pen = QPen(theme.color("accent"), 2.5 if xs.size < across.width_px else 1.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for run in finite_runs(*_thinned(xs, ys)):
            painter.drawPolyline(run)
        if xs.size <= _FEW:
            painter.setBrush(theme.color("accent"))
            for px, py in zip(xs.tolist(), ys.tolist(), strict=True):
                painter.drawEllipse(QPointF(px, py), 2.5, 2.5)

    def _across(self) -> Across:
        width = max(1.0, self.width() - _LEFT_PX - _RIGHT_PX)
        return Across(0.0, self._shown.total_s, _LEFT_PX, width)

    def _paint_levels(self, painter: QPainter, across: Across, up: Up) -> None:
        theme = self._theme
        bounds = (0.0, self._levels.medium, self._levels.high, 100.0)
        shares = (0.03, 0.08, 0.15)
        font, bold = theme.font(12), theme.font(12, 500)
        for level, share in enumerate(shares):
            top, bottom = up.line(bounds[level + 1]) - 0.5, up.line(bounds[level]) - 0.5
            band = QRectF(across.left_px, top, across.width_px, bottom - top)
            painter.fillRect(band, theme.color("accent", share))
        crisp(painter)
        for score in bounds:
            y = up.line(score)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QLineF(across.left_px, y, across.right_px, y))
            text = f"{score:.0f}"
            x = across.left_px - 8 - text_width(font, text)
            line_text(painter, font, theme.color("ink3"), x, y, text)
        for level in (1, 2, 3):
            middle = (up.line(bounds[level - 1]) + up.line(bounds[level])) / 2
            x = across.right_px + 8
            rings = Ringed(level, 18)
            rings.paint(painter, theme, QRectF(x, middle - 9, 18, 18), None)
            line_text(painter, bold, theme.color("ink2"), x + 23, middle, WORDS[level])

    def _paint_words(self, painter: QPainter, across: Across, up: Up) -> None:
        words = "Working it out" if self._trend is None else "Needs 64 s of beats without a gap"
        font = self._theme.font(14)
        wide = text_width(font, words)
        x = across.left_px + (across.width_px - wide) / 2
        middle = up.top_px + up.height_px / 2
        painter.fillRect(QRectF(x - 8, middle - 14, wide + 16, 28), self._theme.color("surface"))
        line_text(painter, font, self._theme.color("ink2"), x, middle, words)


def _thinned(x: FloatArray, y: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Lowest and highest of each half pixel; breaks stay."""
    if x.size < 4 or x.size < 2.0 * (x[-1] - x[0]):
        return x, y
    column = np.floor(2.0 * x)
    first = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    low = np.where(np.isnan(y), np.inf, y)
    high = np.where(np.isnan(y), -np.inf, y)
    lows, highs = np.minimum.reduceat(low, first), np.maximum.reduceat(high, first)
    both = np.column_stack([lows, highs]).ravel()
    return np.repeat(x[first], 2), np.where(np.isfinite(both), both, np.nan)
