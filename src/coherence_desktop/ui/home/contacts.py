"""People to call, in words that can be read at a glance."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Contact
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label

_ALWAYS = "In an emergency, call the emergency number of your country."


class ContactsView(QWidget):
    """Names and numbers, and the emergency number that always holds.

    Parameters
    ----------
    theme : Theme
    contacts : sequence of Contact
        The first one first.
    """

    def __init__(
        self, theme: Theme, contacts: Sequence[Contact] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._rows = QWidget()
        self._grid = QGridLayout(self._rows)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        self._contacts: tuple[Contact, ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._rows)
        column.addWidget(Label(theme, _ALWAYS, 16, wrap=True))
        self.show_contacts(contacts)

    @property
    def words(self) -> str:
        """Everything it says."""
        told = [f"{one.name}: {one.phone}. {one.about}".strip() for one in self._contacts]
        return " ".join([*told, _ALWAYS])

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        """Show other people."""
        while (item := self._grid.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._contacts = tuple(contacts)
        for row, one in enumerate(contacts):
            number = Label(self._theme, one.phone, 20, 600)
            number.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
            self._grid.addWidget(Label(self._theme, one.name, 16, 600), row, 0)
            self._grid.addWidget(number, row, 1)
            self._grid.addWidget(Label(self._theme, one.about, 14, token="ink2"), row, 2)
        self._rows.setVisible(bool(contacts))
        self.setAccessibleName(self.words)
