"""Later starts: the passphrase, once."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel


class AgainView(Panel):
    """One field; a wrong passphrase is said in one sentence and the field keeps the focus.

    Parameters
    ----------
    theme : Theme
    """

    passphrase_given = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, PATIENT_RADIUS, parent=parent)
        self._field = PassphraseField(theme, "Passphrase")
        self._problem = Notice(theme)
        self._open = Button(theme, "Open", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16)
        self._field.entered.connect(self._give)
        self._field.changed.connect(self._typed)
        self._open.clicked.connect(self._give)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 28, 32, 32)
        column.setSpacing(16)
        labelled = QVBoxLayout()
        labelled.setSpacing(6)
        labelled.addWidget(Label(theme, "Passphrase", 14, 500))
        labelled.addWidget(self._field)
        column.addLayout(labelled)
        column.addWidget(self._problem)
        column.addSpacing(8)
        column.addWidget(self._open)

    @property
    def problem(self) -> str:
        """What was wrong with the last one."""
        return self._problem.text

    def show_problem(self, text: str) -> None:
        """Say what was wrong, and be ready for another try."""
        self.set_busy(False)
        self._problem.set_text(text)
        self._field.take_focus()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state
        """Take nothing while the key is tried."""
        self._field.setDisabled(busy)
        self._open.setDisabled(busy)
        self._open.set_text("Opening" if busy else "Open")

    def clear(self) -> None:
        """Forget what was typed."""
        self._field.clear()

    def take_focus(self) -> None:
        """Be ready to type."""
        self._field.take_focus()

    def _give(self) -> None:
        if self._field.text:
            self.passphrase_given.emit(self._field.text)

    def _typed(self) -> None:
        self._problem.set_text(None)
