"""The foot of today's page: what the app is not, plans from the clinician, people to call."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.button import Button, ButtonKind
from coherence_desktop.ui.widgets.label import Label


class TodayFoot(QWidget):
    """One quiet line.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open_plan = Button(theme, "Open a plan", ButtonKind.TEXT)
        self.help = Button(theme, "People you can call", ButtonKind.TEXT, cap="F1")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(6)
        line.addWidget(Label(theme, "Training tool, not a medical device.", 14, token="ink2"))
        line.addSpacing(16)
        line.addWidget(Label(theme, "From your clinician:", 14, token="ink2"))
        line.addWidget(self.open_plan)
        line.addStretch(1)
        line.addWidget(Label(theme, "Need someone now?", 14, token="ink2"))
        line.addWidget(self.help)
