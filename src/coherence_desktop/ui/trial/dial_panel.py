"""The dial in its panel: title, the keys that set it, and a border that asks."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.trial.dial import DistressDial
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.panel import Panel

_TITLE = "Distress right now"
_ASKED = "How strong is it now?"
_ASKING_PX = 2.0


class DialPanel(Panel):
    """Distress of this moment.

    While a rating is asked for the border is accent and the title asks; nothing else changes, and
    the keyboard stays where it is.

    Parameters
    ----------
    theme : Theme
    clock : callable
        Session time, in seconds.
    """

    asked = Signal()
    """A rating is asked for from now on."""

    def __init__(
        self, theme: Theme, clock: Callable[[], float], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, parent=parent)
        self.dial = DistressDial(theme, clock)
        self._title = Label(theme, _TITLE, 16, 600)
        self._asking = False
        header = QHBoxLayout()
        header.setContentsMargins(24, 0, 24, 0)
        header.setSpacing(5)
        header.addWidget(self._title)
        header.addStretch(1)
        for part in (
            KeyCap(theme, "0"),
            Label(theme, "to", 12, 400, "ink2"),
            KeyCap(theme, "9"),
            Label(theme, "set tens", 12, 400, "ink2"),
        ):
            header.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        top = QWidget()
        top.setFixedHeight(40)
        top.setLayout(header)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(2, 10, 2, 10)
        rows.setSpacing(0)
        rows.addWidget(top)
        rows.addWidget(self.dial, 1)

    @property
    def asking(self) -> bool:
        """Whether a rating is asked for."""
        return self._asking

    def ask(self, asking: bool) -> None:  # noqa: FBT001 - a state
        """Ask for a rating, or rest."""
        if asking != self._asking:
            self._asking = asking
            if asking:
                self.asked.emit()
            self._title.set_text(_ASKED if asking else _TITLE)
            self.set_border("accent" if asking else "line", _ASKING_PX if asking else 1.0)
