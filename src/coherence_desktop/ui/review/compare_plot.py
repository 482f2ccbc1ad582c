"""Heart rate of all trials over each other, aligned at the start of induce."""

import math

import numpy as np
from PySide6.QtCore import QLineF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from coherence_desktop.ui.plots.curves import finite_runs
from coherence_desktop.ui.review.aligning import BEFORE_S, LEAST_AFTER_S
from coherence_desktop.ui.review.plot_parts import Across, Up, band_color, bpm_bounds, bpm_lines
from coherence_desktop.ui.review.views import Review, TrialView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.painting import crisp, line_text, text_width
from coherence_desktop.ui.words.values import MINUS

_LEFT_PX = 37.0
_TOP_PX = 4.0
_RIGHT_PX = 61.0
_BELOW_PX = 38.0
_LEGEND_ROW_PX = 24
_FORMS: tuple[tuple[float, ...], ...] = (
    (),
    (5.0, 3.0),
    (1.0, 2.2),
    (7.0, 2.5, 1.0, 2.5),
    (7.0, 2.0, 1.0, 2.0, 1.0, 2.0),
    (10.0, 4.0),
    (3.0, 1.5),
    (2.0, 4.0),
)
"""Dashes of the lines, from the last trial back, in widths of the line."""
_NOTHING = "In no trial was a sensation brought on."
_STEPS_S = (60, 120, 300, 600, 1200, 1800)


class ComparePlot(QWidget):
    """Trials from 60 s before induce on; the chosen one is the heaviest line.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._trials: tuple[TrialView, ...] = ()
        self._chosen = 0
        self._bounds = (50.0, 110.0)
        self.words = _NOTHING
        """What stands in the place of the plot when there is nothing to compare."""
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 160)
        theme.changed.connect(self.update)

    def show_review(self, review: Review) -> None:
        """Show the trials of another session."""
        self._trials = tuple(trial for trial in review.trials if trial.aligned is not None)
        brought_on = any(trial.induce_s is not None for trial in review.trials)
        self.words = "No beats were recorded." if brought_on else _NOTHING
        known = [t.aligned.bpm for t in self._trials if t.aligned is not None]
        together = np.concatenate([np.empty(0), *known])
        self._bounds = bpm_bounds(together[np.isfinite(together)])
        self._say()
        self.update()

    def choose(self, number: int) -> None:
        """Let one trial stand out."""
        if number != self._chosen:
            self._chosen = number
            self._say()
            self.update()

    @property
    def after_s(self) -> float:
        """Seconds after the start of induce that are shown: 240, or what induce and stay took."""
        ends = [
            band.end_s - trial.induce_s
            for trial in self._trials
            for band in trial.bands
            if trial.induce_s is not None and band.name in ("induce", "stay")
        ]
        return max(LEAST_AFTER_S, 60.0 * math.ceil(max(ends, default=0.0) / 60.0))

    def sizeHint(self) -> QSize:
        """Size in the reference layout."""
        return QSize(432, 263)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw bands, grid, lines and the legend."""
        painter = QPainter(self)
        theme = self._theme
        painter.fillRect(self.rect(), theme.color("surface"))
        crisp(painter)
        if not self._trials:
            line_text(painter, theme.font(14), theme.color("ink2"), 13, 24, self.words)
            return
        width = max(1.0, self.width() - _LEFT_PX - _RIGHT_PX)
        across = Across(-BEFORE_S, self.after_s, _LEFT_PX, width)
        up = Up(*self._bounds, _TOP_PX, max(1.0, self.height() - _TOP_PX - _BELOW_PX))
        self._paint_ground(painter, across, up)
        painter.save()
        painter.setClipRect(QRectF(across.left_px, up.top_px, across.width_px, up.height_px))
        ordered = sorted(self._trials, key=lambda trial: trial.number == self._chosen)
        for trial in ordered:
            self._paint_trial(painter, trial, across, up)
        painter.restore()
        self._paint_legend(painter, across)

    def _paint_ground(self, painter: QPainter, across: Across, up: Up) -> None:
        theme = self._theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        font = theme.font(12)
        spans = []
        chosen = next((t for t in self._trials if t.number == self._chosen), self._trials[-1])
        for band in chosen.bands:
            if band.name in ("induce", "stay") and chosen.induce_s is not None:
                left = across.x(band.start_s - chosen.induce_s)
                right = min(across.x(band.end_s - chosen.induce_s), across.right_px)
                box = QRectF(left, up.top_px, right - left, up.height_px)
                painter.fillRect(box, band_color(theme, band.name))
                spans.append((band.label, left, right))
        crisp(painter)
        for bpm in bpm_lines(up):
            y = up.line(bpm)
            painter.setPen(QPen(theme.color("line"), 1))
            painter.drawLine(QLineF(across.left_px, y, across.right_px, y))
            text = f"{bpm:.0f}"
            x = across.left_px - 8 - text_width(font, text)
            line_text(painter, font, theme.color("ink3"), x, y, text)
        bold = theme.font(12, 500)
        for label, left, right in spans:
            wide = text_width(bold, label)
            if right - left > wide + 4:
                x = (left + right - wide) / 2
                line_text(painter, bold, theme.color("ink"), x, up.bottom_px - 12, label)
        step = next((s for s in _STEPS_S if s * across.px_per_s >= 56), 3600)
        ticks = [-BEFORE_S, *np.arange(0.0, self.after_s + 1.0, step).tolist()]
        for tick in ticks:
            sign = MINUS if tick < 0 else ""
            text = "start" if tick == 0 else f"{sign}{abs(tick):.0f} s"
            x = across.x(tick) - text_width(font, text) / 2
            line_text(painter, font, theme.color("ink3"), x, up.bottom_px + 17, text)

    def form_of(self, number: int) -> tuple[float, ...]:
        """Dashes of a trial's line; empty for a solid one."""
        places = [trial.number for trial in self._trials]
        return _FORMS[(len(places) - 1 - places.index(number)) % len(_FORMS)]

    def _pen(self, trial: TrialView) -> QPen:
        chosen = trial.number == self._chosen
        pen = QPen(self._theme.color("heart"), 3.0 if chosen else 2.0)
        form = self.form_of(trial.number)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap if form else Qt.PenCapStyle.RoundCap)
        if form:
            pen.setDashPattern(list(form))
        return pen

    def _paint_trial(self, painter: QPainter, trial: TrialView, across: Across, up: Up) -> None:
        if trial.aligned is None:
            return
        painter.setPen(self._pen(trial))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        shown = trial.aligned.t_s <= self.after_s + 1.0
        x, y = across.xs(trial.aligned.t_s[shown]), up.ys(trial.aligned.bpm[shown])
        for run in finite_runs(x, y):
            painter.drawPolyline(run)

    def _paint_legend(self, painter: QPainter, across: Across) -> None:
        theme = self._theme
        x, y = across.right_px + 8, _TOP_PX + 14.0
        for trial in self._trials:
            if y + 10 > self.height():
                break
            chosen = trial.number == self._chosen
            font = theme.font(12, 600 if chosen else 400)
            words = f"Trial {trial.number}"
            line_text(painter, font, theme.color("ink" if chosen else "ink2"), x, y, words)
            painter.setPen(self._pen(trial))
            painter.drawLine(QLineF(x, y + 12, x + 46, y + 12))
            y += _LEGEND_ROW_PX + 2

    def _say(self) -> None:
        names = ", ".join(f"trial {trial.number}" for trial in self._trials)
        self.setAccessibleName(f"Heart rate of {names or 'no trial'} from the start of induce")
