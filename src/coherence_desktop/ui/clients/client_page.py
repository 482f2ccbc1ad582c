"""The page of one client: overview, readiness, hierarchy, plan."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.questionnaires import load_questionnaires
from coherence_desktop.practice.screening import Screening
from coherence_desktop.practice.step_ideas import StepIdeas
from coherence_desktop.records.locations import own_content
from coherence_desktop.records.problems import ClientGone
from coherence_desktop.records.summary import SessionSummary
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.hierarchy_tab import HierarchyTab
from coherence_desktop.ui.clients.overview_tab import OverviewTab
from coherence_desktop.ui.clients.plan_tab import PlanTab, offered_practices
from coherence_desktop.ui.clients.readiness_tab import ReadinessTab
from coherence_desktop.ui.clients.source import ChartStore, SessionSource
from coherence_desktop.ui.forms.fields import Field, NumberLine, TextArea
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.words.dates import today_here
from coherence_desktop.ui.worker import Worker

OVERVIEW, READINESS, HIERARCHY, PLAN = range(4)
TABS = ("Overview", "Readiness", "Hierarchy", "Plan")
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
        self._exercises, self._screening, self._ideas = exercises, screening, ideas
        self._deleted = False
        self._told_loaded = False
        self._worker = Worker(self)
        self.desk = Desk(charts, client_id, now, self)
        self._name = Label(theme, "", 28, 500)
        self._about = Label(theme, "", 14, token="ink2")
        self._notice = Notice(theme, radius=12)
        self._again = Button(theme, "Try again", ButtonKind.TEXT)
        self._notice.add_action(self._again)
        self.back = Button(theme, "", ButtonKind.TEXT, glyph=Icon("back", 24, "ink2"))
        self.back.setAccessibleName("Back to the clients")
        self.back.setFixedSize(40, 40)
        self.tabs = SegmentedControl(theme, TABS, name="Part", drawn_height=40, size_px=14)
        self.begin = Button(theme, "Breathing session", cap="Enter")
        self.begin.setFixedWidth(self.begin.sizeHint().width())
        self.overview = OverviewTab(theme, self.desk, today)
        self._readiness: ReadinessTab | None = None
        self._hierarchy: HierarchyTab | None = None
        self._plan: PlanTab | None = None
        self._holders = [QWidget() for _ in TABS]
        self._lay_out()
        self._connect()

    @property
    def problem(self) -> str:
        """What went wrong, as it is shown."""
        return self._notice.text

    @property
    def readiness(self) -> ReadinessTab:
        """The second tab, made at first use."""
        if self._readiness is None:
            content = (self._exercises, self._screening, self._today)
            self._readiness = ReadinessTab(self.theme, self.desk, *content)
            self._fill(READINESS, self._readiness)
        return self._readiness

    @property
    def hierarchy(self) -> HierarchyTab:
        """The third tab, made at first use."""
        if self._hierarchy is None:
            content = (self._exercises, self._screening, self._ideas)
            self._hierarchy = HierarchyTab(self.theme, self.desk, *content)
            self._hierarchy.trial_requested.connect(self._ask_trial)
            self._fill(HIERARCHY, self._hierarchy)
        return self._hierarchy

    @property
    def plan(self) -> PlanTab:
        """The fourth tab, made at first use."""
        if self._plan is None:
            own = own_content("questionnaires")
            content = (offered_practices(), load_questionnaires(extra=own).questionnaires)
            rules = (self._exercises, self._screening)
            self._plan = PlanTab(self.theme, self.desk, *rules, *content, self._today)
            self._plan.hand_over_requested.connect(self._ask_hand_over)
            self._plan.take_requested.connect(lambda: self.take_requested.emit(self.client_id))
            self._plan.answer_requested.connect(self._ask_questionnaire)
            self._fill(PLAN, self._plan)
        return self._plan

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
        if self._readiness is not None:
            self._readiness.screening.keep()

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
            steps = self.hierarchy.ladder.ladder
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
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self._name)
        titles.addWidget(self._about)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(self.back)
        head.addLayout(titles, 1)
        head.addWidget(self.tabs)
        head.addSpacing(16)
        head.addWidget(self.begin)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._notice)
        column.addLayout(self._stack, 1)
        for holder in self._holders:
            self._stack.addWidget(holder)
        self._fill(OVERVIEW, self.overview)
        self._set_usable(usable=False)

    def _connect(self) -> None:
        self.desk.changed.connect(self._show)
        self.desk.troubled.connect(self._say_trouble)
        self.desk.gone.connect(self._say_gone)
        self.desk.moved.connect(self._move)
        self._again.clicked.connect(self.desk.try_again)
        self.back.clicked.connect(self.back_requested)
        self.begin.clicked.connect(self._ask_session)
        self.tabs.chosen.connect(self._show_tab)
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

    def _fill(self, tab: int, content: QWidget) -> None:
        column = QVBoxLayout(self._holders[tab])
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrollArea(self.theme, content))
        if self.desk.read:
            self.desk.changed.emit()

    def _set_usable(self, *, usable: bool) -> None:
        for holder in self._holders:
            holder.setEnabled(usable)

    def _show(self) -> None:
        chart, today = self.desk.chart, self._today()
        self._set_usable(usable=self.desk.read)
        self._name.set_text(chart.name)
        self.setAccessibleName(f"Client {chart.name}")
        age, ceiling = chart.age(today), chart.ceiling_bpm(today)
        parts = (
            f"{age} years" if age is not None else "",
            f"ceiling {ceiling:.0f} bpm" if ceiling is not None else "no ceiling set",
            "archived" if chart.archived else "",
        )
        self._about.set_text(", ".join(part for part in parts if part))
        if self.desk.read and not self._told_loaded:
            self._told_loaded = True
            self.loaded.emit()

    def _show_tab(self, tab: int) -> None:
        if tab == READINESS:
            self.readiness.show()
        elif tab == HIERARCHY:
            self.hierarchy.show()
        elif tab == PLAN:
            self.plan.show()
        self._stack.setCurrentIndex(tab)
        self.begin.set_cap("Enter" if tab == OVERVIEW else "")

    def _act(self) -> None:
        if not self.desk.read:
            return
        if self.tabs.current == READINESS:
            self.readiness.screening.save()
        elif self.hasFocus() and self.tabs.current == OVERVIEW:
            self._ask_session()
        elif self.hasFocus() and self.tabs.current == HIERARCHY:
            self.hierarchy.step.begin()

    def _have_sessions(self, sessions: Sequence[SessionSummary]) -> None:
        self.overview.sessions.set_sessions(sessions, self._today())
        self.overview.end.set_sessions(len(sessions))

    def _failed(self, problem: Problem) -> None:
        self._notice.set_text(problem.message)

    def _ask_session(self) -> None:
        self.keep()
        if self.desk.gone_elsewhere:
            self._again.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
            self.session_requested.emit(self.client_id)

    def _ask_trial(self, step: object) -> None:
        self.keep()
        if self.desk.gone_elsewhere:
            self._again.setFocus(Qt.FocusReason.ShortcutFocusReason)
        else:
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
            lambda _: self._gone(),
            self._not_deleted,
        )

    def _not_deleted(self, problem: Problem) -> None:
        if isinstance(problem, ClientGone):
            self._gone()
        else:
            self._notice.set_text(problem.message)
            self.overview.end.go_back()

    def _gone(self) -> None:
        self._deleted = True
        self.back_requested.emit()
