"""The hierarchy: its steps in order, and what adds to them."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import HierarchyArranged, Step
from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.hierarchy import (
    insert_step,
    move_step,
    rank_by_expected,
    remove_step,
)
from coherence_desktop.practice.screening import Screening
from coherence_desktop.practice.step_ideas import StepIdeas
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.ladder import Ladder, Rung
from coherence_desktop.ui.clients.standing import lock_words
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.select import Select

_ADD = "Add a step"
_OTHER = "Something else from daily life"
_NEW_TITLE = "A step from daily life"


class LadderPanel(Panel):
    """The steps of a client, the easiest on top.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    ideas : StepIdeas
    """

    selected = Signal(str)
    """Another step is selected, or the selected one changed; empty for none."""
    begun = Signal(str)
    """Enter on a step."""
    new_step = Signal(str)
    """A step was added whose title waits to be written."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        ideas: StepIdeas,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Hierarchy")
        self._desk, self._exercises = desk, exercises
        self._screening, self._ideas = screening, ideas
        self._removed: tuple[Step, int] | None = None
        self._chosen = ""
        self.ladder = Ladder(theme)
        self.add = Select(theme, _ADD)
        self.rank = Button(theme, "Rank by expected distress", ButtonKind.TEXT)
        self._gone = Notice(theme, radius=8, good=True)
        self.put_back = Button(theme, "Put it back", ButtonKind.TEXT)
        self._gone.add_action(self.put_back)
        self._empty = Empty(
            theme,
            "No steps yet.",
            "Try each exercise once, then build the steps from what was felt. "
            "Or add them one by one.",
        )
        self._lay_out()
        self.add.activated.connect(self._add)
        self.rank.clicked.connect(lambda: self.arrange(rank_by_expected(self._desk.chart.steps)))
        self.put_back.clicked.connect(self._put_back)
        self.ladder.moved.connect(self._move)
        self.ladder.selected.connect(lambda _: self._choose(self.ladder.step_id))
        self.ladder.opened.connect(lambda _: self.begun.emit(self.ladder.step_id))
        desk.changed.connect(self._show)

    @property
    def step(self) -> Step | None:
        """The selected step."""
        steps = self._desk.chart.steps
        return next((step for step in steps if step.id == self.ladder.step_id), None)

    def lock(self, step: Step) -> str:
        """What a step waits for, or empty."""
        exercise = self._exercises.by_id.get(step.exercise_id)
        if exercise is None:
            return "" if not step.exercise_id else "Its exercise is not among the files any more."
        chart = self._desk.chart
        lock = chart.lock(exercise, self._screening)
        asked = chart.answers is not None
        return "" if lock is None else lock_words(lock, self._screening, asked=asked)

    def arrange(self, steps: Sequence[Step], choose: str = "") -> None:
        """Keep the steps in this order, and select one of them."""
        self._chosen = choose or self._chosen
        if tuple(steps) != self._desk.chart.steps:
            self._desk.add(HierarchyArranged(self._desk.at_utc, steps=tuple(steps)))

    def remove(self, step: Step) -> None:
        """Take a step out; it can be put back."""
        steps = self._desk.chart.steps
        place = steps.index(step)
        left = remove_step(steps, step.id)
        after = left[min(place, len(left) - 1)].id if left else ""
        self._gone.set_text(f"{step.title} is out of the hierarchy.")
        self.arrange(left, after)
        self._removed = (step, place)

    def _lay_out(self) -> None:
        theme = self.theme
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(16)
        head.addWidget(Label(theme, "Hierarchy", 16, 600))
        head.addStretch(1)
        head.addWidget(self.rank)
        head.addWidget(self.add)
        names = ["", *(one.name for one in self._exercises.exercises)]
        names += [f"Daily life: {idea.title}" for idea in self._ideas.daily]
        self.add.set_options([_ADD, *names[1:], _OTHER], 0)
        self.add.setFixedWidth(160)
        self.add.view().setMinimumWidth(360)
        self._stack = QStackedLayout()
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 0, 16, 8)
        foot.setSpacing(8)
        for cap in ("Alt ↑", "Alt ↓"):
            foot.addWidget(KeyCap(theme, cap))
        foot.addWidget(Label(theme, "or drag: move the step", 12, token="ink2"))
        foot.addStretch(1)
        foot.addWidget(Label(theme, "expected distress, 0 to 100", 12, token="ink2"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._gone)
        column.addLayout(self._stack, 1)
        self._stack.addWidget(self.ladder)
        self._stack.addWidget(self._empty)
        column.addLayout(foot)

    def _show(self) -> None:
        steps = self._desk.chart.steps
        rungs = [Rung(step, self.lock(step)) for step in steps]
        self.ladder.show_rungs(rungs, self._chosen)
        self._chosen = self.ladder.step_id
        self._stack.setCurrentIndex(0 if steps else 1)
        rated = sum(step.expected_distress is not None for step in steps)
        self.rank.setVisible(rated > 1)
        self.selected.emit(self._chosen)

    def _choose(self, step_id: str) -> None:
        self._chosen = step_id
        self.selected.emit(step_id)

    def _move(self, step_id: str, to: int) -> None:
        self.arrange(move_step(self._desk.chart.steps, step_id, to), step_id)
        self.ladder.select(self.ladder.current)

    def _add(self, option: int) -> None:
        self.add.setCurrentIndex(0)
        chart = self._desk.chart
        exercises, daily = self._exercises.exercises, self._ideas.daily
        place = option - 1
        if place < 0:
            return
        id_ = chart.next_step_id
        if place < len(exercises):
            one = exercises[place]
            step = Step(id=id_, title=one.name, exercise_id=one.id, duration_s=one.default_s)
        elif place < len(exercises) + len(daily):
            step = Step(id=id_, title=daily[place - len(exercises)].title)
        else:
            step = Step(id=id_, title=_NEW_TITLE)
        self.insert(step, after=self.ladder.step_id or None)
        if step.title == _NEW_TITLE:
            self.new_step.emit(id_)

    def insert(self, step: Step, after: str | None) -> None:
        """Put a new step after another, or on top, and select it."""
        self._gone.set_text(None)
        self.arrange(insert_step(self._desk.chart.steps, step, after), step.id)
        self.ladder.select(self.ladder.current)

    def _put_back(self) -> None:
        if self._removed is not None:
            step, place = self._removed
            steps = self._desk.chart.steps
            self.arrange((*steps[:place], step, *steps[place:]), step.id)
        self._removed = None
        self._gone.set_text(None)
