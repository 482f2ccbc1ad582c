"""First start: what opens the recordings from now on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.forms.strength import strength_hint
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.glyph import GlyphView
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.notice import Notice
from coherence_desktop.ui.widgets.panel import PATIENT_RADIUS, Panel

_LOST = "Nobody can open the recordings without it. Write it down and keep it in a safe place."
_COMPUTER = (
    "The key lies in the keyring of this computer. The app opens by itself while you are logged "
    "in, and there is nothing to remember."
)
_WHO = "Whoever can log in as you can read the recordings. Without this login they are lost."
_NO_KEYRING = (
    "This computer offers no keyring to the app, so there is no way without a passphrase."
)


class FirstView(QWidget):
    """Two ways side by side: a passphrase, or a key that the computer keeps.

    Parameters
    ----------
    theme : Theme
    """

    passphrase_given = Signal(str)
    keyring_chosen = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = PassphraseField(theme, "New passphrase")
        self._again = PassphraseField(theme, "The same passphrase again")
        self._hint = Label(theme, strength_hint(""), 14, token="ink2")
        self._problem = Notice(theme)
        self._use = Button(
            theme,
            "Use this passphrase",
            ButtonKind.PRIMARY,
            cap="Enter",
            height=48,
            size_px=16,
        )
        self._keep = Button(theme, "Let this computer keep it", height=48, size_px=16)
        self._no_keyring = Label(theme, _NO_KEYRING, 14, token="ink2", wrap=True)
        self._first.changed.connect(lambda text: self._hint.set_text(strength_hint(text)))
        self._first.entered.connect(self._again.take_focus)
        self._again.entered.connect(self._give)
        self._use.clicked.connect(self._give)
        self._keep.clicked.connect(self.keyring_chosen)
        self._keyring = self._keyring_panel(theme)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(24)
        self._columns.addWidget(self._passphrase_panel(theme), 1)
        self._columns.addWidget(self._keyring, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(16)
        rows.addLayout(self._columns)
        rows.addWidget(self._no_keyring)

    @property
    def problem(self) -> str:
        """What keeps the passphrase from being used."""
        return self._problem.text

    def set_keyring_available(self, available: bool) -> None:  # noqa: FBT001 - a state
        """Offer the keyring, or say plainly that there is none."""
        self._keyring.setVisible(available)
        self._no_keyring.setVisible(not available)

    @property
    def keyring_available(self) -> bool:
        """Whether the keyring is offered."""
        return not self._keyring.isHidden()

    def set_stacked(self, stacked: bool) -> None:  # noqa: FBT001 - a state
        """One way under the other, where there is little room."""
        down, right = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if stacked else right)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a state
        """Take nothing while the library is being made."""
        for control in (self._first, self._again, self._use, self._keep):
            control.setDisabled(busy)

    def show_problem(self, text: str) -> None:
        """Say why the passphrase was not used."""
        self._problem.set_text(text)
        self._first.take_focus()

    def take_focus(self) -> None:
        """Be ready to type."""
        self._first.take_focus()

    def _give(self) -> None:
        if not self._first.text:
            self._problem.set_text("Type a passphrase first.")
            self._first.take_focus()
        elif self._first.text != self._again.text:
            self._problem.set_text("The two differ. Type the second again.")
            self._again.take_focus()
        else:
            self._problem.set_text(None)
            self.passphrase_given.emit(self._first.text)

    def _passphrase_panel(self, theme: Theme) -> Panel:
        panel, column = _panel(theme, "key", "With a passphrase")
        column.addWidget(Label(theme, _LOST, 16, token="ink2", wrap=True))
        column.addSpacing(20)
        parts = QVBoxLayout()
        parts.setSpacing(16)
        for words, field in (("Passphrase", self._first), ("Again", self._again)):
            labelled = QVBoxLayout()
            labelled.setSpacing(6)
            labelled.addWidget(Label(theme, words, 14, 500))
            labelled.addWidget(field)
            if field is self._first:
                labelled.addSpacing(2)
                labelled.addWidget(self._hint)
            parts.addLayout(labelled)
        parts.addWidget(self._problem)
        column.addLayout(parts)
        column.addStretch(1)
        column.addSpacing(24)
        column.addWidget(self._use)
        return panel

    def _keyring_panel(self, theme: Theme) -> Panel:
        panel, column = _panel(theme, "computer", "Without one")
        column.addWidget(Label(theme, _COMPUTER, 16, token="ink2", wrap=True))
        column.addSpacing(16)
        column.addWidget(Label(theme, _WHO, 14, token="ink2", wrap=True))
        column.addStretch(1)
        column.addSpacing(8)
        column.addWidget(self._keep)
        return panel


def _panel(theme: Theme, icon: str, heading: str) -> tuple[Panel, QVBoxLayout]:
    panel = Panel(theme, PATIENT_RADIUS)
    column = QVBoxLayout(panel)
    column.setContentsMargins(32, 32, 32, 32)
    column.setSpacing(0)
    column.addWidget(GlyphView(theme, Icon(icon, 32, "accent")), 0, Qt.AlignmentFlag.AlignLeft)
    column.addSpacing(16)
    column.addWidget(Label(theme, heading, 20, 600))
    column.addSpacing(8)
    return panel, column
