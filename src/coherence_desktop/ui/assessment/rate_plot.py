"""A value at each breathing rate, with its error and where the resonance lies."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.signal.resonance_curve import ResonanceCurve
from coherence_desktop.ui.assessment.reading import RatePoints
from coherence_desktop.ui.assessment.words import rate_words
from coherence_desktop.ui.review.plot_parts import Across, Up
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.words.values import MINUS

_LEFT_PX = 44
_RIGHT_PX = 20
_TOP_PX = 12
_BOTTOM_PX = 28
_STEPS = (0.1, 0.2, 0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 30.0, 45.0, 60.0, 90.0)
_LINES = 5
_MANY = 12
"""From so many rates on, as of a sliding pace, dots are small and labels stand at whole steps."""


class RatePlot(QWidget):
    """Dots joined by a line, over breaths a minute.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._points = RatePoints("", "", (), ())
        self._proposal: float | None = None
        self._curve: ResonanceCurve | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(168)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Size in the usual window."""
        return QSize(400, 208)

    @property
    def points(self) -> RatePoints:
        """What is shown."""
        return self._points

    def show_points(
        self,
        points: RatePoints,
        proposal_per_min: float | None = None,
        curve: ResonanceCurve | None = None,
    ) -> None:
        """Show other values, the proposed rate and where the resonance lies."""
        self._points, self._proposal, self._curve = points, proposal_per_min, curve
        told = (
            f"{rate_words(rate)} a minute {value:.2f}"
            for rate, value in zip(points.rates_per_min, points.values, strict=True)
        )
        self.setAccessibleName(f"{points.title}, {points.unit}: {', '.join(told)}")
        self.update()

    def bounds(self) -> tuple[float, float, float]:
        """Lowest and highest value of the axis, and the step of its lines."""
        points = self._points
        spread = points.errors or (0.0,) * len(points.values)
        pairs = list(zip(points.values, spread, strict=True))
        low = min((value - error for value, error in pairs), default=0.0)
        high = max((value + error for value, error in pairs), default=1.0)
        if points.bounds is not None:
            low, high = points.bounds
        else:
            low, high = min(low, 0.0), max(high, 0.0)
        span = max(high - low, 1e-6)
        step = next((step for step in _STEPS if span / step <= _LINES), span)
        return step * math.floor(low / step + 1e-9), step * math.ceil(high / step - 1e-9), step

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw grid, resonance, line and dots."""
        painter = QPainter(self)
        crisp(painter)
        painter.fillRect(self.rect(), self._theme.color("surface"))
        if not self._points.rates_per_min:
            return
        low, high, step = self.bounds()
        up = Up(low, max(high, low + step), _TOP_PX, self.height() - _TOP_PX - _BOTTOM_PX)
        rates = self._points.rates_per_min
        room = self.width() - _LEFT_PX - _RIGHT_PX
        edge = 0.25 if len(rates) < _MANY else 0.0
        across = Across(min(rates) - edge, max(rates) + edge, _LEFT_PX, room)
        self._paint_resonance(painter, across, up)
        self._paint_grid(painter, across, up, step)
        self._paint_values(painter, across, up)

    def _paint_resonance(self, painter: QPainter, across: Across, up: Up) -> None:
        if self._curve is None:
            return
        rate, error = self._curve.rate_per_min, self._curve.error_per_min
        left = max(across.x(rate - error), across.left_px)
        right = min(across.x(rate + error), across.right_px)
        if right > left:
            band = QRectF(left, up.top_px, right - left, up.height_px)
            painter.fillRect(band, self._theme.color("accent_soft"))

    def _paint_grid(self, painter: QPainter, across: Across, up: Up, step: float) -> None:
        color, font = self._theme.color, self._theme.font(12)
        for value in np.arange(up.low, up.high + step / 2.0, step).tolist():
            y = up.line(value)
            strong = self._points.zero and abs(value) < step / 10.0
            painter.setPen(QPen(color("edge" if strong else "line"), 1))
            painter.drawLine(QLineF(across.left_px, y, across.right_px, y))
            said = f"{abs(value):g}" if value >= 0.0 or abs(value) < 1e-9 else f"{MINUS}{-value:g}"
            x = across.left_px - 8 - text_width(font, said)
            line_text(painter, font, color("ink3"), x, y, said)
        y = up.bottom_px + 16
        for rate in self._ticks():
            said = rate_words(rate)
            bold = self._proposal is not None and abs(rate - self._proposal) < 1e-6
            face = self._theme.font(12, 600) if bold else font
            x = across.x(rate) - text_width(face, said) / 2
            line_text(painter, face, color("ink" if bold else "ink3"), x, y, said)

    def _ticks(self) -> list[float]:
        rates = self._points.rates_per_min
        if len(rates) < _MANY:
            return list(rates)
        first, last = math.ceil(min(rates) * 2.0), math.floor(max(rates) * 2.0)
        return [half / 2.0 for half in range(first, last + 1)]

    def _paint_values(self, painter: QPainter, across: Across, up: Up) -> None:
        points, heart = self._points, self._theme.color("heart")
        dots = [
            QPointF(across.x(rate), up.y(value))
            for rate, value in zip(points.rates_per_min, points.values, strict=True)
        ]
        many = len(dots) >= _MANY
        painter.setPen(QPen(heart, 1.5))
        for dot, error in zip(dots, () if many else points.errors, strict=False):
            reach = error * up.height_px / (up.high - up.low)
            painter.drawLine(QPointF(dot.x(), dot.y() - reach), QPointF(dot.x(), dot.y() + reach))
        painter.setPen(QPen(heart, 2.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline(dots)
        for rate, dot in zip(points.rates_per_min, dots, strict=True):
            proposed = self._proposal is not None and abs(rate - self._proposal) < 1e-6
            painter.setPen(QPen(heart, 2.5))
            painter.setBrush(heart if proposed else self._theme.color("surface"))
            size = 2.5 if many else 6.5 if proposed else 4.0
            painter.drawEllipse(dot, size, size)
