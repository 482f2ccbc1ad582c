"""Asks, inside a page, for the passphrase or for a word before something is done."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.settings.rows import MARGIN_PX
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice


class KeyForm(QWidget):
    """Hidden until `ask`; Enter answers, Esc leaves it.

    Parameters
    ----------
    theme : Theme
    """

    given = Signal(str)
    """The passphrase; empty where none was asked for."""
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Label(theme, "", 14, 500, wrap=True)
        self.field = PassphraseField(theme, "Passphrase")
        self._problem = Notice(theme)
        self.act = Button(theme, "", ButtonKind.PRIMARY)
        self.leave = Button(theme, "Leave it as it is", ButtonKind.TEXT)
        self.field.entered.connect(self._give)
        self.field.changed.connect(lambda _: self._problem.set_text(None))
        self.act.clicked.connect(self._give)
        self.leave.clicked.connect(self.close_form)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        buttons.addWidget(self.act)
        buttons.addWidget(self.leave)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 20)
        column.setSpacing(12)
        column.addWidget(self._words)
        column.addWidget(self.field)
        column.addWidget(self._problem)
        column.addLayout(buttons)
        self.hide()

    @property
    def problem(self) -> str:
        """What was wrong with the last answer."""
        return self._problem.text

    @property
    def words(self) -> str:
        """What is asked."""
        return self._words.text()

    def ask(self, words: str, action: str, *, key: bool) -> None:
        """Ask; with ``key`` the passphrase is wanted, otherwise a press of the button."""
        self._words.set_text(words)
        self.act.set_text(action)
        self.act.setAccessibleName(action)
        self.field.clear()
        self.field.setVisible(key)
        self._problem.set_text(None)
        self.set_busy(False)
        self.show()
        if key:
            self.field.take_focus()
        else:
            self.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_problem(self, sentence: str) -> None:
        """Say what was wrong, and be ready for another try."""
        self.set_busy(False)
        self._problem.set_text(sentence)
        if self.field.isVisible():
            self.field.take_focus()

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state
        """Take nothing while the answer is tried."""
        self.field.setDisabled(busy)
        self.act.setDisabled(busy)

    def close_form(self) -> None:
        """Forget what was typed and go away."""
        if not self.isHidden():
            self.field.clear()
            self.hide()
            self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        if self.field.isHidden():
            self.given.emit("")
        elif self.field.text:
            self.given.emit(self.field.text)
