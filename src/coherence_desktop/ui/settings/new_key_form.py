"""Asks for another passphrase, inside the page of settings."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.forms.strength import strength_hint
from coherence_desktop.ui.settings.rows import MARGIN_PX
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice


class NewKeyForm(QWidget):
    """The passphrase of now, and another one twice; or the keyring in its place.

    Parameters
    ----------
    theme : Theme
    """

    passphrase_given = Signal(str, str)
    """The one of now (empty where the keyring keeps the key) and the other."""
    keyring_chosen = Signal(str)
    """The passphrase of now."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.now = PassphraseField(theme, "Passphrase now")
        self.new = PassphraseField(theme, "New passphrase")
        self.again = PassphraseField(theme, "New passphrase once more")
        self._hint = Label(theme, strength_hint(""), 12, token="ink2")
        self._problem = Notice(theme)
        self.change = Button(theme, "Change passphrase", ButtonKind.PRIMARY)
        self.keyring = Button(theme, "Let this computer keep it")
        self.leave = Button(theme, "Leave it as it is", ButtonKind.TEXT)
        self._now_label = Label(theme, "Passphrase now", 14, 500)
        self._lay_out(theme)
        self.now.entered.connect(self.new.take_focus)
        self.new.entered.connect(self.again.take_focus)
        self.again.entered.connect(self._give)
        self.new.changed.connect(lambda text: self._hint.set_text(strength_hint(text)))
        self.change.clicked.connect(self._give)
        self.keyring.clicked.connect(self._give_keyring)
        self.leave.clicked.connect(self.close_form)
        self.hide()

    @property
    def problem(self) -> str:
        """What was wrong with the last answer."""
        return self._problem.text

    def ask(self, *, kept: bool, keyring_available: bool) -> None:
        """Ask.

        Parameters
        ----------
        kept : bool
            Whether the keyring keeps the key of now: then there is no passphrase to ask for.
        keyring_available : bool
            Whether the keyring can take the key.
        """
        for field in (self.now, self.new, self.again):
            field.clear()
        self.now.setVisible(not kept)
        self._now_label.setVisible(not kept)
        self.keyring.setVisible(keyring_available and not kept)
        self._problem.set_text(None)
        self.set_busy(False)
        self.show()
        (self.new if kept else self.now).take_focus()

    def show_problem(self, sentence: str) -> None:
        """Say what was wrong, and be ready for another try."""
        self.set_busy(False)
        self._problem.set_text(sentence)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state
        """Take nothing while the answer is tried."""
        for control in (self.now, self.new, self.again, self.change, self.keyring):
            control.setDisabled(busy)

    def close_form(self) -> None:
        """Forget what was typed and go away."""
        for field in (self.now, self.new, self.again):
            field.clear()
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves it."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_form()
        else:
            super().keyPressEvent(event)

    def _give(self) -> None:
        if self._asks_for_now():
            return
        if not self.new.text:
            self.show_problem("A passphrase needs at least one character. Type one.")
            self.new.take_focus()
        elif self.new.text != self.again.text:
            self.show_problem("The two differ. Type the same one twice.")
            self.again.take_focus()
        else:
            self._problem.set_text(None)
            self.passphrase_given.emit(self.now.text, self.new.text)

    def _give_keyring(self) -> None:
        if not self._asks_for_now():
            self._problem.set_text(None)
            self.keyring_chosen.emit(self.now.text)

    def _asks_for_now(self) -> bool:
        missing = not self.now.isHidden() and not self.now.text
        if missing:
            self.show_problem("Type the passphrase that opens it now first.")
            self.now.take_focus()
        return missing

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN_PX, 4, MARGIN_PX, 20)
        column.setSpacing(6)
        column.addWidget(self._now_label)
        column.addWidget(self.now)
        column.addSpacing(10)
        column.addWidget(Label(theme, "New passphrase", 14, 500))
        column.addWidget(self.new)
        column.addWidget(self._hint)
        column.addSpacing(10)
        column.addWidget(Label(theme, "The same once more", 14, 500))
        column.addWidget(self.again)
        column.addSpacing(10)
        column.addWidget(self._problem)
        buttons = QHBoxLayout()
        buttons.setSpacing(16)
        for button in (self.change, self.keyring, self.leave):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addSpacing(4)
        column.addLayout(buttons)
