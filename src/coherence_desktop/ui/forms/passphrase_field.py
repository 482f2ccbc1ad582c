"""A field for a passphrase, which can be looked at."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.icon import Icon
from coherence_desktop.ui.widgets.text_field import HEIGHT_PX, TextField

_EYE_PX = 40


class PassphraseField(QWidget):
    """Hidden letters, with an eye that shows and hides them.

    Parameters
    ----------
    theme : Theme
    name : str
        Accessible name.
    """

    entered = Signal()
    changed = Signal(str)

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT_PX)
        self.line = TextField(theme, name, room_px=_EYE_PX, parent=self)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.line.returnPressed.connect(self.entered)
        self.line.textEdited.connect(self.changed)
        self.eye = Button(theme, "", ButtonKind.TEXT, glyph=Icon("eye", 24), parent=self)
        self.eye.setFixedSize(_EYE_PX, _EYE_PX)
        self.eye.clicked.connect(self._toggle)
        self.setFocusProxy(self.line)
        self._name_eye()

    @property
    def text(self) -> str:
        """What was typed."""
        return self.line.text()

    @property
    def shown(self) -> bool:
        """Whether the letters can be read."""
        return self.line.echoMode() is QLineEdit.EchoMode.Normal

    def clear(self) -> None:
        """Forget what was typed, and hide what comes next."""
        self.line.clear()
        if self.shown:
            self._toggle()

    def take_focus(self) -> None:
        """Be ready to type over what is there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the right end."""
        super().resizeEvent(event)
        self.line.setGeometry(self.rect())
        self.eye.move(self.width() - _EYE_PX - 4, (self.height() - _EYE_PX) // 2)

    def _toggle(self) -> None:
        hidden, normal = QLineEdit.EchoMode.Password, QLineEdit.EchoMode.Normal
        self.line.setEchoMode(hidden if self.shown else normal)
        self._name_eye()

    def _name_eye(self) -> None:
        self.eye.set_glyph(Icon("eye-closed" if self.shown else "eye", 24))
        verb = "Hide" if self.shown else "Show"
        self.eye.setAccessibleName(f"{verb} the passphrase")
        self.eye.setToolTip(f"{verb} the passphrase")
