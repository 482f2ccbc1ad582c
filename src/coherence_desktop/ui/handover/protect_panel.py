"""Who can open a file that is written: whoever knows a passphrase, or holds a key."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.records.handover.sealing import ByKey, ByPassphrase
from coherence_desktop.ui.forms.passphrase_field import PassphraseField
from coherence_desktop.ui.forms.strength import strength_hint
from coherence_desktop.ui.handover.parts import TitledPanel
from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.segmented_control import SegmentedControl
from coherence_desktop.ui.widgets.text_field import TextField

_PASSPHRASE, _KEY = 0, 1
_KNOWN = (
    "The key came with their last file. Nobody else can open this one; it needs no passphrase."
)
_UNKNOWN = "Paste it here. It begins with age1."


class ProtectPanel(TitledPanel):
    """A passphrase typed twice, or the key of the other side.

    Parameters
    ----------
    theme : Theme
    whose : str
        The other side, as in "The patient's key".
    how : str
        What to do with a passphrase.
    """

    entered = Signal()
    """Enter was pressed in the last field."""

    def __init__(self, theme: Theme, whose: str, how: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "Who can open it", parent)
        self.way = SegmentedControl(
            theme,
            ("Whoever knows a passphrase", f"{whose} key alone"),
            name="Who can open it",
            drawn_height=40,
            size_px=14,
        )
        self.first = PassphraseField(theme, "Passphrase for the file")
        self.again = PassphraseField(theme, "The same passphrase again")
        self.key = TextField(theme, f"{whose} key", "age1…")
        self._hint = Label(theme, strength_hint(""), 14, token="ink2")
        self._about_key = Label(theme, "", 14, token="ink2", wrap=True)
        self._by_passphrase = QWidget()
        column = QVBoxLayout(self._by_passphrase)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(theme, "Passphrase", 14, 500))
        column.addWidget(self.first)
        column.addWidget(self._hint)
        column.addSpacing(4)
        column.addWidget(Label(theme, "Again", 14, 500))
        column.addWidget(self.again)
        column.addSpacing(4)
        column.addWidget(Label(theme, how, 14, token="ink2", wrap=True))
        self._by_key = QWidget()
        column = QVBoxLayout(self._by_key)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.key)
        column.addWidget(self._about_key)
        self.column.addWidget(self.way, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self._by_passphrase)
        self.column.addWidget(self._by_key)
        self.way.chosen.connect(self._choose)
        self.first.changed.connect(lambda text: self._hint.set_text(strength_hint(text)))
        self.first.entered.connect(self.again.take_focus)
        self.again.entered.connect(self.entered)
        self.key.returnPressed.connect(self.entered)
        self.set_key("")

    @property
    def controls(self) -> tuple[QWidget, ...]:
        """In the order of Tab."""
        first, again = self.first, self.again
        return self.way, first.line, first.eye, again.line, again.eye, self.key

    @property
    def by_key(self) -> bool:
        """Whether a key is used."""
        return not self._by_key.isHidden()

    def set_key(self, key: str) -> None:
        """Offer the key that the other side sent, or none."""
        self.key.setText(key)
        self.key.setVisible(not key)
        self._about_key.set_text(_KNOWN if key else _UNKNOWN)
        self.way.set_current(_KEY if key else _PASSPHRASE)
        self._choose(_KEY if key else _PASSPHRASE)

    def given(self) -> ByKey | ByPassphrase | str:
        """What protects the file; a sentence where something is missing."""
        if self.by_key:
            key = self.key.text().strip()
            return ByKey(key) if key else "Type or paste the key first."
        if not self.first.text:
            self.first.take_focus()
            return "Type a passphrase first."
        if self.first.text != self.again.text:
            self.again.take_focus()
            return "The two differ. Type the second again."
        return ByPassphrase(self.first.text)

    def forget(self) -> None:
        """Leave nothing of a passphrase on the page."""
        self.first.clear()
        self.again.clear()
        self._hint.set_text(strength_hint(""))

    def _choose(self, way: int) -> None:
        self._by_passphrase.setVisible(way == _PASSPHRASE)
        self._by_key.setVisible(way == _KEY)
