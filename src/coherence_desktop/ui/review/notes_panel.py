"""Notes and what was learned, in order, and a line to add one; below it the progress rule."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.line_entry import TextField
from coherence_desktop.ui.review.note_list import NoteList
from coherence_desktop.ui.review.views import NoteView, RuleView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel
from coherence_desktop.ui.widgets.rule import Rule

_EDGE_PX = 16
_HEAD_PX = 44


class NoteEntry(QWidget):
    """A field for one note: Enter keeps it, Esc leaves it."""

    kept = Signal(str)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = Label(theme, "", 12, 400, "ink2")
        self.field = TextField(theme, "Note", "What you want to remember")
        keep = Button(theme, "Save", ButtonKind.PLAIN, cap="Enter")
        leave = Button(theme, "Cancel", ButtonKind.TEXT, cap="Esc")
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addWidget(keep)
        buttons.addWidget(leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, 4, _EDGE_PX, 8)
        column.setSpacing(8)
        column.addWidget(self.caption)
        column.addWidget(self.field)
        column.addLayout(buttons)
        self.field.returnPressed.connect(self._keep)
        self.field.left.connect(self.left)
        keep.clicked.connect(self._keep)
        leave.clicked.connect(self.left)

    def open(self, about: str, text: str = "") -> None:
        """Start anew, for a moment in words, or with words to change."""
        self.caption.set_text(about)
        self.field.setText(text)
        self.field.setAccessibleName(f"Note, {about}")
        self.show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.end(False)  # noqa: FBT003 - nothing is selected

    def _keep(self) -> None:
        text = self.field.text().strip()
        if text:
            self.kept.emit(text)
        else:
            self.left.emit()


class NotesPanel(Panel):
    """Notes of a session, newest last.

    Parameters
    ----------
    theme : Theme
    """

    new_asked = Signal()
    edit_asked = Signal(object)
    """The words at this `Place` shall be changed."""
    removed = Signal(object)
    kept = Signal(str)
    closed = Signal()
    repeat_chosen = Signal()
    next_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Notes")
        self._notes: tuple[NoteView, ...] = ()
        self.new = Button(theme, "new note", ButtonKind.QUIET, cap="N", cap_first=True)
        self.new.setAccessibleName("New note")
        self.entry = NoteEntry(theme)
        self.entry.hide()
        self.list = NoteList(theme)
        self.rule = RulePanel(theme)
        head = QHBoxLayout()
        head.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 0)
        head.addWidget(Label(theme, "Notes", 14, 600))
        head.addStretch(1)
        head.addWidget(self.new)
        top = QWidget()
        top.setFixedHeight(_HEAD_PX)
        top.setLayout(head)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.entry)
        column.addWidget(self.list, 1)
        column.addWidget(self.rule)
        self.new.clicked.connect(self.new_asked)
        self.list.edit_asked.connect(self.edit_asked)
        self.list.remove_asked.connect(self.removed)
        self.entry.kept.connect(self._kept)
        self.entry.left.connect(self.close_entry)
        self.rule.repeat_chosen.connect(self.repeat_chosen)
        self.rule.next_chosen.connect(self.next_chosen)

    @property
    def notes(self) -> tuple[NoteView, ...]:
        """What is shown."""
        return self._notes

    def hasHeightForWidth(self) -> bool:
        """The list takes what room there is, so the panel is content with any height."""
        return False

    def show_notes(self, notes: Sequence[NoteView]) -> None:
        """Show notes in order."""
        self._notes = tuple(notes)
        self.list.show_notes(self._notes)

    def open_entry(self, about: str, text: str = "") -> None:
        """Let a note be written, or its words be changed."""
        self.new.setVisible(False)
        self.entry.open(about, text)

    def close_entry(self) -> None:
        """Put the field away."""
        self.entry.hide()
        self.new.setVisible(True)
        self.closed.emit()

    def _kept(self, text: str) -> None:
        self.kept.emit(text)
        self.close_entry()


class RulePanel(QWidget):
    """What the progress rule says of the next step; the clinician decides.

    Parameters
    ----------
    theme : Theme
    """

    repeat_chosen = Signal()
    next_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = Label(theme, "", 14, 600)
        self._why = Label(theme, "", 14, 400, "ink2", wrap=True)
        self.repeat = Button(theme, "Repeat this step")
        self.next = Button(theme, "Choose next")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.repeat)
        buttons.addWidget(self.next)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 12)
        column.setSpacing(0)
        column.addWidget(Rule(theme))
        column.addSpacing(10)
        column.addWidget(self._heading)
        column.addSpacing(2)
        column.addWidget(self._why)
        column.addSpacing(10)
        column.addLayout(buttons)
        self.repeat.clicked.connect(self.repeat_chosen)
        self.next.clicked.connect(self.next_chosen)
        self.hide()

    @property
    def words(self) -> str:
        """What is said."""
        return f"{self._heading.text()}. {self._why.text()}"

    def show_rule(self, rule: RuleView | None) -> None:
        """Say what the rule found; nothing hides the panel."""
        self.setVisible(rule is not None)
        if rule is None:
            return
        self._heading.set_text(rule.heading)
        self._why.set_text(rule.why)
        self.next.set_kind(ButtonKind.PRIMARY if rule.met else ButtonKind.PLAIN)
