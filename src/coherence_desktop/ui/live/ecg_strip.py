"""The strap's ECG of the last seconds, as a strip that scrolls."""

import math
from collections import deque
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.events import EcgChunk
from coherence_desktop.signal.raw_samples import JOIN_SAMPLES, unpack_ecg
from coherence_desktop.ui.plots.scroll_strip import ScrollStrip, Stretch
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text

SHOWN_S = 8.0
LATE_S = 1.2
"""The right edge is this far behind now: a frame is whole only half a second after it began."""
SILENT_S = 5.0
KEPT_S = 30.0
LEFT_PX, RIGHT_PX = 41, 13
LEAST_UV = 1200.0
"""The scale never shows less than this: noise without a heart is not made large."""
_SETTLE_UV = 0.25
_NOTHING = "No ECG yet. The first can take half a minute."
_STOPPED = "The ECG pauses. Beats go on."

FloatArray = NDArray[np.float64]


class _Piece:
    """One chunk, as it is drawn."""

    def __init__(self, chunk: EcgChunk) -> None:
        self.rate_hz = chunk.rate_hz
        self.uv: FloatArray = unpack_ecg(chunk.samples).astype(np.float64)
        self.t: FloatArray = chunk.t + np.arange(self.uv.size) / chunk.rate_hz
        self.end_s = chunk.t + self.uv.size / chunk.rate_hz

    def follows(self, before: "_Piece") -> bool:
        return abs(float(self.t[0]) - before.end_s) * self.rate_hz <= JOIN_SAMPLES


class EcgStrip(QWidget):
    """Scrolling ECG; where samples were lost there is nothing.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pieces: deque[_Piece] = deque()
        self._strip = ScrollStrip(self._paint)
        self._now = 0.0
        self._range_uv = (-LEAST_UV / 3, LEAST_UV * 2 / 3)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumSize(320, 96)
        self.setAccessibleName("ECG, last 8 seconds")
        theme.changed.connect(self._forget)

    def sizeHint(self) -> QSize:
        """Size below the tachogram."""
        return QSize(1064, 120)

    def take(self, chunk: EcgChunk) -> None:
        """Add a chunk as it comes; it is drawn with the next frame."""
        if not chunk.samples:
            return
        piece = _Piece(chunk)
        self._pieces.append(piece)
        while self._pieces[0].end_s < piece.end_s - KEPT_S:
            self._pieces.popleft()
        if self._rescaled():
            self._strip.invalidate()
        else:
            self._strip.invalidate(float(piece.t[0]) - 1.0 / piece.rate_hz)

    def advance(self, now_s: float) -> None:
        """Scroll to session time ``now_s``."""
        self._now = now_s
        self.update()

    def words(self) -> str:
        """Why there is nothing to see; empty while there is."""
        if not self._pieces:
            return _NOTHING
        return _STOPPED if self._now - self._pieces[-1].end_s > SILENT_S else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what was painted of the trace, with its scale and words."""
        painter = QPainter(self)
        crisp(painter)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        plot = self._plot()
        px_per_s = plot.width() / SHOWN_S
        self._strip.configure(plot.width(), plot.height(), px_per_s, self.devicePixelRatioF())
        if self._pieces:
            # On a device pixel, so that scrolling is a copy and never a blur.
            grid = px_per_s * self.devicePixelRatioF()
            left_s = math.floor((self._now - LATE_S - SHOWN_S) * grid) / grid
            self._strip.draw(painter, plot, left_s)
        self._paint_scale(painter, plot)
        words = self.words()
        if words:
            font = self._theme.font(13)
            line_text(
                painter,
                font,
                self._theme.color("ink2"),
                plot.left() + 12,
                plot.center().y(),
                words,
            )

    def _plot(self) -> QRectF:
        return QRectF(LEFT_PX, 6, max(1, self.width() - LEFT_PX - RIGHT_PX), self.height() - 12)

    def _forget(self) -> None:
        self._strip.invalidate()
        self.update()

    def _rescaled(self) -> bool:
        """Follow the size of the heart's waves; ``True`` if all is to be painted anew."""
        uv = np.concatenate([piece.uv for piece in self._pieces if piece.uv.size])
        low, high = (float(value) for value in np.percentile(uv, (0.05, 99.95)))
        missing = max(0.0, LEAST_UV - (high - low))
        wanted = (low - missing / 3, high + missing * 2 / 3)
        shown = self._range_uv[1] - self._range_uv[0]
        off = max(abs(a - b) for a, b in zip(wanted, self._range_uv, strict=True))
        if off <= _SETTLE_UV * shown:
            return False
        margin = 0.1 * (wanted[1] - wanted[0])
        self._range_uv = (wanted[0] - margin, wanted[1] + margin)
        return True

    def _y(self, uv: FloatArray, height: float) -> FloatArray:
        low, high = self._range_uv
        return np.clip(height * (high - uv) / (high - low), 1.0, height - 1.0)

    def _paint(self, painter: QPainter, at: Stretch) -> None:
        height = self._plot().height()
        painter.fillRect(
            QRectF(at.x(at.start_s), 0, at.x(at.end_s) - at.x(at.start_s), height),
            self._theme.color("surface"),
        )
        crisp(painter)
        pen = QPen(self._theme.color("heart"), 1.4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        seen = [p for p in self._pieces if p.end_s > at.start_s - 0.1 and p.t[0] < at.end_s + 0.1]
        for piece in seen:
            self._paint_line(painter, at, piece.t, piece.uv, height)
        for before, after in pairwise(seen):
            if after.follows(before):
                t = np.array([before.t[-1], after.t[0]])
                self._paint_line(painter, at, t, np.array([before.uv[-1], after.uv[0]]), height)

    def _paint_line(
        self, painter: QPainter, at: Stretch, t: FloatArray, uv: FloatArray, height: float
    ) -> None:
        x = (t - at.base_s) * at.px_per_s
        y = self._y(uv, height)
        points = [QPointF(a, b) for a, b in zip(x.tolist(), y.tolist(), strict=True)]
        painter.drawPolyline(QPolygonF(points))

    def _paint_scale(self, painter: QPainter, plot: QRectF) -> None:
        """A bar of one millivolt beside the trace, and the trace's name."""
        low, high = self._range_uv
        millivolt_px = plot.height() * 1000.0 / (high - low)
        ink = self._theme.color("ink3")
        font = self._theme.font(11)
        line_text(painter, font, ink, 8, plot.top() + 8, "ECG")
        if not self._pieces or millivolt_px > plot.height():
            return
        bottom = plot.bottom() - 2
        painter.setPen(QPen(ink, 1.0))
        painter.drawLine(QLineF(LEFT_PX - 5, bottom - millivolt_px, LEFT_PX - 5, bottom))
        line_text(painter, font, ink, 6, bottom - millivolt_px / 2, "1 mV")
