"""Shows who did what with the library, and when."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.records.keeping.audit_list import GROUPS, AuditLine
from coherence_desktop.ui.settings.rows import MARGIN_PX
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.select import Select

STEP = 50
_HEADS = ("When", "Who", "What", "To what")
_KINDS = ("Everything", *GROUPS)


class AuditView(QWidget):
    """The newest entries of a kind, one a line; hidden while it was not asked for.

    Parameters
    ----------
    theme : Theme
    """

    table_requested = Signal()
    """Write what is chosen as a table."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Who did what")
        self._theme = theme
        self._entries: list[AuditLine] = []
        self._most = STEP
        self.kind = Select(theme, "Kind of deed")
        self.kind.set_options(_KINDS, 0)
        self.table = Button(theme, "Save as a table", ButtonKind.TEXT)
        self.older = Button(theme, "Older ones", ButtonKind.TEXT)
        self._none = Label(theme, "Nothing of this kind.", 14, token="ink2")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)
        head = QHBoxLayout()
        head.addWidget(self.kind)
        head.addStretch(1)
        head.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 20)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self._none)
        column.addWidget(self.older, 0, Qt.AlignmentFlag.AlignLeft)
        self.kind.activated.connect(lambda _: self._choose_kind())
        self.older.clicked.connect(self._show_older)
        self.table.clicked.connect(self.table_requested)
        self.hide()

    @property
    def deeds(self) -> tuple[str, ...]:
        """What is chosen, as in `records.keeping.audit.Deed`; none of them for everything."""
        return GROUPS.get(self.kind.currentText(), ())

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """What is shown, from the top."""
        rows = range(1, self._grid.rowCount())
        return [
            tuple(label.text() for column in range(4) if (label := self._at(row, column)))
            for row in rows
            if self._at(row, 0)
        ]

    def set_entries(self, entries: Sequence[AuditLine]) -> None:
        """Show these, the newest first."""
        self._entries = list(entries)
        self._show_entries()
        self.show()

    def clear(self) -> None:
        """Show none."""
        self._entries, self._most = [], STEP
        self._empty()
        self.hide()

    def _choose_kind(self) -> None:
        self._most = STEP
        self._show_entries()

    def _show_older(self) -> None:
        self._most += STEP
        self._show_entries()

    def _show_entries(self) -> None:
        self._empty()
        deeds = self.deeds
        chosen = [one for one in self._entries if not deeds or one.what in deeds]
        for column, head in enumerate(_HEADS if chosen else ()):
            self._grid.addWidget(Label(self._theme, head, 12, 600, "ink2"), 0, column)
        for row, entry in enumerate(chosen[: self._most], start=1):
            cells = (entry.local, entry.who, entry.what, entry.words)
            for column, text in enumerate(cells):
                label = Label(self._theme, text, 14, token="ink" if column else "ink2")
                label.setToolTip(text)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignVCenter)
        self._none.setVisible(not chosen)
        self.older.setVisible(len(chosen) > self._most)

    def _empty(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()

    def _at(self, row: int, column: int) -> Label | None:
        item = self._grid.itemAtPosition(row, column)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, Label) else None
