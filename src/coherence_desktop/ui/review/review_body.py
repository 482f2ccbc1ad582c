"""The parts of a review and where they stand."""

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.levels import Levels
from coherence_desktop.ui.plots.legend import Legend, distress, heart
from coherence_desktop.ui.review.beat_bar import BeatBar
from coherence_desktop.ui.review.coherence_plot import CoherencePlot
from coherence_desktop.ui.review.compare_plot import ComparePlot
from coherence_desktop.ui.review.detail_plot import DetailPlot
from coherence_desktop.ui.review.notes_panel import NotesPanel
from coherence_desktop.ui.review.overview import Overview
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.tables_panel import TablesPanel
from coherence_desktop.ui.review.titled_panel import TitledPanel
from coherence_desktop.ui.review.views import Review
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.words.values import clock

STACKED_BELOW_PX = 1200 - 88
"""Width of the page, without the rail, under which the side column moves below."""
SIDE_PX = 440
GAP_PX = 16


class ReviewBody(QWidget):
    """Overview, shown stretch, trials compared or coherence, tables, notes.

    Parameters
    ----------
    theme : Theme
    shown : Shown
    levels : Levels
        Of coherence.
    """

    def __init__(
        self, theme: Theme, shown: Shown, levels: Levels, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.shown = shown
        self.overview = Overview(theme, shown)
        self.detail = DetailPlot(theme, shown, tells=False)
        self.beat_bar = BeatBar(theme)
        self.compare = ComparePlot(theme)
        self.coherence = CoherencePlot(theme, shown, levels)
        self.earlier = Button(theme, "", ButtonKind.QUIET, cap="←")
        self.later = Button(theme, "other trials", ButtonKind.QUIET, cap="→", cap_first=True)
        self.earlier.setAccessibleName("Earlier trial")
        self.later.setAccessibleName("Later trial")
        self.tables = TablesPanel(theme)
        self.notes = NotesPanel(theme)
        self._legend = Legend(theme, (heart, "heart rate"))
        plot = QWidget()
        plotted = QVBoxLayout(plot)
        plotted.setContentsMargins(0, 0, 0, 0)
        plotted.setSpacing(0)
        plotted.addWidget(self.detail, 1)
        plotted.addWidget(self.beat_bar)
        self.detail_panel = TitledPanel(
            theme, "", "", plot, (self.earlier, self.later), (self._legend,)
        )
        about = "bpm, from start of induce"
        self._compare_panel = TitledPanel(theme, "Trials compared", about, self.compare)
        about = "0 to 100, whole session"
        self._coherence_panel = TitledPanel(theme, "Coherence", about, self.coherence)
        self._lay_out(theme)

    def show_review(self, review: Review, *, same: bool = False) -> None:
        """Show another session, or the same one as it was put right."""
        self.show_words(review)
        self.detail.show_review(review, same=same)
        self.overview.show_review(review)
        self.compare.show_review(review)
        self._heighten()

    def show_words(self, review: Review) -> None:
        """Show what stands in words: tables, notes, the rule."""
        with_trials = bool(review.trials)
        for widget in (self.earlier, self.later):
            widget.setVisible(with_trials)
        self._compare_panel.setVisible(with_trials)
        self._coherence_panel.setVisible(not with_trials)
        rated = any(one.scale == "distress" for one in review.ratings)
        entries = [(heart, "heart rate"), *([(distress, "distress")] if rated else [])]
        self._legend.set_entries(*entries)
        self.tables.show_review(review)
        self.tables.tabs.follow(self.beat_bar.redo)
        self.notes.show_notes(review.notes)
        self.notes.rule.show_rule(review.rule)

    def say_shown(self, review: Review | None, number: int) -> None:
        """Head the plot with the trial, or the stretch, that it shows."""
        shown = self.shown
        trial = review.trial(number) if review is not None else None
        inside = (
            trial is not None
            and trial.start_s - 0.5 <= shown.start_s
            and shown.end_s <= trial.end_s + 0.5
        )
        title = f"Trial {number}" if inside else "Stretch"
        self.detail_panel.title.set_text("Whole session" if shown.whole else title)
        times = f"{clock(shown.start_s)} to {clock(shown.end_s)}"
        self.detail_panel.about.set_text(times)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move the side column below where there is little room."""
        super().resizeEvent(event)
        stacked = self.width() < STACKED_BELOW_PX
        direction = (
            QBoxLayout.Direction.TopToBottom if stacked else QBoxLayout.Direction.LeftToRight
        )
        for row in self._rows:
            row.setDirection(direction)
        for side in (self._compare_panel, self._coherence_panel, self.notes):
            side.setMinimumWidth(0 if stacked else SIDE_PX)
            side.setMaximumWidth(16777215 if stacked else SIDE_PX)
        self._heighten()
        self.tables.setMinimumHeight(340 if stacked else 288)
        self.notes.setMinimumHeight(340 if stacked else 288)

    def _heighten(self) -> None:
        """Give the plots the height that their lanes need; a low window scrolls."""
        stacked = self.width() < STACKED_BELOW_PX
        least = max(304 if stacked else 268, self.detail.least_px + 38)
        for panel in (self.detail_panel, self._compare_panel, self._coherence_panel):
            panel.setMinimumHeight(least)

    def _lay_out(self, theme: Theme) -> None:
        strip = Panel(theme)
        inner = QVBoxLayout(strip)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.addWidget(self.overview)
        upper, lower = QHBoxLayout(), QHBoxLayout()
        for row in (upper, lower):
            row.setSpacing(GAP_PX)
        upper.addWidget(self.detail_panel, 1)
        upper.addWidget(self._compare_panel)
        upper.addWidget(self._coherence_panel)
        lower.addWidget(self.tables, 1)
        lower.addWidget(self.notes)
        self._rows = (upper, lower)
        parts = QVBoxLayout(self)
        parts.setContentsMargins(GAP_PX, 0, GAP_PX, GAP_PX)
        parts.setSpacing(GAP_PX)
        parts.addWidget(strip)
        parts.addLayout(upper, 312)
        parts.addLayout(lower, 340)
