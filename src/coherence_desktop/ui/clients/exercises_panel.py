"""Exercises and how each stands, with the sign-offs and the history of both."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.practice.exercises import Exercise, Exercises
from coherence_desktop.practice.screening import Screening
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.clients.standing import Standing, history, standings
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl


class ExerciseRow(QWidget):
    """An exercise, how it stands in words, and what can be done about it."""

    asked = Signal(str)

    def __init__(self, theme: Theme, exercise: Exercise, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standing: Standing | None = None
        self._glyph = GlyphView(theme, Icon("check", 20, "accent"))
        self._name = Label(theme, exercise.name, 14, 500)
        self._words = Label(theme, "", 12, token="ink2", wrap=True)
        self.button = Button(theme, "Sign off")
        self.withdraw = Button(theme, "Withdraw", ButtonKind.TEXT)
        self.button.setAccessibleName(f"Sign off {exercise.name}")
        self.withdraw.setAccessibleName(f"Withdraw the sign-off of {exercise.name}")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        words.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        row.addWidget(self._glyph, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        for button in (self.button, self.withdraw):
            row.addWidget(button)
            button.clicked.connect(lambda: self.asked.emit(exercise.id))
        self.setMinimumHeight(52)

    @property
    def waits(self) -> bool:
        """Whether the exercise is locked."""
        return self.standing is not None and self.standing.lock is not None

    @property
    def words(self) -> str:
        """How it stands, as it is shown."""
        return self._words.text()

    def show_standing(self, standing: Standing, *, asked: bool) -> None:
        """Show how it stands now; nothing is signed off before the screening is asked."""
        self.standing = standing
        locked = standing.lock is not None
        self._glyph.set_glyph(Icon("lock", 20, "note") if locked else Icon("check", 20, "accent"))
        self._words.set_text(standing.words)
        for button in (self.button, self.withdraw):
            button.setAccessibleDescription(standing.words)
        self.button.setVisible(locked and asked)
        self.withdraw.setVisible(not locked and standing.sign_off is not None)


class ExercisesPanel(Panel):
    """Rows of exercises, or what was answered and signed so far.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    exercises : Exercises
    screening : Screening
    today : callable
        The day.
    """

    asked = Signal(object)
    """Open the form for this `Standing`."""

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        exercises: Exercises,
        screening: Screening,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Exercises")
        self._desk, self._today = desk, today
        self._exercises, self._screening = exercises, screening
        self._count = Label(theme, "", 14, token="ink2")
        self.which = SegmentedControl(
            theme, ("Exercises", "History"), name="Shown", drawn_height=32, size_px=14
        )
        self.rows = {one.id: ExerciseRow(theme, one) for one in exercises.exercises}
        self._past = QVBoxLayout()
        self._nothing = Empty(theme, "Nothing yet.", "Answers and sign-offs stay here, dated.")
        self._lay_out()
        self.which.chosen.connect(lambda _: self._show())
        for row in self.rows.values():
            row.asked.connect(self._ask)
        desk.changed.connect(self._show)

    def take_focus(self, exercise_id: str) -> None:
        """Give the keys to the row of an exercise."""
        row = self.rows[exercise_id]
        button = row.button if row.button.isVisibleTo(row) else row.withdraw
        button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        theme = self.theme
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.setSpacing(16)
        head.addWidget(self.which)
        head.addStretch(1)
        head.addWidget(self._count)
        now = QWidget()
        lines = QVBoxLayout(now)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for row in self.rows.values():
            lines.addWidget(row)
            lines.addWidget(Rule(theme))
        for problem in self._exercises.problems + self._screening.problems:
            lines.addWidget(Notice(theme, problem.message, parent=now))
        lines.addStretch(1)
        past = QWidget()
        self._past = QVBoxLayout(past)
        self._past.setContentsMargins(0, 0, 0, 0)
        self._past.setSpacing(0)
        self._stack = QStackedLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 12, 8, 8)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._stack, 1)
        self._stack.addWidget(ScrollArea(theme, now))
        self._stack.addWidget(ScrollArea(theme, past))
        self._stack.addWidget(self._nothing)

    def _show(self) -> None:
        chart, today = self._desk.chart, self._today()
        for standing in standings(chart, self._exercises, self._screening, today):
            self.rows[standing.exercise.id].show_standing(
                standing, asked=chart.answers is not None
            )
        waiting = sum(row.waits for row in self.rows.values())
        self._count.set_text(f"{waiting} of {len(self.rows)} wait" if waiting else "all open")
        if self.which.current == 0:
            self._stack.setCurrentIndex(0)
            return
        told = history(chart, self._exercises, self._screening, today)
        self._stack.setCurrentIndex(1 if told else 2)
        while (item := self._past.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for day, sentence in told:
            self._past.addWidget(_Told(self.theme, day, sentence))
            self._past.addWidget(Rule(self.theme))
        self._past.addStretch(1)

    def _ask(self, exercise_id: str) -> None:
        self.asked.emit(self.rows[exercise_id].standing)


class _Told(QWidget):
    """A day, and what happened on it."""

    def __init__(
        self, theme: Theme, day: str, sentence: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        when = Label(theme, day, 12, token="ink2")
        when.setFixedWidth(88)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(16)
        row.addWidget(when, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(theme, sentence, 14, wrap=True), 1)
