"""One text of the journal, as it is read again."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.records.writings import Writing
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel


class EntryPanel(Panel):
    """One text, with a way to delete it that asks once.

    Parameters
    ----------
    theme : Theme
    writing : Writing
    about : str
        When, and what it answers.
    """

    delete_confirmed = Signal(str)

    def __init__(
        self, theme: Theme, writing: Writing, about: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self.setAccessibleName(f"{about}. {writing.text}")
        self._asked = False
        self.delete = Button(theme, "Delete", ButtonKind.QUIET)
        self.delete.setAccessibleName(f"Delete: {about}")
        self.spare = Button(theme, "Leave it", ButtonKind.TEXT)
        self.spare.hide()
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Label(theme, about, 14, token="ink2"), 1)
        head.addWidget(self.spare)
        head.addWidget(self.delete)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 8, 24, 20)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(Label(theme, writing.text, 16, wrap=True))
        self.delete.clicked.connect(lambda: self._ask(writing.id))
        self.spare.clicked.connect(self._spare)

    def _ask(self, writing_id: str) -> None:
        if self._asked:
            self.delete_confirmed.emit(writing_id)
            return
        self._asked = True
        self.delete.set_text("Delete for good")
        self.spare.show()

    def _spare(self) -> None:
        self._asked = False
        self.delete.set_text("Delete")
        self.delete.setFocus(Qt.FocusReason.OtherFocusReason)
        self.spare.hide()
