"""A questionnaire to answer: every item may be left out, nothing is scored unless asked for."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import QuestionnaireAnswered
from coherence_desktop.practice.questionnaires import Questionnaire
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.home.contacts import ContactsView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.rule import Rule
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.words.dates import today_here

_STACKED_BELOW_PX = 1100
_WIDEST_PX = 1160


class ItemRow(QWidget):
    """One item and its answers.

    Parameters
    ----------
    theme : Theme
    text, note : str
    options : sequence of str
    """

    def __init__(
        self,
        theme: Theme,
        text: str,
        note: str,
        options: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.answer = SegmentedControl(theme, options, -1, name=text, drawn_height=40, size_px=14)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(theme, text, 16, wrap=True))
        if note:
            words.addWidget(Label(theme, note, 12, token="ink2"))
        words.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 10, 0, 10)
        self._row.setSpacing(24)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.answer, 0, Qt.AlignmentFlag.AlignLeft)

    def set_stacked(self, *, stacked: bool) -> None:
        """Put the answers below the item."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacked else across)
        self._row.setSpacing(8 if stacked else 24)


class QuestionnairePage(Page):
    """A questionnaire, and what is said once it is kept.

    Parameters
    ----------
    theme : Theme
    desk : Desk
        The chart that the answers go into.
    questionnaire : Questionnaire
    today : callable
        The day.
    """

    kept = Signal(object)
    """A `QuestionnaireAnswered`, which is in the chart."""
    back_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        desk: Desk,
        questionnaire: Questionnaire,
        *,
        today: Callable[[], date] = today_here,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName(questionnaire.title)
        self._desk, self._questionnaire, self._today = desk, questionnaire, today
        self._entry: QuestionnaireAnswered | None = None
        self.rows: dict[str, ItemRow] = {}
        self.keep = Button(theme, "Keep", ButtonKind.PRIMARY, cap="Enter", height=56, size_px=16)
        self.leave = Button(theme, "Leave without keeping", ButtonKind.TEXT, cap="Esc")
        self.done = Button(theme, "Back", ButtonKind.PRIMARY, cap="Enter", height=56, size_px=16)
        self.ask_total = Button(theme, "Show the total", ButtonKind.TEXT, size_px=16)
        self._total = Label(theme, "", 16, wrap=True)
        self._about_total = Label(theme, "", 14, token="ink2", wrap=True)
        self._notice = Label(theme, "", 20, 500, wrap=True)
        self._contacts = ContactsView(theme)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(ScrollArea(theme, self._form()))
        self._stack.addWidget(ScrollArea(theme, self._end()))
        self.keep.clicked.connect(self.keep_answers)
        self.leave.clicked.connect(self.back_requested)
        self.done.clicked.connect(self.back_requested)
        self.ask_total.clicked.connect(self._show_total)
        desk.open()

    @property
    def answers(self) -> dict[str, int]:
        """Values of the items that are answered, by id; the last question by its place."""
        one = self._questionnaire
        values = [option.value for option in one.options]
        given = {
            item.id: values[self.rows[item.id].answer.current]
            for item in one.items
            if self.rows[item.id].answer.current >= 0
        }
        if one.after is not None and self.rows[one.after.id].answer.current >= 0:
            given[one.after.id] = self.rows[one.after.id].answer.current
        return given

    @property
    def said(self) -> str:
        """What is said after keeping."""
        parts = (self._notice.text(), self._contacts.words, self._total.text())
        shown = (not self._help.isHidden(), not self._help.isHidden(), True)
        return " ".join(part for part, seen in zip(parts, shown, strict=True) if part and seen)

    def keep_answers(self) -> None:
        """Put the answers into the chart; none at all are not kept."""
        answers = self.answers
        if not answers or self._entry is not None:
            return
        one = self._questionnaire
        self._entry = QuestionnaireAnswered(
            self._desk.at_utc,
            day=self._today().isoformat(),
            questionnaire_id=one.id,
            answers=answers,
            score=one.score(answers).total,
        )
        self._desk.add(self._entry)
        notice = one.notice_for(answers)
        self._help.setVisible(notice is not None)
        self._notice.set_text(notice.person if notice is not None else "")
        self._contacts.show_contacts(self._desk.chart.contacts)
        self._stack.setCurrentIndex(1)
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.kept.emit(self._entry)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter keeps, Esc goes back."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self._entry is None:
                self.keep_answers()
            else:
                self.back_requested.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Answers go below their items where there is little room."""
        super().resizeEvent(event)
        for row in self.rows.values():
            row.set_stacked(stacked=self.width() < _STACKED_BELOW_PX)

    def _form(self) -> QWidget:
        theme, one = self.theme, self._questionnaire
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(theme, one.title, 40, 500))
        column.addSpacing(8)
        column.addWidget(Label(theme, one.stem, 20, token="ink2", wrap=True))
        column.addSpacing(24)
        panel = Panel(theme, PATIENT_RADIUS)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(32, 14, 32, 14)
        inside.setSpacing(0)
        texts = tuple(option.text for option in one.options)
        questions = [(item.id, item.text, item.note, texts) for item in one.items]
        if one.after is not None:
            questions.append((one.after.id, one.after.text, "", one.after.options))
        for place, (id_, text, note, options) in enumerate(questions):
            if place:
                inside.addWidget(Rule(theme))
            self.rows[id_] = ItemRow(theme, text, note, options)
            inside.addWidget(self.rows[id_])
        column.addWidget(panel)
        column.addSpacing(24)
        foot = QHBoxLayout()
        foot.setSpacing(32)
        foot.addWidget(self.keep)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addSpacing(16)
        may = "Anything may be left out. It screens and follows; it diagnoses nothing."
        column.addWidget(Label(theme, may, 14, token="ink2", wrap=True))
        about = f"{one.name}. {one.source}. {one.licence}"
        column.addWidget(Label(theme, about, 12, token="ink2", wrap=True))
        column.addStretch(1)
        return _held(column)

    def _end(self) -> QWidget:
        theme = self.theme
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(Label(theme, "Thank you. It is kept.", 40, 500))
        column.addSpacing(24)
        self._help = Panel(theme, PATIENT_RADIUS)
        inside = QVBoxLayout(self._help)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(16)
        inside.addWidget(self._notice)
        inside.addWidget(self._contacts)
        column.addWidget(self._help)
        column.addSpacing(24)
        self._totals = QWidget()
        totals = QVBoxLayout(self._totals)
        totals.setContentsMargins(0, 0, 0, 24)
        totals.setSpacing(0)
        totals.addWidget(self._total)
        totals.addWidget(self._about_total)
        self._totals.hide()
        column.addWidget(self._totals)
        foot = QHBoxLayout()
        foot.setSpacing(32)
        foot.addWidget(self.done)
        foot.addWidget(self.ask_total)
        foot.addStretch(1)
        column.addLayout(foot)
        column.addStretch(1)
        return _held(column)

    def _show_total(self) -> None:
        if self._entry is None:
            return
        one = self._questionnaire
        score = one.score(self._entry.answers)
        if score.total is None:
            words = "There is no total: too much was left out for one."
        else:
            words = f"{score.total:.0f} of {one.highest}: {score.band}."
        self._total.set_text(words)
        self._about_total.set_text("A number for one moment. Talk about it with your clinician.")
        self._totals.show()
        self.ask_total.hide()


def _held(column: QVBoxLayout) -> QWidget:
    """A column of some width on the left of its page."""
    content, held = QWidget(), QWidget()
    held.setMaximumWidth(_WIDEST_PX)
    column.setContentsMargins(0, 0, 0, 0)
    held.setLayout(column)
    row = QHBoxLayout(content)
    row.setContentsMargins(64, 56, 64, 40)
    row.addWidget(held, 1)
    row.addStretch()
    return content
