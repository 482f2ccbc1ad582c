"""The tachogram: heart rate beat by beat, with the wave that the breath is to follow."""

import math
from collections.abc import Callable

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.pacer import Breath, BreathPart, Pacer
from coherence_desktop.ui.live.ahead_layer import AHEAD_ALPHA, AheadLayer
from coherence_desktop.ui.live.lane_layer import FLAG_TOP_PX, LANES_PX, LaneLayer
from coherence_desktop.ui.live.model import Changed, LiveModel
from coherence_desktop.ui.live.target import BEATS_NEEDED
from coherence_desktop.ui.live.trace_layer import TraceLayer
from coherence_desktop.ui.plots.bpm_range import BpmRange
from coherence_desktop.ui.plots.plot_axes import paint_rates, paint_times
from coherence_desktop.ui.plots.scroll_strip import ScrollStrip
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.plots.time_axis import Span, TimeAxis
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp

LEFT_PX = 41
RIGHT_PX = 13
TOP_PX = 8
BOTTOM_PX = 27
_DOT_PX = 12
FRAME_S = 1.0 / 15.0
"""Plots never move more often: about a pixel at a time."""
CALM_FRAME_S = 1.0
"""With reduced motion plots move once a second."""

_PART_WORDS = {
    BreathPart.INHALE: "breath in",
    BreathPart.HOLD_IN: "hold",
    BreathPart.EXHALE: "breath out",
    BreathPart.HOLD_OUT: "hold",
}


def breath_words(breath: Breath, *, paused: bool) -> str:
    """What the breath does now; nothing before the first one."""
    if breath.resting:
        return "paused" if paused else ""
    return _PART_WORDS[breath.part]


class Tachogram(QWidget):
    """Plot of the model's beats; scrolls by copying what was painted before.

    Parameters
    ----------
    theme : Theme
    model : LiveModel
    pacer : callable
        The pacer as it is now, or None where nothing is paced.
    waiting_words : callable
        Why there is no beat yet.
    """

    def __init__(
        self,
        theme: Theme,
        model: LiveModel,
        pacer: Callable[[], Pacer | None],
        waiting_words: Callable[[], str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self._pacer = pacer
        self._waiting_words = waiting_words
        self.scale = BpmRange()
        self.span = Span.SHORT
        self._wave_shown = True
        self._trace = TraceLayer(theme, model, self.scale, self._wave)
        self._ahead = AheadLayer(theme, model, self._trace, self._wave)
        self._lanes = LaneLayer(theme, model)
        self._trace_strip = ScrollStrip(self._trace.paint)
        self._ahead_strip = ScrollStrip(self._ahead.paint)
        self._lane_strip = ScrollStrip(self._lanes.paint)
        self._seen_pacer: Pacer | None = None
        self._axis = TimeAxis.at(self.span, 0.0, 100.0)
        self._breath: Breath | None = None
        self._words = ""
        self._line = TextLine(theme.font(12, 500))
        self._dot_y = math.nan
        self._moved_at = -math.inf
        self._now = 0.0
        self._dpr = 0.0
        self.plot = QRect(LEFT_PX, TOP_PX + LANES_PX, 1, 1)
        """Where beats are drawn, in the widget's coordinates."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(480, 230)
        self.setAccessibleName("Heart rate, beat by beat")
        theme.changed.connect(self.repaint_all)

    @property
    def axis(self) -> TimeAxis:
        """The stretch of time that is shown."""
        return self._axis

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(1064, 365)

    def set_span(self, span: Span) -> None:
        """Show another stretch of the session."""
        if span is not self.span:
            self.span = span
            self._lay_out(self._now)
            self.repaint_all()

    def set_wave_shown(self, shown: bool) -> None:  # noqa: FBT001 - a state
        """Draw the target wave, or the heart alone."""
        if shown != self._wave_shown:
            self._wave_shown = shown
            self._move_dot()
            self.repaint_all()

    def repaint_all(self) -> None:
        """Forget every cached layer."""
        for strip in (self._trace_strip, self._ahead_strip, self._lane_strip):
            strip.invalidate()
        self.update()

    def changed(self, changed: Changed, now: float) -> None:
        """Take over what is new in the model."""
        dirty_from = self._model.take_dirty_from()
        if changed & Changed.LANES:
            self._lane_strip.invalidate()
        if dirty_from < math.inf:
            self._trace_strip.invalidate(dirty_from)
            self._ahead_strip.invalidate()
            if self._rescale(now):
                self._trace_strip.invalidate()
                self.update()
            elif self.span is Span.ALL or len(self._model.track) <= BEATS_NEEDED:
                self.update()
            else:
                self.update(self._moving())
            self._move_dot()

    def advance(self, now: float) -> None:
        """Move on to ``now``; costs next to nothing until a pixel is due."""
        frame_s = CALM_FRAME_S if self._theme.reduced_motion else FRAME_S
        if 0.0 <= now - self._moved_at < frame_s:
            return
        self._moved_at = self._now = now
        pacer = self._pacer()
        if pacer is not self._seen_pacer:
            self._seen_pacer = pacer
            self._trace_strip.invalidate(now)
            self._ahead_strip.invalidate()
        before = self._axis
        self._axis = TimeAxis.at(self.span, now, self.plot.width(), self.devicePixelRatioF())
        self._breath = None if pacer is None else pacer.at(now)
        words, self._words = self._words, self._breath_words()
        if self._axis.px_per_s != before.px_per_s:
            self._lay_out(now)
            self.update()
        elif self._axis.now_s != before.now_s:
            self.update(self._moving())
        elif words != self._words:
            self.update(self.plot)
        self._move_dot()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy the strips, then draw what stands still: axes, now, the pacer's dot."""
        if self.devicePixelRatioF() != self._dpr:
            self._lay_out(self._now)
        painter = QPainter(self)
        plot, axis = self.plot, self._axis
        now_x = plot.x() + self._now_px()
        if not plot.adjusted(0, -LANES_PX, 0, 0).contains(event.rect()):
            painter.fillRect(self.rect(), self._theme.color("surface"))
            paint_rates(painter, self._theme, self.scale, plot, self._trace.grid())
            paint_times(painter, self._theme, self.span, axis, plot)
        lanes = QRectF(plot.x(), TOP_PX, plot.width(), LANES_PX)
        if event.rect().top() < plot.top():
            self._lane_strip.draw(painter, lanes, axis.left_s)
            crisp(painter)
            painter.translate(lanes.topLeft())
            self._lanes.paint_phase_names(painter, axis)
            painter.resetTransform()
        behind = QRectF(plot.x(), plot.y(), self._now_px(), plot.height())
        if behind.width() > 0:
            self._trace_strip.draw(painter, behind, axis.left_s)
        ahead = QRectF(now_x, plot.y(), plot.right() + 1 - now_x, plot.height())
        if ahead.width() > 0:
            self._ahead_strip.draw(painter, ahead, axis.now_s)
        crisp(painter)
        if not len(self._model.track):
            self._paint_centred(painter, behind, self._waiting_words(), "ink2", 14)
        self._paint_breath_words(painter, ahead)
        painter.setPen(QPen(self._theme.color("ink"), 1.5))
        free = not self._lanes.flag_over(axis, self._now_px())
        top = TOP_PX + (FLAG_TOP_PX if free else LANES_PX - 4)
        painter.drawLine(QLineF(now_x, top, now_x, plot.bottom() + 1))
        if not math.isnan(self._dot_y):
            painter.setPen(QPen(self._theme.color("breath"), 6))
            painter.setBrush(self._theme.color("surface"))
            painter.drawEllipse(QPointF(now_x, self._dot_y), 6, 6)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit every layer to the new size."""
        size, top = event.size(), TOP_PX + LANES_PX
        self.plot = QRect(
            LEFT_PX, top, size.width() - LEFT_PX - RIGHT_PX, size.height() - top - BOTTOM_PX
        )
        self._lay_out(self._now)
        self.repaint_all()

    def _wave(self) -> Pacer | None:
        return self._pacer() if self._wave_shown else None

    def _now_px(self) -> float:
        dpr = self.devicePixelRatioF()
        return round(self._axis.now_x * dpr) / dpr

    def _moving(self) -> QRect:
        return self.plot.adjusted(0, -LANES_PX, 0, 0)

    def _lay_out(self, now: float) -> None:
        plot, dpr = self.plot, self.devicePixelRatioF()
        self._dpr = dpr
        self._axis = TimeAxis.at(self.span, now, plot.width(), dpr)
        self._trace.height = float(plot.height())
        px_per_s, wide = self._axis.px_per_s, plot.width()
        behind, ahead = self._now_px(), wide - self._now_px()
        if self.span is Span.ALL:
            behind = ahead = wide
        self._trace_strip.configure(behind, plot.height(), px_per_s, dpr)
        self._ahead_strip.configure(ahead, plot.height(), px_per_s, dpr)
        self._lane_strip.configure(wide, LANES_PX, px_per_s, dpr)
        self._move_dot()

    def _rescale(self, now: float) -> bool:
        trace = self._model.track.between(self._axis.left_s, now)
        bpm = trace.bpm[~trace.provisional] if len(trace.bpm) > 2 else trace.bpm
        return bool(bpm.size) and self.scale.update(now, float(bpm.min()), float(bpm.max()))

    def _move_dot(self) -> None:
        y = math.nan
        target = self._model.target
        breath = self._breath if self._wave_shown else None
        if breath is not None and not breath.resting and target.known:
            centre, swing = target.current
            top, bottom = self.scale.top, self.scale.bottom
            bpm = centre + swing * (breath.level - 0.5)
            share = min(max((top - bpm) / (top - bottom), 0.0), 1.0)
            y = self.plot.y() + share * self.plot.height()
        if y != self._dot_y:
            for at in (self._dot_y, y):
                if not math.isnan(at):
                    x = self.plot.x() + self._now_px()
                    box = QRectF(x - _DOT_PX, at - _DOT_PX, 2 * _DOT_PX, 2 * _DOT_PX)
                    self.update(box.toAlignedRect())
            self._dot_y = y

    def _paint_breath_words(self, painter: QPainter, ahead: QRectF) -> None:
        if self.span is Span.ALL:
            return
        words = self._words
        wide = self._line.width(words)
        y = ahead.top() + self._words_y()
        x = ahead.center().x() - wide / 2
        if words:
            behind = QRectF(x - 4, y - 8, wide + 8, 16)
            painter.fillRect(behind, self._theme.color("surface"))
            painter.fillRect(behind, self._theme.color("sunken", AHEAD_ALPHA))
            self._line.draw(painter, self._theme.color("ink2"), x, y, words)
        if self._wave_shown and not self._model.target.known and len(self._model.track):
            why = f"The target wave appears after {BEATS_NEEDED} beats."
            self._paint_centred(painter, ahead, why, "ink3", 12)

    def _breath_words(self) -> str:
        if self._breath is None:
            return ""
        return breath_words(self._breath, paused=self._model.paused)

    def _words_y(self) -> float:
        """Height for the words over the wave: clear of its crest, moving in steps."""
        grid = self._trace.grid()[-2:]
        y = sum(grid) / 2 if len(grid) == 2 else 34.0
        if self._model.target.known:
            centre, swing = self._model.target.current
            top, bottom = self.scale.top, self.scale.bottom
            crest = (top - centre - swing / 2) / (top - bottom) * self.plot.height()
            y = min(y, 4.0 * math.floor((crest - 15.0) / 4.0))
        return max(y, 11.0)

    def _paint_centred(
        self, painter: QPainter, box: QRectF, text: str, token: str, size_px: int
    ) -> None:
        painter.setFont(self._theme.font(size_px, 500 if size_px > 12 else 400))
        painter.setPen(self._theme.color(token))
        room = box.adjusted(16, 0, -16, 0)
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        painter.drawText(room, int(flags), text)
