"""A person's letters, journal and sentences: to read again, and to delete for good."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.errors import Problem
from coherence_desktop.records.problems import WritingGone
from coherence_desktop.records.writings import Writing, WritingKind
from coherence_desktop.ui.programme.words_desk import Keeper
from coherence_desktop.ui.programme.writing_row import WritingRow
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.page import Page
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.scroll_area import ScrollArea
from coherence_desktop.ui.words.dates import day_words, local_day, today_here

ALL_KINDS = tuple(WritingKind)
_KIND_WORDS = {
    WritingKind.LETTER: "Letter",
    WritingKind.JOURNAL: "Journal",
    WritingKind.SENTENCE: "Your sentence",
}
_NARROW_PX = 1000
_FOR_GOOD = "Delete this text for good? It cannot be brought back."
_EMPTY = "Nothing is kept here yet. What you write in a practice comes here, for you alone."


def heading_of(writing: Writing, today: date) -> str:
    """What a text is, and of which day: ``Letter, yesterday``."""
    return f"{_KIND_WORDS[writing.kind]}, {day_words(local_day(writing.at_utc), today)}"


class WritingsPage(Page):
    """All texts at the left, one of them open at the right.

    Arrows choose, Del asks whether to delete, Esc goes back.

    Parameters
    ----------
    theme : Theme
    keeper : Keeper
        Whose texts they are, such as `Writings`.
    kinds : sequence of WritingKind
        Which kinds are shown.
    """

    back_requested = Signal()

    def __init__(
        self,
        theme: Theme,
        keeper: Keeper,
        kinds: Sequence[WritingKind] = ALL_KINDS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("What you have written")
        self._keeper = keeper
        self._kinds = kinds
        self._open: Writing | None = None
        self.rows: list[WritingRow] = []
        self.notice = Notice(theme, radius=12)
        self._empty = Label(theme, _EMPTY, 20, token="ink2", wrap=True)
        self._heading = Label(theme, "", 28, 500, wrap=True)
        self.text = Label(theme, "", 20, wrap=True)
        self.delete_button = Button(theme, "Delete", ButtonKind.TEXT, cap="Del", size_px=16)
        self._question = Label(theme, _FOR_GOOD, 16, wrap=True)
        self.confirm_button = Button(theme, "Delete for good", ButtonKind.STOP, height=48)
        self.keep_button = Button(theme, "Keep it", ButtonKind.PLAIN, cap="Esc", height=48)
        self._list_rows = QVBoxLayout()
        self._lay_out()
        self.delete_button.clicked.connect(self.ask)
        self.confirm_button.clicked.connect(self._delete)
        self.keep_button.clicked.connect(self._unask)
        self.reload()

    @property
    def opened(self) -> Writing | None:
        """The text that is open."""
        return self._open

    @property
    def asking(self) -> bool:
        """Whether it is asked if the open text is to be deleted."""
        return not self.confirm_button.isHidden()

    def reload(self) -> None:
        """Read the texts anew; the open one stays open if it is still there."""
        try:
            texts = [text for text in self._keeper.all() if text.kind in self._kinds]
        except Problem as problem:
            self.notice.set_text(problem.message)
            texts = []
        for row in self.rows:
            self._list_rows.removeWidget(row)
            row.deleteLater()
        today = today_here()
        self.rows = []
        for writing in texts:
            row = WritingRow(self.theme, writing, heading_of(writing, today))
            row.clicked.connect(lambda _=False, chosen=writing: self.open(chosen))
            self.rows.append(row)
            self._list_rows.insertWidget(self._list_rows.count() - 1, row)
        known = [text for text in texts if self._open is not None and text.id == self._open.id]
        self._empty.setVisible(not texts and not self.notice.text)
        self._panel.setVisible(bool(texts))
        self._list.setVisible(bool(texts))
        self.open(known[0] if known else texts[0] if texts else None)

    def open(self, writing: Writing | None) -> None:
        """Open a text to read it."""
        self._open = writing
        self._unask()
        for row in self.rows:
            row.setChecked(writing is not None and row.writing.id == writing.id)
        if writing is not None:
            self._heading.set_text(heading_of(writing, today_here()))
            self.text.set_text(writing.text)

    def ask(self) -> None:
        """Ask whether the open text is to be deleted."""
        self._show_question(asked=self._open is not None)
        if self.asking:
            self.keep_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows choose, Del asks, Esc keeps or goes back."""
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_Delete:
            self.ask()
        elif key == Qt.Key.Key_Escape and self.asking:
            self._unask()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key == Qt.Key.Key_Escape:
            self.back_requested.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is kept now."""
        super().showEvent(event)
        self.reload()
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the text beside the list, or below it in a narrow window."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW_PX
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if narrow else right)
        self._list.setMaximumWidth(16777215 if narrow else 380)
        self._list.setMinimumWidth(0 if narrow else 380)
        self._list.setMaximumHeight(220 if narrow else 16777215)
        side = 32 if narrow else 64
        self._whole.setContentsMargins(side, 64 if self.height() >= 840 else 32, side, 40)

    def _step(self, by: int) -> None:
        place = next((i for i, row in enumerate(self.rows) if row.isChecked()), -1) + by
        if 0 <= place < len(self.rows):
            self.open(self.rows[place].writing)
            self._list.ensureWidgetVisible(self.rows[place])

    def _delete(self) -> None:
        if self._open is None:
            return
        place = next(i for i, row in enumerate(self.rows) if row.isChecked())
        try:
            self._keeper.delete(self._open.id)
        except WritingGone:
            pass  # what was wanted has happened
        except Problem as problem:
            self.notice.set_text(problem.message)
            return
        self._open = None
        self.reload()
        if self.rows:
            self.open(self.rows[min(place, len(self.rows) - 1)].writing)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _unask(self) -> None:
        self._show_question(asked=False)

    def _show_question(self, *, asked: bool) -> None:
        for widget in (self._question, self.confirm_button, self.keep_button):
            widget.setVisible(asked)
        self.delete_button.setVisible(not asked)

    def _lay_out(self) -> None:
        theme = self.theme
        column = QWidget()
        column.setLayout(self._list_rows)
        self._list_rows.setContentsMargins(4, 4, 4, 4)
        self._list_rows.setSpacing(8)
        self._list_rows.addStretch(1)
        self._list = ScrollArea(theme, column)
        self._panel = Panel(theme, PATIENT_RADIUS)
        inner = QWidget()
        words = QVBoxLayout(inner)
        words.setContentsMargins(40, 32, 40, 16)
        words.setSpacing(16)
        words.addWidget(self._heading)
        words.addWidget(self.text)
        words.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(40, 8, 40, 24)
        foot.setSpacing(16)
        foot.addWidget(self.delete_button)
        foot.addWidget(self._question, 1)
        foot.addWidget(self.keep_button)
        foot.addWidget(self.confirm_button)
        foot.addStretch(0)
        panel = QVBoxLayout(self._panel)
        panel.setContentsMargins(1, 1, 1, 1)
        panel.addWidget(ScrollArea(theme, inner), 1)
        panel.addLayout(foot)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._list)
        self._columns.addWidget(self._panel, 1)
        self._whole = QVBoxLayout(self)
        self._whole.setSpacing(8)
        self._whole.addWidget(Label(theme, "What you have written", 40, 500))
        quiet = "Encrypted, and yours alone."
        self._whole.addWidget(Label(theme, quiet, 20, token="ink2"))
        self._whole.addSpacing(24)
        self._whole.addWidget(self.notice)
        self._whole.addWidget(self._empty)
        self._whole.addLayout(self._columns, 1)
        self._whole.addStretch(0)
