"""The journal: short entries tied to a practice, read again, deleted for good."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.records.writings import Writing, WritingKind, new_writing
from coherence_desktop.ui.forms.empty import Empty
from coherence_desktop.ui.forms.fields import TextArea
from coherence_desktop.ui.home.clock import here_now
from coherence_desktop.ui.home.entry_panel import EntryPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.widgets.select import Select
from coherence_desktop.ui.words.dates import day_words, local_day
from coherence_desktop.ui.worker import Worker

QUESTIONS = {
    "helped": ("What helped", "A word, a breath, a pause, somebody."),
    "hard": ("When it was hard", "What happened, as plainly as you like."),
    "shifted": ("How I see it now", "What did you think it meant, and what do you think now?"),
}
"""What an entry answers: its words and a hint, by the id that is kept."""
_NO_PRACTICE = "No practice"
_STACKED_BELOW_PX = 1000


class WritingStore(Protocol):
    """Keeps a person's texts; `records.writings.Writings` is one."""

    def all(self) -> list[Writing]:
        """All texts, the newest first."""
        ...

    def keep(self, writing: Writing) -> None:
        """Keep a text."""
        ...

    def delete(self, writing_id: str) -> None:
        """Delete a text for good."""
        ...


class JournalPage(Page):
    """Write on the left, read again on the right; reads anew whenever it is shown.

    Parameters
    ----------
    theme : Theme
    writings : WritingStore
    practices : mapping of str to str
        Names of practices by id, that an entry can be tied to.
    now : callable
        The moment, on the person's own clock.
    """

    loaded = Signal()
    """Everything that is kept is shown."""
    back_requested = Signal()
    letters_requested = Signal()
    """Read letters and own sentences, one at a time."""

    def __init__(
        self,
        theme: Theme,
        writings: WritingStore,
        practices: Mapping[str, str],
        *,
        now: Callable[[], datetime] = here_now,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Journal")
        self._writings, self._now = writings, now
        self._practices = dict(practices)
        self._worker = Worker(self)
        self._busy = False
        self._notice = Notice(theme, radius=12)
        self.question = SegmentedControl(
            theme,
            [name for name, _ in QUESTIONS.values()],
            name="What it is about",
            drawn_height=40,
            size_px=14,
        )
        self.practice = Select(theme, "After which practice")
        self.practice.set_options([_NO_PRACTICE, *self._practices.values()], 0)
        self.text = TextArea(theme, "A line for yourself")
        self.text.setFont(theme.font(16))
        self.text.setMinimumHeight(168)
        self.keep = Button(
            theme, "Keep", ButtonKind.PRIMARY, cap="Ctrl Enter", height=56, size_px=16
        )
        self.entries: list[EntryPanel] = []
        self._list = QVBoxLayout()
        self._list.setSpacing(16)
        self._empty = Empty(theme, "Nothing here yet.", "One line is plenty. It stays with you.")
        self._lay_out()
        self.question.chosen.connect(self._hint)
        self.keep.clicked.connect(self.keep_text)
        self._hint()

    @property
    def problem(self) -> str:
        """What went wrong, as it is shown."""
        return self._notice.text

    def load(self) -> None:
        """Read the texts in the background."""
        store = self._writings
        self._worker.run(store.all, self._show, self._failed)

    def set_practice(self, practice_id: str) -> None:
        """Tie what is written next to a practice, as right after it."""
        places = [*self._practices]
        self.practice.setCurrentIndex(
            places.index(practice_id) + 1 if practice_id in places else 0
        )

    def keep_text(self) -> None:
        """Keep what is written; nothing is kept of an empty field."""
        text = self.text.toPlainText().strip()
        if not text or self._busy:
            return
        self._busy = True
        writing, store = self._new(text), self._writings

        def keep() -> list[Writing]:
            store.keep(writing)
            return store.all()

        self._worker.run(keep, self._kept, self._failed)

    def finish(self) -> str:
        """Keep what is still in the field before the library is closed.

        Returns
        -------
        str
            A sentence if it could not be kept; otherwise empty.
        """
        text = self.text.toPlainText().strip()
        if text and not self._busy:
            try:
                self._writings.keep(self._new(text))
            except Problem as problem:
                return problem.message
            self.text.clear()
        return ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter keeps, Esc goes back."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.keep_text()
        elif event.key() == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is kept now, and be ready to write."""
        super().showEvent(event)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Reading goes under writing where there is little room."""
        super().resizeEvent(event)
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._columns.setDirection(down if self.width() < _STACKED_BELOW_PX else across)

    def _lay_out(self) -> None:
        theme = self.theme
        writing = Panel(theme, PATIENT_RADIUS)
        inside = QVBoxLayout(writing)
        inside.setContentsMargins(32, 28, 32, 28)
        inside.setSpacing(16)
        inside.addWidget(self.question, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.text, 1)
        tied = QHBoxLayout()
        tied.setSpacing(12)
        tied.addWidget(Label(theme, "After", 14, token="ink2"))
        tied.addWidget(self.practice)
        tied.addStretch(1)
        tied.addWidget(self.keep)
        inside.addLayout(tied)
        read = QWidget()
        column = QVBoxLayout(read)
        column.setContentsMargins(0, 0, 12, 0)
        column.addWidget(self._empty)
        column.addLayout(self._list)
        column.addStretch(1)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(32)
        self._columns.addWidget(writing, 5)
        self._columns.addWidget(ScrollArea(theme, read), 6)
        page = QVBoxLayout(self)
        page.setContentsMargins(64, 56, 52, 32)
        page.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(theme, "Journal", 40, 500), 1)
        self.letters = Button(theme, "Letters and sentences")
        self.letters.clicked.connect(self.letters_requested)
        head.addWidget(self.letters)
        page.addLayout(head)
        page.addSpacing(8)
        line = "For you alone. It is encrypted on this computer."
        page.addWidget(Label(theme, line, 20, token="ink2"))
        page.addSpacing(16)
        page.addWidget(self._notice)
        page.addSpacing(16)
        page.addLayout(self._columns, 1)

    def _new(self, text: str) -> Writing:
        place = self.practice.currentIndex() - 1
        practice_id = [*self._practices][place] if place >= 0 else ""
        question = [*QUESTIONS][max(0, self.question.current)]
        return new_writing(WritingKind.JOURNAL, text, practice_id=practice_id, question=question)

    def _hint(self, _index: int = 0) -> None:
        _, hint = [*QUESTIONS.values()][max(0, self.question.current)]
        self.text.setPlaceholderText(hint)

    def _kept(self, texts: Sequence[Writing]) -> None:
        self._busy = False
        self.text.clear()
        self._show(texts)

    def _delete(self, writing_id: str) -> None:
        store = self._writings

        def delete() -> list[Writing]:
            store.delete(writing_id)
            return store.all()

        self._worker.run(delete, self._show, self._failed)

    def _failed(self, problem: Problem) -> None:
        self._busy = False
        self._notice.set_text(problem.message)

    def _show(self, texts: Sequence[Writing]) -> None:
        self._notice.set_text(None)
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = [one for one in texts if one.kind is not WritingKind.SENTENCE]
        self.entries = [EntryPanel(self.theme, one, self._about(one)) for one in shown]
        for panel in self.entries:
            panel.delete_confirmed.connect(self._delete)
            self._list.addWidget(panel)
        self._empty.setVisible(not shown)
        self.loaded.emit()

    def _about(self, writing: Writing) -> str:
        day = day_words(local_day(writing.at_utc), self._now().date())
        what = "A letter" if writing.kind is WritingKind.LETTER else "A line"
        if writing.question in QUESTIONS:
            what = QUESTIONS[writing.question][0]
        practice = self._practices.get(writing.practice_id, "")
        told = f"{day[:1].upper()}{day[1:]}. {what}"
        return f"{told}, after {practice}" if practice else told
