"""Paints the seconds ahead of now: the target wave that the breath is to follow."""

from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from coherence_desktop.practice.pacer import Pacer
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.live.trace_layer import TraceLayer, wave_moments
from coherence_desktop.ui.plots.curves import finite_runs
from coherence_desktop.ui.plots.scroll_strip import Stretch
from coherence_desktop.ui.theme import Theme

AHEAD_ALPHA = 0.55
"""Of ``sunken`` over ``surface``."""


class AheadLayer:
    """What lies ahead of now; painted stretch by stretch into a strip.

    Parameters
    ----------
    theme : Theme
    model : LiveModel
    trace : TraceLayer
        Its vertical scale and grid go on here.
    pacer : callable
        The pacer as it is now.
    """

    def __init__(
        self,
        theme: Theme,
        model: LiveModel,
        trace: TraceLayer,
        pacer: Callable[[], Pacer | None],
    ) -> None:
        self._theme = theme
        self._model = model
        self._trace = trace
        self._pacer = pacer

    def paint(self, painter: QPainter, at: Stretch) -> None:
        """Paint ground, grid and wave between the stretch's two moments."""
        theme = self._theme
        height = self._trace.height
        left, right = at.x(at.start_s), at.x(at.end_s)
        box = QRectF(left, 0, right - left, height)
        painter.fillRect(box, theme.color("surface"))
        painter.fillRect(box, theme.color("sunken", AHEAD_ALPHA))
        runs = self._wave(at)
        # The wave covers the fill's upper edge, so that it needs no smoothing, which is slow.
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("breath", 0.10))
        for run in runs:
            below = QPolygonF(run)
            below.append(QPointF(run.last().x(), height))
            below.append(QPointF(run.first().x(), height))
            painter.drawPolygon(below)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLines([QLineF(left, y, right, y) for y in self._trace.grid()])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(theme.color("breath"), 4)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        for run in runs:
            painter.drawPolyline(run)

    def _wave(self, at: Stretch) -> list[QPolygonF]:
        pacer = self._pacer()
        if pacer is None or not self._model.target.known:
            return []
        bleed_s = 8.0 / at.px_per_s
        t = wave_moments(pacer, at.start_s - bleed_s, at.end_s + bleed_s, at.px_per_s)
        centre, swing = self._model.target.at(t)
        y = self._trace.y(centre + swing * (pacer.guide(t) - 0.5))
        return list(finite_runs((t - at.base_s) * at.px_per_s, y))
