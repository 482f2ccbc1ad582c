"""The fourth tab of a client: what is practised at home, and whom to call."""

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import HierarchyArranged, PlanAgreed, PlannedPractice
from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.hierarchy import release_step
from coherence_desktop.practice.home.goals import day_of
from coherence_desktop.practice.home.plan import USUAL, released_steps
from coherence_desktop.practice.questionnaires import Questionnaire
from coherence_desktop.practice.screening import Screening
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.people_panel import PeoplePanel
from coherence_desktop.ui.clients.plan_end import PlanEnd
from coherence_desktop.ui.clients.plan_row import PlanRow
from coherence_desktop.ui.clients.questionnaires_panel import QuestionnairesPanel
from coherence_desktop.ui.clients.released_panel import ReleasedPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.words.dates import date_words

_STACKED_BELOW_PX = 1000


def offered_practices() -> tuple[PlannedPractice, ...]:
    """What a plan may hold: breathing patterns and compassion practices, with their usual dose.

    Own patterns are among them; their breath goes along with the plan.
    """
    from coherence_desktop.practice.patterns import load_patterns
    from coherence_desktop.practice.programmes import load_programmes
    from coherence_desktop.records.locations import own_content

    breathing = tuple(
        PlannedPractice(
            kind=USUAL.kind,
            practice_id=preset.id,
            name=USUAL.name if preset.id == USUAL.practice_id else preset.pattern.name,
            minutes=USUAL.minutes,
            parts_s=preset.pattern.parts_s if preset.own else None,
        )
        for preset in load_patterns(extra=own_content("patterns")).by_id.values()
    )
    kind = tuple(
        PlannedPractice(
            kind="compassion",
            practice_id=one.id,
            name=one.name,
            minutes=float(max(1, round(one.duration_s / 60))),
        )
        for one in load_programmes(extra=own_content("practices")).practices
    )
    return breathing + kind


class PlanTab(QWidget):
    """Practices on the left; released steps, people to call and questionnaires on the right.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    offered : sequence of PlannedPractice
        See `offered_practices`.
    questionnaires : sequence of Questionnaire
    today : callable
        The day.
    """

    hand_over_requested = Signal()
    """Put the plan into a file for the client."""
    take_requested = Signal()
    """Take sessions from a file of the client."""
    answer_requested = Signal(str)
    """Let the client answer the questionnaire with this id."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        offered: Sequence[PlannedPractice],
        questionnaires: Sequence[Questionnaire],
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._desk, self._today = theme, desk, today
        self._exercises, self._screening = exercises, screening
        self._offered = tuple(offered)
        self.rows: list[PlanRow] = []
        self._practices: tuple[PlannedPractice, ...] | None = None
        self.add = Button(theme, "Add a practice")
        self.end = PlanEnd(theme, today)
        self.released = ReleasedPanel(theme, exercises, screening)
        self.hand_over = Button(theme, "Hand over as a file")
        self.take = Button(theme, "Take sessions back")
        self.people = PeoplePanel(theme, desk)
        self.questionnaires = QuestionnairesPanel(theme, desk, questionnaires, clinician=True)
        self._agreed = Label(theme, "", 12, token="ink2")
        self._wrong = Label(theme, "", 12, 500, "note", wrap=True)
        self._wrong.hide()
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._lay_out()
        self.add.clicked.connect(self._add)
        self.end.changed.connect(lambda fields: self._agree(**fields))
        self.end.wrong.connect(self._say_wrong)
        self.released.released.connect(self._release)
        self.hand_over.clicked.connect(self.hand_over_requested)
        self.take.clicked.connect(self.take_requested)
        self.questionnaires.answer_requested.connect(self.answer_requested)
        desk.changed.connect(self._show)
        self._show()

    @property
    def problem(self) -> str:
        """What is written cannot be kept, and why."""
        return self._wrong.text()

    @property
    def plan(self) -> PlanAgreed:
        """The plan as it stands; a new one holds the usual practice."""
        plan = self._desk.chart.plan
        if plan is not None:
            return plan
        day = self._today().isoformat()
        return PlanAgreed(self._desk.at_utc, day=day, practices=())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns below each other where there is little room."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if self.width() < _STACKED_BELOW_PX else across)

    def _lay_out(self) -> None:
        theme = self._theme
        plan = Panel(theme)
        plan.setAccessibleName("Plan for home")
        head = QHBoxLayout()
        head.addWidget(Label(theme, "Plan for home", 16, 600), 1)
        head.addWidget(self._agreed)
        end = QHBoxLayout()
        end.setSpacing(12)
        end.addStretch(1)
        end.addWidget(self.take)
        end.addWidget(self.hand_over)
        inside = QVBoxLayout(plan)
        inside.setContentsMargins(24, 16, 24, 16)
        inside.setSpacing(8)
        inside.addLayout(head)
        inside.addLayout(self._list)
        inside.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addStretch(1)
        inside.addWidget(Rule(theme))
        inside.addWidget(self.end)
        inside.addWidget(self._wrong)
        inside.addWidget(Rule(theme))
        inside.addLayout(end)
        asked = Panel(theme)
        asked.setAccessibleName("Questionnaires")
        column = QVBoxLayout(asked)
        column.setContentsMargins(24, 16, 24, 8)
        column.setSpacing(4)
        column.addWidget(Label(theme, "Questionnaires", 16, 600))
        column.addWidget(self.questionnaires)
        right = QVBoxLayout()
        right.setSpacing(16)
        for panel in (self.released, self.people, asked):
            right.addWidget(panel)
        right.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(16)
        self._columns.addWidget(plan, 1)
        self._columns.addLayout(right, 1)

    def _show(self) -> None:
        chart, plan = self._desk.chart, self.plan
        self._show_practices(plan.practices)
        agreed = chart.plan
        self._agreed.set_text("" if agreed is None else f"Agreed {_words(agreed.day)}")
        self.end.show_plan(plan)
        self.released.show_steps(chart)

    def _show_practices(self, practices: tuple[PlannedPractice, ...]) -> None:
        if practices == self._practices:
            return
        self._practices = practices
        while len(self.rows) > len(practices):
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for number, practice in enumerate(practices):
            if number < len(self.rows):
                self.rows[number].show_practice(practice)
            else:
                self._make_row(practice, number)

    def _make_row(self, practice: PlannedPractice, number: int) -> None:
        row = PlanRow(self._theme, self._offered, practice, number + 1)
        row.changed.connect(partial(self._change, number))
        row.removed.connect(partial(self._remove, number))
        row.wrong.connect(self._say_wrong)
        self.rows.append(row)
        self._list.addWidget(row)

    def _add(self) -> None:
        there = {(one.kind, one.practice_id) for one in self.plan.practices}
        free = (one for one in self._offered if (one.kind, one.practice_id) not in there)
        new = next(free, None)
        if new is not None:
            self._agree(practices=(*self.plan.practices, new))

    def _change(self, number: int, practice: PlannedPractice) -> None:
        practices = self.plan.practices
        if number < len(practices) and practices[number] != practice:
            self._agree(practices=(*practices[:number], practice, *practices[number + 1 :]))

    def _remove(self, number: int) -> None:
        practices = self.plan.practices
        self._agree(practices=(*practices[:number], *practices[number + 1 :]))

    def _release(self, step_id: str, on: bool) -> None:  # noqa: FBT001 - a Qt slot
        steps = release_step(self._desk.chart.steps, step_id, released=on)
        self._desk.add(HierarchyArranged(self._desk.at_utc, steps=steps))
        self._agree()

    def _agree(self, **changes: object) -> None:
        chart = self._desk.chart
        locks = chart.locks(self._exercises.exercises, self._screening)
        plan = replace(
            self.plan,
            at_utc=self._desk.at_utc,
            day=self._today().isoformat(),
            steps=released_steps(chart, locks),
            **changes,
        )
        self._desk.add(plan)

    def _say_wrong(self, sentence: str) -> None:
        self._wrong.set_text(sentence)
        self._wrong.setVisible(bool(sentence))


def _words(day: str | None) -> str:
    found = day_of(day)
    return "" if found is None else date_words(found)
