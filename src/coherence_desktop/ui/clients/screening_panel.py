"""The screening: each question answered yes, no or not known, and kept with its date."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Screened
from coherence_desktop.practice.screening import Question, Screening
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.words.dates import day_words, local_day

OPTIONS = ("Yes", "No", "Not known")
VALUES: tuple[bool | None, ...] = (True, False, None)
_UNANSWERED = -1


class _Row(QWidget):
    """A question with its three answers."""

    answered = Signal(str, int)

    def __init__(self, theme: Theme, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.choice = SegmentedControl(
            theme, OPTIONS, _UNANSWERED, name=question.text, drawn_height=32, size_px=14
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(16)
        text = Label(theme, question.text, 14, wrap=True)
        row.addWidget(text, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.choice)
        self.choice.chosen.connect(lambda index: self.answered.emit(question.id, index))

    def show_answer(self, index: int) -> None:
        """Show an answer without telling."""
        self.choice.blockSignals(True)  # noqa: FBT003 - Qt
        self.choice.set_current(index)
        self.choice.blockSignals(False)  # noqa: FBT003 - Qt


class ScreeningPanel(Panel):
    """The questions; what was answered last is the beginning of the next screening.

    Answers are kept all at once, by the button or on leaving.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    screening : Screening
    today : callable
        The day.
    """

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        screening: Screening,
        today: Callable[[], date],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Screening")
        self._desk, self._today = desk, today
        self._answers: dict[str, bool | None] = {}
        self._rows = {question.id: _Row(theme, question) for question in screening.questions}
        self._when = Label(theme, "", 14, token="ink2")
        self._state = Label(theme, "", 14, token="ink2")
        self.by = Field(theme, "Asked by")
        self.comment = Field(theme, "Comment", "Where the answers come from")
        self.button = Button(theme, "Save screening", cap="Enter")
        self._lay_out()
        self.button.clicked.connect(self.save)
        for row in self._rows.values():
            row.answered.connect(self._answer)
        self.comment.line.textEdited.connect(lambda: self._say())
        desk.changed.connect(self._show)

    @property
    def changed(self) -> bool:
        """Whether there is something that is not kept yet."""
        kept = self._desk.chart.answers or {}
        return self._answers != kept or bool(self.comment.text)

    def choose(self, question_id: str, answer: bool | None) -> None:  # noqa: FBT001
        """Answer a question as by hand."""
        self._rows[question_id].choice.set_current(VALUES.index(answer))

    def save(self) -> None:
        """Keep the answers with today's date, also when nothing has changed since the last."""
        if not self._answers:
            self._state.set_text("Answer at least one question.")
            return
        entry = Screened(
            self._desk.at_utc, self.by.text, answers=dict(self._answers), comment=self.comment.text
        )
        self.comment.line.clear()
        self._desk.add(entry)

    def keep(self) -> None:
        """Keep what is answered and not kept yet."""
        if self._answers and self.changed:
            self.save()

    def _lay_out(self) -> None:
        theme = self.theme
        head = QHBoxLayout()
        head.setContentsMargins(16, 0, 16, 0)
        head.addWidget(Label(theme, "Screening", 16, 600))
        head.addStretch(1)
        head.addWidget(self._when)
        questions = QWidget()
        lines = QVBoxLayout(questions)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        for row in self._rows.values():
            lines.addWidget(row)
            lines.addWidget(Rule(theme))
        lines.addStretch(1)
        foot = QHBoxLayout()
        foot.setSpacing(16)
        foot.addWidget(self.by, 2, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self.comment, 3, Qt.AlignmentFlag.AlignTop)
        last = QHBoxLayout()
        last.setSpacing(16)
        last.addWidget(self._state, 1)
        last.addWidget(self.button)
        whole = QVBoxLayout()
        whole.setContentsMargins(16, 0, 16, 8)
        whole.setSpacing(12)
        whole.addLayout(foot)
        whole.addLayout(last)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 16, 8, 8)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(ScrollArea(theme, questions), 1)
        column.addLayout(whole)

    def _show(self) -> None:
        latest = self._desk.chart.screening
        if latest is None:
            self._when.set_text("not asked yet")
        else:
            by = f" by {latest.by}" if latest.by else ""
            day = day_words(local_day(latest.at_utc), self._today())
            self._when.set_text(f"last asked {day}{by}")
            self._answers = {**latest.answers, **self._answers}
            if not self.by.text:
                self.by.set_text(latest.by)
        for id_, answer in self._answers.items():
            if id_ in self._rows:
                self._rows[id_].show_answer(VALUES.index(answer))
        self._say()

    def _answer(self, question_id: str, index: int) -> None:
        self._answers[question_id] = VALUES[index]
        self._say()

    def _say(self) -> None:
        kept = self._desk.chart.answers or {}
        new = sum(
            id_ not in kept or kept[id_] is not answer for id_, answer in self._answers.items()
        )
        unanswered = sum(id_ not in self._answers for id_ in self._rows)
        self.button.set_kind(ButtonKind.PRIMARY if self.changed else ButtonKind.PLAIN)
        again = bool(kept) and not self.changed
        self.button.set_text("Same answers today" if again else "Save screening")
        rest = f"{unanswered} without an answer" if unanswered else ""
        fresh = f"{new} not saved yet" if new else ""
        self._state.set_text(", ".join(part for part in (fresh, rest) if part))
