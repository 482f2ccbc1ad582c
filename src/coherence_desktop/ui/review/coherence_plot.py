"""Coherence over the whole session, with the shown stretch marked on it."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.levels import Levels
from coherence_desktop.ui.plots.curves import finite_runs, vertical_lines
from coherence_desktop.ui.review.plot_parts import Across, Up, paint_times
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.views import Trend
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.widgets.rings import WORDS, Ringed
from coherence_desktop.ui.words.values import clock

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
        self._ground = QPixmap()
        self._stale = True
        self._total_s = 0.0
        theme.changed.connect(self._forget)
        shown.changed.connect(self._moved)
        self.show_trend(None)

    def show_trend(self, trend: Trend | None) -> None:
        """Show the scores of a session; ``None`` while they are worked out."""
        self._trend = trend
        words = "Coherence, 0 to 100, whole session"
        if trend is not None and trend.t_s.size:
            words += f"; median {np.nanmedian(trend.score):.0f}"
        self.setAccessibleName(words)
        self._forget()

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(432, 263)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Bring the shown stretch to where was pressed."""
        if not self._shown.whole:
            middle = self._across().t(event.position().x())
            self._shown.move_to(middle - self._shown.length_s / 2.0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draw the session anew."""
        self._forget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shown stretch over the cached session."""
        ratio = self.devicePixelRatioF()
        if self._stale or self._ground.devicePixelRatio() != ratio:
            self._paint_ground(ratio)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._ground)
        if self._shown.whole:
            return
        across, up = self._across(), self._up()
        left, right = across.x(self._shown.start_s), across.x(self._shown.end_s)
        box = QRectF(left, up.top_px, max(right - left, 2.0), up.height_px)
        painter.fillRect(box, self._theme.color("accent", 0.10))
        painter.setPen(QPen(self._theme.color("accent"), 2))
        for x in (box.left(), box.right()):
            painter.drawLine(QLineF(x, up.top_px, x, up.bottom_px))

    def _moved(self) -> None:
        if self._total_s != self._shown.total_s:
            self._total_s = self._shown.total_s
            self._stale = True
        self.update()

    def _forget(self) -> None:
        self._stale = True
        self.update()

    def _up(self) -> Up:
        return Up(0.0, 100.0, _TOP_PX, max(1.0, self.height() - _TOP_PX - _BELOW_PX))

    def _paint_ground(self, ratio: float) -> None:
        """Levels, line and times."""
        theme = self._theme
        self._ground = QPixmap(self.size() * ratio)
        self._ground.setDevicePixelRatio(ratio)
        self._ground.fill(theme.color("surface"))
        self._stale = False
        painter = QPainter(self._ground)
        across, up = self._across(), self._up()
        self._paint_levels(painter, across, up)
        paint_times(painter, theme, across, up.bottom_px + 17, clock)
        if self._trend is None or not self._trend.t_s.size:
            self._paint_words(painter, across, up)
        else:
            self._paint_line(painter, across, up, self._trend)
        painter.end()

    def _paint_line(self, painter: QPainter, across: Across, up: Up, trend: Trend) -> None:
        xs, ys = across.xs(trend.t_s), up.ys(trend.score)
        dense = xs.size > 2.0 * across.width_px
        color = self._theme.color("accent")
        if dense:
            painter.setPen(QPen(self._theme.color("accent", 0.3), 1))
            columns, low, high, middle = _columns(xs, ys)
            painter.drawLines(vertical_lines(columns, low, high))
            xs, ys = columns, middle
        pen = QPen(color, 1.75 if dense else 2.5)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for run in finite_runs(xs, ys):
            painter.drawPolyline(run)
        if xs.size <= _FEW:
            painter.setBrush(self._theme.color("accent"))
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


def _columns(
    x: FloatArray, y: FloatArray
) -> tuple[FloatArray, FloatArray, FloatArray, FloatArray]:
    """Middle, least, greatest and mean value of each two pixels; breaks are passed over."""
    known = np.isfinite(y)
    x, y = x[known], y[known]
    column = np.floor(x / 2.0)
    first = np.flatnonzero(np.diff(column, prepend=column[0] - 1))
    counts = np.diff(np.append(first, x.size))
    return (
        2.0 * column[first] + 1.0,
        np.minimum.reduceat(y, first),
        np.maximum.reduceat(y, first),
        np.add.reduceat(y, first) / counts,
    )
