"""The page of one client: overview, readiness, hierarchy, plan."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.screening import Screening
from coherence_desktop.practice.step_ideas import StepIdeas
from coherence_desktop.records.problems import ClientGone
from coherence_desktop.records.summary import SessionSummary
from coherence_desktop.ui.clients.client_head import ClientHead
from coherence_desktop.ui.clients.client_tabs import (
    HIERARCHY,
    OVERVIEW,
    READINESS,
    TABS,
    ClientTabs,
)
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.source import ChartStore, SessionSource
from coherence_desktop.ui.forms.fields import Field, NumberLine, TextArea
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.words.dates import today_here
from coherence_desktop.ui.worker import Worker

_SHIFTS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class ClientPage(Page):
    """One client's chart. What is written is kept on leaving its field; nothing waits for it.

    Parameters
    ----------
    theme : Theme
    client_id : str
    charts : ChartStore
    sessions : SessionSource
        The library.
    exercises : Exercises
    screening : Screening
    ideas : StepIdeas
    today : callable
        The day.
    now : callable
        The moment, in UTC.
    """

    trial_requested = Signal(str, object)
    """Begin a trial: the client's id and the `Step`, whose exercise is not locked."""
    session_requested = Signal(str)
    """Begin a breathing session for the client with this id."""
    review_requested = Signal(str)
    """Open the review of the session with this id."""
    import_requested = Signal()
    """Add recordings from files to the client's sessions."""
    take_requested = Signal(str)
    """Take sessions from a file of the client with this id."""
    hand_over_requested = Signal(str)
    """Put the plan of the client with this id into a file."""
    questionnaire_requested = Signal(str, str)
    """Let the client answer: the client's id and that of the questionnaire."""
    back_requested = Signal()
    """Back to the list; also after the client is deleted."""
    deletion_told = Signal(str)
    """What is to be known of a deletion that others still hold up."""
    moved = Signal(str)
    """The client was deleted elsewhere and added again, under this id."""
    loaded = Signal()
    """The chart is read and shown."""

    def __init__(
        self,
        theme: Theme,
        client_id: str,
        charts: ChartStore,
        sessions: SessionSource,
        *,
        exercises: Exercises,
        screening: Screening,
        ideas: StepIdeas,
        today: Callable[[], date] = today_here,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.client_id = client_id
        self._charts, self._sessions, self._today = charts, sessions, today
        self._deleted = False
        self._told_loaded = False
        self._worker = Worker(self)
        self.desk = Desk(charts, client_id, now, self)
        self._notice = Notice(theme, radius=12)
        self._again = Button(theme, "Try again", ButtonKind.TEXT)
        self._notice.add_action(self._again)
        self.head = ClientHead(theme, TABS)
        self.back, self.tabs, self.begin = self.head.back, self.head.tabs, self.head.begin
        self.parts = ClientTabs(theme, self.desk, exercises, screening, ideas, today)
        self.overview = self.parts.overview
        self._lay_out()
        self._connect()

    @property
    def problem(self) -> str:
        """What went wrong, as it is shown."""
        return self._notice.text

    def load(self) -> None:
        """Read chart and sessions, in the background; happens whenever the page is shown."""
        self.desk.open()
        source, client = self._sessions, self.client_id
        self._worker.run(
            lambda: [one for one in source.sessions() if one.client == client],
            self._have_sessions,
            self._failed,
        )

    def keep(self) -> None:
        """Keep what is being written, as on leaving the page."""
        fields: list[Field | NumberLine | TextArea] = [
            *self.findChildren(Field),
            *self.findChildren(NumberLine),
            *self.findChildren(TextArea),
        ]
        for field in fields:
            field.keep()
        self.parts.keep()

    def finish(self) -> str:
        """Keep and write everything before the library is closed.

        Returns
        -------
        str
            A sentence if it could not be written; otherwise empty.
        """
        if self._deleted:
            return ""
        self.keep()
        return self.desk.save_now()

    def show_tab(self, tab: int) -> None:
        """Show ``OVERVIEW``, ``READINESS``, ``HIERARCHY`` or ``PLAN``."""
        self.tabs.set_current(tab)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+PageUp and PageDown change the tab, Enter does its main action, Esc goes back.

        Up and Down go to the steps of the hierarchy.
        """
        key = event.key()
        control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
        if control and key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            by = 1 if key == Qt.Key.Key_PageDown else -1
            self.show_tab((self.tabs.current + by) % len(TABS))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._act()
        elif key in _SHIFTS and self.hasFocus() and self.tabs.current == HIERARCHY:
            steps = self.parts.hierarchy.ladder.ladder
            steps.setFocus(Qt.FocusReason.ShortcutFocusReason)
            steps.step(_SHIFTS[Qt.Key(key)])
        elif key == Qt.Key.Key_Escape and self.overview.end.asking:
            self.overview.end.go_back()
        elif key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is kept now."""
        super().showEvent(event)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.load()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep what is being written."""
        if not self._deleted and self.desk.read:
            self.keep()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addWidget(self.head)
        column.addWidget(self._notice)
        column.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self.desk.changed.connect(self._show)
        self.desk.troubled.connect(self._say_trouble)
        self.desk.gone.connect(self._say_gone)
        self.desk.moved.connect(self._move)
        self._again.clicked.connect(self.desk.try_again)
        self.back.clicked.connect(self.back_requested)
        self.begin.clicked.connect(self._ask_session)
        self.tabs.chosen.connect(self._show_tab)
        self.parts.trial_requested.connect(self._ask_trial)
        self.parts.hand_over_requested.connect(self._ask_hand_over)
        self.parts.take_requested.connect(lambda: self.take_requested.emit(self.client_id))
        self.parts.answer_requested.connect(self._ask_questionnaire)
        self.overview.sessions.review_requested.connect(self.review_requested)
        self.overview.sessions.import_requested.connect(self.import_requested)
        self.overview.end.delete_confirmed.connect(self._delete)

    def _say_trouble(self, sentence: str) -> None:
        self._again.set_text("Try again")
        self._notice.set_text(sentence)

    def _say_gone(self, sentence: str) -> None:
        self._again.set_text("Add again")
        self._notice.set_text(sentence)

    def _move(self, client_id: str) -> None:
        self.client_id = client_id
        self.moved.emit(client_id)

    def _show(self) -> None:
        chart, today = self.desk.chart, self._today()
        self.parts.set_usable(usable=self.desk.read)
        self.head.show_chart(chart, today)
        self.setAccessibleName(f"Client {chart.name}")
        if self.desk.read and not self._told_loaded:
            self._told_loaded = True
            self.loaded.emit()

    def _show_tab(self, tab: int) -> None:
        self.parts.show_tab(tab)
        self.begin.set_cap("Enter" if tab == OVERVIEW else "")

    def _act(self) -> None:
        if not self.desk.read:
            return
        if self.tabs.current == READINESS:
            self.parts.readiness.screening.save()
        elif self.hasFocus() and self.tabs.current == OVERVIEW:
            self._ask_session()
        elif self.hasFocus() and self.tabs.current == HIERARCHY:
            self.parts.hierarchy.step.begin()

    def _have_sessions(self, sessions: Sequence[SessionSummary]) -> None:
        self.overview.sessions.set_sessions(sessions, self._today())
        self.overview.end.set_sessions(len(sessions))

    def _failed(self, problem: Problem) -> None:
        self._notice.set_text(problem.message)

    def _may_begin(self) -> bool:
        self.keep()
        if self.desk.gone_elsewhere:
            self._again.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return not self.desk.gone_elsewhere

    def _ask_session(self) -> None:
        if self._may_begin():
            self.session_requested.emit(self.client_id)

    def _ask_trial(self, step: object) -> None:
        if self._may_begin():
            self.trial_requested.emit(self.client_id, step)

    def _ask_hand_over(self) -> None:
        self.keep()
        self.hand_over_requested.emit(self.client_id)

    def _ask_questionnaire(self, questionnaire_id: str) -> None:
        self.keep()
        self.questionnaire_requested.emit(self.client_id, questionnaire_id)

    def _delete(self, with_sessions: bool) -> None:  # noqa: FBT001 - a Qt slot
        charts, client = self._charts, self.client_id
        self._worker.run(
            lambda: charts.delete(client, with_sessions=with_sessions),
            self._told_gone,
            self._not_deleted,
        )

    def _not_deleted(self, problem: Problem) -> None:
        if isinstance(problem, ClientGone):
            self._gone()
        else:
            self._notice.set_text(problem.message)
            self.overview.end.go_back()

    def _told_gone(self, sentence: str) -> None:
        if sentence:
            self.deletion_told.emit(f"The client is deleted. {sentence}")
        self._gone()

    def _gone(self) -> None:
        self._deleted = True
        self.back_requested.emit()
