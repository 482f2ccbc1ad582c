"""The result of an assessment: proposal and choice, table, plots, and how good the data are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.events import AnyEvent
from coherence_desktop.ui.assessment.choice_panel import ChoicePanel
from coherence_desktop.ui.assessment.rate_plot import RatePlot
from coherence_desktop.ui.assessment.reading import ResultView, read_result
from coherence_desktop.ui.review.data_table import DataTable
from coherence_desktop.ui.review.titled_panel import TitledPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.quality_badge import QualityLevel, QualityMark
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.worker import Worker

NONE_FOUND = "This session is of no assessment."
_EDGE_PX = 24
_GAP_PX = 16
_STACKED_PX = 1000
_TABLE_ROW_PX = 36
_MOST_ROWS = 8
"""Above plots; the rest is scrolled."""
_PLOTS = 3

Read = Callable[[], Sequence[AnyEvent]]


class ResultPage(Page):
    """Shows what an assessment found and takes the clinician's choice.

    Parameters
    ----------
    theme : Theme
    """

    rate_chosen = Signal(float)
    """The pace that is to be kept for the client, in breaths a minute."""
    fine_asked = Signal(float)
    """A second pass in finer steps around this rate."""
    back_requested = Signal()
    review_requested = Signal()
    """The whole session is to be looked at."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Result of the assessment")
        self._worker = Worker(self)
        self._opened = 0
        self._for_client = False
        self._kept: float | None = None
        self.view: ResultView | None = None
        self._title = Label(theme, "", 28, 500)
        self._about = Label(theme, "", 14, token="ink2")
        self._quality = GlyphView(theme, QualityMark(QualityLevel.ABSENT, 14))
        self._quality_words = Label(theme, "", 14, token="ink2")
        self.review = Button(theme, "Whole session")
        self.back = Button(theme, "Back", cap="Esc")
        self.notice = Notice(theme)
        self.choice = ChoicePanel(theme)
        self.table = DataTable(theme, "Rates compared", _TABLE_ROW_PX)
        self._table_panel = TitledPanel(theme, "", "", self.table)
        self.plots = [RatePlot(theme) for _ in range(_PLOTS)]
        self._plot_panels = [TitledPanel(theme, "", "", plot) for plot in self.plots]
        self._lay_out()
        self.review.clicked.connect(self.review_requested)
        self.back.clicked.connect(self.back_requested)
        self.choice.rate_chosen.connect(self.rate_chosen)
        self.choice.fine_asked.connect(self.fine_asked)
        self._show_body(shown=False)

    def open(
        self,
        read: Read,
        *,
        about: str = "",
        for_client: bool = False,
        kept_per_min: float | None = None,
    ) -> None:
        """Read a session and show its result; works in the background.

        Parameters
        ----------
        read : callable
            Gives the session's log; runs in a thread.
        about : str
            Who.
        for_client : bool
            Whether there is a chart to keep a choice in.
        kept_per_min : float, optional
            Pace that the chart has already.
        """
        self._opened += 1
        opened = self._opened
        self._for_client, self._kept = for_client, kept_per_min
        self.view = None
        self._title.set_text("Reading the session")
        self._about.set_text(about)
        self.notice.set_text("")
        self._show_body(shown=False)
        self._worker.run(
            lambda: read_result(read()),
            lambda view: self._read(opened, about, view),
            lambda problem: self._failed(opened, problem),
        )

    def show_kept(self, rate_per_min: float) -> None:
        """Say that a choice is kept."""
        self._kept = rate_per_min
        self.notice.set_text("")
        self.choice.show_kept(rate_per_min)

    def set_problem(self, sentence: str) -> None:
        """Say what went wrong above the result."""
        self.notice.set_text(sentence)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the plots side by side, or one under the other."""
        super().resizeEvent(event)
        stacked = self.width() < _STACKED_PX
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._plot_row.setDirection(down if stacked else right)
        self._fit_table()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back."""
        if event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def _read(self, opened: int, about: str, view: ResultView | None) -> None:
        if opened != self._opened:
            return
        if view is None:
            self._title.set_text("No result")
            self.notice.set_text(NONE_FOUND)
            return
        self.view = view
        self._title.set_text(view.title)
        self._about.set_text(", ".join(filter(None, (about, view.about))))
        self._quality.set_glyph(QualityMark(view.quality, 14))
        self._quality.setAccessibleName(f"Data quality: {view.quality}")
        self._quality_words.set_text(f"{view.quality}, {view.quality_words}")
        self.choice.show_view(view, for_client=self._for_client, kept_per_min=self._kept)
        resonance = bool(view.choices_per_min)
        self._table_panel.title.set_text("Rates compared" if resonance else "Measures")
        about_table = "six criteria in their order of weight; hover for ranks" if resonance else ""
        self._table_panel.about.set_text(about_table)
        self.table.show_view(view.table)
        self._fit_table()
        self._show_body(shown=True)
        for number, panel in enumerate(self._plot_panels):
            panel.setVisible(number < len(view.plots))
        for plot, panel, points in zip(self.plots, self._plot_panels, view.plots, strict=False):
            plot.show_points(points, view.proposal_per_min, view.curve)
            panel.title.set_text(points.title)
            panel.about.set_text(points.unit)

    def _fit_table(self) -> None:
        """Give the table the height of its rows, as far as that is bearable."""
        rows = len(self.table.view.rows)
        head = self.table.horizontalHeader().sizeHint().height()
        tall = sum(self.table.rowHeight(row) for row in range(rows))
        most = _MOST_ROWS * _TABLE_ROW_PX if self.view is not None and self.view.plots else tall
        self.table.setFixedHeight(head + min(max(tall, _TABLE_ROW_PX), most) + 8)

    def _failed(self, opened: int, problem: Problem) -> None:
        if opened == self._opened:
            self._title.set_text("No result")
            self.notice.set_text(problem.message)

    def _show_body(self, *, shown: bool) -> None:
        quality = (self._quality, self._quality_words, self.review)
        for widget in (*quality, self.choice, self._table_panel, *self._plot_panels):
            widget.setVisible(shown)

    def _lay_out(self) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._title)
        titles.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addLayout(titles, 1)
        head.addWidget(self._quality, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addWidget(self._quality_words, 0, Qt.AlignmentFlag.AlignVCenter)
        head.addSpacing(12)
        head.addWidget(self.review)
        head.addWidget(self.back)
        self._plot_row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._plot_row.setSpacing(_GAP_PX)
        for panel in self._plot_panels:
            self._plot_row.addWidget(panel, 1)
        content = Page(self.theme)
        content.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        rows = QVBoxLayout(content)
        rows.setContentsMargins(_EDGE_PX, _EDGE_PX, _EDGE_PX, _EDGE_PX)
        rows.setSpacing(_GAP_PX)
        rows.addLayout(head)
        rows.addWidget(self.notice)
        rows.addWidget(self.choice)
        rows.addWidget(self._table_panel)
        rows.addLayout(self._plot_row, 1)
        rows.addStretch(0)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(self.theme, content))
