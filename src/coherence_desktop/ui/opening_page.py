"""What is painted first while the rest of the app is being loaded."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from coherence_desktop.ui.theme import Theme
from coherence_desktop.ui.widgets.label import Label
from coherence_desktop.ui.widgets.mark import Mark
from coherence_desktop.ui.widgets.page import Page


class OpeningPage(Page):
    """The app's mark and one line.

    Parameters
    ----------
    theme : Theme
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.setAccessibleName("Opening")
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addStretch(1)
        column.addWidget(Mark(theme), 0, Qt.AlignmentFlag.AlignHCenter)
        line = Label(theme, "Opening", 16, token="ink2")
        column.addWidget(line, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
