"""Which file to open, and its passphrase if it needs one."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.handover.parts import TitledPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button
from coherence_desktop.ui.widgets.label import Label

_NONE = "No file is chosen yet. Its name ends in .age."


class OpenPanel(TitledPanel):
    """A button that asks for the file, its name, and a field for the passphrase.

    Parameters
    ----------
    theme : Theme
    """

    choice_requested = Signal()
    entered = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "The file", parent)
        self.path: Path | None = None
        self.choose = Button(theme, "Choose the file", height=48, size_px=16)
        self._name = Label(theme, _NONE, 14, token="ink2", wrap=True)
        self.passphrase = PassphraseField(theme, "Passphrase of the file")
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self.choose)
        row.addWidget(self._name, 1, Qt.AlignmentFlag.AlignVCenter)
        self._asked = QWidget()
        column = QVBoxLayout(self._asked)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, "Passphrase", 14, 500))
        column.addWidget(self.passphrase)
        self.column.addLayout(row)
        self.column.addWidget(self._asked)
        self._asked.hide()
        self.choose.clicked.connect(self.choice_requested)
        self.passphrase.entered.connect(self.entered)

    @property
    def needs_passphrase(self) -> bool:
        """Whether the file asks for a passphrase."""
        return not self._asked.isHidden()

    def set_file(self, path: Path, *, needs_passphrase: bool) -> None:
        """Show the file that was chosen."""
        self.path = path
        self._name.set_text(path.name)
        self._name.setToolTip(str(path))
        self.choose.set_text("Choose another file")
        self._asked.setVisible(needs_passphrase)
        if needs_passphrase:
            self.passphrase.take_focus()
