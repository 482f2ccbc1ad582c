"""The foot of the list of sessions: its keys, and what can be done with the current one."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.key_cap import KeyCap
from coherence_desktop.ui.widgets.label import Label

_KEYS = ((("↑", "↓"), "choose"), (("Space",), "mark to compare"), (("Esc",), "back"))


class SessionsFoot(QWidget):
    """Keys at the left, actions at the right.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open = Button(theme, "Open", ButtonKind.PRIMARY, cap="Enter")
        self.delete = Button(theme, "Delete for good", ButtonKind.TEXT, cap="Del")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for caps, told in _KEYS:
            for cap in caps:
                row.addWidget(KeyCap(theme, cap))
            row.addWidget(Label(theme, told, 14, 400, "ink2"))
            row.addSpacing(8)
        row.addStretch(1)
        row.addWidget(self.delete)
        row.addSpacing(8)
        row.addWidget(self.open)
