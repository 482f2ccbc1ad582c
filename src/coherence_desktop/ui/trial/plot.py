"""The plot of a whole trial: heart rate, and distress below it on the same time axis."""

import math

from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.practice.exposure.phases import LEARN
from coherence_desktop.ui.live.model import Changed
from coherence_desktop.ui.plots.scroll_strip import ScrollStrip
from coherence_desktop.ui.plots.text_line import TextLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.distress_lane import DistressLane
from coherence_desktop.ui.trial.heart_range import HeartRange
from coherence_desktop.ui.trial.model import News, TrialModel
from coherence_desktop.ui.trial.plot_layer import BAND_TOKENS, PlotLayer
from coherence_desktop.ui.trial.plot_place import NAMES_PX, NAMES_TOP_PX, PlotPlace
from coherence_desktop.ui.trial.schedule import Schedule, schedule_of
from coherence_desktop.ui.widgets.painting import crisp, rounded_box
from coherence_desktop.ui.words.values import clock

CALM_FRAME_S = 1.0
_FRAME_S = 1.0 / 15.0
_DOT_PX = 5.5
_AROUND_NOW_PX = 10
_BADGE_PX = (40.0, 20.0)
_TICKS_S = (30.0, 60.0, 120.0, 300.0, 600.0, 1200.0, 3600.0)
_TICK_LEAST_PX = 84.0


class TrialPlot(QWidget):
    """Draws the model's trial, from its start to its planned end.

    Parameters
    ----------
    theme : Theme
    model : TrialModel
    """

    def __init__(self, theme: Theme, model: TrialModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._model = model
        self.scale = HeartRange()
        self._lane = DistressLane(theme, model)
        self._layer = PlotLayer(theme, model, self.scale, self._lane)
        self._strip = ScrollStrip(self._layer.paint)
        self._place = PlotPlace.within(1, 1)
        self._name = TextLine(theme.font(12, 600))
        self._axis = TextLine(theme.font(12))
        self._now = 0.0
        self._now_x = 0.0
        self._moved_at = -math.inf
        self._trial_t: float | None = None
        self._dpr = 0.0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(420, 200)
        self.setAccessibleName("Heart rate and distress over the trial")
        theme.changed.connect(self.repaint_all)

    @property
    def schedule(self) -> Schedule | None:
        """The bands on the axis; ``None`` where no trial runs."""
        return self._layer.schedule

    @property
    def place(self) -> PlotPlace:
        """Where the parts of the plot lie."""
        return self._place

    def x_of(self, t: float) -> float:
        """Pixels from the left edge of the widget to a session time."""
        schedule = self._layer.schedule
        if schedule is None:
            return float(self._place.plot.x())
        along = (t - schedule.start_s) * self._place.px_per_s(schedule)
        return self._place.plot.x() + along

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(966, 455)

    def repaint_all(self) -> None:
        """Forget what was painted."""
        self._strip.invalidate()
        self.update()

    def changed(self, news: News, now: float) -> None:
        """Take over what is new in the model."""
        self._now = now
        dirty_from = self._model.live.take_dirty_from()
        if news.trial or news.ratings or news.live & Changed.LANES:
            self._settle(now)
            self.repaint_all()
        elif dirty_from < math.inf:
            if self._rescale(now):
                self.repaint_all()
                return
            self._strip.invalidate(dirty_from)
            left = math.floor(self.x_of(dirty_from)) - _AROUND_NOW_PX
            right = math.ceil(max(self.x_of(now), self._now_x)) + _AROUND_NOW_PX
            plot = self._place.plot
            self.update(QRect(left, plot.y(), right - left, plot.height()))

    def show_mark(self, t: float) -> None:
        """Show a mark that was just set at ``t``."""
        self._now = max(self._now, t)
        self.repaint_all()

    def advance(self, now: float) -> None:
        """Move on to ``now``; costs next to nothing until a pixel is due."""
        frame_s = CALM_FRAME_S if self._theme.reduced_motion else _FRAME_S
        if 0.0 <= now - self._moved_at < frame_s:
            return
        self._moved_at = self._now = now
        if schedule_of(self._model.state, now) != self._layer.schedule:
            self._settle(now)
            self.repaint_all()
            return
        x = self._snapped(self.x_of(now))
        if x != self._now_x:
            self._update_now(min(x, self._now_x), max(x, self._now_x))
            self._now_x = x

    def paintEvent(self, event: QPaintEvent) -> None:
        """Copy what lies still, then draw what moves: now, the newest beat, the running step."""
        if self.devicePixelRatioF() != self._dpr:
            self._configure()
        painter = QPainter(self)
        plot, schedule = self._place.plot, self._layer.schedule
        if schedule is None:
            painter.fillRect(event.rect(), self._theme.color("surface"))
            return
        if not plot.contains(event.rect()):
            painter.fillRect(event.rect(), self._theme.color("surface"))
            crisp(painter)
            if event.rect().top() < plot.top():
                self._paint_names(painter)
            if event.rect().left() < plot.left() or event.rect().right() > plot.right():
                self._paint_scales(painter)
            if event.rect().bottom() > plot.bottom():
                self._paint_times(painter)
        self._strip.draw(painter, QRectF(plot), schedule.start_s)
        crisp(painter)
        self._paint_moving(painter)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit every layer to the new size."""
        super().resizeEvent(event)
        self._place = self._layer.place = PlotPlace.within(self.width(), self.height())
        self._settle(self._now)
        self.repaint_all()

    def _settle(self, now: float) -> None:
        """Take over where the trial stands."""
        trial = self._model.state.trial
        started_t = None if trial is None else trial.t
        if started_t != self._trial_t:
            self._trial_t = started_t
            self.scale.begin(None if trial is None else trial.ceiling_bpm)
        self._layer.schedule = schedule_of(self._model.state, now)
        self._rescale(now)
        self._configure()
        self._now_x = self._snapped(self.x_of(now))

    def _configure(self) -> None:
        self._dpr = self.devicePixelRatioF()
        schedule, plot = self._layer.schedule, self._place.plot
        if schedule is not None:
            px_per_s = self._place.px_per_s(schedule)
            self._strip.configure(plot.width(), plot.height(), px_per_s, self._dpr)

    def _rescale(self, now: float) -> bool:
        schedule = self._layer.schedule
        if schedule is None:
            return False
        trace = self._model.live.track.between(schedule.start_s, now)
        bpm = trace.bpm[(trace.t_s >= schedule.start_s) & ~trace.provisional]
        return bool(bpm.size) and self.scale.update(now, float(bpm.min()), float(bpm.max()))

    def _snapped(self, x: float) -> float:
        dpr = self.devicePixelRatioF()
        return math.floor(x * dpr + 0.5) / dpr

    def _update_now(self, left: float, right: float) -> None:
        plot, around = self._place.plot, _AROUND_NOW_PX
        first, last = math.floor(left), math.ceil(right)
        line = QRect(first - around, plot.y() - 4, last - first + 2 * around, plot.height() + 4)
        self.update(line)
        reach = round(_BADGE_PX[0])
        row = QRect(first - reach, plot.bottom() + 1, last - first + 2 * reach, self.height())
        self.update(row)

    def _paint_moving(self, painter: QPainter) -> None:
        plot, x = self._place.plot, self._now_x
        theme = self._theme
        rating = self._model.distress[-1] if self._model.distress else None
        if rating is not None:
            y = plot.y() + self._place.distress_y(rating.value)
            end = min(x, self.x_of(self._rated_until()))
            start = self.x_of(rating.t)
            if end > start:
                painter.setPen(self._lane.pen())
                painter.drawLine(QLineF(start + 7.0, y, end, y))
        painter.setPen(QPen(theme.color("ink"), 1.5))
        painter.drawLine(QLineF(x, plot.y() - 4, x, plot.bottom() + 1))
        trace = self._model.live.track.between(self._now - 1.0, self._now)
        if len(trace.t_s) and trace.t_s[-1] >= self._now - 4.0:
            bpm = min(max(float(trace.bpm[-1]), self.scale.bottom), self.scale.top)
            at = QPointF(self.x_of(float(trace.t_s[-1])), self._place.heart_y(bpm, self.scale))
            painter.setPen(QPen(theme.color("surface"), 1.5))
            painter.setBrush(theme.color("heart"))
            painter.drawEllipse(at + QPointF(0, plot.y()), _DOT_PX, _DOT_PX)

    def _rated_until(self) -> float:
        """Distress holds until the trial is only looked back at."""
        state = self._model.state
        return state.phase_start_s if state.phase == LEARN else self._now

    def _paint_names(self, painter: QPainter) -> None:
        theme, schedule = self._theme, self._layer.schedule
        for band in schedule.bands if schedule else ():
            left, right = round(self.x_of(band.start_s)), round(self.x_of(band.end_s))
            box = QRectF(left + 1, NAMES_TOP_PX, right - left - 2, NAMES_PX)
            if box.width() < 4.0:
                continue
            rounded_box(painter, box, 3, theme.color(BAND_TOKENS.get(band.name, "sunken")))
            if box.width() >= 28.0:
                text = self._name.elided(band.name, box.width() - 8.0)
                x = box.center().x() - self._name.width(text) / 2
                self._name.draw(painter, theme.color("ink"), x, box.center().y(), text)

    def _paint_scales(self, painter: QPainter) -> None:
        place, theme = self._place, self._theme
        quiet = theme.color("ink3")
        levels = [(place.heart_y(bpm, self.scale), f"{bpm:.0f}") for bpm in self._layer.grid_bpm()]
        levels += [(place.distress_y(value), str(value)) for value in (0, 50, 100)]
        for y, text in levels:
            x = place.plot.x() - 8 - self._axis.width(text)
            self._axis.draw(painter, quiet, x, place.plot.y() + round(y) + 0.5, text)
        right = place.plot.right() + 9
        high = place.plot.y() + place.heart_y(self.scale.high, self.scale)
        self._name.draw(painter, theme.color("heart"), right, high, "bpm")
        most = place.plot.y() + place.most_px
        self._name.draw(painter, theme.color("distress"), right, most, "distress")

    def _paint_times(self, painter: QPainter) -> None:
        theme, schedule, plot = self._theme, self._layer.schedule, self._place.plot
        if schedule is None:
            return
        middle = plot.bottom() + 17.0
        wide, high = _BADGE_PX
        badge = QRectF(self._now_x - wide / 2, middle - high / 2, wide, high)
        per_s = self._place.px_per_s(schedule)
        step_s = next((s for s in _TICKS_S if s * per_s >= _TICK_LEAST_PX), _TICKS_S[-1])
        for number in range(int(schedule.length_s / step_s) + 1):
            text = clock(number * step_s)
            x = self.x_of(schedule.start_s + number * step_s)
            half = self._axis.width(text) / 2
            if x + half < badge.left() - 6 or x - half > badge.right() + 6:
                self._axis.draw(painter, theme.color("ink3"), x - half, middle, text)
        rounded_box(painter, badge, 4, theme.color("ink"))
        x = badge.center().x() - self._name.width("now") / 2
        self._name.draw(painter, theme.color("surface"), x, middle, "now")
