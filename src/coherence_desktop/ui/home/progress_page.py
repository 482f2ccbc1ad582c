"""Twelve weeks: days of practice, distress in trials, the breathing rhythm, goals."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.practice.home.plan import day_words
from coherence_desktop.practice.home.weeks import practised_days, weeks_to
from coherence_desktop.practice.questionnaires import Questionnaire
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.questionnaires_panel import QuestionnairesPanel
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.home.days_grid import DaysGrid
from coherence_desktop.ui.home.goals_panel import GoalsPanel
from coherence_desktop.ui.home.loading import done_of, lived
from coherence_desktop.ui.home.source import Sessions
from coherence_desktop.ui.home.trials import read_trials
from coherence_desktop.ui.places import JOURNAL, QUESTIONNAIRE
from coherence_desktop.ui.review.course_plot import CoursePlot, Series
from coherence_desktop.ui.review.views import TrialPoint
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.words.dates import local_day
from coherence_desktop.ui.worker import Worker

WEEKS = 12
_STACKED_BELOW_PX = 1000
_SERIES = (
    Series("peak", lambda point: point.peak_distress, "distress"),
    Series("mean", lambda point: point.mean_distress, "heart", dashed=True),
)
_NO_RHYTHM = (
    "Your own breathing rhythm is not known yet. An assessment finds it in about twenty minutes."
)


class ProgressPage(Page):
    """How it has been; reads sessions anew whenever it is shown.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    sessions : Sessions
    questionnaires : sequence of Questionnaire
    now : callable
        The moment, on the person's own clock.
    """

    open_requested = Signal(str)
    """A page: ``journal``, or ``questionnaire:`` and its id."""
    share_requested = Signal()
    """Put the sessions into a file for the clinician."""
    loaded = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        sessions: Sessions,
        questionnaires: Sequence[Questionnaire],
        *,
        now: Callable[[], datetime] = here_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Progress")
        self._desk, self._sessions, self._now = desk, sessions, now
        self._points: tuple[TrialPoint, ...] = ()
        self._worker = Worker(self)
        self._notice = Notice(theme, radius=12)
        self.journal = Button(theme, "Write in the journal", cap="J")
        self.share = Button(theme, "Share as a file")
        self.days = DaysGrid(theme)
        self._recent = Label(theme, "", 14, token="ink2")
        self.trials = CoursePlot(theme, "Distress", "0 to 100", _SERIES)
        self._exercise = Label(theme, "Distress in each trial", 16, 600)
        self._rhythm = Label(theme, "", 16, wrap=True)
        self.questionnaires = QuestionnairesPanel(theme, desk, questionnaires)
        self.goals = GoalsPanel(theme, desk, lambda: now().date())
        self._lay_out()
        self._connect()

    @property
    def rhythm(self) -> str:
        """What is said of the breathing rhythm."""
        return self._rhythm.text()

    def load(self) -> None:
        """Read chart and sessions in the background."""
        self._desk.open()
        source = self._sessions
        self._worker.run(
            lambda: practised_days(map(done_of, lived(source.sessions()))),
            self._have_days,
            self._failed,
        )
        self._worker.run(lambda: read_trials(source), self._have_trials, self._failed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """J opens the journal."""
        if event.key() == Qt.Key.Key_J and not event.modifiers():
            self.open_requested.emit(JOURNAL)
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is kept now."""
        super().showEvent(event)
        self.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """One panel under the other where there is little room."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        for row in self._rows:
            row.setDirection(down if self.width() < _STACKED_BELOW_PX else across)

    def _lay_out(self) -> None:
        theme = self.theme
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(Label(theme, "Twelve weeks", 28, 500))
        line = "Change goes up and down. What counts is coming back."
        titles.addWidget(Label(theme, line, 16, token="ink2"))
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addLayout(titles, 1)
        head.addWidget(self.journal)
        head.addWidget(self.share)
        self._which = QStackedLayout()
        self._which.addWidget(
            Empty(
                theme, "No trial yet.", "Distress in each trial appears here, once there is one."
            )
        )
        self._which.addWidget(self.trials)
        first, inside = _panel(theme, Label(theme, "Days of practice", 16, 600), self._recent)
        inside.addWidget(self.days, 1)
        second, inside = _panel(theme, self._exercise, None)
        inside.addLayout(self._which, 1)
        third, inside = _panel(theme, Label(theme, "Your breathing rhythm", 16, 600), None)
        inside.addWidget(self._rhythm)
        inside.addSpacing(16)
        inside.addWidget(Label(theme, "Questionnaires", 16, 600))
        inside.addWidget(self.questionnaires, 1)
        for panel in (first, second):
            panel.setMinimumHeight(296)
        self._rows = tuple(QBoxLayout(QBoxLayout.Direction.LeftToRight) for _ in range(2))
        for row, pair in zip(self._rows, ((first, second), (third, self.goals)), strict=True):
            row.setSpacing(24)
            for panel in pair:
                row.addWidget(panel, 1)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(40, 32, 40, 24)
        column.setSpacing(20)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addLayout(self._rows[0], 4)
        column.addLayout(self._rows[1], 5)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(ScrollArea(theme, content))

    def _connect(self) -> None:
        self._desk.changed.connect(self._show)
        self._desk.troubled.connect(self._notice.set_text)
        self.journal.clicked.connect(lambda: self.open_requested.emit(JOURNAL))
        self.share.clicked.connect(self.share_requested)
        self.questionnaires.answer_requested.connect(
            lambda id_: self.open_requested.emit(f"{QUESTIONNAIRE}{id_}")
        )

    def _have_days(self, practised: frozenset[date]) -> None:
        today = self._now().date()
        self.days.show_weeks(weeks_to(today, practised, WEEKS))
        recent = weeks_to(today, practised).practised
        self._recent.set_text(f"{recent} in the last four weeks" if recent else "")
        self.loaded.emit()

    def _have_trials(self, points: tuple[TrialPoint, ...]) -> None:
        self._points = points
        self._show()

    def _failed(self, problem: Problem) -> None:
        self._notice.set_text(problem.message)

    def _show(self) -> None:
        chart = self._desk.chart
        chosen = chart.resonance
        words = _NO_RHYTHM
        if chosen is not None:
            on = day_words(local_day(chosen.at_utc))
            rate = f"{chosen.rate_per_min:.1f} breaths a minute"
            words = f"Your heart follows best at {rate}. Found on {on}."
        self._rhythm.set_text(words)
        points = self._points
        last = [point for point in points if point.exercise_id == points[-1].exercise_id]
        self._which.setCurrentIndex(1 if points else 0)
        if points:
            self._exercise.set_text(f"{last[-1].step}: distress in each trial")
            self.trials.show_points(last, chart.progress_rule.peak_distress)


def _panel(theme: Theme, title: Label, beside: Label | None) -> tuple[Panel, QVBoxLayout]:
    panel = Panel(theme, PATIENT_RADIUS)
    panel.setAccessibleName(title.text())
    column = QVBoxLayout(panel)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(12)
    head = QHBoxLayout()
    head.addWidget(title, 1)
    if beside is not None:
        head.addWidget(beside)
    column.addLayout(head)
    return panel, column
