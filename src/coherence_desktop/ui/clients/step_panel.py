"""The selected step: its dose, what is expected, whether it is released, and its trial."""

from msgspec.structs import replace
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Step
from coherence_desktop.practice.exercises import Exercises
from coherence_desktop.practice.hierarchy import replace_step, shorter, step_between
from coherence_desktop.practice.step_ideas import StepIdeas
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.ladder_panel import LadderPanel
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.forms.fields import Field, NumberLine
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.select import Select
from coherence_desktop.ui.widgets.switch import Switch

LONGEST_S = 1800
_VARIANTS = "Same, but …"
_IDEAS = "Ideas"


class StepPanel(QWidget):
    """Fields of one step, kept on leaving them.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    ideas : StepIdeas
    ladder : LadderPanel
        Has the step that is selected, and takes the changed one.
    """

    trial_requested = Signal(object)
    """Begin a trial of this `Step`."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        ideas: StepIdeas,
        ladder: LadderPanel,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName("This step")
        self._theme, self._desk = theme, desk
        self._exercises, self._ideas, self._ladder = exercises, ideas, ladder
        self._shown = ""
        self.title = Field(theme, "Step")
        self.variant = Field(theme, "How", "Seated, alone, with the clinician")
        self.how = Select(theme, "Ideas for how")
        self.how.set_options([_IDEAS, *ideas.variants], 0)
        self.duration = NumberLine(theme, "Duration in s", 1, LONGEST_S, step=5)
        self.expected = NumberLine(theme, "Expected distress", 0, 100, step=5)
        for line in (self.duration, self.expected):
            line.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.how.setFixedWidth(104)
        self.how.view().setMinimumWidth(240)
        self._hint = Label(theme, "", 12, token="ink2")
        self._felt = Label(theme, "", 12, token="ink2", wrap=True)
        self._wrong = Label(theme, "", 12, 500, "note", wrap=True)
        self._lock = Notice(theme)
        self.home = Switch(theme, "Released for home")
        self.trial = Button(
            theme, "Begin trial", ButtonKind.PRIMARY, cap="Enter", height=56, size_px=16
        )
        self.halfway = Button(theme, "Halfway to the next")
        self.shorter = Button(theme, "Shorter")
        self.same = Select(theme, "The same step, but")
        self.same.set_options([_VARIANTS, *ideas.variants], 0)
        self.same.setFixedWidth(144)
        self.same.view().setMinimumWidth(240)
        self.remove = Button(theme, "Remove step", ButtonKind.TEXT)
        self._form = self._lay_out()
        self._empty = Empty(theme, "No step is selected.", "A step's dose and trial appear here.")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._form)
        whole.addWidget(self._empty)
        self._wrong.hide()
        self._connect()

    def begin(self) -> None:
        """Ask for a trial of the step, unless it waits."""
        self.keep()
        step = self._ladder.step
        if step is not None and not self._ladder.lock(step):
            self.trial_requested.emit(step)

    def keep(self) -> None:
        """Keep what is written."""
        for field in (self.title, self.variant, self.duration, self.expected):
            field.keep()

    def write_title(self) -> None:
        """Be ready to write the title."""
        self.title.line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.title.line.selectAll()

    def _connect(self) -> None:
        self._ladder.selected.connect(self._show)
        self.title.kept.connect(self._keep_title)
        self.variant.kept.connect(lambda text: self._change(variant=text))
        self.how.activated.connect(self._take_idea)
        self.duration.kept.connect(self._keep_duration)
        self.expected.kept.connect(lambda value: self._change(expected_distress=value))
        for number in (self.duration, self.expected):
            number.wrong.connect(self._say_wrong)
        self.home.clicked.connect(lambda on: self._change(released_for_home=on))
        self.trial.clicked.connect(self.begin)
        self.halfway.clicked.connect(self._add_halfway)
        self.shorter.clicked.connect(self._add_shorter)
        self.same.activated.connect(self._add_variant)
        self.remove.clicked.connect(self._remove)

    def _lay_out(self) -> QWidget:
        theme = self._theme
        form = QWidget()
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(16)
        numbers.setVerticalSpacing(4)
        captions = (("Duration, s", self.duration), ("Expected distress, 0 to 100", self.expected))
        for place, (caption, line) in enumerate(captions):
            numbers.addWidget(Label(theme, caption, 12, 500, "ink2"), 0, place)
            numbers.addWidget(line, 1, place)
            numbers.setColumnStretch(place, 1)
        numbers.addWidget(self._hint, 2, 0)
        numbers.addWidget(self._felt, 2, 1)
        how = QHBoxLayout()
        how.setSpacing(8)
        how.addWidget(self.variant, 1)
        how.addWidget(self.how, 0, Qt.AlignmentFlag.AlignBottom)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        for control in (self.halfway, self.shorter, self.same):
            beside.addWidget(control)
        beside.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.home)
        foot.addStretch(1)
        foot.addWidget(self.trial)
        column = QVBoxLayout(form)
        column.setContentsMargins(24, 8, 24, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addLayout(how)
        column.addLayout(numbers)
        column.addWidget(self._wrong)
        column.addWidget(self._lock)
        column.addLayout(foot)
        column.addWidget(Rule(theme))
        column.addWidget(Label(theme, "Add a step in between", 12, 500, "ink2"))
        column.addLayout(beside)
        column.addStretch(1)
        column.addWidget(self.remove, 0, Qt.AlignmentFlag.AlignLeft)
        return form

    def _show(self, step_id: str) -> None:
        step = self._ladder.step
        self._form.setVisible(step is not None)
        self._empty.setVisible(step is None)
        if step is None:
            self._shown = ""
            return
        if step_id != self._shown:
            self._shown = step_id
            for number in (self.duration, self.expected):
                number.clear_wrong()
            self._say_wrong("")
            self.title.say("")
        if not self.title.told:
            self.title.set_text(step.title)
        self.variant.set_text(step.variant)
        self.duration.set_value(step.duration_s)
        self.expected.set_value(step.expected_distress)
        self._say_about(step)

    def _say_about(self, step: Step) -> None:
        exercise = self._exercises.by_id.get(step.exercise_id)
        self._hint.set_text(
            "As long as agreed"
            if exercise is None
            else f"{exercise.name}: {exercise.min_s:g} to {exercise.max_s:g} s"
        )
        tried = self._desk.chart.last_tried.get(step.exercise_id)
        felt = tried is not None and tried.distress is not None
        self._felt.set_text(
            f"Felt {tried.distress:.0f} when tried for {tried.duration_s:g} s" if felt else ""  # type: ignore[union-attr]
        )
        lock = self._ladder.lock(step)
        self._lock.set_text(lock or None)
        self.trial.setEnabled(not lock)
        self.home.setChecked(step.released_for_home)
        self.home.setEnabled(not lock or step.released_for_home)
        steps = self._desk.chart.steps
        self.halfway.setEnabled(steps[-1].id != step.id)
        self.shorter.setEnabled(step.duration_s is not None)

    def _change(self, **changes: object) -> None:
        step = next((s for s in self._desk.chart.steps if s.id == self._shown), None)
        if step is not None:
            changed = replace(step, **changes)
            self._ladder.arrange(replace_step(self._desk.chart.steps, changed))

    def _keep_title(self, title: str) -> None:
        if title:
            self.title.say("")
            self._change(title=title)
        else:
            self.title.say("A step needs a few words. Those before are kept.")

    def _keep_duration(self, seconds: float | None) -> None:
        step = self._ladder.step
        exercise = None if step is None else self._exercises.by_id.get(step.exercise_id)
        if seconds is not None and exercise is not None:
            permitted = exercise.permitted(seconds)
            if permitted != seconds:
                span = f"{exercise.min_s:g} to {exercise.max_s:g} s"
                self._say_wrong(f"{exercise.name} is for {span}; {permitted:g} s is kept.")
                seconds = permitted
                self.duration.setText(f"{permitted:g}")
                self._change(duration_s=seconds)
                return
        self._say_wrong("")
        self._change(duration_s=seconds)

    def _take_idea(self, option: int) -> None:
        self.how.setCurrentIndex(0)
        if option > 0:
            self._change(variant=self._ideas.variants[option - 1])

    def _add_halfway(self) -> None:
        chart, step = self._desk.chart, self._ladder.step
        if step is not None:
            by_id = self._exercises.by_id
            new = step_between(chart.steps, step.id, chart.next_step_id, by_id)
            self._ladder.insert(new, step.id)

    def _add_shorter(self) -> None:
        chart, step = self._desk.chart, self._ladder.step
        if step is not None:
            self._insert_before(step, shorter(step, chart.next_step_id, self._exercises.by_id))

    def _add_variant(self, option: int) -> None:
        self.same.setCurrentIndex(0)
        step = self._ladder.step
        if option > 0 and step is not None:
            new = replace(
                step,
                id=self._desk.chart.next_step_id,
                variant=self._ideas.variants[option - 1],
                expected_distress=None,
                released_for_home=False,
            )
            self._insert_before(step, new)

    def _insert_before(self, step: Step, new: Step) -> None:
        steps = self._desk.chart.steps
        place = steps.index(step)
        self._ladder.insert(new, steps[place - 1].id if place else None)

    def _remove(self) -> None:
        step = self._ladder.step
        if step is not None:
            self._ladder.remove(step)

    def _say_wrong(self, sentence: str) -> None:
        self._wrong.set_text(sentence)
        self._wrong.setVisible(bool(sentence))
