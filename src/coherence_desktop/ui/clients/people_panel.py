"""People whom the client can call, as the clinician sets them."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.chart import Contact, EmergencyContactsSet
from coherence_desktop.ui.clients.desk import Desk
from coherence_desktop.ui.forms.fields import Field
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel


class _PersonRow(QWidget):
    """Name, number, and when they can be reached."""

    def __init__(self, theme: Theme, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = Field(theme, "Name")
        self.phone = Field(theme, "Telephone")
        self.about = Field(theme, "When, or who")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for field, stretch in ((self.name, 3), (self.phone, 3), (self.about, 3)):
            caption = field.line.accessibleName()
            field.line.setAccessibleName(f"{caption} of person {number}")
            row.addWidget(field, stretch)

    @property
    def contact(self) -> Contact | None:
        """Who it is, if there is a name or a number."""
        name, phone = self.name.text, self.phone.text
        if not name and not phone:
            return None
        return Contact(name=name, phone=phone, about=self.about.text)

    def show_contact(self, contact: Contact | None) -> None:
        """Show someone, or nobody."""
        known = contact or Contact(name="", phone="")
        self.name.set_text(known.name)
        self.phone.set_text(known.phone)
        self.about.set_text(known.about)


class PeoplePanel(Panel):
    """The first one first; a row that is emptied goes.

    Parameters
    ----------
    theme : Theme
    desk : Desk
    """

    def __init__(self, theme: Theme, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("People to call")
        self._desk = desk
        self._shown: tuple[Contact, ...] | None = None
        self.rows: list[_PersonRow] = []
        self.add = Button(theme, "Add someone", ButtonKind.TEXT)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        why = "Shown at home with F1, and when thoughts of self-harm come up in a questionnaire."
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(8)
        column.addWidget(Label(theme, "People to call", 16, 600))
        column.addWidget(Label(theme, why, 12, token="ink2", wrap=True))
        column.addLayout(self._list)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.add.clicked.connect(self._add_row)
        desk.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        contacts = self._desk.chart.contacts
        if contacts == self._shown:
            return
        self._shown = contacts
        self._set_rows(contacts or (None,))

    def _set_rows(self, contacts: Sequence[Contact | None]) -> None:
        while len(self.rows) < len(contacts):
            self._make_row()
        while len(self.rows) > len(contacts):
            row = self.rows.pop()
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        for row, contact in zip(self.rows, contacts, strict=True):
            row.show_contact(contact)

    def _make_row(self) -> _PersonRow:
        row = _PersonRow(self.theme, len(self.rows) + 1)
        for field in (row.name, row.phone, row.about):
            field.kept.connect(self._keep)
        self.rows.append(row)
        self._list.addWidget(row)
        return row

    def _add_row(self) -> None:
        self._make_row().name.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _keep(self) -> None:
        found = tuple(row.contact for row in self.rows)
        contacts = tuple(contact for contact in found if contact is not None)
        if contacts != self._desk.chart.contacts:
            self._shown = contacts if len(contacts) == len(self.rows) else None
            self._desk.add(EmergencyContactsSet(self._desk.at_utc, contacts=contacts))
