"""Paints the two lanes above the tachogram: phases of the session, and markers as flags."""

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.events import Marker, Phase
from coherence_desktop.ui.live.model import LiveModel
from coherence_desktop.ui.plots.scroll_strip import Stretch
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.plots.time_axis import TimeAxis
from coherence_desktop.ui.theme import Theme

PHASE_LANE_PX = 24
FLAG_TOP_PX = 28
FLAG_PX = 20
LANES_PX = 56
_POLE_PX = 4
_PADDING_PX = 8
_LONGEST_FLAG_PX = 180.0


class LaneLayer:
    """Phase bands and marker flags; painted stretch by stretch into a strip.

    Parameters
    ----------
    theme : Theme
    model : LiveModel
    """

    def __init__(self, theme: Theme, model: LiveModel) -> None:
        self._theme = theme
        self._model = model
        self._line = TextLine(theme.font(12, 500))

    def paint(self, painter: QPainter, at: Stretch) -> None:
        """Paint both lanes between the stretch's two moments."""
        theme = self._theme
        left, right = at.x(at.start_s), at.x(at.end_s)
        painter.fillRect(QRectF(left, 0, right - left, LANES_PX), theme.color("surface"))
        phases = self._model.phases
        for number, phase in enumerate(phases):
            running = number == len(phases) - 1
            start = max(left, at.x(phase.t))
            stop = right if running else min(right, at.x(phases[number + 1].t))
            if stop > start:
                band = theme.color("accent_soft" if running else "sunken")
                painter.fillRect(QRectF(start, 0, stop - start, PHASE_LANE_PX), band)
            if phase.t > 0:
                x = round(at.x(phase.t)) + 0.5
                painter.setPen(QPen(theme.color("edge"), 1))
                painter.drawLine(QLineF(x, 0, x, LANES_PX))
        self._paint_flags(painter, at)

    def paint_phase_names(self, painter: QPainter, axis: TimeAxis) -> None:
        """Write each phase at its start, or at the left edge while it began earlier."""
        ink = self._theme.color("ink")
        phases = self._model.phases
        for number, phase in enumerate(phases):
            start = max(0.0, axis.x(phase.t))
            last = number == len(phases) - 1
            stop = axis.width_px if last else min(axis.width_px, axis.x(phases[number + 1].t))
            room = stop - start - 2 * _PADDING_PX
            if room < 24.0:
                continue
            text = self._line.elided(phase_words(phase), room)
            self._line.draw(painter, ink, start + _PADDING_PX, PHASE_LANE_PX / 2, text)

    def flag_over(self, axis: TimeAxis, x: float) -> bool:
        """Whether the words of a flag lie over ``x`` of the axis."""
        for marker in reversed(self._model.markers):
            left = axis.x(marker.t)
            if left < x - _LONGEST_FLAG_PX:
                return False
            if left < x - _POLE_PX and x < left + self._width(marker):
                return True
        return False

    def _width(self, marker: Marker) -> float:
        return min(self._line.width(marker.label) + 2 * _PADDING_PX + 4, _LONGEST_FLAG_PX)

    def _paint_flags(self, painter: QPainter, at: Stretch) -> None:
        theme = self._theme
        reach_s = _LONGEST_FLAG_PX / at.px_per_s
        shown = [m for m in self._model.markers if at.start_s - reach_s <= m.t <= at.end_s + 1.0]
        ink2 = theme.color("ink2")
        pen = QPen(ink2, 1.5)
        pen.setDashPattern([2 / 1.5, 3 / 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        for number, marker in enumerate(shown):
            x = round(at.x(marker.t))
            wide = self._width(marker)
            if number + 1 < len(shown):
                wide = min(wide, round(at.x(shown[number + 1].t)) - x - 4.0)
            painter.setPen(pen)
            below = FLAG_TOP_PX + FLAG_PX
            painter.drawLine(QLineF(x + 0.5, below, x + 0.5, LANES_PX))
            room = wide - 2 * _PADDING_PX
            if room >= 12.0:
                box = QRectF(x + 0.5, FLAG_TOP_PX + 0.5, round(wide), FLAG_PX - 1)
                painter.setPen(QPen(ink2, 1))
                painter.setBrush(theme.color("surface"))
                painter.drawRect(box)
                text = self._line.elided(marker.label, room)
                middle = FLAG_TOP_PX + FLAG_PX / 2
                self._line.draw(painter, theme.color("ink"), x + 12, middle, text)
            painter.fillRect(QRectF(x - 1, FLAG_TOP_PX, _POLE_PX, FLAG_PX), ink2)


def phase_words(phase: Phase) -> str:
    """What the lane calls a phase."""
    return phase.label or phase.name.replace("_", " ")
