"""Two sessions side by side: heart courses from their starts, measures in two columns."""

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.ui.review.beside_measuring import BesideMeasuring
from coherence_desktop.ui.review.data_table import DataTable
from coherence_desktop.ui.review.detail_plot import DetailPlot
from coherence_desktop.ui.review.loading import review_of
from coherence_desktop.ui.review.plot_parts import bpm_bounds
from coherence_desktop.ui.review.shown_keys import move_by_key
from coherence_desktop.ui.review.side_keys import SideKeysPass
from coherence_desktop.ui.review.sources import ReviewSource, SessionHead
from coherence_desktop.ui.review.stretch import Shown
from coherence_desktop.ui.review.stretch_measures import measures_table
from coherence_desktop.ui.review.titled_panel import TitledPanel
from coherence_desktop.ui.review.views import Review, TableView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.words.dates import short_date
from coherence_desktop.ui.words.values import clock
from coherence_desktop.ui.worker import Worker

_GAP_PX = 16
_WORKING = TableView(empty="The measures are being worked out.")
_KEYS = ((("←", "→"), "earlier, later"), (("+", "\N{MINUS SIGN}"), "shorter, longer"))


class BesidePage(Page):
    """Two sessions on one time axis that counts from the start of each.

    Parameters
    ----------
    theme : Theme
    """

    back_requested = Signal()
    open_requested = Signal(int)
    """The first (0) or second (1) session shall be reviewed alone."""
    opened = Signal()
    """Both sessions can be seen."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Two sessions side by side")
        self._worker = Worker(self)
        self._opening = 0
        self._titles: tuple[str, str] = ("", "")
        self.reviews: tuple[Review, ...] = ()
        self.shown = Shown(parent=self)
        self.measuring = BesideMeasuring(self.shown, self)
        self.plots = (DetailPlot(theme, self.shown), DetailPlot(theme, self.shown))
        self.review_buttons = (
            Button(theme, "Review", ButtonKind.QUIET),
            Button(theme, "Review", ButtonKind.QUIET),
        )
        self._panels = [
            TitledPanel(theme, "", "", plot, opposite=(button,))
            for plot, button in zip(self.plots, self.review_buttons, strict=True)
        ]
        self.table = DataTable(theme, "Measures of the shown stretch in both sessions")
        self._table_panel = TitledPanel(theme, "Measures", "", self.table)
        self._title = Label(theme, "Two sessions side by side", 20, 500)
        self._problem = Notice(theme, radius=12)
        self._body = QWidget()
        self._lay_out()
        self._body.hide()
        self.measuring.changed.connect(self._measured)
        self.measuring.failed.connect(self._problem.set_text)
        self.shown.changed.connect(self._say_shown)
        for at, button in enumerate(self.review_buttons):
            button.clicked.connect(lambda _=False, at=at: self.open_requested.emit(at))

    def open(self, read: Callable[[], tuple[ReviewSource, ReviewSource]]) -> None:
        """Read two sessions in a thread and show them."""
        self._opening += 1
        opening = self._opening
        self.reviews = ()
        self._problem.set_text(None)
        self._body.hide()

        def work() -> tuple[tuple[ReviewSource, Review], ...]:
            return tuple((source, review_of(source)) for source in read())

        self._worker.run(
            work,
            lambda found: self._read(opening, found),
            lambda problem: self._failed(opening, problem),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys of the overview move the shown stretch, Esc asks to go back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        elif not move_by_key(self.shown, event):
            super().keyPressEvent(event)

    def _read(self, opening: int, found: tuple[tuple[ReviewSource, Review], ...]) -> None:
        if opening != self._opening:
            return
        (first, one), (second, other) = found
        self.reviews = (one, other)
        self._titles = (short_head(first.head), short_head(second.head))
        ceilings = [
            trial.ceiling_bpm
            for review in self.reviews
            for trial in review.trials
            if trial.ceiling_bpm is not None
        ]
        together = np.concatenate([review.heart.bpm for review in self.reviews])
        bounds = bpm_bounds(together, max(ceilings, default=None))
        self.shown.reset(max(review.duration_s for review in self.reviews))
        for panel, plot, review, button in zip(
            self._panels, self.plots, self.reviews, self.review_buttons, strict=True
        ):
            plot.show_review(review, bounds_bpm=bounds)
            panel.setMinimumHeight(plot.least_px)
            panel.title.set_text(review.title)
            panel.about.set_text(f"{review.about}, {review.quality_words}")
            button.setAccessibleName(f"Review {review.title}, {review.about}")
        self._say_shown()
        self._body.show()
        self.measuring.begin(self.reviews, (first, second))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.opened.emit()

    def _failed(self, opening: int, problem: Problem) -> None:
        if opening == self._opening:
            self._problem.set_text(problem.message)

    def _measured(self) -> None:
        found = self.measuring.found
        self.table.show_view(measures_table(found, self._titles) if found else _WORKING)

    def _say_shown(self) -> None:
        shown = self.shown
        told = f"{clock(shown.start_s)} to {clock(shown.end_s)} from the start of each"
        self._table_panel.about.set_text("whole sessions" if shown.whole else told)

    def _lay_out(self) -> None:
        theme = self.theme
        back = Button(theme, "all sessions", ButtonKind.QUIET, cap="Esc", cap_first=True)
        back.setAccessibleName("All sessions")
        back.clicked.connect(self.back_requested)
        head = QHBoxLayout()
        head.setContentsMargins(0, 16, 0, 16)
        head.setSpacing(8)
        head.addWidget(self._title)
        head.addStretch(1)
        for caps, told in _KEYS:
            for cap in caps:
                head.addWidget(KeyCap(theme, cap))
            head.addWidget(Label(theme, told, 14, 400, "ink2"))
            head.addSpacing(8)
        head.addWidget(back)
        parts = QVBoxLayout(self._body)
        parts.setContentsMargins(_GAP_PX, 0, _GAP_PX, _GAP_PX)
        parts.setSpacing(_GAP_PX)
        for panel in self._panels:
            parts.addWidget(panel, 1)
        self._table_panel.setMinimumHeight(208)
        parts.addWidget(self._table_panel, 1)
        top = QVBoxLayout()
        top.setContentsMargins(_GAP_PX, 0, _GAP_PX, 0)
        top.setSpacing(0)
        top.addLayout(head)
        top.addWidget(self._problem)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(SideKeysPass(theme, self._body), 1)


def short_head(head: SessionHead) -> str:
    """Which session a column is about: ``Session 4, 8 May``."""
    number = f"session {head.number}" if head.number is not None else ""
    day = short_date(head.started, year=True) if head.started is not None else ""
    told = ", ".join(filter(None, (number, day))) or head.title or "session"
    return told[0].upper() + told[1:]
