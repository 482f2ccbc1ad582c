"""What a person wants to do again: goals with a weekly rating, and milestones in own words."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import (
    GoalDropped,
    GoalRated,
    GoalSet,
    MilestoneNamed,
    MilestoneReached,
)
from coherence_desktop.practice.home.goals import Goal, Milestone, next_id
from coherence_desktop.practice.home.plan import day_words
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.forms.fields import Line
from coherence_desktop.ui.home.goal_track import GoalTrack
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.rule import Rule


class GoalsPanel(Panel):
    """Goals, milestones, and lines to add one.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    today : callable
        The day.
    """

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName("What you want to do again")
        self._desk, self._today = desk, today
        self.tracks: dict[str, GoalTrack] = {}
        self._shown: tuple[object, ...] | None = None
        self.new_goal = Line(
            theme, "Something you want to do again", "For instance: climb two floors"
        )
        self.new_milestone = Line(theme, "A milestone, in your own words", "In your own words")
        self.add_goal = Button(theme, "Add")
        self.add_goal.setAccessibleName("Add it to your goals")
        self.add_milestone = Button(theme, "Name it")
        self.add_milestone.setAccessibleName("Add it to your milestones")
        self.more_goals = Button(theme, "Add a goal", ButtonKind.TEXT)
        self.more_milestones = Button(theme, "Name a milestone", ButtonKind.TEXT)
        self._goal_line = _line(self.new_goal, self.add_goal)
        self._milestone_line = _line(self.new_milestone, self.add_milestone)
        self._milestone_line.hide()
        self._goals, self._milestones = QVBoxLayout(), QVBoxLayout()
        for rows in (self._goals, self._milestones):
            rows.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(theme, "What you want to do again", 16, 600), 1)
        head.addWidget(Label(theme, "0 to 10, your rating", 14, token="ink2"))
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._goals)
        column.addWidget(self._goal_line)
        column.addStretch(1)
        column.addWidget(Rule(theme))
        column.addLayout(self._milestones)
        column.addWidget(self._milestone_line)
        foot = QHBoxLayout()
        foot.setSpacing(24)
        foot.addWidget(self.more_goals)
        foot.addWidget(self.more_milestones)
        foot.addStretch(1)
        column.addLayout(foot)
        self.add_goal.clicked.connect(self._add_goal)
        self.new_goal.returnPressed.connect(self._add_goal)
        self.add_milestone.clicked.connect(self._add_milestone)
        self.new_milestone.returnPressed.connect(self._add_milestone)
        self.more_goals.clicked.connect(lambda: self._open(self._goal_line, self.new_goal))
        self.more_milestones.clicked.connect(
            lambda: self._open(self._milestone_line, self.new_milestone)
        )
        desk.changed.connect(self._show)

    def _show(self) -> None:
        chart = self._desk.chart
        goals = tuple(goal for goal in chart.goals if not goal.dropped)
        day = self._today()
        shown = (goals, chart.milestones, day)
        if shown == self._shown:
            return
        self._shown = shown
        focused = next((id_ for id_, track in self.tracks.items() if track.hasFocus()), "")
        _empty(self._goals)
        self.tracks = {}
        for goal in goals:
            self._add_rows(goal, day)
        if focused in self.tracks:
            self.tracks[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        _empty(self._milestones)
        for milestone in reversed(chart.milestones[-3:]):
            self._milestones.addWidget(self._milestone_row(milestone))

        writing = self._goal_line.isVisibleTo(self) and self.new_goal.text()
        self._goal_line.setVisible(bool(writing) or not goals)

    def _open(self, line: QWidget, field: Line) -> None:
        line.show()
        field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_rows(self, goal: Goal, day: date) -> None:
        theme = self.theme
        held = QWidget()
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(theme, goal.text, 16), 1)
        head.addWidget(Label(theme, _course(goal, day), 14, token="ink2"))
        drop = Button(theme, "Let go", ButtonKind.QUIET)
        drop.setAccessibleName(f"Let go of {goal.text}")
        drop.clicked.connect(lambda: self._drop(goal.id))
        head.addWidget(drop)
        track = GoalTrack(theme, goal)
        track.rated.connect(lambda value: self._rate(goal.id, value))
        self.tracks[goal.id] = track
        column.addLayout(head)
        column.addWidget(track)
        self._goals.addWidget(held)

    def _milestone_row(self, milestone: Milestone) -> QWidget:
        theme = self.theme
        held = QWidget()
        row = QHBoxLayout(held)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        told = f"Named by you on {day_words(milestone.named_on)}: \u201c{milestone.text}\u201d"
        row.addWidget(Label(theme, told, 14, wrap=True), 1)
        if milestone.reached_on is not None:
            on = f"reached {day_words(milestone.reached_on)}"
            row.addWidget(Label(theme, on, 14, 600, "accent"))
        else:
            reached = Button(theme, "It happened", ButtonKind.TEXT)
            reached.setAccessibleName(f"It happened: {milestone.text}")
            reached.clicked.connect(lambda: self._reach(milestone.id))
            row.addWidget(reached)
        return held

    def _add_goal(self) -> None:
        text = self.new_goal.text().strip()
        if text:
            self.new_goal.clear()
            id_ = next_id("g", [goal.id for goal in self._desk.chart.goals])
            self._desk.add(GoalSet(self._desk.at_utc, day=self._day, goal_id=id_, text=text))

    def _add_milestone(self) -> None:
        text = self.new_milestone.text().strip()
        if text:
            self.new_milestone.clear()
            self._milestone_line.hide()
            id_ = next_id("m", [one.id for one in self._desk.chart.milestones])
            at_utc = self._desk.at_utc
            self._desk.add(MilestoneNamed(at_utc, day=self._day, milestone_id=id_, text=text))

    def _rate(self, goal_id: str, value: float) -> None:
        at_utc = self._desk.at_utc
        self._desk.add(GoalRated(at_utc, day=self._day, goal_id=goal_id, value=value))

    def _drop(self, goal_id: str) -> None:
        self._desk.add(GoalDropped(self._desk.at_utc, day=self._day, goal_id=goal_id))

    def _reach(self, milestone_id: str) -> None:
        entry = MilestoneReached(self._desk.at_utc, day=self._day, milestone_id=milestone_id)
        self._desk.add(entry)

    @property
    def _day(self) -> str:
        return self._today().isoformat()


def _course(goal: Goal, day: date) -> str:
    first, last = goal.first, goal.last
    if first is None or last is None:
        return "not rated yet"
    told = f"{first.value:g} then, {last.value:g} now"
    return f"{told}; this week?" if goal.due(day) else told


def _line(field: Line, button: Button) -> QWidget:
    held = QWidget()
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    row.addWidget(field, 1)
    row.addWidget(button)
    return held


def _empty(rows: QVBoxLayout) -> None:
    while (item := rows.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
