"""Shows who did what with the library, and when."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from coherence_desktop.ui.settings.rows import MARGIN_PX
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label

MOST = 50
_HEADS = ("When", "Who", "What", "To what")


class Entry(Protocol):
    """What is shown of each; `records.keeping.audit.AuditEntry` is one."""

    @property
    def at_utc(self) -> str:
        """ISO 8601 in UTC."""
        ...

    @property
    def who(self) -> str:
        """Log-in name."""
        ...

    @property
    def what(self) -> str:
        """What was done."""
        ...

    @property
    def about(self) -> str:
        """To what: an id or a file."""
        ...


class AuditView(QWidget):
    """The newest entries, one a line; hidden while it has none to show.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Who did what")
        self._theme = theme
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 20)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(3, 1)
        self.hide()

    @property
    def lines(self) -> list[tuple[str, ...]]:
        """What is shown, from the top."""
        rows = range(1, self._grid.rowCount())
        return [
            tuple(label.text() for column in range(4) if (label := self._at(row, column)))
            for row in rows
            if self._at(row, 0)
        ]

    def set_entries(self, entries: Sequence[Entry]) -> None:
        """Show these, the newest first."""
        self.clear()
        for column, head in enumerate(_HEADS):
            self._grid.addWidget(Label(self._theme, head, 12, 600, "ink2"), 0, column)
        for row, entry in enumerate(entries[:MOST], start=1):
            at = datetime.fromisoformat(entry.at_utc).astimezone()
            cells = (f"{at:%Y-%m-%d %H:%M}", entry.who, entry.what, entry.about)
            for column, text in enumerate(cells):
                label = Label(self._theme, text, 14, token="ink" if column else "ink2")
                label.setToolTip(text)
                self._grid.addWidget(label, row, column, Qt.AlignmentFlag.AlignVCenter)
        if len(entries) > MOST:
            more = "Older entries: coherence-desktop library audit"
            last = Label(self._theme, more, 12, token="ink2")
            self._grid.addWidget(last, MOST + 1, 1, 1, 3)
        self.show()

    def clear(self) -> None:
        """Show none."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.hide()

    def _at(self, row: int, column: int) -> Label | None:
        item = self._grid.itemAtPosition(row, column)
        widget = item.widget() if item is not None else None
        return widget if isinstance(widget, Label) else None
