"""The four parts of a client's chart, each made when it is first shown."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.questionnaires import load_questionnaires
from coherence_desktop.practice.screening import Screening
from coherence_desktop.practice.step_ideas import StepIdeas
from coherence_desktop.records.locations import own_content
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.hierarchy_tab import HierarchyTab
from coherence_desktop.ui.clients.overview_tab import OverviewTab
from coherence_desktop.ui.clients.plan_tab import PlanTab, offered_practices
from coherence_desktop.ui.clients.readiness_tab import ReadinessTab
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.scroll_area import ScrollArea

OVERVIEW, READINESS, HIERARCHY, PLAN = range(4)
TABS = ("Overview", "Readiness", "Hierarchy", "Plan")


class ClientTabs(QWidget):
    """Shows one of them at a time.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    ideas : StepIdeas
    today : callable
        The day.

    Attributes
    ----------
    overview : OverviewTab
    """

    trial_requested = Signal(object)
    """The `Step` to try."""
    hand_over_requested = Signal()
    take_requested = Signal()
    answer_requested = Signal(str)
    """Id of a questionnaire."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        ideas: StepIdeas,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._today = theme, desk, today
        self._exercises, self._screening, self._ideas = exercises, screening, ideas
        self.overview = OverviewTab(theme, desk, today)
        self._readiness: ReadinessTab | None = None
        self._hierarchy: HierarchyTab | None = None
        self._plan: PlanTab | None = None
        self._holders = [QWidget() for _ in TABS]
        self._stack = QStackedLayout(self)
        for holder in self._holders:
            self._stack.addWidget(holder)
        self._fill(OVERVIEW, self.overview)
        self.set_usable(usable=False)

    @property
    def readiness(self) -> ReadinessTab:
        """The second tab."""
        if self._readiness is None:
            content = (self._exercises, self._screening, self._today)
            self._readiness = ReadinessTab(self._theme, self._desk, *content)
            self._fill(READINESS, self._readiness)
        return self._readiness

    @property
    def hierarchy(self) -> HierarchyTab:
        """The third tab."""
        if self._hierarchy is None:
            content = (self._exercises, self._screening, self._ideas)
            self._hierarchy = HierarchyTab(self._theme, self._desk, *content)
            self._hierarchy.trial_requested.connect(self.trial_requested)
            self._fill(HIERARCHY, self._hierarchy)
        return self._hierarchy

    @property
    def plan(self) -> PlanTab:
        """The fourth tab."""
        if self._plan is None:
            own = own_content("questionnaires")
            content = (offered_practices(), load_questionnaires(extra=own).questionnaires)
            rules = (self._exercises, self._screening)
            self._plan = PlanTab(self._theme, self._desk, *rules, *content, self._today)
            self._plan.hand_over_requested.connect(self.hand_over_requested)
            self._plan.take_requested.connect(self.take_requested)
            self._plan.answer_requested.connect(self.answer_requested)
            self._fill(PLAN, self._plan)
        return self._plan

    def show_tab(self, tab: int) -> None:
        """Show ``OVERVIEW``, ``READINESS``, ``HIERARCHY`` or ``PLAN``."""
        if tab == READINESS:
            self.readiness.show()
        elif tab == HIERARCHY:
            self.hierarchy.show()
        elif tab == PLAN:
            self.plan.show()
        self._stack.setCurrentIndex(tab)

    def set_usable(self, *, usable: bool) -> None:
        """Take nothing before the chart is read."""
        for holder in self._holders:
            holder.setEnabled(usable)

    def keep(self) -> None:
        """Keep the answers of the screening that are being given."""
        if self._readiness is not None:
            self._readiness.screening.keep()

    def _fill(self, tab: int, content: QWidget) -> None:
        column = QVBoxLayout(self._holders[tab])
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(ScrollArea(self._theme, content))
        if self._desk.read:
            self._desk.changed.emit()
