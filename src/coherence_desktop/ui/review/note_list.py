"""Notes one under the other; the one that has the keyboard can be put right."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.review.side_keys import SideKeysPass
from coherence_desktop.ui.review.views import NoteView, Place
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.focus_ring import attach_focus_ring
from coherence_desktop.ui.widgets.label import Label

_EDGE_PX = 8
_NONE_YET = "Nothing was written down yet."


class NoteRow(QWidget):
    """One note; F2 edits it and Del removes it, where it is not the client's own words.

    Parameters
    ----------
    theme : Theme
    note : NoteView
    """

    edit_asked = Signal(object)
    """Its `Place`."""
    remove_asked = Signal(object)
    step_asked = Signal(int)
    """The keyboard shall go to the next note (1) or the one before (-1)."""
    entered = Signal()

    def __init__(self, theme: Theme, note: NoteView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = note
        text = f"“{note.text}”" if note.quoted else note.text
        self.setAccessibleName(f"{note.about}: {text}")
        column = QVBoxLayout(self)
        column.setContentsMargins(_EDGE_PX, 6, _EDGE_PX, 6)
        column.setSpacing(0)
        column.addWidget(Label(theme, note.about, 12, 400, "ink2"))
        column.addWidget(Label(theme, text, 14, wrap=True))
        self.edit = Button(theme, "Edit", ButtonKind.QUIET, cap="F2", cap_first=True)
        self.remove = Button(theme, "Remove", ButtonKind.QUIET, cap="Del", cap_first=True)
        self._actions = QWidget()
        row = QHBoxLayout(self._actions)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for button in (self.edit, self.remove):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(button)
        row.addStretch(1)
        column.addWidget(self._actions)
        self._actions.hide()
        if note.place is not None:
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            attach_focus_ring(self, theme, 8)
        self.edit.clicked.connect(lambda: self.edit_asked.emit(note.place))
        self.remove.clicked.connect(lambda: self.remove_asked.emit(note.place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F2 or Enter, Del, Up and Down."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self.step_asked.emit(step)
        elif event.key() in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.edit.click()
        elif event.key() == Qt.Key.Key_Delete:
            self.remove.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer what can be done with it."""
        super().focusInEvent(event)
        self._actions.show()
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Be only words again."""
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self._actions.hide()


class NoteList(SideKeysPass):
    """All notes of a session; Tab reaches one of them, Up and Down the others.

    Parameters
    ----------
    theme : Theme
    """

    edit_asked = Signal(object)
    remove_asked = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        inner = QWidget()
        super().__init__(theme, inner, parent)
        self._inner = inner
        self._theme = theme
        self.rows: list[NoteRow] = []
        self._current: Place | None = None
        self._column = QVBoxLayout(self._inner)
        self._column.setContentsMargins(_EDGE_PX, 0, _EDGE_PX, 8)
        self._column.setSpacing(0)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Notes of this session")
        attach_focus_ring(self, theme, 8)

    def show_notes(self, notes: Sequence[NoteView]) -> None:
        """Show notes in order; the keyboard stays with the one that it was with."""
        held = any(row.hasFocus() for row in self.rows)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = [NoteRow(self._theme, note) for note in notes]
        if not notes:
            self._column.addWidget(Label(self._theme, _NONE_YET, 14, 400, "ink2"))
        for row in self.rows:
            row.edit_asked.connect(self.edit_asked)
            row.remove_asked.connect(self.remove_asked)
            row.step_asked.connect(lambda by, row=row: self._step(row, by))
            row.entered.connect(lambda row=row: self._entered(row))
            self._column.addWidget(row)
            row.show()
        self._column.addStretch(1)
        for before, after in pairwise([self, *self.rows]):
            QWidget.setTabOrder(before, after)
        current = self._row_of_current()
        if current is not None:
            current.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            if held:
                current.setFocus(Qt.FocusReason.OtherFocusReason)
        elif held:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _own(self) -> list[NoteRow]:
        return [row for row in self.rows if row.note.place is not None]

    def _row_of_current(self) -> NoteRow | None:
        """The row that Tab reaches: the one that had the keyboard last, else the first."""
        own, at = self._own(), self._current
        known = at.key if at is not None else None
        for row in own:
            place = row.note.place
            if place is not None and place.key == known:
                return row
        return own[0] if own else None

    def _entered(self, entered: NoteRow) -> None:
        self._current = entered.note.place
        for row in self._own():
            focus = Qt.FocusPolicy.StrongFocus if row is entered else Qt.FocusPolicy.ClickFocus
            row.setFocusPolicy(focus)
        self._inner.adjustSize()
        self.ensureWidgetVisible(entered, 0, 8)

    def _step(self, row: NoteRow, by: int) -> None:
        own = self._own()
        at = own.index(row) + by
        if 0 <= at < len(own):
            own[at].setFocus(Qt.FocusReason.TabFocusReason)
