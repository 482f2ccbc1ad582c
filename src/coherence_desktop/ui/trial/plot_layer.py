"""Paints what lies still in a trial's plot: bands, grid, ceiling, flags and the heart's trace."""

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from coherence_desktop.practice.exposure.phases import INDUCE, STAY
from coherence_desktop.ui.live.trace_layer import COLUMNS_BELOW_PX_PER_S, gap_words
from coherence_desktop.ui.plots.curves import peak_columns, pieces, vertical_lines
from coherence_desktop.ui.plots.scroll_strip import Stretch
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.distress_lane import DistressLane
from coherence_desktop.ui.trial.heart_range import STEP_BPM, HeartRange
from coherence_desktop.ui.trial.model import TrialModel
from coherence_desktop.ui.trial.plot_place import PlotPlace
from coherence_desktop.ui.trial.schedule import GRID_S, Schedule
from coherence_desktop.ui.widgets.painting import mixed

BAND_TOKENS = {INDUCE: "band_induce", STAY: "band_stay"}
FLAG_PX = 20
LINE_PX = 2.0
_BLEED_PX = 24.0
_FLAG_MOST_PX = 150.0
_POLE_PX = 4


class PlotLayer:
    """Paints a stretch of the trial's time.

    Parameters
    ----------
    theme : Theme
    model : TrialModel
    scale : HeartRange
    lane : DistressLane
    """

    def __init__(
        self, theme: Theme, model: TrialModel, scale: HeartRange, lane: DistressLane
    ) -> None:
        self._theme = theme
        self._model = model
        self._scale = scale
        self._lane = lane
        self._words = TextLine(theme.font(12, 500))
        self._quiet = TextLine(theme.font(12))
        self.place = PlotPlace.within(1, 1)
        self.schedule: Schedule | None = None

    def grid_bpm(self) -> list[float]:
        """Heart rates that have a line."""
        count = round((self._scale.high - self._scale.low) / STEP_BPM)
        return [self._scale.low + STEP_BPM * n for n in range(count + 1)]

    def paint(self, painter: QPainter, at: Stretch) -> None:
        """Paint everything between the stretch's two moments."""
        left, right = at.x(at.start_s), at.x(at.end_s)
        box = QRectF(left, 0, right - left, self.place.plot.height())
        painter.fillRect(box, self._theme.color("surface"))
        if self.schedule is None:
            return
        self._paint_bands(painter, at, box)
        self._paint_grid(painter, at, box)
        self._paint_gaps(painter, at, box)
        self._paint_ceiling(painter, at)
        self._paint_flags(painter, at)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heart(painter, at)
        self._lane.paint(painter, at, self.place)

    def _paint_bands(self, painter: QPainter, at: Stretch, box: QRectF) -> None:
        for band in self.schedule.bands if self.schedule else ():
            token = BAND_TOKENS.get(band.name)
            if token is not None:
                x, end = round(at.x(band.start_s)), round(at.x(band.end_s))
                part = QRectF(x, 0, end - x, box.height()).intersected(box)
                painter.fillRect(part, self._theme.color(token))

    def _paint_grid(self, painter: QPainter, at: Stretch, box: QRectF) -> None:
        schedule, place = self.schedule, self.place
        if schedule is None:
            return
        line = self._theme.color("line")
        painter.setPen(QPen(line, 1))
        levels = [place.heart_y(bpm, self._scale) for bpm in self.grid_bpm()]
        levels += [place.distress_y(value) for value in (0, 50, 100)]
        painter.drawLines(
            [QLineF(box.left(), round(y) + 0.5, box.right(), round(y) + 0.5) for y in levels]
        )
        painter.setPen(QPen(self._theme.color("line", 0.55), 1))
        steps = range(1, round(schedule.length_s / GRID_S))
        at_s = [schedule.start_s + GRID_S * n for n in steps]
        painter.drawLines([_upright(at.x(t), box.height()) for t in at_s])
        painter.setPen(QPen(mixed(line, self._theme.color("edge"), 0.35), 1))
        starts = [band.start_s for band in schedule.bands[1:]]
        painter.drawLines([_upright(at.x(t), box.height()) for t in starts])

    def _paint_gaps(self, painter: QPainter, at: Stretch, box: QRectF) -> None:
        theme = self._theme
        for gap in self._model.live.track.gaps:
            part = QRectF(at.x(gap.start_s), 0, gap.length_s * at.px_per_s, self.place.heart_px)
            if part.right() < box.left() - _FLAG_MOST_PX or part.left() > box.right():
                continue
            painter.fillRect(part, theme.color("sunken", 0.6))
            words, y = gap_words(gap), self.place.heart_px - 14.0
            wide = self._quiet.width(words)
            x = max(2.0, part.center().x() - wide / 2)
            painter.fillRect(QRectF(x - 4, y - 9, wide + 8, 18), theme.color("surface"))
            self._quiet.draw(painter, theme.color("ink2"), x, y, words)

    def _paint_ceiling(self, painter: QPainter, at: Stretch) -> None:
        trial, schedule = self._model.state.trial, self.schedule
        if trial is None or schedule is None or trial.ceiling_bpm is None:
            return
        y = round(self.place.heart_y(trial.ceiling_bpm, self._scale))
        words = f"ceiling {trial.ceiling_bpm:.0f} bpm"
        start, end = at.x(schedule.start_s), at.x(schedule.end_s)
        label = start + 14.0
        pen = QPen(self._theme.color("ink2"), 2)
        pen.setDashPattern([10 / 2, 5 / 2])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        resumed = label + self._words.width(words) + 10.0
        painter.drawLine(QLineF(start, y, label - 6.0, y))
        painter.drawLine(QLineF(resumed, y, end, y))
        self._words.draw(painter, self._theme.color("ink2"), label, y, words)

    def _paint_flags(self, painter: QPainter, at: Stretch) -> None:
        theme, place = self._theme, self.place
        markers = self._model.markers()
        ink2 = theme.color("ink2")
        pen = QPen(ink2, 1.5)
        pen.setDashPattern([2 / 1.5, 3 / 1.5])
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        edge = at.x(self.schedule.end_s) if self.schedule else 0.0
        for number, marker in enumerate(markers):
            x = round(at.x(marker.t))
            painter.setPen(pen)
            painter.drawLine(QLineF(x + 0.5, 0, x + 0.5, place.plot.height()))
            room = min(_FLAG_MOST_PX, edge - x - 2.0)
            if number + 1 < len(markers):
                room = min(room, at.x(markers[number + 1].t) - x - 3.0)
            text = self._words.elided(marker.label, room - 20.0) if room >= 40.0 else ""
            if text:
                wide = round(self._words.width(text)) + 20
                painter.setPen(QPen(ink2, 1))
                painter.setBrush(theme.color("surface"))
                painter.drawRect(QRectF(x + 0.5, place.flags_px + 0.5, wide, FLAG_PX - 1))
                middle = place.flags_px + FLAG_PX / 2
                self._words.draw(painter, theme.color("ink"), x + 11, middle, text)
            painter.fillRect(QRectF(x - 1, place.flags_px, _POLE_PX, FLAG_PX), ink2)

    def _paint_heart(self, painter: QPainter, at: Stretch) -> None:
        schedule, place, scale = self.schedule, self.place, self._scale
        if schedule is None:
            return
        bleed_s = _BLEED_PX / at.px_per_s
        start_s = max(schedule.start_s, at.start_s - bleed_s)
        trace = self._model.live.track.between(start_s, at.end_s + bleed_s)
        inside = trace.t_s >= schedule.start_s
        if not inside.any():
            return
        x = (trace.t_s[inside] - at.base_s) * at.px_per_s
        bpm = np.clip(trace.bpm[inside], scale.bottom, scale.top)
        y = (scale.top - bpm) / (scale.top - scale.bottom) * place.heart_px
        starts = trace.starts[inside]
        pen = QPen(self._theme.color("heart"), LINE_PX)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if at.px_per_s < COLUMNS_BELOW_PX_PER_S / 2:
            dpr = painter.device().devicePixelRatio()
            painter.drawLines(vertical_lines(*peak_columns(x, y, starts, dpr)))
            return
        for piece in pieces(x, y, starts):
            painter.drawPolyline(piece)
        corrected = trace.corrected[inside]
        painter.setPen(QPen(self._theme.color("heart"), 1.5, j=Qt.PenJoinStyle.MiterJoin))
        painter.setBrush(self._theme.color("surface"))
        for px, py in zip(x[corrected].tolist(), y[corrected].tolist(), strict=True):
            painter.drawRect(QRectF(QPointF(px - 2.5, py - 2.5), QPointF(px + 2.5, py + 2.5)))


def _upright(x: float, height: float) -> QLineF:
    at = round(x) + 0.5
    return QLineF(at, 0, at, height)
