"""The quiet page over a locked window."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.unlock.again_view import AgainView
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel
from coherence_desktop.ui.widgets.quiet_page import QuietPage

_QUIET = "Everything is as you left it."
_IN_SESSION = "The session goes on and is recorded. Esc still stops a trial at once."


class LockPage(QuietPage):
    """Asks for what opens the library, and shows nothing of it.

    Parameters
    ----------
    theme : Theme
    """

    passphrase_given = Signal(str)
    keyring_chosen = Signal()
    stop_requested = Signal()
    """Esc: whatever it stops underneath."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Locked", line_px=20, parent=parent)
        self._again = AgainView(theme)
        self._again.passphrase_given.connect(self.passphrase_given)
        self._keyring = Panel(theme, PATIENT_RADIUS)
        self._problem = Notice(theme)
        self.unlock = Button(
            theme, "Unlock", ButtonKind.PRIMARY, cap="Enter", height=48, size_px=16
        )
        self.unlock.clicked.connect(self.keyring_chosen)
        self._by_keyring = False
        self._lay_out()

    @property
    def problem(self) -> str:
        """What was wrong with the last try."""
        return self._problem.text if self._by_keyring else self._again.problem

    def ask(self, *, by_keyring: bool, in_session: bool) -> None:
        """Get ready for a person who comes back."""
        self._by_keyring = by_keyring
        self.line.set_text(_IN_SESSION if in_session else _QUIET)
        self._again.clear()
        self._again.show_problem("")
        self._problem.set_text(None)
        self._again.setVisible(not by_keyring)
        self._keyring.setVisible(by_keyring)
        self.set_busy(False)

    def show_problem(self, sentence: str) -> None:
        """Say why it stays locked."""
        self.set_busy(False)
        if self._by_keyring:
            self._problem.set_text(sentence)
        else:
            self._again.show_problem(sentence)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state
        """Take nothing while the key is tried."""
        self._again.set_busy(busy)
        self.unlock.setDisabled(busy)

    def showEvent(self, event: QShowEvent) -> None:
        """Be ready to type."""
        super().showEvent(event)
        self.take_focus()

    def take_focus(self) -> None:
        """Be ready to type."""
        if self._by_keyring:
            self.unlock.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._again.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc stops what can be stopped, Enter unlocks; other keys do nothing here."""
        if event.key() == Qt.Key.Key_Escape:
            self.stop_requested.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._by_keyring:
            self.unlock.click()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self._keyring)
        inside.setContentsMargins(32, 32, 32, 32)
        inside.setSpacing(16)
        words = "The keyring of this computer opens it."
        inside.addWidget(Label(self.theme, words, 16, token="ink2", wrap=True))
        inside.addWidget(self._problem)
        inside.addWidget(self.unlock)
        self.body.addWidget(self._again)
        self.body.addWidget(self._keyring)
