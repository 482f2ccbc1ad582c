"""Markers or phases in a table, with what it takes to put one right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.line_entry import TextField
from coherence_desktop.ui.review.data_table import DataTable
from coherence_desktop.ui.review.views import Place, TableView
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label


class MomentsTable(QWidget):
    """A table of moments; Ins adds one, T brings one to the cursor, F2 renames, Del removes it.

    Parameters
    ----------
    theme : Theme
    name : str
        What the table holds.
    one : str
        What one of them is called.
    """

    added = Signal(str)
    """One that is called so shall be where the cursor is."""
    moved = Signal(object)
    """This `Place` shall be where the cursor is."""
    renamed = Signal(object, str)
    removed = Signal(object)

    def __init__(self, theme: Theme, name: str, one: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        quiet = ButtonKind.QUIET
        self._one = one
        self.table = DataTable(theme, name, picks=True)
        self.add = Button(theme, "Add", quiet, cap="Ins", cap_first=True)
        self.move_to_cursor = Button(theme, "To the cursor", quiet, cap="T", cap_first=True)
        self.rename = Button(theme, "Rename", quiet, cap="F2", cap_first=True)
        self.remove = Button(theme, "Remove", quiet, cap="Del", cap_first=True)
        self.field = TextField(theme, f"Name, {name.lower()}", "What it shall be called")
        self.field.setFixedHeight(40)
        self.field.hide()
        self._instead = Label(theme, "", 12, 400, "ink2")
        self._cursor = self._adding = False
        self._add_at = ""
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(16)
        self._buttons = (self.add, self.move_to_cursor, self.rename, self.remove)
        for button in self._buttons:
            row.addWidget(button)
        row.addWidget(self._instead, 1)
        row.addWidget(self.field, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.table, 1)
        column.addLayout(row)
        self.table.picked.connect(lambda _: self._offer())
        self.add.clicked.connect(lambda: self._open_field(adding=True))
        self.move_to_cursor.clicked.connect(self._move)
        self.rename.clicked.connect(lambda: self._open_field(adding=False))
        self.remove.clicked.connect(self._remove)
        self.field.returnPressed.connect(self._named)
        self.field.left.connect(self._close_field)
        self._offer()

    @property
    def place(self) -> Place | None:
        """What the current row tells of, if that can be put right."""
        at, rows = self.table.currentIndex().row(), self.table.view.rows
        return rows[at].place if 0 <= at < len(rows) else None

    def show_view(self, view: TableView) -> None:
        """Show the moments of a session; the current one stays it."""
        before = self.place
        self.table.show_view(view)
        if before is not None:
            for at, row in enumerate(view.rows):
                place = row.place
                if place is not None and place.key == before.key:
                    self.table.pick(at)
        self._offer()

    def set_cursor(self, *, there: bool, add_at: str, instead: str = "") -> None:
        """Tell whether there is a cursor to bring something to, and where one can be added.

        Parameters
        ----------
        there : bool
        add_at : str
            The moment in words; empty where none can be added.
        instead : str
            Why none can be added, and what to do.
        """
        self._cursor, self._add_at = there, add_at
        self._instead.set_text(instead)
        self._offer()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ins, T, F2 and Del."""
        key = event.key()
        pressed = {
            Qt.Key.Key_Insert: self.add,
            Qt.Key.Key_T: self.move_to_cursor,
            Qt.Key.Key_F2: self.rename,
            Qt.Key.Key_Delete: self.remove,
        }
        plain = event.modifiers() == Qt.KeyboardModifier.NoModifier
        button = pressed.get(Qt.Key(key)) if plain else None
        if button is None:
            super().keyPressEvent(event)
        elif button.isEnabled():
            button.click()

    def _offer(self) -> None:
        place = self.place
        free = place is not None and not place.bound
        self.add.setEnabled(bool(self._add_at))
        self.add.setAccessibleName(f"Add a {self._one} {self._add_at}".strip())
        self.move_to_cursor.setEnabled(place is not None and self._cursor)
        self.rename.setEnabled(free)
        self.remove.setEnabled(free)

    def _move(self) -> None:
        if self.place is not None:
            self.moved.emit(self.place)

    def _remove(self) -> None:
        if self.place is not None:
            self.removed.emit(self.place)

    def _open_field(self, *, adding: bool) -> None:
        place = self.place
        if place is None and not adding:
            return
        self._adding = adding
        for widget in (*self._buttons, self._instead):
            widget.hide()
        hint = f"Name of the {self._one} {self._add_at}" if adding else "What it shall be called"
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.field.show()
        self.field.setText("" if adding or place is None else place.label)
        self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _named(self) -> None:
        place, label = self.place, self.field.text().strip()
        self._close_field()
        if self._adding:
            if label:
                self.added.emit(label)
        elif place is not None and label and label != place.label:
            self.renamed.emit(place, label)

    def _close_field(self) -> None:
        self.field.hide()
        for widget in (*self._buttons, self._instead):
            widget.show()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
